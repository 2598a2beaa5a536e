"""Models read from what somebody sent: to the letter, where pydantic alone would guess.

By itself it takes 0 and "1514764800" for days and moments, "yes" and 1 for true, "12" and 2.0 for whole numbers, "1e3"
for 1000. What is stored is read without all this, as it was written; here the same models are read with stricter
leaves. A name loses the white space around it and may hold no sign that nobody sees; words as a source writes them
(`raw`) and prose are kept as they came.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel
from pydantic_core import CoreConfig, PydanticCustomError, PydanticKnownError, SchemaValidator

M = TypeVar("M", bound=BaseModel)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"{_DAY.pattern}[Tt _][0-9]{{2}}:")
_EXACT_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of Unicode: controls, formats such as the zero-width space, halves of pairs, ends of lines."""
_LINES = "\t\n\r"
LONGEST_NAME = 200
"""What may be longer than a name has lines."""


def read_as_sent(model: type[M], said: object) -> M:
    """The model that was sent. Raises ValidationError naming each wrong field."""
    return cast(M, _reader(model).validate_python(said))


@cache
def _reader(model: type[BaseModel]) -> SchemaValidator:
    model.model_rebuild()
    config = CoreConfig(title=model.__name__, hide_input_in_errors=True)
    # without the validators that the models have already: those read what is stored
    return SchemaValidator(_stricter(model.__pydantic_core_schema__), config, _use_prebuilt=False)


def _stricter(node: Any) -> Any:  # noqa: ANN401  a schema of pydantic is nested data of any kind
    """The same schema, its leaves without guessing."""
    if isinstance(node, list | tuple):
        return type(node)(map(_stricter, node))
    if not isinstance(node, dict):
        return node
    inner = {name: part if name in _NO_SCHEMA else _stricter(part) for name, part in node.items()}
    kind = inner.get("type")
    change = _LEAVES.get(kind) if isinstance(kind, str) else None
    return change(inner) if change else inner


_NO_SCHEMA = ("metadata", "serialization", "config", "function", "cls", "default", "expected")


def _strict(leaf: dict[str, Any]) -> dict[str, Any]:
    return {**leaf, "strict": True}


def _after(check: Callable[[Any], Any]) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    """A leaf that takes only what passes the check before."""
    function = {"type": "no-info", "function": check}
    return lambda leaf: {"type": "function-before", "function": function, "schema": leaf}


def _day(value: object) -> object:
    """Raises PydanticKnownError for all but a day, or text of its one form."""
    if isinstance(value, str):
        if _MOMENT.match(value):
            raise PydanticKnownError("date_from_datetime_inexact")
        if not _DAY.fullmatch(value):
            raise PydanticKnownError("date_from_datetime_parsing", {"error": "expected 2018-06-30"})
    elif not isinstance(value, date) or isinstance(value, datetime):
        raise PydanticKnownError("date_type")
    return value


def sent_moment(value: object) -> object:
    """Raises PydanticKnownError for all but a moment, or text that begins with its day."""
    if isinstance(value, str):
        if not _DAY.match(value):
            raise PydanticKnownError("datetime_from_date_parsing", {"error": "expected 2017-03-31T10:00:00+02:00"})
    elif not isinstance(value, datetime):
        raise PydanticKnownError("datetime_type")
    return value


def _exact_number(value: object) -> object:
    """Raises PydanticCustomError for text in any but the plain form."""
    if isinstance(value, str) and not _EXACT_NUMBER.fullmatch(value):
        raise PydanticCustomError("exact_number", "{value} is no plain number; expected 48 or '4.5'", {"value": value})
    return value


def _name(leaf: dict[str, Any]) -> Mapping[str, Any]:
    """Text of which at least one sign is asked; text without bounds is kept as it came."""
    if not leaf.get("max_length"):
        return leaf
    is_name = leaf["max_length"] <= LONGEST_NAME
    check = _visible if is_name else _visible_lines
    return {"type": "function-after", "function": {"type": "no-info", "function": check}, "schema": _stripped(leaf)}


def _stripped(leaf: dict[str, Any]) -> dict[str, Any]:
    return {**leaf, "strip_whitespace": True}


def _visible(text: str) -> str:
    """Raises PydanticCustomError for a sign that nobody sees."""
    if not text.isprintable():  # fast; of what it finds, only unusual spaces are no fault
        _refuse_invisible(text)
    return text


def _visible_lines(text: str) -> str:
    """The same of a text that may have lines."""
    if not text.isprintable():
        _refuse_invisible(text.translate(dict.fromkeys(map(ord, _LINES))))
    return text


def _refuse_invisible(text: str) -> None:
    for sign in text:
        if unicodedata.category(sign) in _INVISIBLE:
            raise PydanticCustomError(
                "invisible_sign", "holds the invisible sign {sign}", {"sign": f"U+{ord(sign):04X}"}
            )


_LEAVES: Mapping[str, Callable[[dict[str, Any]], Mapping[str, Any]]] = {
    "bool": _strict,
    "date": _after(_day),
    "datetime": _after(sent_moment),
    "decimal": _after(_exact_number),
    "int": _strict,
    "str": _name,
}
