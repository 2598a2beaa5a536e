"""Every report that there is. Whoever adds one adds it here; formats and commands need not be told."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from projections.sheets.sheet import Asked, Cell, Column, Kind, Line, Part, Sheet, SheetMaker

__all__ = ["SHEETS", "Asked", "Cell", "Column", "Kind", "Line", "Part", "Sheet", "SheetMaker"]

_PLACES: Mapping[str, tuple[str, str]] = {
    "network": ("network", "NETWORK_SHEET"),
    "capacity": ("network", "CAPACITY_SHEET"),
    "drawdown": ("drawdown", "DRAWDOWN"),
    "drawdown-by-service-year": ("drawdown", "BY_SERVICE_YEAR"),
    "drawdown-by-cash-year": ("drawdown", "BY_CASH_YEAR"),
    "indicators": ("lists", "INDICATOR_SHEET"),
    "compensation": ("lists", "COMPENSATION_SHEET"),
    "sgei": ("sgei", "SGEI_SHEET"),
    "tenders": ("lists", "TENDER_SHEET"),
    "deadlines": ("lists", "DEADLINE_SHEET"),
    "findings": ("inspections", "FINDING_SHEET"),
    "measures": ("inspections", "MEASURE_SHEET"),
    "inspection-plan": ("inspections", "PLAN_SHEET"),
    "publication-backlog": ("backlog", "BACKLOG_SHEET"),
    "retention": ("backlog", "RETENTION_SHEET"),
    "attention": ("lists", "ATTENTION_SHEET"),
}
"""Name of the report → the module of this package, and what makes it there."""


class _Sheets(Mapping[str, SheetMaker]):
    """Each brings its module along when it is asked for: one report need not wait for the views of all others."""

    def __getitem__(self, name: str) -> SheetMaker:
        module, maker = _PLACES[name]
        found: SheetMaker = getattr(import_module(f"{__name__}.{module}"), maker)
        return found

    def __contains__(self, name: object) -> bool:
        return name in _PLACES

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


SHEETS: Mapping[str, SheetMaker] = _Sheets()
"""By name."""
