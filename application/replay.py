"""Any aggregate as it was on a day, as far as it was known at a position: the reading side of a single file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from application.aggregates import aggregate_of
from application.errors import NotFound
from application.ledger import Ledger, StoredEntry
from application.states import kind_of
from domain.kernel.aggregate import Aggregate
from domain.kernel.card import Card
from domain.kernel.entry import CORRECTIONS, Entry, settle


class NotYetRecorded(NotFound):
    """The aggregate is known today, but at that position nothing of it was recorded. `first` is its first entry."""

    def __init__(self, kind: str, identifier: UUID, *, known: int, first: Entry) -> None:
        super().__init__(kind, identifier)
        self.known, self.first = known, first


@dataclass(frozen=True, slots=True)
class Moment:
    """Valid on a day, known at a position of the ledger."""

    valid: date
    known: int


@dataclass(frozen=True, slots=True)
class Change:
    """A field that reads differently at two moments."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """Two moments compared: every field that differs, and the entries that make the difference."""

    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def is_same(self) -> bool:
        return not self.changes


class Replay:
    """States over time, folded from the ledger; nothing here is cached."""

    def __init__(self, ledger: Ledger, decode: Callable[[StoredEntry], Entry]) -> None:
        self._ledger = ledger
        self._decode = decode

    def entries(self, identifier: UUID, known: int | None = None) -> Sequence[Entry]:
        """Every entry with position ≤ known as it was recorded, corrections among them."""
        return [self._decode(stored) for stored in self._ledger.select_aggregate(identifier, until=known)]

    def state(self, identifier: UUID, known: int | None = None) -> Aggregate:
        """The aggregate as known at that position, corrections settled. Raises NotFound or NotYetRecorded."""
        return self.folded(identifier, self.entries(identifier, known), known)

    def folded(self, identifier: UUID, entries: Sequence[Entry], known: int | None = None) -> Aggregate:
        """The same from entries that are already read."""
        if entries:
            return aggregate_of(kind_of(entries[0])).replay(identifier, entries)
        later = self.entries(identifier)
        if known is None or not later:
            raise NotFound("aggregate", identifier)
        raise NotYetRecorded(kind_of(later[0]), identifier, known=known, first=later[0])


def standing(entries: Iterable[Entry], valid: date) -> Mapping[UUID, Entry]:
    """The entries in force on a day by event id, corrections settled; an unknown effective date counts as before."""
    return {
        entry.event_id: entry
        for entry in settle(entries)
        if not isinstance(entry.event, CORRECTIONS) and (entry.effective_on is None or entry.effective_on <= valid)
    }


def difference(entries: Sequence[Entry], before: Moment, after: Moment, *, cards: tuple[Card, Card]) -> Difference:
    """Compare two moments of one aggregate; `entries` are all that are known at the later position of the two."""
    first, second = cards
    fields = list(dict.fromkeys((*first, *second)))
    changed = [name for name in fields if first.get(name) != second.get(name)]
    return Difference(
        changes=tuple(Change(name, first.get(name), second.get(name)) for name in changed),
        unchanged=tuple(name for name in fields if name not in changed),
        entries=tuple(_making_the_difference(entries, before, after)),
    )


def _making_the_difference(entries: Sequence[Entry], before: Moment, after: Moment) -> Iterable[Entry]:
    """Entries that stand at one moment only, and the corrections that were recorded between the two."""
    first = standing((e for e in entries if e.position <= before.known), before.valid)
    second = standing((e for e in entries if e.position <= after.known), after.valid)
    different = {i for i in first.keys() | second.keys() if not _reads_alike(first.get(i), second.get(i))}
    known = sorted((before.known, after.known))
    for entry in entries:
        is_between = known[0] < entry.position <= known[1]
        if entry.event_id in different or (is_between and isinstance(entry.event, CORRECTIONS)):
            yield entry


def _reads_alike(one: Entry | None, other: Entry | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.event == other.event and one.effective_on == other.effective_on


def corrections_between(entries: Iterable[Entry], target: UUID, *, after: int, until: int) -> Sequence[Entry]:
    """The corrections of an entry, and of its corrections, with after < position ≤ until; `entries` are of its file."""
    targets, found = {target}, []
    for entry in entries:
        if isinstance(entry.event, CORRECTIONS) and entry.event.target in targets:
            targets.add(entry.event_id)
            found.append(entry)
    return [entry for entry in found if after < entry.position <= until]
