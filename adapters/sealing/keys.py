"""The key that signs checkpoints: one file beside the keys of the vault, and the public half for everybody."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from adapters.disk import settle, settle_names
from projections.seal.note import PublicKey, SignedNote

NAME = "seal.pem"


class KeyMissing(Exception):
    """Checkpoints were signed with a key that is not there any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"the key {path} is not there")


class KeyUnreadable(Exception):
    """The file of the key holds no private key of the kind Ed25519."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} holds no private key of the kind Ed25519")


class KeyChanged(KeyUnreadable):
    """Checkpoints were signed, and none of them with this key."""


class SealKey:
    """Signs under a name. The key leaves this object only as its public half."""

    def __init__(self, key: Ed25519PrivateKey, *, name: str) -> None:
        self._key = key
        self.public = PublicKey(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def make_key(folder: Path) -> None:
    """A new key, where there is none. Of two that make one at once, one remains."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{NAME}.{secrets.token_hex(8)}"
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(pem)
            settle(opened)
        with suppress(FileExistsError):  # somebody was quicker
            os.link(draft, folder / NAME)
    finally:
        draft.unlink(missing_ok=True)
    settle_names(folder)


def load_key(folder: Path, *, name: str) -> SealKey:
    """Raises KeyMissing, KeyUnreadable."""
    path = folder / NAME
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise KeyMissing(path) from None
    except (ValueError, TypeError, UnsupportedAlgorithm, IsADirectoryError):
        raise KeyUnreadable(path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnreadable(path)
    return SealKey(key, name=name)


def is_signed(note: SignedNote, key: PublicKey) -> bool:
    """Whether a note bears a signature that was made with this key."""
    found = note.by(key)
    if found is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(found.signature, note.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
