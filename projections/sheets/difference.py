"""Two sheets of one report compared: lines that are at one moment only, and cells that read differently."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from projections.sheets.sheet import Cell, Line, Part, Sheet


class Fate(StrEnum):
    """What became of a line between the first moment and the second."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that reads differently.

    `entries` are the positions of the entries that stand behind one of the two readings only. `common` stand behind
    both: where there is nothing else, one of them was corrected in between, or a day has passed.
    """

    column: str
    before: Cell
    after: Cell
    entries: tuple[int, ...] = ()
    common: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that is there at one moment only, with all its cells; or one with the cells that read differently.

    `about` is what makes it the same line at both moments; `behind` finds the positions of the entries behind any of
    its cells at either of them.
    """

    key: str
    fate: Fate
    cells: tuple[CellChange, ...]
    about: Hashable = field(default=None, compare=False)
    behind: Callable[[], frozenset[int]] = field(default=frozenset, compare=False)

    @property
    def entries(self) -> tuple[int, ...]:
        """The positions of the entries behind all these cells."""
        return tuple(sorted({position for cell in self.cells for position in cell.entries}))


@dataclass(frozen=True, slots=True)
class SheetDifference:
    """What reads differently in one report at two moments."""

    name: str
    lines: tuple[LineChange, ...]
    unchanged: int
    """How many lines are the same."""

    @property
    def is_same(self) -> bool:
        return not self.lines

    def count(self, fate: Fate) -> int:
        return sum(line.fate is fate for line in self.lines)


def sheet_difference(before: Sheet, after: Sheet) -> SheetDifference:
    """Compare two sheets of one report, line by line. The lines of the second come first, in its order."""
    assert before.columns == after.columns, "two sheets of one report"
    first, second = _by_identity(before), _by_identity(after)
    names = [column.name for column in after.columns]
    changes = [
        _changed(names, first[key], line) if key in first else _alone(names, line, Fate.ADDED)
        for key, line in second.items()
    ]
    changes += [_alone(names, line, Fate.GONE) for key, line in first.items() if key not in second]
    lines = tuple(change for change in changes if change.cells)
    return SheetDifference(after.name, lines, unchanged=len(changes) - len(lines))


def _by_identity(sheet: Sheet) -> Mapping[Hashable, Line]:
    """The lines by what they are about; where several are about the same, by their order among these."""
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, Line] = {}
    for line in sheet.lines:
        about = line.identity
        seen[about] += 1
        found[about, seen[about]] = line
    return found


def _alone(names: list[str], line: Line, fate: Fate) -> LineChange:
    """A line without a counterpart: every cell in which something stands."""
    is_new = fate is Fate.ADDED
    cells = tuple(
        CellChange(name, None if is_new else cell, cell if is_new else None, _positions(line, name))
        for name, cell in zip(names, line.cells, strict=True)
        if cell is not None
    )
    return LineChange(line.key, fate, cells, line.identity, partial(_all_positions, line))


def _changed(names: list[str], before: Line, after: Line) -> LineChange:
    behind = partial(_all_positions, before, after)
    return LineChange(after.key, Fate.CHANGED, tuple(_cells(names, before, after)), after.identity, behind)


def _cells(names: list[str], before: Line, after: Line) -> Iterator[CellChange]:
    for place, name in enumerate(names):
        if before.cells[place] != after.cells[place]:
            first, second = _parts(before, name), _parts(after, name)
            different = {part.position for part in first ^ second}
            common = {part.position for part in first & second}
            yield CellChange(
                name, before.cells[place], after.cells[place], tuple(sorted(different)), tuple(sorted(common))
            )


def _parts(line: Line, column: str) -> set[Part]:
    return set(line.behind.get(column, ()))


def _all_positions(*lines: Line) -> frozenset[int]:
    return frozenset(part.position for line in lines for parts in line.behind.values() for part in parts)


def _positions(line: Line, column: str) -> tuple[int, ...]:
    return tuple(sorted({part.position for part in line.behind.get(column, ())}))
