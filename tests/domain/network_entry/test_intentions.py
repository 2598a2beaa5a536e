"""The way into the network: intention, statements of municipalities, score, and how it may end."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.correction import CorrectEntry
from domain.kernel.ids import take
from domain.kernel.prose import Prose
from domain.network_entry import commands, events
from domain.network_entry.network_entry import NetworkEntry
from domain.service.events import ServiceTakenOver
from domain.service.service import Service
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import (
    FIELD_FTE,
    INTENTION,
    METHODOLOGY,
    OTHER_SERVICE,
    PROVIDER,
    RESOLVED,
    SCORED,
    SCORES,
    SERVICE,
    SUBMITTED,
    files,
    included_for_project,
    intended,
    methodology,
    registered_service,
    score,
    submit,
)
from tests.spec import THIS, Story, given

PLANNED = {"section": "43", "name": "Podpora samostatného bydlení", "forms": ("T",)}


def nothing() -> Story[NetworkEntry]:
    return given(NetworkEntry, others=files())


def submitted(**others: Any) -> Story[NetworkEntry]:
    return given(NetworkEntry, ("2017-03-01", SUBMITTED), others=files(**others))


# Submitted --------------------------------------------------------------------------------------------------------


def test_intention_is_recorded_with_the_number_of_its_service() -> None:
    nothing().when(submit(), on="2017-03-01").then(SUBMITTED)
    assert list(SUBMITTED.claims()) == [take("network-entry", "3596108")]


def test_intention_for_a_planned_service_claims_no_number() -> None:
    story = nothing().when(submit(service=None, planned=PLANNED), on="2017-03-01")
    story.then_notes()
    assert story.state.planned is not None
    assert [claim for entry in story.entries for claim in entry.event.claims()] == []


def test_intention_without_any_service_is_refused_though_it_was_received() -> None:
    nothing().when(submit(service=None), on="2017-03-01").then_refused("network-entry.identified")


def test_same_intention_a_second_time_is_refused_and_a_further_one_is_taken() -> None:
    story = submitted().when(submit(), on="2017-03-01")
    story.then_refused("network-entry.intention-once")
    story.when(submit(intention="2018-01", service=None), on="2018-03-01").then_notes()


def test_intention_for_another_service_is_refused_in_this_file() -> None:
    story = submitted().when(submit(intention="2018-01", service=OTHER_SERVICE), on="2018-03-01")
    story.then_refused("network-entry.same-service")


def test_intention_has_its_file_apart_from_that_of_a_project() -> None:
    included_for_project().when(submit(), on="2019-03-01").then_refused("network-entry.one-ground")


@pytest.mark.parametrize(("amount", "is_taken"), [("0.01", True), ("0", False), ("-1", False)])
def test_wanted_capacity_is_above_zero(amount: str, is_taken: bool) -> None:
    wanted = FIELD_FTE.model_dump() | {"amount": amount}
    story = nothing().when(submit(capacities=(wanted,)), on="2017-03-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.capacity-positive")


def test_wanted_capacity_of_a_form_is_stated_once() -> None:
    twice = (FIELD_FTE, FIELD_FTE.model_dump() | {"amount": 1})
    nothing().when(submit(capacities=twice), on="2017-03-01").then_refused("network-entry.capacity-once")
    bed = FIELD_FTE.model_dump() | {"unit": "PLACE"}
    nothing().when(submit(capacities=(FIELD_FTE, bed)), on="2017-03-01").then_notes()


def test_file_is_found_by_number_and_in_a_project_by_both_numbers() -> None:
    assert list(NetworkEntry.keys(" 3596108 ")) == [("network-entry", "3596108")]
    assert list(NetworkEntry.keys("359 6108")) == [("network-entry", "359 6108"), ("network-entry", "3596108")]
    assert list(NetworkEntry.keys("3596108  CZ.1")) == [("network-entry", "3596108 CZ.1")]


# Registered later -------------------------------------------------------------------------------------------------


def planned_intention() -> Story[NetworkEntry]:
    event = made(events.DevelopmentIntentionSubmitted, **INTENTION | {"service": None, "planned": PLANNED})
    return given(NetworkEntry, ("2017-03-01", event), others=files())


def link(service: Any = SERVICE) -> commands.LinkRegistration:
    return commands.LinkRegistration(target=THIS, service=service)


def test_registration_of_a_planned_service_is_linked_and_claims_its_number() -> None:
    story = planned_intention().when(link(), on="2017-09-01")
    linked = made(events.RegistrationLinked, service=SERVICE, registration_number="3596108", section="43")
    story.then(linked)
    assert list(linked.claims()) == [take("network-entry", "3596108")]
    assert story.state.service == SERVICE


def test_registration_is_linked_once() -> None:
    planned_intention().when(link(), on="2017-09-01").when(link(), on="2017-09-01").then_refused(
        "network-entry.service-linked-once"
    )
    submitted().when(link(), on="2017-09-01").then_refused("network-entry.service-linked-once")


def test_registration_is_linked_to_a_file_that_is_there() -> None:
    nothing().when(link(), on="2017-09-01").then_refused("network-entry.opened-first")


def test_service_without_a_number_cannot_be_linked() -> None:
    nameless = given(Service, made(ServiceTakenOver, section="43")).state
    story = given(
        NetworkEntry, *((e.effective_on, e.event) for e in planned_intention().entries), others={SERVICE: nameless}
    )
    story.when(link(), on="2017-09-01").then_refused("network-entry.number-known")


# What municipalities say ------------------------------------------------------------------------------------------


def state_need(**changed: Any) -> commands.RecordMunicipalStatement:
    fields = {"municipality": "Frýdlant", "orp": "5102", "subject": "need", "is_supporting": True}
    return made(commands.RecordMunicipalStatement, target=THIS, **fields | changed)


def test_statement_is_recorded_with_the_day_on_which_it_was_received() -> None:
    story = submitted().when(state_need(), on="2017-03-20", received_on=date(2017, 3, 24))
    story.then(
        made(events.MunicipalStatementReceived, municipality="Frýdlant", orp="5102", subject="need", is_supporting=True)
    )
    (statement,) = story.state.statements_on(date(2017, 3, 20))
    assert (statement.stated_on, statement.received_on) == (date(2017, 3, 20), date(2017, 3, 24))
    assert story.state.statements_on(date(2017, 3, 19)) == ()


def test_later_statement_of_the_same_municipality_holds_from_its_day() -> None:
    """Said again on purpose: a second statement is a second fact."""
    against = state_need(is_supporting=False, note=Prose.of("No money left."))
    story = submitted().when(against, on="2017-04-01").when(state_need(), on="2017-03-20")
    story = story.when(state_need(subject="inclusion"), on="2017-04-01")
    assert [s.is_supporting for s in story.state.statements_on(date(2017, 3, 31))] == [True]
    assert [(s.subject, s.is_supporting) for s in story.state.statements_on(date(2017, 4, 1))] == [
        ("inclusion", True),
        ("need", False),
    ]


def test_statement_about_an_unknown_intention_is_refused() -> None:
    submitted().when(state_need(intention="2016-01"), on="2017-04-01").then_refused("network-entry.intention-on-file")
    submitted().when(state_need(intention="2017-03"), on="2017-04-01").then_notes()


def test_statement_needs_a_file() -> None:
    nothing().when(state_need(), on="2017-04-01").then_refused("network-entry.opened-first")


# Scored -----------------------------------------------------------------------------------------------------------


def test_score_is_recorded_exactly() -> None:
    story = submitted().when(score(), on="2017-05-01")
    story.then(SCORED)
    intention = story.state.intentions["2017-03"]
    assert str(intention.points) == "25.5"
    assert (intention.scored_on, intention.methodology) == (date(2017, 5, 1), METHODOLOGY)
    assert SCORED.model_dump(mode="json")["scores"][0]["points"] == "17.5"


def test_intention_has_no_points_before_the_scoring() -> None:
    assert submitted().state.intentions["2017-03"].points is None


def test_intention_is_scored_once() -> None:
    intended().when(score(), on="2017-05-02").then_refused("network-entry.scored-once")


def test_score_of_an_unknown_intention_is_refused() -> None:
    submitted().when(score(intention="2016-01"), on="2017-05-01").then_refused("network-entry.intention-on-file")


def test_score_from_an_unknown_day_is_refused() -> None:
    submitted().when(score()).then_refused("network-entry.day-known")


def test_parameter_scored_twice_is_refused() -> None:
    submitted().when(score(scores=(*SCORES, SCORES[0])), on="2017-05-01").then_refused("network-entry.parameter-once")


def test_score_by_a_methodology_of_another_year_is_refused() -> None:
    submitted().when(score(), on="2017-12-31").then_notes()
    story = submitted().when(score(), on="2018-01-01")
    story.then_refused("network-entry.methodology-in-force", "network-entry.every-parameter-scored")


@pytest.mark.parametrize("scores", [SCORES[:1], (*SCORES, {"parameter": "beauty", "points": 1})])
def test_score_that_leaves_a_parameter_out_or_adds_one_is_refused(scores: Any) -> None:
    submitted().when(score(scores=scores), on="2017-05-01").then_refused("network-entry.every-parameter-scored")


def test_score_where_the_methodology_names_no_parameters_cannot_be_decided_but_may_be_waived() -> None:
    story = submitted(methodology=methodology(parameters=False))
    refused = story.when(score(), on="2017-05-01")
    refused.then_refused("network-entry.every-parameter-scored")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided
    waived = ["network-entry.every-parameter-scored"]
    story.when(score(), on="2017-05-01", reason="old form", waived=waived).then_notes()


@pytest.mark.parametrize(("points", "is_taken"), [("20", True), ("20.01", False), ("0", True), ("-0.01", False)])
def test_points_lie_between_zero_and_the_maximum(points: str, is_taken: bool) -> None:
    scores = ({"parameter": "need", "points": points}, SCORES[1])
    story = submitted().when(score(scores=scores), on="2017-05-01")
    story.then_notes() if is_taken else story.then_refused("network-entry.points-within-maximum")


# Not followed -----------------------------------------------------------------------------------------------------


def withdraw() -> commands.RecordIntentionWithdrawn:
    return commands.RecordIntentionWithdrawn(target=THIS, intention="2017-03")


def reject(**changed: Any) -> commands.RejectIntention:
    return made(commands.RejectIntention, target=THIS, intention="2017-03", **RESOLVED | changed)


def test_withdrawal_is_recorded_and_ends_the_intention() -> None:
    story = intended().when(withdraw(), on="2017-06-01")
    story.then(events.IntentionWithdrawn(intention="2017-03"))
    assert story.state.intentions["2017-03"].outcome == "withdrawn"
    story.when(withdraw(), on="2017-06-01").then_refused("network-entry.intention-open")


def test_rejection_is_recorded_and_ends_the_intention() -> None:
    story = intended().when(reject(), on="2017-06-27")
    story.then(made(events.IntentionRejected, intention="2017-03", **RESOLVED))
    assert story.state.intentions["2017-03"].outcome == "rejected"
    story.when(reject(), on="2017-06-27").then_refused("network-entry.intention-open")
    story.when(score(), on="2017-06-27").then_refused("network-entry.intention-open")


def test_rejection_by_the_council_is_refused() -> None:
    story = intended().when(reject(resolution="1/17/RK"), on="2017-06-27")
    story.then_refused("network-entry.approved-by-competent-body")


def test_rejection_with_a_number_of_another_year_is_refused() -> None:
    story = intended().when(reject(resolution="258/16/ZK"), on="2017-06-27")
    story.then_refused("network-entry.resolution-of-its-year")


@pytest.mark.parametrize("command", [withdraw(), reject()], ids=lambda c: c.topic)
def test_intention_that_is_not_on_file_cannot_end(command: Any) -> None:
    planned_intention().when(command.model_copy(update={"intention": "1"}), on="2017-06-27").then_refused(
        "network-entry.intention-on-file"
    )
    nothing().when(command, on="2017-06-27").then_refused("network-entry.opened-first")


def test_rejected_provider_may_come_again_in_the_same_file() -> None:
    story = intended().when(reject(), on="2017-06-27").when(submit(intention="2018-01"), on="2018-03-01")
    story.then_notes()
    assert story.state.intentions["2018-01"].applicant.name == PROVIDER["name"]


def test_score_of_an_intention_whose_key_was_corrected_holds_nothing() -> None:
    """The submission reads differently now; its old score waits for the same correction."""
    story = intended()
    data = SUBMITTED.model_dump(mode="json", exclude_none=True) | {"intention": "2017-04"}
    command = made(CorrectEntry, target=THIS, entry=story.entries[0].event_id, data=data)
    state = story.when(command, on="2017-03-01", reason="wrong key").state
    assert list(state.intentions) == ["2017-04"]
    assert state.intentions["2017-04"].points is None


def test_registered_service_of_the_examples_counts_no_full_time_equivalents() -> None:
    """So the network may hold any number of them."""
    assert registered_service().capacity(form=FIELD_FTE.form, unit=FIELD_FTE.unit, on=date(2018, 1, 1)) is None
