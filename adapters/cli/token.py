"""`kronika token`: who may come over HTTP, in which role, until when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.failures import Exit, Failure, unknown, usage
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.identity.scope import names_nothing
from adapters.identity.tokens import TokenRow, Tokens, TokenTaken
from adapters.logging import logger
from adapters.telling.frames import frame
from adapters.telling.words import Words
from application.rights.readings import READINGS
from domain.kernel.command import COMMANDS
from domain.kernel.stamp import Actor

LONGEST_DAYS = 3650
ISSUED = Words(
    "Token {name} for the role {role}, good until {until}. It is shown once:",
    "Token {name} pro roli {role}, platný do {until}. Ukáže se jen jednou:",
)
TAKEN = Words("there is a token {name} already", "token {name} už existuje")
NO_TOKEN = Words("no token {name} is good", "žádný platný token {name} není")
REVOKED = Words("Token {name} opens nothing any more.", "Token {name} už nic neotevře.")
NONE = Words("There are no tokens.", "Žádné tokeny nejsou.")
WRONG_DAYS = Words("--days: expected 1 to {most}", "--days: očekává se 1 až {most}")
NOTHING_LEFT = Words(
    "--only {pattern} names nothing that the role {role} may do; see kronika permissions {role}",
    "--only {pattern} nejmenuje nic, co role {role} smí; viz kronika permissions {role}",
)
COLUMNS = (
    Words("Name", "Jméno"),
    Words("Role", "Role"),
    Words("Person", "Osoba"),
    Words("Only", "Jen"),
    Words("Good until", "Platí do"),
    Words("State", "Stav"),
)
GOOD, EXPIRED, IS_REVOKED = Words("good", "platný"), Words("expired", "prošlý"), Words("revoked", "zrušený")


def issue(
    name: str,
    /,
    *,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    by: str | None = None,
    days: int = 90,
    only: Annotated[list[str] | None, Parameter(negative=())] = None,
    session: Run,
) -> int:
    """Make a token. Its secret is the only thing on stdout, so that it can be piped into a safe."""
    role = as_ or session.settings.role
    if role not in session.parts.permissions.roles:
        raise unknown(Words("a role", "role"), role, list(session.parts.permissions.roles))
    if not 1 <= days <= LONGEST_DAYS:
        raise usage(WRONG_DAYS, most=LONGEST_DAYS)
    patterns = _narrowed(session, role, only or [])
    now = session.parts.clock()
    actor = Actor(role=role, person=by or session.settings.person, organisation=session.settings.organisation)
    try:
        secret = Tokens(session.side).issue(name, actor, now=now, expires_at=now + timedelta(days=days), only=patterns)
    except TokenTaken:
        raise Failure(Exit.CONFLICT, "taken", TAKEN, facts={"name": name}) from None
    logger().info("token.issued", token=name, role=role)
    until = now + timedelta(days=days)
    if session.is_json:
        session.answer(
            frame("token-issue", {"name": name, "role": role, "only": patterns, "expires_at": until, "secret": secret})
        )
    else:
        session.tell(ISSUED, name=name, role=role, until=until)
        session.line(secret)
    return Exit.OK


def revoke(name: str, /, *, session: Run) -> int:
    """Let a token open nothing from now on. Exit code 3 where there is no good one of that name."""
    if not Tokens(session.side).revoke(name, now=session.parts.clock()):
        raise Failure(Exit.NOT_FOUND, "not_found", NO_TOKEN, facts={"name": name})
    logger().info("token.revoked", token=name)
    if session.is_json:
        session.answer(frame("token-revoke", {"name": name}))
    else:
        session.line(session.say(REVOKED, name=name))
    return Exit.OK


def tokens(*, session: Run) -> int:
    """Every token that was ever issued, without its secret."""
    rows = Tokens(session.side).rows()
    if session.is_json:
        session.answer(frame("token-list", list(rows)))
    elif rows:
        session.show(_table(session, rows))
    else:
        session.line(session.say(NONE))
    return Exit.OK


def _narrowed(session: Session, role: str, only: Sequence[str]) -> tuple[str, ...]:
    """The patterns, each of which must leave something of the role: a token gives nothing that the role does not."""
    known = session.parts.permissions.roles[role]
    idle = names_nothing(
        only,
        commands=[topic for topic in COMMANDS if known.may(topic)],
        readings=[name for name in READINGS if known.may_read(name)],
    )
    if idle:
        raise usage(NOTHING_LEFT, pattern=idle[0], role=role)
    return tuple(dict.fromkeys(only))


def _table(session: Session, rows: Sequence[TokenRow]) -> Table:
    grid = table(session, COLUMNS, fixed=(0, 1, 4, 5))
    now = session.parts.clock()
    for row in rows:
        state = IS_REVOKED if row.revoked_at else GOOD if row.is_good(now) else EXPIRED
        until = session.say.value(row.expires_at)
        grid.add_row(row.name, row.role, row.person or "", " ".join(row.only), until, session.say(state))
    return grid
