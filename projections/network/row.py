"""One row of the network, cell by cell, and what may be asked of rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, Self
from uuid import UUID

from domain.kernel.law import Form
from domain.kernel.money import Money, total
from domain.kernel.period import Answer
from projections.later import Later, later
from projections.network.contracts import ContractPicture
from projections.network.documents import Document
from projections.network.entries import EntryCells, EntryPicture
from projections.network.held import Sourced, holding
from projections.network.mandates import MandateCells
from projections.network.services import ProjectPicture, Provider, Region, ServicePicture

NOT_ENDED = frozenset({Answer.YES, Answer.CANNOT_BE_DECIDED})


@dataclass(frozen=True)
class NetworkRow(Later):
    """A provider with a service, where, under which contract or project, for how much. None is not known, never zero.

    `entry` is the service's standing in the network: that for the project of the contract, or that by the plan;
    `mandate` the entrustment of the service: that in the contract itself, for its project, or another that holds.

    Money is the contract's as a whole: where it pays for several services (`services_in_contract`), every one of their
    rows shows the same sums. `gross` and `net` are None where old records were brought in and no payment stands.
    `inferred` names what no source states, and from what it was concluded; `behind` the positions of the entries that
    say what stands in a cell.
    """

    provider: str | None = None
    provider_ico: str | None = None
    is_provider_inferred: bool = False
    service: UUID | None = None
    registration_number: str | None = None
    section: str | None = None
    service_name: str | None = None
    region_as_written: str | None = None
    orps: tuple[str, ...] = ()
    """Codes of ORPs, stated or inferred."""
    orps_perhaps: tuple[str, ...] = ()
    """Codes of ORPs that the words of the source may mean too."""
    are_orps_inferred: bool = False
    contract: UUID | None = None
    contract_number: str | None = None
    regime: str | None = None
    services_in_contract: int = 0
    project: UUID | None = None
    project_name: str | None = None
    programme: str | None = None
    maximum: Money | None = None
    awarded: Money | None = None
    """Provided by the words of an old paper, which does not say whether it was paid."""
    gross: Money | None = None
    net: Money | None = None
    in_force: Answer | None = None
    """On the day asked for; None where no day was. Where a row is about a standing alone, whether that goes on."""
    entry: EntryCells | None = None
    mandate: MandateCells | None = None
    inferred: dict[str, str] = field(default_factory=dict)
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class NetworkFilter:
    """Which rows are asked for; what is left out does not matter. `in_force` counts only where a day is asked for."""

    provider: str | None = None
    """Part of the name in any case, or the IČO."""
    section: str | None = None
    orp: str | None = None
    """The code; rows that may mean it too are found."""
    project: UUID | None = None
    form: Form | None = None
    """A form in which the service has capacity in the network."""
    level: str | None = None
    financing: str | None = None
    in_force: Collection[Answer] = NOT_ENDED

    def takes(self, row: NetworkRow) -> bool:
        return (
            (self.provider is None or self._is_provider(row))
            and (self.section is None or row.section == self.section)
            and (self.orp is None or self._is_in(row, self.orp))
            and (self.project is None or row.project == self.project)
            and self._stands(row.entry)
            and (row.in_force is None or row.in_force in self.in_force)
        )

    def _stands(self, entry: EntryCells | None) -> bool:
        """Whether the standing is one that is asked for."""
        if entry is None:
            return self.form is None and self.level is None and self.financing is None
        return (
            (self.form is None or any(one.form == self.form for one in entry.capacities))
            and (self.level is None or entry.level == self.level)
            and (self.financing is None or entry.financing == self.financing)
        )

    @staticmethod
    def _is_in(row: NetworkRow, orp: str) -> bool:
        shares = row.entry.orp_shares if row.entry else ()
        return orp in row.orps or orp in row.orps_perhaps or any(one.orp == orp for one in shares)

    def _is_provider(self, row: NetworkRow) -> bool:
        wanted = (self.provider or "").casefold()
        return wanted == row.provider_ico or wanted in (row.provider or "").casefold()


EVERYTHING = NetworkFilter()


@dataclass(frozen=True)
class NetworkTotals:
    """Sums over rows, each contract counted once. What is not known is counted beside the sum, not as zero."""

    contracts: int
    maximum: Money
    without_maximum: int
    awarded: Money
    gross: Money
    net: Money
    not_known_whether_paid: int


def network_totals(rows: Iterable[NetworkRow]) -> NetworkTotals:
    """The sums of these rows; services without a contract count with their share of a project."""
    counted = {row.contract or (row.project, row.service, row.maximum is None): row for row in rows}.values()
    ceilings = [row.maximum for row in counted if row.maximum is not None]
    return NetworkTotals(
        contracts=sum(row.contract is not None for row in counted),
        maximum=total(ceilings),
        without_maximum=len(counted) - len(ceilings),
        awarded=total(row.awarded for row in counted if row.awarded is not None),
        gross=total(row.gross for row in counted if row.gross is not None),
        net=total(row.net for row in counted if row.net is not None),
        not_known_whether_paid=sum(row.contract is not None and row.gross is None for row in counted),
    )


# Made from pictures ----------------------------------------------------------------------------------------------


NOWHERE = Region()


class About(NamedTuple):
    """What is on file of the service of a row: by its own entries, and by what a contract says of it."""

    service: UUID | None = None
    position: int | None = None
    registration_number: str | None = None
    section: Sourced[str] | None = None
    name: Sourced[str] | None = None
    provider: Sourced[Provider] | None = None
    region: Region = NOWHERE
    inferred: Mapping[str, object] = MappingProxyType({})

    @classmethod
    def of_service(cls, service: ServicePicture, on: date | None) -> Self:
        return cls(
            service=service.service,
            position=service.position or None,
            registration_number=service.registration_number,
            section=holding(service.section, on),
            name=holding(service.name, on),
            provider=holding(service.provider, on),
            region=service.region_on(on),
            inferred=service.inferred,
        )

    @classmethod
    def of_entry(cls, entry: EntryPicture, on: date | None) -> Self:
        """Of a standing whose service is not on file: as the standing itself, or old records, speak of it."""
        said = entry.details
        return cls(
            service=entry.service,
            registration_number=entry.registration_number,
            section=_said(said.section, entry.position),
            name=_said(said.service_as_written, entry.position),
            provider=None if said.provider is None else (said.provider, entry.position),
            region=entry.region_on(on),
            inferred=said.inferred,
        )

    def or_as_said(self, reference: Document, position: int | None) -> "About":
        """What a contract says of the service that it pays for, where the service itself does not say it."""
        number = reference.get("registration")
        return self._replace(
            registration_number=self.registration_number or (str(number) if number else None),
            section=self.section or _said(reference.get("section"), position),
            name=self.name or _said(reference.get("name_as_written"), position),
        )


@dataclass(frozen=True, slots=True)
class Amounts:
    """The money of a row; None is not known."""

    maximum: Sourced[Money] | None = None
    gross: Money | None = None
    net: Money | None = None


def network_row(
    about: About,
    amounts: Amounts,
    *,
    on: date | None,
    in_force: Answer | None,
    contract: ContractPicture | None = None,
    project: ProjectPicture | None = None,
    entry: EntryPicture | None = None,
    mandate: MandateCells | None = None,
) -> NetworkRow:
    """A row; a contract's own provider and region come before those of its service."""
    provider = (holding(contract.provider, on) if contract else None) or about.provider
    region = contract.region if contract is not None and contract.region.position else about.region
    return later(
        NetworkRow,
        partial(_rest, about, amounts, provider, region, contract),
        provider=provider[0].name if provider else None,
        provider_ico=provider[0].ico if provider else None,
        is_provider_inferred=provider is not None and provider[0].is_inferred,
        service=about.service,
        registration_number=about.registration_number,
        section=about.section[0] if about.section else None,
        service_name=about.name[0] if about.name else None,
        region_as_written=region.as_written,
        orps=region.orps,
        orps_perhaps=region.perhaps,
        are_orps_inferred=region.is_inferred,
        contract=contract.contract if contract else None,
        contract_number=contract.number if contract else None,
        regime=contract.regime if contract else None,
        services_in_contract=len(contract.services) if contract else 0,
        project=project.project if project else contract.project if contract else None,
        project_name=project.name if project else None,
        programme=(contract.programme if contract else None) or (project.programme if project else None),
        maximum=amounts.maximum[0] if amounts.maximum else None,
        awarded=contract.awarded if contract else None,
        gross=amounts.gross,
        net=amounts.net,
        in_force=in_force,
        entry=entry.cells(on) if entry else None,
        mandate=mandate,
    )


def _rest(
    about: About,
    amounts: Amounts,
    provider: Sourced[Provider] | None,
    region: Region,
    contract: ContractPicture | None,
    _: str,
) -> dict[str, Any]:
    """What few readers ask for."""
    return {
        "inferred": {name: str(why) for name, why in about.inferred.items()} | (contract.inferred if contract else {}),
        "behind": _behind(about, amounts, provider, region, contract),
    }


def _behind(
    about: About,
    amounts: Amounts,
    provider: Sourced[Provider] | None,
    region: Region,
    contract: ContractPicture | None,
) -> dict[str, tuple[int, ...]]:
    """Cell → the entries that say it."""
    positions = {
        "service": about.position,
        "section": about.section[1] if about.section else None,
        "service_name": about.name[1] if about.name else None,
        "provider": provider[1] if provider else None,
        "region": region.position,
        "maximum": amounts.maximum[1] if amounts.maximum else None,
    }
    if contract is None:
        return {cell: (at,) for cell, at in positions.items() if at is not None}
    own = {CELLS.get(cell, cell): at for cell, at in contract.behind.items()}
    steps = {"in_force": tuple(contract.steps)} if contract.steps else {}
    return steps | {cell: (at,) for cell, at in (own | positions).items() if at is not None}


CELLS = {"number": "contract_number", "services": "services_in_contract"}
"""Where a cell is not called as the contract calls it."""


def _said(value: object, position: int | None) -> Sourced[str] | None:
    return None if value is None or position is None else (str(value), position)
