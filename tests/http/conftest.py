"""An application over a fresh ledger, and people who come with tokens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from adapters.bootstrap import Parts
from adapters.http.app import create_app
from adapters.identity.tokens import Tokens
from adapters.settings import Settings
from domain.kernel.stamp import Actor
from tests.cli.runner import Cli
from tests.ledgers import ensured

NUMBER = "OLP/9001/2018"
CONTRACTS = "/api/v1/contracts"


@dataclass
class Caller:
    """Somebody with a token; `post` sends one command."""

    client: TestClient
    secret: str

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.secret}", **headers})

    def post(self, path: str, data: dict[str, Any], *, key: UUID | None = None, **more: Any) -> Response:
        headers = more.pop("headers", {})
        return self.client.post(
            path,
            json={"data": data, **more},
            headers={"Authorization": f"Bearer {self.secret}", "Idempotency-Key": str(key or uuid4()), **headers},
        )

    def conclude(self, number: str = NUMBER, *, provider: str = "Provider", **more: Any) -> Response:
        data = {
            "number": number,
            "regime": "tender",
            "provider": provider,
            "maximum": more.pop("maximum", "1000000.00 CZK"),
            "period": {"start": "2018-01-01", "end": "2018-12-31"},
            **({"provider_ico": more.pop("provider_ico")} if "provider_ico" in more else {}),
        }
        return self.post(f"{CONTRACTS}/record-conclusion", data, effective_on="2018-01-02", **more)


class House:
    """The application, its clock and its tokens."""

    def __init__(self, url: str, folder: Path, **more: Any) -> None:
        places: dict[str, Any] = {"evidence": str(folder / "evidence"), "keys": folder / "keys"}
        settings = Settings(database=ensured(url), evidence_max_bytes=200_000, **places, **more)
        self.now = datetime(2018, 3, 1, 9, tzinfo=UTC)
        self.parts = Parts(settings, clock=lambda: self.now)
        self.tokens = Tokens(self.parts.side)
        self.client = TestClient(create_app(self.parts), raise_server_exceptions=False)

    def caller(self, role: str = "clerk", *, name: str | None = None, days: int = 30) -> Caller:
        until = self.now + timedelta(days=days)
        actor = Actor(role=role, person=f"p-{role.replace(' ', '-')}")
        return Caller(self.client, self.tokens.issue(name or str(uuid4()), actor, now=self.now, expires_at=until))


@pytest.fixture
def house(ledger_url: str, tmp_path: Path) -> Iterator[House]:
    """On either store."""
    made = House(ledger_url, tmp_path)
    with made.client:
        yield made
    made.parts.close()


@pytest.fixture
def clerk(house: House) -> Caller:
    """Somebody who may send what a clerk may."""
    return house.caller()


@pytest.fixture
def any_cli(ledger_url: str, tmp_path: Path) -> Cli:
    """The command line on a ledger in each kind of store in turn, for tests that start a server of their own."""
    return Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url, "KRONIKA_KEYS": str(tmp_path / "keys")})


@pytest.fixture
def secret(any_cli: Cli) -> str:
    """A token of a clerk on that ledger."""
    return token(any_cli)


def token(cli: Cli) -> str:
    """A token of a clerk."""
    return str(cli.ok("token", "issue", "t1", "--as", "clerk").out.strip())
