"""Every command on a mandate."""

from domain.mandate.commands.changes import (
    AmendMandate,
    MigrateLegalBasis,
    ProlongMandate,
    RecordPreconditionLoss,
    RecordPreconditionRestored,
    ResumeMandate,
    SuspendMandate,
)
from domain.mandate.commands.deminimis import (
    GrantDeMinimis,
    RecordDeMinimisEntry,
)
from domain.mandate.commands.ending import (
    PlaceLegalHold,
    RecordExpiry,
    ReleaseLegalHold,
    ReleaseRecords,
    RevokeMandate,
)
from domain.mandate.commands.entrustment import (
    AddService,
    IssueMandate,
    ProposeMandate,
    RecordAcceptance,
)
from domain.mandate.commands.funding import (
    CalculateCompensation,
    CommitCompensation,
    RecordCompensationPayment,
    RecordMoneyReturn,
    RecordOtherFunding,
    ReleaseCommitment,
)
from domain.mandate.commands.netcost import (
    RecordNetCost,
    VerifyNetCost,
)
from domain.mandate.commands.overcompensation import (
    CheckOvercompensation,
    PerformFinalCheck,
    RecordRepayment,
    RequestRepayment,
    UpdateParameters,
    WithdrawRequest,
)
from domain.mandate.commands.suspicions import (
    DismissSuspicion,
    ReviseSuspicion,
    SuspectOvercompensation,
)
from domain.mandate.commands.takeover import (
    TakeOverMandate,
)
from domain.mandate.commands.transparency import (
    IncludeInReport,
    PublishCompensation,
)

__all__ = [
    "AddService",
    "AmendMandate",
    "CalculateCompensation",
    "CheckOvercompensation",
    "CommitCompensation",
    "DismissSuspicion",
    "GrantDeMinimis",
    "IncludeInReport",
    "IssueMandate",
    "MigrateLegalBasis",
    "PerformFinalCheck",
    "PlaceLegalHold",
    "ProlongMandate",
    "ProposeMandate",
    "PublishCompensation",
    "RecordAcceptance",
    "RecordCompensationPayment",
    "RecordDeMinimisEntry",
    "RecordExpiry",
    "RecordMoneyReturn",
    "RecordNetCost",
    "RecordOtherFunding",
    "RecordPreconditionLoss",
    "RecordPreconditionRestored",
    "RecordRepayment",
    "ReleaseCommitment",
    "ReleaseLegalHold",
    "ReleaseRecords",
    "RequestRepayment",
    "ResumeMandate",
    "ReviseSuspicion",
    "RevokeMandate",
    "SuspectOvercompensation",
    "SuspendMandate",
    "TakeOverMandate",
    "UpdateParameters",
    "VerifyNetCost",
    "WithdrawRequest",
]
