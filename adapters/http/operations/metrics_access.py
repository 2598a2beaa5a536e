"""Who may read the figures: programs at the addresses that the settings name, else a token that may read `metrics`."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials

from adapters.http.parts import Desks
from adapters.http.people.caller import BEARER
from adapters.http.questions.reading import Reader
from adapters.identity.caller import NotKnown
from adapters.identity.tokens import Tokens

FORWARDED = ("forwarded", "x-forwarded-for")
"""Whoever comes through a proxy that is not trusted is not where the proxy is."""


def may_measure(
    request: Request, shown: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None
) -> None:
    """Raises NotKnown, and NotAllowed for a token that may not. A machine near needs none, not even a store."""
    if _is_near(request):
        return
    if shown is None:
        raise NotKnown
    desks: Desks = request.app.state.desks
    with desks.desk() as desk:
        caller = Tokens(desk.side).caller(shown.credentials, now=desk.parts.clock())
        Reader(desk, caller).check("metrics")


def _is_near(request: Request) -> bool:
    settings = request.app.state.parts.settings
    is_direct = settings.trusted_proxies is not None or not any(name in request.headers for name in FORWARDED)
    return is_direct and request.client is not None and lies_in(request.client.host, settings.metrics_from)


def lies_in(written: str, places: str) -> bool:
    """Whether an address lies in one of the networks that are written with commas between."""
    try:
        address = ip_address(written)
    except ValueError:
        return False
    return any(address in network for network in networks(places))


@lru_cache
def networks(places: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks as written. Raises ValueError for what is none."""
    return tuple(ip_network(one.strip()) for one in places.split(",") if one.strip())
