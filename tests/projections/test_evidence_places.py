"""Which entries refer to which files: by their stamps and by what their events name, for ever."""

from domain.contract.events.conclusion import ContractConcluded
from domain.inspection.events import protocol
from domain.inspection.events.findings import FindingRecorded
from domain.kernel.digests import digests_in
from projections import builds
from projections.database import Database
from projections.evidence_places import EVIDENCE_PLACES, evidence_places
from projections.projector import Projector
from tests.examples import example
from tests.projections.chronicle import Chronicle

PAPER, TEXT, OTHER = "ab" * 32, "cd" * 32, "ef" * 32


def filled(database: Database, chronicle: Chronicle) -> Database:
    builds.prepare(database, [EVIDENCE_PLACES])
    Projector(database, chronicle, [EVIDENCE_PLACES]).catch_up()
    return database


def concluded(text: str | None = None) -> ContractConcluded:
    return ContractConcluded.model_validate({**dict(example(ContractConcluded)), "text": text})


def test_a_file_is_found_by_what_an_event_names(database: Database, chronicle: Chronicle) -> None:
    entry = chronicle.record(concluded(TEXT), to="one")
    chronicle.record(concluded(OTHER), to="two")
    (row,) = evidence_places(filled(database, chronicle), TEXT)
    assert (row.aggregate_id, row.position) == (entry.originator_id, entry.position)
    assert evidence_places(database, PAPER).rows == ()
    assert evidence_places(database, TEXT, known=0).rows == ()


def test_what_was_corrected_stays_a_reference(database: Database, chronicle: Chronicle) -> None:
    """The file was part of what was decided."""
    entry = chronicle.record(concluded(TEXT), to="one")
    chronicle.correct(entry, concluded(OTHER))
    filled(database, chronicle)
    assert [row.position for row in evidence_places(database, TEXT)] == [entry.position]
    assert [row.position for row in evidence_places(database, OTHER)] == [entry.position]


def test_a_commitment_is_no_file() -> None:
    event = protocol.ProtocolDrafted.model_validate({"version": 1, "document": PAPER, "signers": ["p-" + "1" * 16]})
    assert list(digests_in(event)) == [PAPER]
    wording = example(FindingRecorded).wording
    assert wording.text is not None
    assert wording.text.commitment not in set(digests_in(example(FindingRecorded)))
