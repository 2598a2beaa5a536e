"""Logs for operators: an event name in dots and key=value pairs on stderr. No sentence, no payload, no personal data.

One line for each command handled, each refusal, each import and each batch of a projection. Quiet by default on the
command line: the level comes from KRONIKA_LOG_LEVEL.
"""

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:  # a help page logs nothing, and the library takes a tenth of a second
    from structlog.typing import FilteringBoundLogger, Processor

LEVELS = ("debug", "info", "warning", "error", "critical")
"""What KRONIKA_LOG_LEVEL may hold, from everything to the gravest only."""


def configure(*, level: str, stream: TextIO, is_json: bool = False) -> None:
    """Send what is at least as grave as `level`, one of LEVELS, to the stream."""
    import structlog  # noqa: PLC0415  see above

    renderer: Processor = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    if is_json:
        renderer = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.casefold()),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def logger() -> "FilteringBoundLogger":
    """The logger as it is configured now."""
    import structlog  # noqa: PLC0415  see above

    found: FilteringBoundLogger = structlog.get_logger()
    return found
