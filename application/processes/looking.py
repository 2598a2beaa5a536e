"""One look at an aggregate: from which day a timer has something to do with it, and what its entries call for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from application.processes.reactions import Mark, marks, suspicion_marks
from application.processes.timers import TIMERS, next_due
from application.states import kind_of
from domain.kernel.aggregate import AGGREGATES
from domain.kernel.entry import Entry, settle

SHAPE = 2
"""Raised when a timer or a reaction is added or decides otherwise: what was found before is then looked at anew."""

WATCHED = frozenset({"tender", "network_entry", "mandate", "contract", "inspection"})
"""The kinds of aggregates that timers or reactions look at."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen. `due_on` is the first day on which a timer has something to record; None where there is none."""

    due_on: date | None
    marks: tuple[Mark, ...]


def is_watched(topic: str) -> bool:
    """Whether an entry of this topic may change what is seen; a correction may be one of any aggregate."""
    return topic.split(".", 1)[0] in WATCHED | {"entry"}


def look(entries: Sequence[Entry]) -> Sight:
    """Everything that one aggregate calls for; `entries` are all of its entries as recorded."""
    kind = kind_of(entries[0])
    if kind not in WATCHED:
        return Sight(None, ())
    due_on = next_due(AGGREGATES[kind].replay(entries[0].originator_id, entries)) if kind in TIMERS else None
    if kind == "inspection":
        return Sight(due_on, tuple(suspicion_marks(entries)))
    return Sight(due_on, tuple(marks(settle(entries))))
