"""Bring a backup back into an empty place: files first, then all rows at once, then the read models anew."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.backup.checking import pages, rows, whole
from adapters.backup.evidence_copies import copies_in, copy_keys
from adapters.backup.manifest import LIST, Manifest, newest
from adapters.backup.tables import TABLES, insert, instant
from adapters.bootstrap import Parts, initialise
from adapters.published import OlderThanPublished, ledger_id
from adapters.sealing.copies import copy_seal, is_other_key, remembered, size_remembered
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.views import VIEWS

Told = Callable[[str, int], None]


class NotEmpty(Exception):
    """There is something already where the ledger should be restored; `what` names it."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back. `lost` are the entries that others had seen and the backup does not hold."""

    folder: Path
    manifest: Manifest
    published: int
    keys: int

    @property
    def lost(self) -> int:
        return max(0, self.published - self.manifest.head)


class OtherKeyThere(Exception):
    """Where the keys are to be brought another ledger's key lies, which signs for it."""

    def __init__(self, where: Path) -> None:
        self.where = where
        super().__init__(f"another key lies in {where}")


def restore(parts: Parts, source: Path, *, keys: Path | None, accepts_loss: bool, told: Told) -> Restored:
    """The backup, or the newest of those in the folder, verified first.

    Raises NoBackup, NotWhole, NotEmpty, OtherKeyThere, and OlderThanPublished where others have seen more and that is
    not accepted.
    """
    if keys and is_other_key(keys, parts.settings.keys_folder):
        raise OtherKeyThere(parts.settings.keys_folder)
    folder = newest(source)
    manifest = whole(folder, told=told)
    published = _seen(parts, manifest, keys)
    if published > manifest.head and not accepts_loss:
        raise OlderThanPublished(head=manifest.head, published=published)
    initialise(parts.settings)
    _check_empty(parts)
    if manifest.evidence == "here":
        _bring_evidence(parts, folder, told)
    brought = _bring_keys(parts, folder, keys) if keys else 0
    with parts.side.exclusive():
        _bring_rows(parts.side, folder, manifest, told)
    _build_views(parts, told)
    assert ledger_id(parts.ledger) == manifest.ledger
    return Restored(folder, manifest, published, brought)


def _seen(parts: Parts, manifest: Manifest, keys: Path | None) -> int:
    """How far others have seen the ledger, or may have: what was signed counts as handed out."""
    folders = [parts.settings.keys_folder, *([keys] if keys else [])]
    signed = (size_remembered(folder, manifest.ledger) for folder in folders)
    return max(parts.published.position(manifest.ledger), *signed)


def _check_empty(parts: Parts) -> None:
    """Raises NotEmpty."""
    assert parts.vault is not None  # its tables are made with it
    for table in TABLES:
        if parts.side.select(f"SELECT 1 FROM {table.name} LIMIT 1"):  # noqa: S608  # names are ours
            raise NotEmpty(table.name)


def _bring_evidence(parts: Parts, folder: Path, told: Told) -> None:
    copies, count = copies_in(folder.parent), 0
    for count, (sha256, _) in enumerate(rows(folder, LIST), start=1):
        with copies.open(sha256) as stream:
            parts.evidence.bring_back(sha256, stream)
        if count % 100 == 0:
            told("evidence", count)
    told("evidence", count)


def _bring_keys(parts: Parts, folder: Path, keys: Path) -> int:
    """The keys of those whom the restored vault knows; who was erased since then stays erased."""
    people = {str(person) for person, _ in rows(folder, "vault_person.jsonl")}
    copy_seal(keys, remembered(keys), parts.settings.keys_folder)
    return copy_keys(keys, parts.settings.keys_folder, people=people)


def _bring_rows(database: Database, folder: Path, manifest: Manifest, told: Told) -> None:
    parts = {part.name: part for part in manifest.parts}
    for table in TABLES:
        part, count = parts.get(f"{table.name}.jsonl"), 0
        for page in pages(folder, part.name) if part else ():
            insert(database, table, part.columns if part else (), page)
            count += len(page)
            told(table.name, count)
    at: int | str = manifest.recorded_at
    if database.dialect != "sqlite":
        at = instant(manifest.recorded_at).isoformat()
        database.select(NEXT_NUMBER)
    database.execute("UPDATE ledger SET head = :head, recorded_at = :at", {"head": manifest.head, "at": at})


NEXT_NUMBER = """
SELECT setval(pg_get_serial_sequence('commands', 'number'), coalesce(max(number), 0) + 1, false) FROM commands
"""
"""On PostgreSQL: commands go on behind those that were brought back."""


def _build_views(parts: Parts, told: Told) -> None:
    builds.prepare(parts.database, VIEWS)
    for progress in Projector(parts.database, parts.source, VIEWS).pages():
        told("views", progress.position)
