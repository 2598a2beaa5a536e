"""The seal goes through a backup: what was signed stays good, and a loss is told to whoever holds a checkpoint."""

from pathlib import Path

import pytest

from adapters.cli.failures import Exit
from adapters.sealing.copies import remembered
from adapters.sealing.keys import make_key
from tests.cli.runner import Cli
from tests.cli.sealed import intrude, record

ACCEPT = ("--accept-loss", "Disk selhal", "--as", "administrator")


@pytest.fixture
def here(ledger_url: str, tmp_path: Path) -> Cli:
    """Two sealed entries, on either store."""
    settings = {"KRONIKA_KEYS": str(tmp_path / "keys"), "KRONIKA_EVIDENCE": str(tmp_path / "evidence")}
    cli = Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url, **settings})
    record(cli, 2)
    cli.ok("seal", "make")
    return cli


def there(cli: Cli, folder: Path, **more: str) -> Cli:
    """A new place, with the keys of the old one unless it is said otherwise."""
    database = {"KRONIKA_DATABASE": f"sqlite:///{folder / 'new' / 'kronika.db'}"}
    return Cli(folder, cli.environment | database | more)


def checkpoint(cli: Cli, name: str) -> str:
    path = str(cli.folder / name)
    cli.ok("seal", "checkpoint", "-o", path)
    return path


def findings(cli: Cli, against: str) -> tuple[int, list[str]]:
    told = cli("verify", "--against", against, "--json")
    return told.code, [one["code"] for one in told.json["data"]["findings"]]


def test_what_was_signed_stays_good_in_a_restored_ledger(here: Cli, tmp_path: Path) -> None:
    copies, keys, old = str(tmp_path / "copies"), tmp_path / "safe", checkpoint(here, "old.txt")
    here.ok("backup", copies, "--keys-to", str(keys))
    assert (keys / "seal.pem").stat().st_mode & 0o777 == 0o600
    assert len(remembered(keys)) == 2
    new = there(here, tmp_path, KRONIKA_KEYS=str(tmp_path / "new" / "keys"))
    new.ok("restore", copies, "--keys-from", str(keys))
    assert new.ok("verify", "--against", old).out.startswith("Yes. All 2 entries")
    record(new, 1, first=3)
    assert new.ok("seal", "make").out == "Sealed: 1 entry, up to no. 3.\n"
    assert new.ok("verify", "--against", old).out.startswith("Yes. All 3 entries")
    assert new.ok("seal", "key").out == here.ok("seal", "key").out
    new.ok("seal", "consistency", old)


def test_copied_keys_follow_what_is_signed(here: Cli, tmp_path: Path) -> None:
    keys = tmp_path / "safe"
    here.ok("backup", str(tmp_path / "one"), "--keys-to", str(keys))
    before = remembered(keys)
    record(here, 1, first=3)
    here.ok("seal", "make")
    here.ok("backup", str(tmp_path / "two"), "--keys-to", str(keys))
    after = remembered(keys)
    known = remembered(tmp_path / "keys")
    assert before != after == {name: note for name, note in known.items() if not name.startswith("at ")}


def test_no_key_takes_the_place_of_another(here: Cli, tmp_path: Path) -> None:
    """Neither where a backup keeps its keys, nor where a restored ledger has its own."""
    safe, other = tmp_path / "safe", tmp_path / "other"
    make_key(other)
    refused = here("backup", str(tmp_path / "copies"), "--keys-to", str(other), "--json")
    assert (refused.code, refused.json["error"]["code"]) == (Exit.CONFLICT, "target_other_key")
    here.ok("backup", str(tmp_path / "copies"), "--keys-to", str(safe))
    new = there(here, tmp_path, KRONIKA_KEYS=str(other))
    refused = new("restore", str(tmp_path / "copies"), "--keys-from", str(safe), "--json")
    assert (refused.code, refused.json["error"]["code"]) == (Exit.CONFLICT, "other_key")


def test_who_seals_with_another_key_is_stopped(here: Cli, tmp_path: Path) -> None:
    make_key(tmp_path / "other")
    wrong = Cli(here.folder, {**here.environment, "KRONIKA_KEYS": str(tmp_path / "other")})
    for words in (("seal", "make"), ("seal", "status"), ("seal", "key"), ("doctor",)):
        assert wrong(*words).code == Exit.INTEGRITY, words
    assert here("verify").code == Exit.OK


def test_an_older_backup_is_taken_back_when_the_loss_is_accepted(here: Cli, tmp_path: Path) -> None:
    """Entries 3 and 4 were sealed, and are not in the backup."""
    older = here.ok("backup", str(tmp_path / "copies"), "--json").json["data"]["folder"]
    record(here, 2, first=3)
    here.ok("seal", "make")
    lost = checkpoint(here, "lost.txt")
    (tmp_path / "keys" / "published.json").unlink()
    new = there(here, tmp_path)
    refused = new("restore", older)
    assert (refused.code, "up to no. 4" in refused.err) == (Exit.INTEGRITY, True)
    told = new.ok("restore", older, *ACCEPT)
    assert "Whoever holds a checkpoint of more than 2 entries" in told.out
    assert new.ok("seal", "make").out == "Sealed: 1 entry, up to no. 3.\n"
    assert new("verify").code == Exit.OK
    assert findings(new, lost) == (Exit.INTEGRITY, ["shorter"])
    record(new, 3, first=5)
    new.ok("seal", "make")
    assert findings(new, lost) == (Exit.INTEGRITY, ["history"])


def test_the_signer_refuses_an_older_copy_until_the_loss_is_accepted(here: Cli, tmp_path: Path) -> None:
    """Somebody put an older copy of the database back by other means; nobody but the signer remembers."""
    record(here, 1, first=3)
    here.ok("seal", "make")
    (tmp_path / "keys" / "published.json").unlink()
    tables = ("seal_tile", "seal_checkpoint WHERE size = 3", "stored_events WHERE position = 3")
    intrude(here, *(f"DELETE FROM {table}" for table in tables), "DELETE FROM commands WHERE first_position = 3")
    intrude(here, "UPDATE ledger SET head = 2")
    refused = here("seal", "make", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (Exit.INTEGRITY, "seal_broken")
    told = here.ok("restore", *ACCEPT, "--json").json["data"]
    assert told["lost"] == {"first": 3, "last": 3, "position": 3}
    here.ok("seal", "make")
    assert here("verify").code == Exit.OK
