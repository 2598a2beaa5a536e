"""Public money under a mandate: the compensation payment of each year, what contracts take of it, what others give."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday
from adapters.synth.json_text import as_json
from adapters.synth.lives.mandate import found
from adapters.synth.lives.mandate.money import Line
from adapters.synth.lives.mandate.naming import named_on
from adapters.synth.lives.mandate.plan import Span, Turn
from adapters.synth.lives.mandate.telling import Happening, Telling
from adapters.synth.lives.mandate.years import Gift, YearPlan
from adapters.synth.lives.methodology import methodology_file
from adapters.synth.lives.service import amount
from adapters.synth.people import CLERKS
from adapters.synth.step import Step
from domain.kernel.correction import CorrectEntry
from domain.kernel.money import Money
from domain.mandate.commands import (
    CalculateCompensation,
    RecordOtherFunding,
    ReleaseCommitment,
)

TYPED_TOO_MUCH = 9_000_000
"""Haléře that somebody typed too much."""


def funding_happenings(telling: Telling, chance: Chance) -> Iterator[Happening]:
    """Service by service and year by year."""
    for year in telling.years:
        calculated_on = max(workday(date(year.year - 1, 12, 22)), later(telling.plan.issued_on, 1))
        yield Happening(calculated_on, partial(_calculate, telling, year))
        yield from _of_contract(telling, year, calculated_on)
        for number, gift in enumerate(year.gifts):
            first = (number, year.year) == (0, telling.plan.first_day.year)
            is_mistyped = first and telling.plan.turn is Turn.CORRECTED
            yield Happening(
                later(gift.on, chance.number(3, 30)), partial(_mistype if is_mistyped else give, telling, year, gift)
            )


def _of_contract(telling: Telling, year: YearPlan, calculated_on: date) -> Iterator[Happening]:
    span = telling.plan.span_of(year.service, year.year)
    if span is None or year.account is None:
        return
    first = year.year == span.years[0]
    day = named_on(year.account, calculated_on) if first else telling.named_on[year.account.contract]
    telling.named_on.setdefault(year.account.contract, day)
    if calculated_on < day:
        yield Happening(day, partial(_promise, telling, year, span))
    for line in year.account.of_year(year.year):
        yield Happening(line.written_on, partial(_move, telling, year, line))
    yield Happening(later(year.account.last_day, 20), partial(_release, telling, year))


# The ceiling ---------------------------------------------------------------------------------------------------------


def _calculate(telling: Telling, year: YearPlan, day: date) -> Iterator[Step]:
    """In December for the next year; for the first one when the mandate is issued."""
    plan, kind = telling.plan, year.service.kind
    units: dict[str, Any] = {"form": kind.form, "unit": kind.unit}
    units["units"] = amount(plan.quarters(year.service, year.year))
    if plan.months_of(year.year) < 12:
        units["months"] = plan.months_of(year.year)
    methodology = methodology_file(plan.source, year.year).identifier
    telling.books.of(year.key).ceiling = year.ceiling
    said = {"units": [units], "methodology": methodology, **telling.of(year)}
    yield telling.file.write(CalculateCompensation, day, said, who=telling.clerk)


# What contracts take of it -------------------------------------------------------------------------------------------


def _promise(telling: Telling, year: YearPlan, span: Span, _day: date) -> Iterable[Step]:
    """The contract names the mandate and binds to what it promises for the months of a year that is calculated.

    Of later years the mandate learns when their money is ordered.
    """
    assert year.account is not None, "only contracts name mandates"
    contract = year.account.contract
    months = sum((span.terms.first + number).year == year.year for number in range(span.terms.months))
    if months:
        minor = months * span.terms.crowns_a_month[0] * 100
        telling.books.of(year.key).committed[contract] += minor
        telling.committed[contract][year.year] += minor
    return ()


def _move(telling: Telling, year: YearPlan, line: Line, _day: date) -> Iterable[Step]:
    """The file of the contract tells it, and the mandate learns of it in the same moment."""
    assert year.account is not None, "money comes from a contract"
    noted = telling.books.of(year.key).pay(year.account.contract, line.minor)
    unstated = (found.RETURN_UNSTATED,) if line.is_unstated else ()
    telling.beside[line.step] = (*telling.beside.get(line.step, ()), *noted, *unstated)
    return ()


def _release(telling: Telling, year: YearPlan, day: date) -> Iterator[Step]:
    """What a contract promised and will not pay."""
    assert year.account is not None, "only contracts promise"
    book, contract = telling.books.of(year.key), year.account.contract
    left = book.unpaid(contract)
    if left:
        book.committed[contract] -= left
        said = {"amount": Money(left), "contract": contract, **telling.of(year)}
        yield telling.file.write(ReleaseCommitment, day, said, who=telling.approver)


# What others give ----------------------------------------------------------------------------------------------------


def give(telling: Telling, year: YearPlan, gift: Gift, day: date) -> Iterator[Step]:
    """A municipality reports what it gave."""
    expects = telling.books.of(year.key).give(gift.minor)
    yield _report(telling, year, gift, day, expects)


def _report(telling: Telling, year: YearPlan, gift: Gift, day: date, expects: tuple[str, ...]) -> Step:
    said = {
        "funding": gift.key,
        "funder": gift.funder,
        "funder_kind": "municipality",
        "amount": Money(gift.minor),
        **telling.of(year),
    }
    return telling.file.write(RecordOtherFunding, gift.on, said, who=CLERKS[1], written_on=day, expects=expects)


def _mistype(telling: Telling, year: YearPlan, gift: Gift, day: date) -> Iterator[Step]:
    """Ninety thousand crowns too much, corrected at once, before anything stands on it."""
    book = telling.books.of(year.key)
    wrong = gift._replace(minor=gift.minor + TYPED_TOO_MUCH)
    typed = _report(telling, year, wrong, day, book.give(wrong.minor))
    book.given -= TYPED_TOO_MUCH
    yield typed
    right = as_json({**typed.data, "amount": Money(gift.minor)})
    said = {"entry": typed.event_id, "data": right}
    yield telling.file.write(CorrectEntry, gift.on, said, who=CLERKS[1], written_on=day, because="mistyped")
