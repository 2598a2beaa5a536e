"""One row of the network, cell by cell, and what may be asked of rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domain.kernel.answer import Answer
from domain.kernel.forms import Form
from domain.kernel.money import Money, total
from projections.later import Later, later, nothing_yet
from projections.network.entrustments import MandateCells
from projections.network.entry_cells import EntryCells
from projections.network.spans import About, ContractSpan, ProjectSpan
from projections.table import identifier_of

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
    service: UUID | None = field(default_factory=nothing_yet)
    registration_number: str | None = None
    section: str | None = None
    service_name: str | None = None
    region_as_written: str | None = None
    orps: tuple[str, ...] = ()
    """Codes of ORPs, stated or inferred."""
    orps_perhaps: tuple[str, ...] = ()
    """Codes of ORPs that the words of the source may mean too."""
    are_orps_inferred: bool = False
    contract: UUID | None = field(default_factory=nothing_yet)
    contract_number: str | None = None
    regime: str | None = None
    services_in_contract: int = 0
    project: UUID | None = field(default_factory=nothing_yet)
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


# Made from spans --------------------------------------------------------------------------------------------------


class Amounts(NamedTuple):
    """The money of a row; None is not known. `maximum_at` is the position of the entry that says a maximum."""

    maximum: Money | None = None
    gross: Money | None = None
    net: Money | None = None
    maximum_at: int | None = None


def network_row(
    about: About,
    amounts: Amounts,
    *,
    in_force: Answer | None,
    contract: ContractSpan | None = None,
    services_in_contract: int = 0,
    project: ProjectSpan | None = None,
    entry: EntryCells | None = None,
    mandate: MandateCells | None = None,
) -> NetworkRow:
    """A row; a contract's own provider and region come before those of its service."""
    provider = contract if contract is not None and contract.provider is not None else about
    region = contract if contract is not None and contract.region_at is not None else about
    return later(
        NetworkRow,
        partial(_rest, about, amounts, contract, project),
        provider=provider.provider,
        provider_ico=provider.provider_ico,
        is_provider_inferred=provider.is_provider_inferred,
        registration_number=about.registration_number,
        section=about.section,
        service_name=about.name,
        region_as_written=region.region_as_written,
        orps=_codes(region.orps),
        orps_perhaps=_codes(region.orps_perhaps),
        are_orps_inferred=region.are_orps_inferred,
        contract_number=contract.number if contract else None,
        regime=contract.regime if contract else None,
        services_in_contract=services_in_contract,
        project_name=project.name if project else None,
        programme=(contract.programme if contract else None) or (project.programme if project else None),
        maximum=amounts.maximum,
        awarded=_awarded(contract),
        gross=amounts.gross,
        net=amounts.net,
        in_force=in_force,
        entry=entry,
        mandate=mandate,
    )


def _identifier(text: str | None) -> UUID | None:
    return None if text is None else identifier_of(text)


@lru_cache(maxsize=10_000)
def _codes(with_commas: str) -> tuple[str, ...]:
    return tuple(with_commas.split(",")) if with_commas else ()


def _awarded(contract: ContractSpan | None) -> Money | None:
    if contract is None or contract.awarded is None:
        return None
    return Money(contract.awarded, contract.awarded_currency or "CZK")


def _rest(
    about: About, amounts: Amounts, contract: ContractSpan | None, project: ProjectSpan | None, cell: str
) -> dict[str, Any]:
    """What few readers ask for."""
    if cell in {"inferred", "behind"}:
        return _sources(about, amounts, contract)
    return {
        "service": _identifier(about.service),
        "contract": identifier_of(contract.contract) if contract else None,
        "project": identifier_of(project.project) if project else None,
    }


def _sources(about: About, amounts: Amounts, contract: ContractSpan | None) -> dict[str, Any]:
    """What was inferred, and cell → the entries that say it."""
    inferred, behind = orjson.loads(about.inferred), orjson.loads(about.behind)
    if contract is not None:
        inferred |= orjson.loads(contract.inferred)
        behind |= orjson.loads(contract.behind)
    if amounts.maximum_at is not None:
        behind["maximum"] = [amounts.maximum_at]
    return {"inferred": inferred, "behind": {cell: tuple(entries) for cell, entries in behind.items()}}
