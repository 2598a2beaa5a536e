"""A rule is changed: `kronika decisions verify` lists exactly the decisions that it touches, in a whole region."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.synth.region import Region
from application.block import BlockWriter
from domain.kernel.rule import RULE_BOOK
from tests.adversarial.soaking import some
from tests.scenarios.liberec import kronika
from tests.scenarios.office import Office

pytestmark = pytest.mark.slow
REGION = Region(2, seed=1, mess=0.5)
CONSULTED = frozenset({"mandate.public-money-within-compensation", "contract.payment-before-closing"})
"""Asked of what is decided, and looked at again, to note or to settle an anomaly: where a compensation payment moves or
money comes back, and where a closing may be dated before a payment. Where one is kept there, nothing stands in the
command row."""


@dataclass
class Decided:
    """A region on file, and what its command rows say of the rules that were asked: rule → first positions."""

    url: str
    asked: dict[str, set[int]]


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Decided:
    folder: Path = tmp_path_factory.mktemp("decided")
    url = f"sqlite:///{folder / 'kronika.db'}"
    office = Office(url, "2026-01-05")
    BlockWriter(office.parts.engine).write([step.item() for step in REGION.steps()])
    rows = office.parts.ledger.fetch("SELECT first_position, decision FROM commands")
    office.close()
    asked: dict[str, set[int]] = {}
    for position, decision in rows:
        for one in json.loads(bytes(decision))["applied"]:
            if one.get("since") and one["outcome"] in {"kept", "broken"}:
                asked.setdefault(one["rule"], set()).add(position)
    return Decided(url, asked)


@contextmanager
def turned_round(code: str) -> Iterator[None]:
    """Every version of the rule says no where it said yes, and the other way round; what is unknown stays unknown."""
    rule = RULE_BOOK[code]
    before = rule.versions
    rule.versions = [replace(version, expression=_otherwise(version.expression)) for version in before]
    try:
        yield
    finally:
        rule.versions = before


def _otherwise(expression: Callable[..., bool | None]) -> Callable[..., bool | None]:
    def answer(**facts: Any) -> bool | None:
        found = expression(**facts)
        return None if found is None else not found

    return answer


def differing(url: str) -> set[int]:
    code, answer = kronika(url, "decisions", "verify")
    assert (code == 0) == (not answer["data"]["otherwise"])
    return {one["first_position"] for one in answer["data"]["otherwise"]}


def test_nothing_is_listed_while_nothing_is_changed(decided: Decided) -> None:
    assert differing(decided.url) == set()


def test_a_changed_rule_lists_exactly_the_decisions_that_it_touches(decided: Decided) -> None:
    """Those whose command rows name it, read as bare JSON; of a rule that is also looked at, others with them."""
    often = sorted(decided.asked, key=lambda rule: (len(decided.asked[rule]), rule))
    for rule in some(often, at_most=6):
        with turned_round(rule):
            found, asked = differing(decided.url), decided.asked[rule]
            assert asked < found if rule in CONSULTED else asked == found, rule
