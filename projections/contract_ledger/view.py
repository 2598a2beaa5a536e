"""Which rows each money event of a contract brings."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from domain.contract.events import breaches, irregularities, settlement
from domain.contract.events.amendments import AmendmentConcluded
from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.drawing import (
    Allocation,
    OrderCancelled,
    PaymentAllocated,
    PaymentApproved,
    PaymentExempted,
    PaymentMade,
    PaymentOrdered,
    PaymentRejected,
    PaymentReversed,
)
from domain.contract.events.reporting import CostLineDecided, FurtherSourceReported
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.entry import Entry
from domain.kernel.money import Money
from projections.table import Table
from projections.view import Record, View, rows_of


class Kind(StrEnum):
    """What a row says about money.

    Only rows of one kind, or of kinds that belong together, may be added: gross is PAID with REVERSED, net is gross
    with REFUNDED, what is owed is CLAIMED with GIVEN_UP, REFUNDED and RECEIVED.
    """

    TAKEN_OVER = "taken over"
    """The contract comes from old records: where no payment stands, nobody knows what was paid. Without amount."""
    MAXIMUM = "maximum"
    """The ceiling that the contract or an amendment sets from the effective date on. Never summed."""
    AWARDED = "awarded"
    """What an old paper calls provided money, without saying whether it was paid. Never summed."""

    ORDERED = "ordered"
    APPROVED = "approved"
    """Without amount, like the next three: the order is named, `purpose` is the role."""
    EXEMPTED = "exempted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    PAID = "paid"
    REVERSED = "reversed"
    """What the bank took back; negative."""
    ALLOCATED = "allocated"
    """Which service month a movement pays for. Of several statements about one movement the last holds."""

    CLAIMED = "claimed"
    """What the provider is to pay; `purpose` says as what."""
    CHANGED = "changed"
    """On appeal a claim became this amount."""
    GIVEN_UP = "given up"
    """Waived, negative; or written off, then without amount: all that was left."""
    REFUNDED = "refunded"
    """Unused or ineligible money that came back; negative."""
    RECEIVED = "received"
    """Other money that came back on a claim; negative."""

    USED = "used"
    """What a settlement says was used of the money of a service year."""
    UNUSED = "unused"
    RECOGNISED = "recognised"
    INELIGIBLE = "ineligible"
    FURTHER_SOURCE = "further source"
    """Other public money for the same service and year."""
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    RECOVERED = "recovered"


class Purpose(StrEnum):
    """What a claim, or money that came back, is about."""

    REFUND = "refund"
    LEVY = "levy"
    PENALTY = "penalty"
    CONTRACT_PENALTY = "contract penalty"
    UNJUST_ENRICHMENT = "unjust enrichment"
    BREACH = "breach"
    IRREGULARITY = "irregularity"


class Line(NamedTuple):
    """One signed amount of a contract, in minor units; None where the event speaks of money without an amount.

    Money that left the account is positive, money that came back negative. `cash_on` is the day of the bank movement.
    """

    contract: UUID
    kind: str
    topic: str
    amount: int | None = None
    currency: str | None = None
    purpose: str | None = None
    source: str | None = None
    """Whose money: esf, state, region."""
    service: str | None = None
    """The registration number, where one is named."""
    service_month: str | None = None
    service_year: int | None = None
    cash_on: date | None = None
    cash_year: int | None = None
    order_reference: str | None = None
    movement: str | None = None
    reference: str | None = None
    """Of a reversal, claim, breach, irregularity, cost line, funder or amendment."""
    share: int | None = None
    """Which of the allocations of one event; shares of several sources belong to one."""


LINES = Table("contract_ledger_lines", Line, indexes=(("contract",),))


def line(kind: Kind, entry: Entry, money: Money | None = None, *, sign: int = 1, **more: Any) -> Line:
    """A row of the entry's contract."""
    amount = None if money is None else sign * money.minor
    currency = None if money is None else money.currency
    return Line(entry.originator_id, kind.value, entry.event.topic, amount, currency, **more)


def bank_line(kind: Kind, entry: Entry, money: Money, *, sign: int, movement: str, **more: Any) -> Line:
    """A row of a bank movement, in the cash year of its effective date."""
    day = entry.effective_on
    cash_year = None if day is None else day.year
    return line(kind, entry, money, sign=sign, cash_on=day, cash_year=cash_year, movement=movement, **more)


def allocated(kind: Kind, entry: Entry, allocations: Iterable[Allocation], **more: Any) -> Iterator[Line]:
    """A row for each service month, or for each source of it where these are stated."""
    for number, allocation in enumerate(allocations):
        month = allocation.month
        sources = allocation.sources.shares if allocation.sources is not None else {None: allocation.amount}
        for source, money in sources.items():
            yield line(
                kind,
                entry,
                money,
                source=source,
                service=allocation.service,
                service_month=month,
                service_year=month.year,
                share=number,
                **more,
            )


class ContractLedger(View):
    """Every event of a contract that says something about money."""

    name = "contract_ledger"
    tables = (LINES,)

    # What may be paid -----------------------------------------------------------------------------------------------

    @rows_of(ContractTakenOver)
    def taken_over(self, event: ContractTakenOver, entry: Entry) -> Iterator[Record]:
        yield line(Kind.TAKEN_OVER, entry)
        if event.amount is not None:
            yield line(Kind.MAXIMUM if event.amount_kind == "maximum" else Kind.AWARDED, entry, event.amount)

    @rows_of(ContractConcluded)
    def concluded(self, event: ContractConcluded, entry: Entry) -> Iterator[Record]:
        if event.maximum is not None:
            yield line(Kind.MAXIMUM, entry, event.maximum)

    @rows_of(AmendmentConcluded)
    def amended(self, event: AmendmentConcluded, entry: Entry) -> Iterator[Record]:
        if event.maximum is not None:
            yield line(Kind.MAXIMUM, entry, event.maximum, reference=str(event.number))

    # Orders ---------------------------------------------------------------------------------------------------------

    @rows_of(PaymentOrdered)
    def ordered(self, event: PaymentOrdered, entry: Entry) -> Iterator[Record]:
        return allocated(Kind.ORDERED, entry, event.allocations, order_reference=event.order)

    @rows_of(PaymentApproved)
    def approved(self, event: PaymentApproved, entry: Entry) -> Iterator[Record]:
        yield line(Kind.APPROVED, entry, order_reference=event.order, purpose=event.role)

    @rows_of(PaymentExempted)
    def exempted(self, event: PaymentExempted, entry: Entry) -> Iterator[Record]:
        yield line(Kind.EXEMPTED, entry, order_reference=event.order)

    @rows_of(PaymentRejected)
    def rejected(self, event: PaymentRejected, entry: Entry) -> Iterator[Record]:
        yield line(Kind.REJECTED, entry, order_reference=event.order, purpose=event.role)

    @rows_of(OrderCancelled)
    def cancelled(self, event: OrderCancelled, entry: Entry) -> Iterator[Record]:
        yield line(Kind.CANCELLED, entry, order_reference=event.order)

    # Bank movements -------------------------------------------------------------------------------------------------

    @rows_of(PaymentMade)
    def paid(self, event: PaymentMade, entry: Entry) -> Iterator[Record]:
        order, movement = event.order, event.movement
        yield bank_line(Kind.PAID, entry, event.amount, sign=1, movement=movement, order_reference=order)
        yield from allocated(Kind.ALLOCATED, entry, event.allocations, movement=movement, order_reference=order)

    @rows_of(PaymentReversed)
    def reversed(self, event: PaymentReversed, entry: Entry) -> Iterator[Record]:
        yield bank_line(Kind.REVERSED, entry, event.amount, sign=-1, movement=event.movement, reference=event.reversal)

    @rows_of(PaymentAllocated)
    def allocated_later(self, event: PaymentAllocated, entry: Entry) -> Iterator[Record]:
        order, movement = event.order, event.movement
        return allocated(Kind.ALLOCATED, entry, event.allocations, movement=movement, order_reference=order)

    @rows_of(settlement.RefundReceived)
    def refunded(self, event: settlement.RefundReceived, entry: Entry) -> Iterator[Record]:
        yield bank_line(
            Kind.REFUNDED,
            entry,
            event.amount,
            sign=-1,
            movement=event.movement,
            reference=event.claim,
            purpose=Purpose.REFUND.value,
        )

    @rows_of(breaches.LevyPaid)
    def levy_paid(self, event: breaches.LevyPaid, entry: Entry) -> Iterator[Record]:
        yield received(Purpose.LEVY, event, entry)

    @rows_of(breaches.ContractPenaltyPaid)
    def contract_penalty_paid(self, event: breaches.ContractPenaltyPaid, entry: Entry) -> Iterator[Record]:
        yield received(Purpose.CONTRACT_PENALTY, event, entry)

    @rows_of(breaches.UnjustEnrichmentRepaid)
    def enrichment_repaid(self, event: breaches.UnjustEnrichmentRepaid, entry: Entry) -> Iterator[Record]:
        yield received(Purpose.UNJUST_ENRICHMENT, event, entry)

    # Claims ---------------------------------------------------------------------------------------------------------

    @rows_of(settlement.RefundRequested)
    def refund_requested(self, event: settlement.RefundRequested, entry: Entry) -> Iterator[Record]:
        yield claimed(Purpose.REFUND, event.claim, event.amount, entry, service_year=event.year)

    @rows_of(breaches.LevyImposed)
    def levy_imposed(self, event: breaches.LevyImposed, entry: Entry) -> Iterator[Record]:
        yield claimed(Purpose.LEVY, event.claim, event.amount, entry)

    @rows_of(breaches.PenaltyCharged)
    def penalty_charged(self, event: breaches.PenaltyCharged, entry: Entry) -> Iterator[Record]:
        yield claimed(Purpose.PENALTY, event.claim, event.interest.amount, entry)

    @rows_of(breaches.ContractPenaltyImposed)
    def contract_penalty_imposed(self, event: breaches.ContractPenaltyImposed, entry: Entry) -> Iterator[Record]:
        yield claimed(Purpose.CONTRACT_PENALTY, event.claim, event.amount, entry)

    @rows_of(breaches.UnjustEnrichmentClaimed)
    def enrichment_claimed(self, event: breaches.UnjustEnrichmentClaimed, entry: Entry) -> Iterator[Record]:
        yield claimed(Purpose.UNJUST_ENRICHMENT, event.claim, event.amount, entry)

    @rows_of(breaches.LevyAppealDecided)
    def appeal_decided(self, event: breaches.LevyAppealDecided, entry: Entry) -> Iterator[Record]:
        nothing = Money(0) if event.outcome == "cancelled" else None
        amount = event.amount or nothing
        if amount is not None:
            yield line(Kind.CHANGED, entry, amount, reference=event.claim, purpose=Purpose.LEVY.value)

    @rows_of(breaches.LevyWaived)
    def waived(self, event: breaches.LevyWaived, entry: Entry) -> Iterator[Record]:
        yield line(Kind.GIVEN_UP, entry, event.amount, sign=-1, reference=event.claim, purpose=Purpose.LEVY.value)

    @rows_of(settlement.ClaimWrittenOff)
    def written_off(self, event: settlement.ClaimWrittenOff, entry: Entry) -> Iterator[Record]:
        yield line(Kind.GIVEN_UP, entry, reference=event.claim)

    # What was it used for -------------------------------------------------------------------------------------------

    @rows_of(settlement.SettlementSubmitted)
    def settled(self, event: settlement.SettlementSubmitted, entry: Entry) -> Iterator[Record]:
        yield of_year(Kind.USED, event.used, event.year, event.service, entry)
        yield of_year(Kind.UNUSED, event.unused, event.year, event.service, entry)

    @rows_of(settlement.SettlementApproved)
    def recognised(self, event: settlement.SettlementApproved, entry: Entry) -> Iterator[Record]:
        yield of_year(Kind.RECOGNISED, event.recognised, event.year, event.service, entry)

    @rows_of(CostLineDecided)
    def ineligible(self, event: CostLineDecided, entry: Entry) -> Iterator[Record]:
        yield of_year(Kind.INELIGIBLE, event.ineligible, event.year, event.service, entry, reference=event.item)

    @rows_of(FurtherSourceReported)
    def further_source(self, event: FurtherSourceReported, entry: Entry) -> Iterator[Record]:
        yield of_year(Kind.FURTHER_SOURCE, event.amount, event.year, event.service, entry, reference=event.funder)

    # What is suspected ----------------------------------------------------------------------------------------------

    @rows_of(breaches.BudgetBreachSuspected)
    def breach_suspected(self, event: breaches.BudgetBreachSuspected, entry: Entry) -> Iterator[Record]:
        yield line(Kind.SUSPECTED, entry, event.amount, reference=event.breach, purpose=Purpose.BREACH.value)

    @rows_of(irregularities.IrregularitySuspected)
    def irregularity_suspected(self, event: irregularities.IrregularitySuspected, entry: Entry) -> Iterator[Record]:
        yield irregular(Kind.SUSPECTED, event.irregularity, event.amount, entry)

    @rows_of(irregularities.IrregularityConfirmed)
    def irregularity_confirmed(self, event: irregularities.IrregularityConfirmed, entry: Entry) -> Iterator[Record]:
        yield irregular(Kind.CONFIRMED, event.irregularity, event.amount, entry)

    @rows_of(irregularities.IrregularityRecovered)
    def irregularity_recovered(self, event: irregularities.IrregularityRecovered, entry: Entry) -> Iterator[Record]:
        yield irregular(Kind.RECOVERED, event.irregularity, event.amount, entry)


CONTRACT_LEDGER = ContractLedger()


def claimed(purpose: Purpose, claim: str, money: Money, entry: Entry, *, service_year: int | None = None) -> Line:
    return line(Kind.CLAIMED, entry, money, reference=claim, purpose=purpose.value, service_year=service_year)


def received(purpose: Purpose, event: breaches.ClaimPayment, entry: Entry) -> Line:
    return bank_line(
        Kind.RECEIVED,
        entry,
        event.amount,
        sign=-1,
        movement=event.movement,
        reference=event.claim,
        purpose=purpose.value,
    )


def irregular(kind: Kind, irregularity: str, money: Money | None, entry: Entry) -> Line:
    return line(kind, entry, money, reference=irregularity, purpose=Purpose.IRREGULARITY.value)


def of_year(
    kind: Kind, money: Money, year: int, service: str | None, entry: Entry, *, reference: str | None = None
) -> Line:
    return line(kind, entry, money, service=service, service_year=year, reference=reference)
