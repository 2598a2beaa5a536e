"""What the rows of one mandate say together, and whether it entrusted a service on a day.

It answers as its aggregate does (valid, territory, capacities on a day); a test compares the two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.dated import Dated
from projections.network.documents import Document, read
from projections.network.held import Sourced, hold, holding, text
from projections.network.mandate_view import MandateSaid, MandateStep
from projections.network.spans import MandateSpan
from projections.spans import day_after
from projections.told import Told

if TYPE_CHECKING:
    from domain.service.payloads import Capacity

STANDS = frozenset({MandateStep.ISSUED, MandateStep.TAKEN_OVER})
TURNS = frozenset({MandateStep.SUSPENDED, MandateStep.RESUMED})
TURNS_OF_CONTRACT = frozenset({MandateStep.CONTRACT_LOST, MandateStep.CONTRACT_RESTORED})
ENDS = frozenset({MandateStep.REVOKED, MandateStep.EXPIRED})


class Reference(NamedTuple):
    """A service as a mandate names it: by identifier, by number, or in words alone."""

    key: str
    service: str | None
    registration: str | None

    @classmethod
    def read(cls, said: Document) -> Self:
        service, registration = said.get("service"), said.get("registration")
        number = str(registration) if registration else None
        return cls(number or str(said.get("name_as_written") or ""), str(service) if service else None, number)


@dataclass
class _Entrusted:
    """A service that a mandate is for; what of it is entrusted holds until it is amended."""

    said: Document
    position: int
    changes: list[tuple[Document, Told[MandateSaid]]] = field(default_factory=list)

    @property
    def orps(self) -> Dated[Sourced[tuple[str, ...]]]:
        held: Dated[Sourced[tuple[str, ...]]] = Dated()
        held.set((_orps(self.said), self.position), effective_on=None, position=self.position)
        for change, told in self.changes:
            if orps := _orps(change):
                hold(held, orps, told)
        return held

    @property
    def capacities(self) -> "Dated[Sourced[tuple[Capacity, ...]]]":
        held: Dated[Sourced[tuple[Capacity, ...]]] = Dated()
        held.set((_capacities(self.said), self.position), effective_on=None, position=self.position)
        for change, told in self.changes:
            if capacities := _capacities(change):
                hold(held, capacities, told)
        return held


@dataclass
class MandatePicture:
    """A mandate as its rows tell it, in the order in which they were recorded."""

    mandate: UUID
    number: str | None = None
    project: UUID | None = None
    instrument: str | None = None
    contract: UUID | None = None
    position: int = 0
    stands_since: list[date | None] = field(default_factory=list)
    stands_at: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    last_day_at: int | None = None
    period_as_written: PeriodAsWritten | None = None
    ended_on: dict[str, date | None] = field(default_factory=dict)
    decision: Dated[Sourced[str | None]] = field(default_factory=Dated)
    suspended: Dated[bool] = field(default_factory=Dated)
    contract_lost: Dated[bool] = field(default_factory=Dated)
    services: dict[str, _Entrusted] = field(default_factory=dict)

    # Told -----------------------------------------------------------------------------------------------------------

    def take(self, told: Told[MandateSaid]) -> None:
        said, step = told.record, told.record.step
        self.position = self.position or told.position
        self.number = said.number or self.number
        self.project = said.project or self.project
        if step in STANDS:
            self._stand(told)
        if step == MandateStep.AMENDED:
            self._amend(told)
        elif said.services:
            self._entrust(told)
        if said.decision is not None or step in STANDS:
            hold(self.decision, said.decision, told)
        if step == MandateStep.PROLONGED:
            self.last_day, self.last_day_at = said.last_day, told.position
        self._turn(step, told)

    def _stand(self, told: Told[MandateSaid]) -> None:
        said = told.record
        self.instrument, self.contract = said.instrument, said.contract
        self.stands_since.append(told.effective_on)
        self.stands_at = told.position
        if said.first_day is not None:
            self.first_day, self.last_day, self.last_day_at = said.first_day, said.last_day, told.position
        if said.period_as_written is not None:
            self._read(PeriodAsWritten.model_validate(said.period_as_written), told.position)

    def _read(self, written: PeriodAsWritten, position: int) -> None:
        """The days that a paper states for certain, unless they contradict each other."""
        self.period_as_written = written
        start, end = _certain(written.start), _certain(written.end)
        if start is None or end is None or start <= end:
            self.first_day, self.last_day, self.last_day_at = start, end, position

    def _turn(self, step: str, told: Told[MandateSaid]) -> None:
        if step in TURNS:
            self.suspended.set(step == MandateStep.SUSPENDED, effective_on=told.effective_on, position=told.position)
        elif step in TURNS_OF_CONTRACT:
            is_lost = step == MandateStep.CONTRACT_LOST
            self.contract_lost.set(is_lost, effective_on=told.effective_on, position=told.position)
        elif step in ENDS:
            self.ended_on[step] = told.effective_on

    def _entrust(self, told: Told[MandateSaid]) -> None:
        for one in told.record.services or ():
            assert isinstance(one, dict)
            self.services[Reference.read(one).key] = _Entrusted(one, told.position)

    def _amend(self, told: Told[MandateSaid]) -> None:
        for change in told.record.services or ():
            assert isinstance(change, dict)
            only = next(iter(self.services)) if len(self.services) == 1 else ""
            found = self.services.get(str(change.get("service") or only))
            if found is not None:
                found.changes.append((change, told))

    # Asked ----------------------------------------------------------------------------------------------------------

    @property
    def ends_on(self) -> date | None:
        """The last day of the act, or an earlier one on which it ended."""
        known = (self.last_day, *self.ended_on.values())
        return min((day for day in known if day is not None), default=None)

    def is_valid_on(self, on: date) -> Answer:
        """Whether the provider is entrusted on that day."""
        if not self.stands_since or (self.ends_on is not None and self.ends_on < on):
            return Answer.NO
        if self.suspended.on(on) or self.contract_lost.on(on):
            return Answer.NO
        if self.first_day is not None and on < self.first_day:
            return Answer.NO
        if self.first_day is not None and self.last_day is not None:
            return Answer.YES
        return self.period_as_written.covers(on) if self.period_as_written else Answer.CANNOT_BE_DECIDED

    def turns(self) -> Iterator[date | None]:
        """See Picture."""
        yield from self.suspended.days
        yield from self.contract_lost.days
        yield from (*self.stands_since, self.first_day)
        yield from map(day_after, (*self.ended_on.values(), self.last_day))
        yield from () if self.period_as_written is None else self.period_as_written.turns

    def on(self, day: date) -> Iterator[MandateSpan]:
        """What held of it on a day, for each of its services."""
        for key, entrusted in self.services.items() if self.exists_on(day) else ():
            named = Reference.read(entrusted.said)
            yield MandateSpan(
                mandate=str(self.mandate),
                begun_at=self.position,
                in_force=self.is_valid_on(day).value,
                named=key,
                service=named.service,
                registration=named.registration,
                number=self.number,
                project=text(self.project),
                contract=text(self.contract),
                stands_at=self.stands_at,
            )

    def exists_on(self, on: date | None) -> bool:
        """Whether it had been issued by that day, or on an unknown day."""
        return any(day is None or on is None or day <= on for day in self.stands_since)

    def cells(self, key: str, on: date | None) -> dict[str, Any]:
        """What a row says of the mandate of one of its services beside its number and whether it is valid."""
        decision, service = self._decision(on), self.services[key]
        territory, capacities = holding(service.orps, on), holding(service.capacities, on)
        positions = {
            "mandate": self.stands_at,
            "last_day": self.last_day_at,
            "decision": decision[1] if decision and decision[0] else None,
            "territory": territory[1] if territory and territory[0] else None,
            "capacities": capacities[1] if capacities and capacities[0] else None,
        }
        return {
            "first_day": self.first_day,
            "last_day": self.ends_on,
            "decision": decision[0] if decision else None,
            "instrument": self.instrument,
            "contract": self.contract,
            "territory": territory[0] if territory else (),
            "capacities": capacities[0] if capacities else (),
            "behind": {cell: (at,) for cell, at in positions.items() if at is not None},
        }

    def _decision(self, on: date | None) -> Sourced[str | None] | None:
        """The Decision that it stands on; before its issue the one of the issue."""
        found = holding(self.decision, on)
        return found if found and found[0] else next((value for _, value in self.decision), None)


def mandate_picture(known: Sequence[Told[MandateSaid]]) -> MandatePicture:
    """Of the rows of one mandate, in the order of the ledger."""
    picture = MandatePicture(known[0].record.mandate)
    for told in known:
        picture.take(told)
    return picture


def _orps(said: Document) -> tuple[str, ...]:
    orps = said.get("orps")
    return tuple(map(str, orps)) if isinstance(orps, list) else ()


def _capacities(said: Document) -> "tuple[Capacity, ...]":
    from domain.service.payloads import Capacity  # noqa: PLC0415  # few readers ask for any

    capacities = said.get("capacities")
    return (
        tuple(read(Capacity, one) for one in capacities if isinstance(one, dict))
        if isinstance(capacities, list)
        else ()
    )


def _certain(written: DateAsWritten | None) -> date | None:
    return written.parsed if written else None
