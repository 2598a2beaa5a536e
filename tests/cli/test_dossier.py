"""`kronika export dossier`: a folder that says all of an inspection, what is in it and what is missing."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.inspected import NOTE, NUMBER, finish_inspection
from tests.cli.runner import Cli

PDF, PHOTO = b"%PDF-1.7 the protocol", b"\xff\xd8\xff a photo"
PROTOCOL, EVIDENCE = (hashlib.sha256(content).hexdigest() for content in (PDF, PHOTO))


@pytest.fixture
def told(any_cli: Cli) -> Cli:
    """The protocol is in the evidence store, the photo was there and is lost."""
    cli = any_cli.it_is("2026-05-05T09:00:00+02:00")
    paper = cli.folder / "protocol.pdf"
    paper.write_bytes(PDF)
    cli.environment["KRONIKA_EVIDENCE"] = str(cli.folder / "evidence")
    cli.ok("evidence", "add", str(paper))
    finish_inspection(cli, PROTOCOL, EVIDENCE)
    (cli.folder / "evidence" / EVIDENCE[:2] / EVIDENCE[2:4] / EVIDENCE).unlink()
    return cli


def loaded(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_the_dossier_holds_trail_cards_papers_and_evidence_with_their_digests(told: Cli) -> None:
    folder = told.folder / "out" / "dossier"
    answer = told.ok("export", "dossier", NUMBER, "--output", str(folder), "--json").json
    manifest = loaded(folder, "manifest.json")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {one["path"] for one in manifest["files"]} == there - {"manifest.json"}
    assert f"evidence/{PROTOCOL}.pdf" in there
    for one in manifest["files"]:
        content = (folder / one["path"]).read_bytes()
        assert (one["sha256"], one["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert answer["data"]["files"]
    assert len(answer["warnings"]) == 1
    trail = loaded(folder, "trail.json")["data"]
    assert len(trail) == manifest["entries"] == len(told.ok("log", "inspection", NUMBER, "--json").lines)
    (version,) = loaded(folder, "protocol/versions.json")
    assert (version["kind"], version["number"], version["document"]) == ("version", 1, PROTOCOL)
    assert (folder / f"protocol/version-1-entry-{version['entry']}.pdf").read_bytes() == PDF


def test_what_is_missing_is_listed_with_the_entries_that_name_it(told: Cli) -> None:
    folder = told.folder / "dossier"
    out = told.ok("export", "dossier", NUMBER, "--output", str(folder), "--lang", "cs").out
    assert "CHYBÍ: 1 soubor" in out
    (missing,) = loaded(folder, "manifest.json")["missing"]
    assert (missing["sha256"], missing["why"], len(missing["entries"])) == (EVIDENCE, "not in the evidence store", 2)


def test_a_damaged_file_is_not_handed_out(told: Cli) -> None:
    stored = told.folder / "evidence" / PROTOCOL[:2] / PROTOCOL[2:4] / PROTOCOL
    stored.chmod(0o644)
    stored.write_bytes(b"%PDF-1.7 another")
    folder = told.folder / "dossier"
    told.ok("export", "dossier", NUMBER, "--output", str(folder))
    why = {one["sha256"]: one["why"] for one in loaded(folder, "manifest.json")["missing"]}
    assert why[PROTOCOL] == "damaged in the evidence store"
    assert not any(PROTOCOL in path.name for path in folder.rglob("*"))
    assert not list((folder / "protocol").glob("*.pdf"))


def test_the_csv_opens_in_a_czech_excel_and_says_what_the_screen_says(told: Cli) -> None:
    folder = told.folder / "dossier"
    told.ok("export", "dossier", NUMBER, "--output", str(folder), "--lang", "cs")
    text = (folder / "trail.csv").read_bytes().decode()
    assert text.startswith("\ufeffZáznam č.;Kdy platí;")
    head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert {len(line) for line in lines} == {len(head)}
    (fallen,) = [line for line in lines if "padlo" in line[6]]
    assert fallen[7] == "zjištění F1: stav navržené → zrušené"


def test_both_moments_stand_beside_each_other(told: Cli) -> None:
    """Then F1 stood; now it fell. No text is in any file."""
    folder = told.folder / "then"
    told.ok("export", "dossier", NUMBER, "--output", str(folder), "--valid", "2026-04-19")
    then, now = loaded(folder, "card-as-asked.json"), loaded(folder, "card-now.json")
    assert (then["valid"], now["valid"]) == ("2026-04-19", "2026-05-05")
    assert then["fields"] != now["fields"]
    assert loaded(folder, "manifest.json")["valid"] == "2026-04-19"
    assert all(NOTE not in path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())
    nothing = told.folder / "nothing"
    told.ok("export", "dossier", NUMBER, "--output", str(nothing), "--known-seq", "0")
    assert loaded(nothing, "card-as-asked.json")["fields"] is None
    assert loaded(nothing, "trail.json")["data"] == []


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["folder", "file"])
def test_what_is_there_is_never_overwritten(told: Cli, make: Any) -> None:
    there = told.folder / "dossier"
    make(there)
    result = told("export", "dossier", NUMBER, "--output", str(there), "--lang", "en")
    assert (result.code, "nothing is overwritten" in result.err) == (Exit.CONFLICT, True)
    assert not there.is_dir() or not list(there.iterdir())
    assert not list(told.folder.glob(".dossier-*")), "nothing is left of the attempt"


def test_an_unknown_inspection_or_another_file_has_no_dossier(told: Cli) -> None:
    for name in ("LK-K 9/2026", told.ok("show", "contract", "OLP/9101/2025", "--json").json["data"]["id"]):
        result = told("export", "dossier", name, "--output", str(told.folder / "x"))
        assert result.code == Exit.NOT_FOUND
        assert not (told.folder / "x").exists()
