"""A report as rows and columns: every cell a plain value, every sum able to name the entries that it is made of."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from domain.kernel.money import Money
from projections.database import Database
from projections.report import as_of_position
from projections.undisturbed import undisturbed
from projections.view import View

if TYPE_CHECKING:
    from domain.kernel.calendar import Calendar

Cell = str | int | Decimal | date | Money | None
"""None is not known, which is not zero."""


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    CODE = "code"
    """A word of the program that readers see in their own language."""
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"


class Column(NamedTuple):
    """A column by its stable name."""

    name: str
    kind: Kind = Kind.TEXT
    is_additive: bool = True
    """Whether money may be added over the lines; not where several lines show the same money."""


class Part(NamedTuple):
    """An entry that a cell comes from, and what it adds; None where it says the cell as it stands."""

    position: int
    adds: Money | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its key within the report, its cells in the order of the columns, and the entries behind each.

    What stands behind the cells may be looked up later, and then in the database that the report was made from.
    """

    key: str
    cells: tuple[Cell, ...]
    behind: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    about: Callable[[], Hashable] | None = field(default=None, compare=False)
    """What makes it the same line at another moment, where that is not the key; few readers ask for it."""

    @property
    def identity(self) -> Hashable:
        """What it is about: the same at every moment."""
        return self.about() if self.about else self.key


class Behind(Mapping[str, tuple[Part, ...]]):
    """The entries behind the cells of a line, looked up when somebody first asks: most readers never do."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], Mapping[str, tuple[Part, ...]]]) -> None:
        self._find = find
        self._found: Mapping[str, tuple[Part, ...]] | None = None

    def _all(self) -> Mapping[str, tuple[Part, ...]]:
        if self._found is None:
            self._found = self._find()
        return self._found

    def __getitem__(self, column: str) -> tuple[Part, ...]:
        return self._all()[column]

    def items(self) -> ItemsView[str, tuple[Part, ...]]:
        return self._all().items()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@dataclass(frozen=True, slots=True)
class Asked:
    """The moments of a report, and where last days have to be moved, the calendar: few reports ask for it.

    `known` is a position that every view of the report has reached once its lines are asked for.
    """

    valid: date
    known: int
    calendar: "Callable[[], Calendar]"
    key: str | None = None
    """Of the only line that is asked for: a report may leave out whatever is plainly another one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report as of two moments."""

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    valid: date
    as_of_position: int

    def line(self, key: str) -> Line:
        """The line of a key. Raises KeyError."""
        found = next((line for line in self.lines if line.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def total(self, column: str) -> Money | None:
        """The sum of a column over what is known; None where nothing is, currencies differ, or it may not be added."""
        place = [one.name for one in self.columns].index(column)
        if not self.columns[place].is_additive:
            return None
        amounts = [line.cells[place] for line in self.lines if isinstance(line.cells[place], Money)]
        return total_of(amount for amount in amounts if isinstance(amount, Money))


def total_of(amounts: Iterable[Money]) -> Money | None:
    """The sum; None of nothing, or where there is more than one currency."""
    found = list(amounts)
    if len({amount.currency for amount in found}) != 1:
        return None
    return Money(sum(amount.minor for amount in found), found[0].currency)


Ends = Callable[[Database, Asked, Collection[UUID]], Mapping[Hashable, int]]
"""Of these files, as of two moments: what a line was about → the position of the entry that ended it."""


@dataclass(frozen=True)
class SheetMaker:
    """A report by name: the views that it reads, its columns, and its lines as of two moments."""

    name: str
    views: tuple[View, ...]
    columns: tuple[Column, ...]
    lines: Callable[[Database, Asked], Iterable[Line]]
    goes_by_key: bool = False
    """Whether one line is found without all others."""
    ends: Ends | None = None
    """Finds what took lines out of the report, where that stands behind none of their cells."""

    def make(self, database: Database, asked: Asked) -> Sheet:
        """The report, capped at the lowest position that one of its views has reached. Raises ViewUnavailable."""
        position = as_of_position(database, self.views, known=asked.known)
        with undisturbed():
            lines = tuple(self.lines(database, replace(asked, known=position)))
        return Sheet(self.name, self.columns, lines, asked.valid, position)

    def make_for(self, database: Database, asked: Asked, key: str) -> Sheet:
        """As much of the report as the line of a key needs; where there is no such line, all of it."""
        if self.goes_by_key:
            found = self.make(database, replace(asked, key=key))
            if any(line.key == key for line in found.lines):
                return found
        return self.make(database, asked)


# Sums -----------------------------------------------------------------------------------------------------------------


class Posting(NamedTuple):
    """What one entry adds to one cell."""

    key: tuple[str, ...]
    column: str
    amount: Money
    position: int


def pivoted(
    postings: Iterable[Posting],
) -> Mapping[tuple[str, ...], Mapping[str, tuple[Part, ...]]]:
    """Postings by line and column: the parts whose sum is the cell."""
    found: defaultdict[tuple[str, ...], defaultdict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for one in postings:
        found[one.key][one.column].append(Part(one.position, one.amount))
    return {key: {column: tuple(parts) for column, parts in columns.items()} for key, columns in found.items()}


def summed(parts: Sequence[Part]) -> Money | None:
    """The cell that these parts add up to."""
    return total_of(part.adds for part in parts if part.adds is not None)


def said_by(behind: Mapping[str, tuple[int, ...]]) -> Mapping[str, tuple[Part, ...]]:
    """Entries that say a cell as it stands; the same ones often say several."""
    parts = {positions: tuple(Part(one) for one in positions) for positions in {*behind.values()}}
    return {column: parts[positions] for column, positions in behind.items()}
