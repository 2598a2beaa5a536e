"""Somebody at a browser: keeps cookies, and says with every change what a page of ours would say."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from adapters.bootstrap import Parts
from adapters.http.app import create_app
from adapters.identity.accounts import Accounts
from adapters.identity.sessions import Sessions, life_of
from tests.http.conftest import CONTRACTS, House

HERE = "http://localhost"
SESSION = "/api/v1/session"


@dataclass
class Browser:
    """`csrf` is the word of the page that is open."""

    client: TestClient
    csrf: str = ""
    origin: str = HERE

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> Response:
        return self._learned(self.client.post(path, json=body, headers={**self.says(), **headers}))

    def delete(self, path: str) -> Response:
        return self.client.delete(path, headers=self.says())

    def says(self) -> dict[str, str]:
        return {"X-CSRF-Token": self.csrf, "Origin": self.origin}

    def log_in(self, login: str, password: str) -> Response:
        return self.post("/api/v1/login", {"login": login, "password": password})

    def act_as(self, role: str) -> Response:
        return self.post(f"{SESSION}/role", {"role": role})

    def conclude(self, number: str = "OLP/1/2018", **headers: str) -> Response:
        """A command that a clerk may send."""
        body = {"data": {"number": number, "regime": "tender", "provider": "Provider"}, "effective_on": "2018-01-02"}
        return self.post(f"{CONTRACTS}/record-conclusion", body, **{"Idempotency-Key": str(uuid4()), **headers})

    @property
    def cookie(self) -> str | None:
        """The secret of the session."""
        return self.client.cookies.get("kronika") or self.client.cookies.get("__Host-kronika")

    def holding(self, secret: str) -> "Browser":
        """The same with another secret in its cookie."""
        self.client.cookies.clear()
        self.client.cookies.set("kronika", secret, domain="localhost.local")
        return self

    def _learned(self, response: Response) -> Response:
        if response.status_code == 200 and response.json()["schema"] == "kronika.session/1":
            self.csrf = response.json()["data"]["csrf_token"]
        return response


def browser(house: House, *, address: str = HERE, **settings: Any) -> Browser:
    """A browser that nobody has used; `settings` as of an installation of its own over the same ledger."""
    app = house.client.app
    assert isinstance(app, FastAPI)
    if settings:
        desks = app.state.desks  # which the house closes
        app = create_app(_with_settings(house.parts, replace(house.parts.settings, **settings)))
        app.state.desks = desks
    client = TestClient(app, base_url=address, raise_server_exceptions=False, follow_redirects=False)
    client.portal = house.client.portal
    return Browser(client, origin=address)


def _with_settings(parts: Parts, settings: Any) -> Parts:
    """The same open parts under other settings."""
    other = Parts(settings, parts.clock)
    for name in ("ledger", "engine", "side", "database"):
        other.__dict__[name] = getattr(parts, name)
    return other


def account(house: House, login: str = "desk-1", *roles: str, person: str | None = None) -> str:
    """An account without a password: nothing has to be computed for it."""
    Accounts(house.parts.side).add(login, now=house.now, roles=roles, person=person, has_password=False)
    return login


def logged_in(house: House, login: str, role: str | None = "clerk") -> Browser:
    """A browser with a session of this account."""
    opened = sessions(house).begin(login, role=role, way="oidc", now=house.now)
    found = browser(house).holding(opened.secret)
    found.csrf = opened.csrf
    return found


def sessions(house: House) -> Sessions:
    """The sessions of the house."""
    return Sessions(house.parts.side, life_of(house.parts.settings))


def at_the_door(house: House, login: str = "desk-1", *roles: str) -> Browser:
    """An account of these roles and a browser that is logged in with it, in the first of them."""
    account(house, login, *(roles or ("clerk",)))
    return logged_in(house, login, (roles or ("clerk",))[0])
