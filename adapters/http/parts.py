"""What a request works with: the parts of this Kronika, and read models that nobody else uses meanwhile."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple, TypeVar

import psycopg
from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from adapters.bootstrap import Parts
from adapters.http.catching_up import CatchingUp
from adapters.http.notes import Notes, notes_of
from adapters.http.workers import Workers
from adapters.read_models import SqliteDatabase, open_read_models
from adapters.read_models.postgres import PostgresDatabase
from adapters.sealing.seal import Seal
from adapters.side_tables import open_side_tables
from application.engine import Outcome
from domain.kernel.command import Command
from domain.kernel.stamp import Stamp
from projections.database import Database
from projections.seal.tables import Tree
from projections.view import View

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """One request's way to the ledger and the read models."""

    parts: Parts
    database: Database
    side: Database
    """What cannot be made again, in tables that wait for the disk: tokens, accounts, sessions, who read what."""
    catching_up: CatchingUp
    notes: Notes = field(default_factory=Notes)
    """Of this request; see notes.py."""

    def seal(self, tree: Tree = Tree.ENTRIES) -> Seal:
        """A seal of the ledger, to be read on the connection of this desk."""
        return Seal(self.parts.ledger, self.side, self.parts.settings, self.parts.clock, tree)

    def handle(self, command: Command, stamp: Stamp, *, version: int | None = None) -> Outcome:
        """The engine's answer, noted for log and metrics. Raises what the engine raises."""
        with self.notes.handling(command, stamp) as noted:
            outcome = self.parts.engine.handle(command, stamp, version=version)
            noted.recorded(outcome)
        return outcome

    def up_to_date(self, *views: View) -> Database:
        """The read models, these views as far as a request may bring them; see catching_up.py."""
        self.catching_up.bring(self.database, views)
        return self.database


class Connections(NamedTuple):
    """What one request has to itself."""

    database: SqliteDatabase | PostgresDatabase
    side: SqliteDatabase | PostgresDatabase

    def close(self) -> None:
        self.database.close()
        self.side.close()


MOST_IDLE = 40
"""How many desks lie ready for others: as many as there are worker threads. What a rush opened beyond is closed."""


class Desks:
    """As many desks as there are requests at once; a connection that failed is not used again."""

    def __init__(self, parts: Parts, *, is_projecting: bool = True) -> None:
        self._parts = parts
        self._catching_up = CatchingUp(parts, is_allowed=is_projecting)
        self._idle: list[Connections] = []
        self.workers = Workers()
        self._is_closed = False

    @contextmanager
    def desk(self, notes: Notes | None = None) -> Iterator[Desk]:
        """A desk for one request."""
        connections = self._taken()
        try:
            yield Desk(self._parts, *connections, self._catching_up, notes or Notes())
        except psycopg.OperationalError:
            connections.close()
            self._forget_idle()  # the server went away, and with it all of them
            raise
        except (sqlite3.Error, psycopg.Error):
            connections.close()
            raise
        except BaseException:
            self._give_back(connections)
            raise
        self._give_back(connections)

    def _taken(self) -> Connections:
        """Those that are idle; new ones where there are none, whoever else takes some meanwhile."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._open()

    def _give_back(self, connections: Connections) -> None:
        if self._is_closed or len(self._idle) >= MOST_IDLE:
            connections.close()
        else:
            self._idle.append(connections)

    def _open(self) -> Connections:
        """Both, or none where the database takes no second one."""
        url = self._parts.settings.database
        _ = self._parts.side  # asked for once, so that a ledger that is older than a table has it, too
        database = open_read_models(url)
        try:
            return Connections(database, open_side_tables(url))
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Let go of every connection; those at hand go when they are given back."""
        self._is_closed = True
        self._forget_idle()

    def _forget_idle(self) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()


def desk_of(request: Request) -> Iterator[Desk]:
    """The desk of this request."""
    desks: Desks = request.app.state.desks
    with desks.desk(notes_of(request)) as desk:
        yield desk


AtDesk = Annotated[Desk, Depends(desk_of, scope="function")]
"""The desk of a request until its answer is made: what streams on for hours holds no connection."""


async def at_desk(request: Request, step: Callable[[Desk], T], *, limiter: CapacityLimiter | None = None) -> T:
    """A step of a request in a worker thread, with a desk for no longer than that."""
    desks: Desks = request.app.state.desks

    def work() -> T:
        with desks.desk(notes_of(request)) as desk:
            return step(desk)

    return await to_thread.run_sync(work, limiter=limiter)
