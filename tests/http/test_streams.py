"""Those who follow the feed: each with a thread of its own, counted, and not more than the server bears."""

import asyncio
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.bootstrap import Parts
from adapters.http.guard.streams import Streams
from adapters.http.operations.metrics import Metrics
from adapters.http.operations.readiness import Readiness
from adapters.http.parts import Desks
from adapters.http.problems import Problem
from adapters.http.questions import feed
from adapters.settings import Settings
from tests.http.conftest import Caller, House


def streams(most: int) -> tuple[Streams, Metrics]:
    parts = Parts(Settings(database="sqlite:///:memory:"))
    metrics = Metrics(Readiness(parts, Desks(parts)))
    return Streams(metrics, most=most), metrics


def test_more_programs_follow_at_once_than_there_are_threads_for_questions() -> None:
    """Sixty that wait for something new: each waits in a thread, and none of them for another one's."""
    made, metrics = streams(60)
    everybody = threading.Barrier(60, timeout=30)

    def waiting() -> Generator[str, None, None]:
        everybody.wait()
        yield "came"

    async def read() -> list[str]:
        return [piece async for piece in made.apart(waiting())]

    async def all_of_them() -> list[list[str]]:
        return await asyncio.gather(*(read() for _ in range(60)))

    assert asyncio.run(all_of_them()) == [["came"]] * 60
    assert b"kronika_feed_streams 0.0" in b"\n".join(
        line for line in metrics.text().splitlines() if b"streams" in line and not line.startswith(b"#")
    )


def test_one_more_than_there_is_room_for_is_sent_away() -> None:
    made, _ = streams(1)

    async def follow() -> None:
        pieces = made.apart(piece for piece in ("first", "second"))
        assert await anext(pieces) == "first"
        with pytest.raises(Problem) as refused:
            made.check_room()
        assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "30"})
        await pieces.aclose()  # type: ignore[attr-defined]  # an asynchronous generator, as its reader sees it
        made.check_room()

    asyncio.run(follow())


def test_whoever_follows_the_feed_holds_no_connection(
    house: House, clerk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connections of the request lie ready for others while it streams on."""
    desks: Desks = house.client.app.state.desks  # type: ignore[attr-defined]  # an application, as the client sees it
    ready: list[int] = []

    def stream(*_: object) -> Generator[str, None, None]:
        ready.append(len(desks._idle))
        yield ": nothing new\n\n"

    monkeypatch.setattr(feed, "_stream", stream)
    assert clerk.get("/api/v1/events", Accept="text/event-stream").status_code == 200
    assert ready == [1]


def test_connections_are_taken_by_one_request_each(house: House) -> None:
    """However many ask at once, whether or not others took the last idle ones in the same moment."""
    desks: Desks = house.client.app.state.desks  # type: ignore[attr-defined]  # the same
    everybody = threading.Barrier(4, timeout=30)

    def ask() -> int:
        with desks.desk() as desk:
            everybody.wait()
            return id(desk.database)

    with ThreadPoolExecutor(4) as pool:
        assert len({future.result() for future in [pool.submit(ask) for _ in range(4)]}) == 4


@pytest.mark.parametrize("written", ["9" * 17, "9" * 5000])
def test_a_place_in_the_feed_that_no_ledger_has_is_refused(clerk: Caller, written: str) -> None:
    """What a store could not even look for; what is no number at all begins at the beginning."""
    answer = clerk.get("/api/v1/events", **{"Last-Event-ID": written})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (400, "header.Last-Event-ID")
    assert [clerk.get("/api/v1/events", **{"Last-Event-ID": one}).status_code for one in ("9" * 16, "x")] == [200, 200]
