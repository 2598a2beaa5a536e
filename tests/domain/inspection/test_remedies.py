"""Measures: by which power, until when, what came of them; follow-up, referral and the results of others."""

from datetime import date
from typing import Any

import pytest

from domain.inspection.commands.remedies import (
    ExtendMeasure,
    FindMeasureNotFulfilled,
    FindMeasurePartlyFulfilled,
    LiftMeasure,
    OrderFollowUp,
    RecordExtensionRequest,
    RecordExternalResult,
    ReferResult,
    RefuseExtension,
)
from domain.inspection.inspection import Inspection
from domain.kernel.ids import derived_id
from tests.domain.inspection.outcomes import (
    EVIDENCE,
    delivered,
    drafted,
    impose,
    inspected,
    measured,
    objected,
    report,
    signed,
    uphold,
    verify,
)
from tests.domain.inspection.stories import CONTROLLER, EARLIER, earlier, files, inspection, made, taken
from tests.spec import THIS, Story

FOLLOW_UP = derived_id("spec", "the follow-up")
AFTER, BY_ACT_320 = "2026-04-15", {"act": "320/2001", "provision": "§ 18"}
BY_CONTROL_ACT = {"act": "255/2012", "provision": "§ 10(2)"}


def day(text: str) -> date:
    return date.fromisoformat(text)


def ask(until: str = "2026-08-31") -> RecordExtensionRequest:
    return made(RecordExtensionRequest, measure="M1", asks_until=until)


def prolong(until: str = "2026-08-31") -> ExtendMeasure:
    return made(ExtendMeasure, measure="M1", due_on=until)


# The power ------------------------------------------------------------------------------------------------------------


def test_the_control_act_gives_a_written_report_and_no_measure() -> None:
    story = delivered()
    story.when(impose(power=BY_CONTROL_ACT), on=AFTER).then_refused("inspection.measure-has-its-power")
    story.when(impose(asks_for="WRITTEN_REPORT", power=BY_CONTROL_ACT), on=AFTER).then_notes()


@pytest.mark.parametrize(
    ("regime", "power", "is_given"),
    [
        ("CONTROL_ACT", BY_ACT_320, True),
        ("FINANCIAL_CONTROL", BY_ACT_320, True),
        ("FINANCIAL_CONTROL", {"act": "108/2006", "provision": "§ 82"}, False),
        ("REGISTRATION_CONDITIONS", {"act": "108/2006", "provision": "§ 82"}, True),
        ("REGISTRATION_CONDITIONS", BY_ACT_320, False),
    ],
)
def test_each_regime_has_its_own_powers(regime: str, power: dict[str, str], *, is_given: bool) -> None:
    story = delivered(signed(drafted(inspected(regime=regime)))).when(impose(power=power), on=AFTER)
    if is_given:
        story.then_notes()
    else:
        story.then_refused("inspection.measure-has-its-power")


def test_under_the_contract_the_contract_gives_the_power_and_no_report_is_asked_by_the_act() -> None:
    agreed = {"clause": {"act": "contract", "provision": "čl. IX"}}
    story = delivered(signed(drafted(inspected(regime="CONTRACTUAL", agreed=agreed))))
    story.when(impose(), on=AFTER).then_notes()
    by_act = impose(asks_for="WRITTEN_REPORT", power=BY_CONTROL_ACT)
    story.when(by_act, on=AFTER).then_refused("inspection.measure-has-its-power")


# The measure ----------------------------------------------------------------------------------------------------------


def test_a_measure_is_imposed_after_delivery_and_due_after_that() -> None:
    signed().when(impose(), on="2026-03-16").then_refused("inspection.measure-after-delivery")
    delivered().when(impose(), on="2026-03-19").then_notes()
    delivered().when(impose(), on="2026-03-18").then_refused("inspection.measure-after-delivery")
    delivered().when(impose(due_on=AFTER), on=AFTER).then_refused("inspection.measure-after-delivery")
    delivered().when(impose(due_on="2026-04-16"), on=AFTER).then_notes()


def test_a_measure_is_about_a_defect_that_stands() -> None:
    delivered().when(impose(findings=["F2"]), on=AFTER).then_refused("inspection.measure-about-a-defect")
    delivered().when(impose(findings=[]), on=AFTER).then_refused("inspection.measure-about-a-defect")
    fallen = taken(objected().when(uphold(), on="2026-04-14"))
    fallen.when(impose(), on=AFTER).then_refused("inspection.measure-about-a-defect")
    delivered().when(impose(findings=["F9"]), on=AFTER).then_refused("inspection.on-record")


def test_a_limit_is_a_day_or_a_number_of_days() -> None:
    """Thirty days from 2026-04-15 end on Friday 15 May; a day that is none of work moves on."""
    story = taken(delivered().when(impose(due_on=None, days=30), on=AFTER))
    due = story.state.measures["M1"].due
    assert due is not None
    assert due.legal_last_day == day("2026-05-15")
    story = taken(delivered().when(impose(due_on="2026-05-16"), on=AFTER))
    due = story.state.measures["M1"].due
    assert due is not None
    assert (due.legal_last_day, due.safe_last_day) == (day("2026-05-18"), day("2026-05-15"))
    delivered().when(impose(days=30), on=AFTER).then_refused("inspection.measure-has-a-limit")
    delivered().when(impose(due_on=None), on=AFTER).then_refused("inspection.measure-has-a-limit")


def test_a_key_names_one_measure() -> None:
    measured().when(impose(), on=AFTER).then_refused("inspection.recorded-once")
    delivered().when(report(), on=AFTER).then_refused("inspection.on-record")


# Time -----------------------------------------------------------------------------------------------------------------


def test_more_time_is_asked_for_and_granted() -> None:
    story = measured().when(ask(), on="2026-06-30").then_notes()
    assert story.state.measures["M1"].is_extension_asked
    story = taken(story.when(prolong(), on="2026-07-02"))
    found = story.state.measures["M1"]
    assert found.due is not None
    assert (found.due.legal_last_day, found.extensions, found.is_extension_asked) == (day("2026-08-31"), 1, False)
    assert not found.is_overdue(day("2026-08-31"))
    assert found.is_overdue(day("2026-09-01"))


def test_a_late_request_is_noted_and_may_be_granted_all_the_same() -> None:
    story = measured().when(ask(), on="2026-07-01").then_notes("EXTENSION_ASKED_LATE")
    story.when(prolong(), on="2026-07-02").then_closes("EXTENSION_ASKED_LATE")


def test_an_extension_gives_time() -> None:
    measured().when(prolong("2026-06-30"), on="2026-06-01").then_refused("inspection.extension-gives-time")
    measured().when(prolong("2026-07-01"), on="2026-06-01").then_notes()


def test_a_refusal_answers_a_request() -> None:
    refuse = made(RefuseExtension, measure="M1", reason="Není proč.")
    measured().when(refuse, on="2026-06-30").then_refused("inspection.extension-was-asked-for")
    story = taken(taken(measured().when(ask(), on="2026-06-25")).when(refuse, on="2026-06-30"))
    assert not story.state.measures["M1"].is_extension_asked


def test_a_report_after_the_time_is_recorded_as_late() -> None:
    measured().when(report(EVIDENCE), on="2026-06-30").then_notes()
    measured().when(report(EVIDENCE), on="2026-07-01").then_notes("REPORTED_LATE")


# Proof ----------------------------------------------------------------------------------------------------------------


def test_fulfilment_is_verified_on_proof() -> None:
    bare = taken(measured().when(report(is_partial=True), on="2026-06-01"))
    bare.when(verify(), on="2026-06-10").then_refused("inspection.verified-on-proof")
    bare.when(verify(EVIDENCE), on="2026-06-10").then_notes()
    story = taken(measured().when(report(EVIDENCE), on="2026-06-01"))
    story = taken(story.when(verify(), on="2026-06-10"))
    assert story.state.measures["M1"].state == "FULFILLED"
    story.when(verify(), on="2026-06-11").then_refused("inspection.measure-open")
    story.when(report(EVIDENCE), on="2026-06-11").then_refused("inspection.measure-open")


def test_partial_fulfilment_leaves_the_rest_due() -> None:
    partly = made(FindMeasurePartlyFulfilled, measure="M1", by=CONTROLLER, evidence=[EVIDENCE])
    story = taken(measured().when(partly, on="2026-06-10"))
    assert story.state.measures["M1"].state == "PARTLY_FULFILLED"
    assert story.state.open_measures == ("M1",)
    bare = made(FindMeasurePartlyFulfilled, measure="M1", by=CONTROLLER)
    measured().when(bare, on="2026-06-10").then_refused("inspection.verified-on-proof")


def test_while_the_time_runs_nobody_says_that_a_measure_was_not_fulfilled() -> None:
    failed = made(FindMeasureNotFulfilled, measure="M1", by=CONTROLLER)
    measured().when(failed, on="2026-06-30").then_refused("inspection.not-fulfilled-after-its-time")
    story = measured().when(failed, on="2026-07-01").then_notes()
    assert story.state.measures["M1"].state == "NOT_FULFILLED"
    again = taken(story.when(prolong(), on="2026-07-02"))
    assert again.state.measures["M1"].state == "DUE"


def test_a_measure_that_lost_its_sense_is_lifted() -> None:
    lifted = taken(measured().when(made(LiftMeasure, measure="M1"), on="2026-05-01"))
    assert lifted.state.open_measures == ()
    lifted.when(report(EVIDENCE), on="2026-05-02").then_refused("inspection.measure-open")


# Follow-up ------------------------------------------------------------------------------------------------------------


def follow_up(**fields: Any) -> OrderFollowUp:
    return made(OrderFollowUp, **{"new_inspection": FOLLOW_UP, "measures": ["M1"]} | fields)


def test_a_follow_up_looks_at_measures_after_the_protocol() -> None:
    story = taken(measured().when(follow_up(), on="2026-07-01"))
    assert story.state.measures["M1"].followed_by == (FOLLOW_UP,)
    signed().when(follow_up(measures=[]), on="2026-03-16").then_refused("inspection.follow-up-after-protocol")
    measured().when(follow_up(measures=["M9"]), on="2026-07-01").then_refused("inspection.on-record")


def test_a_follow_up_is_another_inspection() -> None:
    itself = follow_up(new_inspection=THIS)
    measured().when(itself, on="2026-07-01").then_refused("inspection.follow-up-is-another")
    story = taken(measured().when(follow_up(), on="2026-07-01"))
    story.when(follow_up(), on="2026-07-02").then_refused("inspection.follow-up-is-another")


def test_a_follow_up_of_a_follow_up_does_not_lead_back() -> None:
    story: Story[Inspection] = inspection(files(earlier=earlier()), reason="FOLLOW_UP", follow_up_of=EARLIER)
    assert story.state.follow_up_of == EARLIER


# Elsewhere ------------------------------------------------------------------------------------------------------------


def refer(**fields: Any) -> ReferResult:
    return made(ReferResult, **{"referral": "P1", "to": "TAX_OFFICE", "findings": ["F1"]} | fields)


def test_findings_are_referred_to_another_authority() -> None:
    story = taken(delivered().when(refer(), on="2026-04-20"))
    assert story.state.referrals == {"P1": day("2026-04-20")}
    story.when(refer(), on="2026-04-21").then_refused("inspection.recorded-once")
    delivered().when(refer(to="OTHER"), on="2026-04-20").then_refused("inspection.named-authority")
    delivered().when(refer(to="OTHER", name="Inspektorát práce"), on="2026-04-20").then_notes()
    delivered().when(refer(findings=["F9"]), on="2026-04-20").then_refused("inspection.on-record")


def test_the_result_of_another_body_is_recorded() -> None:
    result = {"result": "V1", "body": "MPSV", "has_findings": True}
    story = taken(delivered().when(made(RecordExternalResult, **result), on="2026-05-20"))
    assert story.state.external_results == {"V1": day("2026-05-20")}
    story.when(made(RecordExternalResult, **result), on="2026-05-21").then_refused("inspection.recorded-once")
    nameless = made(RecordExternalResult, **result | {"body": "OTHER"})
    delivered().when(nameless, on="2026-05-20").then_refused("inspection.named-authority")
    answered = made(RecordExternalResult, **result | {"referral": "P1"})
    delivered().when(answered, on="2026-05-20").then_refused("inspection.on-record")
    taken(delivered().when(refer(), on="2026-04-20")).when(answered, on="2026-05-20").then_notes()
