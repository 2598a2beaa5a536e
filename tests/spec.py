"""Given these facts, when this command, then these facts or this refusal: on the bare aggregate, without a store.

    given(Contract, ("2017-06-01", ContractDrafted(...)))
        .when(ConcludeContract(target=THIS, ...), on="2017-06-30", by="clerk")
        .then(ContractConcluded(...))
        .then_notes()
        .when(RecordPublication(target=THIS, ...), on="2017-08-04")
        .then_notes("PUBLISHED_LATE")

A story goes on after every `when`: what was decided is history for the next command, a refusal leaves everything as it
was. `state` is the aggregate after all of it.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

import domain
from domain.kernel.aggregate import Aggregate
from domain.kernel.case import Decision, Facts
from domain.kernel.command import Command
from domain.kernel.configuration import Configuration, load_configuration
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.ids import derived_id
from domain.kernel.prose import Prose
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Anomaly, Inference, RecordedStamp, Source, Stamp, Waiver
from tests.examples_calendar import CZECH_HOLIDAYS

A = TypeVar("A", bound=Aggregate)
Day = date | str | None
Past = Event | tuple[Day, Event]

THIS = derived_id("spec", "the aggregate that the story is about")
"""The target of every command of a story."""
SECOND_PERSON = "second-person"


def given(kind: type[A], *past: Past, others: Mapping[UUID, Aggregate] | None = None) -> "Story[A]":
    """An aggregate with this past: events, each as (effective day, event), or alone where the day is unknown."""
    story = Story(kind, others=dict(others or {}))
    for one in past:
        on, event = one if isinstance(one, tuple) else (None, one)
        story = story.happened(event, on=on)
    return story


@dataclass(frozen=True)
class Story(Generic[A]):
    """A history, and what became of the last command."""

    kind: type[A]
    entries: tuple[Entry, ...] = ()
    others: Mapping[UUID, Aggregate] = field(default_factory=dict)
    resembling: tuple[str, ...] = ()
    decision: Decision | None = None
    refusal: Refused | None = None

    @property
    def state(self) -> A:
        """The aggregate after everything that happened."""
        return self.kind.replay(THIS, self.entries)

    # When ---------------------------------------------------------------------------------------------------------

    def happened(self, event: Event, *, on: Day = None, **stamp: Any) -> Self:
        """This was recorded, whoever decided it."""
        number = len(self.entries) + 1
        recorded = RecordedStamp(
            **dict(_stamp(number, on=on)) | stamp, event_id=derived_id("spec", "event", str(number))
        )
        entry = Entry(
            event=event, stamp=recorded, originator_id=THIS, originator_version=number, position=number,
            recorded_at=datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC),
        )  # fmt: skip
        return replace(self, entries=(*self.entries, entry), decision=None, refusal=None)

    def when(
        self,
        command: Command,
        *,
        on: Day = None,
        by: str = "clerk",
        reason: str | None = None,
        waived: Sequence[str] = (),
        second_person: str = SECOND_PERSON,
        **stamp: Any,
    ) -> Self:
        """The command is decided; `waived` names the rules set aside, `stamp` holds further fields of the stamp."""
        stamped = _stamp(len(self.entries) + 1, on=on, by=by, reason=reason)
        waivers = tuple(Waiver(rule=r, reason=Prose.of(reason or "why"), second_person=second_person) for r in waived)
        stamped = stamped.model_copy(update={"waivers": waivers} | stamp)
        facts = Facts(
            CZECH_HOLIDAYS, configuration(), others=self.others, history=self.entries, resembling=self.resembling
        )
        try:
            decision = self.state.decide(command, stamped, facts)
        except Refused as refused:
            return replace(self, decision=None, refusal=refused)
        return replace(self._recorded(decision, stamped), decision=decision)

    def _recorded(self, decision: Decision, stamp: Stamp) -> Self:
        story = self
        for finding in decision.findings:
            found = {"anomalies": finding.anomalies, "closes": finding.closes}
            story = story.happened(finding.event, **dict(stamp) | found)
        return story

    # Then ---------------------------------------------------------------------------------------------------------

    def then(self, *events: Event) -> Self:
        """Exactly these events were recorded."""
        assert self.refusal is None, f"refused: {self.refusal.codes}, {self.refusal.facts}"
        assert self._decided == events
        return self

    def then_refused(self, *codes: str) -> Self:
        """The command was refused under exactly these rules, in this order."""
        assert self.refusal is not None, f"taken: {self._decided}"
        assert self.refusal.codes == codes
        return self

    def then_notes(self, *codes: str) -> Self:
        """The command was taken, and exactly these anomalies stand beside what it recorded."""
        assert self.refusal is None, f"refused: {self.refusal.codes}, {self.refusal.facts}"
        assert tuple(anomaly.code for anomaly in self._noted) == codes, self._noted
        return self

    def then_closes(self, *codes: str) -> Self:
        """Exactly these open anomalies were closed."""
        assert self.decision is not None
        assert tuple(ref.code for finding in self.decision.findings for ref in finding.closes) == codes
        return self

    def then_open(self, *codes: str) -> Self:
        """Exactly these anomalies are open after everything that happened, in any order."""
        assert sorted(ref.code for ref in self.state.open_anomalies) == sorted(codes)
        return self

    def facts_of(self, code: str) -> Mapping[str, Any]:
        """What the last refusal or anomaly under this rule code or label looked at."""
        if self.refusal is not None:
            return next(v.facts for v in self.refusal.violations if code in (v.rule, v.label))
        return next(anomaly.facts for anomaly in self._noted if code in (anomaly.code, anomaly.rule))

    @property
    def _decided(self) -> tuple[Event, ...]:
        return tuple(finding.event for finding in self.decision.findings) if self.decision else ()

    @property
    def _noted(self) -> tuple[Anomaly, ...]:
        return tuple(a for finding in self.decision.findings for a in finding.anomalies) if self.decision else ()


def _stamp(number: int, *, on: Day, by: str = "clerk", reason: str | None = None) -> Stamp:
    return Stamp(
        command_id=derived_id("spec", "command", str(number)),
        actor=Actor(role=by),
        source=Source(kind="cli"),
        effective_on=date.fromisoformat(on) if isinstance(on, str) else on,
        reason=None if reason is None else Prose.of(reason),
    )


def inferred(field_name: str, why: str) -> Inference:
    """A field that the source does not state."""
    return Inference(field=field_name, why=why)


@cache
def configuration() -> Configuration:
    """The dated values of every package of the domain."""
    return load_configuration(
        f"domain.{module.name}" for module in pkgutil.iter_modules(domain.__path__) if module.ispkg
    )
