"""Logins that were sent to the provider and have not come back: each is good once, for a short time, in one browser."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from adapters.identity.digests import digest_of
from adapters.side_tables import SideTable
from projections.database import Database
from projections.table import columns_of, moment_text, read_as

GOOD_FOR = timedelta(minutes=10)


class _Row(NamedTuple):
    """What is remembered until the provider sends the browser back."""

    state_digest: str
    browser_digest: str
    nonce: str
    verifier: str
    next_path: str
    ends_at: datetime


TABLES = (SideTable("oidc_begun", columns_of(_Row), key=("state_digest",)),)


class Begun(NamedTuple):
    """A login on its way: `state` goes through the provider, `browser` into a cookie, the rest stays here."""

    state: str
    browser: str
    nonce: str
    verifier: str
    """Of PKCE: only whoever began the login can turn the code into a token."""
    next_path: str


class BegunLogins:
    """The logins of one ledger that are on their way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, next_path: str, *, now: datetime) -> Begun:
        """A new login; those that never came back are forgotten."""
        state, browser, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(4))
        begun = Begun(state, browser, nonce, verifier, next_path)
        ends_at = moment_text(now + GOOD_FOR)
        row = (digest_of(begun.state), digest_of(begun.browser), begun.nonce, begun.verifier, next_path, ends_at)
        with self._database.transaction():
            self._database.execute("DELETE FROM oidc_begun WHERE ends_at < :now", {"now": moment_text(now)})
            self._database.insert("oidc_begun", [column.name for column in columns_of(_Row)], [row])
        return begun

    def come_back(self, state: str, browser: str, *, now: datetime) -> Begun | None:
        """The login of this state, once and never again; None where there is none, or another browser began it."""
        rows = self._database.select(
            """
            DELETE FROM oidc_begun
            WHERE state_digest = :state AND browser_digest = :browser
            RETURNING state_digest, browser_digest, nonce, verifier, next_path, ends_at
            """,
            {"state": digest_of(state), "browser": digest_of(browser)},
        )
        found = read_as(_Row, rows)
        if not found or found[0].ends_at <= now:
            return None
        return Begun(state, browser, found[0].nonce, found[0].verifier, found[0].next_path)
