"""`kronika doctor`: is everything in place, and if not, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from adapters.cli.ending import failure_of
from adapters.cli.failures import Exit, Failure
from adapters.cli.places import place_of
from adapters.cli.projections import STATES, statuses
from adapters.cli.seal import both
from adapters.cli.session import Run, Session
from adapters.cli.storage_failures import ASK_THE_DOCTOR
from adapters.published import OlderThanPublished
from adapters.set_clock import VARIABLE
from adapters.settings import NAMES, SECRETS, variable
from adapters.telling.frames import frame
from adapters.telling.words import Words
from adapters.timeline import SCHEMA_VERSION
from projections.builds import State, Status

OK, LOOK, BAD = "ok", "look", "bad"
MARKS = {OK: ("✓", "green"), LOOK: ("!", "yellow"), BAD: ("✗", "red")}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, how it stands, and what to say about it."""

    name: str
    state: str
    text: str
    hint: str = ""


def doctor(*, session: Run) -> int:
    """Look at everything. Exit code 0 where all is well, 7 or 8 where something must be done."""
    findings = list(_look(session))
    ended = max((exit_code for _, exit_code in findings), default=Exit.OK)
    if session.is_json:
        data = [{"name": f.name, "state": f.state, "text": f.text, "hint": f.hint or None} for f, _ in findings]
        session.answer(frame("doctor", data, ok=ended == Exit.OK))
        return ended
    for finding, _ in findings:
        mark, style = MARKS[finding.state]
        session.line(f"{mark} {finding.name}: {finding.text}", style=style if finding.state != OK else None)
        if finding.hint:
            session.line(f"  → {finding.hint}")
    return ended


def _look(session: Session) -> Iterator[tuple[Finding, Exit]]:
    yield from _settings(session)
    try:
        head = session.parts.ledger.head()
    except Exception as error:  # noqa: BLE001  # whatever is wrong with the database is what the doctor says
        yield _broken(session, session.say(LEDGER), error)
        return
    text = session.say(HOLDS if head else HOLDS_NOTHING, schema=SCHEMA_VERSION, head=head)
    yield Finding(session.say(LEDGER), OK, text), Exit.OK
    try:
        session.parts.check_published()
    except OlderThanPublished as older:
        yield _broken(session, session.say(LEDGER), older)
    yield _seal(session)
    try:
        yield from (_view(session, one) for one in statuses(session))
    except Exception as error:  # noqa: BLE001  # the same for the read models
        yield _broken(session, session.say(VIEWS), error)


LEDGER = Words("ledger", "kniha")
HOLDS = Words("schema {schema}, entries 1 to {head}", "schéma {schema}, záznamy 1 až {head}")
HOLDS_NOTHING = Words("schema {schema}, no entry yet", "schéma {schema}, zatím žádný záznam")
NO_SETTING = Words("{variable} is none", "{variable} žádné není")
MEANT = Words("did you mean {nearest}?", "nemysleli jste {nearest}?")
VIEWS = Words("views", "přehledy")


def _seal(session: Session) -> tuple[Finding, Exit]:
    """How far the ledger is sealed, and what keeps it from being sealed further."""
    say = session.say
    try:
        seals = both(session)
        for seal in seals:
            seal.check()
        standing = seals[0].standing()
    except Exception as error:  # noqa: BLE001  # the same for the seal
        return _broken(session, say(SEAL), error)
    if not standing.sealed:
        return Finding(say(SEAL), LOOK if standing.entries else OK, say(UNSEALED)), Exit.OK
    return Finding(say(SEAL), OK, say(SEALED, size=standing.sealed, waiting=standing.waiting)), Exit.OK


SEAL = Words("seal", "pečeť")
UNSEALED = Words("nothing is sealed yet", "zatím není nic zapečetěno")
SEALED = Words("up to entry no. {size}, {waiting} to go", "po záznam č. {size}, zbývá {waiting}")


def _settings(session: Session) -> Iterator[tuple[Finding, Exit]]:
    say, settings = session.say, session.settings
    yield Finding(say(Words("database", "databáze")), OK, place_of(settings.database)), Exit.OK
    role = Words(
        "{role}; organisation {organisation}; person {person}", "{role}; organizace {organisation}; osoba {person}"
    )
    who = say(role, role=settings.role, organisation=settings.organisation, person=settings.person)
    yield Finding(say(Words("you act as", "jednáte jako")), OK, who), Exit.OK
    yield from _unknown_variables(session)
    if session.clock is None:
        yield Finding(say(Words("clock", "hodiny")), OK, say(Words("the system's", "systémové"))), Exit.OK
        return
    words = Words("set by {variable} to {moment}: a rehearsal", "nastaveny přes {variable} na {moment}: zkouška")
    yield Finding(say(Words("clock", "hodiny")), LOOK, say(words, variable=VARIABLE, moment=session.clock())), Exit.OK


def _unknown_variables(session: Session) -> Iterator[tuple[Finding, Exit]]:
    """Variables that nobody reads: most likely a slip of the pen."""
    say = session.say
    prefix = variable("")
    known = [VARIABLE, *map(variable, NAMES), *(f"{variable(name)}_FILE" for name in SECRETS)]
    ours = [name.removeprefix(prefix) for name in known]
    for name in sorted({name for name in session.environment if name.startswith(prefix)} - set(known)):
        for nearest in get_close_matches(name.removeprefix(prefix), ours, n=1, cutoff=0.8):
            hint = say(MEANT, nearest=prefix + nearest)
            yield Finding(say(Words("setting", "nastavení")), LOOK, say(NO_SETTING, variable=name), hint), Exit.OK


def _broken(session: Session, name: str, error: Exception) -> tuple[Finding, Exit]:
    failure = failure_of(error, session)
    assert isinstance(failure, Failure)
    say = session.say
    hint = say(failure.hint, **failure.facts) if failure.hint and failure.hint is not ASK_THE_DOCTOR else ""
    return Finding(name, BAD, say(failure.message, **failure.facts), hint), failure.exit


def _view(session: Session, status: Status) -> tuple[Finding, Exit]:
    say = session.say
    words = Words("{state}, up to entry no. {position}, {lag} to go", "{state}, po záznam č. {position}, zbývá {lag}")
    text = say(words, state=say(STATES[status.state]), position=status.position, lag=status.lag)
    if status.state is State.LIVE:
        return Finding(status.view, OK, text), Exit.OK
    hint = say(Words("kronika projections rebuild {view}", "kronika projections rebuild {view}"), view=status.view)
    stands_still = status.state is State.QUARANTINED
    return Finding(
        status.view, BAD if stands_still else LOOK, text, hint
    ), Exit.INTEGRITY if stands_still else Exit.STORAGE
