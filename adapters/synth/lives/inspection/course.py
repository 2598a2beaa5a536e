"""What course an inspection takes, and what it needs to look at for it."""

from enum import StrEnum
from typing import NamedTuple


class Course(StrEnum):
    """What comes of an inspection; every kind is there in a small region already."""

    CLEAN = "no defect"
    REMEDIED = "remedied on the spot"
    UPHELD = "upheld by the head"
    PARTLY_UPHELD = "partly upheld by the superior"
    REJECTED = "rejected by the superior"
    LATE = "late objections"
    IN_THE_POST = "objections still in the post"
    OBSTRUCTED = "obstructed"
    UNDER_CONTRACT = "under the contract"
    OVERCOMPENSATED = "overcompensated"
    FOLLOWED_UP = "followed up"
    CANCELLED = "dropped from the plan"


class Needs(NamedTuple):
    """The regime, and whether a grant, a tender contract or a mandate is looked at."""

    regime: str
    looks_at: str


NEEDS = {
    Course.CLEAN: Needs("CONTROL_ACT", "mandate"),
    Course.REMEDIED: Needs("FINANCIAL_CONTROL", "grant"),
    Course.UPHELD: Needs("FINANCIAL_CONTROL", "grant"),
    Course.PARTLY_UPHELD: Needs("FINANCIAL_CONTROL", "grant"),
    Course.REJECTED: Needs("FINANCIAL_CONTROL", "grant"),
    Course.LATE: Needs("FINANCIAL_CONTROL", "grant"),
    Course.IN_THE_POST: Needs("FINANCIAL_CONTROL", "grant"),
    Course.OBSTRUCTED: Needs("REGISTRATION_CONDITIONS", "mandate"),
    Course.UNDER_CONTRACT: Needs("CONTRACTUAL", "tender"),
    Course.OVERCOMPENSATED: Needs("SGEI_OVERCOMPENSATION", "mandate"),
    Course.FOLLOWED_UP: Needs("CONTROL_ACT", "mandate"),
    Course.CANCELLED: Needs("CONTROL_ACT", "mandate"),
}
OF_MESS = {Course.LATE: Course.REJECTED, Course.IN_THE_POST: Course.UPHELD}
"""Courses in which something goes wrong, and what comes of them where nothing does."""
WITHOUT_THE_ACT = frozenset({Course.UNDER_CONTRACT, Course.OVERCOMPENSATED})
"""There the contract or the mandate sets the limits."""


def course_of(place: int, *, has_mess: bool) -> Course:
    """One after the other; without mess nothing goes wrong."""
    courses = tuple(Course)
    course = courses[place % len(courses)]
    return course if has_mess else OF_MESS.get(course, course)
