"""`kronika permissions`: which role may send which commands and read what."""

from collections.abc import Iterable
from typing import Annotated

from cyclopts import Parameter

from adapters.cli.acting import A_ROLE
from adapters.cli.books import about
from adapters.cli.failures import Exit, unknown
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.telling.business import ours
from adapters.telling.frames import frame
from adapters.telling.permissions import NothingCalledSo, everything, role_json, who_may
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from application.rights.permissions import Role
from application.rights.readings import READINGS
from domain.kernel.command import COMMANDS

SUBJECT = Words("a command or a reading", "příkaz ani čtení")
SEE = Words("kronika permissions ROLE lists what a role may", "co role smí, vypíše kronika permissions ROLE")
NAMED = Words("Role", "Role"), Words("Called", "Název")
COLUMNS = (*NAMED, Words("May send", "Smí poslat"), Words("May read", "Smí číst"))
SENDS, READS = Words("May send:", "Smí poslat:"), Words("May read:", "Smí číst:")
OWN_ALONE = Words(
    "Only files of the service provider that the role was given for.",
    "Jen spisy poskytovatele služby, pro kterého byla role dána.",
)
BUT = Words("{names}, but not {others}", "{names}, ale ne {others}")
NOTHING = Words("nothing", "nic")
LONGEST = 37
"""The letters of the longest name, which is not broken."""


def permissions(
    role: str | None = None, /, *, subject: Annotated[str | None, Parameter(name="--for")] = None, session: Run
) -> int:
    """The role table, one role in full, or who may do one thing."""
    roles = session.parts.permissions.roles
    if subject is not None:
        return _who_may(session, subject)
    if role is not None and role not in roles:
        raise unknown(A_ROLE, role, list(roles))
    chosen = list(roles.values()) if role is None else [roles[role]]
    if session.is_json:
        session.answer(frame("permissions", [role_json(one) for one in chosen]))
    elif role is None:
        _show_table(session, chosen)
    else:
        _show_role(session, chosen[0])
    return Exit.OK


def _who_may(session: Session, subject: str) -> int:
    try:
        found = who_may(session.parts.permissions, subject)
    except NothingCalledSo:
        raise unknown(SUBJECT, subject, everything(), SEE) from None
    if session.is_json:
        session.answer(frame("permissions-for", found))
        return Exit.OK
    session.line(_about(session.say, subject))
    session.line()
    grid = table(session, NAMED, fixed=(0,))
    for name in found["roles"]:
        grid.add_row(name, _called(session.say, session.parts.permissions.roles[name]))
    session.show(grid)
    return Exit.OK


def _about(say: Speech, subject: str) -> str:
    if subject in READINGS:
        return _called(say, READINGS[subject])
    return about(say, ours(COMMANDS)[subject])


def _called(say: Speech, named: object) -> str:
    return str(getattr(named, say.language))


def _show_table(session: Session, roles: Iterable[Role]) -> None:
    grid = table(session, COLUMNS, fixed=(0,), widths={2: LONGEST})
    for role in roles:
        sends = _patterns(session.say, role.commands, role.but)
        reads = _patterns(session.say, role.reads, role.reads_not)
        grid.add_row(role.name, _called(session.say, role), sends, reads)
    session.show(grid)


def _patterns(say: Speech, names: Iterable[str], others: Iterable[str]) -> str:
    said = ", ".join(names) or say(NOTHING)
    return say(BUT, names=said, others=", ".join(others)) if others else said


def _show_role(session: Session, role: Role) -> None:
    say, told = session.say, role_json(role)
    session.line(f"{role.name}: {_called(say, role)}", style="bold")
    if role.is_of_provider:
        session.line(say(OWN_ALONE))
    for heading, names in ((SENDS, told["commands"]), (READS, told["readings"])):
        session.line()
        session.line(say(heading))
        grid = table(session, (Words("Name", "Název"), Words("What", "Co")), fixed=(0,))
        for name in names:
            grid.add_row(name, _about(say, name))
        session.show(grid) if names else session.line(say(NOTHING))
