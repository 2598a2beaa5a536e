"""How much room the maximum leaves: what is drawn or ordered on one day also fills every day after it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from domain.kernel.dated import Dated
from domain.kernel.money import Money


@dataclass(slots=True)
class Timeline:
    """What is added on which day, in minor units, and the sum up to any day. Days on which nothing is left go."""

    days: list[date] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    total: int = 0

    def add(self, day: date, minor: int) -> None:
        place = bisect_left(self.days, day)
        if place == len(self.days) or self.days[place] != day:
            self.days.insert(place, day)
            self.added.insert(place, 0)
        self.added[place] += minor
        self.total += minor
        if not self.added[place]:
            del self.days[place], self.added[place]

    def until(self, day: date) -> int:
        """The sum of everything up to that day, the day itself included."""
        return self.total - sum(self.added[bisect_right(self.days, day) :])

    def last_day(self, *, before: date | None) -> date:
        """The last day on which something was added; the earliest day of all where there is none."""
        place = len(self.days) if before is None else bisect_left(self.days, before)
        return self.days[place - 1] if place else date.min

    def copy(self) -> "Timeline":
        return Timeline(self.days.copy(), self.added.copy(), self.total)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much is committed and how much may be, on the day with the least room."""

    on: date
    drawn: Money
    ordered: Money
    maximum: Money

    @property
    def free(self) -> int:
        """In minor units; negative where more is committed than may be."""
        return self.maximum.minor - self.drawn.minor - self.ordered.minor

    @property
    def room(self) -> Money:
        return Money(max(0, self.free), self.maximum.currency)


class _Stretch(NamedTuple):
    """Days on which one maximum holds, and what is committed on the last of them; `on` is when it came to that."""

    start: date
    on: date
    drawn: int
    ordered: int


def tightest(
    maximum: Dated[Money], on: date | None, drawn: Timeline, ordered: Timeline | None = None
) -> Ceiling | None:
    """The day from `on` onwards with the least room; None where no maximum is known on one of these days.

    A back-dated payment also fills the days after it, so that together with what is already recorded there it must fit
    under the maximum of every later day as well.
    """
    ceilings = [_under(maximum, one) for one in _stretches(on, drawn, ordered or Timeline(), maximum)]
    return _least(ceilings) if None not in ceilings else None


def tightest_known(maximum: Dated[Money], drawn: Timeline, ordered: Timeline) -> Ceiling | None:
    """The day with the least room among those of which the maximum is known."""
    return _least(_under(maximum, one) for one in _stretches(None, drawn, ordered, maximum))


def tightest_lowered(
    maximum: Dated[Money], drawn: Timeline, ordered: Timeline, *, before: Dated[Money]
) -> Ceiling | None:
    """The day with the least room among those on which the maximum is lower than it was before."""
    stretches = _stretches(None, drawn, ordered, maximum, before)
    return _least(_under(maximum, one) for one in stretches if _is_lower(maximum, before, one.start))


def _is_lower(maximum: Dated[Money], before: Dated[Money], on: date) -> bool:
    limit, known = maximum.on(on), before.on(on)
    return limit is not None and known is not None and limit < known


def _least(ceilings: Iterable[Ceiling | None]) -> Ceiling | None:
    return min((one for one in ceilings if one is not None), key=lambda one: one.free, default=None)


def _under(maximum: Dated[Money], stretch: _Stretch) -> Ceiling | None:
    limit = maximum.on(stretch.start)
    if limit is None:
        return None
    drawn, ordered = Money(stretch.drawn, limit.currency), Money(stretch.ordered, limit.currency)
    return Ceiling(stretch.on, drawn, ordered, limit)


def _stretches(on: date | None, drawn: Timeline, ordered: Timeline, *maxima: Dated[Money]) -> Iterator[_Stretch]:
    """The days from `on` onwards, parted where a maximum changes. What is committed only grows from day to day."""
    first = on or date.min
    starts = {first, *(day for maximum in maxima for day, _ in maximum if day is not None and day > first)}
    for start, end in pairwise((*sorted(starts), None)):
        assert start is not None
        filled = max(start, drawn.last_day(before=end), ordered.last_day(before=end))
        yield _Stretch(start, filled, drawn.until(filled), ordered.until(filled))
