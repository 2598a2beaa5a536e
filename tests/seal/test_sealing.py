"""What is sealed in both databases, side by side and after an intruder was there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.sealing.keys import SealKey, is_signed
from adapters.sealing.memory import SealMemory
from adapters.sealing.tables import TABLES
from adapters.side_tables import make_tables, open_side_tables
from projections.database import Database, RowRefused
from projections.seal.follower import PAGE, PositionsBroken, SealBroken, Sealed, Sealer
from projections.seal.fsck import Compared, Flaw, Harm, Statement, Witness, compare
from projections.seal.leaf import SealedEntry
from projections.seal.note import Checkpoint, SignedNote
from projections.seal.tables import SealTables
from projections.seal.tiles import TiledNodes
from projections.seal.tree import root
from tests.seal.plain import mth

KEY = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(32)), name="kronika/test")
NOW = datetime(2026, 6, 3, tzinfo=UTC)


def entry(position: int, state: bytes = b"{}") -> SealedEntry:
    return SealedEntry(position, "2026-06-03T08:15:30.000125Z", "a", position, "contract.taken-over", state)


class Chronicle:
    """Entries in a list, which an intruder changes as he likes."""

    def __init__(self, count: int) -> None:
        self.entries = [entry(position) for position in range(1, count + 1)]
        self.said = count

    def head(self) -> int:
        return self.said

    def read(self, *, after: int, limit: int) -> Sequence[SealedEntry]:
        return [one for one in self.entries if one.position > after][:limit]

    def stray(self) -> int | None:
        return next((one.position for one in self.entries if one.position < 1), None)

    def grow(self, count: int) -> None:
        self.entries += [entry(position) for position in range(self.said + 1, self.said + count + 1)]
        self.said += count

    def root(self, size: int | None = None) -> bytes:
        return mth([one.leaf() for one in self.entries][:size])


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    opened = open_side_tables(store_url)
    make_tables(opened, TABLES)
    yield opened
    opened.close()


@pytest.fixture
def memory(tmp_path: Path) -> SealMemory:
    return SealMemory(tmp_path / "keys", origin="kronika/test", place="here")


Seal = Callable[[Chronicle], Sealed]


@pytest.fixture
def seal(database: Database, memory: SealMemory) -> Seal:
    return lambda chronicle: Sealer(tables(database), database, chronicle, KEY, memory).seal(now=lambda: NOW)


def tables(database: Database) -> SealTables:
    return SealTables(database, believed=lambda note: is_signed(note, KEY.public))


def compared(database: Database, chronicle: Chronicle, memory: SealMemory | None = None) -> Compared:
    tables = SealTables(database)
    said = [Statement(one.note.checkpoint(), Witness.KEPT) for one in tables.checkpoints()]
    last = memory.last() if memory else None
    return compare(chronicle, tables, said + ([Statement(last.checkpoint(), Witness.REMEMBERED)] if last else []))


def test_what_is_signed_is_the_root_of_all_entries(database: Database, memory: SealMemory, seal: Seal) -> None:
    chronicle = Chronicle(0)
    for step in (1, 1, 254, 1, 300, PAGE + 7):
        chronicle.grow(step)
        sealed = seal(chronicle)
        assert (sealed.added, sealed.note.checkpoint()[1:]) == (step, (chronicle.said, chronicle.root()))
        assert is_signed(sealed.note, KEY.public)
        assert memory.last() == sealed.note == seal(chronicle).note
    assert compared(database, chronicle, memory) == Compared(chronicle.said, chronicle.said, ())
    assert [one.note.checkpoint().size for one in tables(database).checkpoints()] == [
        *(1, 2, 256, 257, 557),
        *(557 + PAGE, 557 + PAGE + 7),
    ]


def test_of_two_that_seal_at_once_each_entry_is_taken_once(store_url: str, database: Database, tmp_path: Path) -> None:
    chronicle = Chronicle(3 * PAGE)
    failed: list[BaseException] = []

    def sealing() -> None:
        mine = open_side_tables(store_url)
        try:
            Sealer(
                tables(mine), mine, chronicle, KEY, SealMemory(tmp_path / "keys", origin="kronika/test", place="here")
            ).seal(now=lambda: NOW)
        except BaseException as error:  # noqa: BLE001  # told below
            failed.append(error)
        finally:
            mine.close()

    both = [Thread(target=sealing) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    kept = [one.note.checkpoint() for one in tables(database).checkpoints()]
    assert [one.size for one in kept] == sorted({one.size for one in kept})
    assert kept[-1][1:] == (3 * PAGE, chronicle.root())
    assert compared(database, chronicle).is_whole


def test_entries_that_were_not_sealed_yet_are_no_harm(database: Database, seal: Seal) -> None:
    chronicle = Chronicle(300)
    seal(chronicle)
    chronicle.grow(PAGE)
    assert compared(database, chronicle) == Compared(PAGE + 300, 300, ())


@pytest.mark.parametrize("positions", [[1], [256], [257], [600], [1, 2, 3, 256, 257, 600]])
def test_an_altered_entry_is_named(database: Database, memory: SealMemory, seal: Seal, positions: list[int]) -> None:
    chronicle = Chronicle(600)
    seal(chronicle)
    for position in positions:
        chronicle.entries[position - 1] = entry(position, b"{ }")
    found = compared(database, chronicle, memory)
    named = [p for flaw in found.flaws for p in range(flaw.position, flaw.until + 1)]
    assert ({flaw.harm for flaw in found.flaws}, named) == ({Harm.ALTERED}, positions)
    assert found.sealed == 600


def test_entries_that_changed_places_are_both_altered(database: Database, seal: Seal) -> None:
    chronicle = Chronicle(600)
    chronicle.entries[6:8] = entry(7, b"7"), entry(8, b"8")
    seal(chronicle)
    chronicle.entries[6:8] = entry(7, b"8"), entry(8, b"7")
    assert compared(database, chronicle).flaws == (Flaw(Harm.ALTERED, 7, 8),)


@pytest.mark.parametrize(("begin", "end"), [(1, 1), (255, 258), (100, 400), (590, 600), (1, 600)])
def test_missing_entries_are_named(database: Database, memory: SealMemory, seal: Seal, begin: int, end: int) -> None:
    chronicle = Chronicle(600)
    seal(chronicle)
    del chronicle.entries[begin - 1 : end]
    assert compared(database, chronicle, memory).flaws == (Flaw(Harm.MISSING, begin, end),)


def test_who_changes_the_hashes_too_speaks_against_what_was_signed(
    database: Database, memory: SealMemory, seal: Seal
) -> None:
    """An entry altered together with its tiles does not lead to any checkpoint that covers it."""
    chronicle = Chronicle(0)
    for step in (300, 300, 300):
        chronicle.grow(step)
        seal(chronicle)
    chronicle.entries[400] = entry(401, b"{ }")
    tables = SealTables(database)
    tables.drop_tiles()
    with pytest.raises(SealBroken) as broken:
        seal(chronicle)
    assert (broken.value.size, broken.value.head) == (900, 900)
    assert compared(database, chronicle, memory) == Compared(
        900, 300, (Flaw(Harm.ROOT, 1, 900, Witness.REMEMBERED), Flaw(Harm.ROOT, 301, 600, Witness.KEPT))
    )


def test_who_removes_all_that_was_kept_speaks_against_the_memory(
    database: Database, memory: SealMemory, tmp_path: Path
) -> None:
    """A database that was made anew with an altered entry is not signed by a key that remembers the other one."""
    chronicle = Chronicle(500)
    other = open_side_tables(f"sqlite:///{tmp_path / 'before.db'}")
    make_tables(other, TABLES)
    Sealer(tables(other), other, chronicle, KEY, memory).seal(now=lambda: NOW)
    other.close()
    chronicle.entries[9] = entry(10, b"{ }")
    with pytest.raises(SealBroken):
        Sealer(tables(database), database, chronicle, KEY, memory).seal(now=lambda: NOW)
    assert compared(database, chronicle, memory).flaws == (Flaw(Harm.ROOT, 1, 500, Witness.REMEMBERED),)


def test_fewer_entries_than_were_signed(database: Database, memory: SealMemory, seal: Seal) -> None:
    """The tail was cut off everywhere: the signer remembers, until it is told that the loss is known."""
    chronicle = Chronicle(600)
    seal(chronicle)
    last = memory.last()
    assert last is not None
    SealTables(database).drop_tiles()
    chronicle.entries, chronicle.said = chronicle.entries[:500], 500
    with pytest.raises(SealBroken) as broken:
        seal(chronicle)
    assert (broken.value.size, broken.value.head) == (600, 500)
    shorter = compare(chronicle, SealTables(database), [Statement(last.checkpoint(), Witness.GIVEN)])
    assert shorter == Compared(500, 0, (Flaw(Harm.SHORTER, 501, 600, Witness.GIVEN),))


def test_a_gap_is_not_sealed(seal: Seal) -> None:
    chronicle = Chronicle(20)
    del chronicle.entries[9]
    with pytest.raises(PositionsBroken) as broken:
        seal(chronicle)
    assert broken.value.position == 10
    chronicle.entries = chronicle.entries[:9]
    with pytest.raises(PositionsBroken):
        seal(chronicle)


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        ("DELETE FROM seal_tile WHERE level = 0 AND tile = 1", Flaw(Harm.TILE, 257, 512)),
        ("DELETE FROM seal_tile WHERE level = 1", Flaw(Harm.TILE, 1, 600)),
        ("UPDATE seal_tile SET hashes = 'nonsense' WHERE level = 0 AND tile = 1", Flaw(Harm.TILE, 257, 512)),
    ],
)
def test_a_damaged_tile_is_no_altered_entry(database: Database, seal: Seal, statement: str, flaw: Flaw) -> None:
    chronicle = Chronicle(600)
    seal(chronicle)
    database.execute(statement)
    assert compared(database, chronicle) == Compared(600, 600, (flaw,))


def test_tiles_are_made_again_from_the_entries(database: Database, seal: Seal) -> None:
    chronicle = Chronicle(600)
    before = seal(chronicle)
    SealTables(database).drop_tiles()
    assert seal(chronicle) == Sealed(before.note, 0)
    assert root(TiledNodes(SealTables(database)), 600) == chronicle.root()


def test_hashes_that_nobody_signed_are_not_believed(database: Database, seal: Seal) -> None:
    """Whoever puts further hashes on the tiles has nothing signed but what the entries lead to."""
    chronicle = Chronicle(6)
    seal(chronicle)
    database.execute("UPDATE seal_tile SET hashes = hashes || hashes")
    assert seal(chronicle).added == 0
    chronicle.grow(3)
    assert seal(chronicle).note.checkpoint()[1:] == (9, chronicle.root())
    assert compared(database, chronicle).is_whole


def test_a_checkpoint_that_nobody_signed_is_not_believed(database: Database, memory: SealMemory, seal: Seal) -> None:
    """Neither an empty one, nor a far one, nor one with a made-up signature, nor a genuine one of another size."""
    chronicle = Chronicle(6)
    genuine = seal(chronicle).note
    forged = SignedNote(
        Checkpoint("kronika/test", 7, bytes(32)).text(), (genuine.signatures[0]._replace(signature=bytes(64)),)
    )
    for size, note in ((0, "x"), (2**60, "x"), (7, forged.whole()), (9, genuine.whole())):
        database.execute(
            "INSERT INTO seal_checkpoint (tree, size, note, signed_at) VALUES ('entries', :size, :note, :at)",
            {"size": size, "note": note, "at": NOW.isoformat()},
        )
    assert seal(chronicle) == Sealed(genuine, 0)
    chronicle.grow(1)
    assert seal(chronicle).note == memory.last() == tables(database).newest()
    assert tables(database).unreadable() == 3


def test_one_key_signs_one_history_wherever_the_database_is_copied(
    memory: SealMemory, seal: Seal, tmp_path: Path
) -> None:
    """A copy goes on in another place with other entries, and the same key: the second of the two is not signed."""
    chronicle = Chronicle(6)
    seal(chronicle)
    elsewhere = open_side_tables(f"sqlite:///{tmp_path / 'copy.db'}")
    make_tables(elsewhere, TABLES)
    Sealer(tables(elsewhere), elsewhere, chronicle, KEY, memory).seal(now=lambda: NOW)
    copied = Chronicle(6)
    copied.grow(1)
    copied.entries[6] = entry(7, b"another")
    chronicle.grow(1)
    seal(chronicle)
    with pytest.raises(SealBroken):
        Sealer(tables(elsewhere), elsewhere, copied, KEY, memory).seal(now=lambda: NOW)
    elsewhere.close()


def test_what_cannot_be_remembered_is_not_signed(database: Database, seal: Seal, tmp_path: Path) -> None:
    chronicle = Chronicle(6)
    seal(chronicle)
    chronicle.grow(1)
    (tmp_path / "keys" / "sealed.part").mkdir()
    with pytest.raises(OSError, match="sealed"):
        seal(chronicle)
    assert [one.note.checkpoint().size for one in tables(database).checkpoints()] == [6]
    (tmp_path / "keys" / "sealed.part").rmdir()
    assert seal(chronicle).added == 1


def test_what_was_remembered_before_a_crash_is_signed_again(database: Database, memory: SealMemory, seal: Seal) -> None:
    """The signer remembered, and the database lost what it was to keep: the same note comes again."""
    chronicle = Chronicle(6)
    note = seal(chronicle).note
    database.execute("DROP TABLE seal_checkpoint")
    make_tables(database, TABLES)
    assert seal(chronicle).note == note == memory.last()


def test_an_entry_before_the_first_is_found(database: Database, seal: Seal) -> None:
    chronicle = Chronicle(6)
    seal(chronicle)
    chronicle.entries.insert(0, entry(-3))
    assert compared(database, chronicle).flaws == (Flaw(Harm.STRAY, -3, -3),)


def test_a_hole_without_an_end_ends(database: Database, seal: Seal) -> None:
    chronicle = Chronicle(300)
    seal(chronicle)
    chronicle.entries.append(entry(2**60))
    chronicle.said = 2**60
    assert compared(database, chronicle).flaws == (Flaw(Harm.MISSING, 301, 2**60 - 1),)


def test_a_checkpoint_is_neither_changed_nor_removed(database: Database, seal: Seal) -> None:
    seal(Chronicle(5))
    for statement in ("DELETE FROM seal_checkpoint", "UPDATE seal_checkpoint SET note = ''"):
        with pytest.raises(Exception, match="append-only") as refused:
            database.execute(statement)
        assert not isinstance(refused.value, RowRefused)
