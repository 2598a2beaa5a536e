"""Wrong passwords are counted by login, whether or not there is such an account; too many close the door for a while.

Whoever has shown more than a login has a counter of their own, which no stranger can fill; strangers have one for each
address that they come from, and one for all of them together. Only digests of what was typed as a login, and of where
it came from, are kept: somebody may have typed a password there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from adapters.identity.digests import digest_of
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Database
from projections.table import moment_text

FREE_TRIES = 5
"""So many wrong passwords in a row cost nothing but themselves; the next closes the door."""
FREE_EVERYWHERE = 100
"""So many a day, from wherever strangers come: one or two alone never close the door to everybody."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)

TABLES = (
    SideTable(
        "login_try",
        (
            Column("digest", ColumnType.TEXT),
            Column("tries", ColumnType.INTEGER),
            Column("last_at", ColumnType.MOMENT),
            Column("locked_until", ColumnType.MOMENT, is_nullable=True),
        ),
        key=("digest",),
    ),
)


class Counter(NamedTuple):
    """Where a wrong password is counted: under a login as it was typed, by whom, and how many are `free` there."""

    login: str
    by: str = ""
    free: int = FREE_TRIES

    @property
    def digest(self) -> str:
        """All counters of a login begin alike."""
        return f"{digest_of(self.login)} {digest_of(self.by)}"


class Tries:
    """The wrong passwords since the last right one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def locked_until(self, counter: Counter, *, now: datetime) -> datetime | None:
        """Until when no password opens; None where one may be tried."""
        return self._locked("digest = :digest", counter.digest, now=now).get(counter.digest)

    def locks(self, login: str, *, now: datetime) -> Mapping[str, datetime]:
        """The counters of a login that let no password open, by digest, each with the moment until which."""
        return self._locked(OF_LOGIN, digest_of(login), now=now)

    def failed(self, counter: Counter, *, now: datetime, weight: int = 1) -> None:
        """One more wrong password. While the door is closed none is counted: nobody can make that longer.

        With a weight of 0 as much is written and nothing counted.
        """
        moment = moment_text(now)
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM login_try WHERE last_at < :before", {"before": moment_text(now - FORGOTTEN_AFTER)}
            )
            rows = self._database.select(
                """
                INSERT INTO login_try (digest, tries, last_at)
                VALUES (:digest, :weight, :now)
                ON CONFLICT (digest) DO UPDATE
                SET last_at = excluded.last_at,
                    tries = login_try.tries
                        + CASE WHEN login_try.locked_until > excluded.last_at THEN 0 ELSE excluded.tries END
                RETURNING tries
                """,
                {"digest": counter.digest, "weight": weight, "now": moment},
            )
            wait = _wait(int(str(rows[0][0])) - counter.free) if weight else None
            self._database.execute(
                """
                UPDATE login_try SET locked_until = :until
                WHERE digest = :digest AND (locked_until IS NULL OR locked_until <= :now)
                """,
                {"digest": counter.digest, "until": moment_text(now + wait) if wait else None, "now": moment},
            )

    def forget(self, counter: Counter) -> bool:
        """The right password came; whether anything was counted."""
        return self._forget("digest = :digest", counter.digest)

    def forget_all(self, login: str) -> bool:
        """An administrator opens; whether anything was counted."""
        return self._forget(OF_LOGIN, digest_of(login))

    def _locked(self, where: str, digest: str, *, now: datetime) -> Mapping[str, datetime]:
        statement = f"SELECT digest, locked_until FROM login_try WHERE {where} AND locked_until > :now"  # noqa: S608
        rows = self._database.select(statement, {"digest": digest, "now": moment_text(now)})
        return {str(counter): datetime.fromisoformat(str(until)) for counter, until in rows}

    def _forget(self, where: str, digest: str) -> bool:
        statement = f"DELETE FROM login_try WHERE {where}"  # noqa: S608  texts of ours, here and above
        return self._database.execute(statement, {"digest": digest}) > 0


OF_LOGIN = "substr(digest, 1, 64) = :digest"


def _wait(beyond: int) -> timedelta | None:
    """Twice as long after each further one than those that are free."""
    if beyond < 0:
        return None
    doubled: int = 2 ** min(beyond, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
