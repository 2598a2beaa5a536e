"""A stranger who watches the log: RFC 6962 and the texts of c2sp.org in few lines, of their own and not Kronika's."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi.testclient import TestClient

Hashes = Sequence[bytes]


def over(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def half(size: int) -> int:
    """The largest power of two below."""
    found = 1
    while 2 * found < size:
        found *= 2
    return found


def root(leaves: Hashes) -> bytes:
    middle = half(len(leaves))
    return leaves[0] if len(leaves) == 1 else over(root(leaves[:middle]), root(leaves[middle:]))


def up(index: int, size: int, leaf: bytes, path: Hashes) -> bytes:
    """The root to which a path leads."""
    if size == 1:
        assert not path
        return leaf
    middle, rest, last = half(size), path[:-1], path[-1]
    if index < middle:
        return over(up(index, middle, leaf, rest), last)
    return over(last, up(index - middle, size - middle, leaf, rest))


def both(old: int, size: int, path: Hashes, *, old_root: bytes | None) -> tuple[bytes, bytes]:
    """The roots of the earlier and the later tree to which a path leads."""
    if old == size:
        (known,) = [old_root, *path] if old_root else path
        return known, known
    middle, rest, last = half(size), path[:-1], path[-1]
    if old <= middle:
        earlier, later = both(old, middle, rest, old_root=old_root)
        return earlier, over(later, last)
    earlier, later = both(old - middle, size - middle, rest, old_root=None)
    return over(last, earlier), over(last, later)


@dataclass
class Head:
    """What was signed."""

    size: int
    root: bytes


def proof_in(text: str) -> tuple[str, list[bytes], str]:
    """The lines above the hashes, the hashes, and the checkpoint."""
    above, _, checkpoint = text.partition("\n\n")
    lines = above.split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith(("index ", "old ")))
    return "\n".join(lines[: first + 1]), [b64decode(line) for line in lines[first + 1 :]], checkpoint


class Monitor:
    """Knows an address and a key, and believes nothing else."""

    def __init__(self, client: TestClient, prefix: str = "/seal", *, key: str | None = None) -> None:
        self._client, self._prefix = client, prefix
        self._name, _, given = (key or client.get(f"{prefix}/key").text).strip().split("+", 2)
        self._key = Ed25519PublicKey.from_public_bytes(b64decode(given)[1:])

    def head(self) -> Head:
        return self.signed(self._client.get(f"{self._prefix}/checkpoint").text)

    def signed(self, note: str) -> Head:
        """What a note states. Raises InvalidSignature."""
        text, _, signatures = note.partition("\n\n")
        (line,) = signatures.splitlines()
        mark, name, signature = line.split(" ")
        origin, size, found = text.split("\n")
        assert (mark, name, origin) == ("—", self._name, self._name)
        self._key.verify(b64decode(signature)[4:], f"{text}\n".encode())
        return Head(int(size), b64decode(found))

    def level(self, level: int, size: int) -> list[bytes]:
        """All hashes of a level of tiles, in a tree of that size."""
        full, part = divmod(size >> 8 * level, 256)
        tiles = [self._tile(f"{level}/{number:03}") for number in range(full)]
        tiles += [self._tile(f"{level}/{full:03}.p/{part}")] if part else []
        return [one for tile in tiles for one in tile]

    def _tile(self, path: str) -> list[bytes]:
        answer = self._client.get(f"{self._prefix}/tile/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream"), path
        return [answer.content[at : at + 32] for at in range(0, len(answer.content), 32)]
