"""Group commit by itself: who is flushed with whom, who hears of which failure, and what an interrupt leaves behind."""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from application.group_commit import GroupCommit, Interrupted


class Store:
    """Takes items when its gate is open, and remembers what came together. A negative item is a clash."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.is_busy = threading.Event()
        self._one_at_a_time = threading.Lock()

    def flush(self, items: Sequence[int]) -> list[str]:
        assert self._one_at_a_time.acquire(blocking=False), "two flushes at once"
        try:
            self.batches.append(list(items))
            self.is_busy.set()
            assert self.gate.wait(10)
            if any(item < 0 for item in items):
                raise IntegrityError(f"{items}")
            return [f"answer {item}" for item in items]
        finally:
            self._one_at_a_time.release()


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as pool:
        yield pool


def busy(store: Store, commits: GroupCommit[int, str], threads: ThreadPoolExecutor) -> "Future[str]":
    """Start a flush of 0 that goes on until the gate opens."""
    store.gate.clear()
    leading = threads.submit(commits.submit, 0)
    assert store.is_busy.wait(10)
    return leading


def queue(commits: GroupCommit[int, str], threads: ThreadPoolExecutor, items: Sequence[int]) -> "list[Future[str]]":
    """Submit one after the other, so that they stand in the queue in this order."""
    submitted = []
    for item in items:
        submitted.append(threads.submit(commits.submit, item))
        eventually(partial(has_queued, commits, len(submitted)))
    return submitted


def has_queued(commits: GroupCommit[int, str], count: int) -> bool:
    return len(commits._queue) == count


def eventually(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_one_alone_does_not_wait_for_company(store: Store) -> None:
    """A single caller is flushed at once, in its own thread."""
    commits = GroupCommit(store.flush)
    assert [commits.submit(item) for item in (1, 2, 3)] == ["answer 1", "answer 2", "answer 3"]
    assert store.batches == [[1], [2], [3]]


def test_what_queues_during_a_flush_is_the_next_batch(store: Store, threads: ThreadPoolExecutor) -> None:
    """In the order of arrival, and each gets its own answer."""
    commits = GroupCommit(store.flush)
    leading = busy(store, commits, threads)
    waiting = queue(commits, threads, [1, 2, 3])
    store.gate.set()
    assert leading.result(10) == "answer 0"
    assert [one.result(10) for one in waiting] == ["answer 1", "answer 2", "answer 3"]
    assert store.batches == [[0], [1, 2, 3]]


def test_a_batch_has_a_limit(store: Store, threads: ThreadPoolExecutor) -> None:
    """What does not fit is the batch after that."""
    commits = GroupCommit(store.flush, limit=2)
    busy(store, commits, threads)
    waiting = queue(commits, threads, [1, 2, 3])
    store.gate.set()
    assert [one.result(10) for one in waiting] == ["answer 1", "answer 2", "answer 3"]
    assert store.batches == [[0], [1, 2], [3]]


def test_only_the_guilty_fails(store: Store, threads: ThreadPoolExecutor) -> None:
    """After a clash each is flushed alone, in order."""
    commits = GroupCommit(store.flush)
    busy(store, commits, threads)
    waiting = queue(commits, threads, [1, -2, 3])
    store.gate.set()
    assert waiting[0].result(10) == "answer 1"
    with pytest.raises(IntegrityError, match=r"^\[-2\]$"):
        waiting[1].result(10)
    assert waiting[2].result(10) == "answer 3"
    assert store.batches == [[0], [1, -2, 3], [1], [-2], [3]]


def test_a_mistake_of_one_is_not_that_of_the_others(threads: ThreadPoolExecutor) -> None:
    """What cannot even be encoded spoils nobody else's write."""
    store = Store()

    def flush(items: Sequence[int]) -> list[str]:
        answers = store.flush(items)
        if 2 in items:
            raise ValueError("not a date")
        return answers

    commits = GroupCommit(flush)
    busy(store, commits, threads)
    waiting = queue(commits, threads, [1, 2, 3])
    store.gate.set()
    assert [one.result(10) for one in (waiting[0], waiting[2])] == ["answer 1", "answer 3"]
    with pytest.raises(ValueError, match="not a date"):
        waiting[1].result(10)


def test_a_failure_of_the_store_is_everybody_s(threads: ThreadPoolExecutor) -> None:
    """Each caller gets an exception of its own, in its own thread; later ones are not touched."""
    store = Store()
    broken = [True]

    def flush(items: Sequence[int]) -> list[str]:
        answers = store.flush(items)
        if broken[0] and 1 in items:
            raise OperationalError("the disk is full")
        return answers

    commits = GroupCommit(flush)
    busy(store, commits, threads)
    waiting = queue(commits, threads, [1, 2, 3])
    store.gate.set()
    failures = [one.exception(10) for one in waiting]
    assert [(type(one), str(one)) for one in failures] == [(OperationalError, "the disk is full")] * 3
    assert len({id(one) for one in failures}) == 3
    broken[0] = False
    assert commits.submit(1) == "answer 1"


def test_an_interrupt_during_a_flush_stops_nobody_else(threads: ThreadPoolExecutor) -> None:
    """Who was in that batch hears that it is not known; who queued behind is served."""
    store = Store()

    def flush(items: Sequence[int]) -> list[str]:
        answers = store.flush(items)
        if 1 in items:
            raise KeyboardInterrupt
        return answers

    commits = GroupCommit(flush, limit=2)
    busy(store, commits, threads)
    waiting = queue(commits, threads, [1, 2, 3, 4])
    store.gate.set()
    with pytest.raises(KeyboardInterrupt):
        waiting[0].result(10)
    with pytest.raises(Interrupted, match="not known"):
        waiting[1].result(10)
    assert [one.result(10) for one in waiting[2:]] == ["answer 3", "answer 4"]
    assert commits.submit(5) == "answer 5"


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl+C interrupts, also where whoever started the tests in the background had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupted_waiter_leaves_the_queue(store: Store, threads: ThreadPoolExecutor) -> None:
    """What was not yet being flushed is not written, and nobody waits for it."""
    commits = GroupCommit(store.flush)
    leading = busy(store, commits, threads)
    interrupted = threading.Event()

    def interrupt(thread: int) -> None:
        """A signal that comes just before the thread falls asleep wakes nobody: wait a moment, and try again."""
        eventually(partial(has_queued, commits, 1))
        for _ in range(8):
            if interrupted.wait(1):
                return
            signal.pthread_kill(thread, signal.SIGINT)

    threads.submit(interrupt, threading.get_ident())
    with pytest.raises(KeyboardInterrupt):
        commits.submit(1)
    interrupted.set()
    behind = queue(commits, threads, [2])
    store.gate.set()
    assert leading.result(10) == "answer 0"
    assert behind[0].result(10) == "answer 2"
    assert store.batches == [[0], [2]]


def test_many_threads_get_their_own_answers(threads: ThreadPoolExecutor) -> None:
    """Thousands of items, clashes among them: each answered once, none lost, never two flushes at a time."""
    store = Store()

    def flush(items: Sequence[int]) -> list[str]:
        time.sleep(0.0002)  # as a database does, so that others come meanwhile
        return store.flush(items)

    commits = GroupCommit(flush, limit=7)
    chance = random.Random(1)
    items = [chance.choice([1, 1, 1, -1]) * number for number in range(1, 2001)]

    def submit(item: int) -> str:
        try:
            return commits.submit(item)
        except IntegrityError:
            return f"clash {item}"

    answers = list(threads.map(submit, items))
    assert answers == [f"answer {item}" if item > 0 else f"clash {item}" for item in items]
    assert max(map(len, store.batches)) <= 7
    assert any(len(batch) > 1 for batch in store.batches)
