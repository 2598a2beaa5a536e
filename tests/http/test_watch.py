"""What surrounds every answer: its number, its line in the log, the headers that protect it."""

import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path
from uuid import uuid4

from tests.http.conftest import CONTRACTS, NUMBER
from tests.http.watched import Opened, logged, opened

ADDRESSES = ("/healthz", "/api/v1/", "/api/v1/network", f"{CONTRACTS}/OLP-9001-2018", "/nowhere")


def lines_of(house: Opened, path: str, **headers: str) -> list[dict[str, object]]:
    caller = house.caller(name="t1")
    with logged() as lines:
        caller.get(path, **headers)
    return lines


def test_a_request_is_one_line_with_who_asked_and_nothing_of_what_was_said(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        (line,) = lines_of(house, "/api/v1/search?text=Novotn%C3%A1")
    assert {"event": "http.answered", "method": "GET", "path": "/api/v1/search", "status": 200}.items() <= line.items()
    assert (line["role"], line["person"], line["token"]) == ("clerk", "p-clerk", "t1")
    assert len(str(line["request"])) == 36
    assert "Novotn" not in str(line)
    assert "krn_" not in str(line)


def test_a_command_is_told_with_its_topic_key_and_outcome(tmp_path: Path) -> None:
    key = uuid4()
    with opened(tmp_path) as house:
        clerk = house.caller()
        with logged() as lines:
            clerk.conclude(key=key)
            clerk.conclude(key=key)
    assert [line["outcome"] for line in lines] == ["recorded", "repeat"]
    assert {line["command"] for line in lines} == {"contract.record-conclusion"}
    assert {line["command_id"] for line in lines} == {str(key)}
    assert NUMBER not in str(lines)


def test_a_refusal_names_its_rules_and_no_facts(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        clerk = house.caller()
        clerk.conclude()
        month = {"month": "2018-02", "amount": "81234.00 CZK"}
        data = {"order": "1", "amount": "81234.00 CZK", "account": "19-2000145399/0800", "allocations": [month]}
        with logged() as lines:
            answer = clerk.post(f"{CONTRACTS}/OLP-9001-2018/order-payment", data, effective_on="2018-02-10")
    assert answer.status_code == 422
    (line,) = lines
    assert (line["outcome"], line["status"]) == ("refused", 422)
    assert "contract.payment-after-effect" in str(line["rules"])
    assert "81234" not in str(line)


def test_the_number_is_ours_and_a_proxys_is_told_beside_it(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        (line,) = lines_of(house, "/api/v1/network", **{"X-Request-Id": "proxy-0123456789"})
        answer = house.client.get("/healthz", headers={"X-Request-Id": "proxy-0123456789"})
        assert answer.headers["X-Request-Id"] != "proxy-0123456789"
        with logged() as others:
            house.client.get("/nowhere", headers={"X-Request-Id": 'x" level="error'})
    assert line["sent_as"] == "proxy-0123456789"
    assert line["request"] != "proxy-0123456789"
    assert ["sent_as" in one for one in others] == [False]


def test_an_error_in_kronika_is_found_by_the_number_that_the_caller_is_told(tmp_path: Path) -> None:
    """The log says which error and where in the program; the caller hears neither."""
    with opened(tmp_path) as house:
        caller = house.caller()
        caller.get("/api/v1/network")
        with closing(sqlite3.connect(tmp_path / "kronika.db")) as other:
            other.execute("ALTER TABLE ledger RENAME TO elsewhere")
        with logged() as lines:
            answer = caller.get("/api/v1/events", **{"Accept-Language": "cs"})
    problem = answer.json()
    failure, request = (line for line in lines if line["event"] in ("http.failed", "http.answered"))
    assert (answer.status_code, problem["code"]) == (500, "failed")
    assert problem["number"] == answer.headers["X-Request-Id"] == failure["request"] == request["request"]
    assert problem["number"] in problem["detail"]
    assert failure["error"] == "OperationalError"
    assert any(str(place).startswith("adapters/") for place in failure["at"])
    assert "ledger" not in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_pages_of_others_are_never_let_in(tmp_path: Path) -> None:
    """No answer, whatever asks for it, carries a header that opens it to another origin."""
    asking = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    with opened(tmp_path) as house:
        for method, path in product(("GET", "OPTIONS", "POST"), ADDRESSES):
            answer = house.client.request(method, path, headers=asking)
            assert [name for name in answer.headers if name.startswith("access-control-")] == []
            assert method != "OPTIONS" or answer.status_code in (401, 404, 405), path


def test_every_answer_protects_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        clerk = house.caller()
        for path in ADDRESSES:
            headers = clerk.get(path).headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert headers["Cache-Control"] in ("no-store", "private, no-cache")
            assert ("Strict-Transport-Security" in headers, "Server" in headers) == (False, False)


def test_what_has_a_tag_may_stay_with_whoever_asked_and_nothing_else_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        clerk = house.caller()
        assert clerk.conclude().headers["Cache-Control"] == "no-store"
        assert clerk.get(f"{CONTRACTS}/OLP-9001-2018").headers["Cache-Control"] == "private, no-cache"
        assert house.client.get("/api/v1/network").headers["Cache-Control"] == "no-store"


def test_browsers_are_told_to_stay_with_tls_where_people_reach_it_so(tmp_path: Path) -> None:
    with opened(tmp_path, public_url="https://kronika.example") as house:
        assert house.client.get("/healthz").headers["Strict-Transport-Security"] == "max-age=31536000"
