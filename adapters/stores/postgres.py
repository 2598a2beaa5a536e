"""The ledger in a PostgreSQL schema, 15 or newer. `PERSISTENCE_MODULE=adapters.stores.postgres`.

One function writes a whole batch in one round trip, under the lock of the head's row; readers wait for nobody. The time
of recording is the server's: one clock for all processes and machines that write.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any, cast
from uuid import UUID

import psycopg
from eventsourcing import persistence
from eventsourcing import postgres as library
from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)
from eventsourcing.utils import Environment, EnvType
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, TupleRow, tuple_row
from psycopg.sql import SQL, Identifier

from adapters.clock import Clock
from adapters.postgres_waiting import TellingConnection
from adapters.stores.block import Block, identifier
from adapters.stores.postgres_rows import RowTypes, arguments
from adapters.stores.recorder import AT_HAND, ClockSetting, LedgerRecorder, library_errors
from adapters.stores.schema import NotInitialised, UnknownSchema
from adapters.stores.schema_postgres import RIGHTS, STATEMENTS
from adapters.timeline import SCHEMA_VERSION
from application.ledger import ClaimTaken, CommandSeen, VersionClash, Write, Written

CALL = "SELECT head_before, written_at FROM ledger_write(%s, %s, %s, %s, %s, %s, %s, %s)"
ROW_TYPES = """
SELECT 'stored_events'::regtype::oid, 'commands'::regtype::oid, 'claims'::regtype::oid, 'prose'::regtype::oid
"""
ONE_EVENT = """
SELECT position, topic, state, recorded_at FROM stored_events WHERE originator_id = ? AND originator_version = ?
"""
INIT_LOCK = 0x6B726F6E696B61
"""The advisory lock of whoever makes the tables; any number that nobody else uses."""
SESSION = "-c timezone=UTC -c lock_timeout=30s -c search_path="
CONNECT_SECONDS = 10
LISTEN_SECONDS = 0.1
"""How long a subscription that was stopped may go on listening."""


class ConnectionLost(OperationalError):
    """The connection broke under a statement, so that nobody told us its end."""


class PostgresLedger(LedgerRecorder[UUID, datetime], library.PostgresApplicationRecorder):
    """The library's PostgreSQL recorder, made stricter."""

    def __init__(self, datastore: library.PostgresDatastore, *, clock: Clock | None = None) -> None:
        super().__init__(datastore)
        self.clock = clock
        self._at_hand: list[LedgerConnection] = []

    def close(self) -> None:
        self.release()
        self.datastore.close()

    def release(self) -> None:
        """Give the connections at hand back to the pool."""
        with suppress(IndexError):
            while True:
                self.datastore.pool.putconn(self._at_hand.pop())

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        """Write a whole block in one transaction and one round trip, or nothing of it.

        Where the connection is lost before the answer came, the store is asked what became of the block; only what is
        certainly not there is written again, once.
        """
        if not writes:
            return []
        block = Block.of(writes)
        try:
            return self._write(block)
        except ConnectionLost as lost:
            return self._settle(writes, block, lost)

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[TupleRow]:
        try:
            return self._fetch(statement, parameters)
        except ConnectionLost:
            self._check_connections()
            return self._fetch(statement, parameters)

    def erase_prose(self, commitments: Collection[str]) -> int:
        """The rows go at once; their space is cleaned as far as whoever is connected owns the table."""
        with self._cursor() as cursor:
            erased = cursor.execute("DELETE FROM prose WHERE commitment = ANY(%s)", (list(commitments),)).rowcount
        with suppress(ProgrammingError, OperationalError), self._cursor() as cursor:
            cursor.execute("VACUUM prose")
        return erased

    def to_id(self, identifier: UUID) -> UUID:
        return identifier

    def from_id(self, stored: UUID) -> UUID:
        return stored

    def to_instant(self, instant: datetime) -> datetime:
        return instant

    def from_instant(self, stored: datetime) -> datetime:
        return stored.astimezone(UTC)

    def await_entries(self, after: int, *, seconds: float) -> bool:
        """The same, woken by whoever writes; who begins to listen looks first, so that no notice is missed."""
        with self.datastore.get_connection() as connection:
            connection.execute(SQL("LISTEN {}").format(Identifier(self.channel_name)))
            try:
                if self.head() <= after:
                    for _ in connection.notifies(timeout=seconds, stop_after=1):
                        break
            finally:
                connection.execute("UNLISTEN *")
        return self.head() > after

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "ListeningSubscription":
        return ListeningSubscription(self, gt, topics)

    # ----------------------------------------------------------------------------------------------- tables

    def create_table(self) -> None:
        """Create the tables where they are not, and grant the application's role its rights. Raises UnknownSchema.

        Several processes may do so at once.
        """
        schema = Identifier(self.datastore.schema)
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (INIT_LOCK,))
            found = cursor.execute("SELECT to_regclass('ledger') AS ledger").fetchone()
            is_new = found is None or found["ledger"] is None
            for statement in (*STATEMENTS, RIGHTS) if is_new else (RIGHTS,):
                cursor.execute(SQL(statement).format(schema=schema))
        self.check_schema()

    def check_schema(self) -> None:
        """Raises NotInitialised or UnknownSchema where this is not a ledger that we can use."""
        if self._fetch("SELECT to_regclass('ledger')")[0][0] is None:
            raise NotInitialised(self._name)
        version = self._fetch("SELECT schema_version FROM ledger")[0][0]
        if version != SCHEMA_VERSION:
            raise UnknownSchema(self._name, version)

    @cached_property
    def _name(self) -> str:
        database, server = self._fetch("SELECT current_database(), inet_server_addr()::text")[0]
        return f"schema {self.datastore.schema} of database {database}" + (f" on {server}" if server else "")

    @cached_property
    def _types(self) -> RowTypes:
        return cast(RowTypes, self._fetch(ROW_TYPES)[0])

    # -------------------------------------------------------------------------------------------- statements

    def _write(self, block: Block) -> list[Written]:
        parameters = (self.given_time(), *arguments(block, self._types))
        try:
            with self._cursor() as cursor:
                row = cursor.execute(CALL, parameters, prepare=True).fetchone()
        except IntegrityError as error:
            violation = _violation(error)
            if violation is None:
                raise
            raise violation from error
        assert row is not None
        head, recorded_at = row
        return block.written(head, self.from_instant(recorded_at))

    def _settle(self, writes: Sequence[Write], block: Block, lost: ConnectionLost) -> Sequence[Written]:
        """After a lost answer: what was written, or write it now where it certainly was not."""
        try:
            written = self._read_back(writes)
        except (OperationalError, InterfaceError) as error:
            raise OperationalError(f"{lost}; it is not known whether it was written, so send it again") from error
        return self._write(block) if written is None else written

    def _read_back(self, writes: Sequence[Write]) -> list[Written] | None:
        """Where these writes stand, if all of them do. Waits for a transaction that may still be on its way."""
        self._check_connections()
        with self.datastore.transaction() as cursor:
            cursor.execute("SELECT FROM ledger FOR SHARE")
        found = [self._find(write) for write in writes]
        return None if None in found else [written for written in found if written is not None]

    def _find(self, write: Write) -> Written | None:
        if write.command is not None:
            taken = self.find_command(write.command.actor, write.command.command_id)
            if taken is None or taken.row != write.command:
                return None
            return Written(range(taken.first_position, taken.last_position + 1), taken.recorded_at)
        found = [self._fetch(ONE_EVENT, (identifier(event), event.originator_version)) for event in write.events]
        if not found or any(
            [(topic, state) for _, topic, state, _ in rows] != [(event.topic, event.state)]
            for rows, event in zip(found, write.events, strict=True)
        ):
            return None
        (first, *_), (last, *_, recorded_at) = found[0][0], found[-1][0]
        return Written(range(first, last + 1), self.from_instant(recorded_at))

    def _fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[TupleRow]:
        with self._cursor() as cursor:
            return cursor.execute(_placeholders(statement), parameters).fetchall()

    @contextmanager
    def _cursor(self) -> Iterator[psycopg.Cursor[TupleRow]]:
        """The cursor of a connection that nobody else uses meanwhile; each statement is a transaction of its own."""
        with library_errors(psycopg.Error):
            connection = self._take()
            try:
                yield connection.plain
            except BaseException as error:
                is_lost = connection.closed and isinstance(error, psycopg.Error)
                self.datastore.pool.putconn(connection)  # which looks whether it still works
                if is_lost:
                    raise ConnectionLost(str(error)) from error
                raise
            self._keep(connection)

    def _check_connections(self) -> None:
        """After one was lost: replace all those that went with it."""
        self.release()
        self.datastore.pool.check()

    def _take(self) -> "LedgerConnection":
        try:
            return self._at_hand.pop()
        except IndexError:
            return cast(LedgerConnection, self.datastore.pool.getconn())

    def _keep(self, connection: "LedgerConnection") -> None:
        """Keep a few connections at hand: to fetch one from the pool takes half as long as a round trip."""
        if len(self._at_hand) < AT_HAND and not self.datastore.pool.closed:
            self._at_hand.append(connection)
        else:
            self.datastore.pool.putconn(connection)


class LedgerConnection(TellingConnection[DictRow]):
    """A connection with one cursor that is made once: making it takes longer than many a statement."""

    @cached_property
    def plain(self) -> psycopg.Cursor[TupleRow]:
        return self.cursor(row_factory=tuple_row, binary=True)


class ListeningSubscription(library.PostgresSubscription):
    """A subscription of the library that also finds what was written between its first look and its first listening."""

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as connection:
                connection.execute(SQL("LISTEN {}").format(Identifier(self._recorder.channel_name)))
                self._has_been_notified.set()
                while not self._has_been_stopped:
                    for _ in connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                        self._has_been_notified.set()
                connection.execute("UNLISTEN *")
        except BaseException as failure:  # noqa: BLE001 - raised again in the thread that reads the subscription
            self._thread_error = failure
            self.stop()


@lru_cache(maxsize=256)
def _placeholders(statement: str) -> str:
    return statement.replace("?", "%s")


def _violation(error: IntegrityError) -> IntegrityError | None:
    """What was violated, told by the name of the constraint; None for one that no write should ever meet."""
    cause = error.__cause__
    assert isinstance(cause, psycopg.Error)
    message = cause.diag.message_primary or str(cause)
    match cause.diag.constraint_name:
        case "commands_once":
            return CommandSeen(message)
        case "stored_events_version":
            return VersionClash(message)
        case "claims_held":
            kind, key, holder = json.loads(cause.diag.message_detail or "")
            return ClaimTaken(kind, key, UUID(holder))
        case _:
            return None


class PostgresLedgerFactory(library.PostgresFactory):
    """What PERSISTENCE_MODULE names. Settings are the library's, or a whole connection URL in POSTGRES_URL."""

    POSTGRES_URL = "POSTGRES_URL"

    def __init__(self, env: Environment | EnvType | None) -> None:
        settings = env if isinstance(env, Environment) else Environment(env=env)
        url = settings.get(self.POSTGRES_URL)
        if url:
            for key in (self.POSTGRES_DBNAME, self.POSTGRES_HOST, self.POSTGRES_USER, self.POSTGRES_PASSWORD):
                settings.setdefault(key, "")
        super().__init__(settings)
        self._ledgers: list[PostgresLedger] = []
        self._connect_to(conninfo_to_dict(url) if url else {})

    def _connect_to(self, given: Mapping[str, Any]) -> None:
        """What the URL says comes before the library's settings, and what neither says is left to PostgreSQL."""
        stock = cast(dict[str, Any], self.datastore.pool.kwargs)
        chosen = {"row_factory": stock["row_factory"], **given} if given else stock
        options = f"{SESSION}{self.datastore.schema} {chosen.get('options') or ''}"
        self._connection = {"connect_timeout": CONNECT_SECONDS, **chosen, "options": options}
        self.datastore.pool.kwargs = self._connection
        self.datastore.pool.connection_class = LedgerConnection

    def application_recorder(self) -> PostgresLedger:
        """Raises OperationalError at once where no server answers.

        Raises NotInitialised or UnknownSchema where it is not told to create the tables.
        """
        self._knock()
        ledger = PostgresLedger(self.datastore, clock=ClockSetting.of(self.env))
        self._ledgers.append(ledger)
        if self.env_create_table():
            ledger.create_table()
        else:
            ledger.check_schema()
        return ledger

    def close(self) -> None:
        for ledger in self._ledgers:
            ledger.release()
        super().close()

    def _knock(self) -> None:
        """Connect once: the pool would try for a long time and say in the end that it has tried for a long time."""
        try:
            psycopg.connect(**self._connection).close()
        except psycopg.OperationalError as error:
            raise OperationalError(str(error)) from error

    def aggregate_recorder(self, purpose: str = "events") -> persistence.AggregateRecorder:
        """Of events: the ledger. Of anything else (snapshots): the library's own."""
        return self.application_recorder() if purpose == "events" else super().aggregate_recorder(purpose)

    def process_recorder(self) -> persistence.ProcessRecorder:
        raise NotSupportedError("a ledger takes commands only; a projection keeps its checkpoint beside its view")
