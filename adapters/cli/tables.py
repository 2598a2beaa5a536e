"""Tables for people: no boxes, headings underlined, figures to the right, days never broken.

Where a screen is too narrow for that, every row is written as a list of its cells: nothing is ever left out.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.cli.plain_lines import LONG, plain_lines
from adapters.cli.session import Session
from adapters.cli.streams import printable
from adapters.telling.words import Words

if TYPE_CHECKING:
    from adapters.cli.grid import Grid

NO_WIDTHS: Mapping[int, int] = {}


def table(
    session: Session,
    columns: Sequence[Words],
    *,
    numeric: Sequence[int] = (),
    fixed: Sequence[int] = (),
    widths: Mapping[int, int] = NO_WIDTHS,
    is_spaced: bool = False,
) -> "Grid":
    """An empty table. Columns in `numeric` stand to the right, those in `fixed` are never wrapped.

    Columns in `widths` have at least so many signs; `is_spaced` parts the rows by an empty line.
    """
    from rich import box

    from adapters.cli.grid import Grid  # a report as a file goes without tables

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
    session.stdout.writelines(f"{line}\n" for line in lines)


def cell(*lines: str) -> str:
    """Several lines in one cell, without the empty ones."""
    return "\n".join(line for line in lines if line)
