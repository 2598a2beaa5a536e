"""A service on its way to a mandate: registered, in the network, proposed, issued; and what follows year by year."""

from datetime import date
from typing import Any

from adapters.clock import end_of
from application.engine import Outcome
from domain.kernel.ids import derived_id
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Outcome as Verdict
from tests.scenarios.office import Office, kc

LIVING, WORKSHOPS = "3596108", "5563434"
PROVIDER = {"name": "Domov Raspenava, příspěvková organizace", "ico": "71220089"}
APPROVER: dict[str, Any] = {"acting_as": "approver", "person": "p-approver"}
ACCOUNTANT: dict[str, Any] = {"acting_as": "chief-accountant", "person": "p-accountant"}
PROJECT, METHODOLOGY = (str(derived_id("scenarios", name)) for name in ("project", "methodology"))
FILES = {number: str(derived_id("scenarios", "service", number)) for number in (LIVING, WORKSHOPS)}
ENTRIES = {number: str(derived_id("scenarios", "entry", number)) for number in (LIVING, WORKSHOPS)}
WORDS = {
    "content": "podpora samostatného bydlení podle § 43 zákona o sociálních službách",
    "exclusive_rights": "žádná",
    "mechanism": "vyrovnávací platba na jednotku",
    "parameters": "referenční hodnoty metodiky kraje",
    "control": "vyúčtování za každý rok a každou službu",
    "review": "jednou ročně při schválení referenčních hodnot",
    "recovery": "nadměrné vyrovnání se vrací na výzvu kraje",
}


# The files that a mandate stands on ----------------------------------------------------------------------------------


def opened(office: Office, on: str, *, project: tuple[str, str] = ("2009-01-01", "2035-12-31")) -> Office:
    """The project, two registered services, and both in the network for the whole project."""
    office.it_is(on).do(
        "project.approve",
        PROJECT,
        on="2009-01-01",
        number="CZ.03.02.01/00/22_003/0009999",
        title="Rozvoj služeb",
        programme="OPZ+",
        owner={"name": "Liberecký kraj", "ico": "70891508"},
        grant_decision="OPZ+/1",
        budget=kc(100_000_000),
        funding=[{"source": "esf", "percent": 100}],
        period={"start": project[0], "end": project[1]},
        resolution="1/09/ZK",
    )
    for number, section in ((LIVING, "43"), (WORKSHOPS, "67")):
        said: dict[str, Any] = {"registration_number": number, "section": section, "provider": PROVIDER}
        forms: dict[str, Any] = {"forms": ["T" if section == "43" else "A"]}
        office.do("service.record-registration", FILES[number], on="2008-01-01", **said, **forms)
        office.do(
            "network_entry.take-over", ENTRIES[number], service=FILES[number], validity="od 1.1.2009 do 31.12.2035"
        )
    return office


# The act -------------------------------------------------------------------------------------------------------------


def proposal(number: str = LIVING, **changed: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "provider": PROVIDER,
        "service": FILES[number],
        "network_entry": ENTRIES[number],
        "project": PROJECT,
        "orps": ["5105"],
    }
    return {name: value for name, value in (usual | changed).items() if value is not None}


def act(number: str, first: int, last: int, decision: str | None = "2012/21/EU", **changed: Any) -> dict[str, Any]:
    """A separate act with everything that Article 4 asks for; a million a year for each service."""
    usual: dict[str, Any] = {
        "instrument": "SEPARATE_ACT",
        "number": number,
        "decision": decision,
        "elements": WORDS,
        "period": {"start": f"{first}-01-01", "end": f"{last}-12-31"},
        "is_carry_over_allowed": True,
        "resolution": f"258/{(first - 1) % 100:02}/ZK",
    }
    return {name: value for name, value in (usual | changed).items() if value is not None}


def entrusted(
    office: Office, *services: str, first: int = 2018, last: int = 2020, ceiling: str = "1000000.00 CZK", **changed: Any
) -> str:
    """A mandate issued on 19 December before its first year; its number."""
    opened(office, f"{first - 1}-12-01")
    identifier = str(derived_id("scenarios", "mandate", *services))
    office.do("mandate.propose", identifier, **proposal(services[0]))
    for more in services[1:]:
        said: dict[str, Any] = {"service": FILES[more], "network_entry": ENTRIES[more], "orps": ["5105"]}
        office.do("mandate.add-service", identifier, **said)
    ceilings = [
        {"year": year, "service": service, "compensation": ceiling}
        for year in range(first, last + 1)
        for service in services
    ]
    number = f"PO-{first}-007"
    office.it_is(f"{first - 1}-12-19")
    office.do("mandate.issue", identifier, **APPROVER, **act(number, first, last, compensations=ceilings, **changed))
    return number


def mandate(office: Office, number: str, *, known: str | None = None) -> Mandate:
    """As it was known at the end of that day; now where no day is given."""
    identifier = office.parts.resolver.identifier("mandate", number)
    until = office.parts.ledger.position_before(end_of(date.fromisoformat(known))) if known else None
    state = office.replay.state(identifier, until)
    assert isinstance(state, Mandate)
    return state


# Money and cost ------------------------------------------------------------------------------------------------------


def pay(
    office: Office, number: str, year: int, amount: str, service: str = LIVING, *, on: str | None = None
) -> Outcome:
    day = on or f"{year}-06-15"
    said: dict[str, Any] = {"movement": f"m-{service}-{day}", "reference": "S-1", "source": "state"}
    office.it_is(day)
    return office.do(
        "mandate.record-compensation-payment", number, **ACCOUNTANT, year=year, service=service, amount=amount, **said
    )


def give(office: Office, number: str, year: int, amount: str, *, on: str, given_on: str, key: str = "d-1") -> Outcome:
    """On a day it becomes known that Frýdlant gave money for a year, on another day."""
    said: dict[str, Any] = {"funding": key, "funder": "Frýdlant", "funder_kind": "municipality"}
    office.it_is(on)
    return office.do(
        "mandate.record-other-funding", number, on=given_on, year=year, service=LIVING, amount=amount, **said
    )


def cost(office: Office, number: str, year: int, net: str, service: str = LIVING, *, month: str = "02") -> None:
    """Declared on the 15th and verified on the 25th of a month of the next year, without revenues and profit."""
    said: dict[str, Any] = {"year": year, "service": service, "costs": net, "revenues": "0.00 CZK"}
    office.it_is(f"{year + 1}-{month}-15").do("mandate.record-net-cost", number, **said)
    office.it_is(f"{year + 1}-{month}-25").do("mandate.verify-net-cost", number, **APPROVER, **said)


def check(office: Office, number: str, year: int, service: str = LIVING, *, on: str | None = None) -> Outcome:
    """In May of the next year where no day is given."""
    return office.it_is(on or f"{year + 1}-05-15").do(
        "mandate.check-overcompensation", number, year=year, service=service
    )


def judged(
    office: Office, number: str, year: int, service: str = LIVING, *, known: str | None = None
) -> tuple[Verdict, int]:
    """The verdict that stands, and the overcompensation in haléře."""
    standing = mandate(office, number, known=known).book(service, year).standing
    assert standing is not None
    return standing.result.outcome, standing.result.overcompensation.minor
