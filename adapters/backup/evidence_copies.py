"""Evidence and keys in a backup: evidence once under its digest, keys in a folder apart that follows the erasures."""

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from adapters.backup.manifest import EVIDENCE
from adapters.disk import settle, settle_names
from adapters.evidence.folder import EvidenceFolder
from adapters.evidence.store import EvidenceStore, NoEvidence
from adapters.keys import KEY_BYTES

KEYS = "p-*.key"


def copies_in(target: Path) -> EvidenceStore:
    """The files beside the backups of a folder. Nothing limits them: they were in a store before."""
    return EvidenceStore(EvidenceFolder(target / EVIDENCE), max_bytes=sys.maxsize)


def copy_evidence(source: EvidenceStore, copies: EvidenceStore) -> Iterator[tuple[str, int]]:
    """Every file with its size, copied where the copies do not have it yet; without what is disposed of meanwhile.

    Raises Damaged.
    """
    for one in source.all():
        if copies.has(one.sha256) or _copied(source, copies, one.sha256):
            yield one.sha256, one.size


def _copied(source: EvidenceStore, copies: EvidenceStore, sha256: str) -> bool:
    """Whether the file was still there to be copied. Raises Damaged."""
    try:
        with source.open(sha256) as stream:
            copies.bring_back(sha256, stream)
    except NoEvidence:
        return False
    return True


def copy_keys(source: Path, target: Path, *, people: Collection[str]) -> int:
    """Copy every key, and take away those of people who are in the vault no more; how many there are now.

    A key whose file is missing by mistake keeps its copy: only who was erased loses it.
    """
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for key in source.glob(KEYS):
        with suppress(FileNotFoundError):  # of somebody who is erased in this very moment
            content = key.read_bytes()
            if len(content) == KEY_BYTES and not (target / key.name).exists():
                _write(target / key.name, content)
    for copy in target.glob(KEYS):
        if copy.stem not in people and not (source / copy.name).exists():
            copy.unlink()
    settle_names(target)
    return sum(1 for _ in target.glob(KEYS))


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as written:
        os.fchmod(written.fileno(), 0o600)
        written.write(content)
        settle(written)
    part.replace(path)
