"""A standing changes by resolution, is prolonged, and ends; every change lands on its own day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.period import Period
from domain.network_entry import commands, events
from domain.network_entry.network_entry import NetworkEntry
from domain.network_entry.payloads import ExclusionGround
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import (
    BY_PLAN,
    FIELD_FTE,
    FOUND,
    METHODOLOGY,
    NEXT_PLAN,
    PLAN,
    PROJECT,
    SERVICE,
    SHARES,
    STANDING,
    approved_project,
    files,
    included,
    included_for_project,
    intended,
    methodology,
    registered_service,
    score,
    submit,
)
from tests.spec import THIS, Story, given

RESOLVED = {"resolution": "150/19/ZK", "resolved_on": "2019-04-30"}
FTE = CapacityUnit.FTE


def capacity(form: str = "T", unit: str = "FTE", amount: str = "6") -> dict[str, str]:
    return {"form": form, "unit": unit, "amount": amount}


def change(*capacities: dict[str, str], **changed: Any) -> commands.ChangeCapacity:
    listed = capacities or (capacity(),)
    return made(commands.ChangeCapacity, target=THIS, capacities=listed, **RESOLVED | changed)


def reallocate(*shares: tuple[str, str], **changed: Any) -> commands.ReallocateOrps:
    stated = [{"orp": orp, "share": share} for orp, share in shares or (("5105", "1/2"), ("5102", "1/2"))]
    return made(commands.ReallocateOrps, target=THIS, orp_shares=stated, **RESOLVED | changed)


def level(to: str = "2", **changed: Any) -> commands.ChangeLevel:
    return made(commands.ChangeLevel, target=THIS, level=to, **RESOLVED | changed)


def finance(by: str = "region", **changed: Any) -> commands.ChangeFinancing:
    return made(commands.ChangeFinancing, target=THIS, financing=by, **RESOLVED | changed)


def approve(**changed: Any) -> commands.ApproveNetworkVersion:
    return made(commands.ApproveNetworkVersion, target=THIS, **RESOLVED | changed)


def prolong(last_day: str = "2023-12-31", **changed: Any) -> commands.ProlongInclusion:
    fields = {"last_day": last_day, "plan": NEXT_PLAN, "resolution": "194/20/ZK", "resolved_on": "2020-06-30"}
    return made(commands.ProlongInclusion, target=THIS, **fields | changed)


def exclude(ground: str = "OWN_REQUEST", **changed: Any) -> commands.ExcludeService:
    return made(commands.ExcludeService, target=THIS, ground=ground, **RESOLVED | changed)


CHANGES = [change(), reallocate(), level(), finance(), approve()]
ALL = [*CHANGES, prolong(), exclude()]


# What every change must keep --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.topic)
def test_change_of_a_file_that_is_not_there_is_refused(command: Any) -> None:
    given(NetworkEntry, others=files()).when(command, on="2019-07-01").then_refused("network-entry.opened-first")


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.topic)
def test_change_from_an_unknown_day_is_refused(command: Any) -> None:
    included().when(command).then_refused("network-entry.day-known")


@pytest.mark.parametrize("command", CHANGES, ids=lambda c: c.topic)
def test_change_before_the_first_and_after_the_last_day_is_refused(command: Any) -> None:
    included().when(command, on="2018-01-01").then_notes()
    included().when(command, on="2020-12-31").then_notes()
    for day in ("2017-12-31", "2021-01-01"):
        refusal = included().when(command, on=day).refusal
        assert refusal is not None
        assert "network-entry.included-on-day" in refusal.codes


@pytest.mark.parametrize("command", CHANGES, ids=lambda c: c.topic)
def test_change_after_an_exclusion_is_refused_and_before_it_is_taken(command: Any) -> None:
    story = included(("2019-10-01", made(events.ServiceExcluded, ground="OWN_REQUEST", resolution="150/19/ZK")))
    story.when(command, on="2019-09-30").then_notes()
    refusal = story.when(command, on="2019-10-01").refusal
    assert refusal is not None
    assert "network-entry.included-on-day" in refusal.codes


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.topic)
def test_change_that_the_council_resolved_is_refused(command: Any) -> None:
    by_council = command.model_copy(update={"resolution": type(command.resolution)("7/19/RK"), "resolved_on": None})
    story = included().when(by_council, on="2019-07-01")
    story.then_refused("network-entry.approved-by-competent-body")


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.topic)
def test_change_with_a_number_of_another_year_is_refused(command: Any) -> None:
    wrong = command.model_copy(update={"resolved_on": date(2018, 4, 30)})
    included().when(wrong, on="2019-07-01").then_refused("network-entry.resolution-of-its-year")


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.topic)
def test_same_change_a_second_time_is_refused(command: Any) -> None:
    story = included().when(command, on="2019-07-01")
    story.then_notes()
    again = story.when(command, on="2019-07-01")
    assert again.refusal is not None
    assert again.refusal.code in {
        "network-entry.says-something-new",
        "network-entry.prolongs",
        "network-entry.not-excluded",
    }


# Capacity ---------------------------------------------------------------------------------------------------------


def test_change_of_capacity_is_recorded() -> None:
    story = included().when(change(), on="2019-07-01")
    story.then(made(events.CapacityChanged, capacities=(capacity(),), **RESOLVED))
    assert story.state.resolution.on(date(2019, 7, 1)) == "150/19/ZK"


def test_capacity_learnt_late_lands_on_its_own_day() -> None:
    """4.5 from January 2018, 6 from July 2019; 5 from October 2018 is recorded last, 7 waits for 2020."""
    story = included()
    for amount, day in (("6", "2019-07-01"), ("7", "2020-01-01"), ("5", "2018-10-01")):
        story = story.when(change(capacity(amount=amount)), on=day)
    held = story.state.capacity(Form.FIELD, FTE)
    days = (date(2018, 9, 30), date(2018, 10, 1), date(2019, 6, 30), date(2019, 7, 1), date(2020, 1, 1))
    assert [held.on(day) for day in days] == [Decimal("4.5"), 5, 5, 6, 7]
    assert held.on(date(2017, 12, 31)) is None


def test_form_that_ends_has_no_capacity_from_its_day() -> None:
    both = registered_service(forms=("T", "A"))
    added = change(capacity("A", amount="1"))
    story = included(service=both).when(added, on="2018-07-01").when(change(capacity(amount="0")), on="2019-07-01")
    story.then_notes()
    assert [one.form for one in story.state.capacities_on(date(2019, 6, 30))] == [Form.AMBULATORY, Form.FIELD]
    assert [one.form for one in story.state.capacities_on(date(2019, 7, 1))] == [Form.AMBULATORY]


def test_change_that_leaves_nothing_is_refused() -> None:
    included().when(change(capacity(amount="0")), on="2019-07-01").then_refused("network-entry.capacity-remains")


def test_change_that_leaves_nothing_on_a_later_day_is_refused() -> None:
    """The field form ends with June 2019; a late change may not end the ambulatory one that carries on from then."""
    both = registered_service(forms=("T", "A"))
    story = included(service=both).when(change(capacity("A", amount="1")), on="2018-07-01")
    story = story.when(change(capacity(amount="0")), on="2019-07-01")
    story.when(change(capacity("A", amount="0")), on="2019-01-01").then_refused("network-entry.capacity-remains")
    again = story.when(change(capacity("A", amount="2")), on="2019-06-01")
    again.when(change(capacity("A", amount="0")), on="2019-01-01").then_notes()


def test_change_to_less_than_nothing_is_refused() -> None:
    included().when(change(capacity(amount="-0.01")), on="2019-07-01").then_refused(
        "network-entry.capacity-not-negative"
    )


def test_change_that_states_a_capacity_twice_is_refused() -> None:
    twice = change(capacity(), capacity(amount="7"))
    included().when(twice, on="2019-07-01").then_refused("network-entry.capacity-once")


def test_change_that_changes_nothing_is_refused() -> None:
    same = change(capacity(amount=str(FIELD_FTE.amount)))
    included().when(same, on="2019-07-01").then_refused("network-entry.says-something-new")


def test_change_for_a_form_that_is_not_registered_is_refused() -> None:
    included().when(change(capacity("A")), on="2019-07-01").then_refused("network-entry.forms-registered")


def test_change_after_the_registration_was_lost_is_refused() -> None:
    ended = registered_service(ended_on="2019-07-01")
    included(service=ended).when(change(), on="2019-06-30").then_notes()
    included(service=ended).when(change(), on="2019-07-01").then_refused("network-entry.service-registered")


def test_growth_by_a_further_intention_needs_its_score_and_uses_it_up() -> None:
    story = included().when(submit(intention="2019-01"), on="2019-01-15")
    story.when(change(intention="2019-01"), on="2019-07-01").then_refused("network-entry.intention-scored")
    scored = story.happened(made(events.IntentionScored, **_scored("2019-01")), on="2019-03-01")
    grown = scored.when(change(intention="2019-01"), on="2019-07-01")
    grown.then_notes()
    grown.when(change(capacity(amount="7"), intention="2019-01"), on="2019-08-01").then_refused(
        "network-entry.intention-open"
    )
    scored.when(change(intention="2018-01"), on="2019-07-01").then_refused("network-entry.intention-on-file")


def _scored(intention: str) -> dict[str, Any]:
    return {name: value for name, value in score(intention=intention).fields().items() if name != "target"}


# Municipalities, level, financing, version ------------------------------------------------------------------------


def test_reallocation_is_recorded_and_holds_from_its_day() -> None:
    story = included().when(reallocate(), on="2019-07-01")
    halves = ({"orp": "5105", "share": "1/2"}, {"orp": "5102", "share": "1/2"})
    story.then(made(events.OrpAllocationChanged, orp_shares=halves, **RESOLVED))
    assert story.state.orp_shares.on(date(2019, 6, 30)) == SHARES
    assert story.state.orp_shares.on(date(2019, 7, 1)) != SHARES


def test_reallocation_makes_up_the_whole() -> None:
    part = reallocate(("5105", "1/2"), ("5102", "1/3"))
    included().when(part, on="2019-07-01").then_refused("network-entry.shares-sum")
    twice = reallocate(("5105", "1/2"), ("5105", "1/2"))
    included().when(twice, on="2019-07-01").then_refused("network-entry.orp-once")


def test_change_of_level_is_recorded() -> None:
    story = included().when(level(), on="2019-07-01")
    story.then(made(events.LevelChanged, level="2", **RESOLVED))
    assert (story.state.level.on(date(2019, 6, 30)), story.state.level.on(date(2019, 7, 1))) == ("1", "2")


def test_change_of_financing_is_recorded() -> None:
    story = included().when(finance(), on="2019-07-01")
    story.then(made(events.FinancingChanged, financing="region", **RESOLVED))
    assert story.state.financing.on(date(2019, 6, 30)) == "state"
    assert story.state.financing.on(date(2019, 7, 1)) == "region"


def test_new_version_of_the_network_is_recorded_and_the_standing_rests_on_it() -> None:
    story = included(methodology=methodology(2019)).when(
        approve(version="2019/2", methodology=METHODOLOGY), on="2019-07-01"
    )
    story.then(made(events.NetworkVersionApproved, version="2019/2", methodology=METHODOLOGY, **RESOLVED))
    day = date(2019, 7, 1)
    assert (story.state.resolution.on(day), story.state.methodology.on(day)) == ("150/19/ZK", METHODOLOGY)


def test_new_version_by_a_methodology_of_another_year_is_refused() -> None:
    story = included(methodology=methodology(2018)).when(approve(methodology=METHODOLOGY), on="2019-07-01")
    story.then_refused("network-entry.methodology-in-force")


def test_one_resolution_changes_this_year_and_approves_the_next_plan() -> None:
    """258/17/ZK changed the network of 2017 and approved that of 2018–2020: two changes, one number, two days."""
    both = {"resolution": "258/17/ZK", "resolved_on": "2017-06-27"}
    old_plan = {"start": "2014-01-01", "end": "2017-12-31"}
    standing = STANDING | {"last_day": "2017-12-31"} | BY_PLAN | {"plan": old_plan} | FOUND
    story = intended(("2015-01-01", made(events.ServiceIncluded, **standing)))
    story = story.when(change(**both), on="2017-07-01")
    story = story.when(prolong("2020-12-31", plan=PLAN, **both), on="2018-01-01")
    story.then_notes()
    named = [e.effective_on for e in story.entries if getattr(e.event, "resolved_on", None) == date(2017, 6, 27)]
    assert named[-2:] == [date(2017, 7, 1), date(2018, 1, 1)]
    assert story.state.included_through(made(Period, start="2015-01-01", end="2020-12-31")) is Answer.YES


# Prolonged --------------------------------------------------------------------------------------------------------


def test_prolongation_is_recorded_and_holds_without_a_gap() -> None:
    story = included().when(prolong(), on="2021-01-01")
    story.then(made(events.InclusionProlonged, **{n: v for n, v in prolong().fields().items() if n != "target"}))
    state = story.state
    assert state.included_on(date(2020, 12, 31)) is Answer.YES
    assert state.included_on(date(2021, 1, 1)) is Answer.YES
    assert state.included_on(date(2024, 1, 1)) is Answer.NO
    assert state.plan.on(date(2021, 1, 1)) == made(Period, **NEXT_PLAN)


def test_prolongation_that_comes_a_day_too_late_is_refused() -> None:
    included().when(prolong(), on="2021-01-02").then_refused("network-entry.follows-inclusion")


def test_prolongation_to_the_same_day_is_refused() -> None:
    included().when(prolong("2020-12-31"), on="2020-07-01").then_refused("network-entry.prolongs")
    included().when(prolong("2021-01-01"), on="2020-07-01").then_notes()


def test_prolongation_beyond_the_next_plan_is_refused() -> None:
    included().when(prolong("2024-01-01"), on="2021-01-01").then_refused("network-entry.within-plan")


def test_prolongation_without_a_plan_stays_within_the_old_one() -> None:
    story = included(("2018-01-01", made(events.InclusionProlonged, last_day="2019-12-31", resolution="1/18/ZK")))
    story.when(prolong("2020-12-31", plan=None), on="2020-01-01").then_notes()
    story.when(prolong("2021-01-01", plan=None), on="2020-01-01").then_refused("network-entry.within-plan")


def test_prolongation_of_a_service_that_is_no_longer_registered_is_refused() -> None:
    ended = registered_service(ended_on="2021-01-01")
    included(service=ended).when(prolong(), on="2021-01-01").then_refused("network-entry.service-registered")


def test_prolongation_by_a_methodology_of_another_year_is_refused() -> None:
    """Resolved in 2020 for the time from 2021."""
    named = prolong(methodology=METHODOLOGY)
    other_year = included(methodology=methodology(2019))
    other_year.when(named, on="2021-01-01").then_refused("network-entry.methodology-in-force")
    story = included(methodology=methodology(2020)).when(named, on="2021-01-01")
    story.then_notes()
    assert story.state.methodology.on(date(2021, 1, 1)) == METHODOLOGY


@pytest.mark.parametrize(("last_day", "is_taken"), [("2020-06-30", True), ("2020-07-01", False)])
def test_winner_is_prolonged_as_long_as_the_prolonged_project(last_day: str, is_taken: bool) -> None:
    story = included_for_project(project=approved_project(end="2020-06-30"))
    story = story.when(prolong(last_day, plan=None), on="2020-04-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.within-project")


def test_prolongation_that_is_recorded_early_does_not_shorten_the_present() -> None:
    story = included().when(prolong(), on="2020-06-30")
    assert story.state.included_through(made(Period, start="2018-01-01", end="2023-12-31")) is Answer.YES


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        ("2018-01-01", "2020-12-31", Answer.YES),
        ("2017-12-31", "2020-12-31", Answer.NO),
        ("2018-01-01", "2021-01-01", Answer.NO),
        ("2021-02-01", "2021-03-01", Answer.YES),
        ("2018-01-01", None, Answer.NO),
    ],
)
def test_gap_between_two_standings_is_seen(start: str, end: str | None, answer: Answer) -> None:
    """A prolongation with somebody standing up for it left January 2021 out."""
    late = prolong()
    story = included().when(late, on="2021-02-01", reason="late", waived=["network-entry.follows-inclusion"])
    story.then_notes()
    assert story.state.included_through(made(Period, start=start, end=end)) is answer


# Ended ------------------------------------------------------------------------------------------------------------


def test_exclusion_is_recorded_and_ends_the_standing() -> None:
    story = included().when(exclude(), on="2019-07-01")
    story.then(made(events.ServiceExcluded, ground="OWN_REQUEST", **RESOLVED))
    assert story.state.included_on(date(2019, 6, 30)) is Answer.YES
    assert story.state.included_on(date(2019, 7, 1)) is Answer.NO
    assert story.state.card(date(2019, 7, 1))["exclusion_ground"] is ExclusionGround.OWN_REQUEST
    assert story.state.card(date(2019, 6, 30))["exclusion_ground"] is None


def test_excluded_service_is_neither_prolonged_nor_excluded_again() -> None:
    """The exclusion of July stands in the way from July on, not in June."""
    story = included().when(exclude(), on="2019-07-01")
    for command in (prolong(), exclude()):
        story.when(command, on="2019-06-30").then_notes()
        story.when(command, on="2019-07-01").then_refused("network-entry.not-excluded")


def test_exclusion_of_a_service_that_never_entered_is_refused() -> None:
    intended().when(exclude(), on="2019-07-01").then_refused("network-entry.follows-inclusion")


@pytest.mark.parametrize(("day", "is_taken"), [("2018-01-01", True), ("2017-12-31", False)])
def test_exclusion_does_not_come_before_the_inclusion(day: str, is_taken: bool) -> None:
    story = included().when(exclude(), on=day)
    story.then_notes() if is_taken else story.then_refused("network-entry.follows-inclusion")


@pytest.mark.parametrize(("day", "is_taken"), [("2021-01-01", True), ("2021-01-02", False)])
def test_end_of_the_plan_may_be_recorded_on_the_day_after_the_last_one(day: str, is_taken: bool) -> None:
    story = included().when(exclude("PLAN_END", resolution=None, resolved_on=None), on=day)
    story.then_notes() if is_taken else story.then_refused("network-entry.follows-inclusion")


@pytest.mark.parametrize(
    ("reason", "is_taken"),
    [("OWN_REQUEST", False), ("COMPLIANCE_LOST", False), ("PLAN_END", True)],
)
def test_exclusion_that_does_not_come_by_itself_needs_a_resolution(reason: str, is_taken: bool) -> None:
    story = included().when(exclude(reason, resolution=None, resolved_on=None), on="2019-07-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.exclusion-resolved")


def test_service_leaves_with_the_end_of_what_it_entered_for() -> None:
    included().when(exclude("PROJECT_END"), on="2019-07-01").then_refused("network-entry.ends-with-its-ground")
    included_for_project().when(exclude("PLAN_END"), on="2019-07-01").then_refused("network-entry.ends-with-its-ground")
    ended = exclude("PROJECT_END", resolution=None, resolved_on=None)
    included_for_project().when(ended, on="2020-04-01").then_notes()


def test_exclusion_for_a_lost_registration_needs_the_loss() -> None:
    gone = exclude("DEREGISTERED", resolution=None, resolved_on=None)
    included().when(gone, on="2019-07-01").then_refused("network-entry.deregistered-indeed")
    ended = registered_service(ended_on="2019-07-01")
    included(service=ended).when(gone, on="2019-06-30").then_refused("network-entry.deregistered-indeed")
    included(service=ended).when(gone, on="2019-07-01").then_notes()


def lose() -> commands.RecordRegistrationLoss:
    return commands.RecordRegistrationLoss(target=THIS)


def lost() -> Story[NetworkEntry]:
    return included(service=registered_service(ended_on="2019-07-01")).when(lose(), on="2019-07-01")


def test_lost_registration_is_noted_until_the_service_is_excluded() -> None:
    story = lost().then(events.RegistrationLossRecorded())
    story.then_notes("NOT_REGISTERED").then_open("NOT_REGISTERED")
    assert story.state.registration_lost_on == date(2019, 7, 1)
    out = story.when(exclude("DEREGISTERED", resolution=None, resolved_on=None), on="2019-07-01")
    out.then_closes("NOT_REGISTERED").then_open()
    assert out.state.registration_lost_on is None


def test_lost_registration_is_recorded_once_and_only_where_the_register_shows_it() -> None:
    lost().when(lose(), on="2019-07-02").then_refused("network-entry.registration-lost")
    included().when(lose(), on="2019-07-01").then_refused("network-entry.registration-lost")


def test_lost_registration_of_a_service_that_is_not_linked_cannot_be_recorded() -> None:
    planned = made(
        events.DevelopmentIntentionSubmitted,
        **submit(service=None, planned={"section": "43"}).model_dump(exclude={"target"}, exclude_none=True),
    )
    story = given(NetworkEntry, ("2017-03-01", planned), others=files())
    story.when(lose(), on="2019-07-01").then_refused("network-entry.registration-lost")
    given(NetworkEntry, others=files()).when(lose(), on="2019-07-01").then_refused("network-entry.opened-first")


def test_what_touches_the_standing_relies_on_the_service_and_the_project() -> None:
    state = included_for_project().state
    assert set(state.relies_on(change())) == {SERVICE, PROJECT}
    assert set(state.relies_on(lose())) == {SERVICE, PROJECT}
    said = made(commands.RecordMunicipalStatement, target=THIS, municipality="x", subject="need", is_supporting=True)
    assert list(state.relies_on(said)) == []
