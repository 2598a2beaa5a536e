"""Databases whose connection is gone at a chosen step, as after kill -9, and a view that cannot read everything."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from adapters.read_models import SqliteDatabase
from adapters.read_models.postgres import PostgresDatabase
from domain.contract.events.drawing import PaymentMade
from domain.kernel.entry import Entry
from projections.database import NOTHING, Parameters, Values
from projections.table import Table
from projections.view import Record, View, rows_of


class Gone(Exception):
    """The process that held this connection was killed."""


class BreakingSqlite(SqliteDatabase):
    """Before statement number `steps` the connection is closed; bulk inserts may break in the middle."""

    steps = 1_000_000

    def _run(self, statement: str, parameters: Parameters = NOTHING) -> Any:
        self.take_step()
        return super()._run(statement, parameters)

    def _write(self, statement: str, rows: Sequence[Values]) -> None:
        half = len(rows) // 2
        super()._write(statement, rows[:half])
        self.take_step()
        super()._write(statement, rows[half:])

    def take_step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            self.close()
            raise Gone


class BreakingPostgres(PostgresDatabase):
    """Before statement number `steps` the connection is closed; bulk inserts may break in the middle."""

    steps = 1_000_000

    def _run(self, statement: str, parameters: Parameters = NOTHING) -> Any:
        self.take_step()
        return super()._run(statement, parameters)

    def _write(self, statement: str, rows: Sequence[Values]) -> None:
        half = len(rows) // 2
        super()._write(statement, rows[:half])
        self.take_step()
        super()._write(statement, rows[half:])

    def take_step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            self.close()
            raise Gone


def open_breaking(url: str, *, steps: int) -> BreakingSqlite | BreakingPostgres:
    """A connection that lasts for so many statements after it is opened."""
    is_sqlite = url.startswith("sqlite:///")
    opened = BreakingSqlite(url.removeprefix("sqlite:///")) if is_sqlite else BreakingPostgres(url)
    opened.steps = steps
    return opened


class Mark(NamedTuple):
    """A movement and a number."""

    movement: str
    number: int


MARKS = Table("picky_marks", Mark)

UNREADABLE = "unreadable"
TOO_LARGE = "too large"


class Picky(View):
    """Cannot read the movement called `unreadable`; makes of `too large` a number that no database holds."""

    name = "picky"
    tables = (MARKS,)

    @rows_of(PaymentMade)
    def made(self, event: PaymentMade, entry: Entry) -> Iterator[Record]:
        if event.movement == UNREADABLE:
            raise ValueError(f"{event.amount} is not to be seen in any log")
        yield Mark(event.movement, 2**70 if event.movement == TOO_LARGE else event.amount.minor)


class Lenient(Picky):
    """The same view in a later program, which can read everything."""

    @rows_of(PaymentMade)
    def made(self, event: PaymentMade, entry: Entry) -> Iterator[Record]:
        yield Mark(event.movement, event.amount.minor)
