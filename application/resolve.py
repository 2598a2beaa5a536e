"""From what people write to what the ledger knows: numbers become identifiers, JSON becomes commands."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import application.business  # noqa: F401  # with which every command and aggregate is registered
from application.errors import NotFound
from application.importing.references import replaced, replaced_within
from application.ledger import Ledger, StoredEntry
from domain.kernel.aggregate import AGGREGATES
from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import COMMANDS, Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import Entry, EntryCorrected
from domain.kernel.event import CATALOGUE, Event

LONGEST_NUMBER = 19
"""A number of so many digits names no entry, and no store could look for it."""


class UnknownCommand(LookupError):
    """No command has this topic."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        super().__init__(f"no command is called {topic!r}")


class Resolver:
    """Finds aggregates under the numbers that people write, also under those they held before."""

    def __init__(self, ledger: Ledger, decode: Callable[[StoredEntry], Entry]) -> None:
        self._ledger = ledger
        self._decode = decode

    def identifier(self, kind: str, written: str, *, at: int | None = None) -> UUID:
        """The aggregate of that kind that is, or once was, called so (at a position). Raises NotFound."""
        try:
            return UUID(written)
        except ValueError:
            pass
        for claim_kind, key in _keys(kind, written):
            holders = self._ledger.holders(claim_kind, key, at=at)
            if holders:
                return holders[0]
        raise NotFound(kind, written)

    def command(self, topic: str, data: Mapping[str, Any]) -> Command:
        """The command of a topic from its JSON, numbers resolved.

        Raises UnknownCommand, NotFound, or pydantic's ValidationError naming each wrong field.
        """
        command = COMMANDS.get(topic)
        if command is None:
            raise UnknownCommand(topic)
        if issubclass(command, CorrectEntry | TakeBackEntry):
            data = self._entry_named(data)
        if issubclass(command, CorrectEntry):
            data = self._wording_named(data)
        return read_as_sent(command, replaced(command, data, self._named))

    def _named(self, kind: str, written: str) -> str:
        return str(self.identifier(kind, written))

    def _entry_named(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A correction may name its entry by number, as it stands in the log; the file is then known as well."""
        number = str(data.get("entry", ""))
        if not _is_number(number):
            return data
        entry = self._entry(number)
        return {"target": str(entry.originator_id), **data, "entry": str(entry.event_id)}

    def _wording_named(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A corrected wording may name files by their numbers, as the command did that recorded the entry."""
        wording, event = data.get("data"), self._corrected(data)
        if event is None or not isinstance(wording, dict):
            return data
        return {**data, "data": replaced_within(event, wording, self._named)}

    def _corrected(self, data: Mapping[str, Any]) -> type[Event] | None:
        """What kind of event an entry holds, or what it corrects; None where there is no such entry."""
        try:
            file, wanted = self.identifier("entry", str(data["target"])), UUID(str(data["entry"]))
        except (KeyError, ValueError, NotFound):
            return None
        entries = (self._decode(stored) for stored in self._ledger.select_aggregate(file))
        event = next((entry.event for entry in entries if entry.event_id == wanted), None)
        if isinstance(event, EntryCorrected):
            return CATALOGUE[event.target_topic]
        return None if event is None else type(event)

    def file_of_entry(self, number: str) -> UUID:
        """The file in which the entry of this number stands. Raises NotFound."""
        return self._entry(number).originator_id

    def _entry(self, number: str) -> Entry:
        position = int(number) if _is_number(number) and len(number) < LONGEST_NUMBER else 0
        found = self._ledger.select_entries(after=position - 1, limit=1, until=position) if position else ()
        if not found:
            raise NotFound("entry", number)
        return self._decode(found[0])


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal()


def _keys(kind: str, written: str) -> Iterator[tuple[str, str]]:
    """The claims that may stand for what was written. An entry of any kind of file can be corrected."""
    for aggregate in AGGREGATES.values():
        if kind in (aggregate.kind, "entry"):
            yield from aggregate.keys(written)
