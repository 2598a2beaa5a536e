"""A ledger behaves like a naive one that looks at everything and takes one write at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from adapters.stores.block import Block
from application.ledger import ClaimTaken, CommandSeen, VersionClash, Write
from domain.kernel.ids import ClaimChange
from domain.kernel.stamp import Reliance
from tests.contract.writes import AnyLedger, command, event

Action = Literal["take", "release"]

FEW = st.integers(0, 2)
VERSION = st.integers(0, 4)
ACTIONS: st.SearchStrategy[Action] = st.sampled_from(["take", "release"])
REFUSALS = (CommandSeen, VersionClash, ClaimTaken)


@dataclass(frozen=True)
class Sketch:
    """A write in small numbers, which stand for the aggregates, commands and keys of one example."""

    events: tuple[tuple[int, int], ...]
    command: int | None
    reliances: tuple[tuple[int, int], ...]
    claims: tuple[tuple[int, Action, int], ...]


SKETCHES = st.builds(
    Sketch,
    events=st.lists(st.tuples(FEW, st.integers(1, 4)), min_size=1, max_size=3).map(tuple),
    command=st.none() | st.integers(0, 5),
    reliances=st.lists(st.tuples(FEW, VERSION), max_size=1).map(tuple),
    claims=st.lists(st.tuples(FEW, ACTIONS, FEW), max_size=2).map(tuple),
)


@dataclass
class Naive:
    """What a ledger promises, said as plainly as possible."""

    events: list[tuple[UUID, int]] = field(default_factory=list)
    commands: set[UUID] = field(default_factory=set)
    held: dict[str, UUID] = field(default_factory=dict)

    def write_all(self, writes: Sequence[Write]) -> None:
        copy = Naive(list(self.events), set(self.commands), dict(self.held))
        for write in writes:
            copy.write(write)
        self.events, self.commands, self.held = copy.events, copy.commands, copy.held

    def write(self, write: Write) -> None:
        if write.command is not None and write.command.command_id in self.commands:
            raise CommandSeen
        if any(self.version(one.aggregate_id) != one.version for one in write.reliances):
            raise VersionClash
        for one in write.events:
            assert isinstance(one.originator_id, UUID)
            if one.originator_version != self.version(one.originator_id) + 1:
                raise VersionClash
            self.events.append((one.originator_id, one.originator_version))
        for aggregate_id, change in write.claims:
            self.change(aggregate_id, change)
        self.commands |= {write.command.command_id} if write.command else set()

    def change(self, aggregate_id: UUID, change: ClaimChange) -> None:
        holder = self.held.get(change.key)
        if change.action == "take" and holder is not None and holder != aggregate_id:
            raise ClaimTaken(change.kind, change.key, holder)
        if change.action == "take":
            self.held[change.key] = aggregate_id
        elif holder == aggregate_id:
            del self.held[change.key]

    def version(self, aggregate_id: UUID) -> int:
        return sum(1 for one, _ in self.events if one == aggregate_id)


class Example:
    """Fresh identifiers for the small numbers of one example, so that many examples share one ledger."""

    def __init__(self) -> None:
        self.aggregates = [uuid4() for _ in range(3)]
        self.commands = [uuid4() for _ in range(6)]
        self.keys = [str(uuid4()) for _ in range(3)]

    def write(self, sketch: Sketch) -> Write:
        target = self.aggregates[sketch.events[0][0]]
        ids, keys = self.aggregates, self.keys
        return Write(
            events=tuple(event(ids[one], version) for one, version in sketch.events),
            command=None if sketch.command is None else command(target, self.commands[sketch.command]),
            reliances=tuple(Reliance(aggregate_id=ids[one], version=seen) for one, seen in sketch.reliances),
            claims=tuple((ids[one], ClaimChange(action, "number", keys[key])) for one, action, key in sketch.claims),
        )


def outcome(ledger: "Naive | AnyLedger", block: Sequence[Write]) -> str:
    try:
        ledger.write_all(block)
    except REFUSALS as refusal:
        return type(refusal).__name__
    return "written"


def contradicts_itself(block: Sequence[Write]) -> bool:
    try:
        Block.of(block)
    except REFUSALS:
        return True
    return False


def test_a_ledger_answers_as_the_naive_one_does(ledger: AnyLedger) -> None:
    """The same blocks are taken and refused; at the end the same stands there and the same is held."""

    @given(st.lists(st.lists(SKETCHES, min_size=1, max_size=3), min_size=1, max_size=6))
    def compare(blocks: list[list[Sketch]]) -> None:
        example, naive, start = Example(), Naive(), ledger.head()
        for sketches in blocks:
            block = [example.write(sketch) for sketch in sketches]
            expected, found = outcome(naive, block), outcome(ledger, block)
            assert (found == "written") == (expected == "written")
            # Where several things are wrong with a block, either may be named; with one write the order is fixed.
            assert len(block) > 1 or found == expected or contradicts_itself(block)
        entries = ledger.select_entries(after=start, limit=1000)
        assert [(entry.originator_id, entry.originator_version) for entry in entries] == naive.events
        assert [entry.position for entry in entries] == list(range(start + 1, start + 1 + len(entries)))
        for aggregate_id in example.aggregates:
            held = {key for key, holder in naive.held.items() if holder == aggregate_id}
            assert {key for _, key in ledger.claims_of(aggregate_id)} == held
        taken = ledger.find_commands([("p-1", command_id) for command_id in example.commands])
        assert {command_id for _, command_id in taken} == naive.commands

    compare()
