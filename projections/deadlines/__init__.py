"""What is due, whose turn it is, until when, and whether it was met; that something is overdue is found by reading."""

from projections.deadlines.kinds import Kind, Nature, Turn
from projections.deadlines.rows import (
    ALL_STATES,
    OPEN_STATES,
    DeadlineFilter,
    DeadlineRow,
    State,
    deadline_rows,
    files_told_at,
)
from projections.deadlines.steps import Missing
from projections.deadlines.view import DEADLINES, KINDS

__all__ = [
    "ALL_STATES",
    "DEADLINES",
    "KINDS",
    "OPEN_STATES",
    "DeadlineFilter",
    "DeadlineRow",
    "Kind",
    "Missing",
    "Nature",
    "State",
    "Turn",
    "deadline_rows",
    "files_told_at",
]
