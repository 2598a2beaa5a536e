"""Synthetic inspections with every outcome: the trail leaves nothing out, and the views say what the files say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from adapters.exports.trail import Teller, kept_texts
from adapters.synth.region import Region
from adapters.telling.speech import Speech
from application.block import BlockWriter
from domain.inspection.inspection import Inspection
from domain.kernel.entry import Entry
from domain.kernel.prose import prose_in
from projections import builds
from projections.findings import FINDINGS, MeasureFilter, finding_rows, measure_rows
from projections.inspection_plan import INSPECTION_PLAN, SubjectKind, plan_rows
from projections.inspection_trail import INSPECTION_TRAIL, TrailRow, trail_rows
from projections.projector import Projector
from projections.report import Report
from tests.scenarios.office import Office

VIEWS = (FINDINGS, INSPECTION_PLAN, INSPECTION_TRAIL)
TODAY = date(2026, 12, 31)
CONTRACTS = 40
SEEDS = (1, 5)


@dataclass
class Told:
    """A region, its inspections as files, and their entries."""

    office: Office
    entries: dict[UUID, list[Entry]]

    @property
    def trail(self) -> Report[TrailRow]:
        return trail_rows(self.office.parts.database)

    def state(self, inspection: UUID) -> Inspection:
        state = self.office.replay.state(inspection)
        assert isinstance(state, Inspection)
        return state


@pytest.fixture(scope="module", params=SEEDS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder: Path = tmp_path_factory.mktemp("region")
    office = Office(f"sqlite:///{folder / 'kronika.db'}", today="2026-12-31")
    writer = BlockWriter(office.parts.engine)
    for _, steps in Region(CONTRACTS, seed=request.param, mess=0.6).parts():
        writer.write([step.item() for step in steps])
    builds.prepare(office.parts.database, VIEWS)
    assert Projector(office.parts.database, office.parts.source, VIEWS).catch_up().quarantined == ()
    head = office.parts.ledger.head()
    everything = [*office.parts.source.read(after=0, limit=head, until=head)]
    files = {one.originator_id for one in everything if one.event.topic.startswith("inspection.")}
    found: dict[UUID, list[Entry]] = {file: [] for file in files}
    for one in everything:
        if one.originator_id in files:
            found[one.originator_id].append(one)
    yield Told(office, found)
    office.close()


def test_the_trail_of_a_region_leaves_nothing_out(told: Told) -> None:
    """Number and order, of each inspection and of all; every row is a sentence in both languages."""
    rows = told.trail
    every = sorted((one for entries in told.entries.values() for one in entries), key=lambda one: one.position)
    assert len(told.entries) > 2
    assert [(row.position, row.event_id, row.topic) for row in rows] == [
        (one.position, one.event_id, one.event.topic) for one in every
    ]
    tellers = [Teller(Speech(language)) for language in ("cs", "en")]
    assert all(teller.sentence(row) and teller.changes(row) is not None for row in rows for teller in tellers)


def test_every_text_of_the_region_is_told_by_its_fate_and_never_in_words(told: Told) -> None:
    rows = told.trail
    kept = kept_texts(told.office.parts.ledger, rows)
    expected = {
        prose.commitment
        for entries in told.entries.values()
        for one in entries
        for prose in (*prose_in(one.event), *([one.stamp.reason] if one.stamp.reason else ()))
    }
    assert {commitment for row in rows for _, commitment in row.texts} >= expected
    texts = {text.text for text in told.office.parts.ledger.select_prose(sorted(kept)).values()}
    said = " ".join(str((row.facts, row.changes)) for row in rows)
    assert not [text for text in texts if len(text) > 20 and text in said]


def test_findings_and_measures_say_what_their_files_say(told: Told) -> None:
    """Two ways of reading the same entries: the file decides by its own state, the view folds rows."""
    database = told.office.parts.database
    findings = {(row.inspection, row.finding): row for row in finding_rows(database)}
    measures = {(row.inspection, row.measure): row for row in measure_rows(database)}
    files = {file: told.state(file) for file in told.entries}
    expected = {(file, name): one for file, state in files.items() for name, one in state.findings.items()}
    assert {key: (row.state.value, row.amounts, row.severity, row.is_remedied) for key, row in findings.items()} == {
        key: (one.state, tuple(each.amount for each in one.amounts), one.wording.severity, one.is_remedied)
        for key, one in expected.items()
    }
    asked = {(file, name): one for file, state in files.items() for name, one in state.measures.items()}
    assert {key: (row.state.value, row.legal_last_day, row.extensions) for key, row in measures.items()} == {
        key: (one.state, one.due.legal_last_day if one.due else None, one.extensions) for key, one in asked.items()
    }
    late = measure_rows(database, valid=TODAY, filters=MeasureFilter(only_overdue=True))
    assert {(row.inspection, row.measure) for row in late} <= {
        key for key, one in asked.items() if one.is_overdue(TODAY)
    }
    ended = {file for file, state in files.items() if state.is_ended}
    assert {row.inspection for row in findings.values() if row.is_final} == {file for file, _ in expected} & ended


def test_the_plan_knows_when_each_contract_was_inspected_last(told: Told) -> None:
    rows = plan_rows(told.office.parts.database, valid=TODAY, kind=SubjectKind.CONTRACT)
    started = [state for state in map(told.state, told.entries) if state.is_started and state.subject]
    for row in rows:
        days = [
            one.started_on for one in started if one.subject and row.subject in {str(c) for c in one.subject.contracts}
        ]
        assert row.inspections == len(days)
        assert row.last_inspected_on == max((day for day in days if day), default=None)


def test_changes_lead_from_nothing_to_what_stands(told: Told) -> None:
    """Replayed one after another, what each entry changed makes the last value of every field: nothing jumps."""
    for file in told.entries:
        values: dict[tuple[str, str, str], object] = {}
        for row in (one for one in told.trail if one.inspection == file):
            for change in row.changes:
                if change.about != "entry":
                    assert values.get(change[:3]) == change.before
                    values[change[:3]] = change.after
        state = told.state(file)
        for name, finding in state.findings.items():
            assert values["finding", name, "state"] == finding.state
        for name, measure in state.measures.items():
            assert values["measure", name, "state"] == measure.state
