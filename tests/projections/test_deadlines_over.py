"""What is taken to be over without following it is over: every course, whatever was said in whatever order."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from projections.database import Values
from projections.deadlines.course import Deadline, Taken, deadlines, in_order
from projections.deadlines.kinds import Course, Kind
from projections.deadlines.over import not_over
from projections.deadlines.settlement import SettlementBook
from projections.deadlines.steps import ALL, Mark, Step
from projections.deadlines.view import KINDS
from projections.table import columns_of
from projections.told import read_told

FILE = UUID(int=7)
ON = date(2020, 12, 31)
FOLLOWED = [course for course in Course if course is not Course.BESIDE]
"""The courses that steps are stored of."""
OF_YEARS = st.sampled_from(["2019", "2020"])
SUBJECTS = st.sampled_from(["", "one", "other", ALL])
DAYS = st.sampled_from([None, *(date(2020, month, 1) for month in range(1, 10))])


def kind_of(course: Course) -> Kind:
    """Any kind that takes this course."""
    return next(kind for kind in KINDS.values() if kind.course is course)


def steps(course: Course) -> st.SearchStrategy[list[Step]]:
    """What events may say of one kind in one file, in the order of the ledger."""
    return st.lists(
        st.builds(
            step,
            st.just(course),
            st.sampled_from(Mark),
            OF_YEARS if course is Course.SETTLEMENT else SUBJECTS,
            day=DAYS,
            amount=st.sampled_from([None, 100, 200, 300]),
            part=st.sampled_from([None, "a", "b"]),
            parts=st.sampled_from([None, ["a"], ["a", "b"]]),
        ),
        max_size=6,
    )


def step(
    course: Course,
    mark: Mark,
    subject: str,
    *,
    day: date | None,
    amount: int | None = None,
    part: str | None = None,
    parts: list[JsonValue] | None = None,
) -> Step:
    """A step of that course."""
    return Step(FILE, kind_of(course).code, mark.value, subject, day, amount=amount, part=part, parts=parts)


def as_stored(said: Sequence[Step]) -> list[Values]:
    """As a database holds them: position, effective day, since when, and the step."""
    positions = count(1)
    named = [column.name for column in columns_of(Step)]
    assert named == list(Step._fields)
    return [(position, "2020-06-15", position, *_text(one)) for position, one in zip(positions, said, strict=False)]


def _text(one: Step) -> Values:
    parts = None if one.parts is None else "[" + ", ".join(f'"{part}"' for part in one.parts) + "]"
    day = None if one.day is None else one.day.isoformat()
    return tuple(one._replace(file=str(one.file), day=day, parts=parts))  # type: ignore[arg-type]  # as text


def followed(course: Course, stored: Sequence[Values]) -> list[Deadline]:
    """The deadlines that these steps make, every one of them followed."""
    told = read_told(Step, stored)
    taken = in_order(
        [Taken(one.record.day or one.effective_on, one.position, Mark(one.record.mark), one.record) for one in told]
    )
    if course is not Course.SETTLEMENT:
        return list(deadlines(kind_of(course), FILE, taken))
    book = SettlementBook(FILE, taken, on=ON)
    return [*book.settlements(kind_of(course)), *book.completions(KINDS["contract.settlement-completion"])]


@pytest.mark.parametrize("course", FOLLOWED)
def test_nothing_that_is_left_out_is_open(course: Course) -> None:
    """Whatever the steps, either they are kept or following them finds nothing open."""

    @given(steps(course))
    def no_step_is_missed(said: list[Step]) -> None:
        stored = as_stored(said)
        kept = not_over(stored)
        assert kept in ([], stored)
        assert kept or all(one.closing is not None for one in followed(course, stored))

    no_step_is_missed()


def one(course: Course, *said: tuple[Mark, str, int | None]) -> list[Values]:
    """Steps, each a day after the one before."""
    return as_stored(
        [
            step(course, mark, subject, day=date(2020, 1, day), amount=amount)
            for day, (mark, subject, amount) in enumerate(said, start=1)
        ]
    )


OVER: list[Callable[[], list[Values]]] = [
    lambda: one(Course.ONCE, (Mark.DONE, "", None)),
    lambda: one(Course.ONCE, (Mark.OPENED, "one", None), (Mark.OPENED, "other", None), (Mark.DONE, ALL, None)),
    lambda: one(Course.ONCE, (Mark.OPENED, "one", None), (Mark.NAMED, "one", None), (Mark.DONE, "one", None)),
    lambda: one(Course.AGAIN, (Mark.OPENED, "", None), (Mark.DONE, "", None), (Mark.DONE, "", None)),
    lambda: one(Course.MONEY, (Mark.OPENED, "one", 300), (Mark.DONE, "one", 100), (Mark.LOWERED, "one", 200)),
    lambda: one(Course.MONEY, (Mark.OPENED, "one", 300), (Mark.ENDED, "one", None)),
    lambda: one(
        Course.JUDGED, (Mark.OPENED, "", None), (Mark.FAILED, "", None), (Mark.MOVED, "", None), (Mark.DONE, "", None)
    ),
    lambda: one(Course.PARTS, (Mark.OPENED, "", None), (Mark.ENDED, "", None)),
    lambda: one(Course.SETTLEMENT, (Mark.NAMED, ALL, None), (Mark.LAST, ALL, None)),
]


@pytest.mark.parametrize("said", OVER)
def test_what_is_plainly_over_is_left_out(said: Callable[[], list[Values]]) -> None:
    """Met, given up or never set: most of what ten years have left behind."""
    assert not_over(said()) == []


def test_each_file_and_kind_is_looked_at_by_itself() -> None:
    met = one(Course.ONCE, (Mark.OPENED, "", None), (Mark.DONE, "", None))
    waiting = one(Course.AGAIN, (Mark.OPENED, "", None))
    assert not_over([*met, *waiting]) == waiting
