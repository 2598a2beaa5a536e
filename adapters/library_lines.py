"""What libraries tell Python's own logging, in our log: of a server, which runs for months."""

import logging

from adapters.logging import LEVELS, logger


class OfLibraries(logging.Handler):
    """What libraries tell Python's own logging, as lines of ours: where it comes from, without what it was about."""

    def emit(self, record: logging.LogRecord) -> None:
        error = {"error": record.exc_info[0].__name__} if record.exc_info and record.exc_info[0] else {}
        level = record.levelname.casefold()
        log = logger().bind(library=record.name, words=str(record.msg), **error)
        log.say(level if level in LEVELS else "warning", "library.said")


def hear_libraries() -> None:
    """From now on warnings of libraries stand in our log."""
    root = logging.getLogger()
    root.handlers = [OfLibraries()]
    root.setLevel(logging.WARNING)
