"""Logs for operators: an event name in dots and key=value pairs on stderr. No sentence, no payload, no personal data.

One line for each command handled, each refusal, each import and each batch of a projection; of a server one for each
request. Quiet by default on the command line: the level comes from KRONIKA_LOG_LEVEL.
"""

import logging
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:  # a help page logs nothing, and the library takes a tenth of a second
    from structlog.typing import FilteringBoundLogger, Processor

LEVELS = ("debug", "info", "warning", "error", "critical")
"""What KRONIKA_LOG_LEVEL may hold, from everything to the gravest only."""
Form = Literal["pairs", "json", "text"]
"""How a line looks: key=value pairs, an object of JSON for programs, columns for people at a terminal."""


def configure(*, level: str, stream: TextIO, form: Form = "pairs") -> None:
    """Send what is at least as grave as `level`, one of LEVELS, to the stream."""
    import structlog  # noqa: PLC0415  see above

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _renderer(form, stream),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.casefold()),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def _renderer(form: Form, stream: TextIO) -> "Processor":
    import structlog  # noqa: PLC0415  see above

    if form == "json":
        return structlog.processors.JSONRenderer()
    if form == "text":
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])


def logger() -> "FilteringBoundLogger":
    """The logger as it is configured now."""
    import structlog  # noqa: PLC0415  see above

    found: FilteringBoundLogger = structlog.get_logger()
    return found


class OfLibraries(logging.Handler):
    """What libraries tell Python's own logging, as lines of ours: where it comes from, without what it was about."""

    def emit(self, record: logging.LogRecord) -> None:
        error = {"error": record.exc_info[0].__name__} if record.exc_info and record.exc_info[0] else {}
        logger().log(record.levelno, "library.said", library=record.name, words=str(record.msg), **error)


def hear_libraries() -> None:
    """From now on warnings of libraries stand in our log."""
    root = logging.getLogger()
    root.handlers = [OfLibraries()]
    root.setLevel(logging.WARNING)
