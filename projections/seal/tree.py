"""A Merkle tree as in RFC 6962 § 2.1: its root, proofs that a leaf is in it, proofs that it only grew.

Pure arithmetic of 32-byte SHA-256 hashes. Whoever keeps the tree answers `Nodes`; whoever checks a proof needs none.
A node is named by its level and its index from the left: a leaf is level 0, a node of level k stands over 2**k leaves.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()
"""The root of a tree without leaves."""

Hashes = Sequence[bytes]


class Nodes(Protocol):
    """Where the hashes of a tree are kept."""

    def node(self, level: int, index: int) -> bytes:
        """The hash of a node all of whose leaves are there."""
        ...


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def parents(hashes: Hashes) -> list[bytes]:
    """The level above neighbouring nodes of one level; an odd one at the end has no parent yet."""
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)]


def split(width: int) -> int:
    """How many of so many leaves go to the left: the largest power of two below them."""
    return 1 << (width - 1).bit_length() - 1


# What the keeper of a tree answers ------------------------------------------------------------------------------------


def root(nodes: Nodes, size: int) -> bytes:
    """The root of the tree as it was with so many leaves."""
    return _hash_over(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root of a tree of that size. Raises IndexError."""
    if not 0 <= index < size:
        raise IndexError(index)
    proof: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            proof.append(_hash_over(nodes, middle, end))
            end = middle
        else:
            proof.append(_hash_over(nodes, begin, middle))
            begin = middle
    return proof[::-1]


def consistency_proof(nodes: Nodes, earlier: int, size: int) -> list[bytes]:
    """The hashes which show that the tree of `earlier` leaves is the beginning of that of `size`. Raises IndexError."""
    if not 0 < earlier <= size:
        raise IndexError(earlier)
    proof: list[bytes] = []
    begin, end = 0, size
    while end != earlier:
        middle = begin + split(end - begin)
        if earlier <= middle:
            proof.append(_hash_over(nodes, middle, end))
            end = middle
        else:
            proof.append(_hash_over(nodes, begin, middle))
            begin = middle
    return proof[::-1] if begin == 0 else [_hash_over(nodes, begin, end), *reversed(proof)]


def _hash_over(nodes: Nodes, begin: int, end: int) -> bytes:
    """The root of the leaves from `begin` on, which is where a subtree of that width begins, up to `end`."""
    width = end - begin
    level = (width - 1).bit_length()
    if width == 1 << level:
        return nodes.node(level, begin >> level)
    middle = begin + split(width)
    return node_hash(_hash_over(nodes, begin, middle), _hash_over(nodes, middle, end))


# What anybody can check -----------------------------------------------------------------------------------------------


def root_from_leaf(index: int, size: int, leaf: bytes, proof: Hashes) -> bytes | None:
    """The root to which a proof leads from the hash of a leaf (RFC 9162 § 2.1.3.2); None where it leads nowhere."""
    if not 0 <= index < size:
        return None
    path, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if path & 1 or path == last:
            found = node_hash(sibling, found)
            while path & 1 == 0 and path:
                path, last = path >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        path, last = path >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(earlier: int, size: int, earlier_root: bytes, new_root: bytes, proof: Hashes) -> bool:
    """Whether the proof leads to both roots (RFC 9162 § 2.1.4.2). A tree is the beginning of any that is as large."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == new_root
    hashes = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    return bool(hashes) and _roots_along(earlier - 1, size - 1, hashes) == (earlier_root, new_root)


def _roots_along(path: int, last: int, hashes: Hashes) -> tuple[bytes, bytes] | None:
    while path & 1:
        path, last = path >> 1, last >> 1
    earlier = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if path & 1 or path == last:
            earlier, new = node_hash(sibling, earlier), node_hash(sibling, new)
            while path & 1 == 0 and path:
                path, last = path >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        path, last = path >> 1, last >> 1
    return (earlier, new) if last == 0 else None
