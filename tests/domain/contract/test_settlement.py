"""The yearly settlement, unused money that comes back, and claims that are given up."""

from datetime import date

import pytest

from domain.contract.commands import (
    ApproveSettlement,
    DecideCostLine,
    RecordRefund,
    ReturnSettlement,
    TakeOverContract,
    WriteOffClaim,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    BudgetBreachSuspected,
    ClaimWrittenOff,
    RefundReceived,
    RefundRequested,
    SettlementApproved,
    SettlementReturned,
    SettlementSubmitted,
)
from domain.kernel.calendar import TimeLimit
from domain.kernel.correction import CorrectEntry
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import (
    grant,
    movement,
    order,
    paid,
    refund,
    refund_request,
    settlement,
    tender,
    void,
)
from tests.domain.contract.stories import period
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, Story, given

GROUNDS = Prose.of("why", salt="00" * 16)
LINES = [{"item": "wages", "amount": czk(700_000)}, {"item": "rent", "amount": czk(170_000)}]
GIVEN_BACK = ReturnSettlement(target=THIS, year=2018, grounds=GROUNDS)
DUE = [{"year": 2018, "due_on": "2019-02-02"}]
"""2 February 2019 is a Saturday."""


def drawn(**fields: object) -> Story[Contract]:
    """A grant of a million, all of it paid for 2018."""
    return paid(grant(**fields), "1", ("2018-02", 1_000_000), on="2018-02-15")


def settled(**fields: object) -> Story[Contract]:
    return drawn().when(settlement(2018, 870_000, 130_000, **fields), on="2019-01-31").then_notes()


def requested(crowns: int = 130_000, *, due_on: str = "2019-02-15") -> Story[Contract]:
    return settled().when(refund_request("v1", crowns, due_on=due_on), on="2019-02-01").then_notes()


# Settlements -----------------------------------------------------------------------------------------------------


def test_a_settlement_closes_its_year_for_payments() -> None:
    story = drawn(settlement_due=DUE).when(settlement(2018, 870_000, 130_000), on="2019-01-31").then_notes()
    due = TimeLimit.ending(date(2019, 2, 2), CZECH_HOLIDAYS)
    story.then(SettlementSubmitted.of(settlement(2018, 870_000, 130_000), due=due))
    assert (story.state.settled_years, story.state.unsettled_years) == ((), (2018,))
    story.when(order("2", ("2018-12", 1)), on="2019-01-30").then_refused("contract.drawn-within-maximum")
    story.when(order("2", ("2018-12", 1)), on="2019-01-31").then_refused(
        "contract.drawn-within-maximum", "contract.year-not-settled"
    )


def test_a_year_is_settled_once_and_again_after_it_was_returned() -> None:
    story = settled()
    again = settlement(2018, 900_000, 100_000)
    story.when(again, on="2019-02-01").then_refused("contract.settlement-not-waiting")
    returned = story.when(GIVEN_BACK, on="2019-02-05").then(SettlementReturned.of(GIVEN_BACK))
    returned.when(GIVEN_BACK, on="2019-02-06").then_refused("contract.settlement-waits")
    returned.when(order("2", ("2018-12", 1)), on="2019-02-06").then_refused("contract.drawn-within-maximum")
    approval = ApproveSettlement(target=THIS, year=2018, recognised=czk(900_000))
    approved = returned.when(again, on="2019-02-07").then_notes().when(approval, on="2019-03-01")
    approved.then(SettlementApproved.of(approval))
    approved.when(approval, on="2019-03-02").then_refused("contract.settlement-waits")
    approved.when(again, on="2019-03-02").then_refused("contract.settlement-not-waiting")
    assert (approved.state.settled_years, approved.state.unsettled_years) == ((2018,), ())


def test_a_settlement_needs_a_contract_on_file_and_can_be_decided_once_it_came() -> None:
    given(Contract).when(settlement(2018, 0, 0), on="2019-01-31").then_refused("contract.on-file")
    grant().when(GIVEN_BACK, on="2019-02-05").then_refused("contract.settlement-waits")
    approval = ApproveSettlement(target=THIS, year=2018, recognised=Money(0))
    grant().when(approval, on="2019-02-05").then_refused("contract.settlement-waits")


@pytest.mark.parametrize(("used", "unused", "line"), [(-1, 1, 0), (1, -1, 0), (0, 0, -1)])
def test_no_amount_of_a_settlement_is_negative(used: int, unused: int, line: int) -> None:
    lines = [{"item": "wages", "amount": Money(line)}]
    one = settlement(2018, Money(used), Money(unused), cost_lines=lines)
    drawn().when(one, on="2019-01-31").then_refused("contract.amounts-not-negative")
    zero = settlement(2018, 0, 0, cost_lines=[{"item": "wages", "amount": Money(0)}])
    grant().when(zero, on="2019-01-31").then_notes()


def test_each_cost_line_stands_in_a_settlement_once() -> None:
    drawn().when(settlement(2018, 1, 1, cost_lines=LINES + LINES[:1]), on="2019-01-31").then_refused(
        "contract.cost-lines-differ"
    )


def test_a_settlement_is_in_the_currency_of_the_contract() -> None:
    drawn().when(settlement(2018, Money(1, "EUR"), 0), on="2019-01-31").then_refused("contract.amount-in-one-currency")
    approval = ApproveSettlement(target=THIS, year=2018, recognised=Money(1, "EUR"))
    settled().when(approval, on="2019-03-01").then_refused("contract.amount-in-one-currency")


@pytest.mark.parametrize(("day", "late"), [("2019-02-04", None), ("2019-02-05", 1)])
def test_a_late_settlement_is_counted_from_the_legal_last_day(day: str, late: int | None) -> None:
    """Due on Saturday 2 February 2019: the legal last day is Monday the 4th."""
    story = drawn(settlement_due=DUE).when(settlement(2018, 870_000, 130_000), on=day)
    story.then_notes(*["SETTLED_LATE"] * (late is not None))
    if late is not None:
        assert story.facts_of("SETTLED_LATE")["days_late"] == late


@pytest.mark.parametrize(
    ("unused", "notes"), [(130_000, ()), (129_999, ("SETTLEMENT_DIFFERS",)), (130_001, ("SETTLEMENT_DIFFERS",))]
)
def test_a_settlement_explains_what_was_paid_for_the_year(unused: int, notes: tuple[str, ...]) -> None:
    drawn().when(settlement(2018, 870_000, unused), on="2019-01-31").then_notes(*notes)


def test_a_settlement_that_differs_is_put_right_by_the_next_one() -> None:
    story = drawn().when(settlement(2018, 1, 1), on="2019-01-31").when(GIVEN_BACK, on="2019-02-05")
    story = story.then_open("SETTLEMENT_DIFFERS").when(settlement(2018, 870_000, 130_000), on="2019-02-07")
    story.then_notes().then_closes("SETTLEMENT_DIFFERS").then_open()


def test_what_was_paid_for_a_year_cannot_be_told_while_money_is_not_allocated() -> None:
    story = drawn().when(movement("m2", amount=czk(1)), on="2018-12-20")
    story.when(settlement(2018, 1, 1), on="2019-01-31").then_notes()


def test_each_service_is_settled_on_its_own() -> None:
    services = [{"registration": "3596108"}, {"registration": "5563434"}]
    parts = [
        {"month": "2018-02", "amount": czk(600_000), "service": "3596108"},
        {"month": "2018-02", "amount": czk(400_000), "service": "5563434"},
    ]
    story = paid(grant(services=services), "1", ("2018-02", 1_000_000), on="2018-02-15", allocations=parts)
    assert story.state.unsettled_years == (2018,)
    story.when(settlement(2018, 0, 0), on="2019-01-31").then_notes("SETTLED_SERVICE_UNCLEAR")
    story.when(settlement(2018, 0, 0, service="8208204"), on="2019-01-31").then_notes("SETTLED_SERVICE_UNCLEAR")
    one = story.when(settlement(2018, 600_000, 0, service="3596108"), on="2019-01-31").then_notes()
    approval = ApproveSettlement.model_validate(
        {"target": THIS, "year": 2018, "recognised": czk(600_000), "service": "3596108"}
    )
    one = one.when(approval, on="2019-02-01")
    assert one.state.unsettled_years == (2018,)
    both = one.when(settlement(2018, 400_000, 0, service="5563434"), on="2019-01-31").then_notes()
    assert both.state.settled_years == ()


def test_a_tender_contract_has_no_year_to_settle() -> None:
    assert paid(tender(), "1", ("2018-04", 1), on="2018-05-21").state.unsettled_years == ()


def test_what_is_recognised_is_what_was_used_without_the_ineligible() -> None:
    story = settled(cost_lines=LINES)
    decision = DecideCostLine(target=THIS, year=2018, item="rent", ineligible=czk(20_000), grounds=GROUNDS)
    story = story.when(decision, on="2019-02-20")
    for crowns in (849_999, 850_001):
        approval = ApproveSettlement(target=THIS, year=2018, recognised=czk(crowns))
        story.when(approval, on="2019-03-01").then_refused("contract.recognised-adds-up")
    approval = ApproveSettlement(target=THIS, year=2018, recognised=czk(850_000))
    story.when(approval, on="2019-03-01").then(SettlementApproved.of(approval))


# Refunds ---------------------------------------------------------------------------------------------------------


def test_a_refund_is_requested_with_its_legal_and_its_safe_last_day() -> None:
    """Due on Saturday 16 February 2019."""
    request = refund_request("v1", 130_000, due_on="2019-02-16")
    story = settled().when(request, on="2019-02-01")
    story.then(RefundRequested.of(request, due=TimeLimit.ending(date(2019, 2, 16), CZECH_HOLIDAYS)))
    due = story.state.claims["v1"].due
    assert due is not None
    assert (due.legal_last_day, due.safe_last_day) == (date(2019, 2, 18), date(2019, 2, 15))
    assert story.state.open_claims == ("v1",)


def test_the_reference_of_a_claim_is_used_once() -> None:
    requested().when(refund_request("v1", 1, due_on="2019-03-15"), on="2019-02-02").then_refused(
        "contract.claim-number-unused"
    )


def test_money_is_claimed_on_a_contract_on_file_only() -> None:
    given(Contract).when(refund_request("v1", 1, due_on="2019-03-15"), on="2019-02-02").then_refused("contract.on-file")
    given(Contract).when(refund("m9", 1), on="2019-02-02").then_refused("contract.on-file")


@pytest.mark.parametrize(("second", "passes"), [(870_000, True), (870_001, False)])
def test_no_more_is_requested_than_was_paid(second: int, passes: bool) -> None:
    story = requested().when(refund_request("v2", second, due_on="2019-03-15"), on="2019-02-02")
    story.then_notes() if passes else story.then_refused("contract.refund-within-paid")


def test_what_came_back_unasked_lowers_what_can_be_requested() -> None:
    story = drawn().when(refund("b1", 400_000), on="2018-12-01").then_notes()
    story.when(refund_request("v1", 600_001, due_on="2019-03-15"), on="2019-02-02").then_refused(
        "contract.refund-within-paid"
    )
    story.when(refund_request("v1", 600_000, due_on="2019-03-15"), on="2019-02-02").then_notes()


def test_a_claim_written_off_can_be_requested_anew() -> None:
    off = WriteOffClaim(target=THIS, claim="v1", grounds=GROUNDS)
    story = requested(1_000_000).when(refund("b1", 300_000, claim="v1"), on="2019-02-10").when(off, on="2019-03-01")
    story.when(refund_request("v2", 700_001, due_on="2019-04-15"), on="2019-03-02").then_refused(
        "contract.refund-within-paid"
    )
    story.when(refund_request("v2", 700_000, due_on="2019-04-15"), on="2019-03-02").then_notes()


def test_the_arithmetic_of_a_refund_is_checked() -> None:
    requested().when(refund("b1", 0), on="2019-02-14").then_refused("contract.amount-positive")
    requested().when(refund("1", 1), on="2019-02-14").then_refused("contract.movement-recorded-once")
    requested().when(refund("b1", 1, claim="v9"), on="2019-02-14").then_refused("contract.claim-known")
    euro = RecordRefund(target=THIS, movement="b1", amount=Money(1, "EUR"))
    requested().when(euro, on="2019-02-14").then_refused("contract.amount-in-one-currency")
    settled().when(refund_request("v1", 0, due_on="2019-02-15"), on="2019-02-01").then_refused(
        "contract.amount-positive"
    )


def test_a_line_that_brought_money_is_recorded_once() -> None:
    story = requested().when(refund("b1", 1_000), on="2019-02-14").then_notes()
    story.when(refund("b1", 1_000), on="2019-02-14").then_refused("contract.movement-recorded-once")
    story.when(movement("b1", ("2018-12", 1)), on="2019-02-14").then_refused("contract.movement-recorded-once")
    (claimed,) = RefundReceived.of(refund("b1", 1)).claims()
    assert (claimed.action, claimed.kind, claimed.key) == ("take", "bank-movement", "b1")


@pytest.mark.parametrize(("crowns", "notes"), [(1_000_000, ()), (1_000_001, ("REFUND_ABOVE_PAID",))])
def test_more_than_was_paid_comes_back_and_is_noted(crowns: int, notes: tuple[str, ...]) -> None:
    drawn().when(refund("b1", crowns), on="2018-12-01").then_notes(*notes)


def test_more_than_was_asked_comes_back_and_is_noted() -> None:
    requested().when(refund("b1", 130_001, claim="v1"), on="2019-02-14").then_notes("CLAIM_OVERPAID")
    part = requested().when(refund("b1", 30_000, claim="v1"), on="2019-02-14").then_notes()
    assert part.state.claim_left("v1") == czk(100_000)
    part.when(refund("b2", 100_001, claim="v1"), on="2019-02-15").then_notes("CLAIM_OVERPAID")


@pytest.mark.parametrize(("day", "late"), [("2019-02-18", 0), ("2019-02-19", 1)])
def test_a_refund_is_late_from_the_legal_last_day(day: str, late: int) -> None:
    """Due on Saturday 16 February 2019, so Monday the 18th is in time."""
    story = requested(due_on="2019-02-16").when(refund("b1", 130_000, claim="v1"), on=day)
    story.then_notes(*["REFUND_LATE"] * (late > 0))
    if late:
        assert story.state.breaches["retention b1"].amount == czk(130_000)
        suspected = story._decided[1]
        assert isinstance(suspected, BudgetBreachSuspected)
        assert (suspected.first_day_of_delay, suspected.days_of_delay) == (date(2019, 2, 19), late)
    else:
        assert story.state.breaches == {}


def test_only_the_part_that_came_late_was_retained() -> None:
    story = requested().when(refund("b1", 100_000, claim="v1"), on="2019-02-15").then_notes()
    story = story.when(refund("b2", 30_000, claim="v1"), on="2019-02-16").then_notes("REFUND_LATE")
    assert [(name, breach.amount) for name, breach in story.state.breaches.items()] == [("retention b2", czk(30_000))]


def test_no_penalty_is_computed_where_no_rate_is_configured() -> None:
    story = paid(grant(period=period("2018-01-01", "2020-12-31")), "1", ("2020-02", 1_000_000), on="2020-02-20")
    story = story.when(refund_request("v1", 130_000, due_on="2020-12-29"), on="2020-12-01")
    story = story.when(refund("b1", 130_000, claim="v1"), on="2021-01-02").then_notes(
        "REFUND_LATE", "PENALTY_NOT_COMPUTED"
    )
    assert story.facts_of("PENALTY_NOT_COMPUTED")["unknown_on"] == "2021-01-01"
    suspected = story._decided[1]
    assert isinstance(suspected, BudgetBreachSuspected)
    assert suspected.interest is None


def test_the_provider_of_a_tender_contract_is_late_but_breaches_no_budget_discipline() -> None:
    story = paid(tender(), "1", ("2018-04", 110_000), on="2018-05-21")
    story = story.when(refund_request("v1", 1_000, due_on="2019-02-15"), on="2019-02-01")
    story = story.when(refund("b1", 1_000, claim="v1"), on="2019-02-20").then_notes("REFUND_LATE")
    assert story.state.breaches == {}


def test_on_a_void_contract_there_is_no_refund() -> None:
    story = void()
    story.when(refund_request("v1", 1, due_on="2019-02-15"), on="2018-01-01").then_refused(
        "contract.refund-on-valid-contract"
    )
    story.when(refund("b1", 1), on="2018-01-01").then_notes("REFUND_ON_VOID_CONTRACT")


def test_what_an_old_contract_paid_is_unknown_so_a_refund_cannot_be_judged() -> None:
    old = TakeOverContract.model_validate({"target": THIS, "number": "OLP/2132/2009", "regime": "grant"})
    story = given(Contract).when(old, on="2026-11-21")
    assert story.state.paid_known is None
    story.when(refund_request("v1", 1, due_on="2027-02-15"), on="2026-12-01").then_refused(
        "contract.refund-within-paid"
    )
    story.when(refund("b1", 1), on="2026-12-01").then_notes()


# Given up --------------------------------------------------------------------------------------------------------


def test_what_is_left_of_a_claim_can_be_written_off_once() -> None:
    off = WriteOffClaim(target=THIS, claim="v1", grounds=GROUNDS)
    story = requested().when(off, on="2019-05-01").then(ClaimWrittenOff.of(off))
    assert (story.state.claim_left("v1"), story.state.open_claims) == (Money(0), ())
    story.when(off, on="2019-05-02").then_refused("contract.claim-open")
    settled().when(off, on="2019-05-01").then_refused("contract.claim-known")


# Corrections -----------------------------------------------------------------------------------------------------


def corrected(story: Story[Contract], number: int, *, on: str, **changes: object) -> Story[Contract]:
    """The entry of this number is corrected in some fields."""
    entry = story.entries[number]
    data = entry.event.model_dump(mode="json", exclude_none=True) | changes
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on=on, reason="typo")


def test_a_correction_is_checked_as_the_entry_itself_was() -> None:
    story = requested().when(refund("b1", 1_000, claim="v1"), on="2019-02-14")
    euro = {"currency": "EUR", "minor": 1}
    for number in (-1, -2):
        corrected(story, number, on="2019-02-14", amount=euro).then_refused("contract.amount-in-one-currency")
    corrected(story, -3, on="2019-02-14", used=euro).then_refused("contract.amount-in-one-currency")
    less = {"currency": "CZK", "minor": -1}
    corrected(story, -1, on="2019-02-14", amount=less).then_refused("contract.amount-positive")
    corrected(story, -2, on="2019-02-14", amount=less).then_refused("contract.amounts-not-negative")
    right = corrected(story, -1, on="2019-02-14", amount={"currency": "CZK", "minor": 200_000}).then_notes()
    assert right.state.received("refund") == czk(2_000)


def test_a_correction_does_not_merge_two_lines_or_two_claims() -> None:
    story = requested().when(refund_request("v2", 1, due_on="2019-03-15"), on="2019-02-02")
    corrected(story, -1, on="2019-02-02", claim="v1").then_refused("contract.movement-recorded-once")
    story = story.when(refund("b1", 1), on="2019-02-14").when(refund("b2", 1), on="2019-02-14")
    corrected(story, -1, on="2019-02-14", movement="b1").then_refused("contract.movement-recorded-once")


def test_a_corrected_day_makes_a_refund_late_or_in_time() -> None:
    story = requested().when(refund("b1", 130_000, claim="v1"), on="2019-02-20").then_open("REFUND_LATE")
    corrected(story, -2, on="2019-02-15").then_closes("REFUND_LATE").then_open("RETENTION_DIFFERS")
    corrected(story, -2, on="2019-02-16").then_closes().then_open("REFUND_LATE", "RETENTION_DIFFERS")
    story = requested().when(refund("b1", 130_000, claim="v1"), on="2019-02-14").then_open()
    corrected(story, -1, on="2019-02-16").then_notes("REFUND_LATE")
