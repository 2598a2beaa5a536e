"""The plan as of two moments: by provider, service, contract and mandate, also those that nobody has looked at yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from projections.database import Database
from projections.inspection_plan.view import (
    BY_LAW,
    ENTRUSTED,
    INSPECTION_PLAN,
    STEPS,
    SUBJECTS,
    ByLaw,
    Entrusted,
    Planned,
    Subject,
    SubjectKind,
)
from projections.report import Report, Window
from projections.table import R, Table
from projections.told import Told


class Urgency(StrEnum):
    """Why something stands where it stands in the plan; the first comes first."""

    OVERDUE_BY_LAW = "overdue by law"
    OVERDUE = "overdue"
    """Its planned time is over."""
    DUE_BY_LAW = "due by law"
    PLANNED = "planned"
    NEVER_INSPECTED = "never inspected"
    INSPECTED = "inspected"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One subject on the day `asked_for`: `subject` is an IČO for a provider, else the identifier of the file.

    A provider is inspected when anything of it is; its last day by law is the first of its mandates'. `last_*` is the
    last inspection that started, `planned_*` the next one that has not. `risk_score` is that of the plan.
    """

    kind: SubjectKind
    subject: str
    label: str | None
    provider: str | None
    urgency: Urgency
    last_inspection: UUID | None
    last_number: str | None
    last_regime: str | None
    last_inspected_on: date | None
    inspections: int
    planned_inspection: UUID | None
    planned_number: str | None
    planned_until: date | None
    reason: str | None
    risk_score: Decimal | None
    law_last_day: date | None
    law_safe_day: date | None
    behind: tuple[int, ...]
    asked_for: date

    @property
    def days_since(self) -> int | None:
        """Days since the last inspection started; None where there was none, or its day is not known."""
        return None if self.last_inspected_on is None else (self.asked_for - self.last_inspected_on).days


def plan_rows(
    database: Database,
    *,
    valid: date,
    known: int | None = None,
    kind: SubjectKind | None = None,
    provider: str | None = None,
) -> Report[PlanRow]:
    """What is to be inspected as of (valid, known), the most urgent first. Raises ViewUnavailable.

    What has ended is left out, unless an inspection of it is planned or the law still asks for a check.
    """
    window = Window.open(database, INSPECTION_PLAN, valid=valid, known=known)
    book = _Book()
    for subject in _standing(window, SUBJECTS, Subject):
        book.subject(subject)
    for entrusted in _standing(window, ENTRUSTED, Entrusted):
        book.entrusted(entrusted)
    for planned in _standing(window, STEPS, Planned):
        book.step(planned)
    for by_law in _standing(window, BY_LAW, ByLaw):
        book.by_law(by_law)
    rows = (row for own in book.subjects.values() for row in own.row(valid))
    kept = [row for row in rows if kind in {None, row.kind} and provider in {None, row.provider}]
    return window.report(sorted(kept, key=_order))


def providers_named(database: Database, text: str, *, known: int | None = None) -> frozenset[str]:
    """Every IČO that is this text, or whose provider was ever called so, in any case. Raises ViewUnavailable."""
    window = Window.open(database, INSPECTION_PLAN, valid=None, known=known)
    wanted = text.casefold().strip()
    named = (told.record for told in window.history(SUBJECTS, Subject))
    found = (one.provider for one in named if one.provider and wanted in (one.provider_name or "").casefold())
    return frozenset({"".join(text.split()), *found})


def _standing(window: Window, table: Table, record: type[R]) -> list[Told[R]]:
    """What was known and had effect by the day, in the order of effect, an unknown day first."""
    assert window.valid is not None
    told = [
        one for one in window.history(table, record) if one.effective_on is None or one.effective_on <= window.valid
    ]
    return sorted(told, key=lambda one: (one.effective_on or date.min, one.position))


_URGENCIES = list(Urgency)


def _order(row: PlanRow) -> tuple[int, date, Decimal, date, str, str]:
    """By urgency; of one kind of it by the last day, then by risk, then who was not looked at for longest."""
    days = [day for day in (row.law_last_day, row.planned_until) if day is not None]
    return (
        _URGENCIES.index(row.urgency),
        min(days, default=date.max),
        -(row.risk_score or Decimal(0)),
        row.last_inspected_on or date.min,
        row.kind,
        row.label or row.subject,
    )


@dataclass
class _Inspection:
    """An inspection while its steps are read."""

    identifier: UUID
    number: str | None = None
    regime: str | None = None
    reason: str | None = None
    provider: str | None = None
    files: tuple[str, ...] = ()
    planned_until: date | None = None
    risk: Decimal | None = None
    is_cancelled: bool = False
    is_started: bool = False
    started_on: date | None = None
    position: int = 0
    subjects: list["_Own"] = field(default_factory=list)


@dataclass
class _Own:
    """One subject with everything that is said of it."""

    kind: SubjectKind
    subject: str
    label: str | None = None
    provider: str | None = None
    is_ended: bool = False
    services: dict[str, None] = field(default_factory=dict)
    """Of a mandate: each is checked by itself."""
    law: dict[tuple[UUID, str], tuple[ByLaw, int]] = field(default_factory=dict)
    """By mandate and service."""
    inspections: dict[UUID, _Inspection] = field(default_factory=dict)

    def row(self, on: date) -> Iterator[PlanRow]:
        made = [one for one in self.inspections.values() if one.is_started]
        waiting = [one for one in self.inspections.values() if not one.is_started and not one.is_cancelled]
        last = max(made, key=lambda one: (one.started_on or date.min, one.position), default=None)
        plan = min(waiting, key=lambda one: (one.planned_until or date.max, one.position), default=None)
        law = min((one for one in self.law.values() if one[0].legal_last_day), key=_last_day, default=None)
        if self.is_ended and plan is None and law is None:
            return
        yield PlanRow(
            kind=self.kind,
            subject=self.subject,
            label=self.label,
            provider=self.provider,
            urgency=_urgency(law[0].legal_last_day if law else None, plan, last, on=on),
            last_inspection=last.identifier if last else None,
            last_number=last.number if last else None,
            last_regime=last.regime if last else None,
            last_inspected_on=last.started_on if last else None,
            inspections=len(made),
            planned_inspection=plan.identifier if plan else None,
            planned_number=plan.number if plan else None,
            planned_until=plan.planned_until if plan else None,
            reason=plan.reason if plan else None,
            risk_score=plan.risk if plan else None,
            law_last_day=law[0].legal_last_day if law else None,
            law_safe_day=law[0].safe_last_day if law else None,
            behind=tuple(one.position for one in (last, plan) if one) + ((law[1],) if law else ()),
            asked_for=on,
        )


def _last_day(one: tuple[ByLaw, int]) -> date:
    return one[0].legal_last_day or date.max


def _urgency(by_law: date | None, plan: _Inspection | None, last: _Inspection | None, *, on: date) -> Urgency:
    if by_law is not None and by_law < on:
        return Urgency.OVERDUE_BY_LAW
    if plan is not None and plan.planned_until is not None and plan.planned_until < on:
        return Urgency.OVERDUE
    if by_law is not None:
        return Urgency.DUE_BY_LAW
    if plan is not None:
        return Urgency.PLANNED
    return Urgency.NEVER_INSPECTED if last is None else Urgency.INSPECTED


class _Book:
    """Every subject, whoever speaks of it."""

    def __init__(self) -> None:
        self.subjects: dict[tuple[SubjectKind, str], _Own] = {}
        self._made: dict[UUID, _Inspection] = {}

    def subject(self, told: Told[Subject]) -> None:
        said = told.record
        own = self._of(SubjectKind(said.kind), str(said.file))
        own.label, own.provider = said.label or own.label, said.provider or own.provider
        own.is_ended = bool(said.is_ended)
        if said.provider is not None:
            self._of(SubjectKind.PROVIDER, said.provider)

    def entrusted(self, told: Told[Entrusted]) -> None:
        self._of(SubjectKind.MANDATE, str(told.record.mandate)).services[told.record.service] = None

    def by_law(self, told: Told[ByLaw]) -> None:
        mandate = self._of(SubjectKind.MANDATE, str(told.record.mandate))
        owners = [mandate, self._of(SubjectKind.PROVIDER, mandate.provider)] if mandate.provider else [mandate]
        about = [told.record.service] if told.record.service else mandate.services or [""]
        for own in owners:
            own.law |= {(told.record.mandate, service): (told.record, told.position) for service in about}

    def step(self, told: Told[Planned]) -> None:
        said = told.record
        one = self._made.setdefault(said.inspection, _Inspection(said.inspection, position=told.position))
        _take(one, told)
        if said.files is not None:
            for own in one.subjects:
                own.inspections.pop(said.inspection, None)
            one.subjects = [*self._subjects_of(one)]
        for own in one.subjects:
            own.inspections[said.inspection] = one

    def _subjects_of(self, one: _Inspection) -> Iterator[_Own]:
        if one.provider is not None:
            yield self._of(SubjectKind.PROVIDER, one.provider)
        for file in one.files:
            kind, _, identifier = file.partition(":")
            own = self._of(SubjectKind(kind), identifier)
            own.provider = own.provider or one.provider
            yield own

    def _of(self, kind: SubjectKind, subject: str) -> _Own:
        provider = subject if kind is SubjectKind.PROVIDER else None
        return self.subjects.setdefault((kind, subject), _Own(kind, subject, provider=provider))


def _take(one: _Inspection, told: Told[Planned]) -> None:
    said = told.record
    one.number, one.regime, one.reason = said.number or one.number, said.regime or one.regime, said.reason or one.reason
    one.provider = said.provider or one.provider
    one.files = one.files if said.files is None else tuple(said.files)
    one.planned_until = said.planned_until or one.planned_until
    one.risk = one.risk if said.risk is None else Decimal(said.risk)
    one.is_cancelled = one.is_cancelled or said.step == "cancelled"
    if said.step == "started":
        one.is_started, one.started_on, one.position = True, told.effective_on, told.position
