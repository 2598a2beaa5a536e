"""The contract as one: its subjects joined."""

from typing import ClassVar

from domain.contract.amendments import Amendments
from domain.contract.breaches import Breaches
from domain.contract.changes import Changes
from domain.contract.conclusion import Conclusion
from domain.contract.drawing import Drawing
from domain.contract.ending import Ending
from domain.contract.publication import Publication
from domain.contract.reporting import Reporting
from domain.contract.settlement import Settlement
from domain.contract.takeover import TakenOver


class Contract(
    Conclusion, TakenOver, Publication, Amendments, Changes, Ending, Drawing, Reporting, Settlement, Breaches
):
    """A contract between the region and a provider, from the draft to the closing, with its money."""

    kind: ClassVar[str] = "contract"
