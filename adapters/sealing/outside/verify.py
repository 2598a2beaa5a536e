"""Tells whether an evidence package is what was sealed. / Řekne, zda je důkazní balík takový, jak byl zapečetěn.

    python3 verify.py PACKAGE.zip --key 'name+id+key' [--lang cs|en]

or without PACKAGE in the unpacked folder. Needs Python 3.8 or newer and nothing else; changes nothing and asks nobody.
Ends with 0: yes; 1: no; 2: not decided, because no key was given to compare with, or because this is no package.
"""

from __future__ import annotations

import argparse
import io
import json
import locale
import os
import re
import struct
import sys
import zipfile
import zlib
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256, sha512
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

YES, NO, UNDECIDED = 0, 1, 2
SCHEMA, LEAF, PROOF = "kronika.evidence-package/1", "kronika.entry/1", "c2sp.org/tlog-proof@v1"
MANIFEST, ITS_DIGEST = "manifest.json", "manifest.sha256"
KNOWN = ("README.txt", "README.en.txt", "checkpoint", "key", "texts.jsonl", "summary.json", "summary.csv", "verify.py")
NAMES = re.compile("|".join(map(re.escape, KNOWN)) + r"|entries/\d{6,}\.(entry|tlog-proof)|files/[0-9a-f]{64}")
DIGESTS, COMMITMENTS = re.compile(rb'"([0-9a-f]{64})"'), re.compile(rb'{"commitment":"([0-9a-f]{64})"}')
WRONG = (OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, struct.error, zlib.error)
UNREADABLE = (*WRONG, zipfile.BadZipFile)
FATES, SALT = ("kept", "erased", "withheld"), 16
SHOWN, CHUNK, MOST_CHUNKS = 50, 1 << 20, 256


# Ed25519, the half of RFC 8032 that checks ----------------------------------------------------------------------------

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

if TYPE_CHECKING:
    Key = tuple[str, bytes, bytes]  # its name, the first bytes of its digest, and itself
    Point = tuple[int, int, int, int]  # of the curve, in extended coordinates


def added(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    found = NEUTRAL
    while number:
        found = added(found, point) if number & 1 else found
        point, number = added(point, point), number >> 1
    return found


def is_same(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def read_point(encoded: bytes) -> Point:
    """The point that 32 bytes name (§ 5.1.3). Raises ValueError where they name none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(encoded) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


NEUTRAL: Point = (0, 1, 1, 0)
BASE = read_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of the message with this key (§ 5.1.7). A key of small order signs nothing."""
    try:
        whose, half = read_point(key), read_point(signature[:32])
    except ValueError:
        return False
    factor = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or factor >= L or is_same(times(8, whose), NEUTRAL):
        return False
    challenge = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % L
    return is_same(times(factor, BASE), added(half, times(challenge, whose)))


# Keys, signed notes, entries, proofs ----------------------------------------------------------------------------------


def read_key(line: str) -> Key:
    """Name, key id and key of `name+id+key`. Raises ValueError."""
    name, key_id, encoded = line.strip().split("+", 2)
    key = b64decode(encoded, validate=True)
    digest = sha256(f"{name}\n".encode() + key).digest()[:4]
    if len(key) != 33 or key[:1] != b"\x01" or digest.hex() != key_id:
        raise ValueError("no key of the kind Ed25519")
    return name, digest, key[1:]


def is_signed_note(note: str, whose: Key) -> bool:
    """Whether a note bears a signature with this key; those of others say nothing. Raises ValueError."""
    name, key_id, key = whose
    text, _, signatures = note.rpartition("\n\n")
    for signature in signatures.splitlines():
        mark, who, encoded = signature.split(" ")
        found = b64decode(encoded, validate=True)
        if (mark, who, found[:4]) == ("—", name, key_id):
            return is_signed(key, f"{text}\n".encode(), found[4:])
    return False


class Entry(NamedTuple):
    """An entry, as its sealed bytes tell it."""

    position: int
    recorded_at: str
    file: str
    version: int
    topic: str


def read_entry(leaf: bytes) -> Entry:
    """Raises ValueError."""
    head = leaf.partition(b"\n\n")[0]
    form, position, recorded_at, named, topic = head.decode().split("\n")
    file, version = named.split(" ")
    if form != LEAF:
        raise ValueError("no sealed entry")
    return Entry(int(position), recorded_at, file, int(version), topic)


def root_from_leaf(index: int, size: int, leaf: bytes, hashes: Sequence[bytes]) -> bytes | None:
    """The root to which a proof leads from a leaf (RFC 9162 § 2.1.3.2); None where it leads nowhere."""
    path, last, found = index, size - 1, sha256(b"\x00" + leaf).digest()
    for sibling in hashes:
        if not last:
            return None
        if path & 1 or path == last:
            found = sha256(b"\x01" + sibling + found).digest()
            while path and not path & 1:
                path, last = path >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + sibling).digest()
        path, last = path >> 1, last >> 1
    return None if last or not 0 <= index < size else found


# The package ----------------------------------------------------------------------------------------------------------


class NoPackage(Exception):
    """Of this nothing can be said; `code` is the name of a text."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Package:
    """The files of a package by name; a ZIP is not unpacked. Raises NoPackage."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip = path, None
        try:
            self.zip = None if path.is_dir() else zipfile.ZipFile(path)
        except UNREADABLE:
            raise NoPackage("no-package") from None
        inside = sorted(one for one in path.rglob("*") if one.is_symlink() or not one.is_dir()) if not self.zip else []
        folder = [one.relative_to(path).as_posix() for one in inside]
        self.names = [one.filename for one in self.zip.infolist()] if self.zip else folder
        if not {MANIFEST, ITS_DIGEST} & {*self.names}:
            raise NoPackage("no-package")

    def chunks(self, name: str) -> Iterator[bytes]:
        """What can be read of a file: that this is not all of it is told by its digest."""
        try:
            with self.zip.open(name) if self.zip else (self.path / name).open("rb") as stream:
                yield from iter(lambda: stream.read(CHUNK), b"")
        except UNREADABLE:
            return

    def read(self, name: str) -> bytes:
        return b"".join(islice(self.chunks(name), MOST_CHUNKS))

    def digest(self, name: str) -> tuple[str, int]:
        """SHA-256 and size."""
        digest, size = sha256(), 0
        for chunk in self.chunks(name):
            digest.update(chunk)
            size += len(chunk)
        return digest.hexdigest(), size


class Flaw(NamedTuple):
    """What does not fit: which file, why (the name of a text), and what of it."""

    name: str
    code: str
    what: str


class Check:
    """Looks at a package, as ZIP or folder: `flaws` is what does not fit, `facts` what was seen. Raises NoPackage."""

    def __init__(self, path: Path, key: str | None = None) -> None:
        try:
            self.key = None if key is None else read_key(key)
        except UNREADABLE:
            raise NoPackage("no-key") from None
        self.package = Package(path)
        self.flaws: list[Flaw] = []
        self.facts: dict[str, Any] = dict.fromkeys(("entries", "first", "last", *FATES), 0)
        self.note, self.size, self.root, self.file, self.is_readable = "", 0, b"", "", True
        self.rows: dict[int, tuple[str, str]] = {}
        self.named: set[bytes] = set()
        self.commitments: set[bytes] = set()
        for look in (self._manifest, self._signature, self._entries, self._texts, self._compare):
            look()

    @property
    def verdict(self) -> int:
        return NO if self.flaws else YES if self.key else UNDECIDED

    def _wrong(self, name: str, code: str, what: object = "") -> None:
        shown = (one if one.isprintable() else ascii(one) for one in (name, str(what)))
        self.flaws.append(Flaw(next(shown), code, next(shown)))

    def _manifest(self) -> None:
        """The files are those of the manifest, and none is another than it was."""
        raw, self.manifest = self.package.read(MANIFEST), {}
        if self.package.read(ITS_DIGEST) != f"{sha256(raw).hexdigest()}  {MANIFEST}\n".encode():
            self._wrong(f"{MANIFEST}, {ITS_DIGEST}", "unlike")
        self.listed: dict[str, tuple[str, int]] = {}
        try:
            self.manifest = json.loads(raw)
            self.listed = {str(one["path"]): (one["sha256"], one["size"]) for one in self.manifest["files"]}
        except UNREADABLE:
            self.manifest = {}
            self._wrong(MANIFEST, "unreadable")
        there = Counter(self.package.names)
        for name in sorted({*there, *self.listed} - {MANIFEST, ITS_DIGEST}):
            if there[name] != 1 or name not in self.listed:
                self._wrong(name, "missing" if not there[name] else "extra")
            elif self.package.digest(name) != self.listed[name]:
                self._wrong(name, "changed")
            elif not NAMES.fullmatch(name):
                self._wrong(name, "stranger")
        self.facts["files"] = len(self.listed)

    def _signature(self) -> None:
        """The checkpoint is signed with the key of the package, and this is the key that was given."""
        line = self.package.read("key").decode(errors="replace").partition("\n")[0]
        whose, is_good = None, False
        try:
            whose, self.note = read_key(line), self.package.read("checkpoint").decode()
            origin, size, root = self.note.split("\n")[:3]
            self.size, self.root = int(size), b64decode(root, validate=True)
            self.facts.update(origin=origin, size=self.size, key=line)
            is_good = origin == whose[0] and is_signed_note(self.note, whose)
        except UNREADABLE:
            pass
        if not is_good:
            self._wrong("checkpoint", "not-signed")
        if self.key and self.key != whose:
            self._wrong("key", "other-key")

    def _entries(self) -> None:
        """Each is what was sealed at its place, and from the first to the last of the file none is left out."""
        names = {one for one in self.package.names if one.endswith(".entry")}
        expected = 1
        for name in sorted(names, key=lambda one: (len(one), one)):
            leaf = self.package.read(name)
            self.named.update(DIGESTS.findall(leaf))
            self.commitments.update(COMMITMENTS.findall(leaf))
            try:
                entry = read_entry(leaf)
            except UNREADABLE:
                self._wrong(name, "not-sealed")
                self.is_readable, expected = False, expected + 1
            else:
                self._entry(name, leaf, entry, expected)
                expected = entry.version + 1

    def _entry(self, name: str, leaf: bytes, entry: Entry, expected: int) -> None:
        self.file = self.file or entry.file
        if name != f"entries/{entry.position:06}.entry" or entry.position <= self.facts["last"]:
            self._wrong(name, "misplaced")
        if entry.file != self.file:
            self._wrong(name, "other-file")
        elif entry.version != expected:
            self._wrong(name, "left-out", f"{expected} … {entry.version}")
        if not self._is_proved(name.replace(".entry", ".tlog-proof"), leaf, entry.position - 1):
            self._wrong(name, "not-sealed")
        self.rows[entry.position] = (entry.recorded_at, entry.topic)
        self.facts.update(first=self.facts["first"] or entry.position, last=entry.position, entries=len(self.rows))

    def _is_proved(self, name: str, leaf: bytes, index: int) -> bool:
        head, _, note = self.package.read(name).decode(errors="replace").partition("\n\n")
        lines = head.split("\n")
        try:
            hashes = [b64decode(one, validate=True) for one in lines[2:]]
        except UNREADABLE:
            return False
        is_its_own = lines[:2] == [PROOF, f"index {index}"] and note == self.note and len(self.root) == 32
        return is_its_own and root_from_leaf(index, self.size, leaf, hashes) == self.root

    def _texts(self) -> None:
        """Every text is what an entry committed to, and every commitment is accounted for once."""
        missing = {*self.commitments}
        for number, line in enumerate(self.package.read("texts.jsonl").splitlines(), 1):
            name = f"texts.jsonl:{number}"
            try:
                said = json.loads(line)
                commitment, fate = said["commitment"].encode(), said["fate"]
                salt, text = (bytes.fromhex(said["salt"]), said["text"].encode()) if fate == "kept" else (b"", b"")
            except UNREADABLE:
                self._wrong(name, "unreadable")
                continue
            if commitment not in missing or fate not in FATES:
                self._wrong(name, "stranger")
            elif fate == "kept" and (len(salt) != SALT or sha256(salt + text).hexdigest().encode() != commitment):
                self._wrong(name, "other-text")
            else:
                self.facts[fate] += 1
            missing.discard(commitment)
        for one in sorted(missing):
            self._wrong("texts.jsonl", "no-text", one.decode())

    def _compare(self) -> None:
        """Files of evidence are those that entries name; what the office says of the entries fits them."""
        for name in (one for one in self.package.names if one.startswith("files/")):
            digest = name[len("files/") :]
            if digest.encode() not in self.named - self.commitments or self.listed.get(name, (digest, 0))[0] != digest:
                self._wrong(name, "stranger")
        if not self.is_readable:
            return
        ledger = {name: self.facts.get(name) for name in ("origin", "size")}
        expected = {"schema": SCHEMA, "entries": len(self.rows), "ledger": ledger, "id": self.file}
        for name, value in expected.items():
            if self.manifest.get(name) != value:
                self._wrong(MANIFEST, "otherwise", name)
        try:
            said = json.loads(self.package.read("summary.json"))["entries"]
            rows = {one["position"]: (one["recorded_at"], one["topic"]) for one in said}
        except UNREADABLE:
            rows = {}
        if rows != self.rows:
            self._wrong("summary.json", "otherwise", "entries")


# What is said of it -------------------------------------------------------------------------------------------------

ENGLISH = """
yes: Yes. The package is whole, and its entries ({entries}) are as they were sealed.
undecided: Not decided. The entries ({entries}) fit together, but nobody has compared whose key signed them.
no: No. This is not what was sealed: {first_flaw}.
cannot: Not decided. {why}.
no-package: {path} is no evidence package, as a whole ZIP or as a folder
no-key: The key that was given is none: expected name+id+key
compare: Get the key from elsewhere (the office, its website, an earlier package); run this again with --key 'KEY'.
flaws: What does not fit:
more: … and {number} more
innocent: This alone does not mean that somebody forged it: it may have been damaged or saved anew on its way.
grounds: How this is known:
ground: The files of the package ({files}) are those of its manifest: none differs, is missing, or was added.
ground: Entries no. {first} to {last} are versions 1 to {entries} of one file: none between them is left out.
ground: The proof of each leads to the root that the checkpoint states: {size} entries of {origin}.
ground: The checkpoint is signed with the key {key}
ground: Texts as the entries committed to them: {kept}; erased since: {erased}; not handed out: {withheld}.
compared: This is the key that was given to compare with.
limits: What this does not prove:
limit: that what the entries say is true;
limit: that they were recorded when they say: only that they were there when others were given this checkpoint;
limit: that nothing follows the last of them, no. {last}: whoever has all {size} entries can tell, or a newer package;
limit: that others are shown the same history: compare the checkpoint with one that somebody else holds;
limit: that summary, manifest and this program are the office's: nobody signed them; what is proved are the entries.
changed: is not what it was when the package was made
missing: is missing
extra: is not in the manifest, or is there twice
unlike: do not belong together
unreadable: cannot be read
stranger: belongs to no entry
not-signed: is not signed with the key of the package
other-key: is not the key that you gave
not-sealed: is not what was sealed at this place
misplaced: stands where another entry should
other-file: is an entry of another file
left-out: versions before it are left out or in disorder
other-text: is not the text to which the entry committed
no-text: nothing is said of a text of an entry
otherwise: says otherwise than entries and checkpoint
"""
CZECH = """
yes: Ano. Balík je celý a jeho záznamy (počet: {entries}) jsou takové, jak byly zapečetěny.
undecided: Nerozhodnuto. Záznamy (počet: {entries}) k sobě patří, ale nikdo neporovnal, čí klíč je podepsal.
no: Ne. Toto není to, co bylo zapečetěno: {first_flaw}.
cannot: Nerozhodnuto. {why}.
no-package: {path} není důkazní balík, celý ZIP ani složka
no-key: Zadaný klíč není klíč: očekává se název+id+klíč
compare: Získejte klíč odjinud (od úřadu, z jeho webu, z dřívějšího balíku) a spusťte toto znovu s --key 'KLÍČ'.
flaws: Co nesouhlasí:
more: … a další: {number}
innocent: To samo o sobě neznamená padělek: balík mohl být cestou poškozen nebo znovu uložen.
grounds: Jak to víme:
ground: Soubory balíku (počet: {files}) odpovídají soupisu: žádný se neliší, nechybí ani nepřibyl.
ground: Záznamy č. {first} až {last} jsou verze 1 až {entries} jednoho spisu: žádný mezi nimi nechybí.
ground: Důkaz každého z nich vede ke kořeni, který uvádí potvrzení stavu: {size} záznamů knihy {origin}.
ground: Potvrzení stavu je podepsáno klíčem {key}
ground: Texty, ke kterým se záznamy zavázaly: {kept}; od té doby vymazané: {erased}; nevydané: {withheld}.
compared: Je to klíč, který byl dán k porovnání.
limits: Co to nedokazuje:
limit: že to, co záznamy říkají, je pravda;
limit: že byly zapsány, kdy uvádějí: jen že tu byly, když toto potvrzení stavu dostal někdo jiný;
limit: že po posledním z nich, č. {last}, nic nenásleduje: to řekne, kdo má všech {size} záznamů, nebo novější balík;
limit: že ostatní vidí tutéž historii: porovnejte potvrzení stavu s tím, které má někdo jiný;
limit: že přehled, soupis a tento program jsou od úřadu: ty nikdo nepodepsal, dokázány jsou záznamy.
changed: není takové, jaké bylo při vytvoření balíku
missing: chybí
extra: není v soupisu, nebo je tu dvakrát
unlike: nepatří k sobě
unreadable: nelze přečíst
stranger: nepatří k žádnému záznamu
not-signed: není podepsáno klíčem z balíku
other-key: není klíč, který jste zadali
not-sealed: není to, co bylo na tomto místě zapečetěno
misplaced: stojí tam, kde má být jiný záznam
other-file: je záznam jiného spisu
left-out: verze před ním chybějí, nebo nejsou v pořadí
other-text: není text, ke kterému se záznam zavázal
no-text: o jednom z textů záznamů se nic neříká
otherwise: říká něco jiného než záznamy a potvrzení stavu
"""


def in_language(language: str) -> dict[str, list[str]]:
    """The texts of a language by name."""
    found: dict[str, list[str]] = {}
    for line in (CZECH if language == "cs" else ENGLISH).strip().splitlines():
        name, _, text = line.partition(": ")
        found.setdefault(name, []).append(text)
    return found


def told(check: Check, language: str) -> Iterator[str]:
    """The answer line by line, the sentence first; `language` is en or cs."""
    say = in_language(language)
    flaws = [f"{name}: {say[code][0]}{what and f' ({what})'}" for name, code, what in check.flaws]
    yield say[("yes", "no", "undecided")[check.verdict]][0].format(first_flaw="".join(flaws[:1]), **check.facts)
    if flaws:
        yield from ("", *say["flaws"], *(f"  - {one}" for one in flaws[:SHOWN]))
        yield from (f"  - {one.format(number=len(flaws) - SHOWN)}" for one in say["more"] if len(flaws) > SHOWN)
        yield from ("", *say["innocent"])
        return
    yield from () if check.key else say["compare"]
    grounds = [*say["ground"], *(say["compared"] if check.key else ())]
    for head, lines in ((say["grounds"], grounds), (say["limits"], say["limit"])):
        yield from ("", *head, *(f"  - {line.format(**check.facts)}" for line in lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """As from a shell."""
    locales = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")] + [locale.getlocale()[0]]
    spoken = next((one for one in locales if one), "").lower()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", nargs="?", default=Path(__file__).resolve().parent, type=Path)
    parser.add_argument("--key", help="name+id+key")
    parser.add_argument("--lang", choices=("en", "cs"), default="cs" if spoken.startswith(("cs", "czech")) else "en")
    asked = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        check = Check(asked.package, asked.key)
    except NoPackage as no:
        say = in_language(asked.lang)
        sys.stdout.write(say["cannot"][0].format(why=say[no.code][0].format(path=asked.package)) + "\n")
        return UNDECIDED
    sys.stdout.write("".join(f"{line}\n" for line in told(check, asked.lang)))
    return check.verdict


if __name__ == "__main__":
    sys.exit(main())
