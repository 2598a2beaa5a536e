"""A service of supported living on its way into the network, and the files that it stands on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.event import Event
from domain.kernel.ids import derived_id
from domain.kernel.money import czk
from domain.methodology import events as methodology_events
from domain.methodology.methodology import Methodology
from domain.methodology.payloads import ScoringParameter
from domain.network_entry import commands, events
from domain.network_entry.network_entry import NetworkEntry
from domain.network_entry.payloads import OrpShare
from domain.project.events import ProjectApproved
from domain.project.project import Project
from domain.service.events import ServiceDeregistered, ServiceRegistered
from domain.service.payloads import Capacity
from domain.service.service import Service
from tests.domain.methodology.examples import DOCUMENT, made
from tests.spec import THIS, Day, Story, given

SERVICE = derived_id("spec", "the registered service")
OTHER_SERVICE = derived_id("spec", "another service")
PROJECT = derived_id("spec", "the project")
METHODOLOGY = derived_id("spec", "the methodology")
NUMBER = "3596108"
PROJECT_NUMBER = "CZ.03.2.60/0.0/0.0/15_005/0003862"
PROVIDER = {"name": "Domov Raspenava, příspěvková organizace", "ico": "71220089"}

PLAN = {"start": "2018-01-01", "end": "2020-12-31"}
NEXT_PLAN = {"start": "2021-01-01", "end": "2023-12-31"}
RESOLVED = {"resolution": "258/17/ZK", "resolved_on": "2017-06-27"}
FIELD_FTE = made(Capacity, form="T", unit="FTE", amount="4.5")
SHARES = (made(OrpShare, orp="5105", share="2/3"), made(OrpShare, orp="5102", share="1/3"))


def registered_service(*, ended_on: Day = None, **changed: Any) -> Service:
    """§ 43 in the field, registered from 2015; its register entry counts no full-time equivalents."""
    fields = {"registration_number": NUMBER, "provider": PROVIDER, "section": "43", "forms": ("T",)}
    story = given(Service, ("2015-01-01", made(ServiceRegistered, **fields | changed)))
    return (story.happened(ServiceDeregistered(), on=ended_on) if ended_on else story).state


def approved_project(start: str = "2018-04-01", end: str | None = "2020-03-31", **changed: Any) -> Project:
    fields = {
        "number": PROJECT_NUMBER,
        "title": "Podpora a rozvoj služeb v komunitě",
        "programme": "OPZ",
        "owner": {"name": "Liberecký kraj", "ico": "70891508"},
        "grant_decision": "OPZ/1",
        "budget": czk(100_000_000),
        "period": {"start": start, "end": end},
        "resolution": "1/17/ZK",
    }
    return given(Project, ("2017-01-01", made(ProjectApproved, **fields | changed))).state


def methodology(year: int = 2017, *, parameters: bool = True) -> Methodology:
    """In force for one year; it scores need with up to 20 points and staff with up to 10."""
    approved = made(
        methodology_events.MethodologyApproved,
        approvals=[{"body": "ZK"}],
        validity={"start": f"{year}-01-01", "end": f"{year}-12-31"},
        document=DOCUMENT,
    )
    story = given(Methodology, made(methodology_events.MethodologyDrafted, year=year, title="Metodika"), approved)
    maxima = (("need", 20), ("staff", 10))
    scored = [made(ScoringParameter, parameter=p, name=p, maximum=m) for p, m in maxima]
    if parameters:
        story = story.happened(methodology_events.ScoringParametersSet(parameters=tuple(scored)))
    return story.state


def files(**changed: Aggregate) -> Mapping[UUID, Aggregate]:
    """The other files; each may be replaced by its name."""
    standard = {"service": registered_service(), "project": approved_project(), "methodology": methodology()}
    known = standard | changed
    other = registered_service(registration_number="5563434")
    named = {SERVICE: "service", PROJECT: "project", METHODOLOGY: "methodology"}
    return {OTHER_SERVICE: other, **{identifier: known[name] for identifier, name in named.items()}}


# The intention ----------------------------------------------------------------------------------------------------

INTENTION = {"intention": "2017-03", "applicant": PROVIDER, "service": SERVICE, "capacities": (FIELD_FTE,)}
SUBMITTED = made(
    events.DevelopmentIntentionSubmitted, **INTENTION, registration_number=NUMBER, section="43", orps=("5105", "5102")
)
SCORES = ({"parameter": "need", "points": "17.5"}, {"parameter": "staff", "points": 8})
SCORED = made(events.IntentionScored, intention="2017-03", methodology=METHODOLOGY, scores=SCORES)


def submit(**changed: Any) -> commands.RecordDevelopmentIntention:
    return made(commands.RecordDevelopmentIntention, target=THIS, **INTENTION | {"orps": ("5105", "5102")} | changed)


def score(**changed: Any) -> commands.ScoreIntention:
    fields = {"intention": "2017-03", "methodology": METHODOLOGY, "scores": SCORES}
    return made(commands.ScoreIntention, target=THIS, **fields | changed)


def intended(*past: tuple[str, Event], **others: Aggregate) -> Story[NetworkEntry]:
    """An intention submitted and scored in the spring of 2017, and whatever followed."""
    return given(NetworkEntry, ("2017-03-01", SUBMITTED), ("2017-05-01", SCORED), *past, others=files(**others))


# In the network ---------------------------------------------------------------------------------------------------

STANDING = {
    **RESOLVED,
    "service": SERVICE,
    "last_day": "2020-12-31",
    "capacities": (FIELD_FTE,),
    "orp_shares": SHARES,
    "financing": "state",
    "level": "1",
}
FOUND = {"registration_number": NUMBER, "section": "43"}
BY_PLAN = {"plan": PLAN, "intention": "2017-03"}
FOR_PROJECT = {"project": PROJECT, "last_day": "2020-03-31", "financing": "esf"}
INCLUDED = made(events.ServiceIncluded, **STANDING, **BY_PLAN, **FOUND)
INCLUDED_FOR_PROJECT = made(events.ServiceIncluded, **STANDING | FOR_PROJECT, **FOUND, project_reference=PROJECT_NUMBER)


def include(**changed: Any) -> commands.IncludeService:
    """By the plan of 2018–2020 and the scored intention."""
    return made(commands.IncludeService, target=THIS, **STANDING | BY_PLAN | changed)


def include_for_project(**changed: Any) -> commands.IncludeService:
    """The winner of a tender, for the duration of the project."""
    return made(commands.IncludeService, target=THIS, **STANDING | FOR_PROJECT | changed)


def include_urgently(**changed: Any) -> commands.GrantUrgentInclusion:
    return made(commands.GrantUrgentInclusion, target=THIS, **STANDING | changed)


def included(*past: tuple[str, Event], **others: Aggregate) -> Story[NetworkEntry]:
    """In the network by the plan from 2018 to 2020, and whatever followed."""
    return intended(("2018-01-01", INCLUDED), *past, **others)


def included_for_project(*past: tuple[str, Event], **others: Aggregate) -> Story[NetworkEntry]:
    """In the network for the project from April 2018 to March 2020, and whatever followed."""
    return given(NetworkEntry, ("2018-04-01", INCLUDED_FOR_PROJECT), *past, others=files(**others))
