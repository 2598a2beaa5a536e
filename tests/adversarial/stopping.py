"""A process that stops in the middle of its transactions: `python -m tests.adversarial.stopping URL FOLDER PATH…`.

Everything is inserted, nothing committed, when it stops; whoever started it lets it go on, or kills it.
"""

import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.stores.sqlite import SQLiteLedger
from tests.adversarial.writing import PATHS, Desk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

whole = SQLiteLedger._transaction


@contextmanager
def stopping(ledger: SQLiteLedger) -> "Iterator[sqlite3.Cursor]":
    """A transaction that stops before its COMMIT. The signal is this thread's own: it goes not one step further."""
    with whole(ledger) as cursor:
        yield cursor
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)


def main(url: str, folder: str, *paths: str) -> None:
    desk = Desk.at(url, Path(folder))
    assert desk.parts.ledger.head() >= 0
    setattr(SQLiteLedger, "_transaction", stopping)  # noqa: B010  # in this process only, which exists for it
    for path in paths:
        PATHS[path](desk)


if __name__ == "__main__":
    main(*sys.argv[1:])
