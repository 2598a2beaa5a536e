"""Whatever is asked of a methodology, its state told anew from its history is the state it lived through."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given as tried_with
from hypothesis import strategies as st

from domain.kernel.money import Money
from domain.methodology import commands, events
from domain.methodology.methodology import Methodology
from tests.domain.methodology.examples import (
    APPROVED,
    DRAFTED,
    approve_values,
    everything,
    made,
    reference_value,
)
from tests.spec import THIS, Story, given

DAYS = st.integers(0, 420).map(lambda n: (date(2019, 12, 1) + timedelta(days=n)).isoformat())
SECTIONS = st.sampled_from(["43", "67", "70"])
VALUES = st.builds(
    lambda section, costs, revenues: reference_value(section, costs=Money(costs), revenues=Money(revenues)),
    SECTIONS,
    st.integers(0, 5),
    st.integers(0, 5),
)
COMMANDS = st.one_of(
    VALUES.map(approve_values),
    VALUES.map(lambda v: made(commands.ChangeReferenceValue, target=THIS, value=v, resolution="340/19/ZK")),
    st.integers(1, 3).map(lambda n: commands.SetTimeUnitLength(target=THIS, minutes=n)),
    st.sampled_from(["1", "2"]).map(
        lambda code: made(
            commands.ListIndicators,
            target=THIS,
            indicators=[{"code": code, "name_cs": "x", "unit": "PERSON", "programme": "OPZ"}],
        )
    ),
    st.sampled_from(["1", "2"]).map(lambda code: commands.WithdrawIndicator(target=THIS, code=code)),
    st.just(made(commands.ApproveMethodology, **APPROVED.fields(), target=THIS)),
    st.just(made(commands.DraftMethodology, **DRAFTED.fields(), target=THIS)),
)
STEPS = st.lists(st.tuples(COMMANDS, DAYS), max_size=12)


def lived(steps: list[tuple[Any, str]]) -> Story[Methodology]:
    story = given(Methodology, ("2019-11-01", DRAFTED))
    for command, day in steps:
        story = story.when(command, on=day)
    return story


@tried_with(STEPS)
def test_state_told_anew_is_the_state_that_was_lived_through(steps: list[tuple[Any, str]]) -> None:
    story = lived(steps)
    alive = Methodology(THIS)
    for entry in story.entries:
        alive.evolve(entry)
    assert everything(alive) == everything(story.state)


@tried_with(STEPS, DAYS)
def test_value_on_a_day_is_the_last_one_that_took_effect(steps: list[tuple[Any, str]], day: str) -> None:
    """Compared with a plain search through the entries."""
    story = lived(steps)
    on = date.fromisoformat(day)
    settings = [
        (entry.effective_on, entry.position, value)
        for entry in story.entries
        for value in _values(entry.event)
        if value.section == "43" and entry.effective_on is not None and entry.effective_on <= on
    ]
    last = max(settings, key=lambda one: one[:2])[2] if settings else None
    is_approved = any(isinstance(entry.event, events.MethodologyApproved) for entry in story.entries)
    expected = last if is_approved and on.year == 2020 else None
    value = reference_value()
    assert story.state.reference_value("43", value.form, value.unit, on) == expected


@tried_with(STEPS)
def test_a_second_decision_of_the_same_command_changes_nothing(steps: list[tuple[Any, str]]) -> None:
    """Whatever was just recorded is not recorded again."""
    story = lived(steps)
    if steps and story.decision is not None:
        command, day = steps[-1]
        again = story.when(command, on=day)
        assert again.refusal is not None
        assert again.entries == story.entries


def _values(event: Any) -> tuple[Any, ...]:
    if isinstance(event, events.ReferenceValuesApproved):
        return event.values
    return (event.value,) if isinstance(event, events.ReferenceValueChanged) else ()
