"""Logging in through the office's own OpenID provider: there with the browser, and back with a code.

The provider is asked without keeping a thread or a connection of ours waiting, so that a slow one holds up nobody else.
"""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from adapters.http.parts import Desk, at_desk
from adapters.http.paths import ROOT
from adapters.http.people.login import NO_STORE, begin, problems
from adapters.http.people.origin import check_line, local_path, own_origin
from adapters.http.people.sessions import cookie_name, hand_over, keep_cookie, take_back
from adapters.http.problems import Problem
from adapters.identity.accounts import Accounts
from adapters.identity.oidc import Provider, ProviderDown, ProviderRefused, Subject, provider_of
from adapters.identity.oidc_begun import GOOD_FOR, Begun, BegunLogins
from adapters.logging import logger
from adapters.settings import Settings
from adapters.telling.words import Words

CALLBACK = f"{ROOT}/login/oidc/callback"
LOGIN_COOKIE = "kronika-login"
NO_PROVIDER = Words(
    "no OpenID provider is set here: KRONIKA_OIDC_ISSUER and KRONIKA_OIDC_CLIENT_ID",
    "žádný poskytovatel OpenID tu není nastaven: KRONIKA_OIDC_ISSUER a KRONIKA_OIDC_CLIENT_ID",
)
DOWN = Words(
    "the OpenID provider does not answer; log in with a password, or try again later",
    "poskytovatel OpenID neodpovídá; přihlaste se heslem, nebo to zkuste později",
)
NOT_BEGUN = Words(
    "this login was not begun in this browser, was used already, or took too long; begin again",
    "toto přihlášení nezačalo v tomto prohlížeči, bylo už použito, nebo trvalo příliš dlouho; začněte znovu",
)
REFUSED = Words(
    "the OpenID provider does not vouch for anybody here; begin again",
    "poskytovatel OpenID se tu za nikoho nezaručil; začněte znovu",
)
NOT_BOUND = Words(
    "nobody here is known to {issuer} as {subject}; have it bound: kronika account bind LOGIN --issuer … --subject …",
    "nikoho tu {issuer} nezná jako {subject}; požádejte správce: kronika account bind LOGIN --issuer … --subject …",
)

Written = Annotated[str | None, Query(max_length=4096)]
T = TypeVar("T")


def oidc_routes(settings: Settings) -> APIRouter:
    """There and back."""
    router = APIRouter(tags=["session"])
    provider = provider_of(settings)

    @router.get(
        f"{ROOT}/login/oidc",
        operation_id="login.oidc",
        summary="Send the browser to the OpenID provider; afterwards it comes to `next`, a path here.",
        status_code=303,
        responses=problems(400, 403, 404, 503),
    )
    async def leave(
        request: Request, next_: Annotated[str | None, Query(alias="next", max_length=2000)] = None
    ) -> Response:
        known = _required(provider)
        check_line(request)
        begun = await at_desk(request, lambda desk: _begun(desk, local_path(next_)))
        address = await _asked(known.address(begun, _back(request)))
        return _sent_on(request, begun, address)

    @router.get(
        CALLBACK,
        operation_id="login.oidc.callback",
        summary="Where the provider sends the browser back to; good once, for ten minutes, in the same browser.",
        status_code=303,
        responses=problems(400, 403, 404, 503),
    )
    async def come_back(
        request: Request, code: Written = None, state: Written = None, iss: Written = None, error: Written = None
    ) -> Response:
        known = _required(provider)
        browser = request.cookies.get(cookie_name(request, LOGIN_COOKIE), "")
        begun = await at_desk(request, lambda desk: _found(desk, state or "", browser))
        if error is not None or code is None or iss not in (None, known.issuer):
            raise _not_vouched("error")
        subject = await _asked(known.subject(code, begun, _back(request)))
        return await at_desk(request, lambda desk: _logged_in(request, desk, subject, begun))

    return router


def _required(provider: Provider | None) -> Provider:
    if provider is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no-provider", NO_PROVIDER)
    return provider


async def _asked(answer: Awaitable[T]) -> T:
    """What the provider says, its failures as problems."""
    try:
        return await answer
    except ProviderDown:
        logger().warning("login.provider-down")
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "provider-down", DOWN) from None
    except ProviderRefused as error:
        raise _not_vouched(error.why) from None


def _not_vouched(why: str) -> Problem:
    logger().info("login.not-vouched", why=why)
    return Problem(HTTPStatus.FORBIDDEN, "not-vouched", REFUSED)


def _back(request: Request) -> str:
    return own_origin(request) + CALLBACK


def _sent_on(request: Request, begun: Begun, address: str) -> Response:
    """The browser goes to the provider, and keeps by what it is known when it comes back."""
    response = RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER, headers=NO_STORE)
    keep_cookie(request, response, begun.browser, what=LOGIN_COOKIE, lasts=GOOD_FOR)
    return response


# Steps at the desk, each in a thread for as long as it takes ----------------------------------------------------------


def _begun(desk: Desk, next_path: str) -> Begun:
    return BegunLogins(desk.side).begin(next_path, now=desk.parts.clock())


def _found(desk: Desk, state: str, browser: str) -> Begun:
    begun = BegunLogins(desk.side).come_back(state, browser, now=desk.parts.clock())
    if begun is None:
        raise Problem(HTTPStatus.FORBIDDEN, "login-not-begun", NOT_BEGUN)
    return begun


def _logged_in(request: Request, desk: Desk, subject: Subject, begun: Begun) -> Response:
    with Accounts(desk.side).bound(*subject) as account:
        if account is None:
            logger().info("login.not-bound", issuer=subject.issuer)
            facts = subject._asdict()
            raise Problem(HTTPStatus.FORBIDDEN, "not-bound", NOT_BOUND, **facts).with_members(**facts)
        opened = begin(request, desk, account, way="oidc")
    response = RedirectResponse(begun.next_path, status_code=HTTPStatus.SEE_OTHER, headers=NO_STORE)
    hand_over(request, response, opened, now=desk.parts.clock())
    take_back(request, response, LOGIN_COOKIE)
    return response
