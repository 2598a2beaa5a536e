"""Evaluation and selection."""

from domain.kernel.command import Act, Observation
from domain.tender.events.evaluation import (
    BeneficialOwnerCheck,
    ConflictDeclaration,
    Evaluation,
    OwnDecisionSetAside,
    Selection,
)


class RecordConflictDeclaration(ConflictDeclaration, Observation):
    """An evaluator declared in writing on the effective day to have a conflict of interest, or none."""

    topic = "tender.record-conflict-declaration"


class EvaluateBids(Evaluation, Act):
    """Evaluate the bids of a round that are not excluded: all points of all evaluators, and the ranking."""

    topic = "tender.evaluate-bids"


class SelectSupplier(Selection, Act):
    """Select the supplier of a lot in a round."""

    topic = "tender.select-supplier"


class SetDecisionAside(OwnDecisionSetAside, Act):
    """Take an own selection or evaluation back before the lot is awarded. The stamp gives the reason."""

    topic = "tender.set-decision-aside"


class CheckBeneficialOwner(BeneficialOwnerCheck, Act):
    """Look up the beneficial owner of the participant who is to be awarded a lot."""

    topic = "tender.check-beneficial-owner"
