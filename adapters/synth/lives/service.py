"""A registered service: how the register shows it, and what changes there over the years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import later
from adapters.synth.numbers import Provider, registration_number
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step, in_order
from domain.kernel.registry import OrpCode
from domain.service.commands import (
    ConfirmRegistration,
    RecordCapacity,
    RecordPlaceAdded,
    RecordProvider,
    RecordRegistration,
)


class Kind(NamedTuple):
    """A kind of service by its section of Act 108/2006, as the region usually provides it, and its cost a month."""

    section: str
    name: str
    form: str
    unit: str
    crowns_a_unit: int


KINDS = (
    Kind("43", "Podpora samostatného bydlení", "T", "FTE", 47_000),
    Kind("62", "Nízkoprahové zařízení pro děti a mládež", "A", "FTE", 52_000),
    Kind("65", "Sociálně aktivizační služby pro rodiny s dětmi", "T", "FTE", 49_000),
    Kind("67", "Sociálně terapeutické dílny", "A", "FTE", 44_000),
    Kind("69", "Terénní programy", "T", "FTE", 48_000),
    Kind("70", "Sociální rehabilitace", "T", "FTE", 46_000),
    Kind("37", "Odborné sociální poradenství", "A", "FTE", 51_000),
    Kind("39", "Osobní asistence", "T", "FTE", 38_000),
    Kind("40", "Pečovatelská služba", "T", "FTE", 36_000),
    Kind("57", "Azylový dům", "P", "BED", 14_000),
    Kind("63", "Noclehárna", "A", "BED", 7_500),
    Kind("50", "Domov se zvláštním režimem", "P", "BED", 21_000),
)


class Succession(NamedTuple):
    """From this day on another legal person stands in the place of a provider: it merged into that one."""

    on: date
    to: Provider


@dataclass(frozen=True, slots=True)
class Service:
    """A service and where it stands in the region; its capacity is counted in quarters of a unit."""

    number: int
    identifier: UUID
    kind: Kind
    first_provider: Provider
    succession: Succession | None
    quarters: int
    orps: tuple[str, ...]
    registered_on: date

    @property
    def registration(self) -> str:
        return registration_number(self.number)

    def provider_on(self, day: date) -> Provider:
        """Who provides it on that day."""
        if self.succession is None or day < self.succession.on:
            return self.first_provider
        return self.succession.to

    @property
    def capacity(self) -> dict[str, Any]:
        """What the register shows, and the network holds."""
        return self.capacity_of(self.quarters)

    def capacity_of(self, quarters: int) -> dict[str, Any]:
        """So many quarters of its unit, in its form."""
        return {"form": self.kind.form, "unit": self.kind.unit, "amount": amount(quarters)}

    @property
    def crowns_a_month(self) -> int:
        """What it costs in a month, in five hundreds."""
        return self.quarters * self.kind.crowns_a_unit // 4 // 500 * 500

    @property
    def reference(self) -> dict[str, Any]:
        """As a contract names it."""
        return {
            "name_as_written": self.kind.name,
            "registration": self.registration,
            "section": self.kind.section,
            "service": self.identifier,
        }


def amount(quarters: int) -> str:
    """A capacity in units, exactly: 4.5."""
    return str(Decimal(quarters) / 4)


def service_file(source: str, number: int) -> File:
    return File(source, f"service-{number}", opens=RecordRegistration)


def draw_service(source: str, number: int, *, of: Provider, succession: Succession | None, chance: Chance) -> Service:
    """Any kind of service of a provider."""
    kind = chance.one_of(KINDS)
    return Service(
        number=number,
        identifier=service_file(source, number).identifier,
        kind=kind,
        first_provider=of,
        succession=succession,
        quarters=chance.number(40, 120) if kind.unit == "BED" else chance.number(8, 32),
        orps=chance.some(OrpCode.all(), chance.number(1, 3)),
        registered_on=date(chance.number(2007, 2014), chance.number(1, 12), 1),
    )


def service_life(service: Service, source: str, chance: Chance) -> Iterator[Step]:
    """Brought in when the office began its books in 2015; later looked up, enlarged, and taken over by a successor."""
    file = service_file(source, service.number)
    books_begin = later(date(2015, 9, 1), chance.number(0, 40))
    return in_order(
        _registration(service, file, chance, written_on=books_begin),
        _look_ups(file, chance, since=books_begin),
        _growth(service, file, chance),
        _succession(service, file, chance),
    )


def _registration(service: Service, file: File, chance: Chance, *, written_on: date) -> Iterator[Step]:
    yield file.write(
        RecordRegistration,
        service.registered_on,
        {
            "registration_number": service.registration,
            "provider": service.first_provider.organisation,
            "section": service.kind.section,
            "name": f"{service.kind.name} {service.number} (synthetic)",
            "forms": [service.kind.form],
            "capacities": [service.capacity],
            "places": [{"place": f"place-{orp}", "orp": orp} for orp in service.orps],
        },
        who=chance.one_of(CLERKS),
        written_on=written_on,
    )


def _look_ups(file: File, chance: Chance, *, since: date) -> Iterator[Step]:
    day = since
    while chance.happens(0.6):
        day = later(day, chance.number(300, 900))
        yield file.write(ConfirmRegistration, day, who=chance.one_of(CLERKS))


def _growth(service: Service, file: File, chance: Chance) -> Iterator[Step]:
    if not chance.happens(0.3):
        return
    first_day = date(chance.number(2017, 2024), 1, 1)
    grown = service.capacity | {"amount": amount(service.quarters + chance.number(1, 8))}
    written_on, clerk = later(first_day, chance.number(3, 30)), chance.one_of(CLERKS)
    yield file.write(RecordCapacity, first_day, grown, who=clerk, written_on=written_on)
    place = {"place": "further-place", "orp": chance.one_of(service.orps)}
    yield file.write(RecordPlaceAdded, first_day, place, who=clerk, written_on=written_on)


def _succession(service: Service, file: File, chance: Chance) -> Iterator[Step]:
    if service.succession is None:
        return
    day, organisation = service.succession.on, service.succession.to.organisation
    written_on, clerk = later(day, chance.number(5, 40)), chance.one_of(CLERKS)
    yield file.write(
        RecordProvider, day, {"provider": organisation, "ground": "succession"}, who=clerk, written_on=written_on
    )
