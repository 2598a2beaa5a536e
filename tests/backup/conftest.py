"""A ledger with everything that a backup must hold, in folders of the test."""

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from adapters.backup.manifest import Manifest
from adapters.backup.restoring import Restored, restore
from adapters.backup.writing import Wanted, make_backup
from adapters.bootstrap import Parts
from adapters.evidence.receipts import Receipts
from adapters.identity.caller import Caller
from adapters.identity.tokens import Tokens
from adapters.reading_log import Look, ReadingLog
from adapters.settings import Settings
from adapters.vault import PersonalData
from domain.kernel.stamp import Actor
from tests import postgres_server
from tests.staffed import administer, command, stamp

PHOTO = b"\xff\xd8\xff\xe0 a photograph"
SOMEBODY, ANOTHER = "p-0000000000000001", "p-0000000000000002"


def quiet(_: str, __: int) -> None:
    """Whoever makes a backup in a test needs no progress."""


@dataclass
class Place:
    """An installation: its database, keys and evidence."""

    url: str
    folder: Path

    def __post_init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        settings = Settings(database=self.url, keys=self.folder / "keys", evidence=str(self.folder / "evidence"))
        self.parts = Parts(settings, clock=lambda: self.now)

    def close(self) -> None:
        self.parts.close()

    def conclude(self, number: str, **more: Any) -> int:
        """One contract more; its position."""
        self.now += timedelta(minutes=1)
        data = {"number": number, "regime": "tender", "provider": "Provider", "text": more.pop("text", None)}
        taken = command(self.parts, "contract.record-conclusion", {k: v for k, v in data.items() if v})
        stamped = stamp(self.parts, "p-clerk", "clerk", why="Důvod zápisu: čeština")
        return self.parts.engine.handle(taken, stamped).positions.stop - 1

    def fill(self) -> "Place":
        """Contracts, texts, a file, two people in the vault, a token, a reading."""
        photo = self.parts.evidence.add(io.BytesIO(PHOTO))
        for person in (SOMEBODY, ANOTHER):
            administer(self.parts, "register-person", by=None, person=person, capacity="staff")
            self.parts.vault.put(person, PersonalData(name=f"Zkušební {person}"))
        for number in range(1, 6):
            self.conclude(f"OLP/{number}/2025", text=photo.sha256)
        actor = Actor(role="clerk", person=SOMEBODY)
        Tokens(self.parts.side).issue("tablet", actor, now=self.now, expires_at=self.now + timedelta(days=30))
        Receipts(self.parts.side).record(photo, SOMEBODY, now=self.now)
        look = Look("show", "inspection", uuid4(), known_seq=3)
        ReadingLog(self.parts.side).note(Caller(actor, token="tablet"), [look], now=self.now)
        return self

    def back_up(self, target: Path, **more: Any) -> tuple[Path, Manifest]:
        self.now += timedelta(minutes=1)
        return make_backup(self.parts, Wanted(target, **more), told=quiet)

    def restore(self, source: Path, *, keys: Path | None = None, accepts_loss: bool = False) -> Restored:
        return restore(self.parts, source, keys=keys, accepts_loss=accepts_loss, told=quiet)


@pytest.fixture
def place(ledger_url: str, tmp_path: Path) -> Iterator[Place]:
    """An installation with everything in it, on either store."""
    made = Place(ledger_url, tmp_path / "here").fill()
    yield made
    with suppress(Exception):
        made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Another machine with nothing on it, with either store whatever the first one has."""
    if request.param == "sqlite":
        made = Place(f"sqlite:///{tmp_path / 'there' / 'kronika.db'}", tmp_path / "there")
        yield made
        made.close()
        return
    with postgres_server.database(request.getfixturevalue("postgres")) as url:
        made = Place(url, tmp_path / "there")
        yield made
        made.close()
