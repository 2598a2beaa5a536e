"""Objections, their answers, review by the Office for the Protection of Competition (ÚOHS), and the standstill."""

from datetime import date
from typing import Literal

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Sha256
from domain.kernel.stamp import Reference
from domain.service.payloads import Organisation
from domain.tender.payloads import Decision, Delivery, LotRound


class NoticeDelivery(Payload):
    """The notice of the selection, or of the exclusion, reached the participant with this bid."""

    bid: Reference
    notice: Literal["SELECTION", "EXCLUSION"]
    delivery: Delivery


class NoticeDelivered(NoticeDelivery, Event):
    """A participant was told of a decision.

    `objections_until` is the limit for objections to it, where it is known and objections are possible.
    """

    topic = "tender.notice-delivered"

    objections_until: TimeLimit | None = None


class Objection(Payload):
    """Objections to the contracting authority.

    `knew_on` is the day on which the objector learnt what is objected to, where no notice and no limit for bids
    decides. Without bid and lots, the whole tender is meant.
    """

    objection: Reference
    objector: Organisation
    bid: Reference | None = None
    lots: tuple[Reference, ...] = ()
    against: Literal["SELECTION", "EXCLUSION", "DOCUMENTS", "OTHER"]
    delivery: Delivery
    knew_on: date | None = None


class TenderObjectionReceived(Objection, Event):
    """Objections came. The limits were computed when they were recorded.

    `due_on` is the last day on which they could be made, `answer_by` the limit for the answer, `petition_by_if_silent`
    that for a petition where no answer comes.
    """

    topic = "tender.objection-received"

    due_on: date | None = None
    answer_by: TimeLimit | None = None
    petition_by_if_silent: TimeLimit | None = None


class ObjectionDecision(Payload):
    """How the contracting authority answered objections; the effective day is that on which the answer was sent.

    `sets_aside` names the decision that falls where they were upheld.
    """

    objection: Reference
    outcome: Literal["UPHELD", "REJECTED"]
    sets_aside: Decision | None = None
    document: Sha256 | None = None


class TenderObjectionDecided(ObjectionDecision, Event):
    """Objections were answered."""

    topic = "tender.objection-decided"


class AnswerDelivery(Payload):
    """The answer reached the objector."""

    objection: Reference
    delivery: Delivery


class ObjectionAnswerDelivered(AnswerDelivery, Event):
    """The objector received the answer; `petition_by` is the limit for a petition to ÚOHS."""

    topic = "tender.objection-answer-delivered"

    petition_by: TimeLimit | None = None


class Petition(Payload):
    """A petition to ÚOHS under its file number; proceedings begin on the effective day.

    Without lots, what the objections were about is meant, without these the whole tender.
    """

    petition: Reference
    objection: Reference | None = None
    petitioner: Organisation | None = None
    lots: tuple[Reference, ...] = ()


class ReviewPetitionFiled(Petition, Event):
    """Proceedings before ÚOHS began; no contract until `blocked_until`."""

    topic = "tender.review-petition-filed"

    blocked_until: TimeLimit | None = None


class Review(Payload):
    """How ÚOHS decided. While `final_on` is not known the petition is pending."""

    petition: Reference
    outcome: Literal["REJECTED", "STOPPED", "UPHELD"]
    sets_aside: Decision | None = None
    final_on: date | None = None


class ReviewDecided(Review, Event):
    """ÚOHS decided about a petition; a later decision replaces an earlier one."""

    topic = "tender.review-decided"


class Measure(Payload):
    """An interim measure of ÚOHS: no contract while it is in force. Without lots, the whole tender is meant."""

    measure: Reference
    petition: Reference | None = None
    lots: tuple[Reference, ...] = ()


class InterimMeasureIssued(Measure, Event):
    """ÚOHS forbade the contract from the effective day on."""

    topic = "tender.interim-measure-issued"


class MeasureEnd(Payload):
    """The effective day is the first without the measure."""

    measure: Reference


class InterimMeasureEnded(MeasureEnd, Event):
    """An interim measure is no longer in force."""

    topic = "tender.interim-measure-ended"


class StandstillEnded(LotRound, Event):
    """The time in which no contract may be concluded has passed; `last_day` was the last day of it."""

    topic = "tender.standstill-ended"

    bid: Reference
    last_day: date | None = None
