"""Every recorded decision made again, from its command, on the ledger as it stood, under the law of its day.

The rules keep their old wordings, so that the law of every day is at hand. A difference then means that a rule, a
configured value or the program was changed since, or that something which the decision needs is no longer there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from application.engine import Engine
from application.errors import NotFound
from application.past import Past, PastStates
from application.prepare import Prepared, Wire
from application.recorded import Recorded, read, recorded_commands
from application.said_again import Differences, differences
from application.states import States
from domain.kernel.command import Command
from domain.kernel.rule import Refused
from domain.kernel.stamp import Stamp
from domain.kernel.unreadable import UnreadableEvent

Result = Literal["reproduced", "differs", "not reproducible"]
BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that answers otherwise: its outcome as recorded and as found now; None where it was, or is, not asked."""

    rule: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of deciding one recorded command again.

    It is reproduced where every rule that was asked then answers alike, no other one objects, and all that was recorded
    is recorded again. Then `fields` is what the program keeps beside that today; else what it records otherwise.
    """

    recorded: Recorded
    result: Result
    rules: tuple[ChangedRule, ...] = ()
    values: tuple[str, ...] = ()
    """The configured values, as name@day, that read differently now."""
    has_other_events: bool = False
    fields: tuple[str, ...] = ()
    """As topic.field."""
    missing: str | None = None
    """What a decision that cannot be made again lacks."""
    damaged: UnreadableEvent | None = None
    """What it lacks, where that is an entry or a command that cannot be read."""


def reproduce(engine: Engine, *, after: int = 0, until: int | None = None) -> Iterator[Reproduction]:
    """Decide again what was decided after that position, in order. Writes nothing."""
    past = Past(engine.ledger)
    states = PastStates(past, engine.wire.decode)
    for recorded in recorded_commands(engine, after=after, until=until):
        past.until = recorded.positions.start - 1
        yield reproduce_one(engine, recorded, states)


def reproduce_file(engine: Engine, identifier: UUID) -> Iterator[Reproduction]:
    """The same for the commands that one file was sent."""
    past = Past(engine.ledger)
    states = PastStates(past, engine.wire.decode)
    for command in engine.ledger.commands_of(identifier):
        first, last = command.first_position, command.last_position
        entries = engine.ledger.select_entries(after=first - 1, limit=last - first + 1, until=last)
        past.until = first - 1
        yield reproduce_one(engine, Recorded(command, tuple(entries)), states)


def reproduce_one(engine: Engine, recorded: Recorded, states: States) -> Reproduction:
    """Decide one command again on these states."""
    try:
        kept = _kept(engine.wire, recorded)
        return _decided_again(engine, recorded, kept, states)
    except UnreadableEvent as error:
        return Reproduction(recorded, "not reproducible", missing=str(error), damaged=error)
    except (NotFound, ValidationError, LookupError) as error:
        return Reproduction(recorded, "not reproducible", missing=f"{type(error).__name__}: {error}")


class _Kept(NamedTuple):
    """A command as it was kept, and what was kept of its decision."""

    command: Command
    stamp: Stamp
    decision: Mapping[str, Any]


def _kept(wire: Wire, recorded: Recorded) -> _Kept:
    """Raises UnreadableEvent where the row is damaged, LookupError where the program no longer knows the command."""
    row = recorded.command.row
    try:
        decision = wire.decode_decision(row)
        _answers(decision)
        return _Kept(*wire.decode_command(row), decision)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableEvent.because(error, position=recorded.positions.start, topic=row.topic) from error


def _decided_again(engine: Engine, recorded: Recorded, kept: _Kept, states: States) -> Reproduction:
    try:
        prepared = engine.decide(kept.command, kept.stamp, states)
    except Refused as refused:
        rules = _refusing(refused, _answers(kept.decision))
        return Reproduction(recorded, "differs", rules=rules, has_other_events=True)
    return _compared(engine.wire, recorded, prepared, kept.decision)


def _compared(wire: Wire, recorded: Recorded, prepared: Prepared, then: Mapping[str, Any]) -> Reproduction:
    assert prepared.write.command is not None
    now = wire.decode_decision(prepared.write.command)
    rules = tuple(_changed(_answers(then), _answers(now)))
    asked_both = then["looked_up"].keys() & now["looked_up"].keys()
    values = tuple(sorted(name for name in asked_both if then["looked_up"][name] != now["looked_up"][name]))
    said = _differences(wire, recorded, prepared)
    is_otherwise = bool(rules or values or said.is_otherwise)
    return Reproduction(
        recorded,
        "differs" if is_otherwise else "reproduced",
        rules=rules,
        values=values,
        has_other_events=said.is_otherwise,
        fields=said.fields,
    )


def _differences(wire: Wire, recorded: Recorded, prepared: Prepared) -> Differences:
    """Bytes that are the same say the same; others are read, for a shape of old says the same in other bytes."""
    if [e.state for e in recorded.entries] == [e.state for e in prepared.write.events]:
        return Differences()
    places = [*recorded.positions, *[0] * len(prepared.drafts)][: len(prepared.drafts)]
    return differences([read(wire, entry) for entry in recorded.entries], prepared.entries_at(places, None))


def _answers(decision: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(decision["applied"])


def _changed(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[ChangedRule]:
    """The rules that answer otherwise, each once, in the order of the book then and now."""
    for code in dict.fromkeys(one["rule"] for one in (*then, *now)):
        before, after = ([one for one in answers if one["rule"] == code] for answers in (then, now))
        if _answers_otherwise(before, after):
            yield ChangedRule(code, _outcomes(before), _outcomes(after))


def _answers_otherwise(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> bool:
    """Whether one objects that did not, or one asked of the same day then answers what nobody was answered.

    A rule that nobody had asked and that is kept changes nothing, nor does one that is asked less often.
    """
    if (BROKEN in _said(then)) != (BROKEN in _said(now)):
        return True
    answered = {_answer(one) for one in then}
    days = {day for day, _, _ in answered}
    return any(one.get("on") in days and _answer(one) not in answered for one in now)


def _answer(one: Mapping[str, Any]) -> tuple[str | None, str | None, str]:
    """The day that was asked about, the version in force on it, and what it said."""
    return one.get("on"), one.get("since"), one["outcome"]


def _said(answers: Iterable[Mapping[str, Any]]) -> set[str]:
    return {one["outcome"] for one in answers}


def _refusing(refused: Refused, then: Sequence[Mapping[str, Any]]) -> tuple[ChangedRule, ...]:
    """The rules that refuse now what was recorded then."""
    outcomes = {code: _outcomes([one for one in then if one["rule"] == code]) for code in refused.codes}
    return tuple(ChangedRule(code, outcomes[code], BROKEN) for code in dict.fromkeys(refused.codes))


def _outcomes(answers: Iterable[Mapping[str, Any]]) -> str | None:
    """What a rule answered, as often as it was asked."""
    return ", ".join(one["outcome"] for one in answers) or None
