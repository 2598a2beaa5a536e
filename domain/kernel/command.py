"""What somebody asks the ledger to record."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.kernel.event import Payload

COMMANDS: dict[str, type["Command"]] = {}
"""Every command class by its topic."""

Kind = Literal["act", "observation", "takeover"]


class Command(Payload):
    """Imperative and specific. Its kind says how the rules treat it (domain.md § 13.1).

    `target` is the aggregate; written by people as the number they know, resolved at the edge. A command that `opens`
    an aggregate may leave it out: a new identifier is drawn at the edge. `needs_day` says whether there must be a day
    of effect: a takeover may not know it, a correction keeps that of its entry. `needs_history` hands the entries of
    the aggregate to the decision.
    """

    topic: ClassVar[str]
    kind: ClassVar[Kind]
    aggregate: ClassVar[str]
    opens: ClassVar[bool] = False
    needs_day: ClassVar[bool] = True
    needs_history: ClassVar[bool] = False

    target: Annotated[UUID, Field(description="The aggregate: its UUID, or the number that people write.")]

    def resembles(self) -> Iterator[tuple[str, str]]:
        """Natural keys (claim kind, key) under which another aggregate may be the one meant here, misspelt."""
        return iter(())

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        topic = cls.__dict__.get("topic")
        if topic is None:
            return
        if topic in COMMANDS and COMMANDS[topic].__qualname__ != cls.__qualname__:
            raise TypeError(f"command topic {topic!r} is already taken by {COMMANDS[topic].__qualname__}")
        cls.aggregate = topic.split(".", 1)[0]
        COMMANDS[topic] = cls


class Act(Command):
    """Our own act: the rules may refuse it."""

    kind = "act"


class Observation(Command):
    """A fact of the world: recorded whatever the law says; a broken rule becomes an anomaly."""

    kind = "observation"


class Takeover(Command):
    """Old records brought in: unknowns allowed, nothing invented, a broken rule becomes an anomaly."""

    kind = "takeover"
    needs_day = False
