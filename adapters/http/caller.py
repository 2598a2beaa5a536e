"""Whoever asks, known by the token in the Authorization header. Nothing of a request can change who that is."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from adapters.http.parts import AtDesk
from adapters.identity.caller import Caller, NotKnown
from adapters.identity.tokens import Tokens

BEARER = HTTPBearer(auto_error=False, description="A token made with `kronika token issue`.")


def caller_of(desk: AtDesk, shown: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> Caller:
    """Who asks. Raises NotKnown."""
    if shown is None:
        raise NotKnown
    return Tokens(desk.database).caller(shown.credentials, now=desk.parts.clock())


Known = Annotated[Caller, Depends(caller_of)]
"""A caller who is known: a route with this parameter answers nobody else."""
