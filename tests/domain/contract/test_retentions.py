"""What a suspected retention says follows from the refund and its limit, also when these read differently later."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from domain.contract.commands import DismissBreach, ReviseBreach
from domain.contract.contract import Contract
from domain.contract.events import BudgetBreachSuspected, PenaltyCharged, RefundReceived, RefundRequested
from domain.contract.events.settlement import SettlementSubmitted
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import grant, paid, refund, refund_request, settlement
from tests.domain.contract.test_breaches import charge, late, levied, levy
from tests.spec import THIS, Story

GROUNDS = Prose.of("why", salt="00" * 16)
DIFFERS = "RETENTION_DIFFERS"


def entry_of(story: Story[Contract], event: type[Event]) -> Entry:
    return next(entry for entry in story.entries if isinstance(entry.event, event))


def corrected(story: Story[Contract], event: type[Event], *, on: str | None = None, **changed: Any) -> Story[Contract]:
    """The first entry of that kind reads differently."""
    target = entry_of(story, event)
    reads = type(target.event).model_validate(target.event.fields() | changed)
    data = reads.model_dump(mode="json", exclude_none=True)
    return story.when(CorrectEntry(target=THIS, entry=target.event_id, data=data), on=on, reason="chyba v zápisu")


def reckoned(story: Story[Contract], breach: str = "retention b1") -> tuple[date | None, int | None, Money | None]:
    found = story.state.breaches[breach].reckoned
    assert found is not None
    return found.first_day, found.days, found.amount


def test_a_refund_on_another_day_leaves_a_suspicion_of_other_days() -> None:
    """Five days of delay were suspected; the bank says that the money came on the eighteenth, after three."""
    story = corrected(late(), RefundReceived, on="2019-02-18").then_notes(DIFFERS)
    facts = story.facts_of(DIFFERS)
    assert (facts["breach"], facts["said_days"], facts["days"]) == ("retention b1", 5, 3)
    story.then_open("REFUND_LATE", DIFFERS)
    corrected(story, RefundReceived, on="2019-02-20").then_notes().then_closes(DIFFERS).then_open("REFUND_LATE")


def test_a_corrected_suspicion_takes_its_days_and_interest_from_the_refund() -> None:
    """Nobody states them: 130 000 at one per mille a day are 130 a day, 390 for three."""
    story = corrected(late(), RefundReceived, on="2019-02-18").then_notes(DIFFERS)
    story = corrected(story, BudgetBreachSuspected, days_of_delay=99).then_notes().then_closes(DIFFERS)
    assert reckoned(story) == (date(2019, 2, 16), 3, czk(130_000))
    assert story.decision is not None
    said = story.decision.findings[0].event.fields()["data"]
    assert said["interest"]["amount"] == {"currency": "CZK", "minor": 39_000}
    assert (said["interest"]["last_day"], said["days_of_delay"]) == ("2019-02-18", 3)


def test_another_limit_of_the_claim_or_another_amount_says_the_same() -> None:
    """A call that ended on the eighteenth leaves two days of delay; its limit follows from the day that it states."""
    story = corrected(late(), RefundRequested, due_on=date(2019, 2, 18)).then_notes(DIFFERS)
    assert (story.facts_of(DIFFERS)["first_day"], story.facts_of(DIFFERS)["days"]) == ("2019-02-19", 2)
    less = corrected(late(), RefundReceived, amount=czk(129_999)).then_notes(DIFFERS)
    assert less.facts_of(DIFFERS)["amount"] == {"currency": "CZK", "minor": 12_999_900}


def test_a_suspicion_without_ground_is_noted_until_it_is_dropped() -> None:
    story = corrected(late(), RefundReceived, on="2019-02-15").then_notes(DIFFERS).then_closes("REFUND_LATE")
    drop = DismissBreach(target=THIS, breach="retention b1", grounds=GROUNDS)
    story.when(drop, on="2019-03-01").then_closes(DIFFERS).then_open()
    gone = TakeBackEntry(target=THIS, entry=entry_of(late(), RefundReceived).event_id)
    story = late().when(gone, reason="cizí platba").then_notes(DIFFERS)
    assert story.facts_of(DIFFERS).get("days") is None
    again = story.when(refund("b1", 130_000, claim="v1"), on="2019-02-19")
    again.then_notes("REFUND_LATE").then_closes(DIFFERS).then_open("REFUND_LATE")
    assert reckoned(again) == (date(2019, 2, 16), 4, czk(130_000))


def test_a_levy_settles_what_was_reckoned_otherwise_and_a_revision_does_not() -> None:
    story = corrected(late(), RefundReceived, on="2019-02-18").then_notes(DIFFERS)
    revised = story.when(ReviseBreach(target=THIS, breach="retention b1", amount=czk(1)), on="2019-03-01")
    revised.then_notes().then_open("REFUND_LATE", DIFFERS)
    imposed = story.when(levy(130_000, breach="retention b1"), on="2019-04-30")
    imposed.then_closes("REFUND_LATE", DIFFERS).then_open()


def two_late() -> Story[Contract]:
    story = paid(grant(), "1", ("2018-02", 1_000_000), on="2018-02-15")
    for claim, line in (("v1", "b1"), ("v2", "b2")):
        story = story.when(refund_request(claim, 130_000, due_on="2019-02-15"), on="2019-02-01")
        story = story.when(refund(line, 130_000, claim=claim), on="2019-02-20")
    return story


def test_one_suspicion_that_is_settled_leaves_the_other_noted() -> None:
    story = corrected(two_late(), RefundReceived, on="2019-02-18").then_notes(DIFFERS)
    other = next(e for e in reversed(story.entries) if isinstance(e.event, RefundReceived))
    data = other.event.model_dump(mode="json", exclude_none=True)
    story = story.when(CorrectEntry(target=THIS, entry=other.event_id, data=data), on="2019-02-19", reason="x")
    first, second = (DismissBreach(target=THIS, breach=f"retention b{n}", grounds=GROUNDS) for n in (1, 2))
    left = story.when(first, on="2019-03-01").then_closes("REFUND_LATE").then_open("REFUND_LATE", DIFFERS)
    left.when(second, on="2019-03-02").then_open()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_the_corrections_are_learnt_says_nothing(order: tuple[int, ...]) -> None:
    """Another day, another limit and the suspicion itself: at the end it is told the same."""
    story = late()
    for number in order:
        match number:
            case 0:
                story = corrected(story, RefundReceived, on="2019-02-21")
            case 1:
                story = corrected(story, RefundRequested, due_on=date(2019, 2, 14))
            case _:
                story = corrected(story, BudgetBreachSuspected)
    story = corrected(story, BudgetBreachSuspected)
    assert reckoned(story) == (date(2019, 2, 15), 7, czk(130_000))
    story.then_open("REFUND_LATE")


# Limits --------------------------------------------------------------------------------------------------------------


def test_the_limit_of_a_corrected_claim_follows_from_its_day() -> None:
    """Saturday 16 February 2019 runs to Monday the eighteenth, whatever the paper beside it says."""
    story = corrected(late(), RefundRequested, due_on=date(2019, 2, 16))
    due = story.state.claims["v1"].due
    assert due is not None
    assert (due.raw_end, due.legal_last_day) == (date(2019, 2, 16), date(2019, 2, 18))


def test_the_interest_of_a_corrected_charge_follows_from_its_days() -> None:
    """100 000 at one per mille a day."""
    story = levied().when(charge("2019-05-16", "2019-06-14"), on="2019-06-20").then_notes()
    charged = entry_of(story, PenaltyCharged).event
    assert isinstance(charged, PenaltyCharged)
    assert story.state.claims[charged.claim].amount == czk(3_000)
    right = corrected(story, PenaltyCharged, last_day=date(2019, 5, 17))
    assert right.state.claims[charged.claim].amount == czk(200)
    wrong = corrected(story, PenaltyCharged, last_day=date(2019, 1, 1))
    wrong.then_refused("contract.penalty-days-in-order")


def test_the_limit_of_a_corrected_settlement_is_that_of_its_year() -> None:
    agreed = [{"year": 2018, "due_on": "2019-02-15"}, {"year": 2017, "due_on": "2018-02-15"}]
    story = paid(grant(settlement_due=agreed), "1", ("2018-02", 1_000), on="2018-02-15")
    story = story.when(settlement(2018, 1_000, 0), on="2019-02-14")
    story = corrected(story, SettlementSubmitted, due=None)
    due = next(iter(story.state.settlements.values())).due
    assert due is not None
    assert due.raw_end == date(2019, 2, 15)
