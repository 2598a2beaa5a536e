"""Pieces of stories about services: one synthetic registration and shortcuts for what happens to it."""

from typing import Any, TypeVar

from pydantic import BaseModel

from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.dated import Dated
from domain.service.commands import RecordRegistration, TakeOverService
from domain.service.events import ServiceRegistered, ServiceTakenOver
from domain.service.payloads import Capacity, Organisation, Place
from domain.service.service import Service
from tests.spec import THIS, Story, given

M = TypeVar("M", bound=BaseModel)
A = TypeVar("A", bound=Aggregate)


def said(model: type[M], **fields: Any) -> M:
    """A command, event or value from what somebody writes; a command is for the aggregate of the story."""
    target = {"target": THIS} if issubclass(model, Command) else {}
    return model.model_validate(target | fields)


PROVIDER = said(Organisation, name="Pomoc, o.p.s.", ico="12345679")
LIBEREC = said(Place, place="liberec", municipality="Liberec", orp="5105")
FIELD_FTE = said(Capacity, form="T", unit="FTE", amount="4.5")

REGISTRATION: dict[str, Any] = {
    "registration_number": "9000001",
    "provider": PROVIDER,
    "section": "43",
    "kind_as_written": "podpora samostatného bydlení",
    "forms": ("T",),
    "capacities": (FIELD_FTE,),
    "target_groups": ("osoby s chronickým duševním onemocněním",),
    "places": (LIBEREC,),
}
START = "2015-01-01"


def record_registration(**other: Any) -> RecordRegistration:
    return said(RecordRegistration, **REGISTRATION | other)


def registered(on: str = START, **other: Any) -> Story[Service]:
    """A service registered from that day on."""
    return given(Service, (on, said(ServiceRegistered, **REGISTRATION | other)))


def take_over(**known: Any) -> TakeOverService:
    return said(TakeOverService, **known)


def taken_over(**known: Any) -> Story[Service]:
    """A service from old records that state no date."""
    return given(Service, said(ServiceTakenOver, **{"registration_number": "9000001"} | known))


def contents(value: object) -> object:
    """A state as plain values that can be compared: every attribute, every setting over time."""
    if isinstance(value, Aggregate):
        return {name: contents(one) for name, one in vars(value).items()}
    if isinstance(value, Dated):
        return [(day, contents(one)) for day, one in value]
    if isinstance(value, dict):
        return {key: contents(one) for key, one in value.items()}
    return value


def evolved(story: Story[A]) -> A:
    """The state that somebody holds who has seen every entry as it came."""
    state = story.kind(THIS)
    for entry in story.entries:
        state.evolve(entry)
    return state
