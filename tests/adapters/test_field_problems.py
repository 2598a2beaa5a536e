"""Whatever is wrong with a field is said in the language asked for, and says what would be right."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

import application.business  # noqa: F401  # registers every command
from adapters.telling.examples import Examples
from adapters.telling.field_problems import EXPECTED, NAMES, WHY, field_json, field_line, field_reason
from adapters.telling.speech import Speech
from application.schemas import command_schema
from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import COMMANDS, Command
from domain.kernel.registry import Ico, Identifier, InvalidIdentifier, OrpCode
from domain.kernel.wrong_fields import FieldProblem, field_problems

CZECH, ENGLISH = Speech("cs"), Speech("en")
WRONG: tuple[Any, ...] = (
    None,
    True,
    7,
    1.5,
    "",
    "x",
    "1 234,50",
    "\x00",
    [],
    ["x"],
    {},
    {"act": ""},
    {"start": "2020-01-01", "end": "2019-01-01"},
    "x" * 5000,
)
WORDS_OF_PYDANTIC = ("Input", "should", "expected", "String", "Field", "Value", "UUID input", "valid", " or ")


def _spoilt(value: Any) -> Iterator[Any]:
    """The value with each of its parts replaced by something that does not belong there."""
    yield from WRONG
    if isinstance(value, dict):
        yield {**value, "nonsense": 1}
        for name, part in value.items():
            yield from ({**value, name: one} for one in _spoilt(part))
    if isinstance(value, list) and value:
        yield from ([one] for one in _spoilt(value[0]))


def _problems(command: type[Command], seen: set[str]) -> Iterator[FieldProblem]:
    """What is found wrong when each field in turn holds something else; a kind of field is spoilt once."""
    schema = command_schema(command)
    examples = Examples(schema.get("$defs", {}))
    right = {name: examples.of(field, name) for name, field in schema["properties"].items()}
    for name, value in right.items():
        kind = str({key: part for key, part in schema["properties"][name].items() if key != "title"})
        for one in _spoilt(value) if kind not in seen else ():
            try:
                read_as_sent(command, {name: one})
            except ValidationError as error:
                yield from (problem for problem in field_problems(error, command) if problem.path.startswith(name))
        seen.add(kind)


def test_whatever_is_wrong_in_a_command_is_said_in_czech() -> None:
    """No sentence of pydantic and none in English stands in a Czech answer, for any field of any command."""
    seen: set[str] = set()
    once = {(one.type, one.message): one for command in COMMANDS.values() for one in _problems(command, seen)}
    said = {key: field_reason(CZECH, one) for key, one in once.items()}
    wrong = {key: text for key, text in said.items() if any(word in text for word in WORDS_OF_PYDANTIC)}
    assert not wrong
    assert len({kind for kind, _ in once}) > 25, "the spoilt fields are hardly wrong in any way"
    assert not [key for key, text in said.items() if text == "není to, co se zde očekává"]


def test_every_number_that_people_write_has_its_name_and_form_in_czech() -> None:
    """A new kind of number brings its Czech words along."""
    assert {one.name for one in Identifier.__subclasses__()} == NAMES.keys()
    assert {one.expected for one in Identifier.__subclasses__()} == EXPECTED.keys()


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        (Ico, "12345678", "poslední číslice by musela být 9 (modulo 11)"),
        (OrpCode, "Liberec", "má jiný tvar; očekává se kód od 5101 (Česká Lípa) do 5110 (Železný Brod)"),
    ],
)
def test_a_wrong_number_is_explained_in_czech(kind: type[Identifier], written: str, expected: str) -> None:
    """What the number is not, why, and what it would look like."""
    with pytest.raises(InvalidIdentifier) as found:
        kind(written)
    reason = field_reason(CZECH, FieldProblem("ico", "value_error", str(found.value)))
    assert expected in reason
    assert reason.startswith(f"'{written}' není {NAMES[kind.name]}")


def test_every_reason_of_a_wrong_number_is_known() -> None:
    """The Czech of the reasons is complete."""
    for why, czech in WHY.items():
        message = f"'x' is not an IČO: {why.format(9)}; expected 7 digits, for example 7"
        assert czech.format(9) in field_reason(CZECH, FieldProblem("x", "value_error", message))


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_pattern_is_never_shown_where_words_are_known(language: str) -> None:
    """A key of a person and the SHA-256 of a file say where they come from."""
    for pattern, command in (("^p-[0-9a-f]{16}$", "kronika person add"), ("^[0-9a-f]{64}$", "kronika evidence add")):
        problem = FieldProblem("by", "string_pattern_mismatch", "String should match", {"pattern": pattern})
        reason = field_reason(CZECH if language == "cs" else ENGLISH, problem)
        assert pattern not in reason
        assert command in reason


def test_an_unknown_problem_is_said_in_english_as_pydantic_says_it_and_in_czech_in_general() -> None:
    """Better a general Czech sentence than an English one."""
    problem = FieldProblem("x", "new_kind_of_error", "Input should be purple")
    assert field_reason(ENGLISH, problem) == "Input should be purple"
    assert field_reason(CZECH, problem) == "není to, co se zde očekává"


def test_the_message_for_machines_is_in_the_language_of_the_caller() -> None:
    """Path and type are for programs, the message for people; what was written stands in it."""
    context = {"expected": "'esf', 'state' or 'own'"}
    problem = FieldProblem("funding.0.source", "literal_error", "Input should be …", context, written="ESF")
    assert field_json(CZECH, problem) == {
        "path": "funding.0.source",
        "type": "literal_error",
        "message": "“ESF” musí být jedno z: 'esf', 'state' nebo 'own'",
        "nearest": None,
    }


def test_the_nearest_known_field_is_suggested() -> None:
    """A slip of the finger is told as one."""
    problem = FieldProblem("nmber", "extra_forbidden", "Extra inputs are not permitted", nearest="number")
    assert field_line(CZECH, problem) == "  nmber: není polem tohoto příkazu; nemysleli jste number?"


def test_a_list_of_wrong_items_is_not_called_too_short() -> None:
    """That the list is empty without them follows from the items alone."""
    command = COMMANDS["contract.order-payment"]
    with pytest.raises(ValidationError) as found:
        command.model_validate({"target": "OLP/1/2018", "allocations": [{"month": "1/2026", "amount": "1,5"}]})
    types = {one.path: one.type for one in field_problems(found.value, command)}
    assert "allocations" not in types
    assert types["allocations.0.month"] == "value_error"
