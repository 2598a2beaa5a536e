"""What holds for every command: streams, frames, exit codes, languages, help."""

import errno
import json
import os
import pty
import re
import select
import subprocess
from pathlib import Path

import pytest

from adapters.cli.app import GROUPS, build_app
from adapters.cli.failures import Exit
from adapters.cli.storage_failures import storage_failure
from adapters.telling.speech import Speech
from tests.cli.conftest import copied, sqlite_cli
from tests.cli.inspections import draw, start_inspection
from tests.cli.runner import HOUSE, Cli

READING = (
    ("show", "contract", "OLP/1/2017"),
    ("log", "contract", "OLP/1/2017"),
    ("diff", "contract", "OLP/1/2017", "--a", "known-seq=0", "--b", "valid=today"),
    ("files",),
    ("search", "fokus"),
    ("network",),
    ("anomalies",),
    ("due",),
    ("tenders",),
    ("compensation",),
    ("trail", "--provider", "71220089"),
    ("findings",),
    ("measures",),
    ("mandate", "check", "PO-2018-012", "--year", "2018"),
    ("mandate", "cover", "--contract", "OLP/1/2017"),
    ("inspection", "sample", "LK-K 1/2026", "S1"),
    ("inspection", "impact", "LK-K 1/2026"),
    ("timers", "status"),
    ("timers", "work"),
    ("projections", "status"),
    ("projections", "verify"),
    ("projections", "rebuild"),
    ("doctor",),
    ("seal", "make"),
    ("seal", "status"),
    ("readings",),
)
BOOKS = (
    ("rules",),
    ("events",),
    ("commands",),
    ("commands", "contract.terminate"),
    ("permissions",),
    ("schema", "contract.terminate"),
)


@pytest.fixture(scope="module")
def with_contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger that holds one old contract, one old mandate and one inspection, to be copied."""
    folder = tmp_path_factory.mktemp("told")
    prepared = sqlite_cli(folder)
    prepared.ok("init")
    prepared.did("contract.take-over", number="OLP/1/2017", provider="Fokus")
    prepared.did("mandate.take-over", number="PO-2018-012", services=[{"registration": "3596108"}])
    start_inspection(prepared, "LK-K 1/2026", "OLP/1/2017")
    draw(prepared, "LK-K 1/2026")
    return folder


@pytest.fixture
def told(with_contract: Path, tmp_path: Path) -> Cli:
    """One old contract, one old mandate and one inspection are on file."""
    return copied(with_contract, tmp_path)


# Frames and streams ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [*READING, *BOOKS], ids=lambda words: " ".join(words[:2]))
def test_every_reading_command_answers_in_one_versioned_frame(told: Cli, words: tuple[str, ...]) -> None:
    result = told(*words, "--json")
    first = result.lines[0]
    name = words[0] if words[0] not in GROUPS else "-".join(words[:2])
    assert first["schema"] == f"kronika.{name}/1"
    assert result.err == ""
    if words[0] != "log":
        assert result.json.keys() >= {"schema", "ok", "data", "warnings"}


@pytest.mark.parametrize("words", [*READING, *BOOKS], ids=lambda words: " ".join(words[:2]))
def test_an_answer_stands_on_stdout_without_colours_and_trailing_spaces(told: Cli, words: tuple[str, ...]) -> None:
    result = told(*words, "--quiet", FORCE_COLOR="1")
    assert result.out
    assert "\x1b" not in result.out
    assert [line for line in result.out.splitlines() if line != line.rstrip()] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("words", [*READING, *BOOKS], ids=lambda words: " ".join(words[:2]))
def test_every_command_answers_in_both_languages(told: Cli, words: tuple[str, ...], language: str) -> None:
    result = told(*words, "--lang", language)
    assert result.code in {Exit.OK, Exit.NEGATIVE}
    if words[0] not in {"events", "commands", "schema"}:
        assert (told(*words, "--lang", "cs").out == told(*words, "--lang", "en").out) is False


def test_the_language_comes_from_the_option_then_the_setting_then_the_locale(told: Cli) -> None:
    show = ("show", "contract", "OLP/1/2017")
    assert "neuvedeno" in told(*show, KRONIKA_LANGUAGE="cs").out
    assert "neuvedeno" in told(*show, LANG="cs_CZ.UTF-8").out
    assert "not known" in told("--lang", "en", *show, KRONIKA_LANGUAGE="cs").out
    assert "neuvedeno" in told("--lang=cs", *show).out


def test_a_kind_of_two_words_is_written_with_a_hyphen_or_as_its_topic(told: Cli) -> None:
    for kind in ("network-entry", "network_entry"):
        assert "no network entry is known as x" in told("show", kind, "x").err


def test_quiet_keeps_messages_but_not_errors(told: Cli) -> None:
    past = ("show", "contract", "OLP/1/2017", "--valid", "2012-01-01")
    assert "You are viewing the state valid on 2012-01-01" in told(*past).err
    assert told(*past, "--quiet").err == ""
    assert told("show", "contract", "OLP/9/2017", "--quiet").err.startswith("error: no contract is known")


def test_global_options_stand_before_or_after_the_command(told: Cli) -> None:
    before = told("--json", "show", "contract", "OLP/1/2017")
    after = told("show", "contract", "OLP/1/2017", "--json")
    assert before.json == after.json


# Errors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("shwo",), "shwo is not a command", "did you mean show?"),
        (("xyzzy",), "xyzzy is not a command", "kronika --help lists the commands"),
        (("projections", "statsu"), "statsu is not a command of kronika projections", "did you mean status?"),
        (
            ("show", "contract", "X", "--valdi", "x"),
            "--valdi is not an option of this command",
            "did you mean --valid?",
        ),
        (
            ("show", "contract"),
            "ID is missing",
            "The number that people write, or the UUID; see kronika show --help",
        ),
        (
            ("log", "OLP/1/2017"),
            "ID is missing",
            "first the kind, then the number: kronika log contract OLP/1/2017",
        ),
        (
            ("files", "raspenava"),
            "raspenava is not a kind of file",
            (
                "kronika search raspenava looks for words; kinds are project, service, methodology, tender, "
                "network_entry, mandate, contract, inspection, office"
            ),
        ),
        (("search",), "WORD is missing", "What to look for; see kronika search --help"),
        (("show", "contract", "X", "Y"), "there is something too much: Y", "see kronika show --help"),
        (("show", "contrat", "X"), "contrat is not a kind of file", "did you mean contract?"),
        (
            ("do", "contract.terminat"),
            "contract.terminat is not a command of the ledger",
            "did you mean contract.terminate?",
        ),
        (
            ("do",),
            "TOPIC is missing",
            (
                "The name of a command, for example contract.order-payment; kronika commands lists them; "
                "see kronika do --help"
            ),
        ),
        (
            ("import",),
            "PATHS is missing: files of commands (.jsonl) or folders",
            "see kronika import --help",
        ),
        (
            ("rules", "contract.drawn-within-maximun"),
            "contract.drawn-within-maximun is not a rule",
            "did you mean contract.drawn-within-maximum?",
        ),
        (
            ("events", "contract.payment-mde"),
            "contract.payment-mde is not an event",
            "did you mean contract.payment-made?",
        ),
        (("schema", "x"), "x is not a command of the ledger", "kronika commands lists them all"),
        (("projections", "rebuild", "netwrok"), "netwrok is not a view", "did you mean network?"),
        (
            ("show", "contract", "OLP/1/2017", "--valid", "31. 11. 2012"),
            "--valid: '31. 11. 2012' is no day",
            "expected 30. 6. 2026, 30.6.2026, 2026-06-30, today or yesterday",
        ),
        (("show", "contract", "OLP/1/2017", "--known-seq", "99"), "the ledger has entries no. 1 to 6, not 99", None),
        (
            ("show", "contract", "OLP/1/2017", "--known", "today", "--known-seq", "1"),
            "give --known or --known-seq, not both",
            None,
        ),
        (
            ("diff", "contract", "OLP/1/2017", "--a", "x", "--b", "valid=today"),
            "--a: 'x' is no moment",
            "expected valid=2018-06-30,known=2018-07-01 or valid=2018-06-30,known-seq=57; either may be left out",
        ),
        (
            ("diff", "contract", "OLP/1/2017", "--a", "known-seq=x", "--b", "valid=today"),
            "--a: known-seq is an entry number",
            None,
        ),
        (("anomalies", "--open", "--all"), "give --open or --all, not both", None),
        (("do", "contract.terminate", "--id", "7"), "--id: 7 is no UUID", None),
        (
            (
                "do",
                "contract.terminate",
                "--target",
                "OLP/1/2017",
                "--data",
                '{"mode":"NOTICE","by":"region"}',
                "--waive",
                "x",
            ),
            "--waive needs --waive-reason and --second-person",
            None,
        ),
        (
            ("network", "--orp", "Praha"),
            (
                "--orp: 'Praha' is not an ORP of the Liberec region: no ORP has this official name; "
                "expected a code from 5101 (Česká Lípa) to 5110 (Železný Brod), for example 5105"
            ),
            None,
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_ends_with_two_and_a_suggestion(
    told: Cli, words: tuple[str, ...], message: str, hint: str | None
) -> None:
    result = told(*words)
    assert result.code == Exit.USAGE
    assert result.out == ""
    assert result.err.splitlines() == [f"error: {message}", *([f"  → {hint}"] if hint else [])]
    as_json = told(*words, "--json")
    assert as_json.json == {"error": {"code": "usage", "message": message, "hint": hint}}
    assert (as_json.code, as_json.err) == (Exit.USAGE, "")


@pytest.mark.parametrize("words", READING, ids=lambda words: " ".join(words[:2]))
def test_every_command_before_init_says_what_to_do(bare: Cli, words: tuple[str, ...]) -> None:
    result = bare(*words)
    assert result.code == Exit.STORAGE
    said = result.err + result.out
    assert "there is no ledger here yet" in said
    assert "run kronika init first" in said
    assert not (bare.folder / "kronika.db").exists()


@pytest.mark.parametrize("words", [("import", "x.jsonl"), ("do", "contract.take-over", "--data", "{}")])
def test_writing_before_init_says_the_same(bare: Cli, words: tuple[str, ...]) -> None:
    bare.file("x.jsonl", {"source": "x"})
    result = bare(words[0], str(bare.folder / words[1]) if words[0] == "import" else words[1], *words[2:], "--json")
    assert (result.code, result.json["error"]["code"]) == (Exit.STORAGE, "not_initialised")


@pytest.mark.parametrize("words", BOOKS, ids=lambda words: words[0])
def test_the_books_need_no_ledger(bare: Cli, words: tuple[str, ...]) -> None:
    assert bare.ok(*words).out


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KRONIKA_LANGUAGE", "de"),
        ("KRONIKA_LOG_LEVEL", "loud"),
        ("KRONIKA_CLOCK", "noon"),
        ("KRONIKA_DATABASE", "mysql://x/y"),
    ],
)
def test_a_wrong_setting_is_named(cli: Cli, variable: str, value: str) -> None:
    cli.environment[variable] = value
    result = cli("doctor")
    assert result.code == Exit.USAGE
    assert variable in result.err


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("KRONIKA_CLOCK", "poledne", "'poledne' není okamžik; očekává se 2019-01-10T09:00:00+01:00"),
        ("KRONIKA_LOG_LEVEL", "nahlas", "očekává se jedno z: "),
        ("KRONIKA_LOG_FORMAT", "xml", "očekává se 'json' nebo 'text'"),
        ("KRONIKA_DATABASE", "mysql://x/y", "očekává se jedno z: sqlite:///"),
        ("KRONIKA_SESSION_HOURS", "dvanáct", "očekává se celé číslo"),
        ("KRONIKA_SESSION_HOURS", "0", "má být větší než 0"),
        ("KRONIKA_RATE_LOGINS", "-1", "má být nejméně 0"),
        ("KRONIKA_WAIT_SECONDS", "31", "má být nejvýše 30"),
        ("KRONIKA_WAIT_SECONDS", "chvíli", "očekává se číslo"),
        ("KRONIKA_METRICS_FROM", "127.0.0.1,doma", "'doma' není platná adresa ani síť"),
        ("KRONIKA_PUBLIC_URL", "u nás", "text má odpovídat vzoru '^https?://"),
        ("KRONIKA_DATABASE_FILE", "/nikde", "soubor nastavení /nikde: taková složka nebo soubor není"),
    ],
)
def test_a_czech_reader_is_told_in_czech_what_is_wrong_with_a_setting(
    bare: Cli, variable: str, value: str, told: str
) -> None:
    """A sentence that begins in one language ends in it."""
    if variable == "KRONIKA_DATABASE_FILE":
        bare.environment.pop("KRONIKA_DATABASE")
    bare.environment |= {variable: value, "KRONIKA_LANGUAGE": "cs"}
    result = bare("doctor")
    assert result.code == Exit.USAGE
    assert result.err.startswith(("chyba: proměnná " + variable + " je chybná: ", "chyba: soubor nastavení "))
    assert told in result.err
    assert "xpected" not in result.err
    assert "hould" not in result.err


def test_a_database_that_does_not_answer_is_a_storage_failure_without_password(cli: Cli) -> None:
    url = "postgresql://kronika:secret@127.0.0.1:1/kronika?connect_timeout=1"
    result = cli("show", "contract", "X", KRONIKA_DATABASE=url)
    assert (result.code, "secret" in result.err) == (Exit.STORAGE, False)
    told = cli("doctor", KRONIKA_DATABASE=url)
    assert (told.code, "secret" in told.out) == (Exit.STORAGE, False)


@pytest.mark.parametrize(
    ("said", "words", "hint"),
    [
        ("database or disk is full", "disk je plný", "uvolněte místo"),
        ("unable to open database file", "nelze otevřít", "složka musí existovat"),
        ("attempt to write a readonly database", "nelze zapisovat", "komu soubor patří"),
        ("database is locked", "drží jiný program", "zkuste později"),
        ("file is not a database", "není databáze", "KRONIKA_DATABASE"),
        ("database disk image is malformed", "je poškozená", "kronika restore"),
        ("connection failed: Connection refused", "server není dostupný", "ověřte, že běží"),
        ("whatever", "neodpovídá", "kronika doctor"),
    ],
)
def test_what_a_store_says_is_told_in_czech_with_what_to_do(said: str, words: str, hint: str) -> None:
    """The words of the store stand behind ours, for whoever looks them up."""
    failure, say = storage_failure(OSError(said)), Speech("cs")
    told = say(failure.message, **failure.facts)
    assert (words in told, told.endswith(said)) == (True, True)
    assert failure.hint is not None
    assert hint in say(failure.hint)


def test_a_full_disk_is_told_by_its_number() -> None:
    """The system's own words differ from country to country."""
    failure = storage_failure(OSError(errno.ENOSPC, "Na zařízení není volné místo"))
    assert Speech("en")(failure.message, **failure.facts).startswith("the disk is full")


def test_the_doctor_sees_a_slip_of_the_pen_in_a_setting(cli: Cli) -> None:
    """A variable that nobody reads would leave its owner wondering; others' variables are left alone."""
    told = cli.ok("doctor", KRONIKA_DATBASE="x", KRONIKA_POSTGRES_PASSWORD="y")
    assert "KRONIKA_DATBASE is none" in told.out
    assert "did you mean KRONIKA_DATABASE?" in told.out
    assert "POSTGRES" not in told.out
    assert "no entry yet" in told.out


def test_the_name_alone_shows_what_there_is(bare: Cli) -> None:
    """Somebody who knows nothing yet types `kronika`: once that ended with a trace."""
    assert bare.ok().out == bare.ok("--help").out


def test_an_error_of_ours_has_no_trace_unless_it_is_asked_for(cli: Cli) -> None:
    """A file that is no database is nobody's expectation; whoever debugs sees where it was found out."""
    (cli.folder / "kronika.db").unlink()
    (cli.folder / "kronika.db").write_bytes(b"this is no database, it only looks as long as one" * 100)
    result = cli("show", "contract", "X")
    assert (result.code, "Traceback" in result.err) == (Exit.STORAGE, False)
    assert "Traceback" in cli("show", "contract", "X", "--debug").err


# Help -----------------------------------------------------------------------------------------------------------------


def _pages() -> list[tuple[str, ...]]:
    app = build_app(Speech("en"))
    names = [name for name in app.resolved_commands() if not name.startswith("-")]
    within = [(group, page.name) for group, pages in GROUPS.items() for page in pages]
    return [(), *((name,) for name in names), *within]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("page", _pages(), ids=" ".join)
def test_help_begins_with_examples_that_can_be_typed(bare: Cli, page: tuple[str, ...], language: str) -> None:
    result = bare.ok("--lang", language, *page, "--help")
    title, empty, first, *_ = result.out.splitlines()
    assert (title, empty) == ({"cs": "Příklady:", "en": "Examples:"}[language], "")
    assert first.startswith("  kronika ")
    assert {"cs": "Použití: kronika", "en": "Usage: kronika"}[language] in result.out
    assert [line for line in result.out.splitlines() if line != line.rstrip()] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", _pages(), ids=" ".join)
def test_no_help_page_mixes_languages(bare: Cli, page: tuple[str, ...]) -> None:
    czech = bare.ok("--lang", "cs", *page, "--help").out
    english = bare.ok("--lang", "en", *page, "--help").out
    shared = set(czech.splitlines()) & set(english.splitlines())
    assert [line for line in shared if line.strip() and "kronika" not in line] == []


def test_version_is_that_of_the_package(bare: Cli) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*|unknown", bare.ok("--version").out.strip())


# As from a shell ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_process_ends_with_the_same_code_and_words(told: Cli) -> None:
    apart = told.apart("show", "contract", "OLP/1/2017")
    assert (apart.code, apart.out) == (0, told("show", "contract", "OLP/1/2017").out)
    refused = told.apart("do", "contract.take-over", "--data", '{"number": "OLP/1/2017"}')
    assert (refused.code, refused.out) == (Exit.REFUSED, "")
    assert refused.err.startswith("error: refused: claim.held-once")


@pytest.mark.slow
def test_a_terminal_that_knows_no_czech_is_answered_all_the_same(told: Cli) -> None:
    result = told.apart("show", "contract", "OLP/1/2017", "--lang", "cs", PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert r"Zn\xe1mo ke dni" in result.out


@pytest.mark.slow
def test_a_reader_who_leaves_early_is_no_error(told: Cli) -> None:
    """`kronika events | head -1` closes the pipe while there is more to write."""
    command = [*told.process("events", "--lang", "cs")]
    for _ in range(2):
        with subprocess.Popen(
            command,
            cwd=HOUSE,
            env=told.process_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.close()
            _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")


def _on_a_terminal(cli: Cli, *arguments: str, **environment: str) -> str:
    """What a terminal of 100 columns gets to see."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        cli.process(*arguments),
        cwd=HOUSE,
        env=cli.process_environment(TERM="xterm", COLUMNS="100", **environment),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed: all was read
            break
        if not piece:
            break
        seen += piece
    process.wait(timeout=60)
    os.close(ours)
    return seen.decode()


@pytest.mark.slow
def test_a_terminal_gets_colours_unless_no_color_is_set(told: Cli) -> None:
    past = ("show", "contract", "OLP/1/2017", "--valid", "2012-01-01")
    assert re.search("\x1b\\[[0-9;]*43m", _on_a_terminal(told, *past)), "the strip about the past is yellow"
    assert not re.search("\x1b\\[[0-9;]*4[0-7]m", _on_a_terminal(told, *past, NO_COLOR="1"))


def test_what_was_typed_into_the_ledger_cannot_move_a_cursor(cli: Cli) -> None:
    """In a name it is refused; what a source wrote is kept as it came, and shown harmless."""
    refused = cli.do("contract.take-over", None, number="OLP/1/2017", provider="Fokus\x1b[2J")
    assert (refused.code, "U+001B" in refused.err) == (Exit.INVALID, True)
    written = {"raw": "\x1b[2J 2017\x07"}
    cli.did("contract.take-over", None, number="OLP/1/2017", provider="Fokus", period_as_written=written)
    for words in (("show", "contract", "OLP/1/2017"), ("log", "contract", "OLP/1/2017"), ("network",)):
        assert "\x1b" not in cli.ok(*words).out
    assert "\\u001b[2J" in cli.ok("log", "contract", "OLP/1/2017", "--json").out


# Logs -----------------------------------------------------------------------------------------------------------------


def test_operators_see_events_without_payload_and_users_see_nothing(cli: Cli) -> None:
    data = {"number": "OLP/1/2017", "provider": "Fokus Liberec"}
    quiet = cli.do("contract.take-over", None, **data)
    assert quiet.err == ""
    told = cli("do", "contract.take-over", "--data", json.dumps(data), KRONIKA_LOG_LEVEL="info")
    (line,) = [line for line in told.err.splitlines() if "event=command." in line]
    assert re.search(r"level=info event=command.refused .*command=contract.take-over .*rules=claim.held-once", line)
    assert "Fokus" not in line
    assert "OLP" not in line
    data["number"] = "OLP/2/2017"
    handled = cli("do", "contract.take-over", "--data", json.dumps(data), KRONIKA_LOG_LEVEL="info")
    assert "event=command.handled" in handled.err
    assert "took_ms=" in handled.err
