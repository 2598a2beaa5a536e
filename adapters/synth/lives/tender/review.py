"""What keeps a contract waiting: objections, their answer, a petition to ÚOHS; and the award once nothing does."""

from collections.abc import Iterator, Sequence

from adapters.synth.days import at, later
from adapters.synth.lives.tender.bids import Bid
from adapters.synth.lives.tender.course import LotCourse, Objection
from adapters.synth.people import CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.kernel.stamp import Waiver
from domain.tender.commands import (
    AwardLot,
    EndStandstill,
    RecordAnswerDelivery,
    RecordObjection,
    RecordObjectionDecision,
    RecordReviewDecision,
    RecordReviewPetition,
)

PENDING = "tender.no-pending-petition"


def review_strand(lot: str, course: LotCourse, bids: Sequence[Bid], file: File) -> Iterator[Step]:
    """The second in the ranking objects to the selection, and is not upheld."""
    if course.objection is None or len(bids) < 2:
        return
    name, bid = f"objection-{lot}", bids[1]
    yield from _objection(name, bid, course.objection, file)
    if course.objection.petition_on is not None:
        yield from _petition(name, bid, course, course.objection, file)


def _objection(name: str, bid: Bid, objection: Objection, file: File) -> Iterator[Step]:
    day, answered_on = objection.received_on, objection.answered_on
    came = {
        "objection": name,
        "objector": bid.provider.organisation,
        "bid": bid.name,
        "against": "SELECTION",
        "delivery": {"way": "DATA_BOX", "put_in_at": at(day, 22)},
    }
    yield file.write(RecordObjection, day, came, who=CLERKS[0], named=name)
    answer = {"objection": name, "outcome": "REJECTED"}
    yield file.write(RecordObjectionDecision, answered_on, answer, who=ORDERERS[0], named=name)
    delivery = {"way": "DATA_BOX", "put_in_at": at(answered_on, 15)}
    yield file.write(
        RecordAnswerDelivery, answered_on, {"objection": name, "delivery": delivery}, who=CLERKS[0], named=name
    )


def _petition(name: str, bid: Bid, course: LotCourse, objection: Objection, file: File) -> Iterator[Step]:
    """ÚOHS rejects it, within the sixty days or only after the award."""
    assert objection.petition_on is not None
    petition = f"synthetic S{objection.petition_on:%j}/{objection.petition_on.year} {name}"
    filed = {"petition": petition, "objection": name, "petitioner": bid.provider.organisation}
    yield file.write(RecordReviewPetition, objection.petition_on, filed, who=CLERKS[0], named=name)
    final_on = objection.final_on or later(course.awarded_on, 1)
    decided = {"petition": petition, "outcome": "REJECTED", "final_on": final_on}
    yield file.write(RecordReviewDecision, final_on, decided, who=CLERKS[0], named=name)


def award(lot: str, course: LotCourse, winner: Bid, file: File) -> Iterator[Step]:
    """The standstill is over, or there is nobody to wait for; a petition that still runs takes a second person."""
    where = {"lot": lot, "round": course.round}
    if not course.is_sole:
        yield file.write(EndStandstill, course.free_on, where, who=CLERKS[0], named=lot)
    reason = file.prose("the service must go on, and the sixty days are over")
    waiver = Waiver(rule=PENDING, reason=reason, second_person=ORDERERS[1].key)
    waives = (waiver,) if course.is_awarded_in_pending_review else ()
    yield file.write(
        AwardLot, course.awarded_on, {"bid": winner.name, **where}, who=ORDERERS[0], named=lot, waives=waives
    )
