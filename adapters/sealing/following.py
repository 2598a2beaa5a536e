"""The seal follows the ledger: once a second at the most, a little at a time; whatever befalls it, the views go on."""

import time
from collections.abc import Callable
from typing import Any

from adapters.clock import Clock
from adapters.logging import logger
from adapters.published import Published, ledger_id
from adapters.sealing.seal import NothingToSeal, Seal
from adapters.sealing.tables import TABLES
from adapters.settings import Settings
from adapters.side_tables import make_tables, open_side_tables
from adapters.stores.recorder import LedgerRecorder
from projections.seal.follower import PositionsBroken, SealBroken
from projections.seal.tables import Tree

EVERY_SECONDS = 1.0
"""How often what is new is sealed."""
RETRY_SECONDS = 5.0
"""How long after a failure it is tried again."""
SLICE_SECONDS = 0.5
"""How long the seal may keep the views waiting at a time."""


class _Enough(Exception):
    """The views have waited long enough: what was taken in stays, the rest comes next time."""


class SealFollower:
    """Seals a ledger beside its projector, in the same thread, on a database connection of its own."""

    def __init__(self, ledger: LedgerRecorder[Any, Any], settings: Settings, clock: Clock) -> None:
        self._ledger, self._settings, self._clock = ledger, settings, clock
        self._opened: Any = None
        self._sealed = -1
        self._next = self._began = 0.0
        self.trouble: str | None = None
        """Why nothing is signed, by the name of the error; None where all is well."""
        self.is_behind = False
        """Whether there is more to be taken in at once."""

    def step(self) -> None:
        """Seal what is new, if it is time. Raises nothing: what goes wrong is told in the log, and tried again."""
        if time.monotonic() >= self._next:
            self._attempt(lambda: self._ledger.head() > self._sealed or self.trouble is not None)

    def end(self) -> None:
        """Once more, whatever the time."""
        self._attempt(lambda: self._ledger.head() > self._sealed)

    def close(self) -> None:
        """Let go of the connection; another step opens one again."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            opened.close()

    def _attempt(self, is_wanted: Callable[[], bool]) -> None:
        self._began, self.is_behind = time.monotonic(), False
        self._next = self._began + EVERY_SECONDS
        try:
            if is_wanted():
                self._advance()
        except _Enough:
            self.is_behind, self._next = True, 0.0
        except NothingToSeal:
            self._well()
        except Exception as error:  # noqa: BLE001  # whatever it is: the views must go on; it is said, and tried again
            self._failed(error)

    def _advance(self) -> None:
        if self._opened is None:
            self._opened = open_side_tables(self._settings.database)
            make_tables(self._opened, TABLES)
        sealed = [self._advanced(tree) for tree in Tree]
        self._sealed = min(sealed)
        self._well()

    def _advanced(self, tree: Tree) -> int:
        """How many entries one of the trees covers now."""
        seal = Seal(self._ledger, self._opened, self._settings, self._clock, tree)
        sealed = seal.advance(told=self._told)
        size = sealed.note.checkpoint().size
        if sealed.added:
            Published(self._settings.keys_folder).note(ledger_id(self._ledger), size)  # whoever asks may have it now
            logger().debug("seal.signed", tree=tree.value, size=size, added=sealed.added)
        return size

    def _told(self, size: int, head: int) -> None:
        if time.monotonic() - self._began >= SLICE_SECONDS:
            logger().debug("seal.page", size=size, head=head)
            raise _Enough

    def _well(self) -> None:
        if self.trouble is not None:
            self.trouble = None
            logger().info("seal.goes_on")

    def _failed(self, error: Exception) -> None:
        """Told once for each change of state."""
        self._next = time.monotonic() + RETRY_SECONDS
        name = type(error).__name__
        if name != self.trouble:
            self.trouble = name
            where = {}
            if isinstance(error, SealBroken):
                where = {"size": error.size, "head": error.head}
            if isinstance(error, PositionsBroken):
                where = {"position": error.position}
            logger().error("seal.failed", error=name, **where)
        self._close_after_failure()

    def _close_after_failure(self) -> None:
        """A connection on which something failed is not used again."""
        try:
            self.close()
        except Exception as error:  # noqa: BLE001  # it is given up in any case
            logger().debug("seal.not_closed", error=type(error).__name__)
