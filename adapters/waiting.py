"""Waiting for an SQLite file that another program writes to: not in silence, and not deaf to Ctrl+C.

Of PostgreSQL see postgres_waiting.py; who is told, and after how long, is the same.

SQLite itself would wait inside one call, in which no signal is heard. So a connection waits for a moment only, and
whoever finds the file taken tries again here. Where it is free, as nearly always, none of this is run.
"""

import sqlite3
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from adapters.logging import logger

T = TypeVar("T")

MOMENT_SECONDS = 0.25
"""How long a connection waits by itself: Ctrl+C is heard after that."""
SILENT_SECONDS = 1.0
"""A wait that is over sooner is not told."""
WAIT_SECONDS = 30.0
"""How long a program waits for another one, unless it is told otherwise."""


def log(seconds: float) -> None:
    """For operators."""
    logger().warning("store.waiting", at_most_s=round(seconds))


TELL: ContextVar[Callable[[float], None]] = ContextVar("TELL", default=log)
"""Who is told that somebody waits, and for how many seconds at the most; in a server its log."""


def until_free(attempt: Callable[[], T], busy: sqlite3.OperationalError, *, seconds: float = WAIT_SECONDS) -> T:
    """Try again what found the file taken, until it goes through. Raises what it raised where it was not that.

    After so many seconds raises as the last attempt did.
    """
    if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY:
        raise busy
    started = time.monotonic() - MOMENT_SECONDS
    is_told = False
    while True:
        waited = time.monotonic() - started
        if waited >= SILENT_SECONDS and not is_told:
            TELL.get()(seconds)
            is_told = True
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or waited >= seconds:
                raise
