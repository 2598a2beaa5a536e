"""What may stand in the body and the headers of a command, and how everything else is answered."""

from pathlib import Path
from uuid import uuid4

import pytest
from httpx2 import Response

from tests.http.conftest import CONTRACTS, Caller, House
from tests.ledgers import sqlite_ledger

ON_FILE = f"{CONTRACTS}/OLP-9001-2018"
PUBLISH = f"{ON_FILE}/record-publication"
KEY = "7b1f7c1e-0000-4000-8000-00000000000a"
DATA = b'{"data": {"number": "OLP/9001/2018", "regime": "tender"}}'


@pytest.fixture
def ledger_url(tmp_path: Path) -> str:
    """In a file: what is read here is read before any store is asked."""
    return sqlite_ledger(tmp_path)


def post(caller: Caller, body: bytes, **headers: str) -> Response:
    sent = {"Authorization": f"Bearer {caller.secret}", "Idempotency-Key": str(uuid4()), **headers}
    return caller.client.post(f"{CONTRACTS}/record-conclusion", content=body, headers=sent)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ('APPLICATION/JSON;charset="UTF-8"', 201),
        ("application/vnd.office+json", 201),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json; charset=utf-16", 415),
        ("application/jsonx", 415),
        ("", 415),
    ],
)
def test_a_body_is_json_and_says_so(clerk: Caller, kind: str, status: int) -> None:
    answer = post(clerk, DATA, **{"Content-Type": kind})
    assert answer.status_code == status
    assert status == 201 or answer.json()["code"] == "not-json-type"


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe{}",
        b'{"data": "\xff"}',
        b'{"data": {"number": "\\ud800"}}',
        b'{"data": {"number": "\\u0000"}}',
        b'{"data": {"number": NaN}}',
        b'{"data": {}, "data": {}}',
        b'{"data": {"number": ' + b"9" * 5000 + b"}}",
        b'{"data": ' + b"[" * 100_000,
        b'{"data": ' + b"[" * 100 + b"]" * 100 + b"}",
        b'{"data": {"project": ' + b"[" * 600 + b'"\\u0000"' + b"]" * 600 + b"}}",
        b'{"data": ' + b'{"a":' * 600 + b"1" + b"}" * 600 + b"}",
        b"[" * 990 + b"]" * 990,
        b'{"data": {"number": 1e400}}',
        b'{"data": {"maximum": 1.5}}',
        b'{"effective_on": "9999999-01-01"}',
        b'{"effective_on": 1e18}',
    ],
)
def test_a_body_that_is_no_command_is_refused(clerk: Caller, house: House, body: bytes) -> None:
    answer = post(clerk, body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert house.parts.ledger.head() == 0


@pytest.mark.parametrize(
    "spelling", [KEY, KEY.upper(), KEY.replace("-", ""), f"{{{KEY}}}", f"urn:uuid:{KEY}", f'"{KEY}"', f" {KEY} "]
)
def test_a_key_is_the_same_in_any_spelling(clerk: Caller, spelling: str) -> None:
    first = post(clerk, DATA, **{"Idempotency-Key": KEY})
    again = post(clerk, DATA, **{"Idempotency-Key": spelling})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["entries"] == first.json()["entries"]


@pytest.mark.parametrize(
    "spelling", ["", "7", KEY[:-1], KEY + "0", KEY.replace("-", "_"), f"{KEY},{KEY}", "\u00b2" * 32]
)
def test_a_key_that_is_no_uuid_is_refused(clerk: Caller, spelling: str) -> None:
    headers = [
        (b"authorization", f"Bearer {clerk.secret}".encode()),
        (b"idempotency-key", spelling.encode("latin-1")),
        (b"content-type", b"application/json"),
    ]
    answer = clerk.client.post(f"{CONTRACTS}/record-conclusion", content=DATA, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "no-idempotency-key")


@pytest.mark.parametrize(
    ("match", "status"),
    [
        ('"1"', 201),
        ('W/"1"', 201),
        ("1", 201),
        ("*", 201),
        ('"7", "1"', 201),
        ('"1", "7"', 201),
        ('"7"', 412),
        ('"7", W/"8"', 412),
        ('"0"', 412),
        ("seven", 400),
        ("", 400),
        ('"1",', 400),
        ('"-1"', 400),
        ('"1.0"', 400),
        ('"' + "9" * 10 + '"', 400),
        (", ".join(['"1"'] * 11), 400),
    ],
)
def test_a_version_is_said_in_any_form_of_a_tag(clerk: Caller, match: str, status: int) -> None:
    clerk.conclude()
    answer = clerk.post(PUBLISH, {"register_id": "r-1"}, headers={"If-Match": match})
    assert answer.status_code == status, answer.text


def test_the_tag_of_a_card_is_its_version(clerk: Caller) -> None:
    """Whoever has read the file sends its tag back, and nothing is recorded where it has moved on."""
    clerk.conclude()
    seen = clerk.get(ON_FILE).headers["ETag"]
    movement = {"movement": "1", "amount": "1000.00 CZK"}
    sent = [
        clerk.post(f"{ON_FILE}/record-movement", movement, headers={"If-Match": seen}, effective_on="2018-02-10"),
        clerk.post(PUBLISH, {"register_id": "r-1"}, headers={"If-Match": seen}),
    ]
    assert [answer.status_code for answer in sent] == [201, 412], [answer.text for answer in sent]


@pytest.mark.parametrize(
    "number", ["%00", "OLP%00", "%ED%A0%80", "%2e%2e", "key:", "key:x", "%F0%9F%98%80", "x" * 5000]
)
def test_a_file_of_no_name_is_not_there(clerk: Caller, number: str) -> None:
    for answer in (
        clerk.get(f"{CONTRACTS}/{number}"),
        clerk.get(f"/api/v1/network?contract={number}"),
        clerk.post(f"{CONTRACTS}/{number}/record-publication", {"register_id": "r-1"}),
    ):
        assert answer.status_code in {200, 400, 404}, answer.text
