"""What devices recorded on site, into the ledger: nothing is lost, nothing comes twice, nobody overwrites anybody.

All lines are looked at first and then taken in one order of their own, so that a file may be shuffled, cut or mixed of
several devices; meanwhile they lie in a file aside, and only what orders and names them is held in memory. Each stands
for itself: one that is refused holds no other back. The receipt names what was taken by id and hash, so that a device
keeps what it is not told of.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from application.block import Answer, BlockWriter, Item
from application.engine import Engine, Outcome
from application.errors import NotFound
from application.importing.answer import missing_facts, problem_of
from application.importing.field_line import FieldLine, arrived, command_of, stamp_of
from application.importing.field_sketch import LinesAside, Sketch, Told
from application.importing.line import LineProblem, Problem, ProblemKind, RawLine
from application.replay import Replay
from application.resolve import Resolver
from domain.inspection.inspection import Inspection
from domain.inspection.payloads import OnSite
from domain.kernel.entry import CORRECTIONS, Entry
from domain.kernel.ids import derived_id

BLOCK = 500
"""Lines that are written in one transaction."""


class Gap(NamedTuple):
    """Numbers that a device gave in an inspection, up to `last`, and that have not come: each from first to last."""

    device: str
    inspection: str
    last: int
    missing: tuple[tuple[int, int], ...]


class UsedTwice(NamedTuple):
    """A number that a device gave in an inspection to lines of different names: it counted anew, or there are two."""

    device: str
    inspection: str
    sequence: int


class Contradiction(NamedTuple):
    """Answers to one point that stand beside each other and differ, by their keys."""

    inspection: str
    checklist: str
    item: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of every line, in the order of the files, and what is still to come or to be settled."""

    lines: tuple[Told, ...]
    gaps: tuple[Gap, ...]
    contradictions: tuple[Contradiction, ...]
    used_twice: tuple[UsedTwice, ...] = ()
    anomalies: int = 0
    is_interrupted: bool = False

    @property
    def taken(self) -> tuple[Told, ...]:
        return tuple(one for one in self.lines if one.problem is None and not one.is_repeat)

    @property
    def already_there(self) -> tuple[Told, ...]:
        return tuple(one for one in self.lines if one.problem is None and one.is_repeat)

    @property
    def not_taken(self) -> tuple[Told, ...]:
        return tuple(one for one in self.lines if one.problem is not None)

    @property
    def is_complete(self) -> bool:
        """Whether everything that is known to have been recorded on the devices is in the ledger."""
        return not (self.not_taken or self.gaps or self.is_interrupted)


@dataclass
class FieldImport:
    """Takes the lines of device files. `role` is what those who held the devices acted in.

    `should_stop` is asked before every block; what is not written then, the same files bring next time.
    """

    engine: Engine
    resolver: Resolver
    replay: Replay
    role: str
    organisation: str | None = None
    should_stop: Callable[[], bool] = lambda: False
    block: int = BLOCK
    _named: dict[str, UUID | None] = field(default_factory=dict)

    def take(self, raw: Iterable[RawLine]) -> Receipt:
        """Take everything that is whole. Nothing is raised for what is not."""
        with LinesAside() as aside:
            lines = [self._looked_at(one, aside) for one in raw]
            told = {number: _unread(one) for number, one in enumerate(lines) if one.is_unread}
            order = sorted((n for n, one in enumerate(lines) if one.is_command), key=lambda n: (lines[n].order, n))
            blocks = (order[start : start + self.block] for start in range(0, len(order), self.block))
            is_interrupted = False
            anomalies = 0
            for block in blocks:
                if self.should_stop():
                    is_interrupted = True
                    break
                for number, (one, noted) in self._written(block, lines, aside):
                    told[number] = one
                    anomalies += noted
        inspections = self._inspections(lines)
        gaps, used_twice = self._counted(lines, inspections)
        return Receipt(
            lines=tuple(told[number] for number in sorted(told)),
            gaps=tuple(gaps),
            contradictions=tuple(self._contradictions(inspections)),
            used_twice=tuple(used_twice),
            anomalies=anomalies,
            is_interrupted=is_interrupted,
        )

    @cached_property
    def _writer(self) -> BlockWriter:
        return BlockWriter(self.engine, held=_HoldsNothing())

    @staticmethod
    def _looked_at(raw: RawLine, aside: LinesAside) -> Sketch:
        one = arrived(raw)
        at = aside.add(raw.text) if raw.text is not None and isinstance(one.said, FieldLine) else None
        return Sketch.of(one, at)

    def _written(
        self, block: Sequence[int], lines: Sequence[Sketch], aside: LinesAside
    ) -> Iterator[tuple[int, tuple[Told, int]]]:
        """What became of the lines of a block, each with how many anomalies it brought."""
        items: list[tuple[int, Item]] = []
        for number in block:
            found = self._item(lines[number], aside)
            if isinstance(found, Problem):
                yield number, (lines[number].told(problem=found), 0)
            else:
                items.append((number, found))
        answers = self._writer.write([item for _, item in items]) if items else []
        for (number, _), answer in zip(items, answers, strict=True):
            yield number, (_told(lines[number], answer), _anomalies(answer))

    def _item(self, sketch: Sketch, aside: LinesAside) -> Item | Problem:
        """The command of a line with its stamp, or what is wrong with it."""
        assert sketch.at is not None
        line = arrived(RawLine(sketch.place.file, sketch.place.line, aside.read(sketch.at))).said
        assert isinstance(line, FieldLine)
        try:
            command = command_of(line, self.resolver)
            return command, stamp_of(line, role=self.role, organisation=self.organisation)
        except LineProblem as found:
            return Problem(sketch.place, found.kind, facts=found.facts, fields=found.fields)
        except NotFound as missing:
            return Problem(sketch.place, ProblemKind.UNKNOWN_REFERENCE, missing_facts(missing))

    # What is still to come, and to be settled -----------------------------------------------------------------------

    def _inspections(self, lines: Iterable[Sketch]) -> dict[str, UUID]:
        """The inspections that the lines name, as they write them; one that is written in two ways stands once."""
        found: dict[UUID, str] = {}
        for target in dict.fromkeys(one.head.target for one in lines if one.head is not None):
            identifier = self._identifier(target)
            if identifier is not None:
                found.setdefault(identifier, target)
        return {written: identifier for identifier, written in found.items()}

    def _identifier(self, written: str) -> UUID | None:
        """The inspection that is called so; None where there is none."""
        if written not in self._named:
            try:
                identifier = self.resolver.identifier("inspection", written)
                is_there = isinstance(self.replay.state(identifier), Inspection)
                self._named[written] = identifier if is_there else None
            except NotFound:
                self._named[written] = None
        return self._named[written]

    def _counted(self, lines: Sequence[Sketch], inspections: Mapping[str, UUID]) -> tuple[list[Gap], list[UsedTwice]]:
        """What came before and what came now, by the numbers of each device: those missing, and those there twice."""
        gaps: list[Gap] = []
        twice: list[UsedTwice] = []
        for inspection, identifier in inspections.items():
            came = _recorded_numbers(self.replay.entries(identifier))
            last: dict[str, int] = {}
            for head in (one.head for one in lines if one.head is not None):
                if self._identifier(head.target) != identifier:
                    continue
                if head.id is not None:
                    came[head.device][head.sequence].add(_name(head.device, head.id))
                last[head.device] = max(last.get(head.device, 0), head.sequence)
            for device in sorted(last):
                numbers = came[device]
                highest = max(last[device], *numbers, 0)
                if missing := tuple(_missing(set(numbers), highest)):
                    gaps.append(Gap(device, inspection, highest, missing))
                twice += [UsedTwice(device, inspection, n) for n in sorted(numbers) if len(numbers[n]) > 1]
        return gaps, twice

    def _contradictions(self, inspections: Mapping[str, UUID]) -> Iterator[Contradiction]:
        for inspection, identifier in inspections.items():
            state = self.replay.state(identifier)
            assert isinstance(state, Inspection)
            for name, checklist in sorted(state.checklists.items()):
                for item in checklist.conflicts:
                    answers = {one.answer: one.value for one in checklist.standing(item)}
                    yield Contradiction(inspection, name, item, answers)


class _HoldsNothing(set[UUID]):
    """Lines of a device stand for themselves: one that is refused holds back no other on the same inspection."""

    def add(self, _: UUID) -> None:
        """Nothing is held."""


def _unread(one: Sketch) -> Told:
    assert one.problem is not None
    return one.told(problem=Problem(one.place, one.problem.kind, facts=one.problem.facts, fields=one.problem.fields))


def _told(one: Sketch, answer: Answer) -> Told:
    is_repeat = isinstance(answer, Outcome) and answer.is_repeat
    positions = answer.positions if isinstance(answer, Outcome) else range(0)
    return one.told(positions=positions, is_repeat=is_repeat, problem=problem_of(one.place, answer))


def _anomalies(answer: Answer) -> int:
    is_new = isinstance(answer, Outcome) and not answer.is_repeat
    return sum(len(entry.noted) for entry in answer.entries) if is_new and isinstance(answer, Outcome) else 0


def _name(device: str, name: str) -> str:
    """The identity of the command that a device calls so."""
    return str(derived_id("device", device, name))


Numbers = defaultdict[str, defaultdict[int, set[str]]]
"""By device and number: the commands that came under it; one whose name is not known counts as none."""


def _recorded_numbers(entries: Iterable[Entry]) -> Numbers:
    """The numbers of each device that the inspection holds, through whatever door they came; taken back or not."""
    found: Numbers = defaultdict(lambda: defaultdict(set))
    for entry in entries:
        source, event = entry.stamp.source, entry.event
        if isinstance(event, CORRECTIONS):
            continue
        if source.kind == "device" and source.reference and (source.line or "").isdecimal():
            found[source.reference][int(source.line or 0)].add(str(entry.stamp.command_id))
        if isinstance(event, OnSite) and event.device is not None and event.sequence is not None:
            found[event.device][event.sequence].add(str(entry.stamp.command_id))
    return found


def _missing(came: set[int], last: int) -> Iterator[tuple[int, int]]:
    """What is not there of 1 to last, as runs."""
    for before, after in pairwise((0, *sorted(came), last + 1)):
        if after - before > 1:
            yield before + 1, after - 1
