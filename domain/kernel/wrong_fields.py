"""What is wrong with which field of something that somebody wrote: for machines, and to be told in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field: its path, pydantic's code and sentence, and the nearest known name of an unknown field."""

    path: str
    type: str
    message: str
    context: Mapping[str, Any] = field(default_factory=dict)
    nearest: str | None = None
    written: str | None = None
    """What stood there, where it is a figure, a day or a word of the program; never a text that may name somebody."""


def field_problems(error: ValidationError, model: type[BaseModel], *, under: str = "") -> list[FieldProblem]:
    """Every wrong field that pydantic found, with its path below `under`.

    A list whose items cannot be read is not called too short besides.
    """
    found = error.errors(include_url=False)
    within = {one["loc"][:-1] for one in found if one["loc"]}
    within |= {loc[:length] for loc in within for length in range(len(loc))}
    return [
        _field_problem(one, model, under) for one in found if one["type"] != "too_short" or one["loc"] not in within
    ]


def _field_problem(one: ErrorDetails, model: type[BaseModel], under: str) -> FieldProblem:
    path = ".".join(str(part) for part in (under, *one["loc"]) if part != "")
    nearest: list[str] = []
    if one["type"] == "extra_forbidden" and len(one["loc"]) == 1:
        nearest = get_close_matches(str(one["loc"][0]), model.model_fields, n=1)
    context = {name: value for name, value in one.get("ctx", {}).items() if isinstance(value, (str, int))}
    message = one["msg"].removeprefix("Value error, ")
    return FieldProblem(path, one["type"], message, context, nearest[0] if nearest else None, _written(one))


_SHOWN = ("money", "date", "literal_error", "enum", "int_", "decimal_", "exact_", "fraction_")
LONGEST_SHOWN = 40


def _written(one: ErrorDetails) -> str | None:
    """A short word or figure as it was written."""
    found = one.get("input")
    if not one["type"].startswith(_SHOWN) or isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    return str(found) if 0 < len(str(found)) <= LONGEST_SHOWN else None
