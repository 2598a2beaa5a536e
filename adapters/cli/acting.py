"""Who acts on the command line, and why: the stamp of commands that are built by the program itself."""

import re
from uuid import uuid4

from adapters.cli.failures import unknown, usage
from adapters.cli.session import Session
from adapters.clock import day_of
from adapters.telling.words import Words
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp

REFERENCE = re.compile("p-[0-9A-Za-z-]{1,64}")
A_ROLE = Words("a role", "role")
NO_REASON = Words("{option} is empty: say why", "{option} je prázdné: řekněte proč")
NO_NAME = Words(
    "{option}: people are called by a key such as p-5f0c…, never by a name; kronika person add makes one",
    "{option}: osobám se říká klíčem, například p-5f0c…, nikdy jménem; založí ho kronika person add",
)


def reference(written: str | None, *, option: str = "--by") -> str | None:
    """A reference to a person, never a name, because the ledger keeps it for ever. Raises Failure."""
    if written is not None and not REFERENCE.fullmatch(written):
        raise usage(NO_NAME, option=option)
    return written


def acting(session: Session, role: str | None, person: str | None) -> Actor:
    """As --as and --by say, else as the settings do. Raises Failure for a role that there is not."""
    settings = session.settings
    roles = session.parts.permissions.roles
    if (role or settings.role) not in roles:
        raise unknown(A_ROLE, role or settings.role, list(roles))
    known = reference(person) or reference(settings.person, option="KRONIKA_PERSON")
    return Actor(role=role or settings.role, person=known, organisation=settings.organisation)


def given(reason: str, *, option: str = "--reason") -> str:
    """A reason that says something. Raises Failure."""
    if not reason.strip():
        raise usage(NO_REASON, option=option)
    return reason


def stamp_of(session: Session, actor: Actor, reason: str) -> Stamp:
    """A stamp of today: what this program does itself is never dated back or ahead. Raises Failure."""
    return Stamp(
        command_id=uuid4(),
        actor=actor,
        source=Source(kind="cli"),
        effective_on=day_of(session.parts.clock()),
        reason=Prose.of(given(reason)),
    )
