"""A server as a process of its own, for tests that stop it, kill it or look at what it writes."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.cli.runner import HOUSE, Cli

PATIENCE = 120.0
CLIENT = httpx2.Client()
"""One for all: making one takes longer than asking."""


@dataclass
class Running:
    """A server process, how to reach it, and the file that it writes its log to."""

    process: "subprocess.Popen[str]"
    address: str
    headers: dict[str, str]
    written: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def conclude(self, number: str, key: str, client: httpx2.Client = CLIENT) -> httpx2.Response:
        return client.post(
            f"{self.address}/api/v1/contracts/record-conclusion",
            json={"data": {"number": number, "regime": "tender", "provider": "Provider"}},
            headers={**self.headers, "Idempotency-Key": key},
            timeout=PATIENCE,
        )

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return CLIENT.get(f"{self.address}{path}", headers={**self.headers, **headers}, timeout=PATIENCE)

    def stop(self) -> int:
        """Ask it to end; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    @property
    def said(self) -> str:
        return self.written.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its log."""
        return [json.loads(line) for line in self.said.splitlines() if line.startswith("{")]


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def start(cli: Cli, secret: str, *options: str, **environment: str) -> Running:
    """A server that answers."""
    port = free_port()
    written = cli.folder / f"server-{port}-{time.monotonic_ns()}.log"
    with written.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            cli.process("serve", "--port", str(port), *options),
            cwd=HOUSE,
            env=cli.process_environment(**environment),
            stdout=log,
            stderr=log,
            text=True,
        )
    found = Running(process, f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {secret}"}, written)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            CLIENT.get(f"{found.address}/healthz", timeout=5)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return found
    found.kill()
    raise AssertionError(found.said)


@contextmanager
def running_server(cli: Cli, secret: str, *options: str, **environment: str) -> Iterator[Running]:
    """The same, gone at the end."""
    found = start(cli, secret, *options, **environment)
    try:
        yield found
    finally:
        found.kill()
