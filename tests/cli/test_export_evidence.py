"""`kronika export evidence`: a package with which somebody outside checks the history of a file without us."""

import csv
import hashlib
import io
import json
import re
import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from shutil import which
from zipfile import ZipFile

import pytest

from adapters.cli.failures import Exit
from adapters.sealing.outside import verify
from tests.cli.conftest import copied, sqlite_cli
from tests.cli.inspected import NOTE, NUMBER, finish_inspection
from tests.cli.packages import ITS_DIGEST, MANIFEST, Desk, export, key_of, unpacked
from tests.cli.runner import HOUSE, Cli

PDF, PHOTO = b"%PDF-1.7 the protocol", b"\xff\xd8\xff a photo"
PROTOCOL, EVIDENCE = (hashlib.sha256(content).hexdigest() for content in (PDF, PHOTO))
CONTRACT = "OLP/1900/2017"
TODAY = "2026-05-05T09:00:00+02:00"


def inspected(cli: Cli) -> Cli:
    """An inspection up to its measures; the protocol is in the evidence store, the photo was there and is lost."""
    cli.it_is(TODAY)
    paper = cli.folder / "protocol.pdf"
    paper.write_bytes(PDF)
    cli.environment["KRONIKA_EVIDENCE"] = str(cli.folder / "evidence")
    cli.ok("evidence", "add", str(paper))
    finish_inspection(cli, PROTOCOL, EVIDENCE)
    (cli.folder / "evidence" / EVIDENCE[:2] / EVIDENCE[2:4] / EVIDENCE).unlink()
    return cli


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A ledger with that inspection, sealed; nobody writes to it any more."""
    folder = tmp_path_factory.mktemp("prepared")
    cli = sqlite_cli(folder)
    cli.ok("init")
    inspected(cli).ok("seal", "make")
    return cli


@pytest.fixture(scope="module")
def given(prepared: Cli) -> Desk:
    """Its package with files and texts, unpacked; to be copied before anything is changed."""
    package = export(prepared, "inspection", NUMBER, "--with-files", name="given.zip")
    return unpacked(prepared, package, prepared.folder / "given")


@pytest.fixture
def desk(given: Desk, tmp_path: Path) -> Desk:
    return given.copy(tmp_path / "desk")


def outside(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The shipped program, as somebody runs it who has Python and nothing else."""
    command = [sys.executable, "-I", "verify.py", *words]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, check=False, encoding="utf-8", timeout=60)


# What goes out --------------------------------------------------------------------------------------------------------


def test_the_package_of_a_public_contract_is_checked_without_kronika(any_cli: Cli) -> None:
    any_cli.it_is(TODAY).ok("import", str(HOUSE / "data" / "liberec"))
    any_cli.did("contract.record-publication", CONTRACT, "--on", "2026-05-05", register_id="r-1")
    package = export(any_cli, "contract", CONTRACT)
    desk = unpacked(any_cli, package, any_cli.folder / "unpacked")
    assert len(desk.entries()) == desk.json()["entries"] == 2
    for words, code, said in (
        ((), 2, "Not decided."),
        (("--key", desk.key), 0, "Yes. The package is whole, and its entries (2)"),
        (("--key", desk.key, "--lang", "cs", str(package)), 0, "Ano. Balík je celý a jeho záznamy (počet: 2)"),
        ((str(package.with_name("none.zip")),), 2, "Not decided."),
    ):
        answer = outside(*words, folder=desk.folder)
        assert (answer.returncode, answer.stdout.startswith(said), answer.stderr) == (code, True, ""), answer
    told = any_cli.ok("verify", str(package), "--lang", "en").out
    assert told == outside("--key", desk.key, folder=desk.folder).stdout


def test_an_inspection_goes_out_with_its_texts_and_evidence(any_cli: Cli) -> None:
    cli = inspected(any_cli)
    package = cli.folder / "p.zip"
    asked = ("export", "evidence", "inspection", NUMBER, "--with-files", "--output", str(package), "--by", "p-1")
    answer = cli.ok(*asked, "--as", "auditor", "--json").json
    desk = unpacked(cli, package, cli.folder / "unpacked")
    assert desk.check().verdict == verify.YES
    assert (answer["data"]["key"], answer["known_seq"]) == (desk.key, desk.json()["known_seq"])
    assert (desk / f"files/{PROTOCOL}").read_bytes() == PDF
    (missing,) = answer["data"]["missing"]
    assert (missing["sha256"], missing["why"], len(missing["entries"])) == (EVIDENCE, "not in the evidence store", 2)
    lines = [json.loads(line) for line in (desk / "texts.jsonl").read_bytes().splitlines()]
    assert [one["fate"] for one in lines] == ["kept"] * len(lines)
    assert NOTE in {one["text"] for one in lines}
    manifest = desk.json()
    assert manifest["asked_by"] == {"person": "p-1", "role": "auditor"}
    assert manifest["texts"] == {"kept": len(lines), "erased": 0, "withheld": 0}
    (reading,) = cli.ok("readings", "--json").json["data"]["rows"]
    told = {name: reading[name] for name in ("question", "person", "role", "number", "detail")}
    assert told == {
        "question": "evidence-package",
        "person": "p-1",
        "role": "auditor",
        "number": NUMBER,
        "detail": "texts, files",
    }


def test_the_summary_says_every_entry_in_one_sentence_of_each_language(given: Desk) -> None:
    summary = given.json("summary.json")
    assert len(summary["entries"]) == given.json()["entries"] == len(given.entries())
    assert (summary["valid"], summary["card"]["number"]) == ("2026-05-05", NUMBER)
    for row in summary["entries"]:
        assert row["sentence"]["cs"] != row["sentence"]["en"]
    text = (given / "summary.csv").read_bytes().decode()
    head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert (head[0], len(lines)) == ("Záznam č. / Entry no.", len(summary["entries"]))
    assert lines[0][-2:] == [summary["entries"][0]["sentence"][one] for one in ("cs", "en")]


def test_without_texts_and_files_none_goes_out_and_all_is_proved_all_the_same(prepared: Cli) -> None:
    package = export(prepared, "inspection", NUMBER, "--without-texts", name="without.zip")
    desk = unpacked(prepared, package, prepared.folder / "without")
    check = desk.check()
    assert (check.verdict, check.facts["kept"], check.facts["withheld"] > 0) == (verify.YES, 0, True)
    assert not any(NOTE.encode() in (desk / name).read_bytes() for name in desk.names)
    assert not any(name.startswith("files/") for name in desk.names)


def test_the_same_moment_gives_the_same_bytes(prepared: Cli) -> None:
    one, two = (export(prepared, "inspection", NUMBER, "--with-files", name=f"{name}.zip") for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    with ZipFile(one) as archive:
        assert {place.date_time for place in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_was_known_earlier_is_a_shorter_history_under_the_checkpoint_of_now(prepared: Cli, given: Desk) -> None:
    positions = [row["position"] for row in given.json("summary.json")["entries"]]
    package = export(prepared, "inspection", NUMBER, "--known-seq", str(positions[2]), name="then.zip")
    desk = unpacked(prepared, package, prepared.folder / "then")
    assert (len(desk.entries()), desk.json()["known_seq"]) == (3, positions[2])
    assert desk.check().verdict == verify.YES
    assert (desk / "checkpoint").read_bytes() == (given / "checkpoint").read_bytes()


def test_what_is_there_is_never_overwritten_and_nothing_is_left_of_an_attempt(prepared: Cli) -> None:
    there = prepared.folder / "there.zip"
    there.write_bytes(b"mine")
    result = prepared("export", "evidence", "inspection", NUMBER, "--output", str(there), "--lang", "en")
    assert (result.code, "nothing is overwritten" in result.err, there.read_bytes()) == (Exit.CONFLICT, True, b"mine")
    nowhere = prepared("export", "evidence", "inspection", NUMBER, "--output", str(there / "x.zip"))
    assert nowhere.code == Exit.STORAGE
    assert not list(prepared.folder.glob(".*zip*"))


@pytest.mark.parametrize(("kind", "number"), [("inspection", "LK-K 9/2026"), ("contract", NUMBER), ("inspektion", "x")])
def test_of_what_is_not_there_no_package_is_made(prepared: Cli, kind: str, number: str) -> None:
    result = prepared("export", "evidence", kind, number, "--output", str(prepared.folder / "none.zip"))
    assert result.code in {Exit.NOT_FOUND, Exit.USAGE}
    assert not (prepared.folder / "none.zip").exists()


def test_an_entry_that_is_not_what_was_sealed_does_not_leave_the_house(prepared: Cli, tmp_path: Path) -> None:
    cli = copied(prepared.folder, tmp_path).it_is(TODAY)
    cli.environment["KRONIKA_KEYS"] = str(prepared.folder / "keys")
    with closing(sqlite3.connect(cli.folder / "kronika.db")) as database:
        database.execute("DROP TRIGGER stored_events_update")
        database.execute(
            "UPDATE stored_events SET recorded_at = recorded_at + 1 WHERE position = "
            "(SELECT max(position) FROM stored_events)"
        )
        database.commit()
    result = cli("export", "evidence", "inspection", NUMBER, "--output", str(tmp_path / "p.zip"), "--lang", "en")
    assert (result.code, "is not what was sealed: no package was made" in result.err) == (Exit.INTEGRITY, True), result
    assert not list(tmp_path.glob("*.zip"))


def test_after_erasing_the_package_verifies_and_says_what_is_gone(any_cli: Cli) -> None:
    """What was handed out before still holds, too: the commitments stay."""
    cli = any_cli.it_is("2026-01-05T09:00:00+01:00")
    cli.did("project.take-over", None, code="IP1")
    superior = ("--as", "inspection-superior", "--reason", "Důvod kontroly")
    plan = {"number": "K-1", "regime": "CONTRACTUAL", "subject": {"provider": "71220089", "project": "IP1"}}
    cli.did("inspection.plan", None, *superior, **plan, reason="PLAN", plan_reference="2026")
    cli.did("inspection.cancel", "K-1", *superior, ground="OTHER", why="v pokoji č. 5")
    archive = {"file_reference": "K-1/A", "disposal_sign": "S", "years": 1}
    cli.did("inspection.archive", "K-1", "--as", "methodologist", **archive)
    before = export(cli, "inspection", "K-1", name="before.zip")
    cli.it_is("2028-01-01T09:00:00+01:00")
    role = ("--as", "inspection-superior")
    cli.ok("erase", "file", "inspection", "K-1", "--procedure", "S-1", "--reason", "lhůta", *role)
    after = export(cli, "inspection", "K-1", name="after.zip")
    key = key_of(cli)
    checks = [verify.Check(one, key) for one in (before, after)]
    assert [check.verdict for check in checks] == [verify.YES, verify.YES]
    assert [(check.facts["kept"], check.facts["erased"]) for check in checks] == [(3, 0), (1, 3)], (
        "why it was disposed of stays"
    )
    assert "od té doby vymazané: 3" in cli.ok("verify", str(after), "--lang", "cs").out


# What is found --------------------------------------------------------------------------------------------------------


def test_one_bit_anywhere_is_found_and_named(desk: Desk) -> None:
    for name in desk.names:
        size = (desk / name).stat().st_size
        for place in {0, size // 2, size - 1}:
            before = desk.flip(name, place)
            named = " ".join(file for file, _ in desk.flaws())
            assert name in named, (name, place, named)
            (desk / name).write_bytes(before)
    assert desk.check().verdict == verify.YES


def test_kronika_and_the_shipped_program_name_it_too(prepared: Cli, desk: Desk) -> None:
    """One file of each kind."""
    entry, *_ = desk.entries()
    for name in (MANIFEST, ITS_DIGEST, "checkpoint", "key", "verify.py", entry, f"files/{PROTOCOL}", "texts.jsonl"):
        before = desk.flip(name, 10)
        result = prepared("verify", str(desk.folder), "--lang", "en")
        assert (result.code, result.out.startswith("No. ")) == (Exit.NEGATIVE, True), name
        assert name in result.out.splitlines()[0]
        answer = prepared("verify", str(desk.folder), "--json").json
        assert any(name in flaw["file"] for flaw in answer["data"]["flaws"])
        (desk / name).write_bytes(before)
    desk.flip(entry, 40)
    answer = outside("--key", desk.key, folder=desk.folder)
    assert (answer.returncode, answer.stdout.startswith(f"No. This is not what was sealed: {entry}: ")) == (1, True)
    assert "is not what was sealed at this place" in answer.stdout


@pytest.mark.parametrize("damage", range(0, 100, 9))
def test_a_zip_that_was_damaged_on_its_way_never_passes_as_another(prepared: Cli, given: Desk, damage: int) -> None:
    """A byte in the directory of the ZIP may make it unreadable; nothing in it says yes to other contents."""
    content = bytearray((prepared.folder / "given.zip").read_bytes())
    content[len(content) * damage // 100] ^= 0xFF
    path = prepared.folder / f"damaged-{damage}.zip"
    path.write_bytes(content)
    try:
        check = verify.Check(path, given.key)
    except verify.NoPackage:
        return
    if check.verdict != verify.NO:
        with ZipFile(path) as archive:
            assert all(archive.read(name) == (given / name).read_bytes() for name in given.names)


def test_missing_and_added_files_are_named(desk: Desk) -> None:
    (desk / "summary.csv").unlink()
    (desk / "note.txt").write_text("x")
    (desk / "entries" / "link.entry").symlink_to(desk / "key")
    assert {("summary.csv", "missing"), ("note.txt", "extra"), ("entries/link.entry", "extra")} <= desk.flaws()


def test_a_name_twice_in_the_zip_is_no_hiding_place(prepared: Cli, given: Desk) -> None:
    path = prepared.folder / "twice.zip"
    path.write_bytes((prepared.folder / "given.zip").read_bytes())
    with ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("summary.csv", (given / "summary.csv").read_bytes())
    assert ("summary.csv", "extra") in {flaw[:2] for flaw in verify.Check(path, given.key).flaws}


# What a forger could do: the manifest is made anew, and fits ----------------------------------------------------------


def test_an_entry_that_was_left_out_is_missed(desk: Desk) -> None:
    entries = desk.entries()
    for name in (entries[3], entries[3].replace(".entry", ".tlog-proof")):
        (desk / name).unlink()
    desk.list_anew(lambda manifest: manifest.update(entries=len(entries) - 1))
    assert (entries[4], "left-out") in desk.flaws()


def test_the_first_entry_is_missed_too(desk: Desk) -> None:
    first, second, *_ = desk.entries()
    for name in (first, first.replace(".entry", ".tlog-proof")):
        (desk / name).unlink()
    desk.list_anew()
    assert (second, "left-out") in desk.flaws()


def test_of_the_last_entries_only_the_manifest_and_the_size_of_the_checkpoint_tell(desk: Desk) -> None:
    """Said so in what a package does not prove."""
    *_, last = desk.entries()
    for name in (last, last.replace(".entry", ".tlog-proof")):
        (desk / name).unlink()
    desk.list_anew()
    assert (
        {(MANIFEST, "otherwise"), ("summary.json", "otherwise"), ("texts.jsonl:1", "stranger")}
        >= {flaw for flaw in desk.flaws() if not flaw[0].startswith(("files/", "texts"))}
        != set()
    )


def test_proofs_that_were_swapped_prove_nothing(desk: Desk) -> None:
    one, other = (name.replace(".entry", ".tlog-proof") for name in desk.entries()[:2])
    contents = [(desk / name).read_bytes() for name in (one, other)]
    for name, content in zip((other, one), contents, strict=True):
        (desk / name).write_bytes(content)
    desk.list_anew()
    assert desk.flaws() == {(name, "not-sealed") for name in desk.entries()[:2]}


def test_an_entry_that_was_rewritten_is_found(desk: Desk) -> None:
    name = desk.entries()[2]
    leaf = (desk / name).read_bytes()
    (desk / name).write_bytes(leaf.replace(b'"effective_on":"2026', b'"effective_on":"2025'))
    assert (desk / name).read_bytes() != leaf
    desk.list_anew()
    assert (name, "not-sealed") in desk.flaws()


def test_a_text_that_was_rewritten_is_found(desk: Desk) -> None:
    lines = [json.loads(line) for line in (desk / "texts.jsonl").read_bytes().splitlines()]
    lines[0]["text"] += "!"
    lines[1] |= {"commitment": "0" * 64}
    (desk / "texts.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    desk.list_anew()
    found = {("texts.jsonl:1", "other-text"), ("texts.jsonl:2", "stranger"), ("texts.jsonl", "no-text")}
    assert desk.flaws() == found


def test_a_text_cannot_begin_later_than_it_did(desk: Desk) -> None:
    """Salt and text are hashed as one: a longer salt would take the beginning of the text."""
    lines = [json.loads(line) for line in (desk / "texts.jsonl").read_bytes().splitlines()]
    lines[0] |= {"salt": lines[0]["salt"] + lines[0]["text"][:4].encode().hex(), "text": lines[0]["text"][4:]}
    (desk / "texts.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    desk.list_anew()
    assert desk.flaws() == {("texts.jsonl:1", "other-text")}


def test_a_text_is_no_file_of_evidence(desk: Desk) -> None:
    """Salt and text together have the digest that stands in the entry, and are no paper all the same."""
    said = json.loads((desk / "texts.jsonl").read_bytes().splitlines()[0])
    (desk / f"files/{said['commitment']}").write_bytes(bytes.fromhex(said["salt"]) + said["text"].encode())
    desk.list_anew()
    assert desk.flaws() == {(f"files/{said['commitment']}", "stranger")}


def test_a_file_that_no_entry_names_is_no_evidence(desk: Desk) -> None:
    digest = hashlib.sha256(b"forged").hexdigest()
    (desk / f"files/{digest}").write_bytes(b"forged")
    (desk / f"files/{PROTOCOL}").write_bytes(b"%PDF-1.7 another")
    (desk / "letter.pdf").write_bytes(b"%PDF-1.7 a letter")
    desk.list_anew()
    strangers = {(name, "stranger") for name in (f"files/{digest}", f"files/{PROTOCOL}", "letter.pdf")}
    assert desk.flaws() == strangers


def test_a_summary_that_tells_another_story_is_found(desk: Desk) -> None:
    summary = desk.json("summary.json")
    summary["entries"][0]["recorded_at"] = "2020-01-01T00:00:00.000000Z"
    (desk / "summary.json").write_text(json.dumps(summary))
    desk.list_anew()
    assert desk.flaws() == {("summary.json", "otherwise")}


@pytest.mark.parametrize(
    "change",
    [{"schema": "kronika.evidence-package/9"}, {"entries": 1}, {"id": "x"}, {"ledger": {"origin": "a", "size": 1}}],
    ids=lambda change: next(iter(change)),
)
def test_a_manifest_that_says_otherwise_than_the_entries_is_found(desk: Desk, change: dict[str, object]) -> None:
    desk.list_anew(lambda manifest: manifest.update(change))
    assert desk.flaws() == {(MANIFEST, "otherwise")}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"files": 3}', b'{"files": [{"path": 1}]}', b"\xff"])
def test_a_manifest_of_another_shape_is_an_answer_and_no_crash(desk: Desk, content: bytes) -> None:
    (desk / MANIFEST).write_bytes(content)
    assert (MANIFEST, "unreadable") in desk.flaws()


@pytest.mark.parametrize("name", ["checkpoint", "key", "texts.jsonl", "summary.json"])
@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xff\x00", b"[1]", b"a+b+c\n1\nx\n", b'{"commitment": []}'])
def test_whatever_stands_there_is_an_answer_and_no_crash(desk: Desk, name: str, content: bytes) -> None:
    for one in (name, desk.entries()[0], desk.entries()[1].replace(".entry", ".tlog-proof")):
        (desk / one).write_bytes(content)
    desk.list_anew()
    assert desk.check().verdict == verify.NO


# Whose key ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A package of another ledger with a key of its own."""
    cli = sqlite_cli(tmp_path_factory.mktemp("other")).it_is(TODAY)
    cli.ok("init")
    cli.did("project.take-over", None, code="IP1")
    return unpacked(cli, export(cli, "project", "IP1"), cli.folder / "unpacked")


def test_the_checkpoint_of_another_ledger_does_not_fit(desk: Desk, other: Desk) -> None:
    (desk / "checkpoint").write_bytes((other / "checkpoint").read_bytes())
    desk.list_anew()
    assert ("checkpoint", "not-signed") in desk.flaws()
    assert (desk.entries()[0], "not-sealed") in desk.flaws()
    (desk / "key").write_bytes((other / "key").read_bytes())
    desk.list_anew()
    assert {("key", "other-key"), (desk.entries()[0], "not-sealed")} <= desk.flaws()


def test_a_package_that_somebody_signed_himself_is_found_by_the_key_alone(other: Desk, given: Desk) -> None:
    """Without a key from elsewhere nothing speaks against it: that is why nothing is decided then."""
    assert other.flaws(None) == set()
    assert other.check(None).verdict == verify.UNDECIDED
    assert other.flaws(given.key) == {("key", "other-key")}


def test_kronika_believes_the_key_of_its_own_ledger_and_of_no_other(prepared: Cli, given: Desk, other: Desk) -> None:
    words = ("verify", str(given.folder), "--lang", "en")
    assert prepared(*words).code == Exit.OK
    undecided = prepared("verify", str(other.folder), "--lang", "en")
    assert (undecided.code, undecided.out.startswith("Not decided.")) == (Exit.USAGE, True)
    assert prepared("verify", str(other.folder), "--key", given.key).code == Exit.NEGATIVE
    assert prepared("verify", str(other.folder), "--key", other.key).code == Exit.OK
    told = prepared("verify", str(other.folder), "--json").json
    assert (told["ok"], told["data"]["verdict"], told["data"]["kind"]) == (False, "key-not-compared", "package")


def test_without_a_ledger_at_hand_a_key_is_needed_for_a_yes(given: Desk, tmp_path: Path) -> None:
    nobody = sqlite_cli(tmp_path)
    assert nobody("verify", str(given.folder)).code == Exit.USAGE
    assert nobody("verify", str(given.folder), "--key", given.key).code == Exit.OK
    assert not (tmp_path / "kronika.db").exists()


@pytest.mark.parametrize("key", ["", "x", "a+b+c"])
def test_a_key_that_is_none_decides_nothing(given: Desk, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = verify.main([str(given.folder), "--key", key, "--lang", "cs"])
    assert (code, capsys.readouterr().out.startswith("Nerozhodnuto. Zadaný klíč")) == (2, True)


def test_what_is_no_package_is_told_as_such(prepared: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    for path in (tmp_path, tmp_path / "x.zip"):
        result = prepared("verify", str(path), "--lang", "en")
        assert (result.code, "is no whole evidence package" in result.err) == (Exit.INVALID, True), result


# By hand --------------------------------------------------------------------------------------------------------------


def test_what_the_page_on_proofs_says_can_be_typed(desk: Desk) -> None:
    """For every tenth entry; the signature, too, where somebody has OpenSSL."""
    page = (HOUSE / "docs" / "proof.md").read_text(encoding="utf-8")
    by_hand = page.partition("## By hand")[2].partition("## The formats")[0]
    *steps, signature = re.findall(r"```sh\n(.*?)```", by_hand, re.DOTALL)
    choose, *others = "".join(steps).splitlines()
    assert choose.startswith("entry=")
    for name in desk.entries()[::10]:
        made, signed, left = typed(desk, f"entry={name}", *others)[-3:]
        assert made == signed == (desk / "checkpoint").read_text(encoding="utf-8").splitlines()[2]
        assert left == "0"
    with (desk / "checkpoint").open("a", encoding="utf-8") as further:
        further.write(f"— a-witness {b64encode(bytes(76)).decode()}\n")
    if which("openssl"):
        assert typed(desk, choose, *others, signature)[-1] == "Signature Verified Successfully"


def typed(desk: Desk, *script: str) -> list[str]:
    """What a shell answers in the unpacked folder."""
    written = "\n".join(script).encode()
    done = subprocess.run(["bash", "-e"], cwd=desk.folder, input=written, capture_output=True, check=True, timeout=60)
    return done.stdout.decode().splitlines()
