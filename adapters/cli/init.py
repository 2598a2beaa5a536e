"""`kronika init`: the ledger and its views, made where they are missing."""

from adapters.cli.clock_words import say_clock
from adapters.cli.failures import Exit
from adapters.cli.places import place_of
from adapters.cli.session import Run
from adapters.telling.frames import frame
from adapters.telling.words import Words

CREATED = Words("The ledger is in {place}.", "Kniha je v {place}.")
NEXT = Words(
    "kronika import PATH… takes records in; kronika --help lists the commands.",
    "kronika import CESTA… převezme záznamy; příkazy vypíše kronika --help.",
)


def init(*, session: Run) -> int:
    """Create what is missing. Safe to repeat."""
    from adapters.bootstrap import initialise

    initialise(session.parts.settings)  # with the parts it is told that somebody waits
    place = place_of(session.settings.database)
    if session.is_json:
        session.answer(frame("init", {"database": place, "head": session.parts.ledger.head()}))
        return Exit.OK
    session.line(session.say(CREATED, place=place))
    say_clock(session)
    session.tell(NEXT)
    return Exit.OK
