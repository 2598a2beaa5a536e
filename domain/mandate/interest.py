"""Interest on overcompensation that is repaid late: by the rate of each day, none where a rate is not known."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from domain.kernel.money import Money, Rounding
from domain.mandate.events.overcompensation import RecoveryInterest

INTEREST_NOT_COMPUTED = "INTEREST_NOT_COMPUTED"
"""The anomaly where no rate is configured for some day of a delay."""
DAYS_OF_YEAR = 365


def recovery_interest(
    principal: Money, first_day: date, last_day: date, rate_on: Callable[[date], str | None]
) -> RecoveryInterest | None:
    """The interest for both days and all between; None where some day has no rate.

    `rate_on` gives the per cent a year of a day as text. Summed exactly and rounded once.
    """
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    rates = [rate_on(day) for day in days]
    if None in rates:
        return None
    share = sum((Fraction(rate) for rate in rates if rate is not None), start=Fraction(0)) / 100 / DAYS_OF_YEAR
    amount = principal.share(share.numerator, share.denominator, Rounding.HALF_UP)
    return RecoveryInterest(principal=principal, first_day=first_day, last_day=last_day, amount=amount)
