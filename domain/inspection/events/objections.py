"""Objections to findings: when they were posted and came, who settled them and how, and what became of them."""

from datetime import date
from typing import Literal

from domain.inspection.events.findings import FindingWording
from domain.inspection.payloads import Delivery, Number, Person
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference

Filing = Literal["DATA_BOX", "POST", "HAND", "E_MAIL"]
"""How objections came. What is posted or put into a data box counts on that day (§ 40(1)(d) Act 500/2004)."""

Outcome = Literal["UPHELD", "PARTLY_UPHELD", "REJECTED"]

RejectionGround = Literal["UNFOUNDED", "UNREASONED", "LATE", "NOT_ENTITLED"]
"""Why objections are rejected: on the merits, without reasons (as unfounded), too late, or by somebody not entitled."""


class ObjectionPoint(Payload):
    """Which finding is objected to, and why."""

    finding: Reference
    reasons: Prose | None = None


class Objections(Payload):
    """Objections as they came. `sent_on` is the day of posting, or of putting into the data box.

    `filer` acts for the inspected person where `is_entitled`, which `authority` shows. None where nobody looked yet.
    What a provider says of that itself is not taken over: the role that it was given decides.
    """

    objection: Reference
    points: tuple[ObjectionPoint, ...]
    addendum: Number | None = None
    filing: Filing
    sent_on: date | None = None
    filer: Person | None = None
    is_entitled: bool | None = None
    authority: Sha256 | None = None
    document: Sha256 | None = None


class ObjectionsReceived(Objections, Event):
    """Objections reached the office.

    They came on `received_on`. Every limit was computed when they were recorded: `due_on` is the last day on which they
    could be made, `head_by` until when the head of the group may uphold them in full, `decide_by` until when the
    superior decides; absent where nobody sets such a limit.
    """

    topic = "inspection.objections-received"

    received_on: date | None = None
    due_on: date | None = None
    head_by: TimeLimit | None = None
    decide_by: TimeLimit | None = None


class ObjectionsWaiver(Payload):
    """That the inspected person gave up the right to object; a file shows it."""

    document: Sha256 | None = None
    filer: Person | None = None


class ObjectionsWaived(ObjectionsWaiver, Event):
    """The inspected person gave up the right to object to the protocol."""

    topic = "inspection.objections-waived"


class SettlementExtension(Payload):
    """Why the superior needs longer, in an especially complex case; the effective day is that of the notice."""

    objection: Reference
    reason: Prose
    document: Sha256 | None = None


class ObjectionDeadlineExtendedNotified(SettlementExtension, Event):
    """The inspected person was told that objections will take longer; `decide_by` is the new limit."""

    topic = "inspection.objection-deadline-extended-notified"

    decide_by: TimeLimit | None = None


class FullUpholding(Payload):
    """The head of the group, or the inspector, gives way to objections in full."""

    objection: Reference
    by: Person
    document: Sha256 | None = None


class ObjectionsUpheldByHead(FullUpholding, Event):
    """The head of the group upheld the objections in full; every finding that they named falls."""

    topic = "inspection.objections-upheld-by-head"


class PointDecision(Payload):
    """What was decided on the objections to one finding.

    `wording` is how it reads where they were partly upheld, `ground` why they were rejected.
    """

    finding: Reference
    outcome: Outcome
    wording: FindingWording | None = None
    ground: RejectionGround | None = None
    grounds: Prose | None = None


class ObjectionDecision(Payload):
    """How the superior settled objections, finding by finding."""

    objection: Reference
    by: Person
    points: tuple[PointDecision, ...]
    document: Sha256 | None = None


class ObjectionsDecidedBySuperior(ObjectionDecision, Event):
    """The superior of the inspectors settled the objections."""

    topic = "inspection.objections-decided-by-superior"


class SettlementDelivery(Payload):
    """How the settlement of objections reached the inspected person; the effective day is that of delivery."""

    objection: Reference
    delivery: Delivery


class ObjectionSettlementDelivered(SettlementDelivery, Event):
    """The settlement of objections was delivered."""

    topic = "inspection.objection-settlement-delivered"


class HandOver(Payload):
    """Objections that are dealt with in an administrative proceeding on the same matter (§ 14(4))."""

    objection: Reference
    authority: Reference
    proceeding: Reference | None = None


class ObjectionsHandedToProceeding(HandOver, Event):
    """Objections were handed to the administrative body that conducts the proceeding."""

    topic = "inspection.objections-handed-to-proceeding"
