"""How a mandate is told: what happens on a day, put down once everything before it is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from adapters.synth.lives.mandate.books import Books
from adapters.synth.lives.mandate.money import Account
from adapters.synth.lives.mandate.plan import MandatePlan
from adapters.synth.lives.mandate.years import YearPlan
from adapters.synth.lives.service import Service
from adapters.synth.step import File, Step
from domain.kernel.stamp import Actor


class Happening(NamedTuple):
    """On this day somebody writes this down; what it looks at is asked only then."""

    day: date
    tell: Callable[[date], Iterable[Step]]


Happenings = Iterable[Happening]


@dataclass(frozen=True, slots=True)
class Telling:
    """One mandate while it is told."""

    plan: MandatePlan
    years: tuple[YearPlan, ...]
    file: File
    books: Books
    clerk: Actor
    approver: Actor
    """Decides on behalf of the region."""
    accounts: Mapping[int, Account]
    """Of the contracts that are paid under it."""
    named_on: dict[UUID, date] = field(default_factory=dict)
    """When a contract names the mandate."""
    committed: dict[UUID, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """What a contract binds the region to, year by year, in haléře."""
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the mandate finds beside a line of the file of a contract."""

    def named(self, service: Service) -> dict[str, Any]:
        """The service, which is said where there are several."""
        return {"service": service.registration} if len(self.plan.services) > 1 else {}

    def of(self, year: YearPlan) -> dict[str, Any]:
        """The service-year."""
        return {"year": year.year} | self.named(year.service)


def told(happenings: Happenings) -> Iterator[Step]:
    """Day by day; on one day, in the order given."""
    for happening in sorted(happenings, key=attrgetter("day")):
        yield from happening.tell(happening.day)
