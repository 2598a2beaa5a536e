"""Proofs that stand alone: that an entry is in the tree of a checkpoint, and that a tree is the beginning of another.

    c2sp.org/tlog-proof@v1
    index 18341
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
    …

    (the checkpoint)

is the form of c2sp.org/tlog-proof; the other begins with `old 18000`, as a witness is asked (c2sp.org/tlog-witness).
Whoever holds the leaf, the proof and the public key needs nothing else, and nobody, to check it.
"""

from base64 import b64encode
from dataclasses import dataclass

from projections.seal.note import NotANote, SignedNote, bytes_of, is_number, read_note
from projections.seal.tree import HASH_BYTES, is_consistent, leaf_hash, root_from_leaf

INCLUSION = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 64
"""No tree is higher."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The leaf at `index`, position − 1 of the entry, is in the tree that the note states."""

    index: int
    hashes: tuple[bytes, ...]
    note: SignedNote

    def text(self) -> str:
        return f"{INCLUSION}\nindex {self.index}\n{_lines(self.hashes)}\n{self.note.whole()}"

    def holds(self, leaf: bytes) -> bool:
        """Whether it leads from this leaf to the root of the checkpoint; the signature is another question."""
        _, size, root = self.note.checkpoint()
        return root_from_leaf(self.index, size, leaf_hash(leaf), self.hashes) == root


@dataclass(frozen=True, slots=True)
class Consistency:
    """The tree of `earlier` entries is the beginning of the one that the note states."""

    earlier: int
    hashes: tuple[bytes, ...]
    note: SignedNote

    def text(self) -> str:
        return f"old {self.earlier}\n{_lines(self.hashes)}\n{self.note.whole()}"

    def holds(self, earlier_root: bytes) -> bool:
        """Whether it leads from this root to that of the checkpoint; the signatures are another question."""
        _, size, root = self.note.checkpoint()
        return is_consistent(self.earlier, size, earlier_root, root, self.hashes)


def read_inclusion(given: str) -> Inclusion:
    """Raises NotANote."""
    first, _, rest = given.partition("\n")
    if first != INCLUSION:
        raise NotANote(f"expected {INCLUSION} on the first line")
    if rest.startswith("extra "):  # whatever others put there says nothing here
        rest = rest.partition("\n")[2]
    return Inclusion(*_read(rest, "index"))


def read_consistency(given: str) -> Consistency:
    """Raises NotANote."""
    return Consistency(*_read(given, "old"))


def _read(given: str, word: str) -> tuple[int, tuple[bytes, ...], SignedNote]:
    head, gap, note = given.partition("\n\n")
    first, *encoded = head.split("\n")
    said, _, number = first.partition(" ")
    if said != word or not gap or not is_number(number):
        raise NotANote(f"expected {word!r} and a number, hashes, an empty line and a checkpoint")
    hashes = tuple(bytes_of(line) for line in encoded)
    if len(hashes) > MAX_HASHES or any(len(one) != HASH_BYTES for one in hashes):
        raise NotANote(f"expected at most {MAX_HASHES} hashes of {HASH_BYTES} bytes")
    return int(number), hashes, read_note(note)


def _lines(hashes: tuple[bytes, ...]) -> str:
    return "".join(f"{b64encode(one).decode()}\n" for one in hashes)
