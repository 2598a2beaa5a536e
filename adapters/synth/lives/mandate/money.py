"""The money of a contract as its own file tells it: what left the account for which year, and what came back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from adapters.synth.lives.contract.breaches import LEVY
from adapters.synth.step import Step
from domain.contract.commands import (
    AllocateMovement,
    ConcludeContract,
    OrderPayment,
    RecordConclusion,
    RecordLevyPayment,
    RecordMovement,
    RecordRefund,
    RecordReversal,
    RequestRefund,
)

CONCLUSIONS = (ConcludeContract, RecordConclusion)


@dataclass(frozen=True, slots=True)
class Line:
    """Money for one year of a service, in haléře, negative where it came back; `step` is the line that says so.

    `is_unstated` where nobody can tell by the file of the contract for which of several years it had been paid.
    """

    step: str
    movement: str
    on: date
    written_on: date
    year: int
    minor: int
    is_unstated: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What a contract pays for a service, year by year."""

    contract: UUID
    written_on: date
    """When its conclusion came to the books."""
    lines: tuple[Line, ...]
    ordered_on: tuple[date, ...]

    def of_year(self, year: int) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.year == year)

    @property
    def last_day(self) -> date:
        return max((line.written_on for line in self.lines), default=self.written_on)


def account_of(steps: Sequence[Step]) -> Account:
    """Read from the life of a contract for one service."""
    written_on = next(step.written_on for step in steps if step.command in CONCLUSIONS)
    ordered_on = tuple(step.written_on for step in steps if step.command is OrderPayment)
    return Account(steps[0].target, written_on, tuple(_lines(steps)), ordered_on)


def _lines(steps: Sequence[Step]) -> Iterator[Line]:
    movements: dict[str, Step] = {}
    told: dict[str, tuple[Line, ...]] = {}
    asked: dict[str, Mapping[str, Any]] = {}
    for step in steps:
        if step.command is RequestRefund:
            asked[step.data["claim"]] = step.data
        elif step.command is RecordRefund:
            yield _back(step, asked[step.data["claim"]]["year"], step.data["amount"].minor)
        elif step.command is RecordLevyPayment and step.data["claim"] == LEVY:
            years = {line.year for lines in told.values() for line in lines}
            yield _back(step, max(years), step.data["amount"].minor, is_unstated=len(years) > 1)
        elif step.command is RecordReversal:
            yield from (_back(step, line.year, line.minor) for line in told[step.data["movement"]])
        elif step.command in {RecordMovement, AllocateMovement}:
            moved = movements.setdefault(step.data["movement"], step)
            if "allocations" in step.data:
                told[step.data["movement"]] = tuple(_paid(step, moved.effective_on))
                yield from told[step.data["movement"]]


def _paid(step: Step, on: date) -> Iterator[Line]:
    """One line for each year that a movement pays for."""
    minor: Counter[int] = Counter()
    for one in step.data["allocations"]:
        minor[one["month"].year] += one["amount"].minor
    for year in sorted(minor):
        yield Line(step.line, step.data["movement"], on, step.written_on, year, minor[year])


def _back(step: Step, year: int, minor: int, *, is_unstated: bool = False) -> Line:
    line = step.data["reversal" if step.command is RecordReversal else "movement"]
    return Line(step.line, line, step.effective_on, step.written_on, year, -minor, is_unstated)
