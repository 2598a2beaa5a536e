"""Who provides which service where, under which contract, for how much: as far as it is known."""

from projections.network.row import NetworkFilter, NetworkRow, NetworkTotals, network_totals
from projections.network.rows import cash_positions, network_rows
from projections.network.view import NETWORK

__all__ = [
    "NETWORK",
    "NetworkFilter",
    "NetworkRow",
    "NetworkTotals",
    "cash_positions",
    "network_rows",
    "network_totals",
]
