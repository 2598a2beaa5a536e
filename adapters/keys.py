"""The keys of the vault: one small file for each person, in a folder apart from the ledger.

Whoever destroys the key has erased the person, wherever copies of the database lie. So the folder is backed up apart,
and its copies are thrown away sooner than those of the ledger.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from adapters.disk import settle, settle_names
from domain.kernel.person import PERSON_KEY

KEY_BYTES = 32
"""AES-256."""


class NotAKey(ValueError):
    """What should name a person in the vault is no key of one."""


class KeyFolder:
    """Makes, gives and destroys keys. Nothing is kept in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, person: str) -> bytes:
        """The key of somebody, a new one where there is none. Of two that make one at once, both get the same."""
        known = self.get(person)
        if known is not None:
            return known
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{person}.{secrets.token_hex(8)}"
        try:
            _write_durably(draft, secrets.token_bytes(KEY_BYTES))
            with suppress(FileExistsError):  # somebody was quicker; theirs is read below
                os.link(draft, self._file(person))
        finally:
            draft.unlink(missing_ok=True)
        settle_names(self.folder)
        return self._file(person).read_bytes()

    def get(self, person: str) -> bytes | None:
        """The key of somebody; None where there is none, or no more."""
        try:
            return self._file(person).read_bytes()
        except FileNotFoundError:
            return None

    def destroy(self, person: str) -> bool:
        """Overwrite the key and remove it; whether it was there. What a disk keeps of old blocks we cannot reach."""
        file = self._file(person)
        try:
            with file.open("r+b") as opened:
                opened.write(secrets.token_bytes(KEY_BYTES))
                settle(opened)
        except FileNotFoundError:
            return False
        file.unlink(missing_ok=True)
        settle_names(self.folder)
        return True

    def _file(self, person: str) -> Path:
        if not re.fullmatch(PERSON_KEY, person):
            raise NotAKey("expected the key of a person: p- and sixteen hexadecimal digits")
        return self.folder / f"{person}.key"


def _write_durably(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        settle(opened)
