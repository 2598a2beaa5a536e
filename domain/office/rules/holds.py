"""What must hold of holds."""

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.rule import rule


@rule(
    "office.hold-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení zadržení se nepoužije dvakrát.",
    is_structural=True,
)
def hold_unused(*, hold: str, is_used: bool) -> bool:
    """The reference of a hold is used once."""
    return not is_used


@rule("office.hold-known", cites=HOUSE, since=ALWAYS, cs="Zrušit lze jen zadržení, které trvá.", is_structural=True)
def hold_known(*, hold: str, is_known: bool) -> bool:
    """Only a hold that stands is lifted."""
    return is_known
