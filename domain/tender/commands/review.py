"""Objections, their answers, review by ÚOHS, and the standstill."""

from domain.kernel.command import Act, Observation
from domain.tender.events.review import (
    AnswerDelivery,
    Measure,
    MeasureEnd,
    NoticeDelivery,
    Objection,
    ObjectionDecision,
    Petition,
    Review,
)
from domain.tender.payloads import LotRound


class RecordNoticeDelivery(NoticeDelivery, Observation):
    """The notice of a selection or exclusion reached a participant: from then on objections can be made."""

    topic = "tender.record-notice-delivery"


class RecordObjection(Objection, Observation):
    """Objections came, in time or not."""

    topic = "tender.record-objection"


class RecordObjectionDecision(ObjectionDecision, Observation):
    """The answer to objections was sent on the effective day, in time or not."""

    topic = "tender.record-objection-decision"


class RecordAnswerDelivery(AnswerDelivery, Observation):
    """The answer to objections reached the objector: from then on a petition can be made."""

    topic = "tender.record-answer-delivery"


class RecordReviewPetition(Petition, Observation):
    """Proceedings before ÚOHS began on the effective day."""

    topic = "tender.record-review-petition"


class RecordReviewDecision(Review, Observation):
    """ÚOHS decided about a petition."""

    topic = "tender.record-review-decision"


class RecordInterimMeasure(Measure, Observation):
    """ÚOHS issued an interim measure with effect from the effective day."""

    topic = "tender.record-interim-measure"


class RecordInterimMeasureEnd(MeasureEnd, Observation):
    """An interim measure ended; the effective day is the first without it."""

    topic = "tender.record-interim-measure-end"


class EndStandstill(LotRound, Act):
    """Establish that nothing keeps the contract waiting any longer. The law makes the time pass; this notes it."""

    topic = "tender.end-standstill"
