"""An event as it stands in the ledger, and how corrections change what the ledger says."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import JsonValue

from domain.kernel.event import CATALOGUE, Event
from domain.kernel.ids import ClaimChange
from domain.kernel.stamp import Actor, AnomalyRef, RecordedStamp


class Entry:
    """One event with its stamp, its place and the moment at which the store recorded it.

    The stamp is read only when it is asked for: folding needs the effective date and the position alone.
    """

    __slots__ = (
        "_event_id",
        "_read",
        "_stamp",
        "effective_on",
        "event",
        "originator_id",
        "originator_version",
        "position",
        "recorded_at",
    )

    def __init__(  # noqa: PLR0917 - made by the thousand: keywords cost almost as much as all the rest of it
        self,
        event: Event,
        stamp: RecordedStamp | dict[str, Any],
        originator_id: UUID,
        originator_version: int,
        position: int = 0,
        recorded_at: datetime | None = None,
        effective_on: date | None = None,
    ) -> None:
        self.event = event
        self.originator_id = originator_id
        self.originator_version = originator_version
        self.position = position
        self.recorded_at = recorded_at
        self._stamp = stamp
        self._read: RecordedStamp | None = None
        self._event_id: UUID | None = None
        if effective_on is None:
            day = stamp.get("effective_on") if isinstance(stamp, dict) else stamp.effective_on
            effective_on = date.fromisoformat(day) if isinstance(day, str) else day
        self.effective_on = effective_on

    @property
    def stamp(self) -> RecordedStamp:
        if self._read is None:
            given = self._stamp
            self._read = RecordedStamp.model_validate(given) if isinstance(given, dict) else given
        return self._read

    @property
    def stamp_json(self) -> dict[str, Any]:
        """The stamp as it is stored: without what is unknown or empty."""
        if isinstance(self._stamp, dict):
            return self._stamp
        return self._stamp.model_dump(mode="json", exclude_defaults=True)

    @property
    def event_id(self) -> UUID:
        if self._event_id is None:
            stamp = self._stamp
            self._event_id = UUID(stamp["event_id"]) if isinstance(stamp, dict) else stamp.event_id
        return self._event_id

    @property
    def event_key(self) -> str:
        """The same as text, as it is stored."""
        stamp = self._stamp
        return str(stamp["event_id"] if isinstance(stamp, dict) else stamp.event_id)

    @property
    def actor_key(self) -> str:
        """Who acted: Actor.key, read without the rest of the stamp."""
        if not isinstance(self._stamp, dict):
            return self._stamp.actor.key
        actor = self._stamp["actor"]
        return actor.get("person") or Actor.key_without_person(actor["role"], actor.get("organisation"))

    @property
    def is_plain(self) -> bool:
        """Whether nothing was noted beside it and nothing is closed by it, as is most often so."""
        stamp = self._stamp
        return isinstance(stamp, dict) and "anomalies" not in stamp and "closes" not in stamp

    @property
    def noted(self) -> tuple[AnomalyRef, ...]:
        """The anomalies that came with this event, by name."""
        if isinstance(self._stamp, dict):
            found = self._stamp.get("anomalies")
            return tuple([AnomalyRef(self.event_id, one["code"]) for one in found]) if found else ()
        return tuple(AnomalyRef(event_id=self._stamp.event_id, code=one.code) for one in self._stamp.anomalies)

    @property
    def closes(self) -> tuple[AnomalyRef, ...]:
        """The earlier anomalies that this event settles."""
        if isinstance(self._stamp, dict):
            found = self._stamp.get("closes")
            return tuple([AnomalyRef(UUID(one["event_id"]), one["code"]) for one in found]) if found else ()
        return self._stamp.closes

    @property
    def documents(self) -> tuple[str, ...]:
        """The files that the stamp refers to, by their digests."""
        if isinstance(self._stamp, dict):
            return tuple(self._stamp.get("documents", ()))
        return self._stamp.documents

    def saying(self, event: Event, *, effective_on: date | None) -> "Entry":
        """This entry with another wording, at its own place in the order."""
        return Entry(
            event=event,
            stamp=self._stamp,
            originator_id=self.originator_id,
            originator_version=self.originator_version,
            position=self.position,
            recorded_at=self.recorded_at,
            effective_on=effective_on,
        )


class EntryCorrected(Event):
    """An earlier entry of this file reads differently: it keeps its place and says what is given here.

    The effective date of this event is the corrected effective date of the target; without one the date stays as it
    reads. The target is never itself a correction: whoever corrects a correction says how the entry should read.
    """

    topic = "entry.corrected"

    target: UUID
    target_topic: str
    target_version: int = 1
    data: dict[str, JsonValue]
    claim_changes: tuple[ClaimChange, ...] = ()

    def claims(self) -> Iterator[ClaimChange]:
        return iter(self.claim_changes)

    def replacement(self) -> Event:
        return CATALOGUE[self.target_topic].model_validate(self.data)


class EntryTakenBack(Event):
    """An earlier entry of this file is taken back as if it had not been recorded; it stays visible in history."""

    topic = "entry.taken-back"

    target: UUID
    claim_changes: tuple[ClaimChange, ...] = ()

    def claims(self) -> Iterator[ClaimChange]:
        return iter(self.claim_changes)


CORRECTIONS = (EntryCorrected, EntryTakenBack)


def settle(entries: Iterable[Entry]) -> Sequence[Entry]:
    """What the entries say after every correction among them: the last one that still stands holds."""
    entries = list(entries)
    standing = _standing_corrections(entries)
    settled = []
    for entry in entries:
        corrections = standing.get(entry.event_id)
        if corrections is None:
            settled.append(entry)
        elif isinstance(last := corrections[0].event, EntryCorrected):
            settled.append(entry.saying(last.replacement(), effective_on=_corrected_day(entry, corrections)))
    return settled


def _standing_corrections(entries: Sequence[Entry]) -> dict[UUID, list[Entry]]:
    """The corrections of each target, the last first: one that was itself taken back does not count."""
    standing: dict[UUID, list[Entry]] = {}
    for entry in reversed(entries):
        if isinstance(entry.event, CORRECTIONS) and entry.event_id not in standing:
            standing.setdefault(entry.event.target, []).append(entry)
    return standing


def _corrected_day(entry: Entry, corrections: Sequence[Entry]) -> date | None:
    """The day of the last standing correction that states one: correcting the amount leaves a corrected date alone."""
    stated = (one.effective_on for one in corrections if isinstance(one.event, EntryCorrected) and one.effective_on)
    return next(stated, entry.effective_on)
