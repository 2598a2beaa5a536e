"""What devices recorded on site, into the ledger: nothing is lost, nothing comes twice, nobody overwrites anybody.

All lines are read first and then taken in one order of their own, so that a file may be shuffled, cut or mixed of
several devices. Each stands for itself: one that is refused holds no other back. The receipt names what was taken by id
and hash, so that a device keeps what it is not told of.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from application.block import Answer, BlockWriter, Item
from application.engine import Engine, Outcome
from application.errors import NotFound
from application.field_line import RANKS, Arrived, Count, FieldLine, arrived, command_of, stamp_of
from application.import_answer import problem_of
from application.import_line import LineProblem, Place, Problem, RawLine
from application.replay import Replay
from application.resolve import Resolver
from domain.inspection.inspection import Inspection
from domain.inspection.payloads import OnSite
from domain.kernel.entry import CORRECTIONS, Entry

BLOCK = 500
"""Lines that are written in one transaction."""


class Told(NamedTuple):
    """What became of one line. `positions` are the entries that say it, recorded now or before."""

    place: Place
    sha256: str | None
    line: FieldLine | None
    positions: range
    is_repeat: bool
    problem: Problem | None


class Gap(NamedTuple):
    """Numbers that a device gave in an inspection, up to `last`, and that have not come: each from first to last."""

    device: str
    inspection: str
    last: int
    missing: tuple[tuple[int, int], ...]


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
        lines = [arrived(one) for one in raw]
        ready, told = self._prepared(lines)
        done = self._written(ready)
        told |= {number: _told(lines[number], answer) for number, answer in done}
        inspections = self._inspections(lines)
        return Receipt(
            lines=tuple(told[number] for number in sorted(told)),
            gaps=tuple(self._gaps(lines, inspections)),
            contradictions=tuple(self._contradictions(inspections)),
            anomalies=sum(_anomalies(answer) for _, answer in done),
            is_interrupted=len(done) < len(ready),
        )

    def _prepared(self, lines: Sequence[Arrived]) -> tuple[list[tuple[int, Item]], dict[int, Told]]:
        """The commands in their order, each with the number of its line; and the lines that are none."""
        ready: list[tuple[int, Item]] = []
        told: dict[int, Told] = {}
        for number, one in sorted(enumerate(lines), key=lambda pair: _order(pair[1])):
            found = self._item(one)
            if isinstance(found, Problem):
                line = one.said if isinstance(one.said, FieldLine) else None
                told[number] = Told(one.place, one.sha256, line, range(0), is_repeat=False, problem=found)
            elif found is not None:
                ready.append((number, found))
        return ready, told

    def _written(self, ready: Sequence[tuple[int, Item]]) -> list[tuple[int, Answer]]:
        """What the ledger answered, as far as nobody wished to stop."""
        writer = BlockWriter(self.engine, held=_HoldsNothing())
        done: list[tuple[int, Answer]] = []
        for start in range(0, len(ready), self.block):
            if self.should_stop():
                break
            part = ready[start : start + self.block]
            answers = writer.write([item for _, item in part])
            done += zip((number for number, _ in part), answers, strict=True)
        return done

    def _item(self, one: Arrived) -> Item | Problem | None:
        """The command of a line with its stamp, or what is wrong with it; None where it only counts."""
        if isinstance(one.said, Count):
            return None
        try:
            if one.problem is not None:
                raise one.problem
            assert one.said is not None
            command = command_of(one.said, self.resolver)
            return command, stamp_of(one.said, role=self.role, organisation=self.organisation)
        except LineProblem as found:
            return Problem(one.place, found.kind, facts=found.facts, fields=found.fields)
        except NotFound as missing:
            return problem_of(one.place, missing)

    # What is still to come, and to be settled -----------------------------------------------------------------------

    def _inspections(self, lines: Iterable[Arrived]) -> dict[str, UUID]:
        """The inspections that the lines name, as they write them; one that is written in two ways stands once."""
        found: dict[UUID, str] = {}
        for one in lines:
            identifier = None if one.said is None else self._identifier(one.said.target)
            if one.said is not None and identifier is not None:
                found.setdefault(identifier, one.said.target)
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

    def _gaps(self, lines: Sequence[Arrived], inspections: Mapping[str, UUID]) -> Iterator[Gap]:
        """What came before and what came now, against the highest number that anybody knows of."""
        for inspection, identifier in inspections.items():
            came = _recorded_numbers(self.replay.entries(identifier))
            last: dict[str, int] = {}
            for said in (one.said for one in lines if one.said is not None):
                if self._identifier(said.target) != identifier:
                    continue
                if isinstance(said, FieldLine):
                    came[said.device].add(said.sequence)
                last[said.device] = max(last.get(said.device, 0), _number(said))
            for device in sorted(last):
                highest = max(last[device], *came[device], 0)
                if missing := tuple(_missing(came[device], highest)):
                    yield Gap(device, inspection, highest, missing)

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


def _order(one: Arrived) -> tuple[int, str, str, int, str]:
    """Kinds as they build on each other, then the devices' own time and number: whatever the order of the lines."""
    line = one.said
    if not isinstance(line, FieldLine):
        return len(RANKS), "", "", 0, ""
    rank = RANKS.get(line.command, len(RANKS))
    return rank, line.device_time.isoformat(), line.device, line.sequence, line.id


def _told(one: Arrived, answer: Answer) -> Told:
    line = one.said
    assert isinstance(line, FieldLine)
    is_repeat = isinstance(answer, Outcome) and answer.is_repeat
    positions = answer.positions if isinstance(answer, Outcome) else range(0)
    return Told(one.place, one.sha256, line, positions, is_repeat, problem_of(one.place, answer))


def _anomalies(answer: Answer) -> int:
    is_new = isinstance(answer, Outcome) and not answer.is_repeat
    return sum(len(entry.noted) for entry in answer.entries) if is_new and isinstance(answer, Outcome) else 0


def _number(said: FieldLine | Count) -> int:
    return said.last if isinstance(said, Count) else said.sequence


def _recorded_numbers(entries: Iterable[Entry]) -> defaultdict[str, set[int]]:
    """The numbers of each device that the inspection holds, through whatever door they came; taken back or not."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        source, event = entry.stamp.source, entry.event
        if isinstance(event, CORRECTIONS):
            continue
        if source.kind == "device" and source.reference and (source.line or "").isdecimal():
            found[source.reference].add(int(source.line or 0))
        if isinstance(event, OnSite) and event.device is not None and event.sequence is not None:
            found[event.device].add(event.sequence)
    return found


def _missing(came: set[int], last: int) -> Iterator[tuple[int, int]]:
    """What is not there of 1 to last, as runs."""
    for before, after in pairwise((0, *sorted(came), last + 1)):
        if after - before > 1:
            yield before + 1, after - 1
