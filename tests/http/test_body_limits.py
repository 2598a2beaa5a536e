"""Bodies that are too long, and senders who fall silent in the midst of one."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from adapters.bootstrap import Parts
from adapters.http.guard.body_limits import BodyLimits
from adapters.settings import Settings
from tests.http.watched import opened


def test_what_is_announced_as_too_long_is_not_read(tmp_path: Path) -> None:
    with opened(tmp_path, body_max_bytes=100) as house:
        answer = house.client.post("/api/v1/login", content=b"x" * 101, headers={"Accept-Language": "cs"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert answer.json()["detail"] == "požadavek má nejvýše 100 bajtů"
    assert answer.headers["Connection"] == "close"
    assert answer.headers["X-Request-Id"]


def test_at_the_limit_it_is_read(tmp_path: Path) -> None:
    with opened(tmp_path, body_max_bytes=100) as house:
        assert house.client.post("/api/v1/login", content=b"x" * 100).status_code != 413


class Sender:
    """A body that comes in pieces; after them the sender is silent."""

    def __init__(self, *pieces: bytes, is_whole: bool) -> None:
        self._messages = [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
        if is_whole:
            self._messages[-1]["more_body"] = False
        self.heard: list[Message] = []

    async def receive(self) -> Message:
        if self._messages:
            return self._messages.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(self, message: Message) -> None:
        self.heard.append(message)

    @property
    def status(self) -> int:
        starts = [one["status"] for one in self.heard if one["type"] == "http.response.start"]
        assert len(starts) == 1
        return int(starts[0])


def answered(sender: Sender, *, swallows: bool = False) -> int:
    """How a route that reads the whole body ends."""
    app = FastAPI()
    app.state.parts = Parts(Settings())

    @app.post("/")
    async def read(request: Request) -> dict[str, int]:
        if swallows:
            try:
                await request.body()
            except Exception:  # noqa: BLE001  # as a parser of forms does
                return {}
        return {"length": len(await request.body())}

    limited = BodyLimits(app, most_bytes=10, silence_seconds=0.05)
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "query_string": b""}
    scope |= {"app": app, "http_version": "1.1", "headers": [(b"transfer-encoding", b"chunked")]}
    asyncio.run(limited(scope, sender.receive, sender.send))
    return sender.status


@pytest.mark.parametrize("swallows", [False, True])
@pytest.mark.parametrize(
    ("pieces", "is_whole", "status"),
    [
        ((b"12345", b"67890"), True, 200),
        ((b"12345", b"678901"), True, 413),
        ((b"12345", b"678901"), False, 413),
        ((b"12345",), False, 408),
        ((), False, 408),
    ],
)
def test_pieces_are_counted_and_not_waited_for_without_end(
    pieces: tuple[bytes, ...], is_whole: bool, status: int, swallows: bool
) -> None:
    assert answered(Sender(*pieces, is_whole=is_whole), swallows=swallows) == status
