"""The cells of a service-year, made from its book."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from domain.kernel.money import Money, Rounding, total
from domain.mandate.payloads import UnitCompensation
from projections.compensation.book import Claim, YearBook, net_cost
from projections.compensation.row import CalculatedLine, Calculation, CheckCells, ClaimCells, CostCells, SourceLine
from projections.compensation.verdict import result_of
from projections.compensation.view import CheckSaid, CheckStep, CostSaid, Kind, MoneySaid
from projections.told import Told

LineKey = tuple[str, UUID | None, str | None, str | None, str | None, str | None]


def entries(*told: Told[Any] | None) -> tuple[int, ...]:
    """The positions of entries and of their corrections: what a person follows."""
    return tuple(sorted({at for one in told if one is not None for at in (one.position, one.since)}))


# Calculated --------------------------------------------------------------------------------------------------------


def calculation(book: YearBook) -> Calculation | None:
    """The calculation of the compensation payment that holds; None where an act states the amount."""
    told = book.ceiling.latest
    if told is None or told.record.kind != Kind.CALCULATED:
        return None
    lines = (UnitCompensation.model_validate(one) for one in told.record.lines or ())
    priced = tuple(CalculatedLine(line, _priced(line)) for line in lines)
    return Calculation(told.record.methodology, told.record.methodology_year, priced)


def _priced(line: UnitCompensation) -> Money:
    months = Fraction(line.months or 12, 12)
    exact = Fraction(line.units) * (line.costs - line.revenues).minor * months * line.share
    return Money(Rounding.HALF_UP.divide(exact.numerator, exact.denominator))


# Public money ------------------------------------------------------------------------------------------------------


def sources(book: YearBook) -> tuple[SourceLine, ...]:
    """Every source of public money, what went back after what came."""
    found: dict[LineKey, list[Told[MoneySaid]]] = {}
    for kind in (Kind.PAID, Kind.GIVEN, Kind.RETURNED):
        for told in book.of(kind):
            said = told.record
            key = (said.kind, said.contract, said.reference, said.source, said.funding, said.ground)
            found.setdefault(key, []).append(told)
    return tuple(_source(group) for group in found.values())


def _source(group: Sequence[Told[MoneySaid]]) -> SourceLine:
    said = group[0].record
    amount = total(Money(told.record.amount) for told in group)
    kind = Kind(said.kind)
    return SourceLine(
        kind="compensation" if kind is Kind.PAID else "other public money" if kind is Kind.GIVEN else "returned",
        amount=-amount if kind is Kind.RETURNED else amount,
        source=said.source,
        contract=said.contract,
        reference=said.reference,
        funding=said.funding,
        funder=said.funder,
        funder_kind=said.funder_kind,
        ground=said.ground,
        entries=entries(*group),
    )


# Cost --------------------------------------------------------------------------------------------------------------


def cost(told: Told[CostSaid] | None) -> CostCells | None:
    """What somebody stated of the cost."""
    if told is None:
        return None
    said = told.record
    return CostCells(
        costs=Money(said.costs),
        revenues=Money(said.revenues),
        reasonable_profit=Money(said.profit),
        net_cost=Money(net_cost(said)),
        stated_on=told.effective_on,
        entry=told.position,
    )


# Checks and claims -------------------------------------------------------------------------------------------------


def checks(book: YearBook) -> tuple[CheckCells, ...]:
    """Every check as it was made, the last one standing."""
    after = [*(told.position for told in book.checks[1:]), None]
    return tuple(_check(told, later) for told, later in zip(book.checks, after, strict=False))


def _check(told: Told[CheckSaid], superseded_by: int | None) -> CheckCells:
    result = result_of(told.record.result)
    return CheckCells(
        checked_on=told.effective_on,
        is_final=told.record.step == CheckStep.FINALLY_CHECKED,
        outcome=result.outcome,
        public_money=result.public_money,
        carried_in=result.carried_in,
        net_cost=result.net_cost,
        overcompensation=result.overcompensation,
        rule=result.rule,
        average=result.average,
        tolerance=result.tolerance,
        entry=told.position,
        superseded_by=superseded_by,
    )


def claims(claimed: Iterable[Claim]) -> Iterator[ClaimCells]:
    """Requests for repayment, in the order of the ledger."""
    for claim in claimed:
        told = claim.told
        yield ClaimCells(
            claim=told.record.claim,
            amount=Money(claim.asked),
            requested_on=told.effective_on,
            legal_last_day=told.record.legal_last_day,
            safe_last_day=told.record.safe_last_day,
            repaid=Money(claim.repaid),
            interest=total(Money(one.record.interest or 0) for one in claim.receipts),
            left=Money(claim.left),
            is_withdrawn=claim.withdrawn is not None,
            entries=entries(told, *claim.receipts, claim.withdrawn),
        )
