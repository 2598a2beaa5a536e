"""What machines read: one JSON frame for each answer, with the name and version of its shape."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from decimal import Decimal
from typing import Any

import orjson

from domain.kernel.plain import plain

Frame = dict[str, Any]
NO_TIMES: Mapping[str, object] = {}


def frame(
    schema: str, data: object, times: Mapping[str, object] = NO_TIMES, *, ok: bool = True, warnings: Sequence[str] = ()
) -> Frame:
    """The answer of a command. `times` are `valid` and `known_seq` where the answer is as of two moments."""
    return {"schema": f"kronika.{schema}/1", "ok": ok, **times, "data": data, "warnings": list(warnings)}


def error_frame(code: str, message: str, hint: str | None, details: Mapping[str, Any]) -> Frame:
    """What went wrong; `details` depend on the code."""
    return {"error": {"code": code, "message": message, "hint": hint, **details}}


def encoded(document: object) -> str:
    """One line of JSON: days and instants in ISO 8601, money by minor units and currency, identifiers as text."""
    return orjson.dumps(
        document, default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_NON_STR_KEYS
    ).decode()


def members(value: object) -> Frame:
    """The fields of a row, be it a named tuple or a dataclass; null is not known."""
    names: Iterable[str] = getattr(type(value), "_fields", ()) or getattr(type(value), "__dataclass_fields__", ())
    return {name: getattr(value, name) for name in names}


def _plain(value: object) -> object:
    """Rows and values as objects with every field, null where it is not known; the rest as it is stored."""
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "_fields") or is_dataclass(value):
        return members(value)
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, Mapping):
        return {str(key): one for key, one in value.items()}
    return plain(value)
