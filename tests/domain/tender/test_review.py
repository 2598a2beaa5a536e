"""Objections, petitions and the standstill, to the day."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.calendar import TimeLimit
from domain.kernel.money import czk
from domain.tender.commands import (
    RecordInterimMeasure,
    RecordInterimMeasureEnd,
    RecordReviewDecision,
)
from domain.tender.events import (
    InterimMeasureEnded,
    InterimMeasureIssued,
    NoticeDelivered,
    ObjectionAnswerDelivered,
    ReviewDecided,
    ReviewPetitionFiled,
    StandstillEnded,
    TenderObjectionDecided,
    TenderObjectionReceived,
)
from domain.tender.payloads import Delivery
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    answered,
    at,
    award,
    bid,
    declaration,
    end_standstill,
    evaluated,
    evaluation,
    exclusion,
    free,
    notice,
    notified,
    objected,
    objection,
    opened,
    opening,
    petition,
    petitioned,
    published,
    rejection,
    select,
    selected,
    small_scale,
    sole,
    under_old_act,
)
from tests.spec import THIS, Story


def limit(raw_end: str, legal: str | None = None, safe: str | None = None) -> TimeLimit:
    days = {"raw_end": raw_end, "legal_last_day": legal or raw_end, "safe_last_day": safe or raw_end}
    return TimeLimit.model_validate(days)


def may(story: Story[Tender], on: str) -> Answer:
    return story.state.may_conclude(lot="A", number=1, on=date.fromisoformat(on)).answer


# Notices -------------------------------------------------------------------------------------------------------------


def test_a_notice_starts_fifteen_days_for_objections() -> None:
    """2017-03-16 and fifteen days: Friday 03-31. It is told once."""
    story = selected().when(notice("A2"), on="2017-03-16")
    story.then(NoticeDelivered.of(notice("A2"), objections_until=limit("2017-03-31")))
    story.when(notice("A2"), on="2017-03-17").then_refused("tender.step-once")


def test_a_limit_that_ends_on_a_holiday_goes_on_to_the_next_working_day() -> None:
    """2017-04-02 + 15 days is Easter Monday 04-17."""
    story = selected().when(notice("A2", "2017-04-02 10:00"), on="2017-04-02")
    until = limit("2017-04-17", "2017-04-18", "2017-04-13")
    story.then(NoticeDelivered.of(notice("A2", "2017-04-02 10:00"), objections_until=until))


def test_a_notice_tells_of_a_decision_that_there_is() -> None:
    evaluated().when(notice("A2"), on="2017-03-16").then_refused("tender.step-first")
    selected().when(notice("A2", of="EXCLUSION"), on="2017-03-16").then_refused("tender.step-first")
    selected().when(notice("A9"), on="2017-03-16").then_refused("tender.on-record")


def test_a_notice_of_unknown_day_starts_no_limit() -> None:
    """The box was opened on a day, but when the notice was put in nobody knows: the contract cannot be decided."""
    unknown = Delivery.model_validate({"way": "DATA_BOX", "came_on": "2017-03-20"})
    command = notice("A2").model_copy(update={"delivery": unknown})
    story = selected().when(command, on="2017-03-20").then(NoticeDelivered.of(command))
    assert may(story, "2019-01-01") is Answer.CANNOT_BE_DECIDED


# Objections ----------------------------------------------------------------------------------------------------------


def test_objections_start_the_limits_of_answer_and_petition() -> None:
    """Put in on 2017-03-31: answer until Saturday 04-15, rolled over Easter to 04-18; in silence 25 days to 04-25."""
    event = TenderObjectionReceived.of(
        objection(),
        due_on=date(2017, 3, 31),
        answer_by=limit("2017-04-15", "2017-04-18", "2017-04-13"),
        petition_by_if_silent=limit("2017-04-25"),
    )
    story = notified().when(objection(), on="2017-03-31").then(event).then_notes()
    story.when(objection(), on="2017-04-01").then_refused("tender.recorded-once")


def test_the_moment_of_putting_in_decides_whether_objections_are_in_time() -> None:
    """One minute to midnight of the fifteenth day is in time; opened in the box three days later changes nothing."""
    in_time = objection("2017-03-31 23:59", delivery={
        "way": "DATA_BOX", "put_in_at": at("2017-03-31 23:59"), "came_on": "2017-04-03",
    })  # fmt: skip
    notified().when(in_time, on="2017-04-03").then_notes()
    late = notified().when(objection("2017-04-01 00:00"), on="2017-04-03").then_notes("LATE_OBJECTION")
    assert may(late, "2017-04-01") is Answer.YES, "late objections keep nobody waiting"
    assert may(notified().when(in_time, on="2017-04-03"), "2017-04-01") is Answer.NO


@pytest.mark.parametrize(("moment", "notes"), [("2017-03-03 22:00", ()), ("2017-03-04 00:00", ("LATE_OBJECTION",))])
def test_objections_to_the_documents_come_before_the_limit_for_bids_ends(moment: str, notes: tuple[str, ...]) -> None:
    command = objection(moment, against="DOCUMENTS", bid=None, lots=("A",))
    published().when(command, on="2017-03-06").then_notes(*notes)


@pytest.mark.parametrize(("moment", "notes"), [("2017-03-22 12:00", ()), ("2017-03-23 00:00", ("LATE_OBJECTION",))])
def test_other_objections_run_from_the_day_of_learning(moment: str, notes: tuple[str, ...]) -> None:
    """Learnt on 2017-03-07: until 03-22."""
    command = objection(moment, against="OTHER", bid=None, knew_on="2017-03-07")
    opened().when(command, on="2017-03-23").then_notes(*notes)


def test_objections_of_unknown_beginning_speak_for_the_objector() -> None:
    """No notice is recorded and nobody says since when he knew: not late, and the contract waits."""
    story = selected().when(objection("2019-01-01 10:00"), on="2019-01-01").then_notes()
    assert not story.state.objections["N1"].is_late


def test_objections_name_what_is_on_record() -> None:
    notified().when(objection(bid="A9"), on="2017-03-31").then_refused("tender.on-record")
    notified().when(objection(lots=("Z",)), on="2017-03-31").then_refused("tender.on-record")


def test_a_small_scale_contract_knows_no_objections() -> None:
    """They are a fact, noted as inadmissible, and keep nobody waiting."""
    story = small_scale().when(notice("A2"), on="2017-03-16").then(NoticeDelivered.of(notice("A2")))
    story = story.when(objection("2017-03-20 10:00"), on="2017-03-20").then_notes("OBJECTION_INADMISSIBLE")
    assert may(story, "2017-03-21") is Answer.YES


# Answers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sent_on", "notes"), [("2017-04-18", ()), ("2017-04-19", ("ANSWERED_LATE",))])
def test_an_answer_is_sent_within_fifteen_days(sent_on: str, notes: tuple[str, ...]) -> None:
    """The fifteenth day, Saturday 04-15, moves over Easter to 04-18. A late answer is an answer."""
    story = notified().when(objection(), on="2017-03-31").when(rejection(), on=sent_on).then_notes(*notes)
    story.when(rejection(), on=sent_on).then_refused("tender.step-once")


def test_an_answer_answers_objections_that_there_are() -> None:
    notified().when(rejection(), on="2017-04-10").then_refused("tender.on-record")
    notified().when(answered("2017-04-10 08:00"), on="2017-04-10").then_refused("tender.on-record")
    story = notified().when(objection(), on="2017-03-31")
    story.when(answered("2017-04-10 08:00"), on="2017-04-10").then_refused("tender.step-first")


def test_the_delivered_answer_starts_ten_days_for_a_petition() -> None:
    story = notified().when(objection(), on="2017-03-31").when(rejection(), on="2017-04-10")
    command = answered("2017-04-11 08:00")
    story = story.when(command, on="2017-04-11")
    story.then(ObjectionAnswerDelivered.of(command, petition_by=limit("2017-04-21")))
    story.when(command, on="2017-04-12").then_refused("tender.step-once")


def test_upheld_objections_set_the_decision_aside() -> None:
    """The selection falls; a new one is told and objected to by itself."""
    command = rejection(outcome="UPHELD", sets_aside="SELECTION")
    story = notified().when(objection(), on="2017-03-31").when(command, on="2017-04-10")
    story.then(TenderObjectionDecided.of(command)).then_notes()
    assert story.state.lots["A"].rounds[1].selected is None
    again = story.when(select("A1"), on="2017-04-20").when(notice("A2", "2017-04-21 10:00"), on="2017-04-21")
    assert (may(again, "2017-05-09"), may(again, "2017-05-10")) == (Answer.NO, Answer.YES)


def test_an_upheld_exclusion_brings_the_participant_back() -> None:
    story = opened().when(exclusion("A2"), on="2017-03-07").when(notice("A2", of="EXCLUSION"), on="2017-03-16")
    story = story.when(objection(against="EXCLUSION"), on="2017-03-31").then_notes()
    story = story.when(rejection(outcome="UPHELD", sets_aside="EXCLUSION"), on="2017-04-10").then_notes()
    assert {one.bid for one in story.state.lots["A"].rounds[1].remaining} == {"A1", "A2"}


def test_only_where_something_was_upheld_a_decision_falls() -> None:
    story = notified().when(objection(), on="2017-03-31")
    story.when(rejection(sets_aside="SELECTION"), on="2017-04-10").then_refused("tender.remedy-follows-success")
    command = RecordReviewDecision.model_validate(
        {"target": THIS, "petition": "S0123/2017/VZ", "outcome": "REJECTED", "sets_aside": "SELECTION"}
    )
    petitioned().when(command, on="2017-05-30").then_refused("tender.remedy-follows-success")


# The standstill: objections ------------------------------------------------------------------------------------------


def test_the_contract_waits_until_the_last_objection_day_has_passed() -> None:
    """On Friday 2017-03-31 no, on Saturday 04-01 yes."""
    story = notified()
    story.when(end_standstill(), on="2017-03-31").then_refused("tender.objection-period-passed")
    event = StandstillEnded(lot="A", round=1, bid="A1", last_day=date(2017, 3, 31))
    ended = story.when(end_standstill(), on="2017-04-01").then(event)
    ended.when(end_standstill(), on="2017-04-02").then_refused("tender.step-once")


def test_a_timer_finds_the_standstills_that_are_over() -> None:
    """From the day after the last one until somebody notes the end."""
    state = notified().state
    assert state.standstills_over(date(2017, 3, 31)) == ()
    assert state.standstills_over(date(2017, 4, 1)) == (("A", 1),)
    assert free().state.standstills_over(date(2017, 4, 2)) == ()
    assert evaluated().state.standstills_over(date(2017, 4, 2)) == ()
    assert selected().state.standstills_over(date(2017, 4, 2)) == (), "nobody knows who was told when"


def test_the_limit_runs_for_every_participant_from_his_own_delivery() -> None:
    """The one told last decides; who was never told keeps the question open."""
    story = three_bids().when(notice("A2", "2017-03-16 10:00"), on="2017-03-16")
    assert may(story, "2017-03-31") is Answer.NO
    assert may(story, "2017-04-30") is Answer.CANNOT_BE_DECIDED
    undecided = story.when(end_standstill(), on="2017-04-30").then_refused("tender.objection-period-passed")
    assert undecided.facts_of("tender.objection-period-passed")["not_notified"] == ["A3"]
    told = story.when(notice("A3", "2017-03-20 10:00"), on="2017-03-20")
    assert (may(told, "2017-04-04"), may(told, "2017-04-05")) == (Answer.NO, Answer.YES)


def three_bids() -> Story[Tender]:
    story = opened({"A1": czk(2_000_000), "A2": czk(2_000_000), "A3": czk(2_000_000)})
    points = {"A1": (90, 90), "A2": (80, 80), "A3": (70, 70)}
    story = story.when(evaluation(points, (("A1", 94), ("A2", 88), ("A3", 82))), on="2017-03-10")
    return story.when(select("A1"), on="2017-03-15").then_notes()


def test_the_selected_participant_need_not_be_told_for_the_limit() -> None:
    assert may(selected().when(notice("A2"), on="2017-03-16"), "2017-04-01") is Answer.YES


def test_the_excluded_may_object_as_well() -> None:
    story = opened().when(exclusion("A2"), on="2017-03-07")
    story = story.when(evaluation({"A1": (100, 80)}, (("A1", 94),)), on="2017-03-10").when(
        select("A1"), on="2017-03-15"
    )
    assert may(story, "2017-12-31") is Answer.CANNOT_BE_DECIDED
    told = story.when(notice("A2", "2017-03-16 10:00", of="EXCLUSION"), on="2017-03-16").then_notes()
    assert (may(told, "2017-03-31"), may(told, "2017-04-01")) == (Answer.NO, Answer.YES)


def test_a_sole_participant_waits_for_nobody_and_the_end_can_be_noted_at_once() -> None:
    assert may(sole(), "2017-03-15") is Answer.YES
    sole().when(end_standstill(), on="2017-03-15").then(StandstillEnded(lot="A", round=1, bid="A1"))


def test_the_end_of_a_standstill_needs_a_selection() -> None:
    evaluated().when(end_standstill(), on="2017-04-01").then_refused("tender.step-first")


# The standstill: answers and silence ---------------------------------------------------------------------------------


def test_unanswered_objections_keep_the_contract_waiting_for_twenty_five_days() -> None:
    """Silence: a petition can come until 2017-04-25, so the contract may follow on 04-26."""
    story = notified().when(objection(), on="2017-03-31")
    story.when(end_standstill(), on="2017-04-25").then_refused("tender.objections-answered")
    event = StandstillEnded(lot="A", round=1, bid="A1", last_day=date(2017, 4, 25))
    story.when(end_standstill(), on="2017-04-26").then(event)


def test_rejected_objections_leave_ten_days_for_a_petition() -> None:
    """The answer came on 2017-04-11: until 04-21."""
    objected().when(end_standstill(), on="2017-04-21").then_refused("tender.petition-period-passed")
    event = StandstillEnded(lot="A", round=1, bid="A1", last_day=date(2017, 4, 21))
    objected().when(end_standstill(), on="2017-04-22").then(event)


def test_after_a_late_answer_the_longer_limit_holds() -> None:
    """Sent on 2017-04-19, a day late, and delivered at once: ten days end on 04-29, twenty-five on 04-25.

    Rolled over Saturday, Sunday and the holiday of 1 May the ten days end on Tuesday 05-02.
    """
    story = notified().when(objection(), on="2017-03-31").when(rejection(), on="2017-04-19")
    story = story.when(answered("2017-04-19 10:00"), on="2017-04-19")
    assert (may(story, "2017-05-02"), may(story, "2017-05-03")) == (Answer.NO, Answer.YES)
    early = objection("2017-03-20 10:00")
    short = notified().when(early, on="2017-03-20").when(rejection(), on="2017-04-05")
    short = short.when(answered("2017-04-05 10:00"), on="2017-04-05")
    record = short.state.objections["N1"]
    assert record.was_answered_late
    assert record.last_petition_day == date(2017, 4, 18), "ten days end on Saturday 04-15, twenty-five on Friday 04-14"


def test_while_the_delivery_of_an_answer_is_unknown_nothing_can_be_decided() -> None:
    story = notified().when(objection(), on="2017-03-31").when(rejection(), on="2017-04-10")
    assert may(story, "2017-12-31") is Answer.CANNOT_BE_DECIDED
    story.when(end_standstill(), on="2017-12-31").then_refused("tender.petition-period-passed")


def test_upheld_objections_keep_nobody_waiting_for_a_petition() -> None:
    story = notified().when(objection(), on="2017-03-31")
    story = story.when(rejection(outcome="UPHELD"), on="2017-04-10").then_notes()
    assert may(story, "2017-04-11") is Answer.YES


def test_objections_to_another_lot_do_not_matter() -> None:
    command = objection("2017-03-20 10:00", bid=None, lots=("B",), against="OTHER", knew_on="2017-03-19")
    assert may(notified().when(command, on="2017-03-20"), "2017-04-01") is Answer.YES


def test_objections_to_the_whole_tender_matter_in_every_lot() -> None:
    command = objection("2017-03-20 10:00", bid=None, against="OTHER", knew_on="2017-03-19")
    story = notified().when(command, on="2017-03-20").then_notes()
    assert may(story, "2017-04-01") is Answer.NO


# The standstill: petitions -------------------------------------------------------------------------------------------


def test_a_petition_bans_the_contract_for_sixty_days() -> None:
    """From the start of the proceedings on 2017-04-20 to Monday 06-19; from 06-20 on with reason and second person."""
    event = ReviewPetitionFiled.of(petition(), blocked_until=limit("2017-06-19"))
    objected().when(petition(), on="2017-04-20").then(event).then_notes()
    story = petitioned()
    story.when(petition(), on="2017-04-21").then_refused("tender.recorded-once")
    story.when(end_standstill(), on="2017-06-19").then_refused("tender.petition-block-passed")
    assert may(story, "2017-06-19") is Answer.NO
    ended = StandstillEnded(lot="A", round=1, bid="A1", last_day=date(2017, 6, 19))
    story.when(end_standstill(), on="2017-06-20").then(ended)
    answer = story.state.may_conclude(lot="A", number=1, on=date(2017, 6, 20))
    assert (answer.answer, answer.needs_second_person) == (Answer.YES, True)
    assert answer.against == ("tender.no-pending-petition",)


def test_after_sixty_days_of_a_pending_petition_a_second_person_is_needed() -> None:
    story = petitioned().when(end_standstill(), on="2017-06-20")
    refused = story.when(award(), on="2017-06-20").then_refused("tender.no-pending-petition")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_waivable
    alone = story.when(award(), on="2017-06-20", waived=["tender.no-pending-petition"], second_person="clerk@")
    alone.then_refused("tender.no-pending-petition")
    story.when(award(), on="2017-06-20", waived=["tender.no-pending-petition"], reason="Clients wait.").then_notes()


def test_within_the_sixty_days_no_second_person_helps() -> None:
    story = petitioned().when(end_standstill(), on="2017-06-20")
    waived = ["tender.no-pending-petition", "tender.petition-block-passed", "tender.standstill-ended"]
    story.when(award(), on="2017-06-19", waived=waived).then_refused(
        "tender.standstill-ended", "tender.petition-block-passed"
    )


def test_a_sixtieth_day_on_a_weekend_goes_on() -> None:
    """2017-04-18 + 60 days is Saturday 06-17: the ban ends on Monday 06-19."""
    story = objected().when(petition(), on="2017-04-18")
    assert (may(story, "2017-06-19"), may(story, "2017-06-20")) == (Answer.NO, Answer.YES)


@pytest.mark.parametrize(("on", "notes"), [("2017-04-21", ()), ("2017-04-22", ("LATE_PETITION",))])
def test_a_petition_comes_within_ten_days_of_the_answer(on: str, notes: tuple[str, ...]) -> None:
    """A late one is noted and still bans: whether it is late ÚOHS decides."""
    story = objected().when(petition(), on=on).then_notes(*notes)
    assert may(story, "2017-06-01") is Answer.NO


def test_a_petition_in_silence_comes_within_twenty_five_days() -> None:
    story = notified().when(objection(), on="2017-03-31")
    story.when(petition(), on="2017-04-25").then_notes()
    story.when(petition(), on="2017-04-26").then_notes("LATE_PETITION")


def test_a_petition_follows_objections_in_time() -> None:
    notified().when(petition(objection=None), on="2017-04-20").then_notes("PETITION_WITHOUT_OBJECTIONS")
    late = notified().when(objection("2017-04-03 10:00"), on="2017-04-03")
    late.when(petition(), on="2017-04-20").then_notes("PETITION_WITHOUT_OBJECTIONS")
    notified().when(petition(), on="2017-04-20").then_refused("tender.on-record")
    notified().when(petition(objection=None, lots=("Z",)), on="2017-04-20").then_refused("tender.on-record")


# ÚOHS ----------------------------------------------------------------------------------------------------------------


def review(outcome: str, **fields: Any) -> RecordReviewDecision:
    usual = {"target": THIS, "petition": "S0123/2017/VZ", "outcome": outcome}
    return RecordReviewDecision.model_validate(usual | fields)


def test_a_final_rejection_ends_the_ban_before_its_time() -> None:
    command = review("REJECTED", final_on="2017-05-30")
    story = petitioned().when(command, on="2017-05-12").then(ReviewDecided.of(command))
    assert (may(story, "2017-05-29"), may(story, "2017-05-30")) == (Answer.NO, Answer.YES)
    free_again = story.when(end_standstill(), on="2017-05-30")
    free_again.then(StandstillEnded(lot="A", round=1, bid="A1", last_day=date(2017, 5, 29)))
    free_again.when(award(), on="2017-05-30").then_notes()


def test_a_decision_that_is_not_final_leaves_the_petition_pending() -> None:
    story = petitioned().when(review("REJECTED"), on="2017-05-12").then_notes()
    assert may(story, "2017-06-19") is Answer.NO
    final = story.when(review("STOPPED", final_on="2017-06-01"), on="2017-06-01").then_notes()
    assert may(final, "2017-06-01") is Answer.YES


def test_an_upheld_petition_sets_the_selection_aside_once_it_is_final() -> None:
    pending = petitioned().when(review("UPHELD", sets_aside="SELECTION"), on="2017-05-12").then_notes()
    assert pending.state.lots["A"].rounds[1].selected is not None
    final = pending.when(review("UPHELD", sets_aside="SELECTION", final_on="2017-06-01"), on="2017-06-01")
    assert final.state.lots["A"].rounds[1].selected is None


def test_a_decision_is_about_a_petition_on_record() -> None:
    notified().when(review("REJECTED"), on="2017-05-12").then_refused("tender.on-record")


def measure(**fields: Any) -> RecordInterimMeasure:
    return RecordInterimMeasure.model_validate({"target": THIS, "measure": "PO1"} | fields)


def test_an_interim_measure_bans_until_it_ends_and_nobody_sets_it_aside() -> None:
    command = measure(petition="S0123/2017/VZ")
    story = petitioned().when(command, on="2017-06-10").then(InterimMeasureIssued.of(command))
    story.when(command, on="2017-06-11").then_refused("tender.recorded-once")
    story.when(end_standstill(), on="2017-07-10").then_refused("tender.no-interim-measure")
    end = RecordInterimMeasureEnd(target=THIS, measure="PO1")
    ended = story.when(end, on="2017-07-10").then(InterimMeasureEnded.of(end))
    ended.when(end, on="2017-07-11").then_refused("tender.step-once")
    assert (may(ended, "2017-07-09"), may(ended, "2017-07-10")) == (Answer.NO, Answer.YES)


def test_an_interim_measure_stops_an_award_that_was_free() -> None:
    story = free().when(measure(), on="2017-04-02")
    waived = ["tender.no-interim-measure"]
    story.when(award(), on="2017-04-05", waived=waived).then_refused("tender.no-interim-measure")
    before = free().when(measure(), on="2017-04-06")
    before.when(award(), on="2017-04-05").then_notes()
    other_lot = free().when(measure(lots=("B",)), on="2017-04-02")
    other_lot.when(award(), on="2017-04-05").then_notes()


def test_a_measure_is_about_what_is_on_record() -> None:
    free().when(measure(petition="S9"), on="2017-04-02").then_refused("tender.on-record")
    free().when(measure(lots=("Z",)), on="2017-04-02").then_refused("tender.on-record")
    free().when(RecordInterimMeasureEnd(target=THIS, measure="PO1"), on="2017-04-02").then_refused("tender.on-record")


def test_even_a_small_scale_contract_waits_for_an_interim_measure() -> None:
    story = small_scale().when(measure(), on="2017-03-16")
    story.when(award(), on="2017-03-17").then_refused("tender.no-interim-measure")


def test_a_question_about_an_earlier_day_is_answered_as_of_that_day() -> None:
    """What came later does not change what was allowed before it."""
    story = petitioned()
    assert may(story, "2017-04-25") is Answer.NO
    later = free().when(petition(objection=None), on="2017-05-02")
    assert (may(later, "2017-05-01"), may(later, "2017-05-02")) == (Answer.YES, Answer.NO)
    assert story.state.may_conclude(lot="A", number=1, on=None).answer is Answer.CANNOT_BE_DECIDED
    assert story.state.may_conclude(lot="A", number=7, on=date(2017, 4, 1)).answer is Answer.CANNOT_BE_DECIDED


def test_objections_after_the_noted_end_still_count() -> None:
    """Put in on the last day and found in the box only after the standstill had been noted as ended."""
    story = free().when(objection("2017-03-31 23:59"), on="2017-04-03").then_notes()
    story.when(award(), on="2017-04-05").then_refused("tender.objections-answered")


# The old Act ---------------------------------------------------------------------------------------------------------


def old_selected() -> Story[Tender]:
    """Under Act 137/2006: two bids, one selected on 2016-03-10, the other told on 03-14: objections until 03-29."""
    story = under_old_act()
    for name in ("A1", "A2"):
        story = story.when(bid(name, received_at=at("2016-02-20 10:00")), on="2016-02-20")
    prices = {"A1": czk(2_000_000), "A2": czk(2_000_000)}
    story = story.when(opening(prices, opened_at=at("2016-03-01 11:00")), on="2016-03-01")
    for evaluator in ("e1", "e2"):
        story = story.when(declaration(evaluator), on="2016-03-01")
    points = {"A1": (90, 90), "A2": (80, 80)}
    story = story.when(evaluation(points, (("A1", 94), ("A2", 88))), on="2016-03-08")
    story = story.when(select("A1"), on="2016-03-10")
    return story.when(notice("A2", "2016-03-14 10:00"), on="2016-03-14").then_notes()


def test_the_old_act_had_limits_of_its_own() -> None:
    """Fifteen days for objections, ten for the answer, ten for a petition, sixty of ban."""
    story = old_selected()
    story.when(end_standstill(), on="2016-03-29").then_refused("tender.objection-period-passed")
    story.when(end_standstill(), on="2016-03-30").then_notes()
    story.when(objection("2016-03-30 10:00"), on="2016-03-30").then_notes("LATE_OBJECTION")
    objected_ = story.when(objection("2016-03-29 10:00"), on="2016-03-29").then_notes()
    objected_.when(end_standstill(), on="2016-04-25").then_refused("tender.objections-answered")
    objected_.when(rejection(), on="2016-04-08").then_notes()
    objected_.when(rejection(), on="2016-04-11").then_notes("ANSWERED_LATE")
    answer = objected_.when(rejection(), on="2016-04-08").when(answered("2016-04-08 10:00"), on="2016-04-08")
    answer.when(end_standstill(), on="2016-04-18").then_refused("tender.petition-period-passed")
    answer.when(end_standstill(), on="2016-04-19").then_notes()
    answer.when(petition(), on="2016-04-18").then_notes()
    late = answer.when(petition(), on="2016-04-19").then_notes("LATE_PETITION")
    late.when(end_standstill(), on="2016-06-20").then_refused("tender.petition-block-passed")
    late.when(end_standstill(), on="2016-06-21").then_notes()


def test_a_procedure_keeps_the_law_of_its_start() -> None:
    """Started in February 2016, its answer of October 2016 is still due in ten days."""
    story = old_selected().when(objection("2016-10-10 10:00", against="OTHER", knew_on="2016-10-07"), on="2016-10-10")
    story.when(rejection(), on="2016-10-20").then_notes()
    story.when(rejection(), on="2016-10-21").then_notes("ANSWERED_LATE")
