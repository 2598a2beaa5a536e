"""Where things lie: /api/v1/contracts/OLP-1900-2017/order-payment."""

from typing import NamedTuple
from uuid import UUID

from application.errors import NotFound
from application.resolve import Resolver
from domain.kernel.command import Command

ROOT = "/api/v1"

PLURALS = {"methodology": "methodologies", "network_entry": "network-entries", "entry": "entries", "office": "offices"}
"""Where another form than an s at the end is the plural."""


class Place(NamedTuple):
    """Where a command is posted: the folder of its kind of file, and what is to be done."""

    folder: str
    verb: str


def collection(kind: str) -> str:
    """The folder of all files of a kind."""
    return PLURALS.get(kind, f"{kind.replace('_', '-')}s")


def place_of(command: type[Command]) -> Place:
    """Where a command is posted."""
    return Place(collection(command.aggregate), command.topic.partition(".")[2])


def identifier_in(resolver: Resolver, kind: str, written: str, *, at: int | None = None) -> UUID:
    """The file that a part of a path names: a UUID, or its number with hyphens in place of slashes. Raises NotFound."""
    for form in dict.fromkeys((written, written.replace("-", "/"))):
        try:
            return resolver.identifier(kind, form, at=at)
        except NotFound:
            continue
    raise NotFound(kind, written)
