"""The part of `kronika replay` about reports: the cells that would read differently."""

from collections.abc import Sequence
from typing import Any

from adapters.cli.diff_report import rows_of, sheet_at
from adapters.cli.failures import unknown
from adapters.cli.moments import Asked
from adapters.cli.progress import meter
from adapters.cli.session import Session
from adapters.cli.tables import table
from adapters.exports.words import TITLES
from adapters.other_course import OtherCourse, OtherReports
from adapters.telling.words import Words
from application.what_if import WhatIf
from projections.sheets import SHEETS
from projections.sheets.difference import SheetDifference, sheet_difference

GRID = (
    Words("Row", "Řádek"),
    Words("Column", "Sloupec"),
    Words("As it is", "Jak je"),
    Words("As it would be", "Jak by bylo"),
)
FOLDING = Words("Making the reports of the other course", "Sestavuji jiný průběh")


def known_reports(names: Sequence[str] | None) -> Sequence[str]:
    """The reports of these names, all where none is given. Raises Failure."""
    for name in names or ():
        if name not in SHEETS:
            raise unknown(Words("a report", "sestava"), name, list(SHEETS))
    return names or list(SHEETS)


def changed_reports(session: Session, found: WhatIf, names: Sequence[str], asked: Asked) -> Sequence[SheetDifference]:
    """The reports in which something would read differently, as of the day asked for and everything known."""
    views = tuple({view.name: view for name in names for view in SHEETS[name].views}.values())
    real = {name: sheet_at(session, name, asked) for name in names}
    course = OtherCourse(session.parts.ledger, session.parts.decode, found)
    other = OtherReports(course, views)
    try:
        with meter(session, FOLDING, course.head()) as gauge:
            for position in other.fold():
                gauge.moved(position, position)
        calendar = session.parts.calendar
        would_be = {name: other.sheet(name, valid=asked.valid, calendar=calendar) for name in names}
        differences = [sheet_difference(real[name], would_be[name]) for name in names]
    finally:
        other.close()
    return [one for one in differences if not one.is_same]


def difference_json(found: SheetDifference) -> dict[str, Any]:
    """A report with its rows and cells, as they are and as they would be."""
    lines = [
        {
            "key": line.key,
            "fate": line.fate.value,
            "cells": [{"column": one.column, "is": one.before, "would_be": one.after} for one in line.cells],
        }
        for line in found.lines
    ]
    return {"report": found.name, "lines": lines}


def show_difference(session: Session, found: SheetDifference) -> None:
    """The same for people."""
    session.line()
    session.line(session.say(TITLES[found.name]), style="bold")
    grid = table(session, GRID)
    for line in found.lines:
        for *texts, _ in rows_of(session.say, found.name, line):
            grid.add_row(*(str(text) for text in texts))
    session.show(grid)
