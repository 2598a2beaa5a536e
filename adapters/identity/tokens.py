"""Access tokens: a secret shown once and kept as its SHA-256, with the role that it acts in and its last day."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from adapters.identity.caller import Caller, NotKnown
from adapters.identity.digests import digest_of
from adapters.identity.scope import Scope
from adapters.side_tables import SideTable, make_tables
from domain.kernel.stamp import Actor
from projections.database import Column, ColumnType, Database, Values
from projections.table import moment_text, read_as

PREFIX = "krn_"
"""So that a secret is known for what it is wherever it turns up."""


class _Row(NamedTuple):
    """A token with one of its patterns."""

    name: str
    role: str
    person: str | None
    organisation: str | None
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    pattern: str | None


class TokenRow(NamedTuple):
    """A token without its secret; `only` says what it was narrowed to, nothing where it may do all of its role."""

    name: str
    role: str
    person: str | None
    organisation: str | None
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    only: tuple[str, ...] = ()

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class TokenTaken(ValueError):
    """There is a token of this name already; a revoked one keeps its name, so that the log stays readable."""


TABLES = (
    SideTable(
        "access_token",
        (
            Column("digest", ColumnType.TEXT),
            Column("name", ColumnType.TEXT),
            Column("role", ColumnType.TEXT),
            Column("person", ColumnType.TEXT, is_nullable=True),
            Column("organisation", ColumnType.TEXT, is_nullable=True),
            Column("issued_at", ColumnType.MOMENT),
            Column("expires_at", ColumnType.MOMENT),
            Column("revoked_at", ColumnType.MOMENT, is_nullable=True),
        ),
        key=("digest",),
    ),
    SideTable(
        "access_token_only",
        (Column("digest", ColumnType.TEXT), Column("pattern", ColumnType.TEXT)),
        key=("digest", "pattern"),
    ),
)
"""A token without a row in the second table may do whatever its role may: so it was before there was that table."""

_READ = """
SELECT name, role, person, organisation, issued_at, expires_at, revoked_at, pattern
FROM access_token t
LEFT JOIN access_token_only o ON o.digest = t.digest
"""


class Tokens:
    """The tokens of one ledger, in a table beside it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def prepare(self) -> None:
        """Make the table where it is not. May be repeated."""
        make_tables(self._database, TABLES)

    def issue(self, name: str, actor: Actor, *, now: datetime, expires_at: datetime, only: Sequence[str] = ()) -> str:
        """A new token; its secret is given once and never again. Raises TokenTaken."""
        secret = PREFIX + secrets.token_urlsafe(32)
        digest = digest_of(secret)
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
                {"digest": digest, **said, **moments},
            )
            patterns = [(digest, pattern) for pattern in dict.fromkeys(only)]
            self._database.insert("access_token_only", ("digest", "pattern"), patterns)
        return secret

    def caller(self, secret: str, *, now: datetime) -> Caller:
        """Who comes with this secret. Raises NotKnown."""
        answer = self._database.select(f"{_READ} WHERE t.digest = :digest", {"digest": digest_of(secret)})
        found = _said(tuple(answer))
        if found is None or not found[0].is_good(now):
            raise NotKnown
        return found[1]

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
        return _tokens(self._database.select(f"{_READ} ORDER BY issued_at DESC, name, pattern"))


@lru_cache(maxsize=1024)
def _said(answer: tuple[Values, ...]) -> tuple[TokenRow, Caller] | None:
    """The token in these rows, and who comes with it. Most rows were read a moment ago and say the same again."""
    for row in _tokens(answer):
        actor = Actor(role=row.role, person=row.person, organisation=row.organisation)
        return row, Caller(actor, token=row.name, scope=Scope(row.only))
    return None


def _tokens(answer: Sequence[Values]) -> list[TokenRow]:
    """The rows of each token as one."""
    by_name = groupby(read_as(_Row, answer), key=attrgetter("name"))
    tokens = [list(rows) for _, rows in by_name]
    return [TokenRow(*rows[0][:-1], only=tuple(one.pattern for one in rows if one.pattern)) for rows in tokens]
