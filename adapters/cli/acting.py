"""Who acts on the command line, and why: the stamp of commands that are built by the program itself."""

from uuid import uuid4

from adapters.cli.session import Session
from adapters.clock import day_of
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp


def acting(session: Session, role: str | None, person: str | None) -> Actor:
    """As --as and --by say, else as the settings do."""
    settings = session.settings
    return Actor(role=role or settings.role, person=person or settings.person, organisation=settings.organisation)


def stamp_of(session: Session, actor: Actor, reason: str) -> Stamp:
    """A stamp of today: what this program does itself is never dated back or ahead."""
    return Stamp(
        command_id=uuid4(),
        actor=actor,
        source=Source(kind="cli"),
        effective_on=day_of(session.parts.clock()),
        reason=Prose.of(reason),
    )
