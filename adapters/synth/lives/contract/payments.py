"""Which months are paid together, when, and which of the payments goes wrong: decided before anything is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday, workdays_later
from adapters.synth.lives.contract.amendments import Amendment, Months
from adapters.synth.lives.contract.mess import AT_PAYMENTS, Mess
from adapters.synth.lives.contract.terms import Terms
from domain.kernel.period import Month

DAYS_TO_MEND = {Mess.PAID_TWICE: 3, Mess.PAID_IN_PARTS: 4, Mess.MONTHS_UNKNOWN: 12}
"""How many working days after the movement the last entry speaks of it."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many crowns for one month of one service."""

    month: Month
    registration: str
    crowns: int


@dataclass(frozen=True, slots=True)
class Payment:
    """An order with its approvals and the movement that carries it out; `done_on` is the last day that speaks of it."""

    number: int
    ordered_on: date
    approved_on: tuple[date, date, date]
    paid_on: date
    done_on: date
    shares: tuple[Share, ...]
    instalment: int | None = None
    mess: Mess | None = None
    is_exempted: bool = False
    """Let through without prior check, as § 26(5) Act 320/2001 foresees."""

    @property
    def crowns(self) -> int:
        return sum(share.crowns for share in self.shares)


def paid_together(terms: Terms, last: Month) -> tuple[Months, ...]:
    """The months up to the last one, in the groups in which they are paid."""
    months = [terms.first + number for number in range(last - terms.first + 1)]
    step = terms.paid_every
    return tuple(tuple(months[start : start + step]) for start in range(0, len(months), step))


def draw_payments(
    terms: Terms, groups: Sequence[Months], amendments: Sequence[Amendment], chance: Chance
) -> tuple[Payment, ...]:
    """Every payment in the order of its order; what is due before the contract has effect is paid together then."""
    is_early = Mess.PAID_BEFORE_EFFECT in terms.mess
    early = [_paid_early(terms, groups[0], chance)] if is_early else []
    left = groups[1:] if is_early else groups
    further = amendments[-1].further_months if amendments else ()
    due = _due(terms, [*left, further] if further else left, chance)
    are_planned = not amendments and not is_early
    usual = [
        _payment(number, day, _shares(terms, months, amendments), chance)
        for number, (day, months) in enumerate(due, 1 + len(early))
    ]
    if are_planned:
        usual = _with_instalments(usual, due, groups)
    return tuple(_with_mess(terms, [*early, *usual], chance))


def _due(terms: Terms, groups: Sequence[Months], chance: Chance) -> list[tuple[date, Months]]:
    """The day of each order with the months that it pays for. Grants are paid in advance, tender contracts after."""
    earliest = later(terms.effective_on, 2)
    day_of_month = chance.number(4, 9)
    planned = [(_planned_on(terms, months, day_of_month), months) for months in groups]
    waiting = tuple(month for day, months in planned if day <= earliest for month in months)
    first = [(earliest, waiting)] if waiting else []
    return [*first, *((day, months) for day, months in planned if day > earliest)]


def _planned_on(terms: Terms, months: Months, day_of_month: int) -> date:
    month = months[0] if terms.is_grant else months[-1] + 1
    return workday(month.day_or_last(day_of_month))


def _shares(terms: Terms, months: Months, amendments: Sequence[Amendment]) -> tuple[Share, ...]:
    return tuple(share for month in months for share in _shares_of_month(terms, month, amendments))


def _shares_of_month(terms: Terms, month: Month, amendments: Sequence[Amendment]) -> Iterator[Share]:
    """What an amendment adds goes to the first service."""
    more = sum(amendment.crowns_more for amendment in amendments if amendment.first <= month <= terms.last)
    for place, (service, crowns) in enumerate(zip(terms.services, terms.crowns_a_month, strict=True)):
        yield Share(month, service.registration, crowns + (more if place == 0 else 0))


def _payment(number: int, ordered_on: date, shares: tuple[Share, ...], chance: Chance) -> Payment:
    first = workdays_later(ordered_on, chance.number(0, 1))
    second = workdays_later(first, chance.number(0, 1))
    third = workdays_later(second, 1)
    paid_on = workdays_later(third, chance.number(1, 4))
    return Payment(number, ordered_on, (first, second, third), paid_on, paid_on, shares)


def _paid_early(terms: Terms, months: Months, chance: Chance) -> Payment:
    """Money that left after the conclusion but before the publication; nobody could order it."""
    paid_on = later(terms.concluded_on, chance.number(5, 20))
    payment = _payment(1, paid_on, _shares(terms, months, ()), chance)
    return replace(payment, paid_on=paid_on, done_on=paid_on, mess=Mess.PAID_BEFORE_EFFECT)


def _with_instalments(
    payments: Sequence[Payment], due: Sequence[tuple[date, Months]], groups: Sequence[Months]
) -> list[Payment]:
    """The line of the payment plan that a payment carries out; one that pays for several lines names none."""
    numbers = {months: number for number, months in enumerate(groups, 1)}
    return [
        replace(payment, instalment=numbers.get(months)) for payment, (_, months) in zip(payments, due, strict=True)
    ]


# What goes wrong -----------------------------------------------------------------------------------------------------


def _with_mess(terms: Terms, payments: Sequence[Payment], chance: Chance) -> Iterator[Payment]:
    """Each kind of mess that the contract has happens to one payment that it can happen to."""
    free = {payment.number for payment in payments if payment.mess is None}
    happens: dict[int, Mess] = {}
    for mess in sorted(terms.mess.intersection(AT_PAYMENTS)):
        possible = [number for number in _possible(mess, terms, payments) if number in free - happens.keys()]
        if possible:
            happens[chance.one_of(possible)] = mess
    is_exempted = chance.happens(0.1)
    for payment in payments:
        happened = payment.mess or happens.get(payment.number)
        done_on = workdays_later(payment.paid_on, DAYS_TO_MEND.get(happened, 0) if happened else 0)
        yield replace(payment, mess=happened, done_on=done_on, is_exempted=is_exempted)


def _possible(mess: Mess, terms: Terms, payments: Sequence[Payment]) -> Iterator[int]:
    """Twice is paid only what still fits under the maximum, and what the bank takes back before the next order."""
    if mess is not Mess.PAID_TWICE:
        yield from (payment.number for payment in payments)
        return
    drawn = accumulate(payment.crowns for payment in payments)
    for payment, following, so_far in zip(payments, payments[1:], drawn, strict=False):
        is_back_in_time = workdays_later(payment.paid_on, 3) < following.ordered_on
        if is_back_in_time and so_far + payment.crowns <= terms.maximum:
            yield payment.number
