"""Overcompensation that is to be repaid: asked for in full, received, late."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Facts
from domain.kernel.configuration import Configuration, Configured
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.interest import recovery_interest
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Decision, Outcome
from tests.domain.mandate.stories import (
    DECISIONS,
    NUMBER,
    START,
    check,
    checked,
    entrusted,
    give,
    made,
    proposed,
    repay,
    request,
    year_with,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story, configuration

WHY = Prose.of("nová kontrola", salt="00" * 16)


def too_much(decision: Decision = "2012/21/EU") -> Story[Mandate]:
    """200 000 of a million too much in the first year, checked."""
    year = START[decision]
    return checked(year_with(entrusted(decision), year, paid=1_000_000, net=800_000), year)


def claimed(due_on: str = "2019-06-29") -> Story[Mandate]:
    """Asked back until Saturday 29 June 2019; the legal last day is Monday 1 July."""
    return too_much().when(request("v1", 2018, 200_000, due_on=due_on), on="2019-05-20").then_notes()


# Asked for -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize(("minor", "is_whole"), [(20_000_000, True), (19_999_999, False), (20_000_001, False)])
def test_the_whole_is_asked_back_and_no_part_of_it(decision: Decision, minor: int, is_whole: bool) -> None:
    year = START[decision]
    command = request("v1", year, Money(minor), due_on=f"{year + 1}-06-29")
    story = too_much(decision).when(command, on=f"{year + 1}-05-20")
    if is_whole:
        due = TimeLimit.ending(date(year + 1, 6, 29), CZECH_HOLIDAYS)
        story.then(events.OvercompensationRepaymentRequested.of(command, due=due))
    else:
        story.then_refused("mandate.whole-overcompensation-repaid")


def test_what_is_carried_over_or_not_too_much_is_not_asked_back() -> None:
    for net in (950_000, 1_000_000):
        story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=net), 2018)
        asked_back = story.when(request("v1", 2018, 50_000, due_on="2019-06-29"), on="2019-05-20")
        asked_back.then_refused("mandate.whole-overcompensation-repaid")


def test_repayment_is_not_due_before_it_is_asked_for() -> None:
    early = request("v1", 2018, 200_000, due_on="2019-05-19")
    too_much().when(early, on="2019-05-20").then_refused("mandate.due-not-past")
    too_much().when(request("v1", 2018, 200_000, due_on="2019-05-20"), on="2019-05-20").then_notes()


def test_repayment_is_asked_for_on_a_verdict_that_is_up_to_date() -> None:
    unchecked = year_with(entrusted(), 2018, paid=1_000_000, net=800_000)
    command = request("v1", 2018, 200_000, due_on="2019-06-29")
    unchecked.when(command, on="2019-05-20").then_refused("mandate.verdict-up-to-date")
    news = too_much().when(give("late", 2018, 50_000), on="2019-05-18")
    whole = request("v1", 2018, 250_000, due_on="2019-06-29")
    news.when(whole, on="2019-05-20").then_refused("mandate.verdict-up-to-date")
    news.when(check(2018), on="2019-05-19").when(whole, on="2019-05-20").then_notes()


def test_a_request_has_a_reference_of_its_own_and_is_not_made_twice() -> None:
    story = claimed()
    story.when(request("v1", 2018, 1, due_on="2019-06-29"), on="2019-05-21").then_refused("mandate.claim-number-unused")
    story.when(request("v2", 2018, 200_000, due_on="2019-06-29"), on="2019-05-21").then_refused(
        "mandate.whole-overcompensation-repaid"
    )
    found = story.state.verdict(2018)
    assert (found.to_claim, found.left_to_repay, found.repay_by) == (Money(0), czk(200_000), date(2019, 7, 1))
    assert found.sentence == "overcompensation 200\u00a0000,00\u00a0Kč — repay by 2019-07-01"
    too_much().when(request("v1", 2018, 0, due_on="2019-06-29"), on="2019-05-20").then_refused(
        "mandate.amount-positive"
    )
    proposed().when(request("v1", 2018, 1, due_on="2019-06-29"), on="2019-05-20").then_refused("mandate.issued-first")


# Taken back ----------------------------------------------------------------------------------------------------------


def test_a_request_is_taken_back_once_and_then_the_whole_is_asked_for_anew() -> None:
    withdraw = made(asked.WithdrawRequest, claim="v1", grounds=WHY)
    story = claimed().when(repay("b1", "v1", 50_000), on="2019-06-01").when(withdraw, on="2019-06-10")
    story.then(events.RepaymentRequestWithdrawn.of(withdraw))
    story.when(withdraw, on="2019-06-11").then_refused("mandate.says-something-new")
    assert (story.state.open_claims, story.state.verdict(2018).to_claim) == ((), czk(150_000))
    story.when(request("v2", 2018, 150_000, due_on="2019-07-31"), on="2019-06-12").then_notes()
    unknown = made(asked.WithdrawRequest, claim="v9", grounds=WHY)
    claimed().when(unknown, on="2019-06-10").then_refused("mandate.claim-known")


# Repaid --------------------------------------------------------------------------------------------------------------


def test_the_card_shows_a_request_from_its_day_until_it_is_repaid_or_taken_back() -> None:
    """Asked for on 20 May, repaid on 15 June and 1 July; another was taken back on 10 June."""
    whole = claimed().when(repay("b1", "v1", 150_000), on="2019-06-15").when(repay("b2", "v1", 50_000), on="2019-07-01")
    shown = [whole.state.open_claims_on(date(2019, *day)) for day in ((5, 19), (5, 20), (6, 30), (7, 1))]
    assert shown == [(), ("v1",), ("v1",), ()]
    assert "open_claims" not in whole.state.card(date(2019, 7, 1))
    assert whole.state.card(date(2019, 6, 30))["open_claims"] == ("v1",)
    withdraw = made(asked.WithdrawRequest, claim="v1", grounds=WHY)
    withdrawn = claimed().when(withdraw, on="2019-06-10").then_notes()
    assert [withdrawn.state.open_claims_on(date(2019, 6, day)) for day in (9, 10)] == [("v1",), ()]


def test_repaid_money_settles_the_request() -> None:
    story = claimed().when(repay("b1", "v1", 150_000), on="2019-06-15").then_notes()
    story.then(events.OvercompensationRepaid.of(repay("b1", "v1", 150_000)))
    assert story.state.open_claims == ("v1",)
    story = story.when(repay("b2", "v1", 50_000), on="2019-07-01").then_notes()
    found = story.state.verdict(2018)
    assert (story.state.open_claims, found.left_to_repay, found.repaid) == ((), Money(0), czk(200_000))
    assert (found.outcome, found.sentence) == (Outcome.REPAY, "overcompensation 200\u00a0000,00\u00a0Kč — repaid")
    assert [line.amount for line in found.lines if line.label == "repaid"] == [czk(150_000), czk(50_000)]
    assert not story.state.is_outdated(NUMBER, 2018)


def test_more_than_the_request_and_an_unknown_request() -> None:
    story = claimed()
    story.when(repay("b1", "v1", Money(20_000_001)), on="2019-06-15").then_notes("REPAID_ABOVE_CLAIM")
    story.when(repay("b1", "v9", 1), on="2019-06-15").then_refused("mandate.claim-known")
    story.when(repay("b1", "v1", 0), on="2019-06-15").then_refused("mandate.amount-positive")
    twice = story.when(repay("b1", "v1", 1), on="2019-06-15").when(repay("b1", "v1", 1), on="2019-06-16")
    twice.then_refused("mandate.movement-recorded-once")
    proposed().when(repay("b1", "v1", 1), on="2017-12-15").then_refused("mandate.issued-first")


@pytest.mark.parametrize(("on", "days"), [("2019-07-01", 0), ("2019-07-02", 1), ("2019-07-11", 10)])
def test_lateness_is_counted_from_the_legal_last_day_and_no_rate_is_invented(on: str, days: int) -> None:
    story = claimed().when(repay("b1", "v1", 200_000), on=on)
    story.then_notes(*["REPAID_LATE", "INTEREST_NOT_COMPUTED"] * (days > 0))
    if days:
        assert story.facts_of("REPAID_LATE")["days_late"] == days
        assert story.facts_of("INTEREST_NOT_COMPUTED") == {"first_day": "2019-07-02", "last_day": on}


# Interest ------------------------------------------------------------------------------------------------------------


def test_interest_is_summed_day_by_day_and_rounded_once() -> None:
    """200 000 for 10 days, five at 3.65 % and five at 7.3 %: 20 + 20 … = 5 × 20 + 5 × 40 = 300."""
    rates = {date(2019, 7, day): "3.65" if day < 7 else "7.30" for day in range(2, 12)}
    found = recovery_interest(czk(200_000), date(2019, 7, 2), date(2019, 7, 11), rates.get)
    assert found is not None
    assert found.amount == czk(300)
    assert recovery_interest(czk(200_000), date(2019, 7, 2), date(2019, 7, 12), rates.get) is None
    one = recovery_interest(Money(100_000), date(2019, 7, 2), date(2019, 7, 2), rates.get)
    assert one is not None
    assert one.amount == Money(10)


def test_a_configured_rate_gives_the_interest_with_the_late_repayment() -> None:
    """3.65 % a year is 20 crowns a day on 200 000."""
    name = "mandate.recovery-interest-percent"
    known = [value for value in configuration() if value.name != name]
    rate = Configured(name=name, value="3.65", since=date(2019, 1, 1), until=None, source="test", confidence="H")
    facts = Facts(CZECH_HOLIDAYS, Configuration([*known, rate]))
    stamp = Stamp(
        command_id=made_id(), actor=Actor(role="clerk"), source=Source(kind="cli"), effective_on=date(2019, 7, 11)
    )
    decision = claimed().state.decide(repay("b1", "v1", 200_000), stamp, facts)
    (finding,) = decision.findings
    assert isinstance(finding.event, events.OvercompensationRepaid)
    assert finding.event.interest == made(
        events.RecoveryInterest,
        principal=czk(200_000),
        first_day="2019-07-02",
        last_day="2019-07-11",
        amount=czk(200),
    )
    assert [anomaly.code for anomaly in finding.anomalies] == ["REPAID_LATE"]


def made_id() -> Any:
    return claimed().entries[0].event_id
