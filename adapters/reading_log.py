"""Who read what: every look over HTTP at an inspection or its evidence, every package of it, every look at the vault.

Rows are added and never changed, and hold keys, never a name. The vault keeps the purpose of each look sealed beside
it; who asks here gets both as one log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from adapters.clock import end_of
from adapters.identity.caller import Caller
from adapters.side_tables import SideTable
from application.ledger import Ledger
from domain.inspection.events.planning import NUMBER_CLAIM
from projections.database import Column, ColumnType, Database, Value, Values
from projections.table import moment_text, read_as

READING_LOG = SideTable(
    "reading_log",
    (
        Column("number", ColumnType.IDENTIFIER),
        Column("read_at", ColumnType.MOMENT),
        Column("person", ColumnType.TEXT, is_nullable=True),
        Column("role", ColumnType.TEXT),
        Column("token", ColumnType.TEXT, is_nullable=True),
        Column("session", ColumnType.TEXT, is_nullable=True),
        Column("question", ColumnType.TEXT),
        Column("kind", ColumnType.TEXT),
        Column("file", ColumnType.TEXT),
        Column("detail", ColumnType.TEXT, is_nullable=True),
        Column("known_seq", ColumnType.INTEGER, is_nullable=True),
    ),
    key=("number",),
    is_append_only=True,
)
"""`question` is the operation of the API; `file` a UUID, `detail` the field or the digest that was asked for."""

VAULT_READING = SideTable(
    "vault_reading",
    (
        Column("number", ColumnType.IDENTIFIER),
        Column("person", ColumnType.TEXT),
        Column("reader", ColumnType.TEXT),
        Column("purpose", ColumnType.TEXT),
        Column("read_at", ColumnType.MOMENT),
    ),
    key=("number",),
)
"""What the vault writes down itself: `person` is whom somebody looked at, `purpose` is sealed."""

TABLES = (READING_LOG, VAULT_READING)

LOGGED = frozenset({"inspection"})
"""Files of these kinds are not read over HTTP, nor taken out of the house, without a line in the log."""

VAULT = "vault"
"""The question of a look into the vault, whatever the door."""


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody reads: a file, as it was known at a position; `detail` says which part of it."""

    question: str
    kind: str
    file: UUID | str
    known_seq: int | None = None
    detail: str | None = None


class ReadingRow(NamedTuple):
    """Somebody read something. `role` is unknown where the vault wrote it; `number` is how people call the file."""

    read_at: datetime
    person: str | None
    role: str | None
    token: str | None
    session: str | None
    question: str
    kind: str
    file: str
    detail: str | None
    known_seq: int | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which readings: by whom, of what, from the beginning of a day to the end of another."""

    person: str | None = None
    file: str | None = None
    """The UUID of a file, or the key of somebody in the vault."""
    since: date | None = None
    until: date | None = None


_NONE = "CAST(NULL AS TEXT)"

_BOTH = f"""
SELECT number, read_at, person, role, token, session, question, kind, file, detail, known_seq
FROM reading_log
UNION ALL
SELECT number, read_at, reader, {_NONE}, {_NONE}, {_NONE}, '{VAULT}', 'person', person, {_NONE}, CAST(NULL AS BIGINT)
FROM vault_reading
"""  # noqa: S608  texts of ours


class ReadingLog:
    """The log of one ledger, in durable tables beside it."""

    def __init__(self, side: Database) -> None:
        self._side = side

    def note(self, caller: Caller, looks: Sequence[Look], *, now: datetime) -> None:
        """Write down what somebody is about to be told."""
        who = (caller.actor.person, caller.actor.role, caller.token, caller.session)
        rows: list[Values] = [
            (str(uuid4()), moment_text(now), *who, one.question, one.kind, str(one.file), one.detail, one.known_seq)
            for one in looks
        ]
        if rows:
            with self._side.transaction():
                self._side.insert("reading_log", [column.name for column in READING_LOG.columns], rows)

    def rows(self, wanted: Wanted, *, start: int = 0, limit: int = 1000) -> Sequence[ReadingRow]:
        """Who read what, the latest first."""
        conditions, parameters = _conditions(wanted)
        answer = self._side.select(
            f"""
            SELECT read_at, person, role, token, session, question, kind, file, detail, known_seq, {_NONE}
            FROM ({_BOTH}) readings
            WHERE {" AND ".join(conditions)}
            ORDER BY read_at DESC, number
            LIMIT :limit OFFSET :start
            """,  # noqa: S608  texts of ours
            {**parameters, "limit": limit, "start": start},
        )
        return read_as(ReadingRow, answer)


def named(ledger: Ledger, rows: Sequence[ReadingRow]) -> list[ReadingRow]:
    """The same rows with the numbers that their files hold now."""
    files = {row.file for row in rows if row.kind == "inspection"}
    numbers = {file: dict(ledger.claims_of(UUID(file))).get(NUMBER_CLAIM) for file in files}
    return [row._replace(number=numbers.get(row.file)) for row in rows]


def _conditions(wanted: Wanted) -> tuple[list[str], dict[str, Value]]:
    conditions, parameters = ["1 = 1"], dict[str, Value]()
    for name, value in (("person", wanted.person), ("file", wanted.file)):
        if value is not None:
            conditions.append(f"{name} = :{name}")
            parameters[name] = value
    if wanted.since is not None:
        conditions.append("read_at >= :since")
        parameters["since"] = moment_text(_start_of(wanted.since))
    if wanted.until is not None:
        conditions.append("read_at < :until")
        parameters["until"] = moment_text(end_of(wanted.until))
    return conditions, parameters


def _start_of(day: date) -> datetime:
    return end_of(date.fromordinal(max(day.toordinal() - 1, 1)))
