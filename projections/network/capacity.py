"""The network by service, form, unit and ORP: how much capacity serves whom, as far as it is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.forms import CapacityUnit, Form
from projections.network.entry_cells import EntryCells
from projections.network.row import NetworkRow


@dataclass(frozen=True)
class CapacityRow:
    """The part of one capacity of a service in the network that serves one ORP; exact, never rounded.

    `capacity` is the whole of that form and unit, `part` what of it is this ORP's. Where no shares are known `orp` is
    None and the part is the whole.
    """

    network_entry: UUID
    service: UUID | None
    registration_number: str | None
    provider: str | None
    section: str | None
    form: Form
    unit: CapacityUnit
    orp: str | None
    share: Fraction | None
    capacity: Decimal
    part: Fraction
    level: str | None
    financing: str | None
    since: date | None
    last_day: date | None
    included: Answer | None
    contracts: tuple[str, ...]
    """The contracts in the same rows of the network, by number or identifier."""
    mandates: tuple[str, ...]
    """The mandates in these rows that hold, or may hold, on the day asked for; in the same way."""
    behind: dict[str, tuple[int, ...]]
    """Cell → the entries that say it."""


@dataclass(frozen=True)
class CapacityTotal:
    """All capacity of one kind of service in one form, unit and ORP, and from how many standings it comes."""

    section: str | None
    form: Form
    unit: CapacityUnit
    orp: str | None
    part: Fraction
    standings: int


def capacity_rows(rows: Iterable[NetworkRow]) -> tuple[CapacityRow, ...]:
    """Every capacity in these rows of the network, each standing once, in the order of the rows."""
    own: defaultdict[UUID, list[NetworkRow]] = defaultdict(list)
    for row in rows:
        if row.entry is not None and row.entry.included is not Answer.NO:
            own[row.entry.network_entry].append(row)
    return tuple(one for found in own.values() for one in _of_rows(found))


def capacity_totals(rows: Iterable[CapacityRow]) -> tuple[CapacityTotal, ...]:
    """The sums of these rows by section, form, unit and ORP."""
    parts: defaultdict[tuple[str, Form, CapacityUnit, str], list[CapacityRow]] = defaultdict(list)
    for row in rows:
        parts[row.section or "", row.form, row.unit, row.orp or ""].append(row)
    return tuple(
        CapacityTotal(
            section=own[0].section,
            form=own[0].form,
            unit=own[0].unit,
            orp=own[0].orp,
            part=sum((row.part for row in own), Fraction(0)),
            standings=len({row.network_entry for row in own}),
        )
        for _, own in sorted(parts.items())
    )


def _of_rows(rows: Sequence[NetworkRow]) -> Iterator[CapacityRow]:
    """Those of one standing: whatever stands beside it is named together."""
    row, entry = rows[0], rows[0].entry
    assert entry is not None
    contracts = dict.fromkeys(one.contract_number or str(one.contract) for one in rows if one.contract is not None)
    holding = [one.mandate for one in rows if one.mandate is not None and one.mandate.is_valid is not Answer.NO]
    mandates = dict.fromkeys(one.number or str(one.mandate) for one in holding)
    behind = _behind(row, entry)
    for capacity in entry.capacities:
        for orp, share in _shares(entry):
            yield CapacityRow(
                network_entry=entry.network_entry,
                service=row.service,
                registration_number=row.registration_number,
                provider=row.provider,
                section=row.section,
                form=capacity.form,
                unit=capacity.unit,
                orp=orp,
                share=share,
                capacity=capacity.amount,
                part=Fraction(capacity.amount) * (1 if share is None else share),
                level=entry.level,
                financing=entry.financing,
                since=entry.since,
                last_day=entry.last_day,
                included=entry.included,
                contracts=tuple(contracts),
                mandates=tuple(mandates),
                behind=behind,
            )


def _behind(row: NetworkRow, entry: EntryCells) -> dict[str, tuple[int, ...]]:
    """The size of a capacity and how it is divided make the part."""
    sizes, shares = entry.behind.get("capacities", ()), entry.behind.get("orp_shares", ())
    found = {
        **{name: row.behind.get(name, ()) for name in ("provider", "section")},
        **{name: entry.behind.get(name, ()) for name in ("level", "financing", "since", "last_day")},
        "registration_number": row.behind.get("service", ()),
        **dict.fromkeys(("form", "unit", "capacity"), sizes),
        **dict.fromkeys(("orp", "share"), shares),
        "part": (*sizes, *shares),
    }
    return {cell: entries for cell, entries in found.items() if entries}


def _shares(entry: EntryCells) -> Iterable[tuple[str | None, Fraction | None]]:
    return [(one.orp, one.share) for one in entry.orp_shares] or [(None, None)]
