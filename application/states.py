"""The aggregates in memory: fast-forwarded, never trusted further than the store's version check."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol
from uuid import UUID

from application.errors import NotFound
from application.ledger import StoredEntry
from domain.kernel.aggregate import AGGREGATES, Aggregate
from domain.kernel.entry import CORRECTIONS, Entry
from domain.kernel.ids import ClaimChange

Decode = Callable[[StoredEntry], Entry]


class Files(Protocol):
    """What of a ledger the states of its files are read from."""

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]: ...

    def holders(self, kind: str, key: str, *, at: int | None = None) -> Sequence[UUID]: ...


class States:
    """The most recently used aggregates of a ledger.

    What is here may be behind the store: a write on a stale state clashes on its version, and whoever is about to
    refuse asks `refresh` first.
    """

    def __init__(self, ledger: Files, decode: Decode, *, size: int = 10_000) -> None:
        self._ledger = ledger
        self._decode = decode
        self._size = size
        self._states: OrderedDict[UUID, Aggregate] = OrderedDict()
        self._pending: dict[tuple[str, str], UUID] = {}

    def get(self, identifier: UUID, kind: str | None = None) -> Aggregate:
        """The aggregate as far as it is known here. Raises NotFound; an opening command asks `get_or_new`."""
        state = self._states.get(identifier) or self._load(identifier)
        if state is None or (kind is not None and state.kind != kind):
            raise NotFound(kind or "aggregate", identifier)
        self._states.move_to_end(identifier)
        return state

    def get_or_new(self, identifier: UUID, kind: str) -> Aggregate:
        """The same, or an aggregate of that kind with nothing recorded yet. Raises NotFound for one of another kind."""
        state = self._states.get(identifier) or self._load(identifier)
        if state is not None and state.kind != kind:
            raise NotFound(kind, identifier)
        return AGGREGATES[kind](identifier) if state is None else state

    def always(self, identifier: UUID, kind: str) -> Aggregate:
        """The aggregate, kept here even where nothing is recorded of it: whoever asks often does not ask the store."""
        state = self._states.get(identifier)
        if state is None:
            state = self.get_or_new(identifier, kind)
            self._keep(state)
        return state

    def holders(self, kind: str, key: str) -> Sequence[UUID]:
        """Who holds a number, or held it last; a block that is not yet written counts as written."""
        pending = self._pending.get((kind, key))
        return self._ledger.holders(kind, key) if pending is None else (pending,)

    def expect(self, claims: Iterable[tuple[UUID, ClaimChange]]) -> None:
        """These numbers will be taken with what waits to be written."""
        self._pending.update({(c.kind, c.key): holder for holder, c in claims if c.action == "take"})

    def written(self) -> None:
        """Nothing waits any more: the store knows every number."""
        self._pending.clear()

    def history(self, identifier: UUID) -> Sequence[Entry]:
        """Every entry of an aggregate, as recorded."""
        return [self._decode(stored) for stored in self._ledger.select_aggregate(identifier)]

    def refresh(self, identifier: UUID) -> bool:
        """Take in what others have written since. True when there was something."""
        state = self._states.get(identifier)
        if state is None:
            return False
        news = self._ledger.select_aggregate(identifier, after_version=state.version)
        self.accept(state, [self._decode(stored) for stored in news])
        return bool(news)

    def accept(self, state: Aggregate, entries: Iterable[Entry]) -> None:
        """Take entries into a state and keep it; what was read from the store meanwhile is not taken in twice.

        After a correction, which needs the whole history, the state is read anew.
        """
        state = self._states.get(state.id, state)
        for entry in entries:
            if entry.originator_version <= state.version:
                continue
            if isinstance(entry.event, CORRECTIONS) or entry.originator_version > state.version + 1:
                self.forget(state.id)
                return
            state.evolve(entry)
        self._keep(state)

    def forget(self, *identifiers: UUID) -> None:
        """The next to ask reads the store."""
        for identifier in identifiers:
            self._states.pop(identifier, None)

    def forget_oldest(self, *, keep: int) -> None:
        """Those that nobody has asked for in the longest time; not while something of them waits to be written."""
        while len(self._states) > keep:
            self._states.popitem(last=False)

    def forget_all(self) -> None:
        """The same for everything."""
        self._states.clear()

    def with_history(self, identifier: UUID) -> tuple[Aggregate, Sequence[Entry]]:
        """The aggregate and all its entries, from one reading: neither is ahead of the other. Raises NotFound."""
        entries = self.history(identifier)
        if not entries:
            raise NotFound("aggregate", identifier)
        return self._replayed(identifier, entries), entries

    def _load(self, identifier: UUID) -> Aggregate | None:
        entries = self.history(identifier)
        return self._replayed(identifier, entries) if entries else None

    def _replayed(self, identifier: UUID, entries: Sequence[Entry]) -> Aggregate:
        state = AGGREGATES[kind_of(entries[0])].replay(identifier, entries)
        self._keep(state)
        return state

    def _keep(self, state: Aggregate) -> None:
        self._states[state.id] = state
        self._states.move_to_end(state.id)
        if len(self._states) > self._size:
            self._states.popitem(last=False)


def kind_of(opening: Entry) -> str:
    """The kind of an aggregate, from the topic of its first entry."""
    return opening.event.topic.split(".", 1)[0]
