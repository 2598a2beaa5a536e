"""What is said where the clock is not the system's."""

from adapters.cli.session import Session
from adapters.set_clock import VARIABLE
from adapters.telling.words import Words

SET = Words(
    "The clock is set by {variable} to {moment}: what is recorded now bears that time. For rehearsals only.",
    "Hodiny nastavuje {variable} na {moment}: co se teď zapíše, ponese tento čas. Jen pro zkoušky.",
)


def say_clock(session: Session) -> None:
    """A warning on stderr that this is a rehearsal; nothing where the system's clock holds."""
    if session.clock is not None:
        session.note(session.say(SET, variable=VARIABLE, moment=session.clock()), style="yellow")
