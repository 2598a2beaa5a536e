"""Time limits end where the law says, and on the cautious day."""

from collections.abc import Callable
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.kernel.calendar import (
    Calendar,
    CalendarDoesNotCover,
    TimeLimit,
    days_after,
    days_late,
    months_after,
    weeks_after,
    working_days_after,
    years_after,
)
from domain.kernel.period import Month

YEARS = range(2008, 2041)
TABLE = {year: list(holidays.country_holidays("CZ", years=year)) for year in YEARS}
CZECH = Calendar.of("Czech holidays, for tests", TABLE)
STARTS = st.dates(date(2009, 1, 1), date(2035, 12, 31))


def limit(raw: str, legal: str, safe: str) -> TimeLimit:
    day = date.fromisoformat
    return TimeLimit(raw_end=day(raw), legal_last_day=day(legal), safe_last_day=day(safe))


# The calendar ---------------------------------------------------------------------------------------------------


def test_good_friday_is_a_holiday_from_2016() -> None:
    """The table is the law's, not today's."""
    assert not CZECH.is_holiday(date(2015, 4, 3))
    assert CZECH.is_holiday(date(2016, 3, 25))
    assert [CZECH.is_holiday(day) for day in (date(2015, 4, 6), date(2026, 4, 3), date(2026, 4, 6))] == [True] * 3


def test_a_year_outside_the_table_is_not_guessed() -> None:
    """A missing table is an error, not a year without holidays."""
    calendar = Calendar.of("2026 only", {2026: TABLE[2026]})
    with pytest.raises(CalendarDoesNotCover, match="'2026 only' has no holidays for 2027") as caught:
        calendar.is_working_day(date(2027, 1, 4))
    assert caught.value.year == 2027
    with pytest.raises(CalendarDoesNotCover):
        days_after(date(2026, 12, 20), 12, calendar)
    assert days_after(date(2026, 12, 20), 11, calendar).legal_last_day == date(2026, 12, 31)


def test_a_covered_year_may_have_no_holidays() -> None:
    """Weekends remain."""
    calendar = Calendar.of("bare", {2026: []})
    days = [date(2026, 1, day) for day in (1, 2, 3, 4, 5)]
    assert [calendar.is_working_day(day) for day in days] == [True, True, False, False, True]


def test_a_holiday_outside_the_covered_years_is_refused() -> None:
    """A table that contradicts itself is no table."""
    with pytest.raises(ValidationError, match="does not cover"):
        Calendar(version="wrong", years=(2026,), holidays=(date(2027, 1, 1),))


@pytest.mark.parametrize(
    ("years", "days"),
    [
        ((2026, 2025), ()),
        ((2026, 2026), ()),
        ((2026,), (date(2026, 5, 8), date(2026, 5, 1))),
        ((2026,), (date(2026, 5, 1),) * 2),
    ],
)
def test_a_table_is_given_in_order(years: tuple[int, ...], days: tuple[date, ...]) -> None:
    """Two equal calendars have equal bytes."""
    with pytest.raises(ValidationError, match="once each and in order"):
        Calendar(version="wrong", years=years, holidays=days)


def test_calendar_comes_back_from_its_stored_form() -> None:
    """A table can be kept and named by its version."""
    calendar = Calendar.of("two", {2027: [date(2027, 1, 1)], 2026: [date(2026, 1, 1), date(2026, 1, 1)]})
    assert calendar.model_dump_json() == '{"holidays":["2026-01-01","2027-01-01"],"version":"two","years":[2026,2027]}'
    assert calendar.is_holiday(date(2026, 1, 1))
    assert Calendar.model_validate_json(calendar.model_dump_json()) == calendar


# The eight vectors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param(date(2026, 3, 22), 15, limit("2026-04-06", "2026-04-07", "2026-04-02"), id="objections, Easter"),
        pytest.param(
            date(2026, 12, 9), 15, limit("2026-12-24", "2026-12-28", "2026-12-23"), id="objections, Christmas"
        ),
        pytest.param(
            date(2026, 6, 5), 30, limit("2026-07-05", "2026-07-07", "2026-07-03"), id="protocol, two holidays"
        ),
        pytest.param(date(2026, 9, 1), 60, limit("2026-10-31", "2026-11-02", "2026-10-30"), id="complex protocol"),
        pytest.param(date(2026, 4, 27), 7, limit("2026-05-04", "2026-05-04", "2026-05-04"), id="head upholds"),
        pytest.param(date(2026, 9, 7), 30, limit("2026-10-07", "2026-10-07", "2026-10-07"), id="superior"),
        pytest.param(date(2026, 11, 30), 30, limit("2026-12-30", "2026-12-30", "2026-12-30"), id="register"),
    ],
)
def test_limits_in_days(start: date, days: int, expected: TimeLimit) -> None:
    """Seven of the eight vectors: the start is not counted, the end rolls."""
    assert days_after(start, days, CZECH) == expected


def test_three_months_without_publication() -> None:
    """The eighth vector: the same number does not exist, so the last day of February, which is a Sunday."""
    assert months_after(date(2026, 11, 30), 3, CZECH) == limit("2027-02-28", "2027-03-01", "2027-02-26")


# The scenarios --------------------------------------------------------------------------------------------------


def test_scenario_1_publication_in_the_register() -> None:
    """Lateness is counted from the rolled day, not from Sunday 30 July."""
    a, b = days_after(date(2017, 6, 30), 30, CZECH), days_after(date(2017, 7, 3), 30, CZECH)
    assert a == limit("2017-07-30", "2017-07-31", "2017-07-28")
    assert b == limit("2017-08-02", "2017-08-02", "2017-08-02")
    published = date(2017, 8, 4)
    assert (days_late(published, a), days_late(published, b)) == (4, 2)
    assert months_after(date(2017, 7, 3), 3, CZECH).raw_end == date(2017, 10, 3)


@pytest.mark.parametrize(
    ("served", "payable"),
    [
        (Month(2018, 4), date(2018, 5, 21)),
        (Month(2018, 12), date(2019, 1, 21)),
        (Month(2019, 3), date(2019, 4, 23)),
        (Month(2020, 3), date(2020, 4, 20)),
    ],
)
def test_scenario_2_payable_on_the_20th_of_the_following_month(served: Month, payable: date) -> None:
    """Rolled to a working day."""
    assert CZECH.working_day_from((served + 1).day_or_last(20)) == payable


def test_scenario_3_days_of_delay() -> None:
    """The refund due on Friday 2019-02-15 arrives on the 20th; on the 14th it would have been in time."""
    due = TimeLimit.ending(date(2019, 2, 15), CZECH)
    assert [days_late(date(2019, 2, day), due) for day in (14, 15, 16, 20)] == [0, 0, 1, 5]


def test_scenario_4_objections_and_their_settlement() -> None:
    """Good Friday, weekend and Easter Monday in a row; two holidays in May."""
    assert days_after(date(2026, 3, 19), 15, CZECH) == limit("2026-04-03", "2026-04-07", "2026-04-02")
    assert days_after(date(2026, 4, 10), 7, CZECH).legal_last_day == date(2026, 4, 17)
    assert days_after(date(2026, 4, 10), 30, CZECH) == limit("2026-05-10", "2026-05-11", "2026-05-07")
    assert days_after(date(2026, 4, 10), 60, CZECH).legal_last_day == date(2026, 6, 9)


# Other units ----------------------------------------------------------------------------------------------------


def test_weeks_end_on_the_day_of_the_same_name() -> None:
    """A Tuesday to a Tuesday; from a Saturday it rolls to Monday."""
    assert weeks_after(date(2026, 9, 1), 2, CZECH) == limit("2026-09-15", "2026-09-15", "2026-09-15")
    assert weeks_after(date(2026, 9, 5), 1, CZECH) == limit("2026-09-12", "2026-09-14", "2026-09-11")


@pytest.mark.parametrize(
    ("start", "months", "raw"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 31), 3, date(2025, 4, 30)),
        (date(2025, 1, 15), 12, date(2026, 1, 15)),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(start: date, months: int, raw: date) -> None:
    """The end before rolling."""
    assert months_after(start, months, CZECH).raw_end == raw


def test_years_end_on_the_same_day() -> None:
    """From 29 February on the 28th where there is no 29th."""
    assert years_after(date(2024, 2, 29), 1, CZECH) == limit("2025-02-28", "2025-02-28", "2025-02-28")
    assert years_after(date(2024, 2, 29), 4, CZECH).raw_end == date(2028, 2, 29)
    assert years_after(date(2026, 5, 8), 1, CZECH) == limit("2027-05-08", "2027-05-10", "2027-05-07")


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 4, 1), 1, date(2026, 4, 2)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 1), 5, date(2026, 4, 10)),
        (date(2026, 4, 4), 1, date(2026, 4, 7)),
        (date(2026, 9, 7), 5, date(2026, 9, 14)),
    ],
)
def test_working_days_skip_what_is_none(start: date, count: int, end: date) -> None:
    """Five working days for the register of small aid (§ 3a Act 215/2004)."""
    assert working_days_after(start, count, CZECH) == limit(*[end.isoformat()] * 3)


@pytest.mark.parametrize("counting", [days_after, weeks_after, months_after, years_after, working_days_after])
@pytest.mark.parametrize("count", [0, -1])
def test_a_limit_of_nothing_is_none(counting: Callable[[date, int, Calendar], TimeLimit], count: int) -> None:
    """Less than one of anything is our mistake."""
    with pytest.raises(ValueError, match="expected at least 1"):
        counting(date(2026, 4, 1), count, CZECH)


# Properties -----------------------------------------------------------------------------------------------------


@given(STARTS, st.integers(1, 400))
def test_ends_are_working_days_around_the_raw_end(start: date, days: int) -> None:
    """The legal day is never a holiday, never early; the safe one never late; between them nobody works."""
    end = days_after(start, days, CZECH)
    assert end.raw_end - start == timedelta(days=days)
    assert end.safe_last_day <= end.raw_end <= end.legal_last_day
    assert CZECH.is_working_day(end.legal_last_day)
    assert CZECH.is_working_day(end.safe_last_day)
    between = (end.legal_last_day - end.safe_last_day).days
    assert not any(CZECH.is_working_day(end.safe_last_day + timedelta(days=n)) for n in range(1, between))


@given(STARTS, st.integers(1, 400), st.integers(0, 5))
def test_limits_are_monotone(start: date, days: int, more: int) -> None:
    """More days or a later start never end earlier."""
    end = days_after(start, days, CZECH).legal_last_day
    assert end <= days_after(start, days + more, CZECH).legal_last_day
    assert end <= days_after(start + timedelta(days=more), days, CZECH).legal_last_day


@given(STARTS, st.integers(1, 48), st.integers(0, 40))
def test_limits_in_months_are_monotone(start: date, months: int, more: int) -> None:
    """A later start never ends earlier, though February is short."""
    end = months_after(start, months, CZECH)
    assert end.legal_last_day <= months_after(start + timedelta(days=more), months, CZECH).legal_last_day
    assert Month.of(end.raw_end) - Month.of(start) == months


@given(STARTS, st.integers(1, 60))
def test_working_days_agree_with_counting_them(start: date, count: int) -> None:
    """Walked through one by one."""
    end = working_days_after(start, count, CZECH).raw_end
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 and day not in TABLE[day.year] for day in days) == count


@given(STARTS, st.integers(-30, 30))
def test_lateness_is_never_negative(start: date, offset: int) -> None:
    """Early is in time."""
    end = days_after(start, 30, CZECH)
    late = days_late(end.legal_last_day + timedelta(days=offset), end)
    assert late == max(0, offset)
