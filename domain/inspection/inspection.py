"""The inspection as one: its subjects joined, and the rules that stand whatever was corrected."""

from typing import ClassVar

from domain.inspection.authorisation import Authorisation
from domain.inspection.checklists import Checklists
from domain.inspection.closing import Closing
from domain.inspection.conduct import Conduct
from domain.inspection.findings import Findings
from domain.inspection.objections import Objections
from domain.inspection.opening import Opening
from domain.inspection.planning import Planning
from domain.inspection.protocol import Protocol
from domain.inspection.remedies import Remedies
from domain.inspection.sampling import Sampling


class Inspection(
    Planning,
    Authorisation,
    Opening,
    Checklists,
    Sampling,
    Conduct,
    Objections,
    Findings,
    Protocol,
    Remedies,
    Closing,
):
    """An inspection from the plan to the last measure."""

    kind: ClassVar[str] = "inspection"
