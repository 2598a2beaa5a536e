"""The key that signs and what its signer remembers, copied with the keys of the vault and brought back with them."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from adapters.disk import settle, settle_names
from adapters.sealing.keys import NAME as KEY
from adapters.sealing.memory import NAME as MEMORY
from adapters.sealing.seal import origin_of
from adapters.shared_notes import SharedNotes
from projections.seal.note import NotANote, read_note
from projections.seal.tables import Tree

Notes = Mapping[str, str]
"""The newest checkpoint of each ledger."""


def remembered(folder: Path) -> Notes:
    """What the signer remembers there; nothing where that cannot be read, which `kronika verify` tells."""
    with suppress(ValueError):
        return dict(SharedNotes[str](folder / MEMORY).read())
    return {}


def size_remembered(folder: Path, ledger: str | None) -> int:
    """How many entries of a ledger were signed as far as is remembered there; 0 where none."""
    notes = remembered(folder) if ledger else {}
    return max((_size(notes.get(origin_of(ledger or "", tree))) for tree in Tree), default=0)


def is_other_key(source: Path, target: Path) -> bool:
    """Whether another key lies there already: that of another ledger, which nobody may lose."""
    try:
        return (source / KEY).read_bytes() != (target / KEY).read_bytes()
    except FileNotFoundError:
        return False


def copy_seal(source: Path, notes: Notes, target: Path) -> None:
    """Copy the key where there is none, and of each ledger what reaches further; `is_other_key` was asked before."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        content = (source / KEY).read_bytes()
        if not (target / KEY).exists():
            _write(target / KEY, content)
    if notes:
        with SharedNotes[str](target / MEMORY).changing() as known:
            for origin, note in notes.items():
                if _size(note) > _size(known.get(origin)):
                    known[origin] = note
    settle_names(target)


def _size(note: str | None) -> int:
    """How many entries a note states; 0 where it cannot be read."""
    with suppress(NotANote):
        return read_note(note).checkpoint().size if note else 0
    return 0


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as written:
        os.fchmod(written.fileno(), 0o600)
        written.write(content)
        settle(written)
    part.replace(path)
