"""`kronika findings` and `kronika measures`: what inspections found, and what became of what they asked for."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.due import SAFE
from adapters.cli.failures import Exit
from adapters.cli.inspected import wanted
from adapters.cli.moments import Asked, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.exports.trail_codes import CODES
from adapters.telling.entries import DAYS
from adapters.telling.frames import Frame, frame, members
from adapters.telling.words import Counted, Words
from projections.findings import (
    FINDINGS,
    FindingFilter,
    FindingRow,
    MeasureFilter,
    MeasureRow,
    MeasureState,
    ObjectionOutcome,
    finding_rows,
    measure_rows,
)
from projections.report import Report

Switch = Annotated[bool, Parameter(negative=())]

FINDING_COLUMNS = (
    Words("Finding", "Zjištění"),
    Words("How it stands", "Jak stojí"),
    Words("Severity", "Závažnost"),
    Words("Amount", "Částka"),
    Words("Objections", "Námitky"),
    Words("Contract, mandate", "Smlouva, pověření SOHZ"),
    Words("Entry no.", "Záznam č."),
)
MEASURE_COLUMNS = (
    Words("Measure", "Opatření"),
    Words("How it stands", "Jak stojí"),
    Words("Last day", "Poslední den"),
    Words("Asked for", "Uloženo"),
    Words("Findings", "Zjištění"),
    Words("Entry no.", "Záznam č."),
)
OUTCOMES = {
    ObjectionOutcome.PENDING: Words("pending", "čekají na vyřízení"),
    ObjectionOutcome.UPHELD: CODES["UPHELD"],
    ObjectionOutcome.PARTLY_UPHELD: CODES["PARTLY_UPHELD"],
    ObjectionOutcome.REJECTED: CODES["REJECTED"],
    ObjectionOutcome.HANDED_OVER: Words("handed over", "předány"),
}
STATES = {state: CODES[state] for state in MeasureState}
IN_ORDER = Words("without a defect", "bez nedostatku")
REMEDIED = Words("remedied on the spot", "napraveno na místě")
FINAL = Words("the inspection has ended", "kontrola ukončena")
OVERDUE = Words("OVERDUE by {days}", "PO TERMÍNU o {days}")
ASKED_FOR_TIME = Words("more time asked for", "žádá o delší lhůtu")
EXTENDED = Words("extended, first {day}", "prodlouženo, původně {day}")
PARTLY = Words("in part", "zčásti")
ON_DAY = Words("{what} {day}", "{what} {day}")
FINDINGS_COUNTED = Counted(("finding", "findings"), ("zjištění", "zjištění", "zjištění", "zjištění"))
MEASURES_COUNTED = Counted(("measure", "measures"), ("opatření", "opatření", "opatření", "opatření"))
NUMBER_OVERDUE = Words("{number} overdue", "{number} po termínu")
ALTOGETHER = Words("altogether {amount}", "celkem {amount}")
NO_FINDING = Words("Nothing was found: no defect is known then.", "Bez zjištění: tehdy není znám žádný nedostatek.")
NO_MEASURE = Words("No measure is open then.", "Tehdy není otevřené žádné opatření.")


def findings(
    id: str | None = None,  # noqa: A002  # as it is called on the help page
    /,
    *,
    provider: str | None = None,
    contract: str | None = None,
    all: Switch = False,  # noqa: A002  # the name of the option
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show findings; those that fell with --all."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    about = asdict(wanted(session, asked, inspection=id, provider=provider, contract=contract))
    filters = FindingFilter(**about, only_standing=not all)
    report = finding_rows(up_to_date(session, FINDINGS), valid=asked.valid, known=asked.known, filters=filters)
    if session.is_json:
        session.answer(_frame("findings", asked, report, (_finding_json(row) for row in report)))
        return Exit.OK
    _begin(session, asked)
    if report.rows:
        session.show(_finding_table(session, report))
    session.line(_findings_counted(session, report) if report.rows else session.say(NO_FINDING))
    return Exit.OK


def measures(
    id: str | None = None,  # noqa: A002  # as it is called on the help page
    /,
    *,
    provider: str | None = None,
    contract: str | None = None,
    overdue: Switch = False,
    all: Switch = False,  # noqa: A002  # the name of the option
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show measures that are open, the most pressing first; verified and lifted ones with --all."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    about = asdict(wanted(session, asked, inspection=id, provider=provider, contract=contract))
    filters = MeasureFilter(**about, only_open=not all, only_overdue=overdue)
    report = measure_rows(up_to_date(session, FINDINGS), valid=asked.valid, known=asked.known, filters=filters)
    if session.is_json:
        session.answer(_frame("measures", asked, report, (_measure_json(row) for row in report)))
        return Exit.OK
    _begin(session, asked)
    if report.rows:
        session.show(_measure_table(session, report))
    session.line(_measures_counted(session, report) if report.rows else session.say(NO_MEASURE))
    return Exit.OK


def _begin(session: Session, asked: Asked) -> None:
    strip(session, asked)
    session.line(header(session, asked))
    session.line()


def _frame(name: str, asked: Asked, report: Report[Any], rows: Iterable[Frame]) -> Frame:
    return frame(name, list(rows), {"valid": asked.valid, "known_seq": report.as_of_position})


def _finding_json(row: FindingRow) -> Frame:
    return {**members(row), "amount": row.amount, "stands": row.stands}


def _measure_json(row: MeasureRow) -> Frame:
    counted = {"is_open": row.is_open, "is_overdue": row.is_overdue, "days_late": row.days_late}
    return {**members(row), **counted}


# Findings -------------------------------------------------------------------------------------------------------------


def _finding_table(session: Session, report: Report[FindingRow]) -> Table:
    say = session.say
    grid = table(session, FINDING_COLUMNS, numeric=(3, 6), fixed=(3, 6))
    for row in report:
        outcome = "" if row.objection_outcome is None else say(OUTCOMES[row.objection_outcome])
        grid.add_row(
            cell(row.finding, row.number or str(row.inspection)),
            cell(say(CODES[row.state]), *_notes(session, row)),
            cell(say(CODES[row.severity]), say.citation(row.breached) if row.breached else ""),
            cell(*(say.money(amount) for amount in row.amounts)),
            cell(row.objection or "", outcome),
            cell(*(file_number(session, one) for one in (*row.contracts, *row.mandates))),
            say.number(row.position),
        )
    return grid


def _notes(session: Session, row: FindingRow) -> list[str]:
    notes = ((IN_ORDER, not row.has_defect), (REMEDIED, row.is_remedied), (FINAL, row.is_final))
    return [session.say(words) for words, is_so in notes if is_so]


def _findings_counted(session: Session, report: Report[FindingRow]) -> str:
    counted = session.say.count(len(report), FINDINGS_COUNTED)
    amounts = [amount for row in report for amount in row.amounts]
    if not amounts or len({amount.currency for amount in amounts}) > 1:
        return counted
    total = amounts[0] * 0
    for amount in amounts:
        total += amount
    return f"{counted} · {session.say(ALTOGETHER, amount=total)}"


# Measures -------------------------------------------------------------------------------------------------------------


def _measure_table(session: Session, report: Report[MeasureRow]) -> Table:
    say = session.say
    grid = table(session, MEASURE_COLUMNS, numeric=(5,), fixed=(2, 5))
    for row in report:
        grid.add_row(
            cell(row.measure, row.number or str(row.inspection)),
            cell(*_standing(session, row)),
            _last_day(session, row),
            cell(say.value(row.imposed_on), say.citation(row.power) if row.power else ""),
            ", ".join(row.findings),
            say.number(row.position),
        )
    return grid


def _standing(session: Session, row: MeasureRow) -> list[str]:
    """What was said of it last, and whether that leaves it overdue."""
    say = session.say
    on = row.reported_on if row.state is MeasureState.REPORTED else row.looked_at_on
    state = say(STATES[row.state])
    said = [say(ON_DAY, what=state, day=on) if on else state]
    said += [say(PARTLY)] if row.is_partly_reported and row.state is MeasureState.REPORTED else []
    said += [say(OVERDUE, days=say.count(row.days_late, DAYS))] if row.is_overdue and row.days_late else []
    return [*said, *([say(ASKED_FOR_TIME)] if row.is_extension_asked else [])]


def _last_day(session: Session, row: MeasureRow) -> str:
    say = session.say
    is_earlier = row.safe_last_day is not None and row.legal_last_day != row.safe_last_day
    safe = say(SAFE, day=row.safe_last_day) if is_earlier else ""
    return cell(say.value(row.legal_last_day), safe, say(EXTENDED, day=row.first_last_day) if row.extensions else "")


def _measures_counted(session: Session, report: Report[MeasureRow]) -> str:
    counted = session.say.count(len(report), MEASURES_COUNTED)
    late = sum(row.is_overdue for row in report)
    return f"{counted} · {session.say(NUMBER_OVERDUE, number=late)}" if late else counted
