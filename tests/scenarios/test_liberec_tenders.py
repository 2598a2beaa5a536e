"""The tenders of the pages: four of IP1, four of project 0003862, thirty of project 0002734, strictly as written."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.answer import Answer
from domain.kernel.money import czk, total
from domain.kernel.region import RegionAsWritten
from domain.tender.tender import Tender
from projections.tender_funnel import FunnelRow, Outcome, tender_rows
from tests.scenarios.liberec import (
    RECORDS,
    bring_in,
    documents,
    entries,
    kronika,
    projects,
    record_files,
    views,
)
from tests.scenarios.office import Office

FILES = tuple(file for file in record_files() if file.stem.startswith("tenders-"))
OPZ = "CZ.03.2.60/0.0/0.0/15_005/0003862"
GROUPS = ("0003862", "IP1", "NZDM", "SAS")
FAMILIES = "CZ.03.2.60/0.0/0.0/15_005/0002734"
IN_ALL = 38


@pytest.fixture
def office(office: Office) -> Office:
    """An office that has brought everything in."""
    office.it_is("2026-11-21")
    assert bring_in(office, *record_files()).problems == []
    return office


def tenders(office: Office) -> list[Tender]:
    """Every tender on file, in the order of the files."""
    opened = [entry.originator_id for entry in entries(office) if entry.event.topic == "tender.taken-over"]
    found = [office.replay.state(one) for one in opened]
    return [one for one in found if isinstance(one, Tender)]


def of_group(office: Office, group: str) -> list[Tender]:
    return [one for one in tenders(office) if one.one_of is not None and one.one_of.group == group]


def rows(office: Office) -> list[FunnelRow]:
    return list(tender_rows(views(office)))


def contract_numbers(found: list[Tender]) -> list[str | None]:
    return [one.outcome.contract_number if one.outcome else None for one in found]


# Control totals -------------------------------------------------------------------------------------------------------


def test_there_are_as_many_tenders_as_the_pages_say(office: Office) -> None:
    """4 + 4 + 16 + 14; each group is complete and says itself how many it has."""
    groups = Counter(one.one_of.group for one in tenders(office) if one.one_of)
    assert groups == {"0003862": 4, "IP1": 4, "NZDM": 16, "SAS": 14}
    assert {one.one_of.group: one.one_of.tenders for one in tenders(office) if one.one_of} == groups
    assert groups.total() == len(tenders(office)) == IN_ALL


def test_importing_them_again_changes_nothing(office: Office) -> None:
    head = office.parts.ledger.head()
    again = bring_in(office.it_is("2026-11-22"), *FILES)
    assert (again.tally.entries, again.tally.already_there, again.problems) == (0, IN_ALL, [])
    assert office.parts.ledger.head() == head


def test_contracts_of_the_tenders_of_ip1_make_the_stated_total(office: Office) -> None:
    """Four tenders, four contracts, 15 244 205 Kč."""
    numbers = contract_numbers(of_group(office, "IP1"))
    assert len(set(numbers)) == 4
    provided = [office.contract(number).awarded for number in numbers if number]
    assert total(amount for amount in provided if amount is not None) == czk(15_244_205)


def test_contracts_of_the_tenders_of_0003862_make_their_ceilings(office: Office) -> None:
    """22 080 000 Kč; the page itself states no sum."""
    maxima = [office.contract(n).maximum.latest for n in contract_numbers(of_group(office, "0003862")) if n]
    assert total(amount for amount in maxima if amount is not None) == czk(22_080_000)


def test_tenders_agree_with_what_their_projects_hold(office: Office) -> None:
    """The same counts came in with the projects, from the same sentences."""
    by_name = {project.number or project.code: project for project in projects(office)}
    supported = [(kind.section, kind.tenders) for kind in by_name[FAMILIES].supported]
    assert supported == [(g[0].section, len(g)) for g in (of_group(office, "NZDM"), of_group(office, "SAS"))]
    rule = by_name[FAMILIES].price_rule
    assert rule is not None
    percents = {one.price_percent for group in ("NZDM", "SAS") for one in of_group(office, group)}
    assert percents == {rule.percent_of_compensation} == {85}
    for name, support, group in (("IP1", "whole", "IP1"), (OPZ, "fokus", "0003862")):
        won = [(one.tenders, one.round) for one in by_name[name].supports[support].tenders_won]
        stated = of_group(office, group)[0].one_of
        assert stated is not None
        assert [(one.tenders, one.round) for one in stated.won] == won


def test_every_tender_belongs_to_its_project(office: Office) -> None:
    named = {project.id: project.number or project.code for project in projects(office)}
    found = Counter(named[one.project] for one in tenders(office) if one.project is not None)
    assert found == {OPZ: 4, "IP1": 4, FAMILIES: 30}


# Strictly as written --------------------------------------------------------------------------------------------------


def test_which_tender_of_ip1_was_won_in_round_2_is_not_stated(office: Office) -> None:
    """Three in round 1, one in round 2, unassigned; of one it is inferred and marked, of none it is recorded."""
    four = of_group(office, "IP1")
    outcomes = [one.outcome for one in four if one.outcome]
    assert [outcome.round for outcome in outcomes] == [None] * 4
    inferred = {outcome.contract_number: outcome.round_inferred for outcome in outcomes if outcome.round_inferred}
    assert inferred == {"OLP/306/2010": 2}
    marked = [one for one in four if "outcome.round_inferred" in one.inferred]
    assert contract_numbers(marked) == ["OLP/306/2010"]


def test_link_to_the_contract_is_stated_for_0003862_and_inferred_for_ip1(office: Office) -> None:
    """The one page lists what was won with the number of the contract; the other only counts tenders and contracts."""
    marks = {group: ["outcome.contract_number" in one.inferred for one in of_group(office, group)] for group in GROUPS}
    assert marks == {"0003862": [False] * 4, "IP1": [True] * 4, "NZDM": [False] * 16, "SAS": [False] * 14}


def test_nobody_knows_who_won_the_thirty_tenders(office: Office) -> None:
    """No winner, contract, part of the territory or day: what the page does not state is absent."""
    thirty = [*of_group(office, "NZDM"), *of_group(office, "SAS")]
    assert {(one.outcome, one.region, one.estimated_value, one.inferred) for one in thirty} == {
        (None, None, None, frozenset())
    }
    assert Counter((one.section, one.forms) for one in thirty) == {("62", ("A", "T")): 16, ("65", ("T",)): 14}


def test_no_tender_has_a_day_a_regime_a_number_or_a_lot(office: Office) -> None:
    """Whether one was on its way on some day can be decided of none."""
    for one in tenders(office):
        assert (one.number, one.regime, one.started_on, one.started_as_written, one.notices) == (None,) * 4 + ({},)
        assert (one.lots, one.bids, one.objections, one.petitions) == ({}, {}, {}, {})
        assert one.is_open(date(2018, 1, 1)) is Answer.CANNOT_BE_DECIDED
        assert one.open_anomalies == {}


def test_regions_and_services_are_those_of_the_contracts_as_written(office: Office) -> None:
    """Two spellings of § 67, names of towns and of landscapes, each as its page writes it."""
    events = [entry.event for entry in entries(office)]
    contracts = {str(event.number): event for event in events if isinstance(event, ContractTakenOver)}
    won = [*of_group(office, "0003862"), *of_group(office, "IP1")]
    for one, number in zip(won, contract_numbers(won), strict=True):
        assert number is not None
        contract = contracts[number]
        (service,) = contract.services
        assert contract.region is not None
        assert (one.service_as_written, one.section) == (service.name_as_written, service.section)
        assert one.region == contract.region == RegionAsWritten.read(contract.region.raw)


def test_files_name_the_pages_of_the_records_beside_them() -> None:
    """One page, one SHA-256, whichever of its files says so; and no stamp claims a day."""
    cited: dict[str, set[str]] = {}
    for file in record_files():
        header: dict[str, Any] = documents(file)[0]
        (citation,) = header["defaults"]["citations"]
        cited.setdefault(citation["act"], set()).add(citation["provision"])
    assert len(cited) == 5
    assert {len(provisions) for provisions in cited.values()} == {1}
    assert [file.stem for file in FILES] == ["tenders-000", "tenders-001", "tenders-002"]
    assert {
        len(line["stamp"].keys() - {"inferred"}) for file in FILES for line in documents(file)[1] if "stamp" in line
    } == {0}


# In the funnel --------------------------------------------------------------------------------------------------------


def test_funnel_says_what_is_not_known(office: Office) -> None:
    """Eight went to a provider; of the thirty nobody says; sums are not known, never zero."""
    found = rows(office)
    assert Counter(row.outcome for row in found) == {Outcome.AWARDED: 8, Outcome.NOT_KNOWN: 30}
    assert {(row.awarded, row.contracted, row.lots, row.is_taken_over) for row in found} == {(None, None, (), True)}


def test_funnel_lists_tenders_without_a_number_by_their_services(office: Office) -> None:
    services = [(row.title or "", row.service_as_written or "") for row in rows(office)]
    assert services == sorted(services)


def test_command_line_lists_them(tmp_path: Path) -> None:
    """After what `make run` does."""
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    assert kronika(url, "init")[0] == 0
    assert kronika(url, "import", str(RECORDS))[0] == 0
    code, told = kronika(url, "tenders")
    assert (code, told["data"]["totals"]["tenders"], told["data"]["totals"]["not_known_how_much"]) == (
        0,
        IN_ALL,
        IN_ALL,
    )
