"""How a service stands in the basic network: by the medium-term plan after an intention, or for a project it won."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday, workday_before
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.lives.methodology import PARAMETERS, methodology_file
from adapters.synth.lives.project import ProjectFrame
from adapters.synth.lives.service import Service
from adapters.synth.numbers import resolution
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step, in_order
from domain.kernel.command import Command
from domain.kernel.stamp import Actor
from domain.network_entry.commands import (
    ApproveNetworkVersion,
    ExcludeService,
    IncludeService,
    ProlongInclusion,
    RecordDevelopmentIntention,
    RecordMunicipalStatement,
    ScoreIntention,
)


class Plan(NamedTuple):
    """A medium-term plan, and the day on which the assembly resolved on it."""

    first_day: date
    last_day: date
    resolved_on: date


PLANS = (
    Plan(date(2018, 1, 1), date(2020, 12, 31), date(2017, 6, 27)),
    Plan(date(2021, 1, 1), date(2023, 12, 31), date(2020, 12, 15)),
    Plan(date(2024, 1, 1), date(2026, 12, 31), date(2023, 12, 19)),
)
"""The first medium-term plan by which services enter here, and those after it."""
INTENTION = "2017-1"


def entry_file(source: str, service: Service, *, opens: type[Command]) -> File:
    return File(source, f"network-{service.number}", opens=opens)


# By the plan ---------------------------------------------------------------------------------------------------------


def draw_plans(chance: Chance) -> tuple[Plan, ...]:
    """The plans in which a service stands, one after the other: most are kept, some are left out of the next."""
    if not chance.happens(0.8):
        return PLANS[:1]
    return PLANS if chance.happens(0.8) else PLANS[:2]


def planned_file(source: str, service: Service) -> File:
    """The file of a service that enters by the plan."""
    return entry_file(source, service, opens=RecordDevelopmentIntention)


def planned_entry(service: Service, plans: Sequence[Plan], source: str, chance: Chance) -> Iterator[Step]:
    """An intention in the spring of 2017, statements, a score, the plan of 2018; kept by later plans, or left out."""
    file, clerk = planned_file(source, service), chance.one_of(CLERKS)
    submitted_on = workday(date(2017, 3, chance.number(1, 28)))
    return in_order(
        _intention(service, file, submitted_on, chance),
        [_included_by_plan(service, file, clerk, chance)],
        (_kept(plan, file, clerk, chance) for plan in plans[1:]),
        [_left_out(PLANS[len(plans)], file, clerk)] if len(plans) < len(PLANS) else [],
        [_approved_anew(file, clerk, chance)] if chance.happens(0.4) else [],
    )


def _intention(service: Service, file: File, submitted_on: date, chance: Chance) -> Iterator[Step]:
    clerk = chance.one_of(CLERKS)
    yield file.write(
        RecordDevelopmentIntention,
        submitted_on,
        {
            "intention": INTENTION,
            "applicant": service.provider_on(submitted_on).organisation,
            "service": service.identifier,
            "capacities": [service.capacity],
            "orps": list(service.orps),
            "financing": "state",
        },
        who=clerk,
    )
    for orp in service.orps:
        stated = {"municipality": f"Synthetic municipality of {orp}", "orp": orp, "subject": "need"}
        day = later(submitted_on, chance.number(5, 30))
        yield file.write(RecordMunicipalStatement, day, {"is_supporting": True, **stated}, who=clerk, named=orp)
    scores = [{"parameter": name, "points": chance.number(most // 2, most)} for name, most in PARAMETERS.items()]
    by = methodology_file(file.source, 2017).identifier
    yield file.write(
        ScoreIntention,
        later(submitted_on, 45),
        {"intention": INTENTION, "methodology": by, "scores": scores},
        who=clerk,
    )


def _included_by_plan(service: Service, file: File, clerk: Actor, chance: Chance) -> Step:
    first_day, last_day, resolved_on = PLANS[0]
    return file.write(
        IncludeService,
        first_day,
        {
            "plan": {"start": first_day, "end": last_day},
            "intention": INTENTION,
            "financing": "state",
            **_standing(service, file.source, resolved_on, last_day, chance),
        },
        who=clerk,
        written_on=workday(resolved_on),
    )


def _standing(service: Service, source: str, resolved_on: date, last_day: date, chance: Chance) -> dict[str, Any]:
    """Resolution, capacity, and the shares of the municipalities with extended powers, which make up the whole."""
    shares = [{"orp": orp, "share": f"1/{len(service.orps)}"} for orp in service.orps]
    return {
        "service": service.identifier,
        "last_day": last_day,
        "capacities": [service.capacity],
        "orp_shares": shares if len(shares) > 1 else [{"orp": service.orps[0], "share": "1"}],
        "level": "1",
        "methodology": methodology_file(source, resolved_on.year).identifier,
        "resolution": resolution(chance, body="ZK", year=resolved_on.year),
        "resolved_on": resolved_on,
    }


def _kept(plan: Plan, file: File, clerk: Actor, chance: Chance) -> Step:
    """The service stands in the next plan as well."""
    return file.write(
        ProlongInclusion,
        plan.first_day,
        {
            "last_day": plan.last_day,
            "plan": {"start": plan.first_day, "end": plan.last_day},
            "resolution": resolution(chance, body="ZK", year=plan.resolved_on.year),
            "resolved_on": plan.resolved_on,
        },
        who=clerk,
        written_on=workday(plan.resolved_on),
    )


def _left_out(next_plan: Plan, file: File, clerk: Actor) -> Step:
    """It leaves with the old plan."""
    left = next_plan.first_day
    return file.write(ExcludeService, left, {"ground": "PLAN_END"}, who=clerk, written_on=workday(left))


def _approved_anew(file: File, clerk: Actor, chance: Chance) -> Step:
    """The assembly approves the network of a year anew."""
    first_day, resolved_on = date(2019, 1, 1), date(2018, 12, 18)
    approved = {"resolution": resolution(chance, body="ZK", year=2018), "resolved_on": resolved_on, "version": "2019"}
    return file.write(ApproveNetworkVersion, first_day, approved, who=clerk, written_on=workday(resolved_on))


# For a project -------------------------------------------------------------------------------------------------------


def project_file(source: str, service: Service) -> File:
    """The file of a service that enters for a project."""
    return entry_file(source, service, opens=IncludeService)


def project_entry(terms: Terms, project: ProjectFrame, source: str, chance: Chance) -> Iterator[Step]:
    """Who won a lot enters before the contract is concluded, stays as long as the project lasts, and leaves with it."""
    won, service = terms.wanted.won, terms.services[0]
    assert won is not None, "only winners of tenders enter for a project"
    file, clerk = project_file(source, service), chance.one_of(CLERKS)
    resolved_on = workday_before(terms.concluded_on)
    return in_order(
        [
            file.write(
                IncludeService,
                terms.first.first_day,
                {
                    "project": project.identifier,
                    "tender": won.tender,
                    "lot": won.lot,
                    "financing": "esf",
                    **_standing(service, source, resolved_on, project.last_day, chance),
                },
                who=clerk,
                written_on=resolved_on,
            )
        ],
        [_left_with_project(project, file, clerk)],
    )


def _left_with_project(project: ProjectFrame, file: File, clerk: Actor) -> Step:
    left = project.last_day + timedelta(days=1)
    return file.write(ExcludeService, left, {"ground": "PROJECT_END"}, who=clerk, written_on=workday(left))
