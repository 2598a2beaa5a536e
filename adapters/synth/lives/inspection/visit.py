"""Which inspections there are: of whom, of what, when, by whom, and what comes of each."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import workday
from adapters.synth.lives.contract.conclusion import contract_file
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.lives.inspection.course import NEEDS, Course
from adapters.synth.lives.mandate.plan import MandatePlan
from adapters.synth.lives.service import Service
from adapters.synth.numbers import Provider, digest
from adapters.synth.step import File
from domain.inspection.commands.planning import PlanInspection


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection as it will be; a contract or a mandate is looked at, and its service."""

    number: int
    source: str
    course: Course
    provider: Provider
    service: Service
    terms: Terms | None
    mandate: MandatePlan | None
    planned_on: date
    has_mess: bool
    after: "Visit | None" = None
    """The inspection that this one follows up."""

    @property
    def generation(self) -> int:
        """How many inspections it follows up, one after the other."""
        return 0 if self.after is None else self.after.generation + 1

    @property
    def mark(self) -> str:
        """The file mark, unique in the region."""
        suffix = f"/{self.generation + 1}" if self.generation else ""
        return f"SYN-K {self.number:06d}{suffix}/{self.planned_on.year}"

    @property
    def file(self) -> File:
        suffix = f"-follow-up-{self.generation}" if self.generation else ""
        return File(self.source, f"inspection-{self.number}{suffix}", opens=PlanInspection)

    @property
    def regime(self) -> str:
        return NEEDS[self.course].regime

    @property
    def contract(self) -> UUID | None:
        """The file of the contract that is looked at."""
        if self.terms is None:
            return None
        wanted = self.terms.wanted.contract
        return contract_file(self.source, wanted, is_prepared_here=self.terms.is_prepared_here).identifier

    @property
    def year(self) -> int:
        """The year that is looked at: the first of the contract, or the one before the inspection."""
        return self.terms.first.first_day.year if self.terms else self.planned_on.year - 1

    def person(self, role: str) -> str:
        """A key that nobody has: of the group, of the provider, of a client."""
        scope = self.source if role in {"head", "controller", "deputy", "superior"} else self.provider.ico
        return f"p-{digest('person', scope, role)[:16]}"

    def follow_up(self, planned_on: date) -> "Visit":
        """The next one, which looks whether measures were fulfilled."""
        return replace(self, planned_on=planned_on, after=self)


def contract_visit(number: int, course: Course, terms: Terms, source: str, chance: Chance, *, has_mess: bool) -> Visit:
    """Of a contract, in the year after its first."""
    service = terms.services[0]
    return Visit(
        number=number,
        source=source,
        course=course,
        provider=terms.provider,
        service=service,
        terms=terms,
        mandate=None,
        planned_on=_planned_on(terms.first.first_day.year + 1, chance),
        has_mess=has_mess,
    )


def mandate_visit(
    number: int, course: Course, mandate: MandatePlan, source: str, chance: Chance, *, has_mess: bool
) -> Visit:
    """Of a mandate, in the year after its first."""
    return Visit(
        number=number,
        source=source,
        course=course,
        provider=mandate.provider,
        service=mandate.services[0],
        terms=None,
        mandate=mandate,
        planned_on=_planned_on(mandate.first_day.year + 1, chance),
        has_mess=has_mess,
    )


def _planned_on(year: int, chance: Chance) -> date:
    return workday(date(year, chance.number(2, 8), chance.number(1, 28)))
