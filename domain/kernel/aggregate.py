"""Decide, then evolve: the two halves of every aggregate."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from domain.kernel.case import Case, Decision, Facts
from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry, correct_entry, take_back_entry
from domain.kernel.entry import CORRECTIONS, Entry, settle
from domain.kernel.event import Event
from domain.kernel.ids import references
from domain.kernel.stamp import AnomalyRef, Stamp

F = TypeVar("F", bound=Callable[..., Any])

AGGREGATES: dict[str, type["Aggregate"]] = {}
"""Every aggregate class by its kind."""


def decides(command: type[Command]) -> Callable[[F], F]:
    """This method decides that command: `(self, command, case) -> Event | tuple[Event, ...]`."""
    return _mark("_decides", command)


def when(event: type[Event]) -> Callable[[F], F]:
    """This method takes that event into the state: `(self, event, entry) -> None`. It only assigns."""
    return _mark("_when", event)


def _mark(attribute: str, subject: type) -> Callable[[F], F]:
    def mark(method: F) -> F:
        setattr(method, attribute, (*getattr(method, attribute, ()), subject))
        return method

    return mark


class Aggregate:
    """State folded from events; `decide` may refuse and changes nothing, `evolve` changes and never refuses."""

    kind: ClassVar[str]
    decisions: ClassVar[dict[type[Command], Callable[..., Any]]] = {}
    handlers: ClassVar[dict[type[Event], Callable[..., None]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        methods = [m for base in reversed(cls.__mro__) for m in vars(base).values() if callable(m)]
        cls.decisions = {subject: m for m in methods for subject in getattr(m, "_decides", ())}
        cls.handlers = {subject: m for m in methods for subject in getattr(m, "_when", ())}
        if "kind" in cls.__dict__:
            AGGREGATES[cls.kind] = cls

    def __init__(self, identifier: UUID) -> None:
        self.id = identifier
        self.version = 0
        self.position = 0
        self.open_anomalies: dict[AnomalyRef, date | None] = {}
        self._open_by_code: dict[str, dict[UUID, AnomalyRef]] = defaultdict(dict)

    # Evolve -----------------------------------------------------------------------------------------------------

    @classmethod
    def replay(cls, identifier: UUID, entries: Iterable[Entry]) -> Self:
        """The state after these entries, corrections taken into account."""
        entries = list(entries)
        state = cls(identifier)
        corrected = any(type(entry.event) in CORRECTIONS for entry in entries)
        for entry in settle(entries) if corrected else entries:
            state.evolve(entry)
        if entries:
            state.version, state.position = entries[-1].originator_version, entries[-1].position
        return state

    def evolve(self, entry: Entry) -> None:
        """Take one entry into the state. A correction needs the whole history: see `replay`."""
        handler = self.handlers.get(type(entry.event))
        if handler is not None:
            handler(self, entry.event, entry)
        if not entry.is_plain:
            self._take_anomalies(entry)
        self.version = entry.originator_version
        self.position = entry.position

    def _take_anomalies(self, entry: Entry) -> None:
        for noted in entry.noted:
            self.open_anomalies[noted] = entry.effective_on
            self._open_by_code[noted.code][noted.event_id] = noted
        for closed in entry.closes:
            self.open_anomalies.pop(closed, None)
            self._open_by_code[closed.code].pop(closed.event_id, None)

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        """The claims (kind, key) under which what somebody wrote may be found, the likeliest first."""
        yield cls.kind, written

    # Decide -----------------------------------------------------------------------------------------------------

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """The other aggregates whose state the decision looks at: those that the command names."""
        return (identifier for _, identifier in references(command) if identifier != self.id)

    def decide(self, command: Command, stamp: Stamp, facts: Facts) -> Decision:
        """What the command records. Raises Refused; the aggregate stays as it was."""
        case = Case(command, stamp, facts)
        return case.close(self.decisions[type(command)](self, command, case))

    @decides(CorrectEntry)
    def correct_entry(self, command: CorrectEntry, case: Case) -> Event:
        return correct_entry(self, command, case)

    @decides(TakeBackEntry)
    def take_back_entry(self, command: TakeBackEntry, case: Case) -> Event:
        return take_back_entry(self, command, case)

    def completed(self, event: Event, case: Case) -> Event:
        """A corrected wording with what its event keeps of other files, and limits counted from its day.

        Most keep nothing of the kind. The day of the case is that of the entry as it will read.
        """
        return event

    def review(self, case: Case) -> None:
        """Ask the standing rules about this state, after a correction changed what it says. Most have none."""

    def anomalies_of(self, *codes: str) -> tuple[AnomalyRef, ...]:
        """The open anomalies with one of these codes, in the order in which they were noted."""
        found = [self._open_by_code[code].values() for code in codes if self._open_by_code.get(code)]
        if len(found) > 1:
            return tuple(ref for ref in self.open_anomalies if ref.code in codes)
        return tuple(found[0]) if found else ()
