"""Which entry made a field read as it does: the history of one field of a file, for any day, as known at any entry."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from application.aggregates import aggregate_of
from application.cards import card
from application.states import kind_of
from domain.kernel.card import Card
from domain.kernel.entry import Entry, EntryCorrected, settle


@dataclass(frozen=True, slots=True)
class Turn:
    """An entry after which the field reads otherwise. `corrections` are those that made the entry read as it does."""

    entry: Entry
    before: Any
    after: Any
    corrections: tuple[Entry, ...] = ()


class NoSuchField(LookupError):
    """The card of the file has no field of that name; `fields` are those that it has."""

    def __init__(self, field: str, fields: Sequence[str]) -> None:
        self.field, self.fields = field, tuple(fields)
        super().__init__(f"no field {field}; there are: {', '.join(fields)}")


def explain(identifier: UUID, entries: Sequence[Entry], field: str, valid: date) -> tuple[Turn, ...]:
    """Every turn that a field of the card on that day took, in the order of the entries, corrections settled.

    The last one is what made it read as it does. `entries` are all of the file that are known, one at least.
    Raises NoSuchField.
    """
    cards = list(_cards(identifier, entries, valid))
    known = list(dict.fromkeys(name for _, one in cards for name in one))
    if field not in known:
        raise NoSuchField(field, known)
    return tuple(_turns(cards, field, entries))


def _cards(identifier: UUID, entries: Sequence[Entry], valid: date) -> Iterator[tuple[Entry, Card]]:
    """The card as it reads after each entry."""
    state = aggregate_of(kind_of(entries[0]))(identifier)
    for entry in settle(entries):
        state.evolve(entry)
        yield entry, card(state, valid)


def _turns(cards: Sequence[tuple[Entry, Card]], field: str, entries: Sequence[Entry]) -> Iterator[Turn]:
    before: Any = None
    corrections = standing_corrections(entries)
    for entry, one in cards:
        after = one.get(field)
        if after != before:
            yield Turn(entry, before, after, corrections.get(entry.event_id, ()))
        before = after


def standing_corrections(entries: Sequence[Entry]) -> Mapping[UUID, tuple[Entry, ...]]:
    """The entries of a file that read as corrected, each with its corrections; one that was taken back is none."""
    found: defaultdict[UUID, tuple[Entry, ...]] = defaultdict(tuple)
    for entry in settle(entries):
        if isinstance(entry.event, EntryCorrected):
            found[entry.event.target] += (entry,)
    return found
