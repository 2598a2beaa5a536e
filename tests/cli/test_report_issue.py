"""`kronika report issue` and `check`: what was handed out is kept, recorded, and comes out the same ever after."""

import hashlib
import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from python_calamine import CalamineWorkbook

from adapters.cli.failures import Exit
from adapters.evidence.folder import EvidenceFolder
from adapters.exports.recomputed import OtherCell, other_cells
from adapters.read_models import open_read_models
from tests.cli.contracts import NUMBER, conclude, pay
from tests.cli.runner import Cli

WHY = ("--reason", "for the assembly")
REPORTER = ("--as", "reporter")


@pytest.fixture
def told(any_cli: Cli) -> Cli:
    """Concluded and paid once, both known in March 2018."""
    any_cli.environment["KRONIKA_EVIDENCE"] = str(any_cli.folder / "evidence")
    conclude(any_cli.it_is("2018-03-01"))
    pay(any_cli, "m-1", 80_000, "2018-02-20")
    return any_cli


def issue(cli: Cli, *options: str, name: str = "drawdown") -> dict[str, Any]:
    found = cli.ok("report", "issue", name, "--valid", "2018-12-31", *WHY, *REPORTER, *options, "--json")
    data: dict[str, Any] = found.json["data"]
    return data


def kept(cli: Cli, digest: str) -> bytes:
    path = cli.folder / "kept"
    cli.ok("evidence", "get", digest, "--output", str(path))
    content = path.read_bytes()
    path.unlink()
    return content


def test_the_file_and_its_cells_are_kept_and_recorded(told: Cli, tmp_path: Path) -> None:
    data = issue(told, "--output", str(tmp_path / "drawdown.xlsx"), "--lang", "cs")
    assert (data["number"], data["report_name"], data["known_position"], data["rows"]) == ("1/2018", "drawdown", 2, 1)
    content = kept(told, data["file"])
    assert hashlib.sha256(content).hexdigest() == data["file"]
    assert (tmp_path / "drawdown.xlsx").read_bytes() == content
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["Čerpání smluv", "O exportu"]
    assert orjson.loads(kept(told, data["cells"]))["data"]["rows"][0]["key"] == NUMBER
    (entry,) = told.ok("log", "office", "office", "--json").lines
    assert (entry["topic"], entry["data"]["file"]) == ("office.report-issued", data["file"])
    assert set(entry["stamp"]["documents"]) == {data["file"], data["cells"]}


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_what_was_recorded_since_changes_no_issued_cell(told: Cli, format: str) -> None:  # noqa: A002  the option's name
    """A payment of the past that comes to be known a year later is in today's report, and not in the issued one."""
    data = issue(told, "--format", format)
    told.it_is("2019-03-01")
    pay(told, "m-2", 20_000, "2018-05-01")
    for written in ("1/2018", data["file"], data["cells"], data["file"][:12].upper()):
        found = told.ok("report", "check", written)
        assert "every cell reads as it was issued" in found.out
    assert told.ok("report", "check", "1/2018", "--json").json["data"]["other"] == []


def test_a_cell_that_comes_out_otherwise_is_named(told: Cli) -> None:
    """A view that somebody has tampered with: exit code 8, the cell, and both readings."""
    issue(told)
    with open_read_models(told.environment["KRONIKA_DATABASE"]) as database:
        database.execute("UPDATE contract_ledger_lines_1 SET amount = 7000000 WHERE amount = 8000000")
    found = told("report", "check", "1/2018", "--lang", "en")
    assert (found.code, "not as it was issued: 2 cells." in found.out) == (Exit.INTEGRITY, True)
    assert all(amount in found.out for amount in ("CZK 80,000", "CZK 70,000"))
    answer = told("report", "check", "1/2018", "--json").json
    assert [(one["key"], one["column"]) for one in answer["data"]["other"]] == [(NUMBER, "gross"), (NUMBER, "net")]
    assert not answer["ok"]


def test_a_lost_or_damaged_file_is_told(told: Cli) -> None:
    digest = issue(told)["cells"]
    path = EvidenceFolder(told.folder / "evidence")._file(digest)
    path.chmod(0o600)
    path.write_bytes(b"{}")
    damaged = told("report", "check", "1/2018", "--json")
    assert (damaged.code, damaged.json["error"]["code"]) == (Exit.INTEGRITY, "file_damaged")
    path.unlink()
    lost = told("report", "check", "1/2018", "--json")
    assert (lost.code, lost.json["error"]["code"]) == (Exit.INTEGRITY, "file_lost")


def test_numbers_follow_each_other_and_are_used_once(told: Cli) -> None:
    assert [issue(told)["number"], issue(told, name="network")["number"]] == ["1/2018", "2/2018"]
    assert issue(told, "--number", "SOC/7")["number"] == "SOC/7"
    again = told("report", "issue", "drawdown", "--number", "SOC/7", *WHY, *REPORTER)
    assert (again.code, "office.report-number-unused" in again.err) == (Exit.REFUSED, True)


def test_who_may_not_issue_is_refused_and_what_is_not_there_is_not_found(told: Cli) -> None:
    assert told("report", "issue", "drawdown", *WHY, "--as", "auditor").code == Exit.REFUSED
    kept = told.ok("evidence", "list", "--json").json["data"]
    assert kept == [], "nothing of it was kept, either"
    assert told("report", "issue", "drawdwn", *WHY, *REPORTER).code == Exit.USAGE
    assert told("report", "check", "9/2018").code == Exit.NOT_FOUND
    issue(told)
    assert told("report", "check", "").code == Exit.NOT_FOUND


def test_the_answers_are_in_czech_too(told: Cli) -> None:
    issued = told.ok("report", "issue", "drawdown", *WHY, *REPORTER, "--lang", "cs").out
    assert issued.startswith("Vydáno pod č. 1/2018, záznam č. 3: Čerpání smluv, 1 řádek.")
    assert "souhlasí s vydanými" in told.ok("report", "check", "1/2018", "--lang", "cs").out


# Comparing ------------------------------------------------------------------------------------------------------------


def frame(*rows: dict[str, Any], columns: tuple[str, ...] = ("gross",)) -> dict[str, Any]:
    return {"data": {"columns": [{"name": name} for name in columns], "rows": list(rows)}}


def test_rows_of_one_side_and_cells_of_both_are_compared() -> None:
    issued = frame({"key": "a", "gross": 1}, {"key": "b", "gross": 2}, {"key": "b", "gross": 3})
    now = frame({"key": "b", "gross": 2}, {"key": "b", "gross": 4}, {"key": "c", "gross": 5})
    assert list(other_cells(issued, now)) == [
        OtherCell("a", None, {"gross": 1}, None),
        OtherCell("b", "gross", 3, 4),
        OtherCell("c", None, None, {"gross": 5}),
    ]


def test_a_column_that_came_later_is_not_looked_at_and_one_that_went_is() -> None:
    issued, now = frame({"key": "a", "gross": 1}), frame({"key": "a", "net": 1}, columns=("net",))
    assert list(other_cells(issued, now)) == [OtherCell("a", "gross", 1, None)]
    assert list(other_cells(issued, frame({"key": "a", "gross": 1, "net": 9}, columns=("gross", "net")))) == []


def test_a_copy_that_cannot_be_written_is_found_before_anything_is_issued(told: Cli) -> None:
    """A number would be used up and not told."""
    taken = told.folder / "taken.xlsx"
    taken.touch()
    result = told("report", "issue", "drawdown", *WHY, *REPORTER, "--output", str(taken), "--lang", "en")
    assert (result.code, f"{taken} is there already" in result.err) == (Exit.CONFLICT, True)
    assert issue(told)["number"] == "1/2018"


def test_an_empty_reason_is_none(told: Cli) -> None:
    result = told("report", "issue", "drawdown", "--reason", "  ", *REPORTER, "--lang", "en")
    assert (result.code, result.err) == (Exit.USAGE, "error: --reason is empty: say why\n")
