"""An entry may refer only to a file that is there, where whoever asks for it can bring the file first."""

import hashlib
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.bootstrap import Parts
from adapters.settings import Settings
from domain.kernel.rule import Refused
from domain.kernel.stamp import Source, Stamp
from tests.scenarios.office import Office
from tests.staffed import command, stamp

LETTER = b"%PDF-1.7 a letter"
DIGEST = hashlib.sha256(LETTER).hexdigest()
NUMBER = "OLP/9101/2025"


@pytest.fixture
def contract(office: Office, ledger_url: str, tmp_path: Path) -> UUID:
    """A contract on file, in an office whose evidence lies in the folder of the test."""
    office.parts.close()
    office.parts = Parts(Settings(database=ledger_url, evidence=str(tmp_path / "evidence")), clock=office.parts.clock)
    opened = office.do("contract.record-conclusion", number=NUMBER, regime="grant", provider="P", on="2009-01-01")
    return opened.aggregate_id


def through(door: str, office: Office) -> Stamp:
    source = Source.model_validate({"kind": door})
    return stamp(office.parts, "p-clerk", "clerk").model_copy(update={"source": source, "documents": (DIGEST,)})


def codes(office: Office, door: str, topic: str, contract: UUID, **data: Any) -> tuple[str, ...]:
    try:
        office.parts.engine.handle(command(office.parts, topic, data, contract), through(door, office))
    except Refused as refused:
        return refused.codes
    return ()


@pytest.mark.parametrize("door", ["api", "ui", "cli"])
def test_an_act_that_names_a_file_which_nobody_brought_is_refused(office: Office, contract: UUID, door: str) -> None:
    assert codes(office, door, "contract.release-payment", contract) == ("evidence.is-there",)
    office.parts.evidence.add(io.BytesIO(LETTER))
    assert "evidence.is-there" not in codes(office, door, "contract.release-payment", contract)


@pytest.mark.parametrize("door", ["import", "device", "timer"])
def test_papers_of_other_doors_may_come_later(office: Office, contract: UUID, door: str) -> None:
    assert "evidence.is-there" not in codes(office, door, "contract.release-payment", contract)


def test_a_fact_does_not_wait_for_its_paper(office: Office, contract: UUID) -> None:
    assert codes(office, "api", "contract.record-publication", contract, register_id="r-1") == ()


def test_a_file_that_the_event_names_is_asked_for_too(office: Office, contract: UUID) -> None:
    signed = {"level": "QES", "text": "ab" * 32}
    office.parts.evidence.add(io.BytesIO(LETTER))
    assert codes(office, "api", "contract.sign", contract, **signed) == ("evidence.is-there",)
