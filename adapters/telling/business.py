"""What the business knows: its commands, events and rules, by name. Importing it has registered them."""

from collections.abc import Mapping
from typing import TypeVar

import domain.kernel.identity  # noqa: F401  # the rule on numbers, which no aggregate asks itself
from application.aggregates import KINDS
from application.business import is_business
from domain.kernel.rule import RULE_BOOK, Rule

__all__ = ["KINDS", "our_rules", "ours"]

T = TypeVar("T")


def ours(registry: Mapping[str, type[T]]) -> dict[str, type[T]]:
    """What of a registry belongs to the business, by topic."""
    return {topic: found for topic, found in sorted(registry.items()) if is_business(found.__module__)}


def our_rules() -> dict[str, Rule[...]]:
    """The rules of the business by code."""
    return {code: r for code, r in sorted(RULE_BOOK.items()) if is_business(r.versions[0].expression.__module__)}
