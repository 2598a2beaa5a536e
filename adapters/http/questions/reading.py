"""Who may read what over HTTP: asked before every answer, and of some of them written down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends

from adapters.http.parts import AtDesk, Desk
from adapters.http.people.caller import Known
from adapters.identity.caller import Caller
from adapters.reading_log import LOGGED, Look, ReadingLog
from application.errors import NotAllowed, NotFound
from application.rights.reach import Reach
from application.rights.readings import file_of
from projections.registry import REGISTRY, files_of_providers

Row = TypeVar("Row")

FILE_OF_ROW: Mapping[str, Callable[[Any], UUID]] = {
    "deadlines": attrgetter("file"),
    "tender-funnel": attrgetter("tender"),
    "contract-ledger": attrgetter("contract"),
    "indicators": attrgetter("owner"),
    "compensation": attrgetter("mandate"),
    "trail": attrgetter("inspection"),
    "findings": attrgetter("inspection"),
    "measures": attrgetter("inspection"),
    "anomalies": attrgetter("aggregate_id"),
    "search": attrgetter("subject"),
}
"""The file that a row of an answer is about: whose reach is limited gets the rows about files within it."""

KIND_OF_ROW: Mapping[str, Callable[[Any], str]] = {
    "deadlines": lambda row: str(row.kind).partition(".")[0],
    "anomalies": lambda row: str(row.topic).partition(".")[0],
    "search": attrgetter("kind"),
}
"""The kind of that file, where an answer is about several: a row tells a role nothing of what it may not open."""

FOR_EVERYBODY = frozenset({"permissions", "file.methodology"})
"""What belongs to no project and no provider, and may be read without a reach."""

BY_FILE = frozenset({"evidence", "seal"})
"""What is asked file by file before it is answered."""

ON_ANY_FILE = "entry."
"""How the topics of corrections begin, which say nothing of what is corrected."""

QUOTING = frozenset({"trail"})
"""Questions whose rows are parts of files; the others tell that there is a file, and what came of it."""


class Reader:
    """The rights of one caller who reads."""

    def __init__(self, desk: Desk, caller: Caller) -> None:
        self.desk, self.caller = desk, caller

    def check(self, subject: str) -> Reach:
        """To which files the answer is limited. Raises NotAllowed, and TooNarrow where the token was made for less."""
        reach = self.desk.parts.readers.check(self.caller.actor, subject)
        self.caller.check_reading(subject)
        if not reach.is_whole and not _can_be_limited(subject):
            role = self.caller.actor.role
            roles = self.desk.parts.permissions.readers_of(subject)
            raise NotAllowed(role, subject, roles=roles, why="outside-scope", is_reading=True)
        return reach

    def check_file(self, kind: str, file: UUID, *, written: str) -> None:
        """A file out of reach is answered as one that is not there. Raises NotAllowed, TooNarrow, NotFound."""
        subject = file_of(kind)
        reach = self.check(subject)
        if subject not in FOR_EVERYBODY and not self.desk.parts.readers.shows(reach, file):
            raise NotFound(kind, written)

    def rows(self, subject: str, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows about files within reach, of kinds that the role may open. Raises NotAllowed, TooNarrow."""
        reach = self.check(subject)
        rows = self._openable(subject, rows)
        return rows if reach.is_whole else tuple(self._within(reach, subject, rows))

    def _openable(self, subject: str, rows: Sequence[Row]) -> Sequence[Row]:
        role = self.desk.parts.permissions.roles.get(self.caller.actor.role)
        closed = {kind for kind in LOGGED if role is None or not role.may_read(file_of(kind))}
        kind_of_row = KIND_OF_ROW.get(subject)
        if not closed or kind_of_row is None:
            return rows
        return tuple(row for row in rows if kind_of_row(row) not in closed)

    def _within(self, reach: Reach, subject: str, rows: Iterable[Row]) -> Iterable[Row]:
        """Where only providers count, few files can be theirs, and no other is looked at."""
        file_of_row, shows = FILE_OF_ROW[subject], self.desk.parts.readers.shows
        perhaps = None if reach.projects else files_of_providers(self.desk.up_to_date(REGISTRY), reach.providers)
        for row in rows:
            file = file_of_row(row)
            if (perhaps is None or file in perhaps) and shows(reach, file):
                yield row

    def kind_of(self, topic: str, file: UUID) -> str:
        """The kind of a file in which there is an entry of this topic: a correction stands in the file it corrects."""
        if topic.startswith(ON_ANY_FILE):
            topic = self.desk.parts.ledger.select_aggregate(file)[0].topic
        return topic.partition(".")[0]

    def note_rows(self, subject: str, rows: Iterable[Any], *, known: int) -> None:
        """The same for the rows of an answer that quote inspections entry by entry."""
        if subject in QUOTING:
            self.note(subject, [("inspection", FILE_OF_ROW[subject](row)) for row in rows], known=known)

    def note(
        self, question: str, looks: Iterable[tuple[str, UUID]], *, known: int | None = None, detail: str | None = None
    ) -> None:
        """Write down which inspections are about to be told: kind and file of each part of the answer."""
        told = [
            Look(question, kind, file, known_seq=known, detail=detail)
            for kind, file in dict.fromkeys(looks)
            if kind in LOGGED
        ]
        ReadingLog(self.desk.side).note(self.caller, told, now=self.desk.parts.clock())


def _can_be_limited(subject: str) -> bool:
    return subject in FILE_OF_ROW or subject in FOR_EVERYBODY or subject in BY_FILE or subject.startswith("file.")


def reader_of(desk: AtDesk, caller: Known) -> Reader:
    """Whoever asks, with what may be read."""
    return Reader(desk, caller)


Reading = Annotated[Reader, Depends(reader_of)]
"""The caller as a reader, for routes that ask more than once or about a single file."""


def may_read(subject: str) -> Any:  # noqa: ANN401  # what the framework makes of a dependency
    """A dependency of a route: the caller is known and may read this."""

    def check(reader: Reading) -> None:
        reader.check(subject)

    return Depends(check)
