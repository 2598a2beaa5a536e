"""Evaluation and selection."""

from typing import Literal

from domain.kernel.event import Event, Payload
from domain.kernel.prose import Sha256
from domain.kernel.stamp import Reference
from domain.tender.payloads import Ground, LotRound, Ranked, Score, Standstill


class ConflictDeclaration(Payload):
    """What an evaluator declared in writing about conflicts of interest; a later declaration replaces it."""

    evaluator: Reference
    role: Reference
    has_conflict: bool
    document: Sha256 | None = None


class ConflictOfInterestDeclared(ConflictDeclaration, Event):
    """An evaluator declared on the effective day to have a conflict of interest, or none."""

    topic = "tender.conflict-of-interest-declared"


class Evaluation(LotRound):
    """The points of all evaluators and the ranking that follows from them.

    Bids with the very same total stand in an order that `ties_broken_by` explains.
    """

    scores: tuple[Score, ...] = ()
    ranking: tuple[Ranked, ...]
    ties_broken_by: Reference | None = None
    report: Sha256 | None = None


class BidsEvaluated(Evaluation, Event):
    """The commission evaluated the bids of one round; its ranking was recomputed exactly and agreed."""

    topic = "tender.bids-evaluated"


class Selection(LotRound):
    """The bid that is to be awarded, by which decision."""

    bid: Reference
    decision: Reference | None = None
    document: Sha256 | None = None


class SupplierSelected(Selection, Event):
    """The contracting authority selected a supplier.

    `standstill` says whether the contract has to wait, as the law and the number of participants stood.
    """

    topic = "tender.supplier-selected"

    standstill: Standstill


class OwnDecisionSetAside(LotRound):
    """A decision of the contracting authority that it takes back itself (§ 49 Act 134/2016)."""

    what: Literal["SELECTION", "EVALUATION"]
    ground: Ground


class DecisionSetAside(OwnDecisionSetAside, Event):
    """The contracting authority took its selection, or its evaluation with the selection, back."""

    topic = "tender.decision-set-aside"


class BeneficialOwnerCheck(Payload):
    """What the register of beneficial owners showed about the participant with this bid."""

    bid: Reference
    outcome: Literal["IDENTIFIED", "NOT_IDENTIFIED"]
    extract: Sha256 | None = None


class BeneficialOwnerChecked(BeneficialOwnerCheck, Event):
    """The contracting authority looked up the beneficial owner of a participant on the effective day."""

    topic = "tender.beneficial-owner-checked"
