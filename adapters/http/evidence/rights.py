"""Who may bring and read files: a file is readable by whoever may read an entry that refers to it.

What is not there and what somebody may not see are told alike. Whoever brought a file may look at it, too. A reference
that somebody outside the office wrote opens to outsiders only what that somebody brought: who knows a digest could open
any file otherwise, alone or with a colleague.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from adapters.evidence.receipts import Receipts
from adapters.evidence.store import Evidence, NoEvidence
from adapters.http.parts import Desk
from adapters.http.problems import Problem
from adapters.http.questions.reading import Reader
from adapters.identity.caller import TooNarrow
from adapters.telling.words import Words
from application.errors import NotAllowed, NotFound
from application.states import kind_of
from domain.kernel.command import COMMANDS
from projections.evidence_places import EVIDENCE_PLACES, PlaceRow, evidence_places

NO_EVIDENCE = Words("no file {sha256} is known", "žádný soubor {sha256} není znám")
ERASED = Words(
    "the file {sha256} was erased, as entry no. {position} says",
    "soubor {sha256} byl vymazán, jak říká záznam č. {position}",
)
ADD = "evidence.add"
"""The name of bringing a file, where a token or a role is too narrow for it."""
DISPOSED = frozenset({"inspection.disposed", "mandate.records-released"})
"""The entries after which the evidence of a file is erased."""


class Referring(NamedTuple):
    """A file of the ledger that refers to a file of the store and that the caller may read."""

    kind: str
    id: UUID
    disposed_at: int | None
    """The entry by which it was disposed of."""


def check_bringing(reader: Reader) -> None:
    """Files are for entries: whoever may send no command brings none. Raises NotAllowed, TooNarrow."""
    reader.check("evidence")
    caller, permissions = reader.caller, reader.desk.parts.permissions
    role = permissions.roles[caller.actor.role]
    topics = [topic for topic in COMMANDS if role.may(topic)]
    if not topics:
        writers = tuple(one.name for one in permissions.roles.values() if one.commands)
        raise NotAllowed(caller.actor.role, ADD, roles=writers)
    if not any(caller.scope.may_send(topic) for topic in topics):
        raise TooNarrow(caller.token or "", ADD)


def readable(reader: Reader, sha256: str) -> tuple[Evidence, tuple[Referring, ...]]:
    """The file, and through what the caller may read it. Raises Problem: 404, or 410 where it was erased."""
    reader.check("evidence")
    desk = reader.desk
    through = tuple(_through(reader, sha256))
    if not through and not Receipts(desk.side).is_from(sha256, reader.caller.owner):
        raise Problem(HTTPStatus.NOT_FOUND, "no-evidence", NO_EVIDENCE, sha256=sha256)
    try:
        return desk.parts.evidence.get(sha256), through
    except NoEvidence:
        raise _gone(sha256, through) from None


def _gone(sha256: str, through: tuple[Referring, ...]) -> Problem:
    disposed = [one.disposed_at for one in through if one.disposed_at is not None]
    if not disposed:
        return Problem(HTTPStatus.NOT_FOUND, "no-evidence", NO_EVIDENCE, sha256=sha256)
    position = max(disposed)
    return Problem(HTTPStatus.GONE, "erased", ERASED, sha256=sha256, position=position).with_members(position=position)


def _through(reader: Reader, sha256: str) -> Iterator[Referring]:
    """The files of the ledger through which the caller may read this one."""
    database = reader.desk.up_to_date(EVIDENCE_PLACES)
    places = evidence_places(database, sha256)
    is_outside = reader.desk.parts.permissions.is_of_provider(reader.caller.actor.role)
    counting = [one for one in places if not is_outside or _counts_outside(reader.desk, sha256, one)]
    for identifier in dict.fromkeys(one.aggregate_id for one in counting):
        found = _referring(reader.desk, identifier)
        if _may_read(reader, found):
            yield found


def _counts_outside(desk: Desk, sha256: str, place: PlaceRow) -> bool:
    if Receipts(desk.side).is_from(sha256, place.actor):
        return True
    (stored,) = desk.parts.ledger.select_entries(after=place.position - 1, limit=1)
    return not desk.parts.permissions.is_of_provider(desk.parts.decode(stored).stamp.actor.role)


def _referring(desk: Desk, identifier: UUID) -> Referring:
    stored = desk.parts.ledger.select_aggregate(identifier)
    disposed = [one.position for one in stored if one.topic in DISPOSED]
    return Referring(kind_of(desk.parts.decode(stored[0])), identifier, max(disposed, default=None))


def _may_read(reader: Reader, file: Referring) -> bool:
    try:
        reader.check_file(file.kind, file.id, written=str(file.id))
    except (NotAllowed, TooNarrow, NotFound):
        return False
    return True
