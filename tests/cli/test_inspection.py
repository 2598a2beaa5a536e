"""`kronika inspection`: device files with their receipt, samples drawn again, what was paid meanwhile."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from adapters.cli.failures import Exit
from domain.inspection import drawing
from tests.cli.conftest import sqlite_cli
from tests.cli.inspections import FRAME, HEAD, draw, inspect, start_inspection
from tests.cli.runner import HOUSE, Cli, kc

NUMBER, GRANT = "LK-K 7/2026", "OLP/9101/2025"
PAGE = (HOUSE / "docs" / "import.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## From a device") : PAGE.index("## A worked example")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger in which an inspection of a grant has started, to be copied."""
    folder = tmp_path_factory.mktemp("started")
    cli = sqlite_cli(folder).it_is("2026-01-05T09:00:00+01:00")
    cli.ok("init")
    grant = {"number": GRANT, "provider": "Domov Raspenava", "provider_ico": "71220089", "regime": "grant"}
    cli.did("contract.take-over", None, "--on", "2025-01-02", **grant)
    start_inspection(cli, NUMBER, GRANT)
    return folder


@pytest.fixture
def cli(prepared: Path, tmp_path: Path) -> Cli:
    shutil.copy(prepared / "kronika.db", tmp_path / "kronika.db")
    return sqlite_cli(tmp_path).it_is("2026-02-10T09:00:00+01:00")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", SECTION, flags=re.DOTALL)
    return str(found)


def take(cli: Cli, file: str, *options: str) -> Any:
    return cli("inspection", "import", file, "--as", "methodologist", "--json", *options)


# Device files ---------------------------------------------------------------------------------------------------------


def test_the_example_of_the_page_runs_word_by_word(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tablets.jsonl").write_text(block("jsonl"), encoding="utf-8")
    command, _, output = block("console").partition("\n")
    result = cli(*command.removeprefix("$ kronika ").split())
    assert (result.err + result.out).splitlines() == output.splitlines()
    assert result.code == Exit.INVALID


def test_the_receipt_names_what_was_taken_and_what_was_not(cli: Cli) -> None:
    lines = block("jsonl").splitlines()
    file = cli.file("tablets.jsonl", *lines)
    path = cli.folder / "receipt.json"
    result = take(cli, file, "--receipt", str(path))
    assert json.loads(path.read_text(encoding="utf-8")) == result.json
    assert (result.json["schema"], result.json["ok"]) == ("kronika.inspection-import/1", False)
    data = result.json["data"]
    hashes = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
    assert [(one["id"], one["sha256"]) for one in data["taken"]] == [
        ("5f0c", hashes[1]),
        ("77a1", hashes[2]),
        ("c3d9", hashes[3]),
    ]
    assert [len(one["entries"]) for one in data["taken"]] == [1, 1, 1]
    (refused,) = data["not_taken"]
    assert (refused["id"], refused["sha256"], refused["code"]) == ("e810", hashes[4], "inspection.defect-explained")
    assert data["gaps"] == [{"device": "tablet-1", "inspection": NUMBER, "last": 4, "missing": [[3, 3]]}]
    assert data["contradictions"] == [
        {"inspection": NUMBER, "checklist": "C", "item": "B2", "answers": {"c3d9": "DEFECT", "77a1": "OK"}}
    ]


def test_the_same_file_again_is_already_there(cli: Cli) -> None:
    file = cli.file("tablets.jsonl", *block("jsonl").splitlines()[1:4])
    first = take(cli, file)
    again = take(cli, file)
    assert (first.code, again.code) == (Exit.OK, Exit.OK)
    assert (again.json["data"]["taken"], again.json["known_seq"]) == ([], first.json["known_seq"])
    assert again.json["data"]["already_there"] == first.json["data"]["taken"]
    out = cli.ok("inspection", "import", file, "--as", "methodologist", "--lang", "cs").out
    assert out.splitlines()[:2] == ["Převzato: 0 řádků", "Už zapsáno dříve: 3 řádky"]


def test_what_is_missing_alone_ends_with_one(cli: Cli) -> None:
    lines = block("jsonl").splitlines()
    result = take(cli, cli.file("tablets.jsonl", *lines[:3]))
    assert (result.code, result.json["data"]["gaps"][0]["missing"]) == (Exit.NEGATIVE, [[3, 4]])


def test_a_rehearsal_records_nothing_and_writes_no_receipt(cli: Cli) -> None:
    file = cli.file("tablets.jsonl", *block("jsonl").splitlines())
    path = cli.folder / "receipt.json"
    result = take(cli, file, "--dry-run", "--receipt", str(path))
    data = result.json["data"]
    assert (len(data["taken"]), len(data["contradictions"]), data["is_rehearsal"], path.exists()) == (3, 1, True, False)
    assert take(cli, file).json["data"]["already_there"] == []
    out = cli("inspection", "import", file, "--dry-run", "--as", "methodologist").out
    assert out.splitlines()[0] == "Would be taken: 0 lines. Nothing was written."


def test_a_receipt_is_never_written_over_another_file(cli: Cli) -> None:
    file = cli.file("tablets.jsonl", *block("jsonl").splitlines())
    result = take(cli, file, "--receipt", file)
    assert (result.code, result.json["error"]["code"]) == (Exit.CONFLICT, "file_exists")
    assert len(take(cli, file).json["data"]["taken"]) == 3


def test_a_receipt_that_cannot_be_written_is_given_anew_by_the_same_file(cli: Cli) -> None:
    file = cli.file("tablets.jsonl", *block("jsonl").splitlines()[1:4])
    result = take(cli, file, "--receipt", str(cli.folder / "nowhere" / "receipt.json"))
    assert (result.code, result.json["error"]["code"]) == (Exit.STORAGE, "receipt_not_written")
    assert len(take(cli, file).json["data"]["already_there"]) == 3


def test_a_file_that_ends_in_the_middle_of_a_line_gives_what_is_whole(cli: Cli) -> None:
    whole = block("jsonl").encode()
    path = cli.folder / "cut.jsonl"
    path.write_bytes(whole[: whole.index(b'"e810"')])
    data = take(cli, str(path)).json["data"]
    assert [one["id"] for one in data["taken"]] == ["5f0c", "77a1", "c3d9"]
    (broken,) = data["not_taken"]
    assert (broken["id"], broken["line"], broken["kind"]) == (None, 5, "not-json")
    assert data["gaps"][0]["missing"] == [[3, 4]]


def test_without_a_file_it_says_what_is_missing(cli: Cli) -> None:
    result = cli("inspection", "import")
    missing = "error: FILES is missing: files of devices (.jsonl)"
    assert (result.code, result.err.splitlines()[0]) == (Exit.USAGE, missing)
    assert cli("inspection", "import", "nowhere.jsonl").code == Exit.NOT_FOUND


# Samples --------------------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_again_from_its_seed(cli: Cli) -> None:
    """With what replaced a unit, and what was found."""
    draw(cli, NUMBER)
    first, second, third = drawing.draw(FRAME, method="SIMPLE_RANDOM", size=3, seed="2026-02-03")
    why = {"ground": "FILE_LOST", "why": "Not in the archive."}
    inspect(cli, "replace-sample-unit", NUMBER, on="2026-02-03", by=HEAD, sample="S1", unit=second, **why)
    inspect(cli, "review-sample-unit", NUMBER, on="2026-02-03", by=HEAD, sample="S1", unit=first, result="DEFECT")
    data = cli.ok("inspection", "sample", NUMBER, "S1", "--json").json["data"]
    instead = drawing.next_unit(FRAME, "2026-02-03", (first, second, third))
    assert (data["drawn"], data["drawn_again"], data["is_same"]) == ([first, second, third],) * 2 + (True,)
    assert (data["replaced"], data["replaced_again"]) == ({second: instead}, {second: instead})
    assert data["reviewed"] == {first: "DEFECT"}
    out = cli.ok("inspection", "sample", NUMBER, "S1").out
    assert "client files: 3 of 10 units in the frame, population 10; simple random, seed 2026-02-03" in out
    assert out.splitlines()[-1] == "The same seed draws the same sample (sha256-order/1)."


def test_what_somebody_chose_cannot_be_drawn_again(cli: Cli) -> None:
    draw(cli, NUMBER, method="JUDGEMENT", seed=None, size=2, chosen=["K03", "K07"])
    result = cli.ok("inspection", "sample", NUMBER, "S1", "--json").json
    assert (result["ok"], result["data"]["drawn_again"], result["data"]["is_same"]) == (True, None, None)
    assert "by judgement; nobody can draw them again" in cli.ok("inspection", "sample", NUMBER, "S1").out


def test_a_sample_that_is_not_there_is_told_with_those_that_are(cli: Cli) -> None:
    draw(cli, NUMBER)
    result = cli("inspection", "sample", NUMBER, "S2")
    assert (result.code, result.err.splitlines()) == (
        Exit.NOT_FOUND,
        [f"error: Inspection {NUMBER} has no sample S2", "  → there is S1"],
    )


# Impact ---------------------------------------------------------------------------------------------------------------


def test_impact_shows_what_stands_there_and_what_was_paid_since(cli: Cli) -> None:
    """First the finding waits to be followed; then the suspicion stands on the contract."""
    cli.shelved("33" * 32)
    amount = {"amount": kc(50_000), "service": "3596108", "year": 2025, "contract": GRANT}
    said = {"has_defect": True, "severity": "SUSPECTED_BUDGET_BREACH", "evidence": ["33" * 32], "amounts": [amount]}
    breached = {"act": "contract", "provision": "čl. V"}
    wording = said | {"breached": breached}
    inspect(cli, "record-finding", NUMBER, on="2026-02-03", by=HEAD, finding="F1", wording=wording)
    months = [{"month": "2025-12", "amount": kc(20_000)}]
    movement = {"movement": "2026-02-1", "amount": kc(20_000), "allocations": months}
    cli.did("contract.record-movement", GRANT, "--on", "2026-02-05", "--as", "chief-accountant", **movement)
    (before,) = cli.ok("inspection", "impact", NUMBER, "--json").json["data"]["effects"]
    assert (before["finding"], before["held"], before["waits"], before["since"]) == ("F1", None, True, "2026-02-03")
    assert [(one["topic"], one["made_of"]) for one in before["meantime"]] == [("contract.payment-made", "paid")]
    cli.ok("timers", "run")
    (after,) = cli.ok("inspection", "impact", NUMBER, "--json").json["data"]["effects"]
    assert (after["held"], after["waits"], after["stage"]) == (
        {"currency": "CZK", "minor": 5_000_000},
        False,
        "suspected",
    )
    (earlier,) = cli.ok("inspection", "impact", NUMBER, "--valid", "2026-02-04", "--json").json["data"]["effects"]
    assert earlier["meantime"] == []
    out = cli.ok("inspection", "impact", NUMBER).out
    assert f"Finding F1 (proposed): Contract {GRANT}, year 2025" in out
    assert f"found CZK 50,000 · stands there CZK 50,000 as {NUMBER}/F1 (suspected)" in out
    assert "Zjištění F1 (navržené)" in cli.ok("inspection", "impact", NUMBER, "--lang", "cs").out


def test_an_inspection_without_amounts_has_no_impact(cli: Cli) -> None:
    assert cli.ok("inspection", "impact", NUMBER).out.splitlines()[-1] == (
        f"No finding of Inspection {NUMBER} names an amount on a contract or mandate."
    )


def test_what_is_no_inspection_is_not_found(cli: Cli) -> None:
    for words in (("impact", "X 1/2026"), ("sample", "X 1/2026", "S1"), ("impact", GRANT)):
        assert cli("inspection", *words).code == Exit.NOT_FOUND
