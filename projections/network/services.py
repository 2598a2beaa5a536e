"""What the rows of one service or project say together, and what held on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.dated import Dated
from projections.network.documents import Document
from projections.network.held import Sourced, behind_text, document_text, holding
from projections.network.spans import ServiceSpan
from projections.network.tables import Place, Service, Step
from projections.told import Told

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

    @property
    def cells(self) -> dict[str, Any]:
        """As columns of a span."""
        return {
            "region_as_written": self.as_written,
            "orps": ",".join(self.orps),
            "orps_perhaps": ",".join(self.perhaps),
            "are_orps_inferred": self.is_inferred,
        }


def provider_cells(found: Sourced[Provider] | None) -> dict[str, Any]:
    """As columns of a span."""
    name, ico, is_inferred = found[0] if found else (None, None, False)
    return {"provider": name, "provider_ico": ico, "is_provider_inferred": is_inferred}


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
    begun_at: int = 0
    since: date | None = None
    seen_on: list[date] = field(default_factory=list)
    ended_on: date | None = None
    opened_on: list[date | None] = field(default_factory=list)

    def take(self, told: Told[Service]) -> None:
        self.begun_at = self.begun_at or told.position
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

    def turns(self) -> Iterator[date | None]:
        """See Picture."""
        yield from (*self.provider.days, *self.section.days, *self.name.days)
        for place in self.places.values():
            yield from place.days
        yield from (self.since, *self.seen_on, self.ended_on, *self.opened_on)

    def on(self, day: date) -> Iterator[ServiceSpan]:
        """What held of it on a day."""
        section, name, provider = (holding(held, day) for held in (self.section, self.name, self.provider))
        region = self.region_on(day)
        said_at = {
            "service": self.position or None,
            "section": section and section[1],
            "service_name": name and name[1],
            "provider": provider and provider[1],
            "region": region.position,
        }
        yield ServiceSpan(
            service=str(self.service),
            begun_at=self.begun_at,
            in_force=self.registered_on(day).value,
            has_begun=self.exists_on(day),
            registration_number=self.registration_number,
            section=section and section[0],
            name=name and name[0],
            **provider_cells(provider),
            **region.cells,
            behind=behind_text(said_at),
            inferred=document_text(self.inferred),
        )

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


def service_picture(known: Sequence[Told[Any]]) -> ServicePicture | None:
    """Of the rows of one service and its places, in the order of the ledger; None where nobody says what it is."""
    services = [told for told in known if isinstance(told.record, Service)]
    if not services:
        return None
    picture = ServicePicture(services[0].record.service)
    for told in services:
        picture.take(told)
    for told in known:
        if isinstance(told.record, Place):
            picture.take_place(told)
    return picture
