"""`kronika report`: on the screen, as files that open properly, and down to the entries behind a cell."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from adapters.cli.failures import Exit
from adapters.cli.pages_report import REPORT
from projections.sheets import SHEETS
from tests.cli.contracts import NUMBER, conclude, pay
from tests.cli.runner import Cli, kc


@pytest.fixture
def told(cli: Cli) -> Cli:
    """A contract that was paid twice and returned a part; its provider's name is meant to be a formula."""
    conclude(cli.it_is("2019-06-30"), provider="=Žlutý kůň")
    for movement, crowns, day in (("m-1", 80_000, "2018-02-01"), ("m-2", 20_000, "2018-05-01")):
        pay(cli, movement, crowns, day)
    return cli


def test_a_report_shows_rows_and_sums(told: Cli) -> None:
    shown = told.ok("report", "show", "drawdown", "--valid", "2018-12-31").out
    assert "Drawdown of contracts" in shown
    assert "Paid CZK 100,000" in shown
    assert "Vyplaceno 100 000 Kč" in told.ok("report", "show", "drawdown", "--lang", "cs").out


def test_a_cell_names_the_entries_that_it_is_made_of(told: Cli) -> None:
    asked = ("report", "explain", "drawdown-by-service-year", f"{NUMBER}|2018", "gross")
    frame = told.ok(*asked, "--json").json
    assert [(part["position"], part["adds"]["minor"]) for part in frame["data"]["parts"]] == [
        (2, 8_000_000),
        (3, 2_000_000),
    ]
    assert frame["data"]["cell"]["minor"] == 10_000_000
    shown = told.ok(*asked).out
    assert "Paid: CZK 100,000" in shown
    assert "Money left the region's account for this contract." in shown
    assert (
        told.ok("report", "explain", "drawdown", NUMBER, "gross", "--valid", "2018-03-31", "--json").json["data"][
            "cell"
        ]["minor"]
        == 8_000_000
    )


def test_a_cell_says_which_of_its_entries_read_as_corrected(told: Cli) -> None:
    """The sum alone would not tell that the second payment was first read as something else, nor since when."""
    entry = told.ok("log", "contract", NUMBER, "--json").lines[2]
    months = [{"month": "2018-05", "amount": kc(2_000)}]
    corrected = {**entry["data"], "amount": kc(2_000), "allocations": months}
    told.it_is("2019-07-01")
    fixed = told.did("entry.correct", NUMBER, "--reason", "a zero too many", entry=entry["event_id"], data=corrected)
    asked = ("report", "explain", "drawdown", NUMBER, "gross")
    parts = {part["position"]: part for part in told.ok(*asked, "--json").json["data"]["parts"]}
    assert (parts[3]["adds"]["minor"], parts[2]["corrections"]) == (200_000, [])
    assert [(one["position"], one["recorded_at"][:10]) for one in parts[3]["corrections"]] == [(4, "2019-07-01")]
    assert "as corrected by entry no. 4, recorded 2019-07-01 12:00:00" in told.ok(*asked).out
    assert "as corrected" not in told.ok(*asked, "--known-seq", "3").out
    told.did("entry.take-back", NUMBER, "--reason", "it was right", entry=fixed["entries"][0]["event_id"])
    assert "as corrected" not in told.ok(*asked).out
    assert "as corrected" not in told.ok("explain", "contract", NUMBER, "paid").out


def test_csv_opens_in_a_czech_spreadsheet(told: Cli) -> None:
    """A byte order mark, semicolons and decimal commas; what looks like a formula is none."""
    text = told.ok("report", "show", "drawdown", "--format", "csv", "--lang", "cs").out
    assert text.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert dict(zip(head, row, strict=True))["Vyplaceno"] == "100000,00"
    assert row[:2] == [NUMBER, "'=Žlutý kůň"]


def test_xlsx_holds_the_rows_and_says_what_they_are(told: Cli, tmp_path: Path) -> None:
    path = tmp_path / "drawdown.xlsx"
    options = ("--valid", "2018-12-31", "--format", "xlsx", "--output", str(path), "--lang", "cs")
    assert "1 řádek" in told.ok("report", "show", "drawdown", *options).err
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Čerpání smluv", "O exportu"]
    head, row = book.get_sheet_by_index(0).to_python()
    found = dict(zip(head, row, strict=True))
    assert (found["Smlouva"], found["Poskytovatel služby"], found["Vyplaceno"]) == (NUMBER, "=Žlutý kůň", 100_000)
    about = {line[0]: line[1] for line in book.get_sheet_by_index(1).to_python() if line[0]}
    assert (str(about["Platné ke dni"]), about["Známo po záznam č."], about["Řádků"]) == ("2018-12-31", 3, 1)
    assert isinstance(about["Známo ke dni"], date)
    assert "bez toho, co vrátila banka" in str(about["Vyplaceno"])


def test_a_file_that_is_there_is_not_overwritten(told: Cli, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("mine")
    failed = told("report", "show", "drawdown", "--format", "csv", "--output", str(path))
    assert (failed.code, path.read_text()) == (Exit.CONFLICT, "mine")


def test_an_empty_report_says_so(cli: Cli) -> None:
    for name in SHEETS:
        assert "Nothing is known of this then." in cli.ok("report", "show", name).out
    assert cli.ok("report", "show", "network", "--json").json["data"]["rows"] == []


def test_what_there_is_and_what_there_is_not(told: Cli) -> None:
    assert [one["name"] for one in told.ok("report", "list", "--json").json["data"]] == list(SHEETS)
    assert "did you mean drawdown?" in told("report", "show", "drawdwn").err
    assert told("report", "explain", "drawdown", "OLP/1/2018", "gross").code == Exit.NOT_FOUND
    assert told("report", "explain", "drawdown", NUMBER, "colour").code == Exit.USAGE
    assert told("report", "show", "network", "--format", "xlsx").code == Exit.USAGE


def test_the_name_of_a_report_may_follow_at_once(told: Cli) -> None:
    """`report NAME` is `report show NAME`, with options and help alike."""
    for more in (("--valid", "2018-12-31"), ("--format", "csv"), ("--json",)):
        assert told.ok("report", "drawdown", *more).out == told.ok("report", "show", "drawdown", *more).out
    assert (
        told.ok("--lang", "cs", "report", "drawdown").out == told.ok("report", "show", "drawdown", "--lang", "cs").out
    )
    dated = told.ok("report", "drawdown", "--valid", "2018-12-31")
    assert told.ok("report", "--valid", "2018-12-31", "drawdown").out == dated.out
    assert "--format" in told.ok("report", "drawdown", "--help").out


def test_no_report_is_called_like_a_verb() -> None:
    """Else it could not be asked for by its name alone."""
    assert not {one.name for one in REPORT} & {*SHEETS}


def test_an_unknown_report_names_those_that_there_are(told: Cli) -> None:
    """A slip in a name is told as one, with the names near it."""
    refused = told("report", "drawdwn")
    assert refused.code != Exit.OK
    assert "drawdown" in refused.err


def test_amounts_in_a_workbook_have_the_separators_of_the_reader(told: Cli, tmp_path: Path) -> None:
    """Files spell them in one way for all countries: a space there would part only the last three figures."""
    path = tmp_path / "drawdown.xlsx"
    told.ok("report", "drawdown", "--format", "xlsx", "--output", str(path), "--lang", "cs")
    styles = zipfile.ZipFile(path).read("xl/styles.xml").decode()
    assert re.findall(r'formatCode="([^"]*&quot;Kč&quot;)"', styles) == ["#,##0.00 &quot;Kč&quot;"]
    assert "# ##0" not in styles


def test_a_currency_that_all_amounts_share_stands_in_the_heading(told: Cli) -> None:
    """So that the columns of a report fit a screen, and figures can be copied."""
    out = told.ok("report", "drawdown", "--lang", "cs", COLUMNS="200").out
    assert "Vyplaceno, Kč" in out
    assert re.search(r" 100 000 +0 ", out)


def test_a_line_that_is_none_is_answered_with_those_that_are(told: Cli) -> None:
    failed = told("report", "explain", "drawdown", "OLP/9/9999", "gross", "--lang", "en")
    assert failed.code == Exit.NOT_FOUND
    assert f"its lines are called like {NUMBER}" in failed.err


def test_a_report_speaks_the_language_of_its_reader(told: Cli) -> None:
    """Kinds and states in words; above them stands how it stands, not the State as a source of money."""
    out = told.ok("report", "deadlines", "--valid", "2018-06-01", "--lang", "cs", COLUMNS="400").out
    assert "Jak stojí" in out
    assert "zveřejnit smlouvu v registru smluv" in out
    assert "po termínu" in out
    assert ("contract.publication" in out, "overdue" in out, "Stát" in out) == (False, False, False)
