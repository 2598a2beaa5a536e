"""Time as a value handed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PRAGUE = ZoneInfo("Europe/Prague")
"""The authority's days begin and end by this clock."""

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The authority's calendar day of an instant."""
    return instant.astimezone(PRAGUE).date()


def end_of(day: date) -> datetime:
    """The midnight that ends a day of the authority: what was recorded before it was known on that day."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time.min, PRAGUE).astimezone(UTC)
