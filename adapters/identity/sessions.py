"""Sessions of people at a browser: in the database, so that they can be ended; the browser holds a secret and no more.

A session gets a new secret whenever it comes to mean something else: at the login, with a changed password, with
another role. Whoever planted or saw the old one holds nothing.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from adapters.identity.browsers import Browsers
from adapters.identity.digests import digest_of
from adapters.logging import logger
from adapters.settings import Settings
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Database
from projections.table import moment_text, read_as

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last used: not every question waits for the disk."""
KEPT_FOR = timedelta(days=30)
"""How long a session that is over can still be listed."""

TABLES = (
    SideTable(
        "login_session",
        (
            Column("digest", ColumnType.TEXT),
            Column("name", ColumnType.TEXT),
            Column("login", ColumnType.TEXT),
            Column("role", ColumnType.TEXT, is_nullable=True),
            Column("way", ColumnType.TEXT),
            Column("began_at", ColumnType.MOMENT),
            Column("seen_at", ColumnType.MOMENT),
            Column("ends_at", ColumnType.MOMENT),
            Column("ended_at", ColumnType.MOMENT, is_nullable=True),
        ),
        key=("digest",),
    ),
)


class SessionRow(NamedTuple):
    """A session without its secret; `name` is what it is called in the ledger and in the log."""

    name: str
    login: str
    role: str | None
    way: str
    """`password`, or `oidc` where the office's own provider vouched."""
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Life:
    """How long a session lasts: unused, and at the most."""

    idle: timedelta
    longest: timedelta


def life_of(settings: Settings) -> Life:
    """How long sessions last here."""
    return Life(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


@dataclass(frozen=True, slots=True)
class Opened:
    """A session and the secret that opens it, which is known here only while the request is answered."""

    secret: str
    row: SessionRow

    @property
    def csrf(self) -> str:
        """What a page of ours must say back with every change; it follows from the secret, the secret not from it."""
        told = hmac.new(self.secret.encode(), b"kronika csrf", hashlib.sha256).digest()
        return base64.urlsafe_b64encode(told).rstrip(b"=").decode()

    def is_csrf(self, said: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), said.encode())


class Sessions:
    """The sessions of one ledger."""

    def __init__(self, database: Database, life: Life) -> None:
        self._database = database
        self._life = life

    def begin(self, login: str, *, role: str | None, way: str, now: datetime) -> Opened:
        """A new session after a login."""
        secret, name = secrets.token_urlsafe(32), f"s-{secrets.token_hex(6)}"
        row = SessionRow(name, login, role, way, now, now, now + self._life.longest, None)
        began, ends = moment_text(now), moment_text(row.ends_at)
        before = moment_text(now - KEPT_FOR)
        self._database.execute("DELETE FROM login_session WHERE ends_at < :before", {"before": before})
        columns = [column.name for column in TABLES[0].columns]
        values = (digest_of(secret), name, login, role, way, began, began, ends, None)
        self._database.insert("login_session", columns, [values])
        logger().info("session.began", session=name, account=login, way=way)
        return Opened(secret, row)

    def opened(self, secret: str, *, now: datetime) -> Opened | None:
        """The session that this secret opens; None where it opens nothing, or nothing any more."""
        rows = read_as(
            SessionRow, self._database.select(f"{_READ} WHERE digest = :digest", {"digest": digest_of(secret)})
        )
        if not rows or not self.is_good(rows[0], now=now):
            return None
        if now - rows[0].seen_at >= SEEN_EVERY:
            self._database.execute(
                "UPDATE login_session SET seen_at = :now WHERE digest = :digest",
                {"now": moment_text(now), "digest": digest_of(secret)},
            )
        return Opened(secret, rows[0])

    def is_good(self, row: SessionRow, *, now: datetime) -> bool:
        """Whether the session still opens anything."""
        return row.ended_at is None and now < row.ends_at and now - row.seen_at < self._life.idle

    def idle_until(self, row: SessionRow, *, now: datetime) -> datetime:
        """Until when the session lasts if nobody uses it."""
        return min(now + self._life.idle, row.ends_at)

    def renewed(self, opened: Opened, *, role: str | None) -> Opened | None:
        """The same session under a new secret, in this role; None where somebody ended it meanwhile."""
        secret = secrets.token_urlsafe(32)
        changed = self._database.execute(
            """
            UPDATE login_session SET digest = :new, role = :role
            WHERE digest = :old AND ended_at IS NULL
            """,
            {"new": digest_of(secret), "old": digest_of(opened.secret), "role": role},
        )
        return Opened(secret, opened.row._replace(role=role)) if changed else None

    def end(self, *, now: datetime, name: str | None = None, login: str | None = None, but: str | None = None) -> int:
        """End one session, all of an account, or all there are, `but` one; how many were ended."""
        given = {"name": name, "login": login, "but": but}
        tests = {"name": "name = :name", "login": "login = :login", "but": "name <> :but"}
        wanted = {key: value for key, value in given.items() if value is not None}
        where = " AND ".join(["ended_at IS NULL", *(tests[key] for key in wanted)])
        statement = f"UPDATE login_session SET ended_at = :now WHERE {where}"  # noqa: S608  texts of ours
        ended = self._database.execute(statement, {"now": moment_text(now), **wanted})
        logger().info("session.ended", session=name, account=login, sessions=ended)
        return ended

    def revoke(
        self, *, now: datetime, name: str | None = None, login: str | None = None, but: str | None = None
    ) -> int:
        """End them, and know the browsers no more in which they began: somebody else may have come with them."""
        Browsers(self._database).forget(session=name, login=login, but=but)
        return self.end(now=now, name=name, login=login, but=but)

    def open(self, *, now: datetime, login: str | None = None) -> Sequence[SessionRow]:
        """Every session that still opens something, the latest first."""
        where = "WHERE ended_at IS NULL" + (" AND login = :login" if login else "")
        statement = f"{_READ} {where} ORDER BY began_at DESC, name"
        rows = read_as(SessionRow, self._database.select(statement, {"login": login} if login else {}))
        return [row for row in rows if self.is_good(row, now=now)]


_READ = "SELECT name, login, role, way, began_at, seen_at, ends_at, ended_at FROM login_session"
