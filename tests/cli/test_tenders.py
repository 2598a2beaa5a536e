"""`kronika tenders`: how far tenders have come, and what nobody states of old ones."""

from pathlib import Path
from typing import Any

import pytest

from adapters.cli.failures import Exit
from adapters.cli.tenders import LOT_OUTCOMES, OUTCOMES, STAGES
from projections.tender_funnel import LotOutcome, Outcome, Stage
from tests.cli.conftest import copied, sqlite_cli
from tests.cli.runner import Cli, kc

NUMBER = "LK-0017/2017"
DOCUMENTS = "ab" * 32
CRITERIA = [{"criterion": "price", "name": "Price", "weight": 100, "method": "LOWEST_PRICE"}]


def run_tender(cli: Cli) -> Cli:
    """Two lots: two bids and a late one for A, nobody for B, which is called again; and an old tender."""
    cli.shelved(DOCUMENTS)

    def did(topic: str, on: str, **data: Any) -> None:
        target = None if topic == "plan" else NUMBER
        cli.it_is(on).did(f"tender.{topic}", target, "--on", on, **data)

    values = {"section": "62", "regime": "SIMPLIFIED_129", "estimated_value": kc(5_000_000)}
    did("plan", "2017-01-10", number=NUMBER, title="NZDM Liberecko", **values)
    did("approve", "2017-01-17", body="RK", resolution="45/17/RK")
    for lot in "AB":
        did("define-lot", "2017-01-17", lot=lot, title=f"Lot {lot}", estimated_value=kc(2_500_000))
    call = {"documents": DOCUMENTS, "criteria": CRITERIA, "registers": ["VVZ"]}
    did("publish", "2017-02-01", notice_kind="START", bids_until="2017-03-03T10:00:00+01:00", **call)
    for name, at in (("A1", "2017-03-01T15:00"), ("A2", "2017-03-03T09:59"), ("A3", "2017-03-03T10:01")):
        did("record-bid", at[:10], lot="A", round=1, bid=name, received_at=f"{at}:00+01:00")
    bids = [
        {"bid": name, "provider": {"name": f"Provider {name}"}, "price": kc(price)}
        for name, price in (("A1", 2_400_000), ("A2", 2_000_000))
    ]
    did("open-bids", "2017-03-03", lot="A", round=1, opened_at="2017-03-03T12:00:00+01:00", bids=bids)
    did("leave-lot-unawarded", "2017-03-04", lot="B", round=1)
    again = {"lot": "B", "round": 2, "bids_until": "2017-06-02T10:00:00+02:00"}
    did("relaunch-lot", "2017-05-02", **again, **call)
    page = {"group": "IP1", "tenders": 4, "won": [{"tenders": 3, "round": 1}, {"tenders": 1, "round": 2}]}
    cli.did("tender.take-over", None, service_as_written="Dílny", section="67", outcome={"is_won": True}, one_of=page)
    return cli


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tenders")
    cli = sqlite_cli(folder)
    cli.ok("init")
    run_tender(cli)
    return folder


@pytest.fixture
def told(prepared: Path, tmp_path: Path) -> Cli:
    return copied(prepared, tmp_path)


def test_on_either_store_the_funnel_is_the_same(any_cli: Cli) -> None:
    """Counts, stages and days as numbers."""
    cli = run_tender(any_cli)
    frame = cli.ok("tenders", "--json").json
    assert frame["schema"] == "kronika.tenders/1"
    ours = frame["data"]["rows"][0]
    assert (ours["number"], ours["outcome"], ours["rounds"], ours["bids"], ours["late_bids"]) == (
        NUMBER,
        "open",
        3,
        3,
        1,
    )
    first = ours["lots"][0]["rounds"][0]
    assert [(one["stage"], one["on"], one["days"]) for one in first["stages"]] == [
        ("called", "2017-02-01", None),
        ("bids closed", "2017-03-03", 30),
        ("opened", "2017-03-03", 0),
    ]
    assert [(one["round"], one["outcome"]) for one in ours["lots"][1]["rounds"]] == [(1, "unawarded"), (2, "open")]
    assert (ours["contracted"], frame["data"]["rows"][1]["contracted"]) == ({"currency": "CZK", "minor": 0}, None)
    totals = frame["data"]["totals"]
    assert (totals["tenders"], totals["lots"], totals["further_rounds"]) == (2, 2, 1)
    assert (totals["late_bids"], totals["not_known_how_much"]) == (1, 1)


def test_a_line_for_each_tender_and_what_is_not_known(told: Cli) -> None:
    """Of the old one: that it was won, among which four, and nothing else."""
    text = told.ok("tenders", "--lang", "en", COLUMNS="200").out
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0].startswith("Valid on ")
    assert lines[4].startswith(f"{NUMBER} 2 lots 3 bids called open CZK 0 CZK 0")
    assert "NZDM Liberecko 3 rounds 1 late 2017-05-02 112 days in all" in lines
    assert "Dílny not known not known awarded not known not known" in lines
    assert "one of 4 (IP1)" in lines
    assert lines[-2:] == [
        "2 tenders · 2 lots · 3 rounds · 3 bids · contracted CZK 0",
        "of 1 tender from old records it is not known for how much",
    ]


def test_the_same_in_czech(told: Cli) -> None:
    lines = told.ok("tenders", "--lang", "cs", COLUMNS="200").out.splitlines()
    assert lines[-2] == "2 zakázky · 2 části · 3 kola · 3 nabídky · nasmlouváno 0 Kč"
    assert lines[-1] == "u 1 zakázky ze starých záznamů není známo, za kolik"


def test_every_round_with_the_days_between_its_stages(told: Cli) -> None:
    text = told.ok("tenders", "--rounds", "--section", "§ 62", "--lang", "en").out
    assert (
        "  lot A, round 1: open · called 2017-02-01 · time for bids over 2017-03-03 (30 days later) · "
        "bids opened 2017-03-03 (0 days later)" in text.splitlines()
    )
    assert "  lot B, round 1: no participant left · called 2017-02-01 · not awarded 2017-03-04 (31 days later)" in text
    assert "  lot B, round 2: open · called 2017-05-02" in text.splitlines()
    assert "IP1" not in text


def test_as_it_stood_on_a_day_and_as_known_then(told: Cli) -> None:
    """On the day of the opening lot B was still open in its first round; known at entry 4 nothing was called."""
    (row, _) = told.ok("tenders", "--valid", "2017-03-03", "--json").json["data"]["rows"]
    assert [lot["outcome"] for lot in row["lots"]] == ["open", "open"]
    assert row["rounds"] == 2
    known = told.ok("tenders", "--known-seq", "4", "--json").json
    assert (known["known_seq"], known["data"]["rows"][0]["rounds"]) == (4, 0)
    assert told.ok("tenders", "--known-seq", "0", "--lang", "en").out.splitlines()[-1] == "No tender is on file then."


def test_before_init_it_says_what_to_do(bare: Cli) -> None:
    result = bare("tenders", "--lang", "en")
    assert (result.code, "run kronika init first" in result.err) == (Exit.STORAGE, True)


def test_every_stage_and_outcome_has_words() -> None:
    assert set(STAGES) == set(Stage)
    assert set(OUTCOMES) == set(Outcome)
    assert set(LOT_OUTCOMES) == set(LotOutcome)
