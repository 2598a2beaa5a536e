"""The drill on the command line: what is said, and with which exit code."""

import json
import shutil
from pathlib import Path

import pytest

from adapters.cli.failures import Exit
from adapters.published import Published
from tests.cli.runner import Cli

CONTRACT = {"number": "OLP/1/2025", "regime": "tender", "provider": "Provider"}


def conclude(cli: Cli, number: str) -> None:
    said = json.dumps(CONTRACT | {"number": number})
    cli.ok("do", "contract.record-conclusion", "--on", "2025-01-02", "--data", said)


@pytest.fixture
def here(ledger_url: str, tmp_path: Path) -> Cli:
    """A ledger of two entries, on either store."""
    settings = {"KRONIKA_KEYS": str(tmp_path / "keys"), "KRONIKA_EVIDENCE": str(tmp_path / "evidence")}
    cli = Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url, **settings})
    for number in ("OLP/1/2025", "OLP/2/2025"):
        conclude(cli, number)
    return cli


def there(cli: Cli, folder: Path) -> Cli:
    """A new place, whose marks and keys are those of the old one."""
    database = {"KRONIKA_DATABASE": f"sqlite:///{folder / 'new' / 'kronika.db'}"}
    return Cli(folder, cli.environment | database)


def test_a_backup_is_made_verified_and_restored(here: Cli, tmp_path: Path) -> None:
    copies, keys = str(tmp_path / "copies"), str(tmp_path / "safe")
    made = here.ok("backup", copies, "--keys-to", keys, "--json").json
    assert (made["schema"], made["data"]["head"], made["data"]["keys"]) == ("kronika.backup/1", 2, "apart")
    verified = here.ok("backup", "verify", copies)
    assert "2 entries" in verified.out
    new = there(here, tmp_path)
    restored = new.ok("restore", copies, "--keys-from", keys)
    assert "2 entries" in restored.out
    assert new.ok("doctor", "--json").json["ok"]
    assert new.ok("show", "contract", "OLP/2/2025").out
    conclude(new, "OLP/3/2025")
    again = new("restore", copies)
    assert (again.code, "not empty" in again.err) == (Exit.CONFLICT, True)


def test_a_backup_is_verified_by_a_program_that_has_just_begun(here: Cli, tmp_path: Path) -> None:
    """It knows every event there is, although it opens no ledger."""
    here.ok("backup", str(tmp_path / "copies"))
    ended = here.apart("backup", "verify", str(tmp_path / "copies"))
    assert (ended.code, "Whole" in ended.out) == (Exit.OK, True), ended.out


def test_without_keys_it_is_said_what_that_means(here: Cli, tmp_path: Path) -> None:
    told = here.ok("backup", str(tmp_path / "copies"), "--no-evidence")
    assert "--keys-to" in told.err
    assert "evidence are not in it" in told.err
    refused = here("backup", str(tmp_path / "copies"), "--keys-to", str(tmp_path / "copies" / "keys"))
    assert (refused.code, "within each other" in refused.err) == (Exit.CONFLICT, True)


def test_what_is_wrong_with_a_backup_is_named(here: Cli, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    folder = Path(here.ok("backup", str(copies), "--json").json["data"]["folder"])
    (folder / "prose.jsonl").write_bytes(b"[]\n")
    verified = here("backup", "verify", str(copies), "--json")
    assert (verified.code, verified.json["data"]["flaws"][0]["code"]) == (Exit.INTEGRITY, "changed")
    assert "prose.jsonl was changed" in here("backup", "verify", str(folder)).out
    restored = there(here, tmp_path)("restore", str(copies))
    assert (restored.code, "not whole" in restored.err) == (Exit.INTEGRITY, True)
    assert here("backup", "verify", str(tmp_path)).code == Exit.NOT_FOUND
    assert here("restore").code == Exit.USAGE


def test_an_older_backup_needs_a_reason_which_is_recorded(here: Cli, tmp_path: Path) -> None:
    copies, new = tmp_path / "copies", there(here, tmp_path)
    older = here.ok("backup", str(copies), "--json").json["data"]["folder"]
    conclude(here, "OLP/3/2025")
    conclude(here, "OLP/4/2025")
    here.ok("backup", str(tmp_path / "later"))
    refused = new("restore", older)
    assert (refused.code, "--accept-loss" in refused.err) == (Exit.INTEGRITY, True)
    told = new.ok("restore", older, "--accept-loss", "Disk selhal", "--as", "administrator", "--json").json
    assert told["data"]["lost"] == {"first": 3, "last": 4, "position": 3}
    (entry,) = [json.loads(one) for one in new.ok("log", "office", "office", "--json").out.splitlines()][:1]
    assert "office.loss-accepted" in json.dumps(entry)
    conclude(new, "OLP/5/2025")


def test_an_older_ledger_refuses_to_go_on_until_the_loss_is_accepted(here: Cli, tmp_path: Path) -> None:
    """Somebody put an older copy of the database back by other means."""
    (ledger,) = json.loads((_marked(here, tmp_path) / "published.json").read_text())
    Published(tmp_path / "keys").note(ledger, 9)
    for command in (
        ("do", "contract.record-conclusion", "--on", "2025-01-02", "--data", json.dumps(CONTRACT)),
        ("timers", "run"),
        ("serve", "--port", "0"),
    ):
        refused = here(*command)
        assert (refused.code, "up to no. 9" in refused.err) == (Exit.INTEGRITY, True), command
    assert here("doctor").code == Exit.INTEGRITY
    assert here.ok("show", "contract", "OLP/1/2025").out
    needless = here.ok("restore", "--accept-loss", "Kopie serveru", "--as", "administrator")
    assert "no. 3 to 9" in needless.out
    conclude(here, "OLP/6/2025")
    assert here("restore", "--accept-loss", "Znovu", "--as", "administrator").code == Exit.REFUSED


def _marked(cli: Cli, folder: Path) -> Path:
    """A backup notes how far it was seen."""
    cli.ok("backup", str(folder / "copies"))
    shutil.rmtree(folder / "copies")
    return folder / "keys"
