"""What a paper may say at all: sums, votes and days that make sense."""

from collections.abc import Sequence
from datetime import date

from domain.contract.rules.order import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule


@rule(
    "contract.maximum-positive",
    label="MAXIMUM_NOT_POSITIVE",
    cites=Citation("contract", "maximum price"),
    since=ALWAYS,
    cs="Nejvyšší cena smlouvy je vyšší než nula.",
)
def maximum_positive(*, maximum: Money | None) -> bool:
    """The maximum price of a contract is more than zero."""
    return maximum is None or maximum.minor > 0


@rule(
    "contract.vote-adds-up",
    label="VOTE_ABOVE_MEMBERS",
    cites=Citation("129/2000", "§ 40, § 58"),
    since=ALWAYS,
    cs="Hlasů není víc, než má orgán členů.",
)
def vote_adds_up(*, votes: int | None, members: int | None) -> bool:
    """There are no more votes than the body has members."""
    return votes is None or members is None or votes <= members


@rule(
    "contract.settlement-due-in-order",
    label="SETTLEMENT_DUE_TOO_EARLY",
    cites=Citation("contract", "settlement"),
    since=ALWAYS,
    cs="Rok se nevyúčtovává dřív, než začne.",
)
def settlement_due_in_order(*, year: int, due_on: date) -> bool:
    """A year is not settled before it begins."""
    return due_on.year >= year


@rule(
    "contract.agreed-once",
    label="AGREED_TWICE",
    cites=Citation("contract", "payment plan"),
    since=ALWAYS,
    cs="Každou splátku a lhůtu k vyúčtování každého roku uvádí jedna listina jen jednou.",
)
def agreed_once(*, stated: Sequence[str]) -> bool:
    """A paper states each instalment and the day of settlement of each year once."""
    return len(set(stated)) == len(stated)


@rule(
    "contract.due-not-past",
    cites=Citation("contract", "time limits"),
    since=ALWAYS,
    cs="Lhůta, kterou kraj ukládá, nekončí dřív než v den, kdy ji ukládá.",
)
def due_not_past(*, on: date | None, due_on: date) -> bool | None:
    """A time limit that the region sets does not end before the day on which it is set."""
    return None if on is None else on <= due_on
