"""What must hold of every command: one number names one file, and every store can hold its text."""

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


@rule(
    "text.without-nul",
    cites=Citation("kronika", "ledger"),
    since=date(1993, 1, 1),
    cs="Text nesmí obsahovat znak NUL.",
    is_structural=True,
)
def without_nul(*, topic: str, has_nul: bool) -> bool:
    """Text may not hold the character NUL."""
    return not has_nul


def refuse_nul(command: Command, stamp: Stamp, facts: Facts) -> NoReturn:
    """PostgreSQL cannot hold the character NUL in text, so no store shall. Raises Refused."""
    without_nul(Case(command, stamp, facts), date.max, topic=command.topic, has_nul=True)
    raise AssertionError("a structural rule refuses at once")
