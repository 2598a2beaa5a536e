"""Inspections to tell stories about: one service with its contract and mandate, all lawful unless told otherwise.

2026-01-05 planned · 12 authorised · 02-02 started by showing the authorisation · 02-03 checklist, samples, measuring ·
02-27 last control act: the protocol is due on Monday 03-30 (60 days: 04-28)
"""

from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from domain.contract.contract import Contract
from domain.contract.events import ContractTakenOver, IndicatorAchievementRecorded
from domain.inspection.commands import authorisation, checklists, conduct, opening, planning, sampling
from domain.inspection.inspection import Inspection
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.mandate.events import MandateTakenOver
from domain.mandate.mandate import Mandate
from domain.methodology.events import MethodologyTakenOver
from domain.methodology.methodology import Methodology
from domain.service.events import ServiceRegistered
from domain.service.service import Service
from tests.spec import THIS, Story, given

M = TypeVar("M", bound=BaseModel)

SERVICE, OTHER_SERVICE = derived_id("spec", "the service"), derived_id("spec", "another service")
CONTRACT, MANDATE = derived_id("spec", "the contract"), derived_id("spec", "the mandate")
METHODOLOGY = derived_id("spec", "the methodology")
EARLIER = derived_id("spec", "the inspection before")
NUMBER, OTHER_NUMBER = "3596108", "5563434"
ICO, OTHER_ICO = "71220089", "70891508"
PROVIDER = {"name": "Domov Raspenava, příspěvková organizace", "ico": ICO}

HEAD, CONTROLLER, SUBSTITUTE, STRANGER = (f"p-{number:016x}" for number in range(1, 5))
SUPERIOR, EXPERT, CLIENT, DIRECTOR = (f"p-{number:016x}" for number in range(5, 9))
DOCUMENT, OTHER_DOCUMENT = "ab" * 32, "cd" * 32

PLANNED, AUTHORISED, STARTED, ON_SITE, LAST_ACT = "2026-01-05", "2026-01-12", "2026-02-02", "2026-02-03", "2026-02-27"


def made(model: type[M], **fields: Any) -> M:
    """A command, an event or a value from what people write; a command is for the inspection of the story."""
    target = {"target": THIS} if issubclass(model, Command) else {}
    return model.model_validate(target | fields)


# The files that an inspection looks at --------------------------------------------------------------------------------


def service(number: str = NUMBER, ico: str = ICO) -> Service:
    fields = {
        "registration_number": number,
        "provider": PROVIDER | {"ico": ico},
        "section": "43",
        "forms": ("T",),
        "capacities": ({"form": "T", "unit": "FTE", "amount": "5"},),
    }
    return given(Service, ("2008-01-01", made(ServiceRegistered, **fields))).state


def contract(*reported: tuple[str, str, str]) -> Contract:
    """A contract with what was reported of the second half of 2025, as (indicator, month, value)."""
    achieved = [
        made(IndicatorAchievementRecorded, indicator=code, period={"start": f"{m}-01", "end": f"{m}-28"}, value=value)
        for code, m, value in reported
    ]
    opened = made(ContractTakenOver, number="OLP/9001/2024", provider=PROVIDER["name"], provider_ico=ICO)
    return given(Contract, opened, *(("2026-01-02", one) for one in achieved)).state


def contract_without_number() -> Contract:
    """An old one that names its provider and says no IČO."""
    return given(Contract, made(ContractTakenOver, number="OLP/9001/2024", provider=PROVIDER["name"])).state


def mandate(amount: str = "4.5", of: UUID = SERVICE) -> Mandate:
    capacities = ({"form": "T", "unit": "FTE", "amount": amount},)
    terms = {"service": of, "registration": NUMBER, "section": "43", "capacities": capacities}
    return given(Mandate, made(MandateTakenOver, number="LK-0007/2024", provider=PROVIDER, services=(terms,))).state


def methodology(**fields: Any) -> Methodology:
    usual = {"year": 2025, "title": "Metodika 2025", "validity": {"start": "2025-01-01", "end": "2025-12-31"}}
    return given(
        Methodology, ("2024-01-01", made(MethodologyTakenOver, **usual | {"time_unit_minutes": 30} | fields))
    ).state


def earlier() -> Inspection:
    """An inspection of the same provider that was planned before this one."""
    return inspection(number="LK-K 1/2025").state


def earlier_of_another() -> Inspection:
    """The same of another provider."""
    subject = {"provider": OTHER_ICO, "services": [OTHER_SERVICE]}
    return inspection(files(other_service=service(OTHER_NUMBER, OTHER_ICO)), subject=subject).state


def files(**changed: Aggregate) -> dict[Any, Aggregate]:
    """Every file that a story may name; each may be replaced by its name."""
    known: dict[str, Aggregate] = {
        "service": service(),
        "other_service": service(OTHER_NUMBER),
        "contract": contract(),
        "mandate": mandate(),
        "methodology": methodology(),
    } | changed
    named = {
        SERVICE: "service",
        OTHER_SERVICE: "other_service",
        CONTRACT: "contract",
        MANDATE: "mandate",
        METHODOLOGY: "methodology",
        EARLIER: "earlier",
    }
    return {identifier: known[name] for identifier, name in named.items() if name in known}


# Stages ---------------------------------------------------------------------------------------------------------------


def inspection(files: dict[Any, Aggregate] | None = None, **fields: Any) -> Story[Inspection]:
    """A planned one; `fields` change the plan."""
    others = files if files is not None else _files()
    return taken(given(Inspection, others=others).when(plan(**fields), on=PLANNED))


_files = files


def authorised(story: Story[Inspection] | None = None, **plan_fields: Any) -> Story[Inspection]:
    """Planned and authorised: head, controller and a substitute for anybody."""
    return taken((story or inspection(**plan_fields)).when(authorise(), on=AUTHORISED))


def opened(story: Story[Inspection] | None = None, **plan_fields: Any) -> Story[Inspection]:
    """Authorised and started by showing the authorisation."""
    return taken(authorised(story, **plan_fields).when(start(), on=STARTED))


def on_site_done(story: Story[Inspection] | None = None, on: str = LAST_ACT, **plan_fields: Any) -> Story[Inspection]:
    """Started, and the last control act done."""
    return taken((story or opened(**plan_fields)).when(finish(), on=on))


def taken(story: Story[Inspection]) -> Story[Inspection]:
    """The story, where the last command was taken."""
    assert story.refusal is None, f"refused: {story.refusal.codes}, {story.refusal.facts}"
    return story


# Commands -------------------------------------------------------------------------------------------------------------


def plan(**fields: Any) -> planning.PlanInspection:
    usual = {
        "number": "LK-K 7/2026",
        "regime": "CONTROL_ACT",
        "subject": {"provider": ICO, "services": [SERVICE], "contracts": [CONTRACT], "mandates": [MANDATE]},
        "period": {"start": "2025-01-01", "end": "2025-12-31"},
        "planned_for": {"start": "2026-02-01", "end": "2026-03-31"},
        "reason": "PLAN",
        "plan_reference": "plan 2026",
        "methodology": METHODOLOGY,
    }
    return made(planning.PlanInspection, **usual | fields)


def authorise(**fields: Any) -> authorisation.IssueAuthorisation:
    usual = {
        "authorisation": "P 7/2026",
        "form": "FOR_THIS_INSPECTION",
        "issued_by": SUPERIOR,
        "issued_as": "HEAD_OF_BODY",
        "team": [member(HEAD, "HEAD"), member(CONTROLLER), member(SUBSTITUTE, "SUBSTITUTE")],
        "document": DOCUMENT,
    }
    return made(authorisation.IssueAuthorisation, **usual | fields)


def member(person: str, role: str = "CONTROLLER", **fields: Any) -> dict[str, Any]:
    return {"person": person, "role": role} | fields


def amend(amendment: str = "1", **fields: Any) -> authorisation.AmendAuthorisation:
    return made(authorisation.AmendAuthorisation, amendment=amendment, issued_by=SUPERIOR, **fields)


def start(**fields: Any) -> opening.StartInspection:
    usual = {
        "by": HEAD,
        "mode": "AUTHORISATION_SHOWN",
        "first_act": "authorisation shown",
        "shown_to": DIRECTOR,
        "shown_to_side": "CONTROLLED",
    }
    return made(opening.StartInspection, **usual | fields)


def answer(key: str, item: str = "A1", value: str = "OK", **fields: Any) -> checklists.AnswerChecklistItem:
    usual = {"by": CONTROLLER, "answer": key, "checklist": "C", "item": item, "value": value}
    return made(checklists.AnswerChecklistItem, **usual | fields)


def open_checklist(**fields: Any) -> checklists.OpenChecklist:
    return made(checklists.OpenChecklist, **{"checklist": "C", "template": "on-site"} | fields)


def draw(**fields: Any) -> sampling.DrawSample:
    usual = {
        "by": CONTROLLER,
        "sample": "S",
        "subject": "client files",
        "population": 10,
        "frame": [f"K{number:02}" for number in range(1, 11)],
        "method": "SIMPLE_RANDOM",
        "size": 3,
        "seed": "2026-02-03",
    }
    return made(sampling.DrawSample, **usual | fields)


def finish(**fields: Any) -> conduct.FinishControlActs:
    return made(conduct.FinishControlActs, **{"by": HEAD, "act": "closing talk"} | fields)


def declare_complex(**fields: Any) -> conduct.DeclareComplex:
    usual = {"declared_by": SUPERIOR, "why": "Five services in four municipalities."}
    return made(conduct.DeclareComplex, **usual | fields)
