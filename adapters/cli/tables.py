"""Tables for people: no boxes, headings underlined, figures to the right, days never broken."""

from collections.abc import Iterator, Mapping, Sequence
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


LONG = 300
"""Rows from which on a table is not fitted to the width of the screen: that takes seconds, nobody reads it there."""
GAP = "   "


class Grid(Table):
    """A table whose texts cannot move the cursor of whoever reads it."""

    @property
    def is_long(self) -> bool:
        return self.row_count > LONG

    def plain_lines(self) -> Iterator[str]:
        """Every column as wide as its widest text, no text broken; what has several lines keeps them."""
        columns = [[str(one).split("\n") for one in (column.header, *column.cells)] for column in self.columns]
        widths = [max(cell_len(line) for lines in column for line in lines) for column in columns]
        is_right = [column.justify == "right" for column in self.columns]
        for place, row in enumerate(zip(*columns, strict=True)):
            for lines in zip_longest(*row, fillvalue=""):
                padded = map(_padded, lines, widths, is_right)
                yield GAP.join(padded).rstrip()
            if place == 0:
                yield "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
            elif self.leading and place < self.row_count:
                yield ""

    def add_row(
        self, *renderables: RenderableType | None, style: StyleType | None = None, end_section: bool = False
    ) -> None:
        harmless = (printable(one) if isinstance(one, str) else one for one in renderables)
        super().add_row(*harmless, style=style, end_section=end_section)


def _padded(text: str, width: int, is_right: bool) -> str:  # noqa: FBT001  # one of a column's three
    gap = " " * (width - cell_len(text))
    return gap + text if is_right else text + gap


def cell(*lines: str) -> str:
    """Several lines in one cell, without the empty ones."""
    return "\n".join(line for line in lines if line)
