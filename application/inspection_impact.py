"""What an inspection did to contracts and mandates, and what was paid or decided there in the meantime: never stored.

"In the meantime" begins on the day of the finding and goes on to the day that is asked about: it shows what a finding
that falls, or one that comes late, can no longer reach by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

from application.processes.bringing import bring_into_line
from application.processes.suspicions import Named, Reference, named, touches, wanted
from domain.contract import events as of_contract
from domain.contract.contract import Contract
from domain.inspection.inspection import Inspection
from domain.inspection.outcome_records import FindingState
from domain.kernel.aggregate import Aggregate
from domain.kernel.entry import Entry, settle
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.mandate import events as of_mandate
from domain.mandate.mandate import Mandate

PAID = (
    of_contract.PaymentOrdered,
    of_contract.PaymentApproved,
    of_contract.PaymentMade,
    of_mandate.CompensationCommitted,
    of_mandate.CompensationPaid,
)
DECIDED = (
    of_contract.AmendmentConcluded,
    of_contract.ChangeDecided,
    of_contract.ContractClosed,
    of_contract.ContractPenaltyImposed,
    of_contract.ContractTerminated,
    of_contract.CostLineDecided,
    of_contract.IrregularityClosed,
    of_contract.IrregularityConfirmed,
    of_contract.IrregularityReported,
    of_contract.LevyAppealDecided,
    of_contract.LevyImposed,
    of_contract.LevyWaived,
    of_contract.PenaltyCharged,
    of_contract.RefundRequested,
    of_contract.RemedyCalled,
    of_contract.SettlementApproved,
    of_mandate.FinalOvercompensationCheckPerformed,
    of_mandate.MandateAmended,
    of_mandate.MandateProlonged,
    of_mandate.NetCostVerified,
    of_mandate.OvercompensationCarriedOver,
    of_mandate.OvercompensationCheckPerformed,
    of_mandate.OvercompensationFound,
    of_mandate.OvercompensationRepaymentRequested,
    of_mandate.ParametersUpdated,
)
MadeOf = Literal["paid", "decided"]


class Files(Protocol):
    """The files as they are now, or were at some position."""

    def entries(self, identifier: UUID) -> Sequence[Entry]:
        """Every entry of a file, as recorded."""
        ...

    def state(self, identifier: UUID) -> Aggregate:
        """The file as it stands. Raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Meantime:
    """An entry by which money was paid or something decided since the finding; `amount` where it states one.

    `builds_on` where it stands on the very suspicion, so that somebody has to look at it when the finding falls.
    """

    made_of: MadeOf
    entry: Entry
    amount: Money | None
    builds_on: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """One amount of a finding in one contract or mandate.

    `found` is what the finding says now, None where it fell; `held` what stands in the file, None where nothing does.
    `waits` where the two do not agree and a step is still to be taken; it then stands in the work list.
    """

    finding: str
    state: FindingState | None
    file: UUID
    kind: str
    reference: str
    service: str | None
    year: int | None
    since: date | None
    found: Money | None
    held: Money | None
    stage: str | None
    waits: bool
    meantime: tuple[Meantime, ...]


def impact(inspection: UUID, files: Files, on: date) -> tuple[Effect, ...]:
    """Every amount that the inspection ever named, with what became of it by that day, in the order of the findings."""
    state, entries = files.state(inspection), files.entries(inspection)
    assert isinstance(state, Inspection)
    since = _first_days(entries)
    return tuple(
        _effect(state, reference, what, files, since=since.get(reference), on=on)
        for reference, what in named(entries).items()
    )


def _first_days(entries: Sequence[Entry]) -> dict[Reference, date | None]:
    """The day of the first entry that named each amount."""
    found: dict[Reference, date | None] = {}
    for touch in touches(entries):
        found.setdefault(touch.reference, touch.entry.effective_on)
    return found


def _effect(
    inspection: Inspection, reference: Reference, what: Named, files: Files, *, since: date | None, on: date
) -> Effect:
    held = files.state(reference.file)
    finding = inspection.findings.get(what.finding)
    want = wanted(inspection, what)
    amount, stage = _standing(held, reference.name)
    return Effect(
        finding=what.finding,
        state=finding.state if finding else None,
        file=reference.file,
        kind=held.kind,
        reference=reference.name,
        service=what.spot.service,
        year=what.spot.year,
        since=since,
        found=want.amount,
        held=amount,
        stage=stage,
        waits=bring_into_line(held, reference, want) is not None,
        meantime=tuple(_meantime(settle(files.entries(reference.file)), reference, what, since, on)),
    )


def _standing(held: Aggregate, name: str) -> tuple[Money | None, str | None]:
    """The amount that stands in a file under a reference, and how far it has come."""
    if isinstance(held, Mandate) and name in held.suspicions:
        return held.suspicions[name].amount, held.suspicions[name].stage
    if not isinstance(held, Contract):
        return None, None
    if name in held.breaches:
        return held.breaches[name].amount, held.breaches[name].stage
    if name in held.irregularities:
        return held.irregularities[name].amount, held.irregularities[name].stage
    return (held.claims[name].amount, held.claims[name].kind) if name in held.claims else (None, None)


def _meantime(
    entries: Sequence[Entry], reference: Reference, what: Named, since: date | None, on: date
) -> Iterator[Meantime]:
    for entry in entries:
        made_of = _made_of(entry.event)
        if made_of is None or not _lies_between(entry.effective_on, since, on) or _is_elsewhere(entry.event, what):
            continue
        amount = getattr(entry.event, "amount", None)
        builds_on = reference.name in {getattr(entry.event, name, None) for name in ("breach", "irregularity", "claim")}
        yield Meantime(made_of, entry, amount if isinstance(amount, Money) else None, builds_on)


def _made_of(event: Event) -> MadeOf | None:
    return "paid" if isinstance(event, PAID) else "decided" if isinstance(event, DECIDED) else None


def _lies_between(day: date | None, since: date | None, on: date) -> bool:
    """An entry of an unknown day may lie there, and is shown."""
    return day is None or ((since is None or since <= day) and day <= on)


def _is_elsewhere(event: Event, what: Named) -> bool:
    """Whether an entry is certainly about another service or year than the amount."""
    stated = ((getattr(event, "service", None), what.spot.service), (getattr(event, "year", None), what.spot.year))
    return any(said is not None and meant is not None and said != meant for said, meant in stated)
