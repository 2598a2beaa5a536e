"""Two sheets compared: what came, what went, what reads differently, and by which entries."""

from datetime import date

from domain.kernel.money import czk
from projections.sheets import Cell, Column, Kind, Line, Part, Sheet
from projections.sheets.difference import CellChange, Fate, sheet_difference

COLUMNS = (Column("number"), Column("gross", Kind.MONEY))


def sheet(*lines: Line) -> Sheet:
    return Sheet("drawdown", COLUMNS, lines, date(2018, 12, 31), 9)


def line(key: str, gross: Cell, *positions: int, about: str = "") -> Line:
    return Line(
        key,
        (key, gross),
        {"gross": tuple(Part(one, czk(one)) for one in positions)},
        (lambda: about) if about else None,
    )


def test_the_same_sheet_makes_no_difference() -> None:
    found = sheet_difference(sheet(line("a", czk(1), 1)), sheet(line("a", czk(1), 1)))
    assert (found.is_same, found.unchanged) == (True, 1)


def test_lines_come_and_go_with_every_cell_that_is_known() -> None:
    found = sheet_difference(sheet(line("a", czk(1), 1)), sheet(line("b", None)))
    added, gone = found.lines
    assert (added.key, added.fate, [cell.column for cell in added.cells]) == ("b", Fate.ADDED, ["number"])
    assert (gone.fate, gone.cells[1]) == (Fate.GONE, CellChange("gross", czk(1), None, entries=(1,)))
    assert (found.count(Fate.ADDED), found.count(Fate.GONE), found.count(Fate.CHANGED)) == (1, 1, 0)


def test_a_changed_cell_names_the_entries_of_one_side_only() -> None:
    (changed,) = sheet_difference(sheet(line("a", czk(1), 1, 2)), sheet(line("a", czk(4), 1, 3))).lines
    (cell,) = changed.cells
    assert (cell.column, cell.before, cell.after, cell.entries, cell.common) == ("gross", czk(1), czk(4), (2, 3), (1,))
    assert changed.entries == (2, 3)


def test_lines_are_told_apart_by_what_they_are_about() -> None:
    """A line that moved in the report, or was renumbered, is still the same line."""
    found = sheet_difference(sheet(line("1:a", czk(1), 1, about="x")), sheet(line("2:a", czk(1), 1, about="x")))
    assert [cell.column for one in found.lines for cell in one.cells] == ["number"]


def test_lines_about_the_same_are_compared_in_their_order() -> None:
    first = sheet(line("a", czk(1), about="x"), line("b", czk(2), about="x"))
    second = sheet(line("a", czk(1), about="x"), line("b", czk(3), about="x"))
    (changed,) = sheet_difference(first, second).lines
    assert (changed.key, changed.cells[0].after) == ("b", czk(3))
