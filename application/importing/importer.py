"""Files of commands into the ledger: streamed, in large blocks, each line taken or reported, none lost in silence.

The identity of a line is its source and its id: the command id and the identifier of an aggregate that it opens follow
from them, so the same file again records nothing new.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from application.block import Answer, BlockWriter, HeldBack
from application.engine import Outcome
from application.errors import CommandReused, NotAllowed, NotFound
from application.importing.line import (
    Header,
    Json,
    Line,
    LineProblem,
    Place,
    Problem,
    ProblemKind,
    RawLine,
    is_header,
    read_header,
    read_json,
    read_line,
    read_stamp,
)
from application.importing.line_references import LineReferences, opened_by
from application.importing.references import replaced
from application.resolve import Resolver
from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import COMMANDS, Command
from domain.kernel.ids import references
from domain.kernel.rule import Refused
from domain.kernel.stamp import Stamp
from domain.kernel.wrong_fields import FieldProblem, field_problems

BLOCK = 2_000
"""Lines that are written in one transaction."""

_NO_IDENTITY = frozenset({ProblemKind.NOT_UTF8, ProblemKind.TOO_LONG, ProblemKind.NOT_JSON, ProblemKind.INVALID_HEADER})
"""On the first line: it may be a header that names the source, so that no line of the file has an identity."""


@dataclass
class Tally:
    """What became of the lines so far. `position` is the last that this import recorded, 0 where there is none."""

    lines: int = 0
    taken: int = 0
    entries: int = 0
    already_there: int = 0
    failed: int = 0
    held_back: int = 0
    anomalies: int = 0
    position: int = 0
    is_interrupted: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every line was taken, now or before."""
        return not (self.failed or self.held_back or self.is_interrupted)


class _Waiting(NamedTuple):
    """A line that waits for its block, or a problem that waits to be told in the order of the file."""

    place: Place
    item: tuple[Command, Stamp] | None = None
    names: dict[UUID, str] | None = None
    problem: Problem | None = None


@dataclass
class _Addressed:
    """The data of a line with identifiers in place of `line:…`.

    `names` holds how the line called them, `numbers` the kinds of those that it names by number.
    """

    data: Json = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


_IDENTIFIER = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class _UnknownCommand(Command):
    """Stands for a command that there is not: what follows on what it may have opened is held back."""

    aggregate = ""
    opens = True


@dataclass
class Importer:
    """Takes the lines of one file after another.

    `tell` hears of every problem in the order of the lines, `progress` of every block that was written. `should_stop`
    is asked before every line; what waits for its block then is dropped, and the same import takes it next time.
    """

    writer: BlockWriter
    resolver: Resolver
    references: LineReferences
    defaults: Json
    tell: Callable[[Problem], None]
    progress: Callable[[Tally], None] = lambda _: None
    should_stop: Callable[[], bool] = lambda: False
    block: int = BLOCK
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._touched: set[UUID] = set()
        self._opened: set[str] = set()
        self._causes: dict[UUID, Place] = {}
        self._begin(Header(source="-"))
        self._unusable: Place | None = None

    def take_file(self, lines: Iterable[RawLine], *, source: str) -> None:
        """Take the lines of one file. `source` names it where it has no header of its own."""
        self._begin(Header(source=source))
        self._unusable = None
        is_first = True
        for raw in lines:
            if self.should_stop():
                self.tally.is_interrupted = True
                return
            self._take(raw, is_first=is_first)
            is_first = False
            if len(self._waiting) >= self.block:
                self.flush()
        self.flush()

    def _begin(self, header: Header) -> None:
        self._source = header.source
        self._defaults = {**self.defaults, **header.defaults}
        if isinstance(header.defaults.get("actor"), dict):
            self._defaults["actor"] = {**self.defaults.get("actor", {}), **header.defaults["actor"]}
        self.references.begin(header.source)

    # One line -----------------------------------------------------------------------------------------------------

    def _take(self, raw: RawLine, *, is_first: bool) -> None:
        place = Place(raw.file, raw.number)
        if self._unusable is not None:
            self._report(Problem(place, ProblemKind.HELD_BACK, cause=self._unusable))
            return
        try:
            document = read_json(raw.text)
            if is_first and is_header(document):
                self._begin(read_header(document))
            else:
                self._take_line(read_line(document), place)
        except LineProblem as problem:
            if is_first and problem.kind in _NO_IDENTITY:
                self._unusable = place
                problem.facts["is_first"] = True
            self._report(_problem(place, problem))

    def _take_line(self, line: Line, place: Place) -> None:
        place = Place(place.file, place.line, line.id)
        addressed = self._addressed(line)
        try:
            command = self._command(line, addressed)
            stamp = read_stamp(line, command, source=self._source, defaults=self._defaults)
        except LineProblem as problem:
            self._report(_problem(place, problem))
            self._hold(self._target(line, addressed.data), place)
            return
        if command.opens and line.target is not None:
            self.references.remember(self._source, line.id, command.target)
        if command.opens or command.needs_history:
            self._opened.add(command.aggregate)
        self._touched.update((command.target, *(identifier for _, identifier in references(command))))
        self._wait(_Waiting(place, (command, stamp), addressed.names))

    def _addressed(self, line: Line) -> _Addressed:
        """The data with their target, and with an identifier wherever they name another line."""
        command = COMMANDS.get(line.command, _UnknownCommand)
        data = dict(line.data)
        if line.target is not None:
            data["target"] = line.target
        found = _Addressed()

        def named(kind: str, written: str) -> str:
            target = self.references.identifier(written, self._source)
            if target is not None:
                found.names[target] = written
                return str(target)
            if not _IDENTIFIER.fullmatch(written):
                found.numbers.add(kind)
            return written

        found.data = replaced(command, data, named)
        if line.target is None and command.opens and command.model_fields["target"].is_required():
            found.data["target"] = str(opened_by(self._source, line.id))
        return found

    def _command(self, line: Line, addressed: _Addressed) -> Command:
        """The command, numbers resolved. What waits is written first where it may decide whom a number means."""
        if line.command not in COMMANDS:
            raise LineProblem(ProblemKind.UNKNOWN_COMMAND, command=line.command)
        if "target" in line.data:
            reason = "the target stands beside the data, not in it"
            raise LineProblem(ProblemKind.INVALID, [FieldProblem("data.target", "misplaced", reason)])
        if addressed.numbers and ("entry" in self._opened or not self._opened.isdisjoint(addressed.numbers)):
            self.flush()
        try:
            return self._resolved(line, addressed)
        except NotFound as missing:
            if not self._waiting:
                raise _unknown(missing, addressed.names) from None
        self.flush()
        try:
            return self._resolved(line, addressed)
        except NotFound as missing:
            raise _unknown(missing, addressed.names) from None

    def _resolved(self, line: Line, addressed: _Addressed) -> Command:
        command = COMMANDS[line.command]
        try:
            if addressed.numbers or command.needs_history:
                return self.resolver.command(line.command, addressed.data)
            return read_as_sent(command, addressed.data)
        except ValidationError as error:
            raise LineProblem(ProblemKind.INVALID, field_problems(error, command, under="data")) from None

    def _target(self, line: Line, data: Json) -> UUID | None:
        """The aggregate that a wrong line was meant for, as far as can be told."""
        written = data.get("target")
        try:
            return self.resolver.identifier(line.command.partition(".")[0], written) if written else None
        except NotFound:
            return None

    def _hold(self, target: UUID | None, place: Place) -> None:
        """Hold back what follows on an aggregate; what came before is still taken."""
        if target is None:
            return
        if target in self._touched:
            self.flush()
        self.writer.held.add(target)
        self._causes.setdefault(target, place)

    def _report(self, problem: Problem) -> None:
        self._wait(_Waiting(problem.place, problem=problem))

    def _wait(self, waiting: _Waiting) -> None:
        self.tally.lines += 1
        self._waiting.append(waiting)

    # A block ------------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what waits, and tell what became of it."""
        waiting, self._waiting = self._waiting, []
        self._touched.clear()
        self._opened.clear()
        answers = iter(self.writer.write([one.item for one in waiting if one.item is not None]))
        for one in waiting:
            problem = one.problem if one.item is None else self._settle(one, next(answers))
            if problem is not None:
                self._count_problem(problem)
                self.tell(problem)
        if waiting:
            self.progress(self.tally)

    def _settle(self, waiting: _Waiting, answer: Answer) -> Problem | None:
        """Count what was recorded; otherwise the problem, remembered as the cause of what is held back later."""
        if isinstance(answer, Outcome):
            self._count(answer)
            return None
        assert waiting.item is not None
        if isinstance(answer, HeldBack):
            cause = self._causes.get(answer.aggregate_id)
            problem = Problem(waiting.place, ProblemKind.HELD_BACK, cause=cause)
        else:
            problem = _problem_of(waiting, answer)
        self._causes.setdefault(waiting.item[0].target, problem.cause or waiting.place)
        return problem

    def _count(self, outcome: Outcome) -> None:
        if outcome.is_repeat:
            self.tally.already_there += 1
            return
        self.tally.taken += 1
        self.tally.entries += len(outcome.positions)
        self.tally.position = max(self.tally.position, outcome.positions.stop - 1)
        self.tally.anomalies += sum(len(entry.noted) for entry in outcome.entries)

    def _count_problem(self, problem: Problem) -> None:
        if problem.kind is ProblemKind.HELD_BACK:
            self.tally.held_back += 1
        else:
            self.tally.failed += 1


def _problem(place: Place, found: LineProblem) -> Problem:
    return Problem(place, found.kind, facts=found.facts, fields=found.fields)


def _problem_of(waiting: _Waiting, answer: Answer) -> Problem:
    place = waiting.place
    if isinstance(answer, Refused):
        return Problem(place, ProblemKind.REFUSED, violations=answer.violations)
    if isinstance(answer, NotAllowed):
        return Problem(place, ProblemKind.NOT_ALLOWED, facts={"role": answer.role, "command": answer.topic})
    if isinstance(answer, CommandReused):
        return Problem(place, ProblemKind.REUSED, facts={"position": answer.first_position})
    if isinstance(answer, NotFound):
        return _problem(place, _unknown(_of_kind(answer, waiting), waiting.names or {}))
    return Problem(place, ProblemKind.CONFLICT)


def _of_kind(missing: NotFound, waiting: _Waiting) -> NotFound:
    """Of what kind the missing aggregate should be, as the line says it."""
    named = references(waiting.item[0]) if waiting.item else []
    kind = next((kind for kind, identifier in named if identifier == missing.identifier), missing.kind)
    return NotFound(kind, missing.identifier)


def _unknown(missing: NotFound, names: dict[UUID, str]) -> LineProblem:
    """A reference to nothing, in the words of the line."""
    written = names.get(_identifier(missing.identifier), str(missing.identifier))
    return LineProblem(ProblemKind.UNKNOWN_REFERENCE, kind=missing.kind, reference=written)


def _identifier(value: object) -> UUID:
    return value if isinstance(value, UUID) else _NOBODY


_NOBODY = UUID(int=0)
