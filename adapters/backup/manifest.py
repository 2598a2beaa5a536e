"""What a backup says of itself; it is written last, so that what has none is no backup."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

NAME = "manifest.json"
EVIDENCE = "evidence"
"""The folder beside the backups in which the files of evidence lie, once for all of them."""
LIST = "evidence.jsonl"
CHUNK = 1 << 20


class Part(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True)

    name: str
    columns: tuple[str, ...] = ()
    rows: int
    size: int
    sha256: str


class Manifest(BaseModel):
    """What was copied, when, and up to which position. `ledger` is None for a ledger without entries."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    ledger: str | None
    head: int
    recorded_at: int
    """Of the last entry, in microseconds since 1970."""
    made_at: AwareDatetime
    parts: tuple[Part, ...]
    evidence: Literal["here", "elsewhere"]
    keys: Literal["apart", "not kept"]
    """`not kept`: without the folder of keys no name in the vault can be opened again."""

    def part(self, name: str) -> Part:
        return next(one for one in self.parts if one.name == name)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises NoBackup."""
        try:
            return cls.model_validate_json((folder / NAME).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            raise NoBackup(folder, "there is no manifest") from None
        except ValidationError as error:
            raise NoBackup(folder, f"the manifest cannot be read: {error.errors()[0]['msg']}") from None


class NoBackup(Exception):
    """There is no backup here, or none that this program can read."""

    def __init__(self, where: Path, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where}: {why}")


def newest(source: Path) -> Path:
    """The backup that a folder is, or the newest of those in it. Raises NoBackup."""
    if (source / NAME).is_file():
        return source
    found = sorted(backups(source), key=lambda one: one.name)
    if not found:
        raise NoBackup(source, "there is no backup in this folder")
    return found[-1]


def backups(target: Path) -> Iterator[Path]:
    return (one.parent for one in target.glob(f"backup-*/{NAME}"))


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
