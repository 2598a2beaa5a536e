"""Every report that there is. Whoever adds one adds it here; formats and commands need not be told."""

from projections.sheets.backlog import BACKLOG_SHEET, RETENTION_SHEET
from projections.sheets.drawdown import BY_CASH_YEAR, BY_SERVICE_YEAR, DRAWDOWN
from projections.sheets.inspections import FINDING_SHEET, MEASURE_SHEET, PLAN_SHEET
from projections.sheets.lists import (
    ATTENTION_SHEET,
    COMPENSATION_SHEET,
    DEADLINE_SHEET,
    INDICATOR_SHEET,
    TENDER_SHEET,
)
from projections.sheets.network import CAPACITY_SHEET, NETWORK_SHEET
from projections.sheets.sgei import SGEI_SHEET
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
        SGEI_SHEET,
        TENDER_SHEET,
        DEADLINE_SHEET,
        FINDING_SHEET,
        MEASURE_SHEET,
        PLAN_SHEET,
        BACKLOG_SHEET,
        RETENTION_SHEET,
        ATTENTION_SHEET,
    )
}
"""By name."""
