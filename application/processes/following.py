"""What follows from a finding without a further decision is recorded: suspicions raised, revised and dropped.

The decision was the finding, or the settlement of objections to it; the command carries its event as the cause. What a
person has to decide stays in the work list.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from application.block import Failure
from application.engine import Engine, Outcome
from application.errors import Conflict, NotAllowed, NotFound
from application.processes.work_list import WorkItem
from domain.kernel.command import COMMANDS
from domain.kernel.law import Citation
from domain.kernel.prose import Prose
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp

ACTOR = Actor(role="process")
"""Belongs to no organisation, as the timers do not, so that identifiers never change hands."""
SOURCE = Source(kind="timer", reference="finding")
GROUNDS = (Citation("methodology", "findings"),)
REASON = "Podezření trvá tak dlouho a v té výši jako zjištění kontroly, ze kterého plyne."


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of something that follows."""

    item: WorkItem
    outcome: Outcome | None = None
    failure: Failure | None = None


def follow(engine: Engine, items: Iterable[WorkItem], today: date, tell: Callable[[Followed], None]) -> None:
    """Send everything that follows by itself; what is refused is told and stops nothing."""
    for item in items:
        if item.follows and not item.missing:
            tell(_send(engine, item, today))


def _send(engine: Engine, item: WorkItem, today: date) -> Followed:
    command = COMMANDS[item.topic].model_validate({"target": item.target, **item.data})
    stamp = Stamp(
        command_id=item.command_id,
        actor=ACTOR,
        source=SOURCE,
        effective_on=item.why.effective_on or today,
        causation_id=item.causation_id,
        reason=Prose.of(REASON),
        citations=GROUNDS,
    )
    try:
        return Followed(item, engine.handle(command, stamp))
    except (Refused, NotFound, NotAllowed, Conflict) as failure:
        return Followed(item, failure=failure)
