"""kill −9 at any moment: positions stay dense, nothing that was acknowledged is lost, nothing is doubled."""

import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from adapters.stores import open_ledger
from tests.contract.writes import AnyLedger, a_write

ROOT = Path(__file__).parents[2]
THREADS = 4
ROUNDS = 4


def write_until_killed(url: str, seconds: float) -> list[tuple[int, str]]:
    """What a writing process had said was written when it was killed."""
    arguments = [sys.executable, "-m", "tests.contract.writer", url, str(THREADS)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines = [first, *process.stdout]
    complete = [line.split() for line in lines if line.endswith("\n")]
    return [(int(position), command_id) for position, command_id in complete]


def check_whole(ledger: AnyLedger) -> dict[int, str]:
    """The command of each position, after everything that must hold was seen to hold."""
    entries = ledger.select_entries(after=0, limit=1_000_000)
    assert [entry.position for entry in entries] == list(range(1, ledger.head() + 1))
    versions: Counter[object] = Counter()
    for entry in entries:
        versions[entry.originator_id] += 1
        assert entry.originator_version == versions[entry.originator_id]
    rows = ledger.fetch("SELECT first_position, last_position FROM commands ORDER BY number")
    assert sorted(rows) == [(entry.position, entry.position) for entry in entries]
    commands = {entry.position: entry.state.decode() for entry in entries}
    assert len(set(commands.values())) == len(commands)
    return commands


@pytest.mark.slow
def test_a_killed_writer_leaves_a_whole_ledger(url: str) -> None:
    """Round after round on the same ledger; after each the next writer goes on at once."""
    chance = Random(20261121)
    acknowledged: list[tuple[int, str]] = []
    commands: dict[int, str] = {}
    for _ in range(ROUNDS):
        acknowledged += write_until_killed(url, chance.uniform(0.0, 0.25))
        with closing(open_ledger(url)) as ledger:
            commands = check_whole(ledger)
            assert all(commands[position] == command_id for position, command_id in acknowledged)
            in_flight = THREADS * 6
            assert len(commands) <= len(acknowledged) + ROUNDS * in_flight
    with closing(open_ledger(url)) as ledger:
        assert ledger.write(a_write()).positions.start == len(commands) + 1
