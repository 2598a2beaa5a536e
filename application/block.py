"""Many commands at once, in order: decided in memory, written in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from application.engine import Engine, Outcome
from application.errors import Conflict, NotAllowed, NotFound
from application.ledger import RecordedCommand, VersionClash, Written
from application.prepare import Prepared
from application.states import States
from domain.kernel.command import Command
from domain.kernel.ids import references
from domain.kernel.rule import Refused
from domain.kernel.stamp import Stamp

Item = tuple[Command, Stamp]
Failure = Refused | NotFound | NotAllowed | Conflict


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Not tried, because an earlier command on an aggregate that it touches failed."""

    aggregate_id: UUID


Answer = Outcome | Failure | HeldBack

AT_HAND = 2_000
"""So many aggregates are kept from block to block, about a hundred megabytes: others are read again when they come."""


@dataclass
class BlockWriter:
    """Hands blocks of commands to the ledger. One block is one transaction; what fails in it fails alone.

    `held` are the aggregates on which a command failed: whatever follows on them in this run is held back. `at_hand`
    is how many aggregates are kept in memory; fewer are enough where the commands of each stand close together.
    """

    engine: Engine
    held: set[UUID] = field(default_factory=set)
    at_hand: int = AT_HAND

    def __post_init__(self) -> None:
        self._states = self._new_states()
        self._head: int | None = None
        """Where the ledger stood when the states were last known to say what it says."""

    def write(self, items: Sequence[Item]) -> list[Answer]:
        """An answer for every item, in order. Nothing is raised for a command that fails."""
        answers: list[Answer] = []
        for run in _runs(items):
            answers += self._write_one_by_one(run) if run[0][0].needs_history else self._write_run(run)
            self._states.forget_oldest(keep=self.at_hand)
        return answers

    def _write_run(self, items: Sequence[Item]) -> list[Answer]:
        seen = self.engine.ledger.find_commands({(s.owner, s.command_id) for _, s in items})
        start = head = self._meet_ledger()
        held = frozenset(self.held)
        prepared: dict[int, Prepared] = {}
        answers: dict[int, Answer] = {}
        for number, (command, stamp) in enumerate(items):
            decided = self._decide(command, stamp, seen.get((stamp.owner, stamp.command_id)), head)
            if isinstance(decided, Prepared):
                prepared[number] = decided
                head += len(decided.write.events)
            else:
                answers[number] = decided
        try:
            self._check_refusals(answers, start)
            answers |= self._flush(prepared, head)
        except IntegrityError:
            self.held.intersection_update(held)
            return self._write_one_by_one(items)
        self._head = head
        return [answers[number] for number in range(len(items))]

    def _meet_ledger(self) -> int:
        """Where the ledger stands. States are kept from block to block only while nobody else writes."""
        known, self._head = self._head, None
        head = self.engine.ledger.head()
        if head != known:
            self._states = self._new_states()
        return head

    def _check_refusals(self, answers: Mapping[int, Answer], start: int) -> None:
        """A refusal counts only where nobody wrote while the block was decided. Raises VersionClash."""
        if any(isinstance(one, Refused) for one in answers.values()) and self.engine.ledger.head() != start:
            raise VersionClash

    def _decide(self, command: Command, stamp: Stamp, seen: RecordedCommand | None, head: int) -> Prepared | Answer:
        """The command decided on the states as they will be; these take in what it records at once."""
        try:
            if seen is not None:
                return self.engine.answer_again(command, stamp, seen)
            if blocked := self._blocked(command):
                return self._hold_back(command, blocked)
            prepared = self.engine.check_and_decide(command, stamp, self._states)
        except (Refused, NotFound, NotAllowed, Conflict) as failure:
            self.held.add(command.target)
            return failure
        self._take_in(prepared, range(head + 1, head + 1 + len(prepared.write.events)))
        return prepared

    def _blocked(self, command: Command) -> UUID | None:
        if not self.held:
            return None
        touched = [command.target, *(identifier for _, identifier in references(command))]
        return next((identifier for identifier in touched if identifier in self.held), None)

    def _hold_back(self, command: Command, blocked: UUID) -> HeldBack:
        """What follows on the same aggregate waits as well, even where it was held back for another one."""
        self.held.add(command.target)
        return HeldBack(blocked)

    def _take_in(self, prepared: Prepared, positions: range) -> None:
        for draft, entry in zip(prepared.drafts, prepared.entries_at(positions, None), strict=True):
            self._states.accept(draft.state, (entry,))
        self._states.expect(prepared.write.claims)

    def _flush(self, prepared: dict[int, Prepared], head: int) -> dict[int, Answer]:
        if not prepared:
            return {}
        written = self.engine.ledger.write_all([one.write for one in prepared.values()])
        self._states.written()
        if written[-1].positions.stop - 1 != head:
            self._states = self._new_states()
        return {n: _outcome(one, place) for (n, one), place in zip(prepared.items(), written, strict=True)}

    def _write_one_by_one(self, items: Sequence[Item]) -> list[Answer]:
        """Each in its own transaction: a correction needs what is stored; a block that clashed must name the guilty.

        What these commands wrote is forgotten, so that the next block reads it anew; all other states are kept.
        """
        head = self._meet_ledger()
        answers = [self._handle(command, stamp) for command, stamp in items]
        for answer in answers:
            if isinstance(answer, Outcome) and not answer.is_repeat:
                self._states.forget(*(entry.originator_id for entry in answer.entries))
                head += len(answer.positions)
        self._head = head
        return answers

    def _handle(self, command: Command, stamp: Stamp) -> Answer:
        try:
            if blocked := self._blocked(command):
                seen = self.engine.ledger.find_command(stamp.owner, stamp.command_id)
                return self.engine.answer_again(command, stamp, seen) if seen else self._hold_back(command, blocked)
            return self.engine.handle(command, stamp)
        except (Refused, NotFound, NotAllowed, Conflict) as failure:
            self.held.add(command.target)
            return failure

    def _new_states(self) -> States:
        return States(self.engine.ledger, self.engine.wire.decode)


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """What is decided in memory and written at once: ends before a correction and before a command that came before."""
    run: list[Item] = []
    seen: set[tuple[str, UUID]] = set()
    for command, stamp in items:
        key = stamp.owner, stamp.command_id
        if run and (key in seen or command.needs_history != run[-1][0].needs_history):
            yield run
            run, seen = [], set()
        run.append((command, stamp))
        seen.add(key)
    if run:
        yield run


def _outcome(prepared: Prepared, written: Written) -> Outcome:
    return Outcome(prepared.aggregate.id, written.positions, written.recorded_at, prepared.place(written))
