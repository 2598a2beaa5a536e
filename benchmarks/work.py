"""Kronika at work: contracts that are concluded and paid, through the one door."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.stores import initialise
from application.block import Item
from application.ledger import Ledger, StoredEntry, Write, Written
from application.rehearsal import Rehearsal
from domain.contract.commands import RecordConclusion, RecordPublication
from domain.contract.commands.drawing import RecordMovement
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Actor, Source, Stamp

CLERK = Actor(role="clerk", person="bench-1")
ACCOUNT = "19-2000145399/0800"
PAYMENTS = 24


@contextmanager
def ledger(url: str) -> Iterator[Parts]:
    """An initialised Kronika on this database."""
    initialise(url)
    parts = Parts(Settings(database=url))
    try:
        yield parts
    finally:
        parts.close()


@contextmanager
def sqlite_url() -> Iterator[str]:
    with TemporaryDirectory(prefix="kronika-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'ledger.db'}"


def stamp(on: date) -> Stamp:
    return Stamp(command_id=uuid4(), actor=CLERK, source=Source(kind="cli"), effective_on=on)


def conclusion(identifier: UUID, number: int) -> Item:
    command = RecordConclusion.model_validate(
        {
            "target": identifier,
            "number": f"OLP/{number % 99_999 + 1}/{2000 + number // 99_999}",
            "regime": "tender",
            "provider": "Provider",
            "maximum": {"minor": 10**14, "currency": "CZK"},
            "period": {"start": "2018-01-01", "end": "2030-12-31"},
        }
    )
    return command, stamp(date(2017, 12, 20))


def publication(identifier: UUID) -> Item:
    return RecordPublication(target=identifier, register_id="r"), stamp(date(2018, 1, 5))


def movement(identifier: UUID, number: int) -> Item:
    month = f"{2018 + number // 12 % 12}-{number % 12 + 1:02}"
    amount = {"minor": 11_000_000, "currency": "CZK"}
    command = RecordMovement.model_validate(
        {
            "target": identifier,
            "movement": f"2018/{number:06}/{uuid4()}",
            "amount": amount,
            "allocations": [{"month": month, "amount": amount}],
            "counter_account": ACCOUNT,
        }
    )
    return command, stamp(date(2018, 5, 21))


def concluded(parts: Parts, number: int) -> UUID:
    """A new contract, ready to be paid."""
    identifier = derived_id("bench", str(number), str(uuid4()))
    for item in opening(identifier, number):
        parts.engine.handle(*item)
    return identifier


def opening(identifier: UUID, number: int) -> list[Item]:
    """Concluded and published; what is paid afterwards is a fact, with the anomaly that nobody ordered it."""
    return [conclusion(identifier, number), publication(identifier)]


def whole_lives(commands: int, *, first: int = 1) -> list[Item]:
    """So many commands of contracts that are concluded, published and paid."""
    items: list[Item] = []
    for number in range(first, first + commands // (PAYMENTS + 2) + 1):
        identifier = derived_id("bench", "import", str(number))
        items += opening(identifier, number)
        items += [movement(identifier, n) for n in range(PAYMENTS)]
    return items[:commands]


class Nowhere(Rehearsal):
    """A ledger that keeps nothing: what is left is deciding and encoding."""

    def __init__(self, base: Ledger, now: datetime) -> None:
        super().__init__(base, now)
        self._count = 0
        self._at = now

    def head(self) -> int:
        return self._count

    def write(self, write: Write) -> Written:
        first = self._count + 1
        self._count += len(write.events)
        return Written(range(first, self._count + 1), self._at)

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        return [self.write(write) for write in writes]

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]:
        return []
