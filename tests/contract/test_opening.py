"""Making, finding and opening a ledger, and what is said where there is none."""

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import (
    AggregateRecorder,
    InfrastructureFactory,
    InterfaceError,
    NotSupportedError,
    OperationalError,
    PersistenceError,
)

from adapters.stores import NotInitialised, UnknownSchema, environment, initialise, open_ledger
from adapters.stores.recorder import LedgerRecorder
from application.ledger import ClaimTaken, CommandSeen, ProseRow, VersionClash, Write
from domain.kernel.ids import take
from tests.contract.servers import as_user
from tests.contract.writes import a_write, command, event

ROOT = Path(__file__).parents[2]


def test_a_ledger_has_to_be_made_first(store_url: str) -> None:
    """The answer says what to do, and nothing is made by looking."""
    for _ in range(2):
        with pytest.raises(NotInitialised, match="kronika init"):
            open_ledger(store_url)
    if store_url.startswith("sqlite"):
        assert not Path(store_url.removeprefix("sqlite:///")).exists()


def test_an_empty_database_is_no_ledger(tmp_path: Path) -> None:
    """A file that some other program has made."""
    sqlite3.connect(tmp_path / "other.db").close()
    (tmp_path / "other.db").touch()
    with pytest.raises(NotInitialised):
        open_ledger(f"sqlite:///{tmp_path / 'other.db'}")


def test_making_it_twice_changes_nothing(url: str) -> None:
    """It may be repeated at any time."""
    with closing(open_ledger(url)) as ledger:
        ledger.write(a_write())
        initialise(url)
        assert ledger.head() == 1
        ledger.write(a_write())


def test_a_ledger_of_another_version_is_not_opened(url: str) -> None:
    """Neither by opening nor by making it again; both versions are named."""
    statement = "UPDATE ledger SET schema_version = 99"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            file.execute(statement)
    else:
        with psycopg.connect(url) as server:
            server.execute(statement)
    for attempt in (open_ledger, initialise):
        with pytest.raises(UnknownSchema, match=r"99.*knows 1"):
            attempt(url)


def test_many_may_make_it_at_once(store_url: str) -> None:
    """Threads of one process, each with its own connection."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(initialise, [store_url] * 8))
    with closing(open_ledger(store_url)) as ledger:
        assert ledger.write(a_write()).positions == range(1, 2)


def test_many_processes_may_make_it_at_once(store_url: str) -> None:
    """As when web server and projector start together on a fresh machine."""
    program = "import sys; from adapters.stores import initialise; sys.stdin.read(1); initialise(sys.argv[1])"
    command = [sys.executable, "-c", program, store_url]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) for _ in range(4)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write(b"!")
        process.stdin.flush()
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    with closing(open_ledger(store_url)) as ledger:
        assert ledger.head() == 0


def test_a_folder_is_made_for_the_file(tmp_path: Path) -> None:
    """Also one inside another."""
    url = f"sqlite:///{tmp_path / 'var' / 'lib' / 'kronika.db'}"
    initialise(url)
    open_ledger(url).close()


def test_a_relative_file_lies_beside_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes are relative, four absolute."""
    monkeypatch.chdir(tmp_path)
    initialise("sqlite:///kronika.db")
    assert (tmp_path / "kronika.db").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """With one kind of error, whatever SQLite thinks of it."""
    (tmp_path / "kronika.db").write_text("This is not a database, but it is long enough to have a header. " * 20)
    for attempt in (open_ledger, initialise):
        with pytest.raises(PersistenceError, match="not a database"):
            attempt(f"sqlite:///{tmp_path / 'kronika.db'}")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """Neither is a folder."""
    with pytest.raises((OperationalError, InterfaceError)):
        open_ledger(f"sqlite:///{tmp_path}")


def test_a_server_that_does_not_answer_is_named_at_once(tmp_path: Path) -> None:
    """Nobody waits for a pool to give up."""
    started = time.monotonic()
    for attempt in (open_ledger, initialise):
        with pytest.raises(OperationalError, match="onnect"):
            attempt(f"postgresql://kronika@/kronika?host={tmp_path}")
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("url", ["kronika.db", "mysql://host/kronika", "sqlite:kronika.db", "sqlite://kronika.db", ""])
def test_another_kind_of_url_is_refused(url: str) -> None:
    """The message says what a URL looks like."""
    with pytest.raises(ValueError, match="sqlite:///FILE"):
        environment(url)


def test_a_ledger_in_memory_needs_no_making() -> None:
    """Each is a ledger of its own, gone when it is closed."""
    with closing(open_ledger("sqlite:///:memory:")) as one, closing(open_ledger("sqlite:///:memory:")) as other:
        with ThreadPoolExecutor(8) as pool:
            positions = [written.positions.start for written in pool.map(one.write, [a_write() for _ in range(100)])]
        assert sorted(positions) == list(range(1, 101))
        assert [entry.position for entry in one.select_entries(after=0, limit=200)] == list(range(1, 101))
        assert other.head() == 0


def test_an_application_of_the_library_stands_on_it(url: str) -> None:
    """Saved, loaded and found in the notification log."""
    application: Application[UUID] = Application(environment(url))
    aggregate = Aggregate()
    application.save(aggregate)
    aggregate.trigger_event(Aggregate.Event)
    application.save(aggregate)
    loaded: Aggregate = application.repository.get(aggregate.id)
    assert loaded.version == 2
    assert [item.id for item in application.notification_log["1,10"].items] == [1, 2]
    application.close()


def test_the_ledger_also_serves_where_the_library_asks_for_less(store_url: str) -> None:
    """Its aggregate recorder of events is the ledger; snapshots lie in a table of the library's own."""
    factory: InfrastructureFactory = InfrastructureFactory.construct(environment(store_url) | {"CREATE_TABLE": "yes"})
    assert isinstance(factory.aggregate_recorder(), LedgerRecorder)
    snapshots: AggregateRecorder = factory.aggregate_recorder("snapshots")
    jar = uuid4()
    snapshots.insert_events([event(jar, 7)])
    assert snapshots.select_events(jar) == [event(jar, 7)]
    assert factory.tracking_recorder().max_tracking_id("upstream") is None
    with pytest.raises(NotSupportedError):
        factory.process_recorder()
    factory.close()


def test_the_library_s_own_settings_name_a_ledger_too(postgres_url: str) -> None:
    """POSTGRES_DBNAME and the others, for whoever has them already; in a schema of their choice."""
    with psycopg.connect(postgres_url) as server:
        server.execute("CREATE SCHEMA region")
        given = server.info
        settings = {
            "PERSISTENCE_MODULE": "adapters.stores.postgres",
            "POSTGRES_DBNAME": given.dbname,
            "POSTGRES_HOST": given.host,
            "POSTGRES_PORT": str(given.port),
            "POSTGRES_USER": given.user,
            "POSTGRES_PASSWORD": "",
            "POSTGRES_SCHEMA": "region",
        }
    factory: InfrastructureFactory = InfrastructureFactory.construct(settings)
    assert list(factory.application_recorder().insert_events([event(uuid4())]) or ()) == [1]
    factory.close()
    with pytest.raises(NotInitialised):
        open_ledger(postgres_url)
    with psycopg.connect(postgres_url) as server:
        assert server.execute("SELECT head FROM region.ledger").fetchall() == [(1,)]


def test_it_can_be_made_without_the_right_to_make_roles(postgres_url: str) -> None:
    """By the owner of a database who is nobody on the server; then only the owner's rights count."""
    owner = f"kronika_test_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE ROLE {owner} LOGIN".encode())
        server.execute(f"ALTER DATABASE {server.info.dbname} OWNER TO {owner}".encode())
        url = as_user(postgres_url, owner)
        initialise(url)
        with closing(open_ledger(url)) as ledger:
            assert ledger.write(a_write()).positions == range(1, 2)
        server.execute(f"REASSIGN OWNED BY {owner} TO CURRENT_USER".encode())
        server.execute(f"DROP OWNED BY {owner}".encode())
        server.execute(f"DROP ROLE {owner}".encode())


def test_an_older_server_serves_as_well(postgres15_url: str) -> None:
    """PostgreSQL 15, in a database that sorts as Czech does."""
    initialise(postgres15_url)
    with closing(open_ledger(postgres15_url)) as ledger:
        jar, keys = uuid4(), ("č", "ch", "d", "D")
        prose = ProseRow("a" * 64, "00", "words")
        claims = tuple((jar, take("number", key)) for key in keys)
        first = Write((event(jar),), command(jar), claims=claims, prose=(prose,))
        ledger.write_all([first, a_write(jar, 2, relies_on=((jar, 1),))])
        assert ledger.claims_of(jar) == [("number", key) for key in ("D", "ch", "d", "č")]
        for refused, error in ((first, CommandSeen), (a_write(jar), VersionClash)):
            with pytest.raises(error):
                ledger.write(refused)
        with pytest.raises(ClaimTaken):
            ledger.write(a_write(claims=(take("number", "č"),)))
        assert ledger.head() == 2
