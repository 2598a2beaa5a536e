"""The entries of a ledger as they are sealed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from application.ledger import Ledger
from projections.seal.leaf import SealedEntry


class LedgerEntries:
    """A ledger, read for its seal. Nothing is decoded: an entry that cannot be read is sealed like any other."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def head(self) -> int:
        return self._ledger.head()

    def read(self, *, after: int, limit: int) -> Sequence[SealedEntry]:
        return [
            SealedEntry(position, moment(at), _name(aggregate), version, topic, bytes(state))
            for position, aggregate, version, topic, state, at in self._ledger.select_entries(after=after, limit=limit)
        ]


@lru_cache(maxsize=64)
def moment(at: datetime) -> str:
    """Many entries of one import have the same."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@lru_cache(maxsize=10_000)
def _name(aggregate: UUID) -> str:
    return str(aggregate)
