"""Two moments of one file compared: the fields that read differently, and of each the entries that made it do so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.moving import entries_of, known_at, standing
from application.replay import Moment
from domain.kernel.card import Card
from domain.kernel.entry import CORRECTIONS, Entry


@dataclass(frozen=True, slots=True)
class Change:
    """A field that reads differently. `entries` made it so; without any, only days have passed."""

    field: str
    before: Any
    after: Any
    entries: tuple[Entry, ...] = ()

    @property
    def positions(self) -> tuple[int, ...]:
        return tuple(entry.position for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two moments compared: every field that differs, and the entries that make the difference."""

    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    entries: tuple[Entry, ...]
    """Those of all changes, each once, in order."""
    others: int = 0
    """How many more entries stand, or read so, at one of the moments only; no field reads differently for them."""

    @property
    def is_same(self) -> bool:
        return not self.changes


def difference(entries: Sequence[Entry], before: Moment, after: Moment, *, cards: tuple[Card, Card]) -> Difference:
    """Compare two moments of one file; `entries` are all that are known at the later position of the two."""
    first, second = cards
    fields = list(dict.fromkeys((*first, *second)))
    changed = [name for name in fields if first.get(name) != second.get(name)]
    moved = entries_of(changed, entries, before, after)
    named = {entry.position: entry for name in changed for entry in moved[name]}
    others = {entry.position for entry in standing_at_one(entries, before, after)} - named.keys()
    return Difference(
        changes=tuple(Change(name, first.get(name), second.get(name), tuple(moved[name])) for name in changed),
        unchanged=tuple(name for name in fields if name not in changed),
        entries=tuple(named[position] for position in sorted(named)),
        others=len(others),
    )


def standing_at_one(entries: Sequence[Entry], before: Moment, after: Moment) -> Iterator[Entry]:
    """Entries that stand, or read so, at one moment only, and the corrections that were recorded between the two."""
    first, second = (standing(known_at(entries, one.known), one.valid) for one in (before, after))
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
