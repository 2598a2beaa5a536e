"""What must hold of reports that are handed out."""

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.rule import rule


@rule(
    "office.report-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo vydané sestavy se nepoužije dvakrát.",
    is_structural=True,
)
def report_number_unused(*, number: str, is_used: bool) -> bool:
    """The number of an issued report is used once."""
    return not is_used
