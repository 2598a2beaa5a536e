"""One row of the network, cell by cell, and what may be asked of rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from domain.kernel.dated import Dated
from domain.kernel.money import Money, total
from domain.kernel.period import Answer
from projections.network.contracts import ContractPicture
from projections.network.services import ProjectPicture, Provider, Region, ServicePicture, Sourced
from projections.network.view import Document

T = TypeVar("T")

NOT_ENDED = frozenset({Answer.YES, Answer.CANNOT_BE_DECIDED})


@dataclass(frozen=True)
class NetworkRow:
    """A provider with a service, where, under which contract or project, for how much. None is not known, never zero.

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
    """On the day asked for; None where no day was."""
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
    in_force: Collection[Answer] = NOT_ENDED

    def takes(self, row: NetworkRow) -> bool:
        return (
            (self.provider is None or self._is_provider(row))
            and (self.section is None or row.section == self.section)
            and (self.orp is None or self.orp in row.orps or self.orp in row.orps_perhaps)
            and (self.project is None or row.project == self.project)
            and (row.in_force is None or row.in_force in self.in_force)
        )

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
    counted = {row.contract or (row.project, row.service): row for row in rows}.values()
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


# Cells -----------------------------------------------------------------------------------------------------------


def service_cells(row: NetworkRow, service: ServicePicture, on: date | None) -> NetworkRow:
    """What is on file about a registered service."""
    provider, section, name = _on(service.provider, on), _on(service.section, on), _on(service.name, on)
    row = replace(
        row,
        service=service.service,
        registration_number=service.registration_number,
        section=section[0] if section else None,
        service_name=name[0] if name else None,
        inferred=row.inferred | service.inferred,
        behind=row.behind | _behind(service=service.position, section=section, service_name=name),
    )
    return region_cells(provider_cells(row, provider), service.region_on(on))


def reference_cells(row: NetworkRow, reference: Document, position: int | None) -> NetworkRow:
    """What a contract says of the service that it pays for, where the service itself does not say it."""
    section, number = reference.get("section"), reference.get("registration")
    name = reference.get("name_as_written")
    said = {"section": row.section or section, "service_name": row.service_name or name}
    return replace(
        row,
        section=_text(said["section"]),
        service_name=_text(said["service_name"]),
        registration_number=row.registration_number or _text(number),
        behind=_behind(**{cell: position for cell, value in said.items() if value}) | row.behind,
    )


def contract_cells(row: NetworkRow, contract: ContractPicture, on: date | None) -> NetworkRow:
    """What is on file about a contract; its own provider and region come before those of the service."""
    maximum = contract.maximum_on(on)
    row = replace(
        row,
        contract=contract.contract,
        contract_number=contract.number,
        regime=contract.regime,
        services_in_contract=len(contract.services),
        project=contract.project,
        programme=contract.programme,
        maximum=maximum[0] if maximum else None,
        awarded=contract.awarded,
        in_force=None if on is None else contract.in_force(on),
        inferred=row.inferred | contract.inferred,
        behind=row.behind
        | {cell: (position,) for cell, position in contract.behind.items() if cell != "service"}
        | _behind(maximum=maximum),
    )
    return region_cells(provider_cells(row, _on(contract.provider, on)), contract.region)


def provider_cells(row: NetworkRow, provider: Sourced[Provider] | None) -> NetworkRow:
    if provider is None:
        return row
    who, position = provider
    return replace(
        row,
        provider=who.name,
        provider_ico=who.ico,
        is_provider_inferred=who.is_inferred,
        behind=row.behind | _behind(provider=position),
    )


def region_cells(row: NetworkRow, region: Region) -> NetworkRow:
    if region.position is None:
        return row
    return replace(
        row,
        region_as_written=region.as_written,
        orps=region.orps,
        orps_perhaps=region.perhaps,
        are_orps_inferred=region.is_inferred,
        behind=row.behind | _behind(region=region.position),
    )


def project_cells(row: NetworkRow, project: ProjectPicture | None) -> NetworkRow:
    if project is None:
        return row
    return replace(row, project_name=project.name, programme=row.programme or project.programme)


def _on(held: Dated[Sourced[T]], on: date | None) -> Sourced[T] | None:
    return held.latest if on is None else held.on(on)


def _behind(**cells: int | Sourced[object] | None) -> dict[str, tuple[int, ...]]:
    positions = {cell: at[1] if isinstance(at, tuple) else at for cell, at in cells.items()}
    return {cell: (at,) for cell, at in positions.items() if at is not None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
