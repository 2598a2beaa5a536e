"""What is told to others: the payments of a year on the internet, the two-yearly report, small aid in its register."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday, workdays_later
from adapters.synth.lives.mandate import found
from adapters.synth.lives.mandate.telling import Happening, Telling
from adapters.synth.lives.service import Service
from adapters.synth.people import CLERKS
from adapters.synth.step import Step
from domain.kernel.money import Money
from domain.mandate.commands import GrantDeMinimis, IncludeInReport, PublishCompensation, RecordDeMinimisEntry

REPORT_YEARS = (2020, 2022, 2024)
"""In these years a report to the Commission is made on the two years before."""


def paper_happenings(telling: Telling, chance: Chance) -> Iterator[Happening]:
    """Some mandates publish, some stand in reports; whoever gets no compensation may get small aid."""
    plan = telling.plan
    if plan.number % 2 == 0:
        for year in plan.years:
            published_on = workday(date(year + 1, 11, chance.number(5, 25)))
            yield Happening(published_on, partial(_publish, telling, year))
    for report in REPORT_YEARS if plan.number % 3 == 1 else ():
        covered = [year for year in (report - 2, report - 1) if year in plan.years]
        yield Happening(workday(date(report, 6, chance.number(8, 18))), partial(_report, telling, report, covered))
    for service in plan.services:
        if all(span.service != service for span in plan.spans):
            yield from _aid(telling, service, chance.apart("aid", service.number))


def _publish(telling: Telling, year: int, day: date) -> Iterator[Step]:
    """What was paid for a year, all services together."""
    accounts = {one.account.contract: one.account for one in telling.years if one.account}
    minor = sum(line.minor for account in accounts.values() for line in account.of_year(year))
    if not minor:
        return
    page = f"https://region.example/sgei/{telling.plan.name}"
    said = {
        "year": year,
        "url": f"{page}/{year}",
        "entrustment_url": page,
        "amount": Money(minor),
        "has_other_activities": telling.plan.number % 4 == 0,
    }
    yield telling.file.write(PublishCompensation, day, said, who=CLERKS[3])


def _report(telling: Telling, report: int, years: list[int], day: date) -> Iterator[Step]:
    for year in years:
        said = {"report": f"SGEI {report}", "report_year": report, "year": year}
        yield telling.file.write(IncludeInReport, day, said, who=CLERKS[3])


# Small aid -----------------------------------------------------------------------------------------------------------


def _aid(telling: Telling, service: Service, chance: Chance) -> Iterator[Happening]:
    """Looked up in the register on the day of the grant, entered within five working days or too late."""
    granted_on = later(telling.plan.first_day, chance.number(40, 250))
    crowns, seen = chance.number(20, 60) * 10_000, chance.number(0, 90) * 1_000
    yield Happening(granted_on, partial(_grant, telling, service, crowns, seen))
    is_late = telling.plan.has_mess and chance.happens(0.5)
    entered_on = workdays_later(granted_on, chance.number(7, 12) if is_late else chance.number(1, 5))
    yield Happening(entered_on, partial(_enter, telling, service, (found.AID_RECORDED_LATE,) if is_late else ()))


def _key(service: Service) -> str:
    return f"aid {service.registration}"


def _grant(telling: Telling, service: Service, crowns: int, seen: int, day: date) -> Iterator[Step]:
    said = {
        "grant": _key(service),
        "amount": Money.czk(crowns),
        "register_total": Money(seen * 100, "EUR"),
        "register_seen_on": day,
        "rate": {"czk_per_eur": "25.500", "day": day},
        **telling.named(service),
    }
    yield telling.file.write(GrantDeMinimis, day, said, who=telling.approver)


def _enter(telling: Telling, service: Service, expects: tuple[str, ...], day: date) -> Iterator[Step]:
    said = {"grant": _key(service), "register_id": f"synthetic {telling.plan.name} {_key(service)}"}
    yield telling.file.write(RecordDeMinimisEntry, day, said, who=CLERKS[1], expects=expects)
