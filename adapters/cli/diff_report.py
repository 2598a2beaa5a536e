"""`kronika diff network` and `kronika diff report`: one report at two moments, and the entries that part them."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from adapters.cli.failures import Exit, unknown
from adapters.cli.moments import Asked, header
from adapters.cli.session import Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.exports.formats import head_of, in_words
from adapters.exports.words import TITLES
from adapters.telling.entries import entry_json, event_words
from adapters.telling.frames import frame
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from application.replay import Replay, corrections_between
from domain.kernel.entry import Entry
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
TIME = Words("the day", "den")
MADE_BY = Words("The difference is made by:", "Rozdíl působí:")
ENTRY = Words("no. {position} · {effective_on} · {what}", "č. {position} · {effective_on} · {what}")


def diff_report(session: Session, name: str, before: Asked, after: Asked) -> int:
    """Compare a report at two moments. Exit code 0: the same, 1: different."""
    if name not in SHEETS:
        raise unknown(Words("a report", "sestava"), name, list(SHEETS))
    found = sheet_difference(sheet_at(session, name, before), sheet_at(session, name, after))
    behind = Behind(session, before, after)
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


class Behind:
    """The entries that make a difference: those behind one side alone, else what corrected those behind both."""

    def __init__(self, session: Session, before: Asked, after: Asked) -> None:
        self._ledger, self._decode = session.parts.ledger, session.parts.decode
        self._replay = Replay(self._ledger, self._decode)
        self._between = sorted((before.known, after.known))
        self._entries: dict[int, Entry] = {}
        self._corrections: dict[int, tuple[int, ...]] = {}

    def of(self, change: CellChange) -> tuple[int, ...]:
        """The positions of the entries that make this cell read differently; none where only the day is another."""
        if change.entries or self._between[0] == self._between[1]:
            return change.entries
        return tuple(sorted({at for position in change.common for at in self._correcting(position)}))

    def all_of(self, found: SheetDifference) -> list[Entry]:
        """Every entry that makes a difference, in order."""
        positions = {at for line in found.lines for change in line.cells for at in self.of(change)}
        return [self._entry(position) for position in sorted(positions)]

    def _correcting(self, position: int) -> tuple[int, ...]:
        if position not in self._corrections:
            first, last = self._between
            entry = self._entry(position)
            entries = self._replay.entries(entry.originator_id, last)
            found = corrections_between(entries, entry.event_id, after=first, until=last)
            self._corrections[position] = tuple(one.position for one in found)
            self._entries |= {one.position: one for one in found}
        return self._corrections[position]

    def _entry(self, position: int) -> Entry:
        if position not in self._entries:
            stored = self._ledger.select_entries(after=position - 1, limit=1, until=position)
            self._entries[position] = self._decode(stored[0])
        return self._entries[position]


# For machines ---------------------------------------------------------------------------------------------------------


def _frame(found: SheetDifference, behind: Behind, before: Asked, after: Asked) -> dict[str, Any]:
    lines = [
        {"key": line.key, "fate": line.fate.value, "cells": [_cell_json(change, behind) for change in line.cells]}
        for line in found.lines
    ]
    data = {
        "report": found.name,
        "a": before.times,
        "b": after.times,
        "counts": {fate.value: found.count(fate) for fate in Fate} | {"unchanged": found.unchanged},
        "lines": lines,
        "entries": [entry_json(entry) for entry in behind.all_of(found)],
    }
    return frame("diff-report", data, after.times, ok=found.is_same)


def _cell_json(change: CellChange, behind: Behind) -> dict[str, Any]:
    return {"column": change.column, "a": change.before, "b": change.after, "entries": behind.of(change)}


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
    entries = behind.all_of(found)
    if entries:
        session.line()
        session.line(session.say(MADE_BY))
    session.lines(f"  {_entry_words(session, entry)}" for entry in entries)


def _entry_words(session: Session, entry: Entry) -> str:
    facts = {"position": entry.position, "effective_on": entry.effective_on}
    return session.say(ENTRY, **facts, what=event_words(session.say, entry.event))


def _table(session: Session, found: SheetDifference, behind: Behind) -> Table:
    grid = table(session, GRID)
    for line in found.lines:
        for first, column, before, after, changes in rows_of(session.say, found.name, line):
            entries = sorted({at for change in changes for at in behind.of(change)})
            numbers = ", ".join(session.say.number(at) for at in entries)
            is_the_day = line.fate is Fate.CHANGED and not entries
            grid.add_row(first, column, before, after, session.say(TIME) if is_the_day else numbers)
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


def _head(say: Speech, name: str, column: str) -> str:
    return head_of(say, _column(name, column))


def _column(name: str, column: str) -> Column:
    return next(one for one in SHEETS[name].columns if one.name == column)
