"""The file that a reading command is about: its kind and identifier from what people write."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adapters.cli.failures import unknown
from adapters.cli.moments import Asked, header
from adapters.cli.session import Session
from adapters.clock import day_of
from adapters.telling.vocabulary import KIND_NAMES
from adapters.telling.words import Words
from application.aggregates import KINDS
from application.errors import NotFound
from application.replay import NotYetRecorded, Replay
from application.states import kind_of
from domain.kernel.aggregate import Aggregate
from domain.kernel.entry import Entry

NAMES = {kind: Words(*(text[0].upper() + text[1:] for text in words)) for kind, words in KIND_NAMES.items()}


A_KIND = Words("a kind of file", "druh spisu")
CALLED = {
    called.casefold(): kind for kind, words in KIND_NAMES.items() for called in (*words, words.cs.split(maxsplit=1)[0])
}
"""The kinds by their names in both languages; of a Czech one its first word is enough."""


@dataclass(frozen=True)
class File:
    """An aggregate of the ledger, as it was asked for."""

    kind: str
    written: str
    id: UUID

    def name(self, session: Session) -> str:
        words = NAMES.get(self.kind)
        return f"{session.say(words) if words else self.kind.capitalize()} {self.written}"


def known_kind(kind: str) -> str:
    """The kind of a file. Raises Failure with the nearest."""
    found = kind_called(kind)
    if found is None:
        raise unknown(A_KIND, kind, KINDS)
    return found


def kind_called(written: str) -> str | None:
    """The kind by its own name or by what people call it, Czech or English; None where it is none."""
    known = written.replace("-", "_")
    return known if known in KINDS else CALLED.get(written.casefold())


def find(session: Session, kind: str, written: str, asked: Asked) -> File:
    """The file that was called so at that time, or is called so now. Raises NotFound, or Failure for a wrong kind."""
    resolver = session.parts.resolver
    try:
        identifier = resolver.identifier(kind, written, at=asked.known)
    except NotFound:
        identifier = resolver.identifier(kind, written)
    return File(kind, written, identifier)


def checked(file: File, entries: Sequence[Entry]) -> None:
    """A UUID may name a file of another kind. Raises NotFound."""
    if entries and kind_of(entries[0]) != file.kind:
        raise NotFound(file.kind, file.written)


def state_of(session: Session, file: File, entries: Sequence[Entry], asked: Asked) -> Aggregate:
    """The state as known then. Raises NotFound, NotYetRecorded."""
    checked(file, entries)
    try:
        return Replay(session.parts.ledger, session.parts.decode).folded(file.id, entries, asked.known)
    except NotYetRecorded as error:
        checked(file, [error.first])
        raise
    except NotFound:
        raise NotFound(file.kind, file.written) from None


NOTHING_THEN = Words(
    "nothing recorded then; the ledger first knows of it on {day} (entry no. {position})",
    "tehdy nebylo nic zapsáno; kniha o něm poprvé ví {day} (záznam č. {position})",
)


def nothing_then(session: Session, file: File, asked: Asked, first: Entry) -> str:
    """The answer for a time before the first entry of a file."""
    assert first.recorded_at is not None
    said = session.say(NOTHING_THEN, day=day_of(first.recorded_at), position=first.position)
    return f"{file.name(session)}\n{header(session, asked)}\n\n{said[0].upper()}{said[1:]}."
