"""`kronika report issue` and `report check`: a report handed out under a number, and computed again any later day."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

import orjson
from cyclopts import Parameter
from rich.table import Table

from adapters.cli.acting import acting, stamp_of
from adapters.cli.diff_report import sheet_at
from adapters.cli.evidence import REFUSED
from adapters.cli.failures import Exit, Failure, unknown
from adapters.cli.moments import Asked, ask, known_day
from adapters.cli.output_files import new_file, refuse_existing
from adapters.cli.person import Role, Text, office_of
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.clock import day_of
from adapters.evidence.store import EvidenceRefused, NoEvidence
from adapters.exports.formats import FORMATS, Export
from adapters.exports.recomputed import OtherCell, other_cells
from adapters.exports.words import COLUMNS, TITLES
from adapters.logging import logger
from adapters.published import ledger_id
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from domain.kernel.money import Money
from domain.office.commands import IssueReport
from domain.office.payloads import IssuedReport
from projections.sheets import SHEETS

LEAST_DIGITS = 8
"""So many digits of a digest name a report."""
ISSUED = Words(
    "Issued under no. {number}, entry no. {position}: {title}, {rows}.",
    "Vydáno pod č. {number}, záznam č. {position}: {title}, {rows}.",
)
FILE = Words("File {sha256}", "Soubor {sha256}")
ROWS = Counted(("row", "rows"), ("řádek", "řádky", "řádků", "řádku"))
CELLS = Counted(("cell", "cells"), ("buňka", "buňky", "buněk", "buňky"))
SAME = Words(
    "No. {number}, {title}, valid on {valid}, known up to entry no. {known}: every cell reads as it was issued.",
    "Č. {number}, {title}, platné ke dni {valid}, známo po záznam č. {known}: všechny buňky souhlasí s vydanými.",
)
OTHER = Words(
    "No. {number}, {title}, valid on {valid}, known up to entry no. {known}: not as it was issued: {cells}.",
    "Č. {number}, {title}, platné ke dni {valid}, známo po záznam č. {known}: nesouhlasí s vydanými: {cells}.",
)
KEPT = Words(
    "the report is issued; kronika evidence get brings its file",
    "sestava je vydána; její soubor vydá kronika evidence get",
)
LOST = Words(
    "the file {sha256} of report no. {number} is not in the evidence store",
    "soubor {sha256} sestavy č. {number} není v úložišti důkazů",
)
DAMAGED = Words(
    "the file {sha256} of report no. {number} is damaged", "soubor {sha256} sestavy č. {number} je poškozen"
)
NO_REPORT = Words("no report was issued as {written}", "žádná sestava nebyla vydána jako {written}")
GONE = Words("there is no report {name} any more", "sestava {name} už neexistuje")
GRID = (
    Words("Row", "Řádek"),
    Words("Column", "Sloupec"),
    Words("As issued", "Jak bylo vydáno"),
    Words("Computed now", "Spočteno nyní"),
)
WHOLE_ROW = Words("the whole row", "celý řádek")
Format = Literal["csv", "json", "xlsx"]


# Issuing --------------------------------------------------------------------------------------------------------------


def issue(
    name: str,
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    format: Format = "xlsx",  # noqa: A002  the name of the option
    number: Text | None = None,
    reason: Text,
    output: Annotated[Path | None, Parameter(name=("--output", "-o"))] = None,
    as_: Role = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Make a report, keep its file and its cells in the evidence store, and record that it was issued."""
    if name not in SHEETS:
        raise unknown(Words("a report", "sestava"), name, list(SHEETS))
    refuse_existing(output)  # it would be recorded, and its number not told
    actor = acting(session, as_, by)
    session.parts.permissions.check(actor.role, IssueReport)  # before anything is kept of it
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    sheet = sheet_at(session, name, asked)
    export = Export(sheet, session.say, session.parts.clock(), known_on=known_day(asked))
    file = _made(export, format)
    command = IssueReport(
        number=number or _next_number(session),
        report_name=name,
        valid_on=asked.valid,
        known_position=sheet.as_of_position,
        format=format,
        language=session.say.language,
        file=_kept(session, file),
        cells=_kept(session, _made(export, "json")),
        rows=len(sheet.lines),
    )
    stamp = stamp_of(session, actor, reason)
    documents = tuple(dict.fromkeys((command.file, command.cells)))
    outcome = session.parts.engine.handle(command, stamp.model_copy(update={"documents": documents}))
    session.parts.published.note(ledger_id(session.parts.ledger), outcome.positions.start)  # the file leaves the house
    logger().info("report.issued", report=name, sha256=command.file, position=outcome.positions.start)
    code = _told(session, command, outcome.positions.start)
    if output is not None:
        _copy(session, file, output)
    return code


def _made(export: Export, chosen: str) -> bytes:
    buffer = BytesIO()
    FORMATS[chosen](export, buffer)
    return buffer.getvalue()


def _kept(session: Session, content: bytes) -> str:
    try:
        return session.parts.evidence.add(BytesIO(content)).sha256
    except EvidenceRefused as refused:
        raise Failure(Exit.INVALID, refused.code, REFUSED[refused.code], facts=refused.facts) from None


def _next_number(session: Session) -> str:
    """How many were issued before, and the year. Where two are issued at once, one of them is refused."""
    return f"{len(office_of(session).reports) + 1}/{day_of(session.parts.clock()).year}"


def _copy(session: Session, content: bytes, output: Path) -> None:
    """The report is issued, whatever becomes of the copy: to machines that was the answer."""
    try:
        with new_file(output, KEPT) as out:
            out.write(content)
    except Failure:
        session.is_json = False
        raise


def _told(session: Session, command: IssueReport, position: int) -> int:
    if session.is_json:
        issued = command.model_dump(mode="json", include=set(IssuedReport.model_fields))
        session.answer(frame("report-issue", {**issued, "entry": position}))
        return Exit.OK
    rows = session.say.count(command.rows, ROWS)
    title = session.say(TITLES[command.report_name])
    session.line(session.say(ISSUED, number=command.number, position=position, title=title, rows=rows))
    session.line(session.say(FILE, sha256=command.file))
    return Exit.OK


# Checking -------------------------------------------------------------------------------------------------------------


def check(written: str, /, *, session: Run) -> int:
    """Compute the cells of an issued report again and compare. Exit code 8: some are not as they were issued."""
    issued = _issued(session, written)
    if issued.report_name not in SHEETS:
        raise Failure(Exit.INTEGRITY, "report_gone", GONE, facts={"name": issued.report_name})
    kept = _read(session, issued, issued.cells)
    if issued.file != issued.cells:
        _read(session, issued, issued.file)
    asked = ask(session, valid=issued.valid_on.isoformat(), known=None, known_seq=issued.known_position)
    found = list(other_cells(orjson.loads(kept), orjson.loads(_cells(session, issued.report_name, asked))))
    if session.is_json:
        data = {"issued": issued.model_dump(mode="json", include=set(IssuedReport.model_fields)), "other": found}
        session.answer(frame("report-check", data, asked.times, ok=not found))
    else:
        _show(session, issued, found)
    return Exit.INTEGRITY if found else Exit.OK


def _issued(session: Session, written: str) -> IssuedReport:
    """The report of this number, or of which a file has a digest that begins so. Raises Failure."""
    reports = office_of(session).reports
    if written in reports:
        return reports[written]
    digest = written.lower()
    near = [one for one in reports.values() if one.file.startswith(digest) or one.cells.startswith(digest)]
    if len(digest) < LEAST_DIGITS or len(near) != 1:
        raise Failure(Exit.NOT_FOUND, "not_found", NO_REPORT, facts={"written": written})
    return near[0]


def _read(session: Session, issued: IssuedReport, sha256: str) -> bytes:
    """A file of a report, which must be whole. Raises Failure."""
    facts = {"sha256": sha256, "number": issued.number}
    try:
        with session.parts.evidence.open(sha256) as stream:
            content = stream.read()
    except NoEvidence:
        raise Failure(Exit.INTEGRITY, "file_lost", LOST, facts=facts, details=facts) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Failure(Exit.INTEGRITY, "file_damaged", DAMAGED, facts=facts, details=facts)
    return content


def _cells(session: Session, name: str, asked: Asked) -> bytes:
    return _made(Export(sheet_at(session, name, asked), session.say, session.parts.clock()), "json")


def _show(session: Session, issued: IssuedReport, found: list[OtherCell]) -> None:
    facts = {
        "number": issued.number,
        "title": session.say(TITLES[issued.report_name]),
        "valid": issued.valid_on,
        "known": issued.known_position,
    }
    if not found:
        session.line(session.say(SAME, **facts))
        return
    session.line(session.say(OTHER, **facts, cells=session.say.count(len(found), CELLS)))
    session.line()
    session.show(_table(session, found))


def _table(session: Session, found: list[OtherCell]) -> Table:
    grid = table(session, GRID)
    for one in found:
        column = session.say(COLUMNS.get(one.column or "", WHOLE_ROW))
        grid.add_row(one.key, column, _plain(session, one.issued), _plain(session, one.now))
    return grid


def _plain(session: Session, value: object) -> str:
    """A cell as it stands in the file, money aside: both sides are to be compared letter by letter."""
    if isinstance(value, dict) and value.keys() == {"minor", "currency"}:
        return session.say.value(Money(**value))
    return "–" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
