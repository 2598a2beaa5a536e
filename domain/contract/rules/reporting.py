"""What holds for reports, indicators and cost lines."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from domain.contract.rules.order import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

ESF_COUNTING = date(2014, 1, 1)
"""From the programming period 2014–2020 on a person counts only above the small-support limit."""


@rule(
    "contract.report-not-waiting",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zpráva s tímto číslem už byla předložena; znovu se předkládá jen vrácená.",
    is_structural=True,
)
def report_not_waiting(*, report: str, stage: str | None) -> bool:
    """A report is submitted once; again only after it was returned."""
    return stage in {None, "returned"}


@rule(
    "contract.report-waits",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vrátit nebo schválit lze jen předloženou zprávu, o které ještě nebylo rozhodnuto.",
    is_structural=True,
)
def report_waits(*, report: str, stage: str | None) -> bool:
    """Only a report that was submitted and not yet decided can be returned or accepted."""
    return stage == "submitted"


@rule(
    "contract.person-above-small-support",
    label="BELOW_BAGATELLE",
    cites=Citation("methodology", "indicators of the European Social Fund"),
    since=ESF_COUNTING,
    cs="Do indikátoru osob se počítá jen ten, komu se dostalo víc než bagatelní podpory.",
)
def person_above_small_support(
    *, indicator: str, counts_persons: bool, fewest_hours: Decimal | None, small_support: Decimal | None
) -> bool | None:
    """An indicator of persons counts only those who received more than the small-support limit."""
    if not counts_persons:
        return True
    return None if fewest_hours is None or small_support is None else fewest_hours > small_support


@rule(
    "contract.cost-line-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="O způsobilosti se rozhoduje u položky předloženého vyúčtování.",
    is_structural=True,
)
def cost_line_known(*, item: str, items: Collection[str]) -> bool:
    """Eligibility is decided for a line of a settlement that was submitted."""
    return item in items


@rule(
    "contract.ineligible-within-line",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nezpůsobilé může být nejvýš tolik, kolik je v položce.",
    is_structural=True,
)
def ineligible_within_line(*, item: str, ineligible: Money, amount: Money) -> bool:
    """No more than the line holds can be ineligible."""
    return ineligible.minor >= 0 and ineligible <= amount
