"""Which service a file is about, and what must be on file first: these refuse whatever the kind of command."""

from datetime import date
from uuid import UUID

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.registry import RegistrationNumber, ResolutionNumber
from domain.kernel.rule import rule
from domain.network_entry.payloads import PlannedService


@rule("network-entry.opened-once", cites=HOUSE, since=ALWAYS, cs="Převzít lze jen do nového spisu.", is_structural=True)
def opened_once(*, version: int) -> bool:
    """Old records are brought into a new file."""
    return version == 0


@rule(
    "network-entry.opened-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nejdříve musí být podán záměr, nebo služba zařazena či převzata do evidence.",
    is_structural=True,
)
def opened_first(*, version: int) -> bool:
    """There must be an intention, an inclusion or old records before anything else is recorded."""
    return version > 0


@rule(
    "network-entry.day-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="U každé změny sítě musí být známo, od kterého dne platí.",
    is_structural=True,
)
def day_known(*, day: date | None) -> bool:
    """Every change of the network says from which day it holds."""
    return day is not None


@rule(
    "network-entry.identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Musí být zřejmé, o kterou službu jde, nebo aspoň jaká služba má vzniknout.",
    is_structural=True,
)
def identified(*, service: UUID | None, planned: PlannedService | None, as_written: str | None) -> bool:
    """It must be clear which service is meant, or at least which one is planned."""
    return service is not None or planned is not None or as_written is not None


@rule(
    "network-entry.same-service",
    cites=HOUSE,
    since=ALWAYS,
    cs="Jeden spis se týká jedné služby.",
    is_structural=True,
)
def same_service(*, service: UUID | None, known: UUID | None) -> bool:
    """One file is about one service."""
    return service is None or known is None or service == known


@rule(
    "network-entry.service-linked-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zamýšlená služba se s registrací spojuje jen jednou.",
    is_structural=True,
)
def service_linked_once(*, known: UUID | None) -> bool:
    """A planned service is linked to its registration once."""
    return known is None


@rule(
    "network-entry.one-ground",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zařazení podle plánu a zařazení po dobu projektu mají každé svůj spis.",
    is_structural=True,
)
def one_ground(*, project: UUID | None, known_project: UUID | None, is_new: bool) -> bool:
    """A standing by the plan and one for the duration of a project have a file each."""
    return is_new or project == known_project


@rule(
    "network-entry.number-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zařazená služba má číslo registrace.",
    is_structural=True,
)
def number_known(*, registration_number: RegistrationNumber | None) -> bool:
    """A service in the network has a registration number."""
    return registration_number is not None


@rule(
    "network-entry.number-of-service",
    cites=HOUSE,
    since=ALWAYS,
    cs="Uvedené číslo registrace patří uvedené službě.",
    is_structural=True,
)
def number_of_service(*, stated: RegistrationNumber | None, registered: RegistrationNumber | None) -> bool:
    """The registration number that is stated belongs to the service that is named."""
    return stated is None or registered is None or stated == registered


@rule(
    "network-entry.resolution-of-its-year",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rok v čísle usnesení je rok, kdy bylo přijato.",
    is_structural=True,
)
def resolution_of_its_year(*, resolution: ResolutionNumber | None, resolved_on: date | None) -> bool:
    """The year in the number of a resolution is the year in which it was passed."""
    return resolution is None or resolved_on is None or resolution.year == resolved_on.year
