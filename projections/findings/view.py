"""The steps of findings and of measures, as events tell them."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import JsonValue

from domain.inspection.events import closing, findings, objections, planning, remedies
from domain.kernel.entry import Entry
from domain.kernel.law import Citation
from projections.limits import ends
from projections.table import Table
from projections.view import Record, View, rows_of


class Inspected(NamedTuple):
    """What an inspection is called and what it looks at; None where this entry does not say it."""

    inspection: UUID
    number: str | None
    regime: str | None
    provider: str
    services: list[str]
    contracts: list[str]
    mandates: list[str]


class FindingMark(StrEnum):
    """What a step says of findings."""

    RECORDED = "recorded"
    REMEDIED = "remedied"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MAINTAINED = "maintained"
    OBJECTED = "objected"
    """Objections name it; later steps about these objections say no finding, but for DECIDED."""
    UPHELD = "upheld"
    DECIDED = "decided"
    HANDED_OVER = "handed over"
    ENDED = "ended"
    """The inspection ended on `day`; None: the end was taken back. About every finding."""


class FindingStep(NamedTuple):
    """A step. `wording` is how the finding reads from then on, without its text."""

    inspection: UUID
    mark: str
    finding: str | None = None
    objection: str | None = None
    wording: dict[str, JsonValue] | None = None
    outcome: str | None = None
    day: date | None = None


class MeasureMark(StrEnum):
    """What a step says of a measure."""

    IMPOSED = "imposed"
    EXTENSION_ASKED = "extension asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension refused"
    REPORTED = "reported"
    PARTLY_REPORTED = "partly reported"
    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly fulfilled"
    NOT_FULFILLED = "not fulfilled"
    LIFTED = "lifted"
    FOLLOWED = "followed"


class MeasureStep(NamedTuple):
    """A step of a measure; what it does not say is None."""

    inspection: UUID
    mark: str
    measure: str
    asks_for: str | None = None
    findings: list[str] | None = None
    power_act: str | None = None
    power_provision: str | None = None
    raw_end: date | None = None
    legal_last_day: date | None = None
    safe_last_day: date | None = None
    asks_until: date | None = None
    person: str | None = None
    """The key of whoever looked."""
    follow_up: UUID | None = None


INSPECTED = Table("findings_inspected", Inspected, indexes=(("inspection",),))
FINDING_STEPS = Table("findings_steps", FindingStep, indexes=(("inspection",),))
MEASURE_STEPS = Table("findings_measures", MeasureStep, indexes=(("inspection",),))


class Findings(View):
    """Findings, objections to them, and measures."""

    name = "findings"
    tables = (INSPECTED, FINDING_STEPS, MEASURE_STEPS)

    @rows_of(planning.InspectionPlanned, planning.InspectionPlanChanged)
    def planned(
        self, event: planning.InspectionPlanned | planning.InspectionPlanChanged, entry: Entry
    ) -> Iterator[Record]:
        subject = event.subject
        if subject is None:
            return
        opens = event if isinstance(event, planning.InspectionPlanned) else None
        yield Inspected(
            entry.originator_id,
            opens.number if opens else None,
            opens.regime if opens else None,
            subject.provider,
            [str(one) for one in subject.services],
            [str(one) for one in subject.contracts],
            [str(one) for one in subject.mandates],
        )

    # Findings -----------------------------------------------------------------------------------------------------

    @rows_of(findings.FindingRecorded)
    def recorded(self, event: findings.FindingRecorded, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.RECORDED, event.finding, wording=_wording(event.wording))
        if event.is_remedied:
            yield _finding(entry, FindingMark.REMEDIED, event.finding)

    @rows_of(findings.FindingRemedied)
    def remedied(self, event: findings.FindingRemedied, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.REMEDIED, event.finding)

    @rows_of(findings.FindingChanged)
    def changed(self, event: findings.FindingChanged, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.CHANGED, event.finding, wording=_wording(event.wording))

    @rows_of(findings.FindingWithdrawn)
    def withdrawn(self, event: findings.FindingWithdrawn, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.WITHDRAWN, event.finding)

    @rows_of(findings.FindingMaintained)
    def maintained(self, event: findings.FindingMaintained, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.MAINTAINED, event.finding)

    # Objections ---------------------------------------------------------------------------------------------------

    @rows_of(objections.ObjectionsReceived)
    def objected(self, event: objections.ObjectionsReceived, entry: Entry) -> Iterator[Record]:
        for point in event.points:
            yield _finding(entry, FindingMark.OBJECTED, point.finding, objection=event.objection)

    @rows_of(objections.ObjectionsUpheldByHead)
    def upheld(self, event: objections.ObjectionsUpheldByHead, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.UPHELD, objection=event.objection)

    @rows_of(objections.ObjectionsDecidedBySuperior)
    def decided(self, event: objections.ObjectionsDecidedBySuperior, entry: Entry) -> Iterator[Record]:
        for point in event.points:
            objection = event.objection
            yield _finding(entry, FindingMark.DECIDED, point.finding, objection=objection, outcome=point.outcome)

    @rows_of(objections.ObjectionsHandedToProceeding)
    def handed_over(self, event: objections.ObjectionsHandedToProceeding, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.HANDED_OVER, objection=event.objection)

    @rows_of(closing.InspectionEnded)
    def ended(self, event: closing.InspectionEnded, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.ENDED, day=event.ended_on)

    @rows_of(closing.EndTakenBack)
    def end_taken_back(self, event: closing.EndTakenBack, entry: Entry) -> Iterator[Record]:
        yield _finding(entry, FindingMark.ENDED, objection=event.objection)

    # Measures -----------------------------------------------------------------------------------------------------

    @rows_of(remedies.CorrectiveMeasureImposed)
    def imposed(self, event: remedies.CorrectiveMeasureImposed, entry: Entry) -> Iterator[Record]:
        yield _measure(
            entry,
            MeasureMark.IMPOSED,
            event.measure,
            asks_for=event.asks_for,
            findings=list(event.findings),
            power_act=event.power.act,
            power_provision=event.power.provision,
            **ends(event.due),
        )

    @rows_of(remedies.CorrectiveMeasureExtended)
    def extended(self, event: remedies.CorrectiveMeasureExtended, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.EXTENDED, event.measure, **ends(event.due))

    @rows_of(remedies.MeasureExtensionRequested)
    def extension_asked(self, event: remedies.MeasureExtensionRequested, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.EXTENSION_ASKED, event.measure, asks_until=event.asks_until)

    @rows_of(remedies.MeasureExtensionRefused)
    def extension_refused(self, event: remedies.MeasureExtensionRefused, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.EXTENSION_REFUSED, event.measure)

    @rows_of(remedies.CorrectiveReportReceived)
    def reported(self, event: remedies.CorrectiveReportReceived, entry: Entry) -> Iterator[Record]:
        mark = MeasureMark.PARTLY_REPORTED if event.is_partial else MeasureMark.REPORTED
        yield _measure(entry, mark, event.measure)

    @rows_of(remedies.CorrectiveMeasureVerified)
    def verified(self, event: remedies.Verification, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.FULFILLED, event.measure, person=event.by)

    @rows_of(remedies.MeasurePartlyFulfilled)
    def partly_fulfilled(self, event: remedies.Verification, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.PARTLY_FULFILLED, event.measure, person=event.by)

    @rows_of(remedies.MeasureNotFulfilled)
    def not_fulfilled(self, event: remedies.Verification, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.NOT_FULFILLED, event.measure, person=event.by)

    @rows_of(remedies.MeasureLifted)
    def lifted(self, event: remedies.MeasureLifted, entry: Entry) -> Iterator[Record]:
        yield _measure(entry, MeasureMark.LIFTED, event.measure)

    @rows_of(remedies.FollowUpInspectionOrdered)
    def followed(self, event: remedies.FollowUpInspectionOrdered, entry: Entry) -> Iterator[Record]:
        for measure in event.measures:
            yield _measure(entry, MeasureMark.FOLLOWED, measure, follow_up=event.new_inspection)


FINDINGS = Findings()


def _finding(entry: Entry, mark: FindingMark, finding: str | None = None, **more: Any) -> FindingStep:
    return FindingStep(entry.originator_id, mark.value, finding, **more)


def _measure(entry: Entry, mark: MeasureMark, measure: str, **more: Any) -> MeasureStep:
    return MeasureStep(entry.originator_id, mark.value, measure, **more)


def _wording(wording: findings.FindingWording) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = wording.model_dump(mode="json", exclude={"text"}, exclude_none=True)
    return found


def power_of(step: MeasureStep) -> Citation | None:
    """The legal power of a measure, where the step says it."""
    return None if step.power_act is None else Citation(step.power_act, step.power_provision or "")
