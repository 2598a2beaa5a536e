"""Tables of spans: what the rows of one key say together from one day to another, worked out when they are written.

Whoever asks for a day and a position finds what holds of every key in one look, however long its history is. A span
reads as of (valid, known) while position ≤ known < superseded_position and effective_on ≤ valid ≤ until. What is known
last, whatever the day, is what holds on the last day of all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol
from uuid import UUID

import orjson

from projections.database import Database, Value, Values
from projections.table import Place, R, Table, maker, read_columns
from projections.told import Told

if TYPE_CHECKING:
    from projections.builds import Build
    from projections.view import Changes

Record = tuple[Any, ...]

OWN = len(Place._fields)
"""How many columns stand before those of a record in the tables that spans are made of."""
ONE_DAY = timedelta(days=1)
AT_ONCE = 500
"""Keys that one statement names."""


class Stretch(NamedTuple):
    """The columns that every span begins with: since and until when it was known, its first and its last day."""

    order_position: int
    """The same as `position`."""
    position: int
    """The entry from which on this was known."""
    ordinal: int
    """Which of the spans that came with this entry."""
    superseded_position: int | None
    """The entry from which on something else was known."""
    effective_on: date
    until: date


class Span(NamedTuple):
    """What every record of a span begins with, and the rest of it."""

    key: UUID
    begun_at: int
    """The position of the first entry about it: the order in which all are listed."""
    in_force: str
    """Whether it holds on these days, by the value of an Answer."""
    said: str
    """The further fields of the record, as an array: read at once they take a third of the time of columns."""


BEGUN_AT, SAID = (Span._fields.index(name) for name in ("begun_at", "said"))
"""Where these stand in a span: the fields of a record before `said` have columns of their own."""


class Picture(Protocol):
    """What the rows of a key say together."""

    def turns(self) -> Iterable[date | None]:
        """The days from which on something may hold that did not before, or no more. None is no such day."""
        ...

    def on(self, day: date) -> Iterable[Record]:
        """What holds on a day, as records that begin as a Span does."""
        ...


class CannotBePictured(Exception):
    """The rows of a key do not go together; `position` is the entry since which they do not."""

    def __init__(self, position: int) -> None:
        super().__init__(f"position {position}")
        self.position = position


@dataclass(frozen=True, eq=False)  # as a table is, it is itself
class Spans(Generic[R]):
    """A table of spans: the NamedTuple that says their records, and the tables that they are made of, by their keys.

    `picture` gets the rows of a key that were known at an entry, in the order of the ledger; None says nothing.
    """

    name: str
    record: type[R]
    sources: tuple[Table, ...]
    picture: Callable[[Sequence[Told[Any]]], Picture | None]

    @cached_property
    def table(self) -> Table:
        """With an index for whoever writes spans, and one for whoever reads them."""
        by_day = ("in_force", "until", "effective_on", "position", "superseded_position")
        return Table(self.name, Span, indexes=(("key", "superseded_position"), by_day), place=Stretch)

    def of(self, known: Sequence[Told[Any]]) -> list[Values]:
        """The spans of a key by the rows that were known, as they are stored behind KNOWN_WHEN."""
        picture = self.picture(known) if known else None
        return [] if picture is None else [_stored(*span) for span in _by_days(picture)]

    def read(self, found: Sequence[Values]) -> tuple[R, ...]:
        """The records of what was found of Span, in the order in which they began; of one entry by what they say."""
        make = maker(self.record)
        in_order = sorted(found, key=itemgetter(BEGUN_AT, SAID))
        rest = orjson.loads(f"[{','.join([str(span[SAID]) for span in in_order])}]")
        return tuple([make((*span[:SAID], *said)) for span, said in zip(in_order, rest, strict=True)])


def _stored(record: Record, since: date, until: date) -> Values:
    key, *own = record[:SAID]
    return (since.isoformat(), until.isoformat(), str(key), *own, orjson.dumps(record[SAID:]).decode())


KNOWN_WHEN = len(Stretch._fields) - 2
"""How many columns of a span say when it was known."""


def _by_days(picture: Picture) -> Iterator[tuple[Record, date, date]]:
    """Each record with its first and last day: one span each time that something changes."""
    going_on: dict[Record, date] = {}
    for day in _days(picture):
        holding = dict.fromkeys(picture.on(day))
        for record in [one for one in going_on if one not in holding]:
            yield record, going_on.pop(record), day - ONE_DAY
        for record in holding:
            going_on.setdefault(record, day)
    for record, since in going_on.items():
        yield record, since, date.max


def _days(picture: Picture) -> list[date]:
    return sorted({date.min, *(day for day in picture.turns() if day is not None)})


def day_after(last: date | None) -> date | None:
    """From which day on something holds no more that held until this one."""
    return None if last is None or last == date.max else last + ONE_DAY


# Kept up --------------------------------------------------------------------------------------------------------------


def keep_up(database: Database, build: "Build", changes: "Changes") -> None:
    """Bring the spans of a view up to the rows that a page has just written or superseded.

    In the same transaction. Raises CannotBePictured, RowRefused.
    """
    for spans in build.view.spans:
        touched = _touched(database, build, spans, changes)
        ordinals: Counter[int] = Counter()
        keys = sorted(touched)
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            _Keys(database, build, spans, some).write({key: sorted(touched[key]) for key in some}, ordinals)


def _touched(database: Database, build: "Build", spans: Spans[Any], changes: "Changes") -> dict[str, set[int]]:
    """The keys about which something else was known from these entries on."""
    touched: defaultdict[str, set[int]] = defaultdict(set)
    for table in spans.sources:
        for row in changes.rows.get(table, ()):
            _, position, _, superseded, *_, key = row[: OWN + 1]
            touched[str(key)].update(int(at) for at in (position, superseded) if at is not None)
        for order_position, position in changes.superseded:
            for (key,) in database.select(
                f"""
                SELECT {table.own_columns[0].name}
                FROM {build.table(table)}
                WHERE order_position = :order_position AND superseded_position = :position
                """,
                {"order_position": order_position, "position": position},
            ):
                touched[str(key)].add(position)
    return touched


class _Row(NamedTuple):
    """A row of a source with when it was known."""

    order: tuple[int, int, int]
    superseded: int | None
    told: Told[Any]

    def was_known(self, at: int) -> bool:
        return self.told.since <= at and (self.superseded is None or self.superseded > at)


class _Keys:
    """Some keys with all their rows, and their spans that stand."""

    def __init__(self, database: Database, build: "Build", spans: Spans[Any], keys: Sequence[str]) -> None:
        self._database = database
        self._name = build.table(spans.table)
        self._spans = spans
        self._named: dict[str, Value] = {f"k{number}": key for number, key in enumerate(keys)}
        self._rows: defaultdict[str, list[_Row]] = defaultdict(list)
        for source in spans.sources:
            self._read(build.table(source), source)
        for rows in self._rows.values():
            rows.sort(key=lambda row: row.order)

    def _one_of(self, names: Iterable[str], key: str = "key") -> str:
        return f"{key} IN ({', '.join(f':{name}' for name in names)})"

    def _select(self, name: str, columns: Sequence[str], where: str) -> list[Values]:
        statement = f"SELECT {', '.join(columns)} FROM {name} WHERE {where}"
        return self._database.select(statement, self._named)

    def _read(self, name: str, source: Table) -> None:
        key = source.own_columns[0].name
        columns = [*zip(*self._select(name, source.names, self._one_of(self._named, key)), strict=True)]
        if not columns:
            return
        places, records = read_columns(Place, columns[:OWN]), read_columns(source.record, columns[OWN:])
        for place, said_of, record in zip(places, columns[OWN], records, strict=True):
            told = Told(place.order_position, place.effective_on, record, place.position)
            self._rows[str(said_of)].append(_Row(place[:3], place.superseded_position, told))

    def write(self, touched: dict[str, list[int]], ordinals: Counter[int]) -> None:
        standing = self._standing()
        changed: list[str] = []
        rows: list[Values] = []
        for key, positions in touched.items():
            old = standing.get(key, {})
            new = self._after(key, positions, old, ordinals)
            if new != [*old.values()]:
                changed.append(key)
                rows += new
        self._replace(changed, rows)

    def _standing(self) -> dict[str, dict[Values, Values]]:
        """The spans of each key that are not superseded, by what they say."""
        where = f"superseded_position IS NULL AND {self._one_of(self._named)}"
        found: defaultdict[str, dict[Values, Values]] = defaultdict(dict)
        for row in self._select(self._name, self._spans.table.names, where):
            found[str(row[len(Stretch._fields)])][row[KNOWN_WHEN:]] = row
        return found

    def _after(
        self, key: str, positions: Sequence[int], standing: dict[Values, Values], ordinals: Counter[int]
    ) -> list[Values]:
        """The spans that stood, and those that came with these entries; each may be superseded by now."""
        standing, over = dict(standing), list[Values]()
        for at in positions:
            said = dict.fromkeys(self._said(key, at))
            for gone in [one for one in standing if one not in said]:
                order_position, position, ordinal, _, *rest = standing.pop(gone)
                over.append((order_position, position, ordinal, at, *rest))
            for new in said:
                if new not in standing:
                    standing[new] = (at, at, ordinals[at], None, *new)
                    ordinals[at] += 1
        return [*over, *standing.values()]

    def _said(self, key: str, at: int) -> list[Values]:
        known = [row.told for row in self._rows[key] if row.was_known(at)]
        try:
            return self._spans.of(known)
        except Exception as error:
            raise CannotBePictured(at) from error

    def _replace(self, keys: Sequence[str], rows: Sequence[Values]) -> None:
        """All spans that stood, by all that came of them: to write many at once takes less than to change them."""
        names = {f"k{number}": key for number, key in enumerate(keys)}
        if keys:
            self._database.execute(
                f"DELETE FROM {self._name} WHERE superseded_position IS NULL AND {self._one_of(names)}", names
            )
        if rows:
            self._database.insert(self._name, self._spans.table.names, rows)
