"""`kronika projector`: the views and the seal follow the ledger for as long as it runs."""

from adapters.cli.failures import Exit
from adapters.cli.session import Run
from adapters.logging import logger
from adapters.projecting import follow
from adapters.sealing.following import SealFollower
from adapters.telling.frames import frame
from adapters.telling.words import Words
from projections.projector import Progress
from projections.views import VIEWS

FOLLOWING = Words("The views follow the ledger; Ctrl+C ends it.", "Přehledy sledují knihu; Ctrl+C to ukončí.")
ENDED = Words("Stopped; the views are up to entry no. {position}.", "Zastaveno; přehledy jsou po záznam č. {position}.")


def projector(*, session: Run) -> int:
    """Follow the ledger until Ctrl+C or a signal to end. Exit code 8 where a view had to be left standing."""
    parts = session.parts
    database = session.database
    wish = session.wish_to_stop
    session.tell(FOLLOWING)
    seal = SealFollower(parts.ledger, parts.settings, parts.clock)
    last = follow(parts.ledger, database, parts.source, VIEWS, should_stop=wish, told=_told, beside=seal)
    if session.is_json:
        data = {"position": last.position, "quarantined": last.quarantined}
        session.answer(frame("projector", data, {"known_seq": last.head}))
    else:
        session.line(session.say(ENDED, position=last.position))
    return Exit.INTEGRITY if last.quarantined else Exit.OK


def _told(progress: Progress) -> None:
    logger().info("projections.page", position=progress.position, head=progress.head)
