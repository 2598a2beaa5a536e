"""Which entries refer to which files of the evidence store: whoever may read one of these may read the file.

What a correction took back stays a reference: the file was part of what was decided.
"""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from domain.kernel.digests import digests_in, may_hold_digests
from domain.kernel.entry import Entry
from projections.database import Database
from projections.report import Report, Window
from projections.table import Table
from projections.view import Record, View


class Referred(NamedTuple):
    """An entry refers to a file. `actor` is whoever recorded it, by their key."""

    sha256: str
    aggregate_id: UUID
    actor: str


REFERRED = Table("evidence_places_referred", Referred, indexes=(("sha256",),))


class EvidencePlaces(View):
    """Read from all entries: what their stamps refer to, and what their events name."""

    name = "evidence_places"
    tables = (REFERRED,)

    def asks_for(self, entry: Entry) -> bool:
        return bool(entry.documents) or may_hold_digests(type(entry.event))

    def rows(self, entry: Entry) -> Iterator[Record]:
        for sha256 in dict.fromkeys((*entry.documents, *digests_in(entry.event))):
            yield Referred(sha256, entry.originator_id, entry.actor_key)


EVIDENCE_PLACES = EvidencePlaces()


class PlaceRow(NamedTuple):
    """An entry that refers to a file: which file of the ledger it belongs to, and who recorded it, by their key."""

    aggregate_id: UUID
    actor: str
    position: int


def evidence_places(database: Database, sha256: str, *, known: int | None = None) -> Report[PlaceRow]:
    """Every reference to a file, in the order of the ledger. Raises ViewUnavailable."""
    window = Window.open(database, EVIDENCE_PLACES, valid=None, known=known)
    found = window.select(
        PlaceRow,
        f"""
        SELECT aggregate_id, actor, order_position
        FROM {window.build.table(REFERRED)}
        WHERE sha256 = :sha256 AND position <= :known
        ORDER BY order_position, position, ordinal
        """,
        {"sha256": sha256},
    )
    return window.report(found)
