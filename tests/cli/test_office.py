"""People, erasing and evidence from the command line."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from adapters.evidence.folder import EvidenceFolder
from tests.cli.runner import Cli

NAME = ("--name", "Zkušební Osoba", "--email", "zkouska@example.org")
ADMINISTRATOR = ("--as", "administrator")
PDF = b"%PDF-1.7 a paper"
DIGEST = hashlib.sha256(PDF).hexdigest()


def add(cli: Cli, *more: str) -> str:
    """Somebody new; the key."""
    added = cli.ok("person", "add", *NAME, "--reason", "nová kolegyně", *ADMINISTRATOR, *more, "--json")
    key: str = added.json["data"]["person"]
    return key


def give(cli: Cli, appointment: str, person: str, role: str, *options: str) -> Any:
    data = {"appointment": appointment, "person": person, "role": role}
    return cli.did("office.grant-role", None, *ADMINISTRATOR, *options, **data)


# People ---------------------------------------------------------------------------------------------------------------


def test_a_person_is_added_shown_and_listed(any_cli: Cli) -> None:
    key = add(any_cli)
    shown = any_cli.ok("person", "show", key, "--reason", "pozvánka")
    assert "Zkušební Osoba" in shown.out
    assert "zkouska@example.org" in shown.out
    listed = any_cli.ok("person", "list", "--reason", "roční kontrola", "--json").json["data"]
    assert listed == [{"person": key, "data": {"name": "Zkušební Osoba", "email": "zkouska@example.org"}, "roles": []}]
    assert key in any_cli.ok("person", "list", "--reason", "roční kontrola").out


def test_the_ledger_knows_the_key_and_never_the_name(cli: Cli) -> None:
    """Neither the trail, nor what is logged, nor any byte of the file."""
    key = add(cli)
    log = cli.ok("log", "office", "office", KRONIKA_LOG_LEVEL="debug")
    assert key in log.out
    shown = cli.ok("person", "show", key, "--reason", "pozvánka", KRONIKA_LOG_LEVEL="debug")
    stored = b"".join(file.read_bytes() for file in cli.folder.rglob("*") if file.is_file())
    assert "person.read" in shown.err
    for said in (log.out, log.err, shown.err, stored.decode(errors="replace")):
        assert "Zkušební" not in said
        assert "zkouska@" not in said


def test_a_name_changes_and_the_old_one_is_gone(cli: Cli) -> None:
    key = add(cli)
    cli.ok("person", "change", key, "--name", "Jiná Zkouška", "--reason", "svatba", *ADMINISTRATOR)
    shown = cli.ok("person", "show", key, "--reason", "kontrola").out
    assert "Jiná Zkouška" in shown
    assert "Zkušební" not in shown


def test_every_look_can_be_asked_for(cli: Cli) -> None:
    key = add(cli)
    cli.ok("person", "show", key, "--reason", "pozvánka", "--by", "p-00000000000000aa")
    shown = cli.ok("person", "show", key, "--reason", "kdo se díval", "--readings")
    assert "by p-00000000000000aa: pozvánka" in shown.out
    looks = cli.ok("person", "show", key, "--reason", "znovu", "--readings", "--json").json["data"]["readings"]
    assert [look["purpose"] for look in looks] == ["znovu", "kdo se díval", "pozvánka"]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (("person", "show", "p-ffffffffffffffff", "--reason", "x"), 3, "nobody is known"),
        (("person", "change", "p-ffffffffffffffff", "--name", "X", "--reason", "x"), 3, "nobody is known"),
        (("person", "show", "novakova", "--reason", "x"), 2, "no key of a person"),
        (("person", "add", "--name", "X"), 2, "--reason is missing"),
        (("person", "add", "--name", " ", "--reason", "x"), 5, "name"),
        (("person", "add", "--name", "X", "--reason", "x", "--as", "reporter"), 4, "reporter"),
        (("erase", "person", "p-ffffffffffffffff", "--reason", "x", "--as", "administrator"), 4, "registered-first"),
        (("erase", "file", "contract", "OLP/9009/2017", "--procedure", "S-1", "--reason", "x"), 3, "OLP/9009/2017"),
    ],
)
def test_what_cannot_be_is_said(cli: Cli, command: tuple[str, ...], code: int, said: str) -> None:
    result = cli(*command)
    assert (result.code, said in result.err) == (code, True), result


def test_a_wrong_value_is_not_repeated(cli: Cli) -> None:
    """What was typed may be a name."""
    result = cli("person", "add", "--name", "Zkušební" * 40, "--reason", "x", *ADMINISTRATOR)
    assert result.code == 5
    assert "Zkušební" not in result.err + result.out


def test_a_record_that_was_tampered_with_is_damage(cli: Cli) -> None:
    key = add(cli)
    (file,) = (cli.folder / "keys").iterdir()
    file.write_bytes(b"\x00" * 32)
    result = cli("person", "show", key, "--reason", "x")
    assert (result.code, "cannot be opened" in result.err) == (8, True)


# Roles ----------------------------------------------------------------------------------------------------------------


def test_the_local_user_acts_freely_until_somebody_has_a_role(cli: Cli) -> None:
    chief, clerk = add(cli), add(cli)
    cli.did("project.take-over", None, code="IP1")
    give(cli, "1", chief, "administrator")
    give(cli, "2", clerk, "clerk", "--by", chief)
    refused = cli.do("project.take-over", None, code="IP2")
    assert refused.code == 4
    assert "say who you are with --by or KRONIKA_PERSON" in refused.err
    cli.did("project.take-over", None, "--by", clerk, code="IP2")
    assert cli.ok("show", "office", "office", "--json").json["data"]["fields"]["roles"] == {
        chief: ["administrator"],
        clerk: ["clerk"],
    }


def test_why_somebody_may_not_is_for_machines_too(cli: Cli) -> None:
    chief = add(cli)
    give(cli, "1", chief, "administrator")
    error = cli.do("project.take-over", None, "--by", chief, "--json", code="IP2").json["error"]
    assert (error["code"], error["why"], error["role"]) == ("not_allowed", "role-not-held", "clerk")


# Erasing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("erase", "person"), ("person", "erase")])
def test_a_person_is_erased_when_their_time_is_over(cli: Cli, command: tuple[str, str]) -> None:
    key = add(cli.it_is("2026-01-05T09:00:00+01:00"))
    cli.did("office.record-leaving", None, *ADMINISTRATOR, person=key)
    early = cli(*command, key, "--reason", "žádost", *ADMINISTRATOR)
    assert (early.code, "office.person-kept-until" in early.err) == (4, True)
    cli.it_is("2036-01-06T09:00:00+01:00")
    erased = cli.ok(*command, key, "--reason", "uplynula lhůta", *ADMINISTRATOR)
    assert f"Name and contacts of {key} are gone." in erased.out
    assert "backed up" in erased.err
    shown = cli.ok("person", "show", key, "--reason", "kontrola")
    assert "erased 2036-01-06" in shown.out
    assert cli.ok(*command, key, "--reason", "znovu", *ADMINISTRATOR).out == f"There was nothing left of {key}.\n"
    assert cli("person", "change", key, "--name", "X", "--reason", "x").code == 3


def test_what_is_erased_is_told_to_machines(cli: Cli) -> None:
    key = add(cli.it_is("2026-01-05T09:00:00+01:00"))
    cli.did("office.record-leaving", None, *ADMINISTRATOR, person=key)
    cli.it_is("2036-01-06T09:00:00+01:00")
    data = cli.ok("erase", "person", key, "--reason", "uplynula lhůta", *ADMINISTRATOR, "--json").json["data"]
    assert data == {"person": {"person": key}, "texts": 0, "evidence": [], "is_name_gone": True, "entry": 3}


def planned(cli: Cli) -> None:
    """An inspection that came to nothing, put away for a year."""
    cli.it_is("2026-01-05T09:00:00+01:00")
    cli.did("project.take-over", None, code="IP1")
    superior = ("--as", "inspection-superior", "--reason", "Důvod kontroly")
    plan = {"number": "K-1", "regime": "CONTRACTUAL", "subject": {"provider": "71220089", "project": "IP1"}}
    cli.did("inspection.plan", None, *superior, **plan, reason="PLAN", plan_reference="2026")
    cli.did("inspection.cancel", "K-1", *superior, ground="OTHER", why="v pokoji č. 5")
    methodologist = ("--as", "methodologist")
    cli.did("inspection.archive", "K-1", *methodologist, file_reference="K-1/A", disposal_sign="S", years=1)


def test_a_file_is_disposed_of_with_its_words(any_cli: Cli) -> None:
    planned(any_cli)
    erase = (
        "erase",
        "file",
        "inspection",
        "K-1",
        "--procedure",
        "S-1",
        "--reason",
        "lhůta",
        "--as",
        "inspection-superior",
    )
    early = any_cli(*erase)
    assert (early.code, "inspection.kept-long-enough" in early.err) == (4, True)
    any_cli.it_is("2028-01-01T09:00:00+01:00")
    done = any_cli.ok(*erase)
    assert "3 texts and 0 files of evidence of Inspection K-1 are gone." in done.out
    log = any_cli.ok("log", "inspection", "K-1")
    assert "(text erased)" in log.out
    assert "4 entries" in log.out
    assert any_cli.ok("show", "inspection", "K-1").out
    assert any_cli.ok(*erase).out.startswith("0 texts")


def test_a_hold_on_everything_is_said(cli: Cli) -> None:
    planned(cli)
    cli.did("office.place-legal-hold", None, *ADMINISTRATOR, hold="Z-1", ground="court")
    cli.it_is("2028-01-01T09:00:00+01:00")
    erase = (
        "erase",
        "file",
        "inspection",
        "K-1",
        "--procedure",
        "S-1",
        "--reason",
        "lhůta",
        "--as",
        "inspection-superior",
    )
    held = cli(*erase)
    assert (held.code, "holds Z-1" in held.err) == (4, True)
    assert cli(*erase, "--json").json["error"]["holds"] == ["Z-1"]


def test_of_some_kinds_nothing_is_erased(cli: Cli) -> None:
    cli.did("project.take-over", None, code="IP1")
    refused = cli("erase", "file", "project", "IP1", "--procedure", "S-1", "--reason", "x")
    assert (refused.code, "of project nothing is erased" in refused.err) == (4, True)


# Evidence -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(PDF)
    return path


def test_a_file_goes_in_and_comes_out(cli: Cli, paper: Path) -> None:
    assert cli.ok("evidence", "add", str(paper)).out == f"{DIGEST}  paper.pdf\n"
    assert cli.ok("evidence", "add", str(paper)).out == f"{DIGEST}  paper.pdf (was there already)\n"
    out = cli.folder / "out.pdf"
    cli.ok("evidence", "get", DIGEST, "--output", str(out))
    assert out.read_bytes() == PDF
    assert cli.apart("evidence", "get", DIGEST).out.encode() == PDF
    again = cli("evidence", "get", DIGEST, "--output", str(out))
    assert (again.code, "is there already" in again.err) == (6, True)


def test_an_act_names_only_papers_that_were_brought(cli: Cli, paper: Path) -> None:
    """Also at the machine of the ledger; what is observed there does not wait for its paper."""
    concluded = {"number": "OLP/9001/2018", "regime": "tender", "provider": "Provider"}
    cli.did("contract.record-conclusion", None, "--on", "2018-01-02", "--document", DIGEST, **concluded)
    release = ("contract.release-payment", "OLP/9001/2018", "--on", "2018-02-01", "--document", DIGEST)
    refused = cli.do(*release)
    assert (refused.code, "evidence.is-there" in refused.err) == (4, True)
    assert "evidence.is-there" in cli.do(*release, "--dry-run").err
    cli.ok("evidence", "add", str(paper))
    assert "evidence.is-there" not in cli.do(*release).err


def test_the_store_is_listed_and_checked(cli: Cli, paper: Path) -> None:
    cli.ok("evidence", "add", str(paper))
    assert cli.ok("evidence", "list", "--json").json["data"] == [
        {"sha256": DIGEST, "size": len(PDF), "media_type": "application/pdf", "is_new": False}
    ]
    assert "application/pdf" in cli.ok("evidence", "list").out
    assert cli.ok("evidence", "verify").out == "Whole: 1 file.\n"
    file = EvidenceFolder(cli.folder / "evidence")._file(DIGEST)
    file.chmod(0o600)
    file.write_bytes(PDF[:-1])
    damaged = cli("evidence", "verify")
    assert (damaged.code, f"{DIGEST} is damaged" in damaged.out) == (8, True)
    assert cli("evidence", "verify", "--json").json["data"] == {"files": 1, "damaged": [DIGEST]}


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("empty.pdf", b"", 5, "is empty"),
        ("program.pdf", b"MZ\x90\x00", 5, "not taken"),
        ("large.pdf", b"%PDF-" + b"x" * 200, 5, "larger than 100 bytes"),
        (None, b"", 3, "there is no file"),
    ],
)
def test_what_is_not_taken_is_said(cli: Cli, name: str | None, content: bytes, code: int, said: str) -> None:
    path = cli.folder / (name or "missing.pdf")
    if name:
        path.write_bytes(content)
    result = cli("evidence", "add", str(path), KRONIKA_EVIDENCE_MAX_BYTES="100")
    assert (result.code, said in result.err) == (code, True), result


def test_nothing_to_add_and_nothing_to_get_are_said(cli: Cli) -> None:
    assert cli("evidence", "add").code == 2
    assert cli("evidence", "get", "0" * 64).code == 3
    assert cli("evidence", "get", "../keys").code == 3


def test_evidence_lies_where_the_installation_says(cli: Cli, paper: Path, tmp_path: Path) -> None:
    cli.ok("evidence", "add", str(paper), KRONIKA_EVIDENCE=str(tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere" / DIGEST[:2] / DIGEST[2:4] / DIGEST).is_file()
    assert not (cli.folder / "evidence").exists()
