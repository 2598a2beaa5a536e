"""Who provides which service where, under which contract, for how much, and how it stands in the basic network."""

from projections.network.capacity import CapacityRow, CapacityTotal, capacity_rows, capacity_totals
from projections.network.cash import CashRow, cash_positions, cash_rows
from projections.network.entrustments import MandateCells
from projections.network.entry_cells import EntryCells
from projections.network.row import NetworkFilter, NetworkRow, NetworkTotals, network_totals
from projections.network.rows import network_rows
from projections.network.view import NETWORK

__all__ = [
    "NETWORK",
    "CapacityRow",
    "CapacityTotal",
    "CashRow",
    "EntryCells",
    "MandateCells",
    "NetworkFilter",
    "NetworkRow",
    "NetworkTotals",
    "capacity_rows",
    "capacity_totals",
    "cash_positions",
    "cash_rows",
    "network_rows",
    "network_totals",
]
