"""One thing that somebody wrote down, and the file that it was written into."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import merge
from operator import attrgetter
from typing import Any
from uuid import UUID

from application.block import Item
from application.importing.line_references import opened_by
from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp, Waiver

Data = Mapping[str, Any]
"""The fields of a command, as they stand in an import file or as the values that are written there."""
IsThere = Callable[["Step"], bool]
"""Whether a ledger holds a step already."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command with its stamp, still in the words of an import file: from it follow both the line and the command.

    `written_on` is the day on which the office got to it; `effective_on` may lie long before. `expects` are the
    anomalies that the law will find beside it: nothing else may come of it, and it is never refused.
    """

    source: str
    line: str
    command: type[Command]
    target: UUID
    data: Data
    actor: Actor
    effective_on: date
    written_on: date
    reason: Prose | None = None
    waivers: tuple[Waiver, ...] = ()
    expects: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether this line opens its file, so that the identifier of the file follows from the line."""
        return self.command.opens and self.target == opened_by(self.source, self.line)

    def item(self) -> Item:
        """The command and the stamp, to be recorded."""
        return self.command.model_validate({"target": self.target, **self.data}), self.stamp()

    def stamp(self) -> Stamp:
        """The same as that of the line when it is imported, so that both are one command."""
        return Stamp(
            command_id=derived_id(self.source, self.line),
            actor=self.actor,
            source=Source(kind="import", reference=self.source, line=self.line),
            effective_on=self.effective_on,
            reason=self.reason,
            waivers=self.waivers,
        )

    @property
    def event_id(self) -> UUID:
        """Under which its first entry stands in the ledger."""
        stamp = self.stamp()
        return derived_id(stamp.owner, str(stamp.command_id), "0")


class File:
    """The file of one service, project, tender or contract: writes into it, and names every line."""

    def __init__(self, source: str, name: str, *, opens: type[Command]) -> None:
        """`opens` is the command of the first entry; the identifier of the file follows from its line."""
        self.source = source
        self.name = name
        self.identifier = opened_by(source, f"{name}-{_step_name(opens)}")
        self._written: Counter[str] = Counter()

    def write(
        self,
        command: type[Command],
        effective_on: date,
        data: Data | None = None,
        *,
        who: Actor,
        named: str | int | None = None,
        written_on: date | None = None,
        because: str | None = None,
        waives: tuple[Waiver, ...] = (),
        expects: tuple[str, ...] = (),
    ) -> Step:
        """An entry of that day, by `who`; `data` are the fields of the command.

        `named` ends the name of the line where counting would not say the same in a larger region.
        """
        name = f"{self.name}-{_step_name(command)}"
        self._written[name] += 1
        number = self._written[name]
        suffix = f"-{named}" if named is not None else f"-{number}" if number > 1 else ""
        return Step(
            source=self.source,
            line=name + suffix,
            command=command,
            target=self.identifier,
            data=data or {},
            actor=who,
            effective_on=effective_on,
            written_on=written_on or effective_on,
            reason=None if because is None else self.prose(because),
            waivers=waives,
            expects=expects,
        )

    def prose(self, text: str) -> Prose:
        """Words under a salt that the same region draws again: they protect nobody."""
        salt = hashlib.sha256(f"{self.source}\x1f{self.name}\x1f{text}".encode()).hexdigest()[:32]
        return Prose.of(text, salt)


def _step_name(command: type[Command]) -> str:
    return command.topic.partition(".")[2]


def in_order(*strands: Iterable[Step]) -> Iterator[Step]:
    """The strands of one life in the order in which they were written; on one day, in the order given here."""
    yield from sorted((step for strand in strands for step in strand), key=_WRITTEN_ON)


def side_by_side(*lives: Iterable[Step]) -> Iterator[Step]:
    """Lives that go on at the same time, each in its own order; on one day, in the order given here."""
    return merge(*lives, key=_WRITTEN_ON)


_WRITTEN_ON = attrgetter("written_on")
