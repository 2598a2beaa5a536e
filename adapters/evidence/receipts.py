"""Who brought which file, and when: so that whoever sent a file may look at it before an entry refers to it."""

from datetime import datetime

from adapters.evidence.store import Evidence
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Database
from projections.table import moment_text

RECEIPTS = SideTable(
    "evidence_receipt",
    (
        Column("sha256", ColumnType.TEXT),
        Column("owner", ColumnType.TEXT),
        Column("size", ColumnType.INTEGER),
        Column("media_type", ColumnType.TEXT),
        Column("received_at", ColumnType.MOMENT),
    ),
    key=("sha256", "owner"),
)
TABLES = (RECEIPTS,)


class Receipts:
    """The receipts of one ledger, in a table beside it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, evidence: Evidence, owner: str, *, now: datetime) -> bool:
        """Somebody brought this file; whether it is the first time, which counts."""
        if self.is_from(evidence.sha256, owner):
            return False
        with self._database.exclusive():
            is_first = not self.is_from(evidence.sha256, owner)
            if is_first:
                self._insert(evidence, owner, now)
        return is_first

    def is_from(self, sha256: str, owner: str, *, before: datetime | None = None) -> bool:
        """Whether this sender has brought this file, and that before a moment."""
        rows = self._database.select(
            "SELECT received_at FROM evidence_receipt WHERE sha256 = :sha256 AND owner = :owner",
            {"sha256": sha256, "owner": owner},
        )
        return any(before is None or datetime.fromisoformat(str(row[0])) < before for row in rows)

    def _insert(self, evidence: Evidence, owner: str, now: datetime) -> None:
        self._database.execute(
            """
            INSERT INTO evidence_receipt (sha256, owner, size, media_type, received_at)
            VALUES (:sha256, :owner, :size, :media_type, :received_at)
            """,
            {
                "sha256": evidence.sha256,
                "owner": owner,
                "size": evidence.size,
                "media_type": evidence.media_type or "",
                "received_at": moment_text(now),
            },
        )
