"""`kronika verify`: every flaw is planted in the database as an intruder would, and is told in one sentence."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.cli.failures import Exit
from adapters.sealing.keys import load_key, make_key
from tests import postgres_server
from tests.cli.conftest import sqlite_cli
from tests.cli.runner import Cli
from tests.cli.sealed import COLUMNS, SECOND, altered, copied, given, intrude, record, sealed, with_keys
from tests.postgres_server import Server

EARLIER = f"UPDATE stored_events SET recorded_at = {SECOND.format(column='recorded_at')} WHERE position = 4"
ALTERED = altered(4)
SWAPPED = (
    "UPDATE stored_events SET position = 104 WHERE position = 3",
    "UPDATE stored_events SET position = 3 WHERE position = 4",
    "UPDATE stored_events SET position = 4 WHERE position = 104",
)
COPIED = f"""
INSERT INTO stored_events (position, {COLUMNS})
SELECT 4, originator_id, 99, topic, state, recorded_at FROM stored_events WHERE position = 3
"""
INSERTED = (
    "UPDATE stored_events SET position = position + 100 WHERE position > 3",
    "UPDATE stored_events SET position = position - 99 WHERE position > 100",
    COPIED,
    "UPDATE ledger SET head = 7",
)
TAIL = (
    "DELETE FROM stored_events WHERE position > 4",
    "DELETE FROM commands WHERE first_position > 4",
    "UPDATE ledger SET head = 4",
)
PLANTED = {
    "content": ((ALTERED,), "Entry no. 4 is not what was sealed.", ["entries altered 4-4"]),
    "time": ((EARLIER,), "Entry no. 4 is not what was sealed.", ["entries altered 4-4"]),
    "topic": (
        ("UPDATE stored_events SET topic = 'contract.concluded' WHERE position = 4",),
        "Entry no. 4 is not what was sealed.",
        ["entries altered 4-4"],
    ),
    "swapped": (SWAPPED, "Entries no. 3 to 4 are not what was sealed.", ["entries altered 3-4"]),
    "inserted": (
        INSERTED,
        "Entries no. 4 to 6 are not what was sealed.",
        ["entries altered 4-6", "decisions missing 7-7"],
    ),
    "removed": (
        ("DELETE FROM stored_events WHERE position = 4",),
        "Entry no. 4 is not there.",
        ["entries missing 4-4"],
    ),
    "tail": (TAIL, "Entries no. 5 to 6 are not there.", ["entries missing 5-6", "decisions missing 5-6"]),
    "everything": (
        ("DELETE FROM stored_events", "DELETE FROM commands", "UPDATE ledger SET head = 0"),
        "Entries no. 1 to 6 are not there.",
        ["entries missing 1-6", "decisions missing 1-6"],
    ),
    "decision": (
        ("UPDATE commands SET body = (SELECT body FROM commands WHERE number = 2) WHERE number = 4",),
        "The decision of entry no. 4 is not what was sealed.",
        ["decisions altered 4-4"],
    ),
    "hashes too": (
        (ALTERED, "DELETE FROM seal_tile"),
        "Among entries no. 4 to 5 at least one was altered together with the hash that was kept of it.",
        ["entries root 4-5"],
    ),
    "hashes and checkpoints too": (
        (ALTERED, "DELETE FROM seal_tile", "DELETE FROM seal_checkpoint"),
        "Among entries no. 1 to 6 at least one was altered together with the hash that was kept of it.",
        ["entries root 1-6"],
    ),
    "tail and hashes": (
        (*TAIL, "DELETE FROM seal_tile"),
        "At the end entries no. 5 to 6 are not there.",
        ["entries shorter 5-6", "decisions shorter 5-6"],
    ),
    "hash alone": (
        ("UPDATE seal_tile SET hashes = '00000000' || substr(hashes, 9) WHERE tree = 'entries'",),
        "The hash that was kept of entry no. 1 is damaged.",
        ["entries tile 1-1"],
    ),
}


def codes(found: object) -> list[str]:
    assert isinstance(found, list)
    return [f"{one['tree']} {one['code']} {one['position']}-{one['until']}" for one in found]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A sealed ledger in an SQLite file, to be copied."""
    bare = sqlite_cli(tmp_path_factory.mktemp("sealed"))
    bare.ok("init")
    return sealed(bare)


@pytest.fixture(scope="module")
def original_postgres(
    postgres: Server, postgres_ledger: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cli]:
    """The same in PostgreSQL."""
    with postgres_server.database(postgres, template=postgres_ledger) as url:
        yield sealed(Cli(tmp_path_factory.mktemp("sealed"), {"KRONIKA_DATABASE": url}))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cli]:
    """A copy of one of them."""
    if request.param == "sqlite":
        yield copied(request.getfixturevalue("original"), tmp_path)
        return
    source: Cli = request.getfixturevalue("original_postgres")
    name = urlsplit(source.environment["KRONIKA_DATABASE"]).path.lstrip("/")
    with postgres_server.database(request.getfixturevalue("postgres"), template=name) as url:
        made = copied(source, tmp_path)
        made.environment["KRONIKA_DATABASE"] = url
        yield made


@pytest.fixture
def cli(original: Cli, tmp_path: Path) -> Cli:
    return copied(original, tmp_path)


# The ledger -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flaw", PLANTED)
def test_what_was_changed_is_told_in_one_sentence(either: Cli, flaw: str) -> None:
    statements, sentence, found = PLANTED[flaw]
    intrude(either, *statements)
    told = either("verify")
    assert (told.code, told.out.splitlines()[0]) == (Exit.INTEGRITY, f"No. {sentence}")
    assert told.out.count("→") == len(found)
    answer = either("verify", "--json").json
    assert (answer["ok"], answer["data"]["verdict"], codes(answer["data"]["findings"])) == (False, "broken", found)
    czech = either("verify", "--lang", "cs").out
    assert czech.startswith("Ne. ")
    assert {*czech.splitlines()} & {*told.out.splitlines()} == {""}


def test_a_whole_ledger_is_told_as_such(either: Cli) -> None:
    told = either("verify", "--against", str(given(either, 3)))
    first, against, key, _, *limits = told.out.splitlines()
    assert (told.code, first) == (
        Exit.OK,
        "Yes. All 6 entries and their decisions are what was sealed; 6 checkpoints agree.",
    )
    assert (against.endswith("it agrees."), "kronika/" in key, len(limits)) == (True, True, 4)
    record(either, 1, first=7)
    told = either("verify")
    first, waiting, *_ = told.out.splitlines()
    assert (told.code, first[:27]) == (Exit.OK, "Yes. The first 6 of 7 entri")
    assert waiting == "1 entry is not sealed yet, and nothing can be said of it: kronika seal make"


def test_who_removed_all_that_was_kept_is_found_by_a_checkpoint_in_other_hands(either: Cli) -> None:
    """An intruder with the rights of the operator: entry, hashes, checkpoints and the signer's memory."""
    intrude(either, ALTERED, "DELETE FROM seal_tile", "DELETE FROM seal_checkpoint")
    (either.folder / "keys" / "sealed.json").unlink()
    assert either("verify").code == Exit.NOT_FOUND
    told = either("verify", "--against", str(given(either, 5)), "--json")
    assert (told.code, codes(told.json["data"]["findings"])) == (Exit.INTEGRITY, ["entries root 1-5"])
    either.ok("seal", "make")
    assert either("verify").code == Exit.OK
    told = either("verify", "--against", str(given(either, 3)), "--against", str(given(either, 5)), "--json")
    assert (told.code, codes(told.json["data"]["findings"])) == (Exit.INTEGRITY, ["entries history 1-5"])
    assert told.json["data"]["sentence"].startswith("No. Two histories were signed: a checkpoint of 5 entries")


def test_several_witnesses_of_one_thing_are_one_sentence(cli: Cli) -> None:
    intrude(cli, ALTERED, "DELETE FROM seal_tile")
    told = cli("verify", "--against", str(given(cli, 6)), "--json").json["data"]
    ((witnesses, means),) = [(one["witnesses"], one["means"]) for one in told["findings"]]
    assert (witnesses, means.endswith("Up to no. 3 nothing was altered.")) == (["kept", "remembered", "given"], True)


def test_removed_hashes_are_no_harm_and_are_made_again(cli: Cli) -> None:
    intrude(cli, "DELETE FROM seal_tile")
    assert cli("verify").code == Exit.OK
    assert cli.ok("seal", "make").out.startswith("Nothing is new")
    assert cli("verify").code == Exit.OK


def test_damaged_hashes_are_made_again_when_nothing_else_is_wrong(cli: Cli) -> None:
    intrude(cli, "UPDATE seal_tile SET hashes = '00000000' || substr(hashes, 9) WHERE tree = 'decisions'")
    told = cli("verify", "--json").json["data"]
    assert codes(told["findings"]) == ["decisions tile 1-1"]
    assert told["findings"][0]["now"] == "kronika seal make --anew makes them again"
    cli.ok("seal", "make", "--anew")
    assert cli("verify").code == Exit.OK
    intrude(cli, ALTERED)
    refused = cli("seal", "make", "--anew", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (Exit.INTEGRITY, "not_only_hashes")
    assert codes(cli("verify", "--json").json["data"]["findings"]) == ["entries altered 4-4"]


def test_a_memory_that_is_gone_is_told(cli: Cli) -> None:
    (cli.folder / "keys" / "sealed.json").unlink()
    told = cli.ok("verify")
    assert "The signer remembers nothing" in told.out
    intrude(cli, "DELETE FROM seal_checkpoint WHERE size = 6")
    cli.ok("seal", "make")
    intrude(cli, "DELETE FROM seal_checkpoint WHERE size = 6")
    told = cli.ok("verify")
    assert "remembers a checkpoint of 6 entries that is not kept" in told.out


# Whom to believe, and what somebody brings ----------------------------------------------------------------------------


def test_a_checkpoint_of_another_ledger_is_no_harm_of_this_one(cli: Cli, tmp_path: Path) -> None:
    other = sqlite_cli(tmp_path / "other")
    other.ok("init")
    with_keys(other)
    record(other, 1, first=9)
    other.ok("seal", "make")
    foreign = tmp_path / "foreign.txt"
    other.ok("seal", "checkpoint", "-o", str(foreign))
    told = cli("verify", "--against", str(foreign))
    assert told.code == Exit.NEGATIVE
    assert told.out.startswith(
        "The ledger is what was sealed, but what you brought does not show it. A checkpoint of 1"
    )
    assert cli("verify", "--against", str(foreign), "--json").json["data"]["verdict"] == "not-shown"
    (tmp_path / "keys" / "seal.pem").replace(other.folder / "keys" / "seal.pem")
    foreign.unlink()
    intrude(other, "DELETE FROM seal_checkpoint")
    (other.folder / "keys" / "sealed.json").unlink()
    other.ok("seal", "make")
    other.ok("seal", "checkpoint", "-o", str(foreign))
    (other.folder / "keys" / "seal.pem").replace(tmp_path / "keys" / "seal.pem")
    told = cli("verify", "--against", str(foreign), "--json")
    assert (told.code, told.json["data"]["findings"][0]["code"]) == (Exit.INTEGRITY, "other-beginning")


def test_an_altered_checkpoint_says_nothing(cli: Cli, tmp_path: Path) -> None:
    note = given(cli, 5).read_text()
    lines = note.split("\n")
    lines[1] = "4"
    (tmp_path / "altered.txt").write_text("\n".join(lines))
    told = cli("verify", "--against", str(tmp_path / "altered.txt"), "--json")
    assert (told.code, told.json["data"]["findings"][0]["code"]) == (Exit.NEGATIVE, "not-signed")


def test_whoever_believes_another_key_is_told(cli: Cli, tmp_path: Path) -> None:
    key = cli.ok("seal", "key").out.strip()
    assert cli("verify", "--key", key).code == Exit.OK
    file = tmp_path / "key.txt"
    file.write_text(f"{key}\n")
    assert cli("verify", "--key", str(file)).code == Exit.OK
    intruder = with_keys(copied(cli, tmp_path / "there"))
    (intruder.folder / "keys" / "seal.pem").unlink()
    make_key(intruder.folder / "keys")
    told = intruder("seal", "key", "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.INTEGRITY, "seal_key_changed")
    other = load_key(intruder.folder / "keys", name=key.partition("+")[0]).public.text()
    told = cli("verify", "--key", other, "--json")
    assert (told.code, {one["code"] for one in told.json["data"]["findings"]}) == (Exit.INTEGRITY, {"other-key"})
    told = cli("verify", "--key", other.replace("kronika/", "kronika/0"))
    assert told.code == Exit.INVALID


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "cannot_read"),
        (b"", "no_checkpoint"),
        (b"\xff\xfe\x00", "cannot_read"),
        (b"x" * 2_000_000, "cannot_read"),
    ],
)
def test_a_file_that_cannot_be_read_is_wrong_input(cli: Cli, tmp_path: Path, content: bytes | None, code: str) -> None:
    file = tmp_path / "given.txt"
    if content is not None:
        file.write_bytes(content)
    told = cli("verify", "--against", str(file), "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.INVALID, code)
    key = cli("verify", "--key", str(file), "--json")
    assert (key.code, key.json["error"]["code"]) == (Exit.INVALID, code.replace("checkpoint", "key"))
    assert cli("verify", str(file)).code == Exit.INVALID


def test_line_ends_of_other_systems_are_let_stand(cli: Cli, tmp_path: Path) -> None:
    """A checkpoint that went through somebody's mail program."""
    mailed = tmp_path / "mailed.txt"
    mailed.write_bytes(given(cli, 3).read_bytes().replace(b"\n", b"\r\n"))
    assert cli("verify", "--against", str(mailed)).code == Exit.OK


# What is kept is not readable -----------------------------------------------------------------------------------------


def test_what_is_kept_and_cannot_be_read_is_told(cli: Cli) -> None:
    memory = cli.folder / "keys" / "sealed.json"
    before = memory.read_text()
    for nonsense in ("", "[]", json.dumps(dict.fromkeys(json.loads(before), "x"))):
        memory.write_text(nonsense)
        told = cli("verify", "--json")
        assert (told.code, told.json["error"]["code"]) == (Exit.INTEGRITY, "seal_unreadable")
        assert cli("seal", "status").code == Exit.INTEGRITY
    memory.write_text(before)
    intrude(cli, "INSERT INTO seal_checkpoint VALUES ('entries', 99, 'nonsense', '2026-01-01')")
    assert cli("verify").code == Exit.INTEGRITY
    for words in (("seal", "status"), ("seal", "make"), ("seal", "checkpoint"), ("doctor",)):
        assert cli(*words).code == Exit.OK, words  # what nobody signed keeps nobody from sealing


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE ledger SET head = 100", "No. Entries no. 7 to 100 are not there."),
        ("UPDATE stored_events SET position = 1000000000000 WHERE position = 4", "No. Entry no. 4 is not there."),
        (
            "UPDATE commands SET last_position = 9223372036854775807 WHERE number = 4",
            "No. The decisions of entries no. 4 to 6 are not what was sealed.",
        ),
        ("UPDATE seal_tile SET tile = 9223372036854775807", "No. The hashes that were kept of entries no. 1 to 6 are"),
        ("UPDATE stored_events SET recorded_at = 9000000000000000000 WHERE position = 4", ""),
        ("UPDATE commands SET recorded_at = 9000000000000000000 WHERE number = 4", ""),
    ],
)
def test_numbers_that_make_no_sense_are_told_and_do_not_keep_anybody_waiting(
    cli: Cli, statement: str, sentence: str
) -> None:
    intrude(cli, statement)
    told = cli("verify")
    assert (told.code, told.out.startswith(sentence)) == (Exit.INTEGRITY, True), told
    if not sentence:
        assert "a time of recording cannot be read" in told.err


def test_moments_and_sizes_that_somebody_wrote_beside_checkpoints_are_no_error_of_ours(cli: Cli) -> None:
    intrude(cli, "UPDATE seal_checkpoint SET signed_at = 'x'")
    assert cli.ok("seal", "status", "--json").json["data"]["signed_at"] is None
    assert cli("verify").code == Exit.OK
    intrude(cli, "UPDATE seal_checkpoint SET size = 10 WHERE size = 3")
    assert cli("seal", "make").code == Exit.OK
    assert cli("verify").code == Exit.INTEGRITY


def test_a_ledger_that_began_otherwise_is_not_sealed_by_itself(cli: Cli) -> None:
    """Who has the database alone alters the first entry and removes every trace of the seal: the signer remembers."""
    cli.ok("seal", "make")
    intrude(cli, altered(1), "DELETE FROM seal_checkpoint", "DELETE FROM seal_tile")
    told = cli("seal", "make", "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.INTEGRITY, "another_ledger")
    assert cli("verify").code == Exit.INTEGRITY
    assert cli("seal", "status").code == Exit.INTEGRITY
    unsigned = "kronika/0\n0\nAA==\n\n— kronika/0 AAAA\n"
    intrude(cli, f"INSERT INTO seal_checkpoint VALUES ('entries', 0, '{unsigned}', '2026-01-01')")
    assert cli("seal", "make").code == Exit.INTEGRITY
    intrude(cli, "DELETE FROM seal_checkpoint")
    assert cli("seal", "make", "--new-ledger").code == Exit.OK
    assert cli("verify").code == Exit.OK


def test_an_entry_before_the_first_is_told(cli: Cli) -> None:
    columns = "originator_id, 99, topic, state, recorded_at"
    intrude(cli, f"INSERT INTO stored_events SELECT -3, {columns} FROM stored_events WHERE position = 1")
    told = cli("verify", "--lang", "en")
    assert told.code == Exit.INTEGRITY
    assert told.out.startswith("No. At position -3, where none can stand, there is an entry.\n")
    assert cli("seal", "make").code == Exit.INTEGRITY


def test_a_key_that_is_gone_is_told_and_the_public_one_is_enough(cli: Cli) -> None:
    key, file = cli.ok("seal", "key").out.strip(), cli.folder / "keys" / "seal.pem"
    file.write_text("nonsense")
    told = cli("verify", "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.STORAGE, "seal_key_unreadable")
    file.unlink()
    for words in (("verify",), ("seal", "make"), ("seal", "key"), ("seal", "status")):
        told = cli(*words)
        assert (told.code, "seal.pem" in told.err) == (Exit.STORAGE, True), words
    assert cli("verify", "--key", key).code == Exit.OK


def test_where_nothing_is_sealed_that_is_told(tmp_path: Path, original: Cli) -> None:
    empty = with_keys(sqlite_cli(tmp_path))
    assert empty("verify").code == Exit.STORAGE
    empty.ok("init")
    told = empty("verify", "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.NOT_FOUND, "nothing_to_seal")
    emptied = empty("verify", "--against", str(given(original, 3)), "--json")
    assert (emptied.code, emptied.json["error"]["code"]) == (Exit.INTEGRITY, "emptied")
    record(empty, 1)
    told = empty("verify", "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.NOT_FOUND, "nothing_sealed")
    told = empty("verify", "--against", str(given(original, 3)))
    assert told.code == Exit.STORAGE
    key = original.ok("seal", "key").out.strip()
    assert empty("verify", "--against", str(given(original, 3)), "--key", key).code == Exit.INTEGRITY


# Files, off line ------------------------------------------------------------------------------------------------------


@pytest.fixture
def outsider(tmp_path: Path) -> Cli:
    """Somebody who has no ledger."""
    return sqlite_cli(tmp_path / "outside")


@pytest.mark.parametrize("what", [(), ("--decisions",)])
def test_a_proof_is_checked_without_a_ledger(cli: Cli, outsider: Cli, tmp_path: Path, what: tuple[str, ...]) -> None:
    proof, leaf = str(tmp_path / "proof.txt"), str(tmp_path / "leaf.txt")
    cli.ok("seal", "proof", "4", *what, "-o", proof)
    cli.ok("seal", "leaf", "4", *what, "-o", leaf)
    key = cli.ok("seal", "key").out.strip()
    told = outsider("verify", proof, "--leaf", leaf, "--key", key)
    assert (told.code, "entry no. 4" in told.out) == (Exit.OK, True), told
    assert outsider("verify", proof, "--leaf", leaf).code == Exit.USAGE
    assert outsider("verify", proof, "--key", key).code == Exit.USAGE
    assert cli("verify", proof).code == Exit.OK
    Path(leaf).write_bytes(Path(leaf).read_bytes() + b" ")
    told = outsider("verify", proof, "--leaf", leaf, "--key", key, "--json")
    assert (told.code, told.json["ok"]) == (Exit.NEGATIVE, False)
    wrong = key.replace("+", "x+", 1)
    assert outsider("verify", proof, "--leaf", leaf, "--key", wrong).code == Exit.INVALID


def test_the_bytes_of_another_entry_are_told(cli: Cli, outsider: Cli, tmp_path: Path) -> None:
    cli.ok("seal", "proof", "4", "-o", str(tmp_path / "proof.txt"))
    cli.ok("seal", "leaf", "5", "-o", str(tmp_path / "leaf.txt"))
    words = ("verify", str(tmp_path / "proof.txt"), "--leaf", str(tmp_path / "leaf.txt"))
    told = outsider(*words, "--key", cli.ok("seal", "key").out.strip())
    assert (told.code, told.out) == (
        Exit.NEGATIVE,
        "No. The bytes are of entry no. 5, the proof is of entry no. 4.\n",
    )


def test_a_proof_of_a_beginning_is_checked_without_a_ledger(cli: Cli, outsider: Cli, tmp_path: Path) -> None:
    proof, key = str(tmp_path / "beginning.txt"), cli.ok("seal", "key").out.strip()
    cli.ok("seal", "consistency", str(given(cli, 3)), "-o", proof)
    old = ("--against", str(given(cli, 3)))
    assert outsider("verify", proof, *old, "--key", key).out.startswith("Yes. The ledger kronika/")
    assert outsider("verify", proof, "--key", key).code == Exit.USAGE
    told = outsider("verify", proof, "--against", str(given(cli, 5)), "--key", key)
    assert (told.code, told.out.startswith("No. The older checkpoint is of 5 entries")) == (Exit.NEGATIVE, True)
    assert outsider("verify", proof, *old, "--leaf", proof, "--key", key).code == Exit.USAGE


def test_a_checkpoint_is_compared_with_the_ledger_at_hand_or_its_signature_looked_at(cli: Cli, outsider: Cli) -> None:
    file, key = str(given(cli, 5)), cli.ok("seal", "key").out.strip()
    assert cli.ok("verify", file).out.startswith("Yes. All 6 entries")
    assert "the ledger itself was not looked at" in outsider.ok("verify", file, "--key", key).out
    assert outsider("verify", file).code == Exit.USAGE
    intrude(cli, ALTERED)
    assert cli("verify", file).code == Exit.INTEGRITY


def test_another_file_is_not_recognised(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    for content in ("Dear auditor,\n", "old 5\nnonsense\n\nx\n", "c2sp.org/tlog-proof@v1\nindex x\n\n"):
        file.write_text(content)
        assert cli("verify", str(file)).code == Exit.INVALID, content
    assert cli("verify", "--leaf", str(file)).code == Exit.USAGE
