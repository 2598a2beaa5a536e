"""Kronika at work: contracts that are concluded and paid, through the one door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from adapters.stores import initialise
from application.block import Item
from application.engine import Outcome
from domain.contract.commands import ApprovePayment, OrderPayment, RecordConclusion, RecordMovement, RecordPublication
from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Actor, Source, Stamp

CLERK, ORDERER = Actor(role="clerk", person="bench-1"), Actor(role="approver", person="bench-2")
ADMINISTRATOR = Actor(role="budget-administrator", person="bench-3")
ACCOUNTANT = Actor(role="chief-accountant", person="bench-4")
APPROVALS = ((ORDERER, "operation orderer"), (ADMINISTRATOR, "budget administrator"), (ACCOUNTANT, "chief accountant"))
ACCOUNT = "19-2000145399/0800"
AMOUNT = {"minor": 11_000_000, "currency": "CZK"}
ORDERED_ON = "2018-05-14"
_NUMBERS = count(1)


@contextmanager
def ledger(url: str) -> Iterator[Parts]:
    """An initialised Kronika on this database."""
    initialise(url)
    with build(Settings(database=url)) as parts:
        yield parts


@contextmanager
def sqlite_url() -> Iterator[str]:
    with TemporaryDirectory(prefix="kronika-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'ledger.db'}"


def concluded(parts: Parts) -> UUID:
    """A new contract, ready to be paid."""
    number = next(_NUMBERS)
    identifier = derived_id("bench", str(number), str(uuid4()))
    opening = {
        "number": f"OLP/{number % 99_999 + 1}/{2000 + number // 99_999}",
        "regime": "tender",
        "provider": "Provider",
        "maximum": {"minor": 10**14, "currency": "CZK"},
        "period": {"start": "2018-01-01", "end": "2030-12-31"},
    }
    record(parts, _item(RecordConclusion, identifier, "2017-12-20", opening))
    record(parts, _item(RecordPublication, identifier, "2018-01-05", {"register_id": "r"}))
    return identifier


def payments(identifier: UUID) -> Iterator[Item]:
    """What an office does month after month without end: each payment is ordered, approved by three people and made."""
    for number in count():
        said = order(number)
        yield _item(OrderPayment, identifier, ORDERED_ON, said)
        for who, role in APPROVALS:
            yield _item(ApprovePayment, identifier, "2018-05-16", {"order": said["order"], "role": role}, who=who)
        yield movement(identifier, number, order=said["order"])


def orders(identifier: UUID) -> Iterator[Item]:
    """Payments that are ordered, without end: one command, one event of some four hundred bytes."""
    return (_item(OrderPayment, identifier, ORDERED_ON, order(number)) for number in count())


def order(number: int) -> dict[str, Any]:
    """What an order says, as it is written."""
    said = {"order": f"{number:06}", "amount": AMOUNT, "allocations": _month(number), "account": ACCOUNT}
    return {**said, "is_advance": False}


def movement(identifier: UUID, number: int, *, order: str | None = None) -> Item:
    """A line of the bank statement. Without an order it is recorded with the anomaly that nobody ordered it."""
    data = {
        "movement": f"2018/{number:06}/{uuid4()}",
        "amount": AMOUNT,
        "allocations": _month(number),
        "counter_account": ACCOUNT,
    }
    return _item(RecordMovement, identifier, "2018-05-21", {**data, **({"order": order} if order else {})})


def record(parts: Parts, item: Item, *, noted: int = 0) -> Outcome:
    """The answer to a command that must find so many anomalies: what is measured is what it is said to be."""
    outcome = parts.engine.handle(*item)
    assert len(outcome.anomalies) == noted, outcome.anomalies
    return outcome


def _month(number: int) -> list[dict[str, Any]]:
    return [{"month": f"{2018 + number // 12 % 12}-{number % 12 + 1:02}", "amount": AMOUNT}]


def _item(command: type[Command], identifier: UUID, on: str, data: dict[str, Any], *, who: Actor = CLERK) -> Item:
    stamp = Stamp(command_id=uuid4(), actor=who, source=Source(kind="cli"), effective_on=date.fromisoformat(on))
    return command.model_validate({"target": identifier, **data}), stamp
