"""Where things lie: /api/v1/contracts/OLP-1900-2017/order-payment."""

from typing import NamedTuple
from uuid import UUID

from application.errors import NotFound
from application.resolve import Resolver
from domain.kernel.command import Command
from domain.kernel.ids import derived_id

ROOT = "/api/v1"
KEY_SIGN = "key:"

PROBES = frozenset({"/healthz", "/readyz"})
"""For whoever watches the process: answered under any name, and however often somebody asks."""
METRICS = "/metrics"

LOGINS = frozenset({f"{ROOT}/login", f"{ROOT}/login/password"})
"""Where passwords are tried: how often is limited apart."""

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


def opened_by_key(key: UUID) -> UUID:
    """The file that the command with this Idempotency-Key opens, unless it names one itself."""
    return derived_id("http", str(key), "target")


def file_opened_by(written: str) -> UUID | None:
    """The file that `key:UUID` means: the one that the command with this key opens; None for anything else."""
    prefix, _, key = written.partition(KEY_SIGN)
    try:
        return opened_by_key(UUID(key)) if not prefix and key else None
    except ValueError:
        return None


def target_in(resolver: Resolver, kind: str, written: str) -> UUID:
    """The file that a command is about; a correction may name it by the number of the entry. Raises NotFound."""
    try:
        return identifier_in(resolver, kind, written)
    except NotFound:
        if kind != "entry":
            raise
        return resolver.file_of_entry(written)


def identifier_in(resolver: Resolver, kind: str, written: str, *, at: int | None = None) -> UUID:
    """The file that a part of a path names. Raises NotFound.

    It is written as a UUID, as its number with hyphens in place of slashes, or as `key:` with the Idempotency-Key of
    the command that opened it.
    """
    opened = file_opened_by(written)
    if opened is not None:
        return opened
    if "\0" in written:
        raise NotFound(kind, written)
    for form in dict.fromkeys((written, written.replace("-", "/"), "/".join(written.rsplit("-", 1)))):
        try:
            return resolver.identifier(kind, form, at=at)
        except NotFound:
            continue
    raise NotFound(kind, written)
