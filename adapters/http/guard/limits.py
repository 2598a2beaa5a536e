"""How often somebody may ask: every caller apart, those who are not known by their address, and guessing least of all.

A token or session that was good once is remembered by its digest, so that it has a bucket of its own and is not held up
by others behind the same address. Whoever is not known yet draws from the bucket of the address; a refused token draws
from a smaller one, and while that is empty nothing that is not known is looked at.
"""

import hashlib
import math
from collections import OrderedDict
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from fastapi import Request
from fastapi.security.utils import get_authorization_scheme_param
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.guard.buckets import MOST_KEYS, Buckets
from adapters.http.language import speech_of
from adapters.http.notes import notes_in
from adapters.http.operations.metrics import Metrics
from adapters.http.paths import LOGINS, METRICS, PROBES
from adapters.http.people.sessions import cookie_name
from adapters.http.problems import Problem, response
from adapters.identity.caller import Caller
from adapters.settings import Settings
from adapters.telling.words import Words

TOO_MANY = Words(
    "too many requests; try again in {seconds} s", "příliš mnoho požadavků; zkuste to znovu za {seconds} s"
)
PREFIX_OF_A_HOUSEHOLD = 64
"""Whoever has an IPv6 address has all that begin with the same 64 bits."""


class Full(NamedTuple):
    """Which limit is reached, and for how many seconds."""

    limit: str
    seconds: float


class Visitor(NamedTuple):
    """Who asks, as far as that can be seen from outside."""

    address: str
    credential: bytes | None
    """A digest of what was shown; None where nothing was."""


class RateLimits:
    """Refuses what is too much with 429 before anything else is done with it."""

    def __init__(self, app: ASGIApp, *, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._callers = Buckets(settings.rate_caller)
        self._addresses = Buckets(settings.rate_address)
        self._refused = Buckets(settings.rate_refused)
        self._logins = Buckets(settings.rate_logins)
        self._known: OrderedDict[bytes, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        visitor = visitor_of(scope)
        if scope["path"] == METRICS and visitor.credential is None:  # with one it could be a guess like any other
            await self._app(scope, receive, send)
            return
        full = self._reached(visitor, is_login=scope["method"] == "POST" and scope["path"] in LOGINS)
        if full is not None:
            self._metrics.limited.labels(full.limit).inc()
            await _too_many(full)(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and visitor.credential is not None:
                self._learn(visitor, visitor.credential, notes_in(scope).caller, message["status"])
            await send(message)

        await self._app(scope, receive, sending)

    def _reached(self, visitor: Visitor, *, is_login: bool) -> Full | None:
        """The limit that this request would break; else it is counted."""
        known = self._known.get(visitor.credential) if visitor.credential else None
        if is_login:
            seconds, limit = self._logins.take(visitor.address), "logins"
        elif known is not None:
            seconds, limit = self._callers.take(known), "caller"
        elif visitor.credential and (seconds := self._refused.wait(visitor.address)):
            limit = "refused"
        else:
            seconds, limit = self._addresses.take(visitor.address), "address"
        return Full(limit, seconds) if seconds else None

    def _learn(self, visitor: Visitor, credential: bytes, caller: Caller | None, status: int) -> None:
        """From the answer: whether what was shown is good."""
        if status == HTTPStatus.UNAUTHORIZED:
            self._known.pop(credential, None)
            self._refused.take(visitor.address)
        elif caller is not None:
            self._known[credential] = caller.name
            self._known.move_to_end(credential)
            if len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)


def visitor_of(scope: Scope) -> Visitor:
    """The address, that of a trusted proxy's visitor where there is one, and a digest of what is shown."""
    shown = _shown(Request(scope))
    digest = None if shown is None else hashlib.blake2b(shown.encode(), digest_size=16).digest()
    return Visitor(address_of(scope), digest)


def address_of(scope: Scope) -> str:
    """Where a request comes from; on IPv6 the household."""
    client = scope.get("client")
    return _address(client[0] if client else "")


def _shown(request: Request) -> str | None:
    """The secret itself: whoever writes something else beside it, such as cookies that nobody reads, is no other."""
    written = request.headers.get("authorization")
    if written is not None:
        return get_authorization_scheme_param(written)[1].strip()
    return request.cookies.get(cookie_name(request)) if "cookie" in request.headers else None


@lru_cache(maxsize=4096)
def _address(written: str) -> str:
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if not isinstance(address, IPv6Address):
        return written
    if address.ipv4_mapped is not None:  # as a socket for both, or a proxy, writes the address of IPv4
        return str(address.ipv4_mapped)
    return str(ip_network((address, PREFIX_OF_A_HOUSEHOLD), strict=False))


def _too_many(full: Full) -> ASGIApp:
    seconds = max(1, math.ceil(full.seconds))
    problem = Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many", TOO_MANY, seconds=seconds)
    problem.headers = {"Retry-After": str(seconds)}
    problem.more = {"limit": full.limit, "retry_after": seconds}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await response(problem, speech_of(Request(scope)))(scope, receive, send)

    return answer
