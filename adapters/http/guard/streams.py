"""Answers that go on for hours: threads of their own, so that whoever follows the feed holds up nobody who asks."""

from collections import Counter
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

from anyio import CapacityLimiter, to_thread
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from adapters.http.operations.metrics import Metrics
from adapters.http.problems import Problem
from adapters.telling.words import Words

MOST_STREAMS = 100
MOST_OF_ONE = 10
"""Of one caller, so that nobody keeps all others from following."""
FULL = Words(
    "{most} programs follow the feed already; try again later", "proud sleduje už {most} programů; zkuste později"
)
TOO_MANY = Words(
    "you follow the feed {most} times already; end one of them first",
    "proud sledujete už {most}krát; nejprve některé sledování ukončete",
)
RETRY_SECONDS = 30
LIMIT = "streams"


class Streams:
    """The streams of one application. Only the event loop's thread counts, so nobody comes between look and count."""

    def __init__(self, metrics: Metrics, *, most: int = MOST_STREAMS, most_of_one: int = MOST_OF_ONE) -> None:
        self._metrics = metrics
        self._most, self._most_of_one = most, most_of_one
        self._open = Counter[str]()
        self._threads = CapacityLimiter(most)

    @contextmanager
    def room(self, owner: str) -> Iterator[None]:
        """Room for one stream more. Raises Problem where the caller has enough, or the server bears no more."""
        if self._open[owner] >= self._most_of_one:
            raise self._full(HTTPStatus.TOO_MANY_REQUESTS, "too-many", TOO_MANY, self._most_of_one)
        if self._open.total() >= self._most:
            raise self._full(HTTPStatus.SERVICE_UNAVAILABLE, "full", FULL, self._most)
        self._open[owner] += 1
        try:
            with self._metrics.streams.track_inprogress():
                yield
        finally:
            self._open -= Counter([owner])  # whoever follows nothing is forgotten

    def _full(self, status: HTTPStatus, code: str, words: Words, most: int) -> Problem:
        self._metrics.limited.labels(LIMIT).inc()
        problem = Problem(status, code, words, most=most)
        problem.headers = {"Retry-After": str(RETRY_SECONDS)}
        return problem.with_members(limit=LIMIT, retry_after=RETRY_SECONDS)

    async def apart(self, pieces: Generator[str, None, None]) -> AsyncIterator[str]:
        """The same pieces, each waited for in a thread of its own."""
        try:
            while (piece := await to_thread.run_sync(next, pieces, None, limiter=self._threads)) is not None:
                yield piece
        finally:
            pieces.close()


class StreamAnswer(StreamingResponse):
    """An answer that takes its room when it begins and gives it back however it ends."""

    def __init__(
        self,
        streams: Streams,
        pieces: Generator[str, None, None],
        *,
        owner: str,
        media_type: str,
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(streams.apart(pieces), media_type=media_type, headers=headers)
        self._streams, self._owner = streams, owner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Problem before anything is sent."""
        with self._streams.room(self._owner):
            await super().__call__(scope, receive, send)
