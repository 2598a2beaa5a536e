"""Several commands in one request: each by itself, in order, recorded once; a refusal ends it unless it is to go on."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from adapters.http.commands.batch import MOST_BYTES, MOST_COMMANDS
from adapters.http.paths import opened_by_key
from tests.http.conftest import Caller, House

BATCH = "/api/v1/batch"


def send(caller: Caller, *commands: object, **more: Any) -> Response:
    headers = {"Authorization": f"Bearer {caller.secret}", **more.pop("headers", {})}
    return caller.client.post(BATCH, json={"commands": list(commands), **more}, headers=headers)


def conclusion(number: int = 1, *, key: UUID | None = None, **more: Any) -> dict[str, Any]:
    data = {"number": f"OLP/900{number}/2018", "regime": "tender", "maximum": "1000000.00 CZK"}
    command = {"key": str(key or uuid4()), "command": "contract.record-conclusion", "data": data}
    return {**command, "effective_on": "2018-01-02", **more}


def publication(target: str | None, **more: Any) -> dict[str, Any]:
    command = {"key": str(uuid4()), "command": "contract.record-publication", "target": target}
    return {**command, "data": {"register_id": "r-1"}, "effective_on": "2018-01-20", **more}


def payment(target: str = "OLP/9001/2018") -> dict[str, Any]:
    """Refused: the contract has no effect yet."""
    month = {"month": "2018-02", "amount": "80000.00 CZK"}
    data = {"order": "1", "amount": "80000.00 CZK", "account": "19-1/0800", "allocations": [month]}
    command = {"key": str(uuid4()), "command": "contract.order-payment", "target": target}
    return {**command, "data": data, "effective_on": "2018-02-10"}


def statuses(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["status"] for one in answer.json()["data"]["outcomes"]]


def test_commands_are_recorded_in_their_order(clerk: Caller, house: House) -> None:
    """The second is about the file that the first opens, named by its key; the third by its number."""
    key = uuid4()
    answer = send(clerk, conclusion(key=key), publication(f"key:{key}"), publication("OLP-9001-2018", version=2))
    outcomes = answer.json()["data"]["outcomes"]
    assert statuses(answer) == ["recorded", "recorded", "refused"]
    assert [one.get("position") for one in outcomes] == [1, 2, None]
    assert {one["aggregate"]["id"] for one in outcomes[:2]} == {str(opened_by_key(key))}
    assert outcomes[0]["location"] == f"/api/v1/contracts/{opened_by_key(key)}"
    assert (answer.json()["ok"], house.parts.ledger.head()) == (False, 2)
    assert clerk.get(f"/api/v1/contracts/key:{key}").json()["data"]["version"] == 2


def test_a_file_is_named_by_its_key_within_data_as_well(clerk: Caller) -> None:
    """A contract for the project that the command before it opens."""
    key, day = uuid4(), {"effective_on": "2018-01-02"}
    data = {"number": "CZ.03.2.60/0.0/0.0/15_005/0003862", "title": "Project", "programme": "OPZ"}
    project = {"key": str(key), "command": "project.take-over", "data": data, **day}
    contract = conclusion()
    contract["data"]["project"] = f"key:{key}"
    told = send(clerk, project, contract).json()["data"]["outcomes"]
    assert [one["status"] for one in told] == ["recorded", "recorded"], told
    assert told[1]["entries"][0]["data"]["project"] == told[0]["aggregate"]["id"] == str(opened_by_key(key))


def test_a_refusal_ends_the_batch(clerk: Caller, house: House) -> None:
    """What stands behind it is not tried; what stands before stays recorded: it is no transaction."""
    answer = send(clerk, conclusion(), payment(), conclusion(2))
    assert statuses(answer) == ["recorded", "refused", "not-tried"]
    refused = answer.json()["data"]["outcomes"][1]
    assert (refused["http_status"], refused["problem"]["code"]) == (422, "contract.payment-after-effect")
    assert refused["problem"]["violations"][0]["citation"] == "340/2015 § 6(1)"
    counts = {name: count for name, count in answer.json()["data"].items() if name != "outcomes"}
    assert counts == {"recorded": 1, "repeated": 0, "refused": 1, "not_tried": 1}
    assert house.parts.ledger.head() == 1


def test_it_goes_on_where_that_is_asked_for(clerk: Caller) -> None:
    answer = send(clerk, conclusion(), payment(), conclusion(2), on_refusal="go-on")
    assert statuses(answer) == ["recorded", "refused", "recorded"]


def test_sent_again_it_gives_the_first_answers(clerk: Caller, house: House) -> None:
    """Also where the first time ended in the middle: the rest is recorded now."""
    commands = [conclusion(), publication("OLP/9001/2018"), conclusion(2)]
    first = send(clerk, *commands[:2])
    again = send(clerk, *commands)
    assert statuses(again) == ["repeated", "repeated", "recorded"]
    for before, after in zip(first.json()["data"]["outcomes"], again.json()["data"]["outcomes"], strict=False):
        assert (before["entries"], before["position"]) == (after["entries"], after["position"])
    assert house.parts.ledger.head() == 3


def test_the_same_key_for_two_commands_is_a_conflict(clerk: Caller) -> None:
    key = uuid4()
    answer = send(clerk, conclusion(1, key=key), conclusion(2, key=key))
    assert statuses(answer) == ["recorded", "refused"]
    assert answer.json()["data"]["outcomes"][1]["problem"]["code"] == "reused"


def test_everybody_has_the_rights_that_he_has_anyway(house: House) -> None:
    answer = send(house.caller("auditor"), conclusion())
    (refused,) = answer.json()["data"]["outcomes"]
    assert (refused["http_status"], refused["problem"]["code"]) == (403, "not-allowed")
    assert house.client.post(BATCH, json={"commands": []}).status_code == 401


@pytest.mark.parametrize(
    ("command", "status", "code"),
    [
        ("text", 400, "invalid"),
        ({}, 404, "no-command"),
        ({"command": "contract.record-conclusio", "key": str(uuid4())}, 404, "no-command"),
        ({"command": "contract.record-conclusion"}, 400, "no-idempotency-key"),
        ({"command": "contract.record-conclusion", "key": 7}, 400, "invalid"),
        ({"command": "contract.record-publication", "key": str(uuid4())}, 400, "invalid"),
        (publication("OLP/9999/2018"), 404, "not-found"),
        (publication("key:nothing"), 404, "not-found"),
        (publication(f"key:{uuid4()}"), 404, "not-found"),
        (publication("OLP/9999/2018", version="7"), 400, "invalid"),
        (publication("OLP/9999/2018", version=True), 400, "invalid"),
        (conclusion(colour="red"), 400, "invalid"),
        (conclusion(data=[]), 400, "invalid"),
        (conclusion(data={"number": 7}), 400, "invalid"),
        (conclusion(actor={"role": "administrator"}), 400, "invalid"),
        (conclusion(effective_on="yesterday"), 400, "invalid"),
    ],
)
def test_what_is_wrong_with_one_command_is_told_in_its_place(
    clerk: Caller, command: object, status: int, code: str
) -> None:
    answer = send(clerk, command, conclusion(), on_refusal="go-on")
    assert statuses(answer) == ["refused", "recorded"]
    wrong = answer.json()["data"]["outcomes"][0]
    assert (wrong["http_status"], wrong["problem"]["code"]) == (status, code)


def test_everything_wrong_with_one_command_is_told_at_once(clerk: Caller) -> None:
    """Its own words, what stands around the data, and the data."""
    wrong = publication(None, version=True, colour="red", data={"register": 1}, effective_on="yesterday")
    (outcome,) = send(clerk, wrong).json()["data"]["outcomes"]
    told = [one["path"] for one in outcome["problem"]["fields"]]
    assert told == ["target", "version", "colour", "effective_on", "data.register_id", "data.register"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "commands"),
        ({"commands": {}}, "commands"),
        ({"commands": []}, "commands"),
        ({"commands": [{}] * (MOST_COMMANDS + 1)}, "commands"),
        ({"commands": [{}], "on_refusal": "perhaps"}, "on_refusal"),
        ({"commands": [{}], "on_refusal": ["stop"]}, "on_refusal"),
        ({"commands": [{}], "atomic": True}, "atomic"),
    ],
)
def test_a_batch_that_cannot_be_read_is_not_tried(clerk: Caller, body: dict[str, Any], path: str) -> None:
    answer = clerk.client.post(BATCH, json=body, headers={"Authorization": f"Bearer {clerk.secret}"})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (400, path)


def test_a_batch_has_a_longest_length(clerk: Caller) -> None:
    answer = send(clerk, conclusion(reason="x" * MOST_BYTES))
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert send(clerk, conclusion(), headers={"Content-Type": "text/plain"}).status_code == 415
