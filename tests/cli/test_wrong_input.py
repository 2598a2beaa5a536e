"""What was typed wrongly is told, never answered as if it had been something else."""

import csv
import json
import subprocess
from pathlib import Path

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import HOUSE, Cli


@pytest.fixture
def told(cli: Cli) -> Cli:
    """One old contract with an anomaly: its period ends on a day that does not exist."""
    cli.did("contract.take-over", None, number="OLP/1/2017", provider="Fokus")
    return cli


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (
            "log contract OLP/1/2017 --from 2018-01-01 --to 2017-01-01",
            "--to 2017-01-01 is before --from 2018-01-01",
            None,
        ),
        (
            "log contract OLP/1/2017 --kind payment-mad",
            "payment-mad is not a kind of entry",
            "did you mean payment-made?",
        ),
        (
            "log contract OLP/1/2017 --kind xx",
            "xx is not a kind of entry",
            "kronika events contract lists them",
        ),
        (
            "diff network OLP/1/2017 --a valid=today --b valid=today",
            "network is compared as a whole, without OLP/1/2017",
            "one service's standing in it: kronika diff network_entry NUMBER",
        ),
        (
            "diff report --a valid=today --b valid=today",
            "say which report",
            "kronika report list names them all",
        ),
        (
            "anomalies --rule XYZ",
            "XYZ is not a code of anomalies",
            "kronika rules lists codes and labels",
        ),
        ("anomalies --rule PUBLISHED_LAT", "PUBLISHED_LAT is not a code of anomalies", "did you mean PUBLISHED_LATE?"),
        ("anomalies --rule no.such", "no.such is not a rule", "kronika rules lists codes and labels"),
        ("show contract X --known-seq abc", "--known-seq: 'abc' is no whole number", "see kronika show --help"),
        ("synth --contracts 5 --mess abc", "--mess: 'abc' is no number", "see kronika synth --help"),
        ("search olp --kind contrct", "contrct is not a kind of file", "did you mean contract?"),
        (
            "network --section 999",
            "999 is not a section with a kind of service",
            "one of §§ 37 and 39–70 of Act 108/2006",
        ),
        ("tenders --section 620", "620 is not a section with a kind of service", "did you mean 62?"),
        ("trail --provider Fokus --role methodolog", "methodolog is not a role", "did you mean methodologist?"),
        (
            "show contract OLP/1/2017 --known-seq 7",
            "the ledger has entries no. 1 to 1, not 7",
            None,
        ),
        ("due --turn regoin", "regoin is not a value of --turn", "did you mean region?"),
        (
            "show contract X --valid 2018-01-01 --valid 2019-01-01",
            "--valid was given twice",
            "see kronika show --help",
        ),
        (
            "replay contract OLP/1/2017 --with-value register-publication-days",
            "--with-value: expected NAME=JSON, not 'register-publication-days'",
            None,
        ),
        (
            "report drawdown --output drawdown.doc",
            "drawdown.doc: its ending is no format; say one with --format (json, csv, xlsx)",
            None,
        ),
    ],
)
def test_wrong_usage_is_told_with_what_is_right(told: Cli, words: str, message: str, hint: str | None) -> None:
    result = told(*words.split(), "--lang", "en")
    assert (result.code, result.err.splitlines()) == (
        Exit.USAGE,
        [f"error: {message}", *([f"  → {hint}"] if hint else [])],
    )


@pytest.mark.parametrize("words", ["show contract OLP/1/2017", "network", "report drawdown", "files"])
def test_what_will_be_known_on_a_day_to_come_is_not_told(told: Cli, words: str) -> None:
    """Answered as now it would be taken for what holds then; today is the last day of which anything is known."""
    result = told(*words.split(), "--known", "2999-01-01", "--lang", "en")
    assert (result.code, result.err.partition(":")[2].split(": today")[0].strip()) == (
        Exit.USAGE,
        "nobody can say yet what will be known on 2999-01-01",
    )
    told.ok(*words.split(), "--known", "today")
    moment = told("diff", "network", "--a", "known=2999-01-01", "--b", "valid=today")
    assert moment.code == Exit.USAGE


def test_a_value_of_another_shape_is_told_beside_the_one_that_holds(cli: Cli) -> None:
    """No rule can count days with an object; nothing of it is an error of the program."""
    terms = {"number": "OLP/1/2018", "regime": "tender", "provider": "P", "maximum": "1000000 Kč"}
    period = {"start": "2018-01-01", "end": "2018-12-31"}
    cli.did("contract.record-conclusion", None, "--on", "2018-01-01", **terms, period=period)
    cli.did("contract.record-publication", "OLP/1/2018", "--on", "2018-02-20", register_id="1")
    result = cli("replay", "contract", "OLP/1/2018", "--with-value", "register-publication-days={}", "--lang", "en")
    assert (result.code, result.err.splitlines()) == (
        Exit.USAGE,
        [
            "error: --with-value: no rule can work with register-publication-days={} (TypeError)",
            "  → as it is: register-publication-days=30",
        ],
    )


def test_a_code_that_old_records_brought_is_known(told: Cli) -> None:
    assert told.ok("anomalies", "--rule", "PUBLISHED_LATE", "--lang", "en").out.endswith("Nothing is open.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("tenders", "--section", "37"),
        ("network", "--section", "37"),
        ("compensation", "--year", "1900"),
        ("due", "--turn", "authority"),
    ],
)
def test_where_nothing_fits_it_is_not_said_that_nothing_is_known(told: Cli, words: tuple[str, ...]) -> None:
    assert told.ok(*words, "--lang", "en").out.splitlines()[-1] == "Nothing that is known then fits."


def test_a_report_without_rows_is_told_from_one_before_the_first_entry(told: Cli) -> None:
    last = "report", "tenders", "--lang", "en"
    assert told.ok(*last).out.splitlines()[-1] == "The report has no row then."
    assert told.ok(*last, "--known-seq", "0").out.splitlines()[-1] == "Nothing is known of this then."


def test_the_entry_that_is_looked_back_to_is_told(told: Cli) -> None:
    """On the day of its recording the day alone would not tell it from now."""
    told.did("contract.take-over", None, number="OLP/2/2017")
    said = told.ok("report", "drawdown", "--known-seq", "1", "--lang", "en").err
    assert said.endswith(", as known at entry no. 1.\n")


def test_the_ending_of_a_file_says_its_format(told: Cli, tmp_path: Path) -> None:
    for format in ("csv", "json", "xlsx"):  # noqa: A001  as the option is called
        told.ok("report", "drawdown", "--output", str(tmp_path / f"one.{format}"))
    lines = (tmp_path / "one.csv").read_text(encoding="utf-8-sig").splitlines()
    assert next(csv.reader(lines, delimiter=";"))[0] == "Contract"
    assert json.loads((tmp_path / "one.json").read_bytes())["data"]["rows"]
    assert (tmp_path / "one.xlsx").read_bytes()[:2] == b"PK"


def test_machines_are_told_which_file_was_written(told: Cli, tmp_path: Path) -> None:
    """The file is what --format says, the answer is JSON."""
    path = tmp_path / "one.xlsx"
    answer = told.ok("report", "drawdown", "--format", "xlsx", "--output", str(path), "--json").json
    assert (answer["schema"], answer["data"]) == (
        "kronika.report-written/1",
        {"path": str(path), "format": "xlsx", "rows": 1},
    )
    assert path.read_bytes()[:2] == b"PK"


def test_two_answers_cannot_be_given_at_once(told: Cli) -> None:
    result = told("report", "drawdown", "--format", "csv", "--json", "--lang", "en")
    message = "--json and --format csv are two answers: choose one, or name a file with --output"
    assert (result.code, result.json["error"]["message"]) == (Exit.USAGE, message)


# Streams that are closed, full, or speak no Czech ---------------------------------------------------------------------


def shell(cli: Cli, line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell in which `kronika` stands for the program."""
    command = " ".join(cli.process())
    return subprocess.run(
        ["bash", "-c", f'kronika() {{ {command} "$@"; }}; {line}'],
        cwd=HOUSE,
        env={**cli.process_environment(**environment), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("kronika --help | head -1; exit ${PIPESTATUS[0]}", Exit.OK),
        ("kronika files | true; exit ${PIPESTATUS[0]}", Exit.OK),
        ("kronika nonsense 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", Exit.USAGE),
        ("kronika files > /dev/full", Exit.STORAGE),
        ("kronika files --json > /dev/full", Exit.STORAGE),
        ("kronika files >&-", Exit.OK),
        ("kronika nonsense 2>&-", Exit.USAGE),
        ("kronika do contract.take-over --data - <&-", Exit.INVALID),
    ],
)
def test_a_stream_that_takes_nothing_changes_no_exit_code(told: Cli, line: str, code: Exit) -> None:
    done = shell(told, line)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert (b"the disk is full" in done.stderr) == ("/dev/full" in line)


def test_what_programs_read_is_utf8_whatever_the_terminal_speaks(cli: Cli) -> None:
    """So is what was typed; people read escapes where there is no such letter."""
    cli.did("contract.take-over", None, number="OLP/1/2017", provider="Žlutý kůň")
    bare = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    found = json.loads(shell(cli, "kronika search Žlutý --json", **bare).stdout.decode())
    assert [row["name"] for row in found["data"]["rows"]] == ["Žlutý kůň"]
    assert "Žlutý kůň" in shell(cli, "kronika report drawdown --format csv", **bare).stdout.decode("utf-8-sig")
    assert b"\\u017dlut" in shell(cli, "kronika search zluty", **bare).stdout


@pytest.mark.parametrize("name", ["contracts.csv", "CONTRACTS.XLSX"])
@pytest.mark.parametrize("content", [b"\x8c\xed;x\n", b"PK\x03\x04\xff\xfe\n", "Číslo;Nejvýše\n".encode()])
def test_a_table_is_told_to_be_one_and_what_becomes_of_it(cli: Cli, name: str, content: bytes) -> None:
    """Whatever is in it: where the page is that shows how it becomes a file of commands."""
    path = cli.folder / name
    path.write_bytes(content)
    result = cli("import", str(path))
    assert result.code == Exit.INVALID
    assert "docs/import.md" in result.err


def test_an_empty_file_is_said_to_be_empty(cli: Cli) -> None:
    cli.file("empty.jsonl", {"source": "nothing"})
    result = cli.ok("import", str(cli.folder / "empty.jsonl"))
    assert "There is no line with a command in it: nothing to take." in result.out + result.err


def test_a_rule_that_there_is_not_is_answered_without_the_whole_book(cli: Cli) -> None:
    """Seven hundred codes help nobody."""
    cli.did("contract.take-over", number="OLP/1/2017")
    result = cli("replay", "contract", "OLP/1/2017", "--without-rule", "xyz")
    assert result.code == Exit.USAGE
    assert len(result.err) < 200
    assert "kronika rules" in result.err


def test_an_entry_that_there_is_not_is_looked_for_in_a_log(cli: Cli) -> None:
    """Not among the files."""
    result = cli("do", "entry.take-back", "--reason", "twice", "--data", '{"entry": 5000}')
    assert result.code == Exit.NOT_FOUND
    assert "kronika log KIND ID lists the entries" in result.err
