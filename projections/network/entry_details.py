"""What the rows of one network entry say of its standing beside its days and its level: folded when asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Self
from uuid import UUID

from domain.kernel.dated import Dated
from domain.kernel.law import CapacityUnit, Form
from domain.kernel.period import Period
from domain.network_entry.payloads import OrpShare
from domain.service.payloads import Capacity
from projections.network.documents import Document, read
from projections.network.entry_view import BEGINS, EntrySaid
from projections.network.held import Sourced, at, hold
from projections.report import Told


@dataclass
class EntryDetails:
    """The plan, the capacities and how they are divided, the money and the papers of a standing."""

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
        """From what begins or changes a standing, in the order in which it was recorded."""
        details = cls()
        for told in rows:
            if told.record.step in BEGINS:
                details._begin(told)
            else:
                details._change(told)
        return details

    def _begin(self, told: Told[EntrySaid]) -> None:
        said = told.record
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
