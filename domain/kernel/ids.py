"""Identity: client-made UUIDs for aggregates, dated claims for the numbers that people write."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, get_args, get_origin
from uuid import UUID

if TYPE_CHECKING:
    from pydantic import BaseModel

NAMESPACE = UUID("6b726f6e-696b-5a00-8000-000000000001")
"""The namespace of every derived identifier of Kronika; never changed."""


def derived_id(*parts: str) -> UUID:
    """The same UUID (version 5) for the same parts, everywhere and for ever."""
    return uuid.uuid5(NAMESPACE, "\x1f".join(parts))


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that holds the identifier of an aggregate of this kind."""

    kind: str


ProjectId = Annotated[UUID, Refers("project")]
ServiceId = Annotated[UUID, Refers("service")]
ContractId = Annotated[UUID, Refers("contract")]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A natural key is taken or given back; unique while it is held, found for ever under its old form."""

    action: Literal["take", "release"]
    kind: str
    key: str


def take(kind: str, key: str) -> ClaimChange:
    """From now on `key` names this aggregate and no other of the same claim kind."""
    return ClaimChange("take", kind, key)


def release(kind: str, key: str) -> ClaimChange:
    """`key` is free again; who looks it up in the past still finds this aggregate."""
    return ClaimChange("release", kind, key)


def references(model: "BaseModel") -> list[tuple[str, UUID]]:
    """Every aggregate that the top-level fields of `model` name, as (kind, identifier)."""
    found = []
    for name, kind in reference_fields(type(model)).items():
        value = getattr(model, name)
        if value is not None:
            found += [(kind, one) for one in (value if isinstance(value, tuple) else (value,))]
    return found


@cache
def reference_fields(model: "type[BaseModel]") -> dict[str, str]:
    """Which fields of a model name other aggregates, and of which kind."""
    kinds = {}
    for name, field in model.model_fields.items():
        marks = [m for m in field.metadata if isinstance(m, Refers)] or list(_marks(field.annotation))
        if marks:
            kinds[name] = marks[0].kind
    return kinds


def _marks(annotation: object) -> list[Refers]:
    own = [m for m in get_args(annotation)[1:] if isinstance(m, Refers)] if get_origin(annotation) is Annotated else []
    return own or [mark for argument in get_args(annotation) for mark in _marks(argument)]
