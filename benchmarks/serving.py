"""Whole commands over HTTP on sixteen connections at once, each about a contract of its own; servers are processes.

Kronika runs as in production: `kronika serve --no-projector`, with tokens, limits, log and metrics. Beside it stand the
stock library behind FastAPI and a route that does nothing, behind the same kind of server, in the same run. On
PostgreSQL once more with each server kept to one processor, as docker-compose.yml keeps `web`: it helps the others too.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from adapters.bootstrap import Parts
from adapters.identity.tokens import Tokens
from benchmarks.measure import Row, Work, in_turns, side_by_side
from benchmarks.work import CLERK, ORDERED_ON, concluded, ledger, order, sqlite_url

CLIENTS = 16
REQUESTS = 25
"""Of each client in each turn."""
ROUNDS = 7
PATIENCE_SECONDS = 60.0

Processors = frozenset[int] | None
"""To which a server keeps; None where it runs as it likes."""


def on_sqlite() -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url:
        yield from _rows("SQLite", url, stock_url)


def on_postgres(url: str, stock_url: str) -> Iterator[Row]:
    yield from _rows("PostgreSQL", url, stock_url)
    if sys.platform == "linux":
        one = frozenset({min(os.sched_getaffinity(0))})
        yield from _rows("PostgreSQL, servers on one processor", url, stock_url, processors=one)


def _rows(store: str, url: str, stock_url: str, *, processors: Processors = None) -> Iterator[Row]:
    with ExitStack() as stack:
        with ledger(url) as parts:
            orders = _orders(parts)
        ports = {
            "kronika": stack.enter_context(kronika(url, processors=processors)),
            "floor": stack.enter_context(_server("benchmarks.servers", "empty", processors=processors)),
            "stock": stack.enter_context(_server("benchmarks.servers", "stock", url=stock_url, processors=processors)),
        }
        sent = {"kronika": orders, "floor": _nothing(), "stock": _payments(ports["stock"])}
        clients = {name: [_Client(ports[name], requests) for requests in sent[name]] for name in ports}
        seconds = in_turns({name: partial(_connected, mine) for name, mine in clients.items()}, rounds=ROUNDS)
        rate = {name: CLIENTS * REQUESTS / taken for name, taken in seconds.items()}
        work = f"command over HTTP, {CLIENTS} connections, {store}"
        yield Row(work, "commands/s", rate["kronika"], rate["floor"], rate["stock"], "≥ 4 × stock")
        p50, p99 = _percentiles(clients["kronika"])
        yield Row(f"its slowest of a hundred, beside the median, {store}", "ms", p99 * 1e3, p50 * 1e3, None, "≤ 3 ×")


def _connected(clients: "Sequence[_Client]") -> Work:
    """All of them at once, on connections opened before the watch starts: a server closes those that rest."""
    for client in clients:
        client.connect()
    return side_by_side([partial(client.send, REQUESTS) for client in clients])


def _percentiles(clients: "Sequence[_Client]") -> tuple[float, float]:
    """The median and the 99th of a hundred, of all requests after the first turn."""
    taken = [seconds for client in clients for seconds in client.taken[REQUESTS:]]
    of_a_hundred = statistics.quantiles(taken, n=100)
    return of_a_hundred[49], of_a_hundred[98]


# What is sent --------------------------------------------------------------------------------------------------------


def _orders(parts: Parts) -> list[Iterator[bytes]]:
    """Each client orders payment after payment on a contract of its own, with a token of its own."""
    tokens, now = Tokens(parts.side), datetime.now(UTC)
    made = []
    for _ in range(CLIENTS):
        secret = tokens.issue(f"bench-{uuid4()}", CLERK, now=now, expires_at=now + timedelta(days=1))
        path = f"/api/v1/contracts/{concluded(parts)}/order-payment"
        made.append(_ordering(path, {"Authorization": f"Bearer {secret}"}))
    return made


def _ordering(path: str, headers: Mapping[str, str]) -> Iterator[bytes]:
    for number in count():
        body = {"data": order(number), "effective_on": ORDERED_ON}
        yield _request(path, body, {**headers, "Idempotency-Key": str(uuid4())})


def _nothing() -> list[Iterator[bytes]]:
    body = {"data": order(0), "effective_on": ORDERED_ON}
    return [(_request(f"/pay/{client}", body) for _ in count()) for client in range(CLIENTS)]


def _payments(port: int) -> list[Iterator[bytes]]:
    client = _Client(port)
    client.connect()
    contracts = [client.ask(_request("/contracts", {}))["contract"] for _ in range(CLIENTS)]
    client.close()
    return [map(partial(_payment, contract), count()) for contract in contracts]


def _payment(contract: str, number: int) -> bytes:
    return _request(f"/pay/{contract}", {"number": number})


def _request(path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bytes:
    content = json.dumps(body).encode()
    lines = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(content))}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**lines, **(headers or {})}.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + content


@dataclass
class _Client:
    """One connection; it waits for each answer before it asks again, and keeps how long each took."""

    port: int
    requests: Iterator[bytes] = field(default_factory=lambda: iter(()))
    taken: list[float] = field(default_factory=list)

    def connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, requests: int) -> None:
        for request in list(islice(self.requests, requests)):
            started = time.perf_counter()
            self._answer(request)
            self.taken.append(time.perf_counter() - started)
        self.close()

    def close(self) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> dict[str, Any]:
        """The answer as it is written."""
        found: dict[str, Any] = json.loads(self._answer(request))
        return found

    def _answer(self, request: bytes) -> bytes:
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += self._receive()
        assert head.startswith(b"HTTP/1.1 20"), (head, body)
        return body

    def _receive(self) -> bytes:
        received = self._socket.recv(65536)
        assert received, "the server has closed the connection"
        return received


# Who answers ---------------------------------------------------------------------------------------------------------


@contextmanager
def kronika(url: str, *, processors: Processors = None) -> Iterator[int]:
    """The port of Kronika over this ledger."""
    with TemporaryDirectory(prefix="kronika-bench-") as folder:
        places = {"KRONIKA_EVIDENCE": str(Path(folder) / "evidence"), "KRONIKA_KEYS": str(Path(folder) / "keys")}
        command = ("adapters.cli", "serve", "--no-projector", "--port")
        with _server(*command, environment=places, url=url, processors=processors) as port:
            yield port


@contextmanager
def _server(
    module: str,
    *arguments: str,
    url: str | None = None,
    environment: Mapping[str, str] | None = None,
    processors: Processors = None,
) -> Iterator[int]:
    """A server in a process of its own: its port, once it answers."""
    port = _free_port()
    after = [str(port), url] if url and environment is None else [str(port)]
    variables = {**os.environ, **(environment or {}), **({"KRONIKA_DATABASE": url} if url else {})}
    command = [sys.executable, "-m", module, *arguments, *after]
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        if processors is not None:
            os.sched_setaffinity(process.pid, processors)  # what it starts later stays there, too
        try:
            _await(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended: {process.args!r}"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing answers on port {port}")
