"""Checks for overcompensation: the verdict, all or nothing, what supersedes it, and when it must be made."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from domain.kernel.calendar import years_after
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.kernel.question import question
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.overcompensation import _percent
from domain.mandate.payloads import CarryOverRule, CheckResult, Decision, Outcome
from domain.mandate.rules.overcompensation import carry_over_within_tenth
from domain.methodology import events as methodology_events
from domain.methodology.methodology import Methodology
from tests.domain.mandate.stories import (
    DECISIONS,
    NUMBER,
    SISTER_NUMBER,
    START,
    ceilings,
    check,
    checked,
    commit,
    cost,
    entrusted,
    files,
    give,
    give_back,
    issue,
    issued,
    known_cost,
    made,
    pay,
    proposed,
    request,
    two_services,
    year_with,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story, given

REVOKE = made(asked.RevokeMandate, grounds="konec služby")
METHODOLOGY = derived_id("spec", "the methodology")


def full_year(
    decision: Decision = "2012/21/EU", *, net: int | Money, year: int | None = None, **act: Any
) -> Story[Mandate]:
    """A million was paid in the first year (or another), and the service cost so much net."""
    return year_with(entrusted(decision, **act), year or START[decision], paid=1_000_000, net=net)


def verdict_of(story: Story[Mandate], year: int = 2018) -> tuple[Outcome, Money | None]:
    found = story.state.verdict(year)
    return found.outcome, found.overcompensation


# The verdict ---------------------------------------------------------------------------------------------------------


def test_public_money_up_to_the_net_cost_is_no_overcompensation() -> None:
    story = full_year(net=1_000_000)
    assert verdict_of(story) == (Outcome.NO_OVERCOMPENSATION, Money(0))
    assert story.state.verdict(2018).sentence == "no overcompensation: 0,00\u00a0Kč to the ceiling"
    left = full_year(net=1_184_210).state.verdict(2018)
    assert left.room == czk(184_210)
    assert left.sentence == "no overcompensation: 184\u00a0210,00\u00a0Kč to the ceiling"


@pytest.mark.parametrize("decision", DECISIONS)
def test_up_to_a_tenth_the_whole_is_carried_over_above_it_the_whole_is_repaid(decision: Decision) -> None:
    """All or nothing: 100 000.00 of 1 000 000 is carried, 100 000.01 is repaid in full."""
    year = START[decision]
    small, large = (full_year(decision, net=net).state.verdict(year) for net in (czk(900_000), Money(89_999_999)))
    assert (small.outcome, small.overcompensation, small.to_year) == (Outcome.CARRY_OVER, czk(100_000), year + 1)
    assert small.left_to_repay == Money(0)
    assert small.sentence == f"overcompensation 100\u00a0000,00\u00a0Kč — carried over to {year + 1}"
    assert large.sentence == "overcompensation 100\u00a0000,01\u00a0Kč — repay"
    assert (large.outcome, large.overcompensation, large.to_year) == (Outcome.REPAY, Money(10_000_001), None)
    assert (large.left_to_repay, large.to_claim) == (Money(10_000_001), Money(10_000_001))
    assert (small.average, small.tolerance) == (czk(1_000_000), czk(100_000))


def test_the_average_is_that_of_the_years_up_to_the_checked_one() -> None:
    """500 000 in 2018 and 1 000 000 in 2019: the average is 750 000, its tenth 75 000."""
    story = year_with(entrusted(), 2018, paid=500_000, net=500_000)
    small = year_with(story, 2019, paid=1_000_000, net=925_000).state.verdict(2019)
    assert (small.outcome, small.average, small.tolerance) == (Outcome.CARRY_OVER, czk(750_000), czk(75_000))
    large = year_with(story, 2019, paid=1_000_000, net=Money(92_499_999)).state.verdict(2019)
    assert large.outcome is Outcome.REPAY


def test_under_the_decision_of_2005_the_checked_year_alone_counts() -> None:
    story = year_with(entrusted("2005/842/EC"), 2010, paid=500_000, net=500_000)
    story = checked(year_with(story, 2011, paid=1_000_000, net=900_000), 2011)
    assert verdict_of(story, 2011) == (Outcome.CARRY_OVER, czk(100_000))


def test_an_average_is_compared_exactly_and_rounded_for_the_reader() -> None:
    """Three years of 100, 100 and 101 haléře: a tenth of 100.33… is 10.03…: ten are carried, eleven are not."""
    story = entrusted()
    for year, paid in ((2018, 100), (2019, 100)):
        story = year_with(story, year, paid=Money(paid), net=Money(paid))
    longer = story.when(made(asked.ProlongMandate, last_day="2021-12-31", act="d"), on="2020-06-01").then_notes()
    ten = year_with(longer, 2020, paid=Money(101), net=Money(91)).state.verdict(2020)
    eleven = year_with(longer, 2020, paid=Money(101), net=Money(90)).state.verdict(2020)
    assert (ten.outcome, ten.average, ten.tolerance) == (Outcome.CARRY_OVER, Money(100), Money(10))
    assert eleven.outcome is Outcome.REPAY


def test_a_mandate_that_does_not_allow_carrying_over_repays_the_whole() -> None:
    story = full_year(net=Money(99_999_999), is_carry_over_allowed=False)
    assert verdict_of(story) == (Outcome.REPAY, Money(1))


def test_a_mandate_that_does_not_go_on_repays_the_whole() -> None:
    """The last year, or a mandate that was revoked to its end."""
    last = full_year(net=Money(99_999_999), year=2020)
    assert verdict_of(last, 2020) == (Outcome.REPAY, Money(1))
    revoked = full_year(net=Money(99_999_999)).when(REVOKE, on="2018-12-31")
    assert verdict_of(revoked) == (Outcome.REPAY, Money(1))
    later = full_year(net=Money(99_999_999)).when(REVOKE, on="2019-01-01")
    assert verdict_of(later) == (Outcome.CARRY_OVER, Money(1))


def test_a_prolonged_mandate_goes_on() -> None:
    story = entrusted().when(made(asked.ProlongMandate, last_day="2021-12-31", act="d"), on="2020-06-01")
    assert verdict_of(year_with(story, 2020, paid=1_000_000, net=990_000), 2020) == (Outcome.CARRY_OVER, czk(10_000))


def test_revenues_lower_and_a_reasonable_profit_raises_the_ceiling() -> None:
    """1 200 000 − 300 000 + 50 000 = 950 000."""
    story = entrusted().when(pay("1", 2018, 1_000_000), on="2018-06-15")
    story = known_cost(story, cost(2018, 1_200_000, 300_000, 50_000))
    assert (story.state.verdict(2018).ceiling, verdict_of(story)) == (czk(950_000), (Outcome.CARRY_OVER, czk(50_000)))


def test_a_service_that_earned_more_than_it_cost_repays_what_it_received_and_no_more() -> None:
    story = entrusted().when(pay("1", 2018, 100_000), on="2018-06-15")
    story = known_cost(story, cost(2018, 100_000, 500_000))
    assert verdict_of(story) == (Outcome.REPAY, czk(100_000))


def test_all_public_money_counts_and_returned_money_does_not() -> None:
    story = entrusted(crowns=2_000_000).when(pay("1", 2018, 700_000), on="2018-06-15")
    story = story.when(pay("2", 2018, 200_000, source="region"), on="2018-07-15")
    story = story.when(give("f1", 2018, 150_000), on="2018-08-01").when(give_back("3", 2018, 50_000), on="2018-12-01")
    story = known_cost(story, cost(2018, 950_000))
    found = story.state.verdict(2018)
    assert (found.public_money, found.overcompensation) == (czk(1_000_000), czk(50_000))


def test_every_line_of_the_calculation_names_its_events() -> None:
    story = entrusted().when(pay("1", 2018, 700_000), on="2018-06-15").when(give("f1", 2018, 350_000), on="2018-08-01")
    story = story.when(give_back("3", 2018, 50_000), on="2018-12-01")
    story = known_cost(story, cost(2018, 950_000, 50_000, 30_000))
    ids = {entry.event.topic: entry.event_id for entry in story.entries}
    lines = [
        (line.label, line.detail, line.amount.minor // 100, line.events) for line in story.state.verdict(2018).lines
    ]
    verified = (ids["mandate.net-cost-verified"],)
    paid, given, back = (
        ids[f"mandate.{name}"]
        for name in ("compensation-paid", "other-public-funding-recorded", "public-money-returned")
    )
    money, everything = (paid, given, back), (*verified, paid, given, back)
    assert lines == [
        ("costs", None, 950_000, verified),
        ("revenues", None, -50_000, verified),
        ("reasonable profit", None, 30_000, verified),
        ("net cost", None, 930_000, verified),
        ("compensation paid", "esf", 700_000, (paid,)),
        ("other public money", "Frýdlant", 350_000, (given,)),
        ("returned", "unused", -50_000, (back,)),
        ("public money", None, 1_000_000, money),
        ("overcompensation", None, 70_000, everything),
        ("average annual compensation", None, 1_000_000, money),
        ("tolerance", None, 100_000, money),
        ("carried over to the next year", None, 70_000, everything),
    ]


def test_what_is_missing_is_named() -> None:
    paid = entrusted().when(pay("1", 2018, 1_000_000), on="2018-06-15")
    assert paid.state.verdict(2018).sentence == "cannot be decided: missing the declared net cost"
    assert paid.state.verdict(2018, SISTER_NUMBER).missing == ("an entrusted service", "the declared net cost")
    declared = paid.when(cost(2018, 900_000), on="2019-02-15").state.verdict(2018)
    assert declared.missing == ("the verified net cost",)
    assert [line.label for line in declared.lines][:4] == ["costs", "revenues", "reasonable profit", "net cost"]


# The check -----------------------------------------------------------------------------------------------------------


def result(**fields: Any) -> CheckResult:
    usual = {
        "public_money": czk(1_000_000),
        "carried_in": Money(0),
        "rule": {"share": "1/10", "average": "years up to the checked one"},
    }
    return made(CheckResult, **usual | fields)


def check_by(day: str) -> Any:
    return years_after(date.fromisoformat(day), 3, CZECH_HOLIDAYS)


def test_a_check_without_overcompensation_records_its_figures_alone() -> None:
    story = checked(full_year(net=1_000_000), 2018)
    found = result(outcome="NO_OVERCOMPENSATION", net_cost=czk(1_000_000), overcompensation=Money(0))
    story.then(events.OvercompensationCheckPerformed.of(check(2018), result=found, check_by=check_by("2019-05-15")))


def test_a_check_that_carries_over_lowers_the_next_year() -> None:
    story = checked(full_year(net=938_700), 2018)
    figures = {"average": czk(1_000_000), "tolerance": czk(100_000)}
    found = result(outcome="CARRY_OVER", net_cost=czk(938_700), overcompensation=czk(61_300), **figures)
    story.then(
        events.OvercompensationCheckPerformed.of(check(2018), result=found, check_by=check_by("2019-05-15")),
        made(events.OvercompensationFound, year=2018, amount=czk(61_300), percent="6.13"),
        made(events.OvercompensationCarriedOver, year=2018, amount=czk(61_300), to_year=2019),
    )
    assert story.state.room(2019) == czk(938_700)
    story.when(commit(2019, Money(93_870_001)), on="2019-06-01").then_refused(
        "mandate.public-money-within-compensation"
    )
    story.when(commit(2019, 938_700), on="2019-06-01").then_notes()


def test_what_was_carried_over_counts_as_received_in_the_next_year() -> None:
    """938 700 paid and 61 300 carried in against a net cost of 1 000 000: nothing too much."""
    story = year_with(checked(full_year(net=938_700), 2018), 2019, paid=938_700, net=1_000_000)
    found = story.state.verdict(2019)
    assert (found.outcome, found.carried_in, found.room) == (Outcome.NO_OVERCOMPENSATION, czk(61_300), Money(0))
    (line,) = (line for line in found.lines if line.label == "carried over from the year before")
    carried = [e.event_id for e in story.entries if isinstance(e.event, events.OvercompensationCarriedOver)]
    assert list(line.events) == carried
    less = year_with(checked(full_year(net=938_700), 2018), 2019, paid=938_700, net=Money(99_999_999))
    assert verdict_of(less, 2019) == (Outcome.CARRY_OVER, Money(1))


def test_a_check_that_asks_for_repayment_carries_nothing() -> None:
    story = checked(full_year(net=800_000), 2018)
    figures = {"average": czk(1_000_000), "tolerance": czk(100_000)}
    found = result(outcome="REPAY", net_cost=czk(800_000), overcompensation=czk(200_000), **figures)
    story.then(
        events.OvercompensationCheckPerformed.of(check(2018), result=found, check_by=check_by("2019-05-15")),
        made(events.OvercompensationFound, year=2018, amount=czk(200_000), percent=20),
    )
    assert (story.state.room(2019), story.state.carried(NUMBER, 2019)) == (czk(1_000_000), Money(0))


def test_a_check_supersedes_the_one_before_and_the_old_verdict_stays_visible() -> None:
    first = checked(full_year(net=938_700), 2018)
    second = first.when(check(2018), on="2019-06-01").then_notes()
    assert second.decision is not None
    performed = second.decision.findings[0].event
    assert isinstance(performed, events.OvercompensationCheckPerformed)
    assert performed.supersedes == first.state.book(NUMBER, 2018).checks[0].event_id
    assert [one.result.overcompensation for one in second.state.book(NUMBER, 2018).checks] == [czk(61_300)] * 2
    assert second.state.room(2019) == czk(938_700)


@pytest.mark.parametrize(("on", "is_over"), [("2018-12-31", False), ("2019-01-01", True)])
def test_a_year_is_checked_when_it_is_over(on: str, is_over: bool) -> None:
    declared = cost(2018, 900_000)
    story = (
        entrusted()
        .when(declared, on="2018-12-30")
        .when(made(asked.VerifyNetCost, **declared.fields()), on="2018-12-30")
    )
    if is_over:
        story.when(check(2018), on=on).then_notes()
    else:
        story.when(check(2018), on=on).then_refused("mandate.checked-after-its-year")
        story.when(REVOKE, on="2018-12-30").when(check(2018), on=on).then_notes()


def test_a_check_needs_everything_that_its_verdict_needs() -> None:
    paid = entrusted().when(pay("1", 2018, 1_000_000), on="2018-06-15")
    refused = paid.when(check(2018), on="2019-05-15").then_refused("mandate.verdict-can-be-given")
    assert refused.facts_of("mandate.verdict-can-be-given") == {"missing": ["the declared net cost"]}
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided
    proposed().when(check(2018), on="2019-05-15").then_refused("mandate.issued-first")


@pytest.mark.parametrize("decision", DECISIONS)
def test_each_service_is_checked_on_its_own(decision: Decision) -> None:
    year = START[decision]
    acts = {"compensations": (*ceilings(decision, service=NUMBER), *ceilings(decision, service=SISTER_NUMBER))}
    story = two_services(decision, **acts)
    story.when(check(year), on=f"{year + 1}-05-15").then_refused(
        "mandate.each-service-on-its-own", "mandate.verdict-can-be-given"
    )
    story = year_with(story, year, paid=1_000_000, net=900_000, service=NUMBER)
    checked(story, year, service=NUMBER)
    foreign = story.when(check(year, service="8208204"), on=f"{year + 1}-05-15")
    foreign.then_refused("mandate.service-entrusted")


# Every three years ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize(("days", "notes"), [(0, ()), (1, ("CHECKED_LATE",))])
def test_the_first_check_is_due_three_years_from_the_start(
    decision: Decision, days: int, notes: tuple[str, ...]
) -> None:
    """1 January is a holiday: the limit rolls. A late check is made all the same and noted."""
    year = START[decision]
    story = full_year(decision, net=1_000_000, period={"start": f"{year}-01-01", "end": f"{year + 3}-12-31"})
    due = years_after(date(year, 1, 1), 3, CZECH_HOLIDAYS).legal_last_day
    assert due > date(year + 3, 1, 1)
    story = story.when(check(year), on=date.fromordinal(due.toordinal() + days)).then_notes(*notes)
    if notes:
        assert story.facts_of("CHECKED_LATE")["days_late"] == 1


def test_a_mandate_that_ends_before_is_checked_at_its_end() -> None:
    """Three years from 1 January 2018 the mandate is over: the final check is due, not another one."""
    story = full_year(net=1_000_000)
    assert story.state.services[NUMBER].check_by is not None
    assert story.state.check_due(NUMBER) is None
    story.when(check(2018), on="2021-05-15").then_notes()
    assert full_year(net=1, period={"start": "2018-01-01", "end": "2021-01-01"}).state.check_due(NUMBER) is not None


def test_the_next_check_is_due_three_years_from_the_last() -> None:
    nine = {"start": "2018-01-01", "end": "2026-12-31"}
    story = checked(full_year(net=1_000_000, period=nine), 2018)
    assert story.state.services[NUMBER].check_by == check_by("2019-05-15")
    story = known_cost(story, cost(2019, 1))
    story.when(check(2019), on="2022-05-16").then_notes()
    story.when(check(2019), on="2022-05-17").then_notes("CHECKED_LATE")


def test_after_the_end_no_further_check_is_due() -> None:
    story = full_year(net=1_000_000).when(REVOKE, on="2018-12-31").when(check(2018), on="2019-05-15").then_notes()
    assert story.state.services[NUMBER].check_by is None


# The final check -----------------------------------------------------------------------------------------------------

FINAL = made(asked.PerformFinalCheck, inspection="K 7/2021")


def _three_years(*, checks: tuple[int, ...] = (2018, 2019)) -> Story[Mandate]:
    story = entrusted()
    for year in (2018, 2019, 2020):
        story = year_with(story, year, paid=1_000_000, net=990_000 if year == 2020 else 1_000_000)
        story = checked(story, year) if year in checks else story
    return story


def test_the_final_check_looks_at_the_last_year_and_carries_nothing() -> None:
    story = _three_years().when(made(asked.RecordExpiry), on="2020-12-31").when(FINAL, on="2021-05-15").then_notes()
    figures = {"average": czk(1_000_000), "tolerance": czk(100_000)}
    found = result(outcome="REPAY", net_cost=czk(990_000), overcompensation=czk(10_000), **figures)
    story.then(
        events.FinalOvercompensationCheckPerformed.of(FINAL, year=2020, result=found),
        made(events.OvercompensationFound, year=2020, amount=czk(10_000), percent=1),
    )
    standing = story.state.book(NUMBER, 2020).standing
    assert standing is not None
    assert standing.is_final
    again = story.when(FINAL, on="2021-05-16").then_notes()
    assert len(again.state.book(NUMBER, 2020).checks) == 2


@pytest.mark.parametrize(("on", "has_ended"), [("2020-12-31", False), ("2021-01-01", True)])
def test_the_final_check_comes_after_the_end(on: str, has_ended: bool) -> None:
    story = entrusted()
    declared = cost(2020, 1)
    story = story.when(declared, on="2020-12-01").when(made(asked.VerifyNetCost, **declared.fields()), on="2020-12-01")
    story = story.when(FINAL, on=on)
    if has_ended:
        story.then_notes()
    else:
        story.then_refused("mandate.final-check-after-end")


def test_before_the_final_check_every_year_is_checked_and_up_to_date() -> None:
    unchecked = _three_years(checks=(2018,)).when(FINAL, on="2021-05-15").then_refused("mandate.every-year-checked")
    assert unchecked.facts_of("mandate.every-year-checked") == {"unchecked": [2019]}
    outdated = _three_years().when(give("late", 2018, 1), on="2021-05-01").when(FINAL, on="2021-05-15")
    outdated.then_refused("mandate.every-year-checked")


@pytest.mark.parametrize(("on", "notes"), [("2021-06-30", ()), ("2021-07-01", ("FINALLY_CHECKED_LATE",))])
def test_a_late_final_check_is_noted(on: str, notes: tuple[str, ...]) -> None:
    """Six months from 31 December 2020."""
    story = _three_years().when(made(asked.RecordExpiry), on="2020-12-31")
    story.when(FINAL, on=on).then_notes(*notes)


def test_a_final_check_names_its_service_and_an_issued_mandate() -> None:
    two_services().when(FINAL, on="2021-05-15").then_refused(
        "mandate.each-service-on-its-own", "mandate.verdict-can-be-given"
    )
    proposed().when(FINAL, on="2021-05-15").then_refused("mandate.issued-first")
    issued().when(FINAL, on="2021-05-15").then_refused("mandate.verdict-can-be-given")


# The rule of the methodology -----------------------------------------------------------------------------------------


def methodology(limit: str, average: str) -> Methodology:
    approved = made(
        methodology_events.MethodologyApproved,
        approvals=[{"body": "ZK"}],
        validity={"start": "2019-01-01", "end": "2019-12-31"},
        document="20" * 32,
    )
    drafted = made(methodology_events.MethodologyDrafted, year=2019, title="Metodika")
    policy = made(methodology_events.CarryOverPolicySet, limit=limit, average=average)
    return given(Methodology, drafted, approved, ("2019-01-01", policy)).state


@pytest.mark.parametrize(
    ("limit", "average", "outcome", "tolerance"),
    [
        ("1/20", "years up to the checked one", Outcome.REPAY, 37_500),
        ("1/2", "years up to the checked one", Outcome.CARRY_OVER, 75_000),
        ("1/10", "last three years", Outcome.CARRY_OVER, 75_000),
        ("1/10", "all years of the mandate", Outcome.REPAY, 68_000),
    ],
)
def test_a_methodology_may_be_stricter_and_choose_the_average(
    limit: str, average: str, outcome: Outcome, tolerance: int
) -> None:
    """500 000, 1 000 000 and 540 000 in three years; 70 000 too much in the second. More than a tenth never."""
    others = {**files(), METHODOLOGY: methodology(limit, average)}
    act = issue(compensations=ceilings())
    story = proposed(others=others).when(act, on="2017-12-19")
    story = year_with(story, 2018, paid=500_000, net=500_000)
    story = year_with(story, 2019, paid=1_000_000, net=930_000)
    story = story.when(pay("2020", 2020, 540_000), on="2020-02-01")
    story = story.when(check(2019, methodology=METHODOLOGY), on="2020-05-15").then_notes()
    standing = story.state.book(NUMBER, 2019).standing
    assert standing is not None
    assert (standing.result.outcome, standing.result.tolerance) == (outcome, czk(tolerance))
    share = "1/10" if limit == "1/2" else limit
    assert standing.result.rule == made(CarryOverRule, share=share, average=average)


def test_an_average_over_all_years_waits_for_the_last_of_them() -> None:
    rule = made(CarryOverRule, share="1/10", average="all years of the mandate")
    story = full_year(net=900_000)
    found = story.state.verdict(2018, rule=rule)
    assert (found.outcome, found.missing) == (
        Outcome.CANNOT_BE_DECIDED,
        ("the compensation of the averaged years",),
    )
    assert found.overcompensation == czk(100_000)


# Parameters ----------------------------------------------------------------------------------------------------------


def update(**fields: Any) -> asked.UpdateParameters:
    usual = {"year": 2018, "parameters": "referenční hodnoty snížené o pětinu", "from_day": "2020-01-01"}
    return made(asked.UpdateParameters, **usual | fields)


def test_after_an_overcompensation_the_parameters_are_updated_for_the_future() -> None:
    story = checked(full_year(net=800_000), 2018)
    assert story.state.parameters_due(NUMBER) == (2018,)
    story = story.when(update(), on="2019-10-01").then(events.ParametersUpdated.of(update()))
    words = [story.state.elements.on(day) for day in (date(2019, 12, 31), date(2020, 1, 1))]
    assert [one.parameters if one else None for one in words] == [
        "referenční hodnoty metodiky kraje",
        "referenční hodnoty snížené o pětinu",
    ]
    assert story.state.parameters_due(NUMBER) == ()


def test_parameters_are_not_updated_backwards_nor_without_an_overcompensation() -> None:
    story = checked(full_year(net=800_000), 2018)
    story.when(update(from_day="2019-09-30"), on="2019-10-01").then_refused("mandate.parameters-for-the-future")
    story.when(update(from_day="2019-10-01"), on="2019-10-01").then_notes()
    story.when(update(parameters=" "), on="2019-10-01").then_refused("mandate.article-4-complete")
    for net in (1_000_000, None):
        quiet = checked(full_year(net=net), 2018) if net else entrusted()
        quiet.when(update(), on="2019-10-01").then_refused("mandate.parameters-after-overcompensation")
    carried = checked(full_year(net=Money(99_999_999)), 2018)
    carried.when(update(), on="2019-10-01").then_notes()


def test_once_repayment_was_asked_for_nothing_is_carried_over() -> None:
    """A prolongation afterwards does not turn a repayment into money kept."""
    story = checked(full_year(net=990_000, year=2020), 2020)
    assert verdict_of(story, 2020) == (Outcome.REPAY, czk(10_000))
    prolong = made(asked.ProlongMandate, last_day="2021-12-31", act="d")
    assert verdict_of(story.when(prolong, on="2020-12-31"), 2020) == (Outcome.CARRY_OVER, czk(10_000))
    claimed = story.when(request("v1", 2020, 10_000, due_on="2021-07-31"), on="2021-05-16").then_notes()
    prolonged = claimed.when(prolong, on="2020-12-31").then_notes()
    assert verdict_of(prolonged, 2020) == (Outcome.REPAY, czk(10_000))
    assert not prolonged.state.is_outdated(NUMBER, 2020)


# The rule itself -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("excess", "allowed", "goes_on", "answer"),
    [
        (10, True, True, True),
        (11, True, True, False),
        (10, False, True, False),
        (10, True, False, False),
        (10, None, True, None),
        (10, True, None, None),
        (11, None, None, False),
    ],
)
def test_one_condition_that_fails_decides_and_an_unknown_one_leaves_it_open(
    excess: int, allowed: bool | None, goes_on: bool | None, answer: bool | None
) -> None:
    """mandate.carry-over-within-tenth: ten of an average of a hundred."""
    asked_rule = question(
        carry_over_within_tenth,
        date(2018, 1, 1),
        overcompensation=Money(excess),
        compensations=(Money(50), Money(150)),
        share=Fraction(1, 10),
        is_allowed=allowed,
        goes_on=goes_on,
    )
    assert asked_rule.answer() is answer


def test_a_methodology_that_says_nothing_of_carrying_over_leaves_the_configured_rule() -> None:
    drafted = made(methodology_events.MethodologyDrafted, year=2019, title="Metodika")
    others = {**files(), METHODOLOGY: given(Methodology, drafted).state}
    story = proposed(others=others).when(issue(compensations=ceilings()), on="2017-12-19")
    story = year_with(story, 2018, paid=1_000_000, net=900_000)
    story = story.when(check(2018, methodology=METHODOLOGY), on="2019-05-15").then_notes()
    assert story.state.carried(NUMBER, 2019) == czk(100_000)


def test_an_average_of_nothing_has_no_per_cent() -> None:
    """Everything that was carried in is too much where nothing was paid and the service cost nothing."""
    story = checked(full_year(net=900_000), 2018)
    amended = made(asked.AmendMandate, amendment="1", is_carry_over_allowed=False)
    story = known_cost(story.when(amended, on="2019-06-01"), cost(2019, 0))
    last_years = made(CarryOverRule, share="1/10", average="the checked year")
    found = story.state.verdict(2019, rule=last_years)
    assert (found.outcome, found.average, found.tolerance) == (Outcome.REPAY, Money(0), Money(0))
    assert _percent(found) is None


def test_an_average_over_all_years_of_a_mandate_without_a_known_end_is_unknown() -> None:
    old = made(
        asked.TakeOverMandate,
        services=({"registration": NUMBER},),
        decision="2012/21/EU",
        period_as_written="od 1. 1. 2018",
        is_carry_over_allowed=True,
        money_known_from=2018,
    )
    story = given(Mandate).when(old, on="2017-12-19").when(pay("1", 2018, 100), on="2018-06-15")
    story = known_cost(story, cost(2018, 99))
    rule = made(CarryOverRule, share="1/10", average="all years of the mandate")
    assert story.state.verdict(2018, rule=rule).missing == (
        "the compensation of the averaged years",
        "the last day of the mandate",
    )
