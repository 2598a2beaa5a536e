"""Which bytes of an entry are sealed: everything that the ledger says of it, as a text that anybody can write down.

    kronika.entry/1
    18342
    2026-06-03T08:15:30.000125Z
    0b6f4b0e-5f0e-5c53-9d39-6d2b0a1c7f10 7
    contract.payment-made

    {"data":{"amount":…},"stamp":{…}}

Position, time of recording in UTC, aggregate and its version, topic, an empty line, and the canonical JSON (RFC 8785)
as it is stored, without a line end. This format is for ever: `sha256` of a zero byte and these bytes is the leaf.
"""

from typing import NamedTuple

FORMAT = "kronika.entry/1"


class SealedEntry(NamedTuple):
    """An entry as it is sealed; times and identifiers are text."""

    position: int
    recorded_at: str
    """UTC with six digits of a second and a Z."""
    aggregate: str
    version: int
    topic: str
    state: bytes

    def leaf(self) -> bytes:
        position, recorded_at, aggregate, version, topic, state = self
        head = f"{FORMAT}\n{position}\n{recorded_at}\n{aggregate} {version}\n{topic}\n\n"
        return head.encode() + state


class NotALeaf(ValueError):
    """These bytes are not an entry as it is sealed."""


def read_leaf(leaf: bytes) -> SealedEntry:
    """The entry that a leaf tells. Raises NotALeaf."""
    head, gap, state = leaf.partition(b"\n\n")
    try:
        said, position, recorded_at, named, topic = head.decode().split("\n")
        aggregate, version = named.split(" ")
        found = SealedEntry(int(position), recorded_at, aggregate, int(version), topic, state)
    except ValueError as error:
        raise NotALeaf("expected five lines, an empty line and the entry") from error
    if said != FORMAT or not gap or found.leaf() != leaf:
        raise NotALeaf(f"expected {FORMAT}")
    return found
