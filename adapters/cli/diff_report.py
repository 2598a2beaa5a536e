"""`kronika diff network` and `kronika diff report`: one report at two moments, and the entries that part them."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from rich.table import Table

from adapters.cli.diff_behind import Behind
from adapters.cli.differing import numbers_or, show_entries
from adapters.cli.failures import Exit, unknown
from adapters.cli.moments import Asked, header
from adapters.cli.session import Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.exports.formats import head_of, in_words
from adapters.exports.words import TITLES
from adapters.telling.entries import Corrections, entry_json
from adapters.telling.frames import frame
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from projections.sheets import SHEETS, Cell, Column, Sheet
from projections.sheets import Asked as SheetAsked
from projections.sheets.difference import CellChange, Fate, LineChange, SheetDifference, sheet_difference

GRID = (Words("Row", "Řádek"), Words("Column", "Sloupec"), Words("A", "A"), Words("B", "B"), Words("By", "Čím"))
ADDED = Counted(("row added", "rows added"), ("řádek přibyl", "řádky přibyly", "řádků přibylo", "řádku přibylo"))
GONE = Counted(("row gone", "rows gone"), ("řádek zmizel", "řádky zmizely", "řádků zmizelo", "řádku zmizelo"))
CHANGED = Counted(
    ("row changed", "rows changed"), ("řádek se změnil", "řádky se změnily", "řádků se změnilo", "řádku se změnilo")
)
COUNTED = {Fate.ADDED: ADDED, Fate.GONE: GONE, Fate.CHANGED: CHANGED}
FATES = {
    Fate.ADDED: Words("added", "přibyl"),
    Fate.GONE: Words("gone", "zmizel"),
    Fate.CHANGED: Words("changed", "změněn"),
}
SAME = Words("The same at both moments.", "V obou okamžicích stejné.")


def diff_report(session: Session, name: str, before: Asked, after: Asked) -> int:
    """Compare a report at two moments. Exit code 0: the same, 1: different."""
    if name not in SHEETS:
        raise unknown(Words("a report", "sestava"), name, list(SHEETS))
    found = sheet_difference(sheet_at(session, name, before), sheet_at(session, name, after))
    behind = Behind(session, SHEETS[name], found, (before, after))
    if session.is_json:
        session.answer(_frame(found, behind, before, after))
    else:
        _show(session, found, behind, (before, after))
    return Exit.OK if found.is_same else Exit.NEGATIVE


def sheet_at(session: Session, name: str, asked: Asked) -> Sheet:
    """A report at a moment, its views brought up to the head first."""
    maker = SHEETS[name]
    database = up_to_date(session, *maker.views)
    return maker.make(database, SheetAsked(asked.valid, asked.known, lambda: session.parts.calendar))


# For machines ---------------------------------------------------------------------------------------------------------


def _frame(found: SheetDifference, behind: Behind, before: Asked, after: Asked) -> dict[str, Any]:
    entries = behind.entries()
    data = {
        "report": found.name,
        "a": before.times,
        "b": after.times,
        "counts": {fate.value: found.count(fate) for fate in Fate} | {"unchanged": found.unchanged},
        "lines": [_line_json(line, behind) for line in found.lines],
        "entries": [entry_json(entry) for entry in entries],
        "other_entries": behind.others(entries),
    }
    return frame("diff-report", data, after.times, ok=found.is_same)


def _line_json(line: LineChange, behind: Behind) -> dict[str, Any]:
    cells = [
        {"column": one.column, "a": one.before, "b": one.after, "entries": behind.of(line, one)} for one in line.cells
    ]
    return {"key": line.key, "fate": line.fate.value, "entries": behind.of_line(line), "cells": cells}


# For people -----------------------------------------------------------------------------------------------------------


def _show(session: Session, found: SheetDifference, behind: Behind, sides: tuple[Asked, Asked]) -> None:
    session.line(session.say(TITLES[found.name]), style="bold")
    for name, asked in zip("AB", sides, strict=True):
        session.line(f"{name}: {header(session, asked)}")
    session.line()
    if found.is_same:
        session.line(session.say(SAME))
        return
    session.show(_table(session, found, behind))
    counts = ((fate, found.count(fate)) for fate in Fate)
    session.line(" · ".join(session.say.count(number, COUNTED[fate]) for fate, number in counts if number))
    entries = behind.entries()
    show_entries(session, entries, Corrections(entries), others=behind.others(entries))


def _table(session: Session, found: SheetDifference, behind: Behind) -> Table:
    grid = table(session, GRID)
    for line in found.lines:
        is_whole = line.fate is not Fate.CHANGED
        for first, column, before, after, changes in rows_of(session.say, found.name, line):
            entries = behind.of_line(line) if is_whole else [at for change in changes for at in behind.of(line, change)]
            grid.add_row(first, column, before, after, numbers_or(session.say, entries, behind.otherwise(line)))
    return grid


def rows_of(say: Speech, name: str, line: LineChange) -> Iterator[tuple[str, str, str, str, Sequence[CellChange]]]:
    """A line as rows: what it is, the column, both readings, and the cells that stand in the row.

    A line that is at one moment only is one row, with everything that is known of it.
    """
    first = cell(line.key, say(FATES[line.fate]))
    if line.fate is not Fate.CHANGED:
        known = "; ".join(f"{_head(say, name, one.column)} {_known(say, name, one)}" for one in line.cells)
        before, after = ("–", known) if line.fate is Fate.ADDED else (known, "–")
        yield first, "", before, after, line.cells
        return
    for place, one in enumerate(line.cells):
        before, after = (in_column(say, name, one.column, value) for value in (one.before, one.after))
        yield "" if place else first, _head(say, name, one.column), before, after, (one,)


def _known(say: Speech, name: str, change: CellChange) -> str:
    """A cell of a line that is at one moment only."""
    return in_column(say, name, change.column, change.after if change.before is None else change.before)


def in_column(say: Speech, name: str, column: str, value: Cell) -> str:
    """A cell of a report in words."""
    return "–" if value is None else say.value(in_words(say, _column(name, column), value))


@cache
def _head(say: Speech, name: str, column: str) -> str:
    return head_of(say, _column(name, column))


@cache
def _column(name: str, column: str) -> Column:
    return next(one for one in SHEETS[name].columns if one.name == column)
