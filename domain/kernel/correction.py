"""Nothing recorded is edited: what was wrong is corrected by a further entry, with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from pydantic import Field, JsonValue, ValidationError

from domain.kernel.case import Case
from domain.kernel.command import Observation
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.event import Event
from domain.kernel.ids import ClaimChange, release
from domain.kernel.law import Citation
from domain.kernel.prose import Prose, prose_in
from domain.kernel.rule import rule

if TYPE_CHECKING:
    from domain.kernel.aggregate import Aggregate

HOUSE = Citation("kronika", "ledger")
ALWAYS = date(1993, 1, 1)


class CorrectEntry(Observation):
    """An entry was recorded wrongly: this is the whole payload as it should read, from the effective date given.

    Works on every kind of aggregate. The original stays visible in history.
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
    return reason is not None


@rule(
    "entry.replacement-readable",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opravené znění musí být úplné a platné pro tento druh záznamu.",
    is_structural=True,
)
def replacement_readable(*, topic: str, problem: str | None) -> bool:
    """The corrected wording must be complete and valid for this kind of entry."""
    return problem is None


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
    target = _target(command.entry, case)
    problem = _problem(type(target.event), command.data)
    replacement_readable(case, case.day or ALWAYS, topic=target.event.topic, problem=problem)
    replacement = type(target.event).model_validate(command.data)
    sealed = replacement.model_dump(mode="json", exclude_none=True)
    case.keep_prose(*prose_in(replacement))
    case.restate(command.model_copy(update={"data": sealed}))
    corrected = EntryCorrected(
        target=target.event_id,
        target_topic=target.event.topic,
        target_version=target.event.schema_version,
        data=sealed,
        claim_changes=_claim_changes(_reads_now(target, case.history), replacement),
    )
    _review(aggregate, corrected, case)
    return corrected


def take_back_entry(aggregate: "Aggregate", command: TakeBackEntry, case: Case) -> Event:
    """The event that takes an entry back."""
    target = _target(command.entry, case)
    opening_stays(case, case.day or ALWAYS, version=target.originator_version)
    changes = _claim_changes(_reads_now(target, case.history), None)
    taken_back = EntryTakenBack(target=target.event_id, claim_changes=changes)
    _review(aggregate, taken_back, case)
    return taken_back


def _target(entry_id: UUID, case: Case) -> Entry:
    found = next((entry for entry in case.history if entry.event_id == entry_id), None)
    on = case.day or ALWAYS
    belongs_to_aggregate(case, on, entry=entry_id, topic=found.event.topic if found else None)
    reason_given(case, on, reason=case.stamp.reason)
    assert found is not None
    return found


def _problem(event: type[Event], data: dict[str, JsonValue]) -> str | None:
    try:
        event.model_validate(data)
    except ValidationError as error:
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return None


def _reads_now(target: Entry, history: Sequence[Entry]) -> Event:
    """What the target says today, earlier corrections taken into account."""
    for entry in reversed(history):
        if isinstance(entry.event, EntryCorrected) and entry.event.target == target.event_id:
            return entry.event.replacement()
    return target.event


def _claim_changes(before: Event, after: Event | None) -> tuple[ClaimChange, ...]:
    """Numbers that only the old wording claims are released, those that only the new one claims are taken."""
    old, new = list(before.claims()), list(after.claims()) if after else []
    released = [release(c.kind, c.key) for c in old if c.action == "take" and c not in new]
    return (*released, *(c for c in new if c not in old))


def _review(aggregate: "Aggregate", correction: Event, case: Case) -> None:
    """Ask the standing rules of the aggregate about the state as it will read after the correction."""
    hypothetical = case.hypothetical(correction, aggregate)
    after = type(aggregate).replay(aggregate.id, [*case.history, hypothetical])
    after.review(case)
