"""The card of a contract says what was on a day, not what became of it since."""

from datetime import date

import pytest

from domain.contract.card import contract_card
from domain.contract.commands import (
    ApproveSettlement,
    CancelOrder,
    RecordLevyAppeal,
    RecordLevyAppealDecision,
    RecordLevyPayment,
    ReturnSettlement,
    WriteOffClaim,
)
from domain.contract.contract import Contract
from domain.kernel.card import Card
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract import test_breaches as breaches
from tests.domain.contract.payment_stories import (
    grant,
    movement,
    ordered,
    paid,
    refund,
    refund_request,
    reversal,
    settlement,
    tender,
)
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


def not_finished(story: Story[Contract], *days: str) -> list[object]:
    return [card(story, day).get("open_claims", ()) for day in days]


def test_a_refund_is_open_from_the_request_until_the_day_on_which_the_rest_came() -> None:
    """Asked for on 1 February, half came on the 10th, the rest on the 14th, told the other way round."""
    story = paid(grant(), "1", ("2018-02", 1_000_000), on="2018-02-15")
    story = story.when(refund_request("v1", 130_000, due_on="2019-02-15"), on="2019-02-01")
    story = story.when(refund("b2", 65_000, claim="v1"), on="2019-02-14")
    story = story.when(refund("b1", 65_000, claim="v1"), on="2019-02-10")
    days = ("2019-01-31", "2019-02-01", "2019-02-10", "2019-02-13", "2019-02-14")
    assert not_finished(story, *days) == [(), ("v1",), ("v1",), ("v1",), ()]
    assert story.state.open_claims == ()


def test_a_claim_is_open_until_it_is_written_off() -> None:
    story = paid(grant(), "1", ("2018-02", 1_000_000), on="2018-02-15")
    story = story.when(refund_request("v1", 130_000, due_on="2019-02-15"), on="2019-02-01")
    story = story.when(WriteOffClaim(target=THIS, claim="v1", grounds=GROUNDS), on="2022-05-02").then_notes()
    assert not_finished(story, "2022-05-01", "2022-05-02") == [("v1",), ()]


def test_a_breach_and_its_levy_are_open_each_in_its_time() -> None:
    """Suspected on 20 February, levied on 30 April, half paid, half waived; a cancelled levy is owed until then."""
    levied = breaches.levied()
    assert not_finished(levied, "2019-02-19", "2019-04-29", "2019-04-30") == [(), ("p1",), ("o1",)]
    half = levied.when(RecordLevyPayment(target=THIS, claim="o1", movement="b1", amount=czk(50_000)), on="2019-05-10")
    waived = half.when(breaches.waiver(50_000, "1/19/RK"), on="2019-06-01").then_notes()
    assert not_finished(waived, "2019-05-31", "2019-06-01") == [("o1",), ()]
    appealed = levied.when(RecordLevyAppeal(target=THIS, claim="o1"), on="2019-05-12")
    cancelled = RecordLevyAppealDecision(target=THIS, claim="o1", outcome="cancelled")
    assert not_finished(appealed.when(cancelled, on="2019-09-01"), "2019-08-31", "2019-09-01") == [("o1",), ()]


def test_an_irregularity_of_the_name_of_a_breach_is_open_beside_it() -> None:
    story = breaches.suspected(breach="n1").when(breaches.SUSPECT, on="2019-03-01")
    story = story.when(breaches.REFUTE, on="2019-04-01").then_notes()
    days = ("2019-02-20", "2019-03-01", "2019-03-31", "2019-04-01")
    assert not_finished(story, *days) == [("n1",), ("n1", "n1"), ("n1", "n1"), ("n1",)]
