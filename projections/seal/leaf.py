"""Which bytes are sealed: everything that the ledger says of an entry, and everything from which it was decided.

    kronika.entry/1
    18342
    2026-06-03T08:15:30.000125Z
    0b6f4b0e-5f0e-5c53-9d39-6d2b0a1c7f10 7
    contract.payment-made

    {"data":{"amount":…},"stamp":{…}}

Position, time of recording in UTC, aggregate and its version, topic, an empty line, and the canonical JSON (RFC 8785)
as it is stored, without a line end. The decision from which an entry came is sealed in a tree of its own, at the place
of the entry:

    kronika.decision/1
    18342
    18342 18343
    2026-06-03T08:15:30.000125Z
    5a0c8f3e-0d5c-4f0b-9a55-0a3f1a8f2f64
    0b6f4b0e-5f0e-5c53-9d39-6d2b0a1c7f10
    contract.make-payment
    clerk-7

    {"data":{…},"stamp":{…},"topic":"contract.make-payment"}
    {"applied":[…],"looked_up":{…},"rule_book":"…"}

Position, the first and last entry of the command, time of recording, command, aggregate, topic, actor, an empty line,
the command and its decision. These forms are for ever: `sha256` of a zero byte and these bytes is the leaf.
"""

from typing import NamedTuple, Protocol

FORMAT = "kronika.entry/1"
DECISION_FORMAT = "kronika.decision/1"
LONGEST_NUMBER = 20


class Sealable(Protocol):
    """What stands at a position."""

    @property
    def position(self) -> int: ...

    def leaf(self) -> bytes: ...


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
        return f"{FORMAT}\n{position}\n{recorded_at}\n{aggregate} {version}\n{topic}\n\n".encode() + state


class SealedDecision(NamedTuple):
    """The command by which an entry was recorded, and how it was decided; once for each entry that it recorded."""

    position: int
    first_position: int
    last_position: int
    recorded_at: str
    command_id: str
    aggregate: str
    topic: str
    actor: str
    body: bytes
    decision: bytes

    def leaf(self) -> bytes:
        position, first, last, recorded_at, command_id, aggregate, topic, actor, body, decision = self
        head = f"{DECISION_FORMAT}\n{position}\n{first} {last}\n{recorded_at}\n{command_id}\n{aggregate}\n{topic}\n"
        return f"{head}{_on_one_line(actor)}\n\n".encode() + body + b"\n" + decision


def _on_one_line(actor: str) -> str:
    """An actor is free text: its line ends are written as they are in JSON."""
    return actor.replace("\\", "\\\\").replace("\n", "\\n")


class NotALeaf(ValueError):
    """These bytes are not an entry as it is sealed."""


def read_leaf(leaf: bytes) -> SealedEntry:
    """The entry that a leaf tells. Raises NotALeaf."""
    head, gap, state = leaf.partition(b"\n\n")
    try:
        said, position, recorded_at, named, topic = head.decode().split("\n")
        aggregate, version = named.split(" ")
        if len(position) > LONGEST_NUMBER or len(version) > LONGEST_NUMBER:
            raise NotALeaf("expected numbers that end")
        found = SealedEntry(int(position), recorded_at, aggregate, int(version), topic, state)
    except ValueError as error:
        raise NotALeaf("expected five lines, an empty line and the entry") from error
    if said != FORMAT or not gap or found.leaf() != leaf:
        raise NotALeaf(f"expected {FORMAT}")
    return found
