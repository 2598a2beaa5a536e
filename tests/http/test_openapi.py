"""The document of everything: an example of every command and refusal, and a schema that says what validation says."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from adapters.http.document.commands import ALIKE, command_paths
from adapters.http.paths import ROOT, place_of
from adapters.http.questions.answers import FORMAT_OF
from adapters.http.questions.table import QUESTIONS, SEARCH
from adapters.telling.business import our_rules, ours
from adapters.telling.examples import command_example, stamped
from adapters.telling.refusals import refusing_rules, rules_of
from domain.kernel.command import COMMANDS, Command
from domain.kernel.ids import derived_id
from domain.kernel.rule import RULE_BOOK
from projections.sheets import SHEETS
from tests import examples
from tests.http.conftest import House

Json = dict[str, Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all: the document takes seconds to make, and no store has a part in it."""
    folder = tmp_path_factory.mktemp("document")
    made = House(f"sqlite:///{folder / 'kronika.db'}", folder)
    with made.client:
        yield made
    made.parts.close()


@pytest.fixture(scope="module")
def paths() -> Json:
    """Made once for all tests of this file."""
    return command_paths()


def operation(paths: Json, command: type[Command]) -> Json:
    place = place_of(command)
    found: Json = paths[f"{ROOT}/{place.folder}/{{identifier}}/{place.verb}"]["post"]
    return found


def test_every_example_is_a_command(paths: Json) -> None:
    """As its own validation sees it and as its schema says; the day of effect stands where one is asked for."""
    for topic, command in ours(COMMANDS).items():
        content = operation(paths, command)["requestBody"]["content"]["application/json"]
        said = content["example"]
        Draft202012Validator(content["schema"]).validate(said)
        command.model_validate({"target": str(derived_id("a file")), **said["data"]})
        assert ("effective_on" in said) == command.needs_day, topic
        assert said["data"] == command_example(command)


def test_no_schema_is_narrower_than_its_command(paths: Json) -> None:
    """The full example of each command, as it is stored, is one that the schema takes."""
    for topic, command in ours(COMMANDS).items():
        stored = examples.example(command).model_dump(mode="json", exclude_none=True)
        stored.pop("target")
        schema = operation(paths, command)["requestBody"]["content"]["application/json"]["schema"]
        problems = list(Draft202012Validator(schema).iter_errors({"data": _as_words(stored)}))
        assert not problems, (topic, problems[0].message, list(problems[0].path))


def _as_words(stored: Any) -> Any:
    """Prose is sent as words; what is stored of it is a commitment."""
    if isinstance(stored, dict):
        if stored.keys() == {"commitment"}:
            return "Example words."
        return {name: _as_words(one) for name, one in stored.items()}
    return [_as_words(one) for one in stored] if isinstance(stored, list) else stored


def test_every_refusal_has_an_example_of_a_rule_that_can_refuse(paths: Json) -> None:
    """The rules are found in the code of the decision; the two corrections ask those of what they correct."""
    for topic, command in ours(COMMANDS).items():
        refusal = operation(paths, command)["responses"]["422"]
        example = refusal["content"]["application/problem+json"]["example"]
        (violation,) = example["violations"]
        rule = RULE_BOOK[violation["rule"]]
        assert (example["status"], example["code"]) == (422, rule.code)
        assert violation["citation"] == str(rule.versions[-1].cites)
        assert refusal["x-rules"] == [one.code for one in refusing_rules(command)]
        assert bool(refusal["x-rules"]) == (command.aggregate != "entry"), topic


def test_the_rules_of_a_decision_are_those_that_it_asks() -> None:
    """Found directly, through a helper, and through another module."""
    asked = {rule.code for rule in rules_of(COMMANDS["contract.order-payment"])}
    assert {"contract.payment-after-effect", "contract.drawn-within-maximum", "mandate.covers-service"} <= asked
    found = {rule.code for command in ours(COMMANDS).values() for rule in rules_of(command)}
    assert len(found & our_rules().keys()) > len(our_rules()) * 0.8


def test_every_problem_has_an_example(house: House) -> None:
    """Whatever status an address documents as a problem shows how it reads."""
    document = house.client.get("/api/v1/openapi.json").json()
    shared = document["components"]["responses"]
    for path, operations in document["paths"].items():
        for one in operations.values():
            for status, answer in one["responses"].items():
                told = shared[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
                content = told.get("content", {}).get("application/problem+json")
                if content is not None:
                    assert told["content"].keys() == {"application/problem+json"}, (path, status)
                    assert content.keys() & {"example", "examples"} or int(status) not in ALIKE, (path, status)
    examples_of = [one["content"]["application/problem+json"]["examples"] for one in shared.values()]
    for example in (held["value"] for of_status in examples_of for held in of_status.values()):
        assert example.keys() >= {"type", "title", "status", "detail", "code"}


def test_every_condition_is_in_the_document(house: House) -> None:
    paths = house.client.get("/api/v1/openapi.json").json()["paths"]
    for question in (*QUESTIONS, SEARCH):
        one = paths[f"{ROOT}/{question.name}"]["get"]
        named = {parameter["name"] for parameter in one["parameters"]}
        missing = {name for name in question.columns.own if question.columns.find(name) is None}
        assert not missing
        assert {"provider", "sort", "cursor", "limit", "min_position", "valid", "known_seq"} <= named
        assert len(named) > len(question.columns.own)
        assert one["responses"]["200"]["content"].keys() == FORMAT_OF.keys()
        assert len([parameter["name"] for parameter in one["parameters"]]) == len(named), question.name


def test_every_example_can_be_sent(house: House) -> None:
    """By a role that may: it is recorded, a rule speaks against it, or no file is there; it is never unreadable."""
    permissions = house.parts.permissions
    callers = {role: house.caller(role) for role in permissions.roles if not permissions.is_of_provider(role)}
    commands = sorted(ours(COMMANDS).values(), key=lambda one: (one.aggregate == "office", one.topic))
    for command in commands:  # the office last: once it has given roles, nobody here holds one
        place, said = place_of(command), stamped(command)
        named = "" if command.opens else f"/{derived_id('a file')}"
        for role in [one for one in permissions.roles_for(command.topic) if one in callers][:1]:
            answer = callers[role].post(f"{ROOT}/{place.folder}{named}/{place.verb}", said.pop("data"), **said)
            statuses = {201, 404, 422} | ({403} if command.aggregate == "office" else set())
            assert answer.status_code in statuses, (command.topic, answer.text)


def test_the_directory_names_everything(house: House) -> None:
    """For whoever comes for the first time, known or not, in his language."""
    answer = house.client.get("/api/v1/", headers={"Accept-Language": "cs"})
    data = answer.json()["data"]
    commands = [one for folder in data["commands"].values() for one in folder]
    assert {one["command"] for one in commands} == ours(COMMANDS).keys()
    assert [one["name"] for one in data["questions"]] == [one.name for one in (*QUESTIONS, SEARCH)]
    assert [one["name"] for one in data["reports"]] == list(SHEETS)
    known = house.client.get("/api/v1/openapi.json").json()["paths"]
    for one in (*commands, *data["questions"]):
        assert one["path"] in known
    assert house.client.get("/api/v1/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    again = {"Accept-Language": "cs", "If-None-Match": answer.headers["ETag"]}
    assert house.client.get("/api/v1/", headers=again).status_code == 304
