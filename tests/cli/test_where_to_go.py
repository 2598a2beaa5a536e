"""The README's table of what to try: each of its commands answers on the ledger that the tour leaves behind."""

import re
import shlex
from pathlib import Path

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import HOUSE, Cli, kc

README = (HOUSE / "README.md").read_text(encoding="utf-8")
TABLE = README[README.index("### Where to go on") : README.index("## Over HTTP")]
COMMANDS = re.findall(r"`kronika ([^`]+)`", TABLE)


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The public records, and the contract of the tour with a payment."""
    folder = tmp_path_factory.mktemp("toured")
    cli = Cli(folder, {"KRONIKA_DATABASE": f"sqlite:///{folder / 'kronika.db'}", "KRONIKA_CLOCK": "2026-11-22"})
    cli.ok("init")
    cli.ok("import", str(HOUSE / "data" / "liberec"))
    cli.did("contract.record-conclusion", None, "--on", "2017-07-03", number="OLP/9002/2017", regime="tender")
    cli.did("contract.record-movement", "OLP/9002/2017", "--on", "2017-07-20", movement="2017/113", amount=kc(20_000))
    return cli


@pytest.mark.parametrize("words", [one for one in COMMANDS if not one.startswith("synth")])
def test_what_the_readme_says_to_try_can_be_typed(
    toured: Cli, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It answers something; a difference is an answer, too."""
    monkeypatch.chdir(tmp_path)
    result = toured(*shlex.split(words))
    assert result.code in (Exit.OK, Exit.NEGATIVE), result
    assert len(result.out.splitlines()) > 3 or (tmp_path / "network.xlsx").exists()
