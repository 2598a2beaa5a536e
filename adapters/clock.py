"""Time as a value handed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from application.ledger import Ledger

PRAGUE = ZoneInfo("Europe/Prague")
"""The authority's days begin and end by this clock."""

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The authority's calendar day of an instant."""
    return instant.astimezone(PRAGUE).date()


def latest_day(now: datetime, ledger: "Ledger", *, head: int) -> date:
    """The last day of which anything can be known: today, or that of the last entry where a clock ran ahead."""
    last = ledger.select_entries(after=head - 1, limit=1, until=head) if head else ()
    return max([day_of(now), *(day_of(entry.recorded_at) for entry in last)])


def end_of(day: date) -> datetime:
    """The midnight that ends a day of the authority: what was recorded before it was known on that day."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time.min, PRAGUE).astimezone(UTC)
