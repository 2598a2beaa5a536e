"""How far each tender has come: lots, rounds, bids, objections, days between steps, what was awarded and contracted."""

from projections.tender_funnel.view import TENDER_FUNNEL

__all__ = ["TENDER_FUNNEL"]
