"""Into the network: by the plan, for a project, urgently; what each needs and what it refuses."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import derived_id, take
from domain.kernel.money import czk
from domain.network_entry import events
from domain.network_entry.network_entry import NetworkEntry
from domain.network_entry.payloads import Ground
from domain.project.events import ProjectTakenOver
from domain.project.project import Project
from domain.service.events import ServiceTakenOver
from domain.service.service import Service
from domain.tender.events.award import LotAwarded
from domain.tender.events.preparation import TenderLotDefined, TenderPublished
from domain.tender.events.takeover import TenderTakenOver
from domain.tender.tender import Tender
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import (
    BY_PLAN,
    FIELD_FTE,
    FOR_PROJECT,
    FOUND,
    INCLUDED,
    INCLUDED_FOR_PROJECT,
    METHODOLOGY,
    NEXT_PLAN,
    OTHER_SERVICE,
    PLAN,
    PROJECT_NUMBER,
    PROVIDER,
    SERVICE,
    SHARES,
    STANDING,
    SUBMITTED,
    approved_project,
    files,
    include,
    include_for_project,
    include_urgently,
    included,
    included_for_project,
    intended,
    methodology,
    registered_service,
    submit,
)
from tests.spec import Story, given

FIRST, LAST = date(2018, 1, 1), date(2020, 12, 31)
TENDER = derived_id("spec", "the tender")


def nothing(**others: Aggregate) -> Story[NetworkEntry]:
    return given(NetworkEntry, others=files(**others))


def capacity(form: str = "T", unit: str = "FTE", amount: str = "4.5") -> dict[str, str]:
    return {"form": form, "unit": unit, "amount": amount}


# By the plan ------------------------------------------------------------------------------------------------------


def test_inclusion_by_the_plan_is_recorded_with_the_number_and_kind_of_the_service() -> None:
    story = intended().when(include(), on="2018-01-01")
    story.then(INCLUDED)
    assert list(INCLUDED.claims()) == [take("network-entry", "3596108")]
    assert story.state.intentions["2017-03"].outcome == "included"


def test_inclusion_tells_everything_that_is_asked_on_a_day() -> None:
    state = included().state
    assert state.capacity(Form.FIELD, CapacityUnit.FTE).on(FIRST) == Decimal("4.5")
    assert state.capacity(Form.FIELD, CapacityUnit.BED).on(FIRST) is None
    assert state.orp_shares.on(FIRST) == SHARES
    assert (state.level.on(FIRST), state.financing.on(FIRST)) == ("1", "state")
    assert state.resolution.on(FIRST) == "258/17/ZK"


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2017, 12, 31), Answer.NO),
        (date(2018, 1, 1), Answer.YES),
        (date(2020, 12, 31), Answer.YES),
        (date(2021, 1, 1), Answer.NO),
        (None, Answer.CANNOT_BE_DECIDED),
    ],
)
def test_service_stands_in_the_network_from_its_first_to_its_last_day(day: date | None, answer: Answer) -> None:
    assert included().state.included_on(day) is answer


def test_service_of_which_only_an_intention_is_known_does_not_stand_in_the_network() -> None:
    assert intended().state.included_on(FIRST) is Answer.NO


def test_same_inclusion_a_second_time_is_refused() -> None:
    """The intention is used up, but the days are looked at first."""
    included().when(include(), on="2018-01-01").then_refused("network-entry.not-included-already")


@pytest.mark.parametrize(
    ("first", "last", "is_taken"),
    [("2017-01-01", "2017-12-31", True), ("2017-01-01", "2018-01-01", False), ("2017-01-01", "2021-12-31", False)],
)
def test_days_on_which_the_service_stands_already_are_refused(first: str, last: str, is_taken: bool) -> None:
    """Only that rule is looked at here: the plan of 2017 is another, and the intention was used."""
    story = included().when(include(last_day=last), on=first)
    assert story.refusal is not None
    assert ("network-entry.not-included-already" in story.refusal.codes) is not is_taken


def test_inclusion_from_an_unknown_day_is_refused() -> None:
    intended().when(include()).then_refused("network-entry.day-known")


def test_inclusion_without_an_intention_is_refused() -> None:
    nothing().when(include(intention=None), on="2018-01-01").then_refused("network-entry.intention-scored")


def test_inclusion_before_the_intention_was_scored_is_refused() -> None:
    story = given(NetworkEntry, ("2017-03-01", SUBMITTED), others=files())
    story.when(include(), on="2018-01-01").then_refused("network-entry.intention-scored")


def test_inclusion_by_an_intention_that_is_not_on_file_is_refused() -> None:
    intended().when(include(intention="2016-01"), on="2018-01-01").then_refused("network-entry.intention-on-file")


def test_inclusion_by_a_withdrawn_intention_is_refused() -> None:
    withdrawn = ("2017-06-01", events.IntentionWithdrawn(intention="2017-03"))
    intended(withdrawn).when(include(), on="2018-01-01").then_refused("network-entry.intention-open")


@pytest.mark.parametrize("resolution", ["1451/17/RK", "10/17/VSV/88"])
def test_inclusion_that_the_assembly_did_not_resolve_is_refused(resolution: str) -> None:
    story = intended().when(include(resolution=resolution), on="2018-01-01")
    story.then_refused("network-entry.approved-by-competent-body")


def test_resolution_of_another_year_than_its_number_says_is_refused() -> None:
    intended().when(include(resolution="258/16/ZK"), on="2018-01-01").then_refused(
        "network-entry.resolution-of-its-year"
    )
    intended().when(include(resolution="258/16/ZK", resolved_on=None), on="2018-01-01").then_notes()


def test_inclusion_for_the_plan_and_a_project_together_or_for_neither_is_refused() -> None:
    both = include(project=FOR_PROJECT["project"])
    intended().when(both, on="2018-01-01").then_refused("network-entry.ground-stated")
    intended().when(include(plan=None), on="2018-01-01").then_refused("network-entry.ground-stated")


def test_inclusion_of_another_service_in_this_file_is_refused() -> None:
    intended().when(include(service=OTHER_SERVICE), on="2018-01-01").then_refused("network-entry.same-service")


def test_inclusion_that_ends_before_it_begins_is_refused() -> None:
    intended().when(include(last_day="2018-01-01"), on="2018-01-01").then_notes()
    intended().when(include(last_day="2017-12-31"), on="2018-01-01").then_refused("network-entry.ends-after-start")


def test_inclusion_beyond_the_plan_is_refused() -> None:
    story = intended().when(include(last_day="2021-01-01"), on="2018-01-01")
    story.then_refused("network-entry.within-plan")


def test_inclusion_before_the_plan_begins_is_refused() -> None:
    intended().when(include(), on="2017-12-31").then_refused("network-entry.within-plan")


def test_plan_that_the_assembly_never_approved_is_refused() -> None:
    """The plan of 2018 ends with 2020; of a plan that is not on record here nobody can say that it is another."""
    wrong = {"start": "2018-01-01", "end": "2021-12-31"}
    intended().when(include(plan=wrong), on="2018-01-01").then_refused("network-entry.plan-as-approved")
    future = {"start": "2027-01-01", "end": "2029-12-31"}
    intended().when(include(plan=future, last_day="2029-12-31"), on="2027-01-01").then_notes()


@pytest.mark.parametrize(("year", "is_taken"), [(2016, False), (2017, True), (2018, True), (2019, False)])
def test_methodology_is_that_of_the_resolution_or_of_the_first_day(year: int, is_taken: bool) -> None:
    """Resolved in June 2017, in the network from January 2018."""
    story = intended(methodology=methodology(year)).when(include(methodology=METHODOLOGY), on="2018-01-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.methodology-in-force")


# The service ------------------------------------------------------------------------------------------------------


def test_service_that_is_no_longer_registered_is_refused() -> None:
    ended = registered_service(ended_on="2018-01-01")
    intended(service=ended).when(include(), on="2018-01-01").then_refused("network-entry.service-registered")
    ended_later = registered_service(ended_on="2018-01-02")
    intended(service=ended_later).when(include(), on="2018-01-01").then_notes()


def old_service(**known: Any) -> Service:
    return given(Service, made(ServiceTakenOver, **{"registration_number": "3596108", "section": "43"} | known)).state


def test_service_of_which_nobody_knows_since_when_it_is_registered_cannot_be_decided() -> None:
    story = intended(service=old_service(forms=("T",))).when(include(), on="2018-01-01")
    story.then_refused("network-entry.service-registered")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided


def test_service_without_a_number_is_refused() -> None:
    story = nothing(service=old_service(registration_number=None)).when(include_for_project(), on="2018-04-01")
    story.then_refused("network-entry.number-known")


def test_form_for_which_the_service_is_not_registered_is_refused() -> None:
    story = intended().when(include(capacities=(capacity("A"),)), on="2018-01-01")
    story.then_refused("network-entry.forms-registered")


def test_unusual_unit_is_refused_unless_somebody_stands_up_for_it() -> None:
    """Supported living is counted in full-time equivalents, not in beds."""
    beds = include(capacities=(capacity(unit="BED"),))
    intended().when(beds, on="2018-01-01").then_refused("network-entry.unit-of-kind")
    intended().when(beds, on="2018-01-01", reason="pilot", waived=["network-entry.unit-of-kind"]).then_notes()


@pytest.mark.parametrize(("amount", "is_taken"), [("5", True), ("5.01", False)])
def test_more_than_is_registered_in_the_same_unit_is_refused(amount: str, is_taken: bool) -> None:
    counted = registered_service(capacities=(capacity(amount="5"),))
    story = intended(service=counted).when(include(capacities=(capacity(amount=amount),)), on="2018-01-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.within-registered-capacity")


# How much, for whom -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "is_taken"), [("0.01", True), ("0", False), ("-1", False)])
def test_capacity_is_above_zero(amount: str, is_taken: bool) -> None:
    story = intended().when(include(capacities=(capacity(amount=amount),)), on="2018-01-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.capacity-positive")


def test_capacity_of_a_form_in_a_unit_is_stated_once() -> None:
    twice = include(capacities=(capacity(), capacity(amount="1")))
    intended().when(twice, on="2018-01-01").then_refused("network-entry.capacity-once")


@pytest.mark.parametrize(
    ("shares", "is_taken"),
    [
        ({"5105": "1"}, True),
        ({"5105": "1/3", "5102": "1/3", "5103": "1/3"}, True),
        ({"5105": "0.333333333333", "5102": "0.333333333333", "5103": "0.333333333334"}, True),
        ({"5105": "0.333333333333", "5102": "0.333333333333", "5103": "0.333333333333"}, False),
        ({"5105": "2/3", "5102": "1/2"}, False),
    ],
)
def test_shares_make_up_the_whole_exactly(shares: dict[str, str], is_taken: bool) -> None:
    stated = tuple({"orp": orp, "share": share} for orp, share in shares.items())
    story = intended().when(include(orp_shares=stated), on="2018-01-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.shares-sum")


def test_shares_are_stored_exactly() -> None:
    assert INCLUDED.model_dump(mode="json")["orp_shares"][1] == {"orp": "5102", "share": "1/3"}
    assert sum(one.share for one in SHARES) == Fraction(1)


def test_orp_with_two_shares_is_refused() -> None:
    twice = ({"orp": "5105", "share": "1/2"}, {"orp": "5105", "share": "1/2"})
    intended().when(include(orp_shares=twice), on="2018-01-01").then_refused("network-entry.orp-once")


def test_objections_come_in_the_order_in_which_a_lawyer_would_make_them() -> None:
    """The body first, then the service, then the intention, then the plan."""
    command = include(resolution="1451/17/RK", intention=None, last_day="2021-06-30", plan=PLAN)
    ended = registered_service(ended_on="2017-01-01")
    intended(service=ended).when(command, on="2018-01-01").then_refused(
        "network-entry.approved-by-competent-body",
        "network-entry.service-registered",
        "network-entry.intention-scored",
        "network-entry.within-plan",
    )


# For a project ----------------------------------------------------------------------------------------------------


def test_winner_of_a_tender_enters_without_an_intention_for_the_duration_of_the_project() -> None:
    story = nothing().when(include_for_project(), on="2018-04-01")
    story.then(INCLUDED_FOR_PROJECT)
    standing = story.state.standing.on(date(2018, 4, 1))
    assert standing is not None
    assert standing.ground is Ground.PROJECT
    assert story.state.is_for_project


def test_standing_for_a_project_has_a_number_of_its_own() -> None:
    """The same service may stand in the network by the plan and for a project at once, in two files."""
    assert list(INCLUDED_FOR_PROJECT.claims()) == [take("network-entry", f"3596108 {PROJECT_NUMBER}")]
    assert next(NetworkEntry.keys(f"3596108 {PROJECT_NUMBER}"))[1] == f"3596108 {PROJECT_NUMBER}"


@pytest.mark.parametrize(
    ("first", "last", "is_taken"),
    [
        ("2018-04-01", "2020-03-31", True),
        ("2018-03-31", "2020-03-31", False),
        ("2018-04-01", "2020-04-01", False),
    ],
)
def test_winner_stands_no_longer_than_the_project(first: str, last: str, is_taken: bool) -> None:
    story = nothing().when(include_for_project(last_day=last), on=first)
    story.then_notes() if is_taken else story.then_refused("network-entry.within-project")


def test_project_whose_end_is_as_unknown_as_in_its_source_cannot_be_decided() -> None:
    """31.11.2012 is no day: whether December belongs to the project, nobody can say."""
    old = made(ProjectTakenOver, code="IP1", period="od 1.10.2009 do 31.11.2012")
    service = given(Service, ("2009-01-01", made(ServiceTakenOver, **FOUND, forms=("T",)))).state
    story = nothing(project=given(Project, old).state, service=service)
    resolved = {"resolution": "1/09/ZK", "resolved_on": None}
    story.when(include_for_project(last_day="2012-10-31", **resolved), on="2009-10-01").then_notes()
    refused = story.when(include_for_project(last_day="2012-11-30", **resolved), on="2009-10-01")
    refused.then_refused("network-entry.within-project")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided


@pytest.mark.parametrize(("known", "called"), [({"code": "IP1"}, "IP1"), ({}, str(FOR_PROJECT["project"]))])
def test_project_without_a_number_is_called_by_its_code_or_identifier(known: dict[str, str], called: str) -> None:
    old = made(ProjectTakenOver, title="x", period="od 1.4.2018 do 31.3.2020", **known)
    story = nothing(project=given(Project, old).state).when(include_for_project(), on="2018-04-01")
    story.then_notes()
    assert story.state.project_reference == called


def test_file_of_the_plan_takes_no_standing_for_a_project_and_the_other_way_round() -> None:
    included().when(include_for_project(), on="2021-04-01").then_refused("network-entry.one-ground")
    included_for_project().when(include(), on="2021-01-01").then_refused("network-entry.one-ground")
    included_for_project().when(include_urgently(), on="2021-01-01", reason="x").then_refused(
        "network-entry.one-ground"
    )


# The tender -------------------------------------------------------------------------------------------------------


def awarded_tender(ico: str = "71220089") -> Tender:
    """Lot 3 was awarded in round 1, lot 4 was not."""
    lots = [made(TenderLotDefined, lot=lot, title=lot, estimated_value=czk(1)) for lot in ("3", "4")]
    published = made(TenderPublished, notice_kind="START")
    winner = {"name": "whoever", "ico": ico}
    award = made(LotAwarded, lot="3", round=1, bid="1", provider=winner, price=czk(1))
    return given(Tender, *lots, published, award).state


def with_tender(tender: Tender) -> Story[NetworkEntry]:
    return given(NetworkEntry, others={**files(), TENDER: tender})


@pytest.mark.parametrize(
    ("ico", "lot", "is_taken"),
    [("71220089", "3", True), ("71220089", None, True), ("71220089", "4", False), ("60609460", "3", False)],
)
def test_only_the_winner_of_the_lot_enters(ico: str, lot: str | None, is_taken: bool) -> None:
    story = with_tender(awarded_tender(ico)).when(include_for_project(tender=TENDER, lot=lot), on="2018-04-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.tender-won")


def test_winner_that_an_old_source_names_enters() -> None:
    named = {"is_won": True, "winner": {"name": PROVIDER["name"]}}
    old = given(Tender, made(TenderTakenOver, number="1", outcome=named)).state
    with_tender(old).when(include_for_project(tender=TENDER), on="2018-04-01").then_notes()
    lot = given(Tender, made(TenderTakenOver, number="1", lots=({"lot": "3", "outcome": named},))).state
    with_tender(lot).when(include_for_project(tender=TENDER, lot="3"), on="2018-04-01").then_notes()
    with_tender(lot).when(include_for_project(tender=TENDER, lot="4"), on="2018-04-01").then_refused(
        "network-entry.tender-won"
    )


def test_successor_of_the_winner_enters_when_somebody_stands_up_for_it() -> None:
    story = with_tender(awarded_tender("60609460"))
    command = include_for_project(tender=TENDER, lot="3")
    story.when(command, on="2018-04-01", reason="successor", waived=["network-entry.tender-won"]).then_notes()


def test_service_whose_provider_is_unknown_cannot_be_decided() -> None:
    known = given(Service, ("2015-01-01", made(ServiceTakenOver, **FOUND, forms=("T",)))).state
    story = given(NetworkEntry, others={**files(service=known), TENDER: awarded_tender()})
    refused = story.when(include_for_project(tender=TENDER), on="2018-04-01")
    refused.then_refused("network-entry.tender-won")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided


# Urgently ---------------------------------------------------------------------------------------------------------


def test_urgent_inclusion_is_recorded_without_an_intention() -> None:
    story = nothing().when(include_urgently(), on="2018-03-05", reason="The only shelter burnt down.")
    story.then(made(events.UrgentInclusionGranted, **STANDING, **FOUND))
    standing = story.state.standing.on(date(2018, 3, 5))
    assert standing is not None
    assert standing.ground is Ground.URGENT
    assert story.state.included_on(date(2018, 3, 5)) is Answer.YES


def test_urgent_inclusion_needs_a_reason() -> None:
    nothing().when(include_urgently(), on="2018-03-05").then_refused("network-entry.urgent-reason")


def test_urgent_inclusion_may_be_resolved_by_the_council_but_not_by_a_committee() -> None:
    council = include_urgently(resolution="300/18/RK", resolved_on=None)
    nothing().when(council, on="2018-03-05", reason="x").then_notes()
    committee = include_urgently(resolution="10/18/VSV/88", resolved_on=None)
    nothing().when(committee, on="2018-03-05", reason="x").then_refused("network-entry.urgent-by-competent-body")


def test_urgent_inclusion_for_a_plan_lies_within_it() -> None:
    nothing().when(include_urgently(plan=PLAN), on="2018-03-05", reason="x").then_notes()
    beyond = include_urgently(plan=PLAN, last_day="2021-01-01")
    nothing().when(beyond, on="2018-03-05", reason="x").then_refused("network-entry.within-plan")


def test_urgent_inclusion_a_second_time_is_refused() -> None:
    story = nothing().when(include_urgently(), on="2018-03-05", reason="x")
    story.when(include_urgently(), on="2018-03-05", reason="x").then_refused("network-entry.not-included-already")


# Again ------------------------------------------------------------------------------------------------------------


def excluded() -> Story[NetworkEntry]:
    """Out of the network from July 2019."""
    out = made(events.ServiceExcluded, ground="OWN_REQUEST", resolution="150/19/ZK")
    return included(("2019-07-01", out))


def test_service_that_left_comes_back_only_by_a_new_scored_intention() -> None:
    """The old one was used up."""
    by_next_plan = {"plan": NEXT_PLAN, "last_day": "2023-12-31", "resolution": "194/20/ZK", "resolved_on": None}
    excluded().when(include(**by_next_plan), on="2021-01-01").then_refused("network-entry.intention-open")
    unscored = excluded().when(submit(intention="2020-01"), on="2020-02-01")
    unscored.when(include(**by_next_plan, intention="2020-01"), on="2021-01-01").then_refused(
        "network-entry.intention-scored"
    )
    scored = made(
        events.IntentionScored,
        intention="2020-01",
        methodology=METHODOLOGY,
        scores=({"parameter": "need", "points": 1},),
    )
    story = unscored.happened(scored, on="2020-05-01").when(
        include(**by_next_plan, intention="2020-01"), on="2021-01-01"
    )
    story.then_notes()
    days = (date(2019, 6, 30), date(2019, 7, 1), date(2020, 12, 31), date(2021, 1, 1), date(2024, 1, 1))
    answers = [story.state.included_on(day) for day in days]
    assert answers == [Answer.YES, Answer.NO, Answer.NO, Answer.YES, Answer.NO]


def test_second_standing_holds_over_nothing_from_the_first() -> None:
    """Beds are learnt of later, for a day of the first standing: they do not reach into the second."""
    again = made(
        events.ServiceIncluded,
        **STANDING | {"last_day": "2023-12-31", "level": None, "capacities": (capacity("A"),)},
        **BY_PLAN | {"plan": NEXT_PLAN, "intention": None},
        **FOUND,
    )
    late = made(events.CapacityChanged, resolution="1/18/ZK", capacities=(capacity(unit="BED", amount="2"),))
    state = excluded().happened(again, on="2021-01-01").happened(late, on="2018-07-01").state
    assert [str(one.amount) for one in state.capacities_on(date(2018, 7, 1))] == ["2", "4.5"]
    assert [(one.form, one.unit) for one in state.capacities_on(date(2021, 1, 1))] == [("A", "FTE")]
    assert state.level.on(date(2021, 1, 1)) is None
    assert state.capacities_on(date(2020, 1, 1)) == ()


def test_inclusion_between_two_standings_must_fit_between_them() -> None:
    again = made(
        events.ServiceIncluded, **STANDING | {"last_day": "2023-12-31"}, **BY_PLAN | {"plan": NEXT_PLAN}, **FOUND
    )
    story = excluded().happened(again, on="2021-01-01")
    urgent = {"on": "2019-09-01", "reason": "x"}
    story.when(include_urgently(last_day="2020-12-31"), **urgent).then_notes()
    story.when(include_urgently(last_day="2021-01-01"), **urgent).then_refused("network-entry.not-included-already")


def test_first_day_and_capacity_of_the_examples_agree() -> None:
    assert STANDING["capacities"] == (FIELD_FTE,)
    assert INCLUDED.model_dump()["service"] == SERVICE
    assert approved_project().number == PROJECT_NUMBER
    assert included().state.last_day.on(FIRST) == LAST
