"""What must hold where entries were lost that others had seen."""

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.rule import rule


@rule(
    "office.loss-is-one",
    cites=HOUSE,
    since=ALWAYS,
    cs="Ztraceno je jen to, co bylo vydáno za posledním zachovaným záznamem.",
    is_structural=True,
)
def loss_is_one(*, kept_position: int, published_position: int) -> bool:
    """Lost is only what was handed out beyond the last entry that was kept."""
    return published_position > kept_position


@rule(
    "office.loss-explained",
    cites=HOUSE,
    since=ALWAYS,
    cs="Přijetí ztráty záznamů má důvod.",
    is_structural=True,
)
def loss_explained(*, has_reason: bool) -> bool:
    """Whoever accepts that entries are lost says why."""
    return has_reason
