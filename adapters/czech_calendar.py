"""The public holidays of the Czech Republic, as a table handed to decisions."""

from datetime import date
from functools import cache
from importlib.metadata import version

import holidays

from domain.kernel.calendar import Calendar

FIRST_YEAR, LAST_YEAR = 1993, 2100
"""Years for which limits can be computed."""


@cache
def czech_calendar() -> Calendar:
    """Act 245/2000, with Good Friday from 2016, from the holidays package."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    table: dict[int, list[date]] = {year: [] for year in years}
    for day in holidays.country_holidays("CZ", years=years):
        table[day.year].append(day)
    return Calendar.of(f"holidays {version('holidays')}, CZ", table)
