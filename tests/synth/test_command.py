"""`kronika synth` as its users see it."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import HOUSE, Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """A ledger in an SQLite file."""
    found = Cli(tmp_path, {"KRONIKA_DATABASE": f"sqlite:///{tmp_path / 'kronika.db'}"})
    found.ok("init")
    return found


def test_a_region_is_recorded_and_can_be_read_like_any_other(cli: Cli) -> None:
    done = cli.ok("synth", "--contracts", "3", "--seed", "1", "--json").json
    assert (done["schema"], done["ok"]) == ("kronika.synth/1", True)
    assert done["data"]["entries"] == done["known_seq"] == done["data"]["commands"]
    shown = cli.ok("show", "contract", "OLP/50000/2017").out
    assert "Synthetic provider" in shown
    assert "synthetic" in cli.ok("network").out.casefold()


def test_people_read_how_much_it_was_and_that_nothing_is_recorded_twice(cli: Cli) -> None:
    first = cli.ok("synth", "--contracts", "3").out.splitlines()
    assert first[0] == "3 contracts of a synthetic region, seed 1, mess 0.1"
    assert first[1].startswith("Recorded: ")
    again = cli.ok("synth", "--contracts", "3", "--lang", "cs").out.splitlines()
    assert again[0] == "3 smlouvy: umělý kraj (synthetic region, seed 1, mess 0.1)"
    assert again[1] == "Zapsáno: 0 záznamů"
    assert again[2].startswith("Už zapsáno dříve: ")


def test_two_regions_do_not_share_a_ledger(cli: Cli) -> None:
    """They have the same contract numbers; nothing of the second is recorded."""
    head = cli.ok("synth", "--contracts", "3", "--json").json["known_seq"]
    other = cli("synth", "--contracts", "3", "--seed", "2", "--json")
    assert (other.code, other.json["error"]["code"]) == (Exit.CONFLICT, "another_region")
    assert cli.ok("synth", "--contracts", "3", "--json").json["known_seq"] == head


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--contracts", "0"), "--contracts goes from 1 to 500000; 0 lies outside"),
        (("--contracts", "1", "--mess", "1.5"), "--mess goes from 0 to 1; 1.5 lies outside"),
        (("--contracts", "1", "--seed", "-1"), "--seed goes from 0 to 9223372036854775807; -1 lies outside"),
        ((), "contracts"),
    ],
)
def test_a_region_that_cannot_be_is_told(cli: Cli, words: tuple[str, ...], message: str) -> None:
    result = cli("synth", *words)
    assert result.code == Exit.USAGE
    assert message in result.err


def test_a_region_becomes_an_import_file(cli: Cli) -> None:
    """Whole or not at all, and never over a file that is there."""
    path = cli.folder / "region.jsonl"
    written = cli.ok("synth", "--contracts", "3", "--to", str(path), "--json").json["data"]
    header, *commands = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(header)["source"] == written["source"]
    assert len(commands) == written["commands"]
    assert list(cli.folder.glob("*.part")) == []
    again = cli("synth", "--contracts", "3", "--to", str(path))
    assert (again.code, f"error: {path} is there already; nothing is overwritten\n" in again.err) == (
        Exit.CONFLICT,
        True,
    )
    taken = cli.ok("import", str(path), "--json").json["data"]
    assert taken["taken"] == written["commands"]
    there = cli.ok("synth", "--contracts", "3", "--json").json["data"]
    assert (there["already_there"], there["taken"]) == (taken["taken"], 0)


@pytest.mark.slow
def test_another_process_tells_the_same_region(cli: Cli) -> None:
    """Whatever order Python gives its sets there."""
    first, second = cli.folder / "first.jsonl", cli.folder / "second.jsonl"
    for path, order in ((first, "1"), (second, "2")):
        words = ("synth", "--contracts", "40", "--mess", "0.8", "--to", str(path))
        assert cli.apart(*words, PYTHONHASHSEED=order).code == Exit.OK
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.slow
def test_an_interrupted_region_keeps_what_was_acknowledged_and_goes_on(cli: Cli) -> None:
    """Ctrl+C after the first block."""
    process = subprocess.Popen(
        cli.process("synth", "--contracts", "80", "--progress", "json"),
        cwd=HOUSE,
        env=cli.process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "kronika.progress/1" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, "Traceback" in err) == (Exit.INTERRUPTED, False)
    assert "Interrupted; what is recorded stays." in out
    resumed = cli.ok("synth", "--contracts", "80", "--json").json["data"]
    assert resumed["already_there"] >= 2_000
    assert resumed["not_taken"] == 0


@pytest.mark.slow
def test_memory_stays_flat_however_large_the_region(cli: Cli) -> None:
    """The peak of a process that writes six times as many contracts is the same within a few megabytes."""

    def peak(contracts: int) -> int:
        program = (
            "import io, resource\n"
            "from adapters.cli.main import run\n"
            f"words = ['synth', '--contracts', '{contracts}', '--to', '{cli.folder / str(contracts)}.jsonl']\n"
            "run(words, stdout=io.StringIO(), stderr=open('/dev/null', 'w'))\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        )
        environment = {**os.environ, **cli.process_environment()}
        done = subprocess.run(
            [cli.process()[0], "-c", program], cwd=HOUSE, env=environment, capture_output=True, text=True, check=True
        )
        return int(done.stdout.splitlines()[-1])

    assert peak(600) - peak(100) < 8_000
