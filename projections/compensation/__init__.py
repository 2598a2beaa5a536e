"""What every service-year may get, got and cost, whether that was too much, and whose turn it is."""

from projections.compensation.row import (
    CalculatedLine,
    Calculation,
    CheckCells,
    ClaimCells,
    CompensationFilter,
    CompensationRow,
    CompensationTotals,
    CostCells,
    SourceLine,
    compensation_totals,
)
from projections.compensation.rows import compensation_rows, mandates_numbered
from projections.compensation.turns import Next, NextStep
from projections.compensation.verdict import Balance, Lacking, Verdict
from projections.compensation.view import COMPENSATION

__all__ = [
    "COMPENSATION",
    "Balance",
    "CalculatedLine",
    "Calculation",
    "CheckCells",
    "ClaimCells",
    "CompensationFilter",
    "CompensationRow",
    "CompensationTotals",
    "CostCells",
    "Lacking",
    "Next",
    "NextStep",
    "SourceLine",
    "Verdict",
    "compensation_rows",
    "compensation_totals",
    "mandates_numbered",
]
