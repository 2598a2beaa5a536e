"""Many writers at once, in one process and in several: order, density and every check hold."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from eventsourcing.persistence import OperationalError, StoredEvent

from adapters.stores import open_ledger
from application.ledger import ClaimTaken, CommandSeen, StoredEntry, VersionClash, Write
from domain.kernel.ids import release, take
from domain.kernel.stamp import Reliance
from tests.contract.writes import AnyLedger, a_write, command

ROOT = Path(__file__).parents[2]
WRITERS = 16


def version_of(ledger: AnyLedger, aggregate_id: UUID) -> int:
    entries = ledger.select_aggregate(aggregate_id)
    return entries[-1].originator_version if entries else 0


@contextmanager
def tail(ledger: AnyLedger) -> Iterator[list[StoredEntry]]:
    """Reads behind the writers in a thread of its own; at the end everything that was written must have been seen."""
    seen: list[StoredEntry] = []
    is_done = threading.Event()

    def follow() -> None:
        while True:
            was_done = is_done.is_set()
            page = ledger.select_entries(after=len(seen), limit=50)
            assert [entry.position for entry in page] == list(range(len(seen) + 1, len(seen) + 1 + len(page)))
            seen.extend(page)
            if was_done and not page:
                return

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follow)
        try:
            yield seen
        finally:
            is_done.set()
            following.result(60)


def test_sixteen_writers_and_a_reader_that_follows(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """They clash on three aggregates and try again; whoever follows sees 1, 2, 3 … and no hole, ever."""
    jars = [uuid4() for _ in range(3)]
    ledgers = [ledger, another()]

    def work(number: int) -> None:
        mine, chance = ledgers[number % 2], Random(number)
        for _ in range(15):
            jar = chance.choice(jars)
            while True:
                try:
                    mine.write(a_write(jar, version_of(mine, jar) + 1))
                    break
                except VersionClash:
                    continue

    with tail(another()) as seen, ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    assert len(seen) == ledger.head() == WRITERS * 15
    versions: Counter[UUID] = Counter()
    for entry in seen:
        versions[entry.originator_id] += 1
        assert entry.originator_version == versions[entry.originator_id]
    assert [entry.recorded_at for entry in seen] == sorted(entry.recorded_at for entry in seen)


def test_no_decision_stands_on_stale_facts(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """Half of the writers move an aggregate that the other half rely on: at its position each saw the last version."""
    relied_on = uuid4()
    ledgers = [ledger, another()]

    def work(number: int) -> int:
        mine, clashes = ledgers[number % 2], 0
        for _ in range(12):
            seen = version_of(mine, relied_on)
            try:
                if number < 4:
                    mine.write(a_write(relied_on, seen + 1))
                else:
                    event = StoredEvent(uuid4(), 1, "jar.opened", str(seen).encode())
                    mine.write(Write((event,), reliances=(Reliance(aggregate_id=relied_on, version=seen),)))
            except VersionClash:
                clashes += 1
        return clashes

    with ThreadPoolExecutor(WRITERS) as pool:
        clashes = sum(pool.map(work, range(WRITERS)))
    assert clashes > 0
    version = 0
    for entry in ledger.select_entries(after=0, limit=1000):
        if entry.originator_id == relied_on:
            version = entry.originator_version
        else:
            assert int(entry.state) == version


def test_a_command_from_many_sides_is_taken_once(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """Sent again and again by an impatient client, over two servers."""
    ledgers = [ledger, another()]
    rows = [command(uuid4()) for _ in range(20)]

    def send(number: int) -> list[int]:
        taken = []
        for index, row in enumerate(rows):
            try:
                ledgers[number % 2].write(Write((StoredEvent(uuid4(), 1, "jar.opened", b"{}"),), row))
                taken.append(index)
            except CommandSeen:
                continue
        return taken

    with ThreadPoolExecutor(WRITERS) as pool:
        taken = sorted(index for one in pool.map(send, range(WRITERS)) for index in one)
    assert taken == list(range(20))
    assert ledger.head() == 20


def test_a_number_asked_for_from_many_sides_goes_to_one(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """Whoever was refused is told who has it, and that is true."""
    ledgers = [ledger, another()]

    def ask(number: int) -> tuple[UUID, dict[str, UUID]]:
        me = uuid4()
        refused: dict[str, UUID] = {}
        for version, key in enumerate(map(str, range(10)), 1):
            try:
                ledgers[number % 2].write(a_write(me, version - len(refused), claims=(take("number", key),)))
            except ClaimTaken as taken:
                refused[taken.key] = taken.holder
        return me, refused

    with ThreadPoolExecutor(WRITERS) as pool:
        asked = list(pool.map(ask, range(WRITERS)))
    holders = {str(key): ledger.holders("number", str(key))[0] for key in range(10)}
    for me, refused in asked:
        assert refused == {key: holder for key, holder in holders.items() if holder != me}
    assert ledger.head() == 10


def test_a_number_passed_on_is_never_held_twice(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """Taken and given back by sixteen at once: the periods of holding do not overlap."""
    ledgers = [ledger, another()]

    def work(number: int) -> None:
        mine, me, version = ledgers[number % 2], uuid4(), 1
        for _ in range(40):
            try:
                mine.write(a_write(me, version, claims=(take("number", "1"),)))
                mine.write(a_write(me, version + 1, claims=(release("number", "1"),)))
                version += 2
            except ClaimTaken:
                continue

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    periods = ledger.fetch("SELECT taken_at, released_at FROM claims ORDER BY taken_at")
    assert len(periods) > 1
    assert all(end <= start for (_, end), (start, _) in pairwise(periods))


def test_large_blocks_and_single_writes_go_side_by_side(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """An import does not disturb the clerks, nor they the import."""
    importer = another()

    def load() -> None:
        for _ in range(10):
            importer.write_all([a_write() for _ in range(200)])

    with tail(another()) as seen, ThreadPoolExecutor(9) as pool:
        loading = pool.submit(load)
        list(pool.map(ledger.write, [a_write() for _ in range(300)]))
        loading.result(60)
    assert len(seen) == 10 * 200 + 300


def test_a_ledger_may_be_closed_while_others_read(url: str) -> None:
    """They are told so; to close a connection under them would be the end of the process."""
    ledger = open_ledger(url)
    ledger.write_all([a_write(count=10) for _ in range(200)])
    has_begun = threading.Barrier(WRITERS + 1)

    def read() -> str:
        has_begun.wait()
        try:
            while True:
                ledger.select_entries(after=0, limit=2000)
        except OperationalError as error:
            return str(error)

    with ThreadPoolExecutor(WRITERS) as pool:
        reading = [pool.submit(read) for _ in range(WRITERS)]
        has_begun.wait()
        time.sleep(0.05)
        ledger.close()
        assert all("closed" in one.result(30) for one in reading)


def test_processes_share_one_ledger(url: str, ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    """Two other processes write while this one does; one order, no hole, nothing lost."""
    arguments = [sys.executable, "-m", "tests.contract.writer", url, "2", "150"]
    others = [subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT, text=True) for _ in range(2)]
    with tail(another()) as seen:
        mine = 0
        while any(process.poll() is None for process in others):
            ledger.write(a_write())
            mine += 1
            time.sleep(0.001)
    acknowledged = [line.split() for process in others for line in process.communicate(timeout=120)[0].splitlines()]
    assert [process.returncode for process in others] == [0, 0]
    assert len(seen) == mine + len(acknowledged)
    assert len(acknowledged) == 2 * 2 * 150
    by_position = {entry.position: entry for entry in seen}
    assert all(by_position[int(position)].state.decode() == command_id for position, command_id in acknowledged)
