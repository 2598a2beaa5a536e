"""Tables for people: no boxes, headings underlined, figures to the right, days never broken."""

from collections.abc import Mapping, Sequence

from rich import box
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


class Grid(Table):
    """A table whose texts cannot move the cursor of whoever reads it."""

    def add_row(
        self, *renderables: RenderableType | None, style: StyleType | None = None, end_section: bool = False
    ) -> None:
        harmless = (printable(one) if isinstance(one, str) else one for one in renderables)
        super().add_row(*harmless, style=style, end_section=end_section)


def cell(*lines: str) -> str:
    """Several lines in one cell, without the empty ones."""
    return "\n".join(line for line in lines if line)
