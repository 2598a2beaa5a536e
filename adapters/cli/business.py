"""What the business knows: its commands, events and rules, by name. Importing it has registered them."""

from collections.abc import Mapping
from typing import TypeVar

import domain.kernel.identity  # noqa: F401  # the rule on numbers, which no aggregate asks itself
from application.business import BUSINESS
from domain.kernel.rule import RULE_BOOK, Rule

T = TypeVar("T")

KINDS = tuple(aggregate.kind for aggregate in BUSINESS)
"""The kinds of files."""


def ours(registry: Mapping[str, type[T]]) -> dict[str, type[T]]:
    """What of a registry belongs to the domain, by topic."""
    return {topic: found for topic, found in sorted(registry.items()) if found.__module__.startswith("domain.")}


def our_rules() -> dict[str, Rule[...]]:
    """The rules of the domain by code."""
    book = sorted(RULE_BOOK.items())
    return {code: rule for code, rule in book if rule.versions[0].expression.__module__.startswith("domain.")}
