"""What stands in an import file: the words of a step as JSON."""

from typing import Any

import orjson

from domain.kernel.prose import Prose


def as_text(document: object) -> bytes:
    """One line of JSON: days in ISO 8601, money by minor units and currency, prose in its words."""
    return orjson.dumps(document, default=_plain)


def as_json(data: dict[str, Any]) -> dict[str, Any]:
    """The same as plain JSON values."""
    found: dict[str, Any] = orjson.loads(as_text(data))
    return found


def _plain(value: object) -> str:
    if isinstance(value, Prose):
        assert value.text is not None, "a synthetic region draws its words itself"
        return value.text
    raise TypeError(f"{value!r} does not stand in an import file")
