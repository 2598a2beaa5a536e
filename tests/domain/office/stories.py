"""The office as its tests tell it: one administrator, and whoever else a story needs."""

from dataclasses import dataclass
from typing import Any

from domain.kernel.event import Event
from domain.kernel.stamp import Actor
from domain.office.commands import OFFICE
from domain.office.events import PersonRegistered, RoleGranted
from domain.office.office import Office
from tests.spec import Past, Story

CHIEF, CLERK, AUDITOR, CONTACT = (f"p-000000000000000{number}" for number in range(1, 5))
OPENED_ON = "2026-01-05"
PROVIDER = "26648989"


@dataclass(frozen=True)
class OfficeStory(Story[Office]):
    """A story of the one office, which has the same identifier everywhere."""

    @property
    def state(self) -> Office:
        return Office.replay(OFFICE, self.entries)


def empty(*past: Past) -> OfficeStory:
    """An office in which nobody was given a role."""
    story = OfficeStory(Office)
    for one in past:
        on, event = one if isinstance(one, tuple) else (OPENED_ON, one)
        story = story.happened(event, on=on)
    return story


def registered(*people: str) -> tuple[Event, ...]:
    return tuple(PersonRegistered(person=person, capacity="staff") for person in people)


def granted(appointment: str, person: str, role: str, **more: Any) -> RoleGranted:
    return RoleGranted.model_validate({"appointment": appointment, "person": person, "role": role, **more})


def staffed(*past: Past) -> OfficeStory:
    """An administrator, a clerk without a role, an auditor without a role; then whatever followed."""
    return empty(*registered(CHIEF, CLERK, AUDITOR), granted("1", CHIEF, "administrator"), *past)


def by(person: str | None, role: str = "administrator") -> dict[str, Any]:
    """Who acts, as a field of the stamp."""
    return {"actor": Actor(role=role, person=person)}
