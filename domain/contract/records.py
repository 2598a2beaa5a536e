"""What the state of a contract is made of."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self
from uuid import UUID

from domain.contract.events.conclusion import ContractApproval, ContractConclusion
from domain.contract.payloads import (
    Account,
    Ground,
    Instalment,
    Precondition,
    PublicationDuty,
    SettlementDue,
    SignatureLevel,
    Target,
    Vote,
)
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.entry import Entry
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Sha256
from domain.kernel.registry import Body, Ico, ResolutionNumber


@dataclass(frozen=True, slots=True)
class Provider:
    """Who provides the service: the name, and the IČO where it is stated.

    `is_inferred` where the papers do not name the provider; `as_written` is then what they say instead.
    """

    name: str
    ico: Ico | None = None
    is_inferred: bool = False
    as_written: str | None = None


@dataclass(frozen=True, slots=True)
class Preconditions:
    """The four conditions of access to OPZ+ money, as last verified."""

    registered: Precondition
    in_network: Precondition
    sgei_vp: Precondition
    mandated: Precondition


@dataclass(frozen=True, slots=True)
class Approval:
    """What a body of the region approved: up to which sum, in which words."""

    body: Body
    maximum: Money
    text: Sha256
    approved_on: date | None
    resolution: ResolutionNumber | None
    vote: Vote | None
    event_id: UUID

    @classmethod
    def of(cls, said: ContractApproval, entry: Entry) -> Self:
        on, event_id = entry.effective_on, entry.event_id
        return cls(said.body, said.maximum, said.text, on, said.resolution, said.vote, event_id)


@dataclass(frozen=True, slots=True)
class ConclusionOnFile:
    """What was said at the conclusion, and the event that says it."""

    said: ContractConclusion
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Signature:
    level: SignatureLevel
    text: Sha256
    signed_on: date | None


class _Agreed(Protocol):
    """What a conclusion and an amendment both say."""

    @property
    def maximum(self) -> Money | None: ...
    @property
    def period(self) -> Period | None: ...
    @property
    def period_as_written(self) -> PeriodAsWritten | None: ...
    @property
    def account(self) -> Account | None: ...
    @property
    def payment_plan(self) -> tuple[Instalment, ...]: ...
    @property
    def settlement_due(self) -> tuple[SettlementDue, ...]: ...
    @property
    def targets(self) -> tuple[Target, ...]: ...


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the contract, an amendment or a decided change says of what can be amended; None where it says nothing."""

    effective_on: date | None
    position: int
    maximum: Money | None = None
    period: Period | None = None
    account: Account | None = None
    payment_plan: tuple[Instalment, ...] = ()
    settlement_due: tuple[SettlementDue, ...] = ()
    targets: tuple[Target, ...] = ()

    @classmethod
    def of(cls, agreed: _Agreed, entry: Entry) -> Self:
        return cls(
            effective_on=entry.effective_on,
            position=entry.position,
            maximum=agreed.maximum,
            period=agreed.period or period_read(agreed.period_as_written),
            account=agreed.account,
            payment_plan=agreed.payment_plan,
            settlement_due=agreed.settlement_due,
            targets=agreed.targets,
        )


def period_read(written: PeriodAsWritten | None) -> Period | None:
    """The period that a text states, where both its days are certain and in order."""
    if written is None or written.start is None or written.end is None:
        return None
    start, end = written.start.parsed, written.end.parsed
    return Period(start=start, end=end) if start is not None and end is not None and start <= end else None


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment as concluded, and what became of it in the register."""

    number: int
    event_id: UUID
    agreement: Agreement
    adds: Money
    omits: Money
    ground: Ground
    has_reason: bool
    body: Body | None
    concluded_on: date | None
    publication: PublicationDuty | None
    published_on: date | None = None
    published_by: UUID | None = None
    """The event of its publication."""
    is_void: bool = False

    @property
    def effective_on(self) -> date | None:
        """The agreed day, or the day of publication where that came later and § 6(1) Act 340/2015 applies.

        Until a publication is recorded the agreed day holds: that nothing is recorded does not say that nothing was
        published.
        """
        agreed = self.agreement.effective_on
        if self.publication is None or self.publication.void_after is None or self.published_on is None:
            return agreed
        return max(agreed or self.published_on, self.published_on)

    @property
    def change(self) -> Money:
        """Additions and omissions without regard to sign, as § 222(4) Act 134/2016 sums them."""
        return self.adds + self.omits

    @property
    def order(self) -> tuple[date, int]:
        """Amendments follow each other by their day of effect, those of one day as recorded."""
        return self.effective_on or date.min, self.agreement.position


@dataclass(frozen=True, slots=True)
class Gap:
    """A maximum that its amendment does not explain."""

    number: int
    effective_on: date | None
    maximum_before: Money
    maximum: Money
    explained: Money
    """What the amendment adds minus what it leaves out."""

    @property
    def difference(self) -> Money:
        return self.maximum - self.maximum_before
