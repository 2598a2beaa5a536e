"""The projector that never ends: every view follows the ledger, woken by whoever writes, until somebody stops it."""

from collections.abc import Callable, Sequence
from typing import Any

from adapters.logging import logger
from adapters.stores.recorder import LedgerRecorder
from projections import builds
from projections.database import Database
from projections.projector import Progress, Projector
from projections.source import EntrySource
from projections.view import View

REST_SECONDS = 1.0
"""How long a projector sleeps at most before it asks whether it is to stop."""


def follow(
    ledger: LedgerRecorder[Any, Any],
    database: Database,
    source: EntrySource,
    views: Sequence[View],
    *,
    should_stop: Callable[[], bool],
    told: Callable[[Progress], object],
) -> Progress:
    """Keep the views at the head of the ledger. Ends after the page in which somebody wished it to; the last progress.

    Several may run beside each other: one advances a view, the others find it done. A view in quarantine stands still
    while the rest go on.
    """
    builds.prepare(database, views)
    projector = Projector(database, source, views)
    while True:
        progress = _advance(projector, should_stop, told)
        if should_stop():
            return progress
        while not ledger.await_entries(progress.head, seconds=REST_SECONDS) and not should_stop():
            pass


def _advance(projector: Projector, should_stop: Callable[[], bool], told: Callable[[Progress], object]) -> Progress:
    for progress in projector.pages():
        for stopped in progress.quarantined:
            logger().error("projections.quarantined", view=stopped.view, position=stopped.position)
        told(progress)
        if should_stop():
            break
    return progress
