"""How far a ledger was ever seen from outside: kept beside the keys, where a restored database does not take it back.

A copy that is older than what others have seen would give the same numbers to other entries. So whatever hands out
positions notes the highest, and whatever would write looks here first.
"""

import hashlib
from datetime import UTC
from pathlib import Path
from threading import Event

from adapters.shared_notes import SharedNotes
from application.ledger import Ledger, StoredEntry

NAME = "published.json"
EVERY_SECONDS = 1.0
"""How often a server notes how far others may have seen."""


class OlderThanPublished(Exception):
    """Others have seen entries that this ledger does not hold."""

    def __init__(self, *, head: int, published: int) -> None:
        self.head, self.published = head, published
        super().__init__(f"entries up to {published} were handed out, and the ledger ends at {head}")


class Published:
    """The highest position that others have seen, by ledger. Several processes may note it at once."""

    def __init__(self, folder: Path) -> None:
        self._notes: SharedNotes[int] = SharedNotes(folder / NAME)

    def position(self, ledger: str | None) -> int:
        """0 where nothing is known to have been handed out."""
        return self._notes.read().get(ledger, 0) if ledger is not None else 0

    def note(self, ledger: str | None, position: int) -> None:
        """Others have seen this position; what is noted never goes down by itself."""
        if ledger is None or position <= self.position(ledger):
            return
        with self._notes.changing() as known:
            known[ledger] = max(position, known.get(ledger, 0))

    def accept(self, ledger: str, position: int) -> None:
        """What was seen beyond this position is lost, and this is known."""
        with self._notes.changing() as known:
            known[ledger] = position


def check(ledger: Ledger, published: Published) -> None:
    """Raises OlderThanPublished."""
    seen, head = published.position(ledger_id(ledger)), ledger.head()
    if head < seen:
        raise OlderThanPublished(head=head, published=seen)


def keep_noting(ledger: Ledger, published: Published, is_stopping: Event) -> None:
    """Note where the ledger stands, again and again, until the server stops."""
    noted = 0
    while True:
        is_last = is_stopping.wait(EVERY_SECONDS)
        head = ledger.head()
        if head > noted:
            published.note(ledger_id(ledger), head)
            noted = head
        if is_last:
            return


def ledger_id(ledger: Ledger) -> str | None:
    """What names a ledger for ever: the digest of its first entry. None where there is none."""
    first = ledger.select_entries(after=0, limit=1)
    return entry_id(first[0]) if first else None


def entry_id(first: StoredEntry) -> str:
    at = first.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = f"{first.originator_id} {first.topic} {at} ".encode()
    return hashlib.sha256(said + first.state).hexdigest()
