"""Files that come in several pieces: what arrived is kept, so that a cut connection goes on at the exact byte.

Each upload is two small files among the drafts of the evidence store: its bytes, and a record of whose it is, how long
it will be and until when it is kept. Whoever writes holds a lock on the bytes; what is whole goes into the store.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from adapters.disk import settle
from adapters.evidence.sniffing import HEAD_BYTES
from adapters.evidence.store import CHUNK, Evidence, EvidenceRefused, EvidenceStore

KEPT = timedelta(days=1)
"""How long after its beginning an upload may go on; a receipt can be asked for as long."""
MOST_AT_ONCE = 50
"""How many unfinished uploads one sender may have."""
NAME = re.compile("[0-9a-f]{32}")
ALGORITHMS = ("sha256", "sha1")


class Upload(BaseModel):
    """What is known of an upload beside its bytes; `evidence` once it is whole and in the store."""

    model_config = ConfigDict(frozen=True)

    id: str
    owner: str
    length: int
    announced: str | None
    expires_at: AwareDatetime
    evidence: Evidence | None = None


class Checksum(NamedTuple):
    """What the sender says that one piece is: the name of the algorithm, and the digest."""

    algorithm: str
    digest: bytes


class NoUpload(LookupError):
    """There is no such upload, or no more, or it is somebody else's."""


class UploadBusy(Exception):
    """Somebody is writing this upload at the moment."""


class WrongOffset(Exception):
    """The piece does not begin where the upload stands."""

    def __init__(self, actual: int) -> None:
        self.actual = actual
        super().__init__(f"the upload stands at {actual}")


class WrongChecksum(Exception):
    """The piece is not what its sender says; nothing of it was kept."""


class TooManyUploads(Exception):
    """The sender has begun too many uploads and finished none of them."""


class Uploads:
    """Begins, continues and ends uploads into one evidence store."""

    def __init__(self, store: EvidenceStore) -> None:
        self._store = store
        self._folder = store.drafts() / "uploads"

    def begin(self, owner: str, length: int, *, now: datetime, announced: str | None = None) -> Upload:
        """A new upload of that many bytes. Raises EvidenceRefused or TooManyUploads."""
        if length == 0:
            raise EvidenceRefused("empty")
        if length > self._store.max_bytes:
            raise EvidenceRefused("too-large", limit=self._store.max_bytes)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.sweep(now)
        if sum(one.owner == owner and one.evidence is None for one in self._all()) >= MOST_AT_ONCE:
            raise TooManyUploads
        upload = Upload(
            id=secrets.token_hex(16), owner=owner, length=length, announced=announced, expires_at=now + KEPT
        )
        self._bytes(upload.id).touch(mode=0o600)
        self._write(upload)
        return upload

    def get(self, name: str, owner: str, *, now: datetime) -> Upload:
        """An upload of this owner; one that is whole is put into the store first. Raises NoUpload, EvidenceRefused."""
        upload = self._known(name, owner, now=now)
        if upload.evidence is None and self.offset(upload) == upload.length:
            with suppress(UploadBusy, NoUpload), self._writing(upload):
                return self._finish(upload)
            return self._known(name, owner, now=now)  # its writer is at it, or has just done it
        return upload

    def _known(self, name: str, owner: str, *, now: datetime) -> Upload:
        upload = self._read(name)
        if upload is None or upload.owner != owner or now >= upload.expires_at:
            raise NoUpload(name)
        return upload

    def offset(self, upload: Upload) -> int:
        """How many bytes have arrived and count: all of them where it has been put into the store. Raises NoUpload."""
        if upload.evidence is not None:
            return upload.length
        try:
            return min(self._bytes(upload.id).stat().st_size, self._unproven(upload.id))
        except FileNotFoundError:
            now = self._read(upload.id)
            if now is None or now.evidence is None:
                raise NoUpload(upload.id) from None
            return upload.length

    def append(self, upload: Upload, stream: BinaryIO, *, offset: int, checksum: Checksum | None = None) -> Upload:
        """Add the next piece; what arrives before the stream breaks is kept, unless it comes with a checksum.

        The last byte puts the file into the store. Raises NoUpload, UploadBusy, WrongOffset, WrongChecksum, and
        EvidenceRefused, after which the upload is gone.
        """
        with self._writing(upload) as written:
            if offset != written.tell():
                raise WrongOffset(written.tell())
            self._take(upload, written, stream, checksum)
            if written.tell() < upload.length:
                return upload
            return self._finish(upload)

    def end(self, upload: Upload) -> None:
        """Forget an upload; what is in the store stays there. Raises UploadBusy."""
        if upload.evidence is None:
            with self._writing(upload):
                self._forget(upload.id)
        else:
            self._forget(upload.id)

    def sweep(self, now: datetime) -> int:
        """Forget every upload whose time is over, unless it is just being written; how many there were."""
        gone = [one for one in self._all() if now >= one.expires_at]
        for one in gone:
            with suppress(UploadBusy, NoUpload):
                self.end(one)
        return len(gone)

    # One piece ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self, upload: Upload) -> Iterator[BinaryIO]:
        """The bytes, open at their end, for one writer alone; without what was never proven."""
        with self._open(upload.id) as written:
            try:
                fcntl.flock(written, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadBusy(upload.id) from None
            if not _is_still(self._bytes(upload.id), written):  # another writer has put it into the store meanwhile
                raise NoUpload(upload.id)
            size = written.seek(0, os.SEEK_END)
            proven = min(size, self._unproven(upload.id))
            if proven < size:
                written.truncate(written.seek(proven))
            self._mark(upload.id).unlink(missing_ok=True)
            yield written

    def _open(self, name: str) -> BinaryIO:
        """The bytes; read-only where they are in the store already and only the record does not say so yet."""
        path = self._bytes(name)
        try:
            return path.open("r+b") if os.access(path, os.W_OK) else path.open("rb")
        except FileNotFoundError:
            raise NoUpload(name) from None

    def _take(self, upload: Upload, written: BinaryIO, stream: BinaryIO, checksum: Checksum | None) -> None:
        start = written.tell()
        digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        if checksum:
            self._mark(upload.id).write_text(str(start), encoding="ascii")
        try:
            for chunk in self._within(upload, start, stream):
                written.write(chunk)
                if digest:
                    digest.update(chunk)
        finally:
            settle(written)
        if checksum and digest and digest.digest() != checksum.digest:
            written.truncate(written.seek(start))
            raise WrongChecksum(upload.id)
        self._mark(upload.id).unlink(missing_ok=True)

    def _within(self, upload: Upload, start: int, stream: BinaryIO) -> Iterator[bytes]:
        """The piece, as long as it stays within the length and the beginning is that of an allowed kind."""
        at, beginning = start, self._beginning(upload.id) if start < HEAD_BYTES else b""
        while chunk := stream.read(CHUNK):
            is_first_look = at < HEAD_BYTES
            at += len(chunk)
            if at > upload.length:
                self._forget(upload.id)
                raise EvidenceRefused("too-large", limit=upload.length)
            if is_first_look:
                beginning += chunk
                self._look(upload, beginning, at)
            yield chunk

    def _beginning(self, name: str) -> bytes:
        with self._bytes(name).open("rb") as stream:
            return stream.read(HEAD_BYTES)

    def _look(self, upload: Upload, beginning: bytes, at: int) -> None:
        """A file of a kind that is not taken is refused as soon as its beginning is there."""
        if at < min(HEAD_BYTES, upload.length):
            return
        try:
            self._store.kind_of(beginning[:HEAD_BYTES])
        except EvidenceRefused:
            self._forget(upload.id)
            raise

    def _finish(self, upload: Upload) -> Upload:
        """Only its one writer comes here: the bytes are whole and synced."""
        try:
            evidence = self._store.take(self._bytes(upload.id), announced=upload.announced)
        except EvidenceRefused:
            self._forget(upload.id)
            raise
        finished = upload.model_copy(update={"evidence": evidence})
        self._write(finished)
        self._bytes(upload.id).unlink(missing_ok=True)
        return finished

    # Files ----------------------------------------------------------------------------------------------------------

    def _bytes(self, name: str) -> Path:
        return self._folder / f"{name}.bytes"

    def _mark(self, name: str) -> Path:
        return self._folder / f"{name}.unproven"

    def _record(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _unproven(self, name: str) -> int:
        """From which byte on a checksum is still outstanding; a number behind every byte where none is."""
        try:
            written = self._mark(name).read_text(encoding="ascii")
        except FileNotFoundError:
            return 2**62
        return int(written) if written else 0

    def _read(self, name: str) -> Upload | None:
        if not NAME.fullmatch(name):
            return None
        try:
            return Upload.model_validate_json(self._record(name).read_bytes())
        except (FileNotFoundError, ValidationError):  # no record, or what a disk left of one
            return None

    def _write(self, upload: Upload) -> None:
        draft = self._folder / f".{upload.id}.{secrets.token_hex(4)}"
        with draft.open("w", encoding="utf-8") as written:
            written.write(upload.model_dump_json())
            settle(written)
        draft.replace(self._record(upload.id))

    def _all(self) -> Iterator[Upload]:
        found = (self._read(path.stem) for path in self._folder.glob("*.json"))
        return (one for one in found if one is not None)

    def _forget(self, name: str) -> None:
        for path in (self._record(name), self._bytes(name), self._mark(name)):
            path.unlink(missing_ok=True)


def _is_still(path: Path, opened: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(opened.fileno()))
    except FileNotFoundError:
        return False
