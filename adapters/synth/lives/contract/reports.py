"""What the provider reports about the service: every half-year, with what the indicators reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import later
from adapters.synth.lives.contract import found
from adapters.synth.lives.contract.mess import Mess
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    AcceptMonitoringReport,
    RecordFurtherSource,
    RecordIndicatorAchievement,
    RecordMonitoringReport,
    ReturnMonitoringReport,
)
from domain.kernel.money import Money
from domain.kernel.period import Month

MONTHS_A_REPORT = 6


@dataclass(frozen=True, slots=True)
class Report:
    """A report about some months: when it came, and how many persons were supported up to then."""

    number: int
    first: Month
    last: Month
    submitted_on: date
    persons: int
    is_final: bool

    @property
    def name(self) -> str:
        return f"report-{self.number}"

    @property
    def period(self) -> dict[str, date]:
        return {"start": self.first.first_day, "end": self.last.last_day}


def draw_reports(terms: Terms, last: Month, chance: Chance) -> tuple[Report, ...]:
    """The reports up to the last month of the service."""
    months = [terms.first + number for number in range(last - terms.first + 1)]
    reports: list[Report] = []
    for start in range(0, len(months), MONTHS_A_REPORT):
        of_report = months[start : start + MONTHS_A_REPORT]
        so_far = reports[-1].persons if reports else 0
        reports.append(
            Report(
                number=len(reports) + 1,
                first=of_report[0],
                last=of_report[-1],
                submitted_on=later(of_report[-1].last_day, chance.number(8, 20)),
                persons=so_far + chance.number(3, 40),
                is_final=of_report[-1] == last,
            )
        )
    return tuple(reports)


def report_strand(terms: Terms, reports: tuple[Report, ...], file: File, chance: Chance) -> Iterator[Step]:
    """Each report comes, is returned now and then, and is accepted; indicators and further sources beside it."""
    clerk = chance.one_of(CLERKS)
    is_messy = Mess.TOO_LITTLE_SUPPORT in terms.mess
    for report in reports:
        yield from _handled(terms, report, file, chance)
        yield _achievement(report, file, clerk_number=chance.number(0, 3), is_messy=is_messy and report.number == 1)
        if chance.happens(0.08):
            yield file.write(
                RecordFurtherSource,
                later(report.submitted_on, 2),
                {
                    "funder": f"Synthetic municipality {chance.number(1, 200)}",
                    "amount": Money.czk(chance.number(10, 150) * 1000),
                    "year": report.last.year,
                },
                who=clerk,
            )


def _submission(terms: Terms, report: Report) -> dict[str, Any]:
    """What a report says; the money is that of the contract, month by month."""
    crowns = sum(terms.crowns_a_month) * (report.last - report.first + 1)
    return {
        "report": report.name,
        "period": report.period,
        "is_final": report.is_final,
        "figures": {"persons": report.persons, "fte": f"{2 + report.number}.5", "units_direct": report.persons * 30},
        "costs": Money.czk(crowns),
        "revenues": Money.czk(crowns // 20),
    }


def _handled(terms: Terms, report: Report, file: File, chance: Chance) -> Iterator[Step]:
    clerk, day = chance.one_of(CLERKS), report.submitted_on
    said = _submission(terms, report)
    yield file.write(RecordMonitoringReport, day, said, who=clerk)
    if chance.happens(0.1):
        day = later(day, chance.number(3, 10))
        grounds, complete_by = file.prose("the figures do not add up"), later(day, 14)
        name = report.name
        yield file.write(
            ReturnMonitoringReport, day, {"report": name, "grounds": grounds, "complete_by": complete_by}, who=clerk
        )
        day = later(day, chance.number(5, 14))
        yield file.write(RecordMonitoringReport, day, said, who=clerk)
    yield file.write(AcceptMonitoringReport, later(day, chance.number(5, 20)), {"report": report.name}, who=clerk)


def _achievement(report: Report, file: File, *, clerk_number: int, is_messy: bool) -> Step:
    """Persons count only above the small-support limit of 40 hours; somebody with 32 was counted all the same."""
    return file.write(
        RecordIndicatorAchievement,
        later(report.submitted_on, 1),
        {
            "indicator": "600000",
            "period": report.period,
            "value": report.persons,
            "cumulative": report.persons,
            "fewest_hours": "32" if is_messy else "41.5",
        },
        who=CLERKS[clerk_number],
        expects=(found.TOO_LITTLE_SUPPORT,) if is_messy else (),
    )
