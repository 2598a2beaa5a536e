"""What the signer remembers of its last checkpoint: beside the keys, where a changed database does not reach it.

By the origin of the tree, and by the place where the database lies: a ledger that is another one all of a sudden in
the same place is noticed.
"""

from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from adapters.shared_notes import SharedNotes
from adapters.timeline import SQLITE
from projections.seal.note import NotANote, SignedNote, read_note
from projections.seal.tables import Tree

NAME = "sealed.json"


class SealMemory:
    """The newest checkpoint of one tree, as its signer remembers it."""

    def __init__(self, folder: Path, *, origin: str, place: str) -> None:
        """`place` as `place_name` names it."""
        self._notes: SharedNotes[str] = SharedNotes(folder / NAME)
        self._origin, self._place = origin, place

    def last(self) -> SignedNote | None:
        """Raises NotANote."""
        return self._note(self._origin)

    def other(self) -> SignedNote | None:
        """What was signed here of a ledger that had another origin. Raises NotANote."""
        origin = self._known().get(self._place)
        return None if origin is None or origin == self._origin else self._note(origin)

    def alone(self) -> AbstractContextManager[None]:
        """Whoever remembers with the same file waits."""
        return self._notes.alone()

    def remember(self, note: SignedNote) -> None:
        """That this was signed; only for who is alone. Raises NotANote."""
        known = self._known()
        if known.get(self._origin) != note.whole() or known.get(self._place) != self._origin:
            self._notes.write({**known, self._origin: note.whole(), self._place: self._origin})

    def settle_here(self) -> None:
        """That this ledger is in this place now is known. Raises NotANote."""
        if self._known().get(self._place) != self._origin:
            with self.alone():
                self._notes.write({**self._known(), self._place: self._origin})

    def forget(self) -> None:
        """What was signed beyond the entries that are left is known to be lost. Raises NotANote."""
        with self.alone():
            self._notes.write({name: note for name, note in self._known().items() if name != self._origin})

    def _note(self, origin: str) -> SignedNote | None:
        note = self._known().get(origin)
        return None if note is None else read_note(note)

    def _known(self) -> dict[str, str]:
        try:
            known = self._notes.read()
            "".join(known.values())
        except (ValueError, TypeError, AttributeError) as error:
            raise NotANote(f"{NAME} cannot be read") from error
        return known


def place_name(url: str, tree: Tree) -> str:
    """Where a database lies, without whoever logs in there: as a digest, since what it says is nobody's business."""
    if url.startswith(SQLITE):
        said = str(Path(url.removeprefix(SQLITE).removeprefix("file:").partition("?")[0]).resolve())
    else:
        parts = urlsplit(url)
        said = f"{parts.hostname}:{parts.port}{parts.path}?{parts.query}"
    return f"at {sha256(said.encode()).hexdigest()[:32]} {tree}"
