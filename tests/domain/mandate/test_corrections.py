"""What a correction asks anew, and what the card of a mandate shows."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.calendar import TimeLimit
from domain.kernel.configuration import Configuration, Configured
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.money import Money, czk
from domain.kernel.plain import plain
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from tests import spec
from tests.domain.mandate.stories import (
    NUMBER,
    OTHER_CONTRACT,
    SISTER_NUMBER,
    ceilings,
    check,
    checked,
    commit,
    cost,
    entrusted,
    give,
    give_back,
    issued,
    known_cost,
    made,
    pay,
    proposed,
    release,
    repay,
    request,
    two_services,
    year_with,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story, given

ABOVE = "RETURNED_ABOVE_RECEIVED"


def entry_of(story: Story[Mandate], event: type) -> Entry:
    return next(entry for entry in reversed(story.entries) if isinstance(entry.event, event))


def corrected(story: Story[Mandate], event: type, *, on: str | None, **changed: Any) -> Story[Mandate]:
    """The last entry of that kind reads differently."""
    target = entry_of(story, event)
    reads = type(target.event).model_validate(target.event.fields() | changed)
    data = reads.model_dump(mode="json", exclude_none=True)
    command = made(CorrectEntry, entry=target.event_id, data=data)
    return story.when(command, on=on, reason="chybný zápis")


# Money ---------------------------------------------------------------------------------------------------------------


def test_a_corrected_amount_opens_and_closes_the_risk() -> None:
    story = entrusted().when(pay("1", 2018, 1_000_000), on="2018-06-15").then_notes()
    above = corrected(story, events.CompensationPaid, on="2018-06-15", amount=czk(1_000_001))
    above.then_notes("OVER_COMPENSATION_RISK")
    mended = corrected(above, events.CompensationPaid, on="2018-06-15", amount=czk(1_000_000))
    mended.then_notes().then_closes("OVER_COMPENSATION_RISK").then_open()
    noted = story.when(give("f1", 2018, 1), on="2018-07-01").then_open("OVER_COMPENSATION_RISK")
    lower = corrected(noted, events.CompensationPaid, on="2018-06-15", amount=czk(900_000))
    lower.then_closes("OVER_COMPENSATION_RISK").then_open()


def test_a_correction_of_a_checked_year_asks_for_a_new_check() -> None:
    story = checked(year_with(entrusted(), 2018, paid=900_000, net=950_000), 2018)
    changed = corrected(story, events.CompensationPaid, on="2018-06-15", amount=czk(900_001))
    changed.then_notes("CHECKED_YEAR_CHANGED")
    assert changed.state.is_outdated(NUMBER, 2018)
    changed.when(check(2018), on="2019-09-01").then_closes("CHECKED_YEAR_CHANGED").then_open()
    undone = corrected(changed, events.CompensationPaid, on="2018-06-15", amount=czk(900_000))
    undone.then_closes("CHECKED_YEAR_CHANGED").then_open()


def test_what_was_taken_back_of_a_checked_year_is_settled_by_a_new_check() -> None:
    """The entry is gone, what was noted beside the taking back of it is still about its service-year."""
    story = year_with(entrusted(), 2018, paid=900_000, net=950_000).when(pay("9", 2018, 1), on="2018-06-16")
    gone = entry_of(checked(story, 2018), events.CompensationPaid)
    story = checked(story, 2018).when(made(TakeBackEntry, entry=gone.event_id), on="2019-07-01", reason="jiný spis")
    story.then_notes("CHECKED_YEAR_CHANGED")
    story.when(check(2018), on="2019-09-01").then_closes("CHECKED_YEAR_CHANGED").then_open()
    back = made(TakeBackEntry, entry=entry_of(story, EntryTakenBack).event_id)
    story.when(back, on="2019-07-02", reason="přece jen tento").then_notes().then_open()


def test_a_payment_that_leaves_a_checked_year_asks_for_a_check_of_that_year() -> None:
    """It moved to 2019: a check of 2018 settles what was noted, none of 2019 does."""
    story = checked(year_with(entrusted(), 2018, paid=900_000, net=950_000), 2018)
    moved = corrected(story, events.CompensationPaid, on="2018-06-15", year=2019).then_notes("CHECKED_YEAR_CHANGED")
    nothing = known_cost(moved, cost(2019, 950_000)).when(check(2019), on="2020-06-01").then_closes()
    nothing.when(check(2018), on="2020-06-02").then_closes("CHECKED_YEAR_CHANGED").then_open()


def two_years_in_question() -> Story[Mandate]:
    """A payment of 2018 turns out to be of 2019; both years had been checked."""
    story = checked(year_with(entrusted(), 2018, paid=900_000, net=950_000), 2018)
    story = checked(year_with(story, 2019, paid=10, net=950_000), 2019)
    paid = next(e for e in story.entries if isinstance(e.event, events.CompensationPaid))
    reads = paid.event.model_dump(mode="json", exclude_none=True) | {"year": 2019}
    moved = made(CorrectEntry, entry=paid.event_id, data=reads)
    return story.when(moved, on="2018-06-15", reason="rok").then_notes("CHECKED_YEAR_CHANGED", "CHECKED_YEAR_CHANGED")


def test_two_years_that_one_correction_puts_in_question_are_each_open_until_each_is_checked() -> None:
    """An anomaly is named by its entry and its code, so that both stand under one name."""
    for first, then in ((2018, 2019), (2019, 2018)):
        one = two_years_in_question().when(check(first), on="2020-09-01").then_notes("CHECKED_YEAR_CHANGED")
        one.then_closes("CHECKED_YEAR_CHANGED").then_open("CHECKED_YEAR_CHANGED")
        assert one.facts_of("CHECKED_YEAR_CHANGED")["year"] == then
        one.when(check(then), on="2020-09-02").then_notes().then_closes("CHECKED_YEAR_CHANGED").then_open()


def test_of_two_years_in_question_a_further_correction_settles_only_the_one_that_it_mends() -> None:
    """Only 2018 is again as it was checked: with another payment of the same sum."""
    story = two_years_in_question().when(pay("9", 2018, 899_999), on="2018-06-16").then_notes("CHECKED_YEAR_CHANGED")
    mended = corrected(story, events.CompensationPaid, on="2018-06-16", amount=czk(900_000))
    mended.then_notes("CHECKED_YEAR_CHANGED").then_open("CHECKED_YEAR_CHANGED")
    assert mended.facts_of("CHECKED_YEAR_CHANGED")["year"] == 2019


def test_a_risk_goes_with_the_payment_that_moves_to_another_year() -> None:
    """Too much for 2018, it was for 2019: there it is not too much, and nothing of 2018 is left."""
    story = entrusted().when(pay("1", 2018, 1_000_001), on="2018-06-15").then_open("OVER_COMPENSATION_RISK")
    higher = {"year": 2019, "compensation": czk(1_000_001)}
    story = story.when(made(asked.AmendMandate, amendment="1", compensations=(higher,)), on="2018-07-01").then_notes()
    moved = corrected(story, events.CompensationPaid, on="2018-06-15", year=2019)
    moved.then_notes().then_closes("OVER_COMPENSATION_RISK").then_open()
    too_much = corrected(story, events.CompensationPaid, on="2018-06-15", year=2020)
    too_much.then_notes("OVER_COMPENSATION_RISK").then_open("OVER_COMPENSATION_RISK")
    assert too_much.facts_of("OVER_COMPENSATION_RISK")["year"] == 2020


def test_what_a_correction_breaks_is_noted_once_and_mended_by_the_next() -> None:
    story = entrusted().when(pay("1", 2018, 1, orps=("5105",)), on="2018-06-15").then_open()
    outside = corrected(story, events.CompensationPaid, on="2018-06-15", orps=("5101",))
    outside = outside.then_notes("OUTSIDE_TERRITORY")
    still = corrected(outside, events.CompensationPaid, on="2018-06-16", orps=("5101",)).then_notes()
    inside = corrected(still, events.CompensationPaid, on="2018-06-16", orps=("5105",)).then_notes()
    inside.then_closes("OUTSIDE_TERRITORY").then_open()


def test_a_payment_that_names_its_service_later_is_settled() -> None:
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER)))
    story = story.when(pay("1", 2018, 1), on="2018-06-15").then_open("SERVICE_NOT_STATED")
    named = corrected(story, events.CompensationPaid, on="2018-06-15", service=NUMBER)
    named.then_notes().then_closes("SERVICE_NOT_STATED").then_open()
    assert named.state.book(NUMBER, 2018).public_money() == czk(1)


def test_a_corrected_territory_and_service_are_asked_anew() -> None:
    story = entrusted().when(pay("1", 2018, 1, orps=("5101",)), on="2018-06-15").then_open("OUTSIDE_TERRITORY")
    inside = corrected(story, events.CompensationPaid, on="2018-06-15", orps=("5105",))
    inside.then_closes("OUTSIDE_TERRITORY").then_open()
    outside = corrected(inside, events.CompensationPaid, on="2018-06-15", service=SISTER_NUMBER)
    outside.then_notes(
        "OUTSIDE_MANDATE",
    )


def test_a_correction_may_not_break_arithmetic_or_identity() -> None:
    story = entrusted().when(pay("1", 2018, 1), on="2018-06-15").when(pay("2", 2018, 1), on="2018-06-15")
    corrected(story, events.CompensationPaid, on="2018-06-15", amount=Money(0)).then_refused("mandate.amount-positive")
    corrected(story, events.CompensationPaid, on="2018-06-15", movement="1").then_refused(
        "mandate.movement-recorded-once"
    )
    euros = corrected(story, events.CompensationPaid, on="2018-06-15", amount=Money(1, "EUR"))
    euros.then_refused("mandate.amount-in-crowns")
    given_twice = entrusted().when(give("f1", 2018, 1), on="2018-06-15").when(give("f2", 2018, 1), on="2018-06-15")
    twice = corrected(given_twice, events.OtherPublicFundingRecorded, on="2018-06-15", funding="f1")
    twice.then_refused("mandate.movement-recorded-once")
    declared = entrusted().when(cost(2018, 1), on="2019-02-15")
    corrected(declared, events.NetCostDeclared, on="2019-02-15", costs=Money(-1)).then_refused(
        "mandate.amounts-not-negative"
    )


def test_a_correction_that_leaves_less_than_came_back_is_noted() -> None:
    """100 came back of 100; the payment was only 99, or under another contract, or nothing: then too much came back."""
    paid = entrusted().when(pay("1", 2018, 100), on="2018-06-15")
    story = paid.when(give_back("2", 2018, 100), on="2018-07-01")
    exact = corrected(story, events.CompensationPaid, on="2018-06-15", amount=czk(100), months=("2018-06",))
    exact.then_notes()
    less = corrected(story, events.CompensationPaid, on="2018-06-15", amount=czk(99)).then_notes(ABOVE)
    year = {"service": NUMBER, "year": 2018}
    assert less.facts_of(ABOVE) == {"received": plain(czk(99)), "returned": plain(czk(100))} | year
    corrected(less, events.CompensationPaid, on="2018-06-15", amount=czk(98)).then_notes().then_open(ABOVE)
    mended = corrected(less, events.CompensationPaid, on="2018-06-15", amount=czk(100)).then_notes()
    mended.then_closes(ABOVE).then_open()
    corrected(story, events.CompensationPaid, on="2018-06-15", contract=OTHER_CONTRACT).then_notes(ABOVE)
    corrected(less, events.PublicMoneyReturned, on="2018-07-01", amount=czk(99)).then_closes(ABOVE).then_open()
    nameless = corrected(story, events.PublicMoneyReturned, on="2018-07-01", contract=None).then_notes()
    corrected(nameless, events.CompensationPaid, on="2018-06-15", amount=czk(99)).then_notes(ABOVE)
    given = paid.when(give("f1", 2018, 100), on="2018-06-15").when(
        give_back("2", 2018, 100, funding="f1"), on="2018-07-01"
    )
    corrected(given, events.OtherPublicFundingRecorded, on="2018-06-15", amount=czk(99)).then_notes(ABOVE)


def test_a_correction_never_opens_room_above_the_compensation() -> None:
    """A commitment is taken back though it was given up: less than nothing is committed, and the room stays whole."""
    story = entrusted().when(commit(2018, 100), on="2018-01-15").when(release(2018, 100), on="2018-02-15")
    target = entry_of(story, events.CompensationCommitted)
    story = story.when(made(TakeBackEntry, entry=target.event_id), on="2018-06-20", reason="jiný spis")
    assert story.state.room(2018) == czk(1_000_000)
    above = story.when(commit(2018, czk(1_000_000) + Money(1), contract=OTHER_CONTRACT), on="2018-06-21")
    above.then_refused("mandate.public-money-within-compensation")


def test_a_payment_that_is_taken_back_no_longer_counts() -> None:
    story = entrusted().when(pay("1", 2018, 1_000_001), on="2018-06-15").then_open("OVER_COMPENSATION_RISK")
    target = entry_of(story, events.CompensationPaid)
    command = made(TakeBackEntry, entry=target.event_id)
    story = story.when(command, on="2018-06-20", reason="jiný spis").then_notes()
    assert story.state.book(NUMBER, 2018).public_money() == Money(0)


def test_a_repayment_that_was_in_time_after_all_is_settled() -> None:
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    story = story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    story = story.when(repay("b1", "v1", 200_000), on="2019-06-29")
    story = story.then_open("REPAID_LATE", "INTEREST_NOT_COMPUTED")
    mended = corrected(story, events.OvercompensationRepaid, on="2019-06-28")
    mended.then_closes("REPAID_LATE", "INTEREST_NOT_COMPUTED").then_open()
    in_time = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    in_time = in_time.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    in_time = in_time.when(repay("b1", "v1", 200_000), on="2019-06-28").then_notes()
    late = corrected(in_time, events.OvercompensationRepaid, on="2019-06-29")
    late.then_notes("REPAID_LATE", "INTEREST_NOT_COMPUTED")
    corrected(late, events.OvercompensationRepaid, on="2019-06-30").then_notes()


@pytest.fixture
def rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """3.65 per cent a year: twenty crowns a day on 200 000."""
    name = "mandate.recovery-interest-percent"
    known = [one for one in spec.configuration() if one.name != name]
    of_2019 = Configured(name=name, value="3.65", since=date(2019, 1, 1), until=None, source="test", confidence="H")
    monkeypatch.setattr(spec, "configuration", lambda: Configuration([*known, of_2019]))


def repaid_late(on: str = "2019-07-08") -> Story[Mandate]:
    """Asked back until Friday 28 June; all of it came ten days late."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    story = story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    return story.when(repay("b1", "v1", 200_000), on=on).then_notes("REPAID_LATE")


def interest(story: Story[Mandate]) -> Money | None:
    (receipt,) = story.state.claims["v1"].receipts
    return receipt.interest.amount if receipt.interest else None


@pytest.mark.usefixtures("rate")
def test_a_corrected_day_or_amount_of_a_repayment_brings_its_own_interest() -> None:
    """Five days late and not ten; a correction that states no day keeps that of the entry."""
    story = repaid_late()
    assert interest(story) == czk(200)
    earlier = corrected(story, events.OvercompensationRepaid, on="2019-07-03").then_notes()
    assert interest(earlier) == czk(100)
    half = corrected(earlier, events.OvercompensationRepaid, on=None, amount=czk(100_000)).then_notes()
    assert interest(half) == czk(50)
    correction = entry_of(earlier, EntryCorrected)
    assert isinstance(correction.event, EntryCorrected)
    again = made(CorrectEntry, entry=correction.event_id, data=correction.event.data)
    assert interest(earlier.when(again, on="2019-07-04", reason="výpis")) == czk(120)
    in_time = corrected(story, events.OvercompensationRepaid, on="2019-06-28").then_closes("REPAID_LATE").then_open()
    assert interest(in_time) is None


@pytest.mark.usefixtures("rate")
def test_a_corrected_due_day_is_held_against_the_interest_of_what_came_in() -> None:
    """Due on Friday 5 July, which is a holiday: by law on Monday 8 July, so it was not late and bears no interest."""
    story = repaid_late()
    due = TimeLimit.ending(date(2019, 7, 5), CZECH_HOLIDAYS)
    said = {"due_on": date(2019, 7, 5), "due": due}
    story = corrected(story, events.OvercompensationRepaymentRequested, on="2019-05-20", **said)
    story.then_notes("INTEREST_DIFFERS").then_closes("REPAID_LATE")
    assert story.facts_of("INTEREST_DIFFERS")["stated"]["amount"]["minor"] == 20_000
    corrected(story, events.OvercompensationRepaymentRequested, on="2019-05-20", **said).then_notes()
    mended = corrected(story, events.OvercompensationRepaid, on=None).then_closes("INTEREST_DIFFERS").then_open()
    assert interest(mended) is None


# The act -------------------------------------------------------------------------------------------------------------


def test_an_act_that_is_read_anew_may_lack_an_element() -> None:
    """Somebody looked at the paper: it says nothing of recovery. A fact is noted, not refused."""
    story = issued()
    words = story.entries[-1].event
    assert isinstance(words, events.MandateIssued)
    without = words.elements.model_copy(update={"recovery": None})
    read = corrected(story, events.MandateIssued, on="2017-12-19", elements=without)
    read.then_notes("ENTRUSTMENT_INCOMPLETE")
    assert read.facts_of("ENTRUSTMENT_INCOMPLETE") == {"missing": ["recovery"]}
    again = corrected(read, events.MandateIssued, on="2017-12-19", elements=words.elements)
    again.then_closes("ENTRUSTMENT_INCOMPLETE").then_open()


# The card ------------------------------------------------------------------------------------------------------------


def test_the_card_shows_the_mandate_and_its_money_on_a_day() -> None:
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=938_700), 2018)
    card = story.state.card(date(2019, 5, 15))
    assert (card["number"], card["provider"], card["valid"]) == (
        "PO-2018-012",
        "Domov Raspenava, příspěvková organizace",
        Answer.YES,
    )
    assert card["services"] == {NUMBER: {"section": "43", "orps": ("5105", "5102")}}
    year = card["years"][f"{NUMBER} 2018"]
    assert (year["public_money"], year["verdict"], year["overcompensation"]) == (
        czk(1_000_000),
        "CARRY_OVER",
        czk(61_300),
    )
    before = story.state.card(date(2018, 6, 14))
    assert before["years"][f"{NUMBER} 2018"] == {
        "compensation": czk(1_000_000),
        "committed": Money(0),
        "public_money": Money(0),
    }
    assert card["carried_in"] == {f"{NUMBER} 2019": czk(61_300)}


def test_the_card_says_what_waits_and_what_is_not_known() -> None:
    old = given(Mandate).when(made(asked.TakeOverMandate, period_as_written="do března 2015"))
    card = old.state.card(date(2015, 3, 15))
    assert (card["valid"].why, card["valid"].raw) == ("period-not-certain", "do března 2015")
    assert given(Mandate).when(made(asked.TakeOverMandate)).state.card(date(2015, 3, 15))["valid"].why == "no-period"
    assert proposed().state.card(date(2018, 1, 1))["valid"] is Answer.NO
    grant = made(
        asked.GrantDeMinimis,
        grant="g1",
        amount=Money(1, "EUR"),
        register_total=Money(0, "EUR"),
        register_seen_on="2018-03-23",
    )
    story = issued(period={"start": "2018-01-01", "end": "2022-12-31"}).when(grant, on="2018-03-23")
    loss = made(asked.RecordPreconditionLoss, precondition="registration")
    hold = made(asked.PlaceLegalHold, hold="audit 7", ground="audit")
    story = story.when(loss, on="2018-04-01").when(hold, on="2018-04-02")
    waiting = story.state.card(date(2018, 4, 2))
    assert (waiting["check_by"], waiting["de_minimis_to_record"]) == (
        {NUMBER: date(2021, 1, 4)},
        {"g1": date(2018, 4, 3)},
    )
    assert (waiting["lost"], waiting["holds"]) == ((f"registration {NUMBER}",), ("audit 7",))
    ended = story.when(made(asked.RevokeMandate, grounds="konec"), on="2018-06-30").state.card(date(2018, 7, 1))
    assert (ended["revoked_on"], ended["final_check_by"], ended["records_until"]) == (
        date(2018, 6, 30),
        date(2018, 12, 31),
        date(2028, 6, 30),
    )


def test_money_that_went_back_shows_on_its_day() -> None:
    story = entrusted().when(pay("1", 2018, 100), on="2018-06-15").when(give_back("2", 2018, 40), on="2018-07-15")
    story = known_cost(story, cost(2018, 60))
    shown = [story.state.card(date(2018, 7, day))["years"][f"{NUMBER} 2018"]["public_money"] for day in (14, 15)]
    assert shown == [czk(100), czk(60)]


# What later entries spoke of, taken back -----------------------------------------------------------------------------


def taken_back(story: Story[Mandate], event: type, *, on: str) -> Story[Mandate]:
    command = made(TakeBackEntry, entry=entry_of(story, event).event_id)
    return story.when(command, on=on, reason="nemělo být zapsáno").then_notes()


def test_entries_about_something_that_was_taken_back_say_nothing_any_more() -> None:
    """History loads whatever was taken back out of its middle."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    story = story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    story = story.when(repay("b1", "v1", 200_000), on="2019-06-28")
    story = story.when(made(asked.WithdrawRequest, claim="v1", grounds="omyl"), on="2019-07-01").then_notes()
    story = taken_back(story, events.OvercompensationRepaymentRequested, on="2019-07-02")
    assert (story.state.claims, story.state.verdict(2018).to_claim) == ({}, czk(200_000))
    grant = made(
        asked.GrantDeMinimis,
        grant="g1",
        amount=Money(1, "EUR"),
        register_total=Money(0, "EUR"),
        register_seen_on="2018-03-23",
    )
    entry = made(asked.RecordDeMinimisEntry, grant="g1", register_id="RDM 1")
    aided = issued().when(grant, on="2018-03-23").when(entry, on="2018-03-26").then_notes()
    assert taken_back(aided, events.DeMinimisGranted, on="2018-03-27").state.grants == {}


def test_a_request_under_a_reference_that_another_holds_is_no_correction() -> None:
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    story = story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    story = story.when(made(asked.WithdrawRequest, claim="v1", grounds="omyl"), on="2019-06-01")
    story = story.when(request("v2", 2018, 200_000, due_on="2019-06-28"), on="2019-06-02").then_notes()
    twice = corrected(story, events.OvercompensationRepaymentRequested, on="2019-06-02", claim="v1")
    twice.then_refused("mandate.movement-recorded-once")


def test_an_act_without_a_period_leaves_the_time_open() -> None:
    """Read anew, the paper states no last day."""
    read = corrected(issued(), events.MandateIssued, on="2017-12-19", period=None)
    read.then_notes("ENTRUSTMENT_INCOMPLETE")
    assert read.state.is_valid_on(date(2018, 6, 1)) is Answer.CANNOT_BE_DECIDED


def test_an_amendment_or_check_of_a_service_that_is_not_there_changes_nothing() -> None:
    amended = issued().when(
        made(asked.AmendMandate, amendment="1", services=({"service": NUMBER, "orps": ("5105",)},)), on="2018-02-01"
    )
    elsewhere = corrected(
        amended, events.MandateAmended, on="2018-02-01", services=({"service": SISTER_NUMBER, "orps": ("5101",)},)
    )
    assert elsewhere.state.territory_in(NUMBER, 2018) == ("5105", "5102")
    story = checked(year_with(entrusted(), 2018, paid=900_000, net=950_000), 2018)
    foreign = corrected(story, events.OvercompensationCheckPerformed, on="2019-05-15", service=SISTER_NUMBER)
    assert foreign.state.book(NUMBER, 2018).standing is None


# What changes nothing -------------------------------------------------------------------------------------------------


def said_again(story: Story[Mandate], event: type) -> Story[Mandate]:
    """The last entry of that kind is corrected to what it says, on no day of its own."""
    return corrected(story, event, on=None)


def test_a_correction_that_states_no_day_leaves_the_news_about_a_checked_year_open() -> None:
    """60 000 of a town became known after the check; that somebody corrects a spelling elsewhere is no new check."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=950_000), 2018)
    story = story.when(give("f1", 2018, 60_000), on="2018-11-30").then_open(
        "CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK"
    )
    for event in (events.OtherPublicFundingRecorded, events.MandateIssued, events.CompensationPaid):
        again = said_again(story, event).then_notes().then_closes()
        again.then_open("CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK")


def test_a_year_whose_verdict_stands_is_no_risk_again_because_something_is_corrected() -> None:
    """The town's 60 000 were counted by the second check, and asked back: the risk has become a claim."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=950_000), 2018)
    story = story.when(give("f1", 2018, 60_000), on="2018-11-30").when(check(2018), on="2019-09-20")
    story = story.then_closes("CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK").then_open()
    for event in (events.OtherPublicFundingRecorded, events.MandateIssued, events.CompensationPaid):
        said_again(story, event).then_notes().then_open()
    more = corrected(story, events.OtherPublicFundingRecorded, on="2018-11-30", amount=czk(60_001))
    more.then_open("CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK")
