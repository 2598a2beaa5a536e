"""The protocol: what it must hold in this case, who signs it, when it is delivered, how it is mended."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.inspection.commands.authorisation import InvitePerson
from domain.inspection.commands.protocol import CorrectProtocolError
from domain.inspection.events.findings import FindingWording
from domain.inspection.events.protocol import Item
from domain.inspection.protocol_items import OnRecord, missing_from_draft, missing_items, required_items
from domain.kernel.law import Citation
from tests.domain.inspection.outcomes import (
    ADDENDUM,
    DRAFTED,
    EVIDENCE,
    UNUSED,
    addendum,
    deliver,
    delivered,
    draft,
    drafted,
    finding,
    fine,
    inspected,
    known,
    object_to,
    send,
    sign,
    signed,
    withdraw,
)
from tests.domain.inspection.stories import (
    CONTROLLER,
    EXPERT,
    HEAD,
    STRANGER,
    SUBSTITUTE,
    SUPERIOR,
    declare_complex,
    inspection,
    made,
    on_site_done,
    opened,
    taken,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


# What it must hold ----------------------------------------------------------------------------------------------------

DEFECT = FindingWording(has_defect=True, breached=Citation("contract", "čl. V"), evidence=(EVIDENCE,))
FINE = FindingWording(has_defect=False, evidence=(EVIDENCE,))
COMPLETE = OnRecord(
    inspectors=(HEAD,),
    legal_bases=("255/2012",),
    provider="71220089",
    subjects=("service",),
    first_act_on=day("2026-02-02"),
    last_act_on=day("2026-02-27"),
    findings=(FINE,),
    objections_to="ředitel",
    drafted_on=day("2026-03-13"),
    unsigned=(),
)


def missing(**changed: Any) -> tuple[Item, ...]:
    return missing_items(replace(COMPLETE, **changed), uses_control_act=True)


@pytest.mark.parametrize(
    ("changed", "item"),
    [
        ({"inspectors": ()}, "body-and-inspectors"),
        ({"legal_bases": ()}, "legal-basis"),
        ({"invited": {EXPERT: False}}, "invited-person"),
        ({"provider": None}, "inspected-person"),
        ({"subjects": ()}, "subject"),
        ({"first_act_on": None}, "first-act"),
        ({"last_act_on": None}, "last-act"),
        ({"findings": ()}, "findings"),
        ({"objections_to": None}, "instruction-on-objections"),
        ({"drafted_on": None}, "date"),
        ({"unsigned": (HEAD,)}, "signature"),
        ({"unsigned": None}, "signature"),
    ],
)
def test_each_item_is_missing_where_it_is_not_on_record(changed: dict[str, Any], item: Item) -> None:
    assert missing(**changed) == (item,)


def test_a_complete_record_lacks_nothing() -> None:
    assert missing() == ()
    assert missing(findings=(DEFECT, FINE)) == ()
    assert missing(invited={EXPERT: True}) == ()


def test_a_defect_needs_its_provision_and_every_finding_its_evidence() -> None:
    assert missing(findings=(DEFECT.model_copy(update={"breached": None}),)) == ("breached-provision",)
    assert missing(findings=(FINE.model_copy(update={"evidence": ()}),)) == ("evidence",)


def test_what_there_was_none_of_is_not_asked_for() -> None:
    """An invited person and a breached provision stand in the protocol only where there was one (§ 12)."""
    plain = required_items(COMPLETE, uses_control_act=True)
    assert "invited-person" not in plain
    assert "breached-provision" not in plain
    full = required_items(replace(COMPLETE, invited={EXPERT: True}, findings=(DEFECT,)), uses_control_act=True)
    assert set(full) - set(plain) == {"invited-person", "breached-provision"}
    assert full.index("invited-person") < full.index("inspected-person")


def test_a_check_under_the_contract_needs_no_items_of_the_act() -> None:
    left_out = {"first-act", "last-act", "instruction-on-objections"}
    agreed = set(required_items(COMPLETE, uses_control_act=False))
    assert set(required_items(COMPLETE, uses_control_act=True)) - agreed == left_out


def test_a_draft_waits_for_no_signature() -> None:
    assert missing_from_draft(replace(COMPLETE, unsigned=None), uses_control_act=True) == ()


def test_the_aggregate_says_what_is_missing_step_by_step() -> None:
    """The same list stands on the page before "Vyhotovit protokol"."""
    story = opened(inspection(known()))
    assert story.state.protocol_missing() == (
        "last-act",
        "findings",
        "instruction-on-objections",
        "date",
        "signature",
    )
    assert inspected().state.protocol_missing() == ("instruction-on-objections", "date", "signature")
    assert drafted().state.protocol_missing() == ("signature",)
    assert signed().state.protocol_missing() == ()


# The draft ------------------------------------------------------------------------------------------------------------


def test_an_incomplete_protocol_is_refused_and_says_what_is_missing() -> None:
    story = opened(inspection(known())).when(draft(), on=DRAFTED)
    story.then_refused("inspection.protocol-complete")
    assert story.facts_of("inspection.protocol-complete") == {"missing": ["last-act", "findings"]}
    inspected().when(draft(objections_to=None), on=DRAFTED).then_refused("inspection.protocol-complete")


def test_no_defects_found_is_a_lawful_protocol() -> None:
    story = taken(opened(inspection(known())).when(fine("F1"), on="2026-02-20"))
    taken(on_site_done(story).when(draft(), on=DRAFTED))


def test_an_invited_person_is_in_the_protocol_with_the_reason() -> None:
    story = opened(inspection(known()))
    command = made(InvitePerson, person=EXPERT, issued_by=SUPERIOR, expertise="účetnictví", reason="Náklady služby.")
    story = taken(story.when(command, on="2026-02-03"))
    story = on_site_done(taken(story.when(fine("F1"), on="2026-02-20")))
    taken(story.when(draft(), on=DRAFTED))


def test_a_check_under_the_contract_says_less_but_not_nothing() -> None:
    agreed = {"clause": {"act": "contract", "provision": "čl. IX"}}
    story = opened(inspection(known(), regime="CONTRACTUAL", agreed=agreed))
    story.when(draft(objections_to=None), on=DRAFTED).then_refused("inspection.agreed-protocol-complete")
    story = taken(story.when(finding("F1"), on="2026-02-20"))
    story.when(draft(objections_to=None, objection_days=5), on=DRAFTED).then_notes()


def test_the_protocol_gives_more_time_than_the_act_and_never_less() -> None:
    inspected().when(draft(objection_days=15), on=DRAFTED).then_notes()
    inspected().when(draft(objection_days=14), on=DRAFTED).then_refused("inspection.objection-time-not-shortened")


def test_versions_follow_one_another_until_delivery() -> None:
    inspected().when(draft(version=2), on=DRAFTED).then_refused("inspection.version-follows")
    story = taken(signed().when(draft(version=2, document=UNUSED), on="2026-03-14"))
    assert not story.state.is_signed
    assert story.state.protocol is not None
    assert story.state.protocol.unsigned == (HEAD, CONTROLLER)
    again = draft(version=2, document=UNUSED)
    delivered().when(again, on="2026-03-20").then_refused("inspection.drafted-before-delivery")


def test_the_draft_holds_the_findings_that_stand() -> None:
    story = taken(inspected().when(withdraw("F1"), on="2026-03-02"))
    assert drafted(story).state.protocol.findings == ("F2",)  # type: ignore[union-attr]  # it was just drafted


# Signatures -----------------------------------------------------------------------------------------------------------


def test_inspectors_sign_and_nobody_else() -> None:
    inspected().when(draft(signers=[HEAD, STRANGER]), on=DRAFTED).then_refused("inspection.signers-of-the-group")
    inspected().when(draft(signers=[]), on=DRAFTED).then_refused("inspection.signers-of-the-group")
    taken(inspected().when(draft(signers=[HEAD, SUBSTITUTE]), on=DRAFTED))
    drafted().when(sign(SUBSTITUTE), on=DRAFTED).then_refused("inspection.on-record")
    taken(drafted().when(sign(HEAD), on=DRAFTED)).when(sign(HEAD), on=DRAFTED).then_refused("inspection.recorded-once")


def test_what_is_signed_is_what_was_drafted() -> None:
    drafted().when(sign(document=UNUSED), on=DRAFTED).then_refused("inspection.signed-file-is-the-draft")


def test_a_region_signs_with_a_qualified_signature() -> None:
    drafted().when(sign(signing="OTHER"), on=DRAFTED).then_refused("inspection.signed-as-an-authority")
    drafted().when(sign(signing="HANDWRITTEN"), on=DRAFTED).then_notes()


def test_the_protocol_is_made_on_the_thirtieth_day() -> None:
    """The last act was on 2026-02-27: 30 days end on Sunday 29 March and move to Monday."""
    last = taken(drafted().when(sign(HEAD), on="2026-03-30"))
    last.when(sign(CONTROLLER), on="2026-03-30").then_notes()
    last.when(sign(CONTROLLER), on="2026-03-31").then_notes("PROTOCOL_MADE_LATE")


def test_a_complex_case_has_sixty_days() -> None:
    story = drafted(taken(inspected().when(declare_complex(), on="2026-03-10")))
    story = taken(story.when(sign(HEAD), on="2026-04-28"))
    story.when(sign(CONTROLLER), on="2026-04-28").then_notes()
    story.when(sign(CONTROLLER), on="2026-04-29").then_notes("PROTOCOL_MADE_LATE")


def test_the_first_signature_freezes_what_the_protocol_stands_on() -> None:
    story = taken(drafted().when(sign(HEAD), on=DRAFTED))
    assert story.state.is_signed
    assert story.state.status.on(day(DRAFTED)) == "PROTOCOL_DRAFTED"
    assert signed().state.status.on(day(DRAFTED)) == "PROTOCOL_SIGNED"


def test_agreed_time_for_the_protocol_is_that_of_the_contract() -> None:
    agreed = {"clause": {"act": "contract", "provision": "čl. IX"}, "protocol_days": 10}
    story = drafted(inspected(regime="CONTRACTUAL", agreed=agreed), signers=[HEAD])
    story.when(sign(HEAD), on="2026-03-13").then_notes("AGREED_LIMIT_MISSED")


# Delivery -------------------------------------------------------------------------------------------------------------


def test_only_a_signed_protocol_goes_out() -> None:
    drafted().when(send(), on="2026-03-16").then_refused("inspection.sent-when-signed")
    drafted().when(deliver(), on="2026-03-19").then_notes("SENT_UNSIGNED")
    inspected().when(send(), on="2026-03-16").then_refused("inspection.on-record")


def test_a_closed_data_box_has_the_paper_on_the_tenth_day() -> None:
    """Put in on 2026-04-26: the tenth day is Wednesday 6 May."""
    story = taken(signed().when(send(), on="2026-04-26"))
    story.when(deliver("FICTION"), on="2026-05-06").then_notes()
    story.when(deliver("FICTION"), on="2026-05-07").then_notes("FICTION_ON_ANOTHER_DAY")
    story.when(deliver("LOGIN"), on="2026-05-02").then_notes()


def test_the_fiction_of_delivery_does_not_move_on_a_holiday() -> None:
    """Put in on 2026-04-21, ten days end on Friday 1 May: delivered all the same, only limits move (policy)."""
    story = taken(signed().when(send(), on="2026-04-21"))
    assert story.state.protocol.fiction_on == day("2026-05-01")  # type: ignore[union-attr]  # the story has a protocol
    story = taken(story.when(deliver("FICTION"), on="2026-05-01"))
    assert story.state.objections_until == day("2026-05-18")


@pytest.mark.parametrize("route", ["POST", "HAND"])
def test_other_ways_have_no_fiction_that_we_could_count(route: str) -> None:
    story = taken(signed().when(send(route=route), on="2026-03-16"))
    assert story.state.protocol.fiction_on is None  # type: ignore[union-attr]  # the story has a protocol
    story.when(deliver("FICTION"), on="2026-03-30").then_notes()


def test_delivery_has_its_day_and_comes_once_and_after_sending() -> None:
    story = taken(signed().when(send(), on="2026-03-16"))
    story.when(deliver(), on="2026-03-15").then_refused("inspection.delivered-on-its-day")
    said = deliver(delivery={"way": "LOGIN", "delivered_on": "2026-03-18"})
    story.when(said, on="2026-03-19").then_refused("inspection.delivered-on-its-day")
    delivered().when(deliver(), on="2026-03-20").then_refused("inspection.step-once")


def test_sent_and_delivered_are_both_kept() -> None:
    paper = delivered().state.protocol
    assert paper is not None
    assert paper.delivery is not None
    assert (paper.delivery.sent_on, paper.delivery.delivered_on) == (day("2026-03-16"), day("2026-03-19"))


@pytest.mark.parametrize(
    ("delivered_on", "last_day"),
    [("2026-03-22", "2026-04-07"), ("2026-12-09", "2026-12-28")],
)
def test_objections_end_on_the_day_that_the_law_counts(delivered_on: str, last_day: str) -> None:
    """The vectors of domain.md § 5.5."""
    assert delivered(on=delivered_on).state.objections_until == day(last_day)


# § 21 -----------------------------------------------------------------------------------------------------------------


def test_an_obvious_error_is_corrected_after_delivery_and_opens_no_new_time() -> None:
    command = made(CorrectProtocolError, document=UNUSED, note="Chybné datum na straně 3.")
    signed().when(command, on="2026-03-17").then_refused("inspection.corrected-after-delivery")
    story = delivered().when(command, on="2026-03-25").then_notes()
    assert story.state.protocol.corrected == (UNUSED,)  # type: ignore[union-attr]  # the story has a protocol
    assert story.state.objections_until == day("2026-04-07")


def test_objections_are_possible_again_against_an_addendum() -> None:
    """Delivered on 2026-04-24, fifteen days end on Saturday 9 May and move to Monday."""
    story = taken(delivered().when(finding("F3"), on="2026-04-14"))
    signed().when(addendum(), on="2026-03-17").then_refused("inspection.on-record")
    story = taken(story.when(addendum(), on="2026-04-15"))
    story.when(send(addendum=1), on="2026-04-20").then_refused("inspection.sent-when-signed")
    story = taken(story.when(sign(HEAD, addendum=1, document=ADDENDUM), on="2026-04-16"))
    story = taken(story.when(send(addendum=1), on="2026-04-20"))
    story = taken(story.when(deliver(addendum=1), on="2026-04-24"))
    assert story.state.objections_until == day("2026-05-11")
    story.when(object_to("F3", addendum=1, sent_on="2026-05-11"), on="2026-05-13").then_notes()
    story.when(object_to("F1", sent_on="2026-05-11"), on="2026-05-13").then_notes("LATE_OBJECTIONS")
    assert story.state.status.on(day("2026-04-24")) == "ADDENDUM_DELIVERED"


def test_an_addendum_to_nothing_delivered_is_refused() -> None:
    signed().when(addendum(findings=["F1"]), on="2026-03-17").then_refused(
        "inspection.corrected-after-delivery", "inspection.addendum-holds-findings"
    )
