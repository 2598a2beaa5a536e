"""How the seal stands, found out in a few reads: enough to call somebody, no comparison of the ledger.

Whether every entry is what was sealed only a comparison can say; here it is whether the next checkpoint could be
signed: whether the hashes that are kept lead to what was signed last, here and as the signer remembers it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.bootstrap import Parts
from adapters.sealing.keys import KeyChanged, KeyMissing, KeyUnreadable, is_signed
from adapters.sealing.seal import Seal
from projections.seal.follower import PositionsBroken, SealBroken
from projections.seal.note import NotANote, PublicKey, SignedNote
from projections.seal.tables import KeptCheckpoint
from projections.seal.tiles import MissingTile


class State(StrEnum):
    """Whether anything was sealed, and whether it can go on."""

    NONE = "NONE"
    LIVE = "LIVE"
    BROKEN = "BROKEN"


class Why(StrEnum):
    """What is broken."""

    SHORTER = "shorter"
    """More was sealed than there are entries."""
    ROOT = "root"
    """The hashes that are kept lead to another root than was signed."""
    TILES = "tiles"
    """Hashes that were kept are not there."""
    SIGNATURE = "signature"
    """The last checkpoint was not signed with the key of this ledger."""
    KEY = "key"
    """The key that signed before is not there."""
    UNREADABLE = "unreadable"
    """The last checkpoint, the key, or what the signer remembers cannot be read."""


@dataclass(frozen=True, slots=True)
class SealLook:
    """What was found. `lag_seconds` is how long the first entry has waited that no checkpoint covers."""

    state: State
    entries: int
    sealed: int = 0
    lag_seconds: float = 0.0
    why: Why | None = None
    key: PublicKey | None = None
    newest: KeptCheckpoint | None = None

    @property
    def is_whole(self) -> bool:
        return self.state is not State.BROKEN

    @property
    def lag(self) -> int:
        return max(0, self.entries - self.sealed)

    @property
    def signed_at(self) -> datetime | None:
        return self.newest and datetime.fromisoformat(self.newest.signed_at)


def look_at(parts: Parts, seal: Seal) -> SealLook:
    """A seal of this ledger, as it stands now."""
    try:
        newest, standing = seal.tables.newest_kept(), seal.standing()
    except UNREADABLE:
        return SealLook(State.BROKEN, parts.ledger.head(), why=Why.UNREADABLE)
    sealed = newest.note.checkpoint().size if newest else 0
    waited = _waited(parts, sealed, standing.entries)
    why = _why(seal, newest and newest.note, standing.key)
    state = State.BROKEN if why else State.LIVE if newest else State.NONE
    return SealLook(state, standing.entries, sealed, waited, why, standing.key, newest)


UNREADABLE = (NotANote, KeyUnreadable, OSError)


def _why(seal: Seal, newest: SignedNote | None, key: PublicKey | None) -> Why | None:
    try:
        seal.check()
    except SealBroken as broken:
        return Why.SHORTER if broken.size > broken.head else Why.ROOT
    except MissingTile:
        return Why.TILES
    except KeyMissing:
        return Why.KEY
    except KeyChanged:
        return Why.SIGNATURE
    except PositionsBroken:
        return Why.SHORTER
    except UNREADABLE:
        return Why.UNREADABLE
    return None if newest is None or key is None or is_signed(newest, key) else Why.SIGNATURE


def _waited(parts: Parts, sealed: int, entries: int) -> float:
    if sealed >= entries:
        return 0.0
    first = parts.ledger.select_entries(after=sealed, limit=1)[0]
    return max(0.0, (parts.clock() - first.recorded_at).total_seconds())
