"""Who may have a password looked at: a few at once, and not many may wait for it.

Each password takes 64 MiB and a core for a fifth of a second. So strangers wait in a line of their own, which is soon
full: whoever comes then is told to come again. Those who have logged in before, in this browser or from this address,
and those who are logged in have another line, which no stranger can fill.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TypeVar

from anyio import CapacityLimiter
from fastapi import Request

from adapters.http.guard.limits import address_of
from adapters.http.operations.metrics import Metrics
from adapters.http.parts import Desk, at_desk
from adapters.http.problems import Problem
from adapters.telling.words import Words

Answer = TypeVar("Answer")

STRANGERS_AT_ONCE = 2
KNOWN_AT_ONCE = 1
"""Threads of their own, so that questions and commands of others go on meanwhile."""
MOST_WAITING = 20
"""In each line, those who are looked at among them: for strangers about two seconds."""
MOST_ADDRESSES = 10_000
RETRY_SECONDS = 5
LIMIT = "waiting"
FULL = Words(
    "too many log in at the moment; try again in {seconds} s",
    "právě se přihlašuje příliš mnoho lidí; zkuste to znovu za {seconds} s",
)


class _Line:
    """Those who wait for one of a few threads. Only the event loop counts them."""

    def __init__(self, at_once: int) -> None:
        self.limiter = CapacityLimiter(at_once)
        self.length = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in it, until the answer is there."""
        self.length += 1
        try:
            yield
        finally:
            self.length -= 1


class LoginQueue:
    """The two lines of one application."""

    def __init__(self, *, most_waiting: int = MOST_WAITING) -> None:
        self._strangers, self._known = _Line(STRANGERS_AT_ONCE), _Line(KNOWN_AT_ONCE)
        self._most_waiting = most_waiting
        self._addresses: OrderedDict[str, None] = OrderedDict()

    def knows(self, request: Request) -> bool:
        """Whether somebody has logged in from this address, since the server began."""
        return address_of(request.scope) in self._addresses

    def remember(self, request: Request) -> None:
        """Somebody has."""
        address = address_of(request.scope)
        self._addresses[address] = None
        self._addresses.move_to_end(address)
        if len(self._addresses) > MOST_ADDRESSES:
            self._addresses.popitem(last=False)

    async def run(self, request: Request, step: Callable[[Desk], Answer], *, is_known: bool) -> Answer:
        """The step in its turn, with a desk for no longer than it takes. Raises Problem where the line is full."""
        line = self._line(is_known=is_known)
        if line.length >= self._most_waiting:
            raise _full(request)
        with line.place():
            return await at_desk(request, step, limiter=line.limiter)

    def _line(self, *, is_known: bool) -> _Line:
        """Whoever is known takes what strangers leave free, so that a morning in the office goes as fast as it can."""
        is_better = self._known.length >= KNOWN_AT_ONCE and self._strangers.length < STRANGERS_AT_ONCE
        return self._strangers if not is_known or is_better else self._known


def _full(request: Request) -> Problem:
    metrics: Metrics = request.app.state.metrics
    metrics.limited.labels(LIMIT).inc()
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "full", FULL, seconds=RETRY_SECONDS)
    problem.headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem.with_members(limit=LIMIT, retry_after=RETRY_SECONDS)
