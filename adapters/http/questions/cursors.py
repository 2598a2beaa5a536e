"""A place in the rows of an answer, to be sent back for the next page: it pins the moments, so that no page shifts.

It says nothing that a caller could not ask for by name, and gives no rights; what it carries under a digest is no
secret. The digest tells a cursor that was cut, changed or typed from one of ours.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.http.problems import Problem
from adapters.http.questions.wishes import Wish
from adapters.telling.words import Words

NO_CURSOR = Words("this cursor is none of this question", "tento kurzor k této otázce nepatří")
LONGEST = 65_536
_DIGEST_BYTES = 12


class Cursor(BaseModel):
    """Where the next page of a question begins."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    valid: date
    known_seq: Annotated[int, Field(ge=0, le=2**53)]
    wish: Wish


def written(cursor: Cursor) -> str:
    """The cursor as text that fits into an address."""
    content = cursor.model_dump_json(exclude_defaults=True).encode()
    return urlsafe_b64encode(_digest(content) + content).decode().rstrip("=")


def read(text: str, question: str) -> Cursor:
    """The cursor of this question. Raises Problem."""
    try:
        cursor = _read(text)
    except (ValueError, Error, ValidationError):
        cursor = None
    if cursor is None or cursor.question != question:
        raise Problem(HTTPStatus.BAD_REQUEST, "no-cursor", NO_CURSOR)
    return cursor


def _read(text: str) -> Cursor:
    if len(text) > LONGEST:
        raise ValueError(text)
    both = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    digest, content = both[:_DIGEST_BYTES], both[_DIGEST_BYTES:]
    if digest != _digest(content) or written(cursor := Cursor.model_validate_json(content)) != text:
        raise ValueError(text)
    return cursor


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(b"kronika cursor\0" + content).digest()[:_DIGEST_BYTES]
