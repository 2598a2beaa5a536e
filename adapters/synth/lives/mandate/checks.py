"""What a service cost, whether it was paid too much, and what follows: carried over, repaid, decided anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from adapters.synth.chance import Chance
from adapters.synth.days import falling_on, later
from adapters.synth.lives.mandate import found
from adapters.synth.lives.mandate.act import ELEMENTS
from adapters.synth.lives.mandate.funding import give
from adapters.synth.lives.mandate.telling import Happening, Telling
from adapters.synth.lives.mandate.years import Cost, Found, YearPlan
from adapters.synth.people import ACCOUNTANTS, CLERKS, ORDERERS
from adapters.synth.step import Step
from domain.kernel.money import Money
from domain.kernel.stamp import Waiver
from domain.mandate.commands import (
    CheckOvercompensation,
    PerformFinalCheck,
    RecordNetCost,
    RecordRepayment,
    RequestRepayment,
    UpdateParameters,
    VerifyNetCost,
    WithdrawRequest,
)

DAYS_TO_REPAY = 30
CHECKED = "mandate.checked-year-unchanged"


class Transfer(NamedTuple):
    """A line of the statement by which overcompensation comes back, in haléře, and what stands beside it."""

    number: int
    minor: int
    expects: tuple[str, ...] = ()


def check_happenings(telling: Telling, chance: Chance) -> Iterator[Happening]:
    """Every year by itself, the surplus of one service never against the loss of another."""
    for year in telling.years:
        drawn = chance.apart(*year.key)
        days = year.days
        yield Happening(days.declared, partial(_declare, telling, year, year.cost))
        yield Happening(days.verified, partial(_verify, telling, year, year.cost))
        yield Happening(days.checked, partial(_check, telling, year, year.first))
        if year.late is not None:
            yield Happening(days.news, partial(give, telling, year, year.late))
        elif year.mended is not None:
            yield from _mended(telling, year, year.mended)
        if year.is_checked_anew:
            yield Happening(days.checked_anew, partial(_check_anew, telling, year))
        yield from _consequences(telling, year, drawn)


# The net cost --------------------------------------------------------------------------------------------------------


def _declare(telling: Telling, year: YearPlan, cost: Cost, day: date) -> Iterator[Step]:
    """What the provider says; where the year was checked already, it asks for a new check."""
    expects = (found.CHANGED,) if telling.books.of(year.key).is_checked else ()
    yield telling.file.write(RecordNetCost, day, _figures(telling, year, cost), who=CLERKS[2], expects=expects)


def _verify(telling: Telling, year: YearPlan, cost: Cost, day: date) -> Iterator[Step]:
    yield telling.file.write(VerifyNetCost, day, _figures(telling, year, cost), who=telling.approver)


def _verify_anew(telling: Telling, year: YearPlan, cost: Cost, day: date) -> Iterator[Step]:
    """A checked year is touched with a reason and a second person only."""
    reason = telling.file.prose("the provider had forgotten costs and proved them")
    second = next(one for one in ORDERERS if one != telling.approver)
    waiver = Waiver(rule=CHECKED, reason=reason, second_person=second.key)
    yield telling.file.write(VerifyNetCost, day, _figures(telling, year, cost), who=telling.approver, waives=(waiver,))


def _figures(telling: Telling, year: YearPlan, cost: Cost) -> dict[str, Any]:
    """A profit says from what it was computed: two per cent of the capital, with the swap rate at one and a half."""
    said = {"costs": Money(cost.costs), "revenues": Money(cost.revenues), **telling.of(year)}
    if cost.profit:
        said["reasonable_profit"] = Money(cost.profit)
        said["profit_basis"] = {"capital": Money(cost.profit * 50), "rate": "2", "swap_rate": "1.5"}
    return said


# The check -----------------------------------------------------------------------------------------------------------


def _check(telling: Telling, year: YearPlan, result: Found, day: date) -> Iterator[Step]:
    """The last year is checked after the end of the mandate; what is carried over lowers the room of the next."""
    _note(telling, year, result)
    if year.is_final and telling.books.has_ended:
        named, expects = telling.named(year.service), telling.books.final_check(day)
        yield telling.file.write(PerformFinalCheck, day, named, who=telling.clerk, expects=expects)
    else:
        yield _checked(telling, year, day)


def _check_anew(telling: Telling, year: YearPlan, day: date) -> Iterator[Step]:
    """The new verdict takes the place of the old one, which stays visible as known then."""
    _note(telling, year, year.last)
    yield _checked(telling, year, day)


def _note(telling: Telling, year: YearPlan, result: Found) -> None:
    registration, number = year.key
    telling.books.of(year.key).is_checked = True
    telling.books.of((registration, number + 1)).carried_in = result.carried


def _checked(telling: Telling, year: YearPlan, day: date) -> Step:
    expects = telling.books.check(year.service.registration, day)
    return telling.file.write(CheckOvercompensation, day, telling.of(year), who=telling.clerk, expects=expects)


# A mistake -----------------------------------------------------------------------------------------------------------


def _mended(telling: Telling, year: YearPlan, cost: Cost) -> Iterator[Happening]:
    """The provider declares anew, the region verifies anew, and what was asked for is taken back."""
    days = year.days
    yield Happening(days.news, partial(_declare, telling, year, cost))
    yield Happening(later(days.news, 10), partial(_verify_anew, telling, year, cost))
    if year.first.repaid and not year.last.repaid:
        yield Happening(later(days.checked_anew, 2), partial(_withdraw, telling, year))


def _withdraw(telling: Telling, year: YearPlan, day: date) -> Iterator[Step]:
    grounds = telling.file.prose("a new check found no overcompensation")
    yield telling.file.write(WithdrawRequest, day, {"claim": _claim(year), "grounds": grounds}, who=telling.approver)


# What follows --------------------------------------------------------------------------------------------------------


def _consequences(telling: Telling, year: YearPlan, chance: Chance) -> Iterator[Happening]:
    """The whole is asked back where it is not carried over, and the parameters are set right for the future."""
    checked_on = year.days.checked if year.mended else year.checked_last_on
    result = year.first if year.mended else year.last
    requested_on = later(checked_on, chance.number(5, 12))
    if result.repaid:
        yield Happening(requested_on, partial(_request, telling, year, result.repaid))
        if year.mended is None:
            yield from _repaid(telling, year, result.repaid, requested_on, chance)
    if result.minor and year.mended is None and chance.happens(0.7):
        yield Happening(later(requested_on, 3), partial(_update, telling, year))


def _claim(year: YearPlan) -> str:
    registration, number = year.key
    return f"overcompensation {registration} {number}"


def _request(telling: Telling, year: YearPlan, minor: int, day: date) -> Iterator[Step]:
    due_on = day + timedelta(days=DAYS_TO_REPAY)
    said = {"claim": _claim(year), "amount": Money(minor), "due_on": due_on, **telling.of(year)}
    yield telling.file.write(RequestRepayment, day, said, who=telling.approver)


def _repaid(telling: Telling, year: YearPlan, minor: int, requested_on: date, chance: Chance) -> Iterator[Happening]:
    """Most repay at once, some in two parts; where things go wrong, the last part comes too late."""
    due = falling_on(requested_on + timedelta(days=DAYS_TO_REPAY)).legal_last_day
    is_late = telling.plan.has_mess and chance.happens(0.3)
    on = later(due, chance.number(3, 25)) if is_late else later(requested_on, chance.number(8, 20))
    late = (found.INTEREST_NOT_COMPUTED, found.REPAID_LATE) if is_late else ()
    part = minor * 2 // 5 // 100 * 100 if chance.happens(0.3) else 0
    if part:
        yield Happening(later(requested_on, 4), partial(_repay, telling, year, Transfer(1, part)))
    yield Happening(on, partial(_repay, telling, year, Transfer(2, minor - part, late)))


def _repay(telling: Telling, year: YearPlan, transfer: Transfer, day: date) -> Iterator[Step]:
    movement = f"synthetic {telling.plan.name} {_claim(year)} {transfer.number}"
    said = {"claim": _claim(year), "movement": movement, "amount": Money(transfer.minor)}
    yield telling.file.write(RecordRepayment, day, said, who=ACCOUNTANTS[0], expects=transfer.expects)


def _update(telling: Telling, year: YearPlan, day: date) -> Iterator[Step]:
    """From the next year on, as long as the mandate lasts."""
    from_day = date(day.year + 1, 1, 1)
    if telling.books.has_ended or telling.books.ends_on < from_day:
        return
    parameters = f"{ELEMENTS['parameters']} Reviewed after the year {year.year}."
    said = {"parameters": parameters, "from_day": from_day, **telling.of(year)}
    yield telling.file.write(UpdateParameters, day, said, who=telling.approver)
