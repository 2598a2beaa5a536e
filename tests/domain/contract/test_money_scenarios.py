"""The acceptance scenarios about money, on the bare aggregate, with their variants."""

from datetime import date, timedelta

import pytest

from domain.contract.commands import EstablishVoidness
from domain.contract.contract import Contract
from domain.contract.events import BudgetBreachSuspected, RefundReceived
from domain.kernel.money import Money, czk
from domain.kernel.period import Month
from tests.domain.contract.payment_stories import (
    ACCOUNT,
    approved,
    crowns,
    grant,
    movement,
    order,
    ordered,
    paid,
    refund,
    refund_request,
    reversal,
    settlement,
    tender,
)
from tests.domain.contract.stories import concluded, publication
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, Story

MONTHS = [Month(2018, 4) + n for n in range(24)]


def pay_day(month: Month) -> date:
    """The 20th of the following month, or the next working day."""
    return CZECH_HOLIDAYS.working_day_from((month + 1).day_or_last(20))


# Scenario 2 ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def all_paid() -> Story[Contract]:
    """24 months of 110 000, each ordered, approved and paid for its service month."""
    story = tender()
    for month in MONTHS:
        story = paid(story, f"2018/{month}", (month, 110_000), on=pay_day(month).isoformat())
    return story


def test_payment_days_roll_to_working_days() -> None:
    days = {month: pay_day(month).isoformat() for month in MONTHS}
    assert days[Month(2018, 4)] == "2018-05-21"
    assert days[Month(2018, 12)] == "2019-01-21"
    assert days[Month(2019, 3)] == "2019-04-23"
    assert days[Month(2020, 3)] == "2020-04-20"


def test_the_cash_year_is_not_the_service_year(all_paid: Story[Contract]) -> None:
    state = all_paid.state
    assert crowns(state.by_service_year()) == {2018: 990_000, 2019: 1_320_000, 2020: 330_000}
    assert crowns(state.by_cash_year()) == {2018: 880_000, 2019: 1_320_000, 2020: 440_000}
    assert state.drawn_gross == state.drawn_net == state.paid_known == state.allocated == czk(2_640_000)
    assert (state.ordered_open, state.unallocated) == (Money(0), Money(0))


def test_the_last_instalment_comes_after_the_end_of_the_period(all_paid: Story[Contract]) -> None:
    last = all_paid.state.payments.movements["2018/2020-03"]
    assert (last.paid_on, all_paid.state.last_day) == (date(2020, 4, 20), date(2020, 3, 31))
    all_paid.then_open()


def test_a_25th_payment_is_refused_for_its_month_first_and_then_for_its_amount(all_paid: Story[Contract]) -> None:
    story = all_paid.when(order("25", ("2020-04", 110_000)), on="2020-05-20")
    story.then_refused("contract.service-month-within-period", "contract.drawn-within-maximum")
    facts = story.facts_of("contract.drawn-within-maximum")
    assert (facts["drawn"], facts["asked"], facts["maximum"]) == (
        {"currency": "CZK", "minor": 264_000_000},
        {"currency": "CZK", "minor": 11_000_000},
        {"currency": "CZK", "minor": 264_000_000},
    )
    assert facts["room"] == {"currency": "CZK", "minor": 0}


def test_a_25th_payment_that_the_bank_made_is_recorded_with_all_that_is_wrong(all_paid: Story[Contract]) -> None:
    story = all_paid.when(movement("25", ("2020-04", 110_000)), on="2020-05-20")
    story.then_notes("OUTSIDE_PERIOD", "ABOVE_MAXIMUM", "NO_ORDER")
    assert story.state.drawn_gross == czk(2_750_000)


def test_one_movement_may_pay_for_two_months_of_two_years() -> None:
    story = paid(tender(), "1", ("2018-12", 110_000), ("2019-01", 110_000), on="2019-01-21")
    assert crowns(story.state.by_service_year()) == {2018: 110_000, 2019: 110_000}
    assert crowns(story.state.by_cash_year()) == {2019: 220_000}


# Scenario 3 ------------------------------------------------------------------------------------------------------


def sent_twice() -> Story[Contract]:
    """600 000 paid in February; 400 000 ordered once and sent twice by the bank in July."""
    story = paid(grant(), "1", ("2018-02", 600_000), on="2018-02-15", is_advance=True)
    story = ordered(story, "2", ("2018-07", 400_000), on="2018-07-12")
    story = story.when(movement("b1", ("2018-07", 400_000), order="2"), on="2018-07-16").then_notes()
    return story.when(movement("b2", ("2018-07", 400_000), order="2"), on="2018-07-16")


def settled() -> Story[Contract]:
    """One of the two taken back, the year settled, 130 000 to be returned by 15 February 2019."""
    story = sent_twice().when(reversal("r1", "b2", 400_000), on="2018-07-18")
    story = story.when(settlement(2018, 870_000, 130_000), on="2019-01-31").then_notes()
    return story.when(
        refund_request("refund 2018", 130_000, due_on="2019-02-15", year=2018), on="2019-01-31"
    ).then_notes()


def test_a_duplicate_transfer_is_recorded_with_what_is_wrong_about_it() -> None:
    story = sent_twice().then_notes("ABOVE_MAXIMUM", "NO_ORDER")
    assert story.facts_of("ABOVE_MAXIMUM")["excess"] == {"currency": "CZK", "minor": 40_000_000}
    assert story.state.drawn_gross == czk(1_400_000)
    assert story.state.room(date(2018, 7, 16)) == Money(0)
    story.then_open("ABOVE_MAXIMUM", "NO_ORDER")


@pytest.mark.parametrize("taken_back", ["b1", "b2"])
def test_the_reversal_of_either_closes_both_anomalies_and_restores_room(taken_back: str) -> None:
    story = sent_twice()
    opened = dict(story.state.open_anomalies)
    story = story.when(reversal("r1", taken_back, 400_000), on="2018-07-18").then_notes()
    story.then_closes("ABOVE_MAXIMUM", "NO_ORDER").then_open()
    assert story.decision is not None
    assert set(story.decision.findings[0].closes) == set(opened)
    assert {date(2018, 7, 18) - on for on in opened.values() if on} == {timedelta(days=2)}
    assert (story.state.drawn_gross, story.state.drawn_net) == (czk(1_000_000), czk(1_000_000))
    assert story.state.drawn_gross_on(date(2018, 7, 17)) == czk(1_400_000)


def test_a_part_that_is_taken_back_leaves_the_rest_open() -> None:
    story = sent_twice().when(reversal("r1", "b2", 399_999), on="2018-07-18").then_closes()
    story.then_open("ABOVE_MAXIMUM", "NO_ORDER")


def test_a_refund_in_time_lowers_net_and_opens_no_room() -> None:
    story = settled().when(refund("b3", 130_000, claim="refund 2018"), on="2019-02-14").then_notes()
    story.then(RefundReceived.of(refund("b3", 130_000, claim="refund 2018")))
    state = story.state
    assert (state.drawn_gross, state.drawn_net, state.kept) == (czk(1_000_000), czk(870_000), czk(870_000))
    assert (state.breaches, state.open_claims) == ({}, ())
    assert state.room(date(2019, 3, 1)) == Money(0)


def test_after_the_settlement_nothing_more_is_ordered_although_net_has_fallen() -> None:
    story = settled().when(refund("b3", 130_000, claim="refund 2018"), on="2019-02-14")
    story = story.when(order("3", ("2018-12", 100_000)), on="2019-03-01")
    story.then_refused("contract.drawn-within-maximum", "contract.year-not-settled")
    facts = story.facts_of("contract.drawn-within-maximum")
    assert (facts["drawn"], facts["room"]) == (
        {"currency": "CZK", "minor": 100_000_000},
        {"currency": "CZK", "minor": 0},
    )
    assert story.facts_of("contract.year-not-settled")["settled"] == [2018]


def test_a_late_refund_was_retained_money() -> None:
    story = settled().when(refund("b3", 130_000, claim="refund 2018"), on="2019-02-20").then_notes("REFUND_LATE")
    assert story.facts_of("REFUND_LATE")["days_late"] == 5
    assert story.decision is not None
    received, suspected = (finding.event for finding in story.decision.findings)
    assert received == RefundReceived.of(refund("b3", 130_000, claim="refund 2018"))
    assert isinstance(suspected, BudgetBreachSuspected)
    assert (suspected.amount, suspected.ground) == (czk(130_000), "retention")
    assert (suspected.first_day_of_delay, suspected.days_of_delay) == (date(2019, 2, 16), 5)
    assert suspected.interest is not None
    assert (suspected.interest.amount, suspected.interest.days) == (czk(650), 5)
    assert (story.state.drawn_net, story.state.open_claims) == (czk(870_000), ("retention b3",))


# Scenario 1: paid before the effect ------------------------------------------------------------------------------


def test_what_was_paid_before_the_publication_is_known_in_days_once_it_is_published() -> None:
    """Contract B: concluded on 3 July 2017, paid on 20 July, published on 4 August."""
    story = concluded("2017-07-03", number="OLP/9002/2017", account=ACCOUNT)
    story = story.when(movement("m1", ("2017-07", 200_000)), on="2017-07-20")
    story.then_notes("PAID_BEFORE_EFFECT", "NO_ORDER")
    assert "days_before_effect" not in story.facts_of("PAID_BEFORE_EFFECT")
    story = story.when(publication(), on="2017-08-04").then_notes("PUBLISHED_LATE", "PAID_BEFORE_EFFECT")
    assert story.facts_of("PAID_BEFORE_EFFECT") == {
        "days_before_effect": 15,
        "effective_from": "2017-08-04",
        "movements": [{"movement": "m1", "days": 15}],
    }
    story.then_closes("PAID_BEFORE_EFFECT").then_open("PUBLISHED_LATE", "PAID_BEFORE_EFFECT", "NO_ORDER")
    assert story.state.drawn_net == czk(200_000)
    story = story.when(reversal("r1", "m1", 200_000), on="2017-08-07")
    story.then_open("PUBLISHED_LATE")


def test_a_payment_that_is_recorded_after_the_publication_says_the_days_at_once() -> None:
    story = concluded("2017-07-03", number="OLP/9002/2017").when(publication(), on="2017-08-04")
    story = story.when(movement("m1", ("2017-07", 200_000)), on="2017-07-20").then_notes(
        "PAID_BEFORE_EFFECT", "NO_ORDER"
    )
    assert story.facts_of("PAID_BEFORE_EFFECT")["days_before_effect"] == 15


def test_a_payment_turns_out_lawful_when_an_earlier_publication_is_found() -> None:
    story = concluded("2017-07-03", number="OLP/9002/2017")
    story = story.when(movement("m1", ("2017-07", 1)), on="2017-08-10").then_notes("PAID_BEFORE_EFFECT", "NO_ORDER")
    story.when(publication(), on="2017-08-10").then_closes("PAID_BEFORE_EFFECT").then_open("NO_ORDER", "PUBLISHED_LATE")


def test_the_register_is_silent_for_a_contract_of_june_2017() -> None:
    """Contract A: concluded on 30 June 2017, ordered, approved and paid before it was published."""
    story = concluded("2017-06-30", number="OLP/9001/2017", account=ACCOUNT)
    story = paid(story, "m1", ("2017-07", 200_000), on="2017-07-20")
    story = story.when(publication(), on="2017-08-04").then_notes("PUBLISHED_LATE").then_closes()
    story = story.when(order("2", ("2017-07", 50_000)), on="2017-07-25").then_notes()
    assert story.state.drawn_net == czk(200_000)
    story = approved(story, "2", on="2017-08-07").when(movement("m2", order="2", amount=czk(50_000)), on="2017-08-08")
    assert story.then_notes().state.drawn_net == czk(250_000)


def test_a_void_contract_keeps_its_payments_until_they_are_returned() -> None:
    story = concluded("2017-07-03", number="OLP/9002/2017").when(movement("m1", ("2017-07", 200_000)), on="2017-07-20")
    story = story.when(EstablishVoidness(target=THIS, established_on=date(2017, 10, 10)), on="2017-07-03")
    assert story.state.drawn_net == story.state.kept == czk(200_000)
