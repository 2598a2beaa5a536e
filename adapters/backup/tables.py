"""Which tables a backup holds, and how a row is written so that either store can take it back, byte by byte."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import orjson

from adapters.identity.tables import SIDE_TABLES
from adapters.reading_log import VAULT_READING
from adapters.side_tables import SideTable
from adapters.timeline import EPOCH, MICROSECOND
from adapters.vault import VAULT_PEOPLE
from projections.database import ColumnType, Database, Values
from projections.table import moment_text

PASSING = frozenset({"login_session", "login_browser", "login_try", "oidc_begun", "seal_tile"})
"""Side tables that are not kept: whoever was logged in logs in again, and tiles are made again from the entries."""


class Kind(StrEnum):
    """What a column holds, as far as the stores keep it differently."""

    PLAIN = "plain"
    ID = "id"
    BYTES = "bytes"
    INSTANT = "instant"
    """Whole microseconds since 1970 in the ledger's own tables."""
    MOMENT = "moment"
    """ISO text in the tables beside it."""


@dataclass(frozen=True)
class KeptTable:
    """A table of a backup: its columns by name, in the order in which they are written, and the order of its rows."""

    name: str
    columns: Mapping[str, Kind]
    order: str


LEDGER_TABLES = (
    KeptTable(
        "stored_events",
        {
            "position": Kind.PLAIN,
            "originator_id": Kind.ID,
            "originator_version": Kind.PLAIN,
            "topic": Kind.PLAIN,
            "state": Kind.BYTES,
            "recorded_at": Kind.INSTANT,
        },
        "position",
    ),
    KeptTable(
        "commands",
        {
            "number": Kind.PLAIN,
            "actor": Kind.PLAIN,
            "command_id": Kind.ID,
            "topic": Kind.PLAIN,
            "aggregate_id": Kind.ID,
            "body": Kind.BYTES,
            "decision": Kind.BYTES,
            "first_position": Kind.PLAIN,
            "last_position": Kind.PLAIN,
            "recorded_at": Kind.INSTANT,
        },
        "number",
    ),
    KeptTable(
        "claims",
        {
            "kind": Kind.PLAIN,
            "key": Kind.PLAIN,
            "aggregate_id": Kind.ID,
            "taken_at": Kind.PLAIN,
            "released_at": Kind.PLAIN,
        },
        "taken_at, kind, key",
    ),
    KeptTable("prose", dict.fromkeys(("commitment", "salt", "text"), Kind.PLAIN), "commitment"),
)
"""The ledger itself; its head stands in the manifest."""


def _kept(table: SideTable) -> KeptTable:
    kinds = {one.name: Kind.MOMENT if one.type is ColumnType.MOMENT else Kind.PLAIN for one in table.columns}
    return KeptTable(table.name, kinds, ", ".join(table.key))


MADE_BY_VAULT = (VAULT_PEOPLE, VAULT_READING)
BESIDE = tuple(one for one in SIDE_TABLES if one.name not in PASSING and one not in MADE_BY_VAULT)
SIDE = tuple(_kept(one) for one in (*BESIDE, *MADE_BY_VAULT))
"""What stands beside the ledger: tokens, accounts, who read what, receipts, and the sealed records of the vault."""
TABLES = (*LEDGER_TABLES, *SIDE)

# Out ------------------------------------------------------------------------------------------------------------------


def lines(database: Database, table: KeptTable) -> Iterator[bytes]:
    """Every row as a line of JSON, in flat memory; only inside a snapshot."""
    columns = ", ".join(SELECTED[database.dialect](name, kind) for name, kind in table.columns.items())
    statement = f"SELECT {columns} FROM {table.name} ORDER BY {table.order}"  # noqa: S608  # names are ours
    said = [_SAID.get(kind, _same) for kind in table.columns.values()]
    for row in database.stream(statement):
        yield orjson.dumps([tell(value) for tell, value in zip(said, row, strict=True)]) + b"\n"


def _of_sqlite(name: str, kind: Kind) -> str:
    return f"lower(hex({name}))" if kind is Kind.ID else name


def _of_postgres(name: str, kind: Kind) -> str:
    match kind:
        case Kind.ID:
            return f"replace(CAST({name} AS text), '-', '')"
        case Kind.INSTANT:
            return f"CAST(extract(epoch FROM {name}) * 1000000 AS bigint)"
    return name


SELECTED: Mapping[str, Callable[[str, Kind], str]] = {"sqlite": _of_sqlite, "postgres": _of_postgres}


def _same(value: Any) -> Any:  # noqa: ANN401  # whatever the column holds
    return value


def _bytes_said(value: bytes) -> str | dict[str, str]:
    """What we store is JSON in UTF-8, and reads as it is; anything else in hexadecimal."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"hex": value.hex()}


def _moment_said(value: str | None) -> str | None:
    return None if value is None else moment_text(datetime.fromisoformat(value))


_SAID: Mapping[Kind, Callable[[Any], Any]] = {Kind.BYTES: _bytes_said, Kind.MOMENT: _moment_said}

# Back in --------------------------------------------------------------------------------------------------------------


def insert(database: Database, table: KeptTable, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows as `lines` told them; `columns` are those of the backup, which an older program may have made."""
    taken = [_TAKEN[database.dialect].get(table.columns[name], _same) for name in columns]
    values = [tuple(take(value) for take, value in zip(taken, row, strict=True)) for row in rows]
    database.insert(table.name, columns, cast(Sequence[Values], values))


def bytes_of(said: str | dict[str, str]) -> bytes:
    return said.encode() if isinstance(said, str) else bytes.fromhex(said["hex"])


def instant(microseconds: int) -> datetime:
    """An instant of the ledger."""
    return EPOCH + microseconds * MICROSECOND


_TAKEN: Mapping[str, Mapping[Kind, Callable[[Any], Any]]] = {
    "sqlite": {Kind.ID: bytes.fromhex, Kind.BYTES: bytes_of},
    "postgres": {Kind.BYTES: bytes_of, Kind.INSTANT: lambda said: instant(said).isoformat()},
}
