"""Who read what: every look at an inspection over HTTP is written down before the answer, and can be asked for."""

import sqlite3
import threading
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from adapters.http.questions import feed
from adapters.identity import caller as identity
from adapters.reading_log import READING_LOG, Look, ReadingLog, Wanted
from adapters.vault import PersonalData
from domain.kernel.stamp import Actor
from tests.cli.runner import Cli
from tests.http.conftest import Caller, House
from tests.http.staff import ICO, caller, key, plan, staff
from tests.staffed import administer

NUMBER, FILE = "K1/2018", "/api/v1/inspections/K1-2018"
LOG = "/api/v1/readings"


@pytest.fixture
def planned(house: House, clerk: Caller) -> str:
    """The identifier of an inspection on file, in an office without roles."""
    clerk.conclude()
    return plan(house, NUMBER)


def rows(house: House, query: str = "", role: str = "auditor") -> list[dict[str, Any]]:
    answer = house.caller(role).get(f"{LOG}?{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]["rows"]
    return found


@pytest.mark.parametrize(
    ("path", "question", "detail"),
    [
        (FILE, "show", None),
        (f"{FILE}/entries", "log", None),
        (f"{FILE}/diff?a_known_seq=2", "diff", None),
        (f"{FILE}/fields/number", "explain", "number"),
        ("/api/v1/trail", "trail", None),
        ("/api/v1/events", "events", None),
    ],
)
def test_every_look_at_an_inspection_is_written_down(
    house: House, planned: str, path: str, question: str, detail: str | None
) -> None:
    """Who, in which role, through which token; what, which part of it, up to which entry; when."""
    reader = house.caller("methodologist", name="tablet 7") if question != "events" else house.caller(name="tablet 7")
    assert reader.get(path).status_code == 200
    (row,) = rows(house)
    role = "clerk" if question == "events" else "methodologist"
    assert row["read_at"].startswith("2018-03-01T09:00:00")
    assert (row["person"], row["role"], row["token"], row["session"]) == (f"p-{role}", role, "tablet 7", None)
    assert (row["question"], row["kind"], row["file"], row["number"]) == (question, "inspection", planned, NUMBER)
    assert (row["detail"], row["known_seq"]) == (detail, house.parts.ledger.head())


def test_a_correction_of_an_inspection_in_the_feed_is_written_down(house: House, planned: str) -> None:
    """Whoever follows the feed gets it alone, without an entry that says by its topic what it corrects."""
    position = house.parts.ledger.head()
    stored = house.parts.ledger.select_entries(after=position - 1, limit=1)[0]
    data = house.parts.decode(stored).event.model_dump(mode="json", exclude_none=True)
    said = {"entry": position, "data": {**data, "plan_reference": "plan 2018 A"}}
    by = house.caller("methodologist")
    assert by.post(f"/api/v1/entries/{position}/correct", said, reason="So it reads.").status_code == 201
    assert house.caller().get(f"/api/v1/events?after={position}").status_code == 200
    (row,) = rows(house)
    looked = row["question"], row["kind"], row["file"], row["known_seq"]
    assert looked == ("events", "inspection", planned, position + 1)


def test_a_reader_who_logged_in_is_known_by_the_session(house: House) -> None:
    by = identity.Caller(Actor(role="clerk", person="p-clerk"), session="s-0123456789ab")
    ReadingLog(house.parts.side).note(by, [Look("show", "inspection", uuid4())], now=house.now)
    (row,) = rows(house)
    assert (row["token"], row["session"], row["number"]) == (None, "s-0123456789ab", None)


@pytest.mark.usefixtures("planned")
def test_what_is_not_answered_was_not_read(house: House) -> None:
    house.caller("reporter").get(FILE)
    house.caller("methodologist").get("/api/v1/inspections/K2-2018")
    house.caller("methodologist").get(f"{FILE}/fields/colour")
    house.caller("methodologist").get("/api/v1/findings")
    house.caller().get("/api/v1/contracts/OLP-9001-2018")
    assert rows(house) == []


def test_evidence_of_an_inspection_is_a_look_at_it(house: House) -> None:
    methodologist = house.caller("methodologist")
    digest = house.parts.evidence.add(BytesIO(b"%PDF-1.7\n")).sha256
    planned = plan(house, NUMBER, digest)
    assert methodologist.get(f"/api/v1/evidence/{digest}").status_code == 200
    (row,) = rows(house)
    assert (row["question"], row["file"], row["detail"]) == ("evidence.get", planned, digest)


def test_the_log_is_asked_by_person_file_and_day(house: House, planned: str) -> None:
    plan(house, "K2/2018")
    for role in ("methodologist", "clerk"):
        house.caller(role).get(FILE)
    house.now += timedelta(days=1)
    house.caller("clerk").get("/api/v1/inspections/K2-2018")

    def told(query: str) -> list[tuple[str, str]]:
        return sorted((row["person"], row["number"]) for row in rows(house, query))

    first = [("p-clerk", NUMBER), ("p-methodologist", NUMBER)]
    assert told(f"file={NUMBER}") == told(f"file={planned}") == told("until=2018-03-01") == first
    assert told("person=p-clerk") == [("p-clerk", NUMBER), ("p-clerk", "K2/2018")]
    assert told("since=2018-03-02") == told("file=K2/2018") == [("p-clerk", "K2/2018")]
    assert told("since=2018-03-02&until=2018-03-01") == told("person=p-nobody") == []


@pytest.mark.usefixtures("planned")
def test_the_log_comes_page_by_page_the_latest_first(house: House) -> None:
    for _ in range(3):
        house.caller("methodologist").get(FILE)
        house.now += timedelta(minutes=1)
    auditor = house.caller("auditor")
    first = auditor.get(f"{LOG}?limit=2").json()["data"]
    rest = auditor.get(f"{LOG}?limit=2&start={first['next_start']}").json()["data"]
    moments = [row["read_at"] for row in (*first["rows"], *rest["rows"])]
    assert (len(moments), moments) == (3, sorted(moments, reverse=True))
    assert rest["next_start"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [("file=K9/2018", 404), ("person=%00", 400), ("file=%00", 400), ("since=yesterday", 400), ("limit=0", 400)],
)
def test_what_the_log_cannot_be_asked_is_said(house: House, query: str, status: int) -> None:
    assert house.caller("auditor").get(f"{LOG}?{query}").status_code == status
    assert rows(house, "since=0001-01-01&until=9999-12-31") == []


def test_looks_into_the_vault_stand_in_the_same_log(house: House) -> None:
    """Whom somebody looked up is what was read; why, the vault keeps sealed."""
    contact = "p-00000000000000aa"
    with house.parts.vault as vault:
        vault.put(contact, PersonalData(name="Somebody Else"))
        vault.get(contact, reader="p-00000000000000bb", purpose="to be invited")
    (row,) = rows(house, f"file={contact}")
    assert (row["question"], row["kind"], row["person"]) == ("vault", "person", "p-00000000000000bb")
    assert rows(house, "person=p-00000000000000bb") == [row]
    assert "Somebody" not in str(rows(house))


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("change", ["UPDATE reading_log SET role = 'x'", "DELETE FROM reading_log"])
def test_nothing_is_taken_out_of_the_log(house: House, change: str) -> None:
    """The database itself refuses."""
    house.caller("methodologist").get(FILE)
    with pytest.raises((sqlite3.Error, psycopg.Error), match="append-only"):
        house.parts.side.execute(change)
    assert len(ReadingLog(house.parts.side).rows(Wanted())) == 1


@pytest.mark.usefixtures("planned")
def test_without_the_log_there_is_no_answer(house: House) -> None:
    """What cannot be written down is not told."""
    house.parts.side.execute(f"DROP TABLE {READING_LOG.name}")
    answer = house.caller("methodologist").get(FILE)
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")


@pytest.mark.usefixtures("planned")
def test_the_log_names_no_name(house: House) -> None:
    house.caller("methodologist").get(FILE)
    (row,) = rows(house, role="administrator")
    assert set(row) == {
        "read_at", "person", "role", "token", "session", "question", "kind", "file", "detail", "known_seq", "number"
    }  # fmt: skip
    assert ICO not in str(row)


@pytest.mark.usefixtures("planned")
def test_the_command_line_shows_the_same_log(house: House, any_cli: Cli) -> None:
    house.caller("methodologist").get(FILE)
    told = any_cli.ok("readings", "--file", NUMBER, "--since", "2018-03-01", "--until", "2018-03-01", "--json").json
    assert told["data"]["rows"] == rows(house)
    table = any_cli.ok("readings", "--person", "p-methodologist").out
    assert [word in table for word in (NUMBER, "p-methodologist", "show")] == [True] * 3
    assert any_cli.ok("readings", "--until", "2018-02-28").out == "Nothing was read.\n"


def test_a_stream_ends_with_the_right_to_read_it(house: House) -> None:
    """A stream that was opened yesterday tells nothing to somebody who lost the role today."""
    staff(house)
    clerk = caller(house, "clerk")
    told: list[str] = []

    def follow() -> None:
        told.append(clerk.get("/api/v1/events", Accept=feed.EVENT_STREAM).text)

    listener = threading.Thread(target=follow)
    listener.start()
    administer(house.parts, "revoke-role", by=key("administrator"), appointment="clerk")
    listener.join(timeout=30)
    assert not listener.is_alive()
    assert told[0].count("event: office.role-granted") in {0, 10}


@pytest.mark.usefixtures("planned")
def test_who_may_not_open_inspections_meets_none_in_overviews(house: House) -> None:
    """An inspection that nobody has announced yet must not turn up in a search by an accountant."""
    found = {role: house.caller(role).get("/api/v1/search?text=2018").json()["data"]["rows"] for role in WHO}
    kinds = {role: {row["kind"] for row in rows} for role, rows in found.items()}
    assert {role for role, told in kinds.items() if "inspection" in told} == {"methodologist", "clerk", "auditor"}
    assert all("contract" in told for told in kinds.values())


WHO = ("methodologist", "clerk", "auditor", "chief-accountant", "reporter")
