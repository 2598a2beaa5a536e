"""The names by which the server may be called: a page elsewhere whose name was turned to this machine gets nothing."""

from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.http.language import speech_of
from adapters.http.paths import PROBES
from adapters.http.problems import Problem, response
from adapters.settings import Settings
from adapters.telling.words import Words

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
ANY = "*"
ANY_HOST = frozenset({ANY})
MISDIRECTED = Words("nobody is called {host} here", "nikdo se tu nejmenuje {host}")


def hosts_of(settings: Settings) -> frozenset[str]:
    """The names of this installation: this machine, the public address, and those that were added."""
    public = {urlsplit(settings.public_url).hostname or ""} if settings.public_url else set()
    added = {one.strip().lower() for one in (settings.allowed_hosts or "").split(",")}
    return frozenset(THIS_MACHINE | public | added) - {""}


class HostCheck:
    """Refuses a request for another name."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or ANY in self._hosts or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        host = called(scope)
        if host in self._hosts:
            await self._app(scope, receive, send)
            return
        problem = Problem(HTTPStatus.MISDIRECTED_REQUEST, "misdirected", MISDIRECTED, host=host[:100])
        await response(problem, speech_of(Request(scope)))(scope, receive, send)


def called(scope: Scope) -> str:
    """The name that was called, without its port; empty where none was, or more than one."""
    given = [value for name, value in scope["headers"] if name == b"host"]
    if len(given) != 1:
        return ""
    return _name(given[0])


@lru_cache(maxsize=256)
def _name(written: bytes) -> str:
    try:
        return (urlsplit(f"//{written.decode('latin-1')}").hostname or "").rstrip(".")
    except ValueError:
        return ""
