"""Facts that happened, and the catalogue of their topics."""

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from domain.kernel.ids import ClaimChange

CATALOGUE: dict[str, type["Event"]] = {}
"""Every event class by its topic, which is stored for ever; moving the class changes nothing in history."""


class Payload(BaseModel):
    """Fields said once, shared by a command and the event that it records."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,  # built with the first that is read or made: a start builds none
        hide_input_in_errors=True,
        protected_namespaces=(),  # a look at every field of a thousand classes for names that no law uses
    )

    def fields(self) -> dict[str, Any]:
        """The field values as they are, not copied and not serialised."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class Event(Payload):
    """Something that was decided or observed. Holds what was decided, never what can be computed from it.

    Stored as canonical JSON with absent fields left out; a new shape is a new `schema_version` with an upcaster and a
    golden file.
    """

    topic: ClassVar[str]
    schema_version: ClassVar[int] = 1

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        topic = cls.__dict__.get("topic")
        if topic is None:
            return
        if topic in CATALOGUE and CATALOGUE[topic].__qualname__ != cls.__qualname__:
            raise TypeError(f"topic {topic!r} is already taken by {CATALOGUE[topic].__qualname__}")
        CATALOGUE[topic] = cls

    @classmethod
    def of(cls, payload: Payload, **more: Any) -> "Event":
        """This event with the fields that it shares with `payload`, and whatever else is given."""
        shared = {name: getattr(payload, name) for name in _shared(type(payload), cls)}
        return cls.model_validate(shared | more)

    def claims(self) -> Iterator[ClaimChange]:
        """The natural keys that this event takes or gives back."""
        return iter(())


@cache
def _shared(payload: type[Payload], event: type[Event]) -> tuple[str, ...]:
    """The fields that an event has in common with what asked for it."""
    return tuple(name for name in payload.model_fields if name in event.model_fields)
