"""How far each tender has come: lots, rounds, bids, objections, days between stages, awards and contracts."""

from projections.tender_funnel.outcome import LotOutcome, Outcome
from projections.tender_funnel.rounds import Stage
from projections.tender_funnel.rows import (
    FunnelRow,
    LotRow,
    RoundRow,
    StageDay,
    TenderFilter,
    tender_pictures,
    tender_rows,
)
from projections.tender_funnel.totals import FunnelTotals, funnel_totals
from projections.tender_funnel.view import TENDER_FUNNEL

__all__ = [
    "TENDER_FUNNEL",
    "FunnelRow",
    "FunnelTotals",
    "LotOutcome",
    "LotRow",
    "Outcome",
    "RoundRow",
    "Stage",
    "StageDay",
    "TenderFilter",
    "funnel_totals",
    "tender_pictures",
    "tender_rows",
]
