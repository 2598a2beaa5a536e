"""What a view of deadlines stores: that one was set, met, changed, dropped. Whether it is overdue is never stored."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import JsonValue

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.calendar import TimeLimit
from domain.kernel.money import Money
from projections.limits import ends
from projections.table import Table

ALL = "*"
"""The subject of a step that is about every subject of its kind in the file."""


class Mark(StrEnum):
    """What a step says of a deadline."""

    NAMED = "named"
    """There is such a subject; a later step about all of them is about it too."""
    OPENED = "opened"
    """From now on until this last day. Said again while it is open, it has another last day."""
    MOVED = "moved"
    """What was set, or is named, has this last day from now on."""
    DONE = "done"
    """Of money as much as the amount says, of anything else all of it."""
    LOWERED = "lowered"
    CHANGED = "changed"
    """The amount is now this one."""
    ENDED = "ended"
    """It is no longer asked for."""
    FAILED = "failed"
    """It was established that it was not kept and cannot be any more."""
    AGREED = "agreed"
    """A contract, or the amendment named as `part`, agreed on this day; replaces what was agreed before."""
    AGREED_IF_PUBLISHED = "agreed if published"
    """The same; it holds from the publication where that comes later."""
    PUBLISHED = "published"
    """The amendment named as `part` was published."""
    VOIDED = "voided"
    """The amendment named as `part` is void."""
    LAST = "last"
    """The contract has its last day: what would come in a later year is not asked for."""
    RETURNED = "returned"
    """What was done is to be done again."""


class Missing(StrEnum):
    """Why the last day cannot be told."""

    DELIVERY = "delivery"
    """Nobody knows when the paper that it runs from was delivered, or that it was."""
    NOT_SET = "not set"
    """Nobody set one."""
    NOT_READ = "not read"
    """The source states none, or none that can be read."""
    OPEN_END = "open end"
    """It lasts until somebody ends it."""
    CALENDAR = "calendar"
    """No table of holidays covers that year."""
    UNKNOWN_START = "unknown start"
    """The day that it runs from is not known, or no length is configured for it."""


class Step(NamedTuple):
    """A step of the deadline of one kind and subject in one file. Amounts are in minor units.

    `day` is the day of the step where it is not the effective date of its entry. A last day by counting alone
    (`raw_end`) is one that was agreed, not computed: whoever reads it moves it to a working day.
    """

    file: UUID
    kind: str
    mark: str
    subject: str = ""
    day: date | None = None
    raw_end: date | None = None
    legal_last_day: date | None = None
    safe_last_day: date | None = None
    amount: int | None = None
    currency: str | None = None
    part: str | None = None
    """The service whose year is settled, or the amendment that agrees on a day."""
    parts: list[JsonValue] | None = None
    """The services of which each is settled by itself; what is asked for, or came, piece by piece."""
    missing: str | None = None


STEPS = Table("deadlines_steps", Step, indexes=(("file",),))


# Steps as an event says them; the view adds the file and the kind of deadline ------------------------------------

_UNSAID = UUID(int=0)


def step(mark: Mark, subject: str, **more: Any) -> Step:
    return Step(_UNSAID, "", mark.value, subject, **more)


def named(subject: str) -> Step:
    return step(Mark.NAMED, subject)


def opened(
    limit: TimeLimit | None,
    subject: str = "",
    *,
    day: date | None = None,
    amount: Money | None = None,
    missing: Missing = Missing.UNKNOWN_START,
) -> Step:
    """Set, with the limit that was computed; `missing` says why there is none."""
    why = missing.value if limit is None else None
    return step(Mark.OPENED, subject, day=day, missing=why, **ends(limit), **_money(amount))


def opened_until(last_day: date | None, subject: str = "", *, missing: Missing = Missing.NOT_READ) -> Step:
    """Set until a day that no calendar moves."""
    return opened(None if last_day is None else fixed(last_day), subject, missing=missing)


def opened_as_written(period: PeriodAsWritten | None) -> Step:
    """Set until the end of a period in the words of a source, where that is certain and does not contradict itself."""
    start, end = (written.parsed if written else None for written in (period and period.start, period and period.end))
    is_certain = end is not None and (start is None or start <= end)
    return opened_until(end if is_certain else None)


def opened_by_agreement(last_day: date | None, subject: str = "") -> Step:
    """Set until a day that somebody named; where it is no working day, it moves."""
    missing = Missing.NOT_SET.value if last_day is None else None
    return step(Mark.OPENED, subject, raw_end=last_day, missing=missing)


def moved(limit: TimeLimit, subject: str = "") -> Step:
    return step(Mark.MOVED, subject, **ends(limit))


def done(subject: str = "", *, day: date | None = None, amount: Money | None = None) -> Step:
    return step(Mark.DONE, subject, day=day, **_money(amount))


def lowered(subject: str, amount: Money) -> Step:
    return step(Mark.LOWERED, subject, **_money(amount))


def changed(subject: str, amount: Money) -> Step:
    return step(Mark.CHANGED, subject, **_money(amount))


def ended(subject: str = "", *, day: date | None = None) -> Step:
    return step(Mark.ENDED, subject, day=day)


def failed(subject: str = "", *, day: date | None = None) -> Step:
    return step(Mark.FAILED, subject, day=day)


def fixed(day: date) -> TimeLimit:
    """A last day as it stands, on whatever day of the week."""
    return TimeLimit(legal_last_day=day, raw_end=day, safe_last_day=day)


def _money(amount: Money | None) -> dict[str, Any]:
    return {} if amount is None else {"amount": amount.minor, "currency": amount.currency}
