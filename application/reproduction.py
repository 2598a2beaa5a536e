"""Every recorded decision made again, from its command, on the ledger as it stood, under the law of its day.

The rules keep their old wordings, so that the law of every day is at hand. A difference then means that a rule, a
configured value or the program was changed since, or that something which the decision needs is no longer there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from json import JSONDecodeError
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from pydantic import ValidationError

from application.engine import Engine
from application.errors import NotFound
from application.ledger import RecordedCommand, StoredEntry
from application.past import Past, PastStates
from application.prepare import Prepared, Wire
from application.states import States
from domain.kernel.rule import Refused
from domain.kernel.unreadable import UnreadableEvent

PAGE = 2_000
"""Entries read at a time."""

Result = Literal["reproduced", "differs", "not reproducible"]
CommandKey = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A command of the ledger with the entries that it recorded."""

    command: RecordedCommand
    entries: tuple[StoredEntry, ...]

    @property
    def positions(self) -> range:
        return range(self.command.first_position, self.command.last_position + 1)

    @property
    def events(self) -> tuple[StoredEvent, ...]:
        return tuple(StoredEvent(e.originator_id, e.originator_version, e.topic, e.state) for e in self.entries)


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that answers otherwise: its outcome as recorded and as found now; None where it was, or is, not asked."""

    rule: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of deciding one recorded command again."""

    recorded: Recorded
    result: Result
    rules: tuple[ChangedRule, ...] = ()
    values: tuple[str, ...] = ()
    """The configured values, as name@day, that read differently now."""
    has_other_events: bool = False
    missing: str | None = None
    """What a decision that cannot be made again lacks."""


def recorded_commands(engine: Engine, *, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
    """Every command that recorded entries after that position, in order."""
    head = engine.ledger.head() if until is None else until
    held: Sequence[StoredEntry] = ()
    while after < head:
        page = engine.ledger.select_entries(after=after, limit=PAGE, until=head)
        if not page:
            return
        after = page[-1].position
        groups = [(key, tuple(own)) for key, own in groupby([*held, *page], key=partial(_command_of, engine.wire))]
        held = groups.pop()[1] if after < head else ()  # the rest of that command may stand on the next page
        found = engine.ledger.find_commands([key for key, _ in groups])
        yield from (Recorded(found[key], entries) for key, entries in groups if key in found)


def _command_of(wire: Wire, entry: StoredEntry) -> CommandKey:
    stamp = wire.decode(entry).stamp
    return stamp.owner, stamp.command_id


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
        command, stamp = engine.wire.decode_command(recorded.command.row)
        prepared = engine.decide(command, stamp, states)
    except Refused as refused:
        then = _answers(engine.wire.decode_decision(recorded.command.row))
        return Reproduction(recorded, "differs", rules=_refusing(refused, then), has_other_events=True)
    except (NotFound, UnreadableEvent, ValidationError, JSONDecodeError, LookupError) as error:
        return Reproduction(recorded, "not reproducible", missing=f"{type(error).__name__}: {error}")
    return _compared(engine.wire, recorded, prepared)


def _compared(wire: Wire, recorded: Recorded, prepared: Prepared) -> Reproduction:
    assert prepared.write.command is not None
    then, now = (wire.decode_decision(row) for row in (recorded.command.row, prepared.write.command))
    rules = tuple(_changed(_answers(then), _answers(now)))
    looked_up = then["looked_up"], now["looked_up"]
    values = tuple(sorted(n for n in {*looked_up[0], *looked_up[1]} if looked_up[0].get(n) != looked_up[1].get(n)))
    has_other_events = recorded.events != prepared.write.events
    result: Result = "differs" if rules or values or has_other_events else "reproduced"
    return Reproduction(recorded, result, rules=rules, values=values, has_other_events=has_other_events)


def _answers(decision: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(decision["applied"])


def _changed(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[ChangedRule]:
    """The rules that were asked otherwise or answered otherwise, each once, in the order of the book then and now."""
    for code in dict.fromkeys(one["rule"] for one in (*then, *now)):
        before, after = ([one for one in answers if one["rule"] == code] for answers in (then, now))
        if before != after:
            yield ChangedRule(code, _outcomes(before), _outcomes(after))


def _refusing(refused: Refused, then: Sequence[Mapping[str, Any]]) -> tuple[ChangedRule, ...]:
    """The rules that refuse now what was recorded then."""
    outcomes = {code: _outcomes([one for one in then if one["rule"] == code]) for code in refused.codes}
    return tuple(ChangedRule(code, outcomes[code], "broken") for code in dict.fromkeys(refused.codes))


def _outcomes(answers: Iterable[Mapping[str, Any]]) -> str | None:
    """What a rule answered, as often as it was asked."""
    return ", ".join(one["outcome"] for one in answers) or None
