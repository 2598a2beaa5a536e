"""Which rules a command is measured by, found in the code of its decision; and how a refusal by one of them reads."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, get_args, get_type_hints
from uuid import UUID

from domain.kernel.aggregate import AGGREGATES, Aggregate
from domain.kernel.command import Act, Command
from domain.kernel.identity import exact
from domain.kernel.money import Money
from domain.kernel.plain import plain
from domain.kernel.rule import Rule, Version, Violation

DEPTH = 4
"""How far calls are followed: a decision asks its rules itself or through a helper or two."""


@cache
def rules_of(command: type[Command]) -> tuple[Rule[...], ...]:
    """The rules that the decision on this command may ask, in the order in which its code names them."""
    aggregate = AGGREGATES.get(command.aggregate)
    decision = aggregate.decisions.get(command) if aggregate else None
    if aggregate is None or decision is None:
        return ()
    return tuple(dict.fromkeys(_named(aggregate, decision, set(), DEPTH)))


def refusing_rules(command: type[Command]) -> tuple[Rule[...], ...]:
    """Of these rules the ones that can refuse it: beside an observed fact only structural ones do."""
    asked = rules_of(command)
    return asked if issubclass(command, Act) else tuple(rule for rule in asked if rule.is_structural)


def _named(aggregate: type[Aggregate], code: Any, seen: set[int], depth: int) -> Iterator[Rule[...]]:  # noqa: ANN401  any callable
    """Rules by the names that stand in the code of a function, and in that of the functions that it calls."""
    if not isinstance(code, FunctionType) or id(code) in seen or not depth:
        return
    seen.add(id(code))
    names = _names(code)
    known = [code.__globals__[name] for name in names if name in code.__globals__]
    modules = [one for one in known if isinstance(one, ModuleType) and one.__name__.startswith("domain.")]
    found = [*known, *(vars(module).get(name) for module in modules for name in names)]
    for one in (*found, *(getattr(aggregate, name, None) for name in names)):
        if isinstance(one, Rule):
            yield one
        elif isinstance(one, FunctionType) and one.__module__.startswith("domain."):
            yield from _named(aggregate, one, seen, depth - 1)


def _names(function: FunctionType) -> tuple[str, ...]:
    """Every name in the code, inner functions and comprehensions included."""
    codes = [function.__code__]
    names: list[str] = []
    while codes:
        code = codes.pop(0)
        names += code.co_names
        codes += [one for one in code.co_consts if hasattr(one, "co_names")]
    return tuple(dict.fromkeys(names))


# An example -----------------------------------------------------------------------------------------------------------


def violation_example(command: type[Command]) -> Violation:
    """How a refusal by the first rule of the law reads that example facts break; else by a rule for every command."""
    rules = sorted((*refusing_rules(command), exact), key=lambda rule: rule.is_structural)
    broken = (rule for rule in rules if _breaking_facts(rule.versions[-1]) is not None)
    rule = next(broken, exact)
    version = rule.versions[-1]
    facts = {name: plain(fact) for name, fact in (_breaking_facts(version) or {}).items()}
    return Violation(rule.code, rule.label, version.cites, version.sentence, version.sentence_cs, facts)


def _breaking_facts(version: Version[...]) -> dict[str, object] | None:
    """Facts of the types that the rule looks at which break it; None where none of ours do."""
    hints = {name: hint for name, hint in get_type_hints(version.expression).items() if name != "return"}
    for values in (_SOME, _OTHERS):
        facts = {name: _fact(hint, values) for name, hint in hints.items()}
        try:
            if version.expression(**facts) is False:
                return facts
        except (TypeError, ValueError, AttributeError, LookupError):
            continue
    return None


Values = Mapping[Any, object]
_SOME: Values = {
    bool: False,
    int: 7,
    date: date(2018, 2, 1),
    Money: Money(12_345_600),
    Decimal: Decimal("1.5"),
    UUID: UUID(int=0),
    str: "example",
}
_OTHERS: Values = {**_SOME, bool: True}


def _fact(hint: Any, values: Values) -> object:  # noqa: ANN401  a type in any form
    """A fact of this type; not known where it has another one."""
    return next((values[one] for one in (hint, *get_args(hint)) if one in values), None)
