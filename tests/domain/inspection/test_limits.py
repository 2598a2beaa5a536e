"""Limits follow the day from which they run, also where that day is corrected: nobody has to state them."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from domain.inspection.commands.authorisation import RequestDocuments
from domain.inspection.commands.remedies import ExtendMeasure
from domain.inspection.events.authorisation import DocumentsRequested
from domain.inspection.events.conduct import InspectionDeclaredComplex, LastControlActDone
from domain.inspection.events.objections import ObjectionDeadlineExtendedNotified, ObjectionsReceived
from domain.inspection.events.protocol import ProtocolDelivered, ProtocolDrafted, ProtocolSent
from domain.inspection.events.remedies import CorrectiveMeasureExtended, CorrectiveMeasureImposed
from domain.inspection.inspection import Inspection
from domain.kernel.calendar import TimeLimit
from domain.kernel.correction import CorrectEntry
from domain.kernel.event import Event
from tests.domain.inspection.outcomes import delivered, extend, impose, inspected, objected
from tests.domain.inspection.stories import authorised, declare_complex, made, taken
from tests.spec import THIS, Story

OTHERWISE = "LIMIT_COUNTED_OTHERWISE"


def corrected(
    story: Story[Inspection], event: type[Event], *, on: str | None = None, **changed: Any
) -> Story[Inspection]:
    """The first entry of that kind reads differently; what it keeps of limits is left as it was."""
    target = next(entry for entry in story.entries if isinstance(entry.event, event))
    reads = type(target.event).model_validate(target.event.fields() | changed)
    data = reads.model_dump(mode="json", exclude_none=True)
    return story.when(CorrectEntry(target=THIS, entry=target.event_id, data=data), on=on, reason="chyba v zápisu")


def last_day(limit: TimeLimit | None) -> str | None:
    return limit.legal_last_day.isoformat() if limit else None


def objections_until(story: Story[Inspection]) -> str | None:
    paper = story.state.protocol
    assert paper is not None
    return last_day(paper.objections_until)


def test_the_time_for_objections_runs_from_the_corrected_delivery() -> None:
    """From Thursday 19 March to 7 April; from Wednesday the eighteenth to 2 April, before Easter."""
    assert objections_until(delivered()) == "2026-04-07"
    story = corrected(delivered(), ProtocolDelivered, on="2026-03-18").then_notes()
    assert (objections_until(story), story.state.wait_until) == ("2026-04-02", date(2026, 4, 9))
    paper = story.state.protocol
    assert paper is not None
    assert paper.delivery is not None
    assert paper.delivery.delivered_on == date(2026, 3, 18)


def test_objections_of_the_last_day_are_late_when_the_delivery_was_earlier() -> None:
    """Posted on 7 April; in time for a delivery on the nineteenth, late for one on the eighteenth, and back."""
    story = objected().then_open()
    late = corrected(story, ProtocolDelivered, on="2026-03-18").then_notes("LATE_OBJECTIONS")
    corrected(late, ProtocolDelivered, on="2026-03-19").then_notes().then_open()


def test_the_limits_for_settling_run_from_the_corrected_day_of_receipt() -> None:
    """Received on 10 April: 17 April and 11 May. On the thirteenth: 20 April and 13 May."""
    before = objected().state.objections["N1"]
    assert (last_day(before.head_by), last_day(before.decide_by)) == ("2026-04-17", "2026-05-11")
    moved = corrected(objected(), ObjectionsReceived, received_on=date(2026, 4, 13)).then_notes()
    after = moved.state.objections["N1"]
    assert (last_day(after.head_by), last_day(after.decide_by)) == ("2026-04-20", "2026-05-13")


def test_a_longer_time_that_was_notified_follows_the_receipt_only_when_it_is_corrected_itself() -> None:
    """Extended to 9 June; received three days later it is 12 June. It is noted until the notice reads so."""
    story = taken(objected().when(extend(), on="2026-04-30"))
    assert last_day(story.state.objections["N1"].decide_by) == "2026-06-09"
    moved = corrected(story, ObjectionsReceived, received_on=date(2026, 4, 13)).then_notes(OTHERWISE)
    assert moved.facts_of(OTHERWISE) == {
        "what": "decision on N1",
        "last_day": "2026-06-09",
        "last_day_counted": "2026-06-12",
    }
    right = corrected(moved, ObjectionDeadlineExtendedNotified).then_closes(OTHERWISE).then_open()
    assert last_day(right.state.objections["N1"].decide_by) == "2026-06-12"


def test_the_time_for_the_protocol_runs_from_the_corrected_last_act() -> None:
    """30 days from 27 February end on Sunday 29 March; from 2 March on 1 April."""
    assert last_day(inspected().state.protocol_by) == "2026-03-30"
    story = corrected(inspected(), LastControlActDone, on="2026-03-02").then_notes()
    assert last_day(story.state.protocol_by) == "2026-04-01"


CORRECTED: list[type[Event]] = [LastControlActDone, InspectionDeclaredComplex]


@pytest.mark.parametrize("order", list(permutations(CORRECTED)))
def test_the_longer_time_of_a_complex_case_follows_in_any_order(order: tuple[type[Event], ...]) -> None:
    """60 days from 2 March end on 1 May, a holiday and a Friday: Monday the fourth."""
    story = taken(inspected().when(declare_complex(), on="2026-03-03"))
    events: list[type[Event]] = [*order, InspectionDeclaredComplex]
    for event in events:
        day = "2026-03-02" if event is LastControlActDone else None
        story = corrected(story, event, on=day)
    assert last_day(story.then_open().state.protocol_by) == "2026-05-04"


def test_a_complex_case_that_keeps_the_old_limit_is_noted() -> None:
    story = taken(inspected().when(declare_complex(), on="2026-03-03"))
    moved = corrected(story, LastControlActDone, on="2026-03-02").then_notes(OTHERWISE)
    assert moved.facts_of(OTHERWISE)["what"] == "protocol"
    corrected(moved, LastControlActDone, on="2026-02-27").then_notes().then_closes(OTHERWISE).then_open()


def test_more_days_in_a_corrected_protocol_count_when_the_delivery_is_corrected_too() -> None:
    """20 days from 19 March end on 8 April."""
    story = corrected(delivered(), ProtocolDrafted, objection_days=20).then_notes(OTHERWISE)
    assert story.facts_of(OTHERWISE)["what"] == "objections to the protocol"
    right = corrected(story, ProtocolDelivered).then_closes(OTHERWISE).then_open()
    assert objections_until(right) == "2026-04-08"


def test_the_fiction_of_delivery_runs_from_the_corrected_dispatch() -> None:
    story = corrected(delivered(), ProtocolSent, on="2026-03-17")
    paper = story.state.protocol
    assert paper is not None
    assert paper.fiction_on == date(2026, 3, 27)


def test_measures_and_requests_keep_the_limit_of_the_day_that_they_state() -> None:
    """Saturday 27 June 2026 runs to Monday the twenty-ninth."""
    saturday = date(2026, 6, 27)
    story = taken(delivered().when(impose(), on="2026-04-15"))
    moved = corrected(story, CorrectiveMeasureImposed, due_on=saturday)
    assert [last_day(one.due) for one in moved.state.measures.values()] == ["2026-06-29"]
    days = corrected(story, CorrectiveMeasureImposed, due_on=None, days=10, on="2026-04-16")
    assert [last_day(one.due) for one in days.state.measures.values()] == ["2026-04-27"]
    measure = next(iter(story.state.measures))
    longer = taken(story.when(made(ExtendMeasure, measure=measure, due_on="2026-07-31"), on="2026-05-04"))
    longer = corrected(longer, CorrectiveMeasureExtended, due_on=date(2026, 8, 1))
    assert [last_day(one.due) for one in longer.state.measures.values()] == ["2026-08-03"]
    asked = made(RequestDocuments, request="1", items=["ledger"], due_on="2026-02-10")
    request = taken(authorised().when(asked, on="2026-02-02"))
    request = corrected(request, DocumentsRequested, due_on=date(2026, 2, 14))
    assert last_day(request.state.requests["1"].due) == "2026-02-16"
