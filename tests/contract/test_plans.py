"""No question reads a whole table: a ledger of a million entries answers as quickly as one of ten."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from eventsourcing.sqlite import SQLiteConnection

from adapters.stores import initialise, open_ledger
from adapters.stores.sqlite import LedgerPool
from application.ledger import ProseRow, Write
from domain.kernel.ids import release, take
from tests.contract.writes import AnyLedger, a_write, command, event

NOON = datetime(2018, 6, 30, 12, tzinfo=UTC)
TABLES = ("stored_events", "commands", "claims", "prose")


def ask_everything(ledger: AnyLedger) -> None:
    """Every kind of write and every question."""
    jar = uuid4()
    given = command(jar)
    taken = tuple((jar, change) for change in (take("number", "1"), release("number", "1"), take("number", "2")))
    prose = (ProseRow("c" * 64, "5" * 32, "said"),)
    ledger.write(Write(events=(event(jar, 1),), command=given, claims=taken, prose=prose))
    ledger.write_all([a_write(), a_write()])
    ledger.head()
    ledger.position_before(NOON)
    ledger.select_entries(after=0, limit=10)
    ledger.select_aggregate(jar, after_version=1, until=2)
    ledger.find_command(given.actor, given.command_id)
    ledger.find_commands([(given.actor, given.command_id), (given.actor, uuid4()), ("somebody", uuid4())])
    ledger.commands_of(jar)
    ledger.holders("number", "1", at=1)
    ledger.claims_of(jar)
    ledger.select_prose(["c" * 64, "d" * 64])
    ledger.select_events(jar, desc=True)
    ledger.select_notifications(start=1, limit=10)


def test_every_statement_finds_its_rows_by_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite means to do is asked of SQLite itself; the one row of the table `ledger` may be read whole."""
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    said: set[str] = set()
    connect = LedgerPool._create_connection

    def overheard(pool: LedgerPool) -> SQLiteConnection:
        connection = connect(pool)
        connection._sqlite_conn.set_trace_callback(said.add)
        return connection

    monkeypatch.setattr(LedgerPool, "_create_connection", overheard)
    with closing(open_ledger(url)) as ledger:
        ask_everything(ledger)
    with closing(sqlite3.connect(tmp_path / "kronika.db")) as connection:
        asked = [one for one in said if one.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE"))]
        plans = {(one, step[3]) for one in asked for step in connection.execute(f"EXPLAIN QUERY PLAN {one}")}
    whole = [
        (one, step)
        for one, step in plans
        for table in TABLES
        if step.startswith(f"SCAN {table}") and "USING" not in step
    ]
    assert len(asked) >= len(TABLES) * 4
    assert whole == []
