"""Entries that nobody can read: which views stop at them, and which go on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.entry import Entry
from domain.kernel.unreadable import UnreadableEvent
from projections import builds
from projections.builds import Build, Quarantine
from projections.contract_ledger import CONTRACT_LEDGER
from projections.database import Database
from projections.evidence_places import EVIDENCE_PLACES
from projections.projector import Progress, Projector
from projections.rebuild import RebuildFailed, rebuild_all
from projections.retention import RETENTION
from projections.tender_funnel import TENDER_FUNNEL
from tests.projections.chronicle import Chronicle

VIEWS = (CONTRACT_LEDGER, TENDER_FUNNEL)


@dataclass
class Damaged(Chronicle):
    """A ledger some of whose entries cannot be read."""

    damaged: dict[int, str] = field(default_factory=dict)

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        return self._sound(super().read(after=after, limit=limit, until=until))

    def history(self, originator_id: UUID, *, until: int) -> Sequence[Entry]:
        return self._sound(super().history(originator_id, until=until))

    def _sound(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        for entry in entries:
            if entry.position in self.damaged:
                raise UnreadableEvent(position=entry.position, topic=self.damaged[entry.position], reason="no JSON")
        return entries


def contract(chronicle: Chronicle, number: str) -> Entry:
    said = ContractTakenOver.model_validate({"number": number, "provider": "P"})
    return chronicle.record(said, to=number, on="2018-01-01")


@pytest.fixture
def chronicle() -> Damaged:
    """Five contracts."""
    made = Damaged()
    for number in range(5):
        contract(made, f"OLP/{number}/2018")
    return made


def caught_up(database: Database, chronicle: Chronicle, *, page_size: int = 10) -> Progress:
    builds.prepare(database, VIEWS)
    return Projector(database, chronicle, VIEWS, page_size=page_size).catch_up()


def positions(database: Database) -> dict[str, int]:
    return {view.name: builds.checkpoint(database, Build(view, 1)) for view in VIEWS}


@pytest.mark.parametrize("page_size", [1, 2, 3, 10])
@pytest.mark.parametrize("at", [1, 3, 5])
def test_whoever_asks_for_it_stops_before_it_however_pages_fall(
    database: Database, chronicle: Damaged, at: int, page_size: int
) -> None:
    chronicle.damaged = {at: ContractTakenOver.topic}
    last = caught_up(database, chronicle, page_size=page_size)
    assert positions(database) == {"contract_ledger": at - 1, "tender_funnel": 5}
    assert last.quarantined == (Quarantine("contract_ledger", 1, at, ContractTakenOver.topic, "no JSON"),)


def test_of_several_the_first_is_told(database: Database, chronicle: Damaged) -> None:
    chronicle.damaged = dict.fromkeys((2, 4), ContractTakenOver.topic)
    (stopped,) = caught_up(database, chronicle).quarantined
    assert (stopped.position, positions(database)["tender_funnel"]) == (2, 5)


def test_no_view_goes_past_a_damaged_correction(database: Database, chronicle: Damaged) -> None:
    """Nobody can tell what it corrects; readers keep the version that they had."""
    chronicle.damaged = {3: "entry.corrected"}
    builds.prepare(database, VIEWS)
    with pytest.raises(RebuildFailed):
        rebuild_all(database, chronicle, VIEWS)
    assert positions(database) == dict.fromkeys(("contract_ledger", "tender_funnel"), 0)


def test_a_view_that_looks_at_more_than_the_kind_stops_at_every_one(database: Database, chronicle: Damaged) -> None:
    views = (EVIDENCE_PLACES, RETENTION, TENDER_FUNNEL)
    chronicle.damaged = {3: "service.registered"}
    builds.prepare(database, views)
    last = Projector(database, chronicle, views).catch_up()
    assert [one.view for one in last.quarantined] == ["evidence_places"]


def test_a_correction_in_a_file_that_is_damaged_stops_every_view(database: Database, chronicle: Damaged) -> None:
    """How the corrected entry read before cannot be told."""
    chronicle.record(ContractTakenOver.model_validate({"provider": "Q"}), to="OLP/1/2018")
    corrected = ContractTakenOver.model_validate({"number": "OLP/1/2018", "provider": "Q"})
    chronicle.correct(chronicle.entries[1], corrected)
    chronicle.damaged = {6: "contract.taken-over"}
    last = caught_up(database, chronicle)
    assert positions(database) == {"contract_ledger": 5, "tender_funnel": 6}
    assert [(one.view, one.position) for one in last.quarantined] == [("contract_ledger", 6), ("tender_funnel", 7)]
    assert last.quarantined[1].reason == "needs entry 6"


def test_once_it_can_be_read_a_rebuild_goes_past_it(database: Database, chronicle: Damaged) -> None:
    chronicle.damaged = {3: ContractConcluded.topic}
    caught_up(database, chronicle)
    chronicle.damaged = {}
    for build in rebuild_all(database, chronicle, VIEWS):
        assert (build.version, builds.checkpoint(database, build)) == (2, 5)
