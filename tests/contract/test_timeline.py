"""How far a ledger has come and when: told of a file without opening the ledger, and as the ledger tells it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from eventsourcing.persistence import DatabaseError

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.stores import NotInitialised, UnknownSchema, open_ledger
from adapters.timeline import SqliteTimeline, Timeline
from tests.contract.writes import a_write

NOON = datetime(2018, 6, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def parts(url: str) -> Iterator[Parts]:
    """Over a ledger with an entry of one day and two of the next."""
    moment = NOON
    with closing(open_ledger(url, clock=lambda: moment)) as ledger:
        ledger.write(a_write())
        moment += DAY
        ledger.write(a_write(count=2))
    with Parts(Settings(database=url)) as opened:
        yield opened


def told(timeline: Timeline) -> tuple[object, ...]:
    """Every answer at every position, and around each moment."""
    moments = [NOON - DAY, NOON, NOON + DAY, NOON + DAY + timedelta(microseconds=1), NOON + 400 * DAY]
    return (
        timeline.head(),
        [timeline.recorded_at(position) for position in range(5)],
        [timeline.position_before(moment) for moment in moments],
    )


AS_WRITTEN = (3, [None, NOON, NOON + DAY, NOON + DAY, None], [0, 0, 1, 3, 3])


def test_it_is_told_as_the_ledger_tells_it(parts: Parts) -> None:
    assert told(parts.timeline) == told(parts.ledger) == AS_WRITTEN


def test_of_a_file_it_is_told_without_opening_the_ledger(parts: Parts) -> None:
    """Its library takes a sixth of the time of a start."""
    if isinstance(parts.timeline, SqliteTimeline):
        assert told(parts.timeline) == AS_WRITTEN
        assert "ledger" not in vars(parts)


def test_what_was_just_written_is_told(parts: Parts) -> None:
    assert parts.timeline.head() == 3
    parts.ledger.write(a_write())
    assert parts.timeline.head() == 4


def test_where_the_file_does_not_answer_the_ledger_does(parts: Parts) -> None:
    """It waits for others, and says what is wrong."""
    if isinstance(parts.timeline, SqliteTimeline):
        parts.timeline.close()
        assert told(parts.timeline) == AS_WRITTEN


def test_without_a_ledger_the_answer_says_what_to_do(store_url: str) -> None:
    with Parts(Settings(database=store_url)) as parts, pytest.raises(NotInitialised, match="kronika init"):
        parts.timeline.head()
    if store_url.startswith("sqlite"):
        assert not Path(store_url.removeprefix("sqlite:///")).exists()


def test_of_another_version_nothing_is_told(tmp_path: Path) -> None:
    place = tmp_path / "kronika.db"
    with closing(sqlite3.connect(place, isolation_level=None)) as file:
        file.execute("CREATE TABLE ledger (head INTEGER, schema_version INTEGER)")
        file.execute("INSERT INTO ledger VALUES (0, 99)")
    with Parts(Settings(database=f"sqlite:///{place}")) as parts, pytest.raises(UnknownSchema):
        parts.timeline.head()


def test_what_is_no_database_is_left_to_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "kronika.db").write_text("no database " * 1000)
    settings = Settings(database=f"sqlite:///{tmp_path / 'kronika.db'}")
    with Parts(settings) as parts, pytest.raises(DatabaseError, match="not a database"):
        parts.timeline.head()
