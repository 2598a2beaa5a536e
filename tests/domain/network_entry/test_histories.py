"""Whatever is asked of a network entry, its state told anew is the one it lived through, and its days add up."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given as tried_with
from hypothesis import strategies as st

from domain.kernel.answer import Answer
from domain.kernel.period import Period
from domain.network_entry import commands, events
from domain.network_entry.network_entry import NetworkEntry
from tests.domain.methodology.examples import everything, made
from tests.domain.network_entry.examples import (
    METHODOLOGY,
    include,
    include_urgently,
    intended,
    submit,
)
from tests.spec import THIS, Story

BEGIN = date(2017, 12, 20)
SPAN = 60
RESOLVED = {"resolution": "258/17/ZK"}
PLAN_2018 = {"start": "2018-01-01", "end": "2020-12-31"}


def day(offset: int) -> date:
    return BEGIN + timedelta(days=offset)


DAYS = st.integers(0, SPAN).map(day)
AMOUNTS = st.sampled_from(["0", "1", "2.5", "3"])


def _change(form: str, amount: str) -> Any:
    capacity = {"form": form, "unit": "FTE", "amount": amount}
    return made(commands.ChangeCapacity, target=THIS, capacities=(capacity,), **RESOLVED)


def _exclude(ground: str) -> Any:
    return made(commands.ExcludeService, target=THIS, ground=ground, **RESOLVED)


COMMANDS = st.one_of(
    DAYS.map(lambda last: include(last_day=last)),
    DAYS.map(lambda last: include(last_day=last, intention="again")),
    DAYS.map(lambda last: include_urgently(last_day=last)),
    AMOUNTS.map(lambda amount: _change("T", amount)),
    AMOUNTS.map(lambda amount: _change("A", amount)),
    st.sampled_from(["1", "2"]).map(lambda to: made(commands.ChangeLevel, target=THIS, level=to, **RESOLVED)),
    DAYS.map(lambda last: made(commands.ProlongInclusion, target=THIS, last_day=last, plan=PLAN_2018, **RESOLVED)),
    st.sampled_from(["PLAN_END", "OWN_REQUEST"]).map(_exclude),
    st.just(submit(intention="again")),
    st.just(
        made(
            commands.ScoreIntention,
            target=THIS,
            intention="again",
            methodology=METHODOLOGY,
            scores=({"parameter": "need", "points": 1}, {"parameter": "staff", "points": 1}),
        )
    ),
)
STEPS = st.lists(st.tuples(COMMANDS, DAYS), max_size=10)


def lived(steps: list[tuple[Any, date]]) -> Story[NetworkEntry]:
    """Every command dated, with a reason; what is refused leaves no trace."""
    story = intended()
    for command, on in steps:
        story = story.when(command, on=on, reason="because")
    return story


@tried_with(STEPS)
def test_state_told_anew_is_the_state_that_was_lived_through(steps: list[tuple[Any, date]]) -> None:
    story = lived(steps)
    alive = NetworkEntry(THIS)
    for entry in story.entries:
        alive.evolve(entry)
    assert everything(alive) == everything(story.state)


@tried_with(STEPS, DAYS, DAYS)
def test_answer_over_a_period_is_the_answer_of_its_days(steps: list[tuple[Any, date]], one: date, other: date) -> None:
    """Compared with asking every single day."""
    state = lived(steps).state
    start, end = min(one, other), max(one, other)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    answers = {state.included_on(day) for day in days}
    period = Period(start=start, end=end)
    assert state.answers_within(period) == answers
    assert (state.included_through(period) is Answer.YES) is (answers == {Answer.YES})


@tried_with(STEPS)
def test_no_day_is_in_two_standings(steps: list[tuple[Any, date]]) -> None:
    """Two standings are told apart by an exclusion, or by the last day of the earlier one, as each was recorded."""
    story = lived(steps)
    for number, entry in enumerate(story.entries):
        if isinstance(entry.event, events.ServiceIncluded | events.UrgentInclusionGranted):
            before = NetworkEntry.replay(THIS, story.entries[:number])
            assert entry.effective_on is not None
            period = Period(start=entry.effective_on, end=entry.event.last_day)
            assert before.answers_within(period) == {Answer.NO}


@tried_with(STEPS)
def test_shares_are_whole_and_capacity_is_there_on_every_day_in_the_network(steps: list[tuple[Any, date]]) -> None:
    state = lived(steps).state
    for on in (day(n) for n in range(SPAN + 1)):
        if state.included_on(on) is Answer.YES:
            shares = state.orp_shares.on(on)
            assert shares is not None
            assert sum(one.share for one in shares) == 1
            assert state.capacities_on(on) != ()
        assert (state.included_on(on) is Answer.YES) or state.capacities_on(on) == ()


@tried_with(STEPS)
def test_every_standing_by_the_plan_has_a_scored_intention_of_its_own(steps: list[tuple[Any, date]]) -> None:
    story = lived(steps)
    used = [entry.event.intention for entry in story.entries if isinstance(entry.event, events.ServiceIncluded)]
    assert len(used) == len(set(used))
    assert all(story.state.intentions[intention].is_scored for intention in used if intention is not None)
