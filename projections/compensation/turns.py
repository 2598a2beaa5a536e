"""What is to be done next about a service-year, who does it, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.mandate.payloads import Outcome
from projections.compensation.mandates import BookKey, Limit, MandatePicture
from projections.compensation.verdict import Lacking, Verdict
from projections.deadlines import Turn


class NextStep(StrEnum):
    """What is done next; the last three wait for nobody."""

    CALCULATE = "calculate the compensation"
    DECLARE = "declare the net cost"
    VERIFY = "verify the net cost"
    COMPLETE = "add what the verdict lacks"
    CHECK = "check"
    CHECK_AGAIN = "check again"
    REQUEST = "ask for repayment"
    WITHDRAW = "withdraw a request for repayment"
    REPAY = "repay"
    UPDATE_PARAMETERS = "update the parameters"
    YEAR_GOES_ON = "the year goes on"
    NO_MONEY = "no public money came"
    DONE = "done"


PROVIDERS = frozenset({NextStep.DECLARE, NextStep.REPAY})
NOBODYS = frozenset({NextStep.YEAR_GOES_ON, NextStep.NO_MONEY, NextStep.DONE})


@dataclass(frozen=True)
class Next:
    """The next step; `turn` is None where it is nobody's. Days are None where nobody set one.

    Lateness is counted from `legal_last_day`; `safe_last_day` is the one to keep.
    """

    step: NextStep
    turn: Turn | None
    legal_last_day: date | None = None
    safe_last_day: date | None = None


def next_step(mandate: MandatePicture, key: BookKey, verdict: Verdict, *, is_outdated: bool, on: date) -> Next:
    """What is next on that day."""
    step = _step(mandate, key, verdict, is_outdated=is_outdated, on=on)
    legal, safe = _days(mandate, key, step)
    return Next(step, _turn(step), legal, safe)


def _turn(step: NextStep) -> Turn | None:
    if step in NOBODYS:
        return None
    return Turn.PROVIDER if step in PROVIDERS else Turn.REGION


def _step(mandate: MandatePicture, key: BookKey, verdict: Verdict, *, is_outdated: bool, on: date) -> NextStep:
    book = mandate.book(*key)
    if on <= mandate.last_day_of(key[1]):
        return NextStep.YEAR_GOES_ON if book.compensation is not None else NextStep.CALCULATE
    if verdict.outcome is Outcome.CANNOT_BE_DECIDED:
        return _to_decide(verdict, has_money=book.has_money or mandate.carried(*key) > 0)
    if book.standing is None or is_outdated:
        return NextStep.CHECK if book.standing is None else NextStep.CHECK_AGAIN
    claims = mandate.claimed(*key)
    if verdict.to_claim.minor < 0 or (verdict.outcome is not Outcome.REPAY and any(claim.left for claim in claims)):
        return NextStep.WITHDRAW
    if verdict.to_claim.minor > 0:
        return NextStep.REQUEST
    if not verdict.left_to_repay.is_zero:
        return NextStep.REPAY
    return _after_the_money(mandate, key, verdict, on=on)


def _to_decide(verdict: Verdict, *, has_money: bool) -> NextStep:
    """What a verdict waits for; a year without money waits for nothing."""
    lacking = set(verdict.missing)
    if lacking - {Lacking.DECLARED, Lacking.VERIFIED}:
        return NextStep.COMPLETE
    if not has_money:
        return NextStep.NO_MONEY
    return NextStep.DECLARE if Lacking.DECLARED in lacking else NextStep.VERIFY


def _after_the_money(mandate: MandatePicture, key: BookKey, verdict: Verdict, *, on: date) -> NextStep:
    """After an overcompensation the parameters are updated, as long as the mandate goes on."""
    is_over = verdict.overcompensation is not None and not verdict.overcompensation.is_zero
    has_ended = mandate.ends_on is not None and mandate.ends_on < on
    return NextStep.UPDATE_PARAMETERS if is_over and not mandate.book(*key).updates and not has_ended else NextStep.DONE


def _days(mandate: MandatePicture, key: BookKey, step: NextStep) -> tuple[date | None, date | None]:
    """The legal and the safe last day of the step."""
    if step is NextStep.YEAR_GOES_ON:
        last = mandate.last_day_of(key[1])
        return last, last
    if step is NextStep.REPAY:
        due = [claim.told.record for claim in mandate.claimed(*key) if claim.left]
        first = min(due, key=lambda said: said.legal_last_day or date.max)
        return first.legal_last_day, first.safe_last_day
    if step in {NextStep.VERIFY, NextStep.COMPLETE, NextStep.CHECK, NextStep.CHECK_AGAIN}:
        limit = _check_by(mandate, key[0])
        return (limit.legal_last_day, limit.safe_last_day) if limit is not None else (None, None)
    return None, None


def _check_by(mandate: MandatePicture, service: str) -> Limit | None:
    """Until when the next check is made; where the mandate ends before, the final one."""
    found = mandate.services.get(service)
    limit = mandate.final_check_by or (found.check_by if found else None)
    ends_on = mandate.ends_on
    ends_before = limit is not None and limit is not mandate.final_check_by and ends_on is not None
    if ends_before and limit is not None and limit.raw_end is not None and ends_on is not None:
        return None if ends_on < limit.raw_end else limit
    return limit
