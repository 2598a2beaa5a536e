"""What a check carries into the next year reaches that year; a line of the statement counts once for a service-year."""

from domain.kernel.correction import TakeBackEntry
from domain.kernel.money import czk
from domain.mandate.events import OvercompensationCheckPerformed, OvercompensationRepaid
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import (
    NUMBER,
    check,
    checked,
    commit,
    entrusted,
    give,
    give_back,
    made,
    pay,
    repay,
    request,
    year_with,
)
from tests.domain.mandate.test_corrections import corrected
from tests.spec import Story

CHANGED, RISK = "CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK"


def overpaid(paid: int = 1_000_000) -> Story[Mandate]:
    """950 000 would have been enough for 2018; not checked yet."""
    return year_with(entrusted(), 2018, paid=paid, net=950_000)


# Carried into the next year ------------------------------------------------------------------------------------------


def test_a_new_check_that_carries_nothing_over_puts_the_next_year_in_question() -> None:
    """50 000 were carried into 2019, and 2019 was checked with them; late news makes them 150 000 to be repaid."""
    story = checked(year_with(checked(overpaid(), 2018), 2019, paid=900_000, net=950_000), 2019)
    story = story.when(give("obec", 2018, 100_000), on="2020-06-01").then_open(CHANGED, RISK)
    again = story.when(check(2018), on="2020-06-15").then_notes(CHANGED).then_open(CHANGED)
    assert again.facts_of(CHANGED)["year"] == 2019
    assert again.state.is_outdated(NUMBER, 2019)
    again.when(check(2019), on="2020-06-16").then_notes().then_closes(CHANGED).then_open()


def test_a_new_check_that_carries_the_same_over_leaves_the_next_year_alone() -> None:
    story = checked(year_with(checked(overpaid(), 2018), 2019, paid=900_000, net=950_000), 2019)
    story.when(check(2018), on="2020-06-15").then_notes().then_open()


def test_what_is_carried_over_shows_the_risk_of_the_year_that_it_lowers() -> None:
    """950 001 are committed for 2019; 50 000 are carried into it, and only a million may be paid."""
    story = overpaid().when(commit(2019, 950_001), on="2019-01-10").then_notes()
    lowered = story.when(check(2018), on="2019-05-15").then_notes(RISK)
    assert (lowered.facts_of(RISK)["year"], lowered.facts_of(RISK)["room"]) == (
        2019,
        {"currency": "CZK", "minor": -100},
    )
    fits = overpaid().when(commit(2019, 950_000), on="2019-01-10").when(check(2018), on="2019-05-15").then_notes()
    assert fits.state.room(2019) == czk(0)


def test_a_risk_that_came_with_what_was_carried_over_goes_with_it() -> None:
    """With 100 000 more for 2018 the whole is repaid, and 2019 has its room back."""
    story = overpaid().when(commit(2019, 950_001), on="2019-01-10").when(check(2018), on="2019-05-15").then_open(RISK)
    story = story.when(give("obec", 2018, 100_000), on="2019-06-01").then_open(RISK, RISK, CHANGED)
    story.when(check(2018), on="2019-06-15").then_open()


def test_a_check_that_is_taken_back_carries_nothing_over() -> None:
    """It left three entries; without the check the other two say nothing. A new check carries the same over again."""
    story = checked(overpaid(), 2018)
    assert story.state.carried(NUMBER, 2019) == czk(50_000)
    made_by = next(entry for entry in story.entries if isinstance(entry.event, OvercompensationCheckPerformed))
    back = made(TakeBackEntry, entry=made_by.event_id)
    without = story.when(back, on="2019-06-01", reason="jiný rok").then_notes()
    assert without.state.carried(NUMBER, 2019) == czk(0)
    assert without.when(check(2018), on="2019-06-02").then_notes().state.carried(NUMBER, 2019) == czk(50_000)


# Counted once --------------------------------------------------------------------------------------------------------


def claimed() -> Story[Mandate]:
    """200 000 too much for 2018, asked back."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    return story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20").then_notes()


def test_a_line_that_brought_the_overcompensation_back_is_not_returned_money_besides() -> None:
    """It would lower the overcompensation and pay it; for another year the same transfer may have brought something."""
    story = claimed().when(repay("b1", "v1", 200_000), on="2019-06-28").then_notes()
    again = story.when(give_back("b1", 2018, 200_000), on="2019-06-28")
    again.then_refused("mandate.movement-recorded-once")
    story.when(give_back("b2", 2018, 1), on="2019-06-28").then_notes(CHANGED)
    other = story.when(pay("p9", 2019, 5), on="2019-06-01").when(give_back("b1", 2019, 5), on="2019-06-28")
    other.then_notes()


def test_a_line_that_was_returned_money_does_not_repay_the_overcompensation_besides() -> None:
    story = claimed().when(give_back("b1", 2018, 200_000), on="2019-06-20").then_notes(CHANGED)
    story.when(repay("b1", "v1", 200_000), on="2019-06-28").then_refused("mandate.movement-recorded-once")
    story.when(repay("b2", "v1", 1), on="2019-06-28").then_notes()


def test_a_corrected_repayment_is_held_against_its_request() -> None:
    story = claimed().when(repay("b1", "v1", 150_000), on="2019-06-20").when(repay("b2", "v1", 50_000), on="2019-06-28")
    above = corrected(story.then_open(), OvercompensationRepaid, on="2019-06-28", amount=czk(50_001))
    above.then_notes("REPAID_ABOVE_CLAIM")
    corrected(above, OvercompensationRepaid, on="2019-06-28", amount=czk(50_000)).then_closes("REPAID_ABOVE_CLAIM")
