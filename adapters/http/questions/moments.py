"""Both times of a question: `valid` is a day of the law, `known` a day or `known_seq` an entry number of the ledger."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query

from adapters.bootstrap import Parts
from adapters.clock import day_of, end_of
from adapters.http.problems import Problem
from adapters.telling.words import Words

BOTH = Words("give known or known_seq, not both", "zadejte known nebo known_seq, ne obojí")
BEYOND = Words("the ledger has entries no. 1 to {head}", "kniha má záznamy č. 1 až {head}")

_Valid = Annotated[date | None, Query(description="What held on this day; default: today in Prague.")]
_KnownOn = Annotated[date | None, Query(description="As it was known at the end of this day; default: now.")]
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
    return AsOf(day, head if known is None else parts.ledger.position_before(end_of(known)))


def known_day(parts: Parts, asked: Times, known: int) -> date:
    """The day as known on which an answer holds: the one asked for, or that of the entry, or today."""
    if asked.known is not None:
        return asked.known
    entries = parts.ledger.select_entries(after=known - 1, limit=1, until=known) if known else ()
    recorded_at = entries[0].recorded_at if entries and known < parts.ledger.head() else None
    return day_of(recorded_at or parts.clock())
