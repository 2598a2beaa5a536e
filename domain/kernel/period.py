"""Calendar months and periods of days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Self, overload

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

MONTH_PATTERN = "^[0-9]{4}-(?:0[1-9]|1[0-2])$"


class Month(str):
    """A calendar month, "2018-04": its text is its stored form and sorts as time does. Raises ValueError."""

    __slots__ = ()

    def __new__(cls, year: int, month: int) -> Self:
        if not (1 <= year <= 9999 and 1 <= month <= 12):
            raise ValueError(f"{year}-{month} is not a month; expected a year 1–9999 and a month 1–12")
        return super().__new__(cls, f"{year:04d}-{month:02d}")

    def __getnewargs__(self) -> tuple[int, int]:  # type: ignore[override]  # str copies itself from one text
        return self.year, self.month

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which the day lies."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Self:
        """The month that "2018-04" names. Raises ValueError."""
        if not re.fullmatch(MONTH_PATTERN, text) or text < "0001":
            raise ValueError(f"{text!r} is not a month; expected year and month such as 2018-04")
        return super().__new__(cls, text)

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def month(self) -> int:
        return int(self[5:])

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def day_or_last(self, number: int) -> date:
        """The day of this number, or the last day of the month where it has no such day."""
        return min(self.first_day + timedelta(days=number - 1), self.last_day)

    def __add__(self, months: int) -> "Month":  # type: ignore[override]  # a month moves by months, it is not spelled on
        index = self._index + months
        return Month(index // 12, index % 12 + 1)

    @overload
    def __sub__(self, other: "Month") -> int: ...
    @overload
    def __sub__(self, other: int) -> "Month": ...
    def __sub__(self, other: "Month | int") -> "Month | int":
        """Months between two months, or the month so many months before."""
        return self._index - other._index if isinstance(other, Month) else self + -other

    @property
    def _index(self) -> int:
        return self.year * 12 + self.month - 1

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_known_month, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": MONTH_PATTERN, "examples": ["2018-04"]}


_known_month = lru_cache(maxsize=4096)(Month.read)  # history names the same few months again and again


def months_later(day: date, months: int) -> date:
    """The day of the same number so many months on, or the last day of that month where it has no such day."""
    return (Month.of(day) + months).day_or_last(day.day)


def end_of_months(start: date, months: int) -> date:
    """The last day of a period of so many months that begins on `start`: 36 from 2009-10-01 end on 2012-09-30."""
    return months_later(start, months) - timedelta(days=1)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Period(_Value):
    """From `start` to `end`, both days included; without an end it is open."""

    end: date | None = None
    start: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period that starts on {self.start} cannot end on {self.end}; the end comes first")
        return self

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def touches(self, month: Month) -> bool:
        """Whether some day of the month lies in it."""
        return self.start <= month.last_day and month.first_day <= (self.end or date.max)

    def months(self) -> Iterator[Month]:
        """Every calendar month with at least one day of the period; without end for an open one."""
        month, last = Month.of(self.start), Month.of(self.end or date.max)
        while month < last:
            yield month
            month += 1
        yield month

    def length_in_months(self) -> int | None:
        """So many whole months, from any day of a month; None where it is open or no whole number of months."""
        if self.end is None or self.end == date.max:  # 9999-12-31, the open end of many registers
            return None
        guess = Month.of(self.end + timedelta(days=1)) - Month.of(self.start)
        return guess if end_of_months(self.start, guess) == self.end else None

    def __str__(self) -> str:
        return f"{self.start} – {self.end or '…'}"
