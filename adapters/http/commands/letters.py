"""A body of JSON as it came over the wire, with the headers that say which command it is."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request

from adapters.http.problems import Problem
from adapters.telling.words import Words

TOO_LARGE = Words("a command has at most {limit} bytes", "příkaz má nejvýše {limit} bajtů")
NOT_JSON_TYPE = Words(
    "send JSON, and say so: Content-Type: application/json", "pošlete JSON a řekněte to: Content-Type: application/json"
)
_IS_JSON = re.compile(r'application/(?:[\w.-]+\+)?json(?:\s*;\s*charset="?utf-?8"?)?\s*;?', re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Letter:
    """A command, or several, as they came."""

    body: bytes
    key: str | None = None
    match: str | None = None


async def letter_of(request: Request, *, limit: int, key: str | None = None, match: str | None = None) -> Letter:
    """The body, if it is JSON and not too long. Raises Problem."""
    kind = request.headers.get("content-type", "application/json").strip()
    if not _IS_JSON.fullmatch(kind):
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json-type", NOT_JSON_TYPE)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LARGE, limit=limit)
    return Letter(bytes(body), key, match)
