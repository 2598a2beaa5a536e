"""The card of a contract says what was on a day, not what became of it since."""

from datetime import date

import pytest

from domain.contract.card import contract_card
from domain.contract.commands import ApproveSettlement, CancelOrder, ReturnSettlement
from domain.contract.contract import Contract
from domain.kernel.card import Card
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import grant, movement, ordered, reversal, settlement, tender
from tests.spec import THIS, Story

APRIL = ("2018-04", 110_000)
GROUNDS = Prose.of("why", salt="00" * 16)


def card(story: Story[Contract], on: str) -> Card:
    return contract_card(story.state, date.fromisoformat(on))


def ordered_open(story: Story[Contract], on: str) -> object:
    return card(story, on)["ordered_open"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2018-05-13", 0), ("2018-05-14", 110_000), ("2018-05-20", 110_000), ("2018-05-21", 50_000), ("2018-05-23", 0)],
)
def test_an_order_that_was_paid_later_is_open_between_the_order_and_the_payment(on: str, expected: int) -> None:
    """Ordered on 14 May, paid in two parts on 21 and 23 May."""
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(movement("m1", ("2018-04", 60_000), order="1"), on="2018-05-21")
    story = story.when(movement("m2", ("2018-04", 50_000), order="1"), on="2018-05-23")
    assert ordered_open(story, on) == czk(expected)


def test_an_order_that_was_cancelled_later_is_open_until_then() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(CancelOrder(target=THIS, order="1", grounds=GROUNDS), on="2018-05-16").then_notes()
    assert [ordered_open(story, f"2018-05-{day}") for day in (15, 16)] == [czk(110_000), Money(0)]


def test_what_the_bank_took_back_waits_to_be_paid_again() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14").when(movement("m1", APRIL, order="1"), on="2018-05-21")
    story = story.when(reversal("r1", "m1", 110_000), on="2018-05-23")
    assert [ordered_open(story, f"2018-05-{day}") for day in (22, 23)] == [Money(0), czk(110_000)]
    assert ordered_open(story, "2018-05-23") == story.state.ordered_open


def test_a_year_is_settled_from_the_approval_on() -> None:
    """Submitted on 31 January, approved on 1 March: on 28 February it was not settled."""
    story = grant().when(settlement(2018, 0, 0), on="2019-01-31").then_notes()
    approval = ApproveSettlement(target=THIS, year=2018, recognised=czk(0))
    settled = story.when(approval, on="2019-03-01").then_notes()
    assert [card(settled, on).get("settled_years") for on in ("2019-02-28", "2019-03-01")] == [None, (2018,)]
    returned = story.when(ReturnSettlement(target=THIS, year=2018, grounds=GROUNDS), on="2019-03-01")
    assert "settled_years" not in card(returned.then_notes(), "2019-03-01")
