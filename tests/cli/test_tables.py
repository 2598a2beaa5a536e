"""Tables: short ones fit the screen, long ones are written as they are, and soon."""

from io import StringIO
from time import process_time

from rich.cells import cell_len

from adapters.cli.grid import Grid
from adapters.cli.plain_lines import LONG
from adapters.cli.streams import console, print_trimmed

NAMES = ("Žlutý kůň, z. ú.", "a", "Domov \x1b[31mFrýdlant", "日本")


def printed(rows: int, *, columns: int = 5) -> list[str]:
    """The lines of a table of so many rows: texts, and a number to the right."""
    grid = Grid(show_edge=False, pad_edge=False)
    for place in range(columns):
        grid.add_column(f"c{place}", justify="right" if place == columns - 1 else "left")
    for number in range(rows):
        grid.add_row(*(f"{NAMES[(number + place) % 4]} {place}" for place in range(columns - 1)), f"{number:,}")
    out = StringIO()
    print_trimmed(console(out, {}), grid)
    return out.getvalue().splitlines()


def test_a_long_table_has_every_row_aligned() -> None:
    """One line for each row, figures to the right, and no text that moves the cursor."""
    rows = LONG + 1
    head, rule, *lines = printed(rows)
    assert head.split() == [f"c{place}" for place in range(5)]
    assert len(lines) == rows
    assert {cell_len(line) for line in (head, rule, *lines)} == {cell_len(rule)}
    assert [line.split()[-1] for line in lines] == [f"{number:,}" for number in range(rows)]
    assert not any("\x1b" in line for line in lines)


def test_a_heading_of_a_column_that_is_never_broken_is_wrapped() -> None:
    """It is not cut off where its cells are narrower, such as days."""
    grid = Grid(show_edge=False, pad_edge=False)
    for place in range(8):
        grid.add_column("Bezpečný poslední den", no_wrap=bool(place))
    grid.add_row("x " * 60, *["9. 1. 2026"] * 7)
    out = StringIO()
    print_trimmed(console(out, {}), grid)
    lines = out.getvalue().splitlines()
    assert [out.getvalue().count(word) for word in ("Bezpečný", "poslední", "den")] == [8, 8, 8]
    assert max(map(cell_len, lines)) <= 120


def test_a_table_at_the_limit_is_fitted_to_the_screen() -> None:
    """No line is wider than the screen; every row is there."""
    lines = printed(LONG, columns=14)
    assert max(map(cell_len, lines)) <= 120
    assert len(lines) >= LONG


def test_cells_of_several_lines_keep_them_in_a_long_table() -> None:
    """Beside a second line of one cell the others are empty."""
    grid = Grid()
    for head in ("a", "b"):
        grid.add_column(head)
    for _ in range(LONG + 1):
        grid.add_row("one\ntwo", "x")
    lines = list(grid.plain_lines())
    assert lines[2:4] == ["one   x", "two"]
    assert len(lines) == 2 + 2 * (LONG + 1)


def test_four_thousand_rows_take_less_than_two_seconds() -> None:
    """As wide as the report of the network."""
    began = process_time()
    assert len(printed(4_000, columns=14)) == 4_002
    assert process_time() - began < 2


def narrow(width: int) -> list[str]:
    """A table with a figure, a number that is never broken, and two texts, on a screen of that width."""
    grid = Grid(show_edge=False, pad_edge=False)
    grid.add_column("Contract", no_wrap=True)
    grid.add_column("What it is about")
    grid.add_column("Maximum", justify="right")
    grid.add_column("Why")
    grid.add_row("OLP/1900/2017", "Podpora samostatného bydlení v Libereckém kraji", "10 560 000 Kč", "")
    grid.add_row("OLP/1902/2017", "krátce", "3 600 000 Kč", "proto")
    out = StringIO()
    print_trimmed(console(out, {"COLUMNS": str(width)}), grid)
    return out.getvalue().splitlines()


def test_texts_give_way_and_neither_numbers_nor_words_are_broken() -> None:
    """Every text of every row is still there, in a table that fits."""
    lines = narrow(70)
    assert max(map(cell_len, lines)) <= 70
    for whole in ("OLP/1900/2017", "10 560 000 Kč", "samostatného", "Libereckém", "proto", "3 600 000 Kč"):
        assert any(whole in line for line in lines), whole


def test_where_no_table_fits_every_row_is_a_list_of_its_cells() -> None:
    """A narrow screen loses nothing: once whole columns were missing there."""
    assert narrow(50) == [
        "Contract           OLP/1900/2017",
        "What it is about   Podpora samostatného bydlení v",
        "                   Libereckém kraji",
        "Maximum            10 560 000 Kč",
        "",
        "Contract           OLP/1902/2017",
        "What it is about   krátce",
        "Maximum            3 600 000 Kč",
        "Why                proto",
    ]
