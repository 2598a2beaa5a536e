"""Those who follow the feed: each with a thread of its own, counted, and not more than the server bears."""

import asyncio
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

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


def streams(most: int, most_of_one: int = 100) -> tuple[Streams, Metrics]:
    parts = Parts(Settings(database="sqlite:///:memory:"))
    metrics = Metrics(Readiness(parts, Desks(parts)))
    return Streams(metrics, most=most, most_of_one=most_of_one), metrics


def test_more_programs_follow_at_once_than_there_are_threads_for_questions() -> None:
    """Sixty that wait for something new: each waits in a thread, and none of them for another one's."""
    made, metrics = streams(60)
    everybody = threading.Barrier(60, timeout=30)

    def waiting() -> Generator[str, None, None]:
        everybody.wait()
        yield "came"

    async def read() -> list[str]:
        with made.room("token t1"):
            return [piece async for piece in made.apart(waiting())]

    async def all_of_them() -> list[list[str]]:
        return await asyncio.gather(*(read() for _ in range(60)))

    assert asyncio.run(all_of_them()) == [["came"]] * 60
    assert b"kronika_feed_streams 0.0" in b"\n".join(
        line for line in metrics.text().splitlines() if b"streams" in line and not line.startswith(b"#")
    )


def test_one_more_than_there_is_room_for_is_sent_away() -> None:
    made, _ = streams(1)
    with made.room("token t1"), pytest.raises(Problem) as refused, made.room("token t2"):
        pass
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "30"})
    with made.room("token t2"):
        pass


def test_nobody_takes_the_room_of_all_others() -> None:
    """Who follows often enough is told so; for anybody else there is still room."""
    made, metrics = streams(3, most_of_one=2)
    with made.room("token t1"), made.room("token t1"), made.room("token t2"):
        with pytest.raises(Problem) as refused, made.room("token t1"):
            pass
        assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "30"})
    assert b'kronika_limited_total{limit="streams"} 1.0' in metrics.text()
    with made.room("token t1"):
        pass


def test_of_many_who_come_at_once_only_so_many_follow(
    house: House, clerk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is counted in the moment in which it gets its room; what has ended leaves room again."""
    app = house.client.app
    app.state.streams = Streams(app.state.metrics, most_of_one=2)  # type: ignore[attr-defined]  # an application, as the client sees it
    goes_on = threading.Event()

    def stream(*_: object) -> Generator[str, None, None]:
        goes_on.wait(timeout=30)
        yield ": nothing new\n\n"

    def follow(_: int) -> tuple[int, str | None]:
        answer = clerk.get("/api/v1/events", Accept="text/event-stream")
        return answer.status_code, answer.headers.get("retry-after")

    monkeypatch.setattr(feed, "_stream", stream)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(follow, number) for number in range(6)]
        refused = list(islice(as_completed(asked, timeout=30), 4))
        goes_on.set()
        assert {one.result() for one in refused} == {(429, "30")}
        assert sorted(one.result()[0] for one in asked) == [200, 200, 429, 429, 429, 429]
    assert follow(7) == (200, None)


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
    assert clerk.get("/api/v1/events", **{"Last-Event-ID": "9" * 16}).json()["code"] == "beyond-the-ledger"
    assert [clerk.get("/api/v1/events", **{"Last-Event-ID": one}).status_code for one in ("0", "x")] == [200, 200]
