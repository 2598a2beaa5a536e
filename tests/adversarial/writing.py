"""Every way in which entries come into a ledger, each as one function that records something."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.vault import PersonalData
from application.block import BlockWriter
from application.importing.importer import Importer
from application.importing.line import Problem, RawLine
from application.importing.line_references import LineReferences
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.office.commands import OFFICE

TOGETHER = 6
"""Clerks who send at the same moment."""
CONCLUSION = {"regime": "tender", "provider": "Provider", "maximum": "1000000.00 CZK"}


@dataclass
class Desk:
    """Somebody at work on a ledger of which others know as well."""

    parts: Parts
    folder: Path

    @classmethod
    def at(cls, url: str, folder: Path) -> "Desk":
        return cls(Parts(Settings(database=url, keys=folder / "keys")), folder)

    def send(self, topic: str, target: UUID | str | None = None, *, on: str = "2018-01-02", **data: Any) -> UUID:
        """One command; the file that it was written into."""
        command = self.parts.resolver.command(topic, {"target": str(target or uuid4()), **data})
        role = "administrator" if topic.startswith("office.") else "clerk"
        return self.parts.engine.handle(command, stamp(role, on=on)).aggregate_id


def stamp(role: str, *, on: str, why: str = "the time is over") -> Stamp:
    return Stamp(
        command_id=uuid4(),
        actor=Actor(role=role),
        source=Source(kind="cli"),
        effective_on=date.fromisoformat(on),
        reason=Prose.of(why),
    )


def single(desk: Desk) -> None:
    """One act of a clerk."""
    desk.send("contract.record-conclusion", number=_number(), **CONCLUSION)


def group(desk: Desk) -> None:
    """Several at once, so that what comes while one is written is written together."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        for one in [pool.submit(single, desk) for _ in range(TOGETHER)]:
            one.result(60)


def block(desk: Desk) -> None:
    """A file of an import, in two blocks."""
    lines = [
        {
            "id": str(number),
            "command": "contract.record-conclusion",
            "data": {"number": _number(), **CONCLUSION},
            "stamp": {"effective_on": "2018-01-02"},
        }
        for number in range(20)
    ]
    problems: list[Problem] = []
    importer = Importer(
        BlockWriter(desk.parts.engine),
        desk.parts.resolver,
        LineReferences(desk.parts.ledger),
        defaults={"actor": {"role": "clerk"}},
        tell=problems.append,
        block=10,
    )
    raw = [RawLine("a file", number, json.dumps(line).encode()) for number, line in enumerate(lines, start=1)]
    importer.take_file(raw, source=str(uuid4()))
    assert problems == [], problems
    assert importer.tally.taken == len(lines)


def takeover(desk: Desk) -> None:
    """An old record."""
    desk.send("contract.take-over", number=_number(), provider="Provider")


def office(desk: Desk) -> None:
    """Somebody comes to the office."""
    desk.send("office.register-person", OFFICE, person=_person(), capacity="staff")


def correction(desk: Desk) -> None:
    """An entry reads otherwise; another reads as if it had not been."""
    file = desk.send("contract.record-conclusion", number=_number(), **CONCLUSION)
    movements = [str(uuid4()) for _ in range(2)]
    for movement in movements:
        desk.send("contract.record-movement", file, movement=movement, amount="10.00 CZK", on="2018-02-01")
    *_, first, second = desk.parts.ledger.select_aggregate(file)
    data = {"movement": movements[0], "amount": "9.00 CZK"}
    events = [str(desk.parts.decode(one).event_id) for one in (first, second)]
    correct, take_back = (
        desk.parts.resolver.command(topic, {"target": str(file), "entry": event, **more})
        for topic, event, more in (
            ("entry.correct", events[0], {"data": data}),
            ("entry.take-back", events[1], {}),
        )
    )
    for command in (correct, take_back):
        desk.parts.engine.handle(command, stamp("approver", on="2018-02-01"))


def erasure(desk: Desk) -> None:
    """Somebody's name goes for good: first it is recorded, then it is done."""
    person, vault = _person(), desk.parts.vault
    desk.send("office.register-person", OFFICE, person=person, capacity="staff", on="2005-01-03")
    vault.put(person, PersonalData(name="Zkušební Osoba"))
    desk.send("office.record-leaving", OFFICE, person=person, on="2008-02-01")
    desk.parts.erasure.person(person, stamp("administrator", on="2026-02-01"))
    assert not vault.knows(person)


PATHS: dict[str, Callable[[Desk], None]] = {
    one.__name__: one for one in (single, group, block, takeover, office, correction, erasure)
}
"""By name."""


def _number() -> str:
    """One that nobody else draws: any year will do."""
    drawn = uuid4().int
    return f"OLP/{drawn % 99_999 + 1}/{1000 + drawn // 99_999 % 9000}"


def _person() -> str:
    return f"p-{uuid4().hex[:16]}"
