"""What a request works with: the parts of this Kronika, and read models that nobody else uses meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import psycopg
from fastapi import Depends, Request

from adapters.bootstrap import Parts
from adapters.read_models import PostgresDatabase, SqliteDatabase, open_read_models
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.view import View


@dataclass(frozen=True)
class Desk:
    """One request's way to the ledger and the read models."""

    parts: Parts
    database: Database

    def up_to_date(self, *views: View) -> Database:
        """The read models, after these views have seen every entry that is recorded now."""
        builds.prepare(self.database, views)
        Projector(self.database, self.parts.source, views).catch_up()
        return self.database


class Desks:
    """As many desks as there are requests at once; a connection that failed is not used again."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._idle: list[SqliteDatabase | PostgresDatabase] = []

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """A desk for one request."""
        database = self._idle.pop() if self._idle else open_read_models(self._parts.settings.database)
        try:
            yield Desk(self._parts, database)
        except (sqlite3.Error, psycopg.Error):
            database.close()
            raise
        except BaseException:
            self._idle.append(database)
            raise
        self._idle.append(database)

    def close(self) -> None:
        """Let go of every connection."""
        while self._idle:
            self._idle.pop().close()


def desk_of(request: Request) -> Iterator[Desk]:
    """The desk of this request."""
    desks: Desks = request.app.state.desks
    with desks.desk() as desk:
        yield desk


AtDesk = Annotated[Desk, Depends(desk_of)]
