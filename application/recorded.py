"""The commands of a ledger in order, each with the entries that it recorded: also those of which one cannot be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pydantic import ValidationError

from application.engine import Engine
from application.ledger import RecordedCommand, StoredEntry
from application.prepare import Wire
from domain.kernel.entry import Entry
from domain.kernel.unreadable import UnreadableEvent

PAGE = 2_000
"""Entries read at a time."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A command of the ledger with the entries that it recorded."""

    command: RecordedCommand
    entries: tuple[StoredEntry, ...]

    @property
    def positions(self) -> range:
        return range(self.command.first_position, self.command.last_position + 1)


def read(wire: Wire, row: StoredEntry) -> Entry:
    """An entry whose stamp can be read too. Raises UnreadableEvent, or LookupError for what the program is too old."""
    entry = wire.decode(row)
    try:
        entry.stamp  # noqa: B018 - it is read here, while its place can still be told
    except ValidationError as error:
        raise UnreadableEvent.because(error, position=row.position, topic=row.topic) from error
    return entry


def recorded_commands(engine: Engine, *, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
    """Every command that recorded entries after that position, in order; entries without their command are left out."""
    head = engine.ledger.head() if until is None else until
    held: Sequence[StoredEntry] = ()
    while after < head:
        page = engine.ledger.select_entries(after=after, limit=PAGE, until=head)
        if not page:
            return
        after = page[-1].position
        found = _commands(engine, rows := [*held, *page])
        last = found.get(after)
        held = _from(rows, last.first_position) if last and after < min(last.last_position, head) else ()
        yield from _grouped(rows[: len(rows) - len(held)], found)


def _from(rows: Sequence[StoredEntry], position: int) -> Sequence[StoredEntry]:
    """The rows of the command that goes on on the next page."""
    return [row for row in rows if row.position >= position]


def _grouped(rows: Sequence[StoredEntry], commands: Mapping[int, RecordedCommand]) -> Iterator[Recorded]:
    told = (row for row in rows if row.position in commands)
    for _, own in groupby(told, key=lambda row: commands[row.position].first_position):
        entries = tuple(own)
        yield Recorded(commands[entries[0].position], entries)


def _commands(engine: Engine, rows: Sequence[StoredEntry]) -> dict[int, RecordedCommand]:
    """The command of each position. That of an entry which cannot be read is known by its other entries or its file."""
    unread, keys = [], set()
    for row in rows:
        try:
            stamp = read(engine.wire, row).stamp
        except (UnreadableEvent, LookupError):
            unread.append(row)
        else:
            keys.add((stamp.owner, stamp.command_id))
    found = _by_position(engine.ledger.find_commands(keys).values())
    for row in unread:
        if row.position not in found:
            found |= _by_position(engine.ledger.commands_of(row.originator_id))
    return found


def _by_position(commands: Iterable[RecordedCommand]) -> dict[int, RecordedCommand]:
    return {place: one for one in commands for place in range(one.first_position, one.last_position + 1)}
