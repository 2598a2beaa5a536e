"""The log of a command: nothing is loaded for lines that nobody will read, and no grave one is lost."""

import io
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from adapters.logging import configure, logger


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    yield io.StringIO()
    structlog.reset_defaults()


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


def test_a_command_that_says_nothing_does_not_load_the_library() -> None:
    """Loading it takes a tenth of a second, which every command would pay."""
    quiet = (
        "import sys; from adapters.logging import configure, logger; "
        "configure(level='warning', stream=sys.stderr); logger().bind(a=1).info('said'); "
        "sys.exit('structlog' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", quiet], check=False).returncode == 0
