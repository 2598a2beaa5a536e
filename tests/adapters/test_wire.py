"""The stored bytes: canonical, readable for ever, and comparable without keeping anybody's words."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

import pytest
from eventsourcing.persistence import JSONTranscoder
from hypothesis import given
from hypothesis import strategies as st

from adapters import upcasters, wire
from application.ledger import CommandRow, ProseRow, StoredEntry
from domain.kernel.case import AppliedRule, Decision
from domain.kernel.entry import Entry, EntryCorrected
from domain.kernel.event import CATALOGUE, Event
from domain.kernel.money import Money, czk
from domain.kernel.period import Period
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Anomaly, RecordedStamp, Source, Stamp
from tests.domain.kernel.toy import JarOpened, OpenJar

JAR = UUID(int=1)
STAMP = Stamp(
    command_id=UUID(int=2),
    actor=Actor(role="clerk", person="p-1"),
    source=Source(kind="cli"),
    effective_on=date(2018, 1, 1),
    reason=Prose.of("because", salt="01" * 16),
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdefgh_ABC09"), inner),
)


def plain_canonical(document: object) -> bytes:
    """RFC 8785 by the letter, for documents with ASCII keys and no floats."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(JSON)
def test_bytes_are_canonical_json(document: object) -> None:
    assert json.loads(wire.canonical(document)) == document
    if not any(c in json.dumps(document, ensure_ascii=False) for c in "\x7f\\"):
        assert wire.canonical(document) == plain_canonical(document)


class Weight(NamedTuple):
    """A fact that is a tuple with names."""

    grams: int


@dataclass(frozen=True)
class Parcel:
    """A fact that is a data class, with what is absent and with fields out of order."""

    weight: Weight
    price: Money
    sent_on: date | None = None


def test_the_record_of_a_decision_is_canonical_json_too() -> None:
    """Money, days, files, periods, sets and data classes stand in it with their keys in order."""
    facts = {
        "price": czk(12),
        "on": date(2018, 1, 1),
        "file": JAR,
        "period": Period(start=date(2018, 1, 1)),
        "kinds": frozenset({"b", "a"}),
        "parcels": (Parcel(Weight(3), czk(0)),),
        "closed_on": None,
    }
    applied = AppliedRule(rule="jar.coins-fit", on=date(2018, 1, 1), since=None, outcome="kept", facts=facts)
    decision = Decision(
        (), (), (applied,), {"rate@2018": czk(1)}, command=OpenJar(target=JAR, label="a", size=1), prose=()
    )
    written = wire.encode_decision(decision, "0" * 64)
    read = json.loads(written)
    assert written == plain_canonical(read)
    assert read["applied"][0] == {
        "facts": {
            "closed_on": None,
            "file": str(JAR),
            "kinds": ["a", "b"],
            "on": "2018-01-01",
            "parcels": [{"price": {"currency": "CZK", "minor": 0}, "weight": [3]}],
            "period": {"start": "2018-01-01"},
            "price": {"currency": "CZK", "minor": 1200},
        },
        "on": "2018-01-01",
        "outcome": "kept",
        "rule": "jar.coins-fit",
        "since": None,
    }
    assert read["looked_up"] == {"rate@2018": {"currency": "CZK", "minor": 100}}


def stored(event: Event, stamp: RecordedStamp) -> StoredEntry:
    state = wire.encode_event(event, wire.stamp_json(stamp))
    return StoredEntry(5, JAR, 1, event.topic, state, datetime(2018, 1, 2, tzinfo=UTC))


def test_an_event_reads_back_as_it_was_written() -> None:
    recorded = STAMP.recorded(UUID(int=3), anomalies=(Anomaly(code="X", facts={"n": 1}),))
    entry = wire.decode(stored(JarOpened(label="ř", size=3, note=Prose.of("x")), recorded))
    assert isinstance(entry.event, JarOpened)
    assert entry.event == JarOpened(label="ř", size=3, note=entry.event.note)
    assert entry.stamp == recorded
    assert (entry.event_id, entry.effective_on, entry.position) == (UUID(int=3), date(2018, 1, 1), 5)


def test_words_are_not_in_the_bytes() -> None:
    recorded = STAMP.recorded(UUID(int=3))
    state = stored(JarOpened(label="a", size=3, note=Prose.of("spoken softly")), recorded).state
    assert b"softly" not in state
    assert b"because" not in state


def test_what_is_unknown_or_empty_is_left_out() -> None:
    state = json.loads(stored(JarOpened(label="a", size=3), STAMP.recorded(UUID(int=3))).state)
    assert state["data"] == {"label": "a", "size": 3}
    assert set(state["stamp"]) == {"actor", "command_id", "effective_on", "event_id", "reason", "source"}


def test_every_default_of_the_stamp_is_empty() -> None:
    """Left out means unknown or empty, for ever: a default with content would change what old bytes say."""
    defaults = [
        f.get_default(call_default_factory=True) for f in RecordedStamp.model_fields.values() if not f.is_required()
    ]
    assert all(not default for default in defaults)


def test_an_unknown_topic_stops() -> None:
    with pytest.raises(wire.UnknownTopic, match="older than the ledger"):
        wire.decode(StoredEntry(1, JAR, 1, "jar.exploded", b'{"data":{},"stamp":{}}', datetime.now(UTC)))


def test_an_old_shape_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(upcasters.STEPS, ("jar.opened", 1), lambda data: {**data, "size": data["size"] * 10})
    monkeypatch.setitem(upcasters.STEPS, ("jar.opened", 2), lambda data: {**data, "size": data["size"] + 1})
    assert upcasters.upcast("jar.opened", {"label": "a", "size": 1}, 1, 3) == {"label": "a", "size": 11}
    with pytest.raises(upcasters.NoUpcaster, match="from version 3 to 4"):
        upcasters.upcast("jar.opened", {"size": 1}, 1, 4)
    with pytest.raises(upcasters.NoUpcaster, match="this program knows 1"):
        wire.read_event("jar.opened", {}, 2)


def test_a_correction_is_lifted_like_the_event_that_it_replaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CATALOGUE["jar.opened"], "schema_version", 2)
    monkeypatch.setitem(upcasters.STEPS, ("jar.opened", 1), lambda data: {**data, "size": 9})
    data = {"target": str(JAR), "target_topic": "jar.opened", "data": {"label": "a", "size": 1}}
    event = wire.read_event("entry.corrected", data, 1)
    assert isinstance(event, EntryCorrected)
    assert event.replacement() == JarOpened(label="a", size=9)


def kept(command: OpenJar, stamp: Stamp = STAMP) -> CommandRow:
    return CommandRow(
        "p-1", stamp.command_id, command.topic, JAR, wire.encode_command(command, wire.stamp_json(stamp)), b"{}"
    )


def prose_table(*rows: Prose | None) -> wire.SelectProse:
    def select(_: Collection[str]) -> Mapping[str, ProseRow]:
        return {p.commitment: ProseRow(p.commitment, p.salt or "", p.text or "") for p in rows if p}

    return select


@pytest.mark.parametrize(
    ("label", "note", "same"), [("a", "n", True), ("b", "n", False), ("a", "m", False), ("a", None, False)]
)
def test_a_command_that_comes_again_is_compared_by_content(label: str, note: str | None, same: bool) -> None:
    first = OpenJar(target=JAR, label="a", size=1, note=Prose.of("n"))
    again = OpenJar(target=JAR, label=label, size=1, note=None if note is None else Prose.of(note))
    table = prose_table(first.note, STAMP.reason)
    assert wire.says_the_same(again, STAMP, kept(first), table) is same


def test_erased_words_are_not_compared() -> None:
    first = OpenJar(target=JAR, label="a", size=1, note=Prose.of("n"))
    again = OpenJar(target=JAR, label="a", size=1, note=Prose.of("other"))
    assert wire.says_the_same(again, STAMP, kept(first), prose_table())


def test_the_door_it_came_through_does_not_matter_but_the_day_does() -> None:
    command = OpenJar(target=JAR, label="a", size=1)
    table = prose_table(STAMP.reason)
    elsewhere = STAMP.model_copy(update={"source": Source(kind="api", reference="elsewhere")})
    later = STAMP.model_copy(update={"effective_on": date(2018, 1, 2)})
    assert wire.says_the_same(command, elsewhere, kept(command), table)
    assert not wire.says_the_same(command, later, kept(command), table)


def test_whoever_imports_a_file_again_repeats_its_commands() -> None:
    command = OpenJar(target=JAR, label="a", size=1)
    first = STAMP.model_copy(update={"source": Source(kind="import", reference="file")})
    again = first.model_copy(update={"actor": Actor(role="clerk", person="p-2")})
    assert first.owner == again.owner == "import file"
    assert wire.says_the_same(command, again, kept(command, first), prose_table(STAMP.reason))
    assert STAMP.owner == "p-1"


def test_the_library_maps_our_entries_both_ways() -> None:
    mapper = wire.WireMapper(transcoder=JSONTranscoder())
    entry = Entry(
        event=JarOpened(label="a", size=1),
        stamp=STAMP.recorded(UUID(int=3)),
        originator_id=JAR,
        originator_version=1,
    )
    back = mapper.to_domain_event(mapper.to_stored_event(entry))
    assert (back.event, back.stamp, back.originator_version) == (entry.event, entry.stamp, 1)
