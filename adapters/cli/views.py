"""The views that the reading commands ask: brought up to the head of the ledger before they answer."""

from collections.abc import Sequence

from adapters.cli.failures import unknown
from adapters.cli.session import Session
from adapters.logging import logger
from adapters.telling.words import Words
from projections import builds
from projections.database import Database
from projections.view import View

CATCHING_UP = Words("Bringing the views up to date", "Doplňuji přehledy")


def named(names: Sequence[str]) -> tuple[View, ...]:
    """The views of these names; all where none is given. Raises Failure."""
    from projections.views import VIEWS

    known = {view.name: view for view in VIEWS}
    for name in names:
        if name not in known:
            raise unknown(Words("a view", "přehled"), name, list(known))
    return tuple(known[name] for name in names) or VIEWS


def up_to_date(session: Session, *views: View) -> Database:
    """The database of the read models, after these views have seen every entry."""
    parts = session.parts
    builds.prepare(session.database, views)
    head = parts.timeline.head()
    if builds.have_reached(session.database, views, head):
        return session.database
    from adapters.cli.progress import meter
    from projections.projector import Projector

    with meter(session, CATCHING_UP, head) as gauge:
        for progress in Projector(session.database, parts.source, views).pages():
            gauge.moved(progress.position, progress.position)
            logger().debug("projections.page", position=progress.position, head=progress.head)
            for stopped in progress.quarantined:
                logger().error("projections.quarantined", view=stopped.view, position=stopped.position)
    return session.database
