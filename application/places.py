"""Where a file belongs: to which project and to which provider. A role given for one of them holds there alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from domain.inspection.inspection import Inspection
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.dated import Dated
from domain.kernel.ids import references
from domain.kernel.registry import Ico


@dataclass(frozen=True, slots=True)
class Place:
    """What a file is known to belong to; nothing where that is not known, or not one thing alone."""

    project: UUID | None = None
    provider: str | None = None
    is_announced: bool = True
    """Whether the provider knows of it: of an inspection by a notice, or since it began. It may be a surprise."""
    is_disclosed: bool = True
    """Whether the provider was told what is in it: of an inspection by its protocol. Till then findings are made."""


def place_of(file: Aggregate, command: Command, on: date) -> Place:
    """Where the file lies; one that the command opens lies where its data say."""
    return _as_said(command) if file.version == 0 else place_known(file, on)


def place_known(file: Aggregate, on: date) -> Place:
    """Every kind keeps `project` and `provider`, or both under `subject`; what it has not, it does not belong to."""
    subject = getattr(file, "subject", None) or file
    project = file.id if file.kind == "project" else getattr(subject, "project", None)
    provider = getattr(subject, "provider", None)
    if isinstance(provider, Dated):
        provider = provider.on(on) or provider.latest
    ico = provider if isinstance(provider, Ico) else getattr(provider, "ico", None)
    place = Place(project, None if ico is None else str(ico))
    if not isinstance(file, Inspection):
        return place
    return replace(place, is_announced=file.is_notice_delivered or file.is_started, is_disclosed=file.is_delivered)


def _as_said(command: Command) -> Place:
    projects = {identifier for kind, identifier in references(command) if kind == "project"}
    providers = {str(ico) for ico in _icos(command)}
    return Place(_only(projects), _only(providers))


def _icos(value: Any) -> Iterator[Ico]:  # noqa: ANN401  # whatever a command holds
    if isinstance(value, Ico):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _icos(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _icos(one)


def _only(found: set[Any]) -> Any:  # noqa: ANN401  # the one element, of the type of the set
    return next(iter(found)) if len(found) == 1 else None
