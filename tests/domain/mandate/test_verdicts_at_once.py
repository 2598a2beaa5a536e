"""What makes a verdict another one is told when it is recorded, whatever it speaks of; not with the next correction."""

from typing import Any

import pytest
from hypothesis import given as chance

from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Outcome
from tests.domain.mandate.stories import (
    NUMBER,
    SISTER_NUMBER,
    ceilings,
    check,
    checked,
    entrusted,
    give,
    give_back,
    made,
    pay,
    request,
    two_services,
    year_with,
)
from tests.domain.mandate.test_recomputation import HISTORIES, LIVES, YearLife, lived, told
from tests.spec import Story

CHANGED = "CHECKED_YEAR_CHANGED"
OUTSIDE = "OUTSIDE_MANDATE_PERIOD"
REVOKE = made(asked.RevokeMandate, grounds="konec služby")
PROLONG = made(asked.ProlongMandate, last_day="2021-12-31", act="d")


def years_noted(story: Story[Mandate]) -> set[int]:
    """The years of which it is noted that their check agrees no more."""
    state = story.state
    return {year for ref in state.anomalies_of(CHANGED) for _, year in state.service_years(ref)}


def carried(**act: Any) -> Story[Mandate]:
    """50 000 of 1 000 000 were carried from 2018 to 2019."""
    story = checked(year_with(entrusted(**act), 2018, paid=1_000_000, net=950_000), 2018)
    assert story.state.book(NUMBER, 2018).checks[-1].result.outcome is Outcome.CARRY_OVER
    return story


def repaid(year: int = 2020, **act: Any) -> Story[Mandate]:
    """10 000 of the last year are to be repaid, for there is no next one."""
    story = checked(year_with(entrusted(**act), year, paid=1_000_000, net=990_000), year)
    assert story.state.book(NUMBER, year).checks[-1].result.outcome is Outcome.REPAY
    return story


# The time of the mandate ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "changes"), [("2018-12-31", True), ("2019-01-01", False)])
def test_a_revocation_tells_at_once_that_nothing_is_carried_beyond_it(on: str, *, changes: bool) -> None:
    story = carried().when(REVOKE, on=on).then_notes(*[CHANGED] * changes)
    assert years_noted(story) == ({2018} if changes else set())
    if changes:
        again = story.when(made(asked.PerformFinalCheck), on="2019-06-03").then_closes(CHANGED).then_open()
        assert again.state.verdict(2018).left_to_repay == czk(50_000)


def test_an_expiry_tells_it_too() -> None:
    story = carried().when(made(asked.RecordExpiry), on="2018-12-31")
    assert years_noted(story) == {2018}


def test_a_prolongation_tells_that_what_was_to_be_repaid_could_be_carried() -> None:
    story = repaid().when(PROLONG, on="2020-12-31").then_notes(CHANGED)
    assert years_noted(story) == {2020}
    again = story.when(check(2020), on="2021-06-15").then_closes(CHANGED).then_open()
    assert again.state.carried(NUMBER, 2021) == czk(10_000)
    carried().when(PROLONG, on="2020-12-31").then_notes()


def test_an_end_that_is_taken_back_or_corrected_tells_it_with_the_correction() -> None:
    revoked = carried().when(REVOKE, on="2018-12-31")
    back = made(TakeBackEntry, entry=revoked.entries[-1].event_id)
    revoked.when(back, reason="omyl").then_notes().then_open()
    data = revoked.entries[-1].event.model_dump(mode="json", exclude_none=True)
    moved = made(CorrectEntry, entry=revoked.entries[-1].event_id, data=data)
    later = revoked.when(moved, on="2019-01-01", reason="omyl").then_closes(CHANGED).then_open()
    earlier = made(CorrectEntry, entry=later.entries[-1].event_id, data=data)
    assert years_noted(later.when(earlier, on="2018-12-31", reason="omyl").then_notes(CHANGED)) == {2018}


def test_each_checked_service_is_told_and_what_agrees_is_not() -> None:
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER)))
    story = year_with(story, 2018, paid=1_000_000, net=950_000, service=NUMBER)
    story = year_with(story, 2018, paid=1_000_000, net=1_000_000, service=SISTER_NUMBER)
    story = checked(checked(story, 2018, service=NUMBER), 2018, service=SISTER_NUMBER)
    story = story.when(REVOKE, on="2018-12-31").then_notes(CHANGED)
    assert story.facts_of(CHANGED)["service"] == NUMBER


def test_an_end_tells_of_money_for_years_that_it_leaves_out() -> None:
    """Paid for 2020; then it becomes known that the mandate was revoked at the end of 2019."""
    story = entrusted()
    for line, month in (("1", "2019-12"), ("2", "2020-01"), ("3", "2020-02")):
        year = int(month[:4])
        story = story.when(pay(line, year, 100_000, months=(month,)), on="2020-03-16").then_notes()
    revoked = story.when(REVOKE, on="2019-12-31").then_notes(OUTSIDE)
    facts = revoked.facts_of(OUTSIDE)
    assert (facts["service"], facts["year"], facts["outside"]) == (NUMBER, 2020, ["2020-01"])
    data = revoked.entries[-1].event.model_dump(mode="json", exclude_none=True)
    same = made(CorrectEntry, entry=revoked.entries[-1].event_id, data=data)
    revoked.when(same, reason="nic nového").then_notes().then_open(OUTSIDE)
    in_january = revoked.when(same, on="2020-01-31", reason="omyl").then_notes().then_open(OUTSIDE)
    in_february = made(CorrectEntry, entry=in_january.entries[-1].event_id, data=data)
    in_january.when(in_february, on="2020-02-29", reason="omyl").then_closes(OUTSIDE).then_open()
    other_order = entrusted().when(REVOKE, on="2019-12-31")
    other_order.when(pay("2", 2020, 100_000, months=("2020-01",)), on="2020-03-16").then_notes(OUTSIDE)


def test_a_prolongation_takes_in_what_was_paid_beyond_the_end() -> None:
    story = entrusted().when(pay("1", 2021, 100_000, months=("2021-01",)), on="2020-12-16").then_notes(OUTSIDE)
    story.when(PROLONG, on="2020-12-31").then_closes(OUTSIDE).then_open()
    short = made(asked.ProlongMandate, last_day="2021-01-31", act="d")
    paid = story.when(pay("2", 2021, 100_000, months=("2021-02",)), on="2020-12-17").then_notes(OUTSIDE)
    paid.when(short, on="2020-12-31").then_open(OUTSIDE, OUTSIDE)


# The words of the act ------------------------------------------------------------------------------------------------


def test_an_amendment_that_forbids_or_allows_carrying_over_tells_it() -> None:
    forbid, allow = (made(asked.AmendMandate, amendment=str(it), is_carry_over_allowed=it) for it in (False, True))
    story = carried().when(forbid, on="2018-12-31").then_notes(CHANGED)
    assert years_noted(story) == {2018}
    story.when(allow, on="2018-12-31").then_notes().then_closes(CHANGED).then_open()
    carried().when(forbid, on="2019-01-01").then_notes()


# Money of other years ------------------------------------------------------------------------------------------------


def averaged() -> Story[Mandate]:
    """75 000 too much in 2019: exactly a tenth of the mean of 500 000 and 1 000 000, so it was carried over."""
    story = checked(year_with(entrusted(), 2018, paid=500_000, net=500_000), 2018)
    story = checked(year_with(story, 2019, paid=1_000_000, net=925_000), 2019)
    assert story.state.book(NUMBER, 2019).checks[-1].result.outcome is Outcome.CARRY_OVER
    return story


def test_money_of_an_earlier_year_tells_of_the_years_in_whose_average_it_stands() -> None:
    """One haléř less in 2018, and 2019 lies above a tenth."""
    story = averaged().when(give_back("b", 2018, Money(2)), on="2018-12-20")
    assert story.state.verdict(2019).outcome is Outcome.REPAY
    assert years_noted(story.then_notes(CHANGED, CHANGED)) == {2018, 2019}
    more = story.when(pay("c", 2018, Money(2)), on="2018-12-21")
    assert years_noted(more) == {2018}
    averaged().when(pay("b", 2018, 1), on="2018-12-20").then_notes(CHANGED)
    assert years_noted(averaged().when(give("f", 2018, 1), on="2018-12-20")) == {2018}
    fallen = checked(year_with(averaged(), 2020, paid=900_000, net=1_000_000), 2020)
    assert years_noted(fallen.when(pay("b", 2020, 1), on="2020-12-20")) == {2020}


def test_money_of_which_nobody_says_for_what_it_was_stands_in_the_way_of_every_verdict_of_its_year() -> None:
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER)))
    for year in (2018, 2019):
        story = checked(year_with(story, year, paid=900_000, net=900_000, service=NUMBER), year, service=NUMBER)
    late = story.when(pay("x", 2018, 1), on="2018-12-20").then_notes("SERVICE_NOT_STATED", CHANGED)
    assert late.state.verdict(2018, NUMBER).outcome is Outcome.CANNOT_BE_DECIDED
    assert years_noted(late) == {2018}
    data = late.entries[-1].event.model_dump(mode="json", exclude_none=True) | {"service": SISTER_NUMBER}
    said = made(CorrectEntry, entry=late.entries[-1].event_id, data=data)
    late.when(said, reason="doplněno").then_closes("SERVICE_NOT_STATED", CHANGED).then_open()


def test_a_request_that_is_taken_back_may_leave_what_could_be_carried() -> None:
    """Repayment was asked for before the mandate was prolonged; without the request the prolonged mandate carries."""
    story = repaid().when(request("v1", 2020, 10_000, due_on="2021-07-31"), on="2021-05-17").then_notes()
    story = story.when(PROLONG, on="2020-12-31").then_notes()
    withdrawn = story.when(made(asked.WithdrawRequest, claim="v1", grounds="prodlouženo"), on="2021-06-01")
    assert years_noted(withdrawn.then_notes(CHANGED)) == {2020}


def test_a_year_that_is_told_once_is_not_told_again() -> None:
    story = carried().when(REVOKE, on="2018-12-31").then_notes(CHANGED)
    assert isinstance(story.entries[-1].event, events.MandateRevoked)
    other = story.when(give_back("b", 2018, Money(1)), on="2018-12-31")
    assert len(other.state.anomalies_of(CHANGED)) == 2, "the money of the year itself is always told"
    other.when(made(asked.PerformFinalCheck), on="2019-06-03").then_open()


# Whatever happened ---------------------------------------------------------------------------------------------------


def noted_of_years(story: Story[Mandate]) -> set[tuple[str, object]]:
    """What is open, and of which service-years."""
    state = story.state
    return {(ref.code, year) for ref in state.open_anomalies for year in state.service_years(ref) or (None,)}


def says_the_same_when_asked_again(story: Story[Mandate]) -> None:
    issued = next(entry for entry in story.entries if isinstance(entry.event, events.MandateIssued))
    data = issued.event.model_dump(mode="json", exclude_none=True)
    again = story.when(made(CorrectEntry, entry=issued.event_id, data=data), reason="nic nového")
    assert again.refusal is None
    assert noted_of_years(again) == noted_of_years(story)


@chance(HISTORIES)
def test_a_correction_that_changes_nothing_finds_nothing_that_was_not_told(history: list[Any]) -> None:
    says_the_same_when_asked_again(told(history))


@chance(LIVES)
def test_nor_does_it_in_whole_lives(lives: tuple[list[YearLife], ...]) -> None:
    says_the_same_when_asked_again(lived(lives))
