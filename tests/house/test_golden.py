"""Stored bytes load for ever: every event topic in every schema version has a golden file, written once."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from adapters import wire
from application.business import is_business
from application.ledger import StoredEntry
from domain.kernel.event import CATALOGUE
from domain.kernel.ids import derived_id
from domain.kernel.law import Citation
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Anomaly, AnomalyRef, RecordedStamp, Reliance, Source
from tests.examples import example

GOLDEN = Path(__file__).parent.parent / "golden"
RECORDED_AT = datetime(2018, 2, 3, tzinfo=UTC)
TOPICS = sorted(topic for topic, event in CATALOGUE.items() if is_business(event.__module__))

STAMP = RecordedStamp(
    command_id=derived_id("golden", "command"),
    event_id=derived_id("golden", "event"),
    correlation_id=derived_id("golden", "correlation"),
    causation_id=derived_id("golden", "causation"),
    actor=Actor(role="clerk", person="p-1", organisation="70891508"),
    source=Source(kind="import", reference="golden", line="1"),
    effective_on=date(2018, 2, 1),
    received_on=date(2018, 2, 2),
    reason=Prose.of("Because.", salt="00" * 16),
    citations=(Citation("340/2015", "§ 5"),),
    documents=("cd" * 32,),
    methodology="2018",
    anomalies=(Anomaly(code="EXAMPLE", rule="example.rule", facts={"days": 15}, raw="31.11.2012"),),
    closes=(AnomalyRef(event_id=derived_id("golden", "earlier"), code="EXAMPLE"),),
    reliances=(Reliance(aggregate_id=derived_id("golden", "other"), version=3),),
)


def golden_file(topic: str) -> Path:
    return GOLDEN / f"{topic}.v{CATALOGUE[topic].schema_version}.json"


def golden_bytes(topic: str) -> bytes:
    return wire.encode_event(example(CATALOGUE[topic]), wire.stamp_json(STAMP))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_event_has_a_golden_file_and_is_written_just_so(topic: str) -> None:
    assert golden_file(topic).exists(), "a new shape: write its golden file once with `make golden`"
    assert golden_file(topic).read_bytes() == golden_bytes(topic)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda f: f.stem)
def test_every_golden_file_loads(file: Path) -> None:
    """Also those of older schema versions, through their upcasters."""
    topic = file.stem.rsplit(".v", 1)[0]
    entry = wire.decode(StoredEntry(1, UUID(int=1), 1, topic, file.read_bytes(), RECORDED_AT))
    assert entry.event == example(CATALOGUE[topic])
    assert entry.stamp == STAMP


def write_missing() -> list[Path]:
    """Write the golden files that do not exist yet; one that exists is never touched."""
    missing = [topic for topic in TOPICS if not golden_file(topic).exists()]
    for topic in missing:
        golden_file(topic).write_bytes(golden_bytes(topic))
    return [golden_file(topic) for topic in missing]


if __name__ == "__main__":
    for path in write_missing():
        print(path.name)  # noqa: T201  a list for whoever called it
