"""A value over time."""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


Setting = tuple[date, int]
"""From this day on, by the entry at this position: among settings of one day the later recorded holds.

An unknown day comes before every day.
"""


class Dated(Generic[T]):
    """What held on which day, whatever the order in which it was learnt.

    `on(day)` gives the value with the latest effective date not after the day, ties by position. A value whose date is
    unknown (a takeover) holds until a dated one does.
    """

    __slots__ = ("_settings", "_values")

    def __init__(self) -> None:
        self._settings: list[Setting] = []
        self._values: list[T] = []

    def set(self, value: T, *, effective_on: date | None, position: int) -> None:
        setting = (effective_on or date.min, position)
        if not self._settings or self._settings[-1] < setting:  # nearly all is learnt in the order of effect
            self._settings.append(setting)
            self._values.append(value)
            return
        place = bisect_left(self._settings, setting)
        if self._settings[place] == setting:
            self._values[place] = value
        else:
            self._settings.insert(place, setting)
            self._values.insert(place, value)

    def on(self, day: date | None) -> T | None:
        """The value on that day, None before the first. On an unknown day only an undated value holds."""
        if day is not None and self._settings and self._settings[-1][0] <= day:  # most are asked for after the last
            return self._values[-1]
        after = bisect_right(self._settings, (day or date.min, sys.maxsize))
        return self._values[after - 1] if after else None

    @property
    def latest(self) -> T | None:
        """The value with the latest effective date, be it in the future."""
        return self._values[-1] if self._values else None

    @property
    def days(self) -> Iterator[date]:
        """The days from which on another value holds; the first of all for an unknown one."""
        return (effective_on for effective_on, _ in self._settings)

    def __iter__(self) -> Iterator[tuple[date | None, T]]:
        """Every setting in the order of effect; the day is None where it is unknown."""
        for (effective_on, _), value in zip(self._settings, self._values, strict=True):
            yield (None if effective_on == date.min else effective_on), value

    def __bool__(self) -> bool:
        return bool(self._settings)
