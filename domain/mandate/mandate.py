"""The mandate as one: its subjects joined."""

from datetime import date
from typing import ClassVar

from domain.kernel.card import Card, those_there
from domain.mandate.calculation import Calculation
from domain.mandate.card import mandate_card
from domain.mandate.changes import Changes
from domain.mandate.deminimis import DeMinimis
from domain.mandate.ending import Ending
from domain.mandate.netcost import NetCosts
from domain.mandate.repayment import Repayments
from domain.mandate.review import Review
from domain.mandate.suspicions import Suspicions
from domain.mandate.takeover import TakenOver
from domain.mandate.transparency import Transparency


class Mandate(
    Changes, TakenOver, Ending, Calculation, NetCosts, Suspicions, Repayments, DeMinimis, Transparency, Review
):
    """The entrustment of a provider with services of general economic interest, and the public money for them."""

    kind: ClassVar[str] = "mandate"

    def card(self, on: date) -> Card:
        """The values of the mandate on that day; None is not known."""
        return {**mandate_card(self, on), **those_there(open_suspicions=self.open_suspicions)}
