"""Commands sent by people with keys, where the data of a command may speak of people too."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from adapters.bootstrap import Parts
from adapters.clock import day_of
from application.engine import Outcome
from domain.kernel.command import Command
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.office.commands import OFFICE

CHIEF, CLERK, AUDITOR, CONTACT = (f"p-000000000000000{number}" for number in range(1, 5))


def stamp(
    parts: Parts, person: str | None, role: str, *, on: str | None = None, door: str = "cli", why: str | None = None
) -> Stamp:
    """Of today, by the clock of these parts, where no other day is named."""
    return Stamp(
        command_id=uuid4(),
        actor=Actor(role=role, person=person),
        source=Source.model_validate({"kind": door}),
        effective_on=date.fromisoformat(on) if on else day_of(parts.clock()),
        reason=Prose.of(why) if why else None,
    )


def command(parts: Parts, topic: str, data: dict[str, Any], target: UUID | str | None = None) -> Command:
    """What opens a file without naming one gets a new one; the office is always the one."""
    where = OFFICE if topic.startswith("office.") else target or uuid4()
    return parts.resolver.command(topic, {"target": str(where), **data})


def send(
    parts: Parts,
    topic: str,
    data: dict[str, Any],
    *,
    by: str | None,
    role: str,
    target: UUID | str | None = None,
    **more: Any,
) -> Outcome:
    return parts.engine.handle(command(parts, topic, data, target), stamp(parts, by, role, **more))


def administer(parts: Parts, what: str, by: str | None = CHIEF, **data: Any) -> Outcome:
    """Something that the administrator does in the office today."""
    return send(parts, f"office.{what}", data, by=by, role="administrator")


def staff(parts: Parts) -> None:
    """An administrator, a clerk, an auditor to the end of January 2026, and somebody without a role."""
    for person in (CHIEF, CLERK, AUDITOR, CONTACT):
        administer(parts, "register-person", by=None, person=person, capacity="staff")
    administer(parts, "grant-role", by=None, appointment="1", person=CHIEF, role="administrator")
    administer(parts, "grant-role", appointment="2", person=CLERK, role="clerk")
    administer(parts, "grant-role", appointment="3", person=AUDITOR, role="auditor", until="2026-01-31")
