"""A value over time."""

import sys
from bisect import bisect_right, insort
from collections.abc import Iterator
from datetime import date
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Setting(NamedTuple):
    """From this day on; among settings of one day the later recorded holds. An unknown day comes before every day."""

    effective_on: date
    position: int


class Dated(Generic[T]):
    """What held on which day, whatever the order in which it was learnt.

    `on(day)` gives the value with the latest effective date not after the day, ties by position. A value whose date is
    unknown (a takeover) holds until a dated one does.
    """

    __slots__ = ("_settings", "_values")

    def __init__(self) -> None:
        self._settings: list[Setting] = []
        self._values: dict[Setting, T] = {}

    def set(self, value: T, *, effective_on: date | None, position: int) -> None:
        setting = Setting(effective_on or date.min, position)
        if setting not in self._values:
            insort(self._settings, setting)
        self._values[setting] = value

    def on(self, day: date | None) -> T | None:
        """The value on that day, None before the first. On an unknown day only an undated value holds."""
        after = bisect_right(self._settings, (day or date.min, sys.maxsize))
        return self._values[self._settings[after - 1]] if after else None

    @property
    def latest(self) -> T | None:
        """The value with the latest effective date, be it in the future."""
        return self._values[self._settings[-1]] if self._settings else None

    def __iter__(self) -> Iterator[tuple[date | None, T]]:
        """Every setting in the order of effect; the day is None where it is unknown."""
        for setting in self._settings:
            yield (None if setting.effective_on == date.min else setting.effective_on), self._values[setting]

    def __bool__(self) -> bool:
        return bool(self._settings)
