"""The end by § 18, its taking back, and how long the file is kept."""

from datetime import date
from typing import Any

import pytest

from domain.inspection.commands.closing import DisposeInspection, PlaceHold, ReleaseHold, TakeBackEnd
from domain.inspection.events.closing import EndTakenBack, InspectionArchived, InspectionEnded
from domain.inspection.inspection import Inspection
from domain.kernel.answer import Answer
from domain.kernel.correction import TakeBackEntry
from tests.domain.inspection.outcomes import (
    ADDENDUM,
    addendum,
    archive,
    deliver,
    deliver_settlement,
    delivered,
    drafted,
    end,
    finding,
    impose,
    inspected,
    measured,
    object_to,
    objected,
    send,
    settled,
    sign,
    signed,
    verify,
)
from tests.domain.inspection.stories import HEAD, made, taken
from tests.spec import Story

KEPT_UNTIL = "2036-12-31"


def day(text: str) -> date:
    return date.fromisoformat(text)


def ended() -> Story[Inspection]:
    return taken(delivered().when(end(), on="2026-04-15"))


def put_away(**fields: Any) -> Story[Inspection]:
    return taken(ended().when(archive(**fields), on="2026-09-01"))


# The end --------------------------------------------------------------------------------------------------------------


def test_in_vain_the_inspection_ends_on_the_day_after_the_last() -> None:
    """Noted a week later, it ended on 8 April all the same."""
    story = delivered().when(end(), on="2026-04-15")
    story.then(InspectionEnded(reason="EXPIRED", ended_on=day("2026-04-08"))).then_notes()
    assert story.state.status.on(day("2026-04-07")) == "PROTOCOL_DELIVERED"
    assert story.state.status.on(day("2026-04-08")) == "ENDED"


def test_the_inspection_does_not_end_while_the_time_runs() -> None:
    delivered().when(end(), on="2026-04-07").then_refused("inspection.objection-time-expired")


def test_an_end_noted_before_the_post_can_have_come_is_a_warning() -> None:
    delivered().when(end(), on="2026-04-08").then_notes("OBJECTIONS_MAY_BE_IN_THE_POST")
    delivered().when(end(), on="2026-04-14").then_notes("OBJECTIONS_MAY_BE_IN_THE_POST")
    delivered().when(end(), on="2026-04-15").then_notes()


def test_an_inspection_ends_after_its_papers_were_delivered() -> None:
    inspected().when(end(), on="2026-05-01").then_refused(
        "inspection.protocol-delivered-before-end", "inspection.objection-time-expired"
    )
    signed().when(end(), on="2026-05-01").then_refused(
        "inspection.protocol-delivered-before-end", "inspection.objection-time-expired"
    )
    story = taken(delivered().when(finding("F3"), on="2026-03-25"))
    story = taken(story.when(addendum(), on="2026-03-26"))
    story.when(end(), on="2026-04-15").then_refused(
        "inspection.protocol-delivered-before-end", "inspection.objection-time-expired"
    )
    story = taken(story.when(sign(HEAD, addendum=1, document=ADDENDUM), on="2026-03-26"))
    story = taken(story.when(send(addendum=1), on="2026-03-26"))
    story = taken(story.when(deliver(addendum=1), on="2026-03-30"))
    story.when(end(), on="2026-04-14").then_refused("inspection.objection-time-expired")
    assert taken(story.when(end(), on="2026-04-22")).state.ended_on == day("2026-04-15")


def test_pending_objections_keep_the_inspection_open() -> None:
    story = objected()
    story.when(end(), on="2026-05-20").then_refused("inspection.no-objections-pending", "inspection.end-has-its-cause")
    settled().when(end("SETTLED"), on="2026-05-20").then_refused(
        "inspection.no-objections-pending", "inspection.end-has-its-cause"
    )


@pytest.mark.parametrize("reason", ["WAIVED", "SETTLED", "HANDED_OVER"])
def test_an_end_has_its_cause(reason: str) -> None:
    delivered().when(end(reason), on="2026-04-15").then_refused("inspection.end-has-its-cause")


def test_an_end_that_was_taken_back_can_be_noted_again_with_its_cause() -> None:
    """The settlement was delivered and the end noted by itself; it was taken back and is noted by hand."""
    story = taken(settled().when(deliver_settlement(), on="2026-05-05"))
    story.when(end("SETTLED"), on="2026-05-05").then_refused("inspection.step-once")
    story = taken(story.when(made(TakeBackEnd), on="2026-05-06", reason="Doručenka patří jinam."))
    assert not story.state.is_ended
    assert story.state.status.on(day("2026-05-05")) == "OBJECTIONS_SETTLED"
    story = story.when(end("SETTLED"), on="2026-05-07").then_notes()
    story.then(InspectionEnded(reason="SETTLED", ended_on=day("2026-05-07")))


def test_an_end_is_taken_back_with_a_reason() -> None:
    story = taken(delivered().when(end(), on="2026-04-08"))
    story.when(made(TakeBackEnd), on="2026-04-09").then_refused("inspection.end-taken-back-for-cause")
    back = story.when(made(TakeBackEnd), on="2026-04-09", reason="Námitky jsou na cestě.")
    back.then(EndTakenBack()).then_closes("OBJECTIONS_MAY_BE_IN_THE_POST")
    assert back.state.ended_on is None
    assert back.state.status.on(day("2026-04-08")) == "PROTOCOL_DELIVERED"
    back.when(made(TakeBackEnd), on="2026-04-10", reason="Znovu.").then_refused("inspection.step-first")
    taken(back.when(object_to("F1"), on="2026-04-10"))


def test_the_entry_of_an_end_can_be_taken_back_like_every_entry() -> None:
    story = taken(delivered().when(end(), on="2026-04-08"))
    command = made(TakeBackEntry, entry=story.entries[-1].event_id)
    story = taken(story.when(command, on="2026-04-09", reason="Námitky jsou na cestě."))
    assert not story.state.is_ended
    taken(story.when(object_to("F1"), on="2026-04-10"))


def test_the_act_and_the_contract_have_ends_of_their_own() -> None:
    delivered().when(end("AGREED"), on="2026-04-15").then_refused("inspection.ended-by-its-law")
    agreed = {"clause": {"act": "contract", "provision": "čl. IX"}}
    contractual = delivered(signed(drafted(inspected(regime="CONTRACTUAL", agreed=agreed))))
    contractual.when(end(), on="2026-04-15").then_refused("inspection.ended-by-its-law")
    contractual.when(end("AGREED"), on="2026-04-15").then_notes()


# The archive ----------------------------------------------------------------------------------------------------------


def test_a_file_is_put_away_after_the_end_and_kept_for_its_years() -> None:
    delivered().when(archive(), on="2026-04-15").then_refused("inspection.archived-when-over")
    story = ended().when(archive(), on="2026-09-01")
    story.then(InspectionArchived.of(archive(), kept_until=day(KEPT_UNTIL)))
    assert story.state.status.on(day("2026-09-01")) == "ARCHIVED"
    assert put_away(years=5).state.kept_until == day("2031-12-31")


def test_open_measures_keep_a_file_from_the_archive() -> None:
    story = taken(measured().when(end(), on="2026-04-20"))
    story.when(archive(), on="2026-09-01").then_refused("inspection.archived-without-open-measures")
    story = taken(story.when(verify("55" * 32), on="2026-06-10"))
    story.when(archive(), on="2026-09-01").then_notes()


def test_every_finding_is_in_a_paper_before_the_file_is_put_away() -> None:
    story = taken(ended().when(finding("F3"), on="2026-04-20"))
    story.when(archive(), on="2026-09-01").then_refused("inspection.findings-in-a-paper")


def test_nothing_is_done_in_a_file_that_was_put_away() -> None:
    put_away().when(impose(due_on="2026-12-31"), on="2026-09-02").then_refused("inspection.not-archived")


# Disposal -------------------------------------------------------------------------------------------------------------

DISPOSE = made(DisposeInspection, procedure="SK 1/2037")


def test_a_file_is_disposed_of_after_its_time_and_once() -> None:
    story = put_away()
    story.when(DISPOSE, on=KEPT_UNTIL).then_refused("inspection.kept-long-enough")
    story = story.when(DISPOSE, on="2037-01-01").then_notes()
    assert story.state.is_disposed
    story.when(DISPOSE, on="2037-01-02").then_refused("inspection.disposed-when-archived")
    ended().when(DISPOSE, on="2037-01-01").then_refused("inspection.disposed-when-archived")


def test_a_hold_keeps_the_file() -> None:
    hold = made(PlaceHold, hold="Z1", ground="audit")
    story = taken(put_away().when(hold, on="2036-01-01"))
    story.when(hold, on="2036-01-02").then_refused("inspection.recorded-once")
    story.when(DISPOSE, on="2037-01-01").then_refused("inspection.no-legal-hold")
    assert story.state.may_be_disposed(day("2037-01-01")) is Answer.NO
    story = taken(story.when(made(ReleaseHold, hold="Z1"), on="2037-02-01"))
    story.when(made(ReleaseHold, hold="Z1"), on="2037-02-02").then_refused("inspection.on-record")
    gone = taken(story.when(DISPOSE, on="2037-02-02"))
    gone.when(hold, on="2037-02-03").then_refused("inspection.step-once")


def test_what_belongs_to_the_archive_is_not_destroyed() -> None:
    put_away(disposal_sign="A").when(DISPOSE, on="2037-01-01").then_refused("inspection.not-disposed-to-the-archive")
    put_away(disposal_sign="V").when(DISPOSE, on="2037-01-01").then_notes()


def test_whether_a_file_may_go_is_answered_for_every_day() -> None:
    assert ended().state.may_be_disposed(day("2037-01-01")) is Answer.NO
    state = put_away().state
    assert state.may_be_disposed(day(KEPT_UNTIL)) is Answer.NO
    assert state.may_be_disposed(day("2037-01-01")) is Answer.YES
    assert state.may_be_disposed(None) is Answer.CANNOT_BE_DECIDED
    assert put_away(disposal_sign="A").state.may_be_disposed(day("2037-01-01")) is Answer.NO
