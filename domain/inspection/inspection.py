"""The inspection as one: its subjects joined, and the rules that stand whatever was corrected."""

from typing import ClassVar

from domain.inspection.authorisation import Authorisation
from domain.inspection.checklists import Checklists
from domain.inspection.closing import Closing
from domain.inspection.findings import Findings
from domain.inspection.limits import Limits
from domain.inspection.opening import Opening
from domain.inspection.planning import Planning
from domain.inspection.sampling import Sampling


class Inspection(
    Planning,
    Authorisation,
    Opening,
    Checklists,
    Sampling,
    Limits,
    Findings,
    Closing,
):
    """An inspection from the plan to the last measure."""

    kind: ClassVar[str] = "inspection"
