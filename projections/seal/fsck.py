"""Is the ledger what was sealed? Every hash is derived again from the entries, and compared with the kept and signed.

Two steps, each of which says something: the entries lead to the hashes on the tiles, and the hashes on the tiles lead
to every root that was signed. Who changed an entry is found by the first, who changed the tiles as well by the second.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from projections.seal.follower import PAGE, Entries
from projections.seal.leaf import Sealable
from projections.seal.note import Checkpoint
from projections.seal.tiles import WIDTH, Growth, MissingTile, Place, TiledNodes, TilesInMemory, hashes_of
from projections.seal.tree import HASH_BYTES, leaf_hash, root


class KeptHashes(Protocol):
    """The hashes that were kept, as they are compared."""

    def size(self) -> int: ...

    def tile(self, place: Place) -> bytes:
        """Raises MissingTile."""
        ...


class NoHashes:
    """None were kept: the entries alone lead to what was signed, or do not."""

    def size(self) -> int:
        return 0

    def tile(self, place: Place) -> bytes:
        """Raises MissingTile."""
        raise MissingTile(place)


class Harm(StrEnum):
    """What can be wrong."""

    ALTERED = "altered"
    """An entry is not what was sealed."""
    STRAY = "stray"
    """Something stands at a position at which nothing can stand."""
    MISSING = "missing"
    """An entry is not there."""
    TILE = "tile"
    """The hashes that were kept of these entries are damaged."""
    ROOT = "root"
    """A checkpoint states another root: entries were altered together with the hashes that were kept of them."""
    SHORTER = "shorter"
    """A checkpoint states more entries than there are."""


class Witness(StrEnum):
    """Who says that the ledger had this root."""

    KEPT = "kept"
    """The checkpoints beside the ledger."""
    REMEMBERED = "remembered"
    """What the signer remembers, apart from the database."""
    GIVEN = "given"
    """Somebody who was given a checkpoint."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A checkpoint whose signature was found good, and where it comes from."""

    checkpoint: Checkpoint
    witness: Witness


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is wrong with the entries from `position` to `until`."""

    harm: Harm
    position: int
    until: int
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """How many entries there are, how many of them the newest good checkpoint covers, and what is wrong."""

    entries: int
    sealed: int
    flaws: tuple[Flaw, ...]

    @property
    def is_whole(self) -> bool:
        return not self.flaws


def compare(
    entries: Entries,
    kept: KeptHashes,
    statements: Sequence[Statement],
    *,
    told: Callable[[int, int], object] = lambda *_: None,
) -> Compared:
    """Read every entry once, in flat memory. `told` hears how many of how many were read."""
    head = entries.head()
    run = _Run(kept, statements, head)
    position = 0
    run.look_for_strays(entries)
    while page := entries.read(after=position, limit=PAGE):
        known = [one for one in page if one.position <= run.known]
        if known:
            run.take(known)
            told(position := known[-1].position, head)
        if len(known) < len(page):  # recorded meanwhile, or put where nothing can be yet
            run.beyond(page[len(known)].position, head=entries.head())
            break
    return run.ended(head)


class _Run:
    """The tree as it is derived again, page by page."""

    def __init__(self, kept: KeptHashes, statements: Sequence[Statement], head: int) -> None:
        self.known = max([head, *(one.checkpoint.size for one in statements)])
        signed = max((one.checkpoint.size for one in statements), default=0)
        self._kept, self._sealed = kept, min(kept.size(), signed)
        self._is_torn = False
        self._growth, self._tiles = Growth(), TilesInMemory()
        self._nodes = TiledNodes(self._tiles)
        self._waiting = sorted(statements, key=lambda one: one.checkpoint.size, reverse=True)
        self._good: dict[Witness, int] = {}
        self._bad: set[Witness] = set()
        self._flaws: list[Flaw] = []
        self._entries = 0

    def look_for_strays(self, entries: Entries) -> None:
        stray = entries.stray()
        if stray is not None:
            self._flaws.append(Flaw(Harm.STRAY, stray, stray))

    def take(self, page: Sequence[Sealable]) -> None:
        """Compare a page with the hashes that were kept, and take these into the tree."""
        self._entries += len(page)
        for run in _without_gaps(page):
            self._bridge(run[0].position - 1)
            if not self._is_torn:
                self._grow([leaf_hash(entry.leaf()) for entry in run])
        self._compare_roots()

    def beyond(self, position: int, *, head: int) -> None:
        """What stands behind the last position is not compared; what not even the ledger knows of leaves a gap."""
        if position > head:
            self._flaws.append(Flaw(Harm.MISSING, self.known + 1, max(self.known + 1, position - 1)))

    def ended(self, head: int) -> Compared:
        """What is known when there are no more entries; the ledger says that there are so many."""
        self._bridge(self._sealed)
        if head > self._growth.size and not self._is_torn:
            self._flaws.append(Flaw(Harm.MISSING, self._growth.size + 1, head))
        self._compare_roots()
        for statement in reversed(self._waiting):
            self._speaks_against(Harm.SHORTER, statement, self._growth.size + 1)
        self._compare_upper_tiles()
        flaws = tuple(sorted(self._flaws, key=lambda flaw: (flaw.position, flaw.until)))
        return Compared(self._entries, max(self._good.values(), default=0), flaws)

    def _bridge(self, until: int) -> None:
        """Over entries that are not there: what was kept of them stands for them."""
        after = self._growth.size
        if until <= after or self._is_torn:
            return
        self._flaws.append(Flaw(Harm.MISSING, after + 1, until))
        for begin in range(after, min(until, self._sealed), PAGE):
            self._growth_of(hashes_of(self._kept_bytes(begin, min(until, self._sealed, begin + PAGE))))
        self._is_torn = until > self._sealed  # what stands behind such a hole was never sealed

    def _grow(self, found: Sequence[bytes]) -> None:
        begin = self._growth.size
        kept = self._kept_bytes(begin, min(begin + len(found), self._sealed))
        if b"".join(found).startswith(kept):
            self._growth_of(found)
        else:
            self._growth_of(self._told_apart(begin, found, hashes_of(kept)))

    def _told_apart(self, begin: int, found: Sequence[bytes], kept: Sequence[bytes]) -> Sequence[bytes]:
        """What was kept where something else was found; each such entry is noted."""
        hashes = list(found)
        for index, expected in enumerate(kept):
            if expected != NOT_KEPT and expected != found[index]:
                self._note(Harm.ALTERED, begin + index + 1)
                hashes[index] = expected
        return hashes

    def _growth_of(self, hashes: Sequence[bytes]) -> None:
        self._tiles.update(self._growth.append(hashes))

    def _kept_bytes(self, begin: int, end: int) -> bytes:
        """The hashes that were kept of these leaves, one after the other; NOT_KEPT for one that was not."""
        found = []
        for tile in range(begin // WIDTH, -(-end // WIDTH)):
            first = max(begin, tile * WIDTH)
            last = min(end, (tile + 1) * WIDTH)
            found.append(self._on_tile(Place(0, tile), first % WIDTH, last - first))
        return b"".join(found)

    def _on_tile(self, place: Place, offset: int, count: int) -> bytes:
        try:
            tile = self._kept.tile(place)
        except MissingTile:
            tile = b""
        first = place.number * WIDTH + offset + 1
        if len(tile) < (offset + count) * HASH_BYTES:
            self._flaws.append(Flaw(Harm.TILE, first, first + count - 1))
        return tile[offset * HASH_BYTES : (offset + count) * HASH_BYTES].ljust(count * HASH_BYTES, b"\0")

    def _compare_roots(self) -> None:
        while self._waiting and (statement := self._waiting[-1]).checkpoint.size <= self._growth.size:
            self._waiting.pop()
            if root(self._nodes, statement.checkpoint.size) == statement.checkpoint.root:
                self._good[statement.witness] = statement.checkpoint.size
            else:
                self._speaks_against(Harm.ROOT, statement, self._good.get(statement.witness, 0) + 1)
        for place in [place for place in self._tiles if place.level == 0]:
            if place.number < self._growth.size // WIDTH:
                del self._tiles[place]

    def _speaks_against(self, harm: Harm, statement: Statement, position: int) -> None:
        """Once for each witness: whatever it said later stands on what does not fit."""
        if statement.witness not in self._bad:
            self._bad.add(statement.witness)
            self._flaws.append(Flaw(harm, position, statement.checkpoint.size, statement.witness))

    def _compare_upper_tiles(self) -> None:
        for place, derived in self._tiles.items():
            covered = self._sealed >> 8 * place.level
            count = min(covered - place.number * WIDTH, len(derived) // HASH_BYTES)
            if place.level and count > 0 and not self._holds(place, derived[: count * HASH_BYTES]):
                leaves = WIDTH ** (place.level + 1)
                self._flaws.append(
                    Flaw(Harm.TILE, place.number * leaves + 1, min((place.number + 1) * leaves, self._sealed))
                )

    def _holds(self, place: Place, expected: bytes) -> bool:
        try:
            return self._kept.tile(place).startswith(expected)
        except MissingTile:
            return False

    def _note(self, harm: Harm, position: int) -> None:
        """Neighbouring entries with the same harm are told as one."""
        last = self._flaws[-1] if self._flaws else None
        if last and last.harm is harm and last.until == position - 1:
            self._flaws[-1] = Flaw(harm, last.position, position)
        else:
            self._flaws.append(Flaw(harm, position, position))


NOT_KEPT = bytes(HASH_BYTES)
"""Stands for a hash that is not there: no entry has it."""


def _without_gaps(page: Sequence[Sealable]) -> Iterator[Sequence[Sealable]]:
    """The page in pieces whose positions follow one another."""
    begin = 0
    for index in range(1, len(page) + 1):
        if index == len(page) or page[index].position != page[index - 1].position + 1:
            yield page[begin:index]
            begin = index
