"""Every entry of every inspection as one row: who, when by law and for us, by what, on which evidence, what changed."""

from projections.inspection_trail.changes import Change
from projections.inspection_trail.rows import TrailFilter, TrailRow, trail_rows
from projections.inspection_trail.view import INSPECTION_TRAIL

__all__ = ["INSPECTION_TRAIL", "Change", "TrailFilter", "TrailRow", "trail_rows"]
