"""Commands have threads of their own: as many as are needed, never more than are allowed, and all of them end."""

import asyncio
import threading
from threading import Barrier

import pytest

from adapters.http.workers import MOST_THREADS, Workers


def _fail() -> int:
    raise LookupError


def test_what_the_work_gives_or_raises_reaches_whoever_waits() -> None:
    """A refusal is an exception like any other."""

    async def ask(workers: Workers) -> int:
        with pytest.raises(LookupError):
            await workers.run(_fail)
        return await workers.run(lambda: 7)

    workers = Workers()
    assert asyncio.run(ask(workers)) == 7
    workers.close()


def test_work_that_waits_is_done_side_by_side_within_the_limit() -> None:
    """Forty wait for each other and meet; more than that many threads are never started."""
    met = Barrier(MOST_THREADS, timeout=60)

    async def rush(workers: Workers) -> list[int]:
        return await asyncio.gather(*(workers.run(met.wait) for _ in range(2 * MOST_THREADS)))

    workers = Workers()
    before = threading.active_count()
    assert sorted(asyncio.run(rush(workers))) == sorted(2 * list(range(MOST_THREADS)))
    assert threading.active_count() - before == MOST_THREADS
    workers.close()
    assert threading.active_count() == before


def test_what_is_at_hand_is_finished_before_it_ends() -> None:
    """Nobody waits for the answer any more, and the command is recorded all the same."""
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def work() -> None:
        begun.set()
        go_on.wait(20)
        done.append("recorded")

    async def leave(workers: Workers) -> None:
        waiting = asyncio.create_task(workers.run(work))
        await asyncio.to_thread(begun.wait, 20)
        waiting.cancel()

    workers = Workers()
    asyncio.run(leave(workers))
    go_on.set()
    workers.close()
    assert done == ["recorded"]
