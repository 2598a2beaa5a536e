"""`kronika files`: what is on file, with the number and the identifier under which it is shown."""

from rich.table import Table

from adapters.cli.failures import Exit
from adapters.cli.files import NAMES, known_kind
from adapters.cli.frames import frame
from adapters.cli.moments import ask
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.cli.views import up_to_date
from adapters.cli.words import Counted, Words
from projections.registry import REGISTRY, RegistryRow, registry_rows
from projections.report import Report

COLUMNS = (
    Words("Kind", "Druh"),
    Words("Number", "Číslo"),
    Words("Name", "Název"),
    Words("Identifier", "Identifikátor"),
    Words("Since entry no.", "Od záznamu č."),
)
FILES = Counted(("file", "files"), ("spis", "spisy", "spisů", "spisu"))
NOTHING = Words("No file is known by that.", "Žádný spis se tak nejmenuje.")


def files(
    kind: str | None = None,
    text: str = "",
    /,
    *,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """List files."""
    asked = ask(session, valid=None, known=known, known_seq=known_seq)
    wanted = None if kind is None else known_kind(kind)
    report = registry_rows(up_to_date(session, REGISTRY), known=asked.known, kind=wanted, text=text)
    if session.is_json:
        session.answer(frame("files", list(report), {"known_seq": report.as_of_position}))
        return Exit.OK
    if not report.rows:
        session.line(session.say(NOTHING))
        return Exit.OK
    session.show(_table(session, report))
    session.line(session.say.count(len(report), FILES))
    return Exit.OK


def _table(session: Session, report: Report[RegistryRow]) -> Table:
    grid = table(session, COLUMNS, numeric=(4,), fixed=(1, 3, 4))
    for row in report:
        words = NAMES.get(row.kind)
        kind = session.say(words) if words else row.kind
        number = session.say.number(row.opened_position)
        grid.add_row(kind, row.label or "", row.name or "", str(row.subject), number)
    return grid
