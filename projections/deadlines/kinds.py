"""What a kind of deadline is. A new kind is one entry in the table of its subject, such as contract.py."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from domain.kernel.event import Event
from projections.deadlines.steps import Step

E = TypeVar("E", bound=Event)

Says = Callable[[Any], Iterable[Step]]


class Turn(StrEnum):
    """Who is to act, or may."""

    REGION = "region"
    PROVIDER = "provider"
    PARTICIPANT = "participant"
    """Of a tender."""
    AUTHORITY = "authority"
    """Another one than the region, such as ÚOHS."""


class Nature(StrEnum):
    """What follows when the last day has passed."""

    DUTY = "duty"
    """It is overdue."""
    RIGHT = "right"
    """It is over: nobody missed anything."""
    WAIT = "wait"
    """The waiting is over."""
    TERM = "term"
    """Something has ended by itself."""


class Course(StrEnum):
    """How the steps of one subject follow each other."""

    ONCE = "once"
    """Set once and met once, in whatever order this became known."""
    AGAIN = "again"
    """Met and set anew, as often as it happens."""
    MONEY = "money"
    """Met by payments that add up."""
    PARTS = "parts"
    """Met when all that is asked for has come: documents, the signatures of a paper."""
    JUDGED = "judged"
    """Met by what somebody says; whoever looks may find otherwise."""
    SETTLEMENT = "settlement"
    """Set by agreement for years, met service by service."""
    BESIDE = "beside"
    """Worked out with others that it depends on: in a tender, or from a settlement that was returned."""


@dataclass(frozen=True)
class Kind:
    """A kind of deadline: whose turn it is, what is to be done in words, which events are which steps of it.

    `rule` is the code of the rule that judges it, where there is one: its book says where it is written.
    """

    code: str
    turn: Turn
    en: str
    cs: str
    rule: str | None = None
    nature: Nature = Nature.DUTY
    course: Course = Course.ONCE
    steps: tuple[tuple[type[Event], Says], ...] = ()


def on(event: type[E], says: Callable[[E], Iterable[Step]]) -> tuple[type[Event], Says]:
    """What an event says of the deadlines of this kind."""
    return event, says
