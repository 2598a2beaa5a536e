"""What may be asked about findings."""

from domain.inspection.events.findings import Finding, FindingChange, FindingRemedy, FindingWithdrawal
from domain.kernel.command import Act, Observation


class RecordFinding(Finding, Act):
    """Record what was found, with a defect or without."""

    topic = "inspection.record-finding"


class RecordFindingRemedy(FindingRemedy, Observation):
    """Record that a defect was put right before the protocol was made."""

    topic = "inspection.record-finding-remedy"


class ChangeFinding(FindingChange, Act):
    """Word a finding otherwise, before the protocol is signed or by further inquiry after it."""

    topic = "inspection.change-finding"


class WithdrawFinding(FindingWithdrawal, Act):
    """Withdraw a finding that does not stand."""

    topic = "inspection.withdraw-finding"
