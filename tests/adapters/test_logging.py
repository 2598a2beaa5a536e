"""The log of a command: nothing is loaded for lines that nobody will read, and no grave one is lost."""

import io
import logging
import subprocess
import sys

import pytest

from adapters.library_lines import OfLibraries
from adapters.logging import configure, logger


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


def test_what_lies_below_the_level_is_not_written(stream: io.StringIO) -> None:
    configure(level="warning", stream=stream)
    logger().debug("projections.page", position=1)
    logger().bind(command="jar.open").info("command.handled")
    assert stream.getvalue() == ""


def test_what_was_bound_before_the_first_grave_line_stands_in_it(stream: io.StringIO) -> None:
    configure(level="WARNING", stream=stream)
    log = logger().bind(command="jar.open").bind(role="clerk")
    log.info("command.handled")
    log.error("command.failed", took_ms=3)
    (line,) = stream.getvalue().splitlines()
    assert line.split(" ", 1)[1] == "level=error event=command.failed command=jar.open role=clerk took_ms=3"


def test_the_level_that_is_asked_for_last_holds(stream: io.StringIO) -> None:
    configure(level="debug", stream=stream)
    logger().debug("projections.page")
    configure(level="error", stream=stream)
    logger().warning("library.said")
    configure(level="info", stream=stream)
    logger().info("command.handled")
    assert [line.split("event=")[1] for line in stream.getvalue().splitlines()] == [
        "projections.page",
        "command.handled",
    ]


def test_before_anybody_says_where_to_nothing_is_written() -> None:
    quiet = "from adapters.logging import logger; logger().error('command.failed')"
    ran = subprocess.run([sys.executable, "-c", quiet], capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")


@pytest.mark.parametrize(("level", "told"), [(logging.ERROR, "error"), (35, "warning"), (logging.INFO, None)])
def test_what_a_library_says_stands_in_our_log(stream: io.StringIO, level: int, told: str | None) -> None:
    """Its words without what they are about, which may name people; a level of its own counts as a warning."""
    configure(level="warning", stream=stream)
    record = logging.LogRecord("uvicorn.error", level, __file__, 1, "no %s", ("p-1",), None)
    OfLibraries().handle(record)
    said = [line.split(" ", 1)[1] for line in stream.getvalue().splitlines()]
    line = 'level={level} event=library.said library=uvicorn.error words="no %s"'
    assert said == ([line.format(level=told)] if told else [])


def test_a_command_that_says_nothing_does_not_load_the_library() -> None:
    """Loading it takes a tenth of a second, which every command would pay."""
    quiet = (
        "import sys; from adapters.logging import configure, logger; "
        "configure(level='warning', stream=sys.stderr); logger().bind(a=1).info('said'); "
        "sys.exit('structlog' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", quiet], check=False).returncode == 0
