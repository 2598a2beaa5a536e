"""The drill: back up under writers, restore elsewhere, compare every byte, and go on writing."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from adapters.backup import writing
from adapters.backup.checking import NotWhole, flaws
from adapters.backup.manifest import Manifest, NoBackup
from adapters.backup.restoring import NotEmpty
from adapters.backup.tables import TABLES, lines
from adapters.backup.writing import TargetTaken
from adapters.evidence.store import Evidence
from adapters.identity.tokens import Tokens
from adapters.published import OlderThanPublished, Published, ledger_id
from projections.projector import Projector
from projections.registry import registry_rows
from projections.views import VIEWS
from tests.backup.conftest import PHOTO, SOMEBODY, Place, quiet

PHOTO_DIGEST = hashlib.sha256(PHOTO).hexdigest()


def everything(place: Place) -> dict[str, list[bytes]]:
    """Every row of every table that is kept, as either store tells it alike."""
    with place.parts.side.snapshot():
        return {table.name: list(lines(place.parts.side, table)) for table in TABLES}


def names(place: Place) -> list[str | None]:
    Projector(place.parts.database, place.parts.source, VIEWS).catch_up()
    return [row.label for row in registry_rows(place.parts.database, kind="contract")]


def entries(place: Place) -> list[Any]:
    return list(place.parts.ledger.select_entries(after=0, limit=10_000))


def test_what_comes_back_is_what_was_there(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    """Entries, commands, claims, words, tokens, the vault, evidence; on whichever store. Then writing goes on."""
    before, said = everything(place), entries(place)
    folder, manifest = place.back_up(tmp_path / "copies", keys=tmp_path / "keys apart")
    assert (manifest.head, manifest.keys, manifest.evidence) == (7, "apart", "here")

    restored = elsewhere.restore(tmp_path / "copies", keys=tmp_path / "keys apart")

    assert (restored.folder, restored.lost, restored.keys) == (folder, 0, 2)
    assert everything(elsewhere) == before
    assert entries(elsewhere) == said
    assert names(elsewhere) == names(place)
    with elsewhere.parts.evidence.open(PHOTO_DIGEST) as stream:
        assert stream.read() == PHOTO
    found = elsewhere.parts.vault.get(SOMEBODY, reader="p-x", purpose="drill")
    assert found is not None
    assert found.name == f"Zkušební {SOMEBODY}"
    assert [row.name for row in Tokens(elsewhere.parts.side).rows()] == ["tablet"]
    elsewhere.now = place.now
    assert elsewhere.conclude("OLP/6/2025") == 8
    assert "OLP/6/2025" in names(elsewhere)


def test_a_backup_is_of_one_moment_while_others_write(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    has_begun, is_enough = Event(), Event()

    def write() -> None:
        number = 100
        while not is_enough.is_set():
            place.conclude(f"OLP/{number}/2025")
            number += 1
            if number == 103:
                has_begun.set()

    writer = Thread(target=write)
    writer.start()
    has_begun.wait(30)
    try:
        folder, manifest = place.back_up(tmp_path / "copies")
    finally:
        is_enough.set()
        writer.join()
    assert list(flaws(folder, told=quiet)) == []
    assert 7 < manifest.head <= place.parts.ledger.head()
    elsewhere.restore(folder)
    assert entries(elsewhere) == entries(place)[: manifest.head]
    taken = elsewhere.parts.ledger.fetch("SELECT count(*) FROM commands")[0][0]
    assert taken == manifest.head


def test_without_its_keys_the_vault_stays_closed(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    _, manifest = place.back_up(tmp_path / "copies")
    assert manifest.keys == "not kept"
    assert not list((tmp_path / "copies").rglob("*.key"))
    elsewhere.restore(tmp_path / "copies")
    assert elsewhere.parts.vault.get(SOMEBODY, reader="p-x", purpose="drill") is None


def test_copies_of_keys_follow_the_erasures(place: Place, tmp_path: Path) -> None:
    """Whoever was erased loses the copy of the key, too; one that is only missing keeps it."""
    keys = tmp_path / "keys apart"
    place.back_up(tmp_path / "copies", keys=keys)
    place.parts.vault.erase(SOMEBODY)
    (place.folder / "keys" / "p-0000000000000002.key").unlink()
    place.back_up(tmp_path / "copies", keys=keys)
    assert [one.name for one in keys.glob("*.key")] == ["p-0000000000000002.key"]


def test_a_key_that_goes_while_keys_are_copied_stops_no_backup(place: Place, tmp_path: Path) -> None:
    """Somebody is erased between the look into the folder and the look into the key: the name is there, the key not."""
    (place.folder / "keys" / "p-00000000000000ff.key").symlink_to(tmp_path / "gone")
    place.back_up(tmp_path / "copies", keys=tmp_path / "keys apart")
    assert len(list((tmp_path / "keys apart").glob("*.key"))) == 2


def test_evidence_that_goes_while_files_are_copied_stops_no_backup(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is disposed of between the look at it and its copy: the list of the backup is without it, and whole."""
    store, found = place.parts.evidence, place.parts.evidence.all

    def all_and_gone() -> Iterator[Evidence]:
        for one in found():
            store.remove(one.sha256)
            yield one

    monkeypatch.setattr(store, "all", all_and_gone)
    folder, manifest = place.back_up(tmp_path / "copies")
    assert manifest.part("evidence.jsonl").rows == 0
    assert list(flaws(folder, told=quiet)) == []


def test_evidence_is_copied_once(place: Place, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    first, _ = place.back_up(copies)
    copied = copies / "evidence" / PHOTO_DIGEST[:2] / PHOTO_DIGEST[2:4] / PHOTO_DIGEST
    made_at = copied.stat().st_mtime_ns
    place.conclude("OLP/9/2025")
    second, manifest = place.back_up(copies)
    assert (copied.stat().st_mtime_ns, first != second, manifest.head) == (made_at, True, 8)
    assert len(list(copies.glob("backup-*"))) == 2


@pytest.mark.parametrize("name", ["stored_events", "commands", "claims", "prose", "access_token", "vault_person"])
def test_a_backup_that_was_changed_is_not_restored(place: Place, elsewhere: Place, tmp_path: Path, name: str) -> None:
    folder, _ = place.back_up(tmp_path / "copies")
    part = folder / f"{name}.jsonl"
    part.write_bytes(part.read_bytes() + b"\n")
    with pytest.raises(NotWhole) as raised:
        elsewhere.restore(folder)
    assert (raised.value.flaw.code, raised.value.flaw.where) == ("changed", f"{name}.jsonl")
    assert not (tmp_path / "there" / "kronika.db").exists()


def relisted(folder: Path, name: str, content: bytes) -> None:
    """Somebody changes a part and its line in the manifest."""
    (folder / name).write_bytes(content)
    manifest = Manifest.read(folder)
    changed = [
        one.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()}) if one.name == name else one
        for one in manifest.parts
    ]
    told = manifest.model_copy(update={"parts": tuple(changed)})
    (folder / "manifest.json").write_text(told.model_dump_json())


def test_a_change_that_is_hidden_in_the_manifest_is_found_by_what_it_breaks(place: Place, tmp_path: Path) -> None:
    """A missing entry, one that cannot be read, another first entry, words that are not those committed to."""
    whole, _ = place.back_up(tmp_path / "copies")

    def found(name: str, changed: Any) -> set[str]:
        folder = tmp_path / "copies" / "backup-changed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)
        kept = (whole / name).read_bytes().splitlines(keepends=True)
        relisted(folder, name, b"".join(changed(kept)))
        return {one.code for one in flaws(folder, told=quiet)}

    def reworded(line: bytes) -> bytes:
        row = json.loads(line)
        return json.dumps([row[0], row[1], "something else"]).encode() + b"\n"

    events, prose = "stored_events.jsonl", "prose.jsonl"
    assert found(events, lambda kept: [*kept[:3], *kept[4:]]) == {"gap"}
    assert found(events, lambda kept: kept[:-1]) == {"head"}
    assert found(events, lambda kept: [kept[0].replace(b"person", b"peersn"), *kept[1:]]) >= {"other-ledger"}
    assert found(events, lambda kept: [*kept[:3], kept[3].replace(b"contract.", b"kontract."), *kept[4:]]) >= {
        "unreadable"
    }
    assert found(prose, lambda kept: [*kept[:-1], reworded(kept[-1])]) == {"prose"}
    commands = "commands.jsonl"
    assert found(commands, lambda kept: [*kept[:3], *kept[4:]]) == {"gap"}, "entries that no command recorded"
    assert found(commands, lambda kept: kept[:-1]) == {"gap"}


def test_missing_evidence_is_found(place: Place, tmp_path: Path) -> None:
    folder, _ = place.back_up(tmp_path / "copies")
    copy = tmp_path / "copies" / "evidence" / PHOTO_DIGEST[:2] / PHOTO_DIGEST[2:4] / PHOTO_DIGEST
    copy.chmod(0o600)
    copy.write_bytes(PHOTO[:-1] + b"?")
    (flaw,) = flaws(folder, told=quiet)
    assert (flaw.code, flaw.where) == ("evidence", PHOTO_DIGEST)
    copy.unlink()
    assert [one.code for one in flaws(folder, told=quiet)] == ["evidence"]


def test_an_unfinished_backup_is_none(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the middle: nothing is left that looks like a backup, and the next one succeeds."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "copy_evidence", full)
        with pytest.raises(OSError, match="No space left"):
            place.back_up(tmp_path / "copies")
    assert list((tmp_path / "copies").glob("*")) == [tmp_path / "copies" / ".lock"]
    killed = tmp_path / "copies" / ".unfinished-x"
    killed.mkdir()
    place.back_up(tmp_path / "copies")
    assert not killed.exists()


def test_a_backup_goes_only_where_nothing_else_lies(place: Place, tmp_path: Path) -> None:
    def why(target: Path, **more: Any) -> str:
        with pytest.raises(TargetTaken) as raised:
            place.back_up(target, **more)
        return raised.value.why

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    assert why(tmp_path / "full") == "not-empty"
    assert why(tmp_path / "full" / "letter.txt") == "no-folder"
    assert why(tmp_path / "copies", keys=tmp_path / "copies" / "keys") == "keys-within"
    assert why(tmp_path / "copies", keys=place.folder / "keys") == "keys-themselves"
    folder, manifest = place.back_up(tmp_path / "copies")
    other = manifest.model_copy(update={"ledger": "0" * 64})
    (folder / "manifest.json").write_text(other.model_dump_json())
    assert why(tmp_path / "copies") == "other-ledger"


def test_a_ledger_is_restored_only_into_an_empty_place(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    folder, _ = place.back_up(tmp_path / "copies")
    before = everything(place)
    with pytest.raises(NotEmpty):
        place.restore(folder)
    assert everything(place) == before
    with pytest.raises(NoBackup):
        elsewhere.restore(tmp_path)


# Older than what others have seen -------------------------------------------------------------------------------------


def test_an_older_backup_is_restored_only_where_the_loss_is_accepted(
    place: Place, elsewhere: Place, tmp_path: Path
) -> None:
    """A backup is seen from outside; so is whatever a server answered. The mark lies beside the keys."""
    older, _ = place.back_up(tmp_path / "copies")
    last = place.conclude("OLP/8/2025")
    place.back_up(tmp_path / "copies")
    shutil.copytree(place.folder / "keys", elsewhere.folder / "keys")
    with pytest.raises(OlderThanPublished) as raised:
        elsewhere.restore(older)
    assert (raised.value.head, raised.value.published) == (last - 1, last)
    restored = elsewhere.restore(older, accepts_loss=True)
    assert (restored.lost, elsewhere.parts.ledger.head()) == (1, last - 1)


def test_an_older_ledger_takes_no_commands(place: Place) -> None:
    """However it came there: as a copy of the file, by the tools of the server."""
    name = ledger_id(place.parts.ledger)
    assert name is not None
    place.parts.close()
    again = Place(place.url, place.folder)
    Published(again.parts.settings.keys_folder).note(name, 8)
    with pytest.raises(OlderThanPublished):
        again.conclude("OLP/7/2025")
    Published(again.parts.settings.keys_folder).accept(name, 7)
    assert again.conclude("OLP/7/2025") == 8
    again.close()


def test_the_mark_never_goes_down_by_itself(tmp_path: Path) -> None:
    published = Published(tmp_path / "keys")
    published.note("a", 5)
    published.note("b", 2)
    published.note("a", 3)
    assert [published.position(one) for one in ("a", "b", "c", None)] == [5, 2, 0, 0]
    published.accept("a", 4)
    assert published.position("a") == 4
