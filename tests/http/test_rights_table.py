"""Every cell of the role table over HTTP: each role sends each command and asks for each reading.

Rights are checked before the decision, so a command on a file that is not there is enough: 403 where the table says no,
and something else where it says yes. Nothing is ever recorded: no file stands at the version in If-Match.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from adapters.http.paths import ROOT, collection, place_of
from adapters.http.questions.table import QUESTIONS
from adapters.http.sealing.public import PREFIXES
from adapters.telling.business import KINDS, ours
from application.rights.readings import READINGS, file_of
from application.rights.roles import ROLES
from domain.kernel.command import COMMANDS, Command
from projections.sheets import SHEETS
from tests.examples import example
from tests.http.conftest import Caller, House
from tests.http.staff import GIVEN, MACHINES, caller, staff

OURS = ours(COMMANDS)
ROLE = {role.name: role for role in ROLES}
NAMES = tuple(ROLE)
NOT_OVER_HTTP = {"vault", "accounts", "tokens", "backup"}
"""What is read in the house only, or through doors with tests of their own."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Nobody has been given a role."""
    yield from _house(tmp_path_factory, is_staffed=False)


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Every role is held by somebody."""
    yield from _house(tmp_path_factory, is_staffed=True)


def _house(factory: pytest.TempPathFactory, *, is_staffed: bool) -> Iterator[House]:
    folder = factory.mktemp("rights")
    made = House(f"sqlite:///{folder / 'kronika.sqlite'}", folder)
    if is_staffed:
        staff(made)
    with made.client:
        yield made
    made.parts.close()


def _body(command: type[Command]) -> dict[str, Any]:
    data: dict[str, Any] = example(command).model_dump(mode="json", exclude={"target"})
    return data


BODIES = {topic: _body(command) for topic, command in OURS.items()}


def _sent(by: Caller, topic: str) -> tuple[bool, int, str]:
    """Whether the door let it through, with what it answered."""
    place = place_of(OURS[topic])
    never = {"If-Match": '"999999"'}
    answer = by.post(f"{ROOT}/{place.folder}/{uuid4()}/{place.verb}", BODIES[topic], headers=never)
    code = str(answer.json()["code"])
    assert answer.status_code in {403, 404, 409, 412, 422}, (topic, answer.text)
    assert (answer.status_code == 403) == (code == "not-allowed"), (topic, answer.text)
    return answer.status_code != 403, answer.status_code, code


def _wrong(by: Caller, expected: dict[str, bool]) -> dict[str, object]:
    found = {topic: _sent(by, topic) for topic in expected}
    return {topic: told for topic, told in found.items() if told[0] != expected[topic]}


@pytest.mark.parametrize("role", NAMES)
def test_every_command_is_for_the_roles_of_the_table(staffed: House, role: str) -> None:
    """A machine acts through the door of the timers; a token in its name opens nothing once roles are given."""
    head = staffed.parts.ledger.head()
    expected = {topic: role not in MACHINES and ROLE[role].may(topic) for topic in OURS}
    assert _wrong(caller(staffed, role), expected) == {}
    assert staffed.parts.ledger.head() == head


@pytest.mark.parametrize("role", NAMES)
def test_before_the_first_role_the_table_alone_decides(empty: House, role: str) -> None:
    """But for a provider: it has nothing of its own before the office says whose it is."""
    some = list(OURS)[:: 1 if role == "provider" else 12]
    expected = {topic: role != "provider" and ROLE[role].may(topic) for topic in some}
    assert _wrong(caller(empty, role), expected) == {}
    assert empty.parts.ledger.head() == 0


# Readings -------------------------------------------------------------------------------------------------------------


def _addresses() -> dict[str, str]:
    """Where each reading is asked for."""
    files = {file_of(kind): f"{ROOT}/{collection(kind)}/{uuid4()}" for kind in KINDS}
    views = {question.name: f"{ROOT}/{question.name}" for question in QUESTIONS}
    reports = {f"report.{name}": f"{ROOT}/reports/{name}" for name in SHEETS}
    others = {name: f"{ROOT}/{name}" for name in ("events", "seal", "permissions", "readings")}
    own = {"search": f"{ROOT}/search?text=x", "evidence": f"{ROOT}/evidence/{'0' * 64}", "metrics": "/metrics"}
    return {**files, **views, **reports, **others, **own}


ADDRESSES = _addresses()


def test_every_question_of_a_door_is_a_reading_of_the_table() -> None:
    assert set(READINGS) == set(ADDRESSES) | NOT_OVER_HTTP


@pytest.mark.parametrize("role", NAMES)
@pytest.mark.parametrize("is_staffed", [True, False], ids=["staffed", "empty"])
def test_every_reading_is_for_the_roles_of_the_table(empty: House, staffed: House, role: str, is_staffed: bool) -> None:
    by = caller(staffed if is_staffed else empty, role)
    is_nobody = role in MACHINES if is_staffed else role == "provider"
    answers = {name: by.get(address) for name, address in ADDRESSES.items()}
    assert {answer.status_code for answer in answers.values()} <= {200, 403, 404}
    read = {name for name, answer in answers.items() if answer.status_code != 403}
    assert read == {name for name in ADDRESSES if ROLE[role].may_read(name) and not is_nobody}
    for name, answer in answers.items():
        if answer.status_code == 403:
            assert (answer.json()["code"], answer.json()["asked"]) == ("not-allowed", name)
            assert answer.json()["roles"] == [one for one in NAMES if ROLE[one].may_read(name)]


OPEN = {
    f"{ROOT}/": 200,
    "/healthz": 200,
    "/readyz": 200,
    **{f"{log}/{what}": 404 for log in PREFIXES.values() for what in ("checkpoint", "key", "tile/{level}/{tile}")},
    f"{ROOT}/seal/consistency": 400,
}
"""What tells nothing of any file, and nothing of anybody; here nothing is sealed."""
OWN = {
    f"{ROOT}/{path}" for path in ("session", "sessions", "login/oidc", "login/oidc/callback", "evidence-uploads/{name}")
}
"""What is about the caller's own login or upload; it has tests of its own."""
NAMED = {
    "folder": "contracts",
    "identifier": str(uuid4()),
    "field": "number",
    "name": "drawdown",
    "sha256": "0" * 64,
    "position": "1",
    "level": "0",
    "tile": "000.p/1",
}


def test_no_address_answers_somebody_who_may_read_nothing(staffed: House) -> None:
    """Whoever adds a question without asking for the right to read it fails here."""
    nobody = caller(staffed, "timer")
    paths = staffed.client.get(f"{ROOT}/openapi.json").json()["paths"]
    asked = {path: path.format_map(NAMED) for path, item in paths.items() if "get" in item and path not in OWN}
    answered = {path: nobody.get(address).status_code for path, address in asked.items()}
    assert {path: status for path, status in answered.items() if status != 403} == OPEN


def test_whoever_reads_the_feed_may_read_every_file() -> None:
    """It tells of all of them."""
    for role in ROLES:
        assert not role.may_read("events") or all(role.may_read(file_of(kind)) for kind in KINDS)


def test_an_auditor_reads_everything_and_sends_nothing() -> None:
    auditor = ROLE["auditor"]
    assert all(auditor.may_read(name) for name in READINGS)
    assert not any(auditor.may(topic) for topic in OURS)


def test_every_role_of_an_office_reads_something_and_no_reading_is_for_nobody() -> None:
    assert all(any(ROLE[name].may_read(one) for one in READINGS) for name in GIVEN)
    assert all(any(role.may_read(one) for role in ROLES if role.name != "auditor") for one in READINGS)
