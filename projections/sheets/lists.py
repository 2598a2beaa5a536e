"""Reports that list what other views hold: indicators, service-years, tenders, deadlines, what needs attention."""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import partial
from operator import attrgetter
from uuid import UUID

from projections.anomalies import ANOMALIES, anomaly_rows
from projections.compensation import (
    COMPENSATION,
    CompensationFilter,
    CompensationRow,
    compensation_rows,
    mandates_numbered,
)
from projections.database import Database
from projections.deadlines import (
    ALL_STATES,
    DEADLINES,
    OPEN_STATES,
    DeadlineFilter,
    DeadlineRow,
    deadline_rows,
    files_told_at,
)
from projections.indicators import INDICATORS, IndicatorRow, indicator_rows
from projections.registry import REGISTRY, RegistryRow, labels
from projections.sheets.keys import files_of, heads, identifiers
from projections.sheets.sheet import Asked, Behind, Column, Kind, Line, Part, SheetMaker, said_by
from projections.tender_funnel import TENDER_FUNNEL, FunnelRow, tender_rows

Names = dict[UUID, RegistryRow]
A_FEW_FILES = 500
"""Of so many at most a view is asked one by one."""


def _names(database: Database, asked: Asked, subjects: Iterable[UUID | None]) -> Names:
    return labels(database, {one for one in subjects if one is not None}, known=asked.known)


def called(names: Names, subject: UUID | None) -> str | None:
    """The number that people know, else the name, else the identifier."""
    if subject is None:
        return None
    found = names.get(subject)
    return (found.label or found.name if found else None) or str(subject)


# Indicators -----------------------------------------------------------------------------------------------------------

INDICATOR_COLUMNS = (
    Column("kind", Kind.CODE),
    Column("file"),
    Column("indicator"),
    Column("unit", Kind.CODE),
    Column("scope"),
    Column("target", Kind.NUMBER),
    Column("reached", Kind.NUMBER),
    Column("share", Kind.NUMBER),
)


def _indicators(database: Database, asked: Asked) -> Iterator[Line]:
    report = indicator_rows(database, valid=asked.valid, known=asked.known, owners=files_of(database, asked))
    names = _names(database, asked, (row.owner for row in report))
    return (
        Line(
            f"{called(names, row.owner)}|{row.indicator}",
            (
                row.kind,
                called(names, row.owner),
                row.indicator,
                row.unit,
                row.scope,
                row.target,
                row.reached,
                row.share,
            ),
            Behind(partial(_behind_indicator, row)),
        )
        for row in report
    )


def _behind_indicator(row: IndicatorRow) -> Mapping[str, tuple[Part, ...]]:
    return said_by({"target": row.behind_target, "reached": row.behind_reached})


INDICATOR_SHEET = SheetMaker("indicators", (INDICATORS, REGISTRY), INDICATOR_COLUMNS, _indicators, goes_by_key=True)


# Compensation ---------------------------------------------------------------------------------------------------------

COMPENSATION_COLUMNS = (
    Column("mandate_number"),
    Column("provider"),
    Column("registration_number"),
    Column("section"),
    Column("year"),
    Column("compensation", Kind.MONEY),
    Column("committed", Kind.MONEY),
    Column("room", Kind.MONEY),
    Column("public_money", Kind.MONEY),
    Column("net_cost", Kind.MONEY),
    Column("overcompensation", Kind.MONEY),
    Column("outcome", Kind.CODE),
    Column("next", Kind.CODE),
)


def _compensation(database: Database, asked: Asked) -> Iterator[Line]:
    filters = CompensationFilter(mandates=_mandates(database, asked))
    report = compensation_rows(database, valid=asked.valid, known=asked.known, filters=filters)
    return (_service_year(row) for row in report)


def _mandates(database: Database, asked: Asked) -> frozenset[UUID] | None:
    """Those that the line asked for may be about; None where every line is asked for."""
    if asked.key is None:
        return None
    named = heads(asked.key)
    return mandates_numbered(database, named, known=asked.known) | identifiers(named)


def _service_year(row: CompensationRow) -> Line:
    return Line(
        f"{row.mandate_number or row.mandate}|{row.service}|{row.year}",
        (
            row.mandate_number,
            row.provider,
            row.service or None,
            row.section,
            str(row.year),
            row.compensation,
            row.committed,
            row.room,
            row.public_money,
            row.verdict.net_cost,
            row.verdict.overcompensation,
            row.verdict.outcome.value,
            row.next.step.value,
        ),
        Behind(partial(_behind_service_year, row)),
    )


def _behind_service_year(row: CompensationRow) -> Mapping[str, tuple[Part, ...]]:
    public = tuple(Part(position, line.amount) for line in row.sources for position in line.entries[-1:])
    said = said_by(row.behind)
    cost = said.get("verified") or said.get("declared", ())
    judged = said.get("verdict") or _saying(*public, *cost)
    room = _saying(*said.get("compensation", ()), *said.get("committed", ()))
    own = {"net_cost": cost, "overcompensation": judged, "outcome": judged, "next": judged, "room": room}
    return {**said, "public_money": public, **{column: parts for column, parts in own.items() if parts}}


def _saying(*parts: Part) -> tuple[Part, ...]:
    """The entries of several sums, each once, behind what is worked out from them all."""
    return tuple(Part(position) for position in dict.fromkeys(part.position for part in parts))


COMPENSATION_SHEET = SheetMaker("compensation", (COMPENSATION,), COMPENSATION_COLUMNS, _compensation, goes_by_key=True)


# Tenders --------------------------------------------------------------------------------------------------------------

TENDER_COLUMNS = (
    Column("number"),
    Column("title"),
    Column("section"),
    Column("regime", Kind.CODE),
    Column("outcome", Kind.CODE),
    Column("lots", Kind.COUNT),
    Column("rounds", Kind.COUNT),
    Column("bids", Kind.COUNT),
    Column("objections", Kind.COUNT),
    Column("petitions", Kind.COUNT),
    Column("days", Kind.COUNT),
    Column("awarded", Kind.MONEY),
    Column("contracted", Kind.MONEY),
)


def _tenders(database: Database, asked: Asked) -> Iterator[Line]:
    report = tender_rows(database, valid=asked.valid, known=asked.known)
    return (
        Line(
            row.number or str(row.tender),
            (
                row.number,
                row.title or row.service_as_written,
                row.section,
                row.regime,
                row.outcome.value,
                len(row.lots),
                row.rounds,
                row.bids,
                row.objections,
                row.petitions,
                row.days,
                row.awarded,
                row.contracted,
            ),
            _behind_tender(row),
        )
        for row in report
    )


def _behind_tender(row: FunnelRow) -> Mapping[str, tuple[Part, ...]]:
    """Awards and contracts that still stand, each with its entry."""
    rounds = [round_ for lot in row.lots for round_ in lot.rounds]
    awarded = [Part(one.awarded_at, one.price) for one in rounds if one.awarded_at is not None]
    contracted = [Part(said.position, said.amount) for one in rounds for said in one.contracts]
    sums = {"awarded": tuple(awarded), "contracted": tuple(contracted)}
    return {**said_by({"number": (row.position,)}), **{column: parts for column, parts in sums.items() if parts}}


TENDER_SHEET = SheetMaker("tenders", (TENDER_FUNNEL,), TENDER_COLUMNS, _tenders)


# Deadlines ------------------------------------------------------------------------------------------------------------

DEADLINE_COLUMNS = (
    Column("kind", Kind.CODE),
    Column("file"),
    Column("subject"),
    Column("turn", Kind.CODE),
    Column("state", Kind.CODE),
    Column("safe_last_day", Kind.DAY),
    Column("legal_last_day", Kind.DAY),
    Column("days_left", Kind.COUNT),
    Column("days_late", Kind.COUNT),
)


def _deadlines(database: Database, asked: Asked) -> Iterator[Line]:
    filters = DeadlineFilter(files=_files_of_deadlines(database, asked))
    report = deadline_rows(database, valid=asked.valid, calendar=asked.calendar(), known=asked.known, filters=filters)
    names = _names(database, asked, (row.file for row in report))
    return (
        Line(
            _deadline_key(row),
            (
                row.kind,
                called(names, row.file),
                row.subject or None,
                row.turn.value,
                row.state.value,
                row.safe_last_day,
                row.legal_last_day,
                row.days_left,
                row.days_late,
            ),
            said_by(dict.fromkeys(SAID_WITH_DEADLINE, (row.position,))),
        )
        for row in report
    )


SAID_WITH_DEADLINE = tuple(one.name for one in DEADLINE_COLUMNS if one.name != "file")
"""Columns that follow from the entry that set the deadline, some of them with the day."""


def _deadline_key(row: DeadlineRow) -> str:
    return f"{row.kind}|{row.position}|{row.subject}"


def _ends_of_deadlines(database: Database, asked: Asked, files: Collection[UUID]) -> Mapping[Hashable, int]:
    closed = closed_deadlines(database, asked, files)
    return {_deadline_key(row): at for row, at in closed}


def closed_deadlines(database: Database, asked: Asked, files: Collection[UUID]) -> Iterator[tuple[DeadlineRow, int]]:
    """The deadlines of these files that an entry has met or dropped, each with its position."""
    filters = DeadlineFilter(states=ALL_STATES - OPEN_STATES, files=files if len(files) <= A_FEW_FILES else None)
    report = deadline_rows(database, valid=asked.valid, calendar=asked.calendar(), known=asked.known, filters=filters)
    return ((row, row.closed_position) for row in report if row.closed_position is not None)


def _files_of_deadlines(database: Database, asked: Asked) -> frozenset[UUID] | None:
    """The file of the entry that the line asked for names; None where every line is asked for, or it names none."""
    named = re.match(r"[^|]*\|([0-9]{1,18})\|", asked.key or "")
    return (named and files_told_at(database, int(named[1]))) or None


DEADLINE_SHEET = SheetMaker(
    "deadlines",
    (DEADLINES, TENDER_FUNNEL, REGISTRY),
    DEADLINE_COLUMNS,
    _deadlines,
    goes_by_key=True,
    ends=_ends_of_deadlines,
)


# What needs attention -------------------------------------------------------------------------------------------------

ATTENTION_COLUMNS = (
    Column("code"),
    Column("rule"),
    Column("file"),
    Column("opened_on", Kind.DAY),
    Column("days_open", Kind.COUNT),
    Column("raw"),
)


SAID_WITH_ANOMALY = tuple(one.name for one in ATTENTION_COLUMNS if one.name != "file")


_same_anomaly = attrgetter("code", "opened_position", "aggregate_id")


def _attention(database: Database, asked: Asked) -> Iterator[Line]:
    report = anomaly_rows(database, valid=asked.valid, known=asked.known, only_open=True)
    names = _names(database, asked, (row.aggregate_id for row in report))
    return (
        Line(
            f"{row.code}|{row.opened_position}|{number}",
            (row.code, row.rule, called(names, row.aggregate_id), row.opened_on, row.days_open, row.raw),
            said_by(dict.fromkeys(SAID_WITH_ANOMALY, (row.opened_position,))),
            about=partial(_same_anomaly, row),
        )
        for number, row in enumerate(report, start=1)
    )


def _ends_of_anomalies(database: Database, asked: Asked, _files: Collection[UUID]) -> Mapping[Hashable, int]:
    report = anomaly_rows(database, valid=asked.valid, known=asked.known)
    return {_same_anomaly(row): row.closed_position for row in report if row.closed_position is not None}


ATTENTION_SHEET = SheetMaker("attention", (ANOMALIES, REGISTRY), ATTENTION_COLUMNS, _attention, ends=_ends_of_anomalies)
