"""Evidence packages on a desk: unpacked, damaged, forged, for tests."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from adapters.sealing.keys import SealKey
from adapters.sealing.outside import verify
from projections.seal.note import Checkpoint, SignedNote, signed
from projections.seal.proof import Inclusion
from projections.seal.tree import leaf_hash
from tests.cli.runner import Cli

MANIFEST, ITS_DIGEST = "manifest.json", "manifest.sha256"


class Desk:
    """A package that was unpacked, and the key that was got elsewhere."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder, key

    def copy(self, folder: Path) -> "Desk":
        shutil.copytree(self.folder, folder)
        return Desk(folder, self.key)

    @property
    def names(self) -> list[str]:
        return sorted(str(one.relative_to(self.folder)) for one in self.folder.rglob("*") if one.is_file())

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def json(self, name: str = MANIFEST) -> Any:
        return json.loads((self / name).read_bytes())

    def check(self, key: str | None = "given") -> verify.Check:
        """With the key from elsewhere, unless another or none is named."""
        return verify.Check(self.folder, self.key if key == "given" else key)

    def flaws(self, key: str | None = "given") -> set[tuple[str, str]]:
        """What does not fit: files and codes."""
        return {(name, code) for name, code, _ in self.check(key).flaws}

    def flip(self, name: str, place: int) -> bytes:
        """Change one bit of a file; what it was before."""
        before = (self / name).read_bytes()
        changed = bytearray(before)
        changed[place] ^= 1
        (self / name).write_bytes(changed)
        return before

    def list_anew(self, change: Callable[[Any], object] = lambda _: None) -> None:
        """The manifest of a forger: everything that is there is as it should be."""
        manifest = self.json()
        files = [name for name in self.names if name not in {MANIFEST, ITS_DIGEST}]
        contents = {name: (self / name).read_bytes() for name in files}
        manifest["files"] = [
            {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in contents.items()
        ]
        change(manifest)
        written = json.dumps(manifest).encode()
        (self / MANIFEST).write_bytes(written)
        (self / ITS_DIGEST).write_text(f"{hashlib.sha256(written).hexdigest()}  {MANIFEST}\n")

    def founded(self, key: SealKey, leaf: bytes) -> None:
        """The ledger of a forger with a key of his own: this is its only entry, and everything fits."""
        for name in (*self.entries(), *(one for one in self.names if one.endswith(".tlog-proof"))):
            (self / name).unlink()
        note = signed(Checkpoint(key.public.name, 1, leaf_hash(leaf)), key)
        (self / "key").write_text(f"{key.public.text()}\n")
        (self / "entries/000001.entry").write_bytes(leaf)
        self.put_note(note)
        (self / "texts.jsonl").write_bytes(b"")
        _, _, recorded_at, _, topic, *_ = leaf.decode().split("\n")
        row = {"position": 1, "recorded_at": recorded_at, "topic": topic}
        (self / "summary.json").write_text(json.dumps({"entries": [row]}))
        self.list_anew(lambda manifest: manifest.update(entries=1, ledger={"origin": key.public.name, "size": 1}))

    def put_note(self, note: SignedNote) -> None:
        (self / "checkpoint").write_bytes(note.whole().encode())
        (self / "entries/000001.tlog-proof").write_bytes(Inclusion(0, (), note).text().encode())

    def zipped(self, path: Path) -> Path:
        """A ZIP as a package is written."""
        with ZipFile(path, "w") as archive:
            for name in self.names:
                archive.writestr(ZipInfo(name), (self / name).read_bytes())
        return path

    def entries(self) -> list[str]:
        return [name for name in self.names if name.endswith(".entry")]


def export(cli: Cli, kind: str, number: str, *options: str, name: str = "package.zip") -> Path:
    """The ZIP of a file."""
    path = cli.folder / name
    cli.ok("export", "evidence", kind, number, "--output", str(path), *options)
    return path


def key_of(cli: Cli) -> str:
    """The public key, from the office itself."""
    return cli.ok("seal", "key").out.strip()


def unpacked(cli: Cli, package: Path, folder: Path) -> Desk:
    with ZipFile(package) as archive:
        archive.extractall(folder)
    return Desk(folder, key_of(cli))
