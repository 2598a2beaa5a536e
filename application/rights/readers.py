"""Who may read what, asked before every answer that leaves the house over the network."""

from collections.abc import Callable
from datetime import date
from threading import RLock
from uuid import UUID

from application.errors import NotFound
from application.ledger import Ledger
from application.places import Place, place_known
from application.rights.assigned import Rights
from application.rights.reach import Reach
from application.states import Decode, States
from domain.kernel.command import Command
from domain.kernel.stamp import Actor

AT_MOST = 500
"""After so many new entries everything is read anew instead of file by file."""


class Readers:
    """The rights of people who read, on states of its own: whoever reads waits for nobody who writes.

    It follows the ledger by its dense positions, so that a role taken away or a file handed over, in whatever process,
    counts from the next question on. A question costs one look at the head.
    """

    def __init__(self, rights: Rights, ledger: Ledger, decode: Decode, today: Callable[[], date]) -> None:
        self._rights, self._ledger, self._today = rights, ledger, today
        self._states = States(ledger, decode)
        self._places: dict[UUID, Place] = {}
        self._places_on: date | None = None
        self._seen = ledger.head()
        self._lock = RLock()

    def check(self, actor: Actor, subject: str) -> Reach:
        """To which files the answer is limited. Raises NotAllowed."""
        head = self._ledger.head()
        with self._lock:
            self._follow(head)
            return self._rights.check_reading(actor, subject, self._states, self._today())

    def check_sending(self, actor: Actor, command: type[Command]) -> Reach:
        """The same for whoever is about to be told what is wrong with a command. Raises NotAllowed."""
        head = self._ledger.head()
        with self._lock:
            self._follow(head)
            return self._rights.check_sending(actor, command, self._states, self._today())

    def covers(self, reach: Reach, file: UUID) -> bool:
        """Whether this file may be written. A file that is not known lies nowhere."""
        if reach.is_whole:
            return True
        with self._lock:
            return reach.covers(self._place(file))

    def shows(self, reach: Reach, file: UUID) -> bool:
        """Whether this file is within reach. A file that is not known lies nowhere."""
        if reach.is_whole:
            return True
        with self._lock:
            return reach.shows(self._place(file))

    def _place(self, file: UUID) -> Place:
        if file not in self._places:
            self._places[file] = self._place_now(file)
        return self._places[file]

    def _place_now(self, file: UUID) -> Place:
        try:
            return place_known(self._states.get(file), self._today())
        except NotFound:
            return Place()

    def _follow(self, head: int) -> None:
        """Forget what others have written to since; what lies elsewhere on another day is looked up on that day."""
        if head - self._seen > AT_MOST:
            self._states.forget_all()
            self._places.clear()
        elif head > self._seen:
            news = {one.originator_id for one in self._ledger.select_entries(after=self._seen, limit=AT_MOST)}
            self._states.forget(*news)
            for file in news:
                self._places.pop(file, None)
        self._seen = max(head, self._seen)
        if self._places_on != self._today():
            self._places.clear()
            self._places_on = self._today()
