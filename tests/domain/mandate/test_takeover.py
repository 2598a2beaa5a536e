"""Old mandates exactly as their papers state them."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.card import Inferred
from domain.kernel.ids import take
from domain.kernel.money import czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import CarryOverRule, Outcome
from tests.domain.mandate.stories import (
    NUMBER,
    PROVIDER,
    SISTER_NUMBER,
    check,
    commit,
    cost,
    known_cost,
    made,
    pay,
)
from tests.spec import Story, given, inferred

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED


def take_over(**fields: Any) -> asked.TakeOverMandate:
    return made(asked.TakeOverMandate, **fields)


def known(**fields: Any) -> Story[Mandate]:
    """An old mandate of which almost everything is stated."""
    usual = {
        "number": "PO-2012-3",
        "provider": PROVIDER,
        "services": ({"registration": NUMBER, "section": "43", "orps": ("5105",)},),
        "decision": "2012/21/EU",
        "period_as_written": "od 1. 1. 2013 do 31. 12. 2015",
        "is_carry_over_allowed": True,
        "compensations": tuple({"year": year, "compensation": czk(1_000_000)} for year in (2013, 2014, 2015)),
        "money_known_from": 2013,
    }
    return given(Mandate).when(take_over(**usual | fields), on="2012-12-18").then_notes()


def test_everything_may_be_unknown() -> None:
    """No day, no service, no money is invented."""
    story = given(Mandate).when(take_over()).then_notes()
    state = story.state
    assert list(story.entries[0].event.claims()) == []
    assert (state.first_day, state.ends_on, state.issued_on, state.services) == (None, None, None, {})
    assert state.is_valid_on(date(2014, 1, 1)) is OPEN
    assert state.covers("43", "5105", date(2014, 1, 1)) is OPEN
    assert state.room(2014) is None


def test_what_is_stated_holds() -> None:
    story = known()
    state = story.state
    taken_over = story.entries[0].event
    assert isinstance(taken_over, events.MandateTakenOver)
    assert taken_over.rule == made(CarryOverRule, share="1/10", average="years up to the checked one")
    assert list(story.entries[0].event.claims()) == [take("mandate-number", "PO-2012-3")]
    days = [date(2012, 12, 31), date(2013, 1, 1), date(2015, 12, 31), date(2016, 1, 1)]
    assert [state.is_valid_on(day) for day in days] == [NO, YES, YES, NO]
    assert state.covers("43", "5105", days[1]) is YES
    assert state.covers("43", "5101", days[1]) is NO
    assert state.room(2014) == czk(1_000_000)


def test_a_period_that_cannot_be_read_is_kept_as_written_with_its_anomaly() -> None:
    story = given(Mandate).when(take_over(period_as_written="od 1.10.2009 do 31.11.2012"))
    story.then_notes("IMPOSSIBLE_DATE")
    days = [date(2009, 9, 30), date(2010, 1, 1), date(2012, 11, 15), date(2013, 1, 1)]
    assert [story.state.is_valid_on(day) for day in days] == [NO, YES, OPEN, NO]


def test_a_period_that_contradicts_itself_says_nothing() -> None:
    story = given(Mandate).when(take_over(period_as_written="od 1.1.2015 do 31.12.2014"))
    story.then_notes("END_BEFORE_START")
    assert story.state.is_valid_on(date(2015, 1, 1)) is OPEN


def test_a_second_takeover_and_a_second_number_are_refused() -> None:
    known().when(take_over(), on="2012-12-18").then_refused("mandate.opened-once")
    twice = ({"registration": NUMBER}, {"registration": NUMBER})
    given(Mandate).when(take_over(services=twice)).then_refused("mandate.service-once")
    given(Mandate).when(take_over(services=({"section": "43"},))).then_refused("mandate.service-identified")
    foreign = ({"year": 2014, "compensation": czk(1), "service": SISTER_NUMBER},)
    given(Mandate).when(take_over(compensations=foreign)).then_refused("mandate.service-entrusted")
    negative = ({"year": 2014, "compensation": czk(-1)},)
    given(Mandate).when(take_over(compensations=negative)).then_refused("mandate.amounts-not-negative")


def test_a_region_as_written_is_no_territory() -> None:
    """What is only inferred does not say that an ORP is covered."""
    one = {"name_as_written": "PSB", "section": "43", "region": {"raw": "Liberecko", "orps": ("5105",)}}
    story = given(Mandate).when(take_over(services=(one,)), inferred=(inferred("services", "alias table"),))
    assert list(story.state.services) == ["PSB"]
    assert story.state.inferred == frozenset({"services"})
    assert story.state.covers("43", "5105", date(2014, 1, 1)) is OPEN
    assert story.state.covers("67", "5105", date(2014, 1, 1)) is NO
    assert isinstance(story.state.card(date(2014, 1, 1))["services"], Inferred)


def test_money_of_a_mandate_with_known_terms_goes_on_like_any_other() -> None:
    story = known().when(commit(2014, 900_000), on="2014-01-15").then_notes()
    story = story.when(pay("1", 2014, 900_000), on="2014-06-15").then_notes()
    story.when(commit(2014, 100_001), on="2014-06-16").then_refused("mandate.public-money-within-compensation")


def test_money_of_a_mandate_with_unknown_terms_is_recorded_and_not_promised() -> None:
    story = given(Mandate).when(take_over(services=({"registration": NUMBER},)))
    story.when(pay("1", 2014, 1, orps=("5105",)), on="2014-06-15").then_notes()
    refused = story.when(commit(2014, 1, orps=("5105",)), on="2014-06-15").then_refused(
        "mandate.covers-territory",
        "mandate.covers-period",
        "mandate.legal-basis-still-applies",
        "mandate.committed-while-it-lasts",
        "mandate.public-money-within-compensation",
    )
    assert refused.refusal is not None
    assert all(violation.is_undecided for violation in refused.refusal.violations)


# Verdicts ------------------------------------------------------------------------------------------------------------


def test_before_the_years_of_which_all_payments_are_known_there_is_no_verdict() -> None:
    for money_known_from, missing in ((None, True), (2015, True), (2014, False)):
        story = known(money_known_from=money_known_from).when(pay("1", 2014, 900_000), on="2014-06-15")
        story = known_cost(story, cost(2014, 900_000))
        assert (story.state.verdict(2014).missing == ("the payments before the takeover",)) is missing


def test_an_average_over_unknown_years_cannot_be_told() -> None:
    story = known(money_known_from=2014).when(pay("1", 2014, 900_000), on="2014-06-15")
    story = known_cost(story, cost(2014, 890_000))
    found = story.state.verdict(2014)
    assert (found.outcome, found.missing) == (
        Outcome.CANNOT_BE_DECIDED,
        ("the compensation of the averaged years",),
    )
    story.when(check(2014), on="2015-05-15").then_refused("mandate.verdict-can-be-given")


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"is_carry_over_allowed": None}, "whether the mandate allows carrying over"),
        ({"period_as_written": "od 1. 1. 2013"}, "the last day of the mandate"),
        ({"decision": None}, "the rule of carrying over"),
        ({"period_as_written": "do 31. 12. 2015"}, "the compensation of the averaged years"),
    ],
)
def test_what_an_old_paper_leaves_open_leaves_the_carrying_over_open(fields: dict[str, Any], missing: str) -> None:
    story = known(**fields).when(pay("1", 2014, 900_000), on="2014-06-15").when(cost(2014, 899_000), on="2015-02-01")
    story = story.when(made(asked.VerifyNetCost, **cost(2014, 899_000).fields()), on="2015-02-02").then_notes()
    assert story.state.verdict(2014).missing == (missing,)


def test_what_an_old_paper_says_against_it_decides_alone() -> None:
    """A mandate that does not allow carrying over repays, whatever else is unknown."""
    story = known(is_carry_over_allowed=False, period_as_written="od 1. 1. 2013", decision=None)
    story = known_cost(story.when(pay("1", 2014, 900_000), on="2014-06-15"), cost(2014, 899_000))
    assert story.state.verdict(2014).outcome is Outcome.REPAY


def test_an_old_mandate_can_be_prolonged_once_its_services_are_linked() -> None:
    prolong = made(asked.ProlongMandate, last_day="2016-12-31", act="dodatek")
    refused = known().when(prolong, on="2015-06-01")
    refused.then_refused("mandate.service-registered", "mandate.service-in-network")
    waived = ("mandate.service-registered", "mandate.service-in-network")
    story = known().when(prolong, on="2015-06-01", waived=waived).then_notes()
    assert story.state.is_valid_on(date(2016, 12, 31)) is YES
