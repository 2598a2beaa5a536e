"""What the signer remembers of its last checkpoint: beside the keys, where a changed database does not reach it."""

from pathlib import Path

from adapters.shared_notes import SharedNotes
from projections.seal.note import NotANote, SignedNote, read_note

NAME = "sealed.json"


class SealMemory:
    """The newest checkpoint of one ledger, as its signer remembers it."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self._notes: SharedNotes[str] = SharedNotes(folder / NAME)
        self._ledger = ledger

    def last(self) -> SignedNote | None:
        """Raises NotANote."""
        try:
            note = self._notes.read().get(self._ledger)
        except (ValueError, AttributeError) as error:
            raise NotANote(f"{NAME} cannot be read") from error
        return None if note is None else read_note(note)

    def remember(self, note: SignedNote) -> None:
        """The larger tree is remembered."""
        with self._notes.changing() as known:
            last = known.get(self._ledger)
            if last is None or read_note(last).checkpoint().size < note.checkpoint().size:
                known[self._ledger] = note.whole()

    def forget(self) -> None:
        """What was signed beyond the entries that are left is known to be lost."""
        with self._notes.changing() as known:
            known.pop(self._ledger, None)
