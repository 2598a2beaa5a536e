"""What a timer has to record: a command that follows from the law and a day, with an identifier that repeats itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.kernel.law import Citation
from domain.kernel.prose import Prose
from domain.kernel.rule import Rule
from domain.kernel.stamp import Actor, Source, Stamp

ACTOR = Actor(role="timer")
"""Timers act in a role of their own and belong to no organisation, so that their identifiers never change hands."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The law as the reason of a command: what is cited, and the sentence of the rule."""

    citations: tuple[Citation, ...]
    reason: str

    @classmethod
    def of(cls, rule: Rule[...], on: date | None, *more: tuple[Rule[...], date | None]) -> "Grounds":
        """What the rule says and cites on that day; of further rules only what they cite."""
        versions = [one.version_on(day) or one.versions[-1] for one, day in ((rule, on), *more)]
        return cls(_once(version.cites for version in versions), versions[0].sentence_cs)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the law has made happen and nobody has recorded.

    `over_on` is the last day of the time that ran out, by law. The identifier follows from it and not from the day on
    which the timer runs: who takes the entry back is not overruled by the timer the next day.
    """

    timer: str
    command: Command
    effective_on: date
    over_on: date
    grounds: Grounds
    subject: str = ""
    """What within the aggregate, where a timer looks at several things of one."""

    @property
    def command_id(self) -> UUID:
        return derived_id("timer", self.timer, str(self.command.target), self.subject, self.over_on.isoformat())

    def stamp(self) -> Stamp:
        return Stamp(
            command_id=self.command_id,
            actor=ACTOR,
            source=Source(kind="timer", reference=self.timer),
            effective_on=self.effective_on,
            reason=Prose.of(self.grounds.reason),
            citations=self.grounds.citations,
        )


def _once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))
