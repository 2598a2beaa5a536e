"""What must hold of suspected overcompensation: the order of things, which refuses whatever the kind of command."""

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.rule import rule


@rule(
    "mandate.suspicion-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení podezření se v jednom pověření použije jen jednou.",
    is_structural=True,
)
def suspicion_number_unused(*, suspicion: str, is_used: bool) -> bool:
    """The reference of a suspicion is used once in a mandate."""
    return not is_used


@rule(
    "mandate.suspicion-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Takové podezření v pověření není, nebo už na ně odpověděla kontrola či bylo zrušeno.",
    is_structural=True,
)
def suspicion_open(*, suspicion: str, stage: str | None) -> bool:
    """There is a suspicion of this reference, neither dropped nor answered by a check."""
    return stage == "suspected"
