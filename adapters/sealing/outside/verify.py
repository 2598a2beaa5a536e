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
import sys
import zipfile
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256, sha512
from itertools import islice
from pathlib import Path
from struct import error as no_struct
from struct import pack
from typing import TYPE_CHECKING, Any

YES, NO, UNDECIDED = 0, 1, 2
SCHEMA, LEAF, PROOF = "kronika.evidence-package/1", "kronika.entry/1", "c2sp.org/tlog-proof@v1"
MANIFEST, ITS_DIGEST = "manifest.json", "manifest.sha256"
KNOWN = r"README(\.en)?\.txt|checkpoint|key|texts\.jsonl|summary\.(json|csv)|verify\.py|manifest\.(json|sha256)"
NAMES = re.compile(KNOWN + r"|entries/[0-9]{6,18}\.(entry|tlog-proof)|files/[0-9a-f]{64}")
DIGESTS, COMMITMENTS = re.compile(rb'"([0-9a-f]{64})"'), re.compile(rb'{"commitment":"([0-9a-f]{64})"}')
NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
WRONG = (RecursionError, ValueError, LookupError, TypeError, AttributeError)
FATES, SALT = ("kept", "erased", "withheld"), 16
SHOWN, LONGEST, CHUNK, MOST, LARGE, WORD = 50, 200, 1 << 20, 64, 1 << 31, 0xFFFFFFFF


# Ed25519, the half of RFC 8032 that checks ----------------------------------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

if TYPE_CHECKING:
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


# Numbers, keys, signed notes, entries, proofs -------------------------------------------------------------------------
def number(written: str) -> int:
    """Raises ValueError; so does a number that does not end."""
    if not NUMBER.fullmatch(written):
        raise ValueError("no number")
    return int(written)


def once(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """What is said under each name. Raises ValueError where two things are said under one."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


read_json = json.JSONDecoder(object_pairs_hook=once, parse_int=number).decode


def read_key(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id (the first bytes of its digest) and key of `name+id+key`. Raises ValueError."""
    name, key_id, encoded = line.strip().split("+", 2)
    key = b64decode(encoded, validate=True)
    digest = sha256(f"{name}\n".encode() + key).digest()[:4]
    is_name = name.isprintable() and name.split() == [name]
    if not is_name or len(key) != 33 or key[:1] != b"\x01" or digest.hex() != key_id:
        raise ValueError("no key of the kind Ed25519")
    return name, digest, key[1:]


def is_signed_note(note: str, whose: tuple[str, bytes, bytes]) -> bool:
    """Whether a note bears a signature with this key; those of others say nothing. Raises ValueError."""
    name, key_id, key = whose
    text, _, signatures = note.rpartition("\n\n")
    for signature in signatures.rstrip("\n").split("\n"):
        mark, who, encoded = signature.split(" ")
        found = b64decode(encoded, validate=True)
        if (mark, who, found[:4]) == ("—", name, key_id):
            return is_signed(key, f"{text}\n".encode(), found[4:])
    return False


def read_entry(leaf: bytes) -> tuple[int, str, str, int, str]:
    """Position, time of recording, file, version in it, topic. Raises ValueError."""
    form, position, recorded_at, named, topic = leaf.partition(b"\n\n")[0].decode().split("\n")
    file, version = named.split(" ")
    if form != LEAF:
        raise ValueError("no sealed entry")
    return number(position), recorded_at, file, number(version), topic


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
    """Of this nothing can be said, and why: the name of a text, and what it is about."""


def check_zip(archive: zipfile.ZipFile, path: Path) -> None:
    """Raises NoPackage unless a ZIP has nothing beside and between its files, and says each thing of them once."""
    place, length, every = 0, 0, archive.infolist()
    with path.open("rb") as stream:
        for one in every:
            name, size, is_large = one.filename.encode(), one.file_size, one.file_size >= LARGE
            head = pack("<2H3L2H", 0, 0, one.CRC, *[WORD if is_large else size] * 2, len(name), 20 * is_large)
            head += name + (pack("<2H2Q", 1, 16, size, size) if is_large else b"")
            found = stream.read(10 + len(head))
            about = (one.header_offset, one.flag_bits, one.compress_type, one.compress_size, one.comment)
            is_link, longer = one.external_attr >> 28 not in (0, 8), pack("<2H", 1, max(0, len(one.extra) - 4))
            is_plain = about == (place, 0, 0, size, b"") and one.extra[:4] in (b"", longer) and not is_link
            if not is_plain or found[:4] + found[6:10] + found[14:] != b"PK\3\4" + head:
                raise NoPackage("other-zip", one.filename)
            place, length = stream.seek(size, 1), length + 46 + len(name) + len(one.extra)
        stream.seek(place + length)
        end = pack("<4s4H2LH", b"PK\5\6", 0, 0, *[min(len(every), 0xFFFF)] * 2, min(length, WORD), min(place, WORD), 0)
        longer = pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, len(every), len(every), length, place)
        longer += pack("<4sLQL", b"PK\6\7", 0, place + length, 1)
        if archive.start_dir != place or stream.read(len(longer + end) + 1) not in (end, longer + end):
            raise NoPackage("other-zip", path.name)


class Package:
    """The files of a package by name; a ZIP is not unpacked. Raises NoPackage."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip = path, None
        try:
            self.zip = None if path.is_dir() else zipfile.ZipFile(path)
            inside = (one for one in path.rglob("*") if one.is_symlink() or not one.is_dir())
            self.names = self.zip.namelist() if self.zip else sorted(one.relative_to(path).as_posix() for one in inside)
            if not {MANIFEST, ITS_DIGEST} & {*self.names}:
                raise NoPackage("no-package")
            if self.zip:
                check_zip(self.zip, path)
        except (*WRONG, OSError, OverflowError, RuntimeError, no_struct, zipfile.BadZipFile):
            raise NoPackage("no-package") from None

    def chunks(self, name: str) -> Iterator[bytes]:
        """What can be read of a file: that this is not all of it is told by its digest."""
        path = self.path / name
        try:
            if self.zip or (path.is_file() and not path.is_symlink()):
                with self.zip.open(name) if self.zip else path.open("rb") as stream:
                    yield from iter(lambda: stream.read(CHUNK), b"")
        except (*WRONG, OSError, EOFError, RuntimeError, zipfile.BadZipFile):
            return

    def read(self, name: str) -> bytes:
        pieces = [*islice(self.chunks(name), MOST + 1)]
        if len(pieces) > MOST:
            raise NoPackage("too-large", name)
        return b"".join(pieces)

    def digest(self, name: str) -> tuple[str, int]:
        """SHA-256 and size."""
        digest, size = sha256(), 0
        for chunk in self.chunks(name):
            digest.update(chunk)
            size += len(chunk)
        return digest.hexdigest(), size


def plain(text: object) -> str:
    """Nothing in it moves a cursor or hides: what does not print is told by its number, and too much is cut off."""
    shown = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in str(text)[:LONGEST])
    return shown + "…" * (len(str(text)) > LONGEST)


class Check:
    """Looks at a package, as ZIP or folder: `flaws` is what does not fit, `facts` what was seen. Raises NoPackage."""

    def __init__(self, path: Path, key: str | None = None) -> None:
        try:
            self.key = None if key is None else read_key(key)
        except WRONG:
            raise NoPackage("no-key") from None
        self.flaws: list[tuple[str, str, str]] = []  # which file does not fit, why (the name of a text), what of it
        self.facts: dict[str, Any] = dict.fromkeys(("entries", "first", "last", *FATES), 0)
        self.note, self.origin, self.size, self.root, self.file = "", "", 0, b"", ""
        self.rows: dict[int, tuple[str, str]] = {}
        self.named: set[bytes] = set()
        self.commitments: set[bytes] = set()
        try:
            self.package = Package(path)
            for look in (self._manifest, self._signature, self._entries, self._texts, self._compare):
                look()
        except (MemoryError, RecursionError):
            raise NoPackage("too-large", "…") from None
        self.verdict = NO if self.flaws else YES if self.key else UNDECIDED

    def _wrong(self, name: str, code: str, what: object = "") -> None:
        self.flaws.append((plain(name), code, plain(what)))

    def _manifest(self) -> None:
        """The files are those of the manifest, and none is another than it was."""
        raw, self.manifest = self.package.read(MANIFEST), {}
        if self.package.read(ITS_DIGEST) != f"{sha256(raw).hexdigest()}  {MANIFEST}\n".encode():
            self._wrong(f"{MANIFEST}, {ITS_DIGEST}", "changed")
        self.listed: dict[str, tuple[str, int]] = {}
        try:
            self.manifest = read_json(raw.decode())
            listed = [("" + one["path"], (one["sha256"], one["size"])) for one in self.manifest["files"]]
            self.listed = once(listed)
        except WRONG:
            self.manifest = {}
            self._wrong(MANIFEST, "unreadable")
        there = Counter(self.package.names)
        for name in sorted({*there, *self.listed}):
            if there[name] != 1 or (name in self.listed) == (name in (MANIFEST, ITS_DIGEST)):
                self._wrong(name, "missing" if not there[name] else "extra")
            elif name in self.listed and self.package.digest(name) != self.listed[name]:
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
            self.origin, size, root = self.note.split("\n")[:3]
            self.size, self.root = number(size), b64decode(root, validate=True)
            self.facts.update(origin=plain(self.origin), size=self.size, key=plain(line))
            is_good = self.origin == whose[0] and is_signed_note(self.note, whose)
        except WRONG:
            pass
        if not is_good:
            self._wrong("checkpoint", "not-signed")
        if self.key and self.key != whose:
            self._wrong("key", "other-key")

    def _entries(self) -> None:
        """Each is what was sealed at its place, and from the first to the last of the file none is left out."""
        names, expected = {one for one in self.package.names if one.endswith(".entry")} or {"entries/*.entry"}, 1
        for name in sorted(names, key=lambda one: (len(one), one)):
            leaf = self.package.read(name)
            self.named.update(DIGESTS.findall(leaf))
            self.commitments.update(COMMITMENTS.findall(leaf))
            try:
                position, recorded_at, file, version, topic = read_entry(leaf)
                is_proved = self._is_proved(name.replace(".entry", ".tlog-proof"), leaf, position - 1)
            except WRONG:
                self._wrong(name, "not-sealed" if leaf else "missing")
                expected += 1
                continue
            self.file = self.file or file
            if not is_proved or name != f"entries/{position:06}.entry" or position <= self.facts["last"]:
                self._wrong(name, "not-sealed")
            if file != self.file:
                self._wrong(name, "other-file")
            elif version != expected:
                self._wrong(name, "left-out", f"{expected} … {version}")
            expected = version + 1
            self.rows[position] = (recorded_at, topic)
            self.facts.update(first=self.facts["first"] or position, last=position, entries=len(self.rows))

    def _is_proved(self, name: str, leaf: bytes, index: int) -> bool:
        """Raises ValueError."""
        head, _, note = self.package.read(name).decode(errors="replace").partition("\n\n")
        form, place, *encoded = head.split("\n")
        hashes = [b64decode(one, validate=True) for one in encoded]
        is_its_own = (form, place, note) == (PROOF, f"index {index}", self.note) and len(self.root) == 32
        return is_its_own and root_from_leaf(index, self.size, leaf, hashes) == self.root

    def _texts(self) -> None:
        """Every text is what an entry committed to, and every commitment is accounted for once."""
        missing = {*self.commitments}
        for place, line in enumerate(self.package.read("texts.jsonl").splitlines(), 1):
            name = f"texts.jsonl:{place}"
            try:
                said = read_json(line.decode())
                commitment, fate = said["commitment"].encode(), said["fate"]
                salt, text = (bytes.fromhex(said["salt"]), said["text"].encode()) if fate == "kept" else (b"", b"")
            except WRONG:
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
        """Proofs and files of evidence are those of entries; what the office says of the entries fits them."""
        there, evidence = {*self.package.names}, {one.decode() for one in self.named - self.commitments}
        for name in sorted(there):
            is_lonely = name.endswith(".tlog-proof") and name.replace(".tlog-proof", ".entry") not in there
            digest = name[6:] if name.startswith("files/") else None
            if is_lonely or (digest and (digest not in evidence or self.listed.get(name, [digest])[0] != digest)):
                self._wrong(name, "stranger")
        ledger = {"origin": self.origin, "size": self.size}
        expected = {"schema": SCHEMA, "entries": len(self.rows), "ledger": ledger, "id": self.file}
        for name in (one for one, value in expected.items() if self.manifest.get(one) != value):
            self._wrong(MANIFEST, "otherwise", name)
        self.facts.update((name, plain(self.manifest.get(name))) for name in ("id", "kind", "number"))
        try:
            said = read_json(self.package.read("summary.json").decode())["entries"]
            rows = once([(one["position"], (one["recorded_at"], one["topic"])) for one in said])
        except WRONG:
            rows = {}
        if rows != self.rows:
            self._wrong("summary.json", "otherwise", "entries")


# What is said of it -------------------------------------------------------------------------------------------------
ENGLISH = """
yes: Yes. The package is whole, and its entries ({entries}) are as they were sealed.
undecided: Not decided. The entries ({entries}) fit together, but nobody has compared whose key signed them.
no: No. This is not what was sealed: {first_flaw}.
no-package: Not decided. {path} is no evidence package, as a whole ZIP or as a folder.
other-zip: Not decided. {path} is not the ZIP that was made ({what}): unpack it, and check the folder that you see.
too-large: Not decided. {path} holds more than this program can read: {what}.
no-key: Not decided. The key that was given is none: expected name+id+key.
compare: Get the key from elsewhere (the office, its website, an earlier package); run this again with --key 'KEY'.
innocent: This alone does not mean that somebody forged it: it may have been damaged or saved anew on its way.
ground: The files of the package ({files}) are those of its manifest: none differs, is missing, or was added.
ground: Entries no. {first} to {last} are versions 1 to {entries} of one file: none between them is left out.
ground: The proof of each leads to the root that the checkpoint states: {size} entries of {origin}.
ground: The checkpoint is signed with the key {key}
ground: Texts as the entries committed to them: {kept}; erased since: {erased}; not handed out: {withheld}.
limit: that what the entries say is true;
limit: that they were recorded when they say: only that they were there when others were given this checkpoint;
limit: that nothing follows the last of them, no. {last}: whoever has all {size} entries can tell, or a newer package;
limit: that others are shown the same history: compare the checkpoint with one that somebody else holds;
limit: that file {id} is called {kind} {number}: so says whoever made the package, unless an entry says so, too;
limit: that summary, manifest and this program are the office's: nobody signed them; what is proved are the entries.
"""
CZECH = """
yes: Ano. Balík je celý a jeho záznamy (počet: {entries}) jsou takové, jak byly zapečetěny.
undecided: Nerozhodnuto. Záznamy (počet: {entries}) k sobě patří, ale nikdo neporovnal, čí klíč je podepsal.
no: Ne. Toto není to, co bylo zapečetěno: {first_flaw}.
no-package: Nerozhodnuto. {path} není důkazní balík, celý ZIP ani složka.
other-zip: Nerozhodnuto. {path} není ZIP, jak byl vydán ({what}): rozbalte jej a ověřte složku, kterou vidíte.
too-large: Nerozhodnuto. {path} obsahuje víc, než tento program dokáže přečíst: {what}.
no-key: Nerozhodnuto. Zadaný klíč není klíč: očekává se název+id+klíč.
compare: Získejte klíč odjinud (od úřadu, z jeho webu, z dřívějšího balíku) a spusťte toto znovu s --key 'KLÍČ'.
innocent: To samo o sobě neznamená padělek: balík mohl být cestou poškozen nebo znovu uložen.
ground: Soubory balíku (počet: {files}) odpovídají soupisu: žádný se neliší, nechybí ani nepřibyl.
ground: Záznamy č. {first} až {last} jsou verze 1 až {entries} jednoho spisu: žádný mezi nimi nechybí.
ground: Důkaz každého z nich vede ke kořeni, který uvádí potvrzení stavu: {size} záznamů knihy {origin}.
ground: Potvrzení stavu je podepsáno klíčem {key}
ground: Texty, ke kterým se záznamy zavázaly: {kept}; od té doby vymazané: {erased}; nevydané: {withheld}.
limit: že to, co záznamy říkají, je pravda;
limit: že byly zapsány, kdy uvádějí: jen že tu byly, když toto potvrzení stavu dostal někdo jiný;
limit: že po posledním z nich, č. {last}, nic nenásleduje: to řekne, kdo má všech {size} záznamů, nebo novější balík;
limit: že ostatní vidí tutéž historii: porovnejte potvrzení stavu s tím, které má někdo jiný;
limit: že se spis {id} jmenuje {kind} {number}: to tvrdí, kdo balík vydal, neříká-li to i některý záznam;
limit: že přehled, soupis a tento program jsou od úřadu: ty nikdo nepodepsal, dokázány jsou záznamy.
"""
BOTH = """
flaws: What does not fit: | Co nesouhlasí:
grounds: How this is known: | Jak to víme:
compared: This is the key that was given to compare with. | Je to klíč, který byl dán k porovnání.
limits: What this does not prove: | Co to nedokazuje:
changed: is not what it was when the package was made | není takové, jaké bylo při vytvoření balíku
missing: is missing | chybí
extra: is not in the manifest, or is there twice | není v soupisu, nebo je tu dvakrát
unreadable: cannot be read | nelze přečíst
stranger: belongs to no entry | nepatří k žádnému záznamu
not-signed: is not signed with the key of the package | není podepsáno klíčem z balíku
other-key: is not the key that you gave | není klíč, který jste zadali
not-sealed: is not what was sealed at this place | není to, co bylo na tomto místě zapečetěno
other-file: is an entry of another file | je záznam jiného spisu
left-out: versions before it are left out or in disorder | verze před ním chybějí, nebo nejsou v pořadí
other-text: is not the text to which the entry committed | není text, ke kterému se záznam zavázal
no-text: nothing is said of a text of an entry | o jednom z textů záznamů se nic neříká
otherwise: says otherwise than entries and checkpoint | říká něco jiného než záznamy a potvrzení stavu
"""


def in_language(language: str) -> dict[str, list[str]]:
    """The texts of a language by name."""
    found: dict[str, list[str]] = {}
    for line in ((CZECH if language == "cs" else ENGLISH) + BOTH).split("\n"):
        name, _, texts = line.partition(": ")
        found.setdefault(name, []).append(texts.split(" | ")[-1 if language == "cs" else 0])
    return found


def told(check: Check, language: str) -> Iterator[str]:
    """The answer line by line, the sentence first; `language` is en or cs."""
    say = in_language(language)
    flaws = [f"{name}: {say[code][0]}{what and f' ({what})'}" for name, code, what in check.flaws]
    yield say[("yes", "no", "undecided")[check.verdict]][0].format(first_flaw="".join(flaws[:1]), **check.facts)
    if flaws:
        more = [f"… ({len(flaws)})"] * (len(flaws) > SHOWN)
        yield from ("", *say["flaws"], *(f"  - {one}" for one in flaws[:SHOWN] + more), "", *say["innocent"])
        return
    yield from () if check.key else say["compare"]
    grounds = [*say["ground"], *(say["compared"] if check.key else ())]
    for title, lines in ((say["grounds"], grounds), (say["limits"], say["limit"])):
        yield from ("", *title, *(f"  - {line.format(**check.facts)}" for line in lines))


def cannot(no: NoPackage, path: Path, language: str) -> str:
    """Why nothing can be said of it."""
    code, *what = no.args
    return in_language(language)[code][0].format(path=plain(path), what=plain("".join(what)))


def main(arguments: Sequence[str] | None = None) -> int:
    """As from a shell."""
    locales = [*map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")), locale.getlocale()[0]]
    spoken = next(filter(None, locales), "").lower()
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
        sys.stdout.write(cannot(no, asked.package, asked.lang) + "\n")
        return UNDECIDED
    sys.stdout.write("".join(f"{line}\n" for line in told(check, asked.lang)))
    return check.verdict


if __name__ == "__main__":
    sys.exit(main())
