"""Whoever asks, known by a token in the Authorization header or by a session. Nothing else of a request changes who."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from adapters.http.parts import AtDesk, Desk
from adapters.http.people.sessions import COOKIE, logged_in
from adapters.identity.caller import Caller, NotKnown
from adapters.identity.tokens import Tokens

BEARER = HTTPBearer(auto_error=False, description="A token made with `kronika token issue`.")


def caller_of(
    request: Request,
    desk: AtDesk,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
    _: Annotated[str | None, Security(COOKIE)] = None,
) -> Caller:
    """Who asks. A token that is shown counts alone, whatever cookies come with it. Raises NotKnown, Problem."""
    if shown is not None:
        desk.notes.caller = Tokens(desk.side).caller(shown.credentials, now=desk.parts.clock())
    elif "authorization" in request.headers:
        raise NotKnown
    else:
        desk.notes.caller = logged_in(request, desk).caller()
    return desk.notes.caller


Known = Annotated[Caller, Depends(caller_of)]
"""A caller who is known: a route with this parameter answers nobody else."""


def known(request: Request, desk: Desk) -> Caller:
    """The same for a route that asks by itself. Raises NotKnown, Problem."""
    scheme, credentials = get_authorization_scheme_param(request.headers.get("authorization"))
    is_bearer = bool(credentials) and scheme.lower() == "bearer"
    shown = HTTPAuthorizationCredentials(scheme=scheme, credentials=credentials) if is_bearer else None
    return caller_of(request, desk, shown)
