"""The projector that never ends: views and seal follow the ledger, woken by whoever writes, until it is stopped."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from adapters.logging import logger
from adapters.stores.recorder import LedgerRecorder
from projections import builds
from projections.database import Database
from projections.projector import Progress, Projector
from projections.source import EntrySource
from projections.view import View

REST_SECONDS = 1.0
"""How long a projector sleeps at most before it asks whether it is to stop."""


class Beside(Protocol):
    """What follows the ledger beside the views, and never stops them: the seal."""

    @property
    def is_behind(self) -> bool:
        """Whether it could go on at once."""
        ...

    def step(self) -> None:
        """Follow, if it is time."""
        ...

    def end(self) -> None:
        """Once more, whether or not it is time."""
        ...

    def close(self) -> None: ...


class Nothing:
    """Stands beside views that follow alone."""

    is_behind = False

    def step(self) -> None: ...

    def end(self) -> None: ...

    def close(self) -> None: ...


ALONE = Nothing()


def follow(
    ledger: LedgerRecorder[Any, Any],
    database: Database,
    source: EntrySource,
    views: Sequence[View],
    *,
    should_stop: Callable[[], bool],
    told: Callable[[Progress], object],
    beside: Beside = ALONE,
) -> Progress:
    """Keep the views at the head of the ledger. Ends after the page in which somebody wished it to; the last progress.

    Several may run beside each other: one advances a view, the others find it done. A view in quarantine stands still
    while the rest go on.
    """
    builds.prepare(database, views)
    projector = Projector(database, source, views)
    try:
        while True:
            progress = _advance(projector, should_stop, told)
            if should_stop():
                beside.end()
                return progress
            _rest(ledger, progress.head, should_stop, beside)
    finally:
        beside.close()


def _rest(ledger: LedgerRecorder[Any, Any], head: int, should_stop: Callable[[], bool], beside: Beside) -> None:
    """Until there is more; meanwhile what follows beside the views has its turn."""
    while True:
        beside.step()
        seconds = 0.0 if beside.is_behind else REST_SECONDS
        if ledger.await_entries(head, seconds=seconds) or should_stop():
            return


def _advance(projector: Projector, should_stop: Callable[[], bool], told: Callable[[Progress], object]) -> Progress:
    for progress in projector.pages():
        for stopped in progress.quarantined:
            logger().error("projections.quarantined", view=stopped.view, position=stopped.position)
        told(progress)
        if should_stop():
            break
    return progress
