"""The trail of inspections: as many rows as entries, in their order, each with what it changed; nothing is left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.exports.trail import Teller, kept_texts
from adapters.read_models import open_read_models
from adapters.telling.speech import Speech
from domain.inspection.events import closing, findings, planning, protocol, remedies
from domain.inspection.events.checklists import ChecklistItemAnswered
from domain.kernel.event import CATALOGUE, Event
from projections import builds
from projections.database import Database
from projections.inspection_trail import INSPECTION_TRAIL, Change, TrailFilter, TrailRow, trail_rows
from projections.projector import Projector
from projections.report import Report
from tests.examples import example
from tests.projections.chronicle import Chronicle
from tests.projections.test_trail_words import EVENTS
from tests.scenarios.inspections import ICO, Inspectors
from tests.scenarios.office import Office

HANDS = "p-" + "a" * 16
WORDING = {"has_defect": True, "severity": "MAJOR", "breached": {"act": "255/2012", "provision": "§ 10(2)"}}
DUE = {"legal_last_day": "2026-06-01", "raw_end": "2026-05-30", "safe_last_day": "2026-05-29"}


def made(event: type[Event], **fields: Any) -> Event:
    return event.model_validate(fields)


def finding(**wording: Any) -> Event:
    return made(findings.FindingRecorded, by=HANDS, finding="F1", wording=WORDING | wording)


def read(database: Database, chronicle: Chronicle, **more: Any) -> Report[TrailRow]:
    builds.prepare(database, [INSPECTION_TRAIL])
    assert Projector(database, chronicle, [INSPECTION_TRAIL], page_size=7).catch_up().quarantined == ()
    return trail_rows(database, **more)


# Nothing is left out --------------------------------------------------------------------------------------------------

Move = tuple[str, int, int]
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["event", "event", "event", "correct", "take back"]), st.integers(0, 999), st.integers(0, 2)
    ),
    min_size=1,
    max_size=40,
)


def lived(moves: Sequence[Move]) -> Chronicle:
    """Three inspections beside a contract; events, corrections and take-backs, also of each other."""
    chronicle = Chronicle()
    for move, number, file in moves:
        own = [one for one in chronicle.entries if one.originator_id == chronicle.identifier(f"inspection {file}")]
        plain = [one for one in own if one.event.topic.startswith("inspection.")]
        if move == "correct" and plain:
            target = plain[number % len(plain)]
            chronicle.correct(target, example(type(target.event)), on="2018-03-01" if number % 2 else None)
        elif move == "take back" and own:
            chronicle.take_back(own[number % len(own)])
        else:
            event = EVENTS[number % len(EVENTS)]
            chronicle.record(example(event), to=f"inspection {file}", on="2018-02-01" if number % 3 else None)
        elsewhere = chronicle.record(example(CATALOGUE["contract.payment-made"]), to="contract")
        if number % 5 == 0:
            chronicle.take_back(elsewhere)
    return chronicle


@given(MOVES)
@settings(max_examples=20)
def test_there_are_as_many_rows_as_entries_in_their_order(moves: Sequence[Move]) -> None:
    """Also where entries are corrected, taken back, and corrections taken back again; none of another file."""
    chronicle = lived(moves)
    files = {chronicle.identifier(f"inspection {file}") for file in range(3)}
    opened = {one.originator_id for one in chronicle.entries if one.event.topic.startswith("inspection.")}
    expected = [one for one in chronicle.entries if one.originator_id in files & opened]
    with open_read_models("sqlite:///:memory:") as database:
        rows = read(database, chronicle)
        assert [(row.position, row.event_id, row.version) for row in rows] == [
            (one.position, one.event_id, one.originator_version) for one in expected
        ]
        assert [row.topic for row in rows] == [one.event.topic for one in expected]
        for file in files & opened:
            own = trail_rows(database, filters=TrailFilter(inspection=file))
            assert list(own) == [row for row in rows if row.inspection == file]
        known = len(chronicle.entries) // 2
        then = trail_rows(database, known=known)
        assert [row.position for row in then] == [row.position for row in rows if row.position <= known]
        for row in rows:
            assert all(Teller(Speech(language)).sentence(row) for language in ("cs", "en"))


def test_every_entry_of_an_inspection_from_plan_to_end_is_told(ledger_url: str) -> None:
    """As many rows as the ledger has entries of the file; erased words leave every row as it is, and say so."""
    office = Office(ledger_url, today="2026-01-02")
    inspectors = Inspectors(office).open_files()
    inspectors.delivered("K 1")
    inspectors.objections("K 1", sent="2026-04-03", on="2026-04-07")
    inspectors.decide("K 1", "UPHELD", on="2026-04-20")
    file = office.parts.resolver.identifier("inspection", "K 1")
    entries = office.replay.entries(file)
    builds.prepare(office.parts.database, [INSPECTION_TRAIL])
    Projector(office.parts.database, office.parts.source, [INSPECTION_TRAIL]).catch_up()
    rows = trail_rows(office.parts.database, filters=TrailFilter(inspection=file))
    assert [row.event_id for row in rows] == [entry.event_id for entry in entries]
    kept = kept_texts(office.parts.ledger, rows)
    assert {commitment for row in rows for _, commitment in row.texts} == kept
    assert {row.number for row in rows} == {"K 1"}
    (fallen,) = [row for row in rows if row.topic == "inspection.finding-withdrawn"]
    assert fallen.changes == (Change("finding", "F1", "state", "PROPOSED", "WITHDRAWN"),)
    assert office.parts.ledger.erase_prose(sorted(kept)) == len(kept)
    after = trail_rows(office.parts.database, filters=TrailFilter(inspection=file))
    assert (list(after), kept_texts(office.parts.ledger, after)) == (list(rows), frozenset())
    office.close()


# Who and when ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(database: Database, chronicle: Chronicle) -> Database:
    """Two inspections: one of a contract, one of another provider."""
    plan = example(planning.InspectionPlanned).model_copy(update={"number": "K 1"})
    chronicle.record(plan, on="2026-01-05", to="K 1")
    chronicle.record(finding(), on="2026-02-03", to="K 1")
    other = plan.model_copy(update={"number": "K 2", "subject": plan.subject.model_copy(update={"provider": ICO})})
    chronicle.record(other, on="2026-01-06", to="K 2")
    return database


def test_a_row_says_who_when_by_which_provision_and_on_what_evidence(told: Database, chronicle: Chronicle) -> None:
    chronicle.record(finding(evidence=("cd" * 32,)), on="2026-02-04", to="K 1", anomalies=["LATE"])
    row = read(told, chronicle)[-1]
    assert (row.role, row.person, row.source) == ("clerk", None, "cli")
    assert (row.effective_on, row.recorded_at) == (date(2026, 2, 4), chronicle.entries[-1].recorded_at)
    assert row.citations == (("255/2012", "§ 10(2)"),)
    assert row.documents == ("cd" * 32,)
    assert row.persons == (HANDS,)
    assert row.anomalies == ("LATE",)


def test_trails_are_found_by_provider_contract_role_person_and_provision(told: Database, chronicle: Chronicle) -> None:
    plan = chronicle.entries[0].event
    assert isinstance(plan, planning.InspectionPlanned)
    (contract,) = plan.subject.contracts
    read(told, chronicle)

    def positions(**wanted: Any) -> list[int]:
        return [row.position for row in trail_rows(told, filters=TrailFilter(**wanted))]

    assert positions(providers={ICO}) == [3]
    assert positions(providers={plan.subject.provider}) == [1, 2]
    assert positions(contract=contract) == [1, 2, 3]
    assert positions(contract=UUID(int=7)) == []
    assert positions(provision="§ 10 (2)") == positions(provision="255/2012") == [2]
    assert positions(person=HANDS) == [2]
    assert positions(role="CLERK") == [1, 2, 3]
    assert positions(role="timer") == []


def test_valid_leaves_out_what_takes_effect_later_as_it_reads(told: Database, chronicle: Chronicle) -> None:
    """The finding of 3 February turns out to be of 10 February: on the 5th it is not there any more."""
    read(told, chronicle)
    fifth = date(2026, 2, 5)
    assert [row.position for row in trail_rows(told, valid=fifth)] == [1, 2, 3]
    chronicle.correct(chronicle.entries[1], finding(), on="2026-02-10")
    rows = read(told, chronicle, valid=fifth)
    assert [row.position for row in rows] == [1, 3]
    moved = read(told, chronicle)[-1]
    assert moved.changes == (Change("entry", "", "effective_on", "2026-02-03", "2026-02-10"),)
    assert moved.target_position == 2


# Before and after -----------------------------------------------------------------------------------------------------


def changes(database: Database, chronicle: Chronicle, *events: Event) -> list[tuple[Change, ...]]:
    for event in events:
        chronicle.record(event, on="2026-03-01", to="K")
    return [row.changes for row in read(database, chronicle)]


def test_a_finding_changes_its_state_severity_and_amount(database: Database, chronicle: Chronicle) -> None:
    amount: dict[str, Any] = {"amount": {"currency": "CZK", "minor": 100_00}, "contract": str(UUID(int=9))}
    less: dict[str, Any] = {"amount": {"currency": "CZK", "minor": 40_00}, "contract": str(UUID(int=9))}
    changed = made(
        findings.FindingChanged,
        finding="F1",
        because="OBJECTION",
        wording=WORDING | {"severity": "MINOR", "amounts": [less]},
    )
    maintained = made(findings.FindingMaintained, finding="F1", objection="N1")
    first, second, third = changes(database, chronicle, finding(amounts=[amount]), changed, maintained)
    assert Change("finding", "F1", "state", None, "PROPOSED") in first
    assert second == (
        Change("finding", "F1", "state", "PROPOSED", "CHANGED"),
        Change("finding", "F1", "severity", "MAJOR", "MINOR"),
        Change("finding", "F1", "amount", [amount["amount"]], [less["amount"]]),
    )
    assert third == (), "what was changed by objections is not called maintained"


def test_a_measure_changes_its_state_and_its_last_day(database: Database, chronicle: Chronicle) -> None:
    imposed = made(
        remedies.CorrectiveMeasureImposed,
        measure="M1",
        asks_for="CORRECTIVE_MEASURE",
        findings=("F1",),
        power={"act": "320/2001", "provision": "§ 18"},
        due=DUE,
    )
    failed = made(remedies.MeasureNotFulfilled, measure="M1", by=HANDS)
    later = DUE | {"legal_last_day": "2026-06-30"}
    extended = made(remedies.CorrectiveMeasureExtended, measure="M1", due_on="2026-06-30", due=later)
    assert changes(database, chronicle, imposed, failed, extended)[1:] == [
        (Change("measure", "M1", "state", "DUE", "NOT_FULFILLED"),),
        (
            Change("measure", "M1", "due", "2026-06-01", "2026-06-30"),
            Change("measure", "M1", "extension", None, "GRANTED"),
            Change("measure", "M1", "state", "NOT_FULFILLED", "DUE"),
        ),
    ]


def test_answers_that_contradict_each_other_stand_until_one_replaces_them(
    database: Database, chronicle: Chronicle
) -> None:
    """Two devices; the correction comes before one of the answers that it replaces."""

    def answer(key: str, value: str, *corrects: str) -> Event:
        return made(
            ChecklistItemAnswered, by=HANDS, answer=key, checklist="A", item="1", value=value, corrects=corrects
        )

    told = changes(
        database,
        chronicle,
        answer("a1", "OK"),
        answer("b1", "DEFECT"),
        answer("a2", "NOT_CHECKED", "a1", "b1", "b2"),
        answer("b2", "OK"),
    )
    assert [[(one.before, one.after) for one in each] for each in told] == [
        [(None, "OK")],
        [("OK", ["DEFECT", "OK"])],
        [(["DEFECT", "OK"], "NOT_CHECKED")],
        [],
    ]


def test_a_protocol_and_the_end_change_their_fields(database: Database, chronicle: Chronicle) -> None:
    first = made(protocol.ProtocolDrafted, version=1, document="ab" * 32, signers=(HANDS,))
    second = made(protocol.ProtocolDrafted, version=2, document="cd" * 32, signers=(HANDS,))
    ended = made(closing.InspectionEnded, reason="EXPIRED", ended_on="2026-04-04")
    found = changes(database, chronicle, first, second, ended, made(closing.EndTakenBack))
    assert Change("protocol", "", "version", 1, 2) in found[1]
    assert Change("inspection", "", "ended_on", None, "2026-04-04") in found[2]
    assert Change("inspection", "", "ended_on", "2026-04-04", None) in found[3]


def test_a_correction_and_its_taking_back_say_what_they_undo(database: Database, chronicle: Chronicle) -> None:
    """Severity mistyped, corrected; the correction taken back; at last the finding itself."""
    recorded = chronicle.record(finding(), on="2026-03-01", to="K")
    correction = chronicle.correct(recorded, finding(severity="MINOR"))
    chronicle.take_back(correction)
    chronicle.take_back(recorded)
    rows = read(database, chronicle)
    assert rows[1].changes == (Change("finding", "F1", "severity", "MAJOR", "MINOR"),)
    assert rows[2].changes == (Change("finding", "F1", "severity", "MINOR", "MAJOR"),)
    assert Change("finding", "F1", "state", "PROPOSED", None) in rows[3].changes
    assert [row.target_position for row in rows] == [None, 1, 2, 1]
    assert [(row.corrected_by, row.taken_back_by) for row in rows] == [(None, 4), (None, 3), (None, None), (None, None)]
    assert [(row.corrected_by, row.taken_back_by) for row in trail_rows(database, known=2)] == [(2, None), (None, None)]
    assert rows[2].target_topic == "entry.corrected"


def test_rows_are_values(told: Database, chronicle: Chronicle) -> None:
    """The same question twice gives equal rows, and a row can be changed into another only by copying."""
    first, second = read(told, chronicle), read(told, chronicle)
    assert list(first) == list(second)
    assert replace(first[0], role="auditor") != first[0]
