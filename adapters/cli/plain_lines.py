"""Rows of texts side by side, as wide as they are: for whoever reads them from a file, or has very many."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len

GAP = "   "
LONG = 300
"""Rows from which on a table is not fitted to the width of the screen: that takes seconds, nobody reads it there."""


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
