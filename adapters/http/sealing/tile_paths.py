"""Addresses of tiles as in c2sp.org/tlog-tiles: `0/x001/x234/067` is full, `0/x001/x234/067.p/112` has 112 hashes.

Every tile has one address: with a zero too many it is another, at which there is nothing.
"""

import re
from typing import NamedTuple

from projections.seal.tiles import HEIGHT, WIDTH, Place

LEVEL = "(0|[1-9]|[1-5][0-9]|6[0-3])"
NUMBER = "((?:x[0-9]{3}/){0,5}[0-9]{3})"
"""No ledger has as many entries as six groups count."""
WIDTH_OF_PART = "([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
BEHIND_LEVEL = rf"{NUMBER}(?:\.p/{WIDTH_OF_PART})?"
_PATH = re.compile(f"{LEVEL}/{BEHIND_LEVEL}")


class Tile(NamedTuple):
    """So many hashes of a tile, from its first."""

    place: Place
    width: int

    def is_in_tree_of(self, size: int) -> bool:
        """Whether a tree of so many leaves has all of them."""
        return self.place.number * WIDTH + self.width <= size >> HEIGHT * self.place.level

    def path(self) -> str:
        """Its address."""
        *before, last = f"{self.place.number:,}".split(",")
        number = "/".join((*(f"x{group:0>3}" for group in before), f"{last:0>3}"))
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{self.place.level}/{number}{part}"


def read_path(written: str) -> Tile | None:
    """The tile at an address; None where it is no address of any."""
    found = _PATH.fullmatch(written)
    if not found:
        return None
    level, number, width = found.groups()
    tile = Tile(Place(int(level), int(re.sub("[x/]", "", number))), int(width or WIDTH))
    return tile if tile.path() == written else None
