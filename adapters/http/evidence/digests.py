"""Digests in headers, as RFC 9530 writes them: `Repr-Digest: sha-256=:…base64…:`."""

import re
from base64 import b64decode, b64encode
from http import HTTPStatus

from adapters.http.problems import Problem
from adapters.telling.words import Words

WRONG_DIGEST = Words(
    "expected {header}: sha-256=:…:, with the digest in base64",
    "očekává se {header}: sha-256=:…:, s otiskem v base64",
)
MEMBER = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):(?:;.*)?")


def digest_header(sha256: str) -> str:
    """A digest in lower-case hexadecimal as the value of a header."""
    return f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:"


def read_digest(header: str, value: str | None) -> str | None:
    """The SHA-256 in hexadecimal; None where the header is not there or names other algorithms only. Raises Problem."""
    named = [one.strip() for one in (value or "").split(",")]
    found = next((one for one in named if one.startswith("sha-256=")), None)
    if found is None:
        return None
    member = MEMBER.fullmatch(found)
    if member is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "wrong-digest", WRONG_DIGEST, header=header)
    return b64decode(member[1]).hex()
