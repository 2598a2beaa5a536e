"""The ledger as read models see it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from application.ledger import Ledger, StoredEntry
from domain.kernel.entry import Entry


class LedgerSource:
    """Entries read from a ledger and decoded once for all views."""

    def __init__(self, ledger: Ledger, decode: Callable[[StoredEntry], Entry]) -> None:
        self._ledger = ledger
        self._decode = decode

    def head(self) -> int:
        return self._ledger.head()

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        return [self._decode(stored) for stored in self._ledger.select_entries(after=after, limit=limit, until=until)]

    def history(self, originator_id: UUID, *, until: int) -> Sequence[Entry]:
        return [self._decode(stored) for stored in self._ledger.select_aggregate(originator_id, until=until)]
