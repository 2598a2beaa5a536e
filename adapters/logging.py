"""Logs for operators: an event name in dots and key=value pairs on stderr. No sentence, no payload, no personal data.

One line for each command handled, each refusal, each import and each batch of a projection. Quiet by default on the
command line: the level comes from KRONIKA_LOG_LEVEL.
"""

import logging
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import FilteringBoundLogger, Processor

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "critical": logging.CRITICAL,
}
"""By the names that KRONIKA_LOG_LEVEL may hold."""


def configure(*, level: str, stream: TextIO, is_json: bool = False) -> None:
    """Send what is at least as grave as `level` to the stream. Raises KeyError for a level of another name."""
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
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level.casefold()]),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def logger() -> FilteringBoundLogger:
    """The logger as it is configured now."""
    found: FilteringBoundLogger = structlog.get_logger()
    return found
