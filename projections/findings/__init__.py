"""Findings of inspections and what is asked of the inspected: how each stands, and what is overdue."""

from projections.findings.finding_rows import FindingFilter, FindingRow, FindingState, ObjectionOutcome, finding_rows
from projections.findings.measure_rows import MeasureFilter, MeasureRow, MeasureState, measure_rows
from projections.findings.view import FINDINGS

__all__ = [
    "FINDINGS",
    "FindingFilter",
    "FindingRow",
    "FindingState",
    "MeasureFilter",
    "MeasureRow",
    "MeasureState",
    "ObjectionOutcome",
    "finding_rows",
    "measure_rows",
]
