"""Measures as of two moments: asked for until when, and what came of it; whether one is overdue, reading tells."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.kernel.law import Citation
from projections.database import Database
from projections.findings.reading import About, inspected, standing
from projections.findings.view import FINDINGS, MEASURE_STEPS, MeasureMark, MeasureStep, power_of
from projections.report import Report, Window
from projections.told import Told


class MeasureState(StrEnum):
    """How a measure stands."""

    DUE = "DUE"
    REPORTED = "REPORTED"
    PARTLY_FULFILLED = "PARTLY_FULFILLED"
    NOT_FULFILLED = "NOT_FULFILLED"
    FULFILLED = "FULFILLED"
    """Somebody looked, and it was so."""
    LIFTED = "LIFTED"
    """No longer asked for."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure on the day `asked_for`. None is not known.

    Fulfilment is judged by `legal_last_day`. `behind` are the entries that say how it stands, the first where it was
    imposed.
    """

    inspection: UUID
    number: str | None
    provider: str | None
    measure: str
    asks_for: str
    findings: tuple[str, ...]
    power: Citation | None
    state: MeasureState
    imposed_on: date | None
    first_last_day: date | None
    """Before any extension."""
    legal_last_day: date | None
    safe_last_day: date | None
    extensions: int
    is_extension_asked: bool
    reported_on: date | None
    is_partly_reported: bool
    """Whether the last report itself says that something is left."""
    looked_at_on: date | None
    looked_at_by: str | None
    follow_ups: tuple[UUID, ...]
    contracts: tuple[UUID, ...]
    mandates: tuple[UUID, ...]
    position: int
    behind: tuple[int, ...]
    asked_for: date | None

    @property
    def is_open(self) -> bool:
        """Neither verified nor lifted."""
        return self.state not in {MeasureState.FULFILLED, MeasureState.LIFTED}

    @property
    def is_overdue(self) -> bool:
        """Open after its legal last day. What was reported in time waits for us, and is not overdue."""
        return self.is_open and not self._waits_for_us and bool(self.days_late)

    @property
    def days_late(self) -> int | None:
        """Days from the legal last day to the day asked for, while it is open; None where a day is not known."""
        if not self.is_open or self.legal_last_day is None or self.asked_for is None:
            return None
        return max(0, (self.asked_for - self.legal_last_day).days)

    @property
    def _waits_for_us(self) -> bool:
        days = (self.reported_on, self.legal_last_day)
        is_in_time = days[0] is not None and days[1] is not None and days[0] <= days[1]
        return self.state is MeasureState.REPORTED and is_in_time and not self.is_partly_reported


@dataclass(frozen=True)
class MeasureFilter:
    """Which measures are asked for; what is left out does not matter."""

    inspection: UUID | None = None
    providers: Collection[str] | None = None
    contract: UUID | None = None
    only_open: bool = False
    only_overdue: bool = False

    def takes(self, row: MeasureRow) -> bool:
        return (
            (self.inspection is None or row.inspection == self.inspection)
            and (self.providers is None or row.provider in self.providers)
            and (self.contract is None or self.contract in row.contracts)
            and (not self.only_open or row.is_open)
            and (not self.only_overdue or row.is_overdue)
        )


EVERY = MeasureFilter()


def measure_rows(
    database: Database, *, valid: date | None = None, known: int | None = None, filters: MeasureFilter = EVERY
) -> Report[MeasureRow]:
    """Measures as of (valid, known), the most pressing first, those without a last day before. Raises ViewUnavailable.

    Without `valid` nothing is overdue: there is no day to be late on.
    """
    window = Window.open(database, FINDINGS, valid=valid, known=known)
    about = inspected(window)
    pictures: dict[tuple[UUID, str], _Picture] = {}
    for told in standing(window, MEASURE_STEPS, MeasureStep):
        _take(pictures, told)
    rows = [_row(one, about, on=valid) for one in pictures.values()]
    rows.sort(key=lambda row: (row.legal_last_day or date.min, row.position))
    return window.report([row for row in rows if filters.takes(row)])


@dataclass
class _Picture:
    """A measure while its steps are read."""

    imposed: Told[MeasureStep]
    limit: MeasureStep
    state: MeasureState = MeasureState.DUE
    extensions: int = 0
    is_extension_asked: bool = False
    reported_on: date | None = None
    is_partly_reported: bool = False
    looked_at: Told[MeasureStep] | None = None
    follow_ups: list[UUID] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)


_STATES: Mapping[str, MeasureState] = {
    MeasureMark.REPORTED: MeasureState.REPORTED,
    MeasureMark.PARTLY_REPORTED: MeasureState.REPORTED,
    MeasureMark.FULFILLED: MeasureState.FULFILLED,
    MeasureMark.PARTLY_FULFILLED: MeasureState.PARTLY_FULFILLED,
    MeasureMark.NOT_FULFILLED: MeasureState.NOT_FULFILLED,
    MeasureMark.LIFTED: MeasureState.LIFTED,
}


def _take(pictures: dict[tuple[UUID, str], _Picture], told: Told[MeasureStep]) -> None:
    step = told.record
    key = (step.inspection, step.measure)
    if step.mark == MeasureMark.IMPOSED:
        pictures[key] = _Picture(imposed=told, limit=step)
    found = pictures.get(key)
    if found is None:
        return
    found.state = _STATES.get(step.mark, found.state)
    found.behind.append(told.position)
    match MeasureMark(step.mark):
        case MeasureMark.EXTENSION_ASKED:
            found.is_extension_asked = True
        case MeasureMark.EXTENSION_REFUSED:
            found.is_extension_asked = False
        case MeasureMark.EXTENDED:
            _extend(found, step)
        case MeasureMark.REPORTED | MeasureMark.PARTLY_REPORTED:
            found.reported_on = told.effective_on
            found.is_partly_reported = step.mark == MeasureMark.PARTLY_REPORTED
        case MeasureMark.FULFILLED | MeasureMark.PARTLY_FULFILLED | MeasureMark.NOT_FULFILLED:
            found.looked_at = told
        case MeasureMark.FOLLOWED if step.follow_up is not None:
            found.follow_ups.append(step.follow_up)


def _extend(found: _Picture, step: MeasureStep) -> None:
    """More time; what was found not fulfilled is due again."""
    found.limit, found.is_extension_asked, found.extensions = step, False, found.extensions + 1
    if found.state is MeasureState.NOT_FULFILLED:
        found.state = MeasureState.DUE


def _row(one: _Picture, about: Mapping[UUID, About], *, on: date | None) -> MeasureRow:
    first, own = one.imposed.record, about.get(one.imposed.record.inspection, About())
    return MeasureRow(
        inspection=first.inspection,
        number=own.number,
        provider=own.provider,
        measure=first.measure,
        asks_for=first.asks_for or "",
        findings=tuple(first.findings or ()),
        power=power_of(first),
        state=one.state,
        imposed_on=one.imposed.effective_on,
        first_last_day=first.legal_last_day,
        legal_last_day=one.limit.legal_last_day,
        safe_last_day=one.limit.safe_last_day,
        extensions=one.extensions,
        is_extension_asked=one.is_extension_asked,
        reported_on=one.reported_on,
        is_partly_reported=one.is_partly_reported,
        looked_at_on=one.looked_at.effective_on if one.looked_at else None,
        looked_at_by=one.looked_at.record.person if one.looked_at else None,
        follow_ups=tuple(one.follow_ups),
        contracts=own.contracts,
        mandates=own.mandates,
        position=one.imposed.position,
        behind=tuple(one.behind),
        asked_for=on,
    )
