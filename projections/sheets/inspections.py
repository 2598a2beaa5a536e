"""Reports of inspections: what was found, what is asked of the inspected, what is to be inspected next."""

from collections.abc import Iterator

from projections.database import Database
from projections.findings import FINDINGS, FindingRow, MeasureRow, finding_rows, measure_rows
from projections.inspection_plan import INSPECTION_PLAN, PlanRow, plan_rows
from projections.sheets.sheet import Asked, Column, Kind, Line, Part, SheetMaker, said_by

FINDING_COLUMNS = (
    Column("inspection"),
    Column("provider_ico"),
    Column("finding"),
    Column("standing", Kind.CODE),
    Column("severity", Kind.CODE),
    Column("breached"),
    Column("amount", Kind.MONEY),
    Column("objection_outcome", Kind.CODE),
    Column("remedied", Kind.CODE),
    Column("recorded_on", Kind.DAY),
)


OF_FINDING = tuple(one.name for one in FINDING_COLUMNS if one.name not in {"inspection", "provider_ico"})
"""Columns that follow from the entries about the finding, read in their order."""


def _findings(database: Database, asked: Asked) -> Iterator[Line]:
    report = finding_rows(database, valid=asked.valid, known=asked.known)
    return (_finding(row) for row in report)


def _finding(row: FindingRow) -> Line:
    outcome = row.objection_outcome
    last = row.behind[-1] if row.behind else row.position
    return Line(
        f"{row.number or row.inspection}|{row.finding}",
        (
            row.number or str(row.inspection),
            row.provider,
            row.finding,
            row.state.value,
            row.severity,
            str(row.breached) if row.breached else None,
            row.amount,
            outcome.value if outcome else None,
            "YES" if row.is_remedied else "NO",
            row.recorded_on,
        ),
        {**said_by(dict.fromkeys(OF_FINDING, row.behind)), "amount": (Part(last, row.amount),)},
    )


FINDING_SHEET = SheetMaker("findings", (FINDINGS,), FINDING_COLUMNS, _findings)


MEASURE_COLUMNS = (
    Column("inspection"),
    Column("provider_ico"),
    Column("measure"),
    Column("asks_for", Kind.CODE),
    Column("finding"),
    Column("power"),
    Column("imposed_on", Kind.DAY),
    Column("safe_last_day", Kind.DAY),
    Column("legal_last_day", Kind.DAY),
    Column("standing", Kind.CODE),
    Column("overdue", Kind.CODE),
    Column("days_late", Kind.COUNT),
    Column("reported_on", Kind.DAY),
    Column("looked_at_on", Kind.DAY),
)


OF_MEASURE = tuple(one.name for one in MEASURE_COLUMNS if one.name not in {"inspection", "provider_ico"})


def _measures(database: Database, asked: Asked) -> Iterator[Line]:
    report = measure_rows(database, valid=asked.valid, known=asked.known)
    return (_measure(row) for row in report)


def _measure(row: MeasureRow) -> Line:
    return Line(
        f"{row.number or row.inspection}|{row.measure}",
        (
            row.number or str(row.inspection),
            row.provider,
            row.measure,
            row.asks_for,
            ", ".join(row.findings) or None,
            str(row.power) if row.power else None,
            row.imposed_on,
            row.safe_last_day,
            row.legal_last_day,
            row.state.value,
            "YES" if row.is_overdue else "NO",
            row.days_late if row.is_overdue else None,
            row.reported_on,
            row.looked_at_on,
        ),
        said_by(dict.fromkeys(OF_MEASURE, row.behind)),
    )


MEASURE_SHEET = SheetMaker("measures", (FINDINGS,), MEASURE_COLUMNS, _measures)


PLAN_COLUMNS = (
    Column("kind", Kind.CODE),
    Column("file"),
    Column("provider_ico"),
    Column("urgency", Kind.CODE),
    Column("law_last_day", Kind.DAY),
    Column("planned_number"),
    Column("planned_until", Kind.DAY),
    Column("risk_score", Kind.NUMBER),
    Column("last_number"),
    Column("last_inspected_on", Kind.DAY),
    Column("inspections", Kind.COUNT),
)


def _plan(database: Database, asked: Asked) -> Iterator[Line]:
    report = plan_rows(database, valid=asked.valid, known=asked.known)
    return (_planned(row) for row in report)


def _planned(row: PlanRow) -> Line:
    return Line(
        f"{row.kind}|{row.subject}",
        (
            row.kind.value,
            row.label or row.subject,
            row.provider,
            row.urgency.value,
            row.law_last_day,
            row.planned_number,
            row.planned_until,
            row.risk_score,
            row.last_number,
            row.last_inspected_on,
            row.inspections,
        ),
        said_by({"urgency": row.behind}),
    )


PLAN_SHEET = SheetMaker("inspection-plan", (INSPECTION_PLAN,), PLAN_COLUMNS, _plan)
