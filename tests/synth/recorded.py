"""A region in a real ledger, with everything that the ledger said to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.synth.record import Recorder
from adapters.synth.region import Region
from adapters.synth.step import Step
from application.block import Answer, BlockWriter, Item
from application.engine import Outcome
from application.importing.importer import Tally
from application.importing.line import Problem
from domain.contract.events import PaymentAllocated, PaymentMade, PaymentOrdered, PaymentReversed, RefundReceived
from domain.contract.events.drawing import OrderCancelled, PaymentRejected
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from tests.ledgers import ensured


class Listening(BlockWriter):
    """Keeps every answer."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.heard: list[Answer] = []

    def write(self, items: "list[Item]") -> list[Answer]:  # type: ignore[override]  # a list is what the recorder gives
        answers = super().write(items)
        self.heard += answers
        return answers


@dataclass
class Recorded:
    """One run over a ledger."""

    parts: Parts
    tally: Tally
    answers: list[Answer]
    problems: list[Problem]

    @property
    def entries(self) -> Iterable[Entry]:
        """Everything that was recorded, as the engine gave it back."""
        return (entry for answer in self.answers if isinstance(answer, Outcome) for entry in answer.entries)

    def history(self) -> Mapping[UUID, list[Entry]]:
        """The same as the store gives it back, by file."""
        found: dict[UUID, list[Entry]] = {}
        for entry in self.parts.source.read(after=0, limit=self.parts.ledger.head(), until=self.parts.ledger.head()):
            found.setdefault(entry.originator_id, []).append(entry)
        return found


def opened(url: str) -> Parts:
    ensured(url)
    return Parts(Settings(database=url))


def recorded(parts: Parts, region: Region, *, stop_after: int | None = None) -> Recorded:
    """Record a region; `stop_after` so many steps somebody wishes to stop."""
    asked = Counter[str]()

    def should_stop() -> bool:
        asked["steps"] += 1
        return stop_after is not None and asked["steps"] > stop_after

    problems: list[Problem] = []
    writer = Listening(parts.engine)
    recorder = Recorder(writer, tell=problems.append, should_stop=should_stop, block=500)
    return Recorded(parts, recorder.record(region), writer.heard, problems)


# The second count ----------------------------------------------------------------------------------------------------


@dataclass
class Count:
    """The money of one contract from its events alone, in minor units; shares no code with ledger or aggregate."""

    ordered: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    paid: dict[str, int] = field(default_factory=dict)
    by_order: dict[str, str | None] = field(default_factory=dict)
    said: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    cash: Counter[int] = field(default_factory=Counter)
    reversed: int = 0
    refunded: int = 0

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Count":
        count, entries = cls(), list(entries)
        corrected = {e.event.target: e.event for e in entries if isinstance(e.event, EntryCorrected | EntryTakenBack)}
        for entry in entries:
            correction = corrected.get(entry.event_id)
            if isinstance(correction, EntryTakenBack):
                continue
            count.take(correction.replacement() if correction else entry.event, entry.effective_on or date.min)
        return count

    def take(self, event: object, on: date) -> None:
        if isinstance(event, PaymentOrdered):
            self.ordered[event.order] = event.amount.minor
        if isinstance(event, PaymentRejected | OrderCancelled):
            self.ended.add(event.order)
        if isinstance(event, PaymentMade):
            self.paid[event.movement] = event.amount.minor
            self.by_order[event.movement] = event.order
            self.cash[on.year] += event.amount.minor
        if isinstance(event, PaymentMade | PaymentAllocated):
            self.said[event.movement] = [(one.month.year, one.amount.minor) for one in event.allocations]
        if isinstance(event, PaymentReversed):
            self.paid[event.movement] -= event.amount.minor
            self.cash[on.year] -= event.amount.minor
            self.reversed += event.amount.minor
        if isinstance(event, RefundReceived):
            self.refunded += event.amount.minor

    @property
    def gross(self) -> int:
        return sum(self.paid.values())

    @property
    def by_service_year(self) -> dict[int, int]:
        found = Counter[int]()
        for movement, left in self.paid.items():
            for year, minor in self.said[movement] if left else ():
                found[year] += minor
        return dict(found)

    @property
    def outstanding(self) -> int:
        left = dict(self.ordered)
        for movement, order in self.by_order.items():
            if order is not None:
                left[order] -= self.paid[movement]
        return sum(max(0, minor) for order, minor in left.items() if order not in self.ended)


def by_target(steps: Iterable[Step]) -> Mapping[UUID, list[Step]]:
    found: dict[UUID, list[Step]] = {}
    for step in steps:
        found.setdefault(step.target, []).append(step)
    return found
