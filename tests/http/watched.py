"""An application on an SQLite ledger with settings of a test's own, and the log that it writes."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from fastapi.testclient import TestClient

from adapters.bootstrap import Parts
from adapters.http.app import create_app
from adapters.http.guard.hosts import hosts_of
from adapters.identity.tokens import Tokens
from adapters.logging import configure
from adapters.settings import Settings
from tests.http.conftest import House


class Opened(House):
    """The same house with other settings; called by the name of this machine."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        url = f"sqlite:///{folder / 'kronika.db'}"
        super().__init__(url, folder)
        self.parts.close()
        self.parts = Parts(Settings(database=url, **settings), clock=lambda: self.now)
        self.tokens = Tokens(self.parts.side)
        self.app = create_app(self.parts, hosts=hosts_of(self.parts.settings))
        self.client = self.client_at("127.0.0.1")

    def client_at(self, address: str) -> TestClient:
        """Somebody at another address."""
        client = TestClient(
            self.app, base_url="http://127.0.0.1", raise_server_exceptions=False, client=(address, 50_000)
        )
        client.headers.pop("user-agent", None)
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.app.state.desks.close()
        self.parts.close()


def opened(folder: Path, **settings: Any) -> Opened:
    """An application with these settings."""
    return Opened(folder, **settings)


@contextmanager
def logged(*, level: str = "info") -> Iterator[list[dict[str, Any]]]:
    """The lines that are logged inside, there when it is left."""
    stream, lines = io.StringIO(), list[dict[str, Any]]()
    configure(level=level, stream=stream, form="json")
    try:
        yield lines
    finally:
        lines += [json.loads(line) for line in stream.getvalue().splitlines()]
