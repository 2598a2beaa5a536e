"""The values of a card for programs: null is not known; an undecided or inferred value says so."""

from collections.abc import Mapping
from typing import Any

from domain.kernel.card import Card, Inferred, Undecided
from domain.kernel.plain import plain


def card_json(card: Card) -> dict[str, Any]:
    """Every field under its name."""
    return {name: value_json(value) for name, value in card.items()}


def value_json(value: object) -> object:
    if isinstance(value, Undecided):
        return {"cannot_be_decided": value.why, "raw": value.raw}
    if isinstance(value, Inferred):
        return {"inferred": value_json(value.value)}
    if isinstance(value, Mapping):
        return {str(key): value_json(one) for key, one in value.items()}
    if isinstance(value, list) or (isinstance(value, tuple) and not hasattr(value, "_fields")):
        return [value_json(one) for one in value]
    return plain(value)
