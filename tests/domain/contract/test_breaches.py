"""Breaches of budget discipline, levies and penalties, contract penalties, void contracts, irregularities."""

from datetime import date
from typing import Any

import pytest

from domain.contract.commands import (
    CallToRemedy,
    ChargePenalty,
    ClaimUnjustEnrichment,
    CloseIrregularity,
    ConfirmIrregularity,
    DismissBreach,
    ImposeContractPenalty,
    ImposeLevy,
    RecordContractPenaltyPayment,
    RecordEnrichmentRepayment,
    RecordIrregularityRecovery,
    RecordLevyAppeal,
    RecordLevyAppealDecision,
    RecordLevyPayment,
    RecordRemedy,
    RefuteIrregularity,
    ReportIrregularity,
    ReviseBreach,
    SuspectBreach,
    SuspectIrregularity,
    TakeOverContract,
    WaiveLevy,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    BreachRemedied,
    BudgetBreachDismissed,
    BudgetBreachRevised,
    BudgetBreachSuspected,
    ContractPenaltyImposed,
    ContractPenaltyPaid,
    IrregularityClosed,
    IrregularityConfirmed,
    IrregularityRecovered,
    IrregularityRefuted,
    IrregularityReported,
    IrregularitySuspected,
    LevyAppealDecided,
    LevyAppealed,
    LevyImposed,
    LevyPaid,
    LevyWaived,
    PaymentMade,
    PenaltyCharged,
    RefundReceived,
    RemedyCalled,
    UnjustEnrichmentClaimed,
    UnjustEnrichmentRepaid,
)
from domain.kernel.calendar import TimeLimit
from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import grant, movement, paid, refund, refund_request, tender, void
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, Story, given

GROUNDS = Prose.of("why", salt="00" * 16)


def suspicion(crowns: int = 100_000, **fields: Any) -> SuspectBreach:
    usual = {"breach": "p1", "amount": czk(crowns), "ground": "unauthorised use"}
    return SuspectBreach.model_validate({"target": THIS} | usual | fields)


def call(**fields: Any) -> CallToRemedy:
    usual = {"breach": "p1", "demand": "return", "due_on": "2019-03-15", "amount": czk(100_000)}
    return CallToRemedy.model_validate({"target": THIS} | usual | fields)


def levy(crowns: int = 100_000, **fields: Any) -> ImposeLevy:
    usual = {"claim": "o1", "breach": "p1", "amount": czk(crowns), "due_on": "2019-05-15"}
    return ImposeLevy.model_validate({"target": THIS} | usual | fields)


def suspected(**fields: Any) -> Story[Contract]:
    return grant().when(suspicion(**fields), on="2019-02-20")


def called() -> Story[Contract]:
    return suspected().when(call(), on="2019-02-25")


def levied(crowns: int = 100_000) -> Story[Contract]:
    return called().when(levy(crowns), on="2019-04-30").then_notes()


def late() -> Story[Contract]:
    """130 000 came back five days late: suspected retention."""
    story = paid(grant(), "1", ("2018-02", 1_000_000), on="2018-02-15")
    story = story.when(refund_request("v1", 130_000, due_on="2019-02-15"), on="2019-02-01")
    return story.when(refund("b1", 130_000, claim="v1"), on="2019-02-20").then_open("REFUND_LATE")


# A breach --------------------------------------------------------------------------------------------------------


def test_a_suspected_breach_is_open_until_something_follows() -> None:
    story = suspected().then(BudgetBreachSuspected.of(suspicion()))
    assert story.state.open_claims == ("p1",)
    story.when(suspicion(), on="2019-02-21").then_refused("contract.breach-number-unused")


def test_budget_discipline_is_a_matter_of_grants() -> None:
    tender().when(suspicion(), on="2019-02-20").then_refused("contract.budget-discipline-of-grants")
    given(Contract).when(suspicion(), on="2019-02-20").then_refused("contract.on-file")
    old = TakeOverContract.model_validate({"target": THIS, "number": "OLP/2132/2009"})
    story = given(Contract).when(old, on="2026-11-21").when(suspicion(), on="2026-12-01")
    story.then_refused("contract.budget-discipline-of-grants")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided


def test_amounts_of_breaches_and_claims_are_proper() -> None:
    grant().when(suspicion(0), on="2019-02-20").then_refused("contract.amount-positive")
    suspected().when(call(amount=Money(0)), on="2019-02-25").then_refused("contract.amount-positive")
    called().when(levy(0), on="2019-04-30").then_refused("contract.amount-positive")
    levied().when(payment(RecordLevyPayment, 0), on="2019-05-10").then_refused("contract.amount-positive")
    levied().when(waiver(0), on="2019-05-10").then_refused("contract.amount-positive")
    tender().when(penalty(0), on="2019-05-10").then_refused("contract.amount-positive")
    void().when(enrichment(0), on="2018-01-10").then_refused("contract.amount-positive")


def test_a_suspicion_may_be_about_another_amount() -> None:
    """The finding that raised it was upheld in part; a levy is limited by what is left."""
    revision = ReviseBreach(target=THIS, breach="p1", amount=czk(10_000))
    story = suspected().when(revision, on="2019-02-25").then(BudgetBreachRevised.of(revision))
    assert story.state.breaches["p1"].amount == czk(10_000)
    called().when(revision, on="2019-03-01").then_notes()
    suspected().when(revision.model_copy(update={"amount": czk(0)}), on="2019-02-25").then_refused(
        "contract.amount-positive"
    )
    dropped = story.when(DismissBreach(target=THIS, breach="p1", grounds=GROUNDS), on="2019-03-01")
    dropped.when(revision, on="2019-03-02").then_refused("contract.breach-open")


def test_a_suspicion_can_be_dropped_once() -> None:
    dismissal = DismissBreach(target=THIS, breach="p1", grounds=GROUNDS)
    story = suspected().when(dismissal, on="2019-03-01").then(BudgetBreachDismissed.of(dismissal))
    assert story.state.open_claims == ()
    story.when(dismissal, on="2019-03-02").then_refused("contract.breach-open")
    grant().when(dismissal, on="2019-03-02").then_refused("contract.breach-open")


def test_the_provider_is_called_once_with_a_time_limit() -> None:
    """15 March 2019 is a Friday."""
    story = called()
    story.then(RemedyCalled.of(call(), due=TimeLimit.ending(date(2019, 3, 15), CZECH_HOLIDAYS)))
    story.when(call(), on="2019-02-26").then_refused("contract.called-once")
    grant().when(call(), on="2019-02-26").then_refused("contract.breach-open")


@pytest.mark.parametrize(("day", "notes"), [("2019-03-15", ()), ("2019-03-16", ("REMEDIED_LATE",))])
def test_a_remedy_answers_a_call(day: str, notes: tuple[str, ...]) -> None:
    remedy = RecordRemedy(target=THIS, breach="p1")
    story = called().when(remedy, on=day).then(BreachRemedied.of(remedy)).then_notes(*notes)
    assert story.state.open_claims == ()
    story.when(remedy, on=day).then_refused("contract.remedy-after-call")
    suspected().when(remedy, on=day).then_refused("contract.remedy-after-call")
    grant().when(remedy, on=day).then_refused("contract.remedy-after-call")


def decided(story: Story[Contract], end: str) -> Story[Contract]:
    """The breach of the late refund is dropped, levied or remedied."""
    if end == "dismissed":
        return story.when(DismissBreach(target=THIS, breach="retention b1", grounds=GROUNDS), on="2019-03-01")
    if end == "levied":
        return story.when(levy(breach="retention b1"), on="2019-03-01")
    story = story.when(call(breach="retention b1"), on="2019-03-01")
    return story.when(RecordRemedy(target=THIS, breach="retention b1"), on="2019-03-05")


def corrected(story: Story[Contract], event: type[Event], *, on: str | None = None, which: int = -1) -> Story[Contract]:
    """An entry with this event is corrected: its day where one is given, else nothing that matters here."""
    entry = [one for one in story.entries if isinstance(one.event, event)][which]
    data = entry.event.model_dump(mode="json", exclude_none=True)
    day = on or entry.effective_on
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on=day, reason="typo")


ENDS = ["dismissed", "levied", "remedied"]
MADE, BACK = PaymentMade, RefundReceived
LATE, IN_TIME = "2019-02-20", "2019-02-15"


@pytest.mark.parametrize("end", ENDS)
def test_what_was_noted_beside_a_late_refund_is_settled_with_its_breach(end: str) -> None:
    decided(late(), end).then_closes("REFUND_LATE").then_open()


@pytest.mark.parametrize("end", ENDS)
def test_what_is_settled_of_a_late_refund_is_not_noted_again_by_a_later_correction(end: str) -> None:
    """The document of a payment is corrected long after the breach was decided."""
    story = decided(late(), end).then_open()
    corrected(corrected(story, MADE).then_notes().then_open(), MADE).then_notes().then_open()


def test_a_dismissal_that_is_taken_back_leaves_the_refund_late() -> None:
    story = decided(late(), "dismissed")
    back = TakeBackEntry(target=THIS, entry=story.entries[-1].event_id)
    story = story.when(back, on="2019-03-02", reason="the wrong file").then_notes().then_open("REFUND_LATE")
    corrected(story, MADE).then_notes().then_open("REFUND_LATE")


def moved() -> Story[Contract]:
    """The late refund was read as in time, and then again as late: what is noted stands beside a correction."""
    story = corrected(late(), BACK, on=IN_TIME).then_closes("REFUND_LATE").then_open("RETENTION_DIFFERS")
    story = corrected(story, BACK, on=LATE).then_notes("REFUND_LATE").then_open("REFUND_LATE")
    return corrected(story, MADE).then_notes().then_closes()


def test_what_a_correction_noted_is_noted_once_and_settled_by_the_next() -> None:
    corrected(moved(), BACK, on=IN_TIME).then_closes("REFUND_LATE").then_open("RETENTION_DIFFERS")


@pytest.mark.parametrize("end", ENDS)
def test_what_a_correction_noted_is_settled_with_the_breach(end: str) -> None:
    story = decided(moved(), end).then_closes("REFUND_LATE").then_open()
    corrected(story, MADE).then_notes().then_open()


def test_what_a_correction_noted_stays_while_another_refund_is_late() -> None:
    """The anomaly beside a correction speaks of every refund that is late."""
    story = paid(grant(), "1", ("2018-02", 1_000_000), on="2018-02-15")
    for claim, line in (("v1", "b1"), ("v2", "b2")):
        story = story.when(refund_request(claim, 130_000, due_on="2019-02-15"), on="2019-02-01")
        story = story.when(refund(line, 130_000, claim=claim), on=LATE).then_notes("REFUND_LATE")
    for which in (0, 1):
        story = corrected(story, BACK, on=IN_TIME, which=which).then_closes("REFUND_LATE")
    story = corrected(story, BACK, on=LATE, which=0).then_notes("REFUND_LATE")
    story = corrected(story, BACK, on=LATE, which=1).then_notes().then_open("REFUND_LATE")
    story = decided(story, "dismissed").then_closes().then_open("REFUND_LATE")
    other = DismissBreach(target=THIS, breach="retention b2", grounds=GROUNDS)
    story.when(other, on="2019-03-02").then_closes("REFUND_LATE").then_open()
    corrected(story, BACK, on=IN_TIME, which=1).then_closes("REFUND_LATE").then_open("RETENTION_DIFFERS")


def test_a_levy_that_was_paid_late_is_noted_once_and_settled_when_it_was_in_time() -> None:
    story = levied().when(payment(RecordLevyPayment, 100_000), on="2019-05-14").then_notes()
    story = corrected(story, LevyPaid, on="2019-05-16").then_notes("CLAIM_PAID_LATE")
    story = corrected(story, LevyPaid, on="2019-05-17").then_notes().then_closes().then_open("CLAIM_PAID_LATE")
    corrected(story, LevyPaid, on="2019-05-15").then_notes().then_closes("CLAIM_PAID_LATE").then_open()


# A levy ----------------------------------------------------------------------------------------------------------


def test_a_levy_is_imposed_and_claimed() -> None:
    story = levied().then(LevyImposed.of(levy(), due=TimeLimit.ending(date(2019, 5, 15), CZECH_HOLIDAYS)))
    assert story.state.open_claims == ("o1",)
    story.when(levy(), on="2019-05-01").then_refused("contract.claim-number-unused")
    story.when(levy(claim="o2"), on="2019-05-01").then_refused("contract.breach-open")
    given(Contract).when(levy(), on="2019-05-01").then_refused("contract.on-file")


def test_a_levy_belongs_to_a_grant_that_is_not_void() -> None:
    story = tender().happened(BudgetBreachSuspected.of(suspicion(ground="retention")), on="2019-02-20")
    story.when(levy(), on="2019-04-30").then_refused("contract.budget-discipline-of-grants")
    story = void(regime="grant").happened(BudgetBreachSuspected.of(suspicion(ground="retention")), on="2018-02-20")
    story.when(levy(), on="2018-04-30").then_refused("contract.refund-on-valid-contract")


@pytest.mark.parametrize(("day", "passes"), [("2019-03-15", False), ("2019-03-16", True)])
def test_the_time_of_the_call_passes_before_a_levy(day: str, passes: bool) -> None:
    story = called().when(levy(), on=day)
    story.then_notes() if passes else story.then_refused("contract.called-before-levy")


def test_without_a_call_there_is_no_levy_unless_the_money_was_retained_or_the_call_is_waived() -> None:
    suspected().when(levy(), on="2019-04-30").then_refused("contract.called-before-levy")
    suspected().when(levy(), on="2019-04-30", waived=["contract.called-before-levy"]).then_notes()
    suspected(ground="retention").when(levy(), on="2019-04-30").then_notes()
    early = grant(period={"start": "2014-01-01", "end": "2014-12-31"}).when(suspicion(), on="2015-01-20")
    early.when(levy(), on="2015-02-19").then_notes()
    early.when(levy(), on="2015-02-20").then_refused("contract.called-before-levy")


@pytest.mark.parametrize(("crowns", "passes"), [(100_000, True), (100_001, False)])
def test_a_levy_is_no_higher_than_the_breach(crowns: int, passes: bool) -> None:
    story = called().when(levy(crowns), on="2019-04-30")
    story.then_notes() if passes else story.then_refused("contract.levy-within-breach")


def payment(kind: Any, crowns: int, line: str = "b5", claim: str = "o1") -> Any:
    return kind(target=THIS, movement=line, claim=claim, amount=czk(crowns))


@pytest.mark.parametrize(
    ("crowns", "day", "notes"),
    [
        (100_000, "2019-05-15", ()),
        (100_000, "2019-05-16", ("CLAIM_PAID_LATE",)),
        (100_001, "2019-05-15", ("CLAIM_OVERPAID",)),
    ],
)
def test_a_levy_is_paid(crowns: int, day: str, notes: tuple[str, ...]) -> None:
    one = payment(RecordLevyPayment, crowns)
    story = levied().when(one, on=day).then(LevyPaid.of(one)).then_notes(*notes)
    assert story.state.open_claims == ()
    assert story.state.kept == story.state.drawn_net - czk(crowns)
    story.when(one, on=day).then_refused("contract.movement-recorded-once")
    (claimed,) = LevyPaid.of(one).claims()
    assert (claimed.kind, claimed.key) == ("bank-movement", "b5")


@pytest.mark.parametrize(
    "command",
    [
        payment(RecordLevyPayment, 1, claim="v1"),
        payment(RecordContractPenaltyPayment, 1, claim="o1"),
        payment(RecordEnrichmentRepayment, 1, claim="o1"),
        RecordLevyAppeal(target=THIS, claim="x"),
        RecordLevyAppealDecision(target=THIS, claim="x", outcome="confirmed"),
        ChargePenalty(
            target=THIS,
            claim="n1",
            levy="x",
            first_day=date(2019, 1, 1),
            last_day=date(2019, 1, 1),
            due_on=date(2019, 1, 1),
        ),
        WaiveLevy.model_validate({"target": THIS, "claim": "x", "amount": czk(1), "resolution": "1/19/ZK"}),
    ],
)
def test_a_claim_must_be_known_and_of_the_right_kind(command: Command) -> None:
    levied().when(command, on="2019-05-10").then_refused("contract.claim-known")


def test_an_appeal_is_filed_and_decided() -> None:
    appeal = RecordLevyAppeal(target=THIS, claim="o1")
    confirmed = RecordLevyAppealDecision(target=THIS, claim="o1", outcome="confirmed")
    changed = RecordLevyAppealDecision(target=THIS, claim="o1", outcome="changed", amount=czk(40_000))
    cancelled = RecordLevyAppealDecision(target=THIS, claim="o1", outcome="cancelled")
    levied().when(confirmed, on="2019-06-01").then_refused("contract.appeal-before-decision")
    story = levied().when(appeal, on="2019-05-10").then(LevyAppealed.of(appeal))
    story.when(appeal, on="2019-05-11").then_refused("contract.appeal-once")
    decided = story.when(confirmed, on="2019-09-01").then(LevyAppealDecided.of(confirmed))
    decided.when(confirmed, on="2019-09-02").then_refused("contract.appeal-before-decision")
    assert decided.state.claim_left("o1") == czk(100_000)
    assert story.when(changed, on="2019-09-01").state.claim_left("o1") == czk(40_000)
    assert story.when(cancelled, on="2019-09-01").state.open_claims == ()


@pytest.mark.parametrize(("outcome", "amount"), [("changed", None), ("confirmed", 1), ("cancelled", 1), ("changed", 0)])
def test_only_a_changed_levy_has_a_new_amount(outcome: str, amount: int | None) -> None:
    fields = {"claim": "o1", "outcome": outcome, "amount": None if amount is None else czk(amount)}
    decision = RecordLevyAppealDecision.model_validate({"target": THIS} | fields)
    story = levied().when(RecordLevyAppeal(target=THIS, claim="o1"), on="2019-05-10").when(decision, on="2019-09-01")
    story.then_refused("contract.amount-positive" if amount == 0 else "contract.changed-levy-stated")


def waiver(crowns: int, resolution: str = "100/19/ZK", claim: str = "o1") -> WaiveLevy:
    fields = {"claim": claim, "amount": czk(crowns), "resolution": resolution}
    return WaiveLevy.model_validate({"target": THIS} | fields)


@pytest.mark.parametrize(
    ("crowns", "resolution", "passes"),
    [
        (200_000, "1/19/RK", True),
        (200_001, "1/19/RK", False),
        (200_001, "1/19/ZK", True),
        (1, "10/23/VSV/88", False),
    ],
)
def test_above_a_sum_the_assembly_waives(crowns: int, resolution: str, passes: bool) -> None:
    story = suspected(crowns=300_000, ground="retention").when(levy(300_000), on="2019-04-30").then_notes()
    one = waiver(crowns, resolution)
    story = story.when(one, on="2019-06-01")
    story.then(LevyWaived.of(one)) if passes else story.then_refused("contract.waived-by-competent-body")


def test_waivers_of_one_claim_count_together() -> None:
    story = suspected(crowns=300_000, ground="retention").when(levy(300_000), on="2019-04-30")
    story = story.when(waiver(150_000, "1/19/RK"), on="2019-06-01").then_notes()
    story.when(waiver(50_000, "2/19/RK"), on="2019-06-02").then_notes()
    story.when(waiver(50_001, "2/19/RK"), on="2019-06-02").then_refused("contract.waived-by-competent-body")


@pytest.mark.parametrize(("crowns", "passes"), [(70_000, True), (70_001, False)])
def test_no_more_is_waived_than_is_left(crowns: int, passes: bool) -> None:
    story = levied().when(payment(RecordLevyPayment, 30_000), on="2019-05-10").when(waiver(crowns), on="2019-06-01")
    story.then_notes() if passes else story.then_refused("contract.waiver-within-claim")
    if passes:
        assert story.state.open_claims == ()


# Penalty interest ------------------------------------------------------------------------------------------------


def charge(first: str, last: str, **fields: Any) -> ChargePenalty:
    usual = {"claim": "n1", "levy": "o1", "first_day": first, "last_day": last, "due_on": "2019-07-15"}
    return ChargePenalty.model_validate({"target": THIS} | usual | fields)


def test_penalty_interest_is_charged_at_the_rate_in_force_and_paid() -> None:
    """1 per mille of 100 000 a day on 30 days."""
    story = levied().when(charge("2019-05-16", "2019-06-14"), on="2019-06-20")
    charged = story._decided[0]
    assert isinstance(charged, PenaltyCharged)
    assert (charged.interest.amount, charged.interest.days) == (czk(3_000), 30)
    assert [(r.per_mille, r.days) for r in charged.interest.rates] == [("1", 30)]
    assert story.state.open_claims == ("o1", "n1")
    story.when(charge("2019-05-16", "2019-06-14"), on="2019-06-20").then_refused("contract.claim-number-unused")
    story = story.when(payment(RecordLevyPayment, 3_000, claim="n1"), on="2019-07-15").then_notes()
    assert story.state.open_claims == ("o1",)
    assert (story.state.received("penalty"), story.state.received("levy")) == (czk(3_000), Money(0))


def test_penalty_interest_stops_at_the_levy() -> None:
    story = levied().when(charge("2016-01-01", "2019-06-14"), on="2019-06-20").then_notes()
    assert story.state.claims["n1"].amount == czk(100_000)


@pytest.mark.parametrize(("last", "passes"), [("2019-05-25", False), ("2019-05-26", True)])
def test_penalty_interest_up_to_a_thousand_is_not_charged(last: str, passes: bool) -> None:
    story = levied().when(charge("2019-05-16", last), on="2019-06-20")
    story.then_notes() if passes else story.then_refused("contract.penalty-above-minimum")


@pytest.mark.parametrize(("last", "passes"), [("2020-12-31", True), ("2021-01-01", False)])
def test_penalty_interest_needs_a_rate_on_every_day(last: str, passes: bool) -> None:
    """After 2020 the rate was lowered; until somebody enters by how much, nothing is computed."""
    story = levied().when(charge("2020-12-01", last, due_on="2021-02-15"), on="2021-02-01")
    if passes:
        story.then_notes()
    else:
        story.then_refused("contract.penalty-rate-known")
        assert story.facts_of("contract.penalty-rate-known")["unknown_on"] == "2021-01-01"


def test_a_delay_ends_after_it_began() -> None:
    levied().when(charge("2019-05-16", "2019-05-15"), on="2019-06-20").then_refused("contract.penalty-days-in-order")


# A contract penalty ----------------------------------------------------------------------------------------------


def penalty(crowns: int = 5_000, **fields: Any) -> ImposeContractPenalty:
    usual = {"claim": "s1", "amount": czk(crowns), "clause": "art. 9(2)", "due_on": "2019-06-14"}
    return ImposeContractPenalty.model_validate({"target": THIS} | usual | fields)


def test_a_contract_penalty_belongs_to_a_tender_contract() -> None:
    story = tender().when(penalty(), on="2019-05-15")
    story.then(ContractPenaltyImposed.of(penalty(), due=TimeLimit.ending(date(2019, 6, 14), CZECH_HOLIDAYS)))
    assert story.state.open_claims == ("s1",)
    story.when(penalty(), on="2019-05-16").then_refused("contract.claim-number-unused")
    grant().when(penalty(), on="2019-05-15").then_refused("contract.penalty-of-tender-contract")


@pytest.mark.parametrize(("day", "notes"), [("2019-06-14", ()), ("2019-06-15", ("CLAIM_PAID_LATE",))])
def test_a_contract_penalty_is_paid(day: str, notes: tuple[str, ...]) -> None:
    one = payment(RecordContractPenaltyPayment, 5_000, claim="s1")
    story = tender().when(penalty(), on="2019-05-15").when(one, on=day)
    story.then(ContractPenaltyPaid.of(one)).then_notes(*notes)
    assert story.state.open_claims == ()
    story.when(one, on=day).then_refused("contract.movement-recorded-once")


# A void contract -------------------------------------------------------------------------------------------------


def enrichment(crowns: int = 200_000, **fields: Any) -> ClaimUnjustEnrichment:
    usual = {"claim": "b1", "amount": czk(crowns), "due_on": "2018-02-15"}
    return ClaimUnjustEnrichment.model_validate({"target": THIS} | usual | fields)


def test_what_was_paid_on_a_void_contract_is_claimed_and_comes_back() -> None:
    story = void().when(enrichment(), on="2018-01-10")
    story.then(UnjustEnrichmentClaimed.of(enrichment(), due=TimeLimit.ending(date(2018, 2, 15), CZECH_HOLIDAYS)))
    story.when(enrichment(), on="2018-01-11").then_refused("contract.claim-number-unused")
    one = payment(RecordEnrichmentRepayment, 200_000, claim="b1")
    story = story.when(one, on="2018-02-15").then(UnjustEnrichmentRepaid.of(one)).then_notes()
    story.when(one, on="2018-02-15").then_refused("contract.movement-recorded-once")
    assert (story.state.drawn_net, story.state.kept, story.state.open_claims) == (czk(200_000), Money(0), ())


@pytest.mark.parametrize(("crowns", "passes"), [(50_000, True), (50_001, False)])
def test_no_more_is_claimed_than_was_paid(crowns: int, passes: bool) -> None:
    story = void().when(enrichment(150_000), on="2018-01-10").when(enrichment(crowns, claim="b2"), on="2018-01-11")
    story.then_notes() if passes else story.then_refused("contract.enrichment-within-paid")


def test_only_a_void_contract_gives_rise_to_unjust_enrichment() -> None:
    story = paid(tender(), "1", ("2018-04", 200_000), on="2018-05-21")
    story.when(enrichment(due_on="2018-07-15"), on="2018-06-10").then_refused("contract.enrichment-of-void-contract")


# Time limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("due_on", "is_taken"), [("2019-06-20", True), ("2019-06-19", False)])
def test_no_time_limit_ends_before_it_is_set(due_on: str, *, is_taken: bool) -> None:
    """Whoever is asked on 20 June can answer on that day at the earliest."""
    asked: tuple[tuple[Story[Contract], Command], ...] = (
        (suspected(), call(due_on=due_on)),
        (called(), levy(due_on=due_on)),
        (levied(), charge("2019-05-16", "2019-06-14", due_on=due_on)),
        (tender(), penalty(due_on=due_on)),
        (void(), enrichment(due_on=due_on)),
        (paid(grant(), "1", ("2018-02", 1_000), on="2018-02-15"), refund_request("v1", 1, due_on=due_on)),
    )
    for story, command in asked:
        after = story.when(command, on="2019-06-20")
        assert (after.refusal.codes if after.refusal else ()) == (() if is_taken else ("contract.due-not-past",))


# Irregularities --------------------------------------------------------------------------------------------------

SUSPECT = SuspectIrregularity(target=THIS, irregularity="n1", amount=czk(50_000))
REPORT = ReportIrregularity(target=THIS, irregularity="n1", reported_to="managing authority")
CONFIRM = ConfirmIrregularity(target=THIS, irregularity="n1", amount=czk(40_000))
REFUTE = RefuteIrregularity(target=THIS, irregularity="n1", grounds=GROUNDS)
CLOSE = CloseIrregularity(target=THIS, irregularity="n1", report="report 1")


def recovery(crowns: int) -> RecordIrregularityRecovery:
    return RecordIrregularityRecovery(target=THIS, irregularity="n1", amount=czk(crowns), way="levy")


def test_an_irregularity_goes_from_suspicion_to_its_closing_report() -> None:
    story = grant().when(SUSPECT, on="2019-03-01").then(IrregularitySuspected.of(SUSPECT))
    assert story.state.open_claims == ("n1",)
    story = story.when(REPORT, on="2019-03-05").then(IrregularityReported.of(REPORT))
    story = story.when(CONFIRM, on="2019-04-01").then(IrregularityConfirmed.of(CONFIRM))
    assert story.state.open_claims == ("n1",)
    story = story.when(recovery(40_000), on="2019-05-01").then(IrregularityRecovered.of(recovery(40_000)))
    story = story.when(CLOSE, on="2019-06-01").then(IrregularityClosed.of(CLOSE))
    assert story.state.open_claims == ()


def test_a_refuted_suspicion_is_closed_without_report_and_recovery() -> None:
    story = grant().when(SUSPECT, on="2019-03-01").when(REFUTE, on="2019-03-05").then(IrregularityRefuted.of(REFUTE))
    story.when(CLOSE, on="2019-06-01").then(IrregularityClosed.of(CLOSE))


def test_the_number_of_an_irregularity_is_used_once() -> None:
    grant().when(SUSPECT, on="2019-03-01").when(SUSPECT, on="2019-03-02").then_refused(
        "contract.irregularity-number-unused"
    )
    given(Contract).when(SUSPECT, on="2019-03-01").then_refused("contract.on-file")
    zero = SUSPECT.model_copy(update={"amount": Money(0)})
    grant().when(zero, on="2019-03-01").then_refused("contract.amount-positive")


@pytest.mark.parametrize("command", [REPORT, CONFIRM, REFUTE, recovery(1), CLOSE])
def test_the_steps_of_an_irregularity_keep_their_order(command: Command) -> None:
    grant().when(command, on="2019-03-02").then_refused("contract.irregularity-in-order")
    closed = grant().when(SUSPECT, on="2019-03-01").when(REFUTE, on="2019-03-05").when(CLOSE, on="2019-03-06")
    closed.when(command, on="2019-03-07").then_refused("contract.irregularity-in-order")


@pytest.mark.parametrize("command", [CONFIRM, REFUTE])
def test_a_decided_irregularity_is_not_decided_again(command: Command) -> None:
    story = grant().when(SUSPECT, on="2019-03-01").when(CONFIRM, on="2019-03-05")
    story.when(command, on="2019-03-06").then_refused("contract.irregularity-in-order")


@pytest.mark.parametrize(("crowns", "notes"), [(10_000, ()), (10_001, ("RECOVERED_ABOVE_IRREGULARITY",))])
def test_more_is_recovered_than_the_irregularity_and_is_noted(crowns: int, notes: tuple[str, ...]) -> None:
    story = (
        grant().when(SUSPECT, on="2019-03-01").when(CONFIRM, on="2019-03-05").when(recovery(30_000), on="2019-04-01")
    )
    story.when(recovery(crowns), on="2019-04-02").then_notes(*notes)


@pytest.mark.parametrize(("crowns", "passes"), [(40_000, True), (39_999, False)])
def test_a_confirmed_irregularity_is_closed_once_recovered_and_reported(crowns: int, passes: bool) -> None:
    story = (
        grant().when(SUSPECT, on="2019-03-01").when(CONFIRM, on="2019-03-05").when(recovery(crowns), on="2019-04-01")
    )
    reported = story.when(REPORT, on="2019-03-06")
    if passes:
        reported.when(CLOSE, on="2019-06-01").then_notes()
        story.when(CLOSE, on="2019-06-01").then_refused("contract.irregularity-reported-before-closing")
    else:
        reported.when(CLOSE, on="2019-06-01").then_refused("contract.irregularity-recovered-before-closing")
        reported.when(CLOSE, on="2019-06-01", waived=["contract.irregularity-recovered-before-closing"]).then_notes()


def test_a_payment_and_a_claim_share_no_line_of_the_statement() -> None:
    story = levied().when(payment(RecordLevyPayment, 1), on="2019-05-10")
    story.when(movement("b5", ("2018-12", 1)), on="2019-05-10").then_refused("contract.movement-recorded-once")


@pytest.mark.parametrize(("outcome", "crowns"), [("changed", 99_999), ("cancelled", None)])
def test_a_levy_that_an_appeal_lowers_is_overpaid_at_once(outcome: str, crowns: int | None) -> None:
    """Paid in full and then lowered; told with the decision on the appeal, and over when it is raised again."""
    story = levied().when(payment(RecordLevyPayment, 100_000), on="2019-05-14").then_notes()
    story = story.when(RecordLevyAppeal(target=THIS, claim="o1"), on="2019-05-15").then_notes()
    usual = {"target": THIS, "claim": "o1", "outcome": outcome}
    amount = {} if crowns is None else {"amount": czk(crowns)}
    decided_so = RecordLevyAppealDecision.model_validate(usual | amount)
    lower = story.when(decided_so, on="2019-06-03").then_notes("CLAIM_OVERPAID")
    again = lower.when(RecordLevyAppeal(target=THIS, claim="o1"), on="2019-06-04").then_notes()
    raised = RecordLevyAppealDecision.model_validate(
        {"target": THIS, "claim": "o1", "outcome": "changed", "amount": czk(100_000)}
    )
    again.when(raised, on="2019-06-05").then_notes().then_closes("CLAIM_OVERPAID").then_open()
