"""The projector inside the server: a store that fails is said, and tried again."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.http import serving
from projections import builds
from projections.builds import Build
from projections.network import NETWORK
from tests.http.watched import Opened, logged, opened

PATIENCE = 60.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def reached(house: Opened) -> int:
    return builds.checkpoint(house.parts.database, Build(NETWORK, 1))


def rename(path: Path, before: str, after: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"ALTER TABLE {before} RENAME TO {after}")


def test_it_goes_on_when_its_store_is_there_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "RETRY_SECONDS", 0.1)
    ledger = tmp_path / "kronika.db"
    with opened(tmp_path) as house, logged() as lines:
        house.caller().conclude()
        rename(ledger, "ledger", "elsewhere")
        stopping = threading.Event()
        projector = threading.Thread(target=serving._project, args=(house.app, house.parts, stopping))
        projector.start()
        time.sleep(0.5)
        assert reached(house) == 0
        rename(ledger, "elsewhere", "ledger")
        until(lambda: reached(house) == 1)
        stopping.set()
        projector.join(PATIENCE)
        assert not projector.is_alive()
        assert b"kronika_projector_pages_total" in house.app.state.metrics.text()
    failures = [line for line in lines if line["event"] == "projector.failed"]
    assert {(line["level"], line["error"]) for line in failures} == {("error", "OperationalError")}
