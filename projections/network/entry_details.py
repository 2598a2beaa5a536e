"""What the rows of one network entry say beside its days and its level: folded when asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Self
from uuid import UUID

from domain.kernel.dated import Dated
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.period import Period
from domain.network_entry.payloads import OrpShare
from domain.service.payloads import Capacity
from projections.network.documents import Document, read
from projections.network.entry_view import BEGINS, NO_CHANGE, EntrySaid, EntryStep
from projections.network.held import Sourced, at, hold
from projections.network.services import Provider
from projections.told import Told


class Origin(NamedTuple):
    """Why a service stands in the network, or left it, and the lot of the tender by which it came there."""

    ground: str | None = None
    tender: UUID | None = None
    lot: str | None = None


@dataclass
class EntryDetails:
    """Whose service it is, and the plan, the capacities and how they are divided, the money and the papers."""

    section: str | None = None
    service_as_written: str | None = None
    provider: Provider | None = None
    project_reference: str | None = None
    region: Document | None = None
    inferred: dict[str, str] = field(default_factory=dict)
    origin: Dated[Sourced[Origin]] = field(default_factory=Dated)
    begun: list[tuple[date | None, int]] = field(default_factory=list)
    """The day and the entry of every standing so far."""
    plan: Dated[Sourced[Period | None]] = field(default_factory=Dated)
    capacities: dict[tuple[Form, CapacityUnit], Dated[Sourced[Decimal | None]]] = field(default_factory=dict)
    orp_shares: Dated[Sourced[tuple[OrpShare, ...]]] = field(default_factory=Dated)
    financing: Dated[Sourced[str | None]] = field(default_factory=Dated)
    target_groups: Dated[Sourced[tuple[str, ...]]] = field(default_factory=Dated)
    methodology: Dated[Sourced[UUID | None]] = field(default_factory=Dated)
    resolution: Dated[Sourced[str | None]] = field(default_factory=Dated)

    @classmethod
    def of(cls, rows: Iterable[Told[EntrySaid]]) -> Self:
        """From all that was said, in the order in which it was recorded."""
        details = cls()
        for told in rows:
            details._know(told.record)
            if told.record.step in BEGINS:
                details._begin(told)
            elif told.record.step == EntryStep.EXCLUDED:
                hold(details.origin, Origin(told.record.ground), told)
            elif told.record.step not in NO_CHANGE:
                details._change(told)
        return details

    def _know(self, said: EntrySaid) -> None:
        self.section = said.section or self.section
        self.service_as_written = said.service_as_written or self.service_as_written
        self.project_reference = said.project_reference or self.project_reference
        self.region = said.region or self.region
        if said.inferred:
            self.inferred |= {name: str(why) for name, why in said.inferred.items()}
        if said.provider is not None:
            self.provider = Provider(said.provider, said.provider_ico, is_inferred="provider" in (said.inferred or {}))

    def _begin(self, told: Told[EntrySaid]) -> None:
        said = told.record
        hold(self.origin, Origin(said.ground, said.tender, said.lot), told)
        self.begun.append((told.effective_on, told.position))
        hold(self.plan, _period(said.plan), told)
        hold(self.resolution, said.resolution, told)
        stated = {(one.form, one.unit): one.amount for one in _capacities(said)}
        for key in {*self.capacities, *stated}:
            hold(self._capacity(key), stated.get(key), told)
        hold(self.orp_shares, _shares(said), told)
        hold(self.financing, said.financing, told)
        hold(self.target_groups, tuple(map(str, said.target_groups or ())), told)
        hold(self.methodology, said.methodology, told)

    def _capacity(self, key: tuple[Form, CapacityUnit]) -> Dated[Sourced[Decimal | None]]:
        """The capacity under a key; one that is told for the first time is absent where any standing begins."""
        held = self.capacities.get(key)
        if held is None:
            held = self.capacities[key] = Dated()
            for day, position in sorted(self.begun, key=lambda one: (one[0] or date.min, one[1])):
                held.set((None, position), effective_on=day, position=0)
        return held

    def _change(self, told: Told[EntrySaid]) -> None:
        said = told.record
        for one in _capacities(said):
            hold(self._capacity((one.form, one.unit)), one.amount, told)
        if said.orp_shares is not None:
            hold(self.orp_shares, _shares(said), told)
        if said.financing is not None:
            hold(self.financing, said.financing, told)
        if said.plan is not None:
            hold(self.plan, _period(said.plan), told)
        if said.methodology is not None:
            hold(self.methodology, said.methodology, told)
        hold(self.resolution, said.resolution, told)

    def origin_on(self, on: date | None) -> Origin:
        """Where the standing of that day comes from."""
        return at(self.origin, on) or Origin()

    def capacities_on(self, on: date | None) -> tuple[Capacity, ...]:
        """Every capacity above zero, in the order of form and unit."""
        held = ((key, at(values, on)) for key, values in sorted(self.capacities.items()))
        return tuple(_capacity_of(form, unit, amount) for (form, unit), amount in held if amount)


@lru_cache(maxsize=10_000)
def _capacity_of(form: Form, unit: CapacityUnit, amount: Decimal) -> Capacity:
    return Capacity(form=form, unit=unit, amount=amount)


def _capacities(said: EntrySaid) -> Iterable[Capacity]:
    return [read(Capacity, one) for one in said.capacities or () if isinstance(one, dict)]


def _shares(said: EntrySaid) -> tuple[OrpShare, ...]:
    return tuple(read(OrpShare, one) for one in said.orp_shares or () if isinstance(one, dict))


def _period(said: Document | None) -> Period | None:
    return None if said is None else read(Period, said)
