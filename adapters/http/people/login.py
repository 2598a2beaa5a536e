"""Logging in with a password, choosing a role, logging out. Every session of an account can be seen and ended."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.clock import day_of
from adapters.http.guard.limits import address_of
from adapters.http.parts import AtDesk, Desk, at_desk
from adapters.http.paths import ROOT
from adapters.http.people.login_queue import LoginQueue
from adapters.http.people.origin import check_line, check_not_foreign
from adapters.http.people.sessions import (
    BROWSER_COOKIE,
    PASSWORD_DUE,
    InSession,
    LoggedIn,
    WasInSession,
    cookie_name,
    hand_over,
    hand_over_browser,
    logged_in,
    sessions_of,
    take_back,
)
from adapters.http.problems import MEDIA_TYPE, Problem, ProblemDetails
from adapters.identity.accounts import Account, Accounts
from adapters.identity.browsers import Browsers
from adapters.identity.caller import NotKnown
from adapters.identity.roles_today import office_now, roles_today
from adapters.identity.sessions import Opened
from adapters.telling.frames import encoded, frame
from adapters.telling.words import Words

NO_STORE = {"Cache-Control": "no-store"}
NOT_HELD = Words("the role {role} is not held today", "roli {role} dnes nemáte")
NO_SESSION = Words("none of your sessions is called {name}", "žádné vaše přihlášení se nejmenuje {name}")
_REASONS = {
    400: "The request cannot be read; `fields` says what is wrong where.",
    401: "Nobody is logged in, or login and password do not go together.",
    403: "A page of somebody else sent this, a word of ours is missing, or something must be done first; see `code`.",
    404: "There is no such session, or no OpenID provider.",
    422: "The password is not taken; `code` says why.",
    503: "The OpenID provider does not answer, or too many log in at the moment; `Retry-After` says when to try again.",
}

Json = dict[str, Any]


def problems(*statuses: int) -> dict[int | str, Json]:
    """What an endpoint can answer beside what it is for."""
    return {
        status: {"description": _REASONS[status], "model": ProblemDetails, "content": {MEDIA_TYPE: {}}}
        for status in statuses
    }


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Credentials(_Body):
    """What somebody types."""

    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class NewPassword(_Body):
    """The old password and the one in its place."""

    password: str = Field(min_length=1, max_length=1000)
    new_password: str = Field(min_length=1, max_length=1000)


class ChosenRole(_Body):
    """The role to act in."""

    role: str = Field(min_length=1, max_length=100)


def login_routes() -> APIRouter:
    """What needs a password."""
    router = APIRouter(tags=["session"])
    queue = LoginQueue()

    @router.post(
        f"{ROOT}/login",
        operation_id="login",
        summary="Begin a session with login and password; the answer sets its cookie.",
        responses=problems(400, 401, 403, 503),
    )
    async def login(request: Request, body: Credentials) -> Response:
        check_line(request)
        check_not_foreign(request)
        is_known = queue.knows(request) or await _is_in_known_browser(request, body.login)
        answer = await queue.run(request, lambda desk: _log_in(request, desk, body), is_known=is_known)
        queue.remember(request)
        return answer

    @router.post(
        f"{ROOT}/login/password",
        operation_id="login.password",
        summary="Change the password; the session goes on under a new cookie, all others of the account end.",
        responses=problems(400, 401, 403, 422, 503),
    )
    async def password(request: Request, _: WasInSession, body: NewPassword) -> Response:
        return await queue.run(request, lambda desk: _change(request, desk, body), is_known=True)

    return router


def session_routes() -> APIRouter:
    """What somebody does with a session that is there."""
    router = APIRouter(tags=["session"], responses=problems(400, 401, 403))

    @router.get(f"{ROOT}/session", operation_id="session", summary="Who is logged in, and in which role.")
    def session(desk: AtDesk, who: InSession) -> Response:
        return _told(desk, who.opened, who.account)

    @router.post(
        f"{ROOT}/session/role",
        operation_id="session.role",
        summary="Act in another role that is held today; the session goes on under a new cookie.",
    )
    def role(request: Request, desk: AtDesk, who: InSession, body: ChosenRole) -> Response:
        if who.is_password_due:
            raise Problem(HTTPStatus.FORBIDDEN, "password-due", PASSWORD_DUE)
        if body.role not in (held := _roles(desk, who.account)):
            problem = Problem(HTTPStatus.FORBIDDEN, "role-not-held", NOT_HELD, role=body.role)
            raise problem.with_members(roles=list(held))
        return _renewed(request, desk, who, body.role)

    @router.delete(f"{ROOT}/session", operation_id="session.end", summary="Log out.", status_code=204)
    def end(request: Request, desk: AtDesk, who: InSession) -> Response:
        sessions_of(desk).end(name=who.opened.row.name, now=desk.parts.clock())
        return _gone(request)

    return router


def sessions_routes() -> APIRouter:
    """All sessions of the account that is logged in."""
    router = APIRouter(tags=["session"], responses=problems(400, 401, 403))

    @router.get(f"{ROOT}/sessions", operation_id="sessions", summary="Where else this account is logged in.")
    def sessions(desk: AtDesk, who: InSession) -> Response:
        rows = sessions_of(desk).open(login=who.account.login, now=desk.parts.clock())
        return Response(encoded(frame("sessions", list(rows))), headers=NO_STORE, media_type="application/json")

    @router.delete(f"{ROOT}/sessions", operation_id="sessions.end", summary="Log out everywhere.", status_code=204)
    def end_all(request: Request, desk: AtDesk, who: InSession) -> Response:
        sessions_of(desk).revoke(login=who.account.login, now=desk.parts.clock())
        return _gone(request)

    @router.delete(
        f"{ROOT}/sessions/{{name}}",
        operation_id="sessions.end-one",
        summary="Log out one of them.",
        status_code=204,
        responses=problems(404),
    )
    def end_one(
        request: Request, desk: AtDesk, who: InSession, name: Annotated[str, Path(pattern="^s-[0-9a-f]{12}$")]
    ) -> Response:
        is_own, sessions = name == who.opened.row.name, sessions_of(desk)
        end = sessions.end if is_own else sessions.revoke
        if not end(name=name, login=who.account.login, now=desk.parts.clock()):
            raise Problem(HTTPStatus.NOT_FOUND, "no-session", NO_SESSION, name=name)
        return _gone(request) if is_own else Response(status_code=204, headers=NO_STORE)

    return router


# Steps ----------------------------------------------------------------------------------------------------------------


async def _is_in_known_browser(request: Request, login: str) -> bool:
    """Whether somebody has logged in to this account in this browser."""
    secret = request.cookies.get(cookie_name(request, BROWSER_COOKIE))
    if not secret:
        return False
    return await at_desk(request, lambda desk: Accounts(desk.side).knows(secret, login, now=desk.parts.clock()))


def _log_in(request: Request, desk: Desk, body: Credentials) -> Response:
    accounts, now = Accounts(desk.side), desk.parts.clock()
    before = request.cookies.get(cookie_name(request, BROWSER_COOKIE))
    address = address_of(request.scope)
    checked = accounts.authenticated(body.login, body.password, now=now, browser=before, address=address)
    with accounts.still(checked) as account:
        opened = begin(request, desk, account, way="password")
        browser = Browsers(desk.side).remember(before, login=account.login, session=opened.row.name, now=now)
    response = _handed(request, desk, opened, account)
    hand_over_browser(request, response, browser)
    return response


def begin(request: Request, desk: Desk, account: Account, *, way: str) -> Opened:
    """A new session after a login, in the only role where there is but one; whatever the browser came with ends.

    Inside the transaction that holds the account as it is.
    """
    sessions, now = sessions_of(desk), desk.parts.clock()
    before = sessions.opened(request.cookies.get(cookie_name(request), ""), now=now)
    if before is not None:
        sessions.end(name=before.row.name, now=now)
    return sessions.begin(account.login, role=_only_role(desk, account), way=way, now=now)


def _change(request: Request, desk: Desk, body: NewPassword) -> Response:
    """For somebody whose session is there still, however long others were ahead."""
    who = logged_in(request, desk)
    login, now = who.account.login, desk.parts.clock()
    accounts = Accounts(desk.side)
    accounts.change_password(login, body.password, body.new_password, now=now)
    sessions_of(desk).revoke(login=login, but=who.opened.row.name, now=now)
    changed = LoggedIn(who.opened, accounts.account(login))
    return _renewed(request, desk, changed, who.opened.row.role or _only_role(desk, changed.account))


def _renewed(request: Request, desk: Desk, who: LoggedIn, role: str | None) -> Response:
    opened = sessions_of(desk).renewed(who.opened, role=role)
    if opened is None:
        raise NotKnown
    return _handed(request, desk, opened, who.account)


def _handed(request: Request, desk: Desk, opened: Opened, account: Account) -> Response:
    response = _told(desk, opened, account)
    hand_over(request, response, opened, now=desk.parts.clock())
    return response


def _gone(request: Request) -> Response:
    response = Response(status_code=HTTPStatus.NO_CONTENT, headers=NO_STORE)
    take_back(request, response)
    return response


def _told(desk: Desk, opened: Opened, account: Account) -> Response:
    """Who is logged in. `csrf_token` goes back with every change, as X-CSRF-Token."""
    row = opened.row
    document = {
        "name": row.name,
        "login": account.login,
        "person": account.person,
        "organisation": account.organisation,
        "role": row.role,
        "roles": list(_roles(desk, account)),
        "is_password_due": LoggedIn(opened, account).is_password_due,
        "way": row.way,
        "began_at": row.began_at,
        "ends_at": row.ends_at,
        "idle_until": sessions_of(desk).idle_until(row, now=desk.parts.clock()),
        "csrf_token": opened.csrf,
    }
    return Response(encoded(frame("session", document)), headers=NO_STORE, media_type="application/json")


def _roles(desk: Desk, account: Account) -> tuple[str, ...]:
    office = office_now(desk.parts.ledger, desk.parts.decode)
    return roles_today(account, office, day_of(desk.parts.clock()))


def _only_role(desk: Desk, account: Account) -> str | None:
    roles = _roles(desk, account)
    return roles[0] if len(roles) == 1 else None
