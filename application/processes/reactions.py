"""Event → marks: which step an event calls for and which it completes, from the award to the contract.

A finding of an inspection calls for a suspicion on a contract or mandate; see suspicions.py. Nothing legal happens by a
mark. award → the service enters the network → a mandate is prepared → the mandate is issued and a contract drafted. A
step is named by a key, so that what completes it may stand in another file. Whoever changes what an event calls for
raises SHAPE in looking.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from application.processes.suspicions import touches
from domain.contract.events import (
    BudgetBreachDismissed,
    BudgetBreachRevised,
    BudgetBreachSuspected,
    ContractConcluded,
    ContractDrafted,
    ContractPenaltyImposed,
    ContractTakenOver,
    IrregularityConfirmed,
    IrregularityRefuted,
    IrregularitySuspected,
)
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.mandate.events import (
    MandateIssued,
    MandateProposed,
    MandateTakenOver,
    OvercompensationSuspected,
    OvercompensationSuspicionDismissed,
    OvercompensationSuspicionRevised,
    ServiceAdded,
)
from domain.mandate.payloads import ServiceTerms
from domain.network_entry.events import (
    NetworkEntryTakenOver,
    ServiceExcluded,
    ServiceIncluded,
    UrgentInclusionGranted,
)
from domain.tender.events import LotAwarded, LotCancelled, LotContracted, LotContractReleased, LotUnawarded


class Step(StrEnum):
    """What has to be done by somebody, in this order."""

    INCLUSION = "inclusion"
    MANDATE = "mandate"
    ISSUE = "issue"
    CONTRACT = "contract"
    SUSPICION = "suspicion"
    """What a finding of an inspection raises, revises or drops in a contract or mandate."""


class Call(NamedTuple):
    """An event calls for a step, or completes it (`is_done`)."""

    key: str
    is_done: bool


class Mark(NamedTuple):
    """A call with the entry that says it."""

    key: str
    is_done: bool
    aggregate_id: UUID
    event_id: UUID
    position: int


def key_of(step: Step, *parts: object) -> str:
    """The name of a step on something: `inclusion <tender> <lot>`, `mandate <network entry>`, `issue <mandate>`."""
    return " ".join((step, *map(str, parts)))


def step_of(key: str) -> Step:
    return Step(key.split(" ", 1)[0])


def marks(entries: Iterable[Entry]) -> Iterator[Mark]:
    """What the entries of one aggregate call for and complete, corrections settled before."""
    for entry in entries:
        for call in calls(entry.event, entry.originator_id):
            yield Mark(call.key, call.is_done, entry.originator_id, entry.event_id, entry.position)


def suspicion_marks(entries: Sequence[Entry]) -> Iterator[Mark]:
    """What the entries of an inspection, as recorded, ask of contracts and mandates: looked at anew after each."""
    for entry, reference in ((touch.entry, touch.reference) for touch in touches(entries)):
        key = key_of(Step.SUSPICION, *reference)
        own = entry.originator_id
        yield Mark(key, is_done=False, aggregate_id=own, event_id=entry.event_id, position=entry.position)


def calls(event: Event, own: UUID) -> Iterator[Call]:
    """What an event calls for and completes; `own` is the aggregate that it belongs to."""
    reaction = REACTIONS.get(event.topic.split(".", 1)[0])
    return reaction(event, own) if reaction else iter(())


def _call(step: Step, *parts: object) -> Call:
    return Call(key_of(step, *parts), is_done=False)


def _done(step: Step, *parts: object) -> Call:
    return Call(key_of(step, *parts), is_done=True)


def of_tender(event: Event, own: UUID) -> Iterator[Call]:
    """Who won a lot enters the network for the project and is contracted; a void contract leaves room for another."""
    match event:
        case LotAwarded():
            yield _call(Step.INCLUSION, own, event.lot)
            yield _call(Step.CONTRACT, own, event.lot)
        case LotCancelled() | LotUnawarded():
            yield _done(Step.INCLUSION, own, event.lot)
            yield _done(Step.CONTRACT, own, event.lot)
        case LotContracted():
            yield _done(Step.CONTRACT, own, event.lot)
        case LotContractReleased():
            yield _call(Step.CONTRACT, own, event.lot)


def of_network_entry(event: Event, own: UUID) -> Iterator[Call]:
    """What stands in the network is entrusted; what old records brought in had its mandate long ago, filed or not."""
    match event:
        case ServiceIncluded():
            if event.tender is not None and event.lot is not None:
                yield _done(Step.INCLUSION, event.tender, event.lot)
            yield _call(Step.MANDATE, own)
        case UrgentInclusionGranted():
            yield _call(Step.MANDATE, own)
        case ServiceExcluded() | NetworkEntryTakenOver():
            yield _done(Step.MANDATE, own)


def of_mandate(event: Event, own: UUID) -> Iterator[Call]:
    """What was prepared is issued."""
    match event:
        case MandateProposed():
            yield from _entrusted(event)
            yield _call(Step.ISSUE, own)
        case ServiceAdded():
            yield from _entrusted(event)
        case MandateIssued():
            yield _done(Step.ISSUE, own)
        case MandateTakenOver():
            yield from _entrusted(*event.services)
        case OvercompensationSuspected() | OvercompensationSuspicionRevised() | OvercompensationSuspicionDismissed():
            yield _done(Step.SUSPICION, own, event.suspicion)


def _entrusted(*services: ServiceTerms) -> Iterator[Call]:
    return (_done(Step.MANDATE, one.network_entry) for one in services if one.network_entry is not None)


def of_contract(event: Event, own: UUID) -> Iterator[Call]:
    """A contract that names its award completes it from the draft on; its suspicions answer what a finding asked."""
    match event:
        case ContractDrafted(tender=tender) | ContractConcluded(tender=tender) | ContractTakenOver(tender=tender):
            if tender is not None and tender.tender is not None and tender.lot is not None:
                yield _done(Step.CONTRACT, tender.tender, tender.lot)
        case BudgetBreachSuspected() | BudgetBreachRevised() | BudgetBreachDismissed():
            yield _done(Step.SUSPICION, own, event.breach)
        case IrregularitySuspected() | IrregularityConfirmed() | IrregularityRefuted():
            yield _done(Step.SUSPICION, own, event.irregularity)
        case ContractPenaltyImposed():
            yield _done(Step.SUSPICION, own, event.claim)


REACTIONS: Mapping[str, Callable[[Event, UUID], Iterator[Call]]] = {
    "tender": of_tender,
    "network_entry": of_network_entry,
    "mandate": of_mandate,
    "contract": of_contract,
}
"""By the kind of the aggregate."""
