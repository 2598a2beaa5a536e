"""What is asked of the inspected person after the protocol, and what came of it; what goes to others."""

from datetime import date
from typing import Literal
from uuid import UUID

from domain.inspection.payloads import InspectionNumber, Number, Person
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.law import Citation
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference

MeasureKind = Literal["CORRECTIVE_MEASURE", "WRITTEN_REPORT"]
"""WRITTEN_REPORT is all that the Control Act itself gives (§ 10(2)); a measure needs a power from elsewhere."""


class Measure(Payload):
    """What is asked for, about which findings, by which legal power, until when.

    `due_on` is a day; or `days` counts from the effective day.
    """

    measure: Reference
    asks_for: MeasureKind
    findings: tuple[Reference, ...]
    power: Citation
    due_on: date | None = None
    days: Number | None = None
    text: Prose | None = None
    document: Sha256 | None = None


class CorrectiveMeasureImposed(Measure, Event):
    """A measure was imposed, or a written report was asked for; `due` is its limit."""

    topic = "inspection.corrective-measure-imposed"

    due: TimeLimit


class ExtensionRequest(Payload):
    """That the inspected person asks for more time, and why; `asks_until` where it says until when."""

    measure: Reference
    asks_until: date | None = None
    reason: Prose | None = None


class MeasureExtensionRequested(ExtensionRequest, Event):
    """More time for a measure was asked for."""

    topic = "inspection.measure-extension-requested"


class MeasureExtension(Payload):
    """The new last day of a measure."""

    measure: Reference
    due_on: date
    reason: Prose | None = None


class CorrectiveMeasureExtended(MeasureExtension, Event):
    """A measure got more time."""

    topic = "inspection.corrective-measure-extended"

    due: TimeLimit


class ExtensionRefusal(Payload):
    """Why a measure gets no more time."""

    measure: Reference
    reason: Prose | None = None


class MeasureExtensionRefused(ExtensionRefusal, Event):
    """More time for a measure was refused."""

    topic = "inspection.measure-extension-refused"


class MeasureReport(Payload):
    """What the inspected person says it has done, with the proof; `is_partial` where it says so itself."""

    measure: Reference
    is_partial: bool = False
    evidence: tuple[Sha256, ...] = ()
    text: Prose | None = None


class CorrectiveReportReceived(MeasureReport, Event):
    """The inspected person reported on a measure."""

    topic = "inspection.corrective-report-received"


class Verification(Payload):
    """What was found when a measure was looked at: by whom, on which files."""

    measure: Reference
    by: Person
    evidence: tuple[Sha256, ...] = ()
    note: Prose | None = None


class CorrectiveMeasureVerified(Verification, Event):
    """A measure was fulfilled; somebody looked."""

    topic = "inspection.corrective-measure-verified"


class MeasurePartlyFulfilled(Verification, Event):
    """A measure was fulfilled in part; what is left stays due."""

    topic = "inspection.measure-partly-fulfilled"


class MeasureNotFulfilled(Verification, Event):
    """A measure was not fulfilled."""

    topic = "inspection.measure-not-fulfilled"


class MeasureLifting(Payload):
    """Why a measure is no longer asked for."""

    measure: Reference
    note: Prose | None = None


class MeasureLifted(MeasureLifting, Event):
    """A measure is no longer asked for: its findings fell, or it lost its sense."""

    topic = "inspection.measure-lifted"


class FollowUp(Payload):
    """A further inspection that looks whether measures were fulfilled, by the identifier under which it is planned."""

    new_inspection: UUID
    number: InspectionNumber | None = None
    measures: tuple[Reference, ...] = ()


class FollowUpInspectionOrdered(FollowUp, Event):
    """A follow-up inspection was ordered."""

    topic = "inspection.follow-up-inspection-ordered"


Authority = Literal["REGISTERING_AUTHORITY", "MPSV", "TAX_OFFICE", "UOHS", "OLAF", "MANAGING_AUTHORITY", "OTHER"]
"""Whom a result is passed on to, or whose result it is."""


class Referral(Payload):
    """Which findings go to whom, by which provision; the effective day is that of sending. `name` where it is OTHER."""

    referral: Reference
    to: Authority
    name: Reference | None = None
    findings: tuple[Reference, ...] = ()
    ground: Citation | None = None
    document: Sha256 | None = None


class ResultReferred(Referral, Event):
    """Findings were passed on to another authority."""

    topic = "inspection.result-referred"


class ExternalResult(Payload):
    """What another body found out, here about the same provider or after a referral; the effective day is its date."""

    result: Reference
    body: Authority
    name: Reference | None = None
    referral: Reference | None = None
    has_findings: bool | None = None
    text: Prose | None = None
    document: Sha256 | None = None


class ExternalInspectionResultRecorded(ExternalResult, Event):
    """The result of another body came."""

    topic = "inspection.external-inspection-result-recorded"
