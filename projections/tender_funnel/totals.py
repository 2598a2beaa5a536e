"""Sums over tenders: how many got how far, and for how much."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from domain.kernel.money import Money, total
from projections.tender_funnel.outcome import LotOutcome, Outcome
from projections.tender_funnel.rows import FunnelRow


@dataclass(frozen=True)
class FunnelTotals:
    """What is not known is counted beside the sum, not as zero. A tender without lots is not among the lots."""

    tenders: int
    by_outcome: Mapping[Outcome, int]
    lots: int
    lots_by_outcome: Mapping[LotOutcome, int]
    rounds: int
    further_rounds: int
    """Rounds after the first of their lot."""
    bids: int
    late_bids: int
    exclusions: int
    objections: int
    petitions: int
    awarded: Money
    contracted: Money
    not_known_how_much: int
    """Tenders from old records that do not say for how much."""


def funnel_totals(rows: Iterable[FunnelRow]) -> FunnelTotals:
    """The sums of these rows, in crowns. Raises CurrencyMismatch where some are in another currency."""
    counted = tuple(rows)
    lots = [lot for row in counted for lot in row.lots]
    return FunnelTotals(
        tenders=len(counted),
        by_outcome=_counts(Outcome, (row.outcome for row in counted)),
        lots=len(lots),
        lots_by_outcome=_counts(LotOutcome, (lot.outcome for lot in lots)),
        rounds=sum(row.rounds for row in counted),
        further_rounds=sum(max(0, len(lot.rounds) - 1) for lot in lots),
        bids=sum(row.bids for row in counted),
        late_bids=sum(row.late_bids for row in counted),
        exclusions=sum(row.exclusions for row in counted),
        objections=sum(row.objections for row in counted),
        petitions=sum(row.petitions for row in counted),
        awarded=total(row.awarded for row in counted if row.awarded is not None),
        contracted=total(row.contracted for row in counted if row.contracted is not None),
        not_known_how_much=sum(row.contracted is None for row in counted),
    )


K = TypeVar("K", LotOutcome, Outcome)


def _counts(kinds: type[K], found: Iterable[K]) -> dict[K, int]:
    """In the order of the kinds, without those that are not there."""
    counted = Counter(found)
    return {kind: counted[kind] for kind in kinds if counted[kind]}
