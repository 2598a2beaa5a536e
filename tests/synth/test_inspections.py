"""The inspections of a synthetic region: every outcome is there, and each life agrees with the law by another count."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from adapters.process_runner import ProcessTables
from adapters.synth.lives.inspection.course import NEEDS, Course
from adapters.synth.neighbourhood import INSPECTIONS, Neighbourhood
from adapters.synth.region import Region
from application.engine import Outcome
from application.processes.following import Followed, follow
from application.processes.work_list import WorkList
from application.replay import Replay
from application.sample_check import redraw
from domain.contract.contract import Contract
from domain.inspection.events.closing import EndTakenBack, InspectionArchived, InspectionEnded
from domain.inspection.events.conduct import LastControlActDone
from domain.inspection.events.objections import ObjectionsDecidedBySuperior, ObjectionsReceived, PointDecision
from domain.inspection.events.planning import InspectionPlanned
from domain.inspection.events.protocol import ProtocolDelivered, ProtocolSigned
from domain.inspection.inspection import Inspection
from domain.kernel.entry import Entry
from domain.kernel.event import CATALOGUE
from tests.synth.recorded import Recorded, opened, recorded

SMALL = Region(60, seed=1)
ELSEWHERE = {"inspection.disposed", "inspection.dwelling-entered"}
"""What comes only after the last day of the region, or only where a service goes to its clients."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Three neighbourhoods with the usual mess."""
    parts = opened(f"sqlite:///{tmp_path_factory.mktemp('inspections') / 'kronika.db'}")
    yield recorded(parts, SMALL)
    parts.close()


def inspections_of(run: Recorded) -> Mapping[UUID, list[Entry]]:
    files = run.history().items()
    return {one: entries for one, entries in files if entries[0].event.topic == "inspection.planned"}


def states_of(run: Recorded) -> list[Inspection]:
    return [Inspection.replay(identifier, entries) for identifier, entries in inspections_of(run).items()]


# Everything is there --------------------------------------------------------------------------------------------------


def test_sixty_contracts_show_everything_that_can_happen_to_an_inspection(ledger: Recorded) -> None:
    topics = {entry.event.topic for entries in inspections_of(ledger).values() for entry in entries}
    possible = {topic for topic in CATALOGUE if topic.startswith("inspection.")}
    assert possible - topics <= ELSEWHERE


def test_inspections_end_in_every_way(ledger: Recorded) -> None:
    """By a time that ran out, a waiver, a settlement, a hand-over, as agreed; or they are dropped."""
    states = states_of(ledger)
    reasons = Counter(state.end.reason for state in states if state.end)
    assert reasons.keys() == {"EXPIRED", "WAIVED", "SETTLED", "HANDED_OVER", "AGREED"}
    assert sum(state.is_cancelled for state in states) >= 1
    assert sum(state.is_archived for state in states) > len(states) / 2


def test_objections_are_settled_in_every_way(ledger: Recorded) -> None:
    """Upheld by the head; by the superior in part, rejected, rejected as late; and one came after the end was noted."""
    entries = [entry for history in inspections_of(ledger).values() for entry in history]
    points = [point for entry in entries for point in _points(entry)]
    assert {(point.outcome, point.ground) for point in points} == {
        ("PARTLY_UPHELD", None),
        ("REJECTED", "UNFOUNDED"),
        ("REJECTED", "LATE"),
    }
    assert any(entry.event.topic == "inspection.objections-upheld-by-head" for entry in entries)
    assert any(isinstance(entry.event, EndTakenBack) for entry in entries)


def _points(entry: Entry) -> tuple[PointDecision, ...]:
    return entry.event.points if isinstance(entry.event, ObjectionsDecidedBySuperior) else ()


def test_measures_end_in_every_way(ledger: Recorded) -> None:
    """Fulfilled, in part first, extended, refused more time, failed, lifted; each by a power of its regime."""
    measures = [measure for state in states_of(ledger) for measure in state.measures.values()]
    assert {measure.state for measure in measures} >= {"FULFILLED", "LIFTED"}
    assert {measure.power.act for measure in measures} >= {"contract", "320/2001", "108/2006", "255/2012", "2012/21/EU"}
    assert max(measure.extensions for measure in measures) == 1


def test_a_follow_up_is_followed_up(ledger: Recorded) -> None:
    """The third inspection finds what the first two asked for."""
    states = {state.id: state for state in states_of(ledger)}
    third = next(state for state in states.values() if state.follow_up_of and states[state.follow_up_of].follow_up_of)
    assert third.follow_up_of is not None
    second = states[third.follow_up_of]
    assert second.follow_up_of is not None
    first = states[second.follow_up_of]
    assert [len(state.measures) for state in (first, second, third)] == [1, 1, 0]
    assert {measure.state for state in (first, second) for measure in state.measures.values()} == {"FULFILLED"}
    assert (tuple(first.follow_ups), tuple(second.follow_ups)) == ((second.id,), (third.id,))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_two_neighbourhoods_take_every_course_that_they_can(seed: int) -> None:
    """Which is nearly every one: a course waits for the next ones where there is nothing to look at."""
    source = Region(40, seed=seed).source
    both = [Neighbourhood(number, source, seed, 0.1) for number in (0, 1)]
    courses = [visit.course for one in both for visit in one.inspections]
    assert len(set(courses)) == len(courses)
    assert len(courses) >= 2 * INSPECTIONS - 2
    for visit in (visit for one in both for visit in one.inspections):
        looked_at = {"mandate": visit.mandate, "grant": visit.terms, "tender": visit.terms}
        assert looked_at[NEEDS[visit.course].looks_at] is not None


def test_without_mess_nothing_comes_too_late() -> None:
    """Nobody objects late, and no end is noted too early."""
    calm = Neighbourhood(0, Region(40, mess=0).source, 1, 0)
    further = Neighbourhood(1, Region(40, mess=0).source, 1, 0)
    courses = {visit.course for one in (calm, further) for visit in one.inspections}
    assert courses.isdisjoint({Course.LATE, Course.IN_THE_POST})
    assert [step.line for step in Region(40, mess=0).steps() if step.expects] == []


# Another count of the law ---------------------------------------------------------------------------------------------


def test_every_protocol_is_made_in_thirty_or_sixty_days_or_is_noted_as_late(ledger: Recorded) -> None:
    """Counted from the days alone; a weekend or holiday at the end may add some."""
    counted = 0
    for entries in inspections_of(ledger).values():
        opening = entries[0].event
        assert isinstance(opening, InspectionPlanned)
        signatures = [
            entry for entry in entries if isinstance(entry.event, ProtocolSigned) and not entry.event.addendum
        ]
        last_acts = [entry for entry in entries if isinstance(entry.event, LastControlActDone)]
        if opening.agreed or not signatures:
            continue
        counted += 1
        is_complex = any(entry.event.topic == "inspection.declared-complex" for entry in entries)
        days = (_day(signatures[-1]) - _day(last_acts[-1])).days
        is_noted = any(one.code == "PROTOCOL_MADE_LATE" for one in signatures[-1].noted)
        limit = 60 if is_complex else 30
        assert days > limit if is_noted else days <= limit + 5
    assert counted >= 8


def test_objections_in_time_are_posted_within_fifteen_days(ledger: Recorded) -> None:
    posted = 0
    for entries in inspections_of(ledger).values():
        delivered = [entry for entry in entries if isinstance(entry.event, ProtocolDelivered)]
        for entry in entries:
            if isinstance(entry.event, ObjectionsReceived) and entry.event.sent_on is not None:
                posted += 1
                days = (entry.event.sent_on - _day(delivered[-1])).days
                is_late = any(one.code == "LATE_OBJECTIONS" for one in entry.noted)
                assert days > 15 if is_late else days <= 15 + 5
    assert posted >= 6


def test_an_end_by_expiry_lies_after_the_last_day_and_no_measure_is_open_in_the_archive(ledger: Recorded) -> None:
    for identifier, entries in inspections_of(ledger).items():
        delivered = [entry for entry in entries if isinstance(entry.event, ProtocolDelivered)]
        ended = [entry.event for entry in entries if isinstance(entry.event, InspectionEnded)]
        if ended and ended[-1].reason == "EXPIRED":
            assert ended[-1].ended_on > _day(delivered[-1]) + timedelta(days=15)
        if any(isinstance(entry.event, InspectionArchived) for entry in entries):
            assert Inspection.replay(identifier, entries).open_measures == ()


def _day(entry: Entry) -> date:
    assert entry.effective_on is not None
    return entry.effective_on


def test_every_sample_can_be_drawn_again(ledger: Recorded) -> None:
    samples = [sample for state in states_of(ledger) for sample in state.samples.values()]
    assert len(samples) >= 2
    assert {redraw(sample).is_same for sample in samples} == {True}
    assert all(sample.concluded is not None for sample in samples)


def test_no_number_of_a_device_is_missing(ledger: Recorded) -> None:
    states = [state for state in states_of(ledger) if state.sent_by_device]
    assert len(states) >= 8
    assert {state.missing_from(device) for state in states for device in state.sent_by_device} == {()}


# What follows ---------------------------------------------------------------------------------------------------------


def test_findings_with_amounts_raise_suspicions_on_grants_and_mandates(tmp_path: Path) -> None:
    """Those that stand; on a tender contract somebody has to impose a penalty. Nothing of it is refused."""
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        run = recorded(parts, SMALL)
        replay = Replay(parts.ledger, parts.decode)
        tables = ProcessTables(parts.database, parts.ledger, replay)
        tables.catch_up()
        answers: list[Followed] = []
        items = list(WorkList(tables, replay, parts.permissions).items())
        follow(parts.engine, items, date(2026, 1, 5), answers.append)
        assert [answer.failure for answer in answers if answer.failure] == []
        topics = Counter(answer.item.topic for answer in answers)
        assert topics.keys() >= {"contract.suspect-breach", "mandate.suspect-overcompensation"}
        assert {item.topic for item in items if not item.follows} >= {"contract.impose-contract-penalty"}
        assert all(isinstance(answer.outcome, Outcome) for answer in answers)
        standing = [finding for state in states_of(run) for finding in state.findings.values() if finding.amounts]
        assert len(answers) <= len(standing)
        breach = next(answer.item for answer in answers if answer.item.topic == "contract.suspect-breach")
        contract = replay.state(breach.target)
        assert isinstance(contract, Contract)
        assert contract.breaches[str(breach.data["breach"])].stage == "suspected"
