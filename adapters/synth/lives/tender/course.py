"""How a tender goes: when each step is taken, who bids, whether somebody objects, and what it takes to award a lot."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from adapters.synth.chance import Chance
from adapters.synth.days import later, within_days, workday, workdays_later
from adapters.synth.numbers import Provider

OBJECTION_DAYS = 15
PETITION_DAYS = 10
BLOCK_DAYS = 60


class Failure(StrEnum):
    """How a first round ended without an award."""

    NO_BIDS = "no bids"
    CANCELLED = "cancelled"


class Fate(StrEnum):
    """What is sure to happen to a lot, so that a small region shows it too; everything else is left to chance."""

    USUAL = "usual"
    SECOND_ROUND = "second round"
    REVIEWED = "reviewed"
    """Somebody objects and goes to ÚOHS."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Objections of a participant who was not selected: rejected, and sometimes taken to ÚOHS."""

    received_on: date
    answered_on: date
    petition_on: date | None
    final_on: date | None

    @property
    def last_day(self) -> date:
        """The last day on which they keep the contract waiting."""
        if self.petition_on is None:
            return within_days(self.answered_on, PETITION_DAYS).legal_last_day
        until = within_days(self.petition_on, BLOCK_DAYS).legal_last_day
        return until if self.final_on is None else min(until, self.final_on - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class LotCourse:
    """The course of one lot, from the limit for bids of its last round to its award."""

    failure: Failure | None
    failed_on: date
    relaunched_on: date
    bids_until: date
    bidders: tuple[Provider, ...]
    """The winner first."""
    has_late_bid: bool
    is_result_late: bool
    has_exclusion: bool
    evaluated_on: date
    selected_on: date
    notified_on: date
    objection: Objection | None
    is_awarded_in_pending_review: bool
    """The sixty days are over and ÚOHS has not decided: awarded with a reason and a second person."""

    @property
    def round(self) -> int:
        return 1 if self.failure is None else 2

    @property
    def is_sole(self) -> bool:
        return len(self.bidders) == 1

    @property
    def waits_until(self) -> date:
        """The last day of the standstill."""
        objections_until = within_days(self.notified_on, OBJECTION_DAYS).legal_last_day
        return max(objections_until, self.objection.last_day) if self.objection else objections_until

    @property
    def free_on(self) -> date:
        """From when on nothing keeps the contract waiting; a sole participant has nobody to wait for."""
        return later(self.notified_on, 5) if self.is_sole else later(self.waits_until, 1)

    @property
    def awarded_on(self) -> date:
        return workdays_later(self.free_on, 2)


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a tender for contracts of one year: it begins in the autumn before."""

    planned_on: date
    approved_on: date
    asked_on: date
    """The preliminary notice, which asks for interest."""
    published_on: date
    bids_until: date


def draw_course(year: int, chance: Chance) -> Course:
    """Planned in October, published in November, bids in January."""
    planned_on = workday(date(year - 1, 10, chance.number(4, 18)))
    approved_on = later(planned_on, chance.number(10, 20))
    published_on = later(approved_on, chance.number(18, 28))
    return Course(
        planned_on=planned_on,
        approved_on=approved_on,
        asked_on=later(approved_on, 2),
        published_on=published_on,
        bids_until=later(published_on, chance.number(36, 48)),
    )


def draw_lot(course: Course, bidders: tuple[Provider, ...], fate: Fate, mess: float, chance: Chance) -> LotCourse:
    """Most lots are awarded in the first round; the winner is the first of the bidders."""
    is_second_round = chance.happens(0.1) or fate is Fate.SECOND_ROUND
    failure = chance.one_of(tuple(Failure)) if is_second_round else None
    failed_on = later(course.bids_until, 8)
    relaunched_on = later(failed_on, chance.number(8, 15))
    bids_until = course.bids_until if failure is None else later(relaunched_on, 32)
    evaluated_on = later(bids_until, chance.number(8, 16))
    selected_on = later(evaluated_on, chance.number(3, 8))
    count = chance.number(3 if fate is Fate.REVIEWED else 1, 9)
    lot = LotCourse(
        failure=failure,
        failed_on=failed_on,
        relaunched_on=relaunched_on,
        bids_until=bids_until,
        bidders=bidders[: 1 if count == 1 else 2 if count < 6 else 3],
        has_late_bid=chance.happens(mess / 2),
        is_result_late=chance.happens(mess / 2),
        has_exclusion=count > 7,
        evaluated_on=evaluated_on,
        selected_on=selected_on,
        notified_on=later(selected_on, 1),
        objection=None,
        is_awarded_in_pending_review=False,
    )
    is_reviewed = fate is Fate.REVIEWED
    if lot.is_sole or not (chance.happens(0.2) or is_reviewed):
        return lot
    return _with_objection(lot, chance, has_petition=chance.happens(0.4) or is_reviewed)


def _with_objection(lot: LotCourse, chance: Chance, *, has_petition: bool) -> LotCourse:
    received_on = later(lot.notified_on, chance.number(4, 9))
    answered_on = later(received_on, chance.number(4, 9))
    if not has_petition:
        return replace(lot, objection=Objection(received_on, answered_on, None, None))
    petition_on = later(answered_on, chance.number(2, 6))
    is_slow = chance.happens(0.3)
    final_on = None if is_slow else later(petition_on, chance.number(30, 50))
    objection = Objection(received_on, answered_on, petition_on, final_on)
    return replace(lot, objection=objection, is_awarded_in_pending_review=is_slow)
