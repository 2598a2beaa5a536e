"""Mandates to tell stories about: one service of supported living, entrusted for three years within a project."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Decision
from domain.network_entry.events import ServiceIncluded
from domain.network_entry.network_entry import NetworkEntry
from domain.project.events import ProjectApproved
from domain.project.project import Project
from domain.service.events import ServiceDeregistered, ServiceRegistered
from domain.service.service import Service
from tests.spec import THIS, Story, given

M = TypeVar("M", bound=BaseModel)

SERVICE, SISTER = derived_id("spec", "supported living"), derived_id("spec", "therapy workshops")
ENTRY, SISTER_ENTRY = derived_id("spec", "entry"), derived_id("spec", "sister's entry")
PROJECT = derived_id("spec", "the project")
CONTRACT = derived_id("spec", "the contract")
OTHER_CONTRACT = derived_id("spec", "another contract")
NUMBER, SISTER_NUMBER = "3596108", "5563434"
PROVIDER = {"name": "Domov Raspenava, příspěvková organizace", "ico": "71220089"}

DECISIONS: tuple[Decision, ...] = ("2005/842/EC", "2012/21/EU", "2025/2630")
START: Mapping[str, int] = {"2005/842/EC": 2010, "2012/21/EU": 2018, "2025/2630": 2026}
"""The first year of a mandate that stands on each Decision."""
USUAL: Decision = "2012/21/EU"

ELEMENTS = {
    "content": "podpora samostatného bydlení podle § 43 zákona o sociálních službách",
    "exclusive_rights": "žádná",
    "mechanism": "vyrovnávací platba na jednotku",
    "parameters": "referenční hodnoty metodiky kraje",
    "control": "vyúčtování za každý rok a každou službu",
    "review": "jednou ročně při schválení referenčních hodnot",
    "recovery": "nadměrné vyrovnání se vrací na výzvu kraje",
}


def made(model: type[M], **fields: Any) -> M:
    """A command, an event or a value from what people write; a command is for the mandate of the story."""
    target = {"target": THIS} if issubclass(model, Command) else {}
    return model.model_validate(target | fields)


# The files that a mandate stands on -----------------------------------------------------------------------------------


def service(number: str = NUMBER, *, section: str = "43", ended_on: str | None = None, **changed: Any) -> Service:
    fields = {"registration_number": number, "provider": PROVIDER, "section": section, "forms": ("T",)}
    story = given(Service, ("2008-01-01", made(ServiceRegistered, **fields | changed)))
    return (story.happened(ServiceDeregistered(), on=ended_on) if ended_on else story).state


def entry(
    of: UUID = SERVICE, number: str = NUMBER, *, since: str = "2009-12-01", last_day: str = "2035-12-31"
) -> NetworkEntry:
    included = made(
        ServiceIncluded,
        resolution="258/17/ZK",
        service=of,
        last_day=last_day,
        capacities=({"form": "T", "unit": "FTE", "amount": "4.5"},),
        orp_shares=({"orp": "5105", "share": "1"},),
        financing="esf",
        project=PROJECT,
        registration_number=number,
        section="43",
        project_reference="IP",
    )
    return given(NetworkEntry, (since, included)).state


def project(start: str = "2009-01-01", end: str = "2035-12-31") -> Project:
    approved = made(
        ProjectApproved,
        number="CZ.03.02.01/00/22_003/0009999",
        title="Rozvoj služeb",
        programme="OPZ+",
        owner={"name": "Liberecký kraj", "ico": "70891508"},
        grant_decision="OPZ+/1",
        budget=czk(100_000_000),
        period={"start": start, "end": end},
        resolution="1/17/ZK",
    )
    return given(Project, ("2009-01-01", approved)).state


def files(**changed: Aggregate) -> dict[UUID, Aggregate]:
    """Every file that a story may name; each may be replaced by its name."""
    known: dict[str, Aggregate] = {
        "service": service(),
        "sister": service(SISTER_NUMBER, section="67"),
        "entry": entry(),
        "sister_entry": entry(SISTER, SISTER_NUMBER),
        "project": project(),
    } | changed
    named = {
        SERVICE: "service",
        SISTER: "sister",
        ENTRY: "entry",
        SISTER_ENTRY: "sister_entry",
        PROJECT: "project",
        CONTRACT: "contract",
    }
    return {identifier: known[name] for identifier, name in named.items() if name in known}


# From the proposal to the issue ---------------------------------------------------------------------------------------


def propose(**changed: Any) -> asked.ProposeMandate:
    usual = {
        "number": "PO-2018-012",
        "provider": PROVIDER,
        "project": PROJECT,
        "service": SERVICE,
        "network_entry": ENTRY,
        "orps": ("5105", "5102"),
    }
    return made(asked.ProposeMandate, **usual | changed)


def add_sister(**changed: Any) -> asked.AddService:
    usual = {"service": SISTER, "network_entry": SISTER_ENTRY, "orps": ("5105",)}
    return made(asked.AddService, **usual | changed)


def issue(decision: Decision = USUAL, /, **changed: Any) -> asked.IssueMandate:
    """A separate act for three years that allows carrying over."""
    year = START[decision]
    usual = {
        "instrument": "SEPARATE_ACT",
        "decision": decision,
        "elements": ELEMENTS,
        "period": {"start": f"{year}-01-01", "end": f"{year + 2}-12-31"},
        "is_carry_over_allowed": True,
        "resolution": "258/17/ZK",
    }
    return made(asked.IssueMandate, **usual | changed)


def proposed(
    decision: Decision = USUAL, *, others: Mapping[UUID, Aggregate] | None = None, **changed: Any
) -> Story[Mandate]:
    story = given(Mandate, others=dict(others or files()))
    return story.when(propose(**changed), on=f"{START[decision] - 1}-11-01").then_notes()


def issued(decision: Decision = USUAL, /, **changed: Any) -> Story[Mandate]:
    """Issued on 19 December before the first year."""
    return proposed(decision).when(issue(decision, **changed), on=f"{START[decision] - 1}-12-19").then_notes()


def two_services(decision: Decision = USUAL, **changed: Any) -> Story[Mandate]:
    """The same with a second service: therapy workshops."""
    year = START[decision]
    story = proposed(decision).when(add_sister(), on=f"{year - 1}-11-02").then_notes()
    return story.when(issue(decision, **changed), on=f"{year - 1}-12-19").then_notes()


# Money ----------------------------------------------------------------------------------------------------------------


def money(crowns: int | Money) -> Money:
    return crowns if isinstance(crowns, Money) else czk(crowns)


def ceilings(
    decision: Decision = USUAL, crowns: int = 1_000_000, *, years: int = 3, **fields: Any
) -> tuple[dict[str, Any], ...]:
    """The compensation payment of each year, as the act states it."""
    start = START[decision]
    return tuple({"year": start + n, "compensation": czk(crowns)} | fields for n in range(years))


def entrusted(decision: Decision = USUAL, crowns: int = 1_000_000, **changed: Any) -> Story[Mandate]:
    """Issued with a compensation payment for each year."""
    return issued(decision, **{"compensations": ceilings(decision, crowns)} | changed)


def commit(year: int, crowns: int | Money, **fields: Any) -> asked.CommitCompensation:
    usual = {"year": year, "amount": money(crowns), "source": "esf", "contract": CONTRACT}
    return made(asked.CommitCompensation, **usual | fields)


def release(year: int, crowns: int | Money, **fields: Any) -> asked.ReleaseCommitment:
    return made(asked.ReleaseCommitment, **{"year": year, "amount": money(crowns), "contract": CONTRACT} | fields)


def pay(line: str, year: int, crowns: int | Money, **fields: Any) -> asked.RecordCompensationPayment:
    usual = {"movement": line, "year": year, "amount": money(crowns), "source": "esf", "contract": CONTRACT}
    return made(asked.RecordCompensationPayment, **usual | fields)


def give(key: str, year: int, crowns: int | Money, **fields: Any) -> asked.RecordOtherFunding:
    usual = {"funding": key, "year": year, "amount": money(crowns), "funder": "Frýdlant", "funder_kind": "municipality"}
    return made(asked.RecordOtherFunding, **usual | fields)


def give_back(line: str, year: int, crowns: int | Money, **fields: Any) -> asked.RecordMoneyReturn:
    usual = {"movement": line, "year": year, "amount": money(crowns), "ground": "unused"}
    contract = {} if "funding" in fields else {"contract": CONTRACT}
    return made(asked.RecordMoneyReturn, **usual | contract | fields)


def cost(
    year: int, costs: int | Money, revenues: int | Money = 0, profit: int | Money = 0, **fields: Any
) -> asked.RecordNetCost:
    usual = {"year": year, "costs": money(costs), "revenues": money(revenues), "reasonable_profit": money(profit)}
    return made(asked.RecordNetCost, **usual | fields)


def verify(declared: asked.RecordNetCost, **changed: Any) -> asked.VerifyNetCost:
    return made(asked.VerifyNetCost, **declared.fields() | changed)


def check(year: int, **fields: Any) -> asked.CheckOvercompensation:
    return made(asked.CheckOvercompensation, year=year, **fields)


def request(claim: str, year: int, crowns: int | Money, *, due_on: str, **fields: Any) -> asked.RequestRepayment:
    usual = {"claim": claim, "year": year, "amount": money(crowns), "due_on": due_on}
    return made(asked.RequestRepayment, **usual | fields)


def repay(line: str, claim: str, crowns: int | Money) -> asked.RecordRepayment:
    return made(asked.RecordRepayment, movement=line, claim=claim, amount=money(crowns))


def known_cost(story: Story[Mandate], declared: asked.RecordNetCost, *, waived: bool = False) -> Story[Mandate]:
    """Declared in February and verified in March of the next year."""
    year = declared.year + 1
    story = story.when(declared, on=f"{year}-02-15").then_notes()
    rules = ("mandate.checked-year-unchanged",) if waived else ()
    return story.when(verify(declared), on=f"{year}-03-15", waived=rules).then_notes()


def year_with(
    story: Story[Mandate], year: int, *, paid: int | Money, net: int | Money, **fields: Any
) -> Story[Mandate]:
    """A year in which so much was paid and the service cost so much net, declared and verified."""
    paid_on = f"{year}-06-15"
    story = story.when(pay(f"{fields.get('service', '')}{year}", year, paid, **fields), on=paid_on).then_notes()
    return known_cost(story, cost(year, net, **fields))


def checked(story: Story[Mandate], year: int, **fields: Any) -> Story[Mandate]:
    """Checked on 15 May of the next year."""
    return story.when(check(year, **fields), on=f"{year + 1}-05-15").then_notes()
