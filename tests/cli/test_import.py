"""Importing as a user does: good files, the same files again, and everything that files can be instead."""

import json
import os
import signal
import subprocess
import time
from typing import Any

import pytest

from adapters.cli.failures import Exit
from application.importing.line import MAX_LINE_BYTES
from tests.cli.runner import HOUSE, Cli, Result, kc

HEADER = {"source": "test", "defaults": {"effective_on": "2018-01-02"}}


def old(line_id: str, number: str, **data: Any) -> dict[str, Any]:
    return {"id": line_id, "command": "contract.take-over", "data": {"number": number, **data}}


def paid(line_id: str, target: str, crowns: int = 100) -> dict[str, Any]:
    data = {"movement": f"bank-{line_id}", "amount": kc(crowns)}
    return {"id": line_id, "command": "contract.record-movement", "target": target, "data": data}


def tally(result: Result) -> dict[str, int]:
    data = result.json["data"]
    return {name: data[name] for name in ("taken", "entries", "already_there", "not_taken", "held_back") if data[name]}


def problems(result: Result) -> list[tuple[int, str | None, str]]:
    return [(one["line"], one["id"], one["code"]) for one in result.json["data"]["problems"]]


# The good -------------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_once_and_for_all(any_cli: Cli) -> None:
    cli = any_cli
    path = cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017"), paid("m1", "line:c1"), paid("m2", "OLP/1/2017"))
    first = cli("import", path, "--json")
    assert (first.code, tally(first), first.json["known_seq"]) == (0, {"taken": 3, "entries": 3}, 3)
    again = cli("import", path, "--json")
    assert (again.code, tally(again), again.json["known_seq"]) == (0, {"already_there": 3}, 3)


def test_people_read_how_much_was_taken(cli: Cli) -> None:
    path = cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017"), paid("m1", "line:c1"))
    lines = cli.ok("import", path).out.splitlines()
    assert lines[0] == "Taken: 2 lines, 2 entries recorded up to no. 2"
    assert lines[1] == "Noted beside them: 1 anomaly"
    assert lines[-1].startswith("2 lines in ")
    czech = cli.ok("import", path, "--lang", "cs").out.splitlines()
    assert czech[:2] == ["Převzato: 0 řádků, zapsáno: 0 záznamů", "Už zapsáno dříve: 2 řádky"]


def test_a_folder_is_read_in_the_order_of_its_names_and_files_refer_to_each_other(cli: Cli) -> None:
    cli.file(
        "in/2-payments.jsonl", {"source": "payments", "defaults": HEADER["defaults"]}, paid("m1", "line:contracts/c1")
    )
    cli.file("in/1-contracts.jsonl", {"source": "contracts"}, old("c1", "OLP/1/2017"))
    cli.file("in/notes.txt", "not for import")
    assert tally(cli("import", str(cli.folder / "in"), "--json")) == {"taken": 2, "entries": 2}


def test_a_file_without_header_is_its_own_source(cli: Cli) -> None:
    path = cli.file("contracts.jsonl", old("c1", "OLP/1/2017"))
    assert tally(cli("import", path, "--json")) == {"taken": 1, "entries": 1}
    moved = cli.file("elsewhere/contracts.jsonl", old("c1", "OLP/1/2017"))
    assert tally(cli("import", moved, "--json")) == {"already_there": 1}
    (entry,) = cli.ok("log", "contract", "OLP/1/2017", "--json").lines
    assert entry["stamp"]["source"] == {"kind": "import", "line": "c1", "reference": "contracts"}


def test_standard_input_is_a_file_too(cli: Cli) -> None:
    lines = "\n".join(json.dumps(line) for line in (HEADER, old("c1", "OLP/1/2017"))).encode()
    assert tally(cli("import", "-", "--json", stdin=lines)) == {"taken": 1, "entries": 1}
    assert cli("import", "-", "--strict", stdin=lines).code == Exit.USAGE


def test_windows_files_are_read_like_any_other(cli: Cli) -> None:
    """A byte order mark, line ends with carriage returns, empty lines, and no end of line at the end."""
    text = "\r\n".join((json.dumps(HEADER), "", "   ", json.dumps(old("c1", "OLP/1/2017", provider="Česká"))))
    (cli.folder / "w.jsonl").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert tally(cli("import", str(cli.folder / "w.jsonl"), "--json")) == {"taken": 1, "entries": 1}
    assert "Česká" in cli.ok("show", "contract", "OLP/1/2017").out


def test_the_local_user_acts_in_the_role_that_is_given(cli: Cli) -> None:
    path = cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017"))
    refused = cli("import", path, "--as", "auditor", "--json")
    assert (refused.code, problems(refused)) == (Exit.INVALID, [(2, "c1", "import.not-allowed")])
    assert "the role auditor may not send contract.take-over" in cli("import", path, "--as", "auditor").err
    cli.ok("import", path, "--as", "clerk", KRONIKA_ORGANISATION="region", KRONIKA_PERSON="p-7")
    assert "clerk (p-7, region)" in cli.ok("log", "contract", "OLP/1/2017").out


# The bad --------------------------------------------------------------------------------------------------------------


def test_every_line_that_is_not_taken_is_told_with_file_line_and_id(cli: Cli) -> None:
    path = cli.file(
        "a.jsonl",
        HEADER,
        old("c1", "OLP/1/2017", amount=kc(100), amount_kind="maximum"),
        old("c2", "OLP/1/2017"),
        paid("m2", "line:c2"),
        old("c3", "OLP 3"),
        old("c4", "OLP/4/2017", provder="x"),
        {"id": "c5", "command": "contract.take-ovr"},
        paid("m6", "OLP/99/2017"),
        "{",
        old("c9", "OLP/9/2017"),
    )
    result = cli("import", path)
    assert result.code == Exit.INVALID
    told = result.err.splitlines()
    assert f"{path}:3 (c2): refused: claim.held-once" in told
    assert "  claim.held-once: One number names one file only." in told
    assert f"{path}:4 (m2): held back because of line 3" in told
    assert f"{path}:5 (c3): wrong fields" in told
    assert any("'OLP 3' is not a contract number" in line for line in told)
    assert "  data.provder: is not a field of this command; did you mean provider?" in told
    assert f"{path}:7 (c5): there is no command contract.take-ovr; did you mean contract.take-over?" in told
    assert f"{path}:8 (m6): no contract is known as OLP/99/2017" in told
    broken = f"{path}:9: not a JSON object: a name in double quotes is missing (9:2)"
    assert f"{broken}; one object over several lines: write it on one" in told
    assert result.out.splitlines()[:3] == [
        "Taken: 2 lines, 2 entries recorded up to no. 2",
        "Not taken: 6 lines",
        "Held back: 1 line",
    ]
    assert "odmítnuto: claim.held-once" in cli("import", path, "--lang", "cs").err


def test_a_refused_act_shows_sentence_citation_and_facts(cli: Cli) -> None:
    order = {
        "id": "o1",
        "command": "contract.order-payment",
        "target": "line:c1",
        "data": {
            "order": "o-1",
            "amount": kc(200),
            "account": "19-1/0800",
            "allocations": [{"month": "2018-01", "amount": kc(200)}],
        },
    }
    path = cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017", amount=kc(100), amount_kind="maximum"), order)
    result = cli("import", path, "--json")
    (problem,) = result.json["data"]["problems"]
    assert problem["kind"] == "refused"
    broken = {one["rule"]: one for one in problem["violations"]}
    assert broken["contract.drawn-within-maximum"]["facts"]["asked"] == {"currency": "CZK", "minor": 20000}
    assert all(one["citation"] and one["sentence"] and one["sentence_cs"] for one in broken.values())
    text = cli("import", path).err
    assert "asked CZK 200" in text


def test_bytes_that_are_no_text_are_told(cli: Cli) -> None:
    path = cli.file("a.jsonl", HEADER, '{"id": "Ž"}'.encode("cp1250"), old("c1", "OLP/1/2017"))
    result = cli("import", path, "--json")
    assert (tally(result), problems(result)) == (
        {"taken": 1, "entries": 1, "not_taken": 1},
        [(2, None, "import.not-utf8")],
    )


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("cislo;castka", "it looks like CSV"),
        ("<dump>", "it looks like XML"),
        ('[{"id": "a"}]', "write each object on a line of its own"),
        ("{", "one object over several lines"),
        ('{"id": "a", "command": "contr', "seems to be cut off"),
        ("Smlouva".encode("cp1250") + b"\xf8", "is saved as UTF-8 first"),
    ],
)
def test_another_kind_of_file_is_named_as_what_it_seems_to_be(cli: Cli, line: str | bytes, hint: str) -> None:
    """Said once for the file, with what to do; its other lines are only counted."""
    result = cli("import", cli.file("a.jsonl", line, "x", "y"), "--lang", "en")
    assert result.code == Exit.INVALID
    (told,) = result.err.splitlines()
    assert hint in told
    assert "Held back: 2 lines" in result.out
    assert "Repair the file and import it again: nothing is recorded twice." in result.out


def test_a_wrong_figure_or_day_is_shown_as_it_was_written(cli: Cli) -> None:
    """Whoever repairs a thousand lines looks for the figure; a text that may name somebody is not repeated."""
    wrong = {"id": "c2", "command": "contract.take-over", "data": {"number": "OLP/2/2017", "provider": 7}}
    path = cli.file(
        "a.jsonl",
        HEADER,
        {**old("c1", "OLP/1/2017", amount="1000,50"), "stamp": {"effective_on": "2017-01-01"}},
        {**old("c3", "OLP/3/2017"), "stamp": {"effective_on": "31.2.2020"}},
        wrong,
    )
    told = cli("import", path, "--lang", "en").err
    assert "data.amount: “1000,50” is not money" in told
    assert "stamp.effective_on: “31.2.2020” must be a day such as 2018-06-30" in told
    assert "data.provider: must be a text" in told


def test_a_line_of_ten_megabytes_is_told_and_passed_over(cli: Cli) -> None:
    path = cli.file("a.jsonl", HEADER, b'{"id": "' + b"x" * 10_000_000 + b'"}', old("c1", "OLP/1/2017"))
    result = cli("import", path, "--json")
    assert (tally(result), problems(result)) == (
        {"taken": 1, "entries": 1, "not_taken": 1},
        [(2, None, "import.too-long")],
    )
    assert f"longer than {MAX_LINE_BYTES:,} bytes" in cli("import", path).err


def test_a_last_line_that_is_too_long_ends_the_file(cli: Cli) -> None:
    (cli.folder / "a.jsonl").write_bytes(json.dumps(HEADER).encode() + b"\n" + b"x" * (MAX_LINE_BYTES + 1))
    assert problems(cli("import", str(cli.folder / "a.jsonl"), "--json")) == [(2, None, "import.too-long")]


def test_utf16_is_named_as_what_it_is(cli: Cli) -> None:
    """Before anything is taken of the files beside it."""
    (cli.folder / "b.jsonl").write_bytes(json.dumps(HEADER).encode("utf-16"))
    result = cli("import", cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017")), str(cli.folder / "b.jsonl"))
    assert (result.code, "is in UTF-16; save it as UTF-8" in result.err) == (Exit.INVALID, True)
    assert "Nothing is on file then." in cli("files", "--lang", "en").out


def test_a_first_line_that_cannot_be_read_keeps_the_whole_file_out(cli: Cli) -> None:
    path = cli.file("a.jsonl", '{"source": "test"', old("c1", "OLP/1/2017"))
    result = cli("import", path)
    assert result.code == Exit.INVALID
    assert "the first line may name the source, so nothing of this file was taken" in result.err
    assert result.out.startswith("Taken: 0 lines")


@pytest.mark.parametrize(("path", "code"), [("none.jsonl", "no_file"), ("empty", "no_files")])
def test_what_is_not_there_is_not_found(cli: Cli, path: str, code: str) -> None:
    (cli.folder / "empty").mkdir()
    result = cli("import", str(cli.folder / path), "--json")
    assert (result.code, result.json["error"]["code"]) == (Exit.NOT_FOUND, code)


def test_a_file_given_twice_is_wrong_usage(cli: Cli) -> None:
    path = cli.file("a.jsonl", HEADER)
    assert cli("import", path, str(cli.folder)).code == Exit.USAGE


def test_an_empty_file_and_a_header_alone_are_nothing_wrong(cli: Cli) -> None:
    assert cli.ok("import", cli.file("a.jsonl"), "--json").json["data"]["lines"] == 0
    assert cli.ok("import", cli.file("b.jsonl", HEADER), "--json").json["data"]["lines"] == 0


def test_a_file_that_may_not_be_read_is_a_storage_failure(cli: Cli) -> None:
    """Root may read everything, so the file here is one that nobody can: a folder by its name."""
    (cli.folder / "in" / "a.jsonl").mkdir(parents=True)
    result = cli("import", str(cli.folder / "in"))
    assert (result.code, result.out) == (Exit.STORAGE, "")
    assert "a.jsonl" in result.err


def test_so_many_problems_do_not_fill_the_memory(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.cli.import_command.KEPT_PROBLEMS", 3)
    path = cli.file("a.jsonl", HEADER, *("{" for _ in range(5)))
    data = cli("import", path, "--json").json["data"]
    assert (len(data["problems"]), data["problems_left_off"], data["not_taken"]) == (3, 2, 5)


# Rehearsed ------------------------------------------------------------------------------------------------------------


def test_a_dry_run_tells_what_would_happen(any_cli: Cli) -> None:
    cli = any_cli
    path = cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017"), old("c2", "OLP/1/2017"), paid("m1", "OLP/1/2017"))
    dry = cli("import", path, "--dry-run", "--json")
    assert (dry.code, dry.json["data"]["is_rehearsal"], dry.json["known_seq"]) == (Exit.INVALID, True, 0)
    assert "Nothing was written." in cli("import", path, "--dry-run").out
    assert tally(dry) == tally(cli("import", path, "--json"))


def test_strict_takes_nothing_where_anything_fails(any_cli: Cli) -> None:
    cli = any_cli
    path = cli.file("a.jsonl", HEADER, old("c1", "OLP/1/2017"), old("c2", "OLP/1/2017"))
    result = cli("import", path, "--strict", "--json")
    assert (result.code, result.json["known_seq"]) == (Exit.INVALID, 0)
    assert problems(result) == [(3, "c2", "claim.held-once")]
    good = cli.file("b.jsonl", HEADER, old("c1", "OLP/1/2017"))
    assert tally(cli("import", good, "--strict", "--json")) == {"taken": 1, "entries": 1}
    assert tally(cli("import", good, "--strict", "--json")) == {"already_there": 1}


# Progress and interruption --------------------------------------------------------------------------------------------


def many(cli: Cli, lines: int) -> str:
    return cli.file("many.jsonl", HEADER, *(old(f"c{n}", f"OLP/{n}/2017") for n in range(1, lines + 1)))


def test_progress_for_machines_is_json_on_stderr(cli: Cli) -> None:
    result = cli.ok("import", many(cli, 10), "--progress", "json", "--json")
    reports = [json.loads(line) for line in result.err.splitlines()]
    assert reports[-1]["schema"] == "kronika.progress/1"
    assert reports[-1]["done"] == reports[-1]["total"]
    assert reports[-1]["count"] == 10


def test_a_short_import_needs_no_progress(cli: Cli) -> None:
    assert cli.ok("import", many(cli, 10)).err == ""


def _interrupted(cli: Cli, path: str, number: signal.Signals) -> tuple[int, str, str]:
    """Start the import in a process of its own and interrupt it when its first block is written."""
    process = subprocess.Popen(
        cli.process("import", path, "--progress", "json"),
        cwd=HOUSE,
        env=cli.process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "kronika.progress/1" in process.stderr.readline()
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_import_keeps_what_it_has_and_the_same_command_goes_on(
    any_cli: Cli, number: signal.Signals
) -> None:
    """Ctrl+C lets the block finish, says how far it came, and loses nothing."""
    cli = any_cli
    path = many(cli, 9_000)
    code, out, _ = _interrupted(cli, path, number)
    assert code == Exit.INTERRUPTED
    assert "Interrupted; what is recorded stays." in out
    head: int = cli.ok("show", "contract", "OLP/1/2017", "--json").json["known_seq"]
    assert 0 < head < 9_000
    assert f"up to no. {head:,}" in out
    resumed = cli("import", path, "--json")
    assert (resumed.code, tally(resumed)) == (
        0,
        {"taken": 9_000 - head, "entries": 9_000 - head, "already_there": head},
    )


@pytest.mark.slow
def test_two_interrupts_stop_at_once_and_lose_nothing_that_was_acknowledged(cli: Cli) -> None:
    path = many(cli, 9_000)
    process = subprocess.Popen(
        cli.process("import", path, "--progress", "json"),
        cwd=HOUSE,
        env=cli.process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "kronika.progress/1" in process.stderr.readline()
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, err = process.communicate(timeout=120)
    assert process.returncode == Exit.INTERRUPTED
    resumed = cli("import", path, "--json")
    assert resumed.json["known_seq"] == 9_000
    assert "Traceback" not in err


@pytest.mark.slow
def test_memory_stays_flat_however_long_the_file(cli: Cli) -> None:
    """The peak of a process that reads ten times as many lines is the same within a few megabytes."""

    def peak(lines: int) -> int:
        text = (
            f'{{"id": "x", "command": "contract.take-over", "data": {{"number": "OLP", "provider": "{"y" * 900}"}}}}\n'
        )
        path = cli.folder / f"{lines}.jsonl"
        path.write_text(text * lines, encoding="utf-8")
        program = (
            "import io, resource, sys\n"
            "from adapters.cli.main import run\n"
            f"words = ['import', {str(path)!r}, '--progress', 'none']\n"
            "run(words, stdout=io.StringIO(), stderr=open('/dev/null', 'w'))\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        )
        env = {**os.environ, **cli.process_environment()}
        done = subprocess.run(
            [cli.process()[0], "-c", program],
            cwd=HOUSE,
            env=env,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        return int(done.stdout)

    assert peak(30_000) - peak(3_000) < 8_000


# Scenario 6 -----------------------------------------------------------------------------------------------------------

SUPPORT = {
    "support": "fokus",
    "provider": {"name": "Fokus"},
    "amount": kc(15_244_205),
    "parts": [
        {"contract_number": "OLP/2132/2009", "amount": kc(4_284_985)},
        {"contract_number": "OLP/306/2010", "amount": kc(3_900_000)},
        {"contract_number": "OLP/2133/2009", "amount": kc(3_723_610)},
        {"contract_number": "OLP/2118/2009", "amount": kc(3_335_610)},
    ],
    "tenders_entered": 4,
    "tenders_won": [{"tenders": 3, "round": 1}, {"tenders": 1, "round": 2}],
}
WRITTEN = "36 měsíců – od 1.10.2009 do 31.11.2012"


def ip1(cli: Cli, end: str) -> str:
    period = {"raw": WRITTEN.replace("31.11.2012", end), "scope": "whole support"}
    read: dict[str, Any] = {
        **period,
        "months_stated": 36,
        "start": "1.10.2009",
        "end": end,
    }
    contracts = (
        {
            "id": part["contract_number"],
            "command": "contract.take-over",
            "data": {
                "number": part["contract_number"],
                "amount": part["amount"],
                "amount_kind": "awarded",
                "provider": "my",
                "provider_inferred": "Fokus",
                "project": "line:ip1",
                "period_as_written": read,
                **({"round_inferred": 2} if part["contract_number"] == "OLP/306/2010" else {}),
            },
            "stamp": {"inferred": [{"field": "provider", "why": "the page says we; it is the page of Fokus"}]},
        }
        for part in SUPPORT["parts"]  # type: ignore[attr-defined]  # a list of objects
    )
    project = {"id": "ip1", "command": "project.take-over", "data": {"code": "IP1", "programme": "OP LZZ"}}
    support = {
        "id": "ip1-support",
        "command": "project.take-over-support",
        "target": "line:ip1",
        "data": {**SUPPORT, "period": read},
    }
    return cli.file(
        "ip1.jsonl", {"source": "ip1", "defaults": {"documents": ["ab" * 32]}}, project, support, *contracts
    )


def test_scenario_6_is_imported_exactly_as_the_page_says_it(any_cli: Cli) -> None:
    cli = any_cli.it_is("2026-11-21")
    first = cli("import", ip1(cli, "31.11.2012"), "--json")
    assert (first.code, tally(first)) == (0, {"taken": 6, "entries": 6})
    assert tally(cli("import", ip1(cli, "31.11.2012"), "--json")) == {"already_there": 6}
    third = cli("import", ip1(cli, "30.11.2012"), "--json")
    assert third.code == Exit.INVALID
    assert [code for _, _, code in problems(third)] == ["import.reused"] * 5
    assert third.json["known_seq"] == 6
    _scenario_6_is_shown(cli)


def _scenario_6_is_shown(cli: Cli) -> None:
    project = cli.ok("show", "project", "IP1", "--json").json["data"]
    (support,) = project["fields"]["supports"]
    assert sum(part["amount"]["minor"] for part in support["parts"]) == support["amount"]["minor"] == 1_524_420_500
    assert {one["code"] for one in project["open_anomalies"]} >= {"IMPOSSIBLE_DATE", "LENGTH_MISMATCH"}
    number = "OLP/306/2010"
    contract = cli.ok("show", "contract", number, "--valid", "2012-10-15", "--json").json["data"]["fields"]
    assert contract["in_force"] == {"cannot_be_decided": "no-day-of-conclusion", "raw": None}
    assert contract["within_period_as_written"] == {
        "cannot_be_decided": "period-not-certain",
        "raw": WRITTEN,
    }
    assert (contract["concluded_on"], contract["effective_from"], contract["paid"]) == (None, None, None)
    assert contract["provider"] == {"inferred": "Fokus"}
    earlier = cli.ok("show", "contract", number, "--valid", "2012-09-30", "--json").json["data"]["fields"]
    assert earlier["within_period_as_written"] == "YES"
    shown = cli.ok("show", "contract", number, "--valid", "15. 10. 2012", "--lang", "cs").out
    assert "nelze rozhodnout" in shown
    assert "Fokus (odvozeno)" in shown
    then = cli.ok("show", "contract", number, "--known", "2012-12-31").out
    assert "Nothing recorded then; the ledger first knows of it on 2026-11-21 (entry no." in then
    codes = {row["code"] for row in cli.ok("anomalies", "--json").json["data"]}
    assert codes >= {"IMPOSSIBLE_DATE", "LENGTH_MISMATCH"}


def test_the_lawful_way_to_change_a_date_is_a_correcting_entry(cli: Cli) -> None:
    cli.it_is("2026-11-21")
    cli.ok("import", ip1(cli, "31.11.2012"))
    (entry,) = cli.ok("log", "contract", "OLP/306/2010", "--json").lines
    data = entry["data"] | {"period_as_written": WRITTEN.replace("31.11.2012", "30.11.2012")}
    correction = {"entry": entry["event_id"], "data": data}
    refused = cli.do("entry.correct", "OLP/306/2010", **correction)
    assert (refused.code, "entry.reason-given" in refused.err) == (Exit.REFUSED, True)
    cli.ok(
        "do",
        "entry.correct",
        "--target",
        "OLP/306/2010",
        "--reason",
        "a typo on the page",
        "--document",
        "cd" * 32,
        "--data",
        json.dumps(correction),
    )
    log = cli.ok("log", "contract", "OLP/306/2010").out
    assert "corrects entry no. 4" in log
    assert "corrected by entry no. 7" in log
    assert "a typo on the page" in log
