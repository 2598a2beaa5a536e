"""Whatever is written behind the name of a column is a condition or is refused; nothing in between, nothing breaks."""

import re
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.problems import Problem
from adapters.http.questions import cursors
from adapters.http.questions.conditions import Unreadable, condition_of, problem_of
from adapters.http.questions.cursors import Cursor
from adapters.http.questions.table import QUESTIONS, SEARCH
from adapters.http.questions.wishes import Wish
from adapters.telling.columns import Column, Holds
from adapters.telling.field_problems import field_reason
from adapters.telling.speech import Speech
from tests.http.conftest import Caller

COLUMNS = [column for one in (*QUESTIONS, SEARCH) for column in one.columns.own.values()]
NASTY = (
    "\0",
    "\u0661",
    "1e9",
    "..",
    "1..",
    "..1",
    "1,2",
    ",",
    "2018-02-30",
    "0000-01-01",
    "9999-12-31",
    "(",
    "[",
    "*",
    "**",
)


def nobody(_: str) -> UUID | None:
    return None


@pytest.mark.parametrize("holds", [Holds.CHOICE, Holds.TRUTH, Holds.DAY, Holds.MOMENT, Holds.NUMBER, Holds.MONEY])
@pytest.mark.parametrize("written", ["?!", "..", "x..", "..x", ""])
def test_what_is_wrong_with_a_condition_is_said_in_czech(holds: Holds, written: str) -> None:
    """Also that a range may stand there, and what it looks like."""
    column = next(one for one in COLUMNS if one.holds is holds)
    with pytest.raises(Unreadable) as found:
        condition_of(column, written, nobody)
    told = field_reason(Speech("cs"), problem_of("due", found.value))
    assert told != field_reason(Speech("en"), problem_of("due", found.value))
    assert told != "není to, co se zde očekává"


@given(column=st.sampled_from(COLUMNS), written=st.text() | st.sampled_from(NASTY))
def test_a_condition_is_read_or_refused(column: Column, written: str) -> None:
    """What is read holds for no value at all without an error, and `unknown` for nothing else than that."""
    try:
        holds = condition_of(column, written, nobody)
    except Unreadable:
        return
    assert holds(()) == (written.strip() == "unknown")


@given(st.text(max_size=200))
def test_no_text_is_taken_for_a_cursor(text: str) -> None:
    with pytest.raises(Problem):
        cursors.read(text, "network")


@given(
    filters=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=200)), max_size=5),
    sort=st.lists(st.text(max_size=20), max_size=3),
    offset=st.integers(0, 2**53),
    valid=st.dates(date(1, 1, 1)),
)
def test_a_cursor_says_again_what_it_was_given(
    filters: list[tuple[str, str]], sort: list[str], offset: int, valid: date
) -> None:
    """Any change of one letter is found out."""
    wish = Wish(filters=tuple(filters), sort=tuple(sort), offset=offset)
    cursor = Cursor(question="network", valid=valid, known_seq=7, wish=wish)
    text = cursors.written(cursor)
    assert cursors.read(text, "network") == cursor
    other = text[:-1] + ("A" if text[-1] != "A" else "B")
    with pytest.raises(Problem):
        cursors.read(other, "network")


def test_nothing_that_is_written_breaks_a_question(clerk: Caller) -> None:
    """Every kind of column once, with everything nasty, on either store."""
    clerk.conclude()
    for name in (
        "provider",
        "contract",
        "maximum",
        "in_force",
        "entry.since",
        "services_in_contract",
        "sort",
        "cursor",
    ):
        for written in NASTY:
            answer = clerk.client.get(
                "/api/v1/network", params={name: written}, headers={"Authorization": f"Bearer {clerk.secret}"}
            )
            assert answer.status_code in {200, 400}, (name, written, answer.text)
    for written in NASTY:
        answer = clerk.client.get(
            "/api/v1/search", params={"text": written}, headers={"Authorization": f"Bearer {clerk.secret}"}
        )
        assert answer.status_code in {200, 400}, (written, answer.text)


@given(st.lists(st.sampled_from("ab*"), max_size=8).map("".join), st.text("ab", max_size=8))
def test_a_star_stands_for_any_letters(pattern: str, text: str) -> None:
    """As a regular expression would find it."""
    column = next(one for one in COLUMNS if one.holds is Holds.TEXT)
    if pattern:
        found = condition_of(column, pattern, nobody)((text,))
        assert found == (re.fullmatch(pattern.replace("*", ".*"), text) is not None)


def test_many_stars_take_no_longer_than_a_few() -> None:
    """Ninety-nine of them against a text in which each fits in many places: in one pass, not in all combinations."""
    column = next(one for one in COLUMNS if one.holds is Holds.TEXT)
    assert not condition_of(column, "*e" * 99 + "*q", nobody)(("the seven " * 30,))
