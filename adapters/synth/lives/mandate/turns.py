"""What else happens to a mandate: it rests for a while, the register loses a service, its records are held."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from adapters.synth.days import later, workday
from adapters.synth.lives.mandate import found
from adapters.synth.lives.mandate.plan import Turn
from adapters.synth.lives.mandate.telling import Happening, Telling
from adapters.synth.people import CLERKS
from adapters.synth.step import Step
from domain.mandate.commands import (
    PlaceLegalHold,
    RecordPreconditionLoss,
    RecordPreconditionRestored,
    ReleaseLegalHold,
    ResumeMandate,
    SuspendMandate,
)

QUIET_DAYS = 35
"""Between two movements of money there must be so many for something to happen that touches neither."""
HOLD = "audit-1"


def turn_happenings(telling: Telling) -> Iterator[Happening]:
    """The turn that the mandate takes, where there is time for it."""
    match telling.plan.turn:
        case Turn.SUSPENDED:
            first, last = quiet_time(telling)
            yield Happening(first, partial(_suspend, telling))
            yield Happening(last, partial(_resume, telling))
        case Turn.REGISTRATION_LOST:
            first, last = quiet_time(telling)
            yield Happening(first, partial(_lose, telling))
            yield Happening(last, partial(_restore, telling))
        case Turn.HELD:
            held_on = later(telling.plan.issued_on, 400)
            yield Happening(held_on, partial(_hold, telling))
            yield Happening(later(held_on, 200), partial(_release, telling))


def quiet_time(telling: Telling) -> tuple[date, date]:
    """The first days on which no money moves under the mandate; after it began, and before it ends."""
    moved = {day for year in telling.years if year.account for day in _days(telling, year.year)}
    begins, ends = later(telling.plan.first_day, 30), telling.plan.ends_on - timedelta(days=30)
    days = sorted({begins, ends} | {day for day in moved if begins <= day <= ends})
    found_between = next((pair for pair in pairwise(days) if (pair[1] - pair[0]).days >= QUIET_DAYS), None)
    assert found_between is not None, "money never moves on every day of a year"
    first = later(found_between[0], 4)
    return first, workday(first + timedelta(days=20))


def _days(telling: Telling, year: int) -> Iterator[date]:
    """The days on which money is committed or moves, as the law and as the office sees them."""
    for one in telling.years:
        if one.year == year and one.account is not None:
            yield telling.named_on[one.account.contract]
            yield from one.account.ordered_on
            for line in one.account.of_year(year):
                yield from (line.on, line.written_on)


def _suspend(telling: Telling, day: date) -> Iterator[Step]:
    grounds = telling.file.prose("the service has no staff for some weeks")
    yield telling.file.write(SuspendMandate, day, {"grounds": grounds}, who=telling.approver)


def _resume(telling: Telling, day: date) -> Iterator[Step]:
    yield telling.file.write(ResumeMandate, day, who=telling.approver)


def _lose(telling: Telling, day: date) -> Iterator[Step]:
    """The register no longer shows a service, which somebody notices on the same day."""
    lost = {"precondition": "registration", **telling.named(telling.plan.services[0])}
    yield telling.file.write(RecordPreconditionLoss, day, lost, who=CLERKS[1], expects=(found.NO_REGISTRATION,))


def _restore(telling: Telling, day: date) -> Iterator[Step]:
    restored = {"precondition": "registration", **telling.named(telling.plan.services[0])}
    yield telling.file.write(RecordPreconditionRestored, day, restored, who=CLERKS[1])


def _hold(telling: Telling, day: date) -> Iterator[Step]:
    yield telling.file.write(PlaceLegalHold, day, {"hold": HOLD, "ground": "audit"}, who=telling.approver)


def _release(telling: Telling, day: date) -> Iterator[Step]:
    yield telling.file.write(ReleaseLegalHold, day, {"hold": HOLD}, who=telling.approver)
