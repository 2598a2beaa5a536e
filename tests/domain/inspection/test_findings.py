"""Findings: what they stand on, what they are worth, and how they come to read otherwise."""

from typing import Any

import pytest

from domain.inspection.commands.findings import RecordFinding, RecordFindingRemedy
from domain.inspection.events.findings import FindingChanged, FindingRecorded, FindingWithdrawn
from domain.inspection.events.remedies import MeasureLifted
from tests.domain.inspection.outcomes import (
    BREACHED,
    EVIDENCE,
    addendum,
    change,
    delivered,
    finding,
    fine,
    impose,
    inspected,
    known,
    mandate_worth,
    signed,
    withdraw,
    wording,
    worth,
)
from tests.domain.inspection.stories import (
    CONTRACT,
    CONTROLLER,
    MANDATE,
    SERVICE,
    STRANGER,
    SUBSTITUTE,
    authorised,
    inspection,
    made,
    opened,
    taken,
)
from tests.spec import Story

ON = "2026-02-20"


def begun(regime: str = "grant", **plan_fields: Any) -> Story[Any]:
    return opened(inspection(known(regime), **plan_fields))


# What a finding says --------------------------------------------------------------------------------------------------


def test_a_defect_names_what_it_breaches_and_what_it_stands_on() -> None:
    begun().when(finding("F1"), on=ON).then(FindingRecorded.of(finding("F1"))).then_notes()
    begun().when(finding("F1", breached=None), on=ON).then_refused("inspection.defect-names-its-rule")
    begun().when(finding("F1", evidence=[]), on=ON).then_refused("inspection.finding-has-evidence")


def test_a_finding_without_a_defect_needs_evidence_and_no_rule() -> None:
    begun().when(fine(), on=ON).then_notes()
    said = {"has_defect": False}
    bare = made(RecordFinding, by=CONTROLLER, finding="F2", wording=said)
    begun().when(bare, on=ON).then_refused("inspection.finding-has-evidence")


@pytest.mark.parametrize("said", [{"severity": "MINOR"}, {"amounts": [worth(1)]}])
def test_severity_and_amount_belong_to_a_defect(said: dict[str, Any]) -> None:
    fields = {"has_defect": False, "severity": "OBSERVATION", "breached": None} | said
    begun().when(finding("F1", **fields), on=ON).then_refused("inspection.amount-of-a-defect")


def test_amounts_are_exact_and_more_than_zero() -> None:
    story = begun().when(finding("F1", amounts=[worth(12_345)]), on=ON).then_notes()
    assert story.state.findings["F1"].amounts[0].amount.minor == 1_234_500
    begun().when(finding("F1", amounts=[worth(0)]), on=ON).then_refused("inspection.finding-amount-positive")
    begun().when(finding("F1", amounts=[worth(-1)]), on=ON).then_refused("inspection.finding-amount-positive")


def test_an_amount_belongs_to_one_file() -> None:
    both = worth(1, mandate=MANDATE)
    begun().when(finding("F1", amounts=[both]), on=ON).then_refused("inspection.finding-amount-of-one-file")
    begun().when(finding("F1", amounts=[mandate_worth(1), worth(2)]), on=ON).then_notes()


def test_a_suspicion_names_its_contract() -> None:
    bare = finding("F1", severity="SUSPECTED_BUDGET_BREACH")
    begun().when(bare, on=ON).then_refused("inspection.suspicion-names-its-contract")
    of_mandate = finding("F1", severity="SUSPECTED_IRREGULARITY", amounts=[mandate_worth(1)])
    begun().when(of_mandate, on=ON).then_refused("inspection.suspicion-names-its-contract")
    begun().when(finding("F1", severity="SUSPECTED_IRREGULARITY", amounts=[worth(1)]), on=ON).then_notes()


def test_an_amount_under_a_mandate_names_its_year() -> None:
    """Overcompensation is counted for each service-year on its own."""
    yearless = worth(1, contract=None, mandate=MANDATE, year=None)
    begun().when(finding("F1", amounts=[yearless]), on=ON).then_refused("inspection.overcompensation-names-its-year")
    begun().when(finding("F1", amounts=[worth(1, year=None)]), on=ON).then_notes()


def test_budget_discipline_is_broken_with_a_grant_only() -> None:
    command = finding("F1", severity="SUSPECTED_BUDGET_BREACH", amounts=[worth(1)])
    begun("grant").when(command, on=ON).then_notes()
    begun("tender").when(command, on=ON).then_refused("inspection.suspected-breach-of-a-grant")
    begun("tender").when(finding("F1", amounts=[worth(1)]), on=ON).then_notes()


def test_an_amount_belongs_to_what_is_inspected() -> None:
    command = finding("F1", amounts=[worth(1)])
    subject = {"provider": "71220089", "mandates": [MANDATE]}
    begun(subject=subject).when(command, on=ON).then_refused("inspection.amount-of-what-is-inspected")
    begun(subject={"provider": "71220089", "contracts": [CONTRACT]}).when(command, on=ON).then_notes()
    begun(subject={"provider": "71220089", "services": [SERVICE]}).when(command, on=ON).then_notes()


# Who and when ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [STRANGER, SUBSTITUTE])
def test_a_finding_is_made_by_who_is_authorised_that_day(by: str) -> None:
    command = made(RecordFinding, by=by, finding="F1", wording=wording())
    begun().when(command, on=ON).then_refused("inspection.authorised-on-the-day")


def test_nothing_is_found_before_the_start() -> None:
    authorised(inspection(known())).when(finding("F1"), on="2026-02-02").then_refused("inspection.step-first")


def test_a_key_names_one_finding() -> None:
    inspected().when(finding("F1"), on="2026-02-27").then_refused("inspection.recorded-once")


def test_between_signature_and_delivery_nothing_is_found() -> None:
    signed().when(finding("F3"), on="2026-03-14").then_refused("inspection.before-signature")
    story = taken(delivered().when(finding("F3"), on="2026-04-14"))
    assert story.state.findings["F3"].is_new_since_protocol


# Remedied on the spot -------------------------------------------------------------------------------------------------


def test_what_was_put_right_before_the_protocol_is_recorded() -> None:
    on_the_spot = made(RecordFinding, by=CONTROLLER, finding="F3", wording=wording(), is_remedied=True)
    assert begun().when(on_the_spot, on=ON).state.findings["F3"].is_remedied
    remedy = made(RecordFindingRemedy, by=CONTROLLER, finding="F1", evidence=[EVIDENCE])
    story = inspected().when(remedy, on="2026-03-02").then_notes()
    assert story.state.findings["F1"].is_remedied
    signed().when(remedy, on="2026-03-14").then_notes("REMEDIED_AFTER_PROTOCOL")


# Changed and withdrawn ------------------------------------------------------------------------------------------------


def test_before_signature_a_finding_is_corrected() -> None:
    story = inspected().when(change("F1", severity="MINOR"), on="2026-03-02")
    story.then(FindingChanged.of(change("F1", severity="MINOR")))
    assert story.state.findings["F1"].state == "CHANGED"
    inspected().when(change("F1", breached=None), on="2026-03-02").then_refused("inspection.defect-names-its-rule")


def test_after_signature_only_further_inquiry_changes_a_finding() -> None:
    signed().when(change("F1"), on="2026-03-14").then_refused("inspection.changed-by-further-inquiry")
    signed().when(withdraw("F1"), on="2026-03-14").then_refused("inspection.changed-by-further-inquiry")
    story = delivered().when(change("F1", "FURTHER_INQUIRY"), on="2026-04-14").then_notes()
    assert story.state.findings["F1"].is_new_since_protocol


def test_a_withdrawn_finding_is_gone_for_good() -> None:
    story = inspected().when(withdraw("F1"), on="2026-03-02").then(FindingWithdrawn.of(withdraw("F1")))
    story.when(change("F1"), on="2026-03-03").then_refused("inspection.finding-stands")
    story.when(withdraw("F1"), on="2026-03-03").then_refused("inspection.finding-stands")
    remedy = made(RecordFindingRemedy, by=CONTROLLER, finding="F1")
    story.when(remedy, on="2026-03-03").then_refused("inspection.finding-stands")


def test_with_a_finding_fall_the_measures_that_stood_on_it_alone() -> None:
    story = taken(delivered().when(impose(), on="2026-04-15"))
    more = finding("F3", breached=BREACHED)
    story = taken(story.when(more, on="2026-04-16"))
    story = taken(story.when(impose(measure="M2", findings=["F1", "F3"]), on="2026-04-17"))
    story = story.when(withdraw("F1", "FURTHER_INQUIRY"), on="2026-04-20")
    story.then(FindingWithdrawn.of(withdraw("F1", "FURTHER_INQUIRY")), MeasureLifted(measure="M1"))
    story = story.when(withdraw("F3", "FURTHER_INQUIRY"), on="2026-04-21")
    story.then(FindingWithdrawn.of(withdraw("F3", "FURTHER_INQUIRY")), MeasureLifted(measure="M2"))


# Addenda --------------------------------------------------------------------------------------------------------------


def test_an_addendum_holds_what_is_new_since_the_protocol() -> None:
    story = taken(delivered().when(finding("F3"), on="2026-04-14"))
    story.when(addendum(findings=["F1"]), on="2026-04-15").then_refused("inspection.addendum-holds-findings")
    story.when(addendum(findings=[]), on="2026-04-15").then_refused("inspection.addendum-holds-findings")
    story = taken(story.when(addendum(), on="2026-04-15"))
    assert not story.state.findings["F3"].is_new_since_protocol
    story.when(addendum(addendum=3), on="2026-04-16").then_refused("inspection.version-follows")
