"""What the application asks of a store. Both stores answer this, and one contract suite tests them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.kernel.ids import ClaimChange

if TYPE_CHECKING:
    from domain.kernel.stamp import Reliance


class StoredEntry(NamedTuple):
    """A row of the ledger: `position` dense from 1, `recorded_at` never backwards, `state` what is sealed."""

    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ProseRow:
    """Erasable text behind a commitment."""

    commitment: str
    salt: str
    text: str


@dataclass(frozen=True, slots=True)
class CommandRow:
    """A command as it was decided: from this a decision is reproduced.

    `body` is the canonical command and stamp with commitments in place of prose; `decision` the applied rules with
    version and facts, the looked-up values and the digest of the rule book. Both canonical JSON.
    """

    actor: str
    command_id: UUID
    topic: str
    aggregate_id: UUID
    body: bytes
    decision: bytes


@dataclass(frozen=True, slots=True)
class RecordedCommand:
    """A command row with its answer: the positions of what it recorded (first > last when it recorded nothing)."""

    row: CommandRow
    first_position: int
    last_position: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Write:
    """Everything that one command writes, in one transaction or not at all."""

    events: tuple[StoredEvent, ...]
    command: CommandRow | None = None
    reliances: "tuple[Reliance, ...]" = ()
    claims: tuple[tuple[UUID, ClaimChange], ...] = ()
    prose: tuple[ProseRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Where the events of one write came to stand."""

    positions: range
    recorded_at: datetime


class VersionClash(IntegrityError):
    """Somebody else wrote this aggregate, or one that was relied on, in the meantime."""


class ClaimTaken(IntegrityError):
    """The number is held by another aggregate."""

    def __init__(self, kind: str, key: str, holder: UUID) -> None:
        self.kind, self.key, self.holder = kind, key, holder
        super().__init__(f"{kind} {key} is held by {holder}")


class CommandSeen(IntegrityError):
    """This actor has already sent a command with this identifier."""


class Ledger(Protocol):
    """An append-only register: the library's application recorder, made stricter, and what Kronika asks beside it."""

    def write(self, write: Write) -> Written:
        """Write one command's events. Joins whatever is queued; never waits for company.

        Raises VersionClash, ClaimTaken or CommandSeen, checked under the lock; then nothing was written.
        """
        ...

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        """Write a whole block in one transaction (imports). Raises as `write` does; then nothing of it was written."""
        ...

    def head(self) -> int:
        """The last position; 0 in an empty ledger."""
        ...

    def position_before(self, instant: datetime) -> int:
        """The last position recorded before that instant; 0 where there was none."""
        ...

    def select_entries(self, *, after: int, limit: int, until: int | None = None) -> Sequence[StoredEntry]:
        """Entries in order with after < position ≤ until."""
        ...

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]:
        """The entries of one aggregate in order, up to a position."""
        ...

    def find_command(self, actor: str, command_id: UUID) -> RecordedCommand | None:
        """What this actor's command recorded, if it was ever taken."""
        ...

    def find_commands(self, ids: Collection[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], RecordedCommand]:
        """The same for many at once, by (actor, command id)."""
        ...

    def commands_of(self, aggregate_id: UUID) -> Sequence[RecordedCommand]:
        """Every command taken on this aggregate, in order."""
        ...

    def holders(self, kind: str, key: str, *, at: int | None = None) -> Sequence[UUID]:
        """Who holds this key (at that position); where nobody does, whoever held it before, the latest first."""
        ...

    def claims_of(self, aggregate_id: UUID, *, at: int | None = None) -> Sequence[tuple[str, str]]:
        """The (kind, key) pairs that this aggregate holds (at that position)."""
        ...

    def select_prose(self, commitments: Collection[str]) -> Mapping[str, ProseRow]:
        """The texts that are still there."""
        ...
