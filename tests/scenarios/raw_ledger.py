"""The ledger as bare JSON, and what it says after corrections: nothing here knows an event, a view or an aggregate."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from application.ledger import Ledger

CORRECTED, TAKEN_BACK = "entry.corrected", "entry.taken-back"
PAGE = 5_000


@dataclass(frozen=True)
class Raw:
    """One stored event: its place, its file, its topic, the day of its effect as text, and its data."""

    position: int
    file: str
    topic: str
    event: str
    on: str | None
    data: dict[str, Any]
    recorded: str = ""
    stamp: dict[str, Any] = field(default_factory=dict)


def stored(ledger: Ledger) -> Iterator[Raw]:
    """Every event of the ledger in order."""
    after, head = 0, ledger.head()
    while rows := ledger.select_entries(after=after, limit=PAGE, until=head):
        for row in rows:
            said = json.loads(row.state)
            stamp = said["stamp"]
            yield Raw(
                position=row.position,
                file=str(row.originator_id),
                topic=row.topic,
                event=stamp["event_id"],
                on=stamp.get("effective_on"),
                data=said["data"],
                recorded=row.recorded_at.isoformat(),
                stamp=stamp,
            )
        after = rows[-1].position


def reads(events: Iterable[Raw], *, known: int | None = None) -> list[Raw]:
    """What the events up to a position say: each as the last correction of it that still stands has it."""
    told = [one for one in events if known is None or one.position <= known]
    corrections: dict[str, list[Raw]] = {}
    for one in reversed(told):
        if one.topic in {CORRECTED, TAKEN_BACK} and one.event not in corrections:
            corrections.setdefault(one.data["target"], []).append(one)
    return [read for one in told for read in _read(one, corrections.get(one.event, []))]


def _read(one: Raw, corrections: list[Raw]) -> Iterator[Raw]:
    if one.topic in {CORRECTED, TAKEN_BACK}:
        return
    if not corrections:
        yield one
    elif corrections[0].topic == CORRECTED:
        days = [by.on for by in corrections if by.topic == CORRECTED and by.on is not None]
        yield replace(one, data=corrections[0].data["data"], on=[*days, one.on][0])
