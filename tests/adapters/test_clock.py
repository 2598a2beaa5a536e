"""The authority's days as instants."""

from datetime import UTC, date, datetime

from adapters.clock import day_of, end_of


def test_a_day_ends_at_midnight_in_prague() -> None:
    assert end_of(date(2018, 6, 30)) == datetime(2018, 6, 30, 22, tzinfo=UTC)
    assert day_of(datetime(2018, 6, 30, 22, tzinfo=UTC)) == date(2018, 7, 1)


def test_the_last_day_of_all_ends_as_well() -> None:
    """Whoever asks for everything writes 9999-12-31."""
    assert end_of(date.max) > datetime(9999, 12, 31, 20, tzinfo=UTC)
