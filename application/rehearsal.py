"""A scratch ledger: everything is decided as it would be, on top of a real ledger that stays untouched."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from application.ledger import (
    ClaimTaken,
    CommandSeen,
    Ledger,
    ProseRow,
    RecordedCommand,
    StoredEntry,
    VersionClash,
    Write,
    Written,
)


class Rehearsal:
    """What is written here is kept in memory and forgotten; what is asked is answered as if it had been recorded."""

    def __init__(self, base: Ledger, now: datetime) -> None:
        self._base = base
        self._now = now
        self._start = base.head()
        self._entries: list[StoredEntry] = []
        self._own: dict[UUID, list[StoredEntry]] = {}
        self._claims: dict[tuple[str, str], tuple[UUID | None, ...]] = {}
        """Who took each number here, the latest first; None in front where it was given back."""
        self._commands: dict[tuple[str, UUID], RecordedCommand] = {}
        self._prose: dict[str, ProseRow] = {}

    def write(self, write: Write) -> Written:
        self._check(write)
        self._claims |= self._claimed(write)
        first = self.head() + 1
        for offset, event in enumerate(write.events):
            identifier = UUID(str(event.originator_id))
            entry = StoredEntry(
                first + offset, identifier, event.originator_version, event.topic, event.state, self._now
            )
            self._entries.append(entry)
            self._own.setdefault(identifier, []).append(entry)
        positions = range(first, self.head() + 1)
        if write.command is not None:
            key = (write.command.actor, write.command.command_id)
            self._commands[key] = RecordedCommand(write.command, positions.start, positions.stop - 1, self._now)
        self._prose.update({row.commitment: row for row in write.prose})
        return Written(positions, self._now)

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        head, claims, commands = len(self._entries), dict(self._claims), len(self._commands)
        try:
            return [self.write(write) for write in writes]
        except IntegrityError:
            self._take_back(head, commands)
            self._claims = claims
            raise

    def _take_back(self, head: int, commands: int) -> None:
        """Forget what was written since there were so many entries and commands."""
        for entry in reversed(self._entries[head:]):
            self._own[entry.originator_id].pop()
        del self._entries[head:]
        for key in list(self._commands)[commands:]:
            del self._commands[key]

    def _check(self, write: Write) -> None:
        if write.command is not None and self.find_command(write.command.actor, write.command.command_id):
            raise CommandSeen
        seen: dict[UUID, int] = {}
        for event in write.events:
            identifier = UUID(str(event.originator_id))
            before = event.originator_version - 1
            if seen[identifier] != before if identifier in seen else not self._stands_at(identifier, before):
                raise VersionClash
            seen[identifier] = event.originator_version
        if not all(self._stands_at(r.aggregate_id, r.version) for r in write.reliances):
            raise VersionClash

    def _claimed(self, write: Write) -> dict[tuple[str, str], tuple[UUID | None, ...]]:
        """The numbers after this write, changed in order as the stores do. Raises ClaimTaken."""
        claims: dict[tuple[str, str], tuple[UUID | None, ...]] = {}
        for aggregate_id, change in write.claims:
            key = change.kind, change.key
            known = claims.get(key, self._claims.get(key, ()))
            held = known[0] if known else self._stored_holder(*key)
            if change.action == "take" and held is None:
                claims[key] = (aggregate_id, *(one for one in known if one is not None))
            elif change.action == "take" and held is not None and held != aggregate_id:
                raise ClaimTaken(*key, held)
            elif change.action == "release" and held == aggregate_id:
                claims[key] = (None, *(one for one in known if one is not None))
        return claims

    def _stands_at(self, identifier: UUID, version: int) -> bool:
        """Whether this is the last version of an aggregate, 0 of one that is not there."""
        own = self._own.get(identifier)
        last = own[-1:] if own else self._base.select_aggregate(identifier, after_version=version - 1)
        return [entry.originator_version for entry in last] == ([version] if version else [])

    def _stored_holder(self, kind: str, key: str) -> UUID | None:
        return next((one for one in self._base.holders(kind, key) if (kind, key) in self._base.claims_of(one)), None)

    def head(self) -> int:
        return self._start + len(self._entries)

    def position_before(self, instant: datetime) -> int:
        return self.head() if instant > self._now else self._base.position_before(instant)

    def select_entries(self, *, after: int, limit: int, until: int | None = None) -> Sequence[StoredEntry]:
        stored = list(self._base.select_entries(after=after, limit=limit, until=until)) if after < self._start else []
        mine = [e for e in self._entries if e.position > after and (until is None or e.position <= until)]
        return [*stored, *mine][:limit]

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]:
        stored = self._base.select_aggregate(originator_id, after_version=after_version, until=until)
        mine = self._own.get(originator_id, ())
        return [
            *stored,
            *(e for e in mine if e.originator_version > after_version and (until is None or e.position <= until)),
        ]

    def find_command(self, actor: str, command_id: UUID) -> RecordedCommand | None:
        return self._commands.get((actor, command_id)) or self._base.find_command(actor, command_id)

    def find_commands(self, ids: Collection[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], RecordedCommand]:
        return {**self._base.find_commands(ids), **{key: self._commands[key] for key in ids if key in self._commands}}

    def commands_of(self, aggregate_id: UUID) -> Sequence[RecordedCommand]:
        mine = [c for c in self._commands.values() if c.row.aggregate_id == aggregate_id]
        return [*self._base.commands_of(aggregate_id), *mine]

    def holders(self, kind: str, key: str, *, at: int | None = None) -> Sequence[UUID]:
        mine = self._claims.get((kind, key), ()) if at is None or at > self._start else ()
        if mine and mine[0] is not None:
            return [mine[0]]
        before = (one for one in mine if one is not None)
        return list(dict.fromkeys((*before, *self._base.holders(kind, key, at=at))))

    def claims_of(self, aggregate_id: UUID, *, at: int | None = None) -> Sequence[tuple[str, str]]:
        stored = [c for c in self._base.claims_of(aggregate_id, at=at) if c not in self._claims]
        return [*stored, *(c for c, holders in self._claims.items() if holders[0] == aggregate_id)]

    def select_prose(self, commitments: Collection[str]) -> Mapping[str, ProseRow]:
        mine = {c: self._prose[c] for c in commitments if c in self._prose}
        return {**self._base.select_prose(commitments), **mine}
