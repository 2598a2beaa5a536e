"""The seal: entries taken into the tree from memory, and a whole ledger compared with what was sealed."""

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256

from adapters.bootstrap import Parts, build
from adapters.sealing.entries import LedgerEntries
from adapters.settings import Settings
from benchmarks.measure import Row, at_once, in_turns
from benchmarks.regions import Brought
from projections.seal.follower import PAGE
from projections.seal.leaf import SealedEntry
from projections.seal.tiles import Growth
from projections.seal.tree import leaf_hash

IN_MEMORY = 20 * PAGE
"""So many entries are hashed, where the ledger has them."""


def rows(region: Brought) -> Iterator[Row]:
    with build(Settings(database=region.url)) as parts:
        entries = LedgerEntries(parts.ledger)
        found = entries.read(after=0, limit=IN_MEMORY)
        pages = [found[begin : begin + PAGE] for begin in range(0, len(found), PAGE)]
        parts.seal.advance()
        yield _sealing(pages)
        yield _verifying(parts, region)


def _sealing(pages: Sequence[Sequence[SealedEntry]]) -> Row:
    leaves = [entry.leaf() for page in pages for entry in page]
    seconds = in_turns(
        {"kronika": at_once(partial(_grow, pages)), "floor": at_once(partial(_digest, leaves))}, rounds=9
    )
    per_second = {name: len(leaves) / value for name, value in seconds.items()}
    return Row("seal entries from memory", "entries/s", per_second["kronika"], per_second["floor"], asked="≥ 400 000/s")


def _verifying(parts: Parts, region: Brought) -> Row:
    """The floor only reads the entries as the seal does."""
    seconds = in_turns({"kronika": at_once(parts.seal.verify), "floor": at_once(partial(_read, parts))}, rounds=5)
    per_million = {name: value * 1e6 / region.entries for name, value in seconds.items()}
    return Row(
        f"compare a ledger of {region.size} entries with its seal, for a million, SQLite",
        "s",
        per_million["kronika"],
        per_million["floor"],
        asked="≤ 3 s beyond reading",
    )


def _grow(pages: Sequence[Sequence[SealedEntry]]) -> None:
    growth = Growth()
    for page in pages:
        growth.append([leaf_hash(entry.leaf()) for entry in page])


def _digest(leaves: Sequence[bytes]) -> None:
    """SHA-256 alone, once for each leaf."""
    for leaf in leaves:
        sha256(leaf).digest()


def _read(parts: Parts) -> None:
    entries, after = LedgerEntries(parts.ledger), 0
    while page := entries.read(after=after, limit=PAGE):
        after = page[-1].position
