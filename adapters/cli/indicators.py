"""`kronika indicators`: what was promised and what was reached, by project and contract."""

from collections.abc import Mapping
from uuid import UUID

from rich.table import Table

from adapters.cli.failures import Exit, usage
from adapters.cli.files import NAMES, find
from adapters.cli.moments import Asked, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.telling.frames import frame, members
from adapters.telling.quantities import quantity
from adapters.telling.words import NOT_KNOWN, Words
from projections.indicators import INDICATORS, IndicatorRow, indicator_rows
from projections.registry import REGISTRY, RegistryRow, labels
from projections.report import Report

COLUMNS = (
    Words("Project or contract", "Projekt nebo smlouva"),
    Words("Indicator", "Ukazatel"),
    Words("Target", "Cíl"),
    Words("Reached", "Plnění"),
    Words("Of the target", "Z cíle"),
    Words("Entries no.", "Záznamy č."),
)
SCOPES = {
    "project": Words("of the project", "projektu"),
    "whole support": Words("of the whole support", "celé podpory"),
    "contracts": Words("of several contracts together", "více smluv dohromady"),
    "key activity": Words("of a key activity", "klíčové aktivity"),
}
AT_LEAST = Words("at least {value}", "nejméně {value}")
NO_TARGET = Words("none set", "nestanoven")
NOTHING = Words("Nothing is known of indicators then.", "O ukazatelích tehdy není nic známo.")
EITHER = Words("give --project or --contract, not both", "zadejte --project nebo --contract, ne obojí")


def indicators(
    *,
    project: str | None = None,
    contract: str | None = None,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show targets beside what was reached of them."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    owner = _owner(session, asked, project, contract)
    database = up_to_date(session, INDICATORS, REGISTRY)
    owners = None if owner is None else {owner}
    report = indicator_rows(database, valid=asked.valid, known=asked.known, owners=owners)
    if session.is_json:
        rows = [{**members(row), "share": row.share} for row in report]
        session.answer(frame("indicators", rows, {"valid": asked.valid, "known_seq": report.as_of_position}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if report.rows:
        names = labels(database, {row.owner for row in report}, known=asked.known)
        session.show(_table(session, report, names))
    else:
        session.line(session.say(NOTHING))
    return Exit.OK


def _owner(session: Session, asked: Asked, project: str | None, contract: str | None) -> UUID | None:
    if project and contract:
        raise usage(EITHER)
    kind, written = ("project", project) if project else ("contract", contract)
    return find(session, kind, written, asked).id if written else None


def _table(session: Session, report: Report[IndicatorRow], names: Mapping[UUID, RegistryRow]) -> Table:
    say = session.say
    grid = table(session, COLUMNS, numeric=(2, 3, 4), fixed=(4,))
    before = None
    for row in report:
        owner = "" if row.owner == before else f"{say(NAMES[row.kind])} {_name(row, names)}"
        share = "" if row.share is None else f"{say.number(row.share)} %"
        behind = ", ".join(say.number(one) for one in sorted({*row.behind_target, *row.behind_reached}))
        grid.add_row(owner, cell(row.indicator, _scope(session, row)), *_figures(session, row), share, behind)
        before = row.owner
    return grid


def _name(row: IndicatorRow, names: Mapping[UUID, RegistryRow]) -> str:
    """The number that people know, else what the file is called."""
    found = names.get(row.owner)
    return (found.label or found.name if found else None) or str(row.owner)


def _scope(session: Session, row: IndicatorRow) -> str:
    if row.kind == "project" and row.scope == "project":
        return ""
    return session.say(SCOPES[row.scope]) if row.scope in SCOPES else row.scope or ""


def _figures(session: Session, row: IndicatorRow) -> tuple[str, str]:
    say = session.say
    target = say(NO_TARGET) if row.target is None else quantity(say, row.target, row.unit)
    reached = say(NOT_KNOWN) if row.reached is None else say.number(row.reached)
    return (say(AT_LEAST, value=target) if row.qualifier == "at least" and row.target is not None else target), reached
