"""What seals: it takes new entries into the tree, and signs a checkpoint that its earlier ones lead to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from projections.database import Database
from projections.seal.leaf import Sealable
from projections.seal.note import Checkpoint, SignedNote, Signer, signed
from projections.seal.tables import SealTables, Tree
from projections.seal.tiles import Growth, TiledNodes
from projections.seal.tree import leaf_hash, root

PAGE = 5_120
"""Twenty full tiles."""


class Entries(Protocol):
    """The ledger, as the seal reads it."""

    def head(self) -> int: ...

    def read(self, *, after: int, limit: int) -> Sequence[Sealable]:
        """Entries in order, from the first after that position."""
        ...


class Memory(Protocol):
    """What the signer remembers of what it signed, kept where whoever writes to the database does not reach."""

    def last(self) -> SignedNote | None: ...

    def remember(self, note: SignedNote) -> None: ...


class SealBroken(Exception):
    """What was signed before does not lead to the entries of today: nothing is signed on top of it.

    `size` is that of the checkpoint which does not fit; `head` how many entries there are.
    """

    def __init__(self, *, size: int, head: int) -> None:
        self.size, self.head = size, head
        super().__init__(f"the checkpoint of {size} entries does not fit the {head} entries that there are")


class PositionsBroken(Exception):
    """Where an entry should stand there is none, or another."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"entry {position} is not there")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The checkpoint of now, and how many entries it adds to the one before."""

    note: SignedNote
    added: int


class Sealer:
    """Seals a ledger. Several may run beside each other: of one entry, one of them takes it into the tree."""

    def __init__(
        self, database: Database, entries: Entries, signer: Signer, memory: Memory, *, tree: Tree = Tree.ENTRIES
    ) -> None:
        self._database, self._entries, self._signer, self._memory = database, entries, signer, memory
        self._tables = SealTables(database, tree)

    def seal(self, *, now: Callable[[], datetime], told: Callable[[int, int], object] = lambda *_: None) -> Sealed:
        """Take in what is new and sign it. `told` hears how many of how many are taken in, after each page.

        Raises SealBroken, PositionsBroken; then nothing is signed.
        """
        head = self._entries.head()
        while (size := self._take_page(head)) < head:
            told(size, head)
        with self._database.exclusive():
            sealed = self._sign(now())
        self._memory.remember(sealed.note)
        return sealed

    def _take_page(self, head: int) -> int:
        """The next entries into the tiles; how many stand there then."""
        size = self._tables.size()
        hashes = self._hashes(size, head)
        if not hashes:
            return size
        tiles = Growth(size, self._tables).append(hashes)
        with self._database.exclusive():  # others who write to the file wait for no hash
            if self._tables.size() != size:
                return self._tables.size()  # somebody else was quicker
            self._tables.write(tiles)
        return size + len(hashes)

    def _hashes(self, size: int, head: int) -> list[bytes]:
        """Those of the next page of entries."""
        page = self._entries.read(after=size, limit=min(PAGE, head - size)) if size < head else ()
        for position, entry in enumerate(page, size + 1):
            if entry.position != position:
                raise PositionsBroken(position)
        if not page and size < head:
            raise PositionsBroken(size + 1)
        return [leaf_hash(entry.leaf()) for entry in page]

    def _sign(self, now: datetime) -> Sealed:
        size = self._tables.size()
        nodes = TiledNodes(self._tables)
        newest, last = self._tables.newest(), self._memory.last()
        for before in (newest, last):
            self._check(before, nodes, size)
        key = self._signer.public
        if newest is not None and newest.checkpoint().size == size and newest.by(key):
            return Sealed(newest, 0)
        note = signed(Checkpoint(key.name, size, root(nodes, size)), self._signer)
        self._tables.add(note, signed_at=now)
        return Sealed(note, size - (newest.checkpoint().size if newest else 0))

    def _check(self, before: SignedNote | None, nodes: TiledNodes, size: int) -> None:
        if before is None:
            return
        _, earlier, expected = before.checkpoint()
        if earlier > size or root(nodes, earlier) != expected:
            raise SealBroken(size=earlier, head=size)
