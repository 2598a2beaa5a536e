"""Czech public holidays for tests, from the same table that the product uses."""

import holidays

from domain.kernel.calendar import Calendar

CZECH_HOLIDAYS = Calendar.of(
    "tests", {year: holidays.country_holidays("CZ", years=year).keys() for year in range(1993, 2051)}
)
"""Act 245/2000 from 1993 to 2050; Good Friday is a holiday from 2016."""
