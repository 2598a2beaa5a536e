"""Answers that go on for hours: threads of their own, so that whoever follows the feed holds up nobody who asks."""

from collections.abc import AsyncIterator, Generator
from http import HTTPStatus

from anyio import CapacityLimiter, to_thread

from adapters.http.operations.metrics import Metrics
from adapters.http.problems import Problem
from adapters.telling.words import Words

MOST_STREAMS = 100
FULL = Words(
    "{most} programs follow the feed already; try again later", "proud sleduje už {most} programů; zkuste později"
)
RETRY_SECONDS = "30"


class Streams:
    """The streams of one application."""

    def __init__(self, metrics: Metrics, *, most: int = MOST_STREAMS) -> None:
        self._metrics = metrics
        self._most = most
        self._open = 0
        self._threads = CapacityLimiter(most)

    def check_room(self) -> None:
        """Raises Problem where there are as many as the server bears."""
        if self._open >= self._most:
            problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "full", FULL, most=self._most)
            problem.headers = {"Retry-After": RETRY_SECONDS}
            raise problem

    async def apart(self, pieces: Generator[str, None, None]) -> AsyncIterator[str]:
        """The same pieces, each waited for in a thread of its own."""
        self._open += 1
        with self._metrics.streams.track_inprogress():
            try:
                while (piece := await to_thread.run_sync(next, pieces, None, limiter=self._threads)) is not None:
                    yield piece
            finally:
                self._open -= 1
                pieces.close()
