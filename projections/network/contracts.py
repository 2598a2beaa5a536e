"""What the rows of one contract say together, and what held on a day.

A contract answers as its aggregate does (effect, end, ceiling on a day); a test compares the two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.dated import Dated
from domain.kernel.money import Money
from domain.kernel.period import Period
from projections.network.documents import Document, read
from projections.network.held import Sourced, document_text, holding, text
from projections.network.services import Provider, Region, provider_cells
from projections.network.spans import ContractSpan
from projections.network.tables import Life, Step, Terms
from projections.spans import day_after
from projections.told import Told

CONCLUDES = frozenset({Step.CONCLUDED, Step.TAKEN_OVER})
ENDS = frozenset({Step.TERMINATED, Step.EXPIRED})
CELLS = {"number": "contract_number", "services": "services_in_contract"}
"""Where a cell of the network is not called as the contract calls it."""


@dataclass
class _Agreement:
    """What the contract or one amendment agrees on, and from when."""

    told: Told[Life]
    published_on: date | None = None
    is_void: bool = False

    @property
    def effective_on(self) -> date | None:
        agreed = self.told.effective_on
        if not self.told.record.needs_publication or self.published_on is None or self.told.record.amendment is None:
            return agreed
        return max(agreed or self.published_on, self.published_on)


@dataclass
class ContractPicture:
    """A contract as its rows tell it, in the order in which they were recorded."""

    contract: UUID
    begun_at: int = 0
    number: str | None = None
    regime: str | None = None
    project: UUID | None = None
    programme: str | None = None
    services: tuple[Document, ...] = ()
    region: Region = field(default_factory=Region)
    provider: Dated[Sourced[Provider]] = field(default_factory=Dated)
    inferred: dict[str, str] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    """Cell → position of the entry that says it."""
    steps: list[int] = field(default_factory=list)
    """The positions of the entries that decide whether it is in force."""
    awarded: Money | None = None
    opened_on: list[date | None] = field(default_factory=list)

    is_concluded: bool = False
    is_conclusion_recorded: bool = False
    is_taken_over: bool = False
    is_void: bool = False
    is_conditional: bool = False
    needs_publication: bool = False
    concluded_on: date | None = None
    published_on: date | None = None
    effect_agreed_on: date | None = None
    ended_on: dict[str, date | None] = field(default_factory=dict)
    period_as_written: PeriodAsWritten | None = None
    is_period_own: bool = False
    """Whether the period as written is the contract's, and not that of a whole support or project."""
    agreements: list[_Agreement] = field(default_factory=list)
    amendments: dict[int, _Agreement] = field(default_factory=dict)

    # Told -----------------------------------------------------------------------------------------------------------

    def take_terms(self, told: Told[Terms]) -> None:
        said = told.record
        self.begun_at = self.begun_at or told.position
        for cell in ("number", "regime", "project", "programme"):
            if getattr(said, cell) is not None:
                setattr(self, cell, getattr(said, cell))
                self.behind[cell] = told.position
        if said.services:
            self.services = tuple(one for one in said.services if isinstance(one, dict))
            self.behind["services"] = told.position
        self._take_region(told)
        self._take_provider(told)
        self.inferred |= {name: str(why) for name, why in (said.inferred or {}).items()}
        self.opened_on.append(told.effective_on)

    def _take_region(self, told: Told[Terms]) -> None:
        stated = tuple(map(str, told.record.orps or ()))
        written = Region.read(told.record.region, told.position)
        if stated:
            self.region = Region(self.region.as_written, stated, position=told.position)
        if written.as_written and not self.region.orps:
            self.region = written
        elif written.as_written:
            self.region.as_written = written.as_written

    def _take_provider(self, told: Told[Terms]) -> None:
        said = told.record
        name = said.provider_inferred or said.provider
        if name is not None:
            provider = Provider(name, said.provider_ico, is_inferred=said.provider_inferred is not None)
            since = told.effective_on if said.step == Step.REPLACED else None
            self.provider.set((provider, told.position), effective_on=since, position=told.position)

    def take_step(self, told: Told[Life]) -> None:
        said = told.record
        self.steps.append(told.position)
        if said.step in CONCLUDES:
            self._conclude(told)
        elif said.step == Step.PUBLISHED:
            self.published_on = said.published_on
        elif said.step == Step.BECAME_EFFECTIVE:
            self.effect_agreed_on = said.effect_agreed_on
        elif said.step == Step.VOIDED:
            self.is_void = True
        elif said.step in ENDS:
            self.ended_on[said.step] = told.effective_on
        else:
            self._amend(told)

    def _conclude(self, told: Told[Life]) -> None:
        said = told.record
        is_old = said.step == Step.TAKEN_OVER
        self.is_concluded = True
        self.is_taken_over |= is_old
        self.is_conclusion_recorded |= not is_old
        self.is_conditional = bool(said.is_conditional)
        self.needs_publication = bool(said.needs_publication)
        self.concluded_on = said.concluded_on
        self.effect_agreed_on = said.effect_agreed_on
        self.published_on = said.published_on if is_old else self.published_on
        if said.awarded is not None:
            self.awarded = Money(said.awarded, said.currency or "CZK")
            self.behind["awarded"] = told.position
        if said.period_as_written is not None:
            self.period_as_written = PeriodAsWritten.model_validate(said.period_as_written)
            self.is_period_own = not is_old or self.period_as_written.is_of_contract
        self.agreements.append(_Agreement(told._replace(effective_on=None) if is_old else told))

    def _amend(self, told: Told[Life]) -> None:
        said = told.record
        assert said.amendment is not None
        if said.step == Step.AMENDED:
            self.amendments[said.amendment] = _Agreement(told)
        elif said.amendment in self.amendments and said.step == Step.AMENDMENT_PUBLISHED:
            self.amendments[said.amendment].published_on = said.published_on
        elif said.amendment in self.amendments:
            self.amendments[said.amendment].is_void = True

    # Asked ----------------------------------------------------------------------------------------------------------

    def turns(self) -> Iterator[date | None]:
        """See Picture."""
        yield from (*self.provider.days, *self._ceilings.days, *self._periods.days)
        yield from (*self.opened_on, self.concluded_on, self.published_on, self.effect_agreed_on)
        yield from map(day_after, self.ended_on.values())
        yield from (day_after(period.end) for _, period in self._periods)
        yield from () if self.period_as_written is None else self.period_as_written.turns

    def on(self, day: date) -> Iterator[ContractSpan]:
        """What held of it on a day."""
        if not self.exists_on(day):
            return
        provider, maximum = holding(self.provider, day), self.maximum_on(day)
        said_at = {"provider": provider and provider[1], "maximum": maximum and maximum[1]}
        yield self._whatever_the_day._replace(
            in_force=self.in_force(day).value,
            **provider_cells(provider),
            maximum=maximum and maximum[0].minor,
            currency=maximum and maximum[0].currency,
            behind=document_text(self._behind | {cell: [at] for cell, at in said_at.items() if at is not None}),
        )

    @cached_property
    def _whatever_the_day(self) -> ContractSpan:
        return ContractSpan(
            contract=str(self.contract),
            begun_at=self.begun_at,
            in_force=Answer.NO.value,
            number=self.number,
            regime=self.regime,
            project=text(self.project),
            programme=self.programme,
            services=document_text(self.services),
            **provider_cells(None),
            region_at=self.region.position,
            **self.region.cells,
            maximum=None,
            currency=None,
            awarded=None if self.awarded is None else self.awarded.minor,
            awarded_currency=None if self.awarded is None else self.awarded.currency,
            is_taken_over=self.is_taken_over,
            behind="{}",
            inferred=document_text(self.inferred),
        )

    @cached_property
    def _behind(self) -> dict[str, list[int]]:
        """Cell of the network → the entries that say it, whatever the day."""
        steps = {"in_force": self.steps} if self.steps else {}
        region = {} if self.region.position is None else {"region": [self.region.position]}
        return steps | {CELLS.get(cell, cell): [at] for cell, at in self.behind.items()} | region

    def exists_on(self, on: date | None) -> bool:
        """Whether anything about it had begun by that day."""
        return on is None or any(day is None or day <= on for day in self.opened_on)

    def maximum_on(self, on: date | None) -> Sourced[Money] | None:
        """The ceiling with the latest day of effect not after the day; without a day, the last of all."""
        return holding(self._ceilings, on)

    @cached_property
    def _ceilings(self) -> Dated[Sourced[Money]]:
        ceilings: Dated[Sourced[Money]] = Dated()
        for agreement in self._standing():
            said, position = agreement.told.record, agreement.told.position
            if said.maximum is not None:
                value = Money(said.maximum, said.currency or "CZK"), position
                ceilings.set(value, effective_on=agreement.effective_on, position=position)
        return ceilings

    def in_force(self, on: date) -> Answer:
        """Whether it has effect on that day and has not ended before it."""
        ended = self._has_ended(on)
        if ended is Answer.YES:
            return Answer.NO
        effect = self._effect(on)
        return Answer.CANNOT_BE_DECIDED if effect is Answer.YES and ended is not Answer.NO else effect

    def _effect(self, on: date) -> Answer:
        if self.is_void or not self.is_concluded:
            return Answer.NO
        since = self._effective_from()
        if since is not None:
            return Answer.YES if since <= on else Answer.NO
        if self.concluded_on is not None and on < self.concluded_on:
            return Answer.NO
        is_unpublished = self.needs_publication and self.published_on is None and not self.is_taken_over
        return Answer.NO if is_unpublished else Answer.CANNOT_BE_DECIDED

    def _effective_from(self) -> date | None:
        if self.concluded_on is None or not self.is_conclusion_recorded:
            return self.effect_agreed_on
        if self.is_conditional and self.effect_agreed_on is None:
            return None
        agreed = max(self.concluded_on, self.effect_agreed_on or self.concluded_on)
        if not self.needs_publication:
            return agreed
        return None if self.published_on is None else max(agreed, self.published_on)

    def _has_ended(self, on: date) -> Answer:
        known = [day for day in self.ended_on.values() if day is not None]
        period = self._periods.on(on) or self._periods.latest
        if period is not None:
            known += [] if period.end is None else [period.end]
        elif not known:
            return self._ended_as_written(on)
        return Answer.YES if known and min(known) < on else Answer.NO

    def _ended_as_written(self, on: date) -> Answer:
        written = self.period_as_written
        if written is None or not self.is_period_own:
            return Answer.CANNOT_BE_DECIDED
        started = written.start is not None and written.start.not_after is not None and written.start.not_after <= on
        covers = written.covers(on)
        if covers is Answer.YES or (covers is Answer.NO and not started):
            return Answer.NO
        return Answer.YES if covers is Answer.NO else Answer.CANNOT_BE_DECIDED

    @cached_property
    def _periods(self) -> Dated[Period]:
        periods: Dated[Period] = Dated()
        for agreement in self._standing():
            period = agreed_period(agreement.told.record)
            if period is not None:
                periods.set(period, effective_on=agreement.effective_on, position=agreement.told.position)
        return periods

    def _standing(self) -> Iterator[_Agreement]:
        yield from self.agreements
        yield from (amendment for amendment in self.amendments.values() if not amendment.is_void)


def contract_picture(known: Sequence[Told[Any]]) -> ContractPicture | None:
    """Of the rows of one contract, in the order of the ledger; None where nobody says what it is."""
    terms = [told for told in known if isinstance(told.record, Terms)]
    if not terms:
        return None
    picture = ContractPicture(terms[0].record.contract)
    for told in terms:
        picture.take_terms(told)
    for told in known:
        if isinstance(told.record, Life):
            picture.take_step(told)
    return picture


def agreed_period(said: Life) -> Period | None:
    """The period agreed on; from words only where both days are certain, and where they are the contract's own."""
    if said.period is not None:
        return read(Period, said.period)
    if said.period_as_written is None:
        return None
    written = PeriodAsWritten.model_validate(said.period_as_written)
    if said.step == Step.TAKEN_OVER and not written.is_of_contract:
        return None
    start = written.start.parsed if written.start else None
    end = written.end.parsed if written.end else None
    return Period(start=start, end=end) if start is not None and end is not None and start <= end else None
