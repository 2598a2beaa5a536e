"""`kronika session`: who is logged in over HTTP, and an end to it."""

from typing import Annotated

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.identity.sessions import Sessions, life_of
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words

ENDED = Words("Ended: {sessions}.", "Ukončeno: {sessions}.")
NO_SESSION = Words("no session {name} is open", "žádné otevřené přihlášení {name} není")
ONE_OF = Words("give a NAME, --login or --all", "zadejte JMÉNO, --login, nebo --all")
NONE = Words("Nobody is logged in.", "Nikdo není přihlášen.")
SESSIONS = Counted(("session", "sessions"), ("přihlášení", "přihlášení", "přihlášení", "přihlášení"))
COLUMNS = (
    Words("Name", "Jméno"),
    Words("Login", "Přihlašovací jméno"),
    Words("Role", "Role"),
    Words("By", "Jak"),
    Words("Since", "Od"),
    Words("Last seen", "Naposledy"),
    Words("Until", "Do"),
)


def list_(*, login: str | None = None, session: Run) -> int:
    """Everybody who is logged in, the latest first."""
    rows = _sessions(session).open(login=login, now=session.parts.clock())
    if session.is_json:
        session.answer(frame("session-list", list(rows)))
        return Exit.OK
    if not rows:
        session.line(session.say(NONE))
        return Exit.OK
    grid = table(session, COLUMNS, fixed=(0, 1))
    for row in rows:
        moments = (session.say.value(moment) for moment in (row.began_at, row.seen_at, row.ends_at))
        grid.add_row(row.name, row.login, row.role or "–", row.way, *moments)
    session.show(grid)
    return Exit.OK


def revoke(
    name: str | None = None,
    /,
    *,
    login: str | None = None,
    all_: Annotated[bool, Parameter(name="--all", negative=())] = False,
    session: Run,
) -> int:
    """End one session, all of an account, or all there are. Exit code 3 where the one is not open."""
    if [name is not None, login is not None, all_].count(True) != 1:
        raise usage(ONE_OF)
    ended = _sessions(session).revoke(name=name, login=login, now=session.parts.clock())
    if name is not None and not ended:
        raise Failure(Exit.NOT_FOUND, "not_found", NO_SESSION, facts={"name": name})
    if session.is_json:
        session.answer(frame("session-revoke", {"ended": ended}))
    else:
        session.line(session.say(ENDED, sessions=session.say.count(ended, SESSIONS)))
    return Exit.OK


def _sessions(session: Session) -> Sessions:
    return Sessions(session.side, life_of(session.settings))
