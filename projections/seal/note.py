"""Signed statements: a checkpoint (c2sp.org/tlog-checkpoint) in a signed note (c2sp.org/signed-note).

    kronika/3f2a…
    18342
    s7eNgsG…=

    — kronika/3f2a… vCg5…=

The origin of the tree, the number of its entries and its root; under them whoever signed. The texts of both formats are
those of public specifications, so that witnesses and verifiers that others wrote understand them. Ed25519 only.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import NamedTuple, Protocol

from projections.seal.tree import HASH_BYTES

ED25519 = b"\x01"
"""The kind of signature, as the specification numbers it."""
KEY_ID_BYTES = 4
MAX_DIGITS = 18
"""Of a number of entries."""
MARK = "— "


class NotANote(ValueError):
    """This text is no signed note, checkpoint or key; the message says what is missing."""


class Checkpoint(NamedTuple):
    """So many entries of this origin have this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


class Signature(NamedTuple):
    """Who signed, by name and the first bytes of the digest of the key."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        return f"{MARK}{self.name} {b64encode(self.key_id + self.signature).decode()}\n"


class PublicKey(NamedTuple):
    """Whom to believe; as text `name+key id+key`, which may be given to anybody."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:KEY_ID_BYTES]

    def text(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.key).decode()}"


class Signer(Protocol):
    """Signs, and never tells the key with which it does."""

    @property
    def public(self) -> PublicKey: ...

    def sign(self, message: bytes) -> bytes: ...


class SignedNote(NamedTuple):
    """A text and who signed it."""

    text: str
    signatures: tuple[Signature, ...]

    def whole(self) -> str:
        return self.text + "\n" + "".join(one.line() for one in self.signatures)

    def checkpoint(self) -> Checkpoint:
        """What it states. Lines after the third are let stand: they are others'. Raises NotANote."""
        lines = self.text.split("\n")
        if len(lines) < 3 or not lines[0] or not is_number(lines[1]):
            raise NotANote("expected the origin, the number of entries and the root, each on a line")
        root = bytes_of(lines[2])
        if len(root) != HASH_BYTES:
            raise NotANote("expected a root of 32 bytes in Base64")
        return Checkpoint(lines[0], int(lines[1]), root)

    def by(self, key: PublicKey) -> Signature | None:
        """The signature that claims to be of this key."""
        return next((one for one in self.signatures if (one.name, one.key_id) == (key.name, key.key_id)), None)


def signed(checkpoint: Checkpoint, signer: Signer) -> SignedNote:
    text = checkpoint.text()
    key = signer.public
    return SignedNote(text, (Signature(key.name, key.key_id, signer.sign(text.encode())),))


def read_note(given: str) -> SignedNote:
    """Raises NotANote."""
    text, gap, signatures = given.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise NotANote("expected a text, an empty line and at least one signature")
    if any(letter < " " and letter != "\n" for letter in given):
        raise NotANote("expected a text without control characters")
    return SignedNote(text + "\n", tuple(_signature(line) for line in signatures.split("\n")[:-1]))


def read_key(given: str) -> PublicKey:
    """Raises NotANote."""
    name, _, rest = given.strip().partition("+")
    key_id, _, key = rest.partition("+")
    found = bytes_of(key)
    public = PublicKey(name, found[1:])
    if not is_name(name) or found[:1] != ED25519 or len(public.key) != 32 or public.key_id.hex() != key_id:
        raise NotANote("expected a key as name+id+key, of the kind Ed25519")
    return public


def _signature(line: str) -> Signature:
    name, gap, encoded = line.removeprefix(MARK).partition(" ")
    found = bytes_of(encoded)
    if not line.startswith(MARK) or not gap or not is_name(name) or len(found) <= KEY_ID_BYTES:
        raise NotANote(f"expected lines that begin with {MARK!r}, a name and a signature")
    return Signature(name, found[:KEY_ID_BYTES], found[KEY_ID_BYTES:])


def is_name(given: str) -> bool:
    """Whether somebody may sign under it: it can be seen as a whole, in one piece."""
    return bool(given) and given.isprintable() and "+" not in given and not any(letter.isspace() for letter in given)


def is_number(given: str) -> bool:
    """Whether it is a number as these texts write one: no sign, no zeros before it, no end."""
    return given.isascii() and given.isdigit() and len(given) <= MAX_DIGITS and (given == "0" or given[0] != "0")


def bytes_of(encoded: str) -> bytes:
    """What stands there in Base64. Raises NotANote."""
    try:
        return b64decode(encoded, validate=True)
    except (NotBase64, ValueError) as error:
        raise NotANote("expected Base64") from error
