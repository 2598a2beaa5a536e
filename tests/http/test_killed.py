"""Killed in the midst of sixteen writers who try again: what was acknowledged is recorded once, nothing is twice."""

import threading
import time
from collections.abc import Callable
from itertools import chain
from uuid import UUID, uuid4

import httpx2
import pytest

from tests.cli.runner import Cli
from tests.http.server import PATIENCE, Running, start

pytestmark = pytest.mark.slow

WRITERS = 16
EACH = 20
KILLED_AFTER = 60
"""Acknowledged commands; by then every writer has one under way."""


class Writer(threading.Thread):
    """One client: it sends its commands in order, each with its own key, and again until it has an answer."""

    def __init__(self, name: str, where: Callable[[], Running], until: float) -> None:
        super().__init__(name=name)
        self.keys = {f"OLP/{name}{number:02}/2018": str(uuid4()) for number in range(EACH)}
        self.acknowledged: dict[str, int] = {}
        self.repeated: set[str] = set()
        self.unheard: set[str] = set()
        self._where, self._until = where, until
        self._client = httpx2.Client()

    def run(self) -> None:
        with self._client:
            self._write()

    def _write(self) -> None:
        for number, key in self.keys.items():
            while number not in self.acknowledged and time.monotonic() < self._until:
                self._try(number, key)

    def _try(self, number: str, key: str) -> None:
        try:
            answer = self._where().conclude(number, key, self._client)
        except httpx2.TransportError:
            self.unheard.add(number)
            time.sleep(0.5)
            return
        assert answer.status_code in (200, 201), answer.text
        self.acknowledged[number] = answer.json()["position"]
        if answer.status_code == 200:
            self.repeated.add(number)


def test_nothing_acknowledged_is_lost_and_nothing_is_recorded_twice(any_cli: Cli, secret: str) -> None:
    """The server is killed and started again while its clients go on with the keys that they have."""
    servers = [start(any_cli, secret)]
    until = time.monotonic() + 2 * PATIENCE
    writers = [Writer(f"{number:02}", lambda: servers[-1], until) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        while sum(len(writer.acknowledged) for writer in writers) < KILLED_AFTER and time.monotonic() < until:
            time.sleep(0.005)
        servers[-1].kill()
        before = {number: position for writer in writers for number, position in writer.acknowledged.items()}
        servers.append(start(any_cli, secret))
        for writer in writers:
            writer.join(2 * PATIENCE)
        _check(servers[-1], writers, before)
    finally:
        servers[-1].kill()


def _check(server: Running, writers: list[Writer], before: dict[str, int]) -> None:
    acknowledged = {number: position for writer in writers for number, position in writer.acknowledged.items()}
    keys = dict(chain.from_iterable(writer.keys.items() for writer in writers))
    assert len(before) < len(acknowledged) == WRITERS * EACH
    assert any(writer.unheard for writer in writers), "nobody was interrupted"
    entries = server.get(f"/api/v1/events?limit={WRITERS * EACH + 1}").json()["data"]["entries"]
    assert [one["position"] for one in entries] == list(range(1, WRITERS * EACH + 1))
    assert {one["data"]["number"]: one["position"] for one in entries} == acknowledged
    assert {UUID(one["stamp"]["command_id"]) for one in entries} == {UUID(key) for key in keys.values()}
    repeated = {number for writer in writers for number in writer.repeated}
    assert repeated <= {number for writer in writers for number in writer.unheard}
    assert set(before) & repeated == set()
