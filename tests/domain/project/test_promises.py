"""What a project promises: key activities, indicators, ceilings of services, support stated in old records."""

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.money import czk
from domain.project import commands as asked
from domain.project import events
from domain.project.payloads import IndicatorUnit
from tests.domain.project.pieces import approved, on_file, service_id, services
from tests.domain.service.pieces import said

ON = "2022-08-01"
PERSONS = {"indicator": "persons", "name": "Podpořená osoba", "sections": ("43",), "value": 100, "unit": "PERSON"}
SET = said(asked.SetIndicatorTarget, **PERSONS)


# Key activities -------------------------------------------------------------------------------------------------------


def test_key_activity_is_defined_once() -> None:
    """Under its number as written, whether by us or from an old record; the same number again is refused."""
    activity = {"activity": "KA1", "name": "Plánování", "steps": ("analýza",), "outputs": ("akční plán",)}
    story = approved().when(said(asked.DefineKeyActivity, **activity), on=ON)
    story.then(said(events.KeyActivityDefined, **activity)).then_notes()
    story.when(said(asked.TakeOverKeyActivity, **activity)).then_refused("project.key-activity-once")
    old = on_file().when(said(asked.TakeOverKeyActivity, **activity)).then(said(events.KeyActivityDefined, **activity))
    assert old.state.key_activities["KA1"].outputs == ("akční plán",)
    story.when(said(asked.DefineKeyActivity, activity="KA2", name="Plánování"), on=ON).then_notes()


# Indicators -----------------------------------------------------------------------------------------------------------


def test_target_is_set_once_and_then_changed() -> None:
    """100 persons from August, 120 from January: both days keep their own promise."""
    story = approved().when(SET, on=ON).then(said(events.IndicatorTargetSet, **PERSONS)).then_notes()
    story.when(SET, on="2022-09-01").then_refused("project.indicator-once")
    change = {"indicator": "persons", "value": 120, "qualifier": "at least", "decision": "změna č. 1"}
    story = story.when(said(asked.ChangeIndicatorTarget, **change), on="2023-01-01")
    story.then(said(events.IndicatorTargetChanged, **change))
    before, after = (story.state.target("persons", on=day) for day in (date(2022, 12, 31), date(2023, 1, 1)))
    assert before is not None
    assert after is not None
    assert (before.value, before.qualifier) == (Decimal(100), "exactly")
    assert (after.value, after.qualifier, after.unit) == (Decimal(120), "at least", IndicatorUnit.PERSON)
    assert story.state.target("fte", on=date(2023, 1, 1)) is None


def test_change_of_an_unknown_indicator_is_refused() -> None:
    """What was never promised cannot be changed or achieved."""
    approved().when(said(asked.ChangeIndicatorTarget, indicator="x", value=1), on=ON).then_refused(
        "project.indicator-known"
    )
    on_file().when(said(asked.TakeOverIndicatorAchievement, indicator="x", value=1)).then_refused(
        "project.indicator-known"
    )


def test_indicator_has_a_code_or_a_name() -> None:
    """A value alone says nothing."""
    nameless = said(asked.TakeOverIndicatorTarget, indicator="x", value=1)
    on_file().when(nameless).then_refused("project.indicator-named")
    on_file().when(said(asked.TakeOverIndicatorTarget, indicator="x", code="6 00 00")).then_notes()


def test_indicator_without_a_target_comes_from_old_records_only() -> None:
    """A page may define an indicator and state no target; our own target needs a number."""
    told = {"indicator": "direct", "name": "Přímá práce", "unit": "TIME_UNIT", "definition": "klient je přítomen"}
    on_file().when(said(asked.TakeOverIndicatorTarget, **told)).then(said(events.IndicatorTargetSet, **told))
    refused = approved().when(said(asked.SetIndicatorTarget, **told), on=ON).then_refused("project.target-countable")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided


@pytest.mark.parametrize(("value", "fits"), [("-1", False), ("0", True), ("0.5", True)])
def test_target_is_not_below_zero(value: str, *, fits: bool) -> None:
    """Refused as an act, noted in an old record."""
    act = approved().when(said(asked.SetIndicatorTarget, indicator="x", name="X", value=value), on=ON)
    old = on_file().when(said(asked.TakeOverIndicatorTarget, indicator="x", name="X", value=value))
    changed = (
        approved().when(SET, on=ON).when(said(asked.ChangeIndicatorTarget, indicator="persons", value=value), on=ON)
    )
    if fits:
        act.then_notes()
        old.then_notes()
        changed.then_notes()
    else:
        act.then_refused("project.target-countable")
        old.then_notes("TARGET_NOT_COUNTABLE")
        changed.then_refused("project.target-countable")


def test_target_is_about_a_supported_kind_of_service() -> None:
    """§ 70 is not supported by this project; where an old record states no kinds, nobody can say."""
    other = PERSONS | {"sections": ("43", "70")}
    approved().when(said(asked.SetIndicatorTarget, **other), on=ON).then_refused("project.section-supported")
    supported = on_file(supported=({"section": "43"},))
    supported.when(said(asked.TakeOverIndicatorTarget, **other)).then_notes("SECTION_NOT_SUPPORTED")
    on_file().when(said(asked.TakeOverIndicatorTarget, **other)).then_notes()
    undecided = approved(supported=()).when(said(asked.SetIndicatorTarget, **other), on=ON)
    undecided.then_refused("project.section-supported")
    approved(supported=()).when(said(asked.SetIndicatorTarget, **PERSONS | {"sections": ()}), on=ON).then_notes()


def test_stated_achievement_is_kept_beside_the_target() -> None:
    """Ten plans were made, says the press release; nothing below zero was."""
    story = on_file().when(said(asked.TakeOverIndicatorTarget, indicator="plans", name="Akční plány", unit="PLAN"))
    story = story.when(said(asked.TakeOverIndicatorAchievement, indicator="plans", value=10))
    story.then(said(events.IndicatorAchievementStated, indicator="plans", value=10))
    assert story.state.achieved("plans") == Decimal(10)
    assert story.state.achieved("cards") is None
    below = said(asked.TakeOverIndicatorAchievement, indicator="plans", value=-1)
    story.when(below).then_refused("project.achievement-not-negative")
    story.when(said(asked.TakeOverIndicatorAchievement, indicator="plans", value=0)).then_notes()


# Ceilings of services -------------------------------------------------------------------------------------------------


def allocate(name: str, maximum: str, **more: object) -> asked.AllocateMaximum:
    return said(asked.AllocateMaximum, service=service_id(name), maximum=maximum, **more)


def test_maxima_of_services_are_set_from_a_day_on() -> None:
    """A second maximum for the same service replaces the first from its day, and is not added to it."""
    story = approved(services()).when(allocate("psb", "600 000 CZK"), on=ON)
    story.then(said(events.MaximumAllocated, service=service_id("psb"), maximum="600 000 CZK")).then_notes()
    story = story.when(allocate("psb", "1 000 000 CZK"), on="2023-01-01").then_notes()
    held = story.state.allocations[service_id("psb")]
    assert (held.on(date(2022, 12, 31)), held.on(date(2023, 1, 1))) == (czk(600_000), czk(1_000_000))
    assert story.state.allocated(date(2023, 1, 1)) == czk(1_000_000)


def test_maxima_together_stay_within_the_budget() -> None:
    """The last crown fits, one more does not; an old record is noted; an unknown budget decides nothing."""
    both = ({"section": "43"}, {"section": "70"})
    story = approved(services(), supported=both).when(allocate("psb", "600 000 CZK"), on=ON)
    story.when(allocate("sr", "400 000 CZK"), on=ON).then_notes()
    story.when(allocate("sr", "400 000.01 CZK"), on=ON).then_refused("project.allocated-within-budget")
    taken = said(asked.TakeOverAllocation, service=service_id("sr"), maximum="400 001 CZK")
    story.when(taken, on=ON).then_notes("ALLOCATED_ABOVE_BUDGET")
    on_file(services()).when(taken).then_notes()


def test_maximum_recorded_late_is_measured_on_later_days_too() -> None:
    """600 000 from 2023 stand already; 500 000 from 2022 would be too much from 2023 on, unless they end before."""
    both = ({"section": "43"}, {"section": "70"})
    story = approved(services(), supported=both).when(allocate("psb", "600 000 CZK"), on="2023-01-01")
    story.when(allocate("sr", "500 000 CZK"), on=ON).then_refused("project.allocated-within-budget")
    ended = story.when(allocate("sr", "0 CZK"), on="2023-01-01")
    ended.when(allocate("sr", "500 000 CZK"), on=ON).then_notes()


def test_maximum_is_not_below_zero() -> None:
    """Zero ends an allocation."""
    approved(services()).when(allocate("psb", "-1 CZK"), on=ON).then_refused("project.allocation-not-negative")
    approved(services()).when(allocate("psb", "0 CZK"), on=ON).then_notes()


def test_maximum_is_for_a_service_registered_on_that_day() -> None:
    """Not the day before its registration; of unknown age it is for old records only."""
    story = approved(services(), on="2014-01-01")
    story.when(allocate("psb", "1 CZK"), on="2015-01-01").then_notes()
    late = story.when(allocate("psb2", "1 CZK"), on="2015-01-01")
    late.then_refused("project.allocated-service-registered", "project.section-supported")
    assert late.refusal is not None
    assert [violation.is_undecided for violation in late.refusal.violations] == [False, True]
    story.when(allocate("old", "1 CZK"), on=ON).then_refused("project.allocated-service-registered")
    taken = said(asked.TakeOverAllocation, service=service_id("old"), maximum="1 CZK")
    story.when(taken).then_notes()
    early = said(asked.TakeOverAllocation, service=service_id("psb2"), maximum="1 CZK")
    story.when(early, on="2015-01-01").then_notes("SERVICE_NOT_REGISTERED")


def test_maximum_is_for_a_supported_kind_of_service() -> None:
    """This project supports §§ 43 and 67, not 70."""
    approved(services()).when(allocate("sr", "1 CZK"), on=ON).then_refused("project.section-supported")


def test_maximum_is_the_one_that_its_source_writes() -> None:
    """33.209.104 is read as the page means it; a slip is noted, unreadable words decide nothing."""
    taken = {"service": service_id("old"), "maximum": "33209104.00 CZK"}
    story = on_file(services())
    right = said(asked.TakeOverAllocation, **taken, as_written="33.209.104")
    story.when(right).then(said(events.MaximumAllocated, **taken, as_written="33.209.104")).then_notes()
    slip = said(asked.TakeOverAllocation, **taken, as_written="33.209.140")
    story.when(slip).then_notes("AMOUNT_DIFFERS_FROM_WRITTEN")
    story.when(said(asked.TakeOverAllocation, **taken, as_written="asi 33 mil.")).then_notes()


def test_maximum_is_in_the_project_currency() -> None:
    """Euros are refused in a project kept in crowns."""
    approved(services()).when(allocate("psb", "1.00 EUR"), on=ON).then_refused("project.one-currency")


def test_budget_must_bear_what_is_allocated() -> None:
    """A budget cut below the maxima is refused; to exactly their sum it is not."""
    story = approved(services()).when(allocate("psb", "600 000 CZK"), on=ON)
    cut = said(asked.ChangeProjectBudget, budget="599 999 CZK", decision="1")
    story.when(cut, on="2023-01-01").then_refused("project.allocated-within-budget")
    exact = said(asked.ChangeProjectBudget, budget="600 000 CZK", decision="1")
    story.when(exact, on="2023-01-01").then_notes()
    grown = story.when(allocate("psb", "700 000 CZK"), on="2023-06-01")
    grown.when(exact, on="2023-01-01").then_refused("project.allocated-within-budget")


# Stated support -------------------------------------------------------------------------------------------------------


def support(**other: object) -> asked.TakeOverSupport:
    told: dict[str, object] = {
        "support": "whole",
        "amount": "300 CZK",
        "parts": (
            {"contract_number": "OLP/1/2009", "amount": "100 CZK"},
            {"contract_number": "OLP/2/2009", "amount": "200 CZK"},
        ),
        "tenders_entered": 4,
        "tenders_won": ({"tenders": 3, "round": 1}, {"tenders": 1, "round": 2}),
    }
    return said(asked.TakeOverSupport, **told | other)


def test_stated_support_is_kept_whole() -> None:
    """The total, its parts and the rounds stand as stated; which tender was won in round 2 is nobody's guess."""
    told = support()
    story = on_file().when(told).then(events.SupportStated.of(told)).then_notes()
    assert story.state.supports["whole"].amount == czk(300)
    story.when(told).then_refused("project.support-once")


def test_stated_total_equals_its_parts() -> None:
    """A haléř too much is noted; without a total or parts nothing is compared."""
    on_file().when(support(amount="300.01 CZK")).then_notes("TOTAL_MISMATCH")
    on_file().when(support(amount=None)).then_notes()
    on_file().when(support(parts=())).then_notes()


def test_no_more_tenders_are_won_than_were_entered() -> None:
    """Four of four is possible, four of three is not."""
    on_file().when(support(tenders_entered=3)).then_notes("TENDERS_MISMATCH")
    on_file().when(support(tenders_entered=4)).then_notes()
    on_file().when(support(tenders_entered=None)).then_notes()


def test_stated_support_has_amounts_above_zero_and_a_possible_provider() -> None:
    """A negative part is refused; an impossible IČO and a doubtful period are noted."""
    negative = ({"contract_number": "OLP/1/2009", "amount": "-1 CZK"},)
    on_file().when(support(parts=negative)).then_refused("project.amount-positive")
    on_file().when(support(provider={"name": "X", "ico_as_written": "2"})).then_notes("IMPOSSIBLE_ICO")
    on_file().when(support(period="do 31.11.2012")).then_notes("IMPOSSIBLE_DATE")
