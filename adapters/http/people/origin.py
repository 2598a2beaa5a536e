"""Where a request comes from: over what, and whether a page of ours sent it. And where it may be sent on to."""

import re
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from fastapi import Request

from adapters.http.guard.hosts import THIS_MACHINE
from adapters.http.problems import Problem
from adapters.settings import Settings
from adapters.telling.words import Words

CROSS_SITE = Words("a page of somebody else sent this; nothing was done", "tohle poslala cizí stránka; nic se nestalo")
NO_ORIGIN = Words(
    "with a session every change says where it comes from: Origin or Sec-Fetch-Site",
    "s přihlášením každá změna říká, odkud přichází: Origin nebo Sec-Fetch-Site",
)
OPEN_LINE = Words(
    "a password would travel in the open: use https, and set KRONIKA_PUBLIC_URL behind a proxy",
    "heslo by šlo po síti čitelně: použijte https a za proxy nastavte KRONIKA_PUBLIC_URL",
)
LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path of ours: one slash, then printable ASCII without a backslash, a space or a line end."""
LOCAL_WHEN_READ = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
"""The same once its per cent signs are read."""
HOME = "/"


def own_origin(request: Request) -> str:
    """The address under which browsers know us: what the installation says, else what the request was sent to."""
    settings = _settings(request)
    if settings.public_url:
        return _without_usual_port(settings.public_url.rstrip("/").lower())
    return _without_usual_port(f"{request.url.scheme}://{request.url.netloc}".lower())


def _without_usual_port(origin: str) -> str:
    """As browsers write it."""
    usual = {"https": ":443", "http": ":80"}.get(origin.partition(":")[0], "")
    return origin.removesuffix(usual)


def is_secure(request: Request) -> bool:
    """Whether browsers come over https."""
    return own_origin(request).startswith("https://")


def check_line(request: Request) -> None:
    """Passwords and sessions travel over https, or do not leave the machine. Raises Problem."""
    if not is_secure(request) and (urlsplit(own_origin(request)).hostname or "") not in THIS_MACHINE:
        raise Problem(HTTPStatus.FORBIDDEN, "open-line", OPEN_LINE)


def check_not_foreign(request: Request) -> None:
    """What a browser says of where a request comes from, if it says anything, is here. Raises Problem."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is not None and origin.lower() != own_origin(request):
        raise Problem(HTTPStatus.FORBIDDEN, "cross-site", CROSS_SITE)
    if site is not None and site != "same-origin":
        raise Problem(HTTPStatus.FORBIDDEN, "cross-site", CROSS_SITE)


def check_own_page(request: Request) -> None:
    """A page of ours sent this, and the browser says so. Raises Problem."""
    check_not_foreign(request)
    if not {"origin", "sec-fetch-site"} & set(request.headers.keys()):
        raise Problem(HTTPStatus.FORBIDDEN, "no-origin", NO_ORIGIN)


def local_path(asked: str | None) -> str:
    """Where to go after a login: a path of ours, else the beginning. Never to another server, however it is written."""
    if not asked:
        return HOME
    once = unquote(asked)
    is_local = LOCAL_PATH.fullmatch(asked) and all(LOCAL_WHEN_READ.fullmatch(one) for one in (once, unquote(once)))
    return asked if is_local else HOME


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.parts.settings
    return settings
