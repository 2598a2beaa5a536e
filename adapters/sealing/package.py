"""The package with which somebody outside checks the history of one file: entries, their proofs, and a verifier.

The same at the same moment gives the same bytes: files stand in a fixed order, bear no time and are not squeezed. The
bytes of evidence stream through; what is held in memory is the history of one file.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from adapters.evidence.store import CHUNK, NoEvidence
from adapters.exports.formats import BYTE_ORDER_MARK, harmless
from adapters.sealing.entries import moment
from adapters.sealing.outside.verify import COMMITMENTS, ITS_DIGEST, MANIFEST, SCHEMA
from adapters.telling.entries import Codes, details, event_words
from adapters.telling.frames import encoded
from adapters.telling.kinds import KIND_NAMES
from adapters.telling.speech import Speech
from adapters.wire import read_event
from application.ledger import StoredEntry
from domain.kernel.digests import digests_in
from domain.kernel.entry import Entry, EntryCorrected
from projections.seal.leaf import SealedEntry
from projections.seal.note import PublicKey, SignedNote
from projections.seal.proof import Inclusion
from projections.seal.tables import SealTables
from projections.seal.tiles import TiledNodes
from projections.seal.tree import inclusion_proof

if TYPE_CHECKING:
    from adapters.bootstrap import Parts

OUTSIDE = files("adapters.sealing.outside")
THE_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can say."""
READABLE = 0o644
LARGE = 1 << 31
"""From this size on a ZIP needs longer fields."""
QUESTION = "evidence-package"
"""What the reading log calls it."""
TEXTS_AT_ONCE = 500
TILES_AT_HAND = 64
COMPARE = """
Tento klíč porovnejte s klíčem, který jste získali jinak než s tímto balíkem; jinak nevíte, kdo potvrzení podepsal.
Compare this key with one that you got in another way than with this package; else you do not know who signed.
"""
HEADS = (
    "Záznam č. / Entry no.",
    "Verze / Version",
    "Kdy zapsáno / Recorded",
    "Kdy platí / Effective",
    "Druh / Topic",
    "Co",
    "What",
)


@dataclass(frozen=True)
class Asked:
    """Of which file, as of which two moments, by whom, and whether texts and evidence go along."""

    kind: str
    id: UUID
    number: str
    valid: date
    known_seq: int
    card: Mapping[str, Any]
    made_at: datetime
    role: str
    person: str | None = None
    with_texts: bool = True
    with_files: bool = False

    @property
    def along(self) -> str | None:
        """What goes along with the entries, for the log."""
        found = [name for name, goes in (("texts", self.with_texts), ("files", self.with_files)) if goes]
        return ", ".join(found) or None


class Signed(NamedTuple):
    """A checkpoint, the key with which it was signed, and the hashes that lead to it."""

    note: SignedNote
    key: PublicKey
    tables: SealTables


@dataclass
class Package:
    """What came into it; `missing` is the evidence that is nowhere, `texts` how many are kept, erased, withheld."""

    files: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("kept", "erased", "withheld"), 0))
    entries: int = 0


class NotAsSealed(Exception):
    """An entry, or the hashes that were kept, are not what was sealed: no package of it leaves the house."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"entry {position} is not what was sealed")


def write_package(parts: "Parts", asked: Asked, signed: Signed, out: BinaryIO, *, code: Codes | None = None) -> Package:
    """Write it as a ZIP. The checkpoint covers all that is asked for. Raises NotAsSealed, MissingTile, OSError."""
    note, key, tables = signed
    stored = parts.ledger.select_aggregate(asked.id, until=asked.known_seq)
    entries = [parts.decode(one) for one in stored]
    with ZipFile(out, "w", ZIP_STORED) as archive:
        box = _Box(archive)
        _put_words(box, asked, note, key)
        _put_entries(box, stored, note, tables)
        box.put("texts.jsonl", _texts(parts, stored, asked, box.package))
        if asked.with_files:
            _put_files(box, parts, entries)
        rows = [_row(entry, code) for entry in entries]
        box.put("summary.json", [_pretty(_summary(asked, rows))])
        box.put("summary.csv", [_as_csv(rows)])
        box.put("verify.py", [OUTSIDE.joinpath("verify.py").read_bytes()])
        box.close(_manifest(asked, note, box.package))
    return box.package


@dataclass(frozen=True)
class _Box:
    """The archive while it is filled."""

    archive: ZipFile
    package: Package = field(default_factory=Package)

    def put(self, path: str, pieces: Iterable[bytes], *, size: int = 0, **more: Any) -> str:
        """A file of these pieces; its digest."""
        place = ZipInfo(path, THE_BEGINNING)
        place.create_system, place.external_attr = 3, READABLE << 16
        digest, written = hashlib.sha256(), 0
        with self.archive.open(place, "w", force_zip64=size >= LARGE) as out:
            for piece in pieces:
                digest.update(piece)
                written += out.write(piece)
        self.package.files.append({"path": path, "sha256": digest.hexdigest(), "size": written, **more})
        return digest.hexdigest()

    def close(self, manifest: dict[str, Any]) -> None:
        digest = self.put(MANIFEST, [_pretty(manifest)])
        self.put(ITS_DIGEST, [f"{digest}  {MANIFEST}\n".encode()])


def _pretty(document: object) -> bytes:
    return (json.dumps(json.loads(encoded(document)), ensure_ascii=False, indent=1) + "\n").encode()


def _put_words(box: _Box, asked: Asked, note: SignedNote, key: PublicKey) -> None:
    called = KIND_NAMES[asked.kind]
    for name, kind in (("README.txt", called.cs), ("README.en.txt", called.en)):
        text = OUTSIDE.joinpath(name).read_text(encoding="utf-8")
        box.put(name, [text.format(about=f"{kind} {asked.number}").encode()])
    box.put("checkpoint", [note.whole().encode()])
    box.put("key", [f"{key.text()}\n{COMPARE}".encode()])


def _put_entries(box: _Box, stored: Sequence[StoredEntry], note: SignedNote, tables: SealTables) -> None:
    nodes, size = TiledNodes(_AtHand(tables)), note.checkpoint().size
    for one in stored:
        leaf = _sealed(one).leaf()
        proof = Inclusion(one.position - 1, tuple(inclusion_proof(nodes, one.position - 1, size)), note)
        if not proof.holds(leaf):
            raise NotAsSealed(one.position)
        box.put(f"entries/{one.position:06}.entry", [leaf])
        box.put(f"entries/{one.position:06}.tlog-proof", [proof.text().encode()])
    box.package.entries = len(stored)


def _sealed(stored: StoredEntry) -> SealedEntry:
    position, file, version, topic, state, recorded_at = stored
    return SealedEntry(position, moment(recorded_at), str(file), version, topic, bytes(state))


class _AtHand:
    """Tiles that are asked for again and again while one file is proved."""

    def __init__(self, tables: SealTables) -> None:
        self.tile = lru_cache(TILES_AT_HAND)(tables.tile)


# Texts and evidence ---------------------------------------------------------------------------------------------------


def _texts(parts: "Parts", stored: Iterable[StoredEntry], asked: Asked, package: Package) -> Iterator[bytes]:
    """A line for each text that an entry commits to, in their order."""
    wanted: dict[str, int] = {}
    for one in stored:
        for commitment in COMMITMENTS.findall(bytes(one.state)):
            wanted.setdefault(commitment.decode(), one.position)
    every = list(wanted)
    for start in range(0, len(every), TEXTS_AT_ONCE):
        some = every[start : start + TEXTS_AT_ONCE]
        found = parts.ledger.select_prose(some)
        for commitment in some:
            row = found.get(commitment)
            fate = "erased" if row is None else "kept" if asked.with_texts else "withheld"
            package.texts[fate] += 1
            said = {"salt": row.salt, "text": row.text} if row and fate == "kept" else {}
            line = {"commitment": commitment, "entry": wanted[commitment], "fate": fate, **said}
            yield encoded(line).encode() + b"\n"


def _put_files(box: _Box, parts: "Parts", entries: Iterable[Entry]) -> None:
    named: dict[str, list[int]] = {}
    for entry in entries:
        for digest in dict.fromkeys((*entry.documents, *_digests(entry))):
            named.setdefault(digest, []).append(entry.position or 0)
    for digest, positions in named.items():
        _put_file(box, parts, digest, positions)


def _digests(entry: Entry) -> Collection[str]:
    """The files that an event names; of a correction those of what it says instead."""
    event = entry.event
    if isinstance(event, EntryCorrected):
        event = read_event(event.target_topic, dict(event.data), event.target_version)
    return tuple(digests_in(event))


def _put_file(box: _Box, parts: "Parts", digest: str, positions: Sequence[int]) -> None:
    """Where it is not there, or not what it should be, that is said."""
    evidence = parts.evidence
    try:
        found = evidence.get(digest)
    except NoEvidence:
        box.package.missing.append({"sha256": digest, "entries": positions, "why": "not in the evidence store"})
        return
    if not evidence.is_whole(digest, found.size):
        box.package.missing.append({"sha256": digest, "entries": positions, "why": "damaged in the evidence store"})
        return
    with evidence.open(digest) as stream:
        pieces = iter(lambda: stream.read(CHUNK), b"")
        box.put(f"files/{digest}", pieces, size=found.size, media_type=found.media_type)


# What the office says of it -------------------------------------------------------------------------------------------


def _row(entry: Entry, code: Codes | None) -> dict[str, Any]:
    assert entry.recorded_at is not None
    said = {}
    for language in ("cs", "en"):
        say = Speech(language)
        said[language] = " ".join(filter(None, (event_words(say, entry.event), details(say, entry.event, code))))
    return {
        "position": entry.position,
        "version": entry.originator_version,
        "recorded_at": moment(entry.recorded_at),
        "effective_on": entry.effective_on,
        "topic": entry.event.topic,
        "sentence": said,
    }


def _summary(asked: Asked, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    times = {"valid": asked.valid, "known_seq": asked.known_seq}
    return {"schema": "kronika.evidence-summary/1", **times, "card": asked.card, "entries": rows}


def _as_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """With byte order mark and semicolons, as a Czech Excel opens it."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in rows:
        plain = (row["position"], row["version"], row["recorded_at"], row["effective_on"] or "", row["topic"])
        writer.writerow([*plain, *(harmless(row["sentence"][language]) for language in ("cs", "en"))])
    return out.getvalue().encode()


def _manifest(asked: Asked, note: SignedNote, package: Package) -> dict[str, Any]:
    origin, size, _ = note.checkpoint()
    return {
        "schema": SCHEMA,
        "kind": asked.kind,
        "id": str(asked.id),
        "number": asked.number,
        "ledger": {"origin": origin, "size": size},
        "entries": package.entries,
        "valid": asked.valid,
        "known_seq": asked.known_seq,
        "made_at": asked.made_at,
        "asked_by": {"person": asked.person, "role": asked.role},
        "texts": package.texts,
        "files": list(package.files),
        "missing": package.missing,
    }
