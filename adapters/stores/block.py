"""Several writes in order as one block: what a store must hold before it, and what becomes of it. Pure.

A block is checked in two steps. Here it is checked against itself: a write may build on an earlier one of its block.
What remains is what the store has to confirm under its lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import DataError, StoredEvent

from application.ledger import CommandRow, CommandSeen, ProseRow, VersionClash, Write, Written
from domain.kernel.ids import ClaimChange


@dataclass(slots=True)
class Block:
    """The rows of several writes. Offsets count events from the start of the block; the store adds its head.

    `expected` is the last version that each aggregate must have in the store. 0 stands for an aggregate that is not
    there, -1 for one whose first event is to have version 0, as the library permits.
    """

    expected: dict[UUID, int] = field(default_factory=dict)
    events: list[StoredEvent] = field(default_factory=list)
    commands: list[tuple[CommandRow, int, int]] = field(default_factory=list)
    claims: list[tuple[int, UUID, ClaimChange]] = field(default_factory=list)
    prose: list[ProseRow] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, writes: Sequence[Write]) -> "Block":
        """Raises VersionClash or CommandSeen where the writes contradict one another."""
        block = cls()
        versions: dict[UUID, int] = {}
        seen: set[tuple[str, UUID]] = set()
        for write in writes:
            block._add_command(write, seen)
            for reliance in write.reliances:
                block._expect(reliance.aggregate_id, reliance.version, versions)
            for event in write.events:
                aggregate_id = identifier(event)
                block._expect(aggregate_id, event.originator_version - 1, versions)
                versions[aggregate_id] = event.originator_version
            block._add_rows(write)
        return block

    def written(self, head: int, recorded_at: datetime) -> list[Written]:
        """Where each write came to stand behind `head`."""
        ends = [*self.offsets[1:], len(self.events)]
        return [
            Written(range(head + start + 1, head + end + 1), recorded_at)
            for start, end in zip(self.offsets, ends, strict=True)
        ]

    def _add_command(self, write: Write, seen: set[tuple[str, UUID]]) -> None:
        if write.command is None:
            return
        key = write.command.actor, write.command.command_id
        if key in seen:
            raise CommandSeen(f"command {key[1]} comes twice")
        seen.add(key)
        start = len(self.events)
        self.commands.append((write.command, start + 1, start + len(write.events)))

    def _expect(self, aggregate_id: UUID, version: int, versions: dict[UUID, int]) -> None:
        known = versions.get(aggregate_id)
        if known is None:
            known = self.expected.setdefault(aggregate_id, version)
        if known != version:
            raise VersionClash(f"aggregate {aggregate_id} stands at version {known}, not {version}")

    def _add_rows(self, write: Write) -> None:
        start = len(self.events)
        self.offsets.append(start)
        self.events += write.events
        self.claims += [(start + 1, aggregate_id, change) for aggregate_id, change in write.claims]
        self.prose += write.prose


def identifier(event: StoredEvent) -> UUID:
    """The aggregate of an event. Raises DataError for the library's text identifiers; a ledger keeps UUIDs."""
    if isinstance(event.originator_id, UUID):
        return event.originator_id
    raise DataError(f"an aggregate is identified by a UUID, not by {event.originator_id!r}")
