"""How far views are brought within a request: all the way where little is missing, so that one reads what one wrote.

Beside a server the projector keeps the views at the head; what a request finds missing are the entries of the last
moments. After an import that is not so: then one request at a time helps for a few seconds, and the others answer from
what is there and say as of which entry. Where the projector runs apart, requests only read.
"""

import time
from collections.abc import Sequence
from threading import Lock

from adapters.bootstrap import Parts
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.view import View

LITTLE = 500
"""So many entries a request projects by itself, whoever else does: some hundredths of a second."""
PATIENCE_SECONDS = 5.0
"""How long one request works on more than that."""


class CatchingUp:
    """Shared by all requests of a server."""

    def __init__(
        self, parts: Parts, *, is_allowed: bool = True, little: int = LITTLE, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._parts = parts
        self._little, self._patience_seconds = little, patience_seconds
        self._is_allowed = is_allowed
        self._prepared: set[str] = set()
        self._much = Lock()

    def bring(self, database: Database, views: Sequence[View]) -> None:
        """Bring these views as far as this request may."""
        if not self._is_allowed:
            return
        self._prepare(database, views)
        missing = self._parts.source.head() - self._reached(database, views)
        if missing <= self._little:
            if missing > 0:
                Projector(database, self._parts.source, views).catch_up()
        elif self._much.acquire(blocking=False):
            try:
                self._for_a_while(database, views)
            finally:
                self._much.release()

    def _prepare(self, database: Database, views: Sequence[View]) -> None:
        """A ledger may be older than a view; making it takes a lock that readers need not wait for every time."""
        if not self._prepared.issuperset(view.name for view in views):
            builds.prepare(database, views)
            self._prepared.update(view.name for view in views)

    def _reached(self, database: Database, views: Sequence[View]) -> int:
        live = builds.advancing(database, views)
        return min((builds.checkpoint(database, build) for build in live), default=self._parts.source.head())

    def _for_a_while(self, database: Database, views: Sequence[View]) -> None:
        until = time.monotonic() + self._patience_seconds
        for _ in Projector(database, self._parts.source, views, page_size=LITTLE).pages():
            if time.monotonic() >= until:
                break
