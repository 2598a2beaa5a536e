"""Values over time, each with the entry that says it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import orjson

from domain.kernel.dated import Dated
from projections.told import Told

T = TypeVar("T")

Sourced = tuple[T, int]
"""A value with the position of the entry that says it."""


def hold(held: Dated[Sourced[T]], value: T, told: Told[Any]) -> None:
    """The value from the day of an entry on."""
    held.set((value, told.position), effective_on=told.effective_on, position=told.position)


def holding(held: Dated[Sourced[T]], on: date | None) -> Sourced[T] | None:
    """The value on a day with the entry that says it; without a day the last of all."""
    return held.latest if on is None else held.on(on)


def at(held: Dated[Sourced[T]], on: date | None) -> T | None:
    """The same without the entry."""
    found = holding(held, on)
    return None if found is None else found[0]


# As texts of a span -----------------------------------------------------------------------------------------------


def document_text(document: Mapping[str, object] | Sequence[object]) -> str:
    """In the order in which it was put together."""
    return orjson.dumps(document).decode()


def behind_text(said_at: Mapping[str, int | None]) -> str:
    """Cell → the entry that says it, as a document of lists."""
    return document_text({cell: [at] for cell, at in said_at.items() if at is not None})


def text(identifier: UUID | None) -> str | None:
    return None if identifier is None else str(identifier)
