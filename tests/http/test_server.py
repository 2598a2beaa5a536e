"""The server as a process: it follows, resumes, loses nothing when it is killed, and ends when it is asked to."""

import json
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.cli.runner import HOUSE, Cli

pytestmark = pytest.mark.slow


@dataclass
class Running:
    """A server process and how to reach it."""

    process: subprocess.Popen[str]
    address: str
    headers: dict[str, str]

    def conclude(self, number: str, key: str) -> httpx2.Response:
        return httpx2.post(
            f"{self.address}/api/v1/contracts/record-conclusion",
            json={"data": {"number": number, "regime": "tender", "provider": "Provider"}},
            headers={**self.headers, "Idempotency-Key": key},
            timeout=30,
        )


def start(cli: Cli, secret: str) -> Running:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        cli.process("serve", "--port", str(port)),
        cwd=HOUSE,
        env=cli.process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = Running(process, f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {secret}"})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx2.get(f"{found.address}/healthz", timeout=5)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return found
    process.kill()
    raise AssertionError(process.communicate())


@pytest.fixture
def any_cli(store_url: str, tmp_path: Path) -> Cli:
    """The command line on a ledger in each kind of store in turn."""
    found = Cli(tmp_path, {"KRONIKA_DATABASE": store_url})
    found.ok("init")
    return found


@pytest.fixture
def secret(any_cli: Cli) -> str:
    return str(any_cli.ok("token", "issue", "t1", "--as", "clerk").out.strip())


@pytest.fixture
def running(any_cli: Cli, secret: str) -> Iterator[Running]:
    found = start(any_cli, secret)
    yield found
    found.process.kill()
    found.process.communicate()


def followed(running: Running, count: int, *, after: int = 0) -> list[Any]:
    """The next entries of the feed, as they come."""
    found: list[Any] = []
    headers = {**running.headers, "Accept": "text/event-stream", "Last-Event-ID": str(after)}
    with httpx2.stream("GET", f"{running.address}/api/v1/events", headers=headers, timeout=30) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
            if len(found) == count:
                return found
    return found


def test_the_feed_follows_and_resumes(running: Running) -> None:
    heard: list[Any] = []
    listener = threading.Thread(target=lambda: heard.extend(followed(running, 3)))
    listener.start()
    for number in (1, 2, 3):
        assert running.conclude(f"OLP/{number}/2018", str(uuid4())).status_code == 201
    listener.join(timeout=30)
    assert [one["position"] for one in heard] == [1, 2, 3]
    assert [one["position"] for one in followed(running, 1, after=2)] == [3]


def test_it_ends_when_it_is_asked_to_even_while_somebody_listens(running: Running) -> None:
    listener = threading.Thread(target=lambda: followed(running, 5))
    listener.start()
    running.conclude("OLP/1/2018", str(uuid4()))
    running.process.send_signal(signal.SIGTERM)
    out, err = running.process.communicate(timeout=60)
    listener.join(timeout=30)
    assert (running.process.returncode, out) == (0, ""), err
    assert err.endswith("Stopped.\n")


def test_killed_under_sixteen_writers_nothing_acknowledged_is_lost(any_cli: Cli, secret: str, running: Running) -> None:
    """Each writer tries again with its key after the restart: every command stands in the ledger once."""
    keys = {f"OLP/{number}/2018": str(uuid4()) for number in range(1, 161)}
    numbers, acknowledged = list(keys), []

    def write(own: list[str]) -> None:
        for number in own:
            try:
                if running.conclude(number, keys[number]).status_code == 201:
                    acknowledged.append(number)
            except httpx2.TransportError:
                return

    writers = [threading.Thread(target=write, args=(numbers[start::16],)) for start in range(16)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 20:
        time.sleep(0.01)
    running.process.kill()
    for writer in writers:
        writer.join()
    again = start(any_cli, secret)
    try:
        answers = {number: again.conclude(number, key).status_code for number, key in keys.items()}
        assert all(answers[number] == 200 for number in acknowledged)
        assert set(answers.values()) <= {200, 201}
        events = httpx2.get(f"{again.address}/api/v1/events?limit=500", headers=again.headers).json()["data"]["entries"]
        assert [one["position"] for one in events] == list(range(1, 161))
        assert sorted(one["data"]["number"] for one in events) == sorted(numbers)
    finally:
        again.process.kill()
        again.process.communicate()


def test_an_address_that_is_taken_is_said(running: Running, any_cli: Cli) -> None:
    port = running.address.rpartition(":")[2]
    failed = any_cli.apart("serve", "--port", port)
    assert failed.code == 7
    assert f"nothing can listen at http://127.0.0.1:{port}" in failed.err
