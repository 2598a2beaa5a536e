"""What the state of the second half of an inspection is made of: findings, papers, objections, measures."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from domain.inspection.events.findings import FindingAmount, FindingWording
from domain.inspection.events.objections import Filing, ObjectionPoint, RejectionGround
from domain.inspection.payloads import Delivery
from domain.kernel.calendar import TimeLimit
from domain.kernel.law import Citation
from domain.kernel.prose import Sha256

FindingState = Literal["PROPOSED", "CHANGED", "MAINTAINED", "WITHDRAWN"]
MeasureState = Literal["DUE", "REPORTED", "PARTLY_FULFILLED", "NOT_FULFILLED", "FULFILLED", "LIFTED"]
SettledBy = Literal["HEAD", "SUPERIOR"]


@dataclass(slots=True)
class FindingRecord:
    """A finding as it reads now, and the entry that made it read so."""

    finding: str
    wording: FindingWording
    on: date | None
    said_by: UUID
    state: FindingState = "PROPOSED"
    is_remedied: bool = False
    is_new_since_protocol: bool = False
    """Recorded or changed by further inquiry after the protocol, and not yet in an addendum."""

    @property
    def stands(self) -> bool:
        return self.state != "WITHDRAWN"

    @property
    def amounts(self) -> tuple[FindingAmount, ...]:
        """What the finding is worth now: nothing once it fell."""
        return self.wording.amounts if self.stands else ()


@dataclass(slots=True)
class Paper:
    """A version of the protocol, or an addendum to it: who signs it, and how it went out."""

    document: Sha256
    number: int
    signers: tuple[str, ...]
    findings: tuple[str, ...]
    drafted_on: date | None
    objections_to: str | None = None
    objection_days: int | None = None
    signed: dict[str, date | None] = field(default_factory=dict)
    is_sent: bool = False
    sent_on: date | None = None
    fiction_on: date | None = None
    is_delivered: bool = False
    delivered_on: date | None = None
    delivery: Delivery | None = None
    objections_until: TimeLimit | None = None
    wait_until: date | None = None
    corrected: tuple[Sha256, ...] = ()
    """The files with obvious errors put right, in order."""

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Whose signature is missing."""
        return tuple(signer for signer in self.signers if signer not in self.signed)


@dataclass(slots=True)
class ObjectionRecord:
    """Objections, and what became of them."""

    objection: str
    points: tuple[ObjectionPoint, ...]
    addendum: int | None
    filing: Filing
    sent_on: date | None
    received_on: date | None
    due_on: date | None
    is_entitled: bool | None
    head_by: TimeLimit | None
    decide_by: TimeLimit | None
    is_extended: bool = False
    settled_by: SettledBy | None = None
    settled_on: date | None = None
    is_settlement_delivered: bool = False
    handed_to: str | None = None

    @property
    def findings(self) -> tuple[str, ...]:
        return tuple(point.finding for point in self.points)

    @property
    def counts_on(self) -> date | None:
        return counts_on(self.filing, sent_on=self.sent_on, received_on=self.received_on)

    @property
    def is_late(self) -> bool:
        """Whether they certainly came too late; what is not known speaks for whoever objects."""
        return self.counts_on is not None and self.due_on is not None and self.due_on < self.counts_on

    @property
    def counts(self) -> bool:
        """Whether the end of the inspection waits for them: made in time, and not by a stranger."""
        return not self.is_late and self.is_entitled is not False

    @property
    def is_pending(self) -> bool:
        """Whether the end still waits for them."""
        return self.counts and not self.is_settlement_delivered and self.handed_to is None

    def flaws_of(self, finding: str) -> Collection[RejectionGround]:
        """Why the objections to a finding are rejected whatever they say."""
        has_reasons = any(point.finding == finding and point.reasons is not None for point in self.points)
        flaws: dict[RejectionGround, bool] = {
            "LATE": self.is_late,
            "NOT_ENTITLED": self.is_entitled is False,
            "UNREASONED": not has_reasons,
        }
        return tuple(flaw for flaw, is_there in flaws.items() if is_there)


@dataclass(slots=True)
class MeasureRecord:
    """A measure and what became of it."""

    measure: str
    asks_for: str
    findings: tuple[str, ...]
    power: Citation
    due: TimeLimit | None
    imposed_on: date | None
    state: MeasureState = "DUE"
    is_extension_asked: bool = False
    extensions: int = 0
    proof: tuple[Sha256, ...] = ()
    reported_on: date | None = None
    followed_by: tuple[UUID, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state not in {"FULFILLED", "LIFTED"}

    def is_overdue(self, on: date | None) -> bool:
        """Whether it is open after its legal last day."""
        return self.is_open and on is not None and self.due is not None and self.due.legal_last_day < on


@dataclass(frozen=True, slots=True)
class Ended:
    """How the inspection ended, and the status that the end replaced."""

    reason: str
    ended_on: date
    status_before: str | None


def counts_on(filing: Filing, *, sent_on: date | None, received_on: date | None) -> date | None:
    """The day by which objections are in time or late; None where it is not known.

    What was posted or put into a data box counts on that day (§ 40(1)(d) Act 500/2004), other filings when they came.
    """
    if filing == "POST":
        return sent_on
    if filing == "DATA_BOX":
        return sent_on or received_on
    return received_on
