"""Whether what is concluded on a day has to be published in the register of contracts, and whether it was in time."""

from datetime import date

from domain.contract.payloads import PublicationDuty
from domain.contract.rules import publication as rules
from domain.kernel.calendar import days_after, days_late, months_after
from domain.kernel.case import Case
from domain.kernel.money import Money
from domain.kernel.question import Question, question


def publication_duty(case: Case, concluded_on: date | None, value: Money | None) -> PublicationDuty | None:
    """The limits of Act 340/2015 by the calendar at hand; None where there is no duty, or the day is unknown.

    `value` is that without tax; where it is unknown, nothing exempts.
    """
    days = case.value("register-publication-days", concluded_on)
    if concluded_on is None or days is None or _is_exempt(case, concluded_on, value):
        return None
    months = case.value("register-void-months", concluded_on)
    return PublicationDuty(
        publish_by=days_after(concluded_on, days, case.calendar),
        void_after=None if months is None else months_after(concluded_on, months, case.calendar),
    )


def _is_exempt(case: Case, concluded_on: date, value: Money | None) -> bool:
    """Contracts up to the exempt value (§ 3(2)(i)) may stay unpublished."""
    exempt = case.value("register-exempt-value", concluded_on)
    if value is None or exempt is None or value.currency != exempt["currency"]:
        return False
    return value <= Money(**exempt)


def timeliness(
    *, concluded_on: date | None, published_on: date | None, duty: PublicationDuty | None, is_void: bool
) -> tuple[Question, ...]:
    """What a publication is asked: was it within thirty days, was it within three months.

    Of what is known to be void the second is not asked any more.
    """
    limit = duty.publish_by if duty else None
    in_time = question(
        rules.published_in_time,
        concluded_on,
        concluded_on=concluded_on,
        published_on=published_on,
        raw_end=limit.raw_end if limit else None,
        last_day_legal=limit.legal_last_day if limit else None,
        days_late=days_late(published_on, limit) if limit and published_on else None,
    )
    if is_void:
        return (in_time,)
    last_day = duty.void_after.legal_last_day if duty and duty.void_after else None
    within = question(
        rules.published_within_three_months, concluded_on, published_on=published_on, last_day_legal=last_day
    )
    return in_time, within
