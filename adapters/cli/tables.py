"""Tables for people: no boxes, headings underlined, figures to the right, days never broken."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from adapters.cli.session import Session
from adapters.cli.speech import Words
from adapters.cli.streams import printable


def table(
    session: Session, columns: Sequence[Words], *, numeric: Sequence[int] = (), fixed: Sequence[int] = ()
) -> Table:
    """An empty table; columns in `numeric` stand to the right, those in `fixed` are never wrapped."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, words in enumerate(columns):
        made.add_column(
            session.say(words),
            justify="right" if place in numeric else "left",
            no_wrap=place in fixed,
            overflow="fold",
        )
    return made


def cell(*lines: str) -> str:
    """Several lines in one cell, without the empty ones."""
    return "\n".join(str(printable(line)) for line in lines if line)
