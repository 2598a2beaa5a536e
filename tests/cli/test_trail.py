"""`kronika trail`, `findings`, `measures`: the whole inspection told, in both languages, as known at any moment."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.conftest import copied, sqlite_cli
from tests.cli.inspected import GRANT, ICO, NOTE, NUMBER, finish_inspection
from tests.cli.inspections import CONTROLLER, SUPERIOR, inspect
from tests.cli.runner import Cli

PROTOCOL, EVIDENCE = "11" * 32, "33" * 32


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger that holds one inspection up to its measures, to be copied."""
    folder = tmp_path_factory.mktemp("inspected")
    cli = sqlite_cli(folder).it_is("2026-05-05T09:00:00+02:00")
    cli.ok("init")
    finish_inspection(cli, PROTOCOL, EVIDENCE)
    return folder


@pytest.fixture
def told(prepared: Path, tmp_path: Path) -> Cli:
    return copied(prepared, tmp_path).it_is("2026-05-05T10:00:00+02:00")


def rows(cli: Cli, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli.ok(*words, "--json").json["data"]
    return found


def positions(cli: Cli, *words: str) -> list[int]:
    return [row["position"] for row in rows(cli, "trail", *words)]


# The trail ------------------------------------------------------------------------------------------------------------


def test_the_trail_has_a_row_for_every_entry_of_the_file(told: Cli) -> None:
    logged = told.ok("log", "inspection", NUMBER, "--json").lines
    assert positions(told, NUMBER) == [entry["position"] for entry in logged]


def test_each_row_is_one_sentence_with_who_when_what_changed_and_the_fate_of_texts(told: Cli) -> None:
    fallen, found = "inspection.finding-withdrawn", "inspection.finding-recorded"
    by_topic = {row["topic"]: row for row in rows(told, "trail", NUMBER)}
    assert by_topic[fallen]["sentence"] == {
        "cs": "Zjištění F1 padlo, důvod: námitky N1.",
        "en": "Finding F1 fell, because of objections N1.",
    }
    change = {"about": "finding", "key": "F1", "field": "state", "before": "PROPOSED", "after": "WITHDRAWN"}
    assert by_topic[fallen]["changes"] == [change]
    row = by_topic[found]
    assert (row["role"], row["effective_on"], row["recorded_at"][:10]) == ("methodologist", "2026-02-20", "2026-05-05")
    assert (row["documents"], row["citations"]) == ([EVIDENCE], ["contract čl. V odst. 2"])
    assert [(text["field"], text["fate"]) for text in row["texts"]] == [("wording.text", "kept")]
    assert GRANT in row["sentence"]["cs"], "a file is called by its number"
    assert by_topic["inspection.objections-received"]["received_on"] == "2026-04-07"


def test_people_read_it_as_a_table_without_any_prose(told: Cli) -> None:
    czech = told.ok("trail", NUMBER, "--lang", "cs", COLUMNS="200").out
    english = told.ok("trail", NUMBER, "--lang", "en", COLUMNS="200").out
    assert "zjištění F1: stav navržené → zrušené" in czech
    assert "finding F1: state proposed → withdrawn" in english
    assert "text „wording.text“ uložen" in czech
    assert all(NOTE not in out for out in (czech, english, json.dumps(rows(told, "trail", NUMBER), ensure_ascii=False)))
    assert czech.splitlines()[-1].endswith("záznamů")


def test_filters_narrow_the_trail(told: Cli) -> None:
    every = positions(told, NUMBER)
    assert positions(told, "--provider", ICO) == positions(told, "--provider", "raspenava") == every
    assert positions(told, "--contract", GRANT) == every
    assert positions(told, "--provider", "70891508") == []
    superior = positions(told, NUMBER, "--role", "inspection-superior")
    assert set(superior) < set(every)
    assert len(superior) == 3, "authorisation, decision, and what followed from the decision"
    assert len(positions(told, NUMBER, "--provision", "§ 10(2)")) == 1
    assert set(positions(told, NUMBER, "--person", SUPERIOR)) < set(every)


def test_the_past_is_told_as_it_was_known(told: Cli) -> None:
    every = positions(told, NUMBER)
    assert positions(told, NUMBER, "--known-seq", str(every[4])) == every[:5]
    until_delivery = rows(told, "trail", NUMBER, "--valid", "2026-03-19")
    assert until_delivery[-1]["topic"] == "inspection.protocol-delivered"


def test_a_correction_and_a_take_back_stand_in_the_trail(told: Cli) -> None:
    imposed = "inspection.corrective-measure-imposed"
    (measure,) = [row for row in rows(told, "trail", NUMBER) if row["topic"] == imposed]
    taken = told.did("entry.take-back", NUMBER, "--as", "methodologist", "--reason", "twice", entry=measure["event_id"])
    assert taken
    before, after = rows(told, "trail", NUMBER)[-2:]
    assert (before["taken_back_by"], after["target_position"]) == (after["position"], before["position"])
    assert after["sentence"]["en"].startswith(f"Entry no. {before['position']} was taken back")
    assert "taken back by entry no." in told.ok("trail", NUMBER, "--lang", "en", COLUMNS="200").out


def test_a_trail_needs_to_know_of_what(told: Cli) -> None:
    result = told("trail", "--lang", "en")
    assert (result.code, result.err) == (
        Exit.USAGE,
        "error: say of which inspection: ID, --provider or --contract\n",
    )
    assert told("trail", "LK-K 9/2026").code == Exit.NOT_FOUND
    contract = told.ok("show", "contract", GRANT, "--json").json["data"]["id"]
    assert told("trail", contract).code == told("findings", contract).code == Exit.NOT_FOUND
    assert "No entry is known then." in told.ok("trail", "--provider", "x", "--lang", "en").out


# Findings and measures ------------------------------------------------------------------------------------------------


def test_findings_that_fell_are_shown_when_asked_for(told: Cli) -> None:
    assert [row["finding"] for row in rows(told, "findings", NUMBER)] == ["F2"]
    first, second = rows(told, "findings", NUMBER, "--all")
    assert (first["state"], first["objection_outcome"], first["amount"]) == ("WITHDRAWN", "UPHELD", None)
    assert (second["state"], second["amount"]["minor"]) == ("PROPOSED", 2_500_00)
    out = told.ok("findings", "--all", "--lang", "cs", COLUMNS="200").out
    assert "2 zjištění · celkem 2 500 Kč" in out
    assert GRANT in out
    then = told.ok("findings", "--provider", ICO, "--valid", "2026-04-19", "--lang", "en", COLUMNS="200").out
    assert "pending" in then
    assert "2 findings · altogether CZK 12,500" in then
    nothing = told.ok("findings", "--valid", "2026-01-31", "--lang", "cs").out.splitlines()[-1]
    assert nothing == "Bez zjištění: tehdy není znám žádný nedostatek."


def test_measures_say_what_is_overdue(told: Cli) -> None:
    assert [row["is_overdue"] for row in rows(told, "measures")] == [False]
    assert rows(told, "measures", "--overdue") == []
    told.it_is("2026-06-03")
    (late,) = rows(told, "measures", NUMBER, "--overdue")
    assert (late["measure"], late["days_late"], late["state"]) == ("M1", 2, "DUE")
    assert "PO TERMÍNU o 2 dny" in told.ok("measures", "--lang", "cs", COLUMNS="200").out
    inspect(told, "record-measure-report", NUMBER, on="2026-06-01", measure="M1", evidence=[EVIDENCE])
    assert "fulfilment reported 2026-06-01" in told.ok("measures", "--lang", "en", COLUMNS="200").out
    inspect(told, "verify-measure", NUMBER, on="2026-06-03", measure="M1", by=CONTROLLER)
    assert told.ok("measures", "--lang", "en").out.splitlines()[-1] == "No measure is open then."
    assert [row["state"] for row in rows(told, "measures", "--all")] == ["FULFILLED"]


def test_every_limit_of_the_inspection_is_due(told: Cli) -> None:
    """Objections were used on the day of posting; the written report is what is still open."""
    kinds = {row["kind"]: row["state"] for row in rows(told, "due", "--all") if row["kind"].startswith("inspection.")}
    assert kinds == {
        "inspection.protocol": "met",
        "inspection.objections": "met",
        "inspection.posted-objections": "passed",
        "inspection.head": "passed",
        "inspection.settlement": "met",
        "inspection.report": "open",
    }
    out = told.ok("due", "--lang", "cs", COLUMNS="200").out
    assert "podat písemnou zprávu o odstranění nedostatků: M1" in out
    assert NUMBER in out


def test_reports_of_inspections_can_be_made(told: Cli) -> None:
    for name, words in (("findings", "zrušené"), ("measures", "písemná zpráva"), ("inspection-plan", "zkontrolováno")):
        assert words in told.ok("report", "show", name, "--lang", "cs", COLUMNS="240").out
    explained = told.ok("report", "explain", "findings", f"{NUMBER}|F1", "standing", "--json").json["data"]
    assert len(explained["parts"]) == 4


@pytest.mark.parametrize("command", ["trail", "findings", "measures"])
def test_digests_of_prose_are_no_evidence(told: Cli, command: str) -> None:
    """A commitment looks like the digest of a file; it is never told as one."""
    known = {PROTOCOL, EVIDENCE}
    assert {one for row in rows(told, command, NUMBER) for one in row.get("documents", ())} <= known
    assert hashlib.sha256(NOTE.encode()).hexdigest() not in told.ok(command, NUMBER).out
