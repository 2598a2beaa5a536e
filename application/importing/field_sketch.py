"""What is held of a line of a device file while all of them are put in order; the line itself lies aside."""

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import NamedTuple, Self

from application.importing.field_line import RANKS, Arrived, Count, FieldLine
from application.importing.line import LineProblem, Place, Problem

IN_MEMORY = 4 * 1024 * 1024
"""Bytes of lines that are kept in memory before a file on the disk is used."""


class Head(NamedTuple):
    """Whose line it is and where it belongs; `id` is None for a line that only counts."""

    id: str | None
    device: str
    target: str
    sequence: int
    device_time: str
    command: str | None = None
    """The topic as it is written; None for a line that only counts."""


class Told(NamedTuple):
    """What became of one line. `positions` are the entries that say it, recorded now or before."""

    place: Place
    sha256: str | None
    line: Head | None
    positions: range
    is_repeat: bool
    problem: Problem | None


Order = tuple[int, str, str, int, str]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A line as far as its order and its name need it; `at` is where it lies aside, if it is a command."""

    place: Place
    sha256: str | None
    head: Head | None
    order: Order
    at: "Where | None"
    problem: LineProblem | None

    @classmethod
    def of(cls, one: Arrived, at: "Where | None") -> Self:
        return cls(one.place, one.sha256, _head(one), _order(one), at, one.problem)

    @property
    def is_unread(self) -> bool:
        return self.problem is not None

    @property
    def is_command(self) -> bool:
        return self.at is not None

    def told(self, *, problem: Problem | None = None, positions: range = range(0), is_repeat: bool = False) -> Told:
        return Told(self.place, self.sha256, self.head, positions, is_repeat, problem)


class Where(NamedTuple):
    """Where a line lies aside."""

    start: int
    length: int


class LinesAside:
    """Lines that are read again in another order: in memory while they are few, else in a file that nobody sees."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        self._end = 0

    def add(self, text: bytes) -> Where:
        self._file.seek(self._end)
        self._file.write(text)
        where = Where(self._end, len(text))
        self._end += len(text)
        return where

    def read(self, where: Where) -> bytes:
        self._file.seek(where.start)
        return self._file.read(where.length)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _head(one: Arrived) -> Head | None:
    match one.said:
        case FieldLine() as line:
            return Head(line.id, line.device, line.target, line.sequence, line.device_time.isoformat(), line.command)
        case Count() as count:
            return Head(None, count.device, count.target, count.last, "")
    return None


def _order(one: Arrived) -> Order:
    """Kinds as they build on each other, then the devices' own time and number: whatever the order of the lines."""
    line = one.said
    if not isinstance(line, FieldLine):
        return len(RANKS), "", "", 0, ""
    rank = RANKS.get(line.command, len(RANKS))
    return rank, line.device_time.isoformat(), line.device, line.sequence, line.id
