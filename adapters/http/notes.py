"""What is noted of a request while it is answered: for its line in the log, for the metrics, for its limits."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request
from starlette.types import Scope

from adapters.identity.caller import Caller
from application.engine import Outcome
from application.errors import Conflict, NotAllowed, NotFound
from domain.kernel.command import Command
from domain.kernel.rule import Refused
from domain.kernel.stamp import Stamp

OUTCOMES = ("recorded", "repeat", "refused", "conflict", "not-allowed", "not-found", "failed")
"""How a command ends."""
_OF_ERRORS = {Refused: "refused", Conflict: "conflict", NotAllowed: "not-allowed", NotFound: "not-found"}


@dataclass
class Handled:
    """One command: what it was, and how it ended. Nothing of what it said."""

    topic: str
    command_id: UUID
    outcome: str = "failed"
    rules: tuple[str, ...] = ()
    """The codes of the rules that refused it."""
    seconds: float = 0.0

    def recorded(self, outcome: Outcome) -> None:
        self.outcome = "repeat" if outcome.is_repeat else "recorded"


@dataclass
class Notes:
    """Of one request."""

    caller: Caller | None = None
    handled: list[Handled] = field(default_factory=list)
    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Commands of a file that is brought, by topic and outcome: for the metrics, without a line each in the log."""
    line_rules: Counter[str] = field(default_factory=Counter)
    """The rules that refused some of them."""

    @contextmanager
    def handling(self, command: Command, stamp: Stamp) -> Iterator[Handled]:
        """Around the engine: what is raised inside is noted and goes on."""
        noted, started = Handled(command.topic, stamp.command_id), time.perf_counter()
        self.handled.append(noted)
        try:
            yield noted
        except Exception as error:
            noted.outcome = next((name for kind, name in _OF_ERRORS.items() if isinstance(error, kind)), "failed")
            noted.rules = error.codes if isinstance(error, Refused) else ()
            raise
        finally:
            noted.seconds = time.perf_counter() - started


def notes_in(scope: Scope) -> Notes:
    """The notes of the request in this scope."""
    notes: Notes = scope.setdefault("state", {}).setdefault("notes", Notes())
    return notes


def notes_of(request: Request) -> Notes:
    """The notes of this request."""
    return notes_in(request.scope)
