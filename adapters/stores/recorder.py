"""What both ledgers have in common: the library's interface on top of ours, and every question that is asked in SQL."""

import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from eventsourcing import persistence
from eventsourcing.persistence import ApplicationRecorder, Notification, NotSupportedError, StoredEvent
from eventsourcing.utils import Environment

from adapters.clock import Clock
from adapters.timeline import HEAD, POSITION_BEFORE, RECORDED_AT
from application.ledger import CommandRow, ProseRow, RecordedCommand, StoredEntry, Write, Written

StoredId = TypeVar("StoredId")
StoredInstant = TypeVar("StoredInstant")

LEDGER_CLOCK = "LEDGER_CLOCK"
"""The setting under which a factory finds the clock that it is to use."""
ENTRY = "SELECT position, originator_id, originator_version, topic, state, recorded_at FROM stored_events"
OF_AGGREGATE = """
SELECT position, originator_version, topic, state, recorded_at FROM stored_events
WHERE originator_id = ? AND originator_version > ? AND position <= ?
ORDER BY originator_version
"""
COMMAND = """
SELECT actor, command_id, topic, aggregate_id, body, decision, first_position, last_position, recorded_at
FROM commands
"""
CLAIMS_ON = """
SELECT aggregate_id, released_at FROM claims
WHERE kind = ? AND key = ? AND taken_at <= ?
ORDER BY taken_at DESC, released_at DESC NULLS FIRST
"""
CLAIMS_OF = """
SELECT kind, key FROM claims
WHERE aggregate_id = ? AND taken_at <= ? AND (released_at IS NULL OR released_at > ?)
ORDER BY kind, key
"""
POLL_SECONDS = 0.05
"""How often a ledger that tells nobody of new entries is asked whether there are any."""
NO_END = 2**62
"""A position behind all others."""
AT_HAND = 8
"""How many connections a ledger keeps beside its pool, which is slow to give them and to take them back."""
CHUNK = 400
"""How many keys one statement asks for."""


class ClockSetting(str):
    """A clock on its way through the library's settings, which are all text."""

    __slots__ = ("clock",)
    clock: Clock

    def __new__(cls, clock: Clock) -> Self:
        setting = super().__new__(cls, "a clock of ours")
        setting.clock = clock
        return setting

    @staticmethod
    def of(settings: Environment) -> Clock | None:
        found = settings.get(LEDGER_CLOCK)
        return found.clock if isinstance(found, ClockSetting) else None


class LedgerRecorder(ApplicationRecorder, ABC, Generic[StoredId, StoredInstant]):
    """The library's application recorder that is a ledger.

    A store says how it writes a block, how it runs a reading statement, and how it keeps identifiers and instants.
    Statements are in the SQL that both stores understand, with `?` for a parameter.
    """

    clock: Clock | None = None
    """Where set, the time of recording is asked here: tests and simulations move it. Else the store's own clock."""

    @abstractmethod
    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        """Write a whole block in one transaction, or nothing of it."""

    @abstractmethod
    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that a reading statement finds."""

    @abstractmethod
    def erase_prose(self, commitments: Collection[str]) -> int:
        """Erase texts and salts, also from where the database would keep them for a while; how many were there."""

    @abstractmethod
    def close(self) -> None:
        """Let go of every connection."""

    @abstractmethod
    def to_id(self, identifier: UUID) -> StoredId: ...

    @abstractmethod
    def from_id(self, stored: StoredId) -> UUID: ...

    @abstractmethod
    def to_instant(self, instant: datetime) -> StoredInstant: ...

    @abstractmethod
    def from_instant(self, stored: StoredInstant) -> datetime: ...

    def given_time(self) -> datetime | None:
        """What the given clock says, if one was given. Raises ValueError where it does not name its zone."""
        if self.clock is None:
            return None
        now = self.clock()
        if now.utcoffset() is None:
            raise ValueError(f"the clock says {now} and does not say in which zone")
        return now

    # ------------------------------------------------------------------------------------------- the ledger

    def write(self, write: Write) -> Written:
        """Write one command's events."""
        return self.write_all([write])[0]

    def head(self) -> int:
        return int(self.fetch(HEAD)[0][0])

    def await_entries(self, after: int, *, seconds: float) -> bool:
        """Wait until there is an entry after that position, at most so long; whether there is one."""
        deadline = time.monotonic() + seconds
        while self.head() <= after:
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def position_before(self, instant: datetime) -> int:
        stored = self.to_instant(instant)
        return int(self.fetch(POSITION_BEFORE, (stored, stored))[0][0])

    def recorded_at(self, position: int) -> datetime | None:
        """When the entry at a position was recorded; None where there is none."""
        found = self.fetch(RECORDED_AT, (position,))
        return self.from_instant(found[0][0]) if found else None

    def select_entries(self, *, after: int, limit: int, until: int | None = None) -> Sequence[StoredEntry]:
        rows = self.fetch(
            f"{ENTRY} WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
            (after, NO_END if until is None else until, limit),
        )
        identify, date = self.from_id, self.from_instant
        return [StoredEntry(p, identify(i), v, topic, state, date(at)) for p, i, v, topic, state, at in rows]

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]:
        rows = self.fetch(OF_AGGREGATE, (self.to_id(originator_id), after_version, NO_END if until is None else until))
        date = self.from_instant
        return [StoredEntry(p, originator_id, v, topic, state, date(at)) for p, v, topic, state, at in rows]

    def find_command(self, actor: str, command_id: UUID) -> RecordedCommand | None:
        return self.find_commands([(actor, command_id)]).get((actor, command_id))

    def find_commands(self, ids: Collection[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], RecordedCommand]:
        wanted: dict[str, list[StoredId]] = {}
        for actor, command_id in ids:
            wanted.setdefault(actor, []).append(self.to_id(command_id))
        found = (
            self._command(row)
            for actor, its_ids in wanted.items()
            for chunk in _chunks(its_ids)
            for row in self.fetch(f"{COMMAND} WHERE actor = ? AND command_id IN ({_marks(chunk)})", (actor, *chunk))
        )
        return {(command.row.actor, command.row.command_id): command for command in found}

    def commands_of(self, aggregate_id: UUID) -> Sequence[RecordedCommand]:
        rows = self.fetch(f"{COMMAND} WHERE aggregate_id = ? ORDER BY number", (self.to_id(aggregate_id),))
        return [self._command(row) for row in rows]

    def select_commands(self, *, after: int, until: int) -> Sequence[RecordedCommand]:
        """The commands that recorded any entry with after < position ≤ until, in the order of their entries."""
        begin, end = self._numbers(after, until)
        found = "number BETWEEN ? AND ? AND last_position > ? AND first_position <= ?"
        rows = self.fetch(f"{COMMAND} WHERE {found} ORDER BY first_position", (begin, end, after, until))
        return [self._command(row) for row in rows]

    def stray_entry(self) -> int | None:
        """An entry at a position at which none can stand: nobody comes upon it who reads from the beginning."""
        found = self.fetch("SELECT position FROM stored_events WHERE position < 1 ORDER BY position LIMIT 1")
        return int(found[0][0]) if found else None

    def stray_command(self) -> int | None:
        """A command that claims to have recorded entries which cannot be; its first position."""
        found = self.fetch("SELECT first_position FROM commands WHERE first_position < 1 LIMIT 1")
        return int(found[0][0]) if found else None

    def _numbers(self, after: int, until: int) -> tuple[int, int]:
        """Between which numbers these commands are; where an index knows the positions, that need not be known."""
        return 0, NO_END

    def holders(self, kind: str, key: str, *, at: int | None = None) -> Sequence[UUID]:
        at = NO_END if at is None else at
        rows = [(self.from_id(holder), end) for holder, end in self.fetch(CLAIMS_ON, (kind, key, at))]
        current = [holder for holder, end in rows if end is None or end > at]
        return current or list(dict.fromkeys(holder for holder, _ in rows))

    def claims_of(self, aggregate_id: UUID, *, at: int | None = None) -> Sequence[tuple[str, str]]:
        at = NO_END if at is None else at
        return [(kind, key) for kind, key in self.fetch(CLAIMS_OF, (self.to_id(aggregate_id), at, at))]

    def select_prose(self, commitments: Collection[str]) -> Mapping[str, ProseRow]:
        found: dict[str, ProseRow] = {}
        for chunk in _chunks(list(commitments)):
            rows = self.fetch(f"SELECT commitment, salt, text FROM prose WHERE commitment IN ({_marks(chunk)})", chunk)
            found |= {row[0]: ProseRow(*row) for row in rows}
        return found

    def _command(self, row: tuple[Any, ...]) -> RecordedCommand:
        actor, command_id, topic, aggregate_id, body, decision, first, last, recorded_at = row
        given = CommandRow(actor, self.from_id(command_id), topic, self.from_id(aggregate_id), body, decision)
        return RecordedCommand(given, first, last, self.from_instant(recorded_at))

    # ------------------------------------------------------------------------------ the library's interface

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Write these events; `command`, `reliances`, `claims` and `prose` of a Write may come as keywords."""
        if kwargs.pop("tracking", None) is not None:
            raise NotSupportedError("a ledger takes commands only; a projection keeps its checkpoint beside its view")
        if not stored_events and not kwargs:
            return []
        return list(self.write(Write(tuple(stored_events), **kwargs)).positions)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        aggregate_id = originator_id if isinstance(originator_id, UUID) else UUID(originator_id)
        rows = self.fetch(
            "SELECT originator_version, topic, state FROM stored_events"
            " WHERE originator_id = ? AND originator_version > ? AND originator_version <= ?"
            f" ORDER BY originator_version {'DESC' if desc else 'ASC'} LIMIT ?",
            (
                self.to_id(aggregate_id),
                -1 if gt is None else gt,
                NO_END if lte is None else lte,
                NO_END if limit is None else limit,
            ),
        )
        return [StoredEvent(originator_id, *row) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = 0 if start is None else start - inclusive_of_start
        of_topics = f"AND topic IN ({', '.join('?' * len(topics))})" if topics else ""
        rows = self.fetch(
            f"{ENTRY} WHERE position > ? AND position <= ? {of_topics} ORDER BY position LIMIT ?",
            (after, NO_END if stop is None else stop, *topics, limit),
        )
        return [Notification(self.from_id(i), v, topic, state, p) for p, i, v, topic, state, _ in rows]

    def max_notification_id(self) -> int | None:
        return self.head() or None


@contextmanager
def library_errors(family: type[Exception]) -> Iterator[None]:
    """Raise a driver's errors as the library's."""
    try:
        yield
    except family as error:
        raise as_library_error(error) from error


def as_library_error(error: Exception) -> Exception:
    """The library's error of the same name as a driver's; both follow the names of Python's database API."""
    names = [ancestor.__name__ for ancestor in type(error).__mro__]
    known = [getattr(persistence, name) for name in names if hasattr(persistence, name)]
    found: type[Exception] = known[0] if known else persistence.PersistenceError
    return found(str(error))


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _marks(keys: Sequence[Any]) -> str:
    """A place in a statement for each key."""
    return ", ".join("?" * len(keys))
