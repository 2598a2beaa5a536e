"""What the state of a network entry is made of."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self
from uuid import UUID

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.registry import OrpCode
from domain.network_entry.payloads import Financing, Ground, Score
from domain.service.payloads import Capacity, Organisation

Outcome = Literal["included", "withdrawn", "rejected"]
"""How an intention ended."""

CapacityKey = tuple[Form, CapacityUnit]


@dataclass(frozen=True, slots=True)
class SubmittedIntention:
    """A development intention, its points where it was scored, and how it ended."""

    intention: str
    applicant: Organisation
    submitted_on: date | None
    capacities: tuple[Capacity, ...]
    orps: tuple[OrpCode, ...]
    financing: Financing | None
    methodology: UUID | None = None
    scored_on: date | None = None
    scores: tuple[Score, ...] = field(default=())
    outcome: Outcome | None = None
    ended_on: date | None = None

    @property
    def is_scored(self) -> bool:
        return bool(self.scores)

    @property
    def points(self) -> Decimal | None:
        """All points together; None before the scoring."""
        return sum((score.points for score in self.scores), Decimal(0)) if self.scores else None

    def ended(self, outcome: Outcome, on: date | None) -> Self:
        return replace(self, outcome=outcome, ended_on=on)

    def card(self, on: date | None) -> dict[str, Any]:
        """What had become of it by that day."""
        is_scored, has_ended = by(self.scored_on, on), by(self.ended_on, on)
        return {
            "intention": self.intention,
            "applicant": self.applicant,
            "submitted_on": self.submitted_on,
            "capacities": self.capacities,
            "orps": self.orps,
            "financing": self.financing,
            "points": self.points if is_scored else None,
            "methodology": self.methodology if is_scored else None,
            "outcome": self.outcome if has_ended else None,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """What a municipality last said; `received_on` is the day on which the office had it."""

    municipality: str
    orp: OrpCode | None
    subject: str
    is_supporting: bool
    stated_on: date | None
    received_on: date | None

    def card(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class StandingSince:
    """One continuous standing: on what ground, and in whose words where only old records speak."""

    since: date | None
    ground: Ground | None
    intention: str | None = None
    tender: UUID | None = None
    lot: str | None = None
    validity_as_written: PeriodAsWritten | None = None
    is_taken_over: bool = False


def by(day: date | None, on: date | None) -> bool:
    """Whether something of that day had come by another; of an unknown day it is told on every one."""
    return day is None or (on is not None and day <= on)
