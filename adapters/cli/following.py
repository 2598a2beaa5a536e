"""What `timers run` records of findings: suspicions raised, revised and dropped in contracts and mandates."""

from collections.abc import Callable, Iterator
from typing import Any

from adapters.cli.cards import file_number
from adapters.cli.files import NAMES
from adapters.cli.session import Session
from adapters.clock import day_of
from adapters.logging import logger
from adapters.process_runner import ProcessTables
from adapters.telling.entries import event_words
from adapters.telling.problems import violation_json, violation_lines
from adapters.telling.words import Words
from application.engine import Engine
from application.processes.following import Followed, follow
from application.processes.work_list import WorkList
from application.replay import Replay
from domain.kernel.command import COMMANDS
from domain.kernel.rule import Refused

LINE = Words(
    "{kind} {number}, because of entry no. {position}: {what}",
    "{kind} {number}, kvůli záznamu č. {position}: {what}",
)
NOT_TAKEN = Words(" – refused", " – odmítnuto")


def follow_findings(
    session: Session, tables: ProcessTables, engine: Engine, told: Callable[[Followed], None]
) -> list[Followed]:
    """Bring contracts and mandates into line with findings, as far as nothing is left to decide."""
    parts = session.parts
    tables.catch_up()
    answers: list[Followed] = []

    def tell(answer: Followed) -> None:
        answers.append(answer)
        _log(answer)
        told(answer)

    items = list(WorkList(tables, Replay(parts.ledger, parts.decode), parts.permissions).items())
    follow(engine, items, day_of(parts.clock()), tell)
    return answers


def _log(answer: Followed) -> None:
    item = answer.item
    log = logger().bind(command=item.topic, command_id=str(item.command_id), aggregate=str(item.target))
    if answer.failure is not None:
        codes = answer.failure.codes if isinstance(answer.failure, Refused) else (type(answer.failure).__name__,)
        log.warning("finding.refused", rules=",".join(codes))
    else:
        log.info("finding.followed", cause=str(item.causation_id))


def followed_lines(session: Session, answer: Followed) -> Iterator[str]:
    """What was recorded and why, or what refused it."""
    say, item = session.say, answer.item
    text = say(
        LINE,
        kind=say(NAMES[COMMANDS[item.topic].aggregate]),
        number=file_number(session, item.target),
        what=event_words(say, answer.outcome.entries[0].event) if answer.outcome else item.topic,
        position=item.why.position,
    )
    yield text + (say(NOT_TAKEN) if answer.failure else "")
    if isinstance(answer.failure, Refused):
        yield from violation_lines(say, answer.failure.violations)
    elif answer.failure is not None:
        yield f"  {answer.failure}"


def followed_json(session: Session, answer: Followed) -> dict[str, Any]:
    item = answer.item
    violations = answer.failure.violations if isinstance(answer.failure, Refused) else ()
    return {
        "command": item.topic,
        "command_id": item.command_id,
        "target": item.target,
        "cause": {"event_id": item.causation_id, "position": item.why.position},
        "positions": list(answer.outcome.positions) if answer.outcome else [],
        "failure": None if answer.failure is None else str(answer.failure),
        "violations": [violation_json(session.say, one) for one in violations],
    }
