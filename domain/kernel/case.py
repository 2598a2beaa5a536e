"""The matter before us: one command, its stamp, what was looked up, and the rules asked so far."""

import copy
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar
from uuid import UUID

from domain.kernel.calendar import Calendar
from domain.kernel.command import Command
from domain.kernel.configuration import Configuration
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.plain import plain
from domain.kernel.prose import Prose, prose_in
from domain.kernel.rule import Refused, Rule, Version, Violation
from domain.kernel.stamp import Anomaly, AnomalyRef, Stamp

if TYPE_CHECKING:
    from domain.kernel.aggregate import Aggregate

A = TypeVar("A", bound="Aggregate")


@dataclass(frozen=True)
class Facts:
    """What a decision may look at beside its own aggregate: handed in, so that deciding reads nothing."""

    calendar: Calendar
    configuration: Configuration
    others: Mapping[UUID, "Aggregate"] = field(default_factory=dict)
    history: Sequence[Entry] = ()
    resembling: tuple[str, ...] = ()
    """Keys that the command resembles and other aggregates hold."""
    set_aside: frozenset[str] = frozenset()
    """Codes of rules that nobody asks: only where somebody wonders what would have come of it."""


class AppliedRule(TypedDict):
    """A rule as it was asked, in the form in which it is stored: from these a decision is reproduced later."""

    facts: Mapping[str, Any]
    on: date | None
    outcome: str
    rule: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """An event on its day, with what the decision noted beside it and which open anomalies it closes."""

    event: Event
    on: date | None
    anomalies: tuple[Anomaly, ...] = ()
    closes: tuple[AnomalyRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be recorded: findings on the aggregate itself, and guards on others in the same transaction."""

    findings: tuple[Finding, ...]
    guards: tuple[tuple[UUID, Finding], ...]
    applied: tuple[AppliedRule, ...]
    looked_up: Mapping[str, Any]
    command: Command
    prose: tuple[Prose, ...]


class Case:
    """Deciding one command: rules are asked top to bottom, objections to an act are raised when the case closes."""

    def __init__(self, command: Command, stamp: Stamp, facts: Facts) -> None:
        self.command = command
        self.stamp = stamp
        self.day = stamp.effective_on
        self.calendar = facts.calendar
        self.history = facts.history
        self.resembling = facts.resembling
        self._set_aside = facts.set_aside
        self._facts = facts
        self._is_aside = False
        self._violations: list[Violation] = []
        self._anomalies: list[Anomaly] = []
        self._closes: list[AnomalyRef] = []
        self._guards: list[tuple[UUID, Finding]] = []
        self._applied: list[AppliedRule] = []
        self._looked_up: dict[str, Any] = {}
        self._prose: list[Prose] = []

    # What the decision looks at ---------------------------------------------------------------------------------

    def other(self, kind: type[A], identifier: UUID) -> A:
        """Another aggregate that the command names; its version becomes a reliance."""
        found = self._facts.others[identifier]
        assert isinstance(found, kind), f"{identifier} is a {found.kind}, not a {kind.kind}"
        return found

    def value(self, name: str, on: date | None) -> Any:  # noqa: ANN401  any JSON value may be configured
        """A configured value in force on that day; remembered with the decision. None where none is in force."""
        found = self._facts.configuration.value(name, on)
        self._looked_up[f"{name}@{on}"] = plain(found)
        return found

    # What the decision finds ------------------------------------------------------------------------------------

    def ask(self, rule: Rule[...], on: date | None, facts: Mapping[str, Any]) -> bool:
        """Apply the version in force on that day. See Rule for what follows from a broken one."""
        code = rule.code
        version = rule.version_on(on) if code not in self._set_aside else None
        if version is None:
            self._applied.append({"facts": {}, "on": on, "outcome": "not applicable", "rule": code, "since": None})
            return True
        answer = version.expression(**facts)
        outcome = "kept" if answer else "broken" if answer is False else "cannot be decided"
        self._applied.append({"facts": facts, "on": on, "outcome": outcome, "rule": code, "since": version.since})
        return True if answer else self._object(rule, version, facts, is_undecided=answer is None)

    def _object(self, rule: Rule[...], version: Version[...], facts: Mapping[str, Any], *, is_undecided: bool) -> bool:
        is_act = self.command.kind == "act"
        if is_undecided and not (is_act or rule.is_structural):
            return True
        if is_act and rule.is_waivable and self._is_waived(rule.code):
            return True
        if not (is_act or rule.is_structural):
            self.note(rule.label, rule=rule.code, facts=dict(facts))
            return False
        self._violations.append(
            Violation(
                rule=rule.code,
                label=rule.label,
                cites=version.cites,
                sentence=version.sentence,
                sentence_cs=version.sentence_cs,
                facts={name: plain(value) for name, value in facts.items()},
                is_undecided=is_undecided,
                is_waivable=rule.is_waivable,
            )
        )
        if rule.is_structural:
            raise Refused(tuple(self._violations))
        return False

    def _is_waived(self, code: str) -> bool:
        """A waiver counts only when somebody else than the actor stands beside it."""
        return any(w.rule == code and not self.stamp.actor.is_called(w.second_person) for w in self.stamp.waivers)

    def note(
        self,
        code: str,
        *,
        rule: str | None = None,
        facts: Mapping[str, Any] | None = None,
        raw: str | None = None,
        note: str | None = None,
    ) -> None:
        """Put an anomaly beside the fact that is being recorded; none of a rule that is set aside."""
        if rule in self._set_aside:
            return
        about = {name: plain(value) for name, value in (facts or {}).items() if value is not None}
        self._anomalies.append(Anomaly(code=code, rule=rule, facts=about, raw=raw, note=note))

    def close_anomalies(self, *anomalies: AnomalyRef) -> None:
        """The event being recorded settles these open anomalies."""
        self._closes.extend(one for one in dict.fromkeys(anomalies) if one not in self._closes)

    def aside(self, on: date | None) -> "Case":
        """The same matter as it is put to another aggregate, on its day of effect there.

        Objections are raised together with those of this case. What is noted and closed stays apart: it goes with the
        event that `guard` writes there.
        """
        other = copy.copy(self)
        vars(other).update(_is_aside=True, day=on, _anomalies=[], _closes=[])
        return other

    def guard(self, aggregate_id: UUID, event: Event) -> None:
        """A set rule's guard: this event goes to another aggregate in the same transaction.

        Beside it stands what this case noted where it is an `aside`.
        """
        found = (tuple(self._anomalies), tuple(self._closes)) if self._is_aside else ((), ())
        self._guards.append((aggregate_id, Finding(event, self.day, *found)))

    def restate(self, command: Command) -> None:
        """The command as it is to be kept, where its words had to be sealed by the decision."""
        self.command = command

    def keep_prose(self, *prose: Prose) -> None:
        """Texts that the recorded event commits to but the command does not hold as prose."""
        self._prose.extend(prose)

    def hypothetical(self, event: Event, aggregate: "Aggregate") -> Entry:
        """The event as if it had been recorded last: to see what the aggregate would say."""
        return Entry(
            event=event,
            stamp=self.stamp.recorded(aggregate.id),
            originator_id=aggregate.id,
            originator_version=aggregate.version + 1,
            position=sys.maxsize,
            effective_on=self.day,
        )

    # The answer ---------------------------------------------------------------------------------------------------

    def close(self, recorded: "Event | tuple[Event, ...]") -> Decision:
        """The decision; anomalies and closings go with the first event. Raises Refused with all objections."""
        if self._violations:
            raise Refused(tuple(self._violations))
        first, *rest = recorded if isinstance(recorded, tuple) else (recorded,)
        findings = (
            Finding(first, self.day, tuple(self._anomalies), tuple(self._closes)),
            *(Finding(event, self.day) for event in rest),
        )
        prose = (*self._prose, *prose_in(self.command), *prose_in(self.stamp))
        return Decision(
            findings, tuple(self._guards), tuple(self._applied), self._looked_up, command=self.command, prose=prose
        )
