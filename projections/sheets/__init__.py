"""Every report that there is. Whoever adds one adds it here; formats and commands need not be told."""

from projections.sheets.drawdown import BY_CASH_YEAR, BY_SERVICE_YEAR, DRAWDOWN
from projections.sheets.lists import (
    ATTENTION_SHEET,
    COMPENSATION_SHEET,
    DEADLINE_SHEET,
    INDICATOR_SHEET,
    TENDER_SHEET,
)
from projections.sheets.network import CAPACITY_SHEET, NETWORK_SHEET
from projections.sheets.sheet import Asked, Cell, Column, Kind, Line, Part, Sheet, SheetMaker

__all__ = ["SHEETS", "Asked", "Cell", "Column", "Kind", "Line", "Part", "Sheet", "SheetMaker"]

SHEETS = {
    maker.name: maker
    for maker in (
        NETWORK_SHEET,
        CAPACITY_SHEET,
        DRAWDOWN,
        BY_SERVICE_YEAR,
        BY_CASH_YEAR,
        INDICATOR_SHEET,
        COMPENSATION_SHEET,
        TENDER_SHEET,
        DEADLINE_SHEET,
        ATTENTION_SHEET,
    )
}
"""By name."""
