"""Wrong passwords are counted by login, whether or not there is such an account; too many close the door for a while.

Whoever has shown more than a login has a counter of their own, which no stranger can fill. Only the digest of what was
typed as a login is kept: somebody may have typed a password there.
"""

from datetime import datetime, timedelta

from adapters.identity.digests import digest_of
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Database
from projections.table import moment_text

FREE_TRIES = 5
"""So many wrong passwords in a row cost nothing but themselves."""
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


class Tries:
    """The wrong passwords since the last right one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def locked_until(self, counter: str, *, now: datetime) -> datetime | None:
        """Until when no password opens; None where one may be tried."""
        rows = self._database.select(
            "SELECT locked_until FROM login_try WHERE digest = :digest AND locked_until > :now",
            {"digest": digest_of(counter), "now": moment_text(now)},
        )
        return datetime.fromisoformat(str(rows[0][0])) if rows else None

    def failed(self, counter: str, *, now: datetime) -> None:
        """One more wrong password. While the door is closed none is counted: nobody can make that longer."""
        digest, moment = digest_of(counter), moment_text(now)
        forgotten = moment_text(now - FORGOTTEN_AFTER)
        with self._database.transaction():
            self._database.execute("DELETE FROM login_try WHERE last_at < :before", {"before": forgotten})
            rows = self._database.select(
                """
                INSERT INTO login_try (digest, tries, last_at)
                VALUES (:digest, 1, :now)
                ON CONFLICT (digest) DO UPDATE
                SET last_at = excluded.last_at,
                    tries = login_try.tries
                        + CASE WHEN login_try.locked_until > excluded.last_at THEN 0 ELSE 1 END
                RETURNING tries
                """,
                {"digest": digest, "now": moment},
            )
            wait = _wait(int(str(rows[0][0])))
            self._database.execute(
                """
                UPDATE login_try SET locked_until = :until
                WHERE digest = :digest AND (locked_until IS NULL OR locked_until <= :now)
                """,
                {"digest": digest, "until": moment_text(now + wait) if wait else None, "now": moment},
            )

    def forget(self, counter: str) -> bool:
        """The right password came, or an administrator opens; whether anything was counted."""
        statement = "DELETE FROM login_try WHERE digest = :digest"
        return self._database.execute(statement, {"digest": digest_of(counter)}) > 0


def _wait(tries: int) -> timedelta | None:
    """Twice as long after each further one."""
    if tries < FREE_TRIES:
        return None
    doubled: int = 2 ** min(tries - FREE_TRIES, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
