"""`kronika projector`: it follows whatever others write, beside other projectors, and ends when it is asked to."""

import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import HOUSE, Cli, kc
from tests.cli.sealed import with_keys

pytestmark = pytest.mark.slow


@pytest.fixture
def projectors(any_cli: Cli) -> Iterator[Sequence[subprocess.Popen[str]]]:
    """Two at once on one ledger, both of which have said that they follow it: from then on they end when asked to."""
    arguments = with_keys(any_cli).process("projector")
    running = [
        subprocess.Popen(
            arguments,
            cwd=HOUSE,
            env=any_cli.process_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        for one in running:
            assert one.stderr is not None
            assert one.stderr.readline() == "The views follow the ledger; Ctrl+C ends it.\n"
        yield running
    finally:
        for one in running:
            one.kill()
            one.communicate()


def positions(cli: Cli) -> list[Any]:
    return [one["position"] for one in cli.ok("projections", "status", "--json").json["data"]]


def until_all_stand_at(cli: Cli, position: int) -> None:
    deadline = time.monotonic() + 60
    while set(positions(cli)) != {position}:
        assert time.monotonic() < deadline, positions(cli)
        time.sleep(0.1)


def test_two_projectors_follow_the_ledger_and_end_well(
    any_cli: Cli, projectors: Sequence[subprocess.Popen[str]]
) -> None:
    """Each entry is sealed by one of them, with one key."""
    for number in (1, 2, 3):
        any_cli.did(
            "contract.record-conclusion",
            None,
            "--on",
            "2018-01-02",
            number=f"OLP/{number}/2018",
            regime="tender",
            provider="Provider",
            maximum=kc(1_000_000),
        )
        until_all_stand_at(any_cli, number)
    for one in projectors:
        one.send_signal(signal.SIGTERM)
    for one in projectors:
        out, err = one.communicate(timeout=60)
        assert (one.returncode, out) == (0, "Stopped; the views are up to entry no. 3.\n"), err
    assert any_cli.ok("projections", "verify").code == Exit.OK
    assert any_cli.ok("verify").out.startswith("Yes. All 3 entries")


def test_the_lag_is_told_in_entries_and_seconds(cli: Cli) -> None:
    cli.it_is("2018-01-02T09:00:00+01:00").did(
        "contract.record-conclusion", None, number="OLP/1/2018", regime="tender", provider="Provider"
    )
    cli.it_is("2018-01-02T09:01:30+01:00")
    (first, *_) = cli.ok("projections", "status", "--json").json["data"]
    assert (first["lag"], first["lag_seconds"]) == (1, 90)
    assert "90 s" in cli.ok("projections", "status").out


def test_a_view_goes_back_to_the_version_before(cli: Cli) -> None:
    assert cli("projections", "rollback", "registry").code == Exit.NOT_FOUND
    cli.ok("projections", "rebuild", "registry")
    assert cli.ok("projections", "rollback", "registry").out == (
        "registry: version 1 is live again, up to entry no. 0\n"
    )
