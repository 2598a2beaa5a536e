"""What holds for irregularities: suspicion, confirmation or refutation, recovery, closing."""

from collections.abc import Collection, Sequence

from domain.contract.rules.order import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

PROGRAMME = Citation("methodology", "irregularities")


@rule(
    "contract.irregularity-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení nesrovnalosti se v jedné smlouvě použije jen jednou.",
    is_structural=True,
)
def irregularity_number_unused(*, irregularity: str, is_used: bool) -> bool:
    """The reference of an irregularity is used once in a contract."""
    return not is_used


@rule(
    "contract.irregularity-in-order",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nesrovnalost je nejdřív podezření, pak se potvrdí nebo vyvrátí, potom se uzavře.",
    is_structural=True,
)
def irregularity_in_order(*, irregularity: str, stage: str | None, expected: Collection[str]) -> bool:
    """An irregularity is suspected first, then confirmed or refuted, then closed."""
    return stage in expected


@rule(
    "contract.recovery-within-irregularity",
    label="RECOVERED_ABOVE_IRREGULARITY",
    cites=PROGRAMME,
    since=ALWAYS,
    cs="Vymůže se nejvýš tolik, kolik nesrovnalost činí.",
)
def recovery_within_irregularity(*, irregularity: str, recovered: Money, amount: Money | None) -> bool | None:
    """No more is recovered than the irregularity amounts to."""
    return None if amount is None else recovered <= amount


@rule(
    "contract.irregularity-recovered-before-closing",
    cites=PROGRAMME,
    since=ALWAYS,
    cs="Potvrzená nesrovnalost se uzavírá, až když se peníze vrátily; jinak s důvodem a druhou osobou.",
    is_waivable=True,
)
def irregularity_recovered(*, irregularity: str, stage: str, recovered: Money, amount: Money | None) -> bool:
    """A confirmed irregularity is closed once the money has come back."""
    return stage != "confirmed" or (amount is not None and recovered >= amount)


@rule(
    "contract.irregularity-reported-before-closing",
    cites=PROGRAMME,
    since=ALWAYS,
    cs="Potvrzená nesrovnalost se uzavírá, až když byla nahlášena.",
)
def irregularity_reported(*, irregularity: str, stage: str, reported_to: Sequence[str]) -> bool:
    """A confirmed irregularity is closed once it has been reported."""
    return stage != "confirmed" or bool(reported_to)
