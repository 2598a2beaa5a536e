"""`kronika files`: what is on file, with the number and the identifier under which it is shown; found by any text."""

from rich.table import Table

from adapters.cli.failures import Exit
from adapters.cli.files import NAMES, known_kind
from adapters.cli.moments import ask
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.cli.views import up_to_date
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from projections.registry import ICO, REGISTRY, RegistryRow, registry_rows
from projections.report import Report
from projections.search import Hit, search_rows

COLUMNS = (
    Words("Kind", "Druh"),
    Words("Number", "Číslo"),
    Words("Name", "Název"),
    Words("Identifier", "Identifikátor"),
    Words("Since entry no.", "Od záznamu č."),
)
FOUND_BY = Words("Found by", "Nalezeno podle")
FORMERLY = Words("formerly {text}", "dříve {text}")
BY_ICO = Words("IČO {text}", "IČO {text}")
FILES = Counted(("file", "files"), ("spis", "spisy", "spisů", "spisu"))
NOTHING = Words("No file is known by that.", "Žádný spis se tak nejmenuje.")


def files(
    kind: str | None = None,
    /,
    text: str = "",
    *,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """List files."""
    asked = ask(session, valid=None, known=known, known_seq=known_seq)
    wanted = None if kind is None else known_kind(kind)
    database = up_to_date(session, REGISTRY)
    report: Report[RegistryRow] | Report[Hit]
    if text:
        report = search_rows(database, text, known=asked.known, kind=wanted)
    else:
        report = registry_rows(database, known=asked.known, kind=wanted)
    if session.is_json:
        session.answer(frame("files", list(report), {"known_seq": report.as_of_position}))
        return Exit.OK
    if not report.rows:
        session.line(session.say(NOTHING))
        return Exit.OK
    session.show(_table(session, report, has_hits=bool(text)))
    session.line(session.say.count(len(report), FILES))
    return Exit.OK


def _table(session: Session, report: Report[RegistryRow] | Report[Hit], *, has_hits: bool) -> Table:
    grid = table(session, (*COLUMNS, *((FOUND_BY,) if has_hits else ())), numeric=(4,), fixed=(1, 3, 4))
    for row in report:
        words = NAMES.get(row.kind)
        kind = session.say(words) if words else row.kind
        number = session.say.number(row.opened_position)
        found_by = (_found_by(session, row),) if isinstance(row, Hit) else ()
        grid.add_row(kind, row.label or "", row.name or "", str(row.subject), number, *found_by)
    return grid


def _found_by(session: Session, hit: Hit) -> str:
    """The text that was found, where it is none of those that stand beside it."""
    if hit.is_old:
        return session.say(FORMERLY, text=hit.matched)
    return session.say(BY_ICO, text=hit.matched) if hit.what == ICO else ""
