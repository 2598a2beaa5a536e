"""The compensation payment that a paper states: once for each service-year, and what follows where it is too low."""

from typing import Any

import pytest

from domain.kernel.money import czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import (
    NUMBER,
    SISTER_NUMBER,
    ceilings,
    commit,
    entrusted,
    issue,
    issued,
    made,
    pay,
    proposed,
    two_services,
)
from tests.domain.mandate.test_corrections import corrected
from tests.spec import Story, given

TWICE = "CEILING_STATED_TWICE"
ISSUE_DAY = "2017-12-19"
RISK = "OVER_COMPENSATION_RISK"


def amend(number: str = "1", **fields: Any) -> asked.AmendMandate:
    return made(asked.AmendMandate, amendment=number, **fields)


def stated(*years: tuple[int, int, str | None]) -> tuple[dict[str, Any], ...]:
    return tuple({"year": y, "compensation": f"{crowns}.00 CZK", "service": service} for y, crowns, service in years)


# Stated twice --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [None, NUMBER])
def test_an_act_that_states_two_payments_for_one_service_year_is_refused(first: str | None) -> None:
    """Also where the only service is named once and meant the other time; the same amount twice is a slip as well."""
    for second in (1_000_000, 900_000):
        act = stated((2018, 1_000_000, first), (2018, second, NUMBER))
        story = proposed().when(issue(compensations=act), on=ISSUE_DAY).then_refused("mandate.ceiling-stated-once")
        assert story.facts_of(TWICE)["stated"] == [f"{NUMBER} 2018"] * 2
        issued().when(amend(compensations=act), on="2018-02-01").then_refused("mandate.ceiling-stated-once")


def test_one_payment_for_each_service_and_year_is_no_repetition() -> None:
    both = (*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER))
    two_services(compensations=both).when(amend(compensations=both), on="2018-02-01").then_notes()


@pytest.mark.parametrize("service", [None, NUMBER])
def test_an_old_paper_that_states_two_is_taken_as_it_is_until_it_is_corrected(service: str | None) -> None:
    """The last of them holds; the anomaly says that there are two. A correction may bring it about, too."""
    services = ({"registration": NUMBER, "section": "43"},)
    twice = stated((2014, 1_000_000, NUMBER), (2014, 900_000, service))
    paper = made(asked.TakeOverMandate, services=services, compensations=twice)
    story = given(Mandate).when(paper).then_notes(TWICE)
    assert story.state.compensation(2014) == czk(900_000)
    once = corrected(story, events.MandateTakenOver, compensations=twice[:1], on="2012-12-18")
    once.then_notes().then_closes(TWICE).then_open()
    corrected(once, events.MandateTakenOver, compensations=twice, on="2012-12-18").then_notes(TWICE)


# Too low -------------------------------------------------------------------------------------------------------------


def at_risk(story: Story[Mandate]) -> list[str]:
    return [ref.code for ref in story.state.open_anomalies]


def test_an_amendment_that_lowers_the_payment_below_what_is_committed_shows_the_risk() -> None:
    """800 000 are committed for 2018 and for 2019; a later amendment raises one year, then the other."""
    story = entrusted().when(commit(2018, 800_000), on="2018-01-10").when(commit(2019, 800_000), on="2018-01-10")
    same = story.when(amend(compensations=ceilings(crowns=800_000)), on="2018-03-01").then_notes()
    assert at_risk(same) == []
    lower = story.when(amend(compensations=ceilings(crowns=799_999)), on="2018-03-01").then_notes(RISK, RISK)
    one = lower.when(amend("2", compensations=stated((2018, 800_000, None))), on="2018-04-01")
    one.then_notes(RISK).then_closes(RISK).then_open(RISK)
    assert one.facts_of(RISK)["year"] == 2019
    one.when(amend("3", compensations=stated((2019, 800_000, None))), on="2018-05-01").then_notes().then_open()


def test_an_amendment_that_raises_the_payment_ends_the_risk() -> None:
    story = entrusted().when(pay("1", 2018, 1_000_001), on="2018-06-15").then_open(RISK)
    higher = story.when(amend(compensations=stated((2018, 1_000_001, NUMBER))), on="2018-07-01")
    higher.then_notes().then_closes(RISK).then_open()


def test_an_older_amendment_that_turns_up_later_changes_nothing_of_the_risk() -> None:
    """The payment stated last for the day holds: 1 000 001 from July, whatever was stated in March."""
    story = entrusted().when(pay("1", 2018, 1_000_001), on="2018-06-15").then_open(RISK)
    story = story.when(amend(compensations=stated((2018, 1_000_001, NUMBER))), on="2018-07-01").then_open()
    story.when(amend("0", compensations=stated((2018, 5, NUMBER))), on="2018-03-01").then_notes().then_open()


def test_an_act_that_states_less_than_was_paid_before_it_shows_the_risk() -> None:
    story = proposed().when(pay("1", 2018, 500_001), on="2017-12-01").then_open("WITHOUT_MANDATE")
    act = issue(compensations=stated((2018, 500_000, NUMBER)))
    story.when(act, on=ISSUE_DAY).then_notes(RISK).then_open("WITHOUT_MANDATE", RISK)
