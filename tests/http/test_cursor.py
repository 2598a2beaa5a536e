"""Page by page: a cursor holds on to the moments, so that no row is skipped or told twice while others write."""

import pytest

from adapters.http.questions import cursors
from adapters.http.questions.cursors import Cursor
from adapters.http.questions.wishes import Wish
from tests.http.conftest import Caller, House


@pytest.fixture
def told(house: House, clerk: Caller) -> Caller:
    """Five contracts."""
    del house
    for number in range(1, 6):
        clerk.conclude(f"OLP/900{number}/2018")
    return clerk


def test_no_page_shifts_while_others_write(told: Caller) -> None:
    """A contract that would stand in the middle is recorded between two pages."""
    path = "/api/v1/network?valid=2018-02-01&in_force=no&limit=2&sort=-contract_number"
    seen: list[str] = []
    while path:
        answer = told.get(path)
        data = answer.json()["data"]
        seen += [row["contract_number"] for row in data["rows"]]
        assert (data["total"], answer.json()["known_seq"]) == (5, 5)
        told.conclude(f"OLP/90{len(seen) + 30}/2018")
        path = f"/api/v1/network?cursor={data['next']}&limit=2" if data["next"] else ""
        if path:
            assert answer.headers["Link"] == f'<{path}>; rel="next"'
    assert seen == [f"OLP/900{number}/2018" for number in (5, 4, 3, 2, 1)]


def test_a_cursor_that_is_not_ours_is_refused(told: Caller) -> None:
    """Of another question, cut, changed, typed, or with what only a program of ours would write wrongly."""
    cursor = told.get("/api/v1/network?valid=2018-02-01&in_force=no&limit=2").json()["data"]["next"]
    changed = cursor[:-3] + ("A" if cursor[-3] != "A" else "B") + cursor[-2:]
    for wrong in (changed, cursor[:-1], cursor + "A", cursor + "=", "x", "%00", "é", "A" * 5000):
        answer = told.get(f"/api/v1/network?cursor={wrong}")
        assert (answer.status_code, answer.json()["code"]) == (400, "no-cursor"), wrong
    assert told.get(f"/api/v1/deadlines?cursor={cursor}").json()["code"] == "no-cursor"
    day = told.get("/api/v1/network").json()["valid"]
    made_up = (
        Cursor(question="network", valid=day, known_seq=99, wish=Wish()),
        Cursor(question="network", valid=day, known_seq=5, wish=Wish(filters=(("colour", "red"),))),
        Cursor(question="network", valid=day, known_seq=5, wish=Wish(sort=("orps",))),
    )
    assert [told.get(f"/api/v1/network?cursor={cursors.written(one)}").status_code for one in made_up] == [400] * 3
    beyond = cursors.written(Cursor(question="network", valid=day, known_seq=5, wish=Wish(offset=99)))
    assert told.get(f"/api/v1/network?cursor={beyond}").json()["data"]["rows"] == []


@pytest.mark.parametrize("more", ["valid=2018-02-01", "sort=maximum", "provider=x", "start=0", "known_seq=1"])
def test_a_cursor_says_everything_but_the_length(told: Caller, more: str) -> None:
    cursor = told.get("/api/v1/network?valid=2018-02-01&in_force=no&limit=2").json()["data"]["next"]
    answer = told.get(f"/api/v1/network?cursor={cursor}&{more}")
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (400, more.partition("=")[0])


def test_a_search_goes_on_from_page_to_page(told: Caller) -> None:
    first = told.get("/api/v1/search?text=olp&limit=3&kind=contract").json()["data"]
    rest = told.get(f"/api/v1/search?cursor={first['next']}").json()["data"]
    assert (len(first["rows"]), len(rest["rows"]), rest["text"], rest["next"]) == (3, 2, "olp", None)


def test_a_cursor_that_somebody_made_up_asks_no_more_than_a_query_could(told: Caller) -> None:
    """Without the words that a search has to be told, or sorted by the same column a thousand times."""
    day = told.get("/api/v1/network").json()["valid"]
    wordless = cursors.written(Cursor(question="search", valid=day, known_seq=5, wish=Wish()))
    endless = cursors.written(Cursor(question="network", valid=day, known_seq=5, wish=Wish(sort=("maximum",) * 1000)))
    answers = told.get(f"/api/v1/search?cursor={wordless}"), told.get(f"/api/v1/network?cursor={endless}")
    paths = [(answer.status_code, answer.json()["fields"][0]["path"]) for answer in answers]
    assert paths == [(400, "text"), (400, "sort")]
