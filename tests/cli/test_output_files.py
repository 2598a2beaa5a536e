"""Every command that writes a file where somebody says: a name that is taken stays, and all of them say so alike."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from adapters.cli.app import COMMANDS, GROUPS
from adapters.cli.failures import Exit
from tests.cli.contracts import NUMBER, conclude, pay
from tests.cli.inspections import start_inspection
from tests.cli.runner import Cli

INSPECTION = "LK-K 1/2026"
OUTPUT = {"output", "receipt", "to"}
"""What a parameter is called that names a file to be written; of `log`, `to` is a day."""
WRITING = {
    "evidence get": ("{digest}", "--output"),
    "export dossier": (INSPECTION, "--output"),
    "export evidence": (f"contract {NUMBER}", "--output"),
    "inspection import": ("{device_file} --as methodologist", "--receipt"),
    "report issue": ("drawdown --reason because --as reporter", "--output"),
    "report show": ("drawdown --format csv", "--output"),
    "seal checkpoint": ("", "--output"),
    "seal consistency": ("1", "--output"),
    "seal leaf": ("1", "--output"),
    "seal proof": ("1", "--output"),
    "synth": ("--contracts 3", "--to"),
}
"""Command → what it is asked for, and the option that names the file."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A contract that was paid and an inspection of it, sealed."""
    folder = tmp_path_factory.mktemp("told")
    cli = Cli(folder, {"KRONIKA_DATABASE": f"sqlite:///{folder / 'kronika.db'}", "KRONIKA_LANGUAGE": "en"})
    cli.environment["KRONIKA_EVIDENCE"] = str(folder / "evidence")
    cli.it_is("2026-03-01").ok("init")
    conclude(cli)
    pay(cli, "m-1", 80_000, "2018-02-01")
    start_inspection(cli, INSPECTION, NUMBER)
    cli.ok("seal", "make")
    return cli


def written() -> Iterator[str]:
    """The commands that have a parameter for a file to be written."""
    for group, page in ((name, page) for name, found in {"": COMMANDS, **GROUPS}.items() for page in found):
        module, _, name = page.runs.partition(":")
        if module and find_spec(module) and not (group == "" and page.name in GROUPS):
            named = inspect.signature(getattr(import_module(module), name)).parameters
            if OUTPUT & named.keys() and page.name != "log":
                yield f"{group} {page.name}".strip()


def test_no_command_that_writes_a_file_is_forgotten_here() -> None:
    assert set(written()) <= WRITING.keys()
    assert {"report show", "report issue", "export dossier", "evidence get", "synth"} <= set(written())


@pytest.mark.parametrize("command", [name for name in WRITING if name in set(written())])
@pytest.mark.parametrize("taken_by", ["file", "folder", "link"])
def test_a_name_that_is_taken_is_a_conflict_and_stays_what_it_is(told: Cli, command: str, taken_by: str) -> None:
    """One exit code, one sentence, one hint, for people and for programs, before anything is recorded."""
    asked, option = WRITING[command]
    taken = told.folder / f"{command.replace(' ', '-')}-{taken_by}"
    take(taken, taken_by)
    head = told.ok("files", "--json").json["known_seq"]
    line = [*command.split(), *filled(told, asked), option, str(taken)]
    shown = told(*line)
    assert shown.code == Exit.CONFLICT, shown
    assert shown.err.splitlines()[-2:] == [
        f"error: {taken} is there already; nothing is overwritten",
        "  → name another, or remove what is there",
    ]
    error = told(*line, "--json").json["error"]
    assert (error["code"], error["path"]) == ("file_exists", str(taken))
    assert {"file": taken.is_file(), "folder": taken.is_dir(), "link": taken.is_symlink()}[taken_by]
    assert taken_by != "file" or taken.read_text(encoding="utf-8") == "mine"
    assert told.ok("files", "--json").json["known_seq"] == head


def take(path: Path, by: str) -> None:
    if by == "file":
        path.write_text("mine", encoding="utf-8")
    elif by == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")


def filled(cli: Cli, asked: str) -> list[str]:
    """The arguments, with what only this folder has; the number of an inspection is one of them, spaces and all."""
    if asked == INSPECTION:
        return [asked]
    device_file = cli.file("tablet.jsonl", {"schema": "kronika.device-file/1"})
    paper = cli.folder / "paper.txt"
    paper.write_text("a paper", encoding="utf-8")
    added = cli.ok("evidence", "add", str(paper), "--json").json["data"] if "{digest}" in asked else [{"sha256": ""}]
    return asked.format(device_file=device_file, digest=added[0]["sha256"]).split()
