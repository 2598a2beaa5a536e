"""Questions over HTTP: at two moments, page by page, and only for those who are known."""

from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.http.questions.views import QUESTIONS
from tests.http.conftest import CONTRACTS, NUMBER, Caller, House

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = f"{CONTRACTS}/OLP-9001-2018"


@pytest.fixture
def told(clerk: Caller, house: House) -> Caller:
    """Concluded on the first of March, published a day later."""
    clerk.conclude()
    house.now += timedelta(days=1)
    clerk.post(f"{FILE}/record-publication", {"register_id": "r-1"}, effective_on="2018-01-20")
    return clerk


def test_a_file_reads_as_it_was_and_as_it_was_known(told: Caller) -> None:
    def published(query: str) -> object:
        return told.get(f"{FILE}?{query}").json()["data"]["fields"]["published_on"]

    assert published("valid=2018-02-01") == "2018-01-20"
    assert published("valid=2018-02-01&known=2018-03-01") is None
    assert published("valid=2018-02-01&known_seq=1") is None


def test_a_file_that_was_not_known_yet_is_told_as_that(told: Caller) -> None:
    """Whoever looks too far back learns from which entry on there is something to see; nobody else learns it."""
    answer = told.get(f"{FILE}?known_seq=0", **{"Accept-Language": "cs"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not-yet-recorded")
    assert answer.json()["first_entry"]["position"] == 1
    assert "poprvé ví" in answer.json()["detail"]
    assert told.get("/api/v1/contracts/OLP-9099-2018?known_seq=0").json()["code"] == "not-found"


def test_a_file_is_found_under_its_number_and_identifier(told: Caller) -> None:
    identifier = told.get(FILE).json()["data"]["id"]
    assert told.get(f"{CONTRACTS}/{identifier}").json()["data"]["fields"]["number"] == NUMBER
    assert told.get(f"/api/v1/tenders/{identifier}").status_code == 404
    assert told.get(f"/api/v1/castles/{identifier}").json()["code"] == "no-folder"


def test_who_has_the_answer_already_gets_none(told: Caller) -> None:
    tag = told.get(FILE).headers["ETag"]
    assert told.get(FILE, **{"If-None-Match": tag}).status_code == 304
    told.post(f"{FILE}/terminate", {}, key=uuid4())
    assert told.get(FILE, **{"If-None-Match": '"1-2018-03-02"'}).status_code == 200


def test_entries_come_page_by_page(told: Caller) -> None:
    first = told.get(f"{FILE}/entries?limit=1").json()["data"]
    assert ([one["position"] for one in first["entries"]], first["next_after"]) == ([1], 1)
    rest = told.get(f"{FILE}/entries?after={first['next_after']}").json()["data"]
    assert ([one["position"] for one in rest["entries"]], rest["next_after"]) == ([2], None)


def test_two_moments_are_compared(told: Caller) -> None:
    data = told.get(f"{FILE}/diff?a_known_seq=1&b_known_seq=2&a_valid=2018-02-01&b_valid=2018-02-01").json()["data"]
    assert {"field": "published_on", "a": None, "b": "2018-01-20", "entries": [2]} in data["changes"]
    assert ([one["position"] for one in data["entries"]], data["other_entries"]) == ([2], 0)


def test_the_entry_that_set_a_field_is_named(told: Caller) -> None:
    turns = told.get(f"{FILE}/fields/published_on").json()["data"]["turns"]
    assert [turn["entry"]["position"] for turn in turns] == [2]
    problem = told.get(f"{FILE}/fields/colour")
    assert (problem.status_code, "maximum" in problem.json()["fields"]) == (404, True)


@pytest.mark.parametrize("view", [question.name for question in QUESTIONS])
def test_every_view_answers_at_two_moments(told: Caller, view: str) -> None:
    frame = told.get(f"/api/v1/{view}?valid=2018-02-01&known_seq=1").json()
    assert (frame["schema"], frame["known_seq"], frame["valid"]) == (f"kronika.{view}/1", 1, "2018-02-01")
    assert frame["data"]["total"] == len(frame["data"]["rows"])
    assert told.get(f"/api/v1/{view}?start=5&limit=1").json()["data"]["rows"] == []


def test_the_network_shows_the_contract(told: Caller) -> None:
    (row,) = told.get("/api/v1/network?valid=2018-02-01").json()["data"]["rows"]
    assert (row["contract_number"], row["maximum"]["minor"]) == (NUMBER, 100_000_000)


@pytest.mark.parametrize("query", ["valid=31.1.", "known_seq=-1", "known_seq=99", "known=2018-01-01&known_seq=1"])
def test_moments_that_cannot_be_read_are_refused(told: Caller, query: str) -> None:
    answer = told.get(f"/api/v1/network?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "start"),
    [("application/json", b"{"), ("text/csv", b"\xef\xbb\xbf"), ("*/*", b"{"), (f"{XLSX}, text/csv", b"PK")],
)
def test_a_report_comes_as_the_caller_accepts_it(told: Caller, accept: str, start: bytes) -> None:
    answer = told.get("/api/v1/reports/drawdown?valid=2018-12-31", Accept=accept)
    assert (answer.status_code, answer.content.startswith(start)) == (200, True)
    assert told.get("/api/v1/reports/drawdwn").json()["code"] == "no-report"


# Who asks -------------------------------------------------------------------------------------------------------------


def test_without_a_good_token_nothing_is_told(house: House) -> None:
    expired, revoked = house.caller(days=1), house.caller(name="lost tablet")
    house.tokens.revoke("lost tablet", now=house.now)
    house.now += timedelta(days=2)
    stranger = Caller(house.client, "krn_guessed")
    for caller in (expired, revoked, stranger):
        answer = caller.get("/api/v1/network")
        assert (answer.status_code, answer.json()["code"]) == (401, "not-known")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert caller.conclude().status_code == 401
    assert house.client.get("/api/v1/events").status_code == 401
    assert house.parts.ledger.head() == 0


def test_secrets_are_not_kept(house: House, clerk: Caller) -> None:
    assert clerk.secret not in str(house.parts.database.select("SELECT * FROM access_token"))


def test_answers_carry_what_protects_and_a_number(told: Caller) -> None:
    answer = told.get("/api/v1/network")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Request-Id"]


def test_whoever_watches_needs_no_token(house: House, clerk: Caller) -> None:
    clerk.conclude()
    assert house.client.get("/healthz").json() == {"status": "ok"}
    ready = house.client.get("/readyz").json()
    assert (ready["status"], ready["head"]) == ("ok", 1)


# The feed -------------------------------------------------------------------------------------------------------------


def test_the_feed_gives_every_entry_once_in_order(told: Caller) -> None:
    first = told.get("/api/v1/events?limit=1").json()["data"]
    second = told.get(f"/api/v1/events?after={first['next_after']}").json()["data"]
    found = [one["position"] for page in (first, second) for one in page["entries"]]
    assert found == [1, 2]
    last = told.get(f"/api/v1/events?after={second['next_after']}").json()["data"]
    assert (last["entries"], last["next_after"]) == ([], 2)


def test_a_file_is_found_by_words_of_its_number(told: Caller) -> None:
    data = told.get("/api/v1/search?text=olp%209001").json()["data"]
    assert (data["total"], [row["label"] for row in data["rows"]]) == (1, [NUMBER])
    assert told.get("/api/v1/search?text=olp%209001&known_seq=0").json()["data"]["rows"] == []
    assert told.get("/api/v1/search?text=olp&kind=tender").json()["data"]["total"] == 0
    assert told.get("/api/v1/search").status_code == 400


QUESTIONS_WITH_MOMENTS = (
    "network?known=",
    "search?text=olp&known=",
    "reports/drawdown?known=",
    "contracts/OLP-9001-2018?known=",
    "contracts/OLP-9001-2018/entries?known=",
    "contracts/OLP-9001-2018/diff?b_known=",
)


@pytest.mark.parametrize("asked", QUESTIONS_WITH_MOMENTS)
def test_what_will_be_known_on_a_day_to_come_is_not_told(told: Caller, asked: str) -> None:
    """Answered as now it would be taken for what holds then; of an entry to come nothing is known either."""
    answer = told.get(f"/api/v1/{asked}2018-03-03")
    assert (answer.status_code, answer.json()["code"]) == (400, "known-in-the-future")
    assert answer.json()["detail"] == "nobody can say yet what will be known on 2018-03-03: today is 2018-03-02"
    assert told.get(f"/api/v1/{asked}2018-03-02").status_code == 200
    beyond = told.get(f"/api/v1/{asked.removesuffix('=')}_seq=9")
    assert (beyond.status_code, beyond.json()["code"]) == (400, "beyond-the-ledger")


def test_where_a_clock_ran_ahead_the_day_of_the_last_entry_can_be_asked_for(house: House, told: Caller) -> None:
    """Entries keep the day on which they were recorded, whatever the clock says now."""
    house.now -= timedelta(days=3)
    for day, status in (("2018-02-26", 200), ("2018-03-02", 200), ("2018-03-03", 400)):
        assert told.get(f"/api/v1/network?known={day}").status_code == status, day


def test_the_feed_is_refused_to_whoever_has_seen_more_than_there_is(told: Caller) -> None:
    """After a restore that lost entries the same numbers come again; who waited for the next would miss them."""
    for headers in ({}, {"Accept": "text/event-stream", "Last-Event-ID": "9"}):
        answer = told.get("/api/v1/events?after=9", **headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "beyond-the-ledger")
    assert told.get("/api/v1/events?after=2").json()["data"] == {"entries": [], "next_after": 2}


def test_a_number_with_slashes_is_answered_with_how_it_is_written(told: Caller) -> None:
    """Whoever encodes the number as it stands on paper learns where the hyphens go."""
    for path in ("/api/v1/contracts/OLP%2F9001%2F2018/x", "/api/v1/contracts"):
        assert "OLP-1-2026" in told.get(path).json()["detail"]
    assert "/api/v1/ lists" in told.get("/api/v1/castles").json()["detail"]
