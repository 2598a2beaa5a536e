"""What is owed and suspected under a contract: the records that settlement, breaches and irregularities keep."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, get_args
from uuid import UUID

from domain.contract.events.breaches import BreachGround
from domain.contract.events.settlement import RefundGround, YearSettlement
from domain.kernel.calendar import TimeLimit
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.money import Money, total
from domain.kernel.period import Period

ClaimKind = Literal["refund", "levy", "penalty", "contract penalty", "unjust enrichment"]
"""refund: unused or ineligible money asked back; levy and penalty: for a breach of budget discipline (§ 22 Act
250/2000); contract penalty: agreed in a tender contract; unjust enrichment: what was paid on a void contract."""
ANY_KIND: tuple[ClaimKind, ...] = get_args(ClaimKind)

ReportStage = Literal["submitted", "returned", "accepted"]
SettlementStage = Literal["submitted", "returned", "approved"]
BreachStage = Literal["suspected", "dismissed", "called", "remedied", "levied"]
IrregularityStage = Literal["suspected", "confirmed", "refuted", "closed"]

OPEN_STAGES: frozenset[BreachStage | IrregularityStage] = frozenset({"suspected", "called", "confirmed"})
"""What is suspected and neither dropped nor seen to."""


class Waived(NamedTuple):
    """What was given up of a claim, and when."""

    on: date | None
    amount: Money


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
    waived: tuple[Waived, ...] = ()
    is_written_off: bool = False
    written_off_on: date | None = None
    is_appealed: bool = False
    decided: Dated[Money] = field(default_factory=Dated)
    """What it came to by decisions on appeals, each from its day; before them it was the amount first claimed."""
    first: Money = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.amount

    def decide(self, amount: Money, entry: Entry) -> None:
        """An appeal ended so: from the day of the decision on this much is claimed."""
        self.amount = amount
        self.decided.set(amount, effective_on=entry.effective_on, position=entry.position)

    def amount_on(self, day: date) -> Money:
        decided = self.amount if day == date.max else self.decided.on(day)
        return self.first if decided is None else decided

    def waived_by(self, day: date = date.max) -> Money:
        return total((one.amount for one in self.waived if (one.on or date.min) <= day), self.amount.currency)

    def is_written_off_by(self, day: date) -> bool:
        return self.is_written_off and (self.written_off_on or date.min) <= day


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
    said: YearSettlement
    due: TimeLimit | None
    event_id: UUID
    stage: SettlementStage = "submitted"
    ineligible: dict[str, Money] = field(default_factory=dict)
    approved_on: date | None = None
    recognised: Money | None = None

    @property
    def used(self) -> Money:
        return self.said.used

    @property
    def unused(self) -> Money:
        return self.said.unused

    @property
    def lines(self) -> dict[str, Money]:
        return {line.item: line.amount for line in self.said.cost_lines}

    def is_approved_by(self, day: date) -> bool:
        return self.stage == "approved" and (self.approved_on or date.min) <= day


class Reckoned(NamedTuple):
    """How long money was retained: from which day, so many days, how much."""

    first_day: date | None
    days: int | None
    amount: Money | None


@dataclass(slots=True)
class Breach:
    """A suspected breach of budget discipline and how far it has come."""

    amount: Money
    ground: BreachGround
    stage: BreachStage = "suspected"
    stages: Dated[BreachStage] = field(default_factory=Dated)
    due: TimeLimit | None = None
    """Until when the provider was called to remedy or return."""
    movement: str | None = None
    """The line of the statement by which retained money came back late."""
    reckoned: Reckoned | None = None
    """What was retained and for how long, as the suspicion says."""

    def reach(self, stage: BreachStage, entry: Entry) -> None:
        self.stage = stage
        self.stages.set(stage, effective_on=entry.effective_on, position=entry.position)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be dropped, remedied or levied."""
        return self.stage in OPEN_STAGES

    def is_open_on(self, day: date) -> bool:
        """The same on a day."""
        return self.stages.on(day) in OPEN_STAGES


@dataclass(slots=True)
class Irregularity:
    """An irregularity and how far it has come."""

    amount: Money | None
    stage: IrregularityStage = "suspected"
    stages: Dated[IrregularityStage] = field(default_factory=Dated)
    recovered: tuple[Money, ...] = ()
    reported_to: tuple[str, ...] = ()

    def reach(self, stage: IrregularityStage, entry: Entry) -> None:
        self.stage = stage
        self.stages.set(stage, effective_on=entry.effective_on, position=entry.position)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be refuted or closed."""
        return self.stage in OPEN_STAGES

    def is_open_on(self, day: date) -> bool:
        """The same on a day."""
        return self.stages.on(day) in OPEN_STAGES
