"""The session of a browser: found by its cookie, and safe from pages of somebody else."""

from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Depends, Request, Response, Security
from fastapi.security import APIKeyCookie

from adapters.http.parts import AtDesk, Desk, at_desk
from adapters.http.people.origin import check_own_page, is_secure
from adapters.http.problems import Problem
from adapters.identity.accounts import Account, Accounts, NoAccount
from adapters.identity.browsers import KEPT_FOR
from adapters.identity.caller import Caller, NotKnown
from adapters.identity.sessions import Opened, Sessions, life_of
from adapters.telling.words import Words
from domain.kernel.stamp import Actor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NO_CSRF = Words(
    "send the X-CSRF-Token that GET /api/v1/session tells",
    "pošlete X-CSRF-Token, který řekne GET /api/v1/session",
)
PASSWORD_DUE = Words(
    "first put a password of your own in place of the one you were given: POST /api/v1/login/password",
    "nejdřív nahraďte přidělené heslo vlastním: POST /api/v1/login/password",
)
NO_ROLE = Words(
    "choose the role to act in: POST /api/v1/session/role", "zvolte roli, ve které jednáte: POST /api/v1/session/role"
)
COOKIE = APIKeyCookie(
    name="__Host-kronika",
    auto_error=False,
    description="Set by a login; over plain http on this machine it is called `kronika`.",
)


class LoggedIn:
    """Somebody with a session: whose it is, and what it may do."""

    def __init__(self, opened: Opened, account: Account) -> None:
        self.opened, self.account = opened, account

    @property
    def is_password_due(self) -> bool:
        """Whether nothing may be done before the password that was given is replaced."""
        return self.account.must_change and self.opened.row.way == "password"

    def caller(self) -> Caller:
        """Who acts. Raises Problem where that is not settled yet."""
        if self.is_password_due:
            raise Problem(HTTPStatus.FORBIDDEN, "password-due", PASSWORD_DUE)
        role = self.opened.row.role
        if role is None:
            raise Problem(HTTPStatus.FORBIDDEN, "no-role", NO_ROLE)
        actor = Actor(role=role, person=self.account.person, organisation=self.account.organisation)
        return Caller(actor, session=self.opened.row.name)


def sessions_of(desk: Desk) -> Sessions:
    """The sessions of this ledger."""
    return Sessions(desk.side, life_of(desk.parts.settings))


def logged_in(request: Request, desk: AtDesk, _: Annotated[str | None, Security(COOKIE)] = None) -> LoggedIn:
    """Whose session the cookie opens; a change needs the word of a page of ours. Raises NotKnown, Problem."""
    now = desk.parts.clock()
    opened = sessions_of(desk).opened(request.cookies.get(cookie_name(request), ""), now=now)
    if opened is None:
        raise NotKnown
    account = _account(desk, opened)
    if request.method not in SAFE:
        check_own_page(request)
        if not opened.is_csrf(request.headers.get("x-csrf-token", "")):
            raise Problem(HTTPStatus.FORBIDDEN, "csrf", NO_CSRF)
    return LoggedIn(opened, account)


InSession = Annotated[LoggedIn, Depends(logged_in)]
"""Somebody with a session: a route with this parameter answers no token and nobody else."""


async def was_logged_in(request: Request, _: Annotated[str | None, Security(COOKIE)] = None) -> LoggedIn:
    """The same for a route that waits before it does something: no desk is held meanwhile. Raises NotKnown, Problem."""
    return await at_desk(request, partial(logged_in, request))


WasInSession = Annotated[LoggedIn, Depends(was_logged_in)]
"""Somebody who had a session when the request came; whatever is done later asks again whether it is there."""


def _account(desk: Desk, opened: Opened) -> Account:
    try:
        account = Accounts(desk.side).account(opened.row.login)
    except NoAccount:
        raise NotKnown from None
    if account.is_disabled:
        raise NotKnown
    return account


# The cookies ----------------------------------------------------------------------------------------------------------


def cookie_name(request: Request, what: str = "kronika") -> str:
    """Over https a name that browsers take from this host alone, for the whole of it, and only over https."""
    return f"__Host-{what}" if is_secure(request) else what


def keep_cookie(
    request: Request,
    response: Response,
    secret: str,
    *,
    what: str = "kronika",
    lasts: timedelta,
    from_pages: Literal["lax", "strict"] = "lax",
) -> None:
    """Let the browser keep a secret that no script reads; `strict`: only pages of ours send it, not links to us."""
    name, secure, seconds = cookie_name(request, what), is_secure(request), int(lasts.total_seconds())
    response.set_cookie(name, secret, max_age=seconds, path="/", secure=secure, httponly=True, samesite=from_pages)


def hand_over(request: Request, response: Response, opened: Opened, *, now: datetime) -> None:
    """Let the browser keep the secret of a session."""
    keep_cookie(request, response, opened.secret, lasts=opened.row.ends_at - now)


BROWSER_COOKIE = "kronika-browser"
"""By it a browser is known in which somebody logged in before; it opens nothing. See adapters/identity/browsers.py."""


def hand_over_browser(request: Request, response: Response, secret: str) -> None:
    """Let the browser keep by what it is known; only pages of ours send it."""
    keep_cookie(request, response, secret, what=BROWSER_COOKIE, lasts=KEPT_FOR, from_pages="strict")


def take_back(request: Request, response: Response, what: str = "kronika") -> None:
    """Let the browser forget a secret."""
    name, secure = cookie_name(request, what), is_secure(request)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
