"""Who may inspect on which day, bias, documents asked for, the notice of the start."""

from datetime import date
from typing import Any

import pytest

from domain.inspection.commands.authorisation import (
    CallSubstitute,
    InvitePerson,
    IssueNotice,
    RecordDocuments,
    RecordNoticeDelivery,
    RequestDocuments,
    WaiveNotice,
)
from domain.inspection.commands.planning import DecideBias, RecordBiasDeclaration, RecordBiasObjection
from domain.inspection.events.authorisation import AuthorisationIssued, DocumentsRequested
from domain.inspection.inspection import Inspection
from domain.kernel.calendar import TimeLimit
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from tests.domain.inspection.stories import (
    AUTHORISED,
    CONTROLLER,
    DOCUMENT,
    EXPERT,
    HEAD,
    ON_SITE,
    STARTED,
    STRANGER,
    SUBSTITUTE,
    SUPERIOR,
    amend,
    authorise,
    authorised,
    draw,
    inspection,
    made,
    member,
    opened,
    start,
    taken,
)
from tests.spec import THIS, Story

Told = Story[Inspection]


def refused(story: Told) -> tuple[str, ...]:
    return story.refusal.codes if story.refusal else ()


# The authorisation ----------------------------------------------------------------------------------------------------


def test_an_authorisation_names_the_group_and_who_issued_it() -> None:
    story = authorised()
    story.then(made(AuthorisationIssued, **{k: v for k, v in authorise().fields().items() if k != "target"}))
    state, on = story.state, date(2026, 1, 12)
    assert (state.superior, state.head_on(on), state.controllers_on(on)) == (SUPERIOR, HEAD, (HEAD, CONTROLLER))
    assert (state.role_on(SUBSTITUTE, on), state.is_acting_on(SUBSTITUTE, on)) == ("SUBSTITUTE", False)
    assert state.controllers_on(date(2026, 1, 11)) == ()


def test_an_authorisation_is_issued_once() -> None:
    authorised().when(authorise(), on=AUTHORISED).then_refused("inspection.step-once")


@pytest.mark.parametrize(
    ("team", "is_led"),
    [
        ([member(CONTROLLER)], True),
        ([member(HEAD, "HEAD")], True),
        ([], False),
        ([member(SUBSTITUTE, "SUBSTITUTE")], False),
        ([member(HEAD), member(CONTROLLER)], False),
        ([member(HEAD, "HEAD"), member(CONTROLLER, "HEAD")], False),
        ([member(HEAD, "HEAD"), member(CONTROLLER), member(SUBSTITUTE, "SUBSTITUTE")], True),
    ],
)
def test_a_group_has_one_head_and_somebody_inspects(team: list[dict[str, Any]], *, is_led: bool) -> None:
    story = inspection().when(authorise(team=team), on=AUTHORISED)
    assert refused(story) == (() if is_led else ("inspection.team-led",))


def test_the_only_controller_leads_alone() -> None:
    story = inspection().when(authorise(team=[member(CONTROLLER)]), on=AUTHORISED)
    assert taken(story).state.head_on(date(2026, 2, 2)) == CONTROLLER


def test_nobody_is_in_the_group_twice() -> None:
    twice = authorise(team=[member(HEAD, "HEAD"), member(HEAD)])
    inspection().when(twice, on=AUTHORISED).then_refused("inspection.named-once")


def test_somebody_who_joins_later_may_act_from_that_day_on() -> None:
    """An act by somebody not authorised on that day is refused (I1)."""
    story = taken(opened().when(amend(joins=[member(STRANGER)]), on="2026-02-10"))
    story.when(draw(by=STRANGER), on="2026-02-09").then_refused("inspection.authorised-on-the-day")
    taken(story.when(draw(by=STRANGER), on="2026-02-10"))


def test_somebody_who_left_no_longer_acts() -> None:
    story = taken(opened().when(amend(leaves=[CONTROLLER]), on="2026-02-10"))
    taken(story.when(draw(), on="2026-02-09"))
    story.when(draw(), on="2026-02-10").then_refused("inspection.authorised-on-the-day")
    assert story.state.was_ever_in_team(CONTROLLER)
    assert not story.state.was_ever_in_team(STRANGER)
    story.when(amend("2", leaves=[CONTROLLER]), on="2026-02-11").then_refused("inspection.on-record")


def test_a_group_stays_led_when_it_changes() -> None:
    opened().when(amend(leaves=[HEAD], joins=[member(STRANGER)]), on="2026-02-10").then_refused("inspection.team-led")
    new_head = amend(leaves=[HEAD], joins=[member(STRANGER, "HEAD")])
    assert taken(opened().when(new_head, on="2026-02-10")).state.head_on(date(2026, 2, 10)) == STRANGER


def test_an_amendment_amends_an_authorisation_once() -> None:
    inspection().when(amend(joins=[member(STRANGER)]), on=AUTHORISED).then_refused("inspection.step-first")
    story = taken(opened().when(amend(joins=[member(STRANGER)]), on="2026-02-10"))
    story.when(amend(leaves=[STRANGER]), on="2026-02-11").then_refused("inspection.recorded-once")


def test_a_stranger_does_not_act() -> None:
    opened().when(draw(by=STRANGER), on=ON_SITE).then_refused("inspection.authorised-on-the-day")


# Substitutes ----------------------------------------------------------------------------------------------------------


def step_in(**fields: Any) -> CallSubstitute:
    return made(CallSubstitute, **{"substitute": SUBSTITUTE, "stands_in_for": HEAD} | fields)


def test_a_substitute_acts_only_after_stepping_in() -> None:
    story = opened()
    story.when(draw(by=SUBSTITUTE), on=ON_SITE).then_refused("inspection.authorised-on-the-day")
    story = taken(story.when(step_in(), on=ON_SITE))
    taken(story.when(draw(by=SUBSTITUTE), on=ON_SITE))
    story.when(draw(by=HEAD), on=ON_SITE).then_refused("inspection.authorised-on-the-day")
    assert story.state.head_on(date(2026, 2, 3)) == SUBSTITUTE
    story.when(draw(by=SUBSTITUTE), on=STARTED).then_refused("inspection.authorised-on-the-day")


def test_a_substitute_stands_in_until_a_day() -> None:
    story = taken(opened().when(step_in(until="2026-02-05"), on=ON_SITE))
    taken(story.when(draw(by=SUBSTITUTE), on="2026-02-05"))
    story.when(draw(by=SUBSTITUTE), on="2026-02-06").then_refused("inspection.authorised-on-the-day")
    assert story.state.head_on(date(2026, 2, 6)) == HEAD


def test_standing_in_does_not_end_before_it_begins() -> None:
    opened().when(step_in(until="2026-02-02"), on=ON_SITE).then_refused("inspection.stands-in-for-a-time")
    taken(opened().when(step_in(until=ON_SITE), on=ON_SITE))


def test_only_a_named_substitute_steps_in_for_somebody_who_inspects() -> None:
    code = "inspection.substitute-of-the-group"
    opened().when(step_in(substitute=CONTROLLER), on=ON_SITE).then_refused(code)
    opened().when(step_in(stands_in_for=STRANGER), on=ON_SITE).then_refused(code)
    named = [member(HEAD, "HEAD"), member(CONTROLLER), member(SUBSTITUTE, "SUBSTITUTE", stands_in_for=CONTROLLER)]
    story = taken(inspection().when(authorise(team=named), on=AUTHORISED))
    story.when(step_in(), on=ON_SITE).then_refused(code)
    taken(story.when(step_in(stands_in_for=CONTROLLER), on=ON_SITE))
    inspection().when(step_in(), on=ON_SITE).then_refused("inspection.step-first")


def test_who_leaves_while_standing_in_does_not_come_back_with_its_end() -> None:
    story = taken(opened().when(step_in(until="2026-02-08"), on=ON_SITE))
    story = taken(story.when(amend(leaves=[SUBSTITUTE], joins=[member(HEAD, "HEAD")]), on="2026-02-05"))
    assert story.state.role_on(SUBSTITUTE, date(2026, 2, 9)) is None
    assert story.state.head_on(date(2026, 2, 9)) == HEAD
    story = taken(opened().when(step_in(until="2026-02-08", stands_in_for=CONTROLLER), on=ON_SITE))
    story = taken(story.when(amend(joins=[member(SUBSTITUTE)]), on="2026-02-05"))
    assert story.state.is_acting_on(SUBSTITUTE, date(2026, 2, 9))


def test_somebody_may_join_while_the_head_is_replaced() -> None:
    story = taken(opened().when(step_in(), on=ON_SITE).when(amend(joins=[member(STRANGER)]), on="2026-02-05"))
    assert story.state.controllers_on(date(2026, 2, 5)) == (CONTROLLER, SUBSTITUTE, STRANGER)


def test_nobody_is_replaced_twice_at_a_time() -> None:
    two = [member(HEAD, "HEAD"), member(SUBSTITUTE, "SUBSTITUTE"), member(STRANGER, "SUBSTITUTE")]
    story = taken(inspection().when(authorise(team=two), on=AUTHORISED))
    story = taken(story.when(step_in(until="2026-02-05"), on=ON_SITE))
    story.when(step_in(substitute=STRANGER), on="2026-02-05").then_refused("inspection.substitute-of-the-group")
    taken(story.when(step_in(substitute=STRANGER), on="2026-02-06"))


# Bias -----------------------------------------------------------------------------------------------------------------


def declare(person: str, *, has_conflict: bool) -> RecordBiasDeclaration:
    return made(RecordBiasDeclaration, person=person, has_conflict=has_conflict)


def objected(person: str = CONTROLLER) -> RecordBiasObjection:
    return made(RecordBiasObjection, objection="B1", person=person, reasons="A former colleague.")


def decide(outcome: str = "EXCLUDED", **fields: Any) -> DecideBias:
    return made(DecideBias, **{"person": CONTROLLER, "outcome": outcome, "decided_by": SUPERIOR} | fields)


def test_who_declared_nothing_is_shown() -> None:
    story = authorised().when(declare(HEAD, has_conflict=False), on=AUTHORISED)
    assert taken(story).state.undeclared(date(2026, 1, 12)) == (CONTROLLER,)


def test_while_bias_is_open_only_what_cannot_wait_is_done() -> None:
    story = taken(opened().when(objected(), on=ON_SITE))
    story.when(draw(), on=ON_SITE).then_refused("inspection.bias-not-pending")
    taken(story.when(draw(), on=ON_SITE, waived=["inspection.bias-not-pending"], reason="The files go tomorrow."))
    taken(story.when(draw(), on=STARTED))


def test_a_declared_tie_is_pending_too() -> None:
    story = taken(inspection().when(declare(CONTROLLER, has_conflict=True), on=AUTHORISED))
    story.when(authorise(), on=AUTHORISED).then_refused("inspection.bias-not-pending")


def test_who_is_excluded_no_longer_inspects_and_nothing_waives_that() -> None:
    story = taken(opened().when(objected(), on=ON_SITE).when(decide(), on="2026-02-05"))
    both = ["inspection.not-excluded", "inspection.bias-not-pending"]
    story.when(draw(), on="2026-02-05", waived=both, reason="why").then_refused("inspection.not-excluded")
    story.when(amend(joins=[member(CONTROLLER)]), on="2026-02-06").then_refused("inspection.not-excluded")


def test_who_is_cleared_goes_on() -> None:
    story = taken(opened().when(objected(), on=ON_SITE).when(decide("CLEARED"), on="2026-02-05"))
    taken(story.when(draw(), on="2026-02-05"))


@pytest.mark.parametrize("decided_by", [HEAD, CONTROLLER])
def test_bias_is_decided_by_a_superior_outside_the_group(decided_by: str) -> None:
    story = opened().when(objected(), on=ON_SITE).when(decide(decided_by=decided_by), on="2026-02-05")
    story.then_refused("inspection.bias-decided-by-superior")


def test_the_person_itself_does_not_decide_before_it_is_in_the_group() -> None:
    story = taken(inspection().when(declare(STRANGER, has_conflict=True), on=AUTHORISED))
    own = decide("CLEARED", person=STRANGER, decided_by=STRANGER)
    story.when(own, on=AUTHORISED).then_refused("inspection.bias-decided-by-superior")


def test_only_what_was_raised_is_decided_and_once() -> None:
    opened().when(decide(), on=ON_SITE).then_refused("inspection.step-first")
    story = taken(opened().when(objected(), on=ON_SITE).when(decide(), on="2026-02-05"))
    story.when(decide("CLEARED"), on="2026-02-06").then_refused("inspection.step-first")


def test_bias_is_objected_to_somebody_of_the_group_once() -> None:
    opened().when(objected(STRANGER), on=ON_SITE).then_refused("inspection.on-record")
    story = taken(opened().when(objected(), on=ON_SITE))
    story.when(objected(HEAD), on=ON_SITE).then_refused("inspection.recorded-once")


def test_a_corrected_authorisation_tells_whose_acts_have_none() -> None:
    """The joining was dated wrongly: what was done before it stands, and says so until it is put right."""
    story = taken(opened().when(amend(joins=[member(STRANGER)]), on=ON_SITE).when(draw(by=STRANGER), on=ON_SITE))
    joining = story.entries[-2]
    data = joining.event.model_dump(mode="json", exclude_none=True)
    fix = CorrectEntry(target=THIS, entry=joining.event_id, data=data)
    story = story.when(fix, on="2026-02-04", reason="wrong day").then_notes("NOT_AUTHORISED")
    back = TakeBackEntry(target=THIS, entry=story.entries[-1].event_id)
    story.when(back, on="2026-02-04", reason="it was right").then_open()


# Invited persons ------------------------------------------------------------------------------------------------------


def invite(person: str = EXPERT) -> InvitePerson:
    return made(
        InvitePerson, person=person, issued_by=SUPERIOR, expertise="accounting", reason="The books are special."
    )


def test_an_invited_person_is_from_outside_and_invited_once() -> None:
    story = taken(authorised().when(invite(), on=AUTHORISED))
    assert story.state.invited[EXPERT].expertise == "accounting"
    story.when(invite(), on=AUTHORISED).then_refused("inspection.recorded-once")
    story.when(invite(CONTROLLER), on=AUTHORISED).then_refused("inspection.invited-from-outside")


# Documents ------------------------------------------------------------------------------------------------------------


def request(**fields: Any) -> RequestDocuments:
    usual = {"request": "R1", "items": ["timesheets", "contracts with clients"], "due_on": "2026-01-31"}
    return made(RequestDocuments, **usual | fields)


def delivered(*items: str, **fields: Any) -> RecordDocuments:
    return made(RecordDocuments, request="R1", items=items or ("timesheets",), **fields)


def test_a_request_stores_its_limit() -> None:
    """31 January 2026 is a Saturday: by law Monday counts, to be safe Friday."""
    story = taken(authorised().when(request(), on="2026-01-15"))
    event = story.entries[-1].event
    assert isinstance(event, DocumentsRequested)
    assert event.due == TimeLimit.model_validate(
        {"raw_end": "2026-01-31", "legal_last_day": "2026-02-02", "safe_last_day": "2026-01-30"}
    )
    story.when(request(), on="2026-01-15").then_refused("inspection.recorded-once")


def test_what_is_asked_for_is_due_later_and_named_once() -> None:
    authorised().when(request(due_on="2026-01-15"), on="2026-01-15").then_refused("inspection.due-lies-ahead")
    taken(authorised().when(request(due_on="2026-01-16"), on="2026-01-15"))
    twice = request(items=["timesheets", "timesheets"])
    authorised().when(twice, on="2026-01-15").then_refused("inspection.named-once")


def test_documents_come_in_parts_and_late_ones_are_noted() -> None:
    story = taken(authorised().when(request(), on="2026-01-15"))
    story = story.when(delivered(), on="2026-02-02").then_notes()
    assert story.state.requests["R1"].missing == ("contracts with clients",)
    assert not story.state.requests["R1"].is_overdue(date(2026, 2, 2))
    assert story.state.requests["R1"].is_overdue(date(2026, 2, 3))
    rest = delivered("contracts with clients")
    story.when(rest, on="2026-02-03").then_notes("DOCUMENTS_LATE")
    story = story.when(delivered("contracts with clients", sent_on="2026-02-02"), on="2026-02-05").then_notes()
    assert not story.state.requests["R1"].is_overdue(date(2026, 3, 1))


def test_a_corrected_day_of_posting_mends_lateness() -> None:
    story = taken(authorised().when(request(), on="2026-01-15"))
    story = story.when(delivered(), on="2026-02-05").then_notes("DOCUMENTS_LATE")
    data: dict[str, Any] = {"request": "R1", "items": ["timesheets"], "sent_on": "2026-02-02"}
    fix = CorrectEntry(target=THIS, entry=story.entries[-1].event_id, data=data)
    story.when(fix, on="2026-02-05", reason="posted on the 2nd").then_closes("DOCUMENTS_LATE")


def test_only_what_was_asked_for_and_is_missing_comes() -> None:
    story = taken(authorised().when(request(), on="2026-01-15"))
    story.when(delivered("budget"), on="2026-01-20").then_notes("ITEMS_NOT_ASKED_FOR")
    story = taken(story.when(delivered(), on="2026-01-20"))
    story.when(delivered(), on="2026-01-21").then_notes("ITEMS_NOT_ASKED_FOR")
    authorised().when(delivered(), on="2026-01-20").then_refused("inspection.on-record")


def test_nothing_arrives_before_it_was_sent() -> None:
    story = taken(authorised().when(request(), on="2026-01-15"))
    story.when(delivered(sent_on="2026-01-21"), on="2026-01-20").then_notes("RECEIVED_BEFORE_SENT")
    story.when(delivered(sent_on="2026-01-20"), on="2026-01-20").then_notes()


# The notice -----------------------------------------------------------------------------------------------------------


def notice() -> IssueNotice:
    return made(IssueNotice, document=DOCUMENT, planned_start=STARTED)


def notice_delivered(**delivery: Any) -> RecordNoticeDelivery:
    return made(RecordNoticeDelivery, delivery={"way": "LOGIN"} | delivery)


def waive() -> WaiveNotice:
    return made(WaiveNotice, ground="PURPOSE_WOULD_FAIL", why="Records could be changed.")


def test_a_notice_is_issued_by_who_is_authorised_once_and_before_the_start() -> None:
    inspection().when(notice(), on=AUTHORISED).then_refused("inspection.step-first")
    story = taken(authorised().when(notice(), on="2026-01-15"))
    story.when(notice(), on="2026-01-15").then_refused("inspection.step-once")
    opened().when(notice(), on=STARTED).then_refused("inspection.step-once")


def test_a_notice_is_issued_or_waived_not_both() -> None:
    taken(authorised().when(waive(), on="2026-01-15")).when(notice(), on="2026-01-15").then_refused(
        "inspection.step-once"
    )
    story = taken(authorised().when(notice(), on="2026-01-15"))
    story.when(waive(), on="2026-01-15").then_refused("inspection.step-once")
    taken(authorised().when(waive(), on="2026-01-15")).when(waive(), on="2026-01-16").then_refused(
        "inspection.step-once"
    )
    opened().when(waive(), on=STARTED).then_refused("inspection.step-once")


def test_a_notice_is_delivered_once_and_not_before_it_was_issued() -> None:
    authorised().when(notice_delivered(), on="2026-01-20").then_refused("inspection.step-first")
    story = taken(authorised().when(notice(), on="2026-01-15"))
    story.when(notice_delivered(), on="2026-01-14").then_notes("RECEIVED_BEFORE_SENT")
    story = story.when(notice_delivered(), on="2026-01-20").then_notes()
    assert story.state.notice_delivered_on == date(2026, 1, 20)
    story.when(notice_delivered(), on="2026-01-21").then_refused("inspection.step-once")


def test_the_stated_day_of_delivery_counts_before_that_of_the_entry() -> None:
    story = taken(authorised().when(notice(), on="2026-01-15"))
    told = taken(story.when(notice_delivered(sent_on="2026-01-15", delivered_on="2026-01-19"), on="2026-01-21"))
    assert told.state.notice_delivered_on == date(2026, 1, 19)
    by_notice = start(mode="NOTICE_DELIVERED", shown_to=None, shown_to_side=None)
    told.when(by_notice, on="2026-01-20").then_refused("inspection.start-on-delivery")
    taken(told.when(by_notice, on="2026-01-19"))
