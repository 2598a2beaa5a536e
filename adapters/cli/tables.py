"""Tables for people: no boxes, headings underlined, figures to the right, days never broken.

Where a screen is too narrow for that, every row is written as a list of its cells: nothing is ever left out.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from rich import box
from rich.cells import cell_len
from rich.console import RenderableType
from rich.style import StyleType
from rich.table import Table

from adapters.cli.session import Session
from adapters.cli.streams import printable
from adapters.telling.words import Words

NO_WIDTHS: Mapping[int, int] = {}


def table(
    session: Session,
    columns: Sequence[Words],
    *,
    numeric: Sequence[int] = (),
    fixed: Sequence[int] = (),
    widths: Mapping[int, int] = NO_WIDTHS,
    is_spaced: bool = False,
) -> Table:
    """An empty table. Columns in `numeric` stand to the right, those in `fixed` are never wrapped.

    Columns in `widths` have at least so many signs; `is_spaced` parts the rows by an empty line.
    """
    made = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, leading=int(is_spaced))
    for place, words in enumerate(columns):
        made.add_column(
            session.say(words),
            justify="right" if place in numeric else "left",
            no_wrap=place in fixed,
            overflow="fold",
            min_width=widths.get(place),
        )
    return made


def show_rows(
    session: Session,
    columns: Sequence[Words],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
    fixed: Sequence[int] = (),
) -> None:
    """Print rows of texts as a table; very many of them without the library, which takes its time for each."""
    if len(rows) <= LONG:
        grid = table(session, columns, numeric=numeric, fixed=fixed)
        for row in rows:
            grid.add_row(*row)
        session.show(grid)
        return
    harmless = (row if "".join(row).isprintable() else [str(printable(one)) for one in row] for row in rows)
    lines = plain_lines([session.say(words) for words in columns], harmless, right=numeric)
    session.out.file.writelines(f"{line}\n" for line in lines)


LONGEST_WORD = 32
"""Words up to this width are not broken; longer ones (digests, addresses) only where there is no room."""
LONG = 300
"""Rows from which on a table is not fitted to the width of the screen: that takes seconds, nobody reads it there."""
GAP = "   "


class Grid(Table):
    """A table whose texts cannot move the cursor of whoever reads it."""

    @property
    def is_long(self) -> bool:
        return self.row_count > LONG

    def fitted(self, width: int) -> Table:
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
            return self._as_list()
        for column, found in zip(self.columns, widths, strict=True):
            column.width = found
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

    def _as_list(self) -> Table:
        """Every row below the other, a line for each cell that is not empty."""
        made = Table.grid(padding=(0, 3, 0, 0))
        made.add_column(no_wrap=True, style="bold")
        made.add_column(overflow="fold")
        for place, row in enumerate(zip(*(column.cells for column in self.columns), strict=True)):
            if place:
                made.add_row("", "")
            for column, one in zip(self.columns, row, strict=True):
                if str(one):
                    made.add_row(column.header, one)
        return made

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


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def plain_lines(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[int] = (), is_spaced: bool = False
) -> Iterator[str]:
    """Every column as wide as its widest text, no text broken; what has several lines keeps them."""
    above, *below = [list(_side_by_side(row)) for row in (heads, *rows)]
    gap = [("",) * len(heads)] if is_spaced else []
    lines = [*above, *(line for place, own in enumerate(below) for line in ((*gap, *own) if place else own))]
    columns = [_padded(column, is_right=place in right) for place, column in enumerate(zip(*lines, strict=True))]
    for number, line in enumerate(zip(*columns, strict=True), start=1):
        yield GAP.join(line).rstrip()
        if number == len(above):
            yield "─" * cell_len(GAP.join(line))


def _side_by_side(row: Sequence[str]) -> Iterable[Sequence[str]]:
    """A row line by line: most have one."""
    if "\n" not in "".join(row):
        return (row,)
    return zip_longest(*(one.split("\n") for one in row), fillvalue="")


def _padded(column: Sequence[str], *, is_right: bool) -> list[str]:
    widths = [len(text) if text.isascii() else cell_len(text) for text in column]
    widest = max(widths)
    gaps = (" " * (widest - width) for width in widths)
    return [gap + text if is_right else text + gap for text, gap in zip(column, gaps, strict=True)]


def cell(*lines: str) -> str:
    """Several lines in one cell, without the empty ones."""
    return "\n".join(line for line in lines if line)
