"""A regional project: approved with its budget and promises, reporting and claiming every year, closed at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday
from adapters.synth.lives.service import Service
from adapters.synth.numbers import ico, project_number, resolution
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step, in_order
from domain.kernel.money import Money
from domain.project.commands import (
    AllocateMaximum,
    ApproveProject,
    CloseProject,
    RecordClaimDecision,
    RecordPaymentReceived,
    RecordReportDecision,
    SetIndicatorTarget,
    SubmitImplementationReport,
    SubmitPaymentClaim,
)

YEARS = 3
OWNER = {"name": "Synthetic region", "ico": ico(99_999)}


@dataclass(frozen=True, slots=True)
class ProjectFrame:
    """A project as others stand on it: its number, its programme, its first year, and the kinds that it supports."""

    number: int
    identifier: UUID
    first_year: int
    services: tuple[Service, ...]

    @property
    def programme(self) -> str:
        return "OPZ" if self.first_year < 2022 else "OPZ+"

    @property
    def first_day(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.first_year + YEARS - 1, 12, 31)

    @property
    def sections(self) -> list[str]:
        return sorted({service.kind.section for service in self.services})

    @property
    def crowns_a_service(self) -> tuple[int, ...]:
        """The most that each service may get: three years of what it costs."""
        return tuple(service.crowns_a_month * 12 * YEARS for service in self.services)

    @property
    def budget(self) -> int:
        return sum(self.crowns_a_service) * 11 // 10


def project_file(source: str, number: int) -> File:
    return File(source, f"project-{number}", opens=ApproveProject)


def project_life(
    project: ProjectFrame, services_told: Sequence[Service], source: str, chance: Chance
) -> Iterator[Step]:
    """From the approval to the closing; a ceiling is set for each of the services that are told of."""
    file, clerk = project_file(source, project.number), chance.one_of(CLERKS)
    approved_on = workday(date(project.first_year - 1, chance.number(6, 8), chance.number(1, 28)))
    reported = [date(project.first_year + year, 12, 31) for year in range(YEARS)]
    return in_order(
        [_approval(project, file, approved_on, chance)],
        _targets(project, file, later(approved_on, 5)),
        _ceilings(project, services_told, file, later(approved_on, 10)),
        *(_year(project, number, end, file, chance) for number, end in enumerate(reported, 1)),
        [file.write(CloseProject, workday(date(project.first_year + YEARS, 11, 15)), who=clerk)],
    )


def _approval(project: ProjectFrame, file: File, day: date, chance: Chance) -> Step:
    return file.write(
        ApproveProject,
        day,
        {
            "number": project_number(project.number, programme=project.programme),
            "title": f"Synthetic project {project.number}",
            "programme": project.programme,
            "owner": OWNER,
            "grant_decision": f"SYNTHETIC/{project.number}",
            "budget": Money.czk(project.budget),
            "period": {"start": project.first_day, "end": project.last_day},
            "resolution": resolution(chance, body="ZK", year=day.year),
            "funding": [
                {"source": "esf", "percent": 85},
                {"source": "state", "percent": 10},
                {"source": "region", "percent": 5},
            ],
            "supported": [{"section": section} for section in project.sections],
            "price_rule": {"percent_of_compensation": 85},
        },
        who=CLERKS[0],
    )


def _targets(project: ProjectFrame, file: File, day: date) -> Iterator[Step]:
    services = len(project.services)
    persons = {"code": "600000", "value": services * 90, "unit": "PERSON"}
    capacity = {"name": "Kapacita služeb", "value": services * 4, "unit": "FTE"}
    for name, target in (("persons", persons), ("capacity", capacity)):
        yield file.write(SetIndicatorTarget, day, {"indicator": name, **target}, who=CLERKS[0], named=name)


def _ceilings(project: ProjectFrame, services_told: Sequence[Service], file: File, day: date) -> Iterator[Step]:
    for service, crowns in zip(project.services, project.crowns_a_service, strict=True):
        if service in services_told:
            ceiling = {"service": service.identifier, "maximum": Money.czk(crowns)}
            yield file.write(AllocateMaximum, day, ceiling, who=CLERKS[0], named=service.number)


def _year(project: ProjectFrame, number: int, end: date, file: File, chance: Chance) -> Iterator[Step]:
    """A report and a claim after every year; the managing authority approves most of it and pays."""
    day, name, claim = later(end, chance.number(15, 40)), f"report-{number}", f"claim-{number}"
    clerk, period = chance.one_of(CLERKS), {"start": date(end.year, 1, 1), "end": end}
    reached = [{"indicator": "persons", "value": len(project.services) * chance.number(25, 32) * number}]
    reported = {"report": name, "period": period, "achievements": reached}
    yield file.write(SubmitImplementationReport, day, reported, who=clerk)
    asked = Money.czk(project.budget // YEARS * chance.number(70, 100) // 100)
    kind = "final" if number == YEARS else "interim"
    claimed = {"claim": claim, "claim_kind": kind, "amount": asked, "period": period, "report": name}
    yield file.write(SubmitPaymentClaim, day, claimed, who=clerk)
    decided_on, approved = later(day, chance.number(30, 80)), asked.share(chance.number(95, 100), 100)
    yield file.write(RecordReportDecision, decided_on, {"report": name, "outcome": "approved"}, who=clerk)
    outcome = "approved" if approved == asked else "approved in part"
    decided = {"claim": claim, "outcome": outcome, "approved": approved}
    yield file.write(RecordClaimDecision, decided_on, decided, who=clerk)
    received = {"movement": f"synthetic project {project.number} {claim}", "amount": approved, "claim": claim}
    yield file.write(RecordPaymentReceived, later(decided_on, 20), received, who=clerk)
