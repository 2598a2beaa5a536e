"""The vault: names and contacts of people by key, sealed for each person alone, apart from the ledger.

The ledger, its command rows, logs and read models know the key only. Each record is sealed with AES-256-GCM under a key
of its own, which lies elsewhere (keys.py): to erase somebody is to destroy that key, and the row with it. Every reading
is written down: who, whom, when, for what.
"""

import base64
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from adapters.clock import Clock, system_clock
from adapters.keys import KeyFolder
from adapters.read_models import SqliteDatabase, open_read_models
from adapters.reading_log import VAULT_READING
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Values
from projections.table import moment_text

if TYPE_CHECKING:
    from adapters.read_models.postgres import PostgresDatabase

VERSION = b"\x01"
"""The way of sealing: AES-256-GCM, a nonce of 12 bytes, the person's key as associated data."""
NONCE_BYTES = 12

VAULT_PEOPLE = SideTable(
    "vault_person", (Column("person", ColumnType.TEXT), Column("sealed", ColumnType.TEXT)), key=("person",)
)

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class PersonalData(BaseModel):
    """What is known of somebody. Printed nowhere by accident: its repr shows nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Line = Field(repr=False)
    position: Line | None = Field(default=None, repr=False)
    organisation: Line | None = Field(default=None, repr=False)
    email: Line | None = Field(default=None, repr=False)
    telephone: Line | None = Field(default=None, repr=False)


class Reading(NamedTuple):
    """Somebody looked at a record of the vault."""

    person: str
    reader: str
    purpose: str | None
    """None where the person was erased."""
    read_at: datetime


class VaultDamaged(Exception):
    """A record cannot be opened although its key is there: it was changed, or belongs to somebody else."""


class Vault:
    """Reads and writes personal data on a connection of its own; not to be shared between threads."""

    def __init__(
        self, database: "SqliteDatabase | PostgresDatabase", keys: KeyFolder, *, clock: Clock = system_clock
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._make_durable()

    def _make_durable(self) -> None:
        """What is put here cannot be made again, unlike a read model: it waits for the disk."""
        if self._database.dialect == "sqlite":
            self._database.select("PRAGMA synchronous = FULL")
            self._database.select("PRAGMA secure_delete = ON")
        else:
            self._database.execute("SET synchronous_commit = on")
        with self._database.exclusive():
            self._database.create_table(VAULT_PEOPLE.name, VAULT_PEOPLE.columns, key=VAULT_PEOPLE.key)
            self._database.create_table(VAULT_READING.name, VAULT_READING.columns, key=VAULT_READING.key)

    # Written ------------------------------------------------------------------------------------------------------

    def put(self, person: str, data: PersonalData) -> None:
        """Keep somebody's data in place of what was there. Raises NotAKey."""
        sealed = _sealed(self._keys.make(person), person, data.model_dump_json(exclude_none=True))
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO vault_person (person, sealed) VALUES (:person, :sealed)"
                " ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
                {"person": person, "sealed": sealed},
            )

    def erase(self, person: str) -> bool:
        """Destroy the key, then the record; whether anything was there. May be repeated after an interruption."""
        had_key = self._keys.destroy(person)
        with self._database.transaction():
            rows = self._database.execute("DELETE FROM vault_person WHERE person = :person", {"person": person})
        if self._database.dialect == "sqlite":
            self._database.select("PRAGMA wal_checkpoint(TRUNCATE)")
        return had_key or rows > 0

    # Read ---------------------------------------------------------------------------------------------------------

    def get(self, person: str, *, reader: str, purpose: str) -> PersonalData | None:
        """Somebody's data; None where they were erased or never there. The reading is written down."""
        rows = self._database.select("SELECT sealed FROM vault_person WHERE person = :person", {"person": person})
        found = self._opened(person, str(rows[0][0])) if rows else None
        self._note([person] if found else [], reader, purpose)
        return found

    def all(self, *, reader: str, purpose: str) -> Sequence[tuple[str, PersonalData]]:
        """Everybody, in the order of their keys. Each reading is written down."""
        rows = self._database.select("SELECT person, sealed FROM vault_person ORDER BY person")
        opened = [(str(person), self._opened(str(person), str(sealed))) for person, sealed in rows]
        found = [(person, data) for person, data in opened if data is not None]
        self._note([person for person, _ in found], reader, purpose)
        return found

    def knows(self, person: str) -> bool:
        """Whether there is a record that can still be opened; nothing of it is read."""
        rows = self._database.select("SELECT 1 FROM vault_person WHERE person = :person", {"person": person})
        return bool(rows) and self._keys.get(person) is not None

    def readings(self, person: str | None = None) -> Iterator[Reading]:
        """Who looked at whom, the latest first."""
        whose = "" if person is None else " WHERE person = :person"
        rows = self._database.select(
            f"SELECT person, reader, purpose, read_at FROM vault_reading{whose} ORDER BY read_at DESC, number",  # noqa: S608  # a text of ours
            {} if person is None else {"person": person},
        )
        for whom, reader, purpose, read_at in rows:
            at = datetime.fromisoformat(str(read_at))
            yield Reading(str(whom), str(reader), self._unsealed(str(whom), str(purpose)), at)

    def _opened(self, person: str, sealed: str) -> PersonalData | None:
        text = self._unsealed(person, sealed)
        return None if text is None else PersonalData.model_validate_json(text)

    def _unsealed(self, person: str, sealed: str) -> str | None:
        key = self._keys.get(person)
        return None if key is None else _unsealed(key, person, sealed)

    def _note(self, people: Sequence[str], reader: str, purpose: str) -> None:
        """Who looked and when stays for ever; for what goes with the person, for it may speak of them."""
        at = moment_text(self._clock())
        rows: list[Values] = [
            (str(uuid4()), person, reader, _sealed(self._keys.make(person), person, purpose), at) for person in people
        ]
        with self._database.transaction():
            self._database.insert(VAULT_READING.name, [column.name for column in VAULT_READING.columns], rows)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_vault(url: str, keys: KeyFolder, *, clock: Clock = system_clock) -> Vault:
    """The vault beside a ledger: in the same database, in tables of its own."""
    return Vault(open_read_models(url), keys, clock=clock)


def _sealed(key: bytes, person: str, text: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound_to(person))).decode()


def _unsealed(key: bytes, person: str, sealed: str) -> str:
    """Raises VaultDamaged."""
    content = base64.b64decode(sealed)
    nonce, text = content[1 : 1 + NONCE_BYTES], content[1 + NONCE_BYTES :]
    if content[:1] != VERSION:
        raise VaultDamaged(person)
    try:
        return AESGCM(key).decrypt(nonce, text, _bound_to(person)).decode()
    except InvalidTag:
        raise VaultDamaged(person) from None


def _bound_to(person: str) -> bytes:
    """A record that is moved to another key cannot be opened there."""
    return b"kronika vault " + VERSION + person.encode()
