"""What a project reports, claims and receives."""

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.money import czk
from domain.project import commands as asked
from domain.project import events
from domain.project.project import Project
from tests.domain.project.pieces import approved, on_file
from tests.domain.service.pieces import said
from tests.spec import Story

PERIOD = {"start": "2022-07-01", "end": "2022-12-31"}
REPORT = {"report": "ZoR 1", "period": PERIOD, "achievements": ({"indicator": "persons", "value": 40},)}
CLAIM = {"claim": "ŽoP 1", "claim_kind": "interim", "amount": "400 000 CZK", "period": PERIOD, "report": "ZoR 1"}
SUBMITTED_ON = "2023-01-30"


def running() -> Story[Project]:
    """An approved project that promised 100 persons."""
    target = said(asked.SetIndicatorTarget, indicator="persons", name="Podpořená osoba", value=100)
    return approved().when(target, on="2022-07-01")


def submit(**other: object) -> asked.SubmitImplementationReport:
    return said(asked.SubmitImplementationReport, **REPORT | other)


def reported() -> Story[Project]:
    return running().when(submit(), on=SUBMITTED_ON).then_notes()


def decide_report(outcome: str = "approved", report: str = "ZoR 1") -> asked.RecordReportDecision:
    return said(asked.RecordReportDecision, report=report, outcome=outcome)


def claim(**other: object) -> asked.SubmitPaymentClaim:
    return said(asked.SubmitPaymentClaim, **CLAIM | other)


def claimed(**other: object) -> Story[Project]:
    return reported().when(claim(**other), on=SUBMITTED_ON).then_notes()


def decide_claim(approved: str, outcome: str = "approved") -> asked.RecordClaimDecision:
    return said(asked.RecordClaimDecision, claim="ŽoP 1", outcome=outcome, approved=approved)


def receive(amount: str, movement: str = "2023/1", **more: object) -> asked.RecordPaymentReceived:
    return said(asked.RecordPaymentReceived, movement=movement, amount=amount, **more)


# Reports --------------------------------------------------------------------------------------------------------------


def test_report_says_what_was_reached() -> None:
    """Forty persons of a hundred, until a report of a later period says more."""
    story = running().when(submit(), on=SUBMITTED_ON).then(said(events.ImplementationReportSubmitted, **REPORT))
    assert story.state.achieved("persons") == Decimal(40)
    second = {"report": "ZoR 2", "period": {"start": "2023-01-01", "end": "2023-06-30"}}
    later = submit(**second, achievements=[{"indicator": "persons", "value": 70}])
    story = story.when(later, on="2023-07-30").then_notes()
    assert story.state.achieved("persons") == Decimal(70)
    story = story.when(decide_report("rejected", "ZoR 2"), on="2023-08-30")
    assert story.state.achieved("persons") == Decimal(40)


def test_report_is_submitted_again_only_when_it_was_returned() -> None:
    """The second time is refused; after it came back it may be handed in anew, after an approval not."""
    reported().when(submit(), on="2023-02-01").then_refused("project.report-once")
    returned = reported().when(decide_report("returned"), on="2023-02-10")
    returned.then(said(events.ImplementationReportDecided, report="ZoR 1", outcome="returned"))
    returned.when(submit(), on="2023-02-20").then_notes().when(decide_report(), on="2023-03-01").then_notes()
    approved_report = reported().when(decide_report(), on="2023-02-10")
    approved_report.when(submit(), on="2023-02-20").then_refused("project.report-once")


def test_report_speaks_of_known_indicators_and_nothing_below_zero() -> None:
    """Reaching what was never promised is refused."""
    unknown = submit(achievements=[{"indicator": "fte", "value": 1}])
    running().when(unknown, on=SUBMITTED_ON).then_refused("project.indicator-known")
    below = submit(achievements=[{"indicator": "persons", "value": -1}])
    running().when(below, on=SUBMITTED_ON).then_refused("project.achievement-not-negative")


@pytest.mark.parametrize(
    ("period", "fits"),
    [
        ({"start": "2022-07-01", "end": "2025-06-30"}, True),
        ({"start": "2022-06-30", "end": "2025-06-30"}, False),
        ({"start": "2022-07-01", "end": "2025-07-01"}, False),
    ],
)
def test_report_is_about_days_of_the_project(period: dict[str, str], *, fits: bool) -> None:
    """Both of its ends lie within the project's period."""
    story = running().when(submit(period=period), on="2025-08-01")
    if fits:
        story.then_notes()
    else:
        story.then_refused("project.report-within-period")


def test_report_of_a_project_without_a_known_period_cannot_be_decided() -> None:
    """First the period must be known."""
    story = on_file().when(submit(achievements=()), on=SUBMITTED_ON).then_refused("project.report-within-period")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided


def test_report_comes_after_the_period_that_it_is_about() -> None:
    """Not on its last day, but the day after."""
    running().when(submit(), on="2022-12-31").then_refused("project.reported-period-over")
    running().when(submit(), on="2023-01-01").then_notes()


def test_only_a_waiting_report_is_decided_and_not_before_it_came() -> None:
    """An unknown one, one decided already, and one before its day."""
    running().when(decide_report(), on="2023-02-01").then_refused("project.report-awaits-decision")
    decided = reported().when(decide_report(), on="2023-02-01")
    decided.when(decide_report(), on="2023-02-02").then_refused("project.report-awaits-decision")
    reported().when(decide_report(), on="2023-01-29").then_refused("project.decided-after-submission")
    reported().when(decide_report(), on=SUBMITTED_ON).then_notes()


# Claims ---------------------------------------------------------------------------------------------------------------


def test_claim_is_submitted_once() -> None:
    """With its report; again only when it was returned."""
    story = reported().when(claim(), on=SUBMITTED_ON).then(said(events.PaymentClaimSubmitted, **CLAIM))
    story.when(claim(), on="2023-02-01").then_refused("project.claim-once")
    returned = story.when(decide_claim("0 CZK", "returned"), on="2023-02-10").then_notes()
    assert returned.state.claimed() == czk(0)
    again = returned.when(claim(amount="300 000 CZK"), on="2023-02-20").then_notes()
    assert again.state.claimed() == czk(300_000)


def test_claim_goes_with_a_report_unless_it_is_an_advance() -> None:
    """An interim claim names a report on file; an advance may do without, but not with one that nobody knows."""
    running().when(claim(), on=SUBMITTED_ON).then_refused("project.claim-with-report")
    running().when(claim(report=None), on=SUBMITTED_ON).then_refused("project.claim-with-report")
    running().when(claim(claim_kind="advance", report=None), on=SUBMITTED_ON).then_notes()
    running().when(claim(claim_kind="advance"), on=SUBMITTED_ON).then_refused("project.claim-with-report")


def test_claims_together_stay_within_the_budget() -> None:
    """The last crown fits, one haléř more does not; a rejected claim gives its room back, a smaller approval too."""
    second = {"claim": "ŽoP 2", "amount": "600 000 CZK"}
    claimed().when(claim(**second), on="2023-07-01").then_notes()
    over = claim(**second | {"amount": "600 000.01 CZK"})
    claimed().when(over, on="2023-07-01").then_refused("project.claimed-within-budget")
    rejected = claimed().when(decide_claim("0 CZK", "rejected"), on="2023-03-01")
    rejected.when(claim(**second | {"amount": "1 000 000 CZK"}), on="2023-07-01").then_notes()
    in_part = claimed().when(decide_claim("399 999.99 CZK", "approved in part"), on="2023-03-01")
    in_part.when(over, on="2023-07-01").then_notes()


def test_claim_is_measured_against_a_budget_cut_later() -> None:
    """A claim of January recorded after the budget was cut from March on may not use what is gone."""
    cut = said(asked.ChangeProjectBudget, budget="400 000 CZK", decision="1")
    story = reported().when(cut, on="2023-03-01")
    story.when(claim(amount="400 000 CZK"), on=SUBMITTED_ON).then_notes()
    story.when(claim(amount="400 000.01 CZK"), on=SUBMITTED_ON).then_refused("project.claimed-within-budget")


def test_claim_on_an_unknown_budget_cannot_be_decided() -> None:
    """A taken-over project first needs its budget."""
    advance = claim(claim_kind="advance", report=None)
    on_file().when(advance, on=SUBMITTED_ON).then_refused("project.claimed-within-budget")


def test_budget_must_bear_what_is_claimed() -> None:
    """A budget cut below the claims is refused; to exactly their sum it is not."""
    cut = said(asked.ChangeProjectBudget, budget="399 999 CZK", decision="1")
    claimed().when(cut, on="2023-03-01").then_refused("project.claimed-within-budget")
    exact = said(asked.ChangeProjectBudget, budget="400 000 CZK", decision="1")
    claimed().when(exact, on="2023-03-01").then_notes()


def test_claim_is_above_zero_and_in_crowns() -> None:
    """Nothing cannot be claimed, nor another currency."""
    reported().when(claim(amount="0 CZK"), on=SUBMITTED_ON).then_refused("project.amount-positive")
    reported().when(claim(amount="1.00 EUR"), on=SUBMITTED_ON).then_refused("project.one-currency")
    claimed().when(decide_claim("1.00 EUR"), on="2023-03-01").then_refused("project.one-currency")


def test_only_a_waiting_claim_is_decided_and_not_before_it_came() -> None:
    """An unknown one, one decided already, and one before its day."""
    reported().when(decide_claim("1 CZK"), on="2023-03-01").then_refused("project.claim-awaits-decision")
    decided = claimed().when(decide_claim("400 000 CZK"), on="2023-03-01")
    decided.then(said(events.PaymentClaimDecided, claim="ŽoP 1", outcome="approved", approved="400 000 CZK"))
    decided.when(decide_claim("1 CZK"), on="2023-03-02").then_refused("project.claim-awaits-decision")
    claimed().when(decide_claim("1 CZK"), on="2023-01-29").then_refused("project.decided-after-submission")


@pytest.mark.parametrize(
    ("outcome", "amount", "fits"),
    [
        ("approved", "400 000 CZK", True),
        ("approved in part", "0.01 CZK", True),
        ("approved in part", "0 CZK", False),
        ("approved", "0 CZK", False),
        ("rejected", "0 CZK", True),
        ("rejected", "0.01 CZK", False),
        ("returned", "0.01 CZK", False),
    ],
)
def test_decision_and_approved_amount_agree(outcome: str, amount: str, *, fits: bool) -> None:
    """An approval is about money, a rejection is not."""
    story = claimed().when(decide_claim(amount, outcome), on="2023-03-01")
    if fits:
        story.then_notes()
    else:
        story.then_refused("project.approved-as-decided")


def test_approval_above_the_claim_is_noted() -> None:
    """The managing authority decided so; somebody should look."""
    claimed().when(decide_claim("400 000.01 CZK"), on="2023-03-01").then_notes("APPROVED_ABOVE_CLAIM")
    claimed().when(decide_claim("400 000 CZK"), on="2023-03-01").then_notes()


# Money received -------------------------------------------------------------------------------------------------------


def decided() -> Story[Project]:
    return claimed().when(decide_claim("400 000 CZK"), on="2023-03-01")


def test_payment_received_is_recorded_once_for_each_movement() -> None:
    """The same movement again is refused, another one is another receipt."""
    story = decided().when(receive("300 000 CZK", claim="ŽoP 1"), on="2023-03-10").then_notes()
    story.then(said(events.PaymentReceived, movement="2023/1", amount="300 000 CZK", claim="ŽoP 1"))
    story.when(receive("300 000 CZK"), on="2023-03-10").then_refused("project.movement-once")
    story = story.when(receive("100 000 CZK", "2023/2"), on="2023-03-11").then_notes()
    assert story.state.received == czk(400_000)


def test_parts_of_a_receipt_make_its_amount() -> None:
    """Split by source to the haléř, or not split at all."""
    parts = [{"source": "esf", "amount": "85 CZK"}, {"source": "state", "amount": "15 CZK"}]
    decided().when(receive("100 CZK", parts=parts), on="2023-03-10").then_notes()
    decided().when(receive("100.01 CZK", parts=parts), on="2023-03-10").then_refused("project.receipt-parts-add-up")


def test_money_for_an_unknown_claim_is_noted() -> None:
    """The bank shows it, so it is recorded; a movement that names no claim is not judged."""
    decided().when(receive("1 CZK", claim="ŽoP 9"), on="2023-03-10").then_notes("RECEIPT_WITHOUT_CLAIM")
    decided().when(receive("1 CZK"), on="2023-03-10").then_notes()


def test_money_above_what_was_approved_is_noted_until_an_approval_explains_it() -> None:
    """A haléř too much needs attention; the decision that covers it closes the matter."""
    decided().when(receive("400 000 CZK"), on="2023-03-10").then_notes()
    over = decided().when(receive("400 000.01 CZK"), on="2023-03-10").then_notes("RECEIVED_ABOVE_APPROVED")
    early = claimed().when(receive("400 000 CZK"), on="2023-02-20").then_notes("RECEIVED_ABOVE_APPROVED")
    late = early.when(decide_claim("399 999 CZK", "approved in part"), on="2023-03-01")
    late.then_closes().then_open("RECEIVED_ABOVE_APPROVED")
    early.when(decide_claim("400 000 CZK"), on="2023-03-01").then_closes("RECEIVED_ABOVE_APPROVED").then_open()
    assert over.state.received == czk("400 000.01")


def test_receipt_is_above_zero_and_in_crowns() -> None:
    """What went out again is not a receipt."""
    decided().when(receive("0 CZK"), on="2023-03-10").then_refused("project.amount-positive")
    decided().when(receive("1.00 EUR"), on="2023-03-10").then_refused("project.one-currency")


def test_last_payment_counts_by_its_own_day() -> None:
    """Receipts keep the bank's day."""
    story = decided().when(receive("1 CZK"), on="2023-03-10")
    assert story.state.receipts["2023/1"].on == date(2023, 3, 10)
