"""The server as a process: it follows, resumes, says what is wrong with an address, and writes one line a request."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from adapters.http.guard.impatience import HEADER_SECONDS
from adapters.http.serving import MOST_HEADER_BYTES
from tests.cli.runner import Cli
from tests.http.conftest import token
from tests.http.server import PATIENCE, Running, running_server
from tests.ledgers import sqlite_ledger

pytestmark = pytest.mark.slow


@pytest.fixture
def running(any_cli: Cli, secret: str) -> Iterator[Running]:
    with running_server(any_cli, secret) as found:
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The command line on a ledger in a file, for what no store has a part in."""
    folder = tmp_path_factory.mktemp("house")
    return Cli(folder, {"KRONIKA_DATABASE": sqlite_ledger(folder)})


@pytest.fixture(scope="module")
def word(house: Cli) -> str:
    """A token of a clerk there."""
    return token(house)


@pytest.fixture(scope="module")
def shared(house: Cli, word: str) -> Iterator[Running]:
    """One server for every test that leaves it running."""
    with running_server(house, word) as found:
        yield found


def followed(running: Running, count: int, *, after: int = 0) -> list[Any]:
    """The next entries of the feed, as they come."""
    found: list[Any] = []
    headers = {**running.headers, "Accept": "text/event-stream", "Last-Event-ID": str(after)}
    with httpx2.stream("GET", f"{running.address}/api/v1/events", headers=headers, timeout=PATIENCE) as answer:
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
    listener.join(PATIENCE)
    assert [one["position"] for one in heard] == [1, 2, 3]
    assert [one["position"] for one in followed(running, 1, after=2)] == [3]


def test_it_ends_when_it_is_asked_to_even_while_somebody_listens(running: Running) -> None:
    listener = threading.Thread(target=lambda: followed(running, 5))
    listener.start()
    running.conclude("OLP/1/2018", str(uuid4()))
    assert running.stop() == 0, running.said
    listener.join(PATIENCE)
    assert running.said.endswith("Stopped.\n")


def test_what_is_recorded_is_sealed_before_it_ends(running: Running, any_cli: Cli) -> None:
    for number in (1, 2):
        running.conclude(f"OLP/{number}/2018", str(uuid4()))
    assert running.stop() == 0, running.said
    assert any_cli.ok("verify").out.startswith("Yes. All 2 entries and their decisions are what was sealed")


def test_an_address_that_is_taken_is_said(shared: Running, house: Cli) -> None:
    failed = house.apart("serve", "--port", str(shared.port))
    assert failed.code == 7
    assert f"nothing can listen at {shared.address}: another program listens there" in failed.err
    assert "--port" in failed.err


@pytest.mark.parametrize(
    ("options", "environment", "told"),
    [
        (("--host", "0.0.0.0"), {}, "KRONIKA_PUBLIC_URL=https://"),
        (("--host", "0.0.0.0"), {"KRONIKA_PUBLIC_URL": "http://kronika.example"}, "nothing would be encrypted"),
        (("--host", "kronika.example"), {}, "reached from other machines"),
        (("--port", "70000"), {}, "there is no port 70000"),
    ],
)
def test_it_does_not_begin_where_passwords_would_travel_in_the_clear(
    tmp_path: Path, options: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    cli = Cli(tmp_path, {"KRONIKA_DATABASE": f"sqlite:///{tmp_path / 'none.db'}", **environment})
    failed = cli("serve", *options)
    assert failed.code == 2
    assert told in failed.err


def test_it_listens_everywhere_behind_a_proxy_that_speaks_tls(house: Cli, word: str) -> None:
    """The proxy passes on the name under which people know the server, and no other."""
    public = {"KRONIKA_PUBLIC_URL": "https://kronika.example", "KRONIKA_TRUSTED_PROXIES": "127.0.0.1"}
    with running_server(house, word, "--host", "0.0.0.0", **public) as running:
        passed = {"Host": "kronika.example", "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
        answer = running.get("/api/v1/network", **passed)
        assert answer.status_code == 200
        assert "Strict-Transport-Security" in answer.headers
        assert running.get("/api/v1/network", **(passed | {"Host": "elsewhere.example"})).status_code == 421
        assert running.get("/metrics", **passed).status_code == 403, "the visitor is not where the proxy is"
        assert running.get("/metrics").status_code == 200


def test_the_log_is_one_object_of_json_a_line(house: Cli, word: str) -> None:
    with running_server(house, word) as running:
        answer = running.conclude("OLP/1/2018", str(uuid4()))
        running.get("/healthz")
        assert running.stop() == 0
    (line,) = [one for one in running.lines if one["event"] == "http.answered"]
    assert line["request"] == answer.headers["X-Request-Id"]
    assert (line["command"], line["outcome"], line["token"]) == ("contract.record-conclusion", "recorded", "t1")
    assert "OLP/1/2018" not in running.said


def test_who_sends_headers_without_end_is_not_waited_for(shared: Running) -> None:
    with socket.create_connection(("127.0.0.1", shared.port)) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:")
        slow.settimeout(3 * HEADER_SECONDS)
        started = time.monotonic()
        assert slow.recv(1) == b""
        assert time.monotonic() - started > HEADER_SECONDS / 2


def test_headers_have_an_end(shared: Running) -> None:
    with socket.create_connection(("127.0.0.1", shared.port)) as wordy:
        wordy.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 2 * MOST_HEADER_BYTES)
        assert wordy.recv(100).startswith(b"HTTP/1.1 400 ")
