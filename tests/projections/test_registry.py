"""What is on file under which number and name."""

from typing import Any

import pytest

from domain.contract.events.changes import ProviderSucceeded
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.money import czk
from domain.mandate.events import MandateIssued, MandateProposed, MandateTakenOver
from domain.methodology.events import MethodologyDrafted
from domain.network_entry.events import NetworkEntryTakenOver, ServiceIncluded
from domain.project.events import ProjectNumberFound, ProjectTakenOver
from domain.service.events import ServiceParametersChanged, ServiceTakenOver
from domain.tender.events import TenderPlanned, TenderTakenOver
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.registry import REGISTRY, RegistryRow, files_called, labels, registry_rows
from projections.search import search_rows
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import FOUND, NUMBER, PLAN, STANDING
from tests.projections.chronicle import Chronicle


@pytest.fixture
def registered(database: Database, chronicle: Chronicle) -> Database:
    """A contract that got its number later, an old one, a service that changed its name, a project."""
    draft: dict[str, Any] = {"regime": "tender", "provider": "Provider o.p.s."}
    chronicle.record(ContractDrafted.model_validate(draft), to="contract", on="2018-01-01")
    old = {"number": "OLP/306/2010", "provider": "we", "provider_inferred": "Fokus Liberec o.p.s."}
    chronicle.record(ContractTakenOver.model_validate(old), to="old")
    service = {"registration_number": "3596108", "kind_as_written": "SR", "section": "70"}
    chronicle.record(ServiceTakenOver.model_validate(service), to="service")
    chronicle.record(ProjectTakenOver.model_validate({"code": "IP1", "description": "Sociální služby"}), to="project")
    chronicle.record(ContractConcluded.model_validate({"number": "OLP/9001/2018"}), to="contract", on="2018-02-01")
    chronicle.record(ServiceParametersChanged.model_validate({"name": "Rehabilitace"}), to="service", on="2019-01-01")
    builds.prepare(database, [REGISTRY])
    Projector(database, chronicle, [REGISTRY]).catch_up()
    return database


def test_everything_on_file_by_kind_and_label(registered: Database, chronicle: Chronicle) -> None:
    """The last number and name that an entry gave, and the entry that opened it."""
    found = [(row.kind, row.label, row.name, row.opened_position) for row in registry_rows(registered)]
    assert found == [
        ("contract", "OLP/306/2010", "Fokus Liberec o.p.s.", 2),
        ("contract", "OLP/9001/2018", "Provider o.p.s.", 1),
        ("project", "IP1", "Sociální služby", 4),
        ("service", "3596108", "Rehabilitace", 3),
    ]
    assert [row.subject for row in registry_rows(registered, kind="project")] == [chronicle.identifier("project")]


def test_files_are_found_by_what_they_were_ever_called(registered: Database, chronicle: Chronicle) -> None:
    """By numbers and by names as they are written, those of before too; not by what was said later."""
    service, contract = chronicle.identifier("service"), chronicle.identifier("contract")
    assert files_called(registered, ["SR", "OLP/9001/2018", "none"], known=6) == {service, contract}
    assert files_called(registered, ["Rehabilitace"], known=5) == frozenset()
    assert files_called(registered, [], known=6) == frozenset()


def test_as_it_was_called_before(registered: Database) -> None:
    """Known at position 4 the contract had no number yet; it stands at the end of its kind."""
    found = [(row.kind, row.label, row.name) for row in registry_rows(registered, known=4)]
    assert found[:2] == [("contract", "OLP/306/2010", "Fokus Liberec o.p.s."), ("contract", None, "Provider o.p.s.")]
    assert found[-1] == ("service", "3596108", "SR")


def test_identifiers_are_shown_as_names(registered: Database, chronicle: Chronicle) -> None:
    """Many at once; what is not on file is left out."""
    contract, service = chronicle.identifier("contract"), chronicle.identifier("service")
    strangers = [chronicle.identifier(f"stranger {number}") for number in range(1200)]
    found = labels(registered, [contract, *strangers, service, contract])
    assert {subject: row.label for subject, row in found.items()} == {contract: "OLP/9001/2018", service: "3596108"}
    assert labels(registered, []) == {}


def test_a_number_that_was_found_and_a_successor(registered: Database, chronicle: Chronicle) -> None:
    """A project on file under a code gets its number; a contract goes by its new provider."""
    chronicle.record(ProjectNumberFound(number="CZ.1.04/3.1.00/05.00088"), to="project")
    successor = {"provider": "Successor z.ú.", "ground": "succession"}
    chronicle.record(ProviderSucceeded.model_validate(successor), to="contract", on="2019-01-01")
    Projector(registered, chronicle, [REGISTRY]).catch_up()
    rows: dict[str | None, RegistryRow] = {row.label: row for row in registry_rows(registered)}
    assert rows["CZ.1.04/3.1.00/05.00088"].name == "Sociální služby"
    assert rows["OLP/9001/2018"].name == "Successor z.ú."


def test_every_kind_of_file_is_found_by_number_or_name(registered: Database, chronicle: Chronicle) -> None:
    """Tenders, standings in the network, mandates and methodologies; an old one without a number by its words."""
    provider = {"name": "Domov Raspenava", "ico": "71220089"}
    included = made(ServiceIncluded, **STANDING, plan=PLAN, **FOUND)
    planned = {"title": "NZDM Liberecko", "section": "62", "regime": "SIMPLIFIED_129", "estimated_value": czk(1)}
    for name, event in (
        ("tender", TenderPlanned.model_validate({"number": "LK-17", **planned})),
        ("old tender", TenderTakenOver.model_validate({"service_as_written": "tři zakázky"})),
        ("standing", included),
        ("old standing", NetworkEntryTakenOver.model_validate({"service_as_written": "SAS Frýdlant"})),
        ("mandate", MandateProposed.model_validate({"provider": provider})),
        ("mandate", MandateIssued.model_validate({"number": "PO-1", "instrument": "SEPARATE_ACT"})),
        ("old mandate", MandateTakenOver.model_validate({"number": "PO-0", "provider": provider})),
        ("methodology", MethodologyDrafted.model_validate({"year": 2020, "title": "Metodika"})),
    ):
        chronicle.record(event, to=name)
    Projector(registered, chronicle, [REGISTRY]).catch_up()
    found = {chronicle.identifier(name): name for name in ("tender", "old tender", "standing", "old standing")}
    found |= {chronicle.identifier(name): name for name in ("mandate", "old mandate", "methodology")}
    named = {
        found[row.subject]: (row.kind, row.label, row.name) for row in registry_rows(registered) if row.subject in found
    }
    assert named == {
        "tender": ("tender", "LK-17", "NZDM Liberecko"),
        "old tender": ("tender", None, "tři zakázky"),
        "standing": ("network_entry", NUMBER, "43"),
        "old standing": ("network_entry", None, "SAS Frýdlant"),
        "mandate": ("mandate", "PO-1", "Domov Raspenava"),
        "old mandate": ("mandate", "PO-0", "Domov Raspenava"),
        "methodology": ("methodology", "2020", "Metodika"),
    }
    assert [hit.kind for hit in search_rows(registered, "raspenava")] == ["mandate", "mandate"]
