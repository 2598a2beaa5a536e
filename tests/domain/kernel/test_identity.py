"""What must hold of every command, asked of real commands on real contracts."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from domain.contract.commands import ApprovePayment, RecordConclusion, TakeOverContract
from domain.contract.contract import Contract
from domain.kernel.calendar import CalendarDoesNotCover
from domain.kernel.case import Case, Facts
from domain.kernel.command import COMMANDS, Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.identity import (
    ask_for_day,
    countable,
    day_given,
    exact,
    held_once,
    refuse_held_claim,
    refuse_inexact,
    refuse_nul,
    refuse_uncountable,
    without_nul,
)
from domain.kernel.money import MAX_MINOR, Money, MoneyOutOfRange
from domain.kernel.rule import Refused, Rule
from domain.kernel.stamp import Actor, Source, Stamp
from tests.examples import example
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, configuration, given

OTHER = UUID(int=7)
CONCLUSION = {
    "target": THIS,
    "number": "OLP/9050/2017",
    "regime": "tender",
    "provider": "provider-1",
    "maximum": {"minor": 100_000_000, "currency": "CZK"},
    "period": {"start": "2018-01-01", "end": "2018-12-31"},
}
RECORD = RecordConclusion.model_validate(CONCLUSION)
APPROVE = ApprovePayment(target=THIS, order="1", role="chief accountant")


def facts() -> Facts:
    return Facts(CZECH_HOLIDAYS, configuration())


def stamp(on: date | None = date(2017, 12, 20)) -> Stamp:
    return Stamp(command_id=UUID(int=1), actor=Actor(role="clerk"), source=Source(kind="cli"), effective_on=on)


def refusal(refuse: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        refuse()
    return caught.value


def is_kept(rule: Rule[...], command: Command, **said: Any) -> bool:
    return rule(Case(command, stamp(), facts()), date(2017, 12, 20), **said)


# A number names one file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2017, 12, 20), date(1900, 1, 1), None], ids=str)
@pytest.mark.parametrize("command", [RECORD, APPROVE], ids=["observation", "act"])
def test_a_number_that_another_file_holds_is_refused_on_any_day(command: Command, day: date | None) -> None:
    """The store found it taken: whatever the command is, and whether or not any law was in force on its day."""
    refused = refusal(
        partial(
            refuse_held_claim, command, stamp(day), facts(), kind="contract-number", key="OLP/9050/2017", holder=OTHER
        )
    )
    assert refused.codes == ("claim.held-once",)
    assert refused.facts == {"kind": "contract-number", "key": "OLP/9050/2017", "holder": str(OTHER)}


def test_a_number_that_nobody_holds_may_be_taken() -> None:
    assert is_kept(held_once, RECORD, kind="contract-number", key="OLP/9050/2017", holder=None)


# Text without NUL ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [RECORD, APPROVE], ids=["observation", "act"])
def test_a_text_with_the_character_nul_is_refused(command: Command) -> None:
    refused = refusal(partial(refuse_nul, command, stamp(), facts()))
    assert refused.codes == ("text.without-nul",)
    assert refused.facts == {"topic": command.topic, "has_nul": True}


def test_a_text_without_it_passes() -> None:
    assert is_kept(without_nul, RECORD, topic=RECORD.topic, has_nul=False)


# What JSON can say exactly -------------------------------------------------------------------------------------------


def test_a_sum_that_json_cannot_say_is_refused() -> None:
    """The largest amount is still one; a haléř more is none, and the refusal says which number it was."""
    assert Money(MAX_MINOR) + Money(0) == Money(MAX_MINOR)
    with pytest.raises(MoneyOutOfRange) as caught:
        Money(MAX_MINOR) + Money(1)
    refused = refusal(partial(refuse_inexact, RECORD, stamp(), facts(), minor_units=caught.value.minor))
    assert refused.codes == ("value.exact",)
    assert refused.facts["minor_units"] == str(MAX_MINOR + 1)


def test_a_value_without_a_problem_passes() -> None:
    assert is_kept(exact, RECORD, topic=RECORD.topic, is_exact=True)


# The day of effect ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [RECORD, APPROVE], ids=["observation", "act"])
def test_an_act_or_an_observation_without_its_day_is_refused(command: Command) -> None:
    """No dated rule could speak against it."""
    refused = refusal(partial(ask_for_day, command, stamp(None), facts()))
    assert refused.codes == ("stamp.day-given",)
    ask_for_day(command, stamp(), facts())


def test_only_takeovers_and_corrections_may_leave_their_day_out() -> None:
    for command in (COMMANDS[topic] for topic in COMMANDS if topic.startswith(("contract.", "entry."))):
        assert command.needs_day == (command.kind != "takeover" and command not in (CorrectEntry, TakeBackEntry))
    ask_for_day(example(TakeOverContract), stamp(None), facts())
    assert is_kept(day_given, RECORD, day=None, needs_day=False)
    assert is_kept(day_given, RECORD, day=date.min, needs_day=True)


# Limits that can be counted ------------------------------------------------------------------------------------------


def test_a_day_in_a_year_whose_holidays_nobody_knows_is_refused() -> None:
    """The contract has to be published within 30 days: in the last known year that can be told, a year later not."""
    last = max(CZECH_HOLIDAYS.years)
    assert given(Contract).when(RECORD, on=f"{last}-06-01").state.number == "OLP/9050/2017"
    with pytest.raises(CalendarDoesNotCover) as caught:
        given(Contract).when(RECORD, on=f"{last + 1}-06-01")
    refused = refusal(partial(refuse_uncountable, RECORD, stamp(), facts(), year=caught.value.year))
    assert refused.codes == ("limit.countable",)
    assert refused.facts == {"topic": RECORD.topic, "is_countable": False, "year": last + 1}


def test_a_limit_that_can_be_counted_passes() -> None:
    assert is_kept(countable, RECORD, topic=RECORD.topic, is_countable=True)
