"""An answer on the wire: in the format that the caller accepts, with a tag that says whether anything has changed."""

import hashlib
import re
from collections.abc import Collection
from functools import cache
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import Request, Response

from adapters.http.liking import liked
from adapters.telling.frames import encoded, frame

JSON = "application/json"
FORMAT_OF = {
    JSON: "json",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
"""The formats of a list; JSON where none of them is asked for."""
VARY = "Accept, Accept-Language, Authorization, Cookie"
"""What of a request shapes an answer, for whatever keeps answers in between."""
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_TAG_LETTERS = 32


def accepted(request: Request, formats: Collection[str] = tuple(FORMAT_OF)) -> str:
    """Of our media types the one that the caller likes best, the first named where he likes two alike; else JSON."""
    best, weight = JSON, 0.0
    for media, how_much in liked(request, "accept"):
        if media in formats and how_much > weight:
            best, weight = media, how_much
    return best


def tag_of(*parts: object) -> str:
    """The tag of an answer that these alone shape, beside the program itself."""
    content = "\x1f".join((_program(), *(str(part) for part in parts)))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_TAG_LETTERS]


@cache
def _program() -> str:
    """Which Kronika answers: another one may say the same things differently."""
    try:
        return version("kronika")
    except PackageNotFoundError:
        return "unknown"


def has_already(request: Request, tag: str) -> bool:
    """Whether the caller holds the answer of this tag; compared weakly, as RFC 9110 § 13.1.2 says."""
    shown = request.headers.get("if-none-match", "").strip()
    return shown == "*" or tag in _TAG.findall(shown)


def not_modified(tag: str) -> Response:
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=tag_headers(tag))


def tag_headers(tag: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Vary": VARY}


def answer(
    request: Request,
    schema: str,
    data: object,
    times: dict[str, Any],
    *,
    tag: str | None = None,
    link: str | None = None,
) -> Response:
    """A frame; 304 where the caller has it already. Without a tag of its own the answer is tagged by what it says."""
    body = encoded(frame(schema, data, times))
    tag = tag or tag_of(body)
    if has_already(request, tag):
        return not_modified(tag)
    headers = tag_headers(tag) | ({"Link": link} if link else {})
    return Response(body, headers=headers, media_type=JSON)
