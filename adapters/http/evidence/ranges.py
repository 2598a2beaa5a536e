"""Which part of a file a reader wants: all of it, nothing because it is there already, or one range (RFC 9110)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from adapters.http.problems import Problem
from adapters.telling.words import Words

RANGE = re.compile(r"bytes=(\d{0,200})-(\d{0,200})", re.ASCII)
"""As many digits as anybody writes; a longer one is ignored, as RFC 9110 § 14.2 allows."""
NOT_WITHIN = Words("the file has {size} bytes", "soubor má {size} bajtů")


@dataclass(frozen=True, slots=True)
class WholeOrPart:
    """The status of the answer, and which bytes it holds."""

    status: HTTPStatus
    start: int
    length: int
    headers: Mapping[str, str] = field(default_factory=dict)


def wanted_part(asked: Mapping[str, str], *, sha256: str, size: int) -> WholeOrPart:
    """What the headers ask for; several ranges at once, or one of another version, get the whole. Raises Problem."""
    tags = {one.strip().removeprefix("W/").strip('"') for one in asked.get("if-none-match", "").split(",")}
    if tags & {sha256, "*"}:
        return WholeOrPart(HTTPStatus.NOT_MODIFIED, 0, 0)
    whole = WholeOrPart(HTTPStatus.OK, 0, size, {"Content-Length": str(size)})
    found = RANGE.fullmatch(asked.get("range", "").strip())
    if found is None or asked.get("if-range", sha256).strip().strip('"') != sha256 or found[1] == found[2] == "":
        return whole
    start, end = _bounds(found[1], found[2], size)
    if start >= size or start > end:
        problem = Problem(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "not-within", NOT_WITHIN, size=size)
        problem.headers = {"Content-Range": f"bytes */{size}"}
        raise problem
    length = end - start + 1
    headers = {"Content-Length": str(length), "Content-Range": f"bytes {start}-{end}/{size}"}
    return WholeOrPart(HTTPStatus.PARTIAL_CONTENT, start, length, headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; without a first one the last so many bytes are meant."""
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last else size - 1
