"""Money that leaves the region: orders and their approvals, and what the bank did with them."""

from domain.contract.movements import Movements


class Drawing(Movements):
    """The whole of drawing: see ladder.py for the rules, orders.py for our acts, movements.py for the bank's facts."""
