"""What a forger does to a package, and to whoever reads the answer: ZIPs with two contents, keys that draw, no end."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from struct import pack, unpack_from
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.cli.failures import Exit
from adapters.sealing.keys import SealKey
from adapters.sealing.outside import verify
from projections.seal.note import Signature, SignedNote
from tests.cli.conftest import sqlite_cli
from tests.cli.packages import ITS_DIGEST, MANIFEST, Desk, export, key_of, unpacked
from tests.cli.runner import Cli

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
WITH_LITTLE_MEMORY = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
runpy.run_path("verify.py", run_name="__main__")
"""
ESCAPE = "\x1b[2J\x1b[32mYes."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A ledger of one file; nobody writes to it any more."""
    cli = sqlite_cli(tmp_path_factory.mktemp("office")).it_is("2026-05-05T09:00:00+02:00")
    cli.ok("init")
    cli.did("project.take-over", None, code="IP1")
    cli.ok("seal", "make")
    return cli


@pytest.fixture(scope="module")
def package(office: Cli) -> Path:
    return export(office, "project", "IP1")


@pytest.fixture
def desk(office: Cli, package: Path, tmp_path: Path) -> Desk:
    return unpacked(office, package, tmp_path / "desk")


def answered(path: Path, key: str | None, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What the program that goes out says, and its exit code."""
    code = verify.main([str(path), "--lang", "en", *(("--key", key) if key else ())])
    return code, capsys.readouterr().out


def own_key(name: str) -> SealKey:
    return SealKey(PRIVATE, name=name)


# What is there --------------------------------------------------------------------------------------------------------


def test_a_package_without_entries_shows_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for name in desk.names:
        if name.startswith("entries/"):
            (desk / name).unlink()
    (desk / "texts.jsonl").write_bytes(b"")
    (desk / "summary.json").write_text('{"entries": []}')
    desk.list_anew(lambda manifest: manifest.update(entries=0, id=""))
    assert desk.flaws() == {("entries/*.entry", "missing")}
    assert answered(desk.folder, desk.key, capsys)[0] == verify.NO


def test_a_proof_without_its_entry_is_a_stranger(desk: Desk) -> None:
    (desk / "entries/999999.tlog-proof").write_bytes(b"a forged letter")
    desk.list_anew()
    assert desk.flaws() == {("entries/999999.tlog-proof", "stranger")}


def test_what_a_file_is_called_is_told_as_the_word_of_its_maker(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.list_anew(lambda manifest: manifest.update(number=f"IP2{ESCAPE}", kind="contract"))
    code, told = answered(desk.folder, desk.key, capsys)
    assert code == verify.YES
    assert f"that file {desk.json()['id']} is called contract IP2\\x1b[2J\\x1b[32mYes.: so says whoever made" in told
    assert told.replace("\n", "").isprintable()


def test_no_link_of_a_folder_is_followed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes((desk / "summary.csv").read_bytes())
    (desk / "summary.csv").unlink()
    (desk / "summary.csv").symlink_to(tmp_path / "elsewhere")
    assert desk.flaws() == {("summary.csv", "changed")}


# JSON -----------------------------------------------------------------------------------------------------------------


def test_what_is_said_twice_is_not_said(desk: Desk) -> None:
    """One reader takes the first, another the last."""
    raw = (desk / "summary.json").read_bytes().replace(b"{", b'{"entries": [], ', 1)
    (desk / "summary.json").write_bytes(raw)
    (desk / "texts.jsonl").write_bytes(b'{"commitment": "0", "fate": "kept", "fate": "erased"}\n')
    desk.list_anew()
    raw = (desk / MANIFEST).read_bytes().replace(b"{", b'{"number": "IP2", ', 1)
    assert {("summary.json", "otherwise"), ("texts.jsonl:1", "unreadable")} <= desk.flaws()
    put_manifest(desk, raw)
    assert (MANIFEST, "unreadable") in desk.flaws()


def test_a_row_that_is_there_twice_is_not_said(desk: Desk) -> None:
    summary = desk.json("summary.json")
    summary["entries"].insert(0, summary["entries"][0] | {"topic": "project.other"})
    (desk / "summary.json").write_text(json.dumps(summary))
    desk.list_anew()
    assert desk.flaws() == {("summary.json", "otherwise")}
    desk.list_anew(lambda manifest: manifest["files"].append(manifest["files"][0]))
    assert (MANIFEST, "unreadable") in desk.flaws()


ENDLESS = {
    "deep": b"[" * 100_000,
    "deeper": b'{"files":' * 100_000,
    "deep and whole": b'{"files": [], "number": ' + b"[" * 900 + b"]" * 900 + b"}",
    "number": b'{"entries": ' + b"9" * 5_000 + b"}",
    "two bytes to a letter": '{"files": []}'.encode("utf-16"),
}


@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS.keys())
@pytest.mark.parametrize("name", [MANIFEST, "summary.json", "texts.jsonl"])
def test_json_without_end_is_an_answer_and_no_crash(
    desk: Desk, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == MANIFEST:
        put_manifest(desk, content)
    else:
        (desk / name).write_bytes(content)
        desk.list_anew()
    code, told = answered(desk.folder, desk.key, capsys)
    assert (code, told.startswith("No. ")) == (verify.NO, True) or told.startswith("Not decided. ")


def test_more_than_there_is_memory_for_is_told_in_a_sentence(desk: Desk) -> None:
    """In a process that may have no more than 400 MB."""
    put_manifest(desk, b'{"files": [' + b"[]," * 15_000_000 + b"[]]}")
    done = subprocess.run(
        [sys.executable, "-I", "-c", WITH_LITTLE_MEMORY, "--lang", "en"],
        cwd=desk.folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (2, "", 1), done
    assert "holds more than this program can read" in done.stdout


def test_a_file_that_is_too_large_is_told(office: Cli, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "summary.json").write_bytes(b" " * (verify.MOST * verify.CHUNK + 1))
    desk.list_anew()
    code, told = answered(desk.folder, desk.key, capsys)
    assert (code, "holds more than this program can read: summary.json." in told) == (verify.UNDECIDED, True)
    result = office("verify", str(desk.folder), "--lang", "en")
    assert (result.code, "holds more than this program can read: summary.json\n" in result.err) == (5, True), result


def put_manifest(desk: Desk, content: bytes) -> None:
    (desk / MANIFEST).write_bytes(content)
    (desk / ITS_DIGEST).write_text(f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n")


# ZIPs that others could read otherwise --------------------------------------------------------------------------------


def before(content: bytes) -> bytes:
    return b"#!/bin/sh\n" + content


def between(content: bytes) -> bytes:
    """Sixteen bytes behind the first file; the directory says where the others lie now."""
    end = 30 + len("README.txt") + unpack_from("<L", content, 22)[0]
    start = content.index(b"PK\x01\x02")
    moved = bytearray(content[:end] + bytes(16) + content[end:])
    place = start + 16
    while moved[place : place + 4] == b"PK\x01\x02":
        at = unpack_from("<L", moved, place + 42)[0]
        moved[place + 42 : place + 46] = pack("<L", at + 16 * (at > 0))
        place += 46 + sum(unpack_from("<3H", moved, place + 28))
    moved[place + 16 : place + 20] = pack("<L", start + 16)
    return bytes(moved)


def behind(content: bytes) -> bytes:
    return content + b"and more"


def with_a_comment(content: bytes) -> bytes:
    return content[:-2] + pack("<H", 8) + b"and more"


def otherwise_named(content: bytes) -> bytes:
    """Only where the file lies: the directory has the old name."""
    return content.replace(b"README.txt", b"readme.txt", 1)


def otherwise_sized(content: bytes) -> bytes:
    """Whoever reads the ZIP from its beginning takes the first file for one byte longer."""
    return content[:22] + pack("<L", unpack_from("<L", content, 22)[0] + 1) + content[26:]


def with_another_end(content: bytes) -> bytes:
    """The number of files in the record at the end is one too small."""
    count = unpack_from("<H", content, len(content) - 12)[0] - 1
    return content[:-14] + pack("<2H", count, count) + content[-10:]


def with_another_name_beside(content: bytes) -> bytes:
    """The extra field 0x7075: some programs take the name from there."""
    place = content.index(b"PK\x01\x02")
    size = unpack_from("<H", content, place + 28)[0]
    extra = pack("<2H", 0x7075, 4) + b"name"
    changed = bytearray(content)
    changed[place + 30 : place + 32] = pack("<H", len(extra))
    changed[place + 46 + size : place + 46 + size] = extra
    length = unpack_from("<L", changed, len(changed) - 10)[0]
    changed[-10:-6] = pack("<L", length + len(extra))
    return bytes(changed)


def after_another(content: bytes) -> bytes:
    return content + content


CHANGES = (
    before,
    between,
    behind,
    with_a_comment,
    otherwise_named,
    otherwise_sized,
    with_another_end,
    with_another_name_beside,
    after_another,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_a_zip_that_others_could_read_otherwise_is_not_read(
    office: Cli, package: Path, change: Callable[[bytes], bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "changed.zip"
    path.write_bytes(change(package.read_bytes()))
    code, told = answered(path, key_of(office), capsys)
    assert (code, told.count("\n")) == (verify.UNDECIDED, 1), told
    assert told.startswith(f"Not decided. {path} is "), told
    result = office("verify", str(path), "--lang", "en")
    assert (result.code, str(path) in result.err) == (Exit.INVALID, True), result


def test_it_is_named_which_file_of_the_zip_is_told_in_two_ways(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "changed.zip"
    path.write_bytes(otherwise_sized(package.read_bytes()))
    assert "is not the ZIP that was made (README.txt): unpack it" in answered(path, None, capsys)[1]
    path.write_bytes(behind(package.read_bytes()))
    assert "is not the ZIP that was made (changed.zip): unpack it" in answered(path, None, capsys)[1]


@pytest.mark.parametrize("name", ["summary.csv", MANIFEST, "entries/000001.entry"])
def test_of_two_files_of_one_name_neither_is_believed(desk: Desk, name: str, tmp_path: Path) -> None:
    path = desk.zipped(tmp_path / "twice.zip")
    with ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, (desk / name).read_bytes())
    assert {flaw[:2] for flaw in verify.Check(path, desk.key).flaws} == {(name, "extra")}


def test_a_link_in_a_zip_is_no_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    link = ZipInfo("summary.csv")
    link.external_attr = 0o120777 << 16
    (desk / "summary.csv").unlink()
    with ZipFile(desk.zipped(path), "a") as archive:
        archive.writestr(link, "/etc/hostname")
    with pytest.raises(verify.NoPackage, match="other-zip"):
        verify.Check(path, desk.key)


def test_a_zip_that_was_packed_anew_is_to_be_unpacked(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "again.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in desk.names:
            archive.write(desk / name, name)
    with pytest.raises(verify.NoPackage, match="other-zip"):
        verify.Check(path, desk.key)
    assert desk.check().verdict == verify.YES


def test_a_package_of_many_gigabytes_has_longer_fields(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here everything beyond a thousand bytes is that large."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 999)
    monkeypatch.setattr(verify, "LARGE", 1000)
    path = tmp_path / "large.zip"
    with ZipFile(path, "w") as archive:
        for name in desk.names:
            content = (desk / name).read_bytes()
            with archive.open(ZipInfo(name), "w", force_zip64=len(content) >= 1000) as out:
                out.write(content)
    assert path.read_bytes().count(b"PK\x06\x06") == 1
    assert verify.Check(path, desk.key).verdict == verify.YES
    path.write_bytes(path.read_bytes()[:-22] + bytes(1) + path.read_bytes()[-22:])
    with pytest.raises(verify.NoPackage):
        verify.Check(path, desk.key)


# Names and numbers of a forger ----------------------------------------------------------------------------------------


def test_a_ledger_of_his_own_fits_itself(desk: Desk) -> None:
    """So that the tests below show what they say."""
    desk.founded(own_key("a-name"), (desk / desk.entries()[0]).read_bytes())
    assert desk.flaws(None) == set()
    assert desk.flaws(own_key("a-name").public.text()) == set()


@pytest.mark.parametrize("name", [f"x{ESCAPE}", "a name", "a\u00a0name", "a\u2028name", "a\u202ename", "a\x9bname", ""])
def test_a_name_that_is_not_seen_as_one_is_no_name_of_a_key(
    office: Cli, desk: Desk, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    key = own_key(name)
    desk.founded(key, (desk / desk.entries()[0]).read_bytes())
    assert ("checkpoint", "not-signed") in desk.flaws(None)
    code, told = answered(desk.folder, None, capsys)
    assert (code, told.replace("\n", "").isprintable()) == (verify.NO, True), told
    with pytest.raises(verify.NoPackage, match="no-key"):
        verify.Check(desk.folder, key.public.text())
    result = office("verify", str(desk.folder), "--lang", "en")
    assert (result.code, result.out.replace("\n", "").isprintable()) == (Exit.NEGATIVE, True), result.out
    assert office("verify", str(desk.folder), "--json").json["data"]["flaws"]


def test_names_of_files_and_facts_are_told_without_what_moves_a_cursor(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.list_anew(lambda manifest: manifest["files"].append({"path": f"{ESCAPE}\u202e", "sha256": "", "size": 0}))
    code, told = answered(desk.folder, desk.key, capsys)
    assert code == verify.NO
    assert told.startswith("No. This is not what was sealed: \\x1b[2J\\x1b[32mYes.\\u202e: is missing.\n")


def test_a_path_on_the_command_line_is_told_so_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = answered(tmp_path / f"{ESCAPE}.zip", None, capsys)
    assert (code, "\x1b" in told, "\\x1b[2J" in told) == (verify.UNDECIDED, False, True)


@pytest.mark.parametrize("size", ["9" * 5_000, "01", "+1", "1_0", "-1", "１", ""])
def test_a_size_that_is_no_number_states_nothing(desk: Desk, size: str) -> None:
    key = own_key("a-name")
    desk.founded(key, (desk / desk.entries()[0]).read_bytes())
    lines = (desk / "checkpoint").read_text(encoding="utf-8").split("\n")
    text = f"{lines[0]}\n{size}\n{lines[2]}\n"
    desk.put_note(SignedNote(text, (signature_of(key, text),)))
    desk.list_anew()
    assert (desk.entries()[0], "not-sealed") in desk.flaws(None)


@pytest.mark.parametrize("number", ["9" * 5_000, "01", "1_0", "１"])
@pytest.mark.parametrize("line", [1, 3], ids=["position", "version"])
def test_an_entry_whose_numbers_do_not_end_is_none(desk: Desk, number: str, line: int) -> None:
    lines = (desk / desk.entries()[0]).read_text(encoding="utf-8").split("\n")
    lines[line] = number if line == 1 else f"{lines[line].split(' ')[0]} {number}"
    desk.founded(own_key("a-name"), "\n".join(lines).encode())
    assert (desk.entries()[0], "not-sealed") in desk.flaws(None)


def signature_of(key: SealKey, text: str) -> Signature:
    return Signature(key.public.name, key.public.key_id, key.sign(text.encode()))


# A proof beside its bytes ---------------------------------------------------------------------------------------------


def test_bytes_whose_time_is_none_are_not_what_was_sealed(office: Cli, desk: Desk, tmp_path: Path) -> None:
    entry = desk.entries()[0]
    lines = (desk / entry).read_bytes().split(b"\n")
    lines[2] = b"yesterday"
    forged = tmp_path / "forged.entry"
    forged.write_bytes(b"\n".join(lines))
    proof = str(desk / entry.replace(".entry", ".tlog-proof"))
    result = office("verify", proof, "--leaf", str(forged), "--lang", "en")
    assert (result.code, result.out.startswith("No. The proof does not lead")) == (Exit.NEGATIVE, True), result
    assert office("verify", proof, "--leaf", str(desk / entry)).code == Exit.OK


@pytest.mark.parametrize("time", ["yesterday", f"{ESCAPE}", "0001-01-01T00:00:00Z", "2026-01-01"])
def test_whatever_time_somebody_signed_is_told_as_it_stands(office: Cli, desk: Desk, time: str) -> None:
    """Of a key that is believed a proof may hold, whatever is in the entry."""
    lines = (desk / desk.entries()[0]).read_text(encoding="utf-8").split("\n")
    lines[2], lines[4] = time, f"{lines[4]}{ESCAPE}"
    key = own_key("a-name")
    desk.founded(key, "\n".join(lines).encode())
    proof, leaf = (str(desk / f"entries/000001.{end}") for end in ("tlog-proof", "entry"))
    result = office("verify", proof, "--leaf", leaf, "--key", key.public.text(), "--lang", "en")
    assert (result.code, result.out.startswith("Yes. ")) == (Exit.OK, True), result
    assert "\\x1b[2J" in result.out
    assert result.out.replace("\n", "").isprintable()
