"""What the findings of an inspection ask of contracts and mandates: raise a suspicion, revise it, drop it.

An amount of a finding stands in its contract or mandate under a reference made of the file mark and the finding, so
that both files know it. Wanted is what the finding says now; what is not wanted any more, because it fell, was lowered
or was taken back by a correction, is dropped. See `named` for the references that an inspection ever gave.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from domain.inspection.events.findings import (
    FindingAmount,
    FindingChanged,
    FindingRecorded,
    FindingWithdrawn,
)
from domain.inspection.events.planning import InspectionPlanned
from domain.inspection.inspection import Inspection
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.event import Event
from domain.kernel.money import Money

Kind = Literal["breach", "irregularity", "penalty", "overcompensation"]


class Spot(NamedTuple):
    """Whose money an amount is: of which file, service and year. One finding has one reference for each."""

    file: UUID
    service: str | None
    year: int | None


class Reference(NamedTuple):
    """Under what a suspicion stands in a contract or mandate."""

    file: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a reference stands for."""

    finding: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Touch:
    """An entry after which the suspicion under a reference may have to be raised, revised or dropped."""

    entry: Entry
    reference: Reference


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands under a reference if the finding is right as it reads now; `amount` None where nothing should."""

    finding: str
    spot: Spot
    amount: Money | None
    is_irregularity: bool


def touches(entries: Sequence[Entry]) -> Iterator[Touch]:
    """Every entry that says something about an amount, as recorded, each with the references that it touches."""
    known: dict[str, dict[Spot, Reference]] = {}
    mark = _mark(entries)
    for entry in entries:
        for finding, amounts in _said(entry.event):
            for amount in amounts:
                _refer(known.setdefault(finding, {}), mark, finding, amount)
        touched = _touched(entry.event)
        for finding, references in known.items():
            if touched is None or finding in touched:
                yield from (Touch(entry, reference) for reference in references.values())


def named(entries: Sequence[Entry]) -> Mapping[Reference, Named]:
    """Every reference that the findings of an inspection ever gave, be it taken back since."""
    known: dict[str, dict[Spot, Reference]] = {}
    mark = _mark(entries)
    for finding, amounts in (said for entry in entries for said in _said(entry.event)):
        for amount in amounts:
            _refer(known.setdefault(finding, {}), mark, finding, amount)
    return {reference: Named(finding, spot) for finding, spots in known.items() for spot, reference in spots.items()}


def wanted(inspection: Inspection, what: Named) -> Wanted:
    """What the finding says now about that money."""
    found = inspection.findings.get(what.finding)
    amounts = [one.amount for one in found.amounts if _spot(one) == what.spot] if found else []
    severity = found.wording.severity if found else None
    amount = sum(amounts[1:], amounts[0]) if amounts else None
    return Wanted(what.finding, what.spot, amount, is_irregularity=severity == "SUSPECTED_IRREGULARITY")


def _mark(entries: Sequence[Entry]) -> str:
    """The file mark under which the inspection was opened; its identifier where it had none."""
    opening = entries[0].event
    return opening.number if isinstance(opening, InspectionPlanned) else str(entries[0].originator_id)


def _refer(spots: dict[Spot, Reference], mark: str, finding: str, amount: FindingAmount) -> None:
    """Give an amount its reference: the first of a finding in a file bears its name alone, the next ones a number."""
    spot = _spot(amount)
    if spot is None or spot in spots:
        return
    before = sum(1 for one in spots if one.file == spot.file)
    name = f"{mark}/{finding}" if before == 0 else f"{mark}/{finding}/{before + 1}"
    spots[spot] = Reference(spot.file, name)


def _spot(amount: FindingAmount) -> Spot | None:
    file = amount.contract or amount.mandate
    return None if file is None else Spot(file, amount.service, amount.year)


def _said(event: Event) -> Iterator[tuple[str, tuple[FindingAmount, ...]]]:
    """The amounts that an entry names, also one that reads otherwise or was taken back later."""
    if isinstance(event, EntryCorrected):
        event = event.replacement()
    if isinstance(event, FindingRecorded | FindingChanged):
        yield event.finding, event.wording.amounts


def _touched(event: Event) -> set[str] | None:
    """The findings that an entry changes; None for all, after a correction of whatever entry."""
    if isinstance(event, EntryCorrected | EntryTakenBack):
        return None
    return {event.finding} if isinstance(event, FindingRecorded | FindingChanged | FindingWithdrawn) else set()
