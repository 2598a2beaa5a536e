"""Access tokens: a secret shown once and kept as its SHA-256, with the role that it acts in and its last day."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from adapters.identity.caller import Caller, NotKnown
from domain.kernel.stamp import Actor
from projections.database import Column, ColumnType, Database
from projections.table import moment_text, read_as

TABLE = "access_token"
PREFIX = "krn_"
"""So that a secret is known for what it is wherever it turns up."""


class TokenRow(NamedTuple):
    """A token without its secret."""

    name: str
    role: str
    person: str | None
    organisation: str | None
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class TokenTaken(ValueError):
    """There is a token of this name already; a revoked one keeps its name, so that the log stays readable."""


_COLUMNS = (
    Column("digest", ColumnType.TEXT),
    Column("name", ColumnType.TEXT),
    Column("role", ColumnType.TEXT),
    Column("person", ColumnType.TEXT, is_nullable=True),
    Column("organisation", ColumnType.TEXT, is_nullable=True),
    Column("issued_at", ColumnType.MOMENT),
    Column("expires_at", ColumnType.MOMENT),
    Column("revoked_at", ColumnType.MOMENT, is_nullable=True),
)
_READ = "SELECT name, role, person, organisation, issued_at, expires_at, revoked_at FROM access_token"


class Tokens:
    """The tokens of one ledger, in a table beside it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def prepare(self) -> None:
        """Make the table where it is not. May be repeated."""
        with self._database.exclusive():
            self._database.create_table(TABLE, _COLUMNS, key=("digest",))

    def issue(self, name: str, actor: Actor, *, now: datetime, expires_at: datetime) -> str:
        """A new token; its secret is given once and never again. Raises TokenTaken."""
        secret = PREFIX + secrets.token_urlsafe(32)
        said = {"name": name, "role": actor.role, "person": actor.person, "organisation": actor.organisation}
        moments = {"issued_at": moment_text(now), "expires_at": moment_text(expires_at)}
        with self._database.exclusive():
            if self._database.select("SELECT 1 FROM access_token WHERE name = :name", {"name": name}):
                raise TokenTaken(name)
            self._database.execute(
                """
                INSERT INTO access_token (digest, name, role, person, organisation, issued_at, expires_at)
                VALUES (:digest, :name, :role, :person, :organisation, :issued_at, :expires_at)
                """,
                {"digest": _digest(secret), **said, **moments},
            )
        return secret

    def caller(self, secret: str, *, now: datetime) -> Caller:
        """Who comes with this secret. Raises NotKnown."""
        found = read_as(TokenRow, self._database.select(f"{_READ} WHERE digest = :digest", {"digest": _digest(secret)}))
        if not found or not found[0].is_good(now):
            raise NotKnown
        row = found[0]
        return Caller(Actor(role=row.role, person=row.person, organisation=row.organisation), token=row.name)

    def revoke(self, name: str, *, now: datetime) -> bool:
        """From now on the token opens nothing; False where there is none of that name, or it was revoked before."""
        with self._database.exclusive():
            return (
                self._database.execute(
                    "UPDATE access_token SET revoked_at = :now WHERE name = :name AND revoked_at IS NULL",
                    {"name": name, "now": moment_text(now)},
                )
                == 1
            )

    def rows(self) -> Sequence[TokenRow]:
        """Every token that was ever issued, the newest first."""
        return read_as(TokenRow, self._database.select(f"{_READ} ORDER BY issued_at DESC, name"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
