"""From a decision to one write: identifiers, versions, bytes."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from application.ledger import CommandRow, ProseRow, StoredEntry, Write, Written
from application.states import States
from domain.kernel.aggregate import Aggregate
from domain.kernel.case import Decision, Finding
from domain.kernel.command import Command
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.ids import derived_id
from domain.kernel.plain import plain
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reliance, Stamp

NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The character as JSON escapes it; a backslash before it would make it plain text."""

SelectProse = Callable[[Collection[str]], Mapping[str, ProseRow]]


class Wire(Protocol):
    """Events and commands as bytes, canonical JSON without floats; adapters/wire.py says how."""

    def decode(self, stored: StoredEntry) -> Entry:
        """An entry in today's shape, whatever it was recorded in. Raises UnknownTopic, ValidationError."""
        ...

    def stamp_json(self, stamp: Stamp) -> dict[str, Any]:
        """The stamp as it is stored: without what is unknown or empty."""
        ...

    def encode_event(self, event: Event, stamp: dict[str, Any]) -> bytes:
        """The bytes of an entry. Raises Unrepresentable for what they cannot say exactly."""
        ...

    def encode_command(self, command: Command, stamp: dict[str, Any]) -> bytes:
        """The bytes that are kept of a command; of its texts the commitments alone. Raises Unrepresentable."""
        ...

    def encode_decision(self, decision: Decision, rule_book: str) -> bytes:
        """The rules that were asked and the values that were looked up, under the digest of the rule book."""
        ...

    def decode_command(self, row: CommandRow) -> tuple[Command, Stamp]:
        """A command as it was kept. Raises UnknownTopic, ValidationError."""
        ...

    def decode_decision(self, row: CommandRow) -> dict[str, Any]:
        """What was kept of a decision."""
        ...

    def says_the_same(
        self, command: Command, stamp: Stamp, row: CommandRow, select_prose: SelectProse, *, texts: Iterable[Prose] = ()
    ) -> bool:
        """Whether this is the command of the row; `texts` are those of the command, compared under the salts kept."""
        ...


class Draft(NamedTuple):
    """An event about to be recorded: on which state, with which stamp, as which version."""

    state: Aggregate
    event: Event
    stamp: dict[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decision ready to be written, and the states that it will change."""

    aggregate: Aggregate
    write: Write
    drafts: tuple[Draft, ...]

    @property
    def has_nul(self) -> bool:
        """Whether a text in the command or its stamp holds the character NUL."""
        body = self.write.command.body if self.write.command else b""
        return b"\\u0000" in body and NUL.search(body) is not None

    @property
    def looked_at(self) -> set[UUID]:
        """The aggregates whose versions the write expects: its own, guarded ones, and those relied on."""
        return {draft.state.id for draft in self.drafts} | {one.aggregate_id for one in self.write.reliances}

    def place(self, written: Written) -> tuple[Entry, ...]:
        """The entries at the places that the store gave them."""
        return self.entries_at(written.positions, written.recorded_at)

    def entries_at(self, positions: Sequence[int], recorded_at: datetime | None) -> tuple[Entry, ...]:
        """The entries as they read at these positions."""
        return tuple(
            Entry(event, stamp, state.id, version, position, recorded_at)
            for (state, event, stamp, version), position in zip(self.drafts, positions, strict=True)
        )


def prepare(
    aggregate: Aggregate,
    decision: Decision,
    stamp: Stamp,
    *,
    states: States,
    others: Mapping[UUID, Aggregate],
    wire: Wire,
    rule_book: str,
    office: Reliance | None,
) -> Prepared:
    """Everything that the command writes, in one piece.

    That it relies on the office is checked with the write, and not recorded: it says nothing of the matter.
    """
    reliances = tuple(Reliance(aggregate_id=other.id, version=other.version) for other in others.values())
    said = wire.stamp_json(stamp)
    drafts = tuple(_drafts(aggregate, decision, stamp, states, _relying(said, reliances)))
    row = CommandRow(
        actor=stamp.owner,
        command_id=stamp.command_id,
        topic=decision.command.topic,
        aggregate_id=aggregate.id,
        body=wire.encode_command(decision.command, said),
        decision=wire.encode_decision(decision, rule_book),
    )
    write = Write(
        events=tuple(
            StoredEvent(d.state.id, d.version, d.event.topic, wire.encode_event(d.event, d.stamp)) for d in drafts
        ),
        command=row,
        reliances=(*reliances, office) if office else reliances,
        claims=tuple((draft.state.id, change) for draft in drafts for change in draft.event.claims()),
        prose=tuple(ProseRow(p.commitment, p.salt, p.text) for p in decision.prose if p.text is not None and p.salt),
    )
    return Prepared(aggregate, write, drafts)


def _relying(stamp: dict[str, Any], reliances: tuple[Reliance, ...]) -> dict[str, Any]:
    return {**stamp, "reliances": plain(reliances)} if reliances else stamp


def _drafts(
    aggregate: Aggregate, decision: Decision, stamp: Stamp, states: States, said: dict[str, Any]
) -> Iterator[Draft]:
    versions: dict[UUID, int] = {}
    own = [(aggregate, finding) for finding in decision.findings]
    guards = [(states.get(identifier), finding) for identifier, finding in decision.guards]
    for number, (state, finding) in enumerate([*own, *guards]):
        versions[state.id] = versions.get(state.id, state.version) + 1
        yield Draft(state, finding.event, _recorded(said, finding, stamp, number), versions[state.id])


def _recorded(said: dict[str, Any], finding: Finding, stamp: Stamp, number: int) -> dict[str, Any]:
    """The stamp of one event, in its stored form. The event identifier follows from actor, command and number."""
    recorded = {**said, "event_id": str(derived_id(stamp.owner, said["command_id"], str(number)))}
    if finding.on != stamp.effective_on:
        recorded.pop("effective_on", None)
        recorded |= {"effective_on": finding.on.isoformat()} if finding.on else {}
    if finding.anomalies:
        recorded["anomalies"] = [plain(anomaly) for anomaly in finding.anomalies]
    if finding.closes:
        recorded["closes"] = [plain(closed) for closed in finding.closes]
    return recorded
