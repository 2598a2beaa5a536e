"""On the way from one moment of a file to another: which entry moved which field of its card."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from application.aggregates import aggregate_of
from application.cards import card
from application.explain import NoSuchField, explain
from application.replay import Moment
from application.states import kind_of
from domain.kernel.aggregate import Aggregate
from domain.kernel.card import Card
from domain.kernel.entry import CORRECTIONS, Entry, settle

Moved = Mapping[str, Sequence[Entry]]
"""Fields by name, each with the entries that moved it, in order."""


def entries_of(fields: Sequence[str], entries: Sequence[Entry], one: Moment, other: Moment) -> Moved:
    """Of each field the entries that made it read differently; of a correction also what it corrects.

    The way goes from the moment of which less is known: first through the days, as known then; then entry by entry on
    the day of the other, so that what was recorded meanwhile counts with all that it says of that day. What moved a
    field and does not count at the end, taken back or outdone, is left out. `entries` are all known at either moment.
    """
    if not entries or not fields:
        return dict.fromkeys(fields, ())
    way = _Way(entries, *sorted((one, other), key=lambda moment: (moment.known, moment.valid)))
    moved = way.moved()
    return {field: way.that_count(field, moved[field]) for field in fields}


def standing(entries: Iterable[Entry], valid: date) -> Mapping[UUID, Entry]:
    """The entries in force on a day by event id, corrections settled; an unknown effective date counts as before."""
    return {
        entry.event_id: entry
        for entry in settle(entries)
        if not isinstance(entry.event, CORRECTIONS) and (entry.effective_on is None or entry.effective_on <= valid)
    }


def known_at(entries: Iterable[Entry], position: int) -> list[Entry]:
    """The entries up to a position."""
    return [entry for entry in entries if entry.position <= position]


class _Way:
    """From the moment of which less is known to the other; the same way, whichever of them was asked for first."""

    def __init__(self, entries: Sequence[Entry], start: Moment, end: Moment) -> None:
        self._class, self._id = aggregate_of(kind_of(entries[0])), entries[0].originator_id
        self._start, self._end = start, end
        self._then, self._now = known_at(entries, start.known), known_at(entries, end.known)
        self._by_id = {entry.event_id: entry for entry in entries}
        self._ever = standing(self._then, start.valid).keys() | {entry.event_id for entry in settle(self._now)}

    def moved(self) -> Moved:
        """Every field that moved on the way."""
        start = self._card(self._then, self._start.valid)
        last = self._card(self._then, self._end.valid)
        found = defaultdict(list)
        for entry, names in self._through_days():
            for name in names:
                if start.get(name) != last.get(name):
                    found[name].append(entry)
        for entry, before, after in self._through_entries(last):
            for name in _unlike(before, after):
                if after.get(name) == start.get(name):
                    found[name].clear()  # as at the start: whatever went before made no difference
                else:
                    found[name].append(entry)
        return found

    def _through_days(self) -> Iterator[tuple[Entry, set[str]]]:
        """The entries that took effect between the days, and the fields that each moved, then or in the end."""
        first, last = sorted((self._start.valid, self._end.valid))
        state = self._class(self._id)
        for entry in settle(self._then):
            days = {entry.effective_on, last} if entry.effective_on and first < entry.effective_on <= last else set()
            before = {day: card(state, day) for day in days}
            state.evolve(entry)
            if days:
                yield entry, {name for day, one in before.items() for name in _unlike(one, card(state, day))}

    def _through_entries(self, before: Card) -> Iterator[tuple[Entry, Card, Card]]:
        """Every entry that was recorded meanwhile, with the card on the day of the end before it and after."""
        state = self._state(self._then)
        for place in range(len(self._then), len(self._now)):
            entry = self._now[place]
            if isinstance(entry.event, CORRECTIONS):
                state = self._state(self._now[: place + 1])
            else:
                state.evolve(entry)
            after = card(state, self._end.valid)
            yield entry, before, after
            before = after

    def _state(self, entries: Sequence[Entry]) -> Aggregate:
        return self._class.replay(self._id, entries)

    def _card(self, entries: Sequence[Entry], day: date) -> Card:
        """Empty where nothing was recorded."""
        return card(self._state(entries), day) if entries else {}

    # What counts in the end -------------------------------------------------------------------------------------------

    def that_count(self, field: str, moved: Sequence[Entry]) -> tuple[Entry, ...]:
        """Of the entries that moved a field those that stand at one of the moments, with what they correct."""
        chains = (self._corrected(entry) for entry in moved)
        counted = {one.position: one for chain in chains if chain[-1].event_id in self._ever for one in chain}
        if not counted and moved:
            counted = {one.position: one for one in self._last_turn(field)}
        return tuple(counted[position] for position in sorted(counted))

    def _corrected(self, entry: Entry) -> list[Entry]:
        """The entry as it was recorded, and in turn what it corrects or takes back."""
        chain = [self._by_id[entry.event_id]]
        while isinstance(event := chain[-1].event, CORRECTIONS) and event.target in self._by_id:
            chain.append(self._by_id[event.target])
        return chain

    def _last_turn(self, field: str) -> Sequence[Entry]:
        """What says at the end what something else, taken back since, had said first."""
        with suppress(NoSuchField):
            last = explain(self._id, self._now, field, self._end.valid)[-1:]
            return [self._by_id[turn.entry.event_id] for turn in last]
        return ()


def _unlike(one: Card, other: Card) -> Iterator[str]:
    return (name for name in dict.fromkeys((*one, *other)) if one.get(name) != other.get(name))
