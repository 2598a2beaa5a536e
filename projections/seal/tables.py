"""Where the seal lies in the ledger's database: tiles, which can be made again, and checkpoints, which cannot."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from projections.database import Column, ColumnType, Database
from projections.seal.note import SignedNote, read_note
from projections.seal.tiles import MissingTile, Place, Tiles
from projections.seal.tree import HASH_BYTES

TILE_COLUMNS = (
    Column("level", ColumnType.INTEGER),
    Column("tile", ColumnType.INTEGER),
    Column("hashes", ColumnType.TEXT),
)
TILE_KEY = ("level", "tile")
CHECKPOINT_COLUMNS = (
    Column("size", ColumnType.INTEGER),
    Column("note", ColumnType.TEXT),
    Column("signed_at", ColumnType.MOMENT),
)
CHECKPOINT_KEY = ("size", "note")

_HASH_DIGITS = 2 * HASH_BYTES
_SIZE = "SELECT tile, length(hashes) FROM seal_tile WHERE level = 0 ORDER BY tile DESC LIMIT 1"
_WRITE = """
INSERT INTO seal_tile (level, tile, hashes) VALUES (:level, :tile, :hashes)
ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes
"""
_NEWEST = "SELECT note FROM seal_checkpoint ORDER BY size DESC, signed_at DESC LIMIT 1"
_ALL = "SELECT note, CAST(signed_at AS text) FROM seal_checkpoint ORDER BY size, signed_at"


class KeptCheckpoint(NamedTuple):
    """A checkpoint and when it was signed, as text."""

    note: SignedNote
    signed_at: str


class SealTables:
    """The tables `seal_tile` and `seal_checkpoint` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def size(self) -> int:
        """How many entries stand in the tiles."""
        found = self._database.select(_SIZE)
        if not found:
            return 0
        tile, digits = found[0]
        assert isinstance(tile, int)
        assert isinstance(digits, int)
        return tile * 256 + digits // _HASH_DIGITS

    def tile(self, place: Place) -> bytes:
        """The hashes of a tile. Raises MissingTile."""
        statement = "SELECT hashes FROM seal_tile WHERE level = :level AND tile = :tile"
        found = self._database.select(statement, {"level": place.level, "tile": place.number})
        try:
            return bytes.fromhex(str(found[0][0]))
        except (IndexError, ValueError):
            raise MissingTile(place) from None

    def write(self, tiles: Tiles) -> None:
        """Keep these; a tile that grew takes the place of what it was."""
        for place, hashes in tiles.items():
            self._database.execute(_WRITE, {"level": place.level, "tile": place.number, "hashes": hashes.hex()})

    def drop_tiles(self) -> None:
        """Forget all tiles: the next seal makes them again from the entries."""
        self._database.execute("DELETE FROM seal_tile")

    def newest(self) -> SignedNote | None:
        """The checkpoint of the largest tree. Raises NotANote."""
        found = self._database.select(_NEWEST)
        return read_note(str(found[0][0])) if found else None

    def checkpoints(self) -> Iterator[KeptCheckpoint]:
        """All of them, the smallest tree first. Raises NotANote."""
        for note, signed_at in self._database.select(_ALL):
            yield KeptCheckpoint(read_note(str(note)), str(signed_at))

    def add(self, note: SignedNote, *, signed_at: datetime) -> None:
        size = note.checkpoint().size
        rows = [(size, note.whole(), signed_at.isoformat())]
        self._database.insert("seal_checkpoint", [one.name for one in CHECKPOINT_COLUMNS], rows)
