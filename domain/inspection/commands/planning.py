"""The plan of an inspection, preparatory acts, and bias of those who inspect."""

from domain.inspection.events.planning import (
    BiasDecision,
    BiasDeclaration,
    BiasObjection,
    Plan,
    PlanCancellation,
    PlanChange,
    PreparatoryAct,
)
from domain.kernel.command import Act, Observation


class PlanInspection(Plan, Act):
    """Plan an inspection: what, under which law, why."""

    topic = "inspection.plan"
    opens = True


class ChangeInspectionPlan(PlanChange, Act):
    """Change the plan before the inspection starts; what is absent stays."""

    topic = "inspection.change-plan"


class CancelInspection(PlanCancellation, Act):
    """Drop an inspection from the plan before it starts."""

    topic = "inspection.cancel"


class RecordPreparatoryAct(PreparatoryAct, Observation):
    """Something was looked at before the inspection, and a record of it was made."""

    topic = "inspection.record-preparatory-act"


class RecordBiasDeclaration(BiasDeclaration, Observation):
    """Somebody who is to inspect declared a tie to the inspected, or that there is none."""

    topic = "inspection.record-bias-declaration"


class RecordBiasObjection(BiasObjection, Observation):
    """The controlled person objected that somebody is biased."""

    topic = "inspection.record-bias-objection"


class DecideBias(BiasDecision, Act):
    """Decide whether somebody is biased: an excluded person no longer inspects."""

    topic = "inspection.decide-bias"
