"""`kronika readings`: who read which inspection over HTTP, and who looked whom up in the vault."""

from collections.abc import Sequence

from adapters.cli.acting import reference
from adapters.cli.failures import Exit
from adapters.cli.moments import read_day
from adapters.cli.role_words import role_words
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.clock import day_of
from adapters.reading_log import ReadingLog, ReadingRow, Wanted, named
from adapters.telling.frames import frame
from adapters.telling.words import Words

MOST = 10_000
COLUMNS = (
    Words("When", "Kdy"),
    Words("Who", "Kdo"),
    Words("What", "Co"),
    Words("Of", "Čeho"),
    Words("Entry no.", "Záznam č."),
)
NONE = Words("Nothing was read.", "Nic se nečetlo.")


def readings(
    *,
    file: str | None = None,
    person: str | None = None,
    since: str | None = None,
    until: str | None = None,
    session: Run,
) -> int:
    """The reading log, the latest first; at most 10 000 rows."""
    today = day_of(session.parts.clock())
    wanted = Wanted(
        person=reference(person, option="--person"),
        file=file and _looked_at(session, file),
        since=read_day(since, "--since", today) if since else None,
        until=read_day(until, "--until", today) if until else None,
    )
    rows = named(session.parts.ledger, ReadingLog(session.side).rows(wanted, limit=MOST))
    if session.is_json:
        session.answer(frame("readings", {"rows": rows, "next_start": MOST if len(rows) == MOST else None}))
    elif rows:
        _show(session, rows)
    else:
        session.line(session.say(NONE))
    return Exit.OK


def _looked_at(session: Session, written: str) -> str:
    """What the log calls it: a person by key, an inspection by identifier. Raises NotFound."""
    return written if written.startswith("p-") else str(session.parts.resolver.identifier("inspection", written))


def _show(session: Session, rows: Sequence[ReadingRow]) -> None:
    say = session.say
    grid = table(session, COLUMNS, numeric=(4,), fixed=(0, 1, 4))
    for row in rows:
        role = role_words(session, row.role or "")
        who = cell(row.person or "", " ".join(one for one in (role, row.token or row.session) if one))
        what = cell(row.question, row.detail or "")
        position = "" if row.known_seq is None else say.value(row.known_seq)
        grid.add_row(say.value(row.read_at), who, what, row.number or row.file, position)
    session.show(grid)
