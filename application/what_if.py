"""What would have come of it: a command never sent, a rule set aside, another value in force; nothing is recorded.

From the point where history parts, every later command that looks at a file which went another way is decided again on
what would then have been recorded. Commands that look at nothing of that kind stand as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import ValidationError

from application.engine import Engine
from application.errors import NotFound
from application.ledger import StoredEntry
from application.past import Past, PastStates
from application.prepare import Prepared
from application.recorded import Recorded, recorded_commands
from domain.kernel.entry import Entry
from domain.kernel.rule import Refused

Fate = Literal["left out", "refused", "recorded otherwise", "impossible"]


@dataclass(frozen=True, slots=True)
class OtherDecision:
    """A command that would have ended otherwise."""

    recorded: Recorded
    fate: Fate
    rules: tuple[str, ...] = ()
    """The codes that would have refused it."""
    before: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()
    missing: str | None = None
    """What a command that became impossible would have lacked."""


@dataclass
class WhatIf:
    """Another course of events: the decisions that change, and the files that end otherwise."""

    past: Past
    decisions: list[OtherDecision] = field(default_factory=list)

    @property
    def files(self) -> frozenset[UUID]:
        return self.past.otherwise

    def entries(self, identifier: UUID) -> Sequence[StoredEntry]:
        """What a file would hold at the end."""
        return self.past.select_aggregate(identifier)


class Course:
    """Walks the ledger from the point where history parts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._past = Past(engine.ledger)
        self._states = PastStates(self._past, engine.wire.decode)
        self._found = WhatIf(self._past)

    def without(self, position: int) -> WhatIf:
        """As if the command that recorded this entry had never been sent. Raises NotFound."""
        walk = recorded_commands(self._engine, after=self._before(position))
        first = next((one for one in walk if position in one.positions), None)
        if first is None:
            raise NotFound("entry", str(position))
        self._past.until = first.positions.start - 1
        self._part(first, None, OtherDecision(first, "left out", before=self._read(first.entries)))
        return self._walk(walk)

    def decided_anew(self, identifier: UUID) -> WhatIf:
        """As if every command on this file had been decided by this engine's rules and values. Raises NotFound."""
        entries = self._engine.ledger.select_aggregate(identifier)
        if not entries:
            raise NotFound("aggregate", identifier)
        self._past.until = entries[0].position - 1
        self._past.part(identifier)
        return self._walk(recorded_commands(self._engine, after=self._past.until))

    def _before(self, position: int) -> int:
        """A position from which the whole command that recorded this entry is read."""
        found = self._engine.ledger.select_entries(after=position - 1, limit=1, until=position)
        if not found:
            raise NotFound("entry", str(position))
        stamp = self._engine.wire.decode(found[0]).stamp
        command = self._engine.ledger.find_command(stamp.owner, stamp.command_id)
        if command is None:
            raise NotFound("command", stamp.command_id)
        return command.first_position - 1

    def _walk(self, commands: Iterator[Recorded]) -> WhatIf:
        for recorded in commands:
            if self._looks_at_another_course(recorded):
                self._past.until = recorded.positions.start - 1
                self._decide(recorded)
        self._past.until = self._engine.ledger.head()
        return self._found

    def _looks_at_another_course(self, recorded: Recorded) -> bool:
        parted = self._past.otherwise
        return any(
            entry.originator_id in parted or any(one.aggregate_id in parted for one in self._relied_on(entry))
            for entry in recorded.entries
        )

    def _relied_on(self, entry: StoredEntry) -> Sequence[Any]:
        return self._engine.wire.decode(entry).stamp.reliances

    def _decide(self, recorded: Recorded) -> None:
        before = self._read(recorded.entries)
        try:
            command, stamp = self._engine.wire.decode_command(recorded.command.row)
            prepared = self._engine.decide(command, stamp, self._states)
        except Refused as refused:
            self._part(recorded, None, OtherDecision(recorded, "refused", refused.codes, before))
        except (NotFound, ValidationError) as error:
            self._part(recorded, None, OtherDecision(recorded, "impossible", before=before, missing=str(error)))
        else:
            after = prepared.entries_at(_places(recorded, prepared), recorded.command.recorded_at)
            other = OtherDecision(recorded, "recorded otherwise", before=before, after=after)
            self._part(recorded, prepared, None if _alike(before, after) else other)

    def _part(self, recorded: Recorded, prepared: Prepared | None, other: OtherDecision | None) -> None:
        """Record what would have been recorded; where that is nothing new, only in files that have parted already."""
        new = tuple(_stored(recorded, prepared)) if prepared else ()
        if other is not None:
            self._found.decisions.append(other)
            self._past.part(*(e.originator_id for e in (*recorded.entries, *new)))
        self._past.add(e for e in new if e.originator_id in self._past.otherwise)

    def _read(self, entries: Sequence[StoredEntry]) -> tuple[Entry, ...]:
        return tuple(self._engine.wire.decode(entry) for entry in entries)


def _places(recorded: Recorded, prepared: Prepared) -> Sequence[int]:
    """The positions of what was recorded; what is more than that stands at the last of them."""
    own = list(recorded.positions)
    return [*own, *[own[-1]] * len(prepared.drafts)][: len(prepared.drafts)]


def _stored(recorded: Recorded, prepared: Prepared) -> Iterator[StoredEntry]:
    for event, position in zip(prepared.write.events, _places(recorded, prepared), strict=True):
        originator = UUID(str(event.originator_id))
        at = recorded.command.recorded_at
        yield StoredEntry(position, originator, event.originator_version, event.topic, event.state, at)


def _alike(before: Sequence[Entry], after: Sequence[Entry]) -> bool:
    """Whether the same would have been recorded and noted; which version of a file was looked at does not count."""
    return [_said(entry) for entry in before] == [_said(entry) for entry in after]


def _said(entry: Entry) -> tuple[Any, ...]:
    stamp = entry.stamp
    return entry.originator_id, entry.event, entry.effective_on, stamp.anomalies, stamp.closes
