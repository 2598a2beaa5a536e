"""Identity: client-made UUIDs for aggregates, dated claims for the numbers that people write."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin
from uuid import UUID

if TYPE_CHECKING:
    from pydantic import BaseModel

NAMESPACE = UUID("6b726f6e-696b-5a00-8000-000000000001")
"""The namespace of every derived identifier of Kronika; never changed."""


def derived_id(*parts: str) -> UUID:
    """The same UUID (version 5) for the same parts, everywhere and for ever."""
    name = NAMESPACE.bytes + "\x1f".join(parts).encode()
    return UUID(bytes=hashlib.sha1(name, usedforsecurity=False).digest()[:16], version=5)


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that holds the identifier of an aggregate of this kind."""

    kind: str


ProjectId = Annotated[UUID, Refers("project")]
ServiceId = Annotated[UUID, Refers("service")]
ContractId = Annotated[UUID, Refers("contract")]
TenderId = Annotated[UUID, Refers("tender")]
MandateId = Annotated[UUID, Refers("mandate")]
MethodologyId = Annotated[UUID, Refers("methodology")]
NetworkEntryId = Annotated[UUID, Refers("network_entry")]
InspectionId = Annotated[UUID, Refers("inspection")]


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


@dataclass(frozen=True, slots=True)
class Spot:
    """A field that names aggregates of this kind, or holds models that do."""

    kind: str | None
    inner: "tuple[type[BaseModel], ...]"


def references(model: "BaseModel") -> list[tuple[str, UUID]]:
    """Every aggregate that a model names, at any depth, as (kind, identifier)."""
    found = []
    for name, spot in spots(type(model)).items():
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, UUID) and spot.kind is not None:
                found.append((spot.kind, one))
            elif isinstance(one, spot.inner):
                found += references(one)
    return found


@cache
def spots(model: "type[BaseModel]") -> Mapping[str, Spot]:
    """The fields of a model in which other aggregates are named, by name."""
    found = {}
    for name, field in model.model_fields.items():
        parts = [*field.metadata, *_parts(field.annotation)]
        kind = next((part.kind for part in parts if isinstance(part, Refers)), None)
        inner = tuple(part for part in parts if hasattr(part, "model_fields") and part is not model and spots(part))
        if kind is not None or inner:
            found[name] = Spot(kind, inner)
    return found


def _parts(annotation: object) -> list[Any]:
    """Every type and mark that an annotation is made of."""
    if not get_args(annotation):
        return [annotation]
    marks = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return [*marks, *(part for argument in get_args(annotation) for part in _parts(argument))]
