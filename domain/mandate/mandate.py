"""The mandate as one: its subjects joined."""

from datetime import date
from typing import ClassVar

from domain.kernel.card import Card
from domain.mandate.calculation import Calculation
from domain.mandate.card import mandate_card
from domain.mandate.changes import Changes
from domain.mandate.deminimis import DeMinimis
from domain.mandate.ending import Ending
from domain.mandate.netcost import NetCosts
from domain.mandate.overcompensation import Overcompensation
from domain.mandate.repayment import Repayments
from domain.mandate.review import Review
from domain.mandate.takeover import TakenOver
from domain.mandate.transparency import Transparency


class Mandate(
    Changes, TakenOver, Ending, Calculation, NetCosts, Overcompensation, Repayments, DeMinimis, Transparency, Review
):
    """The entrustment of a provider with services of general economic interest, and the public money for them."""

    kind: ClassVar[str] = "mandate"

    def card(self, on: date) -> Card:
        """The values of the mandate on that day; None is not known."""
        return mandate_card(self, on)
