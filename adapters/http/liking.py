"""What a caller likes, as Accept and Accept-Language say it: names with weights (RFC 9110 § 12.4.2)."""

import re
from collections.abc import Iterator

from fastapi import Request

_WEIGHT = re.compile(r"[01](?:\.[0-9]{1,3})?")


def liked(request: Request, header: str) -> Iterator[tuple[str, float]]:
    """Every name in small letters with its weight, in the order in which they stand; 0 is what he does not want."""
    for part in ",".join(request.headers.getlist(header)).lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        yield name, _weight(parameters)


def _weight(parameters: list[str]) -> float:
    written = next((one[2:].strip() for one in parameters if one.startswith("q=")), "1")
    return float(written) if _WEIGHT.fullmatch(written) else 1.0
