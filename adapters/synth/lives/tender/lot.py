"""One lot of a tender: a first round that may fail, and the round in which it is awarded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from adapters.synth.chance import Chance
from adapters.synth.days import at, later
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.lives.tender.bids import EVALUATORS, Bid, call, draw_bids, ranking_of, scores_of
from adapters.synth.lives.tender.course import Failure, LotCourse
from adapters.synth.lives.tender.review import award, review_strand
from adapters.synth.numbers import digest
from adapters.synth.people import CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.tender.commands import (
    CancelLot,
    CheckBeneficialOwner,
    EvaluateBids,
    ExcludeParticipant,
    LeaveLotUnawarded,
    OpenBids,
    RecordBid,
    RecordNoticeDelivery,
    RelaunchLot,
    SelectSupplier,
)
from domain.tender.rules.bidding import bid_in_time

LATE_BID = bid_in_time.label


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot, how it went, and the contract that followed."""

    name: str
    course: LotCourse
    terms: Terms

    @property
    def highest_price(self) -> int:
        """In crowns: a little more than the winner asked for."""
        return self.terms.maximum * 105 // 100


def lot_strand(lot: Lot, published_on: date, file: File, chance: Chance) -> Iterator[Step]:
    """A failed round stays as it was; the next begins with a call of its own."""
    called_on = published_on
    if lot.course.failure is not None:
        yield from _failed_round(lot, published_on, file, chance.apart("failed"))
        called_on = lot.course.relaunched_on
        again = {"lot": lot.name, "round": 2} | call(file, lot.course.bids_until)
        yield file.write(RelaunchLot, called_on, again, who=CLERKS[0], named=lot.name)
    bids = draw_bids(lot.name, lot.course.round, lot.course.bidders, lot.terms.maximum, chance.apart("bids"))
    yield from _bidding(lot, bids, called_on, file, chance.apart("bidding"))
    remaining = bids[:-1] if lot.course.has_exclusion else bids
    if lot.course.has_exclusion:
        yield from _exclusion(lot, bids[-1], file)
    yield from _choice(lot, remaining, file)
    yield from review_strand(lot.name, lot.course, remaining, file)
    yield from award(lot.name, lot.course, bids[0], file)


def _failed_round(lot: Lot, published_on: date, file: File, chance: Chance) -> Iterator[Step]:
    """Nobody bid, or the only price was too high for the project."""
    day, where = lot.course.failed_on, {"lot": lot.name, "round": 1}
    if lot.course.failure is Failure.NO_BIDS:
        yield file.write(LeaveLotUnawarded, day, where, who=CLERKS[0], named=lot.name)
        return
    bids = draw_bids(lot.name, 1, lot.course.bidders[-1:], lot.highest_price * 2, chance)
    yield from _bids(bids, published_on, file, chance)
    ground = {"cites": {"act": "tender documents", "provision": "Art. 12"}, "why": file.prose("above the budget")}
    yield file.write(CancelLot, day, {"ground": ground, **where}, who=ORDERERS[0], named=lot.name)


# Bids ----------------------------------------------------------------------------------------------------------------


def _bidding(lot: Lot, bids: tuple[Bid, ...], called_on: date, file: File, chance: Chance) -> Iterator[Step]:
    """Bids in time, one too late, and the opening at noon of the last day."""
    until, number = lot.course.bids_until, lot.course.round
    yield from _bids(bids, called_on, file, chance)
    if lot.course.has_late_bid:
        name = f"{lot.name}{number}-late"
        late = {"bid": name, "lot": lot.name, "round": number, "received_at": at(until, 11)}
        yield file.write(RecordBid, until, late, who=CLERKS[1], named=name, expects=(LATE_BID,))
    opened = {"lot": lot.name, "round": number, "opened_at": at(until, 12), "bids": [bid.opened for bid in bids]}
    commission = [{"person": evaluator, "role": "member"} for evaluator in EVALUATORS]
    yield file.write(OpenBids, until, {"commission": commission, **opened}, who=CLERKS[0], named=lot.name)


def _bids(bids: tuple[Bid, ...], called_on: date, file: File, chance: Chance) -> Iterator[Step]:
    for bid in bids:
        day = later(called_on, chance.number(5, 25))
        came = {"bid": bid.name, "lot": bid.lot, "round": bid.round, "received_at": at(day, 14)}
        sealed = digest(file.source, file.name, bid.name)
        yield file.write(RecordBid, day, {"sealed": sealed, **came}, who=CLERKS[1], named=bid.name)


def _exclusion(lot: Lot, bid: Bid, file: File) -> Iterator[Step]:
    """On a ground of the tender documents; the participant hears of it with the others."""
    ground = {"cites": {"act": "tender documents", "provision": "Art. 7"}, "why": file.prose("no proof of staff")}
    excluded_on = later(lot.course.bids_until, 3)
    yield file.write(
        ExcludeParticipant, excluded_on, {"bid": bid.name, "ground": ground}, who=ORDERERS[0], named=bid.name
    )
    yield _notice(bid, "EXCLUSION", lot.course.notified_on, file)


# The choice ----------------------------------------------------------------------------------------------------------


def _choice(lot: Lot, bids: tuple[Bid, ...], file: File) -> Iterator[Step]:
    """Evaluated, selected, told to everybody; the owner of the winner is known before the award."""
    course, where = lot.course, {"lot": lot.name, "round": lot.course.round}
    ranking = {"scores": scores_of(bids), "ranking": ranking_of(bids)}
    yield file.write(EvaluateBids, course.evaluated_on, {**where, **ranking}, who=CLERKS[0], named=lot.name)
    chosen = bids[0].name
    yield file.write(SelectSupplier, course.selected_on, {"bid": chosen, **where}, who=ORDERERS[0], named=lot.name)
    for bid in bids:
        yield _notice(bid, "SELECTION", course.notified_on, file)
    owner = {"bid": chosen, "outcome": "IDENTIFIED"}
    yield file.write(CheckBeneficialOwner, later(course.notified_on, 2), owner, who=CLERKS[0], named=lot.name)


def _notice(bid: Bid, of: str, day: date, file: File) -> Step:
    """By data box: delivered when it was put in."""
    told = {"bid": bid.name, "notice": of, "delivery": {"way": "DATA_BOX", "put_in_at": at(day, 9)}}
    return file.write(RecordNoticeDelivery, day, told, who=CLERKS[1], named=bid.name)
