"""How far a ledger has come, and when what was recorded: all that a report asks of it beside its view.

An SQLite file tells this without the library on which writers stand, which takes a sixth of the time of a start. Where
anything is not as it should be the ledger itself is opened: it waits, and says what is wrong.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

SQLITE = "sqlite:///"
SCHEMA_VERSION = 1
"""Of the stored tables, raised with every change; a ledger of another version is not opened."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
"""An SQLite file holds moments as whole numbers of these since the epoch."""

HEAD = "SELECT head FROM ledger"
RECORDED_AT = "SELECT recorded_at FROM stored_events WHERE position = ?"
# Positions are dense and times never run backwards: found by halving, so the time needs no index.
POSITION_BEFORE = """
WITH RECURSIVE search (low, high) AS (
    SELECT CAST(0 AS bigint), head FROM ledger
    UNION ALL
    SELECT
        CASE WHEN recorded_at < ? THEN position ELSE low END,
        CASE WHEN recorded_at < ? THEN high ELSE position - 1 END
    FROM search
    JOIN stored_events ON position = (low + high + 1) / 2
    WHERE low < high
)
SELECT low FROM search WHERE low = high
"""


class Timeline(Protocol):
    """Positions and moments of a ledger."""

    def head(self) -> int:
        """The last position; 0 in an empty ledger."""
        ...

    def position_before(self, instant: datetime) -> int:
        """The last position recorded before that instant; 0 where there was none."""
        ...

    def recorded_at(self, position: int) -> datetime | None:
        """When the entry at a position was recorded; None where there is none."""
        ...


def timeline_of(url: str, ledger: Callable[[], Timeline]) -> Timeline:
    """Of the file that the URL names, if it holds a ledger of ours; else whatever `ledger` opens, or raises."""
    name = url.removeprefix(SQLITE)
    if url.startswith(SQLITE) and (name.startswith("file:") or Path(name).is_file()):  # none is made by looking
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(name, timeout=0, isolation_level=None, check_same_thread=False, uri=True)
            found = SqliteTimeline(connection, ledger)
            if found.is_known:
                return found
            found.close()
    return ledger()


class SqliteTimeline:
    """The same from a connection of its own, which never waits: the ledger does, and tells whoever waits with it."""

    def __init__(self, connection: sqlite3.Connection, ledger: Callable[[], Timeline]) -> None:
        self._connection = connection
        self._ledger = ledger

    @property
    def is_known(self) -> bool:
        """Whether the tables are those of this program."""
        try:
            return self._select("SELECT schema_version FROM ledger") == [(SCHEMA_VERSION,)]
        except sqlite3.Error:
            return False

    def head(self) -> int:
        try:
            return int(self._select(HEAD)[0][0])
        except sqlite3.Error:
            return self._ledger().head()

    def position_before(self, instant: datetime) -> int:
        stored = (instant - EPOCH) // MICROSECOND
        try:
            return int(self._select(POSITION_BEFORE, stored, stored)[0][0])
        except sqlite3.Error:
            return self._ledger().position_before(instant)

    def recorded_at(self, position: int) -> datetime | None:
        try:
            found = self._select(RECORDED_AT, position)
        except sqlite3.Error:
            return self._ledger().recorded_at(position)
        return EPOCH + timedelta(0, 0, found[0][0]) if found else None

    def close(self) -> None:
        self._connection.close()

    def _select(self, statement: str, *parameters: int) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, parameters).fetchall()
