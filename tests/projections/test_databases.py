"""Both databases do what the projections ask of one."""

import threading
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

import pytest
from pydantic import JsonValue

from adapters.read_models import open_read_models
from projections.database import Database, RowRefused, Values
from projections.table import Table, columns_of, read_as

IDENTIFIER = UUID("6b726f6e-696b-5a00-8000-000000000001")
MOMENT = datetime(2018, 2, 1, 12, 30, 0, 123456, tzinfo=UTC)


class Sample(NamedTuple):
    """A column of every type, and each of them without a value."""

    number: int
    text: str
    day: date | None
    moment: datetime | None
    identifier: UUID | None
    document: dict[str, JsonValue] | None
    items: list[JsonValue] | None


FULL = Sample(2**53, "žluťoučký \\ \t kůň", date(2018, 2, 1), MOMENT, IDENTIFIER, {"b": 1, "a": [None]}, [1, "ě"])
EMPTY = Sample(-1, "", None, None, None, None, None)
SAMPLES = Table("samples", Sample)
NAMES = tuple(column.name for column in SAMPLES.own_columns)


@pytest.fixture
def samples(database: Database) -> Database:
    with database.exclusive():
        database.create_table("samples", columns_of(Sample), key=("number",))
    return database


def stored(*records: Sample) -> list[Values]:
    return SAMPLES.encode(records)


def read(database: Database) -> tuple[Sample, ...]:
    return read_as(Sample, database.select(f"SELECT {', '.join(NAMES)} FROM samples ORDER BY number"))


def test_values_come_back_as_they_went_in(samples: Database) -> None:
    """Numbers up to 2**53, Czech letters, tabs and backslashes, days, moments, identifiers, documents, nothing."""
    samples.insert("samples", NAMES, stored(FULL, EMPTY))
    assert read(samples) == (EMPTY, FULL)


def test_a_transaction_is_all_or_nothing(samples: Database) -> None:
    """What fails leaves nothing behind, and the connection can go on."""

    def twice() -> None:
        with samples.transaction():
            samples.insert("samples", NAMES, stored(FULL))
            samples.insert("samples", NAMES, stored(FULL))

    with pytest.raises(RowRefused):
        twice()
    assert read(samples) == ()
    with samples.transaction():
        samples.insert("samples", NAMES, stored(FULL))
    assert read(samples) == (FULL,)


@pytest.mark.parametrize(
    "record", [EMPTY._replace(number=2**70), FULL, EMPTY._replace(text="\ud800")], ids=["number", "key", "text"]
)
def test_rows_that_no_database_takes_are_refused(samples: Database, record: Sample) -> None:
    """Too large a number, a key that is taken, half a character; the message does not show the row."""
    samples.insert("samples", NAMES, stored(FULL))
    with pytest.raises(RowRefused) as refused, samples.transaction():
        samples.insert("samples", NAMES, stored(record))
    assert "9007199254740992" not in str(refused.value)
    assert read(samples) == (FULL,)


def test_a_snapshot_does_not_see_what_comes_later(samples: Database, store_url: str) -> None:
    """A report of several queries is of one moment."""
    with samples.snapshot():
        assert read(samples) == ()
        with open_read_models(store_url) as other:
            other.insert("samples", NAMES, stored(FULL))
        assert read(samples) == ()
    assert read(samples) == (FULL,)


def test_rows_can_be_streamed_two_at_a_time(samples: Database) -> None:
    """Two answers are read side by side, in step; one of them is left in the middle."""
    samples.insert("samples", NAMES, stored(*(EMPTY._replace(number=number) for number in range(12_000))))
    with samples.snapshot():
        one = samples.stream("SELECT number FROM samples WHERE number >= :least ORDER BY number", {"least": 3})
        other = samples.stream("SELECT number FROM samples ORDER BY number")
        assert [(next(one), next(other)) for _ in range(2)] == [((3,), (0,)), ((4,), (1,))]
        assert sum(1 for _ in one) == 11_995
    assert len(read(samples)) == 12_000


def test_text_sorts_by_bytes(samples: Database) -> None:
    """Whatever language the database was made for."""
    words = ["a", "B", "č", "c", "Z", "ch", "-"]
    samples.insert("samples", NAMES, stored(*(EMPTY._replace(number=n, text=word) for n, word in enumerate(words))))
    assert [row[0] for row in samples.select("SELECT text FROM samples ORDER BY text")] == sorted(words)


def test_a_statement_says_how_many_rows_it_touched(samples: Database) -> None:
    """The compare-and-swap of a checkpoint rests on it."""
    samples.insert("samples", NAMES, stored(FULL))
    assert samples.execute("UPDATE samples SET text = :text WHERE number = :number", {"text": "x", "number": 1}) == 0
    assert samples.execute("UPDATE samples SET text = :text WHERE day IS NOT NULL", {"text": "x"}) == 1


def test_exclusive_work_does_not_overlap(samples: Database, store_url: str) -> None:
    """Whoever makes or swaps tables waits for whoever does so already."""
    order: list[str] = []

    def other() -> None:
        with open_read_models(store_url) as database, database.exclusive():
            order.append("other")

    thread = threading.Thread(target=other)
    with samples.exclusive():
        thread.start()
        thread.join(timeout=0.3)
        order.append("ours")
    thread.join()
    assert order == ["ours", "other"]


def test_only_what_a_column_holds_becomes_a_column() -> None:
    """A record with a number that is not exact is a mistake of ours, found when the table is defined."""

    class Inexact(NamedTuple):
        share: float

    with pytest.raises(TypeError, match="column share"):
        columns_of(Inexact)


def test_a_store_of_an_unknown_kind_is_named() -> None:
    """A mistyped address says what is expected."""
    with pytest.raises(ValueError, match="expected sqlite"):
        open_read_models("mysql://localhost/kronika")
