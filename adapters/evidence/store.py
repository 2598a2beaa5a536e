"""The evidence store: files by their SHA-256. What is in it is never overwritten, and says itself whether it is whole.

A file comes as a stream; its digest, size and kind are found while it passes, and only a whole file of an allowed kind
comes to lie under its name. The same file again changes nothing. Where files lie, a Place says: a folder
(folder.py) or a bucket (s3.py).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from adapters.disk import settle
from adapters.evidence.drafts import draft
from adapters.evidence.sniffing import ALLOWED, HEAD_BYTES, media_type

CHUNK = 1 << 20
DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file in the store: its SHA-256 in lower-case hexadecimal, its size in bytes, and what it is."""

    sha256: str
    size: int
    media_type: str | None
    is_new: bool = False


class EvidenceRefused(Exception):
    """This file is not taken. `code` is stable: `empty`, `too-large`, `wrong-type`, `not-as-announced`."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


class NoEvidence(LookupError):
    """No file with this digest is in the store."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"no file {sha256} is in the evidence store")


class Damaged(Exception):
    """A file does not have the digest under which it lies."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(sha256)


class Place(Protocol):
    """Where files lie. Nothing here looks inside them; a digest is 64 small hexadecimal digits."""

    def has(self, sha256: str) -> bool: ...

    def put(self, sha256: str, written: Path) -> bool:
        """Keep a whole file under its digest, all of it or nothing; False where it is there already."""
        ...

    def open(self, sha256: str, *, start: int = 0) -> AbstractContextManager[BinaryIO]:
        """The bytes from `start` on, as a stream. Raises NoEvidence."""
        ...

    def names(self) -> Iterator[str]:
        """Every digest in the store, in order."""
        ...

    def size(self, sha256: str) -> int:
        """Raises NoEvidence."""
        ...

    def remove(self, sha256: str) -> bool:
        """For the disposal of a file alone; whether it was there."""
        ...

    def drafts(self) -> Path:
        """The folder for what is on its way in."""
        ...


class EvidenceStore:
    """Takes, gives and checks files, wherever they lie."""

    def __init__(self, place: Place, *, max_bytes: int, allowed: Iterable[str] = ALLOWED) -> None:
        self._place = place
        self.max_bytes = max_bytes
        self.allowed = frozenset(allowed)

    def add(self, stream: BinaryIO, *, announced: str | None = None) -> Evidence:
        """Take a file in; `announced` is the digest that whoever sends it expects. Raises EvidenceRefused.

        The same file may be added again and again. Stopped in the middle, it leaves nothing under any digest.
        """
        with draft(self._place.drafts()) as (path, written):
            found = self._receive(stream, written.write)
            _as_announced(found, announced)
            settle(written)
            return replace(found, is_new=self._place.put(found.sha256, path))

    def take(self, path: Path, *, announced: str | None = None) -> Evidence:
        """Take in a file that is whole and synced already, and that nobody writes any more. Raises EvidenceRefused."""
        with path.open("rb") as stream:
            found = self._receive(stream, _forget)
        _as_announced(found, announced)
        return replace(found, is_new=self._place.put(found.sha256, path))

    def bring_back(self, sha256: str, stream: BinaryIO) -> bool:
        """A file that was in a store before, whatever is taken in today; False where it is there. Raises Damaged."""
        if self.has(sha256):
            return False
        digest = hashlib.sha256()
        with draft(self._place.drafts()) as (path, written):
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                written.write(chunk)
            if digest.hexdigest() != sha256:
                raise Damaged(sha256)
            settle(written)
            return self._place.put(sha256, path)

    def is_whole(self, sha256: str, size: int) -> bool:
        """Whether the file is there, as long as it was, and still has its digest."""
        try:
            return self._place.size(_checked(sha256)) == size and self._digest(sha256) == sha256
        except NoEvidence:
            return False

    def drafts(self) -> Path:
        """The folder on this machine for what is on its way in."""
        return self._place.drafts()

    def _receive(self, stream: BinaryIO, write: Callable[[bytes], object]) -> Evidence:
        """Write what comes, and look at it while it passes."""
        chunk = _beginning(stream)
        kind = self.kind_of(chunk)
        digest, size = hashlib.sha256(), 0
        while chunk:
            size += len(chunk)
            if size > self.max_bytes:
                raise EvidenceRefused("too-large", limit=self.max_bytes)
            digest.update(chunk)
            write(chunk)
            chunk = stream.read(CHUNK)
        return Evidence(digest.hexdigest(), size, kind)

    def kind_of(self, beginning: bytes) -> str:
        """What a file is that begins so: HEAD_BYTES of it, or all. Raises EvidenceRefused where it is not taken."""
        if not beginning:
            raise EvidenceRefused("empty")
        kind = media_type(beginning[:HEAD_BYTES])
        if kind is None or kind not in self.allowed:
            raise EvidenceRefused("wrong-type", found=kind)
        return kind

    def open(self, sha256: str, *, start: int = 0) -> AbstractContextManager[BinaryIO]:
        """The bytes of a file from `start` on, as a stream. Raises NoEvidence."""
        return self._place.open(_checked(sha256), start=start)

    def has(self, sha256: str) -> bool:
        """Whether the file is there. Raises NoEvidence for what is no digest at all."""
        return self._place.has(_checked(sha256))

    def get(self, sha256: str) -> Evidence:
        """What is known of a file without reading all of it. Raises NoEvidence."""
        with self.open(sha256) as stream:
            kind = media_type(stream.read(HEAD_BYTES))
        return Evidence(sha256, self._place.size(sha256), kind)

    def all(self) -> Iterator[Evidence]:
        """Every file, in the order of the digests; what is disposed of meanwhile is left out."""
        for name in self._place.names():
            try:
                found = self.get(name)
            except NoEvidence:
                continue
            yield found

    def verify(self) -> Iterator[tuple[str, bool]]:
        """Every digest with whether the bytes under it still have it; what is disposed of meanwhile is left out."""
        for name in self._place.names():
            try:
                is_whole = self._digest(name) == name
            except NoEvidence:
                continue
            yield name, is_whole

    def remove(self, sha256: str) -> bool:
        """Remove a file whose time is over; nothing else ever asks for this."""
        return self._place.remove(_checked(sha256))

    def _digest(self, sha256: str) -> str:
        digest = hashlib.sha256()
        with self.open(sha256) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def _as_announced(found: Evidence, announced: str | None) -> None:
    if announced is not None and announced != found.sha256:
        raise EvidenceRefused("not-as-announced", announced=announced, found=found.sha256)


def _forget(_: bytes) -> None:
    """What is written already needs no second copy."""


def _beginning(stream: BinaryIO) -> bytes:
    """Enough to tell what it is, also where a stream gives little at a time; less only where there is no more."""
    found = b""
    while len(found) < HEAD_BYTES and (more := stream.read(CHUNK)):
        found += more
    return found


def _checked(sha256: str) -> str:
    """Raises NoEvidence for what is no digest: a name must never lead out of the store."""
    if not DIGEST.fullmatch(sha256):
        raise NoEvidence(sha256)
    return sha256
