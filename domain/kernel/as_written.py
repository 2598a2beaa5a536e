"""Dates and periods exactly as a paper writes them, with what is certain about them and what is not."""

import re
from abc import abstractmethod
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, JsonValue, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from domain.kernel.answer import Answer
from domain.kernel.period import Month, Period, end_of_months
from domain.kernel.stamp import Anomaly


class _Written(BaseModel):
    """A value that a person gives as text; stored with what was read from it, and never read again."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    raw: str

    @classmethod
    @abstractmethod
    def read(cls, raw: str) -> Self: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return dict(cls.read(value)) if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        stored = handler(schema)
        return {"anyOf": [{"type": "string"}, stored]} if handler.mode == "validation" else stored

    def __str__(self) -> str:
        return self.raw


class DateProblem(StrEnum):
    """Why a written date is no day of the calendar."""

    IMPOSSIBLE_DATE = "IMPOSSIBLE_DATE"
    """It names a day that does not exist: 31.11.2012."""
    IMPRECISE_DATE = "IMPRECISE_DATE"
    """It names a month or a year only: března 2020."""
    UNREADABLE_DATE = "UNREADABLE_DATE"


READING_PROBLEMS = (*DateProblem, "END_BEFORE_START", "LENGTH_MISMATCH")
"""The codes of everything that can be wrong with a written date or period."""

_MONTH_NAMES = (
    "leden ledna lednu|únor února únoru|březen března březnu|duben dubna dubnu|květen května květnu|"
    "červen června červnu|červenec července červenci|srpen srpna srpnu|září|říjen října říjnu|"
    "listopad listopadu|prosinec prosince prosinci"
)
_MONTH_NUMBERS = {name: n for n, names in enumerate(_MONTH_NAMES.split("|"), start=1) for name in names.split()}
_NAME = "(?:" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)) + ")"
_DATE_FORMS = (
    r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})",
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    rf"(?P<day>[0-9]{{1,2}})\. ?(?P<name>{_NAME}) (?P<year>[0-9]{{4}})",
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})",
    r"(?P<month>[0-9]{1,2}) ?/ ?(?P<year>[0-9]{4})",
    rf"(?P<name>{_NAME}) (?P<year>[0-9]{{4}})",
    r"(?:rok |roku |roce )?(?P<year>[0-9]{4})",
)
_A_DATE = "(" + "|".join(re.sub(r"\(\?P<[a-z]+>", "(?:", form) for form in _DATE_FORMS) + ")(?![0-9/])"
# Texts, for `re` compiles and keeps what is first asked for: a program that reads no old papers need not wait for it.
_FROM = rf"\bod {_A_DATE}"
_TO = rf"\b(?:do|k) {_A_DATE}"
_RANGE = rf"(?<![0-9.]){_A_DATE} ?[-–—] ?{_A_DATE}"
_LENGTH = r"\b([0-9]{1,3}) měsíc"


class _Parts(NamedTuple):
    """The numbers that a written date names."""

    year: int
    month: int | None
    day: int | None

    @property
    def has_month(self) -> bool:
        return 1 <= self.year <= 9999 and self.month is not None and 1 <= self.month <= 12

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month or 0)

    def last_real_day(self) -> date | None:
        """The last day that the named month (or year) has."""
        if self.has_month:
            return self.as_month.last_day
        return date(self.year, 12, 31) if self.month is None and self.year else None


def _parts(raw: str) -> _Parts | None:
    text = " ".join(raw.split())
    match = next((m for form in _DATE_FORMS if (m := re.fullmatch(form, text, re.IGNORECASE))), None)
    if match is None:
        return None
    found = match.groupdict()
    month = _MONTH_NUMBERS[found["name"].lower()] if found.get("name") else int(found.get("month") or -1)
    day = int(found["day"]) if found.get("day") else None
    return _Parts(int(found["year"]), None if month == -1 else month, day)


class DateAsWritten(_Written):
    """A date in the words of its source; `parsed` only where these name one day of the calendar.

    Otherwise `problem` says why not, and `earliest` and `latest` bound the day where that is certain. An impossible day
    lies, by any reading, between the same day of the neighbouring months: 31.11.2012 between 31.10. and 31.12.; a
    29 February of a common year may be a slip in the year and is not bounded. Give a text and it is read; the object
    form is the stored one and is taken as it stands.
    """

    earliest: date | None = None
    latest: date | None = None
    parsed: date | None = None
    problem: DateProblem | None = None

    @classmethod
    def read(cls, raw: str) -> Self:
        """Accepts 30. 6. 2026, 30.6.2026, 2026-06-30, 30. června 2026; months and years alone are imprecise."""
        parts = _parts(raw)
        if parts is None or parts.year == 0:
            return cls(raw=raw, problem=DateProblem.UNREADABLE_DATE)
        if parts.day is None:
            return cls._imprecise(raw, parts)
        if parts.has_month and 1 <= parts.day <= parts.as_month.last_day.day:
            return cls(raw=raw, parsed=parts.as_month.day_or_last(parts.day))
        return cls._impossible(raw, parts, parts.day)

    @classmethod
    def _imprecise(cls, raw: str, parts: _Parts) -> Self:
        if parts.month is None:
            first, last = date(parts.year, 1, 1), date(parts.year, 12, 31)
        elif parts.has_month:
            first, last = parts.as_month.first_day, parts.as_month.last_day
        else:
            return cls(raw=raw, problem=DateProblem.IMPOSSIBLE_DATE)
        return cls(raw=raw, problem=DateProblem.IMPRECISE_DATE, earliest=first, latest=last)

    @classmethod
    def _impossible(cls, raw: str, parts: _Parts, day: int) -> Self:
        problem = DateProblem.IMPOSSIBLE_DATE
        may_be_leap_day = (parts.month, day) == (2, 29)
        if not parts.has_month or not 1 <= day <= 31 or may_be_leap_day:
            return cls(raw=raw, problem=problem)
        before, after = parts.as_month - 1, parts.as_month + 1
        return cls(raw=raw, problem=problem, earliest=before.day_or_last(day), latest=after.day_or_last(day))

    @model_validator(mode="after")
    def _parsed_or_problem(self) -> Self:
        if (self.parsed is None) == (self.problem is None):
            raise ValueError(f"the date {self.raw!r} needs either `parsed` or `problem`, not both and not neither")
        return self

    @property
    def not_before(self) -> date | None:
        """The first day that it can mean; None where that is not certain."""
        return self.parsed or self.earliest

    @property
    def not_after(self) -> date | None:
        """The last day that it can mean; None where that is not certain."""
        return self.parsed or self.latest


class PeriodAsWritten(_Written):
    """A period in the words of its source, with what can be read from them.

    `scope` says what the source speaks of (the whole support, the project, the contract), `months_stated` a length that
    it names. `start` or `end` is None where the source does not state one: unknown, not open.
    """

    end: DateAsWritten | None = None
    months_stated: int | None = Field(default=None, ge=1, le=1200)
    scope: str | None = None
    start: DateAsWritten | None = None

    @property
    def is_of_contract(self) -> bool:
        """Whether it is the contract's own; another scope says nothing about the contract's end."""
        return self.scope == "contract"

    @classmethod
    def read(cls, raw: str, scope: str | None = None) -> Self:
        """Reads "od 1.10.2009 do 31.11.2012", "1. 1. 2017 – 31. 12. 2018", "36 měsíců"; the rest stays unknown."""
        text = " ".join(raw.split())
        both = re.search(_RANGE, text, re.IGNORECASE)
        start, end = (both[1], both[2]) if both else (_first(_FROM, text), _first(_TO, text))
        months = _first(_LENGTH, text)
        return cls(
            raw=raw,
            scope=scope,
            start=None if start is None else DateAsWritten.read(start),
            end=None if end is None else DateAsWritten.read(end),
            months_stated=None if months is None else int(months) or None,
        )

    def covers(self, day: date | None) -> Answer:
        """YES only within every reading of the text, NO only outside every reading."""
        if day is None or self._is_contradictory:
            return Answer.CANNOT_BE_DECIDED
        starts, ends = self._start_bounds, self._end_bounds
        if _surely_after(starts.earliest, day) or _surely_after(day, ends.latest):
            return Answer.NO
        if _surely_not_after(starts.latest, day) and _surely_not_after(day, ends.earliest):
            return Answer.YES
        return Answer.CANNOT_BE_DECIDED

    @property
    def turns(self) -> tuple[date, ...]:
        """The days from which on `covers` may answer otherwise."""
        ends = (end + timedelta(days=1) for end in self._end_bounds if end is not None and end < date.max)
        return (*(start for start in self._start_bounds if start is not None), *ends)

    def anomalies(self) -> tuple[Anomaly, ...]:
        """What does not parse and what does not add up, with the facts; to be recorded beside the period."""
        found = [_date_anomaly("start", self.start), _date_anomaly("end", self.end)]
        return tuple(a for a in (*found, self._order_anomaly(), self._length_anomaly()) if a is not None)

    @property
    def _start_bounds(self) -> "_Bounds":
        return _bounds(self.start)

    @property
    def _end_bounds(self) -> "_Bounds":
        """Over the end as written and the end that follows from the stated length."""
        written = _bounds(self.end)
        if self.months_stated is None:
            return written
        starts, n = self._start_bounds, self.months_stated
        counted = _Bounds(*(None if s is None else end_of_months(s, n) for s in starts))
        return counted if self.end is None else written.wider(counted)

    @property
    def _is_contradictory(self) -> bool:
        """By no reading does the written end come after the start."""
        return self.end is not None and _surely_after(self._start_bounds.earliest, self.end.not_after)

    def _order_anomaly(self) -> Anomaly | None:
        if not self._is_contradictory:
            return None
        facts: dict[str, JsonValue] = {"start": str(self.start), "end": str(self.end)}
        return Anomaly(code="END_BEFORE_START", raw=self.raw, facts=facts)

    def _length_anomaly(self) -> Anomaly | None:
        start = self.start.parsed if self.start else None
        if self.months_stated is None or start is None or self.end is None:
            return None
        counted = end_of_months(start, self.months_stated)
        if not (_surely_after(counted, self.end.not_after) or _surely_after(self.end.not_before, counted)):
            return None
        facts: dict[str, JsonValue] = {
            "start": str(start),
            "months_stated": self.months_stated,
            "end_by_months": str(counted),
        }
        return Anomaly(code="LENGTH_MISMATCH", raw=self.raw, facts=facts | _length_to(start, self.end))


class _Bounds(NamedTuple):
    """The first and the last day that a text can mean; None where that is not certain."""

    earliest: date | None
    latest: date | None

    def wider(self, other: "_Bounds") -> "_Bounds":
        return _Bounds(
            min(self.earliest, other.earliest) if self.earliest and other.earliest else None,
            max(self.latest, other.latest) if self.latest and other.latest else None,
        )


def _bounds(written: DateAsWritten | None) -> _Bounds:
    return _Bounds(written.not_before, written.not_after) if written else _Bounds(None, None)


def _surely_after(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day > other


def _surely_not_after(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day <= other


def _first(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text, re.IGNORECASE)
    return match[1] if match else None


def _date_anomaly(field: str, written: DateAsWritten | None) -> Anomaly | None:
    if written is None or written.problem is None:
        return None
    facts: dict[str, JsonValue] = {"field": field}
    if written.earliest and written.latest:
        facts |= {"earliest": str(written.earliest), "latest": str(written.latest)}
    return Anomaly(code=written.problem.value, raw=written.raw, facts=facts)


def _length_to(start: date, end: DateAsWritten) -> dict[str, JsonValue]:
    """How long the period would be to the last real day that the written end names."""
    parts = _parts(end.raw)
    day = end.parsed or (parts.last_real_day() if parts else None)
    facts: dict[str, JsonValue] = {"end_as_written": end.raw}
    if day is None or day < start:
        return facts
    months = Period(start=start, end=day).length_in_months()
    return facts | {"end_read_as": str(day)} | ({"months_to_it": months} if months else {})


class UnreadableDate(ValueError):
    """A person typed something that is no day of the calendar."""


def parse_user_date(text: str, *, today: date) -> date:
    """The day that a person types: 30. 6. 2026, 30.6.2026, 2026-06-30, dnes, včera, today, yesterday.

    Raises UnreadableDate for anything else, with what was expected.
    """
    word = text.strip().casefold()
    if word in {"dnes", "today"}:
        return today
    if word in {"včera", "yesterday"}:
        return today - timedelta(days=1)
    written = DateAsWritten.read(text)
    if written.parsed is None:
        reasons = {
            DateProblem.IMPOSSIBLE_DATE: "is no day of the calendar",
            DateProblem.IMPRECISE_DATE: "names no single day",
            DateProblem.UNREADABLE_DATE: "cannot be read as a date",
        }
        reason = reasons[written.problem or DateProblem.UNREADABLE_DATE]
        raise UnreadableDate(f"{text!r} {reason}; expected 30. 6. 2026, 30.6.2026, 2026-06-30, dnes or včera")
    return written.parsed
