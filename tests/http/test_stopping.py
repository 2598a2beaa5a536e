"""The end of a server: what is at hand is finished, who comes later is sent away, a second signal does not wait."""

import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import httpx2
import psycopg
import pytest

from adapters.http.serving import GRACE_SECONDS
from tests.cli.runner import Cli
from tests.http.server import PATIENCE, Running, running_server

pytestmark = pytest.mark.slow


@contextmanager
def a_slow_store(url: str) -> Iterator[None]:
    """A store in which somebody else has begun to write, and takes long."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE ledger SET head = head")
            yield
            connection.rollback()


class Sending(threading.Thread):
    """A client with one command under way."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.running = running
        self.heard: httpx2.Response | None = None
        self.lost: httpx2.TransportError | None = None

    def run(self) -> None:
        try:
            self.heard = self.running.conclude("OLP/1/2018", str(uuid4()))
        except httpx2.TransportError as error:
            self.lost = error


@pytest.fixture
def running(any_cli: Cli, secret: str) -> Iterator[Running]:
    with running_server(any_cli, secret, "--no-projector") as found:
        yield found


def under_way(running: Running) -> Sending:
    """A command that has come to the store and waits there."""
    sending = Sending(running)
    sending.start()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if "kronika_requests_in_flight 2.0" in running.get("/metrics").text:
            time.sleep(0.5)
            return sending
    raise TimeoutError


def refused_connection(running: Running) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            httpx2.get(f"{running.address}/healthz", timeout=5)
        except httpx2.ConnectError:
            return
        except (httpx2.ReadError, httpx2.TimeoutException):
            pass  # it came in the moment in which the door was closed
        time.sleep(0.02)
    raise AssertionError("it still takes connections")


def test_a_command_at_hand_is_finished_and_nobody_else_is_let_in(running: Running, ledger_url: str) -> None:
    with a_slow_store(ledger_url):
        sending = under_way(running)
        running.process.send_signal(signal.SIGTERM)
        refused_connection(running)
        assert running.process.poll() is None
    sending.join(PATIENCE)
    assert sending.heard is not None, sending.lost
    assert sending.heard.status_code == 201
    assert running.process.wait(PATIENCE) == 0
    assert running.said.endswith("Stopped.\n")


def test_a_second_signal_stops_at_once(running: Running, ledger_url: str) -> None:
    with a_slow_store(ledger_url):
        sending = under_way(running)
        running.process.send_signal(signal.SIGTERM)
        refused_connection(running)
        started = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(PATIENCE) == 128 + signal.SIGTERM
        assert time.monotonic() - started < GRACE_SECONDS / 2
    sending.join(PATIENCE)
    assert sending.heard is None
    assert sending.lost is not None
