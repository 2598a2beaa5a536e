"""What the office learns late says of earlier payments the same as if it had been recorded in the order of the days."""

from typing import Any

import pytest

from domain.contract.commands import (
    CloseContract,
    DecideChange,
    EstablishVoidness,
    RecordAmendment,
    RecordAmendmentPublication,
    RecordChangeRequest,
    RecordEffect,
    RecordSettlement,
    ReleasePayment,
    SuspendPayment,
    TerminateContract,
)
from domain.contract.contract import Contract
from domain.contract.events.amendments import AmendmentConcluded
from domain.kernel.correction import TakeBackEntry
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import (
    OTHER_ACCOUNT,
    grant,
    movement,
    order,
    ordered,
    reversal,
    settlement,
    tender,
)
from tests.domain.contract.stories import concluded, conclusion, draft, period, publication
from tests.spec import THIS, Story, given

APRIL = ("2018-04", 110_000)


def amendment(**fields: Any) -> RecordAmendment:
    usual = {"number": 1, "adds": Money(0), "omits": Money(0), "ground": "other", "concluded_on": "2018-03-29"}
    return RecordAmendment.model_validate({"target": THIS} | usual | fields)


def paid_on_a_draft(*parts: tuple[str, int]) -> Story[Contract]:
    """The bank statement came first: on 21 May, on a contract of which only the draft is on file."""
    drafted = given(Contract).when(draft(number="OLP/9020/2018", regime="tender"), on="2018-03-01")
    return drafted.when(movement("m1", *parts), on="2018-05-21").then_notes("PAID_BEFORE_CONCLUSION")


def test_a_conclusion_that_is_recorded_after_a_payment_settles_that_it_was_paid_before() -> None:
    """Concluded on 26 March: the payment of May was not before it. Now it can be said what else is wrong about it."""
    told = paid_on_a_draft(APRIL).when(conclusion(number="OLP/9020/2018", period=period("2018-04-01")), on="2018-03-26")
    told.then_notes("PAID_BEFORE_EFFECT", "NO_ORDER").then_closes("PAID_BEFORE_CONCLUSION")
    told.when(publication(), on="2018-03-28").then_closes("PAID_BEFORE_EFFECT").then_open("NO_ORDER")


def test_a_payment_before_the_conclusion_stays_one() -> None:
    told = paid_on_a_draft(APRIL).when(conclusion(number="OLP/9020/2018", period=period("2018-04-01")), on="2018-05-22")
    told.then_closes().then_notes("PAID_BEFORE_EFFECT", "NO_ORDER")
    told.then_open("PAID_BEFORE_CONCLUSION", "PAID_BEFORE_EFFECT", "NO_ORDER")


def test_what_was_paid_before_is_held_against_what_was_agreed() -> None:
    """More than the maximum, for a month before the period."""
    agreed = conclusion(number="OLP/9020/2018", period=period("2018-05-01"), maximum=czk(109_999))
    told = paid_on_a_draft(APRIL).when(agreed, on="2018-03-26")
    told.then_notes("PAID_BEFORE_EFFECT", "OUTSIDE_PERIOD", "ABOVE_MAXIMUM", "NO_ORDER")
    assert told.facts_of("ABOVE_MAXIMUM")["excess"] == {"currency": "CZK", "minor": 100}


def test_a_payment_before_a_day_of_effect_that_is_learnt_later_is_noted_with_the_days() -> None:
    """The condition was met on 1 June; 100 000 had gone out on 21 May, eleven days before."""
    story = concluded("2018-03-26", number="OLP/9020/2018", is_effect_conditional=True).when(
        publication(), on="2018-03-28"
    )
    story = story.when(movement("m1", APRIL), on="2018-05-21").then_notes("NO_ORDER")
    met = story.when(RecordEffect(target=THIS), on="2018-06-01").then_notes("PAID_BEFORE_EFFECT")
    assert met.facts_of("PAID_BEFORE_EFFECT")["days_before_effect"] == 11
    story.when(RecordEffect(target=THIS), on="2018-05-21").then_notes().then_open("NO_ORDER")


def test_an_amendment_that_is_found_late_settles_what_it_allows() -> None:
    """Paid in May for March and to another account; the amendment of 29 March had allowed both."""
    paid = movement("m1", ("2018-03", 110_000), counter_account=OTHER_ACCOUNT)
    story = tender().when(paid, on="2018-05-21").then_notes("OUTSIDE_PERIOD", "PAID_ELSEWHERE", "NO_ORDER")
    found = amendment(period=period("2018-03-01", "2020-03-31"), account=OTHER_ACCOUNT)
    story.when(found, on="2018-04-01", reason="nalezen").then_closes("OUTSIDE_PERIOD", "PAID_ELSEWHERE")
    later = story.when(found, on="2018-05-22", reason="nalezen").then_closes()
    later.then_open("OUTSIDE_PERIOD", "PAID_ELSEWHERE", "NO_ORDER")


def test_an_amendment_that_is_found_late_speaks_against_what_it_no_longer_allows() -> None:
    story = tender().when(movement("m1", APRIL), on="2018-05-21").then_notes("NO_ORDER")
    found = amendment(period=period("2018-05-01", "2020-03-31"))
    story.when(found, on="2018-05-01", reason="nalezen").then_notes("OUTSIDE_PERIOD")


def test_a_change_of_the_account_that_is_found_late_settles_the_payment_to_it() -> None:
    asked = RecordChangeRequest.model_validate({"target": THIS, "change": "z1", "change_kind": "GRANT"})
    story = tender().when(asked, on="2018-04-02").then_notes()
    story = story.when(movement("m1", APRIL, counter_account=OTHER_ACCOUNT), on="2018-05-21")
    story.then_notes("PAID_ELSEWHERE", "NO_ORDER")
    said = {"target": THIS, "change": "z1", "outcome": "approved", "is_substantial": False, "account": OTHER_ACCOUNT}
    story.when(DecideChange.model_validate(said), on="2018-04-09").then_closes("PAID_ELSEWHERE").then_open("NO_ORDER")


@pytest.mark.parametrize(("submitted_on", "notes"), [("2019-02-19", ("AFTER_SETTLEMENT",)), ("2019-02-21", ())])
def test_a_settlement_that_is_recorded_late_speaks_against_payments_after_it(
    submitted_on: str, notes: tuple[str, ...]
) -> None:
    """Paid on 20 February for the year before."""
    story = grant().when(movement("m1", ("2018-12", 100_000)), on="2019-02-20").then_notes("NO_ORDER")
    settled: RecordSettlement = settlement(2018, 0 if notes else 100_000, 0)
    story.when(settled, on=submitted_on).then_notes(*notes)


def paid_in_advance() -> Story[Contract]:
    """On 21 May for April, June and July."""
    story = tender().when(movement("m1", APRIL, ("2018-06", 110_000), ("2018-07", 110_000)), on="2018-05-21")
    return story.then_notes("NO_ORDER")


def terminated(story: Story[Contract], on: str) -> Story[Contract]:
    end = {"target": THIS, "mode": "NOTICE", "by": "region", "delivered_on": "2018-05-25"}
    return story.when(TerminateContract.model_validate(end), on=on)


def test_a_termination_speaks_against_months_that_were_paid_in_advance() -> None:
    """It ends on 30 June: July is outside, whether the office hears of the end before the payment or after it."""
    ended = terminated(paid_in_advance(), "2018-06-30").then_notes("AFTER_TERMINATION")
    assert ended.facts_of("AFTER_TERMINATION")["terminated_on"] == "2018-06-30"
    terminated(tender(), "2018-06-30").when(movement("m1", ("2018-07", 110_000)), on="2018-05-21").then_notes(
        "AFTER_TERMINATION", "NO_ORDER"
    )
    terminated(paid_in_advance(), "2018-07-01").then_notes().then_open("NO_ORDER")


def test_months_paid_in_advance_are_settled_when_the_bank_takes_the_money_back_or_the_end_is_taken_back() -> None:
    ended = terminated(paid_in_advance(), "2018-06-30")
    ended.when(reversal("r1", "m1", 330_000), on="2018-07-02").then_open()
    back = TakeBackEntry(target=THIS, entry=ended.entries[-1].event_id)
    ended.when(back, on="2018-07-02", reason="jiná smlouva").then_open("NO_ORDER")


def test_voidness_that_is_established_later_speaks_of_every_payment_before_it() -> None:
    """Nothing was ever due on it: that the payment came before the effect, without an order, no longer matters."""
    story = concluded("2017-07-03", number="OLP/9002/2017").when(movement("m1", ("2017-07", 1)), on="2017-07-20")
    story.then_notes("PAID_BEFORE_EFFECT", "NO_ORDER")
    established = EstablishVoidness.model_validate({"target": THIS, "established_on": "2017-10-10"})
    voided = story.when(established, on="2017-07-03").then_notes("PAID_ON_VOID_CONTRACT")
    voided.then_closes("PAID_BEFORE_EFFECT", "NO_ORDER").then_open("PAID_ON_VOID_CONTRACT")
    void_first = concluded("2017-07-03", number="OLP/9002/2017").when(established, on="2017-07-03").then_notes()
    void_first.when(movement("m1", ("2017-07", 1)), on="2017-07-20").then_open("PAID_ON_VOID_CONTRACT")


def test_a_closing_that_is_dated_back_speaks_against_a_payment_after_it() -> None:
    """Closed from 1 May 2020, told on 8 June; paid on 15 May for March."""
    story = tender().when(movement("m1", ("2020-03", 110_000)), on="2020-05-15").then_notes("NO_ORDER")
    story.when(CloseContract(target=THIS), on="2020-05-16").then_notes().then_open("NO_ORDER")
    story.when(CloseContract(target=THIS), on="2020-05-01").then_notes("PAID_AFTER_CLOSING")


def test_an_amendment_that_is_taken_back_takes_its_publication_with_it() -> None:
    """What the register showed of it speaks of nothing any more; the history still loads."""
    story = tender().when(amendment(), on="2018-04-01", reason="nalezen")
    shown = RecordAmendmentPublication.model_validate({"target": THIS, "number": 1, "register_id": "7"})
    story = story.when(shown, on="2018-04-02").then_notes()
    amended = next(entry for entry in story.entries if isinstance(entry.event, AmendmentConcluded))
    back = TakeBackEntry(target=THIS, entry=amended.event_id)
    assert story.when(back, on="2018-04-03", reason="jiná smlouva").then_notes().state.amendments == {}


# Held back -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "1"])
def test_a_suspension_that_is_told_late_says_of_earlier_payments_what_it_would_have_said(name: str | None) -> None:
    """Held back from 15 May on, a part paid on the twenty-first, recorded in either order; then released."""
    hold = SuspendPayment(target=THIS, order=name, grounds=Prose.of("podezření"))
    let_go, held = ReleasePayment(target=THIS, order=name), "PAID_WHILE_SUSPENDED"
    begun, part = ordered(tender(), "1", APRIL, on="2018-05-14"), movement("m1", ("2018-04", 60_000), order="1")
    told = begun.when(hold, on="2018-05-15").when(part, on="2018-05-21")
    late = begun.when(part, on="2018-05-21").when(hold, on="2018-05-15").then_notes(held)
    for story in (told, late):
        assert len(story.state.anomalies_of(held)) == 1
        story.when(let_go, on="2018-05-18").then_notes().then_closes(held)
        story.when(let_go, on="2018-05-22").then_notes().then_closes()
    begun.when(part, on="2018-05-21").when(hold, on="2018-05-22").then_notes()


def test_an_order_that_is_recorded_after_the_bank_carried_it_out_is_held_against_what_was_paid() -> None:
    """110 000 went out on 21 May for an order of 100 000 that lay in a drawer since the fourteenth."""
    wrong = ("2018-04", 100_000)
    told = ordered(tender(), "1", wrong, on="2018-05-14").when(movement("m1", APRIL, order="1"), on="2018-05-21")
    assert len(told.state.anomalies_of("AMOUNT_DIFFERS")) == 1
    late = tender().when(movement("m1", APRIL, order="1"), on="2018-05-21")
    late = late.when(order("1", wrong), on="2018-05-14").then_notes("AMOUNT_DIFFERS")
    assert len(late.state.anomalies_of("AMOUNT_DIFFERS")) == 1
    right = tender().when(movement("m1", APRIL, order="1"), on="2018-05-21")
    right.when(order("1", APRIL), on="2018-05-14").then_notes()
