"""What holds for every rule, command, event and aggregate of the house, those of tomorrow included."""

import inspect
import re
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from application.business import BUSINESS, is_business
from application.rights.roles import ROLES
from domain.contract.commands import ApprovePayment
from domain.contract.events.drawing import ApprovalRole
from domain.contract.rules.drawing import OWN_ROLES
from domain.kernel.aggregate import AGGREGATES
from domain.kernel.command import COMMANDS, Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import CORRECTIONS
from domain.kernel.event import CATALOGUE, Event
from tests.examples import example
from tools.docs import our_rules

TESTS = Path(__file__).parent.parent
RULES = our_rules()
COMMAND_CLASSES = [c for c in COMMANDS.values() if is_business(c.__module__)]
EVENT_CLASSES = [e for e in CATALOGUE.values() if is_business(e.__module__)]
TOPIC = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="session")
def words_of_tests() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py"))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_a_rule_says_what_whence_and_since_when(rule: Any, words_of_tests: str) -> None:
    """Code, citation, dates in force without overlap, a sentence in both languages, and a test that names it."""
    assert CODE.fullmatch(rule.code)
    for version in rule.versions:
        assert version.cites.act
        assert version.sentence.endswith("."), rule.code
        assert "\n" not in version.sentence, rule.code
        assert version.sentence_cs.endswith("."), rule.code
        assert version.until is None or version.since < version.until
    starts = [version.since for version in rule.versions]
    assert starts == sorted(starts)
    assert isinstance(starts[0], date)
    assert rule.code in words_of_tests or rule.label in words_of_tests, f"no test names {rule.code}"


@pytest.mark.parametrize("command", COMMAND_CLASSES, ids=lambda c: c.topic)
def test_a_command_is_decided_explained_and_allowed_to_somebody(command: type[Command]) -> None:
    assert TOPIC.fullmatch(command.topic)
    assert command.kind in {"act", "observation", "takeover"}
    assert inspect.getdoc(command)
    assert any(role.may(command.topic) for role in ROLES)
    deciding = [a for a in BUSINESS if command in a.decisions]
    assert deciding if command.aggregate == "entry" else [a.kind for a in deciding] == [command.aggregate]


def test_the_three_who_approve_a_payment_are_roles_of_the_office() -> None:
    """§ 26 Act 320/2001: only these three roles may approve, each as what the role table calls it."""
    approving = {role.name: role.en for role in ROLES if role.may(ApprovePayment.topic)}
    assert approving == OWN_ROLES
    assert set(OWN_ROLES.values()) == set(get_args(ApprovalRole))


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda e: e.topic)
def test_an_event_is_explained_and_taken_in(event: type[Event]) -> None:
    """Every event has a `when` in the aggregate that its topic names; a missing one fails here, not at a user's."""
    assert TOPIC.fullmatch(event.topic)
    assert inspect.getdoc(event)
    if event not in CORRECTIONS:
        assert event in AGGREGATES[event.topic.split(".", 1)[0]].handlers


@pytest.mark.parametrize("model", [*EVENT_CLASSES, *COMMAND_CLASSES], ids=lambda m: m.topic)
def test_what_is_stored_is_exact_and_frozen(model: type[BaseModel]) -> None:
    """No float anywhere, no list, and every model frozen."""
    for name, inner in _types(model):
        assert inner is not float, f"{model.__name__}.{name} may hold a float"
        assert inner is not list, f"{model.__name__}.{name} is a list"
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            assert inner.model_config.get("frozen"), f"{inner.__name__} is not frozen"


def _types(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        for inner in _inside(field.annotation):
            yield name, inner
            if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not model:
                yield from _types(inner)


def _inside(annotation: Any) -> Iterator[Any]:
    if not isinstance(annotation, types.GenericAlias) or annotation.__origin__ is not dict:
        yield getattr(annotation, "__origin__", annotation)
        for argument in get_args(annotation):
            yield from _inside(argument)


@pytest.mark.parametrize("command", COMMAND_CLASSES, ids=lambda c: c.topic)
def test_every_command_has_an_example_that_survives_json(command: type[Command]) -> None:
    made = example(command)
    assert command.model_validate_json(made.model_dump_json(exclude_none=True)) == made


def test_corrections_work_on_every_aggregate() -> None:
    assert all({CorrectEntry, TakeBackEntry} <= aggregate.decisions.keys() for aggregate in BUSINESS)
