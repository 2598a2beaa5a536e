"""A ledger in memory, as read models see one: entries are recorded a day apart, corrected and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.event import Event
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Actor, Anomaly, AnomalyRef, Inference, RecordedStamp, Source

Day = date | str | None

FIRST_DAY = datetime(2017, 1, 1, 12, tzinfo=UTC)


def a_day(day: Day) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


@dataclass
class Chronicle:
    """Answers what projections ask of a ledger."""

    entries: list[Entry] = field(default_factory=list)

    # As a source ----------------------------------------------------------------------------------------------------

    def head(self) -> int:
        return len(self.entries)

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        return self.entries[after : min(after + limit, until)]

    def history(self, originator_id: UUID, *, until: int) -> Sequence[Entry]:
        return [entry for entry in self.entries[:until] if entry.originator_id == originator_id]

    @staticmethod
    def identifier(name: str) -> UUID:
        """The aggregate of this name."""
        return derived_id("chronicle", name)

    # Recording ------------------------------------------------------------------------------------------------------

    def record(
        self,
        event: Event,
        *,
        on: Day = None,
        to: UUID | str = "contract",
        anomalies: Sequence[Anomaly | str] = (),
        closes: Sequence[tuple[Entry, str]] = (),
        inferred: Sequence[Inference] = (),
    ) -> Entry:
        """The next entry of an aggregate, effective on a day."""
        position = len(self.entries) + 1
        aggregate = to if isinstance(to, UUID) else self.identifier(to)
        stamp = RecordedStamp(
            command_id=derived_id("chronicle", "command", str(position)),
            event_id=derived_id("chronicle", "event", str(position)),
            actor=Actor(role="clerk"),
            source=Source(kind="cli"),
            effective_on=a_day(on),
            inferred=tuple(inferred),
            anomalies=tuple(Anomaly(code=one) if isinstance(one, str) else one for one in anomalies),
            closes=tuple(AnomalyRef(event_id=entry.event_id, code=code) for entry, code in closes),
        )
        entry = Entry(
            event=event,
            stamp=stamp,
            originator_id=aggregate,
            originator_version=1 + len(self.history(aggregate, until=position)),
            position=position,
            recorded_at=FIRST_DAY + timedelta(days=position),
        )
        self.entries.append(entry)
        return entry

    def correct(self, target: Entry, event: Event, *, on: Day = None, anomalies: Sequence[Anomaly | str] = ()) -> Entry:
        """The target reads like this instead, effective on this day (as before where none is given)."""
        correction = EntryCorrected(
            target=target.event_id,
            target_topic=event.topic,
            data=event.model_dump(mode="json", exclude_none=True),
        )
        return self.record(correction, on=on, to=target.originator_id, anomalies=anomalies)

    def take_back(self, target: Entry, *, on: Day = None) -> Entry:
        """The target reads as if it had not been recorded."""
        return self.record(EntryTakenBack(target=target.event_id), on=on, to=target.originator_id)
