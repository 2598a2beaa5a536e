"""The deadlines of a mandate: checks for overcompensation, repayment, small aid, the end."""

from collections.abc import Iterator

from domain.mandate.events import changes, deminimis, ending, entrustment, overcompensation, takeover
from domain.mandate.payloads import ServiceTerms
from projections.deadlines.kinds import Course, Kind, Nature, Turn, on
from projections.deadlines.steps import (
    ALL,
    Step,
    done,
    ended,
    named,
    opened,
    opened_as_written,
    opened_until,
)


def _service(event: ServiceTerms) -> Iterator[Step]:
    yield named(event.registration or event.name_as_written or "")


def _old_services(event: takeover.MandateTakenOver) -> Iterator[Step]:
    for service in event.services:
        yield from _service(service)


_SERVICES = (
    on(entrustment.MandateProposed, _service),
    on(entrustment.ServiceAdded, _service),
    on(takeover.MandateTakenOver, _old_services),
)
"""Each service is checked by itself; a step about all of them is about each that was named."""


def _checked(event: overcompensation.OvercompensationCheckPerformed) -> Iterator[Step]:
    """One check is made and the next one is due, as long as the mandate lasts."""
    service = event.service or ALL
    yield done(service)
    if event.check_by is not None:
        yield opened(event.check_by, service)


def _issued(event: entrustment.MandateIssued) -> Iterator[Step]:
    yield opened_until(event.period.end if event.period else None)


MANDATE_KINDS = (
    Kind(
        "mandate.check",
        Turn.REGION,
        en="check for overcompensation",
        cs="zkontrolovat nadměrné vyrovnání",
        rule="mandate.checked-in-time",
        course=Course.AGAIN,
        steps=(
            *_SERVICES,
            on(entrustment.MandateIssued, lambda event: [opened(event.check_by, ALL)]),
            on(overcompensation.OvercompensationCheckPerformed, _checked),
            on(ending.MandateExpired, lambda _: [ended(ALL)]),
            on(ending.MandateRevoked, lambda _: [ended(ALL)]),
        ),
    ),
    Kind(
        "mandate.final-check",
        Turn.REGION,
        en="check for overcompensation at the end of the mandate",
        cs="zkontrolovat nadměrné vyrovnání na konci pověření SOHZ",
        rule="mandate.final-check-in-time",
        steps=(
            *_SERVICES,
            on(ending.MandateExpired, lambda event: [opened(event.final_check_by, ALL)]),
            on(ending.MandateRevoked, lambda event: [opened(event.final_check_by, ALL)]),
            on(
                overcompensation.FinalOvercompensationCheckPerformed,
                lambda event: [done(event.service or ALL)],
            ),
        ),
    ),
    Kind(
        "mandate.repayment",
        Turn.PROVIDER,
        en="repay the overcompensation",
        cs="vrátit nadměrné vyrovnání",
        rule="mandate.repaid-in-time",
        course=Course.MONEY,
        steps=(
            on(
                overcompensation.OvercompensationRepaymentRequested,
                lambda event: [opened(event.due, event.claim, amount=event.amount)],
            ),
            on(
                overcompensation.OvercompensationRepaid,
                lambda event: [done(event.claim, amount=event.amount)],
            ),
            on(overcompensation.RepaymentRequestWithdrawn, lambda event: [ended(event.claim)]),
        ),
    ),
    Kind(
        "mandate.de-minimis-entry",
        Turn.REGION,
        en="enter the small aid in the central register",
        cs="zapsat podporu de minimis do centrálního registru",
        rule="mandate.de-minimis-recorded-in-time",
        steps=(
            on(deminimis.DeMinimisGranted, lambda event: [opened(event.register_by, event.grant)]),
            on(deminimis.DeMinimisRecorded, lambda event: [done(event.grant)]),
        ),
    ),
    Kind(
        "mandate.end",
        Turn.REGION,
        en="the mandate ends",
        cs="pověření SOHZ končí",
        nature=Nature.TERM,
        course=Course.AGAIN,
        steps=(
            on(entrustment.MandateIssued, _issued),
            on(takeover.MandateTakenOver, lambda event: [opened_as_written(event.period_as_written)]),
            on(changes.MandateProlonged, lambda event: [opened_until(event.last_day)]),
            on(ending.MandateExpired, lambda _: [ended()]),
            on(ending.MandateRevoked, lambda _: [ended()]),
        ),
    ),
    Kind(
        "mandate.records",
        Turn.REGION,
        en="keep the records of the mandate",
        cs="uchovávat záznamy o pověření SOHZ",
        rule="mandate.records-kept-ten-years",
        nature=Nature.WAIT,
        steps=(
            on(ending.MandateExpired, lambda event: [opened_until(event.records_until)]),
            on(ending.MandateRevoked, lambda event: [opened_until(event.records_until)]),
            on(ending.RecordsReleased, lambda _: [ended()]),
        ),
    ),
)
