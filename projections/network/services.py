"""What the rows of one service or project say together, and what held on a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.dated import Dated
from domain.kernel.period import Answer, Period
from projections.network.documents import Document, read
from projections.network.held import Sourced
from projections.network.view import Place, Project, Service, Share, Step
from projections.report import Told

T = TypeVar("T")


class Provider(NamedTuple):
    """Who provides a service, and whether somebody concluded it from elsewhere."""

    name: str
    ico: str | None
    is_inferred: bool = False


@dataclass
class Region:
    """Where: in the words of the source, and the ORPs stated or taken to be meant."""

    as_written: str | None = None
    orps: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    is_inferred: bool = False
    position: int | None = None

    @classmethod
    def read(cls, region: Document | None, position: int) -> "Region":
        if region is None:
            return cls()
        orps, perhaps = (tuple(map(str, _list(region.get(name)))) for name in ("orps", "perhaps"))
        return cls(str(region["raw"]), orps, perhaps, is_inferred=True, position=position)

    def add(self, read: "Region", told: Told[Place]) -> None:
        """One more place, as its own words say and as its code does."""
        stated = (told.record.orp,) if told.record.orp else ()
        self.as_written = ", ".join(filter(None, (self.as_written, read.as_written))) or None
        self.orps = tuple(dict.fromkeys((*self.orps, *(stated or read.orps))))
        self.perhaps = tuple(dict.fromkeys((*self.perhaps, *read.perhaps)))
        self.is_inferred |= bool(read.orps and not stated)
        self.position = told.position


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


OPENS = frozenset({Step.REGISTERED, Step.TAKEN_OVER})


@dataclass
class ServicePicture:
    """A registered service as its rows tell it."""

    service: UUID
    registration_number: str | None = None
    provider: Dated[Sourced[Provider]] = field(default_factory=Dated)
    section: Dated[Sourced[str]] = field(default_factory=Dated)
    name: Dated[Sourced[str]] = field(default_factory=Dated)
    places: dict[str, Dated[Told[Place]]] = field(default_factory=dict)
    inferred: dict[str, str] = field(default_factory=dict)
    position: int = 0
    since: date | None = None
    seen_on: list[date] = field(default_factory=list)
    ended_on: date | None = None
    opened_on: list[date | None] = field(default_factory=list)

    def take(self, told: Told[Service]) -> None:
        if told.record.step != Step.CONFIRMED:
            self._know(told)
        self._take_validity(told)

    def _know(self, told: Told[Service]) -> None:
        said, since = told.record, told.effective_on
        self.registration_number = said.registration_number or self.registration_number
        if said.inferred:
            self.inferred |= {name: str(why) for name, why in said.inferred.items()}
        for held, value in ((self.section, said.section), (self.name, said.name)):
            if value is not None:
                held.set((value, told.position), effective_on=since, position=told.position)
        if said.provider is not None:
            provider = Provider(said.provider, said.provider_ico, is_inferred="provider" in (said.inferred or {}))
            self.provider.set((provider, told.position), effective_on=since, position=told.position)

    def _take_validity(self, told: Told[Service]) -> None:
        said = told.record
        if said.step in OPENS:
            self.since, self.position = said.registered_since, told.position
            self.opened_on.append(told.effective_on)
        elif said.step == Step.CONFIRMED:
            self.since = said.registered_since or self.since
            self.seen_on += [] if told.effective_on is None else [told.effective_on]
        elif said.step == Step.DEREGISTERED:
            self.ended_on = told.effective_on

    def take_place(self, told: Told[Place]) -> None:
        held = self.places.get(told.record.place)
        if held is None:
            held = self.places[told.record.place] = Dated()
        held.set(told, effective_on=told.effective_on, position=told.position)

    def exists_on(self, on: date | None) -> bool:
        return on is None or any(day is None or day <= on for day in self.opened_on)

    def registered_on(self, on: date) -> Answer:
        if self.ended_on is not None and self.ended_on <= on:
            return Answer.NO
        if any(day is not None and day <= on for day in (self.since, *self.seen_on)):
            return Answer.YES
        return Answer.CANNOT_BE_DECIDED if self.since is None else Answer.NO

    def region_on(self, on: date | None) -> Region:
        """All places together; what is stated of one and inferred of another counts as inferred."""
        region = Region()
        orps: dict[str, None] = {}
        for held in self.places.values():
            told = held.latest if on is None else held.on(on)
            if told is None or told.record.is_removed:
                continue
            if told.record.region is not None:
                return self._region_as_written(on)
            if told.record.orp:  # most places have a code
                orps[told.record.orp] = None
            region.position = told.position
        region.orps = tuple(orps)
        return region

    def _region_as_written(self, on: date | None) -> Region:
        """The same where the words of a source stand beside codes."""
        region = Region()
        for held in self.places.values():
            told = held.latest if on is None else held.on(on)
            if told is not None and not told.record.is_removed:
                region.add(Region.read(told.record.region, told.position), told)
        return region


@dataclass
class ProjectPicture:
    """What a project is called and when it runs."""

    project: UUID
    number: str | None = None
    label: str | None = None
    programme: str | None = None
    periods: Dated[Period | PeriodAsWritten] = field(default_factory=Dated)

    def take(self, told: Told[Project]) -> None:
        said = told.record
        self.number = said.number or self.number
        self.label = said.label or self.label
        self.programme = said.programme or self.programme
        period = _period_of_project(said)
        if period is not None:
            self.periods.set(period, effective_on=told.effective_on, position=told.position)

    @property
    def name(self) -> str | None:
        return self.number or self.label

    def runs_on(self, on: date) -> Answer:
        period = self.periods.on(on) or self.periods.latest
        if period is None:
            return Answer.CANNOT_BE_DECIDED
        if isinstance(period, PeriodAsWritten):
            return period.covers(on)
        return Answer.YES if period.contains(on) else Answer.NO


def _period_of_project(said: Project) -> Period | PeriodAsWritten | None:
    if said.period is not None:
        return read(Period, said.period)
    return PeriodAsWritten.model_validate(said.period_as_written) if said.period_as_written is not None else None


def share_in_force(told: Told[Share], project: ProjectPicture, service: ServicePicture, on: date) -> Answer:
    """Whether a service may draw on a project that day: from the day of allocation, while both go on."""
    began = Answer.CANNOT_BE_DECIDED if told.effective_on is None else _answer(told.effective_on <= on)
    answers = {began, project.runs_on(on), service.registered_on(on)}
    if Answer.NO in answers:
        return Answer.NO
    return Answer.CANNOT_BE_DECIDED if Answer.CANNOT_BE_DECIDED in answers else Answer.YES


def _answer(holds: bool) -> Answer:  # noqa: FBT001  # a truth value is what it turns into an answer
    return Answer.YES if holds else Answer.NO
