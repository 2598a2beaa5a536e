"""The columns of a question, read from the fields of its rows: what each holds, to be asked for and shown."""

import builtins
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.registry import Identifier


class Holds(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    CHOICE = "choice"
    """A word of the program."""
    FILE = "file"
    """The identifier of a file; a person writes its number."""
    DAY = "day"
    MOMENT = "moment"
    """An instant of the ledger; asked for by its day in Prague."""
    NUMBER = "number"
    MONEY = "money"
    TRUTH = "truth"


class Value(NamedTuple):
    """What one value of a column is; `choices` are its words where there is a list of them."""

    holds: Holds
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column by its name; `of` reads it from a row. A value inside another is named through a dot: entry.level."""

    name: str
    value: Value
    of: Callable[[Any], Any]
    is_many: bool = False
    """Whether a row may hold several values."""

    @property
    def holds(self) -> Holds:
        return self.value.holds


@cache
def columns_of(row: type) -> Mapping[str, Column]:
    """The columns of a row type in the order of its fields, then what its rows work out themselves.

    What holds more than plain values (what stands behind a cell, lists of parts) is told with the row and is no column.
    """
    return {column.name: column for column in _columns(row)}


def _columns(row: type, *, is_inner: bool = False) -> Iterator[Column]:
    hints = _hints(row, [base.__module__ for base in reversed(row.__mro__)])
    worked_out = {name: _returned(row, name) for name in vars(row) if isinstance(vars(row)[name], property)}
    for name, annotation in {**hints, **worked_out}.items():
        if name.startswith("_"):
            continue
        yield from _column(name, annotation, is_inner=is_inner)


def _returned(row: type, name: str) -> Any:  # noqa: ANN401  a type in any form
    getter = vars(row)[name].fget
    return _hints(getter, [getter.__module__]).get("return")


class _Names(dict[str, Any]):
    """What is imported for the type checker alone is a part of its own, loaded when somebody asks: no plain value."""

    def __missing__(self, name: str) -> type:
        if hasattr(builtins, name):
            raise KeyError(name)
        return object


def _hints(of: Any, modules: Iterable[str]) -> Mapping[str, Any]:  # noqa: ANN401  a class or a function
    names = _Names()
    for module in modules:
        names.update(vars(sys.modules[module]))
    return get_type_hints(of, localns=names)


def _column(name: str, annotation: Any, *, is_inner: bool) -> Iterator[Column]:  # noqa: ANN401  the same
    plain = _without_none(annotation)
    value = _value(plain)
    if value is not None:
        yield Column(name, value, _reading(name))
    elif get_origin(plain) is tuple:
        value = _value(get_args(plain)[0])
        if value is not None:
            yield Column(name, value, _reading(name), is_many=True)
    elif _is_row(plain) and not is_inner:
        for column in _columns(plain, is_inner=True):
            yield replace(column, name=f"{name}.{column.name}", of=_inside(name, column.of))


def _without_none(annotation: Any) -> Any:  # noqa: ANN401  the same
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        rest = [one for one in get_args(annotation) if one is not type(None)]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


_PLAIN: tuple[tuple[type, Holds], ...] = (
    (bool, Holds.TRUTH),
    (int, Holds.NUMBER),
    (Decimal, Holds.NUMBER),
    (datetime, Holds.MOMENT),
    (date, Holds.DAY),
    (UUID, Holds.FILE),
    (Money, Holds.MONEY),
    (Citation, Holds.TEXT),
    (Identifier, Holds.TEXT),
    (str, Holds.TEXT),
)


def _value(annotation: Any) -> Value | None:  # noqa: ANN401  the same
    if get_origin(annotation) is Literal:
        return Value(Holds.CHOICE, tuple(str(one) for one in get_args(annotation)))
    if not isinstance(annotation, type):
        return None
    if issubclass(annotation, Enum) and not issubclass(annotation, IntEnum):
        return Value(Holds.CHOICE, tuple(str(one.value) for one in annotation))
    holds = next((holds for kind, holds in _PLAIN if issubclass(annotation, kind)), None)
    return None if holds is None else Value(holds)


def _is_row(annotation: Any) -> bool:  # noqa: ANN401  the same
    return isinstance(annotation, type) and (is_dataclass(annotation) or hasattr(annotation, "_fields"))


def _reading(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _inside(name: str, of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def reading(row: Any) -> Any:  # noqa: ANN401  whatever the inner row holds
        inner = getattr(row, name)
        return None if inner is None else of(inner)

    return reading


def values_of(column: Column, row: object) -> tuple[Any, ...]:
    """What a row holds there, without what is not known."""
    found = column.of(row)
    if not column.is_many:
        return () if found is None else (found,)
    return tuple(one for one in found or () if one is not None)
