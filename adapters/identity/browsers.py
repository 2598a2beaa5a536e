"""Browsers in which somebody has logged in to an account before: strangers who guess do not close the door to them.

A browser holds a secret of its own, the table its SHA-256. It opens nothing: with it wrong passwords are counted apart.
The secret changes with every login, so that whoever planted or saw the old one holds nothing; the name, under which is
counted, stays.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.identity.digests import digest_of
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Database
from projections.table import moment_text

KEPT_FOR = timedelta(days=180)
"""How long a browser is known in which nobody logs in again."""

TABLES = (
    SideTable(
        "login_browser",
        (
            Column("digest", ColumnType.TEXT),
            Column("login", ColumnType.TEXT),
            Column("name", ColumnType.TEXT),
            Column("session", ColumnType.TEXT),
            Column("seen_at", ColumnType.MOMENT),
        ),
        key=("digest", "login"),
    ),
)
"""`session` is the last one that began there: with it the browser is forgotten."""


class Browsers:
    """The known browsers of one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def name(self, secret: str | None, login: str, *, now: datetime) -> str | None:
        """What the browser with this secret is called for this account; None where nobody has logged in there."""
        if not secret:
            return None
        rows = self._database.select(
            "SELECT name FROM login_browser WHERE digest = :digest AND login = :login AND seen_at > :since",
            {"digest": digest_of(secret), "login": login, "since": moment_text(now - KEPT_FOR)},
        )
        return str(rows[0][0]) if rows else None

    def names(self, login: str) -> Sequence[str]:
        """All that are known of an account."""
        rows = self._database.select("SELECT name FROM login_browser WHERE login = :login", {"login": login})
        return [str(row[0]) for row in rows]

    def remember(self, before: str | None, *, login: str, session: str, now: datetime) -> str:
        """Somebody has just logged in; the secret that the browser has from now on in place of the one `before`."""
        secret, seen_at = secrets.token_urlsafe(32), moment_text(now)
        digest = digest_of(secret)
        self._database.execute(
            "DELETE FROM login_browser WHERE seen_at < :since", {"since": moment_text(now - KEPT_FOR)}
        )
        if before:
            self._database.execute(
                "UPDATE login_browser SET digest = :new WHERE digest = :old", {"new": digest, "old": digest_of(before)}
            )
        is_known = self._database.execute(
            """
            UPDATE login_browser SET session = :session, seen_at = :now
            WHERE digest = :digest AND login = :login
            """,
            {"session": session, "now": seen_at, "digest": digest, "login": login},
        )
        if not is_known:
            columns = [column.name for column in TABLES[0].columns]
            row = (digest, login, f"b-{secrets.token_hex(6)}", session, seen_at)
            self._database.insert("login_browser", columns, [row])
        return secret

    def forget(self, *, session: str | None = None, login: str | None = None, but: str | None = None) -> int:
        """Those of a session, of an account, or all there are, `but` that of one session; how many were forgotten."""
        given = {"session": session, "login": login, "but": but}
        tests = {"session": "session = :session", "login": "login = :login", "but": "session <> :but"}
        wanted = {key: value for key, value in given.items() if value is not None}
        where = " AND ".join(["1 = 1", *(tests[key] for key in wanted)])
        return self._database.execute(f"DELETE FROM login_browser WHERE {where}", wanted)  # noqa: S608  texts of ours
