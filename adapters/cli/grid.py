"""A table that is fitted to the width of a screen, or becomes the list of its rows."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style, StyleType
from rich.table import Table
from rich.text import Text

from adapters.cli.plain_lines import GAP, LONG, plain_lines
from adapters.cli.streams import printable

LONGEST_WORD = 32
"""Words up to this width are not broken; longer ones (digests, addresses) only where there is no room."""


class Grid(Table):
    """A table whose texts cannot move the cursor of whoever reads it."""

    @property
    def is_long(self) -> bool:
        return self.row_count > LONG

    def fitted(self, width: int) -> RenderableType:
        """This table with every column as wide as it may be, or the list of its rows where they do not fit.

        Fixed columns are wrapped between words before a table is given up; figures never are.
        """
        room, naturals = width - len(GAP) * (len(self.columns) - 1), self._naturals()
        widths = _shared_out(self._leasts(), naturals, room)
        if widths is None:
            for column in self.columns:
                column.no_wrap = False
            widths = _shared_out(self._leasts(), naturals, room)
        if widths is None:
            return RowList(self)
        for column, found in zip(self.columns, widths, strict=True):
            column.width = found
            column.header = _wrapped(str(column.header), found)  # a fixed column would cut it off
        return self

    def _naturals(self) -> list[int]:
        """How wide each column is where nothing is broken."""
        return [max(_widest(_lines(column.header, *column.cells)), column.min_width or 0) for column in self.columns]

    def _leasts(self) -> list[int]:
        """How narrow each column may become: no word, and no cell of figures or of a fixed column, is broken."""
        return [
            max(
                min(_widest(_words(column.header, *column.cells)), LONGEST_WORD),
                _widest(_lines(*column.cells)) if column.no_wrap or column.justify == "right" else 0,
                column.min_width or 0,
            )
            for column in self.columns
        ]

    def plain_lines(self) -> Iterator[str]:
        heads = [str(column.header) for column in self.columns]
        rows = zip(*(map(str, column.cells) for column in self.columns), strict=True)
        right = [place for place, column in enumerate(self.columns) if column.justify == "right"]
        return plain_lines(heads, rows, right=right, is_spaced=bool(self.leading))

    def add_row(
        self, *renderables: RenderableType | None, style: StyleType | None = None, end_section: bool = False
    ) -> None:
        harmless = (printable(one) if isinstance(one, str) else one for one in renderables)
        super().add_row(*harmless, style=style, end_section=end_section)


class RowList:
    """Every row of a table below the other, a line for each cell that is not empty.

    Laid out here: as a table of its cells a report of two hundred rows would take the library most of a second.
    """

    def __init__(self, table: Table) -> None:
        self._heads = [str(column.header) for column in table.columns]
        self._rows = [*zip(*(map(str, column.cells) for column in table.columns), strict=True)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = [head for place, head in enumerate(self._heads) if any(row[place] for row in self._rows)]
        left = _widest(shown)
        room = max(1, options.max_width - left - len(GAP))
        bold, end = Style(bold=True), Segment.line()
        for place, row in enumerate(self._rows):
            if place:
                yield end
            for head, cell in zip(self._heads, row, strict=True):
                for number, line in enumerate(_folded(cell, room, console) if cell else ()):
                    yield Segment(set_cell_size("" if number else head, left), bold)
                    yield Segment(f"{GAP}{line}")
                    yield end


def _folded(cell: str, room: int, console: Console) -> Iterator[str]:
    """A text line by line; one that is too wide goes on below."""
    for line in cell.split("\n"):
        if cell_len(line) <= room:
            yield line
        else:
            yield from (part.plain.rstrip() for part in Text(line).wrap(console, room, overflow="fold"))


def _shared_out(leasts: Sequence[int], naturals: Sequence[int], room: int) -> list[int] | None:
    """Widths within the room: wide columns give way to the others; None where the least of all is too much."""
    if sum(leasts) > room:
        return None
    level = max(naturals, default=0)
    while (
        sum(widths := [max(least, min(natural, level)) for least, natural in zip(leasts, naturals, strict=True)]) > room
    ):
        level -= 1
    return widths


def _lines(*cells: RenderableType) -> Iterator[str]:
    return (line for one in cells for line in str(one).split("\n"))


def _words(*cells: RenderableType) -> Iterator[str]:
    return (word for one in cells for word in str(one).split())


def _wrapped(heading: str, width: int) -> str:
    """A heading with its line breaks between words, where it is wider than its column."""
    return "\n".join(line for part in heading.split("\n") for line in wrap(part, width, break_long_words=False))


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)
