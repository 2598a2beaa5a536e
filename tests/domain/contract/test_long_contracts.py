"""What a command costs on a contract with a long history, counted in calls: no clock, so the same on every machine."""

import gc
import sys
from collections.abc import Callable
from datetime import date, timedelta
from types import FrameType
from typing import Any

import pytest

from domain.contract.contract import Contract
from domain.contract.events import PaymentMade, PaymentOrdered
from domain.kernel.case import Facts
from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Anomaly, Source, Stamp
from tests.domain.contract.payment_stories import movement, order, reallocation, reversal, tender
from tests.domain.contract.stories import period
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, Story, configuration

SHORT, LONG = 10, 300
MONTH = ("2018-04", 1000)
LAST_DAY = date(2021, 6, 1)


def lived(payments: int, *, is_partly_paid: bool) -> Story[Contract]:
    """So many orders, each paid on a day of its own, wholly or with the rest outstanding; none was approved."""
    story = tender(period=period("2018-01-01", "2030-12-31"))
    codes = ("NO_ORDER", "AMOUNT_DIFFERS") if is_partly_paid else ("NO_ORDER",)
    noted = tuple(Anomaly(code=code) for code in codes)
    for number in range(payments):
        day = date(2018, 5, 1) + timedelta(days=number)
        story = story.happened(PaymentOrdered.of(order(f"o{number}", MONTH)), on=day)
        crowns = 600 if is_partly_paid else 1000
        line = movement(f"m{number}", ("2018-04", crowns), order=f"o{number}")
        story = story.happened(PaymentMade.of(line), on=day, anomalies=noted)
    return story


STORIES = {
    (length, is_partly_paid): lived(length, is_partly_paid=is_partly_paid)
    for length in (SHORT, LONG)
    for is_partly_paid in (False, True)
}


def calls(work: Callable[[], object]) -> int:
    """How many Python functions this calls; garbage of earlier tests is not thrown away meanwhile: that calls too."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before, is_collecting = sys.getprofile(), gc.isenabled()
    gc.disable()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
        if is_collecting:
            gc.enable()
    return count


def cost(story: Story[Contract], command: Command, on: date = LAST_DAY) -> int:
    stamp = Stamp(
        command_id=THIS,
        actor=Actor(role="clerk"),
        source=Source(kind="cli"),
        effective_on=on,
        reason=Prose.of("why", salt="00" * 16),
    )
    facts = Facts(CZECH_HOLIDAYS, configuration(), history=story.entries)
    state = story.state
    return calls(lambda: state.decide(command, stamp, facts))


@pytest.mark.parametrize("is_partly_paid", [False, True])
@pytest.mark.parametrize(
    "command",
    [
        movement("new", MONTH),
        movement("new", MONTH, order="o1"),
        order("new", MONTH),
    ],
    ids=["movement", "movement on an order", "order"],
)
def test_a_payment_costs_the_same_however_many_came_before(command: Command, is_partly_paid: bool) -> None:
    """Of an open anomaly it is looked up no more than whether it speaks of the same order."""
    short, long = (cost(story, command) for story in _pair(is_partly_paid=is_partly_paid))
    assert long <= 1.1 * short + (LONG if is_partly_paid else 0)


def test_a_payment_dated_back_costs_the_same_however_many_days_come_after_it() -> None:
    short, long = (cost(STORIES[length, False], movement("new", MONTH), date(2018, 5, 1)) for length in (SHORT, LONG))
    assert long <= 1.1 * short


@pytest.mark.parametrize("is_partly_paid", [False, True])
def test_what_may_settle_every_anomaly_asks_about_each_once(is_partly_paid: bool) -> None:
    """A reversal, an allocation, a correction: thirty times the history, not more than thirty times the work."""
    short, long = ([cost(story, one) for one in settling(story)] for story in _pair(is_partly_paid=is_partly_paid))
    for one, other in zip(short, long, strict=True):
        assert other <= 1.1 * one * LONG / SHORT


def _pair(*, is_partly_paid: bool) -> tuple[Story[Contract], Story[Contract]]:
    return STORIES[SHORT, is_partly_paid], STORIES[LONG, is_partly_paid]


def settling(story: Story[Contract]) -> tuple[Command, ...]:
    """The bank took a part back; another month is meant; a document was mistyped."""
    last = story.entries[-1]
    data = last.event.model_dump(mode="json", exclude_none=True) | {"accounting_document": "x"}
    left = story.state.payments.movements["m1"].left.minor // 100
    return (
        reversal("r1", "m1", 1),
        reallocation("m1", ("2018-05", left)),
        CorrectEntry(target=THIS, entry=last.event_id, data=data),
    )


def test_a_payment_is_taken_in_at_the_same_cost_however_many_came_before() -> None:
    costs = [_cost_of_taking_in(story) for story in _pair(is_partly_paid=True)]
    assert costs[1] <= costs[0]


def _cost_of_taking_in(story: Story[Contract]) -> int:
    state, entry = story.state, story.happened(PaymentMade.of(movement("new", MONTH)), on=LAST_DAY).entries[-1]
    return calls(lambda: state.evolve(entry))
