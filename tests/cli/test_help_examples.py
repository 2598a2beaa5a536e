"""Each example of a help page can be typed on a ledger that holds the public records and the life of docs/life.md."""

import re
import shlex
from pathlib import Path

import pytest

from adapters.cli.app import COMMANDS, GROUPS
from adapters.cli.failures import Exit
from tests.cli.runner import HOUSE, Cli

LIFE = (HOUSE / "docs" / "life.md").read_text(encoding="utf-8")
PAGES = [page for pages in (COMMANDS, *GROUPS.values()) for page in pages]
EXAMPLES = [*dict.fromkeys(example.removeprefix("kronika ") for page in PAGES for example in page.examples)]
GOES_ON = ("serve", "projector")
"""They answer until somebody ends them."""
OWN_FILES = (
    "import payments",
    "inspection import",
    "evidence add",
    "evidence get",
    "backup",
    "restore",
    "do ",
    "verify proof",
    "verify contract",
)
"""They name files that somebody has to have, or leave out what somebody has to say."""
OWN_PEOPLE = ("account", "person show", "person change", "person erase", "erase", "session revoke s-", "token")
"""They name somebody, or what is kept of somebody; others tell these with people of their own."""
NOT_THIS_ONE = ("synth", "report check 5891b5b5", "replay contract OLP/1900/2017 --without 42")
"""A region of a thousand contracts; the digest and the number of an entry that differ from ledger to ledger."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The public records and one service from the tender to the remedy."""
    folder = tmp_path_factory.mktemp("lived")
    cli = Cli(folder, {"KRONIKA_DATABASE": f"sqlite:///{folder / 'kronika.db'}", "KRONIKA_CLOCK": "2026-11-22"})
    cli.ok("init")
    cli.ok("import", str(HOUSE / "data" / "liberec"))
    cli.ok("evidence", "add", str(HOUSE / "data" / "liberec" / "004-ip3.jsonl"))
    for line in re.findall(r"^\$ kronika (do .*)$", LIFE, re.MULTILINE):
        assert cli(*shlex.split(line)).code in (Exit.OK, Exit.REFUSED), line
    return cli


def played() -> list[str]:
    """The examples of reading, in the order of the pages: what is issued in one is checked in the next."""
    return [one for one in EXAMPLES if not one.startswith((*GOES_ON, *OWN_FILES, *OWN_PEOPLE, *NOT_THIS_ONE))]


def test_what_help_says_can_be_typed(lived: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is misspelt, no file is missing; a no is an answer, too."""
    (tmp_path / "data").symlink_to(HOUSE / "data")
    monkeypatch.chdir(tmp_path)
    issued_first = sorted(played(), key=lambda one: not one.startswith("report issue"))
    wrong = {one: (result.code, result.err) for one in issued_first if (result := lived(*shlex.split(one))).code > 1}
    assert not wrong, "\n".join(f"{one}: {told}" for one, told in wrong.items())


def test_most_examples_are_played() -> None:
    """The exceptions stay exceptions."""
    assert len(played()) > len(EXAMPLES) * 0.6
