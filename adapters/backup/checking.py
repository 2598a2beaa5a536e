"""Is a backup whole? Every byte has the digest that was written down, every entry stands in its place and reads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

import application.business  # noqa: F401  # whatever was ever recorded must be known to be read
from adapters import wire
from adapters.backup.evidence_copies import copies_in
from adapters.backup.manifest import LIST, Manifest, digest_of
from adapters.backup.tables import LEDGER_TABLES, bytes_of, instant
from adapters.published import entry_id
from application.ledger import CommandRow, StoredEntry
from domain.kernel.prose import commit

PAGE = 5_000
Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a backup: `code` is stable; where, and what should be there."""

    code: str
    where: str
    found: str = ""
    expected: str = ""


def flaws(folder: Path, *, told: Told) -> Iterator[Flaw]:
    """Everything that is wrong; nothing where the backup is whole. Raises NoBackup."""
    manifest = Manifest.read(folder)
    found = list(_parts(folder, manifest, told))
    yield from found
    if not found:
        yield from _entries(folder, manifest, told)
        yield from _commands(folder, manifest, told)
        yield from _prose(folder)
        yield from _evidence(folder, manifest, told)


def rows(folder: Path, name: str) -> Iterator[Sequence[Any]]:
    """The rows of one part, one by one."""
    with (folder / name).open("rb") as stream:
        for line in stream:
            yield orjson.loads(line)


def pages(folder: Path, name: str) -> Iterator[list[Sequence[Any]]]:
    """The same in pages."""
    left = rows(folder, name)
    while page := list(islice(left, PAGE)):
        yield page


def _parts(folder: Path, manifest: Manifest, told: Told) -> Iterator[Flaw]:
    expected = {f"{table.name}.jsonl" for table in LEDGER_TABLES} | ({LIST} if manifest.evidence == "here" else set())
    for name in sorted(expected - {one.name for one in manifest.parts}):
        yield Flaw("not-listed", name)
    for number, part in enumerate(manifest.parts, start=1):
        path = folder / part.name
        if not path.is_file():
            yield Flaw("missing", part.name)
        elif (found := digest_of(path)) != part.sha256:
            yield Flaw("changed", part.name, found, part.sha256)
        told("parts", number)


def _entries(folder: Path, manifest: Manifest, told: Told) -> Iterator[Flaw]:
    """Positions without a gap, times that never run backwards, and every entry readable."""
    last, at = 0, 0
    for position, aggregate, version, topic, state, recorded_at in rows(folder, "stored_events.jsonl"):
        if position != last + 1:
            yield Flaw("gap", "stored_events", str(position), str(last + 1))
        if recorded_at < at:
            yield Flaw("backwards", f"entry {position}", str(recorded_at), str(at))
        stored = StoredEntry(position, UUID(aggregate), version, topic, bytes_of(state), instant(recorded_at))
        if position == 1 and entry_id(stored) != manifest.ledger:
            yield Flaw("other-ledger", "entry 1", entry_id(stored), manifest.ledger or "")
        yield from _readable(stored)
        last, at = position, recorded_at
        if position % PAGE == 0:
            told("entries", position)
    told("entries", last)
    if last != manifest.head:
        yield Flaw("head", "stored_events", str(last), str(manifest.head))


def _readable(stored: StoredEntry) -> Iterator[Flaw]:
    try:
        wire.decode(stored)
    except Exception as error:  # noqa: BLE001  # whatever it is, the entry cannot be read
        yield Flaw("unreadable", f"entry {stored.position}", type(error).__name__)


def _commands(folder: Path, manifest: Manifest, told: Told) -> Iterator[Flaw]:
    """Every entry was recorded by one command, and every command reads."""
    count, last = 0, 0
    for count, row in enumerate(rows(folder, "commands.jsonl"), start=1):
        number, actor, command_id, topic, aggregate_id, body, decision, first_position, last_position, _ = row
        if first_position != last + 1:
            yield Flaw("gap", f"command {number}", str(first_position), str(last + 1))
        last = last_position
        kept = CommandRow(actor, UUID(command_id), topic, UUID(aggregate_id), bytes_of(body), bytes_of(decision))
        try:
            wire.decode_command(kept)
        except Exception as error:  # noqa: BLE001  # the same
            yield Flaw("unreadable", f"command {number}", type(error).__name__)
        if count % PAGE == 0:
            told("commands", count)
    told("commands", count)
    if last != manifest.head:
        yield Flaw("gap", "commands", str(last + 1), str(manifest.head + 1))


def _prose(folder: Path) -> Iterator[Flaw]:
    for commitment, salt, text in rows(folder, "prose.jsonl"):
        if commit(text, salt) != commitment:
            yield Flaw("prose", commitment)


def _evidence(folder: Path, manifest: Manifest, told: Told) -> Iterator[Flaw]:
    if manifest.evidence != "here":
        return
    copies, count = copies_in(folder.parent), 0
    for count, (sha256, size) in enumerate(rows(folder, LIST), start=1):
        if not copies.is_whole(sha256, size):
            yield Flaw("evidence", sha256)
        if count % 100 == 0:
            told("evidence", count)
    told("evidence", count)


def whole(folder: Path, *, told: Told) -> Manifest:
    """The manifest of a backup in which nothing is wrong. Raises NoBackup, NotWhole."""
    found = next(flaws(folder, told=told), None)
    if found is not None:
        raise NotWhole(found)
    return Manifest.read(folder)


class NotWhole(Exception):
    """The backup was changed or is not complete; `flaw` is the first thing that is wrong."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(f"{flaw.code}: {flaw.where}")
