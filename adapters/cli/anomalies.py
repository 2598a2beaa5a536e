"""`kronika anomalies`: what needs attention, and what was settled since."""

from typing import Annotated

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.failures import Exit, unknown, usage
from adapters.cli.moments import ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.telling.frames import frame, members
from adapters.telling.problems import sentence_of
from adapters.telling.words import NOT_KNOWN, Counted, Words
from domain.kernel.rule import RULE_BOOK
from projections.anomalies import ANOMALIES, AnomalyRow, anomalies_by_code, anomaly_rows
from projections.database import Database
from projections.report import Report

COLUMNS = (
    Words("Code and file", "Kód a spis"),
    Words("Effective", "Kdy platí"),
    Words("Entry no.", "Záznam č."),
    Words("What", "Co"),
    Words("Open", "Otevřeno"),
)
COUNT = Counted(("anomaly", "anomalies"), ("anomálie", "anomálie", "anomálií", "anomálie"))
DAYS = Counted(("day", "days"), ("den", "dny", "dnů", "dne"))
CLOSED = Words("closed by entry no. {position}", "uzavřeno záznamem č. {position}")
STILL_OPEN = Words("open", "otevřená")
SEE_RULES = Words("kronika rules lists codes and labels", "kódy a značky vypíše kronika rules")
NOTHING = Words("Nothing is open.", "Nic není otevřené.")
Switch = Annotated[bool, Parameter(negative=())]


def anomalies(
    *,
    open: Switch = False,  # noqa: A002  # the name of the option
    all: Switch = False,  # noqa: A002  # the name of the option
    rule: str | None = None,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show anomalies, the oldest first."""
    if open and all:
        raise usage(Words("give --open or --all, not both", "zadejte --open nebo --all, ne obojí"))
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    database = up_to_date(session, ANOMALIES)
    by_rule = {"rule": rule} if rule and ("." in rule or rule in RULE_BOOK) else {"code": rule}
    _check(database, **by_rule)
    report = anomaly_rows(database, valid=asked.valid, known=asked.known, only_open=not all, **by_rule)
    if session.is_json:
        data = [{**members(row), "days_open": row.days_open} for row in report]
        session.answer(frame("anomalies", data, {"valid": asked.valid, "known_seq": report.as_of_position}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if report.rows:
        session.show(_table(session, report))
    session.line(session.say.count(len(report), COUNT) if report.rows else session.say(NOTHING))
    return Exit.OK


def _check(database: Database, *, rule: str | None = None, code: str | None = None) -> None:
    """Raises Failure for a rule or code that nobody knows: that nothing of it is open would be misleading."""
    if rule is not None and rule not in RULE_BOOK:
        raise unknown(Words("a rule", "pravidlo"), rule, list(RULE_BOOK), SEE_RULES)
    labels = {found.label for found in RULE_BOOK.values()}
    if code is not None and code not in labels:
        known = labels | {found.code for found in anomalies_by_code(database)}
        if code not in known:
            raise unknown(Words("a code of anomalies", "kód anomálií"), code, sorted(known), SEE_RULES)


def _table(session: Session, report: Report[AnomalyRow]) -> Table:
    grid = table(session, COLUMNS, numeric=(2,), fixed=(0, 1, 2), is_spaced=True)
    for row in report:
        facts = session.say.facts(row.facts)
        grid.add_row(
            cell(row.code, file_number(session, row.aggregate_id)),
            session.say.value(row.opened_on) if row.opened_on else session.say(NOT_KNOWN),
            session.say.number(row.opened_position),
            cell(f"“{row.raw}”" if row.raw else "", sentence_of(session.say, row.rule), facts, row.note or ""),
            _standing(session, row),
        )
    return grid


def _standing(session: Session, row: AnomalyRow) -> str:
    days = "" if row.days_open is None else session.say.count(row.days_open, DAYS)
    closed = "" if row.is_open else session.say(CLOSED, position=row.closed_position)
    return cell(closed or session.say(STILL_OPEN), days)
