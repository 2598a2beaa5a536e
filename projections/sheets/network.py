"""The network row by row, and its capacity by kind of service and ORP."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache, partial
from uuid import UUID

from domain.kernel.money import Money
from domain.kernel.registry import OrpCode
from projections.database import Database
from projections.network import (
    NETWORK,
    CapacityRow,
    CashRow,
    NetworkRow,
    capacity_rows,
    cash_rows,
    network_rows,
)
from projections.sheets.sheet import Asked, Behind, Column, Kind, Line, Part, SheetMaker, said_by

REFUNDED = "refunded"
COLUMNS = (
    Column("provider"),
    Column("provider_ico"),
    Column("service_name"),
    Column("registration_number"),
    Column("section"),
    Column("orps"),
    Column("level"),
    Column("contract_number"),
    Column("mandate"),
    Column("project_name"),
    Column("maximum", Kind.MONEY, is_additive=False),
    Column("gross", Kind.MONEY, is_additive=False),
    Column("net", Kind.MONEY, is_additive=False),
    Column("in_force", Kind.CODE),
)


Parts = Mapping[str, tuple[Part, ...]]


def _lines(database: Database, asked: Asked) -> Iterator[Line]:
    report = network_rows(database, valid=asked.valid, known=asked.known, in_brief=True)

    @cache
    def paid() -> Mapping[UUID, Parts]:
        shown = {row.contract for row in report if row.contract is not None}
        return _paid(cash_rows(database, shown, valid=asked.valid, known=report.as_of_position))

    return (_line(number, row, paid) for number, row in enumerate(report, start=1))


def _paid(rows: Iterable[CashRow]) -> Mapping[UUID, Parts]:
    """What each contract got, net and, without what the provider returned, gross."""
    net: defaultdict[UUID, list[Part]] = defaultdict(list)
    gross: defaultdict[UUID, list[Part]] = defaultdict(list)
    for row in rows:
        part = Part(row.position, Money(row.amount, row.currency))
        net[row.contract].append(part)
        if row.step != REFUNDED:
            gross[row.contract].append(part)
    return {
        contract: {"net": tuple(parts)} | ({"gross": tuple(gross[contract])} if contract in gross else {})
        for contract, parts in net.items()
    }


def _line(number: int, row: NetworkRow, paid: Callable[[], Mapping[UUID, Parts]]) -> Line:
    named = row.contract_number or row.registration_number or row.project_name
    cells = (
        row.provider,
        row.provider_ico,
        row.service_name,
        row.registration_number,
        row.section,
        ", ".join(_orp(code) for code in row.orps) or row.region_as_written,
        row.entry.level if row.entry else None,
        row.contract_number,
        row.mandate.number if row.mandate else None,
        row.project_name,
        row.maximum,
        row.gross,
        row.net,
        row.in_force.value if row.in_force is not None else None,
    )
    return Line(f"{number}:{named or ''}", cells, Behind(partial(_behind, row, paid)), about=partial(_about, row))


def _about(row: NetworkRow) -> tuple[Hashable, ...]:
    """A service under a contract, in a project, or in the network; its number in the report may change any day."""
    service = row.service or row.registration_number or row.service_name
    entry = row.entry.network_entry if row.entry and not (row.contract or row.project) else None
    return row.contract, service, row.project, entry


def _behind(row: NetworkRow, paid: Callable[[], Mapping[UUID, Parts]]) -> Parts:
    """The entries by the columns of this report, which the row and its parts call otherwise; and its payments."""
    own, entry = row.behind, row.entry.standing_behind if row.entry else {}
    mandate = row.mandate.stands_at if row.mandate else None
    named = {
        **own,
        "provider_ico": own.get("provider", ()),
        "registration_number": own.get("service", ()),
        "orps": own.get("region", ()),
        "level": entry.get("level", ()),
        "mandate": () if mandate is None else (mandate,),
    }
    if row.contract is None:
        named["in_force"] = (*entry.get("since", ()), *entry.get("last_day", ()))
    said = said_by({column: at for column, at in named.items() if at})
    return {**said, **paid().get(row.contract, {})} if row.contract is not None else said


@cache
def _orp(code: str) -> str:
    return OrpCode(code).official_name


NETWORK_SHEET = SheetMaker("network", (NETWORK,), COLUMNS, _lines)


# Capacity -------------------------------------------------------------------------------------------------------------

CAPACITY_COLUMNS = (
    Column("section"),
    Column("orp"),
    Column("form", Kind.CODE),
    Column("unit", Kind.CODE),
    Column("part"),
    Column("provider"),
    Column("registration_number"),
    Column("level"),
    Column("financing"),
    Column("contracts"),
    Column("mandates"),
    Column("since", Kind.DAY),
    Column("last_day", Kind.DAY),
)


def _capacity_lines(database: Database, asked: Asked) -> Iterator[Line]:
    report = network_rows(database, valid=asked.valid, known=asked.known)
    rows = sorted(capacity_rows(report), key=lambda row: (row.section or "", row.orp or "", row.provider or ""))
    return (_capacity(row) for row in rows)


def _capacity(row: CapacityRow) -> Line:
    key = "|".join((str(row.network_entry), row.form.value, row.unit.value, row.orp or ""))
    cells = (
        row.section,
        _orp(row.orp) if row.orp else None,
        row.form.value,
        row.unit.value,
        str(row.part),
        row.provider,
        row.registration_number,
        row.level,
        row.financing,
        ", ".join(row.contracts) or None,
        ", ".join(row.mandates) or None,
        row.since,
        row.last_day,
    )
    return Line(key, cells, said_by(row.behind))


CAPACITY_SHEET = SheetMaker("capacity", (NETWORK,), CAPACITY_COLUMNS, _capacity_lines)
