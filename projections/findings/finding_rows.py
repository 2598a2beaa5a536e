"""Findings as of two moments: how each reads, what objections did to it, and which entries say so."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel.law import Citation
from domain.kernel.money import Money
from projections.database import Database
from projections.findings.reading import About, inspected, standing
from projections.findings.view import FINDING_STEPS, FINDINGS, FindingMark, FindingStep
from projections.report import Report, Window
from projections.told import Told


class FindingState(StrEnum):
    """How a finding stands."""

    PROPOSED = "PROPOSED"
    CHANGED = "CHANGED"
    MAINTAINED = "MAINTAINED"
    """It stands after objections as it was."""
    WITHDRAWN = "WITHDRAWN"


class ObjectionOutcome(StrEnum):
    """What became of the last objections to a finding."""

    PENDING = "PENDING"
    UPHELD = "UPHELD"
    PARTLY_UPHELD = "PARTLY_UPHELD"
    REJECTED = "REJECTED"
    HANDED_OVER = "HANDED_OVER"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding on a day. Amounts are those that it is worth: once it fell, none; None is not known.

    `is_final` where the inspection has ended: nothing but § 21 changes it any more. `behind` are the entries that say
    how it reads, the first where it was recorded.
    """

    inspection: UUID
    number: str | None
    regime: str | None
    provider: str | None
    finding: str
    state: FindingState
    has_defect: bool
    severity: str
    breached: Citation | None
    amounts: tuple[Money, ...]
    is_remedied: bool
    is_final: bool
    objection: str | None
    objection_outcome: ObjectionOutcome | None
    contracts: tuple[UUID, ...]
    """Under which the amounts are; without amounts those that were inspected."""
    mandates: tuple[UUID, ...]
    evidence: tuple[str, ...]
    recorded_on: date | None
    position: int
    behind: tuple[int, ...]

    @property
    def stands(self) -> bool:
        return self.state is not FindingState.WITHDRAWN

    @property
    def amount(self) -> Money | None:
        """All amounts together; None where there is none, or more than one currency."""
        if len({one.currency for one in self.amounts}) != 1:
            return None
        return Money(sum(one.minor for one in self.amounts), self.amounts[0].currency)


@dataclass(frozen=True)
class FindingFilter:
    """Which findings are asked for; what is left out does not matter."""

    inspection: UUID | None = None
    providers: Collection[str] | None = None
    contract: UUID | None = None
    only_standing: bool = False
    only_defects: bool = False

    def takes(self, row: FindingRow) -> bool:
        return (
            (self.inspection is None or row.inspection == self.inspection)
            and (self.providers is None or row.provider in self.providers)
            and (self.contract is None or self.contract in row.contracts)
            and (not self.only_standing or row.stands)
            and (not self.only_defects or row.has_defect)
        )


EVERY = FindingFilter()


def finding_rows(
    database: Database, *, valid: date | None = None, known: int | None = None, filters: FindingFilter = EVERY
) -> Report[FindingRow]:
    """Findings as of (valid, known), by inspection in the order of recording. Raises ViewUnavailable."""
    window = Window.open(database, FINDINGS, valid=valid, known=known)
    about = inspected(window)
    found = []
    for inspection, steps in _by_inspection(standing(window, FINDING_STEPS, FindingStep)).items():
        found += _rows(inspection, about.get(inspection, About()), steps, on=valid)
    return window.report([row for row in found if filters.takes(row)])


@dataclass
class _Picture:
    """A finding while its steps are read."""

    finding: str
    recorded_on: date | None
    position: int
    wording: dict[str, Any]
    state: FindingState = FindingState.PROPOSED
    is_remedied: bool = False
    objection: str | None = None
    outcome: ObjectionOutcome | None = None
    behind: list[int] = field(default_factory=list)


def _by_inspection(steps: Iterable[Told[FindingStep]]) -> dict[UUID, list[Told[FindingStep]]]:
    found: defaultdict[UUID, list[Told[FindingStep]]] = defaultdict(list)
    for told in steps:
        found[told.record.inspection].append(told)
    return found


def _rows(inspection: UUID, about: About, steps: Iterable[Told[FindingStep]], *, on: date | None) -> list[FindingRow]:
    pictures: dict[str, _Picture] = {}
    ended_on: date | None = None
    for told in steps:
        step = told.record
        if step.mark == FindingMark.ENDED:
            ended_on = step.day
        elif step.mark == FindingMark.RECORDED and step.finding is not None:
            wording = step.wording or {}
            pictures[step.finding] = _Picture(step.finding, told.effective_on, told.position, wording)
        for one in _meant(step, pictures.values()):
            _take(one, step)
            one.behind.append(told.position)
    is_final = ended_on is not None and (on is None or ended_on <= on)
    return [_row(inspection, about, one, is_final=is_final) for one in pictures.values()]


def _meant(step: FindingStep, pictures: Iterable[_Picture]) -> list[_Picture]:
    """The findings that a step is about: the one it names, or those to which its objections were."""
    if step.finding is not None:
        return [one for one in pictures if one.finding == step.finding]
    return [one for one in pictures if step.objection is not None and one.objection == step.objection]


_STATES: dict[str, FindingState] = {
    FindingMark.CHANGED: FindingState.CHANGED,
    FindingMark.WITHDRAWN: FindingState.WITHDRAWN,
}


def _take(one: _Picture, step: FindingStep) -> None:
    one.state = _STATES.get(step.mark, one.state)
    one.wording = step.wording or one.wording
    match FindingMark(step.mark):
        case FindingMark.REMEDIED:
            one.is_remedied = True
        case FindingMark.MAINTAINED if one.state is FindingState.PROPOSED:
            one.state = FindingState.MAINTAINED
        case FindingMark.OBJECTED:
            one.objection, one.outcome = step.objection, ObjectionOutcome.PENDING
        case FindingMark.UPHELD:
            one.outcome = ObjectionOutcome.UPHELD
        case FindingMark.HANDED_OVER:
            one.outcome = ObjectionOutcome.HANDED_OVER
        case FindingMark.DECIDED if step.outcome is not None:
            one.outcome = ObjectionOutcome(step.outcome)


def _row(inspection: UUID, about: About, one: _Picture, *, is_final: bool) -> FindingRow:
    wording = one.wording
    said = wording.get("amounts", ())
    breached = wording.get("breached")
    return FindingRow(
        inspection=inspection,
        number=about.number,
        regime=about.regime,
        provider=about.provider,
        finding=one.finding,
        state=one.state,
        has_defect=bool(wording.get("has_defect")),
        severity=str(wording.get("severity", "")),
        breached=Citation(**breached) if breached else None,
        amounts=() if one.state is FindingState.WITHDRAWN else tuple(Money(**each["amount"]) for each in said),
        is_remedied=one.is_remedied,
        is_final=is_final,
        objection=one.objection,
        objection_outcome=one.outcome,
        contracts=_named(said, "contract") or about.contracts,
        mandates=_named(said, "mandate") or about.mandates,
        evidence=tuple(wording.get("evidence", ())),
        recorded_on=one.recorded_on,
        position=one.position,
        behind=tuple(dict.fromkeys(one.behind)),
    )


def _named(amounts: Iterable[dict[str, Any]], what: str) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(UUID(one[what]) for one in amounts if one.get(what)))
