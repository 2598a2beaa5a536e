"""Whether the server can answer: the store, and every view with how far it is behind."""

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

import psycopg
from eventsourcing.persistence import PersistenceError

from adapters.bootstrap import Parts
from adapters.http.parts import Desk, Desks
from adapters.http.sealing.look import SealLook, look_at
from adapters.logging import logger
from projections import builds
from projections.builds import State, Status
from projections.seal.tables import Tree
from projections.views import VIEWS

FRESH_SECONDS = 1.0
"""For so long one look is good for everybody: however many ask, the store is asked once."""
STORE_ERRORS = (sqlite3.Error, psycopg.Error, PersistenceError, OSError)


@dataclass(frozen=True, slots=True)
class ViewReadiness:
    """One view: how it stands, how many entries it has not seen, and how long the first of them has waited."""

    name: str
    state: State
    lag: int
    lag_seconds: float

    @property
    def is_live(self) -> bool:
        return self.state is State.LIVE


@dataclass(frozen=True, slots=True)
class Look:
    """What was found."""

    is_up: bool
    head: int = 0
    views: tuple[ViewReadiness, ...] = ()
    seals: Mapping[Tree, SealLook] = field(default_factory=dict)
    """Told, and no reason to be not ready: no question is answered better by a server that is taken away."""
    max_lag_seconds: float = 0.0

    @property
    def is_ready(self) -> bool:
        return self.is_up and all(one.is_live and one.lag_seconds <= self.max_lag_seconds for one in self.views)


class Readiness:
    """Looks when somebody asks, and not more often than it makes sense."""

    def __init__(self, parts: Parts, desks: Desks, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._desks = desks
        self._clock = clock
        self._looking = Lock()
        self._seen: Look | None = None
        self._seen_at = 0.0

    def look(self) -> Look:
        """The state now, or of a moment ago."""
        with self._looking:
            if self._seen is None or self._clock() - self._seen_at >= FRESH_SECONDS:
                self._seen, self._seen_at = self._looked(), self._clock()
            return self._seen

    def _looked(self) -> Look:
        try:
            with self._desks.desk() as desk:
                return self._at(desk)
        except STORE_ERRORS as error:
            logger().error("store.silent", error=type(error).__name__)
            return Look(is_up=False)

    def _at(self, desk: Desk) -> Look:
        head = self._parts.ledger.head()
        views = tuple(self._view(one) for one in builds.status(desk.database, VIEWS, head=head))
        return Look(
            is_up=True,
            head=head,
            views=views,
            seals={tree: look_at(self._parts, desk.seal(tree)) for tree in Tree},
            max_lag_seconds=self._parts.settings.max_lag_seconds,
        )

    def _view(self, status: Status) -> ViewReadiness:
        return ViewReadiness(status.view, status.state, max(0, status.lag), self._waiting(status))

    def _waiting(self, status: Status) -> float:
        """How long the first entry has waited that the view has not seen."""
        if status.lag <= 0:
            return 0.0
        first = self._parts.ledger.select_entries(after=status.position, limit=1)[0]
        return max(0.0, (self._parts.clock() - first.recorded_at).total_seconds())
