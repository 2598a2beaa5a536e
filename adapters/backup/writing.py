"""Make a backup: everything of one moment, while others go on writing; it gets its name when it is whole."""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from adapters.backup.evidence_copies import copies_in, copy_evidence, copy_keys
from adapters.backup.manifest import EVIDENCE, LIST, NAME, Manifest, Part, backups
from adapters.backup.tables import SELECTED, TABLES, KeptTable, Kind, lines
from adapters.bootstrap import Parts
from adapters.disk import settle, settle_names
from adapters.published import ledger_id
from adapters.sealing.copies import copy_seal, is_other_key, remembered
from adapters.vault import VAULT_PEOPLE
from projections.database import Database

UNFINISHED = ".unfinished-"
BUFFER = 1 << 20

Told = Callable[[str, int], None]
"""How far it has come: which part, and how many rows or files of it."""


class TargetTaken(Exception):
    """Something else lies where the backup should go, or the copies would lie within each other. `why` is a code."""

    def __init__(self, where: Path, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where}: {why}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the copies go; without `keys` none are made of the keys, without evidence none of the files."""

    target: Path
    keys: Path | None = None
    with_evidence: bool = True


def make_backup(parts: Parts, wanted: Wanted, *, told: Told) -> tuple[Path, Manifest]:
    """A new backup beside those in the target, and what it says of itself. Raises TargetTaken, Damaged, OSError."""
    name = ledger_id(parts.ledger)
    _check(parts, wanted, name)
    wanted.target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(wanted.target):
        draft = wanted.target / f"{UNFINISHED}{parts.clock():%Y%m%dT%H%M%SZ}"
        try:
            draft.mkdir(mode=0o700)
            manifest = _written(parts, wanted, draft, told)
            place = wanted.target / f"backup-{manifest.made_at:%Y%m%dT%H%M%SZ}-{manifest.head:09}"
            if place.exists():
                raise TargetTaken(place, "twice")
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        settle_names(wanted.target)
    parts.published.note(name, manifest.head)
    return place, manifest


def _check(parts: Parts, wanted: Wanted, name: str | None) -> None:
    """Nothing is written where something else lies. Raises TargetTaken."""
    target = wanted.target.resolve()
    if target.exists() and not target.is_dir():
        raise TargetTaken(target, "no-folder")
    others = [one for one in target.glob("*") if not _is_ours(one)]
    if others:
        raise TargetTaken(target, "not-empty")
    if any(Manifest.read(one).ledger not in (name, None) for one in backups(target)):
        raise TargetTaken(target, "other-ledger")
    keys = wanted.keys.resolve() if wanted.keys else None
    if keys and (keys.is_relative_to(target) or target.is_relative_to(keys)):
        raise TargetTaken(keys, "keys-within")
    if keys and keys == parts.settings.keys_folder.resolve():
        raise TargetTaken(keys, "keys-themselves")
    if keys and is_other_key(parts.settings.keys_folder, keys):
        raise TargetTaken(keys, "other-key")


def _is_ours(path: Path) -> bool:
    return path.name == EVIDENCE or path.name.startswith(("backup-", "."))


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One backup at a time; what a killed one left unfinished goes."""
    with (target / ".lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TargetTaken(target, "in-use") from None
        for leftover in target.glob(f"{UNFINISHED}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def _written(parts: Parts, wanted: Wanted, draft: Path, told: Told) -> Manifest:
    """Every part of the backup, the manifest last. Rows are of one moment; evidence and keys are copied after it."""
    assert parts.vault is not None  # its tables are made with it
    database = parts.side
    signed = remembered(parts.settings.keys_folder)  # before the rows, so that it reaches no further than they do
    with database.snapshot():
        (head, recorded_at), made_at = _head(database), parts.clock()
        made = [_table(draft, table, database, told) for table in TABLES]
        people = {str(row[0]) for row in database.select(f"SELECT person FROM {VAULT_PEOPLE.name}")}  # noqa: S608
    if wanted.with_evidence:
        made.append(_part(draft, LIST, _evidence_lines(parts, wanted.target), told))
    if wanted.keys:
        told("keys", copy_keys(parts.settings.keys_folder, wanted.keys, people=people))
        copy_seal(parts.settings.keys_folder, signed, wanted.keys)
    manifest = Manifest(
        ledger=ledger_id(parts.ledger) if head else None,
        head=head,
        recorded_at=recorded_at,
        made_at=made_at,
        parts=tuple(made),
        evidence="here" if wanted.with_evidence else "elsewhere",
        keys="apart" if wanted.keys else "not kept",
    )
    _part(draft, NAME, [manifest.model_dump_json(indent=1).encode()], lambda *_: None)
    settle_names(draft)
    return manifest


def _head(database: Database) -> tuple[int, int]:
    instant = SELECTED[database.dialect]("recorded_at", Kind.INSTANT)
    ((head, recorded_at),) = database.select(f"SELECT head, {instant} FROM ledger")  # noqa: S608  # names are ours
    return int(head or 0), int(recorded_at or 0)


def _table(draft: Path, table: KeptTable, database: Database, told: Told) -> Part:
    part = _part(draft, f"{table.name}.jsonl", lines(database, table), told)
    return part.model_copy(update={"columns": tuple(table.columns)})


def _evidence_lines(parts: Parts, target: Path) -> Iterator[bytes]:
    found = copy_evidence(parts.evidence, copies_in(target))
    return (orjson.dumps(one) + b"\n" for one in found)


def _part(draft: Path, name: str, content: Iterable[bytes], told: Told) -> Part:
    """Write one file, counting and hashing what goes into it."""
    digest, rows, size = hashlib.sha256(), 0, 0
    with (draft / name).open("xb", buffering=BUFFER) as written:
        for line in content:
            written.write(line)
            digest.update(line)
            size += len(line)
            rows += 1
            if rows % 10_000 == 0:
                told(name, rows)
        settle(written)
    told(name, rows)
    return Part(name=name, rows=rows, size=size, sha256=digest.hexdigest())
