"""How a line of an import file names the aggregate that another line opens: `line:<id>` or `line:<source>/<id>`."""

from collections.abc import Iterable
from uuid import UUID

from application.ledger import Ledger
from domain.kernel.ids import derived_id
from domain.kernel.stamp import import_owner

PREFIX = "line:"


def opened_by(source: str, line_id: str) -> UUID:
    """The aggregate that a line opens when it names no target of its own."""
    return derived_id(source, line_id, "target")


class LineReferences:
    """The aggregates behind `line:…`; also of lines that another import took earlier."""

    def __init__(self, ledger: Ledger, *, sources: Iterable[str] = ()) -> None:
        self._ledger = ledger
        self._sources = set(sources)
        self._named: dict[tuple[str, str], UUID] = {}

    def begin(self, source: str) -> None:
        """Lines of this source follow: from now on `line:<source>/…` means it."""
        self._sources.add(source)

    def remember(self, source: str, line_id: str, target: UUID) -> None:
        """A line opens an aggregate under an identifier of its own choice; only such lines take memory."""
        if target != opened_by(source, line_id):
            self._named[source, line_id] = target

    def identifier(self, written: str, source: str) -> UUID | None:
        """The aggregate that `line:…` names; None for anything else that stands there."""
        return self._target(written.removeprefix(PREFIX), source) if written.startswith(PREFIX) else None

    def _target(self, written: str, source: str) -> UUID:
        """An id may hold slashes itself: what stands before the first is a source only where such a source is known."""
        before, slash, after = written.partition("/")
        if not slash or (source, written) in self._named:
            return self._of_line(source, written)
        if before in self._sources:
            return self._of_line(before, after)
        return self._recorded(before, after) or self._of_line(source, written)

    def _of_line(self, source: str, line_id: str) -> UUID:
        return self._named.get((source, line_id)) or opened_by(source, line_id)

    def _recorded(self, source: str, line_id: str) -> UUID | None:
        """What the line of an earlier import opened, or came to stand on."""
        opened = opened_by(source, line_id)
        if self._ledger.select_aggregate(opened, until=None):
            return opened
        found = self._ledger.find_command(import_owner(source), derived_id(source, line_id))
        return found.row.aggregate_id if found else None
