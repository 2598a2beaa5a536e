"""The seal of one ledger: seals what is new, compares the ledger with what was sealed, proves entries to outsiders."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from adapters.clock import Clock
from adapters.published import ledger_id
from adapters.sealing.entries import LedgerDecisions, LedgerEntries, SealableLedger
from adapters.sealing.keys import NAME as KEY_NAME
from adapters.sealing.keys import KeyChanged, KeyMissing, KeyUnreadable, SealKey, is_signed, load_key, make_key
from adapters.sealing.memory import SealMemory, place_name
from adapters.settings import Settings
from projections.database import Database
from projections.seal.follower import Entries, PositionsBroken, SealBroken, Sealed, Sealer
from projections.seal.fsck import Compared, Harm, NoHashes, Statement, Witness, compare
from projections.seal.note import PublicKey, SignedNote
from projections.seal.proof import Consistency, Inclusion
from projections.seal.tables import SealTables, Tree
from projections.seal.tiles import TiledNodes
from projections.seal.tree import consistency_proof, inclusion_proof, root

ORIGIN_DIGITS = 32
"""How many digits of the digest of its first entry name a ledger: 128 bits."""
Told = Callable[[int, int], object]


def origin_of(ledger: str, tree: Tree) -> str:
    """The name under which a tree over a ledger is sealed; `ledger` is the digest of its first entry."""
    origin = f"kronika/{ledger[:ORIGIN_DIGITS]}"
    return origin if tree is Tree.ENTRIES else f"{origin}/{tree}"


def tree_of(origin: str) -> Tree:
    """What is sealed under a name."""
    return Tree.DECISIONS if origin.endswith(f"/{Tree.DECISIONS}") else Tree.ENTRIES


def key_of(tree: Tree, key: PublicKey) -> PublicKey:
    """The same key, under the name of another tree of its ledger."""
    name = key.name.removesuffix(f"/{Tree.DECISIONS}")
    return PublicKey(name if tree is Tree.ENTRIES else f"{name}/{tree}", key.key)


class NothingToSeal(Exception):
    """The ledger has no entry, and so no name."""


class NotSealed(Exception):
    """No checkpoint covers this position: there is no such entry, or it was not sealed yet."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"entry {position} is not sealed")


class Why(StrEnum):
    """Why a checkpoint has no say."""

    OTHER_LEDGER = "other-ledger"
    OTHER_BEGINNING = "other-beginning"
    """The key that is believed signed it, but for a ledger that began with another entry."""
    OTHER_KEY = "other-key"
    NOT_SIGNED = "not-signed"
    """Its signature is not of what it says."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A checkpoint that is believed to say nothing."""

    size: int
    origin: str
    witness: Witness
    why: Why


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a comparison, and which checkpoints had no say in it."""

    compared: Compared
    doubts: tuple[Doubt, ...]
    checkpoints: int
    """How many different ones had a say."""

    @property
    def is_whole(self) -> bool:
        return self.compared.is_whole and not self.doubts


@dataclass(frozen=True, slots=True)
class Standing:
    """How many entries there are, the newest checkpoint, and whose key signs; None where nothing was sealed yet."""

    entries: int
    newest: SignedNote | None
    key: PublicKey | None

    @property
    def sealed(self) -> int:
        """How many entries the newest checkpoint covers."""
        return self.newest.checkpoint().size if self.newest else 0

    @property
    def waiting(self) -> int:
        """How many entries are not sealed yet."""
        return max(0, self.entries - self.sealed)


def doubt(note: SignedNote, believed: PublicKey) -> Why | None:
    """Why a note has no say for whoever believes this key; None where it has."""
    origin = note.checkpoint().origin
    if origin != believed.name:
        is_ours = is_signed(note, PublicKey(origin, believed.key))
        return Why.OTHER_BEGINNING if is_ours else Why.OTHER_LEDGER
    if note.by(believed) is None:
        return Why.OTHER_KEY
    return None if is_signed(note, believed) else Why.NOT_SIGNED


class AnotherLedger(SealBroken):
    """Here another ledger was sealed before: with another first entry, or another one altogether."""


class Seal:
    """One tree over a ledger. On a connection of its own; not to be shared between threads."""

    def __init__(
        self, ledger: SealableLedger, database: Database, settings: Settings, clock: Clock, tree: Tree
    ) -> None:
        self._ledger, self._database, self._clock, self.tree = ledger, database, clock, tree
        self._keys, self._place = settings.keys_folder, place_name(settings.database, tree)
        self.tables = SealTables(database, tree, believed=self._is_ours)

    def advance(self, told: Told = lambda *_: None) -> Sealed:
        """Seal what is new.

        Raises NothingToSeal, KeyMissing, KeyUnreadable, SealBroken, PositionsBroken, MissingTile, NotANote.
        """
        if self.tree is Tree.ENTRIES and self.tables.is_empty():
            make_key(self._keys)  # the other tree is sealed after this one, with the same key
        key, memory = self._key(), self._memory()
        self._refuse_foreign(memory)
        stray = self._leaves().stray() if self.tree is Tree.ENTRIES else None  # to look for the others takes long
        if stray is not None:
            raise PositionsBroken(stray)
        sealed = Sealer(self.tables, self._database, self._leaves(), key, memory).seal(now=self._clock, told=told)
        memory.settle_here()
        return sealed

    def take_for_new(self) -> None:
        """That here is another ledger now than was sealed here is known. Raises NothingToSeal, NotANote."""
        self._memory().settle_here()

    def _refuse_foreign(self, memory: SealMemory) -> None:
        """Raises KeyChanged, AnotherLedger, NotANote."""
        self._refuse_changed()
        if self.tables.newest() is None and (other := memory.other()) is not None:
            raise AnotherLedger(size=other.checkpoint().size, head=self._ledger.head())
        last = memory.last()
        if last is not None and not self._is_ours(last):
            raise KeyChanged(self._keys / KEY_NAME)

    @property
    def _public(self) -> bytes | None:
        """The public half of the key; None where it is not there."""
        with suppress(KeyMissing, KeyUnreadable):
            return load_key(self._keys, name="").public.key
        return None

    def _is_ours(self, note: SignedNote) -> bool:
        """Whether our key signed it, for a ledger of any origin; where there is no key nobody can tell."""
        origin = note.checkpoint().origin
        if tree_of(origin) is not self.tree:
            return False
        public = self._public
        return public is None or is_signed(note, PublicKey(origin, public))

    def standing(self) -> Standing:
        """Raises KeyUnreadable."""
        newest = self.tables.newest()
        entries = self._ledger.head()  # in this order: what was sealed is never more than there is
        try:
            key = self._key().public if entries else None
        except KeyMissing:
            key = None
        return Standing(entries, newest, key)

    def verify(
        self, given: Sequence[SignedNote] = (), *, key: PublicKey | None = None, told: Told = lambda *_: None
    ) -> Verified:
        """The entries beside every checkpoint: the kept ones, what the signer remembers, what somebody was given.

        Believes `key`, else that of this ledger. Raises NothingToSeal, KeyMissing, KeyUnreadable, NotANote.
        """
        believed = key or self._key().public
        remembered = self.remembered()
        notes = [
            *((kept.note, Witness.KEPT) for kept in self.tables.checkpoints()),
            *((note, Witness.REMEMBERED) for note in (remembered,) if note is not None),
            *((note, Witness.GIVEN) for note in given),
        ]
        stated, doubts = [], []
        for note, witness in notes:
            checkpoint = note.checkpoint()
            why = doubt(note, believed)
            if why is None:
                stated.append(Statement(checkpoint, witness))
            else:
                doubts.append(Doubt(checkpoint.size, checkpoint.origin, witness, why))
        if self.tables.unreadable():
            doubts.append(Doubt(0, believed.name, Witness.KEPT, Why.NOT_SIGNED))
        compared = compare(self._leaves(), self.tables, stated, told=told)
        return Verified(
            self._told_apart(compared, stated, told), tuple(doubts), len({one.checkpoint for one in stated})
        )

    def _told_apart(self, compared: Compared, stated: Sequence[Statement], told: Told) -> Compared:
        """Where an entry and its kept hash differ and roots do not fit either, the entries alone say which is wrong."""
        if not {Harm.ALTERED, Harm.ROOT} <= {flaw.harm for flaw in compared.flaws}:
            return compared
        alone = compare(self._leaves(), NoHashes(), stated, told=told)
        if not alone.is_whole:
            return compared
        differing = (flaw for flaw in compared.flaws if flaw.harm in {Harm.ALTERED, Harm.TILE})
        return replace(alone, flaws=tuple(replace(flaw, harm=Harm.TILE) for flaw in differing))

    def public_key(self) -> PublicKey:
        """The key by which this ledger was sealed. Raises NothingToSeal, KeyMissing, KeyUnreadable, KeyChanged."""
        key = self._key().public
        self._refuse_changed()
        return key

    def _refuse_changed(self) -> None:
        """Raises KeyChanged where checkpoints are there, and none that our key signed."""
        if self.tables.newest() is None and not self.tables.is_empty():
            raise KeyChanged(self._keys / KEY_NAME)

    def check(self) -> None:
        """Whether the next seal could be signed, as far as that is known without reading the entries.

        Raises KeyMissing, KeyUnreadable, SealBroken, NotANote, MissingTile.
        """
        newest, remembered = self.tables.newest(), self.remembered()
        head = self._ledger.head()  # after them: they cover no more than there was when they were signed
        if not self.tables.is_empty():
            self._key()
        if head:
            self._refuse_foreign(self._memory())
            self._look_ahead(newest, head)
        size, nodes = self.tables.size(), TiledNodes(self.tables)
        for before in (newest, remembered):
            _, earlier, expected = before.checkpoint() if before else ("", 0, b"")
            if earlier > head or (0 < earlier <= size and root(nodes, earlier) != expected):
                raise SealBroken(size=earlier, head=head)

    def _look_ahead(self, newest: SignedNote | None, head: int) -> None:
        """Whether the next entry can be sealed. Raises PositionsBroken."""
        sealed = newest.checkpoint().size if newest else 0
        if sealed < head:
            following = self._leaves().read(after=sealed, limit=1)
            if not following or following[0].position != sealed + 1:
                raise PositionsBroken(sealed + 1)

    def remembered(self) -> SignedNote | None:
        """What the signer remembers beside the key, else what it signed here of another ledger. Raises NotANote."""
        try:
            memory = self._memory()
        except NothingToSeal:
            return None
        return memory.last() or (memory.other() if self.tables.newest() is None else None)

    def forget(self, *, beyond: int) -> None:
        """That more entries than these were signed is known to be lost. Raises NothingToSeal, NotANote."""
        last = self.remembered()
        if last is not None and last.checkpoint().size > beyond:
            self._memory().forget()

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
        found = self._leaves().read(after=position - 1, limit=1) if position > 0 else ()
        if not found or found[0].position != position:
            raise NotSealed(position)
        return found[0].leaf()

    def _newest(self, position: int) -> SignedNote:
        newest = self.tables.newest()
        if newest is None or not 0 < position <= newest.checkpoint().size:
            raise NotSealed(position)
        return newest

    def _leaves(self) -> Entries:
        return LedgerEntries(self._ledger) if self.tree is Tree.ENTRIES else LedgerDecisions(self._ledger)

    def _key(self) -> SealKey:
        return load_key(self._keys, name=self._origin())

    def _memory(self) -> SealMemory:
        return SealMemory(self._keys, origin=self._origin(), place=self._place)

    def _origin(self) -> str:
        """As a checkpoint names it that our key signed: whoever alters the first entry founds no other ledger."""
        newest = self.tables.newest()
        if newest is not None:
            return newest.checkpoint().origin
        named = ledger_id(self._ledger)
        if named is None:
            raise NothingToSeal
        return origin_of(named, self.tree)
