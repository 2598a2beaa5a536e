"""The network row by row, and its capacity by kind of service and ORP."""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    every_cash_row,
    network_rows,
)
from projections.sheets.sheet import Asked, Behind, Column, Kind, Line, Part, Posting, SheetMaker, pivoted, said_by

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


def _lines(database: Database, asked: Asked) -> tuple[Iterator[Line], int]:
    report = network_rows(database, valid=asked.valid, known=asked.known)
    shown = {row.contract for row in report}

    @cache
    def paid() -> Mapping[UUID, Parts]:
        money = every_cash_row(database, valid=asked.valid, known=report.as_of_position)
        return _paid(row for row in money if row.contract in shown)

    return (_line(number, row, paid) for number, row in enumerate(report, start=1)), report.as_of_position


def _paid(rows: Iterable[CashRow]) -> Mapping[UUID, Parts]:
    """What each contract got, net and, without what the provider returned, gross."""
    postings = [
        Posting((str(row.contract),), column, Money(row.amount, row.currency), row.position)
        for row in rows
        for column in ("net", *(() if row.step == REFUNDED else ("gross",)))
    ]
    return {UUID(contract): parts for (contract,), parts in pivoted(postings).items()}


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
    return Line(f"{number}:{named or ''}", cells, Behind(partial(_behind, row, paid)), about=_about(row))


def _about(row: NetworkRow) -> str:
    """A service under a contract, in a project, or in the network; its number in the report may change any day."""
    service = row.service or row.registration_number or row.service_name
    entry = row.entry.network_entry if row.entry and not (row.contract or row.project) else None
    return "|".join(str(one or "") for one in (row.contract, service, row.project, entry))


def _behind(row: NetworkRow, paid: Callable[[], Mapping[UUID, Parts]]) -> Parts:
    """The entries by the columns of this report, which the row and its parts call otherwise; and its payments."""
    entry = row.entry.behind if row.entry else {}
    mandate = row.mandate.behind if row.mandate else {}
    named = {
        **row.behind,
        "provider_ico": row.behind.get("provider", ()),
        "registration_number": row.behind.get("service", ()),
        "orps": row.behind.get("region", ()),
        "level": entry.get("level", ()),
        "mandate": mandate.get("mandate", ()),
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


def _capacity_lines(database: Database, asked: Asked) -> tuple[Iterator[Line], int]:
    report = network_rows(database, valid=asked.valid, known=asked.known)
    rows = sorted(capacity_rows(report), key=lambda row: (row.section or "", row.orp or "", row.provider or ""))
    return (_capacity(row) for row in rows), report.as_of_position


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
    return Line(key, cells)


CAPACITY_SHEET = SheetMaker("capacity", (NETWORK,), CAPACITY_COLUMNS, _capacity_lines)
