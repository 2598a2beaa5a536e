"""A ledger that costs next to nothing: what is left of an import is deciding and encoding."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from adapters.bootstrap import Parts
from adapters.stores import open_ledger
from application.engine import Engine
from application.ledger import RecordedCommand, Write, Written
from application.rehearsal import Rehearsal


class Nowhere(Rehearsal):
    """Keeps the events, which a correction reads again; checks nothing and forgets the commands."""

    def write(self, write: Write) -> Written:
        return super().write(replace(write, command=None))

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        return [self.write(write) for write in writes]

    def find_command(self, actor: str, command_id: UUID) -> RecordedCommand | None:
        return None

    def find_commands(self, ids: Collection[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], RecordedCommand]:
        return {}

    def _check(self, write: Write) -> None:
        pass

    def _stored_holder(self, kind: str, key: str) -> UUID | None:
        return None


@contextmanager
def nowhere(parts: Parts) -> Iterator[Engine]:
    """The same engine, with nothing behind it."""
    base = open_ledger("sqlite:///:memory:")
    try:
        yield parts.engine_over(Nowhere(base, datetime.now(UTC)))
    finally:
        base.close()
