"""How the hashes of a tree are kept: in tiles of up to 256, as in c2sp.org/tlog-tiles.

Tiles of level 0 hold the hashes of leaves; a hash on a tile of the next level stands over one full tile of this level.
A tile is full for ever; only the last one of each level still grows.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from projections.seal.tree import HASH_BYTES, parents

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""How many hashes a full tile holds."""


class Place(NamedTuple):
    """Where a tile stands: its level among tiles, and its index from the left."""

    level: int
    number: int


Tiles = Mapping[Place, bytes]
"""The hashes of each tile, one after the other."""


class KeptTiles(Protocol):
    """Where tiles are kept."""

    def tile(self, place: Place) -> bytes:
        """Its hashes. Raises MissingTile."""
        ...


class MissingTile(LookupError):
    """A tile, or a hash on it, is not where it was kept."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(f"tile {place.level}/{place.number}")


class TiledNodes:
    """The nodes of a tree that is kept in tiles. What stands between two levels of tiles is worked out."""

    def __init__(self, kept: KeptTiles) -> None:
        self._kept = kept

    def node(self, level: int, index: int) -> bytes:
        """The hash of a node all of whose leaves are there. Raises MissingTile."""
        tile_level, above = divmod(level, HEIGHT)
        tile, first = divmod(index << above, WIDTH)
        place = Place(tile_level, tile)
        end = first + (1 << above)
        hashes = hashes_of(self._kept.tile(place))[first:end]
        if len(hashes) < end - first:
            raise MissingTile(place)
        return top(hashes)


def hashes_of(tile: bytes) -> list[bytes]:
    return [tile[start : start + HASH_BYTES] for start in range(0, len(tile), HASH_BYTES)]


def top(hashes: Sequence[bytes]) -> bytes:
    """The hash over a row of nodes whose number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = parents(row)
    return row[0]


class Growth:
    """A tree that grows at its right edge. Holds the last tile of each level and nothing else."""

    def __init__(self, size: int = 0, kept: KeptTiles | None = None) -> None:
        """Continue a tree of that size as it is kept. Raises MissingTile."""
        self.size = size
        self._rows: list[list[bytes]] = []
        on_level = size
        while on_level:
            index, count = divmod(on_level, WIDTH)
            self._rows.append(_last_row(kept, Place(len(self._rows), index), count))
            on_level = index

    def append(self, leaf_hashes: Sequence[bytes]) -> dict[Place, bytes]:
        """Take the hashes of further leaves; every tile that is new or longer than before."""
        changed: dict[Place, bytes] = {}
        hashes, level, before = list(leaf_hashes), 0, self.size
        self.size += len(hashes)
        while hashes:
            hashes = self._append_on(level, before // WIDTH, hashes, changed)
            level, before = level + 1, before // WIDTH
        return changed

    def _append_on(self, level: int, index: int, hashes: list[bytes], changed: dict[Place, bytes]) -> list[bytes]:
        """Put hashes on the tiles of a level, from that index on; the hashes over those that are full now."""
        if level == len(self._rows):
            self._rows.append([])
        row = self._rows[level] + hashes
        full = len(row) // WIDTH
        above = []
        for number in range(full):
            tile = row[number * WIDTH : (number + 1) * WIDTH]
            changed[Place(level, index + number)] = b"".join(tile)
            above.append(top(tile))
        self._rows[level] = rest = row[full * WIDTH :]
        if rest:
            changed[Place(level, index + full)] = b"".join(rest)
        return above


def _last_row(kept: KeptTiles | None, place: Place, count: int) -> list[bytes]:
    if count == 0:
        return []
    if kept is None:
        raise MissingTile(place)
    hashes = hashes_of(kept.tile(place))[:count]
    if len(hashes) < count:
        raise MissingTile(place)
    return hashes


class Overlaid:
    """Tiles that are not kept yet, over those that are."""

    def __init__(self, new: Tiles, kept: KeptTiles) -> None:
        self._new, self._kept = new, kept

    def tile(self, place: Place) -> bytes:
        """Its hashes. Raises MissingTile."""
        return self._new.get(place) or self._kept.tile(place)


class TilesInMemory(dict[Place, bytes]):
    """Tiles that nobody keeps for longer."""

    def tile(self, place: Place) -> bytes:
        """Its hashes. Raises MissingTile."""
        try:
            return self[place]
        except KeyError:
            raise MissingTile(place) from None
