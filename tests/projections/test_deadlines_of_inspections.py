"""Deadlines of inspections: documents, the protocol, objections and their settlement, measures, the plan, the file."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.inspection.events import authorisation, closing, conduct, objections, planning, protocol, remedies
from domain.inspection.events.opening import InspectionStarted
from domain.inspection.inspection import Inspection
from domain.kernel.event import Event
from domain.kernel.rule import RULE_BOOK
from projections import builds
from projections.database import Database
from projections.deadlines import (
    ALL_STATES,
    DEADLINES,
    KINDS,
    DeadlineFilter,
    DeadlineRow,
    Missing,
    State,
    Turn,
    deadline_rows,
)
from projections.deadlines.inspection import INSPECTION_KINDS
from projections.projector import Projector
from projections.tender_funnel import TENDER_FUNNEL
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.projections.chronicle import Chronicle

A, B = ("p-" + letter * 16 for letter in "ab")
ICO = "71220089"
Say = Callable[..., None]
Ask = Callable[..., list[DeadlineRow]]


def limit(legal: str, safe: str | None = None) -> dict[str, str]:
    return {"legal_last_day": legal, "raw_end": safe or legal, "safe_last_day": safe or legal}


@pytest.fixture
def say(chronicle: Chronicle) -> Say:
    """Record an event of one inspection on its day."""

    def record(event: type[Event], on: str | None, **fields: Any) -> None:
        chronicle.record(event.model_validate(fields), on=on, to="K 1")

    return record


@pytest.fixture
def due(database: Database, chronicle: Chronicle) -> Ask:
    """The deadlines of a kind on a day, in every state."""

    def ask(valid: str, kind: str = "inspection", known: int | None = None) -> list[DeadlineRow]:
        builds.prepare(database, [DEADLINES, TENDER_FUNNEL])
        assert Projector(database, chronicle, [DEADLINES, TENDER_FUNNEL]).catch_up().quarantined == ()
        filters = DeadlineFilter(states=ALL_STATES, kind=kind)
        on = date.fromisoformat(valid)
        return list(deadline_rows(database, valid=on, known=known, calendar=CZECH_HOLIDAYS, filters=filters))

    return ask


def states(due: Ask, kind: str, *days: str) -> list[State]:
    found = []
    for day in days:
        (row,) = due(day, kind)
        found.append(row.state)
    return found


def plan(say: Say, *, end: str | None = None, **more: Any) -> None:
    planned = {"planned_for": {"start": "2026-01-01", "end": end}} if end else {}
    say(
        planning.InspectionPlanned,
        "2026-01-05",
        number="K 1",
        regime="CONTROL_ACT",
        subject={"provider": ICO},
        reason="PLAN",
        **planned,
        **more,
    )


def start(say: Say, on: str) -> None:
    say(InspectionStarted, on, by=A, mode="AUTHORISATION_SHOWN", first_act="authorisation shown")


# The plan -------------------------------------------------------------------------------------------------------------


def test_a_planned_inspection_is_due_by_the_end_of_its_plan(say: Say, due: Ask) -> None:
    plan(say, end="2026-03-31")
    assert states(due, "inspection.planned", "2026-03-31", "2026-04-01") == [State.OPEN, State.OVERDUE]
    start(say, "2026-03-30")
    assert states(due, "inspection.planned", "2026-03-30") == [State.MET]


def test_a_plan_without_days_is_no_deadline_until_it_gets_them(say: Say, due: Ask) -> None:
    plan(say)
    assert due("2026-12-31") == []
    say(
        planning.InspectionPlanChanged,
        "2026-02-01",
        planned_for={"start": "2026-01-01", "end": "2026-06-30"},
        why="capacity",
    )
    (row,) = due("2026-02-01", "inspection.planned")
    assert (row.legal_last_day, row.turn) == (date(2026, 6, 30), Turn.REGION)
    say(planning.InspectionCancelled, "2026-02-02", ground="CAPACITY", why="capacity")
    assert states(due, "inspection.planned", "2026-02-02") == [State.DROPPED]


def test_a_follow_up_without_a_day_is_said_to_have_none(say: Say, due: Ask) -> None:
    plan(say, follow_up_of=str(UUID(int=5)))
    (row,) = due("2026-02-01")
    assert (row.kind, row.state, row.missing) == ("inspection.follow-up", State.NOT_COMPUTED, Missing.NOT_SET)


# Documents ------------------------------------------------------------------------------------------------------------


def test_documents_are_due_until_the_last_of_them_came(say: Say, due: Ask) -> None:
    """One of two in time, the other a day late; another request has its own day."""
    ask = {"due_on": "2026-01-30", "due": limit("2026-01-30")}
    say(authorisation.DocumentsRequested, "2026-01-12", request="R1", items=("wages", "rota"), **ask)
    say(authorisation.DocumentsRequested, "2026-01-12", request="R2", items=("accounts",), **ask)
    say(authorisation.DocumentsReceived, "2026-01-20", request="R1", items=("rota",))
    say(authorisation.DocumentsReceived, "2026-01-31", request="R1", items=("wages",))
    assert [row.state for row in due("2026-01-30", "inspection.documents")] == [State.OPEN, State.OPEN]
    rows = due("2026-02-01", "inspection.documents")
    assert [(row.subject, row.state, row.days_late) for row in rows] == [
        ("R1", State.MISSED, 1),
        ("R2", State.OVERDUE, 2),
    ]
    say(planning.InspectionCancelled, "2026-02-02", ground="OTHER", why="no need")
    assert [row.state for row in due("2026-02-02", "inspection.documents")] == [State.MISSED, State.DROPPED]


# The protocol ---------------------------------------------------------------------------------------------------------


def test_the_protocol_is_made_with_the_last_signature(say: Say, due: Ask) -> None:
    """Sunday 5 July and a holiday after it: the law gives until the 7th, a careful office until the 3rd."""
    say(conduct.LastControlActDone, "2026-06-05", by=A, act="talk", protocol_by=limit("2026-07-07", "2026-07-03"))
    say(protocol.ProtocolDrafted, "2026-07-01", version=1, document="ab" * 32, signers=(A, B))
    signed = {"document": "ab" * 32, "signing": "QUALIFIED_SIGNATURE"}
    say(protocol.ProtocolSigned, "2026-07-02", signer=A, **signed)
    (row,) = due("2026-07-07", "inspection.protocol")
    assert (row.state, row.safe_last_day, row.days_left) == (State.OPEN, date(2026, 7, 3), 0)
    say(protocol.ProtocolSigned, "2026-07-08", signer=B, **signed)
    assert states(due, "inspection.protocol", "2026-07-07", "2026-07-08") == [State.OPEN, State.MISSED]
    say(protocol.ProtocolDrafted, "2026-07-09", version=2, document="cd" * 32, signers=(A,))
    assert states(due, "inspection.protocol", "2026-07-09") == [State.OVERDUE]


def test_a_complex_case_moves_the_protocol(say: Say, due: Ask) -> None:
    say(conduct.LastControlActDone, "2026-09-01", by=A, act="talk", protocol_by=limit("2026-10-01"))
    say(conduct.InspectionDeclaredComplex, "2026-09-20", declared_by=A, why="many", protocol_by=limit("2026-11-02"))
    (before,), (after,) = due("2026-09-19", "inspection.protocol"), due("2026-09-20", "inspection.protocol")
    assert (before.legal_last_day, after.legal_last_day) == (date(2026, 10, 1), date(2026, 11, 2))


def test_a_contract_that_agreed_no_limit_leaves_it_not_computed(say: Say, due: Ask) -> None:
    say(conduct.LastControlActDone, "2026-09-01", by=A, act="talk")
    (row,) = due("2026-12-31", "inspection.protocol")
    assert (row.state, row.missing) == (State.NOT_COMPUTED, Missing.NOT_SET)


# Objections -----------------------------------------------------------------------------------------------------------


def deliver(say: Say) -> None:
    say(protocol.ProtocolSent, "2026-12-01", route="DATA_BOX", fiction_on="2026-12-11")
    say(
        protocol.ProtocolDelivered,
        "2026-12-09",
        delivery={"way": "LOGIN", "delivered_on": "2026-12-09"},
        objections_until=limit("2026-12-28", "2026-12-23"),
        wait_until="2027-01-04",
    )


def object_(say: Say, *, sent: str = "2026-12-28", came: str = "2026-12-31", key: str = "N1") -> None:
    say(
        objections.ObjectionsReceived,
        came,
        objection=key,
        points=({"finding": "F1"},),
        filing="POST",
        sent_on=sent,
        received_on=came,
        head_by=limit("2027-01-07"),
        decide_by=limit("2027-02-01"),
    )


def test_before_delivery_nobody_can_say_until_when_to_object(say: Say, due: Ask) -> None:
    deliver(say)
    (sent,) = due("2026-12-08", "inspection.objections")
    assert (sent.state, sent.missing) == (State.NOT_COMPUTED, Missing.DELIVERY)
    assert states(due, "inspection.objections", "2026-12-09", "2026-12-28", "2026-12-29") == [
        State.OPEN,
        State.OPEN,
        State.PASSED,
    ]


def test_objections_posted_on_the_last_day_are_in_time_though_they_came_later(say: Say, due: Ask) -> None:
    """Used on the day of posting; until they came it was known only that there may be some."""
    deliver(say)
    object_(say)
    (row,) = due("2026-12-28", "inspection.objections")
    assert (row.state, row.closed_on, row.turn) == (State.MET, date(2026, 12, 28), Turn.PROVIDER)
    assert [one.state for one in due("2026-12-28", "inspection.objections", 2)] == [State.OPEN]
    assert states(due, "inspection.posted-objections", "2027-01-04", "2027-01-05") == [State.OPEN, State.PASSED]


def test_the_head_has_seven_days_and_the_superior_thirty(say: Say, due: Ask) -> None:
    deliver(say)
    object_(say)
    (head,), (superior,) = due("2027-01-02", "inspection.head"), due("2027-01-02", "inspection.settlement")
    assert (head.legal_last_day, superior.legal_last_day) == (date(2027, 1, 7), date(2027, 2, 1))
    assert states(due, "inspection.head", "2027-01-08") == [State.PASSED]
    say(
        objections.ObjectionDeadlineExtendedNotified,
        "2027-01-20",
        objection="N1",
        reason="complex",
        decide_by=limit("2027-03-01"),
    )
    assert states(due, "inspection.settlement", "2027-03-01", "2027-03-02") == [State.OPEN, State.OVERDUE]
    points = ({"finding": "F1", "outcome": "REJECTED"},)
    say(objections.ObjectionsDecidedBySuperior, "2027-03-01", objection="N1", by=A, points=points)
    assert states(due, "inspection.settlement", "2027-03-02") == [State.MET]
    assert states(due, "inspection.head", "2027-03-02") == [State.PASSED]


def test_what_the_head_upholds_needs_no_superior_and_what_is_handed_over_drops(say: Say, due: Ask) -> None:
    deliver(say)
    object_(say)
    object_(say, key="N2")
    say(objections.ObjectionsUpheldByHead, "2027-01-05", objection="N1", by=A)
    say(objections.ObjectionsHandedToProceeding, "2027-01-06", objection="N2", authority="MPSV")
    for kind in ("inspection.head", "inspection.settlement"):
        assert {row.subject: row.state for row in due("2027-01-06", kind)} == {"N1": State.MET, "N2": State.DROPPED}


def test_giving_up_the_right_to_object_ends_its_time(say: Say, due: Ask) -> None:
    deliver(say)
    say(objections.ObjectionsWaived, "2026-12-10", filer=A)
    say(closing.InspectionEnded, "2026-12-10", reason="WAIVED", ended_on="2026-12-10")
    assert states(due, "inspection.objections", "2026-12-10") == [State.DROPPED]
    assert states(due, "inspection.posted-objections", "2026-12-10") == [State.PASSED]


def test_an_addendum_has_its_own_time_for_objections(say: Say, due: Ask) -> None:
    deliver(say)
    say(
        protocol.ProtocolDelivered,
        "2027-02-01",
        addendum=1,
        delivery={"way": "HAND", "delivered_on": "2027-02-01"},
        objections_until=limit("2027-02-16"),
    )
    rows = {row.subject: row.state for row in due("2027-02-10", "inspection.objections")}
    assert rows == {"": State.PASSED, "1": State.OPEN}


# Measures -------------------------------------------------------------------------------------------------------------


def impose(say: Say, measure: str = "M1", asks_for: str = "CORRECTIVE_MEASURE") -> None:
    asked = {"asks_for": asks_for, "findings": ("F1",), "power": {"act": "320/2001", "provision": "§ 18"}}
    say(remedies.CorrectiveMeasureImposed, "2026-05-04", measure=measure, due=limit("2026-06-01"), **asked)


def test_measures_and_written_reports_are_told_apart(say: Say, due: Ask) -> None:
    impose(say)
    impose(say, "Z1", "WRITTEN_REPORT")
    rows = due("2026-05-05")
    assert [(row.kind, row.subject, row.turn) for row in rows] == [
        ("inspection.measure", "M1", Turn.PROVIDER),
        ("inspection.report", "Z1", Turn.PROVIDER),
    ]


def test_a_report_meets_a_measure_until_somebody_finds_otherwise(say: Say, due: Ask) -> None:
    impose(say)
    say(remedies.CorrectiveReportReceived, "2026-05-20", measure="M1", is_partial=True)
    assert states(due, "inspection.measure", "2026-05-20") == [State.OPEN]
    say(remedies.CorrectiveReportReceived, "2026-06-01", measure="M1")
    assert states(due, "inspection.measure", "2026-06-10") == [State.MET]
    say(remedies.MeasurePartlyFulfilled, "2026-06-12", measure="M1", by=A)
    assert states(due, "inspection.measure", "2026-06-12") == [State.OVERDUE]
    say(remedies.MeasureNotFulfilled, "2026-06-20", measure="M1", by=A)
    assert states(due, "inspection.measure", "2026-06-20") == [State.MISSED]
    say(remedies.CorrectiveMeasureExtended, "2026-06-21", measure="M1", due_on="2026-07-31", due=limit("2026-07-31"))
    assert states(due, "inspection.measure", "2026-07-31", "2026-08-01") == [State.OPEN, State.OVERDUE]
    say(remedies.CorrectiveMeasureVerified, "2026-07-30", measure="M1", by=A)
    assert states(due, "inspection.measure", "2026-08-01") == [State.MET]


def test_a_lifted_measure_is_no_longer_asked_for(say: Say, due: Ask) -> None:
    impose(say)
    say(remedies.MeasureLifted, "2026-05-20", measure="M1")
    assert states(due, "inspection.measure", "2026-07-01") == [State.DROPPED]
    say(remedies.CorrectiveMeasureVerified, "2026-05-20", measure="M9", by=A)
    assert len(due("2026-07-01")) == 1, "what was never imposed is no deadline"


# The file -------------------------------------------------------------------------------------------------------------


def test_the_file_is_kept_until_its_time_is_over(say: Say, due: Ask) -> None:
    put_away = {"file_reference": "S 1", "disposal_sign": "S", "years": 10, "kept_until": "2036-12-31"}
    say(closing.InspectionArchived, "2026-12-31", **put_away)
    assert states(due, "inspection.retention", "2036-12-31", "2037-01-01") == [State.OPEN, State.PASSED]
    say(closing.InspectionDisposed, "2037-02-01", procedure="SKART 1")
    assert states(due, "inspection.retention", "2037-02-01") == [State.PASSED]


def test_every_rule_that_judges_a_deadline_is_in_the_book() -> None:
    assert Inspection.kind
    assert {kind.rule for kind in INSPECTION_KINDS if kind.rule} <= set(RULE_BOOK)
    assert all(KINDS[kind.code] is kind for kind in INSPECTION_KINDS)
