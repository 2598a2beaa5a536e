"""Evidence in a folder: `ab/cd/abcd….`, read-only files that are linked into place whole or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from adapters.disk import settle_names
from adapters.evidence.store import DIGEST, NoEvidence

INCOMING = "incoming"


class EvidenceFolder:
    """Files of a local disk. A hard link appears at once and never replaces what is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, sha256: str) -> bool:
        return self._file(sha256).is_file()

    def put(self, sha256: str, written: Path) -> bool:
        place = self._file(sha256)
        self._make_folders(place.parent)
        written.chmod(0o444)
        try:
            os.link(written, place)
        except FileExistsError:
            return False
        settle_names(place.parent)
        return True

    def open(self, sha256: str, *, start: int = 0) -> BinaryIO:
        try:
            stream = self._file(sha256).open("rb")
        except FileNotFoundError:
            raise NoEvidence(sha256) from None
        stream.seek(start)
        return stream

    def names(self) -> Iterator[str]:
        found = (file.name for file in self.folder.glob("??/??/*"))
        return iter(sorted(name for name in found if DIGEST.fullmatch(name)))

    def size(self, sha256: str) -> int:
        try:
            return self._file(sha256).stat().st_size
        except FileNotFoundError:
            raise NoEvidence(sha256) from None

    def remove(self, sha256: str) -> bool:
        place = self._file(sha256)
        try:
            place.unlink()
        except FileNotFoundError:
            return False
        settle_names(place.parent)
        return True

    def drafts(self) -> Path:
        return self.folder / INCOMING

    def _file(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _make_folders(self, folder: Path) -> None:
        """Make and sync what is missing, from the top: a file must not lie in a folder that a crash forgets."""
        if not folder.is_dir():
            self._make_folders(folder.parent)
            folder.mkdir(exist_ok=True)
            settle_names(folder.parent)
