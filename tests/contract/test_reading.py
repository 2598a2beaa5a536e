"""Every question that a ledger answers, as of now and as of an earlier position."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from adapters.stores import open_ledger
from application.ledger import ProseRow, Write
from domain.kernel.ids import release, take
from tests.contract.writes import AnyLedger, a_write, command, event

NOON = datetime(2018, 6, 30, 12, tzinfo=UTC)


class Desk:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dated(url: str, desk: Desk) -> Iterator[AnyLedger]:
    """A ledger that asks the desk for the time."""
    with closing(open_ledger(url, clock=desk)) as opened:
        yield opened


def test_an_empty_ledger_answers_everything(ledger: AnyLedger) -> None:
    """Nothing is there, and nothing fails."""
    jar = uuid4()
    assert ledger.head() == 0
    assert ledger.position_before(NOON) == 0
    assert ledger.select_entries(after=0, limit=10) == []
    assert ledger.select_aggregate(jar) == []
    assert ledger.find_command("p-1", jar) is None
    assert ledger.find_commands([]) == {}
    assert ledger.commands_of(jar) == []
    assert ledger.holders("number", "1") == []
    assert ledger.claims_of(jar) == []
    assert ledger.select_prose([]) == {}


def test_entries_are_read_in_pages(ledger: AnyLedger) -> None:
    """The first bound is exclusive, the last inclusive."""
    ledger.write(a_write(count=10))

    def positions(after: int, limit: int, until: int | None = None) -> list[int]:
        return [entry.position for entry in ledger.select_entries(after=after, limit=limit, until=until)]

    assert positions(0, 4) == [1, 2, 3, 4]
    assert positions(4, 4) == [5, 6, 7, 8]
    assert positions(4, 100, until=7) == [5, 6, 7]
    assert positions(10, 4) == []


def test_an_aggregate_is_read_up_to_a_version_and_a_position(ledger: AnyLedger) -> None:
    """The history of one among the others, as of now and as it was known."""
    jar, other = uuid4(), uuid4()
    for version in (1, 2, 3):
        ledger.write(a_write(jar, version))
        ledger.write(a_write(other, version))

    def seen(**up_to: int) -> list[tuple[int, int]]:
        return [(entry.position, entry.originator_version) for entry in ledger.select_aggregate(jar, **up_to)]

    assert seen() == [(1, 1), (3, 2), (5, 3)]
    assert seen(after_version=1) == [(3, 2), (5, 3)]
    assert seen(until=4) == [(1, 1), (3, 2)]
    assert seen(after_version=1, until=4) == [(3, 2)]
    assert {entry.originator_id for entry in ledger.select_aggregate(jar)} == {jar}


def test_what_was_known_is_found_by_the_time(dated: AnyLedger, desk: Desk) -> None:
    """The last position recorded before an instant, to the microsecond, wherever it lies."""
    day = timedelta(days=1)
    for offset, count in ((0, 1), (1, 3), (1, 2), (4, 1)):
        desk.now = NOON + offset * day
        dated.write(a_write(count=count))
    tick = timedelta(microseconds=1)
    assert dated.position_before(NOON - day) == 0
    assert dated.position_before(NOON) == 0
    assert dated.position_before(NOON + tick) == 1
    assert dated.position_before(NOON + day) == 1
    assert dated.position_before(NOON + day + tick) == 6
    assert dated.position_before(NOON + 4 * day) == 6
    assert dated.position_before(NOON + 4 * day + tick) == 7
    assert dated.position_before(NOON + 400 * day) == 7
    assert dated.position_before((NOON + day + tick).astimezone()) == 6


def test_commands_are_found_many_at_once(ledger: AnyLedger) -> None:
    """More than one statement would take, some of them unknown."""
    writes = [a_write() for _ in range(900)]
    ledger.write_all(writes)
    keys = [("p-1", write.command.command_id) for write in writes if write.command]
    unknown = [("p-2", keys[0][1]), ("p-1", uuid4())]
    found = ledger.find_commands([*keys, *unknown])
    assert set(found) == set(keys)
    assert [found[key].first_position for key in keys] == list(range(1, 901))
    assert [found[key].row for key in keys] == [write.command for write in writes]


def test_the_commands_of_an_aggregate_come_in_order(ledger: AnyLedger) -> None:
    """Also those that recorded nothing."""
    jar = uuid4()
    rows = [command(jar) for _ in range(4)]
    ledger.write(Write((event(jar),), rows[0]))
    ledger.write(a_write())
    ledger.write(Write((), rows[1]))
    ledger.write(Write((), rows[2]))
    ledger.write(Write((event(jar, 2),), rows[3]))
    assert [taken.row for taken in ledger.commands_of(jar)] == rows


def moved_number(ledger: AnyLedger) -> tuple[UUID, UUID, UUID]:
    """At 1 the first takes number 1, at 2 gives it back, at 3 the second takes it, at 4 gives it back."""
    first, second, third = uuid4(), uuid4(), uuid4()
    ledger.write(a_write(first, claims=(take("number", "1"),)))
    ledger.write(a_write(first, 2, claims=(release("number", "1"),)))
    ledger.write(a_write(second, claims=(take("number", "1"), take("number", "2"))))
    ledger.write(a_write(second, 2, claims=(release("number", "1"),)))
    return first, second, third


def test_a_number_is_looked_up_as_of_a_position(ledger: AnyLedger) -> None:
    """Where nobody holds it, those who held it before, the latest first."""
    first, second, third = moved_number(ledger)
    assert ledger.holders("number", "1", at=0) == []
    assert ledger.holders("number", "1", at=1) == [first]
    assert ledger.holders("number", "1", at=2) == [first]
    assert ledger.holders("number", "1", at=3) == [second]
    assert ledger.holders("number", "1", at=4) == [second, first]
    assert ledger.holders("number", "1") == [second, first]
    ledger.write(a_write(third, claims=(take("number", "1"),)))
    assert ledger.holders("number", "1") == [third]
    assert ledger.holders("number", "1", at=4) == [second, first]


def test_the_numbers_of_an_aggregate_are_looked_up_as_of_a_position(ledger: AnyLedger) -> None:
    """What it held then, not what it holds now."""
    first, second, _ = moved_number(ledger)
    assert ledger.claims_of(first) == []
    assert ledger.claims_of(first, at=1) == [("number", "1")]
    assert ledger.claims_of(second, at=2) == []
    assert ledger.claims_of(second, at=3) == [("number", "1"), ("number", "2")]
    assert ledger.claims_of(second) == [("number", "2")]


def test_prose_is_found_many_at_once(ledger: AnyLedger) -> None:
    """More than one statement would take."""
    rows = [ProseRow(f"{n:064x}", f"{n:04x}", f"Důvod č. {n}") for n in range(900)]
    ledger.write(Write((event(uuid4()),), prose=tuple(rows)))
    assert ledger.select_prose([row.commitment for row in rows]) == {row.commitment: row for row in rows}
