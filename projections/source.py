"""Where entries come from, and how corrections change the way they read."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.kernel.entry import CORRECTIONS, Entry, EntryCorrected, EntryTakenBack, settle
from domain.kernel.unreadable import UnreadableEvent
from projections.database import Values
from projections.table import moment_text


class Histories(Protocol):
    """What a correction asks for: the file that it corrects."""

    def history(self, originator_id: UUID, *, until: int) -> Sequence[Entry]:
        """The entries of one aggregate in order, up to a position; asked for where one of them is corrected."""
        ...


class EntrySource(Histories, Protocol):
    """The ledger as read models see it: dense positions from 1, every entry decoded once for all views."""

    def head(self) -> int:
        """The last position; 0 in an empty ledger."""
        ...

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        """At most `limit` entries in order with after < position ≤ until. Raises UnreadableEvent."""
        ...


class Reading:
    """How the entry at `order_position` reads from `position` on; without an entry it reads as if it had not been."""

    __slots__ = ("_place", "entry", "kind", "order_position", "position", "recorded_at", "replaces")

    def __init__(
        self, entry: Entry | None, *, order_position: int, position: int, recorded_at: datetime | None, replaces: bool
    ) -> None:
        self.entry = entry
        self.kind = None if entry is None else type(entry.event)
        self.order_position = order_position
        self.position = position
        self.recorded_at = recorded_at
        self.replaces = replaces
        self._place: Values | None = None

    @classmethod
    def of(cls, entry: Entry) -> "Reading":
        """The entry as it was recorded."""
        position = entry.position
        return cls(entry, order_position=position, position=position, recorded_at=entry.recorded_at, replaces=False)

    def place(self) -> Values:
        """The values of Place but for `ordinal`, worked out once for the rows of all views."""
        if self._place is None:
            assert self.entry is not None
            day = self.entry.effective_on
            self._place = (
                self.order_position,
                self.position,
                None,
                None if day is None else day.isoformat(),
                self.entry.event_key,
                moment_text(self.recorded_at),
            )
        return self._place


def read_all(page: Sequence[Entry], source: Histories) -> Iterator[Reading]:
    """Every reading that the entries of a page bring: their own, and after a correction those that it changes.

    Raises UnreadableEvent.
    """
    for entry in page:
        yield Reading.of(entry)
        if isinstance(entry.event, CORRECTIONS):
            yield from _changed_readings(entry, _history(entry, source))


def _history(correction: Entry, source: Histories) -> Sequence[Entry]:
    """The file that is corrected. Raises UnreadableEvent for the correction where an earlier entry is damaged."""
    try:
        return source.history(correction.originator_id, until=correction.position)
    except UnreadableEvent as failure:
        at, topic = correction.position, correction.event.topic
        raise UnreadableEvent(position=at, topic=topic, reason=f"needs entry {failure.position}") from failure


def _changed_readings(correction: Entry, history: Sequence[Entry]) -> Iterator[Reading]:
    """What reads differently: the target, and where that is itself a correction, what it corrects, and so on."""
    entries = {entry.event_id: entry for entry in history}
    before = {entry.event_id: entry for entry in settle(history[:-1])}
    after = {entry.event_id: entry for entry in settle(history)}
    event = correction.event
    while isinstance(event, EntryCorrected | EntryTakenBack) and event.target in entries:
        target = entries[event.target]
        if not _reads_alike(before.get(event.target), after.get(event.target)):
            yield Reading(
                after.get(event.target),
                order_position=target.position,
                position=correction.position,
                recorded_at=correction.recorded_at,
                replaces=True,
            )
        event = target.event


def _reads_alike(one: Entry | None, other: Entry | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.event == other.event and one.effective_on == other.effective_on
