"""Nothing recorded is edited: what was wrong is corrected by a further entry, with a reason."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from pydantic import Field, JsonValue, ValidationError

from domain.kernel.as_sent import read_as_sent
from domain.kernel.case import Case
from domain.kernel.command import Command, Observation
from domain.kernel.entry import CORRECTIONS, Entry, EntryCorrected, EntryTakenBack, settle
from domain.kernel.event import Event
from domain.kernel.ids import ClaimChange, references, release, take
from domain.kernel.law import Citation
from domain.kernel.prose import Prose, prose_in
from domain.kernel.rule import rule
from domain.kernel.wrong_fields import FieldProblem, field_problems

if TYPE_CHECKING:
    from domain.kernel.aggregate import Aggregate

HOUSE = Citation("kronika", "ledger")
ALWAYS = date(1993, 1, 1)


class CorrectEntry(Observation):
    """An entry was recorded wrongly: this is the whole of it as it should read, with effect from the day given.

    Works on every kind of aggregate. The original stays visible in history. Whoever names a correction means the entry
    that it corrected: that is what reads wrongly.
    """

    topic = "entry.correct"
    needs_day: ClassVar[bool] = False
    needs_history: ClassVar[bool] = True

    entry: Annotated[UUID, Field(description="The entry that was wrong: its number in the log, or its event id.")]
    data: Annotated[dict[str, JsonValue], Field(description="The whole payload as it should read.")]


class TakeBackEntry(Observation):
    """An entry should not have been recorded: taken back as if it had not been, but still visible in history."""

    topic = "entry.take-back"
    needs_day: ClassVar[bool] = False
    needs_history: ClassVar[bool] = True

    entry: Annotated[UUID, Field(description="The entry to take back: its number in the log, or its event id.")]


@rule(
    "entry.belongs-to-aggregate",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opravit lze jen záznam, který v tomto spisu je.",
    is_structural=True,
)
def belongs_to_aggregate(*, entry: UUID, topic: str | None) -> bool:
    """Only an entry of this file can be corrected."""
    return topic is not None


@rule("entry.reason-given", cites=HOUSE, since=ALWAYS, cs="Oprava musí mít důvod.", is_structural=True)
def reason_given(*, reason: Prose | None) -> bool:
    """A correction needs a reason."""
    return reason is not None and reason.is_said


@rule(
    "entry.replacement-readable",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opravené znění musí být úplné a platné pro tento druh záznamu.",
    is_structural=True,
)
def replacement_readable(*, topic: str, wrong_fields: Sequence[FieldProblem]) -> bool:
    """The corrected wording must be complete and valid for this kind of entry."""
    return not wrong_fields


@rule(
    "entry.opening-stays",
    cites=HOUSE,
    since=ALWAYS,
    cs="První záznam spisu lze opravit, ne však vzít zpět.",
    is_structural=True,
)
def opening_stays(*, version: int) -> bool:
    """The entry that opened a file can be corrected but not taken back."""
    return version > 1


def correct_entry(aggregate: "Aggregate", command: CorrectEntry, case: Case) -> Event:
    """The correcting event, with the anomalies of the state as it will then read."""
    target = _origin(_target(command.entry, case), case.history)
    wrong = _wrong_fields(type(target.event), command.data)
    replacement_readable(case, case.day or ALWAYS, topic=target.event.topic, wrong_fields=wrong)
    replacement = read_as_sent(type(target.event), command.data)
    kept = _kept(command, target, replacement)
    case.keep_prose(*prose_in(replacement))
    case.restate(kept)
    corrected = EntryCorrected(
        target=target.event_id,
        target_topic=target.event.topic,
        target_version=target.event.schema_version,
        data=_as_stored(aggregate.completed(replacement, case.aside(_day_then(target, case)))),
    )
    return corrected.model_copy(update={"claim_changes": _reviewed(aggregate, corrected, case)})


def _day_then(target: Entry, case: Case) -> date | None:
    """The day of a corrected entry: the one that is stated, else as it reads until then."""
    reads = (one.effective_on for one in settle(case.history) if one.event_id == target.event_id)
    return case.day or next(reads, target.effective_on)


def take_back_entry(aggregate: "Aggregate", command: TakeBackEntry, case: Case) -> Event:
    """The event that takes an entry back."""
    target = _target(command.entry, case)
    opening_stays(case, case.day or ALWAYS, version=target.originator_version)
    taken_back = EntryTakenBack(target=target.event_id)
    return taken_back.model_copy(update={"claim_changes": _reviewed(aggregate, taken_back, case)})


def named_by(command: Command, history: Sequence[Entry]) -> list[tuple[str, UUID]]:
    """Every aggregate that a corrected wording names, or one that stands again, as (kind, identifier)."""
    if isinstance(command, TakeBackEntry):
        return [named for wording in _wordings(command.entry, history) for named in references(wording)]
    read = _read(command, history)
    return references(read[1]) if read else []


def _wordings(entry_id: UUID, history: Sequence[Entry]) -> Iterator[Event]:
    """What an entry, or the one that a correction is about, ever said."""
    found = _find(entry_id, history)
    origin = _origin(found, history) if found else None
    if origin is not None and not isinstance(origin.event, CORRECTIONS):
        yield origin.event
        corrected = (e.event for e in history if isinstance(e.event, EntryCorrected))
        yield from (event.replacement() for event in corrected if event.target == origin.event_id)


def as_kept(command: Command, history: Sequence[Entry]) -> tuple[Command, tuple[Prose, ...]]:
    """A command as it is kept, and the texts that its data committed to. Only a correction differs from what came."""
    read = _read(command, history)
    if read is None or not isinstance(command, CorrectEntry):
        return command, ()
    target, replacement = read
    return _kept(command, target, replacement), tuple(prose_in(replacement))


def _read(command: Command, history: Sequence[Entry]) -> tuple[Entry, Event] | None:
    """The entry that a correction is about, with its new wording; None where there is no such entry or wording."""
    named = _find(command.entry, history) if isinstance(command, CorrectEntry) else None
    if named is None or not isinstance(command, CorrectEntry):
        return None
    target = _origin(named, history)
    with suppress(ValidationError):
        return target, read_as_sent(type(target.event), command.data)
    return None


def _kept(command: CorrectEntry, target: Entry, replacement: Event) -> CorrectEntry:
    """The correction with commitments in place of words, and every value in the one form in which it is stored."""
    return command.model_copy(update={"entry": target.event_id, "data": _as_stored(replacement)})


def _as_stored(event: Event) -> dict[str, JsonValue]:
    return event.model_dump(mode="json", exclude_none=True)


def _find(entry_id: UUID, history: Sequence[Entry]) -> Entry | None:
    return next((entry for entry in history if entry.event_id == entry_id), None)


def _origin(entry: Entry, history: Sequence[Entry]) -> Entry:
    """What a correction, or a correction of that, is in the end about."""
    while isinstance(entry.event, CORRECTIONS) and (target := _find(entry.event.target, history)):
        entry = target
    return entry


def _target(entry_id: UUID, case: Case) -> Entry:
    found = _find(entry_id, case.history)
    on = case.day or ALWAYS
    belongs_to_aggregate(case, on, entry=entry_id, topic=found.event.topic if found else None)
    reason_given(case, on, reason=case.stamp.reason)
    assert found is not None
    return found


def _wrong_fields(event: type[Event], data: dict[str, JsonValue]) -> Sequence[FieldProblem]:
    try:
        read_as_sent(event, data)
    except ValidationError as error:
        return field_problems(error, event, under="data")
    return ()


def _reviewed(aggregate: "Aggregate", correction: Event, case: Case) -> tuple[ClaimChange, ...]:
    """Ask the standing rules about the state as it will read; the numbers that it then no longer has, or has anew."""
    after = [*case.history, case.hypothetical(correction, aggregate)]
    type(aggregate).replay(aggregate.id, after).review(case)
    before, then = _held(case.history), _held(after)
    released = [release(kind, key) for kind, key in before if (kind, key) not in then]
    return (*released, *(take(kind, key) for kind, key in then if (kind, key) not in before))


def _held(history: Sequence[Entry]) -> dict[tuple[str, str], None]:
    """The (kind, key) pairs that an aggregate holds after these entries, in the order in which they were taken."""
    held: dict[tuple[str, str], None] = {}
    said = (entry.event for entry in settle(history) if not isinstance(entry.event, CORRECTIONS))
    for change in (change for event in said for change in event.claims()):
        if change.action == "take":
            held[change.kind, change.key] = None
        else:
            held.pop((change.kind, change.key), None)
    return held
