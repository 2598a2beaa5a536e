"""Interest on overcompensation that is repaid late: by the rate of each day, none where a rate is not known."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case
from domain.kernel.money import Money, Rounding
from domain.mandate.events.overcompensation import RecoveryInterest

INTEREST_NOT_COMPUTED = "INTEREST_NOT_COMPUTED"
"""The anomaly where no rate is configured for some day of a delay."""
DAYS_OF_YEAR = 365
RATE = "mandate.recovery-interest-percent"


def interest_due(repaid: Money, on: date, due: TimeLimit, case: Case) -> RecoveryInterest | None:
    """From the day after the legal last day to the day of the repayment; None where it was in time or a rate lacks."""

    def rate_on(day: date) -> str | None:
        rate = case.value(RATE, day)
        return None if rate is None else str(rate)

    is_late = on > due.legal_last_day
    return recovery_interest(repaid, due.legal_last_day + timedelta(days=1), on, rate_on) if is_late else None


def rate_is_missing(repaid: Money, on: date, due: TimeLimit, case: Case) -> bool:
    """Whether it was late and for some day of the delay no rate is configured."""
    return on > due.legal_last_day and interest_due(repaid, on, due, case) is None


def note_missing_rate(on: date, due: TimeLimit, case: Case) -> None:
    first_day = due.legal_last_day + timedelta(days=1)
    case.note(INTEREST_NOT_COMPUTED, facts={"first_day": first_day, "last_day": on})


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
