"""Threads that do what may wait for the disk, handed work in as few steps as can be.

The library's own hand-over costs the event loop half as much as everything else that it does for a command.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar
from weakref import finalize

Answer = TypeVar("Answer")

MOST_THREADS = 40
"""As many as the library has; who comes then waits for the first that is free."""


@dataclass(slots=True)
class _Task(Generic[Answer]):
    """Something to be done, and who waits for it."""

    work: Callable[[], Answer]
    context: Context
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Answer]"

    def run(self) -> None:
        """In a worker's thread; what is raised is raised to whoever waits."""
        try:
            done = self.context.run(self.work)
        except BaseException as error:  # noqa: BLE001  # whatever it is: somebody waits to hear of it
            self._tell(self.answer.set_exception, error)
        else:
            self._tell(self.answer.set_result, done)

    def _tell(self, settle: Callable[[Any], None], said: object) -> None:
        with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            self.loop.call_soon_threadsafe(self._settle, settle, said)

    def _settle(self, settle: Callable[[Any], None], said: object) -> None:
        if not self.answer.done():
            settle(said)


_Tasks = SimpleQueue[_Task[Any] | None]


class Workers:
    """Starts a thread where all are at work, and keeps it. Only the event loop's thread asks."""

    def __init__(self) -> None:
        self._tasks: _Tasks = SimpleQueue()
        self._threads: list[Thread] = []
        self._busy = 0
        finalize(self, _stop, self._tasks, self._threads)

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """What the work gives or raises. It is done to its end even where nobody waits any more."""
        self._busy += 1
        try:
            if len(self._threads) < min(self._busy, MOST_THREADS):
                self._start()
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[Answer] = loop.create_future()
            self._tasks.put(_Task(work, copy_context(), loop, answer))
            return await answer
        finally:
            self._busy -= 1

    def close(self) -> None:
        """Let the threads end what they are at, and wait for it."""
        for thread in _stop(self._tasks, self._threads):
            thread.join()

    def _start(self) -> None:
        thread = Thread(target=_serve, args=(self._tasks,), name="command", daemon=True)
        self._threads.append(thread)
        thread.start()


def _serve(tasks: _Tasks) -> None:
    while (task := tasks.get()) is not None:
        task.run()
        del task  # nothing of a request stays while the thread rests


def _stop(tasks: _Tasks, threads: list[Thread]) -> list[Thread]:
    """Each thread ends with the next thing that it takes; those that will."""
    stopping = threads[:]
    threads.clear()
    for _ in stopping:
        tasks.put(None)
    return stopping
