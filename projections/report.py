"""Reading a view as of two moments: what held on a day, as it was known at a position."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar, overload
from uuid import UUID

from domain.kernel.answer import Answer
from projections import builds
from projections.builds import Build, Quarantine, State
from projections.database import Database, Parameters, Value, Values
from projections.spans import Span, Spans
from projections.table import KEY, R, Table, read_as
from projections.told import Told, read_told
from projections.view import View

T = TypeVar("T")

FIRST_FIRST = "effective_on NULLS FIRST, order_position, ordinal"
"""The order of rows: by effective date, an unknown one before every day, ties by position."""
LAST_FIRST = "effective_on DESC NULLS LAST, order_position DESC, ordinal DESC"
"""The same order backwards: of several rows of one key the first in it holds."""


KNOWN = "position <= :known AND (superseded_position IS NULL OR superseded_position > :known)"
"""The rows that were known at a position and not superseded by then."""


def one_of(column: str, wanted: Collection[UUID | str] | None) -> tuple[str, dict[str, Value]]:
    """A condition that a column holds one of these, and its parameters; whatever it holds will do where None is given.

    For a few of them: each is a parameter of its own.
    """
    if wanted is None:
        return "1 = 1", {}
    named: dict[str, Value] = {f"{column}{n}": str(one) for n, one in enumerate(wanted)}
    return f"{column} IN ({', '.join(f':{name}' for name in named) or 'NULL'})", named


class ViewUnavailable(Exception):
    """A view cannot be read now; `state` says why. Nothing is answered from it meanwhile."""

    def __init__(self, view: str, state: State, quarantine: Quarantine | None = None) -> None:
        why = f": position {quarantine.position} ({quarantine.topic}): {quarantine.reason}" if quarantine else ""
        super().__init__(f"{view} is {state.value}{why}")
        self.view = view
        self.state = state
        self.quarantine = quarantine


@dataclass(frozen=True)
class Report(Sequence[T], Generic[T]):
    """The rows of an answer, and the last position that they take into account."""

    rows: tuple[T, ...]
    as_of_position: int

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)


def as_of_position(database: Database, views: Iterable[View], *, known: int | None = None) -> int:
    """The position at which a report over several views is capped: the lowest that one of them has reached.

    Raises ViewUnavailable for a view that is not built, out of date or in quarantine.
    """
    reached = [builds.checkpoint(database, _readable(database, view)) for view in views]
    return min(reached if known is None else [*reached, known])


def _readable(database: Database, view: View) -> Build:
    version = builds.live_version(database, view)
    if version is None:
        raise ViewUnavailable(view.name, State.NOT_BUILT)
    build = Build(view, version)
    if builds.shape_of(database, build) != view.shape:
        raise ViewUnavailable(view.name, State.OUT_OF_DATE)
    quarantine = builds.quarantine_of(database, build)
    if quarantine is not None:
        raise ViewUnavailable(view.name, State.QUARANTINED, quarantine)
    return build


@dataclass(frozen=True)
class Window:
    """The rows of one view that stand as of two moments. Without `valid` every effective date counts, future or not."""

    database: Database
    build: Build
    valid: date | None
    known: int

    @classmethod
    def open(cls, database: Database, view: View, *, valid: date | None, known: int | None) -> "Window":
        """A window on the live version, capped at the position that it has reached. Raises ViewUnavailable."""
        build = _readable(database, view)
        reached = builds.checkpoint(database, build)
        return cls(database, build, valid, reached if known is None else min(known, reached))

    def standing(self, table: Table) -> str:
        """A derived table: the rows that were known and not superseded, effective by the day asked for."""
        return f"(SELECT * FROM {self.build.table(table)} WHERE {self._condition})"

    def history(
        self, table: Table, record: type[R], *, where: str = "1 = 1", parameters: Parameters | None = None
    ) -> tuple["Told[R]", ...]:
        """Every record that was known, whatever its effective date, in the order of the ledger: to fold by hand."""
        return read_told(record, self.stored(table, record, where=where, parameters=parameters))

    def stored(
        self, table: Table, record: type[R], *, where: str = "1 = 1", parameters: Parameters | None = None
    ) -> list[Values]:
        """The same as the database holds it, for whoever needs few of the rows: PLACE, then the fields of the record.

        `read_told` makes records of it.
        """
        return self._stored(table, record, f"{KNOWN} AND {where}", parameters)

    def spans(self, spans: Spans[R], *, in_force: Collection[Answer] = tuple(Answer)) -> tuple[R, ...]:
        """What held of each key on the day asked for, as it was known: of those in force in one of these ways.

        Without a day, what is known last of every key; whether that is in force is not asked then.
        """
        name, key = self.build.table(spans.table), ", ".join(KEY)
        columns = ", ".join(Span._fields)
        answers = ", ".join(f"'{answer.value}'" for answer in (in_force if self.valid else Answer))
        found = self.database.select(  # found in the index alone: only those of the day are then looked up
            f"""
            SELECT {columns if self.valid else columns.replace("in_force", "NULL")}
            FROM {name}
            WHERE ({key}) IN (
                SELECT {key}
                FROM {name}
                WHERE {KNOWN} AND effective_on <= :valid AND until >= :valid AND in_force IN ({answers})
            )
            """,
            {"known": self.known, "valid": (self.valid or date.max).isoformat()},
        )
        return spans.read(found)

    def replaced(
        self, table: Table, record: type[R], *, where: str = "1 = 1", parameters: Parameters | None = None
    ) -> tuple["Told[R]", ...]:
        """Every record that a correction replaced or took back; `since` is the position of that correction."""
        condition = f"superseded_position <= :known AND {where}"
        return read_told(record, self._stored(table, record, condition, parameters, "superseded_position"))

    def _stored(
        self, table: Table, record: type[R], condition: str, parameters: Parameters | None, since: str = "position"
    ) -> list[Values]:
        statement = f"""
            SELECT {", ".join(("order_position", "effective_on", since, *record.__annotations__))}
            FROM {self.build.table(table)}
            WHERE {condition}
            ORDER BY order_position, position, ordinal
            """
        return self.database.select(statement, {"known": self.known, **(parameters or {})})

    def latest(self, table: Table, *key: str, where: str = "1 = 1") -> str:
        """A derived table: of the standing rows the last one of each key, which is the one that holds."""
        return self._one_of_each(table, key, LAST_FIRST, where)

    def first(self, table: Table, *key: str) -> str:
        """A derived table: of the standing rows the first one of each key."""
        return self._one_of_each(table, key, FIRST_FIRST, "1 = 1")

    def _one_of_each(self, table: Table, key: tuple[str, ...], order: str, where: str) -> str:
        number = f"ROW_NUMBER() OVER (PARTITION BY {', '.join(key)} ORDER BY {order}) AS place"
        numbered = f"(SELECT t.*, {number} FROM {self.build.table(table)} t WHERE {self._condition} AND {where})"
        return f"(SELECT * FROM {numbered} numbered WHERE place = 1)"

    @property
    def _condition(self) -> str:
        return KNOWN if self.valid is None else f"{KNOWN} AND (effective_on IS NULL OR effective_on <= :valid)"

    def select(self, row: type[R], statement: str, parameters: Parameters | None = None) -> tuple[R, ...]:
        """The rows of a statement whose columns stand in the order of the fields of `row`."""
        valid: dict[str, Value] = {} if self.valid is None else {"valid": self.valid.isoformat()}
        return read_as(row, self.database.select(statement, {"known": self.known, **valid, **(parameters or {})}))

    def report(self, rows: Sequence[T]) -> Report[T]:
        return Report(tuple(rows), self.known)
