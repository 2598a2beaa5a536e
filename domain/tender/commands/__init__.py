"""Every command about a tender."""

from domain.tender.commands.award import (
    AwardLot,
    CancelLot,
    CancelTender,
    CloseTender,
    LeaveLotUnawarded,
    RecordLotContract,
    RecordLotContractRelease,
    RecordResultPublication,
    RelaunchLot,
)
from domain.tender.commands.bidding import (
    ExcludeParticipant,
    OpenBids,
    RecordBid,
    RecordBidWithdrawal,
)
from domain.tender.commands.evaluation import (
    CheckBeneficialOwner,
    EvaluateBids,
    RecordConflictDeclaration,
    SelectSupplier,
    SetDecisionAside,
)
from domain.tender.commands.preparation import (
    ApproveTender,
    ChangeDocumentation,
    DefineLot,
    IssueClarification,
    PlanTender,
    PublishTender,
    RecordPreliminaryInterest,
)
from domain.tender.commands.review import (
    EndStandstill,
    RecordAnswerDelivery,
    RecordInterimMeasure,
    RecordInterimMeasureEnd,
    RecordNoticeDelivery,
    RecordObjection,
    RecordObjectionDecision,
    RecordReviewDecision,
    RecordReviewPetition,
)
from domain.tender.commands.takeover import (
    TakeOverTender,
)

__all__ = [
    "ApproveTender",
    "AwardLot",
    "CancelLot",
    "CancelTender",
    "ChangeDocumentation",
    "CheckBeneficialOwner",
    "CloseTender",
    "DefineLot",
    "EndStandstill",
    "EvaluateBids",
    "ExcludeParticipant",
    "IssueClarification",
    "LeaveLotUnawarded",
    "OpenBids",
    "PlanTender",
    "PublishTender",
    "RecordAnswerDelivery",
    "RecordBid",
    "RecordBidWithdrawal",
    "RecordConflictDeclaration",
    "RecordInterimMeasure",
    "RecordInterimMeasureEnd",
    "RecordLotContract",
    "RecordLotContractRelease",
    "RecordNoticeDelivery",
    "RecordObjection",
    "RecordObjectionDecision",
    "RecordPreliminaryInterest",
    "RecordResultPublication",
    "RecordReviewDecision",
    "RecordReviewPetition",
    "RelaunchLot",
    "SelectSupplier",
    "SetDecisionAside",
    "TakeOverTender",
]
