"""What is owed and suspected under a contract: the records that settlement, breaches and irregularities keep."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args
from uuid import UUID

from domain.contract.events.breaches import BreachGround
from domain.contract.events.settlement import RefundGround
from domain.kernel.calendar import TimeLimit
from domain.kernel.money import Money
from domain.kernel.period import Period

ClaimKind = Literal["refund", "levy", "penalty", "contract penalty", "unjust enrichment"]
"""refund: unused or ineligible money asked back; levy and penalty: for a breach of budget discipline (§ 22 Act
250/2000); contract penalty: agreed in a tender contract; unjust enrichment: what was paid on a void contract."""
ANY_KIND: tuple[ClaimKind, ...] = get_args(ClaimKind)

ReportStage = Literal["submitted", "returned", "accepted"]
SettlementStage = Literal["submitted", "returned", "approved"]
BreachStage = Literal["suspected", "dismissed", "called", "remedied", "levied"]
IrregularityStage = Literal["suspected", "confirmed", "refuted", "closed"]


@dataclass(slots=True)
class Claim:
    """Money that is claimed under a reference of its own: how much, until when, and what was given up of it."""

    kind: ClaimKind
    amount: Money
    raised_on: date | None
    due: TimeLimit | None = None
    ground: RefundGround | None = None
    """Why a refund was asked for, and of which year, where that was said."""
    year: int | None = None
    waived: tuple[Money, ...] = ()
    is_written_off: bool = False
    is_appealed: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came back by a line of the bank statement, and the claim that it pays."""

    kind: ClaimKind
    amount: Money
    received_on: date | None
    claim: str | None
    event_id: UUID


@dataclass(slots=True)
class Report:
    """A monitoring report and what was said to it."""

    period: Period
    is_final: bool
    stage: ReportStage
    accepted_on: date | None = None


@dataclass(slots=True)
class YearRecord:
    """The settlement of one service and year."""

    submitted_on: date | None
    used: Money
    unused: Money
    lines: dict[str, Money]
    event_id: UUID
    stage: SettlementStage = "submitted"
    ineligible: dict[str, Money] = field(default_factory=dict)
    approved_on: date | None = None
    recognised: Money | None = None

    def is_approved_by(self, day: date) -> bool:
        return self.stage == "approved" and (self.approved_on or date.min) <= day


@dataclass(slots=True)
class Breach:
    """A suspected breach of budget discipline and how far it has come."""

    amount: Money
    ground: BreachGround
    stage: BreachStage = "suspected"
    due: TimeLimit | None = None
    """Until when the provider was called to remedy or return."""
    movement: str | None = None
    """The line of the statement by which retained money came back late."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be dropped, remedied or levied."""
        return self.stage in {"suspected", "called"}


@dataclass(slots=True)
class Irregularity:
    """An irregularity and how far it has come."""

    amount: Money | None
    stage: IrregularityStage = "suspected"
    recovered: tuple[Money, ...] = ()
    reported_to: tuple[str, ...] = ()
