"""Sums, votes and days that make no sense: an act and a paper with a minus are refused, other nonsense is noted."""

from typing import Any

import pytest

from domain.contract.commands import RecordApproval, RecordMonitoringReport, TakeOverContract
from domain.contract.contract import Contract
from domain.kernel.correction import CorrectEntry
from domain.kernel.money import Money, czk
from tests.domain.contract.stories import (
    RESOLUTION,
    TEXT,
    approval,
    conclude,
    concluded,
    conclusion,
    draft,
    period,
    signed,
)
from tests.domain.contract.test_amendments import agreed, found
from tests.spec import THIS, Story, given

NOTHING, LESS = Money(0), Money(-1)
EUROS = Money(100, "EUR")


def instalments(*amounts: Money) -> tuple[dict[str, Any], ...]:
    return tuple({"number": number, "amount": amount} for number, amount in enumerate(amounts, 1))


def taken_over(amount: Money, kind: str = "maximum") -> Story[Contract]:
    command = {"target": THIS, "number": "OLP/9002/2009", "amount": amount, "amount_kind": kind}
    return given(Contract).when(TakeOverContract.model_validate(command))


def approved(**fields: Any) -> Story[Contract]:
    return given(Contract).when(draft(), on="2017-12-01").when(approval(**fields), on="2017-12-19")


def corrected(story: Story[Contract], number: int = -1, **changed: Any) -> Story[Contract]:
    """The entry of that number reads differently."""
    target = story.entries[number]
    data = type(target.event).model_validate(target.event.fields() | changed).model_dump(mode="json", exclude_none=True)
    command = CorrectEntry.model_validate({"target": THIS, "entry": target.event_id, "data": data})
    return story.when(command, reason="chybný zápis")


# Less than nothing ---------------------------------------------------------------------------------------------------

MINUS: tuple[dict[str, Any], ...] = (
    {"maximum": LESS},
    {"value_without_vat": LESS},
    {"price_basis": {"compensation": LESS, "percent": 85}},
    {"payment_plan": instalments(czk(1), LESS)},
)


@pytest.mark.parametrize("fields", MINUS)
def test_a_sum_below_zero_is_refused_whoever_states_it(fields: dict[str, Any]) -> None:
    given(Contract).when(conclusion(**fields), on="2017-07-01").then_refused("contract.amounts-not-negative")
    signed().when(conclude(**fields), on="2018-02-01").then_refused("contract.amounts-not-negative")


@pytest.mark.parametrize("kind", ["maximum", "awarded"])
def test_an_old_paper_states_no_sum_below_zero(kind: str) -> None:
    taken_over(LESS, kind).then_refused("contract.amounts-not-negative")
    taken_over(Money(1), kind).then_notes()


def test_an_approval_and_an_amendment_state_no_sum_below_zero() -> None:
    approved(maximum=LESS).then_refused("contract.amounts-not-negative")
    story = concluded("2017-07-01")
    for amendment in (
        found(1, maximum=LESS, omits=czk(2_400_000) + Money(1)),
        agreed(1, payment_plan=instalments(LESS)),
    ):
        story.when(amendment, on="2018-01-01").then_refused("contract.amounts-not-negative")


def test_a_report_states_no_cost_below_zero() -> None:
    usual = {"target": THIS, "report": "ZoR 1", "period": period("2018-01-01", "2018-06-30")}
    story = concluded("2017-07-01")
    for fields in ({"costs": LESS}, {"revenues": LESS}):
        command = RecordMonitoringReport.model_validate(usual | fields)
        story.when(command, on="2018-07-15").then_refused("contract.amounts-not-negative")
    none = RecordMonitoringReport.model_validate(usual | {"costs": NOTHING, "revenues": NOTHING})
    story.when(none, on="2018-07-15").then_notes()


def test_no_correction_makes_a_sum_less_than_nothing() -> None:
    corrected(concluded("2017-07-01"), maximum=LESS).then_refused("contract.amounts-not-negative")
    corrected(concluded("2017-07-01"), payment_plan=instalments(LESS)).then_refused("contract.amounts-not-negative")
    amended = concluded("2017-07-01").when(found(1, maximum=czk(2_400_000)), on="2018-01-01")
    corrected(amended, maximum=LESS).then_refused("contract.amounts-not-negative")


# Other currencies ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields", [{"maximum": EUROS}, {"value_without_vat": EUROS}, {"payment_plan": instalments(EUROS)}]
)
def test_a_contract_is_in_the_currency_of_its_approval(fields: dict[str, Any]) -> None:
    signed().when(conclude(**fields), on="2018-02-01").then_refused("contract.amount-in-one-currency")


def test_a_contract_is_in_one_currency() -> None:
    mixed = conclusion(price_basis={"compensation": EUROS, "percent": 85})
    given(Contract).when(mixed, on="2017-07-01").then_refused("contract.amount-in-one-currency")
    story = concluded("2017-07-01")
    for fields in ({"maximum": EUROS}, {"adds": EUROS, "maximum": czk(1)}, {"payment_plan": instalments(EUROS)}):
        story.when(found(1, **fields), on="2018-01-01").then_refused("contract.amount-in-one-currency")
    late = RecordApproval.model_validate(approval(maximum=EUROS).fields())
    story.when(late, on="2017-06-01").then_refused("contract.amount-in-one-currency")


def test_a_contract_in_euros_is_amended_in_euros() -> None:
    """The limits of the law are in crowns: whether they are kept cannot be decided, nothing breaks down over it."""
    whole = concluded("2017-07-01", maximum=EUROS, tender={"started_on": "2017-01-10"})
    story = whole.when(found(1), on="2018-01-01").then_notes()
    both = {"adds": Money(5, "EUR"), "omits": Money(0, "EUR"), "maximum": Money(105, "EUR")}
    story = story.when(found(2, **both), on="2018-02-01").then_notes()
    story.when(found(3), on="2018-03-01").then_notes()
    third = story.when(found(3, **both | {"adds": Money(6, "EUR"), "maximum": Money(111, "EUR")}), on="2018-03-01")
    third.then_notes("CHANGES_ABOVE_TENTH")
    given(Contract).when(draft(), on="2017-12-01").when(
        approval(body="RK", resolution="10/17/RK", maximum=EUROS), on="2017-12-19"
    ).then_refused("contract.approved-by-competent-body")


# Nothing at all ------------------------------------------------------------------------------------------------------


def test_a_maximum_of_nothing_is_refused_or_noted() -> None:
    """An act of ours is refused; what is found so is recorded and stays open until it is corrected."""
    signed().when(conclude(maximum=NOTHING), on="2018-02-01").then_refused("contract.maximum-positive")
    approved(maximum=NOTHING).then_refused("contract.maximum-positive")
    late = RecordApproval.model_validate(approval(maximum=NOTHING).fields())
    given(Contract).when(draft(), on="2017-12-01").when(late, on="2017-12-19").then_notes("MAXIMUM_NOT_POSITIVE")
    story = given(Contract).when(conclusion(maximum=NOTHING), on="2017-07-01").then_notes("MAXIMUM_NOT_POSITIVE")
    still = corrected(story, number=0, maximum=NOTHING, provider="Jiný").then_notes().then_open("MAXIMUM_NOT_POSITIVE")
    corrected(still, number=0, maximum=Money(1)).then_closes("MAXIMUM_NOT_POSITIVE").then_open()
    published = conclusion(value_without_vat=czk(100_000))
    found_so = given(Contract).when(published, on="2017-07-01")
    corrected(found_so, maximum=NOTHING).then_notes("MAXIMUM_NOT_POSITIVE")


def test_an_old_maximum_of_nothing_is_noted_until_a_conclusion_says_more() -> None:
    taken_over(NOTHING, "awarded").then_notes()
    story = taken_over(NOTHING).then_notes("MAXIMUM_NOT_POSITIVE")
    silent = story.when(conclusion(number=None, regime="tender", maximum=None), on="2017-07-01")
    silent.then_closes().then_open("MAXIMUM_NOT_POSITIVE")
    known = story.when(conclusion(number=None, regime="tender", maximum=Money(1)), on="2017-07-01")
    known.then_closes("MAXIMUM_NOT_POSITIVE").then_open()


def test_an_amendment_may_take_all_the_money_away() -> None:
    whole = czk(2_400_000)
    concluded("2017-07-01").when(found(1, ground="100", maximum=NOTHING, omits=whole), on="2018-01-01").then_notes()


# Votes and days ------------------------------------------------------------------------------------------------------


def vote(votes_for: int, against: int, abstained: int) -> dict[str, Any]:
    return {"votes_for": votes_for, "against": against, "abstained": abstained, "members": 45}


def test_nobody_votes_twice() -> None:
    """45 members: 23 and 22 and nobody else; one more is impossible."""
    approved(vote=vote(23, 20, 2)).then_notes()
    approved(vote=vote(23, 20, 3)).then_refused("contract.vote-adds-up")
    story = given(Contract).when(draft(), on="2017-12-01")
    said = {"body": "ZK", "resolution": RESOLUTION, "maximum": czk(1), "text": TEXT}
    observed = RecordApproval.model_validate({"target": THIS, "vote": vote(23, 23, 0)} | said)
    story.when(observed, on="2017-12-19").then_notes("VOTE_ABOVE_MEMBERS")
    story.when(RecordApproval.model_validate({"target": THIS} | said), on="2017-12-19").then_notes()


def test_no_year_is_settled_before_it_begins() -> None:
    early = {"settlement_due": ({"year": 2018, "due_on": "2017-12-31"},)}
    first = {"settlement_due": ({"year": 2018, "due_on": "2018-01-01"},)}
    signed().when(conclude(**early), on="2018-02-01").then_refused("contract.settlement-due-in-order")
    signed().when(conclude(**first), on="2018-02-01").then_notes()
    given(Contract).when(conclusion(**early), on="2017-07-01").then_notes("SETTLEMENT_DUE_TOO_EARLY")
    concluded("2017-07-01").when(found(1, **early), on="2018-01-01").then_notes("SETTLEMENT_DUE_TOO_EARLY")
    concluded("2017-07-01").when(agreed(1, **early), on="2018-01-01").then_refused("contract.settlement-due-in-order")


# Said twice -----------------------------------------------------------------------------------------------------------

TWICE: tuple[dict[str, Any], ...] = (
    {"payment_plan": ({"number": 1, "amount": czk(1)}, {"number": 1, "amount": czk(2)})},
    {"settlement_due": ({"year": 2018, "due_on": "2019-01-31"}, {"year": 2018, "due_on": "2019-02-15"})},
)


@pytest.mark.parametrize("fields", TWICE)
def test_an_instalment_or_a_settlement_that_a_paper_states_twice(fields: dict[str, Any]) -> None:
    """Nobody can say which of them holds: an act is refused, found it is noted until the paper is corrected."""
    signed().when(conclude(**fields), on="2018-02-01").then_refused("contract.agreed-once")
    amended = concluded("2018-02-01").when(agreed(1, ground="other", **fields), on="2018-03-01", reason="změna")
    amended.then_refused("contract.agreed-once")
    once = {name: value[:1] for name, value in fields.items()}
    story = concluded("2018-02-01", **fields).then_notes("AGREED_TWICE")
    corrected(story, **once).then_notes().then_closes("AGREED_TWICE").then_open()
    corrected(concluded("2018-02-01", **once).then_notes(), **fields).then_notes("AGREED_TWICE")
