"""Objections: when they count, who settles them until when, and what becomes of the findings and of the end."""

from datetime import date
from typing import Any

import pytest

from domain.inspection.events.closing import EndTakenBack, InspectionEnded
from domain.inspection.events.findings import FindingChanged, FindingMaintained, FindingWithdrawn
from domain.inspection.events.objections import (
    ObjectionDeadlineExtendedNotified,
    ObjectionsDecidedBySuperior,
    ObjectionSettlementDelivered,
    ObjectionsHandedToProceeding,
    ObjectionsReceived,
    ObjectionsUpheldByHead,
    ObjectionsWaived,
)
from domain.inspection.events.protocol import ProtocolDelivered
from domain.kernel.calendar import TimeLimit
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.event import Event
from domain.kernel.stamp import Actor
from tests.domain.inspection.outcomes import (
    LAST_DAY,
    decide,
    deliver_settlement,
    delivered,
    drafted,
    end,
    extend,
    hand_over,
    inspected,
    object_to,
    objected,
    point,
    settled,
    signed,
    uphold,
    waive,
    wording,
)
from tests.domain.inspection.stories import CONTROLLER, DIRECTOR, HEAD, STRANGER, SUBSTITUTE, SUPERIOR, made, taken
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story


def kinds(story: Story[Any]) -> list[type[Event]]:
    """What the last command recorded."""
    assert story.refusal is None, f"refused: {story.refusal.codes}, {story.refusal.facts}"
    assert story.decision is not None
    return [type(found.event) for found in story.decision.findings]


def day(text: str) -> date:
    return date.fromisoformat(text)


# In time --------------------------------------------------------------------------------------------------------------


def test_objections_posted_on_the_last_day_are_in_time_and_both_dates_are_kept() -> None:
    """Delivered on 2026-03-19: the 15th day is Good Friday, then a weekend and Easter Monday, so 7 April."""
    story = objected(received="2026-04-10").then_notes()
    found = story.state.objections["N1"]
    assert (found.sent_on, found.received_on) == (day("2026-04-07"), day("2026-04-10"))
    assert found.due_on == day("2026-04-07")
    assert not found.is_late
    paper = story.state.protocol
    assert paper is not None
    until = paper.objections_until
    assert until is not None
    assert (until.raw_end, until.safe_last_day) == (day("2026-04-03"), day("2026-04-02"))


def test_limits_of_the_settlement_run_from_delivery_to_the_authority() -> None:
    found = objected(received="2026-04-10").state.objections["N1"]
    assert found.head_by is not None
    assert found.decide_by is not None
    assert found.head_by.legal_last_day == day("2026-04-17")
    assert found.decide_by.raw_end == day("2026-05-10")
    assert found.decide_by.legal_last_day == day("2026-05-11")
    assert found.decide_by.safe_last_day == day("2026-05-07")


def test_objections_posted_a_day_later_are_late_but_recorded() -> None:
    story = delivered().when(object_to("F1", sent_on="2026-04-08"), on="2026-04-10").then_notes("LATE_OBJECTIONS")
    assert story.facts_of("LATE_OBJECTIONS") == {"counts_on": "2026-04-08", "last_day": "2026-04-07"}
    assert story.state.pending_objections == ()


@pytest.mark.parametrize(
    ("filing", "sent_on", "received", "notes"),
    [
        ("DATA_BOX", "2026-04-07", "2026-04-07", ()),
        ("DATA_BOX", None, "2026-04-07", ()),
        ("DATA_BOX", None, "2026-04-08", ("LATE_OBJECTIONS",)),
        ("HAND", "2026-04-01", "2026-04-08", ("LATE_OBJECTIONS",)),
        ("HAND", None, "2026-04-07", ()),
        ("E_MAIL", None, "2026-04-08", ("LATE_OBJECTIONS",)),
        ("POST", None, "2026-04-20", ()),
    ],
)
def test_what_decides_is_the_day_of_posting_or_of_coming(
    filing: str, sent_on: str | None, received: str, notes: tuple[str, ...]
) -> None:
    """Where the day of posting is not known, nothing says that objections are late."""
    command = object_to("F1", filing=filing, sent_on=sent_on)
    delivered().when(command, on=received).then_notes(*notes)


def test_the_filing_room_says_when_objections_came() -> None:
    """They were entered two days after they had come; the limits run from the day of coming."""
    story = taken(delivered().when(object_to("F1"), on="2026-04-12", received_on=day("2026-04-10")))
    found = story.state.objections["N1"]
    assert found.received_on == day("2026-04-10")
    assert found.head_by is not None
    assert found.head_by.legal_last_day == day("2026-04-17")


def test_a_protocol_may_give_longer_for_objections() -> None:
    story = delivered(signed(drafted(objection_days=30)))
    assert story.state.objections_until == day("2026-04-20")
    story.when(object_to("F1", sent_on="2026-04-20"), on="2026-04-22").then_notes()
    story.when(object_to("F1", sent_on="2026-04-21"), on="2026-04-22").then_notes("LATE_OBJECTIONS")


def test_objections_come_against_something_delivered() -> None:
    signed().when(object_to("F1", filing="HAND"), on="2026-03-14").then_notes("OBJECTIONS_BEFORE_DELIVERY")
    inspected().when(object_to("F1"), on="2026-03-14").then_refused("inspection.on-record")


def test_objections_name_a_finding_that_is_there_and_a_key_that_is_new() -> None:
    delivered().when(object_to("F9"), on="2026-04-07").then_refused("inspection.on-record")
    objected().when(object_to("F2"), on="2026-04-11").then_refused("inspection.recorded-once")


def test_unreasoned_objections_are_recorded_as_such() -> None:
    unreasoned = object_to(points=[{"finding": "F1"}])
    story = delivered().when(unreasoned, on="2026-04-01").then_notes("UNREASONED_OBJECTIONS")
    assert story.facts_of("UNREASONED_OBJECTIONS") == {"findings": ["F1"], "unreasoned": ["F1"]}
    delivered().when(object_to(), on="2026-04-01").then_notes("UNREASONED_OBJECTIONS")


def test_objections_of_a_stranger_are_recorded_as_such_and_nothing_waits_for_them() -> None:
    story = delivered().when(object_to("F1", is_entitled=False), on="2026-04-01")
    story.then_notes("OBJECTIONS_NOT_ENTITLED")
    assert story.state.pending_objections == ()
    delivered().when(object_to("F1", is_entitled=None), on="2026-04-01").then_notes()


@pytest.mark.parametrize("claimed", [True, False, None])
@pytest.mark.parametrize(("filer", "is_entitled"), [(None, True), (DIRECTOR, True), (STRANGER, None)])
def test_whether_a_provider_may_object_follows_from_its_role_and_not_from_its_word(
    *, claimed: bool | None, filer: str | None, is_entitled: bool | None
) -> None:
    """Who holds the role for the inspected provider may; whoever else is named is still to be looked at."""
    command = object_to("F1", is_entitled=claimed, filer=filer)
    story = delivered().when(command, on="2026-04-01", actor=Actor(role="provider", person=DIRECTOR)).then_notes()
    event = story.entries[-1].event
    assert isinstance(event, ObjectionsReceived)
    assert event.is_entitled is is_entitled
    assert story.state.pending_objections == ("N1",)


# The end that was noted too early -------------------------------------------------------------------------------------


def test_objections_in_time_take_back_an_end_that_was_noted_too_early() -> None:
    ended = delivered().when(end(), on="2026-04-08").then_notes("OBJECTIONS_MAY_BE_IN_THE_POST")
    assert ended.state.ended_on == day("2026-04-08")
    story = ended.when(object_to("F1"), on="2026-04-10")
    story.then_closes("OBJECTIONS_MAY_BE_IN_THE_POST")
    assert kinds(story) == [ObjectionsReceived, EndTakenBack]
    assert not story.state.is_ended
    assert story.state.status.on(day("2026-04-09")) == "PROTOCOL_DELIVERED"
    assert story.state.status.on(day("2026-04-10")) == "OBJECTIONS_PENDING"
    story = taken(story.when(decide(point("F1")), on="2026-05-04"))
    story = story.when(deliver_settlement(), on="2026-05-05")
    assert kinds(story) == [ObjectionSettlementDelivered, InspectionEnded]
    assert (story.state.ended_on, story.state.end.reason) == (day("2026-05-05"), "SETTLED")  # type: ignore[union-attr]


def test_late_objections_do_not_move_the_end() -> None:
    """The end by § 18(a) on the day after the time ran out stays; the delivery of the rejection moves nothing."""
    ended = taken(delivered().when(end(), on="2026-04-08"))
    story = ended.when(object_to("F1", sent_on="2026-04-08"), on="2026-04-10")
    assert kinds(story) == [ObjectionsReceived]
    story = taken(story.when(decide(point("F1", ground="LATE")), on="2026-05-04"))
    story = story.when(deliver_settlement(), on="2026-05-05")
    assert kinds(story) == [ObjectionSettlementDelivered]
    assert (story.state.ended_on, story.state.end.reason) == (day("2026-04-08"), "EXPIRED")  # type: ignore[union-attr]
    assert story.state.status.on(day("2026-05-05")) == "ENDED"


def test_the_end_waits_for_the_last_of_several_objections() -> None:
    story = objected("F1", story=objected("F2", key="N2"))
    story = taken(story.when(decide(point("F1")), on="2026-05-04"))
    story = story.when(deliver_settlement(), on="2026-05-05")
    assert kinds(story) == [ObjectionSettlementDelivered]
    story = taken(story.when(decide(point("F2"), key="N2"), on="2026-05-06"))
    story = story.when(deliver_settlement("N2"), on="2026-05-07")
    assert kinds(story) == [ObjectionSettlementDelivered, InspectionEnded]
    assert story.state.ended_on == day("2026-05-07")


# The head of the group ------------------------------------------------------------------------------------------------


def test_the_head_may_uphold_in_full_on_the_seventh_day() -> None:
    story = objected().when(uphold(), on="2026-04-17")
    assert kinds(story) == [ObjectionsUpheldByHead, FindingWithdrawn]
    assert not story.state.findings["F1"].stands
    assert story.state.status.on(day("2026-04-17")) == "OBJECTIONS_SETTLED"


def test_after_seven_days_the_superior_decides() -> None:
    objected().when(uphold(), on="2026-04-18").then_refused("inspection.upheld-within-seven-days")


def test_only_the_head_upholds_and_nobody_else_of_the_group() -> None:
    objected().when(uphold(CONTROLLER), on="2026-04-14").then_refused("inspection.upheld-by-the-head")
    objected().when(uphold(SUPERIOR), on="2026-04-14").then_refused("inspection.upheld-by-the-head")


def test_the_head_does_not_uphold_what_came_too_late() -> None:
    late = taken(delivered().when(object_to("F1", sent_on="2026-04-08"), on="2026-04-10"))
    late.when(uphold(), on="2026-04-14").then_refused("inspection.nothing-upheld-out-of-order")


# The superior ---------------------------------------------------------------------------------------------------------


def test_the_superior_decides_finding_by_finding() -> None:
    """One finding falls, one is worded anew, one stays."""
    story = objected("F1", "F2")
    story = story.when(
        decide(point("F1", "PARTLY_UPHELD", wording=wording(severity="MINOR")), point("F2", "UPHELD")),
        on="2026-05-11",
    ).then_notes()
    assert kinds(story) == [ObjectionsDecidedBySuperior, FindingChanged, FindingWithdrawn]
    found = story.state.findings["F1"]
    assert (found.state, found.wording.severity) == ("CHANGED", "MINOR")
    assert settled("REJECTED").state.findings["F1"].state == "MAINTAINED"


def test_a_rejected_objection_maintains_its_finding() -> None:
    story = objected().when(decide(point("F1")), on="2026-05-11")
    assert story.decision is not None
    assert story.decision.findings[1].event == FindingMaintained(finding="F1", objection="N1")


def test_a_settlement_after_its_time_is_lawful_and_noted() -> None:
    objected().when(decide(point("F1")), on="2026-05-11").then_notes()
    objected().when(decide(point("F1")), on="2026-05-12").then_notes("SETTLED_LATE")


@pytest.mark.parametrize("by", [HEAD, CONTROLLER, SUBSTITUTE])
def test_nobody_of_the_group_decides_as_a_superior(by: str) -> None:
    objected().when(decide(point("F1"), by=by), on="2026-05-04").then_refused("inspection.decided-by-a-superior")


def test_somebody_above_who_did_not_inspect_decides() -> None:
    objected().when(decide(point("F1"), by=STRANGER), on="2026-05-04").then_notes()


def test_every_finding_that_was_objected_to_is_decided_once() -> None:
    story = objected("F1", "F2")
    story.when(decide(point("F1")), on="2026-05-04").then_refused("inspection.every-point-decided")
    twice = decide(point("F1"), point("F1"), point("F2"))
    story.when(twice, on="2026-05-04").then_refused("inspection.every-point-decided")


@pytest.mark.parametrize(
    "said",
    [
        point("F1", "PARTLY_UPHELD"),
        point("F1", "UPHELD", ground="UNFOUNDED"),
        point("F1", "REJECTED", ground=None),
        point("F1", "UPHELD", wording=wording()),
    ],
)
def test_each_outcome_says_what_belongs_to_it(said: dict[str, Any]) -> None:
    objected().when(decide(said), on="2026-05-04").then_refused("inspection.point-explained")


@pytest.mark.parametrize(
    ("fields", "received", "ground"),
    [
        ({"sent_on": "2026-04-08"}, "2026-04-10", "LATE"),
        ({"is_entitled": False}, "2026-04-10", "NOT_ENTITLED"),
        ({"points": [{"finding": "F1"}]}, "2026-04-10", "UNREASONED"),
    ],
)
def test_objections_out_of_order_are_rejected_on_their_ground(
    fields: dict[str, Any], received: str, ground: str
) -> None:
    story = taken(delivered().when(object_to("F1", **fields), on=received))
    story.when(decide(point("F1", "UPHELD")), on="2026-05-04").then_refused("inspection.nothing-upheld-out-of-order")
    story.when(decide(point("F1", ground=ground)), on="2026-05-04").then_notes()
    objected().when(decide(point("F1", ground=ground)), on="2026-05-04").then_refused(
        "inspection.rejected-on-a-true-ground"
    )


def test_objections_are_settled_once() -> None:
    settled().when(decide(point("F1")), on="2026-05-05").then_refused("inspection.objections-settled-once")
    settled().when(uphold(), on="2026-04-14").then_refused("inspection.objections-settled-once")


def test_a_settlement_is_delivered_after_it_was_made_and_once() -> None:
    objected().when(deliver_settlement(), on="2026-05-05").then_refused("inspection.objections-settled-first")
    story = taken(settled().when(deliver_settlement(), on="2026-05-05"))
    story.when(deliver_settlement(), on="2026-05-06").then_refused("inspection.step-once")


def test_a_settlement_is_not_delivered_before_it_was_sent() -> None:
    settled().when(deliver_settlement(sent_on="2026-05-06"), on="2026-05-05").then_refused(
        "inspection.delivered-on-its-day"
    )


# The extension --------------------------------------------------------------------------------------------------------


def test_an_extension_told_on_the_last_day_gives_thirty_days_more() -> None:
    story = objected().when(extend(), on="2026-05-11").then_notes()
    assert kinds(story) == [ObjectionDeadlineExtendedNotified]
    decide_by = story.state.objections["N1"].decide_by
    assert decide_by is not None
    assert decide_by.legal_last_day == day("2026-06-09")
    story.when(decide(point("F1")), on="2026-06-09").then_notes()
    story.when(decide(point("F1")), on="2026-06-10").then_notes("SETTLED_LATE")


def test_an_extension_told_after_the_time_is_refused() -> None:
    objected().when(extend(), on="2026-05-12").then_refused("inspection.extension-notified-before-expiry")


def test_the_time_is_extended_once() -> None:
    story = taken(objected().when(extend(), on="2026-05-11"))
    story.when(extend(), on="2026-06-01").then_refused("inspection.extended-once")


# Waiver and hand-over -------------------------------------------------------------------------------------------------


def test_a_waiver_ends_the_inspection_on_its_day() -> None:
    story = (
        delivered()
        .when(waive(), on="2026-03-24")
        .then(ObjectionsWaived.of(waive()), InspectionEnded(reason="WAIVED", ended_on=day("2026-03-24")))
    )
    story.when(waive(), on="2026-03-25").then_refused("inspection.step-once")
    story.when(object_to("F1"), on="2026-04-01").then_notes("OBJECTIONS_AFTER_WAIVER")


def test_a_waiver_before_delivery_or_beside_objections_ends_nothing() -> None:
    early = signed().when(waive(), on="2026-03-14").then_notes("OBJECTIONS_BEFORE_DELIVERY")
    assert not early.state.is_ended
    pending = objected().when(waive(), on="2026-04-14").then_notes("ENDED_WITH_OBJECTIONS")
    assert not pending.state.is_ended


def test_hand_over_to_a_proceeding_ends_the_inspection() -> None:
    story = objected().when(hand_over(), on="2026-04-20")
    assert kinds(story) == [ObjectionsHandedToProceeding, InspectionEnded]
    assert (story.state.ended_on, story.state.end.reason) == (day("2026-04-20"), "HANDED_OVER")  # type: ignore[union-attr]
    story.when(decide(point("F1")), on="2026-05-04").then_refused("inspection.objections-settled-once")


# Outside the Control Act ----------------------------------------------------------------------------------------------

AGREED = {"clause": {"act": "contract", "provision": "čl. IX"}, "objection_days": 10, "settlement_days": 20}


def contractual(**agreed: Any) -> Story[Any]:
    """The same inspection under the contract."""
    return delivered(signed(drafted(inspected(regime="CONTRACTUAL", agreed=AGREED | agreed))))


def test_a_check_under_the_contract_has_the_limits_of_the_contract() -> None:
    """Delivered on 2026-03-19, ten days: Sunday 29 March moves to Monday."""
    story = contractual()
    assert story.state.objections_until == day("2026-03-30")
    story.when(object_to("F1", sent_on="2026-03-31"), on="2026-04-01").then_notes("LATE_OBJECTIONS")
    story = taken(story.when(object_to("F1", sent_on="2026-03-30"), on="2026-04-01"))
    found = story.state.objections["N1"]
    assert found.head_by is None
    assert found.decide_by is not None
    assert found.decide_by.legal_last_day == day("2026-04-21")
    story.when(decide(point("F1")), on="2026-04-21").then_notes()
    story.when(decide(point("F1")), on="2026-04-22").then_notes("AGREED_LIMIT_MISSED")


def test_a_contract_that_sets_no_limit_leaves_objections_without_one() -> None:
    story = contractual(objection_days=None, settlement_days=None)
    assert story.state.objections_until is None
    story = taken(story.when(object_to("F1", sent_on="2026-08-01"), on="2026-08-03"))
    story.then_notes()
    assert story.state.objections["N1"].decide_by is None


@pytest.mark.parametrize("command", [uphold(), extend(), hand_over()])
def test_steps_of_the_control_act_are_unknown_to_the_contract(command: Any) -> None:
    story = taken(contractual().when(object_to("F1", sent_on="2026-03-30"), on="2026-04-01"))
    story.when(command, on="2026-04-02").then_refused("inspection.step-of-the-control-act")


def test_under_the_contract_nothing_ends_by_itself() -> None:
    story = taken(contractual().when(object_to("F1", sent_on="2026-03-30"), on="2026-04-01"))
    story = taken(story.when(decide(point("F1")), on="2026-04-20"))
    story = taken(story.when(deliver_settlement(), on="2026-04-22"))
    assert not story.state.is_ended
    story = taken(story.when(end("AGREED"), on="2026-04-30"))
    assert story.state.ended_on == day("2026-04-30")


# Corrected ------------------------------------------------------------------------------------------------------------


def test_a_corrected_delivery_tells_anew_which_objections_are_late() -> None:
    """The receipt said 19 March, the paper came on the 24th: the fifteenth day is Wednesday 8 April."""
    late = delivered().when(object_to("F1", sent_on="2026-04-08"), on="2026-04-10").then_notes("LATE_OBJECTIONS")
    receipt = next(entry for entry in late.entries if isinstance(entry.event, ProtocolDelivered))
    until = TimeLimit.ending(day("2026-04-08"), CZECH_HOLIDAYS)
    data = receipt.event.model_copy(update={"objections_until": until}).model_dump(mode="json", exclude_none=True)
    correct = made(CorrectEntry, entry=receipt.event_id, data=data)
    mended = late.when(correct, on="2026-03-24", reason="Doručenka.").then_closes("LATE_OBJECTIONS").then_open()
    assert mended.state.pending_objections == ("N1",)
    in_time = objected("F1", received="2026-04-10").then_notes()
    receipt = next(entry for entry in in_time.entries if isinstance(entry.event, ProtocolDelivered))
    until = TimeLimit.ending(day("2026-04-01"), CZECH_HOLIDAYS)
    data = receipt.event.model_copy(update={"objections_until": until}).model_dump(mode="json", exclude_none=True)
    broken = in_time.when(made(CorrectEntry, entry=receipt.event_id, data=data), on="2026-03-17", reason="Doručenka.")
    broken.then_notes("LATE_OBJECTIONS").then_open("LATE_OBJECTIONS")


def test_objections_taken_back_leave_nothing_open() -> None:
    late = delivered().when(object_to("F1", sent_on="2026-04-08"), on="2026-04-10")
    back = made(TakeBackEntry, entry=late.entries[-1].event_id)
    late.when(back, on="2026-04-11", reason="Patří jinam.").then_open()


def test_the_last_day_is_the_one_of_the_story() -> None:
    """Guards the dates at the head of the stories."""
    assert delivered().state.objections_until == day(LAST_DAY)
