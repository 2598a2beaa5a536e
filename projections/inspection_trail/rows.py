"""The trail as of two moments: every entry that was known then, in the order of recording, with what it changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue

from projections.database import Database, Value
from projections.inspection_trail.changes import Change, Told, changes_of, corrections_of, day_of, is_correction
from projections.inspection_trail.view import ABOUT, ENTRIES, INSPECTION_TRAIL, OWN
from projections.report import Report, Window
from projections.table import columns_of


class Stored(NamedTuple):
    """An entry as the view holds it: see view.Told."""

    order_position: int
    event_id: UUID
    effective_on: date | None
    recorded_at: datetime | None
    inspection: UUID
    version: int
    topic: str
    target: UUID | None
    target_topic: str | None
    facts: dict[str, JsonValue]
    settings: list[JsonValue]
    role: str
    person: str | None
    organisation: str | None
    persons: list[str]
    source: str
    received_on: date | None
    citations: list[dict[str, str]]
    documents: list[str]
    texts: list[dict[str, str]]
    anomalies: list[str]


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry of an inspection. Days are None where they are not known.

    `effective_on` is the day as it was recorded; `reads_on` as it reads after corrections. `target_position` is the
    entry that this one corrects or takes back, `corrected_by` or `taken_back_by` the entry that did so to this one.
    Of each of `texts` only the field and the commitment are told; whether the words are still there says the ledger.
    """

    position: int
    event_id: UUID
    inspection: UUID
    number: str | None
    version: int
    topic: str
    target_topic: str | None
    target_position: int | None
    effective_on: date | None
    reads_on: date | None
    received_on: date | None
    recorded_at: datetime | None
    role: str
    person: str | None
    organisation: str | None
    persons: tuple[str, ...]
    source: str
    facts: dict[str, JsonValue]
    changes: tuple[Change, ...]
    citations: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    anomalies: tuple[str, ...]
    corrected_by: int | None
    taken_back_by: int | None


@dataclass(frozen=True)
class TrailFilter:
    """Which entries are asked for; what is left out does not matter.

    `provision` is part of a citation as it is written, such as 255/2012 or § 14. `role` is that of who recorded,
    `person` whoever recorded or is named.
    """

    inspection: UUID | None = None
    providers: Collection[str] | None = None
    contract: UUID | None = None
    role: str | None = None
    person: str | None = None
    provision: str | None = None

    def takes(self, row: TrailRow) -> bool:
        return (
            (self.role is None or row.role.casefold() == self.role.casefold())
            and (self.person is None or self.person in {row.person, *row.persons})
            and (self.provision is None or any(_names(one, self.provision) for one in row.citations))
        )


EVERYTHING = TrailFilter()


def trail_rows(
    database: Database, *, valid: date | None = None, known: int | None = None, filters: TrailFilter = EVERYTHING
) -> Report[TrailRow]:
    """The trail as known then, in the order of recording; with `valid` without what takes effect only later.

    What an entry changed is told as the ledger stood when it was recorded. Raises ViewUnavailable.
    """
    window = Window.open(database, INSPECTION_TRAIL, valid=None, known=known)
    numbers = _numbers(window)
    found: list[TrailRow] = []
    for entries in _by_inspection(_stored(window, filters)).values():
        found += _rows(entries, numbers)
    kept = (row for row in found if filters.takes(row) and _holds(row, valid))
    return window.report(sorted(kept, key=lambda row: row.position))


def _holds(row: TrailRow, valid: date | None) -> bool:
    return valid is None or row.reads_on is None or row.reads_on <= valid


def _names(citation: tuple[str, str], wanted: str) -> bool:
    squeezed = "".join(wanted.casefold().split())
    return squeezed in "".join(" ".join(citation).casefold().split())


# What is read ---------------------------------------------------------------------------------------------------------


def _stored(window: Window, filters: TrailFilter) -> tuple[Stored, ...]:
    """The entries of the inspections that are asked for, as they were recorded."""
    asked: dict[str, Value] = {}
    about: list[str] = []
    of = f"inspection IN (SELECT inspection FROM {window.standing(ABOUT)} a WHERE"
    if filters.providers is not None:
        named = {f"provider{number}": ico for number, ico in enumerate(sorted(filters.providers))}
        about.append(f"{of} what = 'provider' AND value IN ({', '.join(f':{name}' for name in named) or 'NULL'}))")
        asked |= named
    if filters.contract is not None:
        about.append(f"{of} what = 'contract' AND value = :contract)")
        asked["contract"] = str(filters.contract)
    if filters.inspection is not None:
        about.append("inspection = :inspection")
        asked["inspection"] = str(filters.inspection)
    table = window.build.table(ENTRIES)
    statement = f"""
        SELECT {", ".join(column.name for column in columns_of(Stored))}
        FROM {table} e
        WHERE position = order_position AND position <= :known
          AND EXISTS (
              SELECT 1 FROM {table} o WHERE o.inspection = e.inspection AND o.topic LIKE :own AND o.position <= :known
          )
          AND {" AND ".join(about) or "1 = 1"}
        ORDER BY order_position
        """
    return window.select(Stored, statement, {**asked, "own": f"{OWN}%"})


class _Number(NamedTuple):
    inspection: UUID
    value: str


def _numbers(window: Window) -> dict[UUID, str]:
    latest = window.latest(ABOUT, "inspection", where="what = 'number'")
    found = window.select(_Number, f"SELECT inspection, value FROM {latest} n")
    return {one.inspection: one.value for one in found}


def _by_inspection(entries: Sequence[Stored]) -> dict[UUID, list[Stored]]:
    found: defaultdict[UUID, list[Stored]] = defaultdict(list)
    for entry in entries:
        found[entry.inspection].append(entry)
    return found


def _rows(entries: Sequence[Stored], numbers: dict[UUID, str]) -> Iterator[TrailRow]:
    positions = {entry.event_id: entry.order_position for entry in entries}
    corrections = corrections_of(entries)
    for entry, changes in zip(entries, changes_of(entries), strict=True):
        standing = corrections.get(entry.event_id, [])
        by = positions[standing[0].event_id] if standing else None
        is_corrected = bool(standing) and is_correction(standing[0])
        yield TrailRow(
            position=entry.order_position,
            event_id=entry.event_id,
            inspection=entry.inspection,
            number=numbers.get(entry.inspection),
            version=entry.version,
            topic=entry.topic,
            target_topic=_target_topic(entry, entries),
            target_position=positions.get(entry.target) if entry.target else None,
            effective_on=entry.effective_on,
            reads_on=day_of(entry, standing),
            received_on=entry.received_on,
            recorded_at=entry.recorded_at,
            role=entry.role,
            person=entry.person,
            organisation=entry.organisation,
            persons=tuple(entry.persons),
            source=entry.source,
            facts=entry.facts,
            changes=changes,
            citations=tuple((one["act"], one["provision"]) for one in entry.citations),
            documents=tuple(entry.documents),
            texts=tuple((one["field"], one["commitment"]) for one in entry.texts),
            anomalies=tuple(entry.anomalies),
            corrected_by=by if is_corrected else None,
            taken_back_by=None if is_corrected else by,
        )


def _target_topic(entry: Stored, entries: Sequence[Told]) -> str | None:
    return entry.target_topic or next((one.topic for one in entries if one.event_id == entry.target), None)
