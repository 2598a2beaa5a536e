"""What must hold of every command: its day is known and counts, a number names one file, a store can hold its words."""

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


@rule(
    "value.exact",
    cites=Citation("kronika", "ledger"),
    since=date(1993, 1, 1),
    cs="Celá čísla leží v mezích ±(2⁵³−1) a text je úplný.",
    is_structural=True,
)
def exact(*, topic: str, is_exact: bool, minor_units: str | None = None) -> bool:
    """Whole numbers lie within ±(2⁵³−1) and text is whole, so that every reader of JSON reads the same."""
    return is_exact


def refuse_inexact(command: Command, stamp: Stamp, facts: Facts, *, minor_units: int | None) -> NoReturn:
    """A value, or a sum that the decision makes of it, has no exact form in JSON. Raises Refused."""
    said = None if minor_units is None else str(minor_units)
    exact(Case(command, stamp, facts), date.max, topic=command.topic, is_exact=False, minor_units=said)
    raise AssertionError("a structural rule refuses at once")


@rule(
    "stamp.day-given",
    cites=Citation("kronika", "ledger"),
    since=date(1993, 1, 1),
    cs="Den účinku smí chybět jen při převzetí starých záznamů nebo při opravě.",
    is_structural=True,
)
def day_given(*, day: date | None, needs_day: bool) -> bool:
    """Only a takeover or a correction may leave the day of effect out."""
    return day is not None or not needs_day


def ask_for_day(command: Command, stamp: Stamp, facts: Facts) -> None:
    """Without its day no dated rule could speak against a command. Raises Refused."""
    if stamp.effective_on is None and command.needs_day:
        day_given(Case(command, stamp, facts), None, day=None, needs_day=True)


@rule(
    "limit.countable",
    cites=Citation("kronika", "ledger"),
    since=date(1993, 1, 1),
    cs="Lhůty lze počítat jen v letech, jejichž svátky jsou známy.",
    is_structural=True,
)
def countable(*, topic: str, is_countable: bool, year: int | None = None) -> bool:
    """Time limits can be counted only in years whose holidays are known."""
    return is_countable


def refuse_uncountable(command: Command, stamp: Stamp, facts: Facts, *, year: int | None) -> NoReturn:
    """A day, most often a slip of the pen, leads where no limit can be counted. Raises Refused.

    The year is that without holidays; None where it lies beyond every calendar.
    """
    countable(Case(command, stamp, facts), date.max, topic=command.topic, is_countable=False, year=year)
    raise AssertionError("a structural rule refuses at once")


@rule(
    "evidence.is-there",
    cites=Citation("kronika", "ledger"),
    since=date(1993, 1, 1),
    cs="Záznam smí odkazovat jen na soubor, který je v úložišti důkazů.",
    is_structural=True,
)
def evidence_is_there(*, missing: tuple[str, ...]) -> bool:
    """An entry may refer only to a file that is in the evidence store."""
    return not missing


def refuse_missing_evidence(command: Command, stamp: Stamp, facts: Facts, *, missing: tuple[str, ...]) -> NoReturn:
    """An act refers to files that nobody has brought. Raises Refused."""
    evidence_is_there(Case(command, stamp, facts), date.max, missing=missing)
    raise AssertionError("a structural rule refuses at once")
