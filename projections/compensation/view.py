"""Which rows the events of mandates bring that say what a service-year may get, got, cost, and what was found of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import JsonValue

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.entry import Entry
from domain.mandate.events import changes, ending, entrustment, funding, netcost, overcompensation, takeover
from domain.mandate.payloads import CarryOverRule, ServiceTerms, YearCeiling
from projections.limits import ends
from projections.network.documents import Document, document, documents
from projections.table import Table
from projections.view import Record, View, rows_of

NAMED = {"service", "registration", "section", "name_as_written"}
"""What of an entrusted service matters here."""


class MandateStep(StrEnum):
    """What happened to a mandate."""

    PROPOSED = "proposed"
    SERVICE_ADDED = "service added"
    ISSUED = "issued"
    TAKEN_OVER = "taken over"
    AMENDED = "amended"
    PROLONGED = "prolonged"
    REVOKED = "revoked"
    EXPIRED = "expired"


class MandateSaid(NamedTuple):
    """What an entry says of a mandate as far as it decides about money; what it leaves out stays as it was."""

    mandate: UUID
    step: str
    number: str | None = None
    provider: str | None = None
    provider_ico: str | None = None
    services: list[JsonValue] | None = None
    first_day: date | None = None
    last_day: date | None = None
    is_carry_over_allowed: int | None = None
    """1 where overcompensation may be carried over, 0 where not, None where it is not said."""
    rule: Document | None = None
    """Of carrying over, as it was configured on the day of issue."""
    money_known_from: int | None = None
    raw_end: date | None = None
    """Of the next check, or of the final one; so the two days below."""
    legal_last_day: date | None = None
    safe_last_day: date | None = None


class Kind(StrEnum):
    """What a row says about the money of a service-year. Amounts are never negative; the kind says which way."""

    STATED = "stated"
    """The compensation payment, as the act states it."""
    CALCULATED = "calculated"
    """The compensation payment, with its calculation."""
    COMMITTED = "committed"
    RELEASED = "released"
    PAID = "paid"
    GIVEN = "given"
    """By somebody else."""
    RETURNED = "returned"


class MoneySaid(NamedTuple):
    """An amount for a service-year, in haléře: mandates know crowns only."""

    mandate: UUID
    kind: str
    year: int
    service: str | None
    amount: int
    source: str | None = None
    contract: UUID | None = None
    reference: str | None = None
    movement: str | None = None
    funding: str | None = None
    """The key of other public money."""
    funder: str | None = None
    funder_kind: str | None = None
    ground: str | None = None
    methodology: UUID | None = None
    methodology_year: int | None = None
    lines: list[JsonValue] | None = None
    """Of a calculation: units with their reference values."""


class CostSaid(NamedTuple):
    """What a service cost in a year, as declared or as verified, in haléře."""

    mandate: UUID
    is_verified: int
    year: int
    service: str | None
    costs: int
    revenues: int
    profit: int


class CheckSaid(NamedTuple):
    """A check with its result, what it carried over, or that the parameters were updated after it."""

    mandate: UUID
    step: str
    year: int
    service: str | None
    result: Document | None = None
    amount: int | None = None
    to_year: int | None = None
    raw_end: date | None = None
    """Of the next check; so the two days below."""
    legal_last_day: date | None = None
    safe_last_day: date | None = None


class CheckStep(StrEnum):
    """What an entry says of the verdict on a service-year."""

    CHECKED = "checked"
    FINALLY_CHECKED = "finally checked"
    CARRIED_OVER = "carried over"
    PARAMETERS_UPDATED = "parameters updated"


class ClaimSaid(NamedTuple):
    """That overcompensation was asked back, repaid, or is asked back no more."""

    mandate: UUID
    step: str
    claim: str
    year: int | None = None
    service: str | None = None
    amount: int | None = None
    movement: str | None = None
    interest: int | None = None
    raw_end: date | None = None
    legal_last_day: date | None = None
    safe_last_day: date | None = None


class ClaimStep(StrEnum):
    """What an entry says of a request for repayment."""

    REQUESTED = "requested"
    REPAID = "repaid"
    WITHDRAWN = "withdrawn"


MANDATES = Table("compensation_mandates", MandateSaid, indexes=(("mandate",),))
MONEY = Table("compensation_money", MoneySaid, indexes=(("mandate",),))
COSTS = Table("compensation_costs", CostSaid, indexes=(("mandate",),))
CHECKS = Table("compensation_checks", CheckSaid, indexes=(("mandate",),))
CLAIMS = Table("compensation_claims", ClaimSaid, indexes=(("mandate",),))


class Compensation(View):
    """The money of every service-year under a mandate, what the service cost, and the verdicts on it."""

    name = "compensation"
    tables = (MANDATES, MONEY, COSTS, CHECKS, CLAIMS)

    # The mandate ----------------------------------------------------------------------------------------------------

    @rows_of(entrustment.MandateProposed)
    def proposed(self, event: entrustment.MandateProposed, entry: Entry) -> Iterator[Record]:
        yield mandate_said(
            MandateStep.PROPOSED,
            entry,
            number=event.number,
            provider=event.provider.name if event.provider else None,
            provider_ico=event.provider.ico if event.provider else None,
            services=entrusted([event]),
        )

    @rows_of(entrustment.ServiceAdded)
    def service_added(self, event: entrustment.ServiceAdded, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.SERVICE_ADDED, entry, services=entrusted([event]))

    @rows_of(entrustment.MandateIssued)
    def issued(self, event: entrustment.MandateIssued, entry: Entry) -> Iterator[Record]:
        yield mandate_said(
            MandateStep.ISSUED,
            entry,
            number=event.number,
            first_day=event.period.start if event.period else None,
            last_day=event.period.end if event.period else None,
            is_carry_over_allowed=flag(event.is_carry_over_allowed),
            rule=rule_document(event.rule),
            **ends(event.check_by),
        )
        yield from ceilings(event.compensations, entry)

    @rows_of(takeover.MandateTakenOver)
    def taken_over(self, event: takeover.MandateTakenOver, entry: Entry) -> Iterator[Record]:
        start, end = certain_days(event.period_as_written)
        yield mandate_said(
            MandateStep.TAKEN_OVER,
            entry,
            number=event.number,
            provider=event.provider.name if event.provider else None,
            provider_ico=event.provider.ico if event.provider else None,
            services=entrusted(event.services),
            first_day=start,
            last_day=end,
            is_carry_over_allowed=flag(event.is_carry_over_allowed),
            rule=rule_document(event.rule),
            money_known_from=event.money_known_from,
        )
        yield from ceilings(event.compensations, entry)

    @rows_of(changes.MandateAmended)
    def amended(self, event: changes.MandateAmended, entry: Entry) -> Iterator[Record]:
        if event.is_carry_over_allowed is not None:
            is_allowed = flag(event.is_carry_over_allowed)
            yield mandate_said(MandateStep.AMENDED, entry, is_carry_over_allowed=is_allowed)
        yield from ceilings(event.compensations, entry)

    @rows_of(changes.MandateProlonged)
    def prolonged(self, event: changes.MandateProlonged, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.PROLONGED, entry, last_day=event.last_day)

    @rows_of(ending.MandateRevoked)
    def revoked(self, event: ending.MandateRevoked, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.REVOKED, entry, **ends(event.final_check_by))

    @rows_of(ending.MandateExpired)
    def expired(self, event: ending.MandateExpired, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.EXPIRED, entry, **ends(event.final_check_by))

    # Money ----------------------------------------------------------------------------------------------------------

    @rows_of(funding.CompensationCalculated)
    def calculated(self, event: funding.CompensationCalculated, entry: Entry) -> Iterator[Record]:
        yield money_said(
            Kind.CALCULATED,
            event,
            event.compensation.minor,
            entry,
            methodology=event.methodology,
            methodology_year=event.methodology_year,
            lines=documents(event.lines),
        )

    @rows_of(funding.CompensationCommitted)
    def committed(self, event: funding.CompensationCommitted, entry: Entry) -> Iterator[Record]:
        own = {"source": event.source, "contract": event.contract, "reference": event.reference}
        yield money_said(Kind.COMMITTED, event, event.amount.minor, entry, **own)

    @rows_of(funding.CommitmentReleased)
    def released(self, event: funding.CommitmentReleased, entry: Entry) -> Iterator[Record]:
        own = {"contract": event.contract, "reference": event.reference}
        yield money_said(Kind.RELEASED, event, event.amount.minor, entry, **own)

    @rows_of(funding.CompensationPaid)
    def paid(self, event: funding.CompensationPaid, entry: Entry) -> Iterator[Record]:
        own = {"source": event.source, "contract": event.contract, "reference": event.reference}
        yield money_said(Kind.PAID, event, event.amount.minor, entry, movement=event.movement, **own)

    @rows_of(funding.OtherPublicFundingRecorded)
    def given(self, event: funding.OtherPublicFundingRecorded, entry: Entry) -> Iterator[Record]:
        own = {"funding": event.funding, "funder": event.funder, "funder_kind": event.funder_kind}
        yield money_said(Kind.GIVEN, event, event.amount.minor, entry, **own)

    @rows_of(funding.PublicMoneyReturned)
    def returned(self, event: funding.PublicMoneyReturned, entry: Entry) -> Iterator[Record]:
        yield money_said(
            Kind.RETURNED,
            event,
            event.amount.minor,
            entry,
            contract=event.contract,
            reference=event.reference,
            movement=event.movement,
            funding=event.funding,
            ground=event.ground,
        )

    # Cost -----------------------------------------------------------------------------------------------------------

    @rows_of(netcost.NetCostDeclared, netcost.NetCostVerified)
    def cost(self, event: netcost.NetCostDeclared | netcost.NetCostVerified, entry: Entry) -> Iterator[Record]:
        yield CostSaid(
            mandate=entry.originator_id,
            is_verified=int(isinstance(event, netcost.NetCostVerified)),
            year=event.year,
            service=event.service,
            costs=event.costs.minor,
            revenues=event.revenues.minor,
            profit=event.reasonable_profit.minor,
        )

    # Verdicts -------------------------------------------------------------------------------------------------------

    @rows_of(overcompensation.OvercompensationCheckPerformed, overcompensation.FinalOvercompensationCheckPerformed)
    def checked(self, event: overcompensation.CheckEvent, entry: Entry) -> Iterator[Record]:
        is_final = isinstance(event, overcompensation.FinalOvercompensationCheckPerformed)
        step = CheckStep.FINALLY_CHECKED if is_final else CheckStep.CHECKED
        yield check_said(step, event, entry, result=document(event.result), **ends(event.check_by))

    @rows_of(overcompensation.OvercompensationCarriedOver)
    def carried_over(self, event: overcompensation.OvercompensationCarriedOver, entry: Entry) -> Iterator[Record]:
        yield check_said(CheckStep.CARRIED_OVER, event, entry, amount=event.amount.minor, to_year=event.to_year)

    @rows_of(overcompensation.ParametersUpdated)
    def parameters_updated(self, event: overcompensation.ParametersUpdated, entry: Entry) -> Iterator[Record]:
        yield check_said(CheckStep.PARAMETERS_UPDATED, event, entry)

    @rows_of(overcompensation.OvercompensationRepaymentRequested)
    def repayment_requested(
        self, event: overcompensation.OvercompensationRepaymentRequested, entry: Entry
    ) -> Iterator[Record]:
        yield ClaimSaid(
            mandate=entry.originator_id,
            step=ClaimStep.REQUESTED.value,
            claim=event.claim,
            year=event.year,
            service=event.service,
            amount=event.amount.minor,
            **ends(event.due),
        )

    @rows_of(overcompensation.OvercompensationRepaid)
    def repaid(self, event: overcompensation.OvercompensationRepaid, entry: Entry) -> Iterator[Record]:
        yield ClaimSaid(
            mandate=entry.originator_id,
            step=ClaimStep.REPAID.value,
            claim=event.claim,
            amount=event.amount.minor,
            movement=event.movement,
            interest=event.interest.amount.minor if event.interest else None,
        )

    @rows_of(overcompensation.RepaymentRequestWithdrawn)
    def withdrawn(self, event: overcompensation.RepaymentRequestWithdrawn, entry: Entry) -> Iterator[Record]:
        yield ClaimSaid(entry.originator_id, ClaimStep.WITHDRAWN.value, event.claim)


COMPENSATION = Compensation()


# Rows made of several events -------------------------------------------------------------------------------------


def mandate_said(step: MandateStep, entry: Entry, **more: Any) -> MandateSaid:
    return MandateSaid(entry.originator_id, step.value, **more)


def money_said(kind: Kind, of: funding.ServiceYear, amount: int, entry: Entry, **more: Any) -> MoneySaid:
    return MoneySaid(entry.originator_id, kind.value, of.year, of.service, amount, **more)


def check_said(step: CheckStep, of: funding.ServiceYear, entry: Entry, **more: Any) -> CheckSaid:
    return CheckSaid(entry.originator_id, step.value, of.year, of.service, **more)


def ceilings(stated: Iterable[YearCeiling], entry: Entry) -> Iterator[MoneySaid]:
    """The compensation payments that an act states."""
    for one in stated:
        yield MoneySaid(entry.originator_id, Kind.STATED.value, one.year, one.service, one.compensation.minor)


def entrusted(services: Iterable[ServiceTerms]) -> list[JsonValue] | None:
    return [one.model_dump(mode="json", include=NAMED, exclude_none=True) for one in services] or None


def rule_document(rule: CarryOverRule | None) -> Document | None:
    return document(rule)


def certain_days(written: PeriodAsWritten | None) -> tuple[date | None, date | None]:
    """The days that a paper states for certain, unless they contradict each other."""
    start, end = (one.parsed if one else None for one in (written and written.start, written and written.end))
    return (None, None) if start is not None and end is not None and end < start else (start, end)


def flag(value: bool | None) -> int | None:  # noqa: FBT001  # a truth value is what it makes a column of
    return None if value is None else int(value)
