"""Another program holds the file: who waits says so after a second, and Ctrl+C ends it."""

import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import TupleRow

from adapters import waiting
from adapters.cli.failures import Exit
from adapters.cli.main import run
from adapters.cli.places import place_of
from adapters.postgres_waiting import TellingConnection
from tests.cli.runner import HOUSE, Cli
from tests.ledgers import ensured

TOLD = (
    "Another program is writing to {path}; waiting for it, 30 s at the most. Ctrl+C ends the waiting, nothing is lost."
)


@contextmanager
def held(cli: Cli, *, seconds: float) -> Iterator[None]:
    """Somebody else writes to the ledger for so long."""
    with closing(sqlite3.connect(cli.folder / "kronika.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(seconds, other.rollback)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            other.rollback()


def told(cli: Cli) -> str:
    return TOLD.format(path=cli.folder / "kronika.db")


def test_a_command_waits_and_says_so(cli: Cli) -> None:
    cli.do("contract.take-over", None, "--dry-run", number="OLP/1/2017")  # everything is loaded now
    with held(cli, seconds=2):
        result = cli.do("contract.take-over", None, "--lang", "en", number="OLP/1/2017")
    assert (result.code, result.err.splitlines()) == (Exit.OK, [told(cli)])
    assert "Recorded as entry no. 1" in result.out


def test_a_view_that_is_behind_waits_and_says_so_in_czech(cli: Cli) -> None:
    cli.did("contract.take-over", None, number="OLP/1/2017")
    with held(cli, seconds=2):
        result = cli.ok("network", "--lang", "cs")
    assert result.err.startswith(f"Do {cli.folder / 'kronika.db'} právě zapisuje jiný program; čekám na něj")
    assert "OLP/1/2017" in result.out


def test_a_short_wait_and_quiet_are_silent(cli: Cli) -> None:
    with held(cli, seconds=0.2):
        assert cli.do("contract.take-over", None, number="OLP/1/2017").err == ""
    with held(cli, seconds=1.5):
        assert cli.do("contract.take-over", None, "--quiet", number="OLP/2/2017").err == ""


def test_who_only_reads_does_not_wait(cli: Cli) -> None:
    cli.did("contract.take-over", None, number="OLP/1/2017")
    with held(cli, seconds=60):
        started = time.monotonic()
        assert cli.ok("show", "contract", "OLP/1/2017").err == ""
        assert time.monotonic() - started < 30


def test_ctrl_c_ends_the_waiting_and_nothing_is_recorded(cli: Cli) -> None:
    command = cli.process("do", "contract.take-over", "--data", '{"number": "OLP/1/2017"}', "--lang", "en")
    with held(cli, seconds=60):
        waits = subprocess.Popen(
            command, cwd=HOUSE, env=cli.process_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        with waits:
            assert waits.stderr is not None
            assert waits.stderr.readline().strip() == told(cli)
            waits.send_signal(signal.SIGINT)
            assert waits.stderr.read().splitlines()[-1] == "error: interrupted; nothing was recorded"
    assert waits.returncode == Exit.INTERRUPTED
    assert cli("show", "contract", "OLP/1/2017").code == Exit.NOT_FOUND


# PostgreSQL -----------------------------------------------------------------------------------------------------------


@contextmanager
def locked(url: str, statement: str, *, seconds: float) -> Iterator[None]:
    """Another program holds what this statement locks, for so long."""
    with psycopg.connect(url) as other:
        other.execute(statement.encode())
        timer = threading.Timer(seconds, other.rollback)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


@pytest.fixture
def shared(postgres_url: str, tmp_path: Path) -> Cli:
    """A ledger on a server that others use, too."""
    return Cli(tmp_path, {"KRONIKA_DATABASE": ensured(postgres_url)})


@pytest.mark.postgres
def test_who_waits_for_others_at_a_server_says_so(shared: Cli) -> None:
    """A command that waits for the head of the ledger; and a view that somebody else is bringing up to date."""
    url = shared.environment["KRONIKA_DATABASE"]
    with locked(url, "SELECT FROM ledger FOR UPDATE", seconds=2):
        recorded = shared.do("contract.take-over", None, "--lang", "en", number="OLP/1/2017")
    said = TOLD.format(path=place_of(url))
    assert (recorded.code, recorded.err.splitlines()) == (Exit.OK, [said])
    with locked(url, "SELECT FROM projection_checkpoint FOR UPDATE", seconds=2):
        read = shared.ok("network", "--lang", "en")
    assert (read.err.splitlines()[0], "OLP/1/2017" in read.out) == (said, True)


@pytest.mark.postgres
def test_a_short_wait_at_a_server_and_quiet_are_silent(shared: Cli) -> None:
    url = shared.environment["KRONIKA_DATABASE"]
    with locked(url, "SELECT FROM ledger FOR UPDATE", seconds=0.2):
        assert shared.do("contract.take-over", None, number="OLP/1/2017").err == ""
    with locked(url, "SELECT FROM ledger FOR UPDATE", seconds=1.5):
        assert shared.do("contract.take-over", None, "--quiet", number="OLP/2/2017").err == ""


@pytest.mark.postgres
def test_a_statement_that_only_takes_long_waits_for_nobody(postgres_url: str) -> None:
    """Told once where somebody is waited for, however long that takes; never where nobody is."""
    told: list[float] = []
    before = waiting.TELL.set(told.append)
    try:
        connection: TellingConnection[TupleRow] = TellingConnection.connect(postgres_url, autocommit=True)
        with connection:
            assert connection.execute("SELECT 7 FROM pg_sleep(1.4)").fetchone() == (7,)
            assert told == []
            with locked(postgres_url, "SELECT pg_advisory_xact_lock(5)", seconds=2.5):
                connection.execute("SELECT pg_advisory_xact_lock(5)")
            assert told == [waiting.WAIT_SECONDS]
    finally:
        waiting.TELL.reset(before)


@pytest.mark.postgres
def test_ctrl_c_ends_the_waiting_at_a_server_and_nothing_is_recorded(shared: Cli) -> None:
    url = shared.environment["KRONIKA_DATABASE"]
    command = shared.process("do", "contract.take-over", "--data", '{"number": "OLP/1/2017"}', "--lang", "en")
    with locked(url, "SELECT FROM ledger FOR UPDATE", seconds=60):
        waits = subprocess.Popen(
            command,
            cwd=HOUSE,
            env=shared.process_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with waits:
            assert waits.stderr is not None
            assert waits.stderr.readline().strip() == TOLD.format(path=place_of(url))
            waits.send_signal(signal.SIGINT)
            assert waits.stderr.read().splitlines()[-1] == "error: interrupted; nothing was recorded"
    assert waits.returncode == Exit.INTERRUPTED
    assert shared("show", "contract", "OLP/1/2017").code == Exit.NOT_FOUND


def test_the_waiting_has_an_end() -> None:
    """Thirty seconds are the limit; here a hundredth of that."""
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    attempts = 0

    def attempt() -> None:
        nonlocal attempts
        attempts += 1
        time.sleep(0.01)
        raise busy

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        waiting.until_free(attempt, busy, seconds=0.3)
    assert attempts > 1


def test_what_is_no_waiting_is_raised_at_once() -> None:
    broken = sqlite3.OperationalError("disk I/O error")
    broken.sqlite_errorcode = sqlite3.SQLITE_IOERR
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        waiting.until_free(lambda: None, broken)


def test_afterwards_nobody_is_told_through_that_run(cli: Cli) -> None:
    """A server logs; what one run of the command line says does not outlive it."""
    assert run(["show", "contract", "X"], environment=cli.environment) == Exit.NOT_FOUND
    assert waiting.TELL.get() is waiting.log
