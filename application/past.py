"""A ledger as it stood at a position, and as it would stand had one thing gone differently: for reading only."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from application.ledger import Ledger, StoredEntry
from application.states import States
from domain.kernel.aggregate import Aggregate


class Past:
    """Answers what a decision asks of a ledger as if nothing had been recorded after `until`, which may be moved on.

    Files that went another way are given with their own entries; all others are read from the ledger.
    """

    def __init__(self, ledger: Ledger, until: int = 0) -> None:
        self._ledger = ledger
        self.until = until
        self._otherwise: dict[UUID, list[StoredEntry]] = {}

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]:
        """The entries of one file up to then, by its own count where it went another way."""
        last = self.until if until is None else min(until, self.until)
        own = self._otherwise.get(originator_id)
        if own is None:
            return self._ledger.select_aggregate(originator_id, after_version=after_version, until=last)
        return [entry for entry in own if entry.originator_version > after_version and entry.position <= last]

    def holders(self, kind: str, key: str, *, at: int | None = None) -> Sequence[UUID]:
        """Who held this key then."""
        return self._ledger.holders(kind, key, at=self.until if at is None else min(at, self.until))

    # Another course ---------------------------------------------------------------------------------------------

    @property
    def otherwise(self) -> frozenset[UUID]:
        """The files that went another way."""
        return frozenset(self._otherwise)

    def part(self, *originators: UUID) -> None:
        """From `until` on these files go their own way."""
        for one in originators:
            if one not in self._otherwise:
                self._otherwise[one] = list(self.select_aggregate(one))

    def add(self, entries: Iterable[StoredEntry]) -> None:
        """What is recorded next in files that go their own way."""
        for entry in entries:
            self._otherwise[entry.originator_id].append(entry)


class PastStates(States):
    """The files of a past that moves on: each is brought to where it stands whenever it is asked for."""

    def get(self, identifier: UUID, kind: str | None = None) -> Aggregate:
        self.refresh(identifier)
        return super().get(identifier, kind)

    def get_or_new(self, identifier: UUID, kind: str) -> Aggregate:
        self.refresh(identifier)
        return super().get_or_new(identifier, kind)
