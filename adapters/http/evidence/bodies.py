"""A request's body as a stream that a worker thread reads: only so much in memory as was just sent."""

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import BinaryIO, TypeVar, cast

from anyio import CapacityLimiter, fail_after, from_thread, to_thread
from fastapi import Request
from starlette.requests import ClientDisconnect

from adapters.http.problems import Problem
from adapters.telling.words import Words

T = TypeVar("T")

IDLE_SECONDS = 30.0
"""How long nothing may come before a sender counts as gone."""
MOST_AT_ONCE = 16
"""How many bodies are taken in at once; others wait, so that slow senders hold up nobody who asks a question."""
MOST_WAITING = 64
"""So many wait for their turn; whoever comes then is told to come again."""
RETRY_SECONDS = 5
CROWDED = Words("too many are sending files; try again", "příliš mnoho souborů najednou; zkuste to znovu")
CUT_OFF = Words("the body ended before its end", "tělo skončilo před svým koncem")
SILENT = Words("nothing came for {seconds} seconds", "{seconds} sekund nic nepřišlo")


class Body:
    """What is being sent, to be read in a worker thread. Raises ClientDisconnect, or TimeoutError after a silence."""

    def __init__(self, request: Request) -> None:
        self._pieces: AsyncIterator[bytes] = aiter(request.stream())
        self._rest = b""

    def read(self, most: int) -> bytes:
        """What has come next, at most so much of it; empty at the end only."""
        piece = self._rest or from_thread.run(self._next)
        self._rest = piece[most:]
        return piece[:most]

    async def _next(self) -> bytes:
        with fail_after(IDLE_SECONDS):
            async for piece in self._pieces:
                if piece:
                    return piece
        return b""


async def with_body(request: Request, work: Callable[[BinaryIO], T]) -> T:
    """What `work` makes of the body, in a thread. Raises Problem where the body breaks off, and what `work` raises."""
    limiter: CapacityLimiter = request.app.state.bodies
    if limiter.statistics().tasks_waiting >= MOST_WAITING:
        problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "crowded", CROWDED)
        problem.headers = {"Retry-After": str(RETRY_SECONDS)}
        raise problem
    body = cast(BinaryIO, Body(request))
    try:
        return await to_thread.run_sync(work, body, limiter=limiter)
    except ClientDisconnect:
        raise Problem(HTTPStatus.BAD_REQUEST, "cut-off", CUT_OFF) from None
    except TimeoutError:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, "silent", SILENT, seconds=int(IDLE_SECONDS)) from None


def announced_length(request: Request) -> int | None:
    """How long the sender says that the body is; the server itself sees to it that this is true."""
    written = request.headers.get("content-length", "")
    return int(written) if written.isascii() and written.isdecimal() else None


def new_limiter() -> CapacityLimiter:
    """One for each application."""
    return CapacityLimiter(MOST_AT_ONCE)
