"""What a write leaves behind, on both stores."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from eventsourcing.persistence import NotSupportedError, StoredEvent, Tracking

from adapters.stores import open_ledger
from application.ledger import Ledger, ProseRow, StoredEntry, VersionClash, Write
from domain.kernel.ids import take
from tests.contract.writes import AnyLedger, a_write, command, event


def test_a_ledger_is_a_ledger(ledger: AnyLedger) -> None:
    """What the application is given keeps the promise that it relies on; the type checker reads this test too."""
    promised: Ledger = ledger
    assert promised.head() == 0


def test_an_event_is_kept_byte_for_byte_with_its_position_and_time(ledger: AnyLedger) -> None:
    """Everything that is sealed later stands in the row, and comes back as it went in."""
    jar, state = uuid4(), bytes(range(256)) + "Žluťoučký kůň".encode()
    before = datetime.now(UTC) - timedelta(seconds=5)
    written = ledger.write(Write((StoredEvent(jar, 1, "jar.opened", state),)))
    (entry,) = ledger.select_entries(after=0, limit=10)
    assert entry == StoredEntry(1, jar, 1, "jar.opened", state, written.recorded_at)
    assert before < entry.recorded_at < datetime.now(UTC) + timedelta(seconds=5)
    assert entry.recorded_at.tzinfo is UTC


def test_positions_follow_one_another_without_a_hole(ledger: AnyLedger) -> None:
    """Each write stands directly behind the last."""
    assert ledger.write(a_write(count=3)).positions == range(1, 4)
    assert ledger.write(a_write(count=1)).positions == range(4, 5)
    assert ledger.write(a_write(count=2)).positions == range(5, 7)
    assert ledger.head() == 6


def test_a_refused_write_uses_up_no_position(ledger: AnyLedger) -> None:
    """A clash after the head was taken gives it back."""
    jar = uuid4()
    ledger.write(a_write(jar))
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar))
    assert ledger.write(a_write()).positions == range(2, 3)


def test_nothing_of_a_refused_write_is_left(ledger: AnyLedger) -> None:
    """Events, command, claims and prose stand together or not at all."""
    jar, other = uuid4(), uuid4()
    ledger.write(a_write(jar))
    row = command(jar)
    prose = ProseRow("c" * 64, "00", "words")
    refused = Write((event(other), event(jar)), row, claims=((other, take("number", "1")),), prose=(prose,))
    with pytest.raises(VersionClash):
        ledger.write(refused)
    assert ledger.head() == 1
    assert ledger.select_aggregate(other) == []
    assert ledger.find_command(row.actor, row.command_id) is None
    assert ledger.holders("number", "1") == []
    assert ledger.select_prose([prose.commitment]) == {}


def test_a_command_keeps_what_was_decided_and_where_it_stands(ledger: AnyLedger) -> None:
    """From the command row the decision can be reproduced."""
    ledger.write(a_write())
    write = a_write(count=2)
    assert write.command is not None
    written = ledger.write(write)
    found = ledger.find_command("p-1", write.command.command_id)
    assert found is not None
    assert found.row == write.command
    assert (found.first_position, found.last_position, found.recorded_at) == (2, 3, written.recorded_at)


def test_a_command_that_recorded_nothing_is_remembered(ledger: AnyLedger) -> None:
    """Its answer is the same the second time: no events."""
    ledger.write(a_write())
    row = command(uuid4())
    assert ledger.write(Write((), row)).positions == range(2, 2)
    found = ledger.find_command(row.actor, row.command_id)
    assert found is not None
    assert found.first_position > found.last_position
    assert ledger.head() == 1


def test_prose_is_kept_beside_and_once(ledger: AnyLedger) -> None:
    """The same text under the same salt may come with several events."""
    prose = ProseRow("a" * 64, "0011", "Důvod: zpoždění")
    for _ in range(2):
        ledger.write(Write((event(uuid4()),), prose=(prose,)))
    assert ledger.select_prose([prose.commitment, "b" * 64]) == {prose.commitment: prose}


def test_a_block_is_written_in_order(ledger: AnyLedger) -> None:
    """A write may build on an earlier one of its block: its version, its claims, what it relies on."""
    jar, other = uuid4(), uuid4()
    block = [a_write(jar), a_write(jar, 2, count=2), a_write(other, relies_on=((jar, 3),)), a_write(jar, 4)]
    assert [written.positions for written in ledger.write_all(block)] == [
        range(1, 2),
        range(2, 4),
        range(4, 5),
        range(5, 6),
    ]
    assert [entry.originator_id for entry in ledger.select_entries(after=0, limit=9)] == [jar, jar, jar, other, jar]


def test_a_block_is_taken_whole_or_not_at_all(ledger: AnyLedger) -> None:
    """One stale write keeps out all the others."""
    jar = uuid4()
    ledger.write(a_write(jar))
    with pytest.raises(VersionClash):
        ledger.write_all([a_write(), a_write(jar), a_write()])
    assert ledger.head() == 1


def test_a_large_block_is_one_transaction(ledger: AnyLedger) -> None:
    """Twenty thousand events at once, more than any pipeline would swallow."""
    block = [a_write(count=4) for _ in range(5_000)]
    written = ledger.write_all(block)
    assert written[-1].positions == range(19_997, 20_001)
    assert {one.recorded_at for one in written} == {written[0].recorded_at}
    entries = ledger.select_entries(after=0, limit=30_000)
    assert [entry.position for entry in entries] == list(range(1, 20_001))
    assert [e.originator_id for e in entries] == [e.originator_id for write in block for e in write.events]
    commands = ledger.find_commands([(w.command.actor, w.command.command_id) for w in block if w.command])
    assert len(commands) == 5_000


def test_an_empty_block_writes_nothing(ledger: AnyLedger) -> None:
    """Not even the time of the head."""
    assert ledger.write_all([]) == []
    assert ledger.insert_events([]) == []


def test_the_library_may_write_through_its_own_door(ledger: AnyLedger) -> None:
    """insert_events takes the parts of a Write as keywords, as Application.save hands them through."""
    jar, row = uuid4(), command(uuid4())
    assert ledger.insert_events([event(jar), event(jar, 2)], command=row, tracking=None) == [1, 2]
    assert ledger.find_command(row.actor, row.command_id) is not None


def test_a_ledger_keeps_no_checkpoint_of_the_library(ledger: AnyLedger) -> None:
    """Its tracking is monotonic, not compare-and-swap: a stale runner would be believed."""
    with pytest.raises(NotSupportedError):
        ledger.insert_events([event(uuid4())], tracking=Tracking("upstream", 1))
    assert ledger.head() == 0


def test_a_ledger_outlives_its_process(url: str) -> None:
    """Closed and opened again it goes on where it stood."""
    first = open_ledger(url)
    first.write(a_write())
    first.close()
    second = open_ledger(url)
    assert second.write(a_write()).positions == range(2, 3)
    second.close()
