"""Events and commands as canonical JSON bytes (RFC 8785): what is stored, compared and sealed, for ever.

An event is `{"data": {…}, "stamp": {…}}` with `"v"` beside them from the second schema version on. Absent means unknown
or empty. There are no floats, keys are ASCII and sorted, so that orjson's sorted output is the canonical form; a test
compares it with a plain implementation of the standard.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, cast
from uuid import UUID

import orjson
from eventsourcing.persistence import Mapper, StoredEvent

from adapters.upcasters import NoUpcaster, upcast
from application.errors import Unrepresentable
from application.ledger import CommandRow, ProseRow, StoredEntry
from domain.kernel.case import Decision
from domain.kernel.command import COMMANDS, Command
from domain.kernel.entry import Entry, EntryCorrected
from domain.kernel.event import CATALOGUE, Event
from domain.kernel.money import Money
from domain.kernel.plain import plain
from domain.kernel.prose import Prose, commit, prose_in
from domain.kernel.stamp import Stamp
from domain.kernel.unreadable import UnreadableEvent

Json = dict[str, Any]
SelectProse = Callable[[Collection[str]], Mapping[str, ProseRow]]


class UnknownTopic(LookupError):
    """An event of a topic that this program does not know: reading stops, nothing is skipped."""


def canonical(document: object) -> bytes:
    """The one byte string of a JSON document. Raises Unrepresentable.

    What is stored holds no float: a house test looks at every field.
    """
    try:
        return orjson.dumps(document, default=_plain, option=_CANONICAL)
    except orjson.JSONEncodeError as error:
        raise Unrepresentable(str(error)) from None


_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATACLASS
"""What orjson takes from a data class by itself it leaves unsorted, and takes slowly."""


def _plain(value: object) -> object:
    """A fact as `plain` says it; money, which most facts are, without a detour."""
    return {"currency": value.currency, "minor": value.minor} if type(value) is Money else plain(value)


def stamp_json(stamp: Stamp) -> Json:
    """The stamp without what is unknown or empty."""
    return stamp.model_dump(mode="json", exclude_defaults=True)


def encode_event(event: Event, stamp: Json) -> bytes:
    """The bytes of one event with its recorded stamp."""
    document: Json = {"data": event.model_dump(mode="json", exclude_none=True), "stamp": stamp}
    if event.schema_version > 1:
        document["v"] = event.schema_version
    return canonical(document)


def decode(stored: StoredEntry) -> Entry:
    """The entry that a row says; an older shape is lifted to today's first.

    Raises UnknownTopic or NoUpcaster where the program is too old for it, UnreadableEvent where it is damaged.
    """
    position, originator_id, originator_version, topic, state, recorded_at = stored
    try:
        document = orjson.loads(state)
        event = read_event(topic, document["data"], document.get("v", 1))
        return Entry(event, document["stamp"], originator_id, originator_version, position, recorded_at)
    except (UnknownTopic, NoUpcaster) as error:
        raise type(error)(f"entry no. {position}: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if topic not in _READERS:
            _reader(topic)  # raises UnknownTopic where the program is too old, whatever else is wrong
        raise UnreadableEvent.because(error, position=position, topic=topic) from error


_READERS: dict[str, tuple[Callable[[Json], Event], int]] = {}
"""What makes the event of a topic from its data, and the schema version in which it takes them."""


def read_event(topic: str, data: Json, version: int) -> Event:
    """The event of a topic from its data in any schema version. Raises UnknownTopic."""
    read, current = _READERS.get(topic) or _reader(topic)
    return read(data if version == current else upcast(topic, data, version, current))


def _event_of(topic: str) -> type[Event] | None:
    """The event of a topic; the business is imported with the first that nobody has asked for."""
    if topic not in CATALOGUE:
        import application.business  # noqa: F401, PLC0415  # registers them; who only reads views goes without
    return CATALOGUE.get(topic)


def _reader(topic: str) -> tuple[Callable[[Json], Event], int]:
    event = _event_of(topic)
    if event is None:
        raise UnknownTopic(f"no event is known under the topic {topic!r}; is this program older than the ledger?")
    event.model_rebuild()  # built when first read, so that a program starts without building every event
    read = _read_correction if event is EntryCorrected else event.__pydantic_validator__.validate_python
    _READERS[topic] = found = (read, event.schema_version)
    return found


def _read_correction(said: Json) -> EntryCorrected:
    """A correction holds a whole payload: it is lifted like the event that it replaces."""
    event = EntryCorrected.model_validate(said)
    target = _event_of(event.target_topic)
    if target is None:
        raise UnknownTopic(f"a correction names the unknown topic {event.target_topic!r}")
    if event.target_version == target.schema_version:
        return event
    data = upcast(event.target_topic, dict(event.data), event.target_version, target.schema_version)
    return event.model_copy(update={"data": data, "target_version": target.schema_version})


def command_json(command: Command) -> Json:
    """The command with its topic; prose as commitments."""
    return {"topic": command.topic, "data": command.model_dump(mode="json", exclude_none=True)}


def encode_command(command: Command, stamp: Json) -> bytes:
    """The bytes that a command row keeps."""
    return canonical({**command_json(command), "stamp": stamp})


def encode_decision(decision: Decision, rule_book: str) -> bytes:
    """Which rules were asked with which facts and outcome, what was looked up, under which rule book."""
    return canonical({"applied": decision.applied, "looked_up": decision.looked_up, "rule_book": rule_book})


def decode_command(row: CommandRow) -> tuple[Command, Stamp]:
    """A recorded command with its stamp. Raises UnknownTopic, or ValidationError where its shape is no longer known."""
    import application.business  # noqa: F401, PLC0415  # registers every command

    said = orjson.loads(row.body)
    command = COMMANDS.get(said["topic"])
    if command is None:
        raise UnknownTopic(f"no command is known under the topic {said['topic']!r}")
    return command.model_validate(said["data"]), Stamp.model_validate(said["stamp"])


def decode_decision(row: CommandRow) -> Json:
    """Which rules a recorded command met, as `encode_decision` wrote it."""
    return cast(Json, orjson.loads(row.decision))


class WireMapper(Mapper[UUID]):
    """The library's mapper speaking Kronika's bytes, so that its notification log and projections read our ledger."""

    def to_stored_event(self, domain_event: object) -> StoredEvent:
        entry = cast(Entry, domain_event)
        return StoredEvent(
            originator_id=entry.originator_id,
            originator_version=entry.originator_version,
            topic=entry.event.topic,
            state=encode_event(entry.event, stamp_json(entry.stamp)),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        document = orjson.loads(stored_event.state)
        return Entry(
            event=read_event(stored_event.topic, document["data"], document.get("v", 1)),
            stamp=document["stamp"],
            originator_id=cast(UUID, stored_event.originator_id),
            originator_version=stored_event.originator_version,
        )


def says_the_same(
    command: Command, stamp: Stamp, row: CommandRow, select_prose: SelectProse, *, texts: Iterable[Prose] = ()
) -> bool:
    """Whether a command that came again says what the recorded one said, from wherever it came this time.

    Whoever imports a file again, that of a device too, repeats its commands: the actor is not compared either. Words
    are compared through the commitments: under the salt that was drawn the first time, or not at all where they have
    been erased since. `texts` are those that a correction's data committed to.
    """
    old, new = orjson.loads(row.body), orjson.loads(encode_command(command, stamp_json(stamp)))
    doors = {said["stamp"].pop("source")["kind"] for said in (old, new)}
    if doors in ({"import"}, {"device"}):
        del old["stamp"]["actor"], new["stamp"]["actor"]
    said_now = (*texts, *prose_in(command), *prose_in(stamp))
    words = {prose.commitment: prose.text for prose in said_now if prose.text is not None}
    return _same(old, new, words, select_prose(list(_commitments(old))))


def _commitments(document: object) -> Iterator[str]:
    if isinstance(document, dict):
        if document.keys() == {"commitment"}:
            yield document["commitment"]
        for value in document.values():
            yield from _commitments(value)
    elif isinstance(document, list):
        for value in document:
            yield from _commitments(value)


def _same(old: object, new: object, texts: Mapping[str, str], prose: Mapping[str, ProseRow]) -> bool:
    if isinstance(old, dict) and old.keys() == {"commitment"}:
        return _same_words(old["commitment"], new, texts, prose)
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(old[key], new[key], texts, prose) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(_same(a, b, texts, prose) for a, b in zip(old, new, strict=True))
    return bool(old == new)


def _same_words(old: str, new: object, texts: Mapping[str, str], prose: Mapping[str, ProseRow]) -> bool:
    text = new if isinstance(new, str) else texts.get(new.get("commitment", "")) if isinstance(new, dict) else None
    if text is None:
        return bool(new == {"commitment": old})
    known = prose.get(old)
    return known is None or commit(text, known.salt) == old
