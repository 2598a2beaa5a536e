"""Erasing for good: somebody's name, or the words and evidence of a file whose time is over.

What was decided is recorded first, then it is done; whoever is interrupted asks again and it is finished. Entries,
numbers, commitments and the order of the ledger stay as they are, so every proof stays valid.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from application.engine import Engine
from application.errors import NotFound
from application.keeping import KEEPING, is_held, is_kept
from application.ledger import Ledger, StoredEntry
from application.replay import Replay
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import COMMANDS
from domain.kernel.stamp import Stamp
from domain.office.commands import OFFICE, ErasePerson
from domain.office.office import Office

PAGE = 5_000
SHOWN_FILES = 100
"""How many of the files that keep somebody are named in a refusal."""
DISPOSALS = frozenset(keeping.command for keeping in KEEPING.values())
COMMITMENT = re.compile(rb'"commitment":"([0-9a-f]{64})"')
DIGEST = re.compile(rb'"([0-9a-f]{64})"')


class ErasableLedger(Ledger, Protocol):
    """A ledger whose texts can be erased."""

    def erase_prose(self, commitments: Collection[str]) -> int: ...


class Vault(Protocol):
    """Where names lie."""

    def erase(self, person: str) -> bool: ...


class EvidenceFiles(Protocol):
    """Where the evidence lies."""

    def has(self, sha256: str) -> bool: ...

    def remove(self, sha256: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: how many texts, which evidence. `position` is the entry that says so, where this run recorded it."""

    texts: int = 0
    evidence: tuple[str, ...] = ()
    is_name_gone: bool = False
    position: int | None = None


class StillHeld(Exception):
    """Decided, but not to be done now: a hold stands, or a file that names the person is to be kept, or it is early."""

    def __init__(self, *, holds: Sequence[str] = (), files: Sequence[UUID] = (), since: date | None = None) -> None:
        self.holds, self.files, self.since = tuple(holds), tuple(files), since
        super().__init__("still held")


class NothingToErase(Exception):
    """Of this kind of file nothing is erased: the ledger does not follow how long it is kept."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class Erasure:
    """The one way by which names, words and evidence go."""

    def __init__(self, engine: Engine, ledger: ErasableLedger, *, vault: Vault, evidence: EvidenceFiles) -> None:
        self._engine = engine
        self._ledger = ledger
        self._vault = vault
        self._evidence = evidence
        self._replay = Replay(ledger, engine.wire.decode)

    # A person -----------------------------------------------------------------------------------------------------

    def person(self, key: str, stamp: Stamp) -> Erased:
        """Erase name and contacts. Raises what the engine raises, or StillHeld; then nothing was erased."""
        assert stamp.effective_on is not None
        kept, held = self._keeping(key, stamp.effective_on)
        office = self._office()
        known = office.people.get(key) if office else None
        position = None
        if known is None or not known.is_erased:
            command = ErasePerson(person=key, kept_files=kept[:SHOWN_FILES], held_files=held[:SHOWN_FILES])
            position = self._engine.handle(command, stamp).positions.start
        else:
            _refuse(
                holds=office.holds_on(key) if office else (), files=(*kept, *held), since=known.erased_on, stamp=stamp
            )
        return Erased(is_name_gone=self._vault.erase(key), position=position)

    def _office(self) -> Office | None:
        try:
            office = self._replay.state(OFFICE)
        except NotFound:
            return None
        assert isinstance(office, Office)
        return office

    def _keeping(self, key: str, on: date) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
        """The files naming somebody that are kept on that day, and those of them that are held."""
        files = [self._replay.state(one) for one in self._naming(key)]
        kept = tuple(file.id for file in files if is_kept(file, on))
        return kept, tuple(file.id for file in files if is_held(file))

    def _naming(self, key: str) -> list[UUID]:
        said = f'"{key}"'.encode()
        found = {entry.originator_id: None for entry in self._entries() if said in entry.state}
        return [identifier for identifier in found if identifier != OFFICE]

    # A file -------------------------------------------------------------------------------------------------------

    def file(self, identifier: UUID, procedure: str, stamp: Stamp) -> Erased:
        """Dispose of a file under a reference of the disposal procedure, and erase its words and its evidence.

        Raises what the engine raises, NothingToErase or StillHeld; then nothing was erased.
        """
        state = self._replay.state(identifier)
        keeping = KEEPING.get(state.kind)
        if keeping is None:
            raise NothingToErase(state.kind)
        office = self._office()
        disposed_on = keeping.disposed_on(state)
        _refuse(holds=office.holds_on() if office else (), since=disposed_on, stamp=stamp)
        position = None
        if disposed_on is None:
            data = {"target": identifier, keeping.procedure: procedure}
            command = COMMANDS[keeping.command].model_validate(data)
            position = self._engine.handle(command, stamp).positions.start
        return self._erase(state, position)

    def _erase(self, state: Aggregate, position: int | None) -> Erased:
        own = tuple(self._said_in(state.id))
        commitments = {found.decode() for text in own for found in COMMITMENT.findall(text)}
        texts = self._ledger.erase_prose(sorted(commitments))
        self._engine.states.forget(state.id)  # which may hold words of what this process recorded
        digests = {found.decode() for text in own for found in DIGEST.findall(text)} - commitments
        gone = tuple(one for one in sorted(self._of_nobody_else(digests, state.id)) if self._evidence.remove(one))
        return Erased(texts=texts, evidence=gone, position=position)

    def _said_in(self, identifier: UUID) -> Iterator[bytes]:
        """What this file's own commands said and recorded, here and as guards elsewhere.

        What another file's command recorded here as a guard is that file's, and stays; so does why it was disposed of.
        """
        for command in self._ledger.commands_of(identifier):
            if command.row.topic in DISPOSALS:
                continue
            yield command.row.body
            yield command.row.decision
            first, last = command.first_position, command.last_position
            for entry in self._ledger.select_entries(after=first - 1, limit=last - first + 1, until=last):
                yield entry.state

    def _of_nobody_else(self, digests: set[str], identifier: UUID) -> set[str]:
        """The evidence that no other file refers to."""
        left = {one for one in digests if self._evidence.has(one)}
        for entry in self._entries():
            if left and entry.originator_id != identifier:
                left -= {found.decode() for found in DIGEST.findall(entry.state)}
        return left

    def _entries(self) -> Iterator[StoredEntry]:
        after = 0
        while page := self._ledger.select_entries(after=after, limit=PAGE):
            yield from page
            after = page[-1].position


def _refuse(*, stamp: Stamp, holds: Sequence[str] = (), files: Sequence[UUID] = (), since: date | None = None) -> None:
    """What was decided, perhaps long ago and for a later day, is done only when nothing stands in its way."""
    assert stamp.effective_on is not None
    is_early = since is not None and since > stamp.effective_on
    if holds or files or is_early:
        raise StillHeld(holds=holds, files=files, since=since if is_early else None)
