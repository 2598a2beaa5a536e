"""The dossier of an inspection: what happened, how it stands, which papers there are, and what is missing.

As a folder it appears whole or not at all, and never in the place of another; as an archive it is one file. Its
manifest names the SHA-256 of every other file. Words that may be erased are not in it; what becomes of the evidence
once it is handed out, nobody can promise.
"""

import csv
import hashlib
import io
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from adapters.evidence.sniffing import extension_of
from adapters.evidence.store import CHUNK, Evidence, EvidenceStore, NoEvidence
from adapters.exports.formats import harmless
from adapters.exports.trail import Named, Teller, told
from adapters.telling.frames import encoded
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from projections.inspection_trail import TrailRow

Write = Callable[[str, Iterable[bytes]], None]
"""Puts a file of these pieces in its place."""
SQUEEZED = (".json", ".csv")
"""What an archive packs; papers and photographs are packed already."""
READABLE = 0o644
BYTE_ORDER_MARK = "\ufeff"
MANIFEST = "manifest.json"
HEADS = (
    Words("Entry no.", "Záznam č."),
    Words("Effective", "Kdy platí"),
    Words("Received", "Kdy došlo"),
    Words("Recorded", "Kdy zapsáno"),
    Words("Role", "Role"),
    Words("Person", "Osoba"),
    Words("What", "Co"),
    Words("Before → After", "Bylo → Je"),
    Words("Provision", "Ustanovení"),
    Words("Evidence", "Důkazy"),
    Words("Texts", "Texty"),
    Words("Corrected by no.", "Opraveno záznamem č."),
    Words("Taken back by no.", "Vzato zpět záznamem č."),
)


@dataclass(frozen=True)
class Card:
    """The card of the inspection at one moment; `fields` None: nothing was known then."""

    name: str
    valid: date
    known_seq: int
    fields: dict[str, Any] | None


@dataclass(frozen=True)
class Dossier:
    """What goes into the folder or the archive."""

    number: str
    inspection: str
    valid: date
    known_seq: int
    made_at: datetime
    rows: Sequence[TrailRow]
    kept: frozenset[str]
    cards: tuple[Card, ...]
    named: Named = str


@dataclass
class Written:
    """What came into it: its files with digest and size, and the evidence that is nowhere."""

    files: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)


def write_dossier(dossier: Dossier, folder: Path, evidence: EvidenceStore, say: Speech) -> Written:
    """Write the folder. Raises FileExistsError where something is there, OSError where it cannot be written."""
    with _appearing(folder) as draft:
        return _fill(dossier, evidence, say, partial(_into_folder, draft))


def zip_dossier(dossier: Dossier, out: BinaryIO, evidence: EvidenceStore, say: Speech) -> Written:
    """Write the same as one archive. Raises OSError where it cannot be written."""
    with ZipFile(out, "w") as archive:
        return _fill(dossier, evidence, say, partial(_into_archive, archive, dossier.made_at))


def _fill(dossier: Dossier, evidence: EvidenceStore, say: Speech, write: Write) -> Written:
    shelf = _Shelf(write, evidence)
    shelf.put("trail.json", encoded({"schema": "kronika.trail/1", "data": trail_json(dossier)}).encode())
    shelf.put("trail.csv", trail_csv(dossier, say).encode())
    for card in dossier.cards:
        shelf.put(f"card-{card.name}.json", encoded(card).encode())
    papers = protocol_papers(dossier.rows)
    shelf.put("protocol/versions.json", encoded(papers).encode())
    for digest in dict.fromkeys(one for row in dossier.rows for one in row.documents):
        shelf.copy(digest, by=[row.position for row in dossier.rows if digest in row.documents])
    for paper in papers:
        shelf.copy_paper(paper)
    write(MANIFEST, [(encoded(_manifest(dossier, shelf.written)) + "\n").encode()])
    return shelf.written


def _into_folder(folder: Path, path: str, pieces: Iterable[bytes]) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as out:
        out.writelines(pieces)


def _into_archive(archive: ZipFile, made_at: datetime, path: str, pieces: Iterable[bytes]) -> None:
    place = ZipInfo(path, date_time=made_at.timetuple()[:6])
    place.compress_type = ZIP_DEFLATED if path.endswith(SQUEEZED) else ZIP_STORED
    place.external_attr = READABLE << 16
    with archive.open(place, "w", force_zip64=True) as out:
        for piece in pieces:
            out.write(piece)


def _manifest(dossier: Dossier, written: Written) -> dict[str, Any]:
    return {
        "schema": "kronika.dossier/1",
        "inspection": {"id": dossier.inspection, "number": dossier.number},
        "valid": dossier.valid,
        "known_seq": dossier.known_seq,
        "made_at": dossier.made_at,
        "entries": len(dossier.rows),
        "files": sorted(written.files, key=lambda one: str(one["path"])),
        "missing": written.missing,
    }


def protocol_papers(rows: Iterable[TrailRow]) -> list[dict[str, Any]]:
    """Versions of the protocol, its corrected files, and addenda, in the order of recording."""
    found = []
    for row in rows:
        topic = row.topic if row.target_position is None else row.target_topic
        kind = _PAPERS.get(topic or "")
        if kind is not None and "document" in row.facts:
            number = row.facts.get("version") or row.facts.get("addendum")
            entry = {"kind": kind, "number": number, "document": row.facts["document"], "entry": row.position}
            found.append({**entry, "corrected_by": row.corrected_by, "taken_back_by": row.taken_back_by})
    return found


_PAPERS = {
    "inspection.protocol-drafted": "version",
    "inspection.protocol-error-corrected": "correction",
    "inspection.protocol-addendum-issued": "addendum",
}


def trail_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Every entry with its sentence in both languages."""
    return [told(row, dossier.kept, dossier.named) for row in dossier.rows]


def trail_csv(dossier: Dossier, say: Speech) -> str:
    """The same as rows, with byte order mark and semicolons, as a Czech Excel opens it."""
    teller = Teller(say, dossier.named, dossier.kept)
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([say(head) for head in HEADS])
    writer.writerows(_cells(row, teller) for row in dossier.rows)
    return out.getvalue()


def _cells(row: TrailRow, teller: Teller) -> list[str]:
    days = (row.effective_on, row.received_on, row.recorded_at)
    joined = (teller.changes(row), teller.citations(row), row.documents, teller.texts(row))
    changes, citations, documents, texts = ("; ".join(one) for one in joined)
    by = ("" if one is None else str(one) for one in (row.corrected_by, row.taken_back_by))
    said = (row.role, row.person or "", teller.sentence(row), changes, citations, documents, texts, *by)
    return [str(row.position), *("" if day is None else day.isoformat() for day in days), *map(harmless, said)]


@dataclass(frozen=True)
class _Shelf:
    """The dossier while it is filled."""

    write: Write
    evidence: EvidenceStore
    written: Written = field(default_factory=Written)
    whole: dict[str, Evidence] = field(default_factory=dict)
    """The files of the store that are in it, by digest."""

    def put(self, path: str, content: bytes) -> None:
        self.write(path, [content])
        self._note(path, hashlib.sha256(content).hexdigest(), len(content))

    def copy(self, digest: str, *, by: list[int]) -> None:
        """A file of the store by its digest; where it is not there, or not what it should be, that is said."""
        try:
            found = self.evidence.get(digest)
        except NoEvidence:
            self.written.missing.append({"sha256": digest, "entries": by, "why": "not in the evidence store"})
            return
        if not self.evidence.is_whole(digest, found.size):
            self.written.missing.append({"sha256": digest, "entries": by, "why": "damaged in the evidence store"})
            return
        self.whole[digest] = found
        self._copy(f"evidence/{digest}{_extension(found)}", found)

    def copy_paper(self, paper: dict[str, Any]) -> None:
        """A paper of the protocol under a name that people read; what is missing was said with the evidence."""
        found = self.whole.get(str(paper["document"]))
        if found is not None:
            number = "" if paper["number"] is None else f"-{paper['number']}"
            self._copy(f"protocol/{paper['kind']}{number}-entry-{paper['entry']}{_extension(found)}", found)

    def _copy(self, path: str, found: Evidence) -> None:
        self.write(path, _pieces(self.evidence, found.sha256))
        self._note(path, found.sha256, found.size)

    def _note(self, path: str, digest: str, size: int) -> None:
        self.written.files.append({"path": path, "sha256": digest, "size": size})


def _extension(evidence: Evidence) -> str:
    return f".{found}" if (found := extension_of(evidence.media_type)) else ""


def _pieces(evidence: EvidenceStore, sha256: str) -> Iterator[bytes]:
    with evidence.open(sha256) as stream:
        while piece := stream.read(CHUNK):
            yield piece


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """A folder beside the one that is wanted, which takes its name once it is whole; a name that is taken stays."""
    if folder.exists() or folder.is_symlink():
        raise FileExistsError(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield draft
        draft.chmod(0o755)
        folder.mkdir()
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
