"""What seals: it takes new entries into the tree, and signs a checkpoint that its earlier ones lead to."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from projections.database import Database
from projections.seal.leaf import Sealable
from projections.seal.note import Checkpoint, SignedNote, Signer, signed
from projections.seal.tables import SealTables
from projections.seal.tiles import Growth, Overlaid, TiledNodes, Tiles
from projections.seal.tree import leaf_hash, root

PAGE = 5_120
"""Twenty full tiles."""


class Entries(Protocol):
    """The ledger, as the seal reads it."""

    def head(self) -> int: ...

    def stray(self) -> int | None:
        """A position at which nothing can stand, where something stands all the same."""
        ...

    def read(self, *, after: int, limit: int) -> Sequence[Sealable]:
        """In order, from the first after that position."""
        ...


class Memory(Protocol):
    """What the signer remembers of what it signed, kept where whoever writes to the database does not reach."""

    def last(self) -> SignedNote | None: ...

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else who remembers here signs meanwhile."""
        ...

    def remember(self, note: SignedNote) -> None:
        """Only for who is alone."""
        ...


class SealBroken(Exception):
    """What was signed before does not lead to the entries of today: nothing is signed on top of it.

    `size` is that of the checkpoint which does not fit; `head` how many entries there are.
    """

    def __init__(self, *, size: int, head: int) -> None:
        self.size, self.head = size, head
        super().__init__(f"the checkpoint of {size} entries does not fit the {head} entries that there are")


class PositionsBroken(Exception):
    """Where an entry should stand there is none, or one stands where none can."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"entry {position} is not there, or should not be")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The checkpoint of now, and how many entries it adds to the one before."""

    note: SignedNote
    added: int


class Sealer:
    """Seals one tree of a ledger, page by page. Several may do so beside each other; one signature is made at a time.

    What was signed is believed, and nothing else that the database holds: hashes beyond the newest checkpoint are made
    again, and the kept ones before it must lead to its root. What is about to be signed is remembered beside the key
    before the database has it, so that no second history is ever signed, whatever happens in between.
    """

    def __init__(
        self, tables: SealTables, database: Database, entries: Entries, signer: Signer, memory: Memory
    ) -> None:
        self._tables, self._database, self._entries = tables, database, entries
        self._signer, self._memory = signer, memory

    def seal(self, *, now: Callable[[], datetime], told: Callable[[int, int], object] = lambda *_: None) -> Sealed:
        """Take in what is new and sign it. `told` hears how many of how many are signed, after each page.

        Raises SealBroken, PositionsBroken, MissingTile; what was signed before stays.
        """
        head = self._entries.head()
        before = newest = self._whole(head, told)
        while newest is None or newest.checkpoint().size < head:
            newest = self._sign_page(newest, head, now)
            told(newest.checkpoint().size, head)
        return Sealed(newest, newest.checkpoint().size - _size(before))

    def _whole(self, head: int, told: Callable[[int, int], object]) -> SignedNote | None:
        """The newest checkpoint, after looking whether the kept hashes lead to it; missing ones are made again."""
        newest, last = self._tables.newest(), self._memory.last()
        for note in (newest, last):
            if _size(note) > head:
                raise SealBroken(size=_size(note), head=head)
        while (size := self._tables.size()) < _size(newest):
            hashes = self._hashes(size, min(size + PAGE, _size(newest)))
            self._write(Growth(size, self._tables).append(hashes))
            told(size + len(hashes), head)
        nodes = TiledNodes(self._tables)
        self._check(nodes, newest, _size(newest), head)
        self._check(nodes, last, _size(newest), head)
        return newest

    def _sign_page(self, newest: SignedNote | None, head: int, now: Callable[[], datetime]) -> SignedNote:
        """The checkpoint of the entries after the newest one; or what somebody else signed meanwhile."""
        with self._memory.alone():
            last, size = self._memory.last(), _size(newest)
            until = min(head, max(size + PAGE, _size(last)))
            tiles = Growth(size, self._tables).append(self._hashes(size, until))
            nodes = TiledNodes(Overlaid(tiles, self._tables))
            self._check(nodes, last, until, head)
            note = signed(Checkpoint(self._signer.public.name, until, root(nodes, until)), self._signer)
            self._memory.remember(note)
            with self._database.exclusive():
                if (other := self._tables.newest()) != newest and other is not None:
                    return other
                self._tables.write(tiles)
                self._tables.add(note, signed_at=now())
        return note

    def _check(self, nodes: TiledNodes, note: SignedNote | None, size: int, head: int) -> None:
        """Whether a checkpoint of no more than so many entries is one of this tree."""
        if note is None or _size(note) > size:
            return
        if root(nodes, _size(note)) != note.checkpoint().root:
            raise SealBroken(size=_size(note), head=head)

    def _hashes(self, size: int, until: int) -> list[bytes]:
        """Those of the entries after so many, up to a position."""
        page = self._entries.read(after=size, limit=until - size)
        for position, entry in enumerate(page, size + 1):
            if entry.position != position:
                raise PositionsBroken(position)
        if len(page) < until - size or not page:
            raise PositionsBroken(size + len(page) + 1)
        return [leaf_hash(entry.leaf()) for entry in page]

    def _write(self, tiles: Tiles) -> None:
        with self._database.exclusive():
            self._tables.write(tiles)


def _size(note: SignedNote | None) -> int:
    return note.checkpoint().size if note else 0
