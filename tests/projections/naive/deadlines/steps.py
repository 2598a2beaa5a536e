"""What one entry says of a deadline, and what is open after all that was said of it: six plain readings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import holidays

from tests.projections.naive.saying import Cells
from tests.scenarios.raw_ledger import Raw

ALL = "*"
"""Of every subject that is named in the file, or of the file as a whole where none is."""
CZECH = holidays.country_holidays("CZ", years=range(1993, 2051))


@dataclass(frozen=True)
class Step:
    """It names a subject, sets or moves a last day, pays something off, brings a piece, closes, fails or returns."""

    day: str
    position: int
    subject: str
    what: str
    last_day: Cells | None = None
    amount: int | None = None
    pieces: frozenset[str] | None = None


Reading = Callable[[Sequence[Step]], Cells | None]
"""Steps in the order of their days → the last day of what is open: empty where nobody knows it, None: nothing is."""


def step(one: Raw, what: str, subject: str = "", *, day: str | None = None, **more: Any) -> Step:
    return Step(day or one.on or "", one.position, subject, what, **more)


def fixed(day: str | None) -> Cells | None:
    """A last day that no calendar moves."""
    return None if day is None else {"legal_last_day": day, "safe_last_day": day}


def agreed(day: str | None) -> Cells | None:
    """A last day that somebody named: by law the next working day, to be safe the one before."""
    if day is None:
        return None
    return {"legal_last_day": _working(day, 1), "safe_last_day": _working(day, -1)}


def parsed(written: Cells | None) -> str | None:
    return (written or {}).get("parsed")


def _working(day: str, direction: int) -> str:
    found = date.fromisoformat(day)
    while found.weekday() > 4 or found in CZECH:
        found += timedelta(direction)
    return found.isoformat()


# Readings -------------------------------------------------------------------------------------------------------------


def once(steps: Sequence[Step]) -> Cells | None:
    """Whatever closes it closes it, though this became known first."""
    said = [one for one in steps if one.what == "set"]
    is_over = not said or any(one.what in {"closed", "failed"} for one in steps)
    return None if is_over else said[-1].last_day or {}


def again(steps: Sequence[Step]) -> Cells | None:
    """Closed and set anew, as often as it happens."""
    told = [one for one in steps if one.what in {"set", "closed"}]
    return (told[-1].last_day or {}) if told and told[-1].what == "set" else None


def money(steps: Sequence[Step]) -> Cells | None:
    """Closed when all that is asked for was paid or let off."""
    said = [one for one in steps if one.what == "set"]
    asked = [one.amount or 0 for one in steps if one.what == "changed"] or [one.amount or 0 for one in said]
    if not said or any(one.what == "closed" for one in steps):
        return None
    met = sum(one.amount or 0 for one in steps if one.what in {"paid", "lowered"})
    return None if met >= asked[-1] else said[-1].last_day or {}


def parts(steps: Sequence[Step]) -> Cells | None:
    """Closed when every piece has come; a new paper is signed anew."""
    asked, came = frozenset[str](), frozenset[str]()
    last: Cells | None = None
    is_set = is_open = False
    for one in steps:
        if one.what in {"set", "named"} and one.pieces is not None:
            asked, came = one.pieces, came if one.what == "set" else frozenset()
        came |= (one.pieces or frozenset()) if one.what == "came" else frozenset()
        if one.what == "set" or (one.what == "moved" and is_set):
            last, is_open, is_set = one.last_day, is_open or not is_set, True
        if one.what == "closed" or (asked and asked <= came):
            is_open = False
        elif one.what == "named":
            is_open = is_set
    return (last or {}) if is_open else None


def judged(steps: Sequence[Step]) -> Cells | None:
    """Closed by what was said, until somebody finds that it was not so or gives more time."""
    state, last, is_named = "", dict[str, Any](), False
    for one in steps:
        is_named = is_named or one.what == "named"
        if one.what == "set" or (one.what == "moved" and (state or is_named)):
            last = one.last_day or {}
            state = "open" if not state or (one.what == "moved" and state == "failed") else state
        elif state and one.what in {"returned", "failed", "closed"}:
            state = "open" if one.what == "returned" else one.what
    return last if state == "open" else None
