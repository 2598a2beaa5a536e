"""The days of the office: it works on working days, and it keeps the limits of the law by the Czech calendar."""

from datetime import date, datetime, time, timedelta

from adapters.clock import PRAGUE
from adapters.czech_calendar import czech_calendar
from domain.kernel.calendar import TimeLimit, days_after, months_after, working_days_after

LAST_DAY = date(2025, 12, 31)
"""The region stands on this day: what would come later has not happened yet."""


def workday(day: date) -> date:
    """The day itself, or the next working day."""
    return czech_calendar().working_day_from(day)


def workday_before(day: date) -> date:
    """The last working day before that day."""
    return czech_calendar().working_day_until(day - timedelta(days=1))


def workdays_later(day: date, count: int) -> date:
    """So many working days later; none is the day itself, or the next working day."""
    return working_days_after(day, count, czech_calendar()).raw_end if count else workday(day)


def later(day: date, days: int) -> date:
    """The first working day that is at least so many days later."""
    return workday(day + timedelta(days=days))


def at(day: date, hour: int) -> datetime:
    """An hour of a day by the clock of the office."""
    return datetime.combine(day, time(hour), PRAGUE)


def within_days(start: date, count: int) -> TimeLimit:
    """A limit of so many days."""
    return days_after(start, count, czech_calendar())


def within_months(start: date, count: int) -> TimeLimit:
    """A limit of so many months."""
    return months_after(start, count, czech_calendar())


def falling_on(day: date) -> TimeLimit:
    """A limit that ends on this day by counting."""
    return TimeLimit.ending(day, czech_calendar())
