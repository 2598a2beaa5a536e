"""What was found: with a defect or without, what it breaches, what it is worth, and what became of it."""

from typing import Literal

from domain.inspection.payloads import OnSite
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ContractId, MandateId
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.prose import Prose, Sha256
from domain.kernel.registry import RegistrationNumber
from domain.kernel.stamp import Reference

Severity = Literal["OBSERVATION", "MINOR", "MAJOR", "SUSPECTED_BUDGET_BREACH", "SUSPECTED_IRREGULARITY"]
"""How grave a finding is. The last two say what its amount raises on a contract."""

Because = Literal["CORRECTION", "OBJECTION", "FURTHER_INQUIRY"]
"""Why a finding reads otherwise: an error of ours, objections that were upheld, or further inquiry (§ 21)."""


class FindingAmount(Payload):
    """What a finding is worth, exactly, and whose money it is: of which service and year, under what.

    A contract or a mandate that is named learns of the suspicion; one of the two, so that no sum is suspected twice.
    """

    amount: Money
    service: RegistrationNumber | None = None
    year: int | None = None
    contract: ContractId | None = None
    mandate: MandateId | None = None


class FindingWording(Payload):
    """What a finding says.

    `breached` is the provision, or a clause of the contract or the methodology (Citation "contract", "methodology").
    `evidence` are the files that it stands on, `items` points of the checklist.
    """

    has_defect: bool
    severity: Severity = "OBSERVATION"
    breached: Citation | None = None
    text: Prose | None = None
    amounts: tuple[FindingAmount, ...] = ()
    evidence: tuple[Sha256, ...] = ()
    items: tuple[Reference, ...] = ()


class Finding(OnSite):
    """A finding under a key that is unique in the inspection; `is_remedied` where it was put right on the spot."""

    finding: Reference
    wording: FindingWording
    is_remedied: bool = False


class FindingRecorded(Finding, Event):
    """Something was found, or found to be in order."""

    topic = "inspection.finding-recorded"


class FindingRemedy(OnSite):
    """What the inspected person put right before the protocol, and what shows it."""

    finding: Reference
    evidence: tuple[Sha256, ...] = ()
    note: Prose | None = None


class FindingRemedied(FindingRemedy, Event):
    """A defect was put right before the protocol was made; the finding stays, and says so."""

    topic = "inspection.finding-remedied"


class FindingChange(Payload):
    """The whole wording of a finding as it reads from now on, and why."""

    finding: Reference
    wording: FindingWording
    because: Because
    note: Prose | None = None


class FindingChanged(FindingChange, Event):
    """A finding reads otherwise; `objection` names the objections that changed it."""

    topic = "inspection.finding-changed"

    objection: Reference | None = None


class FindingWithdrawal(Payload):
    """That a finding does not stand any more, and why."""

    finding: Reference
    because: Because
    note: Prose | None = None


class FindingWithdrawn(FindingWithdrawal, Event):
    """A finding fell; `objection` names the objections by which it fell."""

    topic = "inspection.finding-withdrawn"

    objection: Reference | None = None


class FindingMaintained(Event):
    """A finding stands as it was after objections to it were rejected."""

    topic = "inspection.finding-maintained"

    finding: Reference
    objection: Reference
