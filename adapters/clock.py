"""Time and the calendar, as values handed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.metadata import version
from zoneinfo import ZoneInfo

import holidays

from domain.kernel.calendar import Calendar

PRAGUE = ZoneInfo("Europe/Prague")
"""The authority's days begin and end by this clock."""

FIRST_YEAR, LAST_YEAR = 1993, 2100
"""Years for which limits can be computed."""

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The authority's calendar day of an instant."""
    return instant.astimezone(PRAGUE).date()


def end_of(day: date) -> datetime:
    """The midnight that ends a day of the authority: what was recorded before it was known on that day."""
    return datetime.combine(day + timedelta(days=1), time.min, PRAGUE).astimezone(UTC)


@cache
def czech_calendar() -> Calendar:
    """Public holidays of the Czech Republic (Act 245/2000; Good Friday from 2016), from the holidays package."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    table: dict[int, list[date]] = {year: [] for year in years}
    for day in holidays.country_holidays("CZ", years=years):
        table[day.year].append(day)
    return Calendar.of(f"holidays {version('holidays')}, CZ", table)
