"""Penalty interest: so many per mille a day at the rate that was in force on that day."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from domain.contract.events.breaches import Interest, RateDays
from domain.kernel.case import Case
from domain.kernel.money import Money, Rounding

RATE = "levy-penalty-per-mille"
"""The configured value: per mille a day, as text."""
PENALTY_NOT_COMPUTED = "PENALTY_NOT_COMPUTED"
"""The anomaly where no rate is configured for some day of a delay."""


def unknown_rate_on(case: Case, first_day: date, last_day: date) -> date | None:
    """The first day of the delay for which no rate is configured."""
    return next((day for day in _days(first_day, last_day) if case.value(RATE, day) is None), None)


def interest(case: Case, principal: Money, first_day: date, last_day: date) -> Interest:
    """The interest on `principal` for both days and all between, never more than the principal (§ 22 Act 250/2000).

    Summed exactly and rounded once. Every day needs its rate: see `unknown_rate_on`.
    """
    rates = [str(case.value(RATE, day)) for day in _days(first_day, last_day)]
    share = sum((Fraction(rate) for rate in rates), start=Fraction(0)) / 1000
    amount = principal.share(share.numerator, share.denominator, Rounding.HALF_UP)
    return Interest(
        principal=principal,
        first_day=first_day,
        last_day=last_day,
        days=len(rates),
        rates=tuple(RateDays(per_mille=rate, days=len(list(days))) for rate, days in groupby(rates)),
        amount=min(amount, principal),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
