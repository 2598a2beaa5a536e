"""One service-year, cell by cell, and what may be asked of rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from domain.kernel.money import Money, total
from domain.mandate.payloads import CarryOverRule, Outcome, UnitCompensation
from projections.compensation.turns import Next
from projections.compensation.verdict import Verdict
from projections.later import Later


@dataclass(frozen=True)
class CalculatedLine:
    """A line of a calculation; `amount` is rounded to whole haléře for the reader, the sum is computed exactly."""

    units: UnitCompensation
    amount: Money


@dataclass(frozen=True)
class Calculation:
    """How the compensation payment was calculated, by which methodology."""

    methodology: UUID | None
    methodology_year: int | None
    lines: tuple[CalculatedLine, ...]


@dataclass(frozen=True)
class SourceLine:
    """Public money from one source, signed: what went back is negative. The lines add up to the public money.

    Compensation is named by its contract or reference and by whose money it is, other money by its funder and key.
    """

    kind: Literal["compensation", "other public money", "returned"]
    amount: Money
    source: str | None = None
    contract: UUID | None = None
    reference: str | None = None
    funding: str | None = None
    funder: str | None = None
    funder_kind: str | None = None
    ground: str | None = None
    entries: tuple[int, ...] = ()


@dataclass(frozen=True)
class CostCells:
    """What the service cost, as somebody stated it; `net_cost` is costs − revenues + reasonable profit."""

    costs: Money
    revenues: Money
    reasonable_profit: Money
    net_cost: Money
    stated_on: date | None
    entry: int


@dataclass(frozen=True)
class CheckCells:
    """A check as it was made, with what was known then. `superseded_by` is the entry of the check that came after."""

    checked_on: date | None
    is_final: bool
    outcome: Outcome
    public_money: Money
    carried_in: Money
    net_cost: Money
    overcompensation: Money
    rule: CarryOverRule | None
    average: Money | None
    tolerance: Money | None
    entry: int
    superseded_by: int | None = None


@dataclass(frozen=True)
class ClaimCells:
    """A request for repayment, with what came in on it."""

    claim: str
    amount: Money
    requested_on: date | None
    legal_last_day: date | None
    safe_last_day: date | None
    repaid: Money
    interest: Money
    left: Money
    is_withdrawn: bool
    entries: tuple[int, ...]


@dataclass(frozen=True)
class CompensationRow(Later):
    """A service in one year under one mandate. None is not known, never zero.

    `compensation` is the payment that public money from all sources may not exceed; `room` what may still be committed
    of it, `taken` what promises, payments and others take up. `verdict` is by everything known; `checks` hold what was
    found before, the last one standing. Where that no longer agrees, `is_outdated` says so and `news` names the entries
    that came after it. `behind` holds the entries that say what stands in a cell.
    """

    mandate: UUID
    mandate_number: str | None
    provider: str | None
    provider_ico: str | None
    service: str
    """Its registration number, or how its paper writes it; empty where nobody said for which service money was."""
    service_id: UUID | None
    section: str | None
    year: int
    compensation: Money | None
    calculation: Calculation | None
    committed: Money
    taken: Money
    carried_in: Money
    room: Money | None
    sources: tuple[SourceLine, ...]
    public_money: Money
    declared: CostCells | None
    verified: CostCells | None
    """None where a later declaration waits for a verification."""
    verdict: Verdict
    checks: tuple[CheckCells, ...]
    is_outdated: bool
    news: tuple[int, ...]
    claims: tuple[ClaimCells, ...]
    next: Next
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class CompensationFilter:
    """Which service-years are asked for; what is left out does not matter."""

    year: int | None = None
    provider: str | None = None
    """Part of the name in any case, or the IČO."""
    service: str | None = None
    mandates: Collection[UUID] | None = None

    def takes(self, row: CompensationRow) -> bool:
        return (
            (self.year is None or row.year == self.year)
            and (self.provider is None or self._is_provider(row))
            and (self.service is None or row.service == self.service)
            and (self.mandates is None or row.mandate in self.mandates)
        )

    def _is_provider(self, row: CompensationRow) -> bool:
        wanted = (self.provider or "").casefold()
        return wanted == row.provider_ico or wanted in (row.provider or "").casefold()


@dataclass(frozen=True)
class CompensationTotals:
    """Sums over service-years. What is not known is counted beside the sum, not as zero; nothing is netted."""

    service_years: int
    compensation: Money
    without_compensation: int
    committed: Money
    public_money: Money
    net_cost: Money
    undecided: int
    """Years whose net cost or verdict cannot be told."""
    carried_over: Money
    to_repay: Money
    """Overcompensation that is to be repaid as a whole."""
    repaid: Money
    outdated: int
    """Verdicts that no longer agree with what is known."""


def compensation_totals(rows: Iterable[CompensationRow]) -> CompensationTotals:
    """The sums of these rows."""
    rows = tuple(rows)

    def over(outcome: Outcome) -> Money:
        found = (row.verdict for row in rows if row.verdict.outcome is outcome)
        return total(one.overcompensation for one in found if one.overcompensation is not None)

    known = [row.compensation for row in rows if row.compensation is not None]
    return CompensationTotals(
        service_years=len(rows),
        compensation=total(known),
        without_compensation=len(rows) - len(known),
        committed=total(row.committed for row in rows),
        public_money=total(row.public_money for row in rows),
        net_cost=total(row.verdict.net_cost for row in rows if row.verdict.net_cost is not None),
        undecided=sum(row.verdict.outcome is Outcome.CANNOT_BE_DECIDED for row in rows),
        carried_over=over(Outcome.CARRY_OVER),
        to_repay=over(Outcome.REPAY),
        repaid=total(claim.repaid for row in rows for claim in row.claims),
        outdated=sum(row.is_outdated for row in rows),
    )
