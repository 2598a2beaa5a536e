"""What a command loads before it does anything: only what it needs, so that it answers at once."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from application.aggregates import KINDS
from application.business import BUSINESS

HELP = "from adapters.cli.main import run; import io; code = run({arguments!r}, stdout=io.StringIO())"
LOADED = "import sys, json; print(json.dumps([code, sorted(sys.modules)]))"
DECIDING = ("application.business", "application.engine", "domain.contract.commands", "domain.contract.rules")
"""The half of the program that decides."""
MODELS = ("pydantic", "pydantic_core")
"""What commands and entries are made of: to load it takes longer than to answer with a small report."""
WRITERS = ("eventsourcing", "adapters.stores", "application.ledger", "adapters.vault", "adapters.evidence")
"""What stands between a command and the ledger; how far a file has come is told without it."""
ELSEWHERE = ("logging", "difflib", "adapters.cli.ending", "adapters.telling.vocabulary", "xlsxwriter")
"""What is wanted where something goes wrong, or by a server, or of other answers."""


def loaded_by(folder: Path, *arguments: str) -> set[str]:
    """The modules that a command has loaded when it has answered."""
    environment = {**os.environ, "KRONIKA_DATABASE": f"sqlite:///{folder / 'kronika.db'}"}
    program = f"{HELP.format(arguments=arguments)}; {LOADED}"
    answer = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment
    ).stdout
    code, modules = json.loads(answer)
    assert code == 0
    return set(modules)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty ledger."""
    folder = tmp_path_factory.mktemp("start")
    loaded_by(folder, "init")
    return folder


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the public ledger, its network brought up to date."""
    folder = tmp_path_factory.mktemp("region")
    for arguments in (("init",), ("import", str(Path(__file__).parents[2] / "data" / "liberec")), ("network",)):
        loaded_by(folder, *arguments)
    return folder


@pytest.mark.parametrize("arguments", [("--help",), ("report", "--help"), ("--version",)])
def test_a_page_of_help_loads_neither_the_business_nor_a_database(office: Path, arguments: tuple[str, ...]) -> None:
    loaded = loaded_by(office, *arguments)
    assert loaded.isdisjoint({*DECIDING, "adapters.bootstrap", "projections.views", "sqlite3", "structlog", "psycopg"})
    assert not loaded & {*MODELS, *WRITERS, "logging", "domain", "projections", "application"}


@pytest.mark.parametrize("arguments", [("due",), ("report", "network"), ("network",), ("tenders",), ("indicators",)])
def test_who_reads_a_view_does_not_wait_for_commands_and_rules(office: Path, arguments: tuple[str, ...]) -> None:
    """They make half of the classes of the program."""
    assert loaded_by(office, *arguments).isdisjoint({*DECIDING, "structlog", "psycopg", "xlsxwriter"})


@pytest.mark.parametrize("chosen", ["table", "csv", "json"])
def test_a_report_loads_no_view_but_its_own_and_no_event(office: Path, chosen: str) -> None:
    """Where nothing is to be added to the view; calendar, plural forms and other formats stay where they are."""
    loaded = loaded_by(office, "report", "network", "--format", chosen)
    assert loaded.isdisjoint({"adapters.wire", "babel", "holidays", "projections.projector", "projections.deadlines"})
    assert not loaded & {*MODELS, *WRITERS, *ELSEWHERE}
    assert not {one for one in loaded if one.startswith("domain.") and one.split(".")[2:3] == ["events"]}


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "network"),
        ("report", "network", "--format", "csv"),
        ("report", "network", "--format", "json"),
        ("network",),
        ("network", "--json"),
    ],
)
def test_the_network_is_shown_without_what_writers_need(region: Path, arguments: tuple[str, ...]) -> None:
    """Also where there is something to show: all of it stands ready in the view."""
    assert not loaded_by(region, *arguments) & {*MODELS, *WRITERS}


def test_the_kinds_are_known_without_the_business_and_are_the_same() -> None:
    assert tuple(aggregate.kind for aggregate in BUSINESS) == KINDS


def test_an_interrupt_while_the_program_is_loaded_ends_it_without_a_word() -> None:
    """The interrupt comes with the first thing that is loaded."""
    program = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'adapters.cli.main':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from adapters.cli.start import main\n"
        "main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")
