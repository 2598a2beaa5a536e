"""Who belongs together: one regional project, six services of three providers, and twenty contracts for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from adapters.synth.chance import Chance
from adapters.synth.lives.contract.life import contract_life, draw_plan
from adapters.synth.lives.contract.terms import Regime, Terms, Wanted, Won, draw_terms
from adapters.synth.lives.inspection.course import NEEDS, course_of
from adapters.synth.lives.inspection.life import inspection_lives
from adapters.synth.lives.inspection.visit import Visit, contract_visit, mandate_visit
from adapters.synth.lives.mandate.life import MandateLife, mandate_life
from adapters.synth.lives.mandate.plan import (
    MandatePlan,
    Planned,
    Span,
    Turn,
    draw_turn,
    plan_mandate,
    project_mandate,
)
from adapters.synth.lives.network import draw_plans, planned_entry, project_entry
from adapters.synth.lives.project import ProjectFrame, project_file, project_life
from adapters.synth.lives.service import Service, Succession, draw_service, service_life
from adapters.synth.lives.tender.course import Course, Fate, LotCourse, draw_course, draw_lot
from adapters.synth.lives.tender.life import tender_file, tender_life, tender_number
from adapters.synth.lives.tender.lot import Lot
from adapters.synth.numbers import Provider, provider, successor, year_of
from adapters.synth.step import File, IsThere, Step, side_by_side
from domain.contract.commands import NameMandate

CONTRACTS = 20
SERVICES, PROVIDERS = 6, 3
OF_PROJECT = 4
"""So many services are supported by the project, each with a contract of its own."""
MANDATES = OF_PROJECT + PROVIDERS
"""The most mandates of a neighbourhood: of winners, and of providers by the plan."""

USUAL_MANDATES = 5
"""A neighbourhood mostly has so many, so that the turns of the next one begin after them."""
INSPECTIONS = 6
"""So many are planned in a neighbourhood, so that two of them show every course."""
INSPECTED_YEARS = range(2016, 2022)
"""What began in these years is inspected: the whole life of the inspection lies before the last day."""
LOTS = ("A", "B")


class TenderPlan(NamedTuple):
    """A tender of a year, with the course of the lot of each contract."""

    year: int
    contracts: tuple[int, ...]
    course: Course
    lots: tuple[LotCourse, ...]


@dataclass(frozen=True)
class Neighbourhood:
    """The lives around one project. It is the same however many of its contracts are told.

    `is_there` is asked where a region grows: a contract that was told alone and whole names no mandate afterwards, as
    the law asks at the naming what the contract paid by then. So a mandate that comes too late for one is left out.
    """

    number: int
    source: str
    seed: int
    mess: float
    is_there: IsThere = lambda _: False

    def lives(self, contracts: range) -> Iterator[Step]:
        """The lives of these of its contracts and of what they stand on, side by side as the years pass."""
        told = [self.terms(contract) for contract in contracts]
        services = [one for one in self.services if any(one in terms.services for terms in told)]
        written = {terms.wanted.contract: self._contract_life(terms) for terms in told}
        mandates = dict(self._mandates(written, services))
        for mandate in mandates.values():
            written.update(mandate.contracts)
        return side_by_side(
            *(service_life(one, self.source, self.chance("service", one.number)) for one in services),
            project_life(self.project, services, self.source, self.chance("project")),
            *(
                self._tender_life(one, contracts)
                for one in self.tenders
                if not set(one.contracts).isdisjoint(contracts)
            ),
            *self._network(told, services),
            *written.values(),
            *(mandate.steps for mandate in mandates.values()),
            *self._inspections(written, mandates),
        )

    def _contract_life(self, terms: Terms) -> Sequence[Step]:
        return tuple(contract_life(terms, self.source, self._of_contract(terms.wanted.contract)))

    def _tender_life(self, tender: TenderPlan, told: range) -> Iterator[Step]:
        lots = [
            Lot(name, course, self.terms(contract))
            for name, course, contract in zip(LOTS, tender.lots, tender.contracts, strict=False)
        ]
        file, chance = self._tender_file(tender.year), self.chance("tender", tender.year)
        return tender_life(tender.course, lots, file, chance, project=self.project, told=told)

    def _network(self, told: Sequence[Terms], services: Sequence[Service]) -> Iterator[Iterator[Step]]:
        """Winners of tenders enter for the project, others by the plan."""
        for terms in told:
            if terms.wanted.won is not None:
                chance = self.chance("network", terms.services[0].number)
                yield project_entry(terms, self.project, self.source, chance)
        for planned in self.planned:
            for service in planned.services:
                if service in services:
                    chance = self.chance("network", service.number)
                    yield planned_entry(service, planned.plans, self.source, chance)

    def _mandates(
        self, written: Mapping[int, Sequence[Step]], services: Sequence[Service]
    ) -> Iterator[tuple[int, MandateLife]]:
        """A mandate is told once everything is there that it stands on, whatever else a larger region brings."""
        for mandate in self.mandates:
            if _is_told(mandate, written, services):
                life = mandate_life(mandate, written, self.chance("mandate", mandate.number))
                if not any(self._is_named_too_late(steps) for steps in life.contracts.values()):
                    yield mandate.number, life

    def _is_named_too_late(self, contract: Sequence[Step]) -> bool:
        """Whether the ledger holds what comes after the naming, and not the naming."""
        naming = next(place for place, step in enumerate(contract) if step.command is NameMandate)
        after = contract[naming + 1 : naming + 2]
        return any(self.is_there(step) for step in after) and not self.is_there(contract[naming])

    def _inspections(
        self, written: Mapping[int, Sequence[Step]], mandates: Mapping[int, MandateLife]
    ) -> Iterator[Sequence[Step]]:
        """An inspection is told once what it looks at is there."""
        for visit in self.inspections:
            has_mandate = visit.mandate is None or visit.mandate.number in mandates
            has_contract = visit.terms is None or visit.terms.wanted.contract in written
            if has_mandate and has_contract:
                yield from inspection_lives(visit, self.chance("inspection", visit.number))

    def chance(self, *words: object) -> Chance:
        """A chance of its own for each part."""
        return Chance(self.seed, self.number, *words)

    def _of_contract(self, contract: int) -> Chance:
        return self.chance("contract", contract)

    # What stands there --------------------------------------------------------------------------------------------

    @cached_property
    def services(self) -> tuple[Service, ...]:
        numbers = range(self.number * SERVICES, (self.number + 1) * SERVICES)
        return tuple(self._service(number) for number in numbers)

    def _service(self, number: int) -> Service:
        of = self.number * PROVIDERS + number % PROVIDERS
        succession = self._succession(of)
        chance = self.chance("kind of service", number)
        return draw_service(self.source, number, of=provider(of), succession=succession, chance=chance)

    def _succession(self, of: int) -> Succession | None:
        """Few providers merge into another, and none while the project looks for its services."""
        chance = self.chance("succession", of)
        years = [year for year in range(2018, 2024) if not self.first_year - 1 <= year <= self.first_year + 1]
        day = date(chance.one_of(years), chance.number(1, 12), 1)
        return Succession(day, successor(of)) if chance.happens(0.06) else None

    @cached_property
    def first_year(self) -> int:
        """Of the project."""
        return self.chance("first year").number(2017, 2023)

    @cached_property
    def project(self) -> ProjectFrame:
        identifier = project_file(self.source, self.number).identifier
        return ProjectFrame(self.number, identifier, self.first_year, self.services[:OF_PROJECT])

    # Its contracts ------------------------------------------------------------------------------------------------

    @property
    def contracts(self) -> range:
        return range(self.number * CONTRACTS, (self.number + 1) * CONTRACTS)

    def terms(self, contract: int) -> Terms:
        return self._all_terms[contract - self.contracts.start]

    @cached_property
    def _all_terms(self) -> tuple[Terms, ...]:
        return tuple(
            draw_terms(self.wanted(one), self.mess, self._of_contract(one).apart("terms")) for one in self.contracts
        )

    def wanted(self, contract: int) -> Wanted:
        """Contracts of the first two years of the project belong to it; most others are grants."""
        if contract in self.of_project:
            service, won = self._service_of(contract), self._won(contract)
            return Wanted(contract, Regime.TENDER, (service,), project=self.project, won=won)
        chance = self._of_contract(contract).apart("kind")
        first = chance.number(0, SERVICES - 1)
        if chance.happens(0.25):
            return Wanted(contract, Regime.TENDER, (self.services[first],))
        if chance.happens(0.1):
            pair = (self.services[first % PROVIDERS], self.services[first % PROVIDERS + PROVIDERS])
            return Wanted(contract, Regime.GRANT, pair)
        return Wanted(contract, Regime.GRANT, (self.services[first],), is_small=chance.happens(0.06))

    @cached_property
    def of_project(self) -> tuple[int, ...]:
        """The contracts of the project, one for each of its services, the earlier year first."""
        years = (self.first_year, self.first_year + 1)
        return tuple(sorted((one for one in self.contracts if year_of(one) in years), key=year_of))

    def _service_of(self, contract: int) -> Service:
        """The service for which a contract of the project is."""
        return self.services[self.of_project.index(contract)]

    # Its mandates -------------------------------------------------------------------------------------------------

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """Most services that won no tender stand in the plan; those of one provider stay and leave together."""
        return tuple(of for place in range(PROVIDERS) if (of := self._planned(place)).services)

    def _planned(self, place: int) -> Planned:
        winners = {self._service_of(contract) for tender in self.tenders for contract in tender.contracts}
        plans = draw_plans(self.chance("plans", place))
        services = tuple(
            one
            for one in self.services[place::PROVIDERS]
            if one not in winners and self.chance("planned", one.number).happens(0.9)
        )
        return Planned(services, plans, tuple(self._spans(services)))

    def _spans(self, services: Sequence[Service]) -> Iterator[Span]:
        """Contracts for one of these services alone that no tender of the project led to."""
        for terms in self._all_terms:
            is_for_one = terms.wanted.project is None and len(terms.services) == 1 and not terms.is_void
            if is_for_one and terms.services[0] in services:
                yield self._span(terms)

    def _span(self, terms: Terms) -> Span:
        plan = draw_plan(terms, self._of_contract(terms.wanted.contract))
        agreed_until = terms.last.last_day
        return Span(terms, agreed_until=agreed_until, paid_until=max(plan.last_day, agreed_until))

    @cached_property
    def mandates(self) -> tuple[MandatePlan, ...]:
        """Of everybody who won a lot, and of the providers in the plan."""
        has_mess = self.mess > 0
        won = [terms for terms in self._all_terms if terms.wanted.won is not None]
        mandates = [
            project_mandate(number, self._span(terms), self.source, self._turn(number), has_mess=has_mess)
            for number, terms in enumerate(won, self.number * MANDATES)
        ]
        mandates += [
            plan_mandate(number, of, self.source, self._turn(number), has_mess=has_mess)
            for number, of in enumerate(self.planned, self.number * MANDATES + len(won))
        ]
        return tuple(mandate for mandate in mandates if mandate is not None)

    def _turn(self, number: int) -> Turn | None:
        place = number - self.number * (MANDATES - USUAL_MANDATES)
        return draw_turn(place, Chance(self.seed, "turns"), has_mess=self.mess > 0)

    # Its inspections ----------------------------------------------------------------------------------------------

    @cached_property
    def inspections(self) -> tuple[Visit, ...]:
        """One course after the other; one that finds nothing to look at is left out."""
        first = self.number * INSPECTIONS
        visits = (self._visit(number) for number in range(first, first + INSPECTIONS))
        return tuple(visit for visit in visits if visit is not None)

    def _visit(self, number: int) -> Visit | None:
        chance = self.chance("visit", number)
        course = course_of(number + self.seed, has_mess=self.mess > 0)
        more: dict[str, Any] = {"source": self.source, "chance": chance, "has_mess": self.mess > 0}
        if NEEDS[course].looks_at == "mandate":
            mandates = [one for one in self.mandates if _can_be_inspected(one.first_day.year, one.services)]
            return mandate_visit(number, course, chance.one_of(mandates), **more) if mandates else None
        regime = Regime(NEEDS[course].looks_at)
        contracts = [one for one in self._all_terms if one.regime is regime and _is_fit(one)]
        return contract_visit(number, course, chance.one_of(contracts), **more) if contracts else None

    # Its tenders --------------------------------------------------------------------------------------------------

    @cached_property
    def tenders(self) -> tuple[TenderPlan, ...]:
        """The tenders that are on file: for two thirds of the years of the project that need one, at least for one."""
        years = (self.first_year, self.first_year + 1)
        on_file = [year for year in years if self.chance("has tender", year).happens(0.55)] or years[:1]
        return tuple(self._tender(year, is_first=year == on_file[0]) for year in on_file)

    def _tender(self, year: int, *, is_first: bool) -> TenderPlan:
        contracts = tuple(one for one in self.of_project if year_of(one) == year)
        course = draw_course(year, self.chance("course", year))
        fates = (self._fate, Fate.USUAL) if is_first else (Fate.USUAL, Fate.USUAL)
        lots = tuple(
            draw_lot(course, self._bidders(contract), fate, self.mess, self.chance("lot", contract))
            for contract, fate in zip(contracts, fates, strict=True)
        )
        return TenderPlan(year, contracts, course, lots)

    @property
    def _fate(self) -> Fate:
        """In every other neighbourhood a lot goes into a second round, in those between ÚOHS is asked."""
        return Fate.SECOND_ROUND if (self.number + self.seed) % 2 else Fate.REVIEWED

    def _bidders(self, contract: int) -> tuple[Provider, ...]:
        """The provider of the service wins; the others of the neighbourhood bid beside it."""
        winner = self._service_of(contract).provider_on(date(year_of(contract), 1, 1))
        others = {one.provider_on(date(year_of(contract), 1, 1)): None for one in self.services}
        return (winner, *(one for one in others if one != winner))

    def _won(self, contract: int) -> Won | None:
        """The award that a contract follows, where its tender is on file."""
        for tender in self.tenders:
            if contract in tender.contracts:
                place = tender.contracts.index(contract)
                return Won(
                    tender=self._tender_file(tender.year).identifier,
                    reference=tender_number(self.number, tender.year),
                    lot=LOTS[place],
                    round=tender.lots[place].round,
                    started_on=tender.course.asked_on,
                    awarded_on=tender.lots[place].awarded_on,
                )
        return None

    def _tender_file(self, year: int) -> File:
        return tender_file(self.source, project=self.number, year=year)


def _is_told(mandate: MandatePlan, written: Mapping[int, Sequence[Step]], services: Sequence[Service]) -> bool:
    return set(mandate.contracts) <= written.keys() and set(mandate.services) <= set(services)


def _is_fit(terms: Terms) -> bool:
    """Whether a contract can be inspected: one of a single service, of some size, that was not void."""
    is_usual = len(terms.services) == 1 and not terms.is_void and not terms.wanted.is_small
    return is_usual and _can_be_inspected(terms.first.first_day.year, terms.services)


def _can_be_inspected(first_year: int, services: Sequence[Service]) -> bool:
    """In time, and of a provider that stays the same."""
    return first_year in INSPECTED_YEARS and all(service.succession is None for service in services)
