"""What is to be inspected next: by law, by the plan and its risk; and what was inspected last, and when."""

from projections.inspection_plan.rows import PlanRow, Urgency, plan_rows, providers_named
from projections.inspection_plan.view import INSPECTION_PLAN, SubjectKind

__all__ = ["INSPECTION_PLAN", "PlanRow", "SubjectKind", "Urgency", "plan_rows", "providers_named"]
