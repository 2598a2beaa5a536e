"""PostgreSQL: somebody has inserted and not committed, by every way in; nobody skips it, nobody sees it early."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import psycopg
import pytest
import uvicorn

from adapters.bootstrap import Parts, initialise
from adapters.http.app import create_app
from adapters.identity.tokens import Tokens
from adapters.settings import Settings
from domain.kernel.stamp import Actor
from projections import builds
from projections.projector import HoleInLedger, Projector
from projections.views import VIEWS
from tests.adversarial.followers import Seen, following
from tests.adversarial.gate import Gate, gate
from tests.adversarial.wholeness import check_dense, check_views
from tests.adversarial.writing import PATHS, Desk, office, single

RIVALS = 2
HELD = {"correction": "entry.corrected", "erasure": "office.person-erased"}
"""The entry at which a way in is held, where that is not its first."""
END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)
Opened = Callable[[], Desk]

WITH_A_SEQUENCE = """
CREATE SEQUENCE numbered;
ALTER TABLE ledger RENAME TO locked_ledger;
CREATE VIEW ledger AS
SELECT coalesce((SELECT max(position) FROM stored_events), 0) AS head, recorded_at, schema_version FROM locked_ledger;
CREATE OR REPLACE FUNCTION ledger_write(
    now timestamptz, count bigint, expected_ids uuid[], expected_versions bigint[],
    new_events stored_events[], new_commands commands[], changes claims[],
    new_prose prose[], OUT head_before bigint, OUT written_at timestamptz
)
LANGUAGE plpgsql AS $body$
BEGIN
    written_at := clock_timestamp();
    head_before := nextval('numbered') - 1;
    INSERT INTO stored_events
    SELECT head_before + e.position, e.originator_id, e.originator_version, e.topic, e.state, written_at
    FROM unnest(new_events) AS e;
    NOTIFY stored_events;
END $body$;
"""
"""How a ledger must not be written: numbers are given before the commit, and nobody waits for the one before."""


@pytest.fixture
def url(postgres_url: str) -> str:
    initialise(Settings(database=postgres_url))
    return postgres_url


@pytest.fixture
def opened(url: str, tmp_path: Path) -> Iterator[Opened]:
    """Opens one desk after the other on the same ledger, as other processes would."""
    desks: list[Desk] = []

    def open_another() -> Desk:
        desks.append(Desk.at(url, tmp_path))
        return desks[-1]

    yield open_another
    for desk in desks:
        desk.parts.close()


def check_nothing_shows(parts: Parts, seen: Seen, held: str) -> None:
    """Whoever asks while the commit is held is told of what was committed before, and of nothing else."""
    head = parts.ledger.head()
    entries = parts.ledger.select_entries(after=0, limit=1_000)
    assert [entry.position for entry in entries] == list(range(1, head + 1))
    assert held not in {entry.topic for entry in entries}
    assert parts.ledger.position_before(END_OF_TIME) == head
    assert not parts.ledger.await_entries(head, seconds=0.02)
    assert Projector(parts.database, parts.source, VIEWS).catch_up().position == head
    assert len(seen.entries) <= head


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_committed_is_neither_skipped_nor_seen(url: str, opened: Opened, path: str) -> None:
    """One is held between its insert and its commit, others queue behind it, everybody else reads."""
    desk, reader = opened(), opened()
    single(desk)
    builds.prepare(reader.parts.database, VIEWS)
    held = HELD.get(path, "%")
    with following(url) as seen, gate(url, topics=held) as closed, ThreadPoolExecutor(1 + RIVALS) as pool:
        writing = [pool.submit(PATHS[path], desk)]
        closed.wait_for_one()
        writing += [pool.submit(single, opened()) for _ in range(RIVALS)]
        closed.wait_for_queue(RIVALS)
        check_nothing_shows(reader.parts, seen, held)
        assert path in HELD or reader.parts.ledger.head() == 1
        closed.open()
        for one in writing:
            one.result(60)
    assert len(seen.entries) == reader.parts.ledger.head() > 1 + RIVALS
    check_dense(reader.parts)
    check_views(reader.parts)


@pytest.mark.slow
def test_whoever_was_held_and_lost_its_connection_leaves_no_hole(url: str, opened: Opened) -> None:
    """Its server process is ended at the gate: the others go on at its position, and it is asked what became of it."""
    desk, rival = opened(), opened()
    with following(url) as seen, gate(url) as closed, ThreadPoolExecutor(2) as pool:
        held = pool.submit(single, desk)
        closed.wait_for_one()
        waiting = pool.submit(single, rival)
        closed.wait_for_queue(1)
        _end_whoever_waits(closed)
        closed.open()
        waiting.result(60)
        held.result(60)  # the store found nothing of it there, and wrote it again
    assert len(seen.entries) == 2
    check_dense(rival.parts)
    check_views(rival.parts)


def _end_whoever_waits(closed: Gate) -> None:
    closed.connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'"
    )


@pytest.mark.slow
def test_a_ledger_numbered_before_the_commit_would_be_found_out(url: str, opened: Opened) -> None:
    """So that these tests show something: with a sequence the second is seen first. The projector refuses the hole."""
    desk, rival, reader = opened(), opened(), opened()
    for one in (desk, rival, reader):
        assert one.parts.ledger.head() == 0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(WITH_A_SEQUENCE.encode())
    builds.prepare(reader.parts.database, VIEWS)
    with gate(url, topics="contract.%") as closed, ThreadPoolExecutor(1) as pool:
        held = pool.submit(single, desk)
        closed.wait_for_one()
        office(rival)
        page = reader.parts.ledger.select_entries(after=0, limit=10)
        assert [entry.position for entry in page] == [2]
        with pytest.raises(AssertionError):
            Seen().take(page)
        with pytest.raises(HoleInLedger):
            Projector(reader.parts.database, reader.parts.source, VIEWS).catch_up()
        closed.open()
        held.result(60)


# Over HTTP ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def address(url: str, tmp_path: Path) -> Iterator[str]:
    """A server in a thread."""
    with Parts(Settings(database=url, keys=tmp_path / "keys")) as parts:
        app = create_app(parts)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            assert thread.is_alive()
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
        app.state.is_stopping.set()
        server.should_exit = True
        thread.join()


@pytest.mark.slow
def test_the_feed_goes_on_behind_a_held_commit(url: str, address: str) -> None:
    """Server-sent events: nothing while the commit is held, then every position in its order, once."""
    with Parts(Settings(database=url)) as parts:
        tokens = Tokens(parts.database)
        tokens.prepare()
        now = datetime.now(UTC)
        secret = tokens.issue("a test", Actor(role="clerk"), now=now, expires_at=now.replace(year=now.year + 1))
    headers = {"Authorization": f"Bearer {secret}"}

    def conclude(number: int) -> int:
        sent = {"data": {"number": f"OLP/{number}/2018", "regime": "tender", "provider": "Provider"}}
        path = f"{address}/api/v1/contracts/record-conclusion"
        own = {**headers, "Idempotency-Key": f"00000000-0000-4000-8000-{number:012}"}
        return httpx2.post(path, json=sent, headers=own, timeout=60).status_code

    with (
        ThreadPoolExecutor(4) as pool,
        gate(url) as closed,
        httpx2.stream(
            "GET", f"{address}/api/v1/events", headers={**headers, "Accept": "text/event-stream"}, timeout=60
        ) as stream,
    ):
        sending = [pool.submit(conclude, number) for number in range(1, 4)]
        closed.wait_for_one()
        page = httpx2.get(f"{address}/api/v1/events", headers=headers).json()
        assert (page["data"]["entries"], page["known_seq"]) == ([], 0)
        closed.open()
        numbers = [int(line.removeprefix("id: ")) for line in _three(stream.iter_lines())]
        assert [one.result(60) for one in sending] == [201, 201, 201]
    assert numbers == [1, 2, 3]


def _three(lines: Iterator[str]) -> Iterator[str]:
    found = 0
    for line in lines:
        if line.startswith("id: "):
            yield line
            found += 1
        if found == 3:
            return
