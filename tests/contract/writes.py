"""Writes as the application would make them, with as little in them as a test needs."""

from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent

from adapters.stores.recorder import LedgerRecorder
from application.ledger import CommandRow, Write
from domain.kernel.ids import ClaimChange
from domain.kernel.stamp import Reliance

AnyLedger = LedgerRecorder[Any, Any]


def event(aggregate_id: UUID, version: int = 1, state: bytes = b"{}") -> StoredEvent:
    return StoredEvent(aggregate_id, version, "jar.opened", state)


def command(aggregate_id: UUID, command_id: UUID | None = None, actor: str = "p-1", body: bytes = b"{}") -> CommandRow:
    return CommandRow(actor, command_id or uuid4(), "jar.open", aggregate_id, body, b"{}")


def a_write(
    aggregate_id: UUID | None = None,
    version: int = 1,
    *,
    count: int = 1,
    command_id: UUID | None = None,
    relies_on: tuple[tuple[UUID, int], ...] = (),
    claims: tuple[ClaimChange, ...] = (),
) -> Write:
    """A command on one aggregate with `count` events from `version` on."""
    aggregate_id = aggregate_id or uuid4()
    return Write(
        events=tuple(event(aggregate_id, version + n) for n in range(count)),
        command=command(aggregate_id, command_id),
        reliances=tuple(Reliance(aggregate_id=one, version=seen) for one, seen in relies_on),
        claims=tuple((aggregate_id, change) for change in claims),
    )
