"""A question waits until its views have seen what the caller names: bounded, and without holding up the others."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock, Thread
from time import sleep

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient, Response

from adapters.bootstrap import Parts
from adapters.http.app import create_app
from adapters.http.catching_up import CatchingUp
from adapters.http.questions.waiting import MOST_WAITING
from adapters.read_models import open_read_models
from projections import builds
from projections.network import NETWORK
from projections.projector import Projector
from projections.report import as_of_position
from projections.views import VIEWS
from tests.http.conftest import Caller, House

PATH = "/api/v1/network?valid=2018-02-01&in_force=known"


@contextmanager
def apart(house: House, *, seconds: float) -> Iterator[FastAPI]:
    """A server beside which no projector runs, over the same ledger; so long it waits."""
    settings = replace(house.parts.settings, wait_seconds=seconds)
    with Parts(settings, clock=lambda: house.now) as parts:
        app = create_app(parts, is_projecting=False)
        yield app
        app.state.desks.close()


def project(house: House, *, after: float = 0.0) -> None:
    """What the projector does, once, after so many seconds."""
    sleep(after)
    with open_read_models(house.parts.settings.database) as database:
        builds.prepare(database, VIEWS)
        Projector(database, house.parts.source, VIEWS).catch_up()


def test_what_was_just_recorded_is_told(house: House, clerk: Caller) -> None:
    """With the position that a command answered; and a position that the ledger has not is a mistake."""
    position = clerk.conclude().json()["position"]
    for path in (PATH, "/api/v1/reports/network?", "/api/v1/search?text=olp", "/api/v1/contracts/OLP-9001-2018?"):
        answer = clerk.get(f"{path}&min_position={position}")
        assert (answer.status_code, answer.json()["known_seq"]) == (200, position), path
        beyond = clerk.get(f"{path}&min_position={position + 1}")
        assert (beyond.status_code, beyond.json()["code"]) == (400, "beyond-the-ledger"), path
    for wrong in ("-1", "x", "1.5", str(2**70)):
        assert clerk.get(f"{PATH}&min_position={wrong}").status_code == 400
    assert house.parts.ledger.head() == position


def test_where_the_projector_runs_apart_a_question_waits_for_it(house: House, clerk: Caller) -> None:
    """Not asked for, it answers from what is there and says so; asked for in vain, it says when to try again."""
    clerk.conclude()
    with apart(house, seconds=0.2) as hasty, TestClient(hasty) as client:
        reader = Caller(client, clerk.secret)
        assert (reader.get(PATH).json()["known_seq"], reader.get(PATH).json()["data"]["total"]) == (0, 0)
        for named in ("min_position=1", "known_seq=1"):
            late = reader.get(f"{PATH}&{named}")
            assert (late.status_code, late.json()["code"], late.json()["reached"]) == (503, "behind", 0)
            assert int(late.headers["Retry-After"]) > 0
    with apart(house, seconds=30) as patient, TestClient(patient) as client:
        projector = Thread(target=project, args=(house,), kwargs={"after": 0.1})
        projector.start()
        answer = Caller(client, clerk.secret).get(f"{PATH}&min_position=1")
        projector.join()
        assert (answer.status_code, answer.json()["data"]["total"]) == (200, 1)


def test_whoever_waits_holds_up_nobody(house: House, clerk: Caller) -> None:
    """Twice as many as may wait, and one who asks for something else: he is answered before any of them gives up."""
    clerk.conclude()
    headers = {"Authorization": f"Bearer {clerk.secret}"}
    finished: list[str] = []

    async def ask(client: AsyncClient, name: str, path: str) -> Response:
        answer = await client.get(path, headers=headers)
        finished.append(name if answer.status_code == 200 else answer.json()["detail"])
        return answer

    async def all_at_once(app: FastAPI) -> list[Response]:
        async with AsyncClient(transport=ASGITransport(app=app), base_url="http://localhost") as client:
            waiting = [asyncio.create_task(ask(client, "waiting", f"{PATH}&min_position=1")) for _ in range(60)]
            await asyncio.sleep(0.2)
            await ask(client, "somebody", "/api/v1/contracts/OLP-9001-2018")
            return await asyncio.gather(*waiting)

    with apart(house, seconds=3) as app:
        answers = asyncio.run(all_at_once(app))
    assert {answer.status_code for answer in answers} == {503}
    crowded = [place for place, told in enumerate(finished) if told.startswith("too many")]
    gave_up = [place for place, told in enumerate(finished) if told.startswith("the view has reached")]
    assert (len(crowded), len(gave_up)) == (60 - MOST_WAITING, MOST_WAITING)
    assert finished.index("somebody") < min(gave_up)


def test_where_much_is_missing_one_request_helps_and_the_others_do_not_wait(house: House, clerk: Caller) -> None:
    """Nothing counts as little here, so that three entries are much."""
    for number in range(1, 4):
        clerk.conclude(f"OLP/900{number}/2018")
    catching_up = CatchingUp(house.parts, little=0)
    with open_read_models(house.parts.settings.database) as database:
        busy: Lock = catching_up._much
        with busy:
            catching_up.bring(database, (NETWORK,))
            assert as_of_position(database, (NETWORK,)) == 0
        catching_up.bring(database, (NETWORK,))
        assert as_of_position(database, (NETWORK,)) == 3


def test_help_ends_when_its_time_is_over(house: House, clerk: Caller) -> None:
    """A page is always taken, so that every request helps a little; here it holds everything."""
    clerk.conclude()
    with open_read_models(house.parts.settings.database) as database:
        CatchingUp(house.parts, little=1, patience_seconds=0.0).bring(database, (NETWORK,))
        assert as_of_position(database, (NETWORK,)) == 1
