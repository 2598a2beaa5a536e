"""What machines read: one JSON frame for each answer, with the name and version of its shape."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from domain.kernel.stamp import plain

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


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, (UUID, date, datetime, Enum, BaseModel, frozenset, set, tuple, list)):
        return plain(value)
    if isinstance(value, Mapping):
        return {str(key): one for key, one in value.items()}
    return plain(value)
