"""What the rows of one network entry say together, and what held on a day.

It answers as its aggregate does (in the network or not, capacity, shares, level on a day); a test compares the two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.dated import Dated
from domain.kernel.law import CapacityUnit, Form
from domain.kernel.period import Answer, Period
from domain.network_entry.payloads import OrpShare
from domain.service.payloads import Capacity
from projections.network.documents import Document, read
from projections.network.entry_view import BEGINS, EntrySaid, EntryStep
from projections.network.services import Provider, Region, Sourced
from projections.report import Told

T = TypeVar("T")

_NOTHING = (None, ())
"""What an entry says where it says nothing."""


@dataclass(frozen=True)
class EntryCells:
    """A service's standing in the network on the day asked for, or the last that is known. None is not known.

    `included` says whether it stood in the network on that day; None where no day was asked for. `ground` is why it
    stands there, or why it left. Capacities are the whole, `orp_shares` divide them. `behind` holds the positions of
    the entries that say what stands in a cell.
    """

    network_entry: UUID
    included: Answer | None
    since: date | None
    last_day: date | None
    validity_as_written: str | None
    ground: str | None
    plan: Period | None
    project: UUID | None
    project_reference: str | None
    level: str | None
    financing: str | None
    capacities: tuple[Capacity, ...]
    orp_shares: tuple[OrpShare, ...]
    target_groups: tuple[str, ...]
    methodology: UUID | None
    resolution: str | None
    tender: UUID | None
    lot: str | None
    inferred: dict[str, str] = field(default_factory=dict)
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Standing:
    """One continuous standing, or its end."""

    is_in: bool
    since: date | None
    ground: str | None = None
    validity: PeriodAsWritten | None = None
    tender: UUID | None = None
    lot: str | None = None


@dataclass
class EntryPicture:
    """A network entry as its rows tell it, in the order in which they were recorded."""

    network_entry: UUID
    service: UUID | None = None
    registration_number: str | None = None
    section: str | None = None
    service_as_written: str | None = None
    provider: Provider | None = None
    project: UUID | None = None
    project_reference: str | None = None
    region: Document | None = None
    position: int = 0
    opened_on: list[date | None] = field(default_factory=list)
    inferred: dict[str, str] = field(default_factory=dict)
    standing: Dated[Sourced[_Standing]] = field(default_factory=Dated)
    last_day: Dated[Sourced[date | None]] = field(default_factory=Dated)
    plan: Dated[Sourced[Period | None]] = field(default_factory=Dated)
    capacities: dict[tuple[Form, CapacityUnit], Dated[Sourced[Decimal | None]]] = field(default_factory=dict)
    orp_shares: Dated[Sourced[tuple[OrpShare, ...]]] = field(default_factory=Dated)
    level: Dated[Sourced[str | None]] = field(default_factory=Dated)
    financing: Dated[Sourced[str | None]] = field(default_factory=Dated)
    target_groups: Dated[Sourced[tuple[str, ...]]] = field(default_factory=Dated)
    methodology: Dated[Sourced[UUID | None]] = field(default_factory=Dated)
    resolution: Dated[Sourced[str | None]] = field(default_factory=Dated)

    # Told -----------------------------------------------------------------------------------------------------------

    def take(self, told: Told[EntrySaid]) -> None:
        step = EntryStep(told.record.step)
        self._know(told)
        if step in BEGINS:
            self._begin(told)
        elif step is EntryStep.EXCLUDED:
            _hold(self.standing, _Standing(is_in=False, since=told.effective_on, ground=told.record.ground), told)
            _hold(self.last_day, None, told)
        elif step not in {EntryStep.INTENDED, EntryStep.LINKED}:
            self._change(told)

    def _know(self, told: Told[EntrySaid]) -> None:
        said = told.record
        self.position = self.position or told.position
        self.service = said.service or self.service
        self.registration_number = said.registration_number or self.registration_number
        self.section = said.section or self.section
        self.service_as_written = said.service_as_written or self.service_as_written
        self.project = said.project or self.project
        self.project_reference = said.project_reference or self.project_reference
        self.region = said.region or self.region
        self.inferred |= {name: str(why) for name, why in (said.inferred or {}).items()}
        if said.provider is not None:
            self.provider = Provider(said.provider, said.provider_ico, is_inferred="provider" in (said.inferred or {}))

    def _begin(self, told: Told[EntrySaid]) -> None:
        """All of a standing: what it does not say does not hold over from an earlier one."""
        said = told.record
        validity = None if said.validity is None else PeriodAsWritten.model_validate(said.validity)
        self.opened_on.append(told.effective_on)
        since = _Standing(
            is_in=True, since=told.effective_on, ground=said.ground, validity=validity, tender=said.tender, lot=said.lot
        )
        _hold(self.standing, since, told)
        _hold(self.last_day, said.last_day, told)
        _hold(self.plan, _period(said.plan), told)
        _hold(self.resolution, said.resolution, told)
        stated = {(one.form, one.unit): one.amount for one in _capacities(said)}
        for key in {*self.capacities, *stated}:
            _hold(self._capacity(key), stated.get(key), told)
        _hold(self.orp_shares, _shares(said), told)
        _hold(self.level, said.level, told)
        _hold(self.financing, said.financing, told)
        _hold(self.target_groups, tuple(map(str, said.target_groups or ())), told)
        _hold(self.methodology, said.methodology, told)

    def _capacity(self, key: tuple[Form, CapacityUnit]) -> Dated[Sourced[Decimal | None]]:
        """The capacity under a key; one that is told for the first time is absent where any standing begins."""
        held = self.capacities.get(key)
        if held is None:
            held = self.capacities[key] = Dated()
            for day, (standing, position) in self.standing:
                if standing.is_in:
                    held.set((None, position), effective_on=day, position=0)
        return held

    def _change(self, told: Told[EntrySaid]) -> None:
        said = told.record
        for one in _capacities(said):
            _hold(self._capacity((one.form, one.unit)), one.amount, told)
        if said.orp_shares is not None:
            _hold(self.orp_shares, _shares(said), told)
        for held, value in ((self.level, said.level), (self.financing, said.financing)):
            if value is not None:
                _hold(held, value, told)
        if said.last_day is not None:
            _hold(self.last_day, said.last_day, told)
        if said.plan is not None:
            _hold(self.plan, _period(said.plan), told)
        if said.methodology is not None:
            _hold(self.methodology, said.methodology, told)
        _hold(self.resolution, said.resolution, told)

    # Asked ----------------------------------------------------------------------------------------------------------

    def exists_on(self, on: date | None) -> bool:
        """Whether it had begun to stand in the network by that day, on an unknown day, or at all."""
        if on is None:
            return bool(self.opened_on)
        return any(day is None or day <= on for day in self.opened_on)

    def included_on(self, on: date) -> Answer:
        """Whether the service stands in the network on that day."""
        standing = _at(self.standing, on)
        if standing is None or not standing.is_in:
            return Answer.NO
        last_day = _at(self.last_day, on)
        if last_day is not None:
            return Answer.YES if on <= last_day else Answer.NO
        return Answer.CANNOT_BE_DECIDED if standing.validity is None else standing.validity.covers(on)

    def capacities_on(self, on: date | None) -> tuple[Capacity, ...]:
        """Every capacity above zero, in the order of form and unit."""
        held = ((key, _at(values, on)) for key, values in sorted(self.capacities.items()))
        return tuple(_capacity(form, unit, amount) for (form, unit), amount in held if amount)

    def cells(self, on: date | None) -> EntryCells:
        """What is known of the standing on that day; without a day, the last that is known."""
        said = {name: _said(held, on) for name, held in self._held()}
        at = {name: found[1] for name, found in said.items() if found is not None and found[0] not in _NOTHING}
        value = {name: None if found is None else found[0] for name, found in said.items()}
        standing = _at(self.standing, on) or _Standing(is_in=False, since=None)
        included = None if on is None else self.included_on(on)
        return EntryCells(
            network_entry=self.network_entry,
            included=included,
            since=standing.since if standing.is_in else None,
            last_day=value["last_day"],
            validity_as_written=standing.validity.raw if standing.validity else None,
            ground=standing.ground,
            plan=value["plan"],
            project=self.project,
            project_reference=self.project_reference,
            level=value["level"],
            financing=value["financing"],
            capacities=() if included is Answer.NO else self.capacities_on(on),
            orp_shares=value["orp_shares"] or (),
            target_groups=value["target_groups"] or (),
            methodology=value["methodology"],
            resolution=value["resolution"],
            tender=standing.tender,
            lot=standing.lot,
            inferred=dict(self.inferred),
            behind=self._behind(at, on),
        )

    def _held(self) -> Iterator[tuple[str, Dated[Sourced[Any]]]]:
        """What has a cell of its own, in the order in which the entries behind the cells are named."""
        yield "last_day", self.last_day
        yield "plan", self.plan
        yield "orp_shares", self.orp_shares
        yield "level", self.level
        yield "financing", self.financing
        yield "target_groups", self.target_groups
        yield "methodology", self.methodology
        yield "resolution", self.resolution

    def region_on(self, on: date | None) -> Region:
        """The ORPs that it serves by its shares, or what old records call its region."""
        held = self.orp_shares.latest if on is None else self.orp_shares.on(on)
        if held is not None and held[0]:
            return Region(orps=tuple(one.orp for one in held[0]), position=held[1])
        return Region.read(self.region, self.position)

    def _behind(self, at: dict[str, int], on: date | None) -> dict[str, tuple[int, ...]]:
        found = {name: (position,) for name, position in at.items()}
        standing = _said(self.standing, on)
        if standing is not None:
            found["since"] = found["ground"] = (standing[1],)
        said_by = {one[1] for held in self.capacities.values() if (one := _said(held, on)) and one[0] is not None}
        return found | ({"capacities": tuple(sorted(said_by))} if said_by else {})


def _hold(held: Dated[Sourced[T]], value: T, told: Told[EntrySaid]) -> None:
    held.set((value, told.position), effective_on=told.effective_on, position=told.position)


def _said(held: Dated[Sourced[T]], on: date | None) -> Sourced[T] | None:
    return held.latest if on is None else held.on(on)


def _at(held: Dated[Sourced[T]], on: date | None) -> T | None:
    found = _said(held, on)
    return None if found is None else found[0]


@lru_cache(maxsize=10_000)
def _capacity(form: Form, unit: CapacityUnit, amount: Decimal) -> Capacity:
    return Capacity(form=form, unit=unit, amount=amount)


def _capacities(said: EntrySaid) -> Iterable[Capacity]:
    return [read(Capacity, one) for one in said.capacities or () if isinstance(one, dict)]


def _shares(said: EntrySaid) -> tuple[OrpShare, ...]:
    return tuple(read(OrpShare, one) for one in said.orp_shares or () if isinstance(one, dict))


def _period(said: Document | None) -> Period | None:
    return None if said is None else read(Period, said)
