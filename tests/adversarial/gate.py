"""Commits held back on PostgreSQL: whoever has inserted waits before its commit until the test opens the gate."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg

GATE = 20_261_122
"""The advisory lock that the test holds; any number that nobody else uses."""
TRIGGER = f"""
CREATE FUNCTION held_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({GATE});
    RETURN NULL;
END $body$;
CREATE CONSTRAINT TRIGGER held_at_the_gate AFTER INSERT ON stored_events
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.topic LIKE '{{topics}}') EXECUTE FUNCTION held_at_the_gate();
"""
AT_THE_GATE = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {GATE} AND NOT granted"
IN_THE_QUEUE = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event <> 'advisory'
"""
PATIENCE_SECONDS = 60


@dataclass
class Gate:
    """A closed gate. Transactions that wait at it have written everything and have not committed."""

    connection: "psycopg.Connection[tuple[Any, ...]]"

    def wait_for_one(self) -> None:
        """Until somebody stands at the gate."""
        until(lambda: self._count(AT_THE_GATE) > 0)

    def wait_for_queue(self, length: int) -> None:
        """Until so many others wait for whoever stands there."""
        until(lambda: self._count(IN_THE_QUEUE) >= length)

    def open(self) -> None:
        """Everybody may commit from now on."""
        self.connection.execute("SELECT pg_advisory_unlock_all()")

    def close(self) -> None:
        """Whoever commits from now on waits."""
        self.connection.execute("SELECT pg_advisory_lock(%s)", (GATE,))

    def _count(self, statement: str) -> int:
        row = self.connection.execute(statement.encode()).fetchone()
        assert row is not None
        return int(row[0])


@contextmanager
def gate(url: str, *, topics: str = "%") -> Iterator[Gate]:
    """Hold back every commit that writes an entry of these topics, until the gate is opened or the test is over."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TRIGGER.format(topics=topics).encode())
        closed = Gate(connection)
        closed.close()
        try:
            yield closed
        finally:
            with suppress(psycopg.Error):
                closed.open()


def until(is_true: Callable[[], bool]) -> None:
    """Look again and again; the server has no way to tell who waits for whom."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.002)
