"""Both times of a question: `valid` is a day of the law, `known` a day or `known_seq` an entry number of the ledger."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query

from adapters.bootstrap import Parts
from adapters.clock import day_of, end_of, latest_day
from adapters.http.days import WrittenDay
from adapters.http.problems import Problem
from adapters.telling.words import Words

BOTH = Words("give known or known_seq, not both", "zadejte known nebo known_seq, ne obojí")
NOT_YET = Words(
    "nobody can say yet what will be known on {day}: today is {today}",
    "co bude známo {day}, ještě nikdo říci nemůže: dnes je {today}",
)
BEYOND = Words("the ledger has entries no. 1 to {head}", "kniha má záznamy č. 1 až {head}")

_Valid = Annotated[WrittenDay | None, Query(description="What held on this day; default: today in Prague.")]
_KnownOn = Annotated[
    WrittenDay | None, Query(description="As it was known at the end of this day, today at the latest; default: now.")
]
_MinPosition = Annotated[
    int | None,
    Query(
        ge=0,
        le=2**53,
        description="Answer only when this entry is taken into account: the `position` that a command answered.",
    ),
]
KnownSeq = Annotated[int | None, Query(ge=0, le=2**53, description="The same exactly, as an entry number.")]


@dataclass(frozen=True, slots=True)
class Times:
    """Both times as they were asked for."""

    valid: date | None = None
    known: date | None = None
    known_seq: int | None = None
    min_position: int | None = None


def times(
    valid: _Valid = None, known: _KnownOn = None, known_seq: KnownSeq = None, min_position: _MinPosition = None
) -> Times:
    """The two times from the query, and up to which entry the answer must reach at least."""
    return Times(valid, known, known_seq, min_position)


def side_a(a_valid: _Valid = None, a_known: _KnownOn = None, a_known_seq: KnownSeq = None) -> Times:
    """The first of two moments."""
    return Times(a_valid, a_known, a_known_seq)


def side_b(b_valid: _Valid = None, b_known: _KnownOn = None, b_known_seq: KnownSeq = None) -> Times:
    """The second."""
    return Times(b_valid, b_known, b_known_seq)


Asked = Annotated[Times, Depends(times)]
SideA = Annotated[Times, Depends(side_a)]
SideB = Annotated[Times, Depends(side_b)]


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two moments of an answer."""

    valid: date
    known: int

    @property
    def times(self) -> dict[str, object]:
        return {"valid": self.valid, "known_seq": self.known}


def as_of(parts: Parts, asked: Times) -> AsOf:
    """The moments that were asked for. Raises Problem."""
    day, known, known_seq = asked.valid or day_of(parts.clock()), asked.known, asked.known_seq
    head = parts.ledger.head()
    if asked.min_position is not None and asked.min_position > head:
        raise Problem(HTTPStatus.BAD_REQUEST, "beyond-the-ledger", BEYOND, head=head)
    if known is not None and known_seq is not None:
        raise Problem(HTTPStatus.BAD_REQUEST, "two-moments", BOTH)
    if known_seq is not None:
        if known_seq > head:
            raise Problem(HTTPStatus.BAD_REQUEST, "beyond-the-ledger", BEYOND, head=head)
        return AsOf(day, known_seq)
    return AsOf(day, head if known is None else _known_at_end_of(parts, known, head=head))


def _known_at_end_of(parts: Parts, day: date, *, head: int) -> int:
    """The last entry of that day. Raises Problem for a day to come, of which nothing can be known."""
    today = latest_day(parts.clock(), parts.ledger, head=head) if day > day_of(parts.clock()) else day
    if day > today:
        raise Problem(HTTPStatus.BAD_REQUEST, "known-in-the-future", NOT_YET, day=day, today=today)
    return parts.ledger.position_before(end_of(day))


def known_day(parts: Parts, asked: Times, known: int) -> date:
    """The day as known on which an answer holds: the one asked for, or that of the entry, or today."""
    if asked.known is not None:
        return asked.known
    entries = parts.ledger.select_entries(after=known - 1, limit=1, until=known) if known else ()
    recorded_at = entries[0].recorded_at if entries and known < parts.ledger.head() else None
    return day_of(recorded_at or parts.clock())
