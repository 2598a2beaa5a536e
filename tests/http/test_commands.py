"""A command over HTTP is the same command: recorded once, refused with its reasons, and only for those who may."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from adapters.http.paths import ROOT, place_of
from adapters.telling.business import ours
from domain.kernel.command import COMMANDS
from tests.http.conftest import CONTRACTS, NUMBER, Caller, House

ON_FILE = f"{CONTRACTS}/OLP-9001-2018"
UNRULED = {"number": NUMBER, "regime": "tender", "provider": "Provider"}
ORDER = {
    "order": "1",
    "amount": "80000.00 CZK",
    "account": "19-1/0800",
    "allocations": [{"month": "2018-02", "amount": "80000.00 CZK"}],
}


def test_what_is_recorded_is_told_with_its_place_and_version(clerk: Caller) -> None:
    answer = clerk.conclude()
    told = answer.json()
    assert (answer.status_code, told["position"], told["aggregate"]["version"]) == (201, 1, 1)
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"{CONTRACTS}/{told['aggregate']['id']}"
    assert clerk.get(answer.headers["Location"]).json()["data"]["fields"]["number"] == NUMBER
    stamp = told["entries"][0]["stamp"]
    assert stamp["actor"] == {"role": "clerk", "person": "p-clerk"}
    assert (stamp["source"]["kind"], stamp["effective_on"]) == ("api", "2018-01-02")


def test_a_retry_after_midnight_means_the_day_on_which_it_was_first_sent(clerk: Caller, house: House) -> None:
    """Whoever names no day and loses the answer must not be told of a conflict because a day has passed."""
    clerk.conclude()
    key, movement = uuid4(), {"movement": "m-1", "amount": "10.00 CZK"}
    first = clerk.post(f"{ON_FILE}/record-movement", movement, key=key)
    house.now += timedelta(days=1)
    again = clerk.post(f"{ON_FILE}/record-movement", movement, key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["entries"] == first.json()["entries"]
    other = clerk.post(f"{ON_FILE}/record-movement", {**movement, "amount": "11.00 CZK"}, key=key)
    assert (other.status_code, other.json()["code"]) == (409, "reused")


def test_the_same_key_again_gives_the_first_answer(clerk: Caller, house: House) -> None:
    key = uuid4()
    first, again = clerk.conclude(key=key), clerk.conclude(key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["is_repeat"]
    assert again.json()["entries"] == first.json()["entries"]
    assert house.parts.ledger.head() == 1


def test_the_same_key_for_something_else_is_a_conflict(clerk: Caller) -> None:
    key = uuid4()
    clerk.conclude(key=key)
    answer = clerk.conclude("OLP/9002/2018", key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "reused")


def test_a_refusal_carries_the_rule_its_sentence_and_the_facts(clerk: Caller) -> None:
    clerk.conclude()
    answer = clerk.post(f"{ON_FILE}/order-payment", ORDER, effective_on="2018-02-10")
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == problem["violations"][0]["rule"] == "contract.payment-after-effect"
    assert problem["violations"][0]["citation"] == "340/2015 § 6(1)"
    assert problem["violations"][0]["facts"]["concluded_on"] == "2018-01-02"


def test_the_sentence_comes_in_the_language_of_the_caller(clerk: Caller) -> None:
    clerk.conclude()
    told = {
        language: clerk.post(f"{ON_FILE}/order-payment", ORDER, headers={"Accept-Language": language}).json()["detail"]
        for language in ("cs-CZ,en;q=0.5", "en")
    }
    assert [detail.split()[0] for detail in told.values()] == ["Smlouva,", "A"]


def test_a_file_that_has_moved_on_is_not_written(clerk: Caller, house: House) -> None:
    clerk.conclude()
    publish = (f"{ON_FILE}/record-publication", {"register_id": "r-1"})
    stale = clerk.post(*publish, headers={"If-Match": '"7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "outdated")
    key = uuid4()
    assert clerk.post(*publish, key=key, headers={"If-Match": '"1"'}).status_code == 201
    assert clerk.post(*publish, key=key, headers={"If-Match": '"1"'}).status_code == 200
    assert house.parts.ledger.head() == 2


def test_whoever_has_not_seen_the_file_as_it_is_hears_that_first(clerk: Caller) -> None:
    """What the law says to a command on a file that has moved on may be another thing once it was read again."""
    clerk.conclude()
    unpaid = clerk.post(f"{ON_FILE}/order-payment", ORDER, effective_on="2018-02-10", headers={"If-Match": '"7"'})
    assert (unpaid.status_code, unpaid.json()["code"]) == (412, "outdated")
    papers: dict[str, Any] = {"documents": ["0" * 64], "effective_on": "2018-02-10"}
    unproven = clerk.post(f"{ON_FILE}/order-payment", ORDER, headers={"If-Match": '"7"'}, **papers)
    assert unproven.status_code == 412
    seen = clerk.post(f"{ON_FILE}/order-payment", ORDER, effective_on="2018-02-10", headers={"If-Match": '"1"'})
    assert seen.status_code == 422


def test_everything_that_is_wrong_is_told_at_once(clerk: Caller) -> None:
    """Around the data, in the stamp and in the data; whoever mends one of them is not told of the next only then."""
    data = {"number": "OLP/1/2018", "regime": "lease", "nmber": 1, "target": "x"}
    answer = clerk.post(f"{CONTRACTS}/record-conclusion", data, effective_on="yesterday", colour="red", resaon="x")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [one["path"] for one in answer.json()["fields"]] == [
        "colour",
        "resaon",
        "data.target",
        "effective_on",
        "data.regime",
        "data.nmber",
    ]


def test_a_field_that_there_is_not_is_told_before_a_file_that_there_is_not(clerk: Caller) -> None:
    path = f"{CONTRACTS}/OLP-9999-2018/order-payment"
    answers = clerk.post(path, ORDER, colour="red"), clerk.post(path, ORDER)
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "invalid"), (404, "not-found")]


def test_who_may_not_send_a_command_learns_nothing_of_its_fields(house: House) -> None:
    answer = house.caller("auditor").post(f"{CONTRACTS}/record-conclusion", {}, colour="red")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


@pytest.mark.parametrize(
    ("body", "code", "path"),
    [
        (b"{", "not-json", None),
        (b"[]", "not-json", None),
        (b'{"data": 1}', "invalid", "data"),
        (b'{"data": {}, "colour": "red"}', "invalid", "colour"),
        (b'{"data": {"target": "x"}}', "invalid", "data.target"),
        (b'{"data": {"number": "OLP/1/2018", "nmber": 1}}', "invalid", "data.nmber"),
        (b'{"data": {"number": "OLP/1/2018"}, "effective_on": "yesterday"}', "invalid", "effective_on"),
        (b'{"data": {}, "actor": {"role": "administrator"}}', "invalid", "actor"),
    ],
)
def test_what_cannot_be_read_is_named(clerk: Caller, house: House, body: bytes, code: str, path: str | None) -> None:
    answer = house.client.post(
        f"{CONTRACTS}/record-conclusion",
        content=body,
        headers={"Authorization": f"Bearer {clerk.secret}", "Idempotency-Key": str(uuid4())},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert path is None or path in {one["path"] for one in answer.json()["fields"]}
    assert house.parts.ledger.head() == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{\n "data": {"number" 1}}', "tělo není objekt JSON: chybí „:“ (řádek 2, sloupec 20)"),
        ('{"data": {"number": "č"}}'.encode("cp1250"), "tělo není text v UTF-8 (bajt 22)"),
        (b'{"data": {"number": NaN}}', "tělo není objekt JSON: NaN není v JSON číslo"),
    ],
)
def test_what_is_no_json_is_told_with_its_place_in_the_callers_language(clerk: Caller, body: bytes, said: str) -> None:
    """Whoever wrote the body finds the spot, and reads no English who asked for Czech."""
    headers = {"Authorization": f"Bearer {clerk.secret}", "Accept-Language": "cs"}
    answer = clerk.client.post(f"{CONTRACTS}/record-conclusion", content=body, headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (400, said)


def test_a_body_may_begin_with_a_byte_order_mark(clerk: Caller) -> None:
    """Editors on Windows write one; it is no reason to send a command back."""
    body = json.dumps({"data": UNRULED, "effective_on": "2018-01-02"}).encode("utf-8-sig")
    headers = {"Authorization": f"Bearer {clerk.secret}", "Idempotency-Key": str(uuid4())}
    assert clerk.client.post(f"{CONTRACTS}/record-conclusion", content=body, headers=headers).status_code == 201


def test_a_command_needs_a_key_of_its_own(clerk: Caller, house: House) -> None:
    headers = {"Authorization": f"Bearer {clerk.secret}"}
    answer = house.client.post(f"{CONTRACTS}/record-conclusion", json={"data": {}}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "no-idempotency-key")


def test_a_body_beyond_the_limit_is_not_read(clerk: Caller) -> None:
    answer = clerk.post(f"{CONTRACTS}/record-conclusion", {"number": "x" * 1_100_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_command_that_is_not_there_names_the_nearest(clerk: Caller) -> None:
    answer = clerk.post(f"{ON_FILE}/order-paymnt", {})
    assert (answer.status_code, answer.json()["nearest"][0]) == (404, "order-payment")
    assert clerk.post(f"{CONTRACTS}/order-payment", ORDER).status_code == 404
    assert clerk.post(f"{ON_FILE}/order-payment", ORDER).json()["code"] == "not-found"


def test_a_role_may_send_only_its_commands(house: House) -> None:
    house.caller().conclude()
    answer = house.caller("auditor").post(f"{ON_FILE}/record-publication", {"register_id": "r-1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert "clerk" in answer.json()["roles"]


def test_every_command_has_an_address_in_the_document(house: House) -> None:
    paths = house.client.get("/api/v1/openapi.json").json()["paths"]
    for topic, command in ours(COMMANDS).items():
        place = place_of(command)
        assert paths[f"{ROOT}/{place.folder}/{{identifier}}/{place.verb}"]["post"]["operationId"] == topic
    assert "$ref" not in str(paths[f"{CONTRACTS}/{{identifier}}/order-payment"]["post"]["requestBody"])


@pytest.mark.parametrize("named", ["1", "OLP-9001-2018"])
def test_a_correction_is_sent_to_the_entry_or_to_its_file(clerk: Caller, named: str) -> None:
    """Whoever reads the log knows the number of the entry; the file is known by it."""
    clerk.conclude()
    data = {"entry": 1, "data": {**UNRULED, "maximum": "900000.00 CZK"}}
    corrected = clerk.post(f"/api/v1/entries/{named}/correct", data, reason="Misread.")
    assert (corrected.status_code, corrected.json()["entries"][0]["topic"]) == (201, "entry.corrected")
    told = clerk.get(ON_FILE).json()["data"]["fields"]
    assert told["maximum"]["minor"] == 90_000_000


@pytest.mark.parametrize("named", ["9", "0", "9" * 30, "OLP-9099-2018", "²"])
def test_a_correction_of_what_is_not_there_is_told_by_what_was_written(clerk: Caller, named: str) -> None:
    clerk.conclude()
    answer = clerk.post(f"/api/v1/entries/{named}/correct", {"entry": 1, "data": {}}, reason="Misread.")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert named in answer.json()["detail"]


def test_a_folder_that_is_not_there_names_the_nearest(clerk: Caller) -> None:
    answer = clerk.post("/api/v1/contract/OLP-9001-2018/order-payment", ORDER)
    assert (answer.status_code, answer.json()["nearest"]) == (404, ["contracts"])
