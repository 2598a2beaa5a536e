"""Entries and decisions of a ledger as they are sealed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from application.ledger import Ledger, RecordedCommand
from projections.seal.leaf import SealedDecision, SealedEntry


class SealableLedger(Ledger, Protocol):
    """A ledger whose commands can be read in the order of their entries."""

    def select_commands(self, *, after: int, until: int) -> Sequence[RecordedCommand]: ...

    def stray_entry(self) -> int | None: ...

    def stray_command(self) -> int | None: ...


class LedgerEntries:
    """A ledger, read for its seal. Nothing is decoded: an entry that cannot be read is sealed like any other."""

    def __init__(self, ledger: SealableLedger) -> None:
        self._ledger = ledger

    def head(self) -> int:
        return self._ledger.head()

    def stray(self) -> int | None:
        return self._ledger.stray_entry()

    def read(self, *, after: int, limit: int) -> Sequence[SealedEntry]:
        return [
            SealedEntry(position, moment(at), _name(aggregate), version, topic, bytes(state))
            for position, aggregate, version, topic, state, at in self._ledger.select_entries(after=after, limit=limit)
        ]


class LedgerDecisions:
    """The same ledger, read for what its entries were decided from. An entry without a command has no decision."""

    def __init__(self, ledger: SealableLedger) -> None:
        self._ledger = ledger

    def head(self) -> int:
        return self._ledger.head()

    def stray(self) -> int | None:
        return self._ledger.stray_command()

    def read(self, *, after: int, limit: int) -> Sequence[SealedDecision]:
        """Those of the next positions; where none has a decision, of those behind them."""
        head = self.head()
        for begin in range(after, max(head, after + 1), limit):
            found = [
                decision
                for command in self._ledger.select_commands(after=begin, until=begin + limit)
                for decision in _decisions(command, after=begin, until=begin + limit)
            ]
            if found:
                return found
        return []


def _decisions(command: RecordedCommand, *, after: int, until: int) -> Iterator[SealedDecision]:
    row, first, last = command.row, command.first_position, command.last_position
    for position in range(max(first, after + 1), min(last, until) + 1):
        yield SealedDecision(
            position,
            first,
            last,
            moment(command.recorded_at),
            _name(row.command_id),
            _name(row.aggregate_id),
            row.topic,
            row.actor,
            bytes(row.body),
            bytes(row.decision),
        )


@lru_cache(maxsize=64)
def moment(at: datetime) -> str:
    """Many entries of one import have the same."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@lru_cache(maxsize=10_000)
def _name(aggregate: UUID) -> str:
    return str(aggregate)
