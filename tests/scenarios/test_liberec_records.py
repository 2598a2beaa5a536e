"""The public records of Liberec: everything the five pages state, nothing that they do not."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.contract.contract import Contract
from domain.kernel.command import COMMANDS
from domain.kernel.entry import Entry
from domain.kernel.money import Money, czk
from domain.kernel.region import RegionAsWritten
from projections.anomalies import anomaly_rows
from projections.contract_ledger import Kind, ledger_rows
from projections.network import NetworkRow, network_rows, network_totals
from projections.registry import registry_rows
from tests.scenarios.liberec import (
    PAGES,
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

LINES = 94
IP1 = ("OLP/2132/2009", "OLP/306/2010", "OLP/2133/2009", "OLP/2118/2009")
OPZ = ("OLP/1900/2017", "OLP/1902/2017", "OLP/1884/2017", "OLP/1896/2017")
FAMILIES = "CZ.03.2.60/0.0/0.0/15_005/0002734"

SUPPORT_ANOMALIES = [
    ("IMPOSSIBLE_DATE", "31.11.2012"),
    ("LENGTH_MISMATCH", "v průběhu 36 měsíců – od 1.10.2009 do 31.11.2012"),
]
ANOMALIES = {
    "project-0003862": [("IMPRECISE_DATE", "roce 2018"), ("IMPRECISE_DATE", "března 2020")],
    "project-energy-savings": [
        ("IMPRECISE_DATE", "roce 2014"),
        ("IMPRECISE_DATE", "2015"),
        ("IMPRECISE_DATE", "březen 2015"),
        ("IMPRECISE_DATE", "červen 2015"),
    ],
    "project-capacity-building": [("IMPRECISE_DATE", "2012"), ("IMPRECISE_DATE", "2012")],
    "project-day-services-centre": [("IMPRECISE_DATE", "2007"), ("IMPRECISE_DATE", "2007")],
    "project-work-centre": [("IMPRECISE_DATE", "2004"), ("IMPRECISE_DATE", "2006")],
    "support-ip1-whole": SUPPORT_ANOMALIES,
    "contract-olp-2132-2009": SUPPORT_ANOMALIES,
    "contract-olp-306-2010": SUPPORT_ANOMALIES,
    "contract-olp-2133-2009": SUPPORT_ANOMALIES,
    "contract-olp-2118-2009": SUPPORT_ANOMALIES,
    "project-ip3": [("AMOUNT_NOT_EXACT", None)],
}
"""By the line that they came with."""

OF_SERVICE = {"provider"}
OF_OPZ_CONTRACT = {"services.section", "region.orps"}
OF_IP1_CONTRACT = {*OF_OPZ_CONTRACT, "provider_inferred"}
OF_OPZ_TENDER = {"section", "region.orps"}
OF_IP1_TENDER = {*OF_OPZ_TENDER, "service_as_written", "region", "outcome.winner", "outcome.contract_number"}
INFERRED = {
    "service-3596108": OF_SERVICE,
    "service-5563434": OF_SERVICE,
    "service-8208204": OF_SERVICE,
    "project-0003862": {"programme", "owner", "target_groups"},
    "project-energy-savings": {"owner", "funding"},
    "project-capacity-building": {"owner"},
    "project-day-services-centre": {"owner"},
    "project-work-centre": {"owner"},
    "contract-olp-1900-2017": OF_OPZ_CONTRACT,
    "contract-olp-1902-2017": OF_OPZ_CONTRACT,
    "contract-olp-1884-2017": OF_OPZ_CONTRACT,
    "contract-olp-1896-2017": OF_OPZ_CONTRACT,
    "support-ip1-whole": {"provider"},
    "indicator-ip1-new-users": {"sections"},
    "contract-olp-2132-2009": OF_IP1_CONTRACT,
    "contract-olp-306-2010": {*OF_IP1_CONTRACT, "round_inferred"},
    "contract-olp-2133-2009": OF_IP1_CONTRACT,
    "contract-olp-2118-2009": OF_IP1_CONTRACT,
    "project-planning": {"description", "owner", "funding"},
    "tender-olp-1900-2017": OF_OPZ_TENDER,
    "tender-olp-1902-2017": OF_OPZ_TENDER,
    "tender-olp-1884-2017": OF_OPZ_TENDER,
    "tender-olp-1896-2017": OF_OPZ_TENDER,
    "tender-olp-2132-2009": OF_IP1_TENDER,
    "tender-olp-306-2010": {*OF_IP1_TENDER, "outcome.round_inferred"},
    "tender-olp-2133-2009": OF_IP1_TENDER,
    "tender-olp-2118-2009": OF_IP1_TENDER,
}
"""By line, the fields that no page states."""


@pytest.fixture
def office(office: Office) -> Office:
    """An office that has brought everything in."""
    office.it_is("2026-11-21")
    brought = bring_in(office, *record_files())
    assert (brought.problems, brought.tally.taken, brought.tally.is_complete) == ([], LINES, True)
    return office


def by_line(office: Office) -> dict[str, Entry]:
    return {str(entry.stamp.source.line): entry for entry in entries(office)}


def rows_of(office: Office, *numbers: str) -> list[NetworkRow]:
    return [row for row in network_rows(views(office)) if row.contract_number in numbers]


def page_of(header: dict[str, Any]) -> tuple[str, str]:
    """The name of the page and its SHA-256, as the header of a file cites them."""
    (citation,) = header["defaults"]["citations"]
    return citation["act"], citation["provision"].split("SHA-256 ")[1]


# What is there ------------------------------------------------------------------------------------------------------


def test_one_import_takes_every_line_and_a_second_nothing(office: Office) -> None:
    again = bring_in(office, *record_files())
    assert (again.tally.entries, again.tally.already_there, again.problems) == (0, LINES, [])
    assert office.parts.ledger.head() == LINES


def test_projects_tenders_contracts_and_services_are_on_file(office: Office) -> None:
    """No mandate and no network entry among them: no page names one."""
    on_file = Counter(entry.event.topic.partition(".")[0] for entry in entries(office) if entry.originator_version == 1)
    assert on_file == {"project": 11, "tender": 38, "contract": 8, "service": 3}
    found = Counter(row.kind for row in registry_rows(views(office)))
    assert found == on_file


def test_money_adds_up_to_the_control_totals(office: Office) -> None:
    """What IP1 provided is the total that its page states; ceilings are ceilings, and nobody says what was paid."""
    provided, ceilings = rows_of(office, *IP1), rows_of(office, *OPZ)
    shares = [row for row in network_rows(views(office)) if row.contract is None]
    assert network_totals(provided).awarded == czk(15_244_205)
    assert network_totals(ceilings).maximum == czk(22_080_000)
    assert network_totals(shares).maximum == czk(91_245_208)
    assert [len(provided), len(ceilings), len(shares)] == [4, 4, 3]
    assert {(row.maximum, row.gross, row.net) for row in provided} == {(None, None, None)}
    assert {(row.awarded, row.gross, row.net) for row in (*ceilings, *shares)} == {(None, None, None)}
    kinds = Counter(row.kind for row in ledger_rows(views(office)))
    assert kinds == {Kind.TAKEN_OVER: 8, Kind.MAXIMUM: 4, Kind.AWARDED: 4}


def test_stated_total_of_ip1_stands_beside_its_parts(office: Office) -> None:
    ip1 = next(project for project in projects(office) if project.code == "IP1")
    assert ip1.supports["whole"].amount == czk(15_244_205)
    parts = {part.contract_number: part.amount for part in ip1.supports["whole"].parts}
    assert parts == {row.contract_number: row.awarded for row in rows_of(office, *IP1)}
    assert [(won.tenders, won.round) for won in ip1.supports["whole"].tenders_won] == [(3, 1), (1, 2)]


def test_targets_add_up_to_the_control_totals(office: Office) -> None:
    """1 630 + 1 110 persons, 48 + 44 FTE, and 30 separate tenders; time units have no target and no length."""
    families = next(project for project in projects(office) if project.number == FAMILIES)
    targets = [held.latest for held in families.indicator_targets.values() if held.latest is not None]
    found = {(target.unit, target.sections): target.value for target in targets}
    assert found == {
        ("PERSON", ("62",)): Decimal(1630),
        ("PERSON", ("65",)): Decimal(1110),
        ("FTE", ("62",)): Decimal(48),
        ("FTE", ("65",)): Decimal(44),
        ("TIME_UNIT", ()): None,
    }
    assert [(kind.territory_parts, kind.tenders) for kind in families.supported] == [(16, 16), (14, 14)]


def test_shared_target_of_ip1_is_counted_once(office: Office) -> None:
    """At least 151 new users over four contracts: one target of the project, none of a contract."""
    targets = [held.latest for project in projects(office) for held in project.indicator_targets.values()]
    shared = [target for target in targets if target is not None and target.value == 151]
    assert [(target.qualifier, target.scope) for target in shared] == [("at least", "whole support")]
    assert [office.contract(number).targets.latest for number in IP1] == [None] * 4


def test_indicators_say_how_the_page_means_them(office: Office) -> None:
    """At least, about, exactly; what was reached is no target."""
    found = {name: held.latest for project in projects(office) for name, held in project.indicator_targets.items()}
    meant = {name: (target.value, target.qualifier) for name, target in found.items() if target and target.value}
    assert meant["need-cards"] == (Decimal(33), "at least")
    assert meant["provider-representatives-trained"] == (Decimal(100), "about")
    assert meant["orfss-workers-trained"] == (Decimal(12), "exactly")
    assert len(meant) == 12
    reached = {name: value for project in projects(office) for name in found if (value := project.achieved(name))}
    assert reached == {"managers-trained": 13, "strategic-plan-people": 73, "action-plans": 10}
    assert not reached.keys() & meant.keys()


# What does not fit, and what is not stated ----------------------------------------------------------------------------


def test_anomalies_are_exactly_those_of_the_pages(office: Office) -> None:
    """Each beside the entry that carries the words; all of them open."""
    lines = {entry.event_id: line for line, entry in by_line(office).items()}
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in anomaly_rows(views(office), only_open=True):
        found.setdefault(lines[row.opened_event], []).append((row.code, row.raw))
    assert found == ANOMALIES
    assert len(anomaly_rows(views(office))) == 23


def test_nothing_is_invented(office: Office) -> None:
    """Takeovers alone, none with a day of effect; no contract has a day, a period of its own or an IČO."""
    lines = [line for file in record_files() for line in documents(file)[1]]
    assert {COMMANDS[line["command"]].kind for line in lines} == {"takeover"}
    assert {entry.effective_on for entry in entries(office)} == {None}
    for number in (*IP1, *OPZ):
        contract: Contract = office.contract(number)
        days = (contract.concluded_on, contract.published_on, contract.effective_from, contract.period.latest)
        assert (*days, contract.publication, contract.paid_known, contract.programme) == (None,) * 7
    assert [row.provider_ico for row in network_rows(views(office))] == [None] * 11


def test_what_is_inferred_is_marked(office: Office) -> None:
    """With the reason, and nothing else is marked."""
    marks = {line: {one.field for one in entry.stamp.inferred} for line, entry in by_line(office).items()}
    assert {line: fields for line, fields in marks.items() if fields} == INFERRED
    assert all(one.why for entry in entries(office) for one in entry.stamp.inferred)
    providers = {row.contract_number: row.is_provider_inferred for row in network_rows(views(office))}
    assert providers == {None: True} | dict.fromkeys(IP1, True) | dict.fromkeys(OPZ, False)
    assert {row.provider for row in network_rows(views(office))} == {"Fokus Liberec o.p.s."}


def test_regions_stay_as_written_beside_the_inferred_orps(office: Office) -> None:
    """The codes are those that the words are read as today; a landscape may mean further ones."""
    rows = rows_of(office, *IP1, *OPZ)
    for row in rows:
        read = RegionAsWritten.read(row.region_as_written or "")
        assert (row.orps, row.orps_perhaps, row.are_orps_inferred) == (read.orps, read.perhaps, True)
    assert {row.region_as_written for row in rows} == {
        "Liberec, Frýdlant, Jablonec n. N. , Tanvald",
        "Česká lípa, Nový Bor",
        "Liberec",
        "Liberecko",
        "Českolipsko",
        "Jablonecko",
    }


# Where it comes from --------------------------------------------------------------------------------------------------


def test_every_entry_names_its_page(office: Office) -> None:
    """Name and SHA-256 in a citation; no document, because the pages are not filed as evidence."""
    pages = {documents(file)[0]["source"]: page_of(documents(file)[0]) for file in record_files()}
    assert len(set(pages.values())) == 5
    for entry in entries(office):
        (citation,) = entry.stamp.citations
        name, digest = pages[str(entry.stamp.source.reference)]
        assert citation.act == name
        assert citation.provision.endswith(f"SHA-256 {digest}")
        assert entry.stamp.documents == ()


def test_identities_are_unique_and_readable() -> None:
    """A source and a line id are for ever: a name that a person can say, once."""
    sources = [documents(file)[0]["source"] for file in record_files()]
    ids = [line["id"] for file in record_files() for line in documents(file)[1]]
    assert sources == [f"liberec-{file.stem}" for file in record_files()]
    assert len(set(ids)) == len(ids) == LINES
    assert [one for one in (*sources, *ids) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one)] == []


def test_records_hold_no_personal_data() -> None:
    """No address, telephone or title: the pages name officials, the records do not."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(RECORDS.iterdir()))
    numbers = re.compile(r"(?<![\w.])(?:\+?420 ?)?[2-7]\d{2} ?\d{3} ?\d{3}(?![\w,])(?! Kč)")
    titles = re.compile(r"\b(?:Mgr|Ing|Bc|PhDr|MUDr|JUDr|RNDr|DiS)\b\.?|\bPh\. ?D\b")
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", text) == []
    assert numbers.findall(text) == []
    assert titles.findall(text) == []
    assert re.search(r"(?i)tel(?:efon)?\.? ?:|e-?mail", text) is None


def page(name: str) -> Path:
    """A page beside the project."""
    path = PAGES / name
    if not path.exists():
        pytest.skip(f"the public page {name} is not here: the records were not compared with it")
    return path


@pytest.mark.parametrize("file", record_files(), ids=lambda file: file.stem)
def test_what_is_written_stands_on_the_page(file: Path) -> None:
    """The page is the one that was read, and the words and numbers kept as written are its own, spaces aside."""
    header, lines = documents(file)
    name, digest = page_of(header)
    source = page(name).read_bytes()
    assert hashlib.sha256(source).hexdigest() == digest
    text = " ".join(source.decode("utf-8").split())
    missing = [words for line in lines for words in _as_written(line["data"]) if words not in text]
    assert missing == []


AS_WRITTEN = {"raw", "as_written", "amount_as_written", "budget_as_written", "scope_as_written", "number"} | {
    "registration_number",
    "contract_number",
    "kind_as_written",
    "name_as_written",
}


def _as_written(value: Any, name: str = "") -> Iterator[str]:
    """The pieces of every text that is kept as written; where something is left out stands an ellipsis."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _as_written(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _as_written(one, name)
    elif name in AS_WRITTEN:
        yield from re.split(r" … |; |: ", value)


# Through the command line --------------------------------------------------------------------------------------------


def test_command_line_brings_in_the_folder(tmp_path: Path) -> None:
    """What `make run` does: a new ledger, the folder, the network; and the folder once more."""
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    assert kronika(url, "init")[0] == 0
    code, told = kronika(url, "import", str(RECORDS))
    assert (code, told["data"]["taken"], told["data"]["entries"], told["data"]["problems"]) == (0, LINES, LINES, [])
    code, again = kronika(url, "import", str(RECORDS))
    assert (code, again["data"]["entries"], again["data"]["already_there"]) == (0, 0, LINES)
    code, network = kronika(url, "network")
    totals = network["data"]["totals"]
    assert (code, len(network["data"]["rows"]), totals["contracts"]) == (0, 11, 8)
    assert Money(**totals["awarded"]) == czk(15_244_205)
    assert Money(**totals["maximum"]) == czk(22_080_000) + czk(91_245_208)
