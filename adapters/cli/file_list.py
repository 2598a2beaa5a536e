"""`kronika files` and `kronika search`: what is on file, under which number or identifier it is shown; by any words."""

from rich.table import Table

from adapters.cli.failures import Exit, unknown
from adapters.cli.files import A_KIND, NAMES, kind_called, known_kind
from adapters.cli.moments import Asked, ask
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.cli.views import up_to_date
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from application.aggregates import KINDS
from projections.registry import ICO, PROVIDER, REGISTRY, RegistryRow, registry_rows
from projections.report import Report
from projections.search import PLACE, SEVERAL, Hit, search_rows

COLUMNS = (
    Words("Kind", "Druh"),
    Words("Number or identifier", "Číslo nebo identifikátor"),
    Words("Name", "Název"),
    Words("Since entry no.", "Od záznamu č."),
)
FOUND_BY = Words("Found by", "Nalezeno podle")
FORMERLY = Words("formerly {text}", "dříve {text}")
PLACED_IN = Words("place {text}", "místo {text}")
FORMERLY_IN = Words("formerly place {text}", "dříve místo {text}")
PROVIDED_BY = Words("service provider {text}", "poskytovatel {text}")
BY_ICO = Words("IČO {text}", "IČO {text}")
FILES = Counted(("file", "files"), ("spis", "spisy", "spisů", "spisu"))
NOTHING = Words("No file is known by that.", "Žádný spis se tak nejmenuje.")
NOTHING_YET = Words("Nothing is on file then.", "Ve spisech tehdy nic není.")
SEARCH = Words(
    "kronika search {written} looks for words; kinds are {known}",
    "slova hledá kronika search {written}; druhy jsou {known}",
)
Found = Report[RegistryRow] | Report[Hit]


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
    wanted = None if kind is None else _kind(kind)
    found = _found(session, wanted, text, ask(session, valid=None, known=known, known_seq=known_seq))
    if session.is_json:
        session.answer(frame("files", list(found), {"known_seq": found.as_of_position}))
        return Exit.OK
    return _show(session, found, otherwise=NOTHING if text or wanted else NOTHING_YET, has_hits=bool(text))


def search(
    word: str,
    /,
    *words: str,
    kind: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Look for files of every kind, or of one."""
    text = " ".join((word, *words))
    wanted = None if kind is None else known_kind(kind)
    found = _found(session, wanted, text, ask(session, valid=None, known=known, known_seq=known_seq))
    if session.is_json:
        data = {"text": text, "rows": list(found), "total": len(found)}
        session.answer(frame("search", data, {"known_seq": found.as_of_position}))
        return Exit.OK
    return _show(session, found, otherwise=NOTHING, has_hits=True)


def _kind(written: str) -> str:
    """The kind of a file. Raises Failure: whoever wrote a name is told where it is looked for."""
    found = kind_called(written)
    if found is None:
        raise unknown(A_KIND, written, KINDS, SEARCH)
    return found


def _found(session: Session, wanted: str | None, text: str, asked: Asked) -> Found:
    database = up_to_date(session, REGISTRY)
    if text:
        return search_rows(database, text, known=asked.known, kind=wanted)
    return registry_rows(database, known=asked.known, kind=wanted)


def _show(session: Session, found: Found, *, otherwise: Words, has_hits: bool) -> int:
    if not found.rows:
        session.line(session.say(otherwise))
        return Exit.OK
    session.show(_table(session, found, has_hits=has_hits))
    session.line(session.say.count(len(found), FILES))
    return Exit.OK


def _table(session: Session, report: Found, *, has_hits: bool) -> Table:
    grid = table(session, (*COLUMNS, *((FOUND_BY,) if has_hits else ())), numeric=(3,), fixed=(1, 3))
    for row in report:
        words = NAMES.get(row.kind)
        kind = session.say(words) if words else row.kind
        number = session.say.number(row.opened_position)
        found_by = (_found_by(session, row),) if isinstance(row, Hit) else ()
        grid.add_row(kind, row.label or str(row.subject), row.name or "", number, *found_by)
    return grid


def _found_by(session: Session, hit: Hit) -> str:
    """The text that was found, where it is none of those that stand beside it."""
    if hit.what == PLACE:
        return session.say(FORMERLY_IN if hit.is_old else PLACED_IN, text=hit.matched)
    if hit.what == SEVERAL and not hit.is_old:
        return hit.matched
    if hit.is_old:
        return session.say(FORMERLY, text=hit.matched)
    by = {ICO: BY_ICO, PROVIDER: PROVIDED_BY}.get(hit.what)
    return session.say(by, text=hit.matched) if by else ""
