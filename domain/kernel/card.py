"""A card: the values of a file on one day, by field, for readers.

What everybody asks stands on every card, as None where it is not known. What belongs only to some files, or to a step
that was not taken, is left out until it is there: see `those_there`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question about a day that cannot be answered: `why` is a stable reason, `raw` the words that leave it open."""

    why: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Inferred:
    """A value that no source states; it was concluded from elsewhere."""

    value: Any


def those_there(**fields: Any) -> Card:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None and value not in ((), {})}
