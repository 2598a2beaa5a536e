"""How much room the maximum leaves, beside a count that looks at every single day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.contract.ceiling import Ceiling, Timeline, tightest, tightest_known, tightest_lowered
from domain.kernel.dated import Dated
from domain.kernel.money import Money

FIRST = date(2018, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
STEPS = st.lists(st.tuples(st.sampled_from([date.min, *DAYS]), st.integers(0, 9)), max_size=8)
MAXIMA = st.lists(st.tuples(st.sampled_from([None, *DAYS]), st.integers(0, 40)), max_size=4)
Steps = list[tuple[date, int]]


def timeline(steps: Steps) -> Timeline:
    line = Timeline()
    for day, minor in steps:
        line.add(day, minor)
    return line


def over_time(settings: list[tuple[date | None, int]]) -> Dated[Money]:
    maximum: Dated[Money] = Dated()
    for position, (day, minor) in enumerate(settings):
        maximum.set(Money(minor), effective_on=day, position=position)
    return maximum


def spent(steps: Steps, day: date) -> Money:
    return Money(sum(minor for on, minor in steps if on <= day))


def on_each(maximum: Dated[Money], drawn: Steps, ordered: Steps, days: list[date]) -> list[Ceiling | None]:
    """The ceiling on every one of the days, None where there is none."""
    found = [(day, maximum.on(day)) for day in days]
    return [Ceiling(day, spent(drawn, day), spent(ordered, day), limit) if limit else None for day, limit in found]


def least(ceilings: list[Ceiling | None]) -> Ceiling | None:
    return min((one for one in ceilings if one is not None), key=lambda one: one.free, default=None)


# A timeline ------------------------------------------------------------------------------------------------------


@given(STEPS, st.sampled_from([date.min, *DAYS]))
def test_a_timeline_adds_up_to_any_day(steps: Steps, day: date) -> None:
    line = timeline(steps)
    assert line.until(day) == spent(steps, day).minor
    assert line.total == line.until(date.max)
    assert line.days == sorted(set(line.days))
    assert line.last_day(before=None) == max((on for on, minor in steps if minor), default=date.min)
    assert line.last_day(before=day) == max((on for on, minor in steps if minor and on < day), default=date.min)


def test_a_day_from_which_everything_is_taken_away_is_gone() -> None:
    line = timeline([(DAYS[0], 5), (DAYS[1], 3), (DAYS[0], -5)])
    assert line == timeline([(DAYS[1], 3)])


def test_a_copy_goes_its_own_way() -> None:
    line = timeline([(DAYS[0], 5)])
    line.copy().add(DAYS[0], 1)
    assert line.until(DAYS[0]) == 5


# The tightest day ------------------------------------------------------------------------------------------------


@given(MAXIMA, STEPS, STEPS, st.sampled_from([None, *DAYS]))
def test_the_tightest_day_is_that_of_a_count_day_by_day(
    settings: list[tuple[date | None, int]], drawn: Steps, ordered: Steps, on: date | None
) -> None:
    """It is the first of several with as little room; without a maximum on one of the days nobody can tell."""
    maximum = over_time(settings)
    days = [day for day in [date.min, *DAYS] if day >= (on or date.min)]
    counted = on_each(maximum, drawn, ordered, days)
    expected = None if None in counted else least(counted)
    assert tightest(maximum, on, timeline(drawn), timeline(ordered)) == expected
    known = least(on_each(maximum, drawn, ordered, [date.min, *DAYS]))
    assert tightest_known(maximum, timeline(drawn), timeline(ordered)) == known


@given(MAXIMA, MAXIMA, STEPS, STEPS)
def test_the_tightest_lowered_day_is_that_of_a_count_day_by_day(
    before: list[tuple[date | None, int]], after: list[tuple[date | None, int]], drawn: Steps, ordered: Steps
) -> None:
    old, new = over_time(before), over_time(after)
    known = [(day, old.on(day), new.on(day)) for day in [date.min, *DAYS]]
    lower = [day for day, was, reads in known if was is not None and reads is not None and reads < was]
    expected = least(on_each(new, drawn, ordered, lower))
    found = tightest_lowered(new, timeline(drawn), timeline(ordered), before=old)
    assert (found and found.free) == (expected and expected.free)


def test_room_is_never_less_than_nothing() -> None:
    maximum = over_time([(None, 10)])
    full = tightest(maximum, None, timeline([(DAYS[0], 8)]), timeline([(DAYS[1], 3)]))
    assert full is not None
    assert (full.on, full.free, full.room) == (DAYS[1], -1, Money(0))
