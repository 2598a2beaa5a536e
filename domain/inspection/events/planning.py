"""The plan of an inspection, preparatory acts, and bias of those who inspect."""

from collections.abc import Iterator
from typing import Literal

from domain.inspection.payloads import AgreedLimits, InspectionNumber, Person, Regime, Subject
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, InspectionId, MethodologyId, take
from domain.kernel.law import Citation
from domain.kernel.period import Period
from domain.kernel.prose import Prose, Sha256
from domain.kernel.quantity import Quantity
from domain.kernel.stamp import Reference

NUMBER_CLAIM = "inspection-number"
"""The claim kind of the office's file mark."""

Reason = Literal["PLAN", "COMPLAINT", "FOLLOW_UP", "RISK", "LAW"]
"""Why an inspection is made; LAW where a provision sets how often, as for overcompensation."""


class RiskFactor(Payload):
    """One thing that makes an inspection more urgent, and its points."""

    factor: Reference
    points: Quantity


class Plan(Payload):
    """What is to be inspected, under which law, why, and when.

    `period` is the inspected period, `planned_for` when the inspection is to be made. `risk_score` is the sum of the
    points of its factors. `agreed` states the limits of a regime without the Control Act.
    """

    number: InspectionNumber
    regime: Regime
    basis: tuple[Citation, ...] = ()
    subject: Subject
    period: Period | None = None
    planned_for: Period | None = None
    plan_reference: Reference | None = None
    reason: Reason
    complaint: Reference | None = None
    follow_up_of: InspectionId | None = None
    methodology: MethodologyId | None = None
    risk_score: Quantity | None = None
    risk_factors: tuple[RiskFactor, ...] = ()
    agreed: AgreedLimits | None = None


class InspectionPlanned(Plan, Event):
    """The office planned an inspection."""

    topic = "inspection.planned"

    def claims(self) -> Iterator[ClaimChange]:
        yield take(NUMBER_CLAIM, self.number)


class PlanChange(Payload):
    """What is planned differently; what is absent stays as it was. The subject is stated in full."""

    subject: Subject | None = None
    period: Period | None = None
    planned_for: Period | None = None
    risk_score: Quantity | None = None
    risk_factors: tuple[RiskFactor, ...] | None = None
    why: Prose


class InspectionPlanChanged(PlanChange, Event):
    """The plan of the inspection was changed before it started."""

    topic = "inspection.plan-changed"


class PlanCancellation(Payload):
    """Why a planned inspection is not made."""

    ground: Literal["PROVIDER_ENDED", "DONE_BY_ANOTHER", "RISK_FELL", "CAPACITY", "OTHER"]
    why: Prose


class InspectionCancelled(PlanCancellation, Event):
    """The inspection was dropped from the plan before it started."""

    topic = "inspection.cancelled"


class PreparatoryAct(Payload):
    """What was looked at before the inspection (§ 3), with the record of it."""

    act: Reference
    document: Sha256
    what: Prose | None = None


class PreparatoryActRecorded(PreparatoryAct, Event):
    """A preparatory act was done, and its record may be used in the inspection."""

    topic = "inspection.preparatory-act-recorded"


class BiasDeclaration(Payload):
    """What somebody who is to inspect says about a tie to the inspected."""

    person: Person
    has_conflict: bool
    what: Prose | None = None


class BiasDeclared(BiasDeclaration, Event):
    """Somebody who is to inspect declared a tie to the inspected, or that there is none."""

    topic = "inspection.bias-declared"


class BiasObjection(Payload):
    """The controlled person objects that somebody is biased (§ 10(1)(b))."""

    objection: Reference
    person: Person
    reasons: Prose | None = None
    document: Sha256 | None = None


class BiasObjected(BiasObjection, Event):
    """The controlled person objected to somebody as biased."""

    topic = "inspection.bias-objected"


class BiasDecision(Payload):
    """What the superior decided about somebody's bias; `decided_by` is the superior."""

    person: Person
    outcome: Literal["EXCLUDED", "CLEARED"]
    decided_by: Person
    document: Sha256 | None = None
    why: Prose | None = None


class BiasDecided(BiasDecision, Event):
    """The superior decided whether somebody is biased: who is excluded no longer inspects."""

    topic = "inspection.bias-decided"
