"""Names and contacts lie sealed beside the ledger, each under a key of its own; without the key nobody is there."""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.keys import KEY_BYTES, KeyFolder, NotAKey
from adapters.read_models import open_read_models
from adapters.vault import PersonalData, Vault, VaultDamaged, open_vault
from domain.kernel.person import new_person_key

SOMEBODY, ANOTHER = "p-0000000000000001", "p-0000000000000002"
DATA = PersonalData(name="Zkušební Osoba", position="referentka", email="zkouska@example.org", telephone="485 000 000")
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def vault(store_url: str, keys: KeyFolder) -> Iterator[Vault]:
    with open_vault(store_url, keys, clock=lambda: NOW) as opened:
        yield opened


def read(vault: Vault, person: str = SOMEBODY) -> PersonalData | None:
    return vault.get(person, reader="p-reader", purpose="a test")


def test_what_was_put_is_read(vault: Vault) -> None:
    vault.put(SOMEBODY, DATA)
    assert read(vault) == DATA
    assert vault.knows(SOMEBODY)
    assert read(vault, ANOTHER) is None
    assert not vault.knows(ANOTHER)


def test_newer_data_take_the_place_of_the_old(vault: Vault) -> None:
    vault.put(SOMEBODY, DATA)
    vault.put(SOMEBODY, PersonalData(name="Jiná Zkouška"))
    assert read(vault) == PersonalData(name="Jiná Zkouška")
    assert [key for key, _ in vault.all(reader="r", purpose="p")] == [SOMEBODY]


def test_another_process_reads_the_same(vault: Vault, store_url: str, keys: KeyFolder) -> None:
    vault.put(SOMEBODY, DATA)
    with open_vault(store_url, KeyFolder(keys.folder)) as elsewhere:
        assert read(elsewhere) == DATA


def test_an_erased_person_is_gone_even_from_a_copy_of_the_tables(vault: Vault, store_url: str) -> None:
    """The record comes back from a backup of the database; the key, backed up apart, does not."""
    vault.put(SOMEBODY, DATA)
    vault.put(ANOTHER, DATA)
    with open_read_models(store_url) as database:
        copy = database.select("SELECT person, sealed FROM vault_person WHERE person = :who", {"who": SOMEBODY})
        assert vault.erase(SOMEBODY)
        assert database.select("SELECT person FROM vault_person") == [(ANOTHER,)]
        with database.transaction():
            database.insert("vault_person", ("person", "sealed"), copy)
    assert read(vault) is None
    assert not vault.knows(SOMEBODY)
    assert [key for key, _ in vault.all(reader="r", purpose="p")] == [ANOTHER]


def test_erasing_twice_is_erasing_once(vault: Vault) -> None:
    vault.put(SOMEBODY, DATA)
    assert vault.erase(SOMEBODY)
    assert not vault.erase(SOMEBODY)


def test_an_erasure_that_was_interrupted_is_finished(vault: Vault, keys: KeyFolder) -> None:
    """The key went first, and with it everything; the row that was left is removed by asking again."""
    vault.put(SOMEBODY, DATA)
    keys.destroy(SOMEBODY)
    assert read(vault) is None
    assert vault.erase(SOMEBODY)


def test_a_record_that_was_moved_or_changed_is_not_opened(vault: Vault, store_url: str) -> None:
    """Nobody can put one person's data under the key of another."""
    vault.put(SOMEBODY, DATA)
    vault.put(ANOTHER, PersonalData(name="Jiná Zkouška"))
    with open_read_models(store_url) as database:
        ((sealed,),) = database.select("SELECT sealed FROM vault_person WHERE person = :who", {"who": ANOTHER})
        database.execute("UPDATE vault_person SET sealed = :sealed", {"sealed": sealed})
    with pytest.raises(VaultDamaged):
        read(vault)


def test_a_record_of_a_later_way_of_sealing_is_not_opened(vault: Vault, store_url: str) -> None:
    vault.put(SOMEBODY, DATA)
    with open_read_models(store_url) as database:
        database.execute("UPDATE vault_person SET sealed = :sealed", {"sealed": "Ag=="})
    with pytest.raises(VaultDamaged):
        read(vault)


# Who looked -----------------------------------------------------------------------------------------------------------


def test_every_look_is_written_down(vault: Vault) -> None:
    """Who, whom, when, for what; looking for somebody who is not there is no look."""
    vault.put(SOMEBODY, DATA)
    read(vault)
    read(vault, ANOTHER)
    vault.all(reader="p-chief", purpose="yearly check")
    looks = {(one.person, one.reader, one.purpose, one.read_at) for one in vault.readings()}
    assert looks == {(SOMEBODY, "p-reader", "a test", NOW), (SOMEBODY, "p-chief", "yearly check", NOW)}
    assert list(vault.readings(ANOTHER)) == []


def test_for_what_somebody_looked_goes_with_the_person(vault: Vault) -> None:
    """It may speak of them; who looked and when stays."""
    vault.put(SOMEBODY, DATA)
    read(vault)
    vault.erase(SOMEBODY)
    (look,) = vault.readings(SOMEBODY)
    assert (look.reader, look.purpose, look.read_at) == ("p-reader", None, NOW)


# Nothing by accident --------------------------------------------------------------------------------------------------


def test_data_show_nothing_when_they_are_printed() -> None:
    assert repr(DATA) == "PersonalData()"
    with pytest.raises(ValidationError) as refusal:
        PersonalData.model_validate({"name": "Zkušební Osoba", "shoe_size": "Zkušební"})
    assert "Zkušební" not in str(refusal.value)


def test_no_word_of_anybody_stands_in_the_database(vault: Vault, store_url: str) -> None:
    """Not even in the tables of the vault."""
    vault.put(SOMEBODY, DATA)
    read(vault)
    with open_read_models(store_url) as database:
        rows = [*database.select("SELECT * FROM vault_person"), *database.select("SELECT * FROM vault_reading")]
    said = repr(rows)
    assert not [
        word for word in ("Zkušební", "Osoba", "referentka", "zkouska", "485 000 000", "a test") if word in said
    ]


# Keys -----------------------------------------------------------------------------------------------------------------


def test_a_key_is_for_its_owner_alone(keys: KeyFolder) -> None:
    key = keys.make(SOMEBODY)
    (file,) = keys.folder.iterdir()
    assert len(key) == KEY_BYTES
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700


def test_of_many_who_make_a_key_at_once_all_get_the_same(keys: KeyFolder) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: keys.make(SOMEBODY), range(16)))
    assert len(made) == 1
    assert [file.name for file in keys.folder.iterdir()] == [f"{SOMEBODY}.key"]


def test_a_key_is_overwritten_on_the_disk_before_its_name_goes(
    keys: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever waits for the disk finds other bytes in the file: what is only removed could be brought back."""
    (key, file), seen = (keys.make(SOMEBODY), keys.folder / f"{SOMEBODY}.key"), list[bytes]()
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(file.read_bytes() if file.exists() else b""))
    assert keys.destroy(SOMEBODY)
    assert [len(one) for one in seen] == [KEY_BYTES, 0]
    assert key not in seen


def test_a_destroyed_key_is_not_the_next_one(keys: KeyFolder) -> None:
    before = keys.make(SOMEBODY)
    assert keys.destroy(SOMEBODY)
    assert keys.get(SOMEBODY) is None
    assert keys.make(SOMEBODY) != before


@pytest.mark.parametrize("name", ["../../etc/passwd", "p-1", "", "p-00000000000000zz", "p-0000000000000001/../x"])
def test_no_name_leads_out_of_the_folder(keys: KeyFolder, name: str) -> None:
    for asked in (keys.make, keys.get, keys.destroy):
        with pytest.raises(NotAKey):
            asked(name)


def test_new_keys_differ() -> None:
    assert len({new_person_key() for _ in range(1000)}) == 1000
