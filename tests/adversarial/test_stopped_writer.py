"""SQLite: a writer is stopped inside its transaction, by every way in, and goes on later, or never."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.bootstrap import Parts, initialise
from adapters.settings import Settings
from projections import builds
from projections.views import VIEWS
from tests.adversarial.followers import following
from tests.adversarial.soaking import some
from tests.adversarial.wholeness import check_dense, check_views
from tests.adversarial.writing import PATHS, Desk, single

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(Settings(database=found))
    return found


@contextmanager
def writer(url: str, folder: Path, *paths: str) -> Iterator[int]:
    """A process that stops before every COMMIT; gone in the end."""
    arguments = [sys.executable, "-m", "tests.adversarial.stopping", url, str(folder), *paths]
    process = subprocess.Popen(arguments, cwd=ROOT)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def has_stopped(pid: int) -> bool:
    """Wait until it stops (True) or ends well (False)."""
    _, status = os.waitpid(pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def check_nothing_new(parts: Parts, head: int) -> None:
    """Readers wait for nobody and see what was committed."""
    assert parts.ledger.head() == head
    assert len(parts.ledger.select_entries(after=0, limit=10_000)) == head
    assert not parts.ledger.await_entries(head, seconds=0.01)


def test_a_stopped_writer_is_waited_for_and_nothing_of_it_shows(url: str, tmp_path: Path) -> None:
    """By every way in, one after the other; a rival in this process comes in between."""
    rivals = Desk.at(url, tmp_path)
    with Parts(Settings(database=url)) as parts:
        builds.prepare(parts.database, VIEWS)
        with following(url) as seen, writer(url, tmp_path, *PATHS) as pid, ThreadPoolExecutor(1) as pool:
            queued = []
            while has_stopped(pid):
                check_nothing_new(parts, parts.ledger.head())
                queued.append(pool.submit(single, rivals))
                os.kill(pid, signal.SIGCONT)
            for one in queued:
                one.result(60)
        assert len(queued) >= len(PATHS)
        assert len(seen.entries) == parts.ledger.head()
        check_dense(parts)
        check_views(parts)
    rivals.parts.close()


@pytest.mark.parametrize("path", some(tuple(PATHS), at_most=2))
def test_a_writer_killed_in_its_transaction_leaves_nothing(url: str, tmp_path: Path, path: str) -> None:
    """Whoever queued behind it gets its position; whoever read saw nothing of it."""
    rival = Desk.at(url, tmp_path)
    with Parts(Settings(database=url)) as parts, following(url) as seen, ThreadPoolExecutor(1) as pool:
        with writer(url, tmp_path, path) as pid:
            assert has_stopped(pid)
            check_nothing_new(parts, 0)
            queued = pool.submit(single, rival)
            os.kill(pid, signal.SIGKILL)
            queued.result(60)
        assert parts.ledger.head() == 1
        check_dense(parts)
        check_views(parts)
    assert len(seen.entries) == 1
    rival.parts.close()
