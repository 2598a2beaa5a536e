"""One number, one file."""

from datetime import date
from typing import NoReturn
from uuid import UUID

from domain.kernel.case import Case, Facts
from domain.kernel.command import Command
from domain.kernel.law import Citation
from domain.kernel.rule import rule
from domain.kernel.stamp import Stamp


@rule(
    "claim.held-once",
    cites=Citation("kronika", "ledger"),
    since=date(1993, 1, 1),
    cs="Jedno číslo označuje jen jeden spis.",
    is_structural=True,
)
def held_once(*, kind: str, key: str, holder: UUID | None) -> bool:
    """One number names one file only."""
    return holder is None


def refuse_held_claim(command: Command, stamp: Stamp, facts: Facts, *, kind: str, key: str, holder: UUID) -> NoReturn:
    """The store found the number taken. Raises Refused."""
    case = Case(command, stamp, facts)
    held_once(case, stamp.effective_on or date.max, kind=kind, key=key, holder=holder)
    raise AssertionError("a structural rule refuses at once")
