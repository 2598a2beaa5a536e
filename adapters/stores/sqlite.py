"""The ledger in an SQLite file: no set-up, one machine. `PERSISTENCE_MODULE=adapters.stores.sqlite`.

Writers take turns (`BEGIN IMMEDIATE`), in this process and between processes; readers never wait and are never waited
for (WAL). What is acknowledged is on the disk (synchronous=FULL). The time of recording is this machine's.
"""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID, uuid4

from eventsourcing import persistence
from eventsourcing import sqlite as library
from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    ListenNotifySubscription,
    NotSupportedError,
    OperationalError,
)
from eventsourcing.utils import Environment, EnvType

from adapters.clock import Clock
from adapters.stores.block import Block, identifier
from adapters.stores.recorder import (
    AT_HAND,
    POLL_SECONDS,
    ClockSetting,
    LedgerRecorder,
    as_library_error,
    library_errors,
)
from adapters.stores.schema import NotInitialised, UnknownSchema
from adapters.stores.schema_sqlite import STATEMENTS
from adapters.timeline import EPOCH, MICROSECOND, SCHEMA_VERSION
from adapters.waiting import MOMENT_SECONDS, until_free
from application.ledger import ClaimTaken, CommandRow, CommandSeen, VersionClash, Write, Written

T = TypeVar("T")

LOCK_SECONDS = 30
"""How long a writer waits for one in another process."""
CACHE_KIB = 16 * 1024
POOL_SIZE = 16
BUSY = sqlite3.SQLITE_BUSY


class SQLiteLedger(  # type: ignore[misc]  # the library's recorder promises an int where it returns None
    LedgerRecorder[bytes, int], library.SQLiteApplicationRecorder
):
    """The library's SQLite recorder, made stricter."""

    def __init__(self, datastore: library.SQLiteDatastore, *, clock: Clock | None = None) -> None:
        super().__init__(datastore)
        self.clock = clock
        self._turn = Lock()
        self._at_hand: list[tuple[library.SQLiteConnection, sqlite3.Cursor]] = []

    def close(self) -> None:
        self.release()
        self.datastore.close()

    def release(self) -> None:
        """Give the connections at hand back to the pool."""
        with suppress(IndexError):
            while True:
                connection, cursor = self._at_hand.pop()
                _let_wait(cursor, self._patience)
                self.datastore.pool.put_connection(connection)

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        """Write a whole block in one transaction, or nothing of it; on the disk when this returns."""
        if not writes:
            return []
        block = Block.of(writes)
        with self._transaction() as cursor:
            head, instant = self._take_head(cursor, len(block.events))
            _insert_commands(cursor, block, head, instant)
            _check_versions(cursor, block)
            _insert_events(cursor, block, head, instant)
            _change_claims(cursor, block, head)
        return block.written(head, self.from_instant(instant))

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            try:
                return cursor.execute(statement, parameters).fetchall()
            except sqlite3.OperationalError as error:
                return self._until_free(lambda: cursor.execute(statement, parameters).fetchall(), error)

    def erase_prose(self, commitments: Collection[str]) -> int:
        """The file is overwritten (secure_delete), and the log of changes is emptied into it."""
        with self._transaction() as cursor:
            deleted = cursor.executemany("DELETE FROM prose WHERE commitment = ?", [(one,) for one in commitments])
            erased = deleted.rowcount
        with self._cursor() as cursor:
            _let_wait(cursor, self._patience)  # for whoever still reads the log of changes
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            _let_wait(cursor, MOMENT_SECONDS)
        return max(0, erased)

    def _numbers(self, after: int, until: int) -> tuple[int, int]:
        """By halving: numbers follow one another as positions do, and an index on these would cost every write."""
        return self._first_number("last_position", after), self._first_number("first_position", until) - 1

    def _first_number(self, column: str, position: int) -> int:
        """Of the commands whose entries lie beyond a position, the number of the first."""
        low, high = 1, int(self.fetch("SELECT coalesce(max(number), 0) + 1 FROM commands")[0][0])
        while low < high:
            middle = (low + high) // 2
            statement = f"SELECT number, {column} FROM commands WHERE number >= ? ORDER BY number LIMIT 1"
            number, found = self.fetch(statement, (middle,))[0]
            low, high = (low, middle) if found > position else (number + 1, high)
        return low

    def to_id(self, identifier: UUID) -> bytes:
        return identifier.bytes

    def from_id(self, stored: bytes) -> UUID:
        return _identifier(stored)

    def to_instant(self, instant: datetime) -> int:
        return (instant - EPOCH) // MICROSECOND

    def from_instant(self, stored: int) -> datetime:
        return EPOCH + timedelta(0, 0, stored)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "PollingSubscription":
        return PollingSubscription(self, gt, topics)

    # ----------------------------------------------------------------------------------------------- tables

    def create_table(self) -> None:
        """Create the tables where they are not. Several processes may do so at once. Raises UnknownSchema."""
        with self._transaction() as cursor:
            found = cursor.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'ledger'").fetchone()
            for statement in () if found else STATEMENTS:
                cursor.execute(statement)
        self.check_schema()

    def check_schema(self) -> None:
        """Raises NotInitialised or UnknownSchema where this is not a ledger that we can use."""
        name = self.datastore.pool.db_name
        if not name.startswith("file:") and not Path(name).exists():
            raise NotInitialised(name)  # connecting would make an empty file
        if not self.fetch("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'ledger'"):
            raise NotInitialised(name)
        version = self.fetch("SELECT schema_version FROM ledger")[0][0]
        if version != SCHEMA_VERSION:
            raise UnknownSchema(name, version)

    # ----------------------------------------------------------------------------------------- transactions

    def _take_head(self, cursor: sqlite3.Cursor, count: int) -> tuple[int, int]:
        """The head before the events that are to come, and the time of their recording."""
        now = self.to_instant(self.given_time() or datetime.now(UTC))
        head, last = cursor.execute("SELECT head, recorded_at FROM ledger").fetchall()[0]
        instant = max(last, now)
        cursor.execute("UPDATE ledger SET head = ?, recorded_at = ?", (head + count, instant))
        return head, instant

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Cursor]:
        with self._turn, self._cursor(writing=True) as cursor:
            try:
                self._begin(cursor)
                yield cursor
                cursor.execute("COMMIT")
            finally:
                if cursor.connection.in_transaction:
                    cursor.execute("ROLLBACK")

    def _begin(self, cursor: sqlite3.Cursor) -> None:
        """Take the turn of a writer, after whoever has it."""
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._until_free(lambda: cursor.execute("BEGIN IMMEDIATE"), error)

    def _until_free(self, attempt: Callable[[], T], error: sqlite3.OperationalError) -> T:
        return until_free(attempt, error, seconds=self._patience)

    @property
    def _patience(self) -> float:
        return self.datastore.pool.lock_timeout or LOCK_SECONDS

    @contextmanager
    def _cursor(self, *, writing: bool = False) -> Iterator[sqlite3.Cursor]:
        """A cursor of a connection that nobody else uses meanwhile. In memory readers and writers take turns."""
        connection, cursor = self._take(writing=writing)
        try:
            yield cursor
        except sqlite3.Error as error:
            raise as_library_error(error) from error
        finally:
            self._keep(connection, cursor)

    def _take(self, *, writing: bool) -> tuple[library.SQLiteConnection, sqlite3.Cursor]:
        pool = self.datastore.pool
        try:
            return self._at_hand.pop()
        except IndexError:
            connection = self._borrow(is_writer=writing if pool.is_sqlite_memory_mode else None)
            cursor = connection.cursor().sqlite_cursor
            cursor.row_factory = None
            _let_wait(cursor, MOMENT_SECONDS)
            return connection, cursor

    def _borrow(self, *, is_writer: bool | None) -> library.SQLiteConnection:
        try:
            return self.datastore.pool.get_connection(is_writer=is_writer)
        except ConnectionPoolClosedError as error:
            raise OperationalError("the ledger is closed") from error

    def _keep(self, connection: library.SQLiteConnection, cursor: sqlite3.Cursor) -> None:
        pool = self.datastore.pool
        if len(self._at_hand) < AT_HAND and not pool.is_sqlite_memory_mode and not pool.closed:
            self._at_hand.append((connection, cursor))
        else:
            _let_wait(cursor, self._patience)  # whoever takes it from the pool waits within SQLite
            pool.put_connection(connection)


def _let_wait(cursor: sqlite3.Cursor, seconds: float) -> None:
    """How long SQLite itself waits where somebody else writes; see waiting.py for the rest."""
    cursor.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


@lru_cache(maxsize=10_000)
def _identifier(stored: bytes) -> UUID:
    """The same file stands in many rows; to make its identifier costs more than the rest of a row."""
    return UUID(bytes=stored)


def _insert_commands(cursor: sqlite3.Cursor, block: Block, head: int, instant: int) -> None:
    """The table takes a command once; only where it does not, it is asked whether the command was there before."""
    for command, first, last in block.commands:
        row = (*_given(command), head + first, head + last, instant)
        try:
            cursor.execute("INSERT INTO commands VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            if cursor.execute("SELECT 1 FROM commands WHERE actor = ? AND command_id = ?", row[:2]).fetchall():
                raise CommandSeen(f"command {command.command_id} has already been taken") from None
            raise


def _check_versions(cursor: sqlite3.Cursor, block: Block) -> None:
    """Under the lock: does every aggregate stand where it was seen."""
    for aggregate_id, expected in block.expected.items():
        statement = "SELECT max(originator_version) FROM stored_events WHERE originator_id = ?"
        version = cursor.execute(statement, (aggregate_id.bytes,)).fetchall()[0][0]
        if expected != (min(expected, 0) if version is None else version):
            raise VersionClash(f"aggregate {aggregate_id} stands at version {version or 0}, not {expected}")


def _insert_events(cursor: sqlite3.Cursor, block: Block, head: int, instant: int) -> None:
    cursor.executemany(
        "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?)",
        [
            (position, identifier(event).bytes, event.originator_version, event.topic, event.state, instant)
            for position, event in enumerate(block.events, head + 1)
        ],
    )
    if block.prose:
        cursor.executemany(
            "INSERT INTO prose VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(row.commitment, row.salt, row.text) for row in block.prose],
        )


def _given(row: CommandRow) -> tuple[str | bytes, ...]:
    return row.actor, row.command_id.bytes, row.topic, row.aggregate_id.bytes, row.body, row.decision


def _change_claims(cursor: sqlite3.Cursor, block: Block, head: int) -> None:
    """Take and give back in order. What one holds already, or does not hold, changes nothing."""
    for offset, aggregate_id, change in block.claims:
        key, holder = (change.kind, change.key), aggregate_id.bytes
        held = "FROM claims WHERE kind = ? AND key = ? AND released_at IS NULL"
        holders = cursor.execute(f"SELECT aggregate_id {held}", key).fetchall()
        if change.action == "take" and not holders:
            cursor.execute("INSERT INTO claims VALUES (?, ?, ?, ?, NULL)", (*key, holder, head + offset))
        elif change.action == "take" and holders != [(holder,)]:
            raise ClaimTaken(change.kind, change.key, UUID(bytes=holders[0][0]))
        elif change.action == "release" and holders == [(holder,)]:
            cursor.execute(
                "UPDATE claims SET released_at = ? WHERE kind = ? AND key = ? AND released_at IS NULL",
                (head + offset, *key),
            )


class PollingSubscription(ListenNotifySubscription[SQLiteLedger]):
    """A subscription of the library that looks at the head now and then: SQLite tells nobody of new rows."""

    def _loop_on_pull(self) -> None:
        try:
            seen = -1
            while not self._has_been_stopped:
                head = self._recorder.head()
                if head != seen:
                    self._pull()
                seen = head  # what came during the pull shows as a higher head next time
                self._has_been_notified.wait(POLL_SECONDS)
        except BaseException as failure:  # noqa: BLE001 - raised again in the thread that reads the subscription
            self._thread_error = failure
            self.stop()


class LedgerPool(library.SQLiteConnectionPool):
    """Connections that keep what they have acknowledged, and erase what they erase."""

    def close(self) -> None:
        """Close what is not in use; to close a connection under a running statement would end the process."""
        with self._put_condition:
            self._in_use.clear()
            super().close()

    def put_connection(self, conn: library.SQLiteConnection) -> None:
        try:
            super().put_connection(conn)
        except ConnectionPoolClosedError:
            conn.close()

    def _create_connection(self) -> library.SQLiteConnection:
        with library_errors(sqlite3.Error):
            connection = sqlite3.connect(
                self.db_name,
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                timeout=self.lock_timeout or LOCK_SECONDS,
            )
            try:
                if not self.is_sqlite_memory_mode:
                    _use_wal(connection, deadline=time.monotonic() + (self.lock_timeout or LOCK_SECONDS))
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            except BaseException:
                connection.close()
                raise
        connection.row_factory = sqlite3.Row  # the library's snapshot and tracking recorders share the connections
        return library.SQLiteConnection(connection, max_age=self.max_age)


def _use_wal(connection: sqlite3.Connection, *, deadline: float) -> None:
    """Switch the file to WAL. SQLite does not wait for others here, whatever its time-out, so we do."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


class SQLiteLedgerFactory(library.SQLiteFactory):
    """What PERSISTENCE_MODULE names. Settings are the library's: SQLITE_DBNAME, SQLITE_LOCK_TIMEOUT, CREATE_TABLE."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        stock = self.datastore.pool
        # A memory of its own, which the connections of this ledger share.
        name = f"file:{uuid4()}?mode=memory&cache=shared" if stock.db_name == ":memory:" else stock.db_name
        self.datastore.pool = LedgerPool(
            db_name=name,
            lock_timeout=stock.lock_timeout,
            pool_size=POOL_SIZE,
            max_overflow=2 * POOL_SIZE,
            pool_timeout=LOCK_SECONDS,
        )
        self._ledgers: list[SQLiteLedger] = []

    def close(self) -> None:
        for ledger in self._ledgers:
            ledger.release()
        super().close()

    def application_recorder(self) -> SQLiteLedger:
        """Raises NotInitialised or UnknownSchema where it is not told to create the tables."""
        ledger = SQLiteLedger(self.datastore, clock=ClockSetting.of(self.env))
        self._ledgers.append(ledger)
        if self.env_create_table():
            ledger.create_table()
        else:
            ledger.check_schema()
        return ledger

    def aggregate_recorder(self, purpose: str = "events") -> persistence.AggregateRecorder:
        """Of events: the ledger. Of anything else (snapshots): the library's own."""
        return self.application_recorder() if purpose == "events" else super().aggregate_recorder(purpose)

    def process_recorder(self) -> persistence.ProcessRecorder:
        raise NotSupportedError("a ledger takes commands only; a projection keeps its checkpoint beside its view")
