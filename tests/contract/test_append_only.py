"""What was recorded cannot be changed, whatever program opens the database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from adapters.stores import initialise, open_ledger
from adapters.stores.schema_postgres import ROLE
from adapters.stores.sqlite import SQLiteLedger
from application.ledger import ProseRow, Write
from domain.kernel.ids import release, take
from tests.contract.servers import as_user
from tests.contract.writes import a_write, command, event

Execute = Callable[[str], list[tuple[object, ...]]]
REFUSALS = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)


@pytest.fixture
def sql(url: str) -> Iterator[Execute]:
    """Statements as the owner of the database, past everything that Kronika does."""
    with closing(open_ledger(url)) as ledger:
        jar = uuid4()
        number = (jar, take("number", "1")), (jar, take("number", "2")), (jar, release("number", "2"))
        prose = ProseRow("a" * 64, "00", "words")
        ledger.write(Write((event(jar),), command(jar), claims=number, prose=(prose,)))
        ledger.write(a_write())
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            yield lambda statement: file.execute(statement).fetchall()
    else:
        with psycopg.connect(url, autocommit=True) as server:
            yield lambda statement: _rows(server.execute(statement.encode()))


def _rows(cursor: psycopg.Cursor[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return cursor.fetchall() if cursor.description else []


CHANGES = (
    "UPDATE stored_events SET topic = 'x'",
    "UPDATE stored_events SET state = state WHERE position = 1",
    "UPDATE stored_events SET recorded_at = recorded_at",
    "DELETE FROM stored_events",
    "DELETE FROM stored_events WHERE position = 2",
    "UPDATE commands SET body = decision",
    "DELETE FROM commands",
    "DELETE FROM claims",
    "UPDATE claims SET key = '3'",
    "UPDATE claims SET released_at = 9 WHERE key = '2'",
    "UPDATE claims SET released_at = NULL WHERE key = '2'",
    "DELETE FROM ledger",
)


def test_history_is_not_changed(sql: Execute) -> None:
    """The owner of the tables gets an error like everybody else."""
    tables = "stored_events ORDER BY position", "commands ORDER BY number", "claims ORDER BY key", "ledger"
    before = [sql(f"SELECT * FROM {table}") for table in tables]
    for statement in CHANGES:
        with pytest.raises(REFUSALS, match="append-only"):
            sql(statement)
    assert [sql(f"SELECT * FROM {table}") for table in tables] == before


def test_a_claim_can_be_given_back(sql: Execute) -> None:
    """That is the one change of a claim."""
    sql("UPDATE claims SET released_at = 2 WHERE key = '1'")
    assert sql("SELECT count(*) FROM claims WHERE released_at IS NULL") == [(0,)]


def test_prose_can_be_erased(sql: Execute, url: str) -> None:
    """The commitment in the event stays, the words go."""
    sql("DELETE FROM prose")
    with closing(open_ledger(url)) as ledger:
        assert ledger.select_prose(["a" * 64]) == {}
        assert ledger.head() == 2


def test_a_row_is_not_replaced(tmp_path: Path) -> None:
    """SQLite's REPLACE removes the row in its way, and asks no trigger on DELETE."""
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    with closing(open_ledger(url)) as ledger:
        write = a_write()
        ledger.write(write)
    with closing(sqlite3.connect(tmp_path / "kronika.db", isolation_level=None)) as file:
        for statement in (
            "REPLACE INTO stored_events SELECT 1, randomblob(16), 1, 'x', x'', 0",
            "REPLACE INTO stored_events SELECT 2, originator_id, 1, 'x', x'', 0 FROM stored_events",
            "REPLACE INTO commands SELECT 1, 'p-2', randomblob(16), 'x', aggregate_id, x'', x'', 1, 1, 0 FROM commands",
            "REPLACE INTO commands SELECT 2, actor, command_id, 'x', aggregate_id, x'', x'', 1, 1, 0 FROM commands",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                file.execute(statement)


def test_erased_prose_is_gone_from_the_file(tmp_path: Path) -> None:
    """Not only from the table: the freed bytes are overwritten."""
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    with closing(open_ledger(url)) as ledger:
        ledger.write(Write((event(uuid4()),), prose=(ProseRow("a" * 64, "00", "nobody may read this"),)))
        assert isinstance(ledger, SQLiteLedger)
        with ledger.datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM prose")
    assert b"nobody may read this" not in (tmp_path / "kronika.db").read_bytes()


def test_no_table_is_emptied_at_a_stroke(postgres_url: str) -> None:
    """TRUNCATE asks no trigger on rows."""
    initialise(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        for table in ("stored_events", "commands", "claims", "ledger"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                server.execute(f"TRUNCATE {table}".encode())


@pytest.fixture
def application_url(postgres_url: str) -> Iterator[str]:
    """The ledger as somebody who was granted the application's role and nothing else."""
    initialise(postgres_url)
    user = f"kronika_test_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE ROLE {user} LOGIN IN ROLE {ROLE}".encode())
        yield as_user(postgres_url, user)
        server.execute(f"DROP ROLE {user}".encode())


def test_the_role_of_the_application_suffices(application_url: str) -> None:
    """It writes, claims, gives back, reads and repeats without owning anything."""
    with closing(open_ledger(application_url)) as ledger:
        jar = uuid4()
        ledger.write(Write((event(jar),), command(jar), claims=((jar, take("number", "1")),)))
        prose = ProseRow("a" * 64, "00", "words")
        ledger.write(Write((event(jar, 2),), claims=((jar, release("number", "1")),), prose=(prose,)))
        assert ledger.holders("number", "1") == [jar]
        assert len(ledger.select_prose(["a" * 64])) == 1
        assert [entry.position for entry in ledger.select_aggregate(jar)] == [1, 2]


FORBIDDEN = (
    "UPDATE stored_events SET topic = 'x'",
    "DELETE FROM stored_events",
    "TRUNCATE stored_events",
    "ALTER TABLE stored_events DISABLE TRIGGER append_only",
    "UPDATE commands SET topic = 'x'",
    "DELETE FROM commands",
    "DELETE FROM claims",
    "UPDATE claims SET key = '3'",
    "DELETE FROM ledger",
    "UPDATE ledger SET schema_version = 2",
    "UPDATE prose SET text = 'x'",
    "DROP TABLE prose",
)


def test_the_role_of_the_application_may_change_nothing(application_url: str) -> None:
    """The server refuses before a trigger is asked."""
    with psycopg.connect(application_url, autocommit=True) as server:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                server.execute(statement.encode())
