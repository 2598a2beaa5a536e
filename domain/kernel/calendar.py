"""Legal time limits: pure functions over a table of holidays that is handed in as data.

The same rules hold for authorities (§ 40 Act 500/2004) and between private parties (§§ 605–607 Act 89/2012): the day of
the event is not counted; weeks, months and years end on the day of the same name or number, or on the last day of the
month; an end on a Saturday, Sunday or holiday moves to the next working day (§ 40(1)(c); § 607). A computed limit is
stored with the event that it belongs to and is never computed again on replay.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Self, TypedDict

from pydantic import BaseModel, ConfigDict, model_validator

from domain.kernel.period import months_later

_DAY = timedelta(days=1)


class CalendarDoesNotCover(LookupError):
    """The table holds no holidays for this year, so no working day of it can be told."""

    def __init__(self, year: int, version: str) -> None:
        self.year = year
        super().__init__(f"calendar {version!r} has no holidays for {year}; a newer table is needed")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Calendar(_Value):
    """Holidays of whole years (for Czechia those of Act 245/2000), under a version label that due dates can name."""

    holidays: tuple[date, ...]
    version: str
    years: tuple[int, ...]

    @classmethod
    def of(cls, version: str, holidays: Mapping[int, Iterable[date]]) -> Self:
        """From a table: the holidays of each year that it covers."""
        days = sorted({day for of_year in holidays.values() for day in of_year})
        return cls(version=version, years=tuple(sorted(holidays)), holidays=tuple(days))

    @model_validator(mode="after")
    def _sorted_and_covered(self) -> Self:
        if list(self.holidays) != sorted(set(self.holidays)) or list(self.years) != sorted(set(self.years)):
            raise ValueError("years and holidays are given once each and in order; see Calendar.of")
        stray = {day.year for day in self.holidays} - set(self.years)
        if stray:
            raise ValueError(f"holidays lie in {sorted(stray)}, years that calendar {self.version!r} does not cover")
        return self

    def is_holiday(self, day: date) -> bool:
        """Raises CalendarDoesNotCover."""
        if day.year not in self._covered:
            raise CalendarDoesNotCover(day.year, self.version)
        return day in self._days

    @cached_property
    def _days(self) -> frozenset[date]:
        return frozenset(self.holidays)

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset(self.years)

    def is_working_day(self, day: date) -> bool:
        """No Saturday, Sunday or holiday. Raises CalendarDoesNotCover."""
        return not self.is_holiday(day) and day.weekday() < 5

    def working_day_from(self, day: date) -> date:
        """The day itself, or the next working day: where a limit or a day of payment that ends there moves."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_day_until(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_working_day(day):
            day -= _DAY
        return day


class TimeLimit(_Value):
    """When a limit ends: by counting, by law, and by the cautious reading.

    Others are judged by `legal_last_day`; own duties are kept by `safe_last_day`, the last working day not after the
    raw end (for a limit of a few days it may lie before the start: then no safe day is left).
    """

    legal_last_day: date
    raw_end: date
    safe_last_day: date

    @classmethod
    def ending(cls, raw_end: date, calendar: Calendar) -> Self:
        """The limit that ends on this day by counting."""
        return cls(
            legal_last_day=calendar.working_day_from(raw_end),
            raw_end=raw_end,
            safe_last_day=calendar.working_day_until(raw_end),
        )


def days_after(start: date, count: int, calendar: Calendar) -> TimeLimit:
    """`count` days, the first of them the day after `start` (§ 40(1)(a) Act 500/2004, § 605(1) Act 89/2012)."""
    return TimeLimit.ending(start + _checked(count) * _DAY, calendar)


def weeks_after(start: date, count: int, calendar: Calendar) -> TimeLimit:
    """Ends on the day of the same name (§ 40(1)(b) Act 500/2004, § 605(2) Act 89/2012)."""
    return TimeLimit.ending(start + _checked(count) * 7 * _DAY, calendar)


def months_after(start: date, count: int, calendar: Calendar) -> TimeLimit:
    """Ends on the day of the same number, or on the last day of the month (the provisions that weeks follow)."""
    return TimeLimit.ending(months_later(start, _checked(count)), calendar)


def years_after(start: date, count: int, calendar: Calendar) -> TimeLimit:
    """Ends on the same day of the year; from 29 February on the 28th of a common year (the same provisions)."""
    return TimeLimit.ending(months_later(start, 12 * _checked(count)), calendar)


def working_days_after(start: date, count: int, calendar: Calendar) -> TimeLimit:
    """The `count`-th working day after `start`; it is a working day, so all three ends are the same.

    For limits that the law itself states in working days (§ 3a Act 215/2004: five for the register of small aid).
    """
    day = start
    for _ in range(_checked(count)):
        day = calendar.working_day_from(day + _DAY)
    return TimeLimit.ending(day, calendar)


def days_late(on: date, limit: TimeLimit) -> int:
    """Days after the legal last day; 0 where the limit was kept."""
    return max(0, (on - limit.legal_last_day).days)


class Lateness(TypedDict):
    """Against the legal last day; None where the limit or the day is not known."""

    last_day_legal: date | None
    days_late: int | None


def lateness(on: date | None, due: TimeLimit | None) -> Lateness:
    """How late something came."""
    late = None if on is None or due is None else days_late(on, due)
    return Lateness(last_day_legal=due.legal_last_day if due else None, days_late=late)


def _checked(count: int) -> int:
    if count < 1:
        raise ValueError(f"a time limit of {count} is none; expected at least 1")
    return count
