"""What the doors for files say alike: receipts, problems, and the words of the OpenAPI document."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from adapters.evidence.store import Evidence, EvidenceRefused, EvidenceStore
from adapters.evidence.uploads import NoUpload, TooManyUploads, UploadBusy, WrongOffset
from adapters.http.problems import MEDIA_TYPE, Problem, ProblemDetails
from adapters.telling.words import Words

REFUSED = {
    "empty": (HTTPStatus.BAD_REQUEST, Words("the file is empty", "soubor je prázdný")),
    "too-large": (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Words("the file is larger than {limit} bytes", "soubor je větší než {limit} bajtů"),
    ),
    "wrong-type": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        Words("a file of this kind is not taken ({found})", "soubor tohoto druhu se nepřijímá ({found})"),
    ),
    "not-as-announced": (
        HTTPStatus.BAD_REQUEST,
        Words("the file has the digest {found}, not {announced}", "soubor má otisk {found}, ne {announced}"),
    ),
}
"""Why a file is not taken, by the code of the refusal."""
NO_UPLOAD = Words("there is no such upload, or no more", "takové nahrávání není, nebo už není")
BUSY = Words("somebody is just sending a piece of it", "někdo právě posílá jeho část")
WRONG_OFFSET = Words("the upload stands at byte {actual}", "nahrávání je u bajtu {actual}")
TOO_MANY = Words("finish or end one of your uploads first", "nejprve některé své nahrávání dokončete nebo ukončete")
NO_ROOM = Words("there is no room left for files", "pro soubory už není místo")
FULL = (errno.ENOSPC, errno.EDQUOT)

_REASONS = {
    400: "The request cannot be read, or the bytes are not what was announced.",
    401: "No token, or one that opens nothing.",
    403: "The role may not do this.",
    404: "There is no such file, or none that the caller may see.",
    408: "Nothing came for a while; what had come of an upload is kept.",
    409: "The upload stands elsewhere; `actual` says where.",
    410: "The file was erased when its time was over; `position` is the entry that says so.",
    412: "Another version of tus is spoken here.",
    413: "The file is too large.",
    415: "Files of this kind are not taken; `allowed` names those that are.",
    416: "The range lies outside the file.",
    423: "Somebody else is sending a piece at the moment.",
    429: "Too many at once.",
    460: "The piece has another checksum; nothing of it was kept.",
    503: "A view cannot be read now, or too many are sending files; Retry-After says when to try again.",
    507: "There is no room left.",
}
BINARY = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
"""A body of bytes, as the OpenAPI document says it."""


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers that are no success, for the OpenAPI document."""
    return {
        status: {"description": _REASONS[status], "model": ProblemDetails, "content": {MEDIA_TYPE: {}}}
        for status in statuses
    }


def receipt_json(evidence: Evidence, *, is_new: bool) -> dict[str, Any]:
    """`is_new` tells the sender of the sender alone: whether somebody else has brought the same bytes is not told."""
    return {
        "sha256": evidence.sha256,
        "size": evidence.size,
        "media_type": evidence.media_type,
        "is_new": is_new,
    }


@contextmanager
def as_problems(store: EvidenceStore) -> Iterator[None]:
    """What goes wrong with a file, as a problem."""
    try:
        yield
    except EvidenceRefused as refused:
        raise _refused(refused, store) from None
    except NoUpload:
        raise Problem(HTTPStatus.NOT_FOUND, "no-upload", NO_UPLOAD) from None
    except UploadBusy:
        problem = Problem(HTTPStatus.LOCKED, "busy", BUSY)
        problem.headers = {"Retry-After": "1"}
        raise problem from None
    except WrongOffset as wrong:
        problem = Problem(HTTPStatus.CONFLICT, "wrong-offset", WRONG_OFFSET, actual=wrong.actual)
        raise problem.with_members(actual=wrong.actual) from None
    except TooManyUploads:
        problem = Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-uploads", TOO_MANY)
        problem.headers = {"Retry-After": "60"}
        raise problem from None
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise Problem(HTTPStatus.INSUFFICIENT_STORAGE, "no-room", NO_ROOM) from None


def _refused(refused: EvidenceRefused, store: EvidenceStore) -> Problem:
    status, words = REFUSED[refused.code]
    more = {**refused.facts, "allowed": sorted(store.allowed)} if refused.code == "wrong-type" else refused.facts
    return Problem(status, refused.code, words, **refused.facts).with_members(**more)
