"""Conditions on every question: by the columns of its rows, each read by what it holds, and rows in an order."""

from typing import Any
from urllib.parse import quote

import pytest

from adapters.http.questions.program_words import WORDS, words_of
from adapters.http.questions.table import QUESTIONS, SEARCH
from adapters.telling.columns import Holds
from tests.http.conftest import CONTRACTS, Caller, House

NETWORK = "/api/v1/network?valid=2018-02-01&in_force=known"
"""Nothing is in force before it is published; asked for by that column, everything is told."""
PROVIDERS = {"OLP/9001/2018": "Charita Dvůr", "OLP/9002/2018": "Čmelák, z. s.", "OLP/9003/2018": "Domov Pod lesem"}


@pytest.fixture
def told(house: House, clerk: Caller) -> Caller:
    """Three contracts; the second has no maximum, the third is in euros."""
    del house
    for maximum, (number, provider) in zip((1_000_000, None, 20_000), PROVIDERS.items(), strict=True):
        period = {"start": "2018-01-01", "end": "2018-12-31"}
        data: dict[str, Any] = {"number": number, "regime": "tender", "provider": provider, "period": period}
        if number == "OLP/9003/2018":
            data["provider_ico"] = "70891508"
        if maximum is not None:
            data["maximum"] = f"{maximum} {'EUR' if maximum == 20_000 else 'CZK'}"
        answer = clerk.post(f"{CONTRACTS}/record-conclusion", data, effective_on="2018-01-02")
        assert answer.status_code == 201, answer.text
    return clerk


def numbers(caller: Caller, query: str) -> list[str]:
    answer = caller.get(f"{NETWORK}&{query}")
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["total"] == len(data["rows"])
    return [row["contract_number"][4:8] for row in data["rows"]]


def test_rows_are_asked_for_by_what_they_hold(told: Caller) -> None:
    """One condition of each kind on the same three rows."""
    asked = {
        "provider=čmelák": ["9002"],
        "provider=cmelak": ["9002"],
        "provider=70891508": ["9003"],
        "provider=7089": [],
        "provider=charita+dvur&provider=domov": ["9001", "9003"],
        "contract=OLP-9001-2018": ["9001"],
        "contract=OLP/9001/2018,OLP-9003-2018": ["9001", "9003"],
        "contract=OLP-7777-2018": [],
        "contract_number=olp-9002-2018": ["9002"],
        "contract_number=*2018": ["9001", "9002", "9003"],
        "contract_number=*9001*": ["9001"],
        "maximum=1000000": ["9001"],
        f"maximum={quote('1 000 000 Kč')}": ["9001"],
        "maximum=..2000000": ["9001"],
        "maximum=1..30000": [],
        f"maximum={quote('20 000 EUR')}": ["9003"],
        "maximum=unknown": ["9002"],
        "maximum=known": ["9001", "9003"],
        "services_in_contract=0..5": ["9001", "9002", "9003"],
        "services_in_contract=7,8": [],
        "provider_inferred=true": [],
        "is_provider_inferred=false&provider=charita": ["9001"],
        "entry.level=unknown": ["9001", "9002", "9003"],
    }
    assert {query: sorted(numbers(told, query)) for query in asked} == asked


def test_the_usual_rows_are_told_unless_somebody_asks_by_that_column(told: Caller) -> None:
    """What is not in force is left out of the network, until it is asked for."""
    path = "/api/v1/network?valid=2018-02-01"
    totals = {
        query: told.get(f"{path}{query}").json()["data"]["total"]
        for query in ("", "&in_force=YES", "&in_force=no", "&in_force=yes,no,CANNOT_BE_DECIDED")
    }
    assert list(totals.values()) == [0, 0, 3, 3]


def test_rows_come_in_the_order_that_is_asked_for(told: Caller) -> None:
    """What is not known comes last, either way."""
    assert numbers(told, "sort=contract_number") == ["9001", "9002", "9003"]
    assert numbers(told, "sort=-contract_number") == ["9003", "9002", "9001"]
    assert numbers(told, "sort=maximum") == ["9001", "9003", "9002"]
    assert numbers(told, "sort=-maximum") == ["9003", "9001", "9002"]
    assert numbers(told, "sort=in_force,-provider") == ["9003", "9002", "9001"]


@pytest.mark.parametrize(
    ("query", "path", "nearest"),
    [
        ("provder=x", "provder", "provider"),
        ("sort=maximm", "sort", "maximum"),
        ("sort=orps", "sort", None),
        ("maximum=lots", "maximum", None),
        ("maximum=..", "maximum", None),
        ("in_force=perhaps", "in_force", None),
        ("is_provider_inferred=2", "is_provider_inferred", None),
        ("services_in_contract=1.2.3", "services_in_contract", None),
        ("entry.since=2018-13-01", "entry.since", None),
        ("entry.since=20180101", "entry.since", None),
        ("provider_ico=", "provider_ico", None),
        (f"provider_ico={'9' * 300}", "provider_ico", None),
        ("&".join(["provider=x"] * 60), "query", None),
    ],
)
def test_a_condition_that_cannot_be_read_is_named(clerk: Caller, query: str, path: str, nearest: str | None) -> None:
    answer = clerk.get(f"{NETWORK}&{query}")
    assert answer.status_code == 400
    (field,) = answer.json()["fields"]
    assert (field["path"], field["nearest"]) == (path, nearest)


def test_deadlines_are_asked_for_by_provider_and_state(told: Caller) -> None:
    """A deadline is of the provider of its contract; what is over is told where somebody asks by state."""
    query = "/api/v1/deadlines?valid=2018-03-01&sort=due"
    every = told.get(query).json()["data"]["rows"]
    of_one = told.get(f"{query}&provider=charita").json()["data"]["rows"]
    assert {row["file"] for row in of_one} < {row["file"] for row in every}
    due = f"{query}&due=..2018-02-28&overdue=true&turn=region&contract=OLP-9001-2018"
    assert {row["state"] for row in told.get(due).json()["data"]["rows"]} == {"overdue"}
    for state in ("open", "not computed,overdue", "met,missed,dropped"):
        found = told.get(f"{query}&state={state}").json()["data"]["rows"]
        assert {row["state"] for row in found} <= set(state.split(","))


@pytest.mark.parametrize("question", [*QUESTIONS, SEARCH], ids=lambda question: question.name)
def test_every_column_of_every_question_can_be_asked_for(clerk: Caller, question: object) -> None:
    """No name that the document gives is refused, and every condition that it shows can be read."""
    own = next(one for one in (*QUESTIONS, SEARCH) if one is question)
    written = {
        Holds.TEXT: "*a*",
        Holds.FILE: "OLP-9001-2018",
        Holds.DAY: "2018-01-01..",
        Holds.MOMENT: "..2018-01-01",
        Holds.NUMBER: "1,2..3",
        Holds.MONEY: "1..2",
        Holds.TRUTH: "false",
    }
    text = "&text=a" if own is SEARCH else ""
    for name in own.columns.names():
        column = own.columns.find(name)
        words = () if column is None else (*column.value.choices, *words_of(own.name, column.name))
        value = "unknown" if column is None else (*words, written.get(column.holds))[0]
        sort = "" if column is None or column.is_many else f"&sort=-{name}"
        answer = clerk.get(f"/api/v1/{own.name}?{name}={value}{sort}{text}")
        assert answer.status_code == 200, (name, answer.text)


MISSPELT = (
    ("search?text=olp&kind=contrct", "kind", "contract"),
    ("search?text=olp&what=lable", "what", "label"),
    ("network?regime=tendr", "regime", "tender"),
    ("network?section=999", "section", None),
    ("network?orp=Tunrov", "orp", "Turnov"),
    ("network?orps_perhaps=9999", "orps_perhaps", None),
    ("network?in_force=yess", "in_force", "YES"),
    ("network?mandate.instrument=separate-atc", "mandate.instrument", "SEPARATE_ACT"),
    ("deadlines?kind=contract.refnd", "kind", "contract.refund"),
    ("deadlines?turn=regoin", "turn", "region"),
    ("tender-funnel?regime=small_scal", "regime", "SMALL_SCALE"),
    ("contract-ledger?kind=payed", "kind", "paid"),
    ("contract-ledger?topic=contract.payment-mad", "topic", "contract.payment-made"),
    ("contract-ledger?topic=zzz.*", "topic", None),
    ("indicators?kind=projekt", "kind", "project"),
    ("trail?role=methodolog", "role", "methodologist"),
    ("trail?source=device,api", "source", "device"),
    ("findings?severity=majr", "severity", "MAJOR"),
    ("measures?asks_for=written_reprt", "asks_for", "WRITTEN_REPORT"),
    ("inspection-plan?reason=riks", "reason", "RISK"),
    ("anomalies?code=published_lat", "code", "PUBLISHED_LATE"),
    ("anomalies?rule=contract.drawn-within-maximm", "rule", "contract.drawn-within-maximum"),
)


@pytest.mark.parametrize(("query", "path", "nearest"), MISSPELT)
def test_a_word_that_there_is_not_is_told_with_the_nearest(
    house: House, query: str, path: str, nearest: str | None
) -> None:
    """No rows would be taken for: there are none."""
    answer = house.caller("auditor").get(f"/api/v1/{query}")
    assert answer.status_code == 400, answer.text
    (field,) = answer.json()["fields"]
    assert (field["path"], field["nearest"]) == (path, nearest)


def test_every_question_with_words_of_the_program_is_tried() -> None:
    """And words are said only of columns that there are."""
    assert {query.partition("?")[0] for query, _, _ in MISSPELT} | {"compensation"} >= WORDS.keys()
    for question in (*QUESTIONS, SEARCH):
        assert WORDS.get(question.name, {}).keys() <= question.columns.own.keys()


def test_a_word_is_read_whatever_its_case_and_a_star_stands_for_any_letters(told: Caller) -> None:
    """Also one that the law has, and no row; and one that only a row has."""
    for query, found in {
        "regime=TENDER": 3,
        "regime=tend*": 3,
        "regime=grant": 0,
        "regime=unknown": 0,
        "section=unknown": 3,
        "orp=Turnov": 0,
        "orp=turn*": 0,
        "orp=5110": 0,
        "orp=unknown": 3,
    }.items():
        assert len(numbers(told, query)) == found, query


def test_a_section_that_only_old_papers_know_is_found(clerk: Caller) -> None:
    """Any text is taken for one there; only a word that nobody ever said is refused."""
    service = {"registration_number": "1234567", "section": "99", "forms": ["T"], "name": "Dílny"}
    opened = clerk.post("/api/v1/services/take-over", service, effective_on="2018-01-02")
    assert opened.status_code == 201, opened.text
    paid_for = {"number": "OLP/9004/2018", "services": [{"registration": "1234567"}], "provider": "P"}
    concluded = clerk.post(f"{CONTRACTS}/take-over", paid_for, effective_on="2018-01-02")
    assert concluded.status_code == 201, concluded.text
    query = "/api/v1/network?valid=2018-02-01&in_force=known&section="
    assert clerk.get(f"{query}99").json()["data"]["total"] == 1
    assert clerk.get(f"{query}98").status_code == 400
