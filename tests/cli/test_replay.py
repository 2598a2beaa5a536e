"""`kronika explain`, `decisions verify` and `replay`: an auditor's questions, from the command line."""

import json
import sqlite3
from contextlib import closing

import pytest

from adapters.cli.failures import Exit
from domain.kernel.rule import RULE_BOOK
from tests.cli.contracts import NUMBER, conclude, pay, publish
from tests.cli.runner import Cli, kc

EFFECT = "contract.payment-after-effect"


@pytest.fixture
def told(cli: Cli) -> Cli:
    """Entries 1 to 4: concluded, published, ordered, paid."""
    conclude(cli.it_is("2018-03-01"))
    publish(cli)
    months = [{"month": "2018-02", "amount": kc(80_000)}]
    order = {"order": "1", "amount": kc(80_000), "account": "19-1/0800", "allocations": months}
    cli.did("contract.order-payment", NUMBER, "--on", "2018-02-10", **order)
    cli.did("contract.record-movement", NUMBER, "--on", "2018-02-20", movement="m", amount=kc(80_000), order="1")
    return cli


def test_explain_names_the_entry_that_set_a_field(told: Cli) -> None:
    shown = told.ok("explain", "contract", NUMBER, "paid").out
    assert "paid: CZK 80,000\nIt reads so since entry no. 4." in shown
    frame = told.ok("explain", "contract", NUMBER, "paid", "--json").json
    assert frame["schema"] == "kronika.explain/1"
    assert [turn["entry"]["position"] for turn in frame["data"]["turns"]][-1] == 4


def test_explain_before_the_payment_and_before_the_file(told: Cli) -> None:
    assert "no. 4" not in told.ok("explain", "contract", NUMBER, "paid", "--known-seq", "3").out
    assert "Nothing recorded then" in told.ok("explain", "contract", NUMBER, "paid", "--known", "2018-02-01").out
    assert told.ok("explain", "contract", NUMBER, "paid", "--known-seq", "0", "--json").json["data"]["turns"] == []


def test_explain_of_a_misspelt_field_says_what_it_may_have_been(told: Cli) -> None:
    failed = told("explain", "contract", NUMBER, "pad")
    assert failed.code == Exit.USAGE
    assert "did you mean paid?" in failed.err


def test_what_would_be_recorded_otherwise_says_what_is_otherwise(cli: Cli) -> None:
    """Not all that is noted beside it: what would be there no more, what is new, and the fields that differ."""
    conclude(cli.it_is("2018-03-01"))
    pay(cli, "m-1", 80_000, "2018-01-10")
    publish(cli)
    shown = cli.ok("replay", "contract", NUMBER, "--without", "2", "--report", "network").out
    assert "no longer noted: PAID_BEFORE_EFFECT" in shown
    shown = cli.ok("replay", "contract", NUMBER, "--without-rule", EFFECT, "--report", "network").out
    assert shown.count("no longer noted: PAID_BEFORE_EFFECT") == 2
    assert "! NO_ORDER" not in shown
    frame = cli.ok("replay", "contract", NUMBER, "--without", "3", "--report", "network", "--json").json
    assert [one["fields"] for one in frame["data"]["decisions"]] == [[]]


def test_every_decision_of_the_ledger_is_made_again(told: Cli) -> None:
    assert told.ok("decisions", "verify").out == "All 4 decisions come out as recorded.\n"
    frame = told.ok("decisions", "verify", "contract", NUMBER, "--json").json
    assert frame["data"]["decisions"] == {"reproduced": 4, "differs": 0, "not_reproducible": 0}
    assert told("decisions", "verify", "contract").code == Exit.USAGE


def test_an_empty_ledger_has_no_decisions(cli: Cli) -> None:
    assert cli.ok("decisions", "verify").out == "There is no decision to make again.\n"


def test_decisions_that_differ_are_listed_with_the_rule(told: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RULE_BOOK[EFFECT], "versions", [])
    found = told("decisions", "verify")
    assert found.code == Exit.NEGATIVE
    assert "2 of 4 decisions do not come out as recorded." in found.out
    assert f"rule {EFFECT}: kept → not applicable" in found.out
    frame = told("decisions", "verify", "--json").json
    assert [one["first_position"] for one in frame["data"]["otherwise"]] == [3, 4]
    assert not frame["ok"]


def test_what_would_be_kept_beside_a_decision_today_is_told_and_is_no_difference(cli: Cli) -> None:
    """A contract of an older program names its service by the file alone; today the number is kept with it."""
    cli.it_is("2018-03-01")
    service = {"registration_number": "3596108", "provider": {"name": "P"}, "section": "43", "name": "PSB"}
    cli.did("service.record-registration", None, "--on", "2015-01-01", forms=["T"], **service)
    conclude(cli, services=[{"service": "3596108"}])
    with closing(sqlite3.connect(cli.folder / "kronika.db")) as database:
        database.execute("DROP TRIGGER stored_events_update")
        (state,) = database.execute("SELECT state FROM stored_events WHERE position = 2").fetchone()
        said = json.loads(state)
        del said["data"]["services"][0]["registration"]
        database.execute("UPDATE stored_events SET state = ? WHERE position = 2", (json.dumps(said).encode(),))
        database.commit()
    assert cli.ok("decisions", "verify").out == (
        "All 2 decisions come out as recorded.\n"
        "Beside 1 decision the program would keep more today: contract.concluded.services.\n"
    )
    (more,) = cli.ok("decisions", "verify", "--json").json["data"]["more"]
    assert (more["result"], more["fields"]) == ("reproduced", ["contract.concluded.services"])
    assert "k 1 rozhodnutí uchoval navíc" in cli.ok("decisions", "verify", "--lang", "cs").out


def test_without_its_publication_everything_after_it_ends_otherwise(told: Cli) -> None:
    shown = told.ok("replay", "contract", NUMBER, "--without", "2").out
    assert "3 commands would have ended otherwise:" in shown
    assert f"refused: {EFFECT}" in shown
    assert "! PAID_BEFORE_EFFECT" in shown
    assert shown.endswith("The ledger was not touched.\n")
    frame = told.ok("replay", "contract", NUMBER, "--without", "2", "--json").json
    assert [one["fate"] for one in frame["data"]["decisions"]] == ["left_out", "refused", "recorded_otherwise"]
    (file,) = frame["data"]["files"]
    assert {"field": "published_on", "is": "2018-01-20", "would_be": None} in file["changes"]


def test_under_another_rule_or_value(told: Cli) -> None:
    asked = ("replay", "contract", NUMBER)
    assert "Nothing else would have been decided" in told.ok(*asked, "--without-rule", EFFECT).out
    late = told.ok(*asked, "--with-value", "register-publication-days=10", "--json").json["data"]["decisions"]
    assert late[1]["anomalies_after"] == ["PUBLISHED_LATE"]


@pytest.mark.parametrize(
    "asked",
    [
        [],
        ["--without", "2", "--without-rule", EFFECT],
        ["--without-rule", "contract.no-such-rule"],
        ["--without-rule", "contract.on-file"],
        ["--with-value", "register-publication-days"],
        ["--with-value", "no-such-value=1"],
    ],
)
def test_what_cannot_be_asked_is_said(told: Cli, asked: list[str]) -> None:
    failed = told("replay", "contract", NUMBER, *asked, "--json")
    assert failed.code == Exit.USAGE
    assert json.loads(failed.out)["error"]["message"]


def test_an_entry_of_another_file_is_not_left_out(told: Cli) -> None:
    failed = told("replay", "contract", NUMBER, "--without", "77")
    assert failed.code == Exit.NOT_FOUND
    assert f"entry no. 77 is not an entry of {NUMBER}" in failed.err


def test_the_answers_are_in_czech_too(told: Cli) -> None:
    told.environment["KRONIKA_LANGUAGE"] = "cs"
    assert "Kniha zůstala, jak byla." in told.ok("replay", "contract", NUMBER, "--without", "2").out
    assert "Tak zní od záznamu č. 4." in told.ok("explain", "contract", NUMBER, "paid").out
    assert "vycházejí, jak jsou zapsána" in told.ok("decisions", "verify").out


def test_report_cells_that_would_read_differently_are_listed(told: Cli) -> None:
    """Without the order and without its bank movement the same money left the account; without the movement none."""
    frame = told.ok("replay", "contract", NUMBER, "--without", "4", "--json").json
    reports = {one["report"]: one["lines"] for one in frame["data"]["reports"]}
    (drawn,) = reports["drawdown"]
    assert (drawn["key"], drawn["fate"]) == (NUMBER, "changed")
    paid = {"minor": 8_000_000, "currency": "CZK"}
    nothing = {"minor": 0, "currency": "CZK"}
    assert {"column": "gross", "is": paid, "would_be": nothing} in drawn["cells"]
    assert [one["fate"] for one in reports["drawdown-by-cash-year"]] == ["gone"]
    (row,) = reports["network"]
    assert {one["column"] for one in row["cells"]} == {"gross", "net"}
    shown = told.ok("replay", "contract", NUMBER, "--without", "4").out
    assert "Drawdown of contracts" in shown
    assert "CZK 80,000" in shown


def test_only_the_reports_that_are_asked_for_are_made(told: Cli) -> None:
    asked = ("replay", "contract", NUMBER, "--without", "4", "--report", "network", "--json")
    assert [one["report"] for one in told.ok(*asked).json["data"]["reports"]] == ["network"]
    assert told("replay", "contract", NUMBER, "--without", "4", "--report", "netwrk").code == Exit.USAGE


def test_the_views_of_the_ledger_stay_as_they_were(told: Cli) -> None:
    before = told.ok("report", "show", "drawdown", "--json").out
    told.ok("replay", "contract", NUMBER, "--without", "2")
    assert told.ok("report", "show", "drawdown", "--json").out == before
    assert told.ok("projections", "verify", "--json").json["ok"]
