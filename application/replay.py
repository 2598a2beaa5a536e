"""Any aggregate as it was on a day, as far as it was known at a position: the reading side of a single file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from application.aggregates import aggregate_of
from application.errors import NotFound
from application.ledger import Ledger, StoredEntry
from application.states import kind_of
from domain.kernel.aggregate import Aggregate
from domain.kernel.entry import Entry


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
