"""Group commit that never waits: what queues while a flush runs is the next batch. Pure; knows no database.

There is no thread of its own. Whoever finds nobody flushing leads: flushes the queue, its own item included, hands the
outcomes out and passes the lead to the first of those who came meanwhile. So a single caller flushes at once, in its
own thread, and everybody hears of a failure in the thread that asked.
"""

import copy
from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from eventsourcing.persistence import InterfaceError, OperationalError

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Interrupted(OperationalError):
    """The thread that flushed for this one was interrupted: the item may have been written, or not."""


class GroupCommit(Generic[Item, Answer]):
    """Brings items of many threads to `flush`, in order of arrival and at most `limit` at a time.

    `flush` takes all of its items or none, and answers them one by one; an answer that is an exception is raised to
    whoever asked. Where it raises, each item of the batch is flushed again alone, so that only the guilty one fails;
    but a store that does not answer fails the whole batch.
    """

    def __init__(self, flush: Callable[[Sequence[Item]], Sequence[Answer | Exception]], *, limit: int = 100) -> None:
        self._flush, self._limit = flush, limit
        self._mutex = Lock()
        self._queue: deque[_Ticket[Item, Answer]] = deque()
        self._leader: _Ticket[Item, Answer] | None = None

    def submit(self, item: Item) -> Answer:
        """The answer to this item, flushed alone or in company; or raise what `flush` raised for it.

        An interrupt (Ctrl+C) takes an item that still waits out of the queue; one that is just being flushed may be
        written all the same.
        """
        ticket: _Ticket[Item, Answer] = _Ticket(item)
        try:
            if not self._enter(ticket):
                ticket.turn.acquire()  # until it is answered, or called to lead
            if ticket.outcome is None:
                self._lead(ticket)
        finally:
            if ticket.outcome is None or self._leader is ticket:
                self._leave(ticket)
        assert ticket.outcome is not None
        if isinstance(ticket.outcome, Exception):
            raise ticket.outcome
        return ticket.outcome[0]

    def _enter(self, ticket: "_Ticket[Item, Answer]") -> bool:
        """Queue up; True where nobody leads, so that this one does."""
        with self._mutex:
            self._queue.append(ticket)
            if self._leader is None:
                self._leader = ticket
            return self._leader is ticket

    def _lead(self, ticket: "_Ticket[Item, Answer]") -> None:
        with self._mutex:
            ticket.batch = [self._queue.popleft() for _ in range(min(self._limit, len(self._queue)))]
        outcomes = self._outcomes([each.item for each in ticket.batch])
        for each, outcome in zip(ticket.batch, outcomes, strict=True):
            each.settle(outcome)

    def _outcomes(self, items: Sequence[Item]) -> "list[_Outcome[Answer]]":
        try:
            return [one if isinstance(one, Exception) else (one,) for one in self._flush(items)]
        except (OperationalError, InterfaceError) as failure:
            return [failure] if len(items) == 1 else [_copy(failure) for _ in items]
        except Exception as failure:  # noqa: BLE001 - whatever it is, whoever caused it has to hear of it
            return [failure] if len(items) == 1 else [one for item in items for one in self._outcomes([item])]

    def _leave(self, ticket: "_Ticket[Item, Answer]") -> None:
        """Pass the lead on. After an interrupt also leave the queue, and give up the batch that was being flushed."""
        with self._mutex:
            if ticket in self._queue:
                self._queue.remove(ticket)
            for each in ticket.batch:
                if each.outcome is None:
                    each.settle(Interrupted("the flush was interrupted; what it wrote is not known"))
            ticket.batch = []
            if self._leader is ticket:
                self._leader = self._queue[0] if self._queue else None
                if self._leader is not None:
                    self._leader.turn.release()


def _copy(failure: Exception) -> Exception:
    """The same failure for one of several threads; a raised exception collects the traceback of its own thread."""
    copied = copy.copy(failure)
    copied.__cause__ = failure
    return copied


_Outcome = tuple[Answer] | Exception


class _Ticket(Generic[Item, Answer]):
    """One caller's place: what is to be flushed, what came of it, and the lock that its thread sleeps on."""

    __slots__ = ("batch", "item", "outcome", "turn")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.outcome: _Outcome[Answer] | None = None
        self.batch: list[_Ticket[Item, Answer]] = []
        self.turn = Lock()
        self.turn.acquire()

    def settle(self, outcome: "_Outcome[Answer]") -> None:
        self.outcome = outcome
        self.turn.release()
