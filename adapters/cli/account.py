"""`kronika account`: who may log in, with a password or through the office's OpenID provider."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from re import fullmatch
from typing import Annotated, Any

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.failures import Exit, Failure, unknown, usage
from adapters.cli.person import UNKNOWN, office_of
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.identity.accounts import LOGIN, Account, Accounts, Binding, Lock, LoginTaken, NoAccount, SubjectTaken
from adapters.identity.sessions import Sessions, life_of
from adapters.telling.frames import Frame, frame, members
from adapters.telling.words import NO, YES, Counted, Words
from application.rights.assigned import MACHINES

FIRST_LOGIN = "admin"
Roles = Annotated[list[str] | None, Parameter(name="--as", negative=())]
Switch = Annotated[bool, Parameter(negative=())]

ADDED = Words("The account {login} is there.", "Účet {login} je založen.")
FIRST = Words(
    "First password of {login}, to be changed at the first login:",
    "První heslo účtu {login}, při prvním přihlášení se změní:",
)
ASSIGNED = Words("The account {login} acts for {who}; it is logged out.", "Účet {login} jedná za {who}; je odhlášen.")
DISABLED = Words("The account {login} opens nothing any more.", "Účet {login} už nic neotevře.")
ENABLED = Words("The account {login} can be used.", "Účet {login} lze používat.")
UNLOCKED = Words("The wrong tries of {login} are forgotten.", "Chybné pokusy účtu {login} jsou zapomenuty.")
BOUND = Words("{issuer} vouches for {login} as {subject}.", "{issuer} ručí za {login} jako {subject}.")
UNBOUND = Words("No provider vouches for {login} any more.", "Za {login} už žádný poskytovatel neručí.")
NO_ACCOUNT = Words("there is no account {login}", "účet {login} není")
TAKEN = Words("there is an account {login} already", "účet {login} už existuje")
SUBJECT_TAKEN = Words("{subject} is bound to {login} already", "{subject} už patří k {login}")
WRONG_LOGIN = Words(
    "{login} is no login: 2 to 40 small letters, digits, dots and hyphens; a handle, not a name",
    "{login} není přihlašovací jméno: 2 až 40 malých písmen, číslic, teček a pomlček; značka, ne jméno",
)
NOBODY = Words(
    "give --person, or --as until the office gives roles", "zadejte --person, nebo --as, než úřad udělí role"
)
NONE = Words("There are no accounts.", "Žádné účty nejsou.")
ROLE = Words("a role", "role")
COLUMNS = (
    Words("Login", "Přihlašovací jméno"),
    Words("Person", "Osoba"),
    Words("Own roles", "Vlastní role"),
    Words("Password", "Heslo"),
    Words("State", "Stav"),
    Words("Provider", "Poskytovatel"),
)
GOOD, IS_DISABLED = Words("good", "platný"), Words("disabled", "zakázaný")
LOCKED = Words("locked until {until}", "zamčený do {until}")
LOCKED_FROM = Words("locked from {places} until {until}", "zamčený z {places} do {until}")
PLACES = Counted(("place", "places"), ("místa", "míst", "míst", "místa"))
"""Addresses and browsers; from anywhere else the account opens."""
DUE = Words("to be changed", "čeká na změnu")


def add(
    login: str,
    /,
    *,
    person: str | None = None,
    as_: Roles = None,
    no_password: Switch = False,
    session: Run,
) -> int:
    """Make an account. Its first password is the only thing on stdout, so that it can be piped into a safe."""
    if fullmatch(LOGIN, login) is None:
        raise usage(WRONG_LOGIN, login=login)
    whose = _whose(session, person, as_)
    now = session.parts.clock()
    with _told_apart(login):
        password = Accounts(session.side).add(login, now=now, has_password=not no_password, **whose)
    return _first_password(session, "account-add", login, password, ADDED)


def first(*, as_: Roles = None, session: Run) -> int:
    """Make the account `admin` where there is no account at all; else do and say nothing."""
    accounts = Accounts(session.side)
    if accounts.all():
        if session.is_json:
            session.answer(frame("account-first", None))
        return Exit.OK
    whose = _whose(session, None, as_ or ["administrator"])
    password = accounts.add(FIRST_LOGIN, now=session.parts.clock(), **whose)
    return _first_password(session, "account-first", FIRST_LOGIN, password, ADDED)


def assign(login: str, /, *, person: str | None = None, as_: Roles = None, session: Run) -> int:
    """Say whose account it is and which roles are its own, in place of what was said before; it is logged out."""
    whose = _whose(session, person, as_)
    with _told_apart(login):
        Accounts(session.side).assign(login, **whose)
    _log_out(session, login)
    return _done(session, "account-assign", login, ASSIGNED, who=person or ", ".join(whose["roles"]))


def disable(login: str, /, *, session: Run) -> int:
    """Let an account open nothing; whoever is logged in with it is not any more."""
    with _told_apart(login):
        Accounts(session.side).set_disabled(login, is_disabled=True)
    _log_out(session, login)
    return _done(session, "account-disable", login, DISABLED)


def enable(login: str, /, *, session: Run) -> int:
    """Let an account be used again, with the password that it had."""
    with _told_apart(login):
        Accounts(session.side).set_disabled(login, is_disabled=False)
    return _done(session, "account-enable", login, ENABLED)


def reset(login: str, /, *, session: Run) -> int:
    """Give an account a new first password; wrong tries are forgotten, and it is logged out."""
    with _told_apart(login):
        password = Accounts(session.side).reset(login)
    _log_out(session, login)
    return _first_password(session, "account-reset", login, password, ENABLED)


def unlock(login: str, /, *, session: Run) -> int:
    """Forget the wrong tries of an account."""
    with _told_apart(login):
        Accounts(session.side).unlock(login)
    return _done(session, "account-unlock", login, UNLOCKED)


def bind(login: str, /, *, subject: str, issuer: str | None = None, session: Run) -> int:
    """Let whom the provider knows as this subject log in to this account."""
    known = issuer or session.settings.oidc_issuer
    if known is None:
        raise usage(Words("--issuer is missing", "chybí --issuer"))
    with _told_apart(login):
        Accounts(session.side).bind(login, issuer=known, subject=subject)
    return _done(session, "account-bind", login, BOUND, issuer=known, subject=subject)


def unbind(login: str, /, *, session: Run) -> int:
    """Let no provider vouch for an account any more; it is logged out."""
    with _told_apart(login):
        Accounts(session.side).unbind(login)
    _log_out(session, login)
    return _done(session, "account-unbind", login, UNBOUND)


def list_(*, session: Run) -> int:
    """Every account, with what closes it."""
    accounts = Accounts(session.side)
    rows = accounts.all()
    if session.is_json:
        bindings = accounts.bindings()
        session.answer(frame("account-list", [_json(session, accounts, row, bindings) for row in rows]))
    elif rows:
        session.show(_table(session, accounts, rows))
    else:
        session.line(session.say(NONE))
    return Exit.OK


# Steps ----------------------------------------------------------------------------------------------------------------


def _whose(session: Session, person: str | None, roles: list[str] | None) -> dict[str, Any]:
    """For whom the account acts: a person whom the office knows, and roles that people can have."""
    possible = [name for name in session.parts.permissions.roles if name not in MACHINES]
    for role in roles or ():
        if role not in possible:
            raise unknown(ROLE, role, possible)
    if person is None and not roles:
        raise usage(NOBODY)
    if person is not None:
        known = office_of(session).people.get(person)
        if known is None or known.is_erased or known.left_on is not None:
            raise Failure(Exit.NOT_FOUND, "not_found", UNKNOWN, facts={"key": person})
    return {"person": person, "roles": tuple(roles or ()), "organisation": session.settings.organisation}


@contextmanager
def _told_apart(login: str) -> Iterator[None]:
    try:
        yield
    except NoAccount:
        raise Failure(Exit.NOT_FOUND, "not_found", NO_ACCOUNT, facts={"login": login}) from None
    except LoginTaken:
        raise Failure(Exit.CONFLICT, "taken", TAKEN, facts={"login": login}) from None
    except SubjectTaken as error:
        facts = {"login": error.login, "subject": error.subject}
        raise Failure(Exit.CONFLICT, "taken", SUBJECT_TAKEN, facts=facts) from None


def _log_out(session: Session, login: str) -> None:
    Sessions(session.side, life_of(session.settings)).revoke(login=login, now=session.parts.clock())


def _first_password(session: Session, schema: str, login: str, password: str | None, words: Words) -> int:
    if session.is_json:
        session.answer(frame(schema, {"login": login, "password": password}))
        return Exit.OK
    session.tell(words, login=login)
    if password is not None:
        session.tell(FIRST, login=login)
        session.line(password)
    return Exit.OK


def _done(session: Session, schema: str, login: str, words: Words, **facts: object) -> int:
    if session.is_json:
        session.answer(frame(schema, {"login": login}))
    else:
        session.line(session.say(words, login=login, **facts))
    return Exit.OK


def _json(session: Session, accounts: Accounts, account: Account, bindings: Sequence[Binding]) -> Frame:
    own = [{"issuer": one.issuer, "subject": one.subject} for one in bindings if one.login == account.login]
    lock = accounts.lock(account.login, now=session.parts.clock())
    locked = {"locked_until": lock and lock.until, "is_locked_everywhere": bool(lock and lock.is_everywhere)}
    return {**members(account), **locked, "locked_places": lock.places if lock else 0, "bindings": own}


def _table(session: Session, accounts: Accounts, rows: Sequence[Account]) -> Table:
    grid = table(session, COLUMNS, fixed=(0, 1))
    bindings = accounts.bindings()
    for row in rows:
        lock = accounts.lock(row.login, now=session.parts.clock())
        password = session.say(DUE if row.must_change else YES if row.has_password else NO)
        issuers = ", ".join(one.issuer for one in bindings if one.login == row.login)
        state = _state(session, row, lock)
        grid.add_row(row.login, row.person or "", ", ".join(row.roles), password, state, issuers)
    return grid


def _state(session: Session, account: Account, lock: Lock | None) -> str:
    """What closes it, if anything does."""
    if account.is_disabled or lock is None:
        return session.say(IS_DISABLED if account.is_disabled else GOOD)
    if lock.is_everywhere:
        return session.say(LOCKED, until=lock.until)
    return session.say(LOCKED_FROM, places=session.say.count(lock.places, PLACES), until=lock.until)
