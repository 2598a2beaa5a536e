"""The seal of one ledger: seals what is new, compares the ledger with what was sealed, proves entries to outsiders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.clock import Clock
from adapters.published import ledger_id
from adapters.sealing.entries import LedgerEntries
from adapters.sealing.keys import KeyMissing, SealKey, is_signed, load_key, make_key
from adapters.sealing.memory import SealMemory
from application.ledger import Ledger
from projections.database import Database
from projections.seal.follower import Sealed, Sealer
from projections.seal.fsck import Compared, Statement, Witness, compare
from projections.seal.note import PublicKey, SignedNote
from projections.seal.proof import Consistency, Inclusion
from projections.seal.tables import SealTables
from projections.seal.tiles import TiledNodes
from projections.seal.tree import consistency_proof, inclusion_proof

ORIGIN_DIGITS = 32
"""How many digits of the digest of its first entry name a ledger: 128 bits."""
Told = Callable[[int, int], object]


class NothingToSeal(Exception):
    """The ledger has no entry, and so no name."""


class NotSealed(Exception):
    """No checkpoint covers this position: there is no such entry, or it was not sealed yet."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"entry {position} is not sealed")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A checkpoint that is believed to say nothing: another key signed it, or it is of another ledger."""

    size: int
    origin: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a comparison, and which checkpoints had no say in it."""

    compared: Compared
    doubts: tuple[Doubt, ...]
    checkpoints: int
    """How many had a say."""

    @property
    def is_whole(self) -> bool:
        return self.compared.is_whole and not self.doubts


@dataclass(frozen=True, slots=True)
class Standing:
    """How many entries there are, the newest checkpoint, and whose key signs; None where nothing was sealed yet."""

    entries: int
    newest: SignedNote | None
    key: PublicKey | None


class Seal:
    """On a connection of its own; not to be shared between threads."""

    def __init__(self, ledger: Ledger, database: Database, keys: Path, clock: Clock) -> None:
        self._ledger, self._database, self._keys, self._clock = ledger, database, keys, clock
        self.tables = SealTables(database)

    def advance(self, told: Told = lambda *_: None) -> Sealed:
        """Seal what is new. Raises NothingToSeal, KeyMissing, KeyUnreadable, SealBroken, PositionsBroken."""
        if self.tables.newest() is None:
            make_key(self._keys)
        sealer = Sealer(self._database, LedgerEntries(self._ledger), self._key(), self._memory())
        return sealer.seal(now=self._clock, told=told)

    def standing(self) -> Standing:
        """Raises KeyUnreadable."""
        entries = self._ledger.head()
        try:
            key = self._key().public if entries else None
        except KeyMissing:
            key = None
        return Standing(entries, self.tables.newest(), key)

    def verify(
        self, given: Sequence[SignedNote] = (), *, key: PublicKey | None = None, told: Told = lambda *_: None
    ) -> Verified:
        """The entries beside every checkpoint: the kept ones, what the signer remembers, what somebody was given.

        Believes `key`, else that of this ledger. Raises NothingToSeal, KeyMissing, KeyUnreadable, NotANote.
        """
        believed = key or self._key().public
        remembered = self._memory().last()
        notes = [
            *((kept.note, Witness.KEPT) for kept in self.tables.checkpoints()),
            *((note, Witness.REMEMBERED) for note in (remembered,) if note is not None),
            *((note, Witness.GIVEN) for note in given),
        ]
        stated, doubts = [], []
        for note, witness in notes:
            checkpoint = note.checkpoint()
            if checkpoint.origin == believed.name and is_signed(note, believed):
                stated.append(Statement(checkpoint, witness))
            else:
                doubts.append(Doubt(checkpoint.size, checkpoint.origin, witness))
        compared = compare(LedgerEntries(self._ledger), self.tables, stated, told=told)
        return Verified(compared, tuple(doubts), len(stated))

    def inclusion(self, position: int) -> Inclusion:
        """The proof that an entry is in the tree of the newest checkpoint. Raises NotSealed, MissingTile."""
        note = self._newest(position)
        size = note.checkpoint().size
        return Inclusion(position - 1, tuple(inclusion_proof(TiledNodes(self.tables), position - 1, size)), note)

    def consistency(self, earlier: int) -> Consistency:
        """The proof that a tree of so many entries is the beginning of the newest. Raises NotSealed, MissingTile."""
        note = self._newest(earlier)
        size = note.checkpoint().size
        return Consistency(earlier, tuple(consistency_proof(TiledNodes(self.tables), earlier, size)), note)

    def leaf(self, position: int) -> bytes:
        """The bytes of an entry that are sealed. Raises NotSealed."""
        found = LedgerEntries(self._ledger).read(after=position - 1, limit=1) if position > 0 else ()
        if not found or found[0].position != position:
            raise NotSealed(position)
        return found[0].leaf()

    def _newest(self, position: int) -> SignedNote:
        newest = self.tables.newest()
        if newest is None or not 0 < position <= newest.checkpoint().size:
            raise NotSealed(position)
        return newest

    def _key(self) -> SealKey:
        return load_key(self._keys, name=self._origin())

    def _memory(self) -> SealMemory:
        return SealMemory(self._keys, self._origin())

    def _origin(self) -> str:
        """As the first checkpoint names it: whoever alters the first entry does not thereby found another ledger."""
        newest = self.tables.newest()
        if newest is not None:
            return newest.checkpoint().origin
        named = ledger_id(self._ledger)
        if named is None:
            raise NothingToSeal
        return f"kronika/{named[:ORIGIN_DIGITS]}"
