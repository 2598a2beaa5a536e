"""Waiting for a lock of a PostgreSQL database that another program holds: not in silence.

The server does not say that a statement waits. So after a second, and not before, it is asked over a connection of its
own; where nobody waits for a second, as nearly always, none of this is run.
"""

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg

from adapters.waiting import SILENT_SECONDS, TELL, WAIT_SECONDS

Row = TypeVar("Row")
Answer = TypeVar("Answer")

BLOCKED = "SELECT cardinality(pg_blocking_pids(%s)) > 0"
CONNECT_SECONDS = 2


class TellingConnection(psycopg.Connection[Row]):
    """A connection whose user is told that it waits for somebody else's lock, once for each statement."""

    def wait(self, gen: Generator[Any, Any, Answer], *args: Any, **more: Any) -> Answer:
        """As the library waits, which looks round many times a second so that Ctrl+C is heard."""
        return super().wait(self._looking_round(gen), *args, **more)

    def _looking_round(self, gen: Generator[Any, Any, Answer]) -> Generator[Any, Any, Answer]:
        """The same steps; where a second has passed without news, who is waited for."""
        started, pause = time.monotonic(), SILENT_SECONDS
        try:
            state = next(gen)
            while True:
                ready = yield state
                if not ready and time.monotonic() - started >= pause:
                    pause = float("inf") if self._is_told() else pause * 2
                state = gen.send(ready)
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    def _is_told(self) -> bool:
        """Whether this waits for a lock, and so was told; a statement that only takes long is nobody's concern."""
        if not self._is_blocked():
            return False
        TELL.get()(WAIT_SECONDS)
        return True

    def _is_blocked(self) -> bool:
        """Where nobody can be asked, as on a server that takes no further connection, it is not known."""
        about = self.info
        try:
            with psycopg.connect(about.dsn, password=about.password, connect_timeout=CONNECT_SECONDS) as other:
                row = other.execute(BLOCKED, (about.backend_pid,)).fetchone()
        except psycopg.Error:
            return False
        return row is not None and bool(row[0])
