"""Months, periods, and dates as papers write them."""

import copy
import json
import pickle
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.kernel.answer import Answer
from domain.kernel.as_written import DateAsWritten, DateProblem, PeriodAsWritten, UnreadableDate, parse_user_date
from domain.kernel.period import Month, Period, end_of_months, months_later

MONTH = TypeAdapter(Month)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))
IP1 = "v průběhu 36 měsíců – od 1.10.2009 do 31.11.2012"


# Months ---------------------------------------------------------------------------------------------------------


def test_month_is_stored_as_its_text() -> None:
    """These bytes are sealed and never change."""
    assert MONTH.dump_json(Month(2018, 4)) == b'"2018-04"'
    assert MONTH.validate_json(b'"2018-04"') == Month(2018, 4) == Month.read("2018-04") == Month.of(date(2018, 4, 30))
    assert type(MONTH.validate_python("2018-04")) is Month


@pytest.mark.parametrize("text", ["2018-13", "2018-00", "2018-4", "0000-01", "18-04", "2018-04-01", "duben 2018", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    """The message shows the form."""
    with pytest.raises(ValueError, match="expected year and month such as 2018-04"):
        Month.read(text)
    with pytest.raises(ValidationError, match="such as 2018-04"):
        MONTH.validate_python(text)


@pytest.mark.parametrize(("year", "month"), [(2018, 0), (2018, 13), (0, 1), (10000, 1)])
def test_a_year_has_twelve_months(year: int, month: int) -> None:
    """And the calendar four digits of the year."""
    with pytest.raises(ValueError, match="not a month"):
        Month(year, month)


def test_month_schema_shows_the_pattern() -> None:
    """For those who write commands by hand."""
    schema = MONTH.json_schema()
    jsonschema.validate("2018-04", schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate("2018-13", schema)


def test_month_knows_its_days() -> None:
    """Leap years included."""
    february = Month(2024, 2)
    assert (february.year, february.month) == (2024, 2)
    assert (february.first_day, february.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (february.day_or_last(20), february.day_or_last(31)) == (date(2024, 2, 20), date(2024, 2, 29))


def test_month_can_be_copied() -> None:
    """Pickle and deepcopy go through the year and the month."""
    month = Month(2018, 4)
    for again in (copy.deepcopy(month), pickle.loads(pickle.dumps(month))):
        assert again == month
        assert type(again) is Month


@given(MONTHS, st.integers(-500, 500))
def test_months_are_counted_both_ways(month: Month, by: int) -> None:
    """Adding and subtracting are inverse."""
    assert (month + by) - month == by
    assert (month + by) - by == month
    assert month - by == month + -by


@given(MONTHS, MONTHS)
def test_months_sort_as_time_does(a: Month, b: Month) -> None:
    """Their text sorts like their first days."""
    assert (a < b) == (a.first_day < b.first_day)
    assert min(a, b).first_day == min(a.first_day, b.first_day)


@given(MONTHS)
def test_the_next_month_begins_after_the_last_day(month: Month) -> None:
    """No day between two months."""
    assert (month + 1).first_day - month.last_day == timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2018, 4, 15), 0, date(2018, 4, 15)),
        (date(2018, 4, 15), -1, date(2018, 3, 15)),
    ],
)
def test_months_later_is_the_same_number_or_the_last_day(day: date, months: int, later: date) -> None:
    """The counting of § 605(2) Act 89/2012."""
    assert months_later(day, months) == later


def test_36_months_from_october_2009_end_in_september_2012() -> None:
    """The arithmetic that source 001 got wrong."""
    assert end_of_months(date(2009, 10, 1), 36) == date(2012, 9, 30)
    assert end_of_months(date(2009, 10, 1), 38) == date(2012, 11, 30)


# Periods --------------------------------------------------------------------------------------------------------


def test_period_is_stored_by_its_two_days() -> None:
    """An open end is left out."""
    period = Period(start=date(2018, 4, 1), end=date(2020, 3, 31))
    assert period.model_dump_json(exclude_none=True) == '{"end":"2020-03-31","start":"2018-04-01"}'
    assert Period.model_validate_json('{"start":"2018-04-01"}') == Period(start=date(2018, 4, 1))


def test_period_includes_both_ends() -> None:
    """The first and the last day belong to it, their neighbours do not."""
    period = Period(start=date(2018, 4, 1), end=date(2020, 3, 31))
    days = [date(2018, 3, 31), date(2018, 4, 1), date(2020, 3, 31), date(2020, 4, 1)]
    assert [period.contains(day) for day in days] == [False, True, True, False]
    assert Period(start=date(2018, 4, 1)).contains(date(9999, 12, 31))


def test_period_is_shown_with_its_open_end() -> None:
    """The dots say that it goes on."""
    assert str(Period(start=date(2018, 4, 1), end=date(2020, 3, 31))) == "2018-04-01 – 2020-03-31"
    assert str(Period(start=date(2018, 4, 1))) == "2018-04-01 – …"


def test_period_that_ends_before_it_starts_is_refused() -> None:
    """The order of things is structure, not law."""
    assert Period(start=date(2018, 4, 1), end=date(2018, 4, 1)).contains(date(2018, 4, 1))
    with pytest.raises(ValidationError, match="the end comes first"):
        Period(start=date(2018, 4, 1), end=date(2018, 3, 31))


@pytest.mark.parametrize(
    ("month", "touches"),
    [
        ("2018-03", False),
        ("2018-04", True),
        ("2019-07", True),
        ("2020-03", True),
        ("2020-04", False),
    ],
)
def test_a_period_touches_the_months_that_have_a_day_in_it(month: str, touches: bool) -> None:
    """Its first and its last day are enough."""
    period = Period(start=date(2018, 4, 30), end=date(2020, 3, 1))
    assert period.touches(Month.read(month)) is touches
    assert (Month.read(month) in period.months()) is touches


def test_an_open_period_touches_every_later_month() -> None:
    period = Period(start=date(2018, 4, 30))
    assert [period.touches(Month.read(one)) for one in ("2018-03", "2018-04", "9999-12")] == [False, True, True]


def test_months_of_a_period_are_those_with_a_day_in_it() -> None:
    """The 24 service months of scenario 2, and a broken one."""
    months = list(Period(start=date(2018, 4, 1), end=date(2020, 3, 31)).months())
    assert (months[0], months[-1], len(months)) == ("2018-04", "2020-03", 24)
    assert list(Period(start=date(2018, 4, 30), end=date(2018, 5, 1)).months()) == ["2018-04", "2018-05"]
    assert next(Period(start=date(2018, 4, 30)).months()) == "2018-04"


def test_months_of_an_open_period_end_with_the_calendar() -> None:
    """It can be walked through to the end of all dates."""
    assert list(Period(start=date(9999, 11, 30)).months()) == ["9999-11", "9999-12"]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2009, 10, 1), date(2012, 9, 30), 36),
        (date(2009, 10, 1), date(2012, 11, 30), 38),
        (date(2018, 4, 15), date(2018, 6, 14), 2),
        (date(2018, 4, 15), date(2018, 6, 15), None),
        (date(2018, 4, 15), date(2018, 4, 15), None),
        (date(2018, 1, 31), date(2018, 2, 27), 1),
        (date(2018, 4, 1), None, None),
        (date(2018, 4, 1), date.max, None),
    ],
)
def test_length_is_a_whole_number_of_months_or_none(start: date, end: date | None, months: int | None) -> None:
    """Nothing is rounded."""
    assert Period(start=start, end=end).length_in_months() == months


@given(DAYS, st.integers(1, 240))
def test_length_undoes_counting(start: date, months: int) -> None:
    """A period made of months has so many months."""
    assert Period(start=start, end=end_of_months(start, months)).length_in_months() == months


# Dates as written -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "30. 6. 2026",
        "30.6.2026",
        "30.06.2026",
        "2026-06-30",
        "30. června 2026",
        "30. Června 2026",
        "30.\u00a06.\u00a02026",
    ],
)
def test_a_certain_date_is_parsed_and_kept_as_written(raw: str) -> None:
    """The usual forms of one day."""
    written = DateAsWritten.read(raw)
    assert (written.parsed, written.problem, written.raw, str(written)) == (date(2026, 6, 30), None, raw, raw)
    assert (written.not_before, written.not_after) == (date(2026, 6, 30), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("raw", "earliest", "latest"),
    [
        ("31.11.2012", date(2012, 10, 31), date(2012, 12, 31)),
        ("30. 2. 2015", date(2015, 1, 30), date(2015, 3, 30)),
        ("31. září 2012", date(2012, 8, 31), date(2012, 10, 31)),
        ("29.2.2015", None, None),
        ("15.13.2012", None, None),
        ("15.0.2012", None, None),
        ("0.1.2012", None, None),
        ("32.1.2012", None, None),
        ("13/2020", None, None),
    ],
)
def test_an_impossible_date_is_never_repaired(raw: str, earliest: date | None, latest: date | None) -> None:
    """Its neighbourhood is certain only where one slip explains it."""
    written = DateAsWritten.read(raw)
    assert (written.parsed, written.problem) == (None, DateProblem.IMPOSSIBLE_DATE)
    assert (written.not_before, written.not_after) == (earliest, latest)


@pytest.mark.parametrize(
    ("raw", "earliest", "latest"),
    [
        ("března 2020", date(2020, 3, 1), date(2020, 3, 31)),
        ("únor 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("červenci 2020", date(2020, 7, 1), date(2020, 7, 31)),
        ("červnu 2020", date(2020, 6, 1), date(2020, 6, 30)),
        ("3/2020", date(2020, 3, 1), date(2020, 3, 31)),
        ("2020-03", date(2020, 3, 1), date(2020, 3, 31)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("roku 2018", date(2018, 1, 1), date(2018, 12, 31)),
    ],
)
def test_a_month_or_a_year_alone_is_bounded_but_not_parsed(raw: str, earliest: date, latest: date) -> None:
    """An imprecise date says what it says."""
    written = DateAsWritten.read(raw)
    assert (written.parsed, written.problem) == (None, DateProblem.IMPRECISE_DATE)
    assert (written.earliest, written.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "raw", ["kdysi", "", "1.10.09", "1.10.2009 nebo později", "06/30/2026", "1.1.0000", "0000", "12.2012"]
)
def test_an_unreadable_date_stays_text(raw: str) -> None:
    """Two-digit years and American dates among them."""
    assert DateAsWritten.read(raw).problem is DateProblem.UNREADABLE_DATE
    assert DateAsWritten.read(raw).not_before is DateAsWritten.read(raw).not_after is None


@given(DAYS)
def test_every_day_is_read_in_every_form(day: date) -> None:
    """The forms do not contradict each other."""
    forms = (
        day.isoformat(),
        f"{day.day}. {day.month}. {day.year}",
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
    )
    assert {DateAsWritten.read(form).parsed for form in forms} == {day}


def test_a_date_given_as_text_is_read_and_a_stored_one_is_not() -> None:
    """A better reader of tomorrow changes nothing in history."""
    adapter = TypeAdapter(DateAsWritten)
    assert adapter.validate_json('"31.11.2012"') == DateAsWritten.read("31.11.2012")
    stored = '{"problem":"UNREADABLE_DATE","raw":"1.10.2009"}'
    assert adapter.validate_json(stored).problem is DateProblem.UNREADABLE_DATE
    assert json.loads(adapter.dump_json(adapter.validate_json(stored), exclude_none=True)) == json.loads(stored)


@pytest.mark.parametrize("parts", [{}, {"parsed": "2012-11-30", "problem": "IMPOSSIBLE_DATE"}])
def test_a_date_is_either_parsed_or_has_a_problem(parts: dict[str, str]) -> None:
    """Not both and not neither."""
    with pytest.raises(ValidationError, match="either `parsed` or `problem`"):
        DateAsWritten.model_validate({"raw": "31.11.2012"} | parts)


# Periods as written ---------------------------------------------------------------------------------------------


def test_the_support_of_ip1_is_read_as_written() -> None:
    """Source 001: 36 months, from the first of October, to a day that does not exist."""
    period = PeriodAsWritten.read(IP1, scope="drawing of the whole support")
    assert json.loads(period.model_dump_json(exclude_none=True)) == {
        "end": {"earliest": "2012-10-31", "latest": "2012-12-31", "problem": "IMPOSSIBLE_DATE", "raw": "31.11.2012"},
        "months_stated": 36,
        "raw": IP1,
        "scope": "drawing of the whole support",
        "start": {"parsed": "2009-10-01", "raw": "1.10.2009"},
    }
    assert PeriodAsWritten.model_validate_json(period.model_dump_json()) == period
    assert str(period) == IP1


def test_the_anomalies_of_ip1_carry_their_facts() -> None:
    """Scenario 6: the end is impossible, and 36 months are not 38."""
    impossible, mismatch = PeriodAsWritten.read(IP1).anomalies()
    assert (impossible.code, impossible.raw) == ("IMPOSSIBLE_DATE", "31.11.2012")
    assert impossible.facts == {"field": "end", "earliest": "2012-10-31", "latest": "2012-12-31"}
    assert (mismatch.code, mismatch.raw) == ("LENGTH_MISMATCH", IP1)
    assert mismatch.facts == {
        "start": "2009-10-01",
        "months_stated": 36,
        "end_by_months": "2012-09-30",
        "end_as_written": "31.11.2012",
        "end_read_as": "2012-11-30",
        "months_to_it": 38,
    }


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2009, 9, 30), Answer.NO),
        (date(2009, 10, 1), Answer.YES),
        (date(2012, 9, 30), Answer.YES),
        (date(2012, 10, 1), Answer.CANNOT_BE_DECIDED),
        (date(2012, 10, 15), Answer.CANNOT_BE_DECIDED),
        (date(2012, 12, 31), Answer.CANNOT_BE_DECIDED),
        (date(2013, 1, 1), Answer.NO),
        (None, Answer.CANNOT_BE_DECIDED),
    ],
)
def test_a_day_is_covered_only_within_every_reading(day: date | None, answer: Answer) -> None:
    """Scenario 6: never a guess."""
    assert PeriodAsWritten.read(IP1).covers(day) is answer


@pytest.mark.parametrize(
    "raw",
    [
        IP1,
        "od 1.10.2009 do 31.11.2012",
        "od 1. 10. 2009",
        "36 měsíců",
        "od 1. 1. 2017, 24 měsíců",
        "od 1. 1. 2017 do 31. 12. 2018, 36 měsíců",
        "leden 2017 – prosinec 2018",
    ],
)
def test_a_period_says_on_which_days_its_answer_may_change(raw: str) -> None:
    """On all others it is that of the day before."""
    period = PeriodAsWritten.read(raw)
    days = [date(2007, 1, 1) + timedelta(days=number) for number in range(6_000)]
    changes = [day for before, day in pairwise(days) if period.covers(before) is not period.covers(day)]
    assert set(changes) <= set(period.turns)


def test_a_wholly_unknown_period_decides_nothing() -> None:
    """Unknown is neither open nor ended."""
    period = PeriodAsWritten(raw="neuvedeno")
    assert {period.covers(day) for day in (date.min, date(2020, 1, 1), date.max)} == {Answer.CANNOT_BE_DECIDED}
    assert period.anomalies() == ()


def test_an_end_alone_decides_only_what_comes_after_it() -> None:
    """The words "do března 2020" name no start."""
    period = PeriodAsWritten.read("Projekt běží do března 2020")
    days = [date(2018, 1, 1), date(2020, 3, 31), date(2020, 4, 1)]
    assert [period.covers(day) for day in days] == [Answer.CANNOT_BE_DECIDED, Answer.CANNOT_BE_DECIDED, Answer.NO]
    assert [anomaly.code for anomaly in period.anomalies()] == ["IMPRECISE_DATE"]


def test_a_start_alone_decides_only_what_comes_before_it() -> None:
    """The missing end is unknown, not open."""
    period = PeriodAsWritten.read("od 1. 1. 2017")
    days = [date(2016, 12, 31), date(2017, 1, 1)]
    assert [period.covers(day) for day in days] == [Answer.NO, Answer.CANNOT_BE_DECIDED]


def test_imprecise_ends_are_certain_in_the_middle() -> None:
    """The plan 2018–2020 holds in 2019 by every reading."""
    period = PeriodAsWritten.read("2018–2020")
    days = [
        date(2017, 12, 31),
        date(2018, 6, 1),
        date(2018, 12, 31),
        date(2019, 6, 1),
        date(2020, 1, 1),
        date(2020, 1, 2),
        date(2021, 1, 1),
    ]
    expected = "NO CANNOT_BE_DECIDED YES YES YES CANNOT_BE_DECIDED NO"
    assert " ".join(period.covers(day) for day in days) == expected


def test_a_length_alone_gives_the_end() -> None:
    """36 months from a certain day end on a certain day."""
    period = PeriodAsWritten.read("36 měsíců od 1.10.2009")
    assert [period.covers(day) for day in (date(2012, 9, 30), date(2012, 10, 1))] == [Answer.YES, Answer.NO]
    assert period.anomalies() == ()


def test_an_end_without_bounds_decides_nothing_after_the_start() -> None:
    """Until revoked: a second reading that nobody can place, whatever length is stated."""
    parts = {"raw": "36 měsíců, do odvolání", "start": "1.10.2009", "end": "odvolání", "months_stated": 36}
    period = PeriodAsWritten.model_validate(parts)
    assert [period.covers(day) for day in (date(2009, 9, 30), date(2010, 1, 1), date(2013, 1, 1))] == [
        Answer.NO,
        Answer.CANNOT_BE_DECIDED,
        Answer.CANNOT_BE_DECIDED,
    ]
    assert [anomaly.code for anomaly in period.anomalies()] == ["UNREADABLE_DATE"]


def test_a_stated_length_that_fits_is_no_anomaly() -> None:
    """To the day, and within an imprecise end."""
    for raw in ("36 měsíců od 1.10.2009 do 30.9.2012", "36 měsíců od 1.10.2009 do září 2012"):
        assert "LENGTH_MISMATCH" not in {anomaly.code for anomaly in PeriodAsWritten.read(raw).anomalies()}


@pytest.mark.parametrize(
    ("end", "facts"),
    [
        ("29.9.2012", {"end_as_written": "29.9.2012", "end_read_as": "2012-09-29"}),
        ("1.10.2012", {"end_as_written": "1.10.2012", "end_read_as": "2012-10-01"}),
        ("října 2012", {"end_as_written": "října 2012", "end_read_as": "2012-10-31", "months_to_it": 37}),
        ("1.9.2009", {"end_as_written": "1.9.2009"}),
        ("2013", {"end_as_written": "2013", "end_read_as": "2013-12-31", "months_to_it": 51}),
    ],
)
def test_a_stated_length_that_does_not_fit_is_an_anomaly(end: str, facts: dict[str, Any]) -> None:
    """A day is enough; what the written end amounts to stands in the facts."""
    [mismatch] = [
        a for a in PeriodAsWritten.read(f"36 měsíců od 1.10.2009 do {end}").anomalies() if a.code == "LENGTH_MISMATCH"
    ]
    assert {
        name: mismatch.facts[name] for name in mismatch.facts if name.startswith(("end_as", "end_read", "months_to"))
    } == facts


def test_an_end_before_the_start_is_an_anomaly_and_decides_nothing() -> None:
    """A contradiction is no answer."""
    period = PeriodAsWritten.read("od 1.1.2012 do 31.12.2011")
    assert {period.covers(day) for day in (date(2011, 1, 1), date(2012, 6, 1))} == {Answer.CANNOT_BE_DECIDED}
    [anomaly] = period.anomalies()
    assert (anomaly.code, anomaly.facts) == ("END_BEFORE_START", {"start": "1.1.2012", "end": "31.12.2011"})
    assert PeriodAsWritten.read("od 1.1.2012 do 1.1.2012").covers(date(2012, 1, 1)) is Answer.YES


@pytest.mark.parametrize(
    ("raw", "start", "end", "months"),
    [
        ("1. 1. 2017 – 31. 12. 2018", "1. 1. 2017", "31. 12. 2018", None),
        ("1.1.2017-31.12.2018", "1.1.2017", "31.12.2018", None),
        ("Projekt IP 3 skončí k 30. září 2013.", None, "30. září 2013", None),
        ("od 1.1.2017 do 31.12.2018.", "1.1.2017", "31.12.2018", None),
        ("od 2018 do března 2020", "2018", "března 2020", None),
        ("Od 1.1.2017 na 24 měsíců", "1.1.2017", None, 24),
        ("v letech 2014 a 2015", None, None, None),
        ("od 2009/10", None, None, None),
        ("0 měsíců", None, None, None),
    ],
)
def test_periods_are_read_where_they_are_certain(
    raw: str, start: str | None, end: str | None, months: int | None
) -> None:
    """What does not fit a known form stays unknown."""
    period = PeriodAsWritten.read(raw)
    read = (period.start and period.start.raw, period.end and period.end.raw, period.months_stated)
    assert read == (start, end, months)


def test_period_as_written_may_be_given_as_text_or_in_parts() -> None:
    """Both ways end in the same stored form."""

    class Field(BaseModel):
        period: PeriodAsWritten

    by_text = Field.model_validate({"period": IP1}).period
    parts = {"raw": IP1, "start": "1.10.2009", "end": "31.11.2012", "months_stated": 36}
    assert Field.model_validate({"period": parts}).period == by_text
    schema = Field.model_json_schema()
    for given_form in (IP1, parts):
        jsonschema.validate({"period": given_form}, schema)
    stored = Field.model_json_schema(mode="serialization")
    jsonschema.validate({"period": json.loads(by_text.model_dump_json())}, stored)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"period": IP1}, stored)


@given(DAYS, st.integers(1, 60), DAYS)
def test_a_certain_period_always_decides(start: date, months: int, day: date) -> None:
    """As written and as a period say the same where everything is known."""
    end = end_of_months(start, months)
    written = PeriodAsWritten.read(f"od {start.isoformat()} do {end.isoformat()}")
    assert written.covers(day).decided is Period(start=start, end=end).contains(day)


# Answers --------------------------------------------------------------------------------------------------------


def test_an_answer_is_no_truth_value() -> None:
    """`if period.covers(day)` would read "cannot be decided" as yes."""
    with pytest.raises(TypeError, match=r"compare with Answer\.YES"):
        bool(Answer.CANNOT_BE_DECIDED)
    assert [answer.decided for answer in (Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED)] == [True, False, None]


# What a person types --------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30. 6. 2026", date(2026, 6, 30)),
        ("30.6.2026", date(2026, 6, 30)),
        (" 2026-06-30 ", date(2026, 6, 30)),
        ("dnes", TODAY),
        ("Today", TODAY),
        ("včera", date(2026, 11, 20)),
        ("yesterday", date(2026, 11, 20)),
    ],
)
def test_people_type_dates_as_they_are_used_to(text: str, day: date) -> None:
    """The clock is handed in."""
    assert parse_user_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.11.2012", "no day of the calendar"),
        ("března 2020", "no single day"),
        ("zítra", "cannot be read"),
        ("", "cannot"),
    ],
)
def test_a_typed_date_that_is_none_is_refused_with_the_reason(text: str, why: str) -> None:
    """And with the forms that are taken."""
    with pytest.raises(UnreadableDate, match=f"{why}.*expected 30. 6. 2026"):
        parse_user_date(text, today=TODAY)
