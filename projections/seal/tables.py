"""Where the seal lies in the ledger's database: tiles, which can be made again, and checkpoints, which cannot."""

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from projections.database import Column, ColumnType, Database, Values
from projections.seal.note import NotANote, SignedNote, read_note
from projections.seal.tiles import WIDTH, MissingTile, Place, Tiles
from projections.seal.tree import HASH_BYTES


class Tree(StrEnum):
    """What is sealed: each in a tree of its own, in which the leaf of position n has the index n − 1."""

    ENTRIES = "entries"
    DECISIONS = "decisions"


TILE_COLUMNS = (
    Column("tree", ColumnType.TEXT),
    Column("level", ColumnType.INTEGER),
    Column("tile", ColumnType.INTEGER),
    Column("hashes", ColumnType.TEXT),
)
TILE_KEY = ("tree", "level", "tile")
CHECKPOINT_COLUMNS = (
    Column("tree", ColumnType.TEXT),
    Column("size", ColumnType.INTEGER),
    Column("note", ColumnType.TEXT),
    Column("signed_at", ColumnType.MOMENT),
)
CHECKPOINT_KEY = ("tree", "size", "note")

_HASH_DIGITS = 2 * HASH_BYTES
_SIZE = "SELECT tile, length(hashes) FROM seal_tile WHERE tree = :tree AND level = 0 ORDER BY tile DESC LIMIT 1"
_WRITE = """
INSERT INTO seal_tile (tree, level, tile, hashes) VALUES (:tree, :level, :tile, :hashes)
ON CONFLICT (tree, level, tile) DO UPDATE SET hashes = excluded.hashes
"""
_TILE = "SELECT hashes FROM seal_tile WHERE tree = :tree AND level = :level AND tile = :tile"
_CHECKPOINTS = "SELECT size, note, CAST(signed_at AS text) FROM seal_checkpoint WHERE tree = :tree"
_NEWEST = f"{_CHECKPOINTS} ORDER BY size DESC, signed_at DESC LIMIT :count OFFSET :after"
LOOK_AT = 20
"""So many checkpoints are read at a time in search of one that is believed."""
_ALL = f"{_CHECKPOINTS} ORDER BY size, signed_at"


class KeptCheckpoint(NamedTuple):
    """A checkpoint and when it was signed, as text."""

    note: SignedNote
    signed_at: str


class SealTables:
    """What the tables `seal_tile` and `seal_checkpoint` of a database hold of one tree."""

    def __init__(
        self, database: Database, tree: Tree = Tree.ENTRIES, *, believed: Callable[[SignedNote], bool] = lambda _: True
    ) -> None:
        """`believed` says of a checkpoint whether it was signed by whom it should be: others are as if not there."""
        self._database, self._tree, self._believed = database, tree, believed

    def size(self) -> int:
        """How many entries stand in the tiles."""
        found = self._database.select(_SIZE, {"tree": self._tree})
        if not found:
            return 0
        tile, digits = found[0]
        assert isinstance(tile, int)
        assert isinstance(digits, int)
        return tile * WIDTH + digits // _HASH_DIGITS

    def tile(self, place: Place) -> bytes:
        """The hashes of a tile. Raises MissingTile."""
        found = self._database.select(_TILE, {"tree": self._tree, "level": place.level, "tile": place.number})
        try:
            return bytes.fromhex(str(found[0][0]))
        except (IndexError, ValueError):
            raise MissingTile(place) from None

    def write(self, tiles: Tiles) -> None:
        """Keep these; a tile that grew takes the place of what it was."""
        for place, hashes in tiles.items():
            level, tile = place
            self._database.execute(_WRITE, {"tree": self._tree, "level": level, "tile": tile, "hashes": hashes.hex()})

    def drop_tiles(self) -> None:
        """Forget all tiles: the next seal makes them again from the entries."""
        self._database.execute("DELETE FROM seal_tile WHERE tree = :tree", {"tree": self._tree})

    def newest(self) -> SignedNote | None:
        """The believed checkpoint of the largest tree."""
        found = self.newest_kept()
        return found and found.note

    def newest_kept(self) -> KeptCheckpoint | None:
        """The same, and when it was signed."""
        for after in count(0, LOOK_AT):
            rows = self._database.select(_NEWEST, {"tree": self._tree, "count": LOOK_AT, "after": after})
            found = next((one for one in map(_kept, rows) if one and self._believed(one.note)), None)
            if found or len(rows) < LOOK_AT:
                return found
        return None

    def is_empty(self) -> bool:
        """Whether no checkpoint is there at all, believed or not."""
        return not self._database.select(_NEWEST, {"tree": self._tree, "count": 1, "after": 0})

    def checkpoints(self) -> Iterator[KeptCheckpoint]:
        """All that can be read, believed or not, the smallest tree first."""
        for row in self._database.select(_ALL, {"tree": self._tree}):
            if (found := _kept(row)) is not None:
                yield found

    def unreadable(self) -> int:
        """How many rows are no checkpoints."""
        return sum(_kept(row) is None for row in self._database.select(_ALL, {"tree": self._tree}))

    def add(self, note: SignedNote, *, signed_at: datetime) -> None:
        size = note.checkpoint().size
        rows = [(self._tree, size, note.whole(), signed_at.isoformat())]
        self._database.insert("seal_checkpoint", [one.name for one in CHECKPOINT_COLUMNS], rows)


def _kept(row: Values) -> KeptCheckpoint | None:
    """None where that is no checkpoint: somebody put it there."""
    size, note, signed_at = row
    try:
        found = read_note(str(note))
        return KeptCheckpoint(found, str(signed_at)) if found.checkpoint().size == size else None
    except NotANote:
        return None
