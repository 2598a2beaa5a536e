"""The seal among the tables beside the ledger."""

from adapters.side_tables import SideTable
from projections.seal.tables import CHECKPOINT_COLUMNS, CHECKPOINT_KEY, TILE_COLUMNS, TILE_KEY

TILES = SideTable("seal_tile", TILE_COLUMNS, TILE_KEY)
"""Can be made again from the entries, so that no backup holds them."""
CHECKPOINTS = SideTable("seal_checkpoint", CHECKPOINT_COLUMNS, CHECKPOINT_KEY, is_append_only=True)
TABLES = (TILES, CHECKPOINTS)
