"""What every subject of a contract may know about it: the state that conclusion, publication and changes leave behind.

The money subjects (drawing, reporting, settlement, breaches) build on this class, read these attributes, and answer the
questions under *Asked of the money*.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self, TypeVar
from uuid import UUID

from domain.contract.events.conclusion import NUMBER_CLAIM, Terms
from domain.contract.payloads import (
    Account,
    Instalment,
    Party,
    PublicationDuty,
    Regime,
    ServiceRef,
    SettlementDue,
    Target,
    TenderRef,
)
from domain.contract.records import (
    Agreement,
    Amendment,
    Approval,
    ConclusionOnFile,
    Preconditions,
    Provider,
    Signature,
)
from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.question import Question
from domain.kernel.registry import ContractNumber, InvalidIdentifier, OrpCode, Programme
from domain.kernel.rule import Rule
from domain.kernel.stamp import Anomaly, AnomalyRef

T = TypeVar("T")


class ContractState(Aggregate):
    """The attributes of a contract by subject; a mixin per subject decides and evolves them.

    What can be amended is asked `.on(day)` and is None before anything was agreed. See `effect` and `in_force`.
    """

    number: ContractNumber | None = None
    regime: Regime | None = None
    services: tuple[ServiceRef, ...] = ()
    orps: tuple[OrpCode, ...] = ()
    project: UUID | None = None
    programme: Programme | None = None
    tender: TenderRef | None = None

    preconditions: Preconditions | None = None
    approval: Approval | None = None
    conclusion: ConclusionOnFile | None = None

    is_concluded = False
    """Concluded, or taken over as a contract that was concluded on some day."""
    is_conclusion_recorded = False
    is_taken_over = False
    concluded_on: date | None = None
    publication: PublicationDuty | None = None
    """The limits of Act 340/2015; None where there is no duty to publish or the day of conclusion is unknown."""
    register_value: Money | None = None
    """The value without tax that decided about the duty."""
    published_on: date | None = None
    published_by: UUID | None = None
    """The event of the publication."""
    register_id: str | None = None
    effect_agreed_on: date | None = None
    is_effect_conditional = False
    void = False
    void_known_at: date | None = None
    """The day on which voidness was established; the contract is void from its conclusion."""

    original_maximum: Money | None = None
    """The maximum of the contract itself, before every amendment; the basis of § 222(4) Act 134/2016."""
    awarded: Money | None = None
    """What an old paper calls provided money: no maximum, and not known to be paid."""
    period_as_written: PeriodAsWritten | None = None
    is_period_own = False
    """Whether the period as written is that of the contract, and not of a whole support or project."""
    agreements: tuple[Agreement, ...] = ()
    """The contract itself and decided changes; what amendments say stands in `amendments`."""

    terminated_on: date | None = None
    """The last day of a contract that was terminated before its time."""
    is_undone = False
    """Withdrawn from before anything was provided or paid."""
    expired_on: date | None = None
    closed_on: date | None = None

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.provider: Dated[Provider] = Dated()
        self.signatures: dict[Party, Signature] = {}
        self.amendments: dict[int, Amendment] = {}
        self.written: dict[UUID, tuple[Anomaly, ...]] = {}
        """What is wrong with the dates and periods that a paper writes, by the event that brought it."""
        self.maximum: Dated[Money] = Dated()
        self.period: Dated[Period] = Dated()
        """The period in which the service is provided."""
        self.account_agreed: Dated[Account] = Dated()
        self.payment_plan: Dated[tuple[Instalment, ...]] = Dated()
        self.settlement_due: Dated[tuple[SettlementDue, ...]] = Dated()
        self.targets: Dated[tuple[Target, ...]] = Dated()

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        try:
            number = ContractNumber.read(written)
        except InvalidIdentifier:
            return
        yield from ((NUMBER_CLAIM, spelling) for spelling in (number, *number.other_spellings))

    @property
    def approved(self) -> bool:
        """Whether an approval by a body of the region is recorded."""
        return self.approval is not None

    # Questions about a day ----------------------------------------------------------------------------------------

    @property
    def effective_from(self) -> date | None:
        """The first day of effect; None where it has none, has none yet, or where that cannot be decided."""
        return self.effective_if(published_on=self.published_on)

    def effective_if(self, *, published_on: date | None) -> date | None:
        """The first day of effect, were the contract published on that day.

        Where only old papers speak, effect is what they state and nothing is computed.
        """
        if self.void:
            return None
        if self.concluded_on is None or not self.is_conclusion_recorded:
            return self.effect_agreed_on
        if self.is_effect_conditional and self.effect_agreed_on is None:
            return None
        agreed = max(self.concluded_on, self.effect_agreed_on or self.concluded_on)
        if not self.needs_publication:
            return agreed
        return None if published_on is None else max(agreed, published_on)

    def effect(self, on: date | None) -> Answer:
        """Whether the contract has effect on that day. It does not ask whether the contract has ended.

        Effect begins with the conclusion, with the publication (§ 6(1) Act 340/2015, for contracts concluded from 1
        July 2017) or on a later agreed day. Where old papers state none of this, it cannot be decided.
        """
        if self.void or not self.is_concluded:
            return Answer.NO
        if on is None:
            return Answer.CANNOT_BE_DECIDED
        first_day = self.effective_from
        if first_day is not None:
            return Answer.YES if first_day <= on else Answer.NO
        if self.concluded_on is not None and on < self.concluded_on:
            return Answer.NO
        is_unpublished = self.needs_publication and self.published_on is None and not self.is_taken_over
        return Answer.NO if is_unpublished else Answer.CANNOT_BE_DECIDED

    def in_force(self, on: date | None) -> Answer:
        """Whether the contract has effect on that day and has not ended before it."""
        ended = self.has_ended(on)
        if ended is Answer.YES:
            return Answer.NO
        effect = self.effect(on)
        return Answer.CANNOT_BE_DECIDED if effect is Answer.YES and ended is not Answer.NO else effect

    def has_ended(self, on: date | None) -> Answer:
        """Whether the contract's last day lies before that day: by termination, expiry, or the end of its period."""
        if on is None:
            return Answer.CANNOT_BE_DECIDED
        known = [day for day in (self.terminated_on, self.expired_on) if day is not None]
        period = self.period.on(on) or self.period.latest
        if period is not None:
            known += [] if period.end is None else [period.end]
        elif not known:
            return self._ended_as_written(on)
        return Answer.YES if known and min(known) < on else Answer.NO

    def _ended_as_written(self, on: date) -> Answer:
        """By a period that could not be read; it says something only where it is the contract's own."""
        written = self.period_as_written
        if written is None or not self.is_period_own:
            return Answer.CANNOT_BE_DECIDED
        started = written.start is not None and written.start.not_after is not None and written.start.not_after <= on
        covers = written.covers(on)
        if covers is Answer.YES or (covers is Answer.NO and not started):
            return Answer.NO
        return Answer.YES if covers is Answer.NO else Answer.CANNOT_BE_DECIDED

    def within_period_as_written(self, on: date | None) -> Answer:
        """Whether the day lies in the period in the words of its paper, whosever period that is; see its `scope`."""
        written = self.period_as_written
        return Answer.CANNOT_BE_DECIDED if written is None else written.covers(on)

    @property
    def agreed_currency(self) -> str | None:
        """The currency of what was agreed, else of what was approved; None where neither is known."""
        agreed = self.original_maximum or self.maximum.latest or (self.approval.maximum if self.approval else None)
        return None if agreed is None else agreed.currency

    @property
    def needs_publication(self) -> bool:
        """Whether the contract has no effect before it is published (§ 6(1) Act 340/2015)."""
        return self.publication is not None and self.publication.void_after is not None

    @property
    def last_day(self) -> date | None:
        """The last day of the contract, where one is known."""
        period = self.period.latest
        known = [self.terminated_on, self.expired_on, period.end if period else None]
        return min((day for day in known if day is not None), default=None)

    def reading(self, *, agreements: tuple[Agreement, ...], amendments: Iterable[Amendment]) -> Self:
        """This contract as it would read with these agreements and amendments; only what they say of it differs."""
        after = copy.copy(self)
        after.agreements, after.amendments = agreements, {one.number: one for one in amendments}
        after.retell()
        return after

    # Told by several subjects -------------------------------------------------------------------------------------

    def take_terms(self, terms: Terms, entry: Entry) -> None:
        """What these terms say holds; what they leave out stays as it was."""
        self.number = terms.number or self.number
        self.regime = terms.regime or self.regime
        self.services = terms.services or self.services
        self.orps = terms.orps or self.orps
        self.project = terms.project or self.project
        self.programme = terms.programme or self.programme
        self.tender = terms.tender or self.tender
        if terms.provider is not None:
            provider = Provider(terms.provider, terms.provider_ico)
            self.provider.set(provider, effective_on=None, position=entry.position)

    def retell(self) -> None:
        """Say anew what was agreed over time: contract, changes, amendments that are not void, each from its day."""
        amended = [(a.effective_on, a.agreement) for a in self.amendments.values() if not a.is_void]
        told = [(a.effective_on, a) for a in self.agreements] + amended
        self.maximum = _over_time((on, a.position, a.maximum) for on, a in told)
        self.period = _over_time((on, a.position, a.period) for on, a in told)
        self.account_agreed = _over_time((on, a.position, a.account) for on, a in told)
        self.payment_plan = _over_time((on, a.position, a.payment_plan or None) for on, a in told)
        self.settlement_due = _over_time((on, a.position, a.settlement_due or None) for on, a in told)
        self.targets = _over_time((on, a.position, a.targets or None) for on, a in told)

    def settle_any(self, rule: Rule[...], asked: Iterable[Question], case: Case) -> None:
        """Note what is newly broken under a rule of the contract as a whole, the first of it; close what is mended."""
        noted, broken = self.anomalies_of(rule.label), next((one for one in asked if one.is_broken), None)
        if broken is None:
            case.close_anomalies(*noted)
        elif not noted:
            broken.note(case)

    def settle_each(self, rule: Rule[...], asked: Mapping[UUID, Question], case: Case) -> None:
        """The same of single entries. What stands beside any other is so of all of them, until none is broken."""
        noted = {ref.event_id: ref for ref in self.anomalies_of(rule.label)}
        broken = {event_id for event_id, one in asked.items() if one.is_broken}
        if noted.keys() <= asked.keys():
            for event_id in (one for one in asked if one in broken - noted.keys()):
                asked[event_id].note(case)
        over = asked.keys() - broken if broken else noted.keys()
        case.close_anomalies(*(ref for event_id, ref in noted.items() if event_id in over))

    # Asked of what was amended ------------------------------------------------------------------------------------

    def look_at_amendments_again(self, case: Case) -> None:
        """Ask of all amendments together, as the contract reads here, what was asked of each when it was recorded."""

    # Asked of the money -------------------------------------------------------------------------------------------

    @property
    def open_claims(self) -> tuple[str, ...]:
        """The refunds, levies, penalties and irregularities that are neither paid nor written off."""
        return ()

    @property
    def unsettled_years(self) -> tuple[int, ...]:
        """The service years with money whose settlement is not approved."""
        return ()

    @property
    def settled_years(self) -> tuple[int, ...]:
        """The service years whose settlement is approved: what changes them afterwards needs a second person."""
        return ()

    @property
    def has_been_paid(self) -> bool:
        """Whether any money left the region's account for it and stayed away."""
        return False

    def became_binding(self, case: Case, *, before: Self) -> None:
        """It is being concluded: what it says of service-years is committed under the mandates that it names.

        They learn too for which services earlier payments were, where it is the conclusion that names these.
        """

    def became_void(self, case: Case, established_on: date) -> None:
        """It turns out to be void from the start: nothing is committed by it any more."""

    def questions_of_lowered_maximum(self, *, before: Dated[Money]) -> Iterable[Question]:
        """What is asked where the maximum is lower than it was before."""
        return ()

    def settled_by_maximum(self) -> tuple[AnomalyRef, ...]:
        """The open anomalies that the maximum as it is here settles."""
        return ()

    def look_at_payments_again(self, case: Case, *labels: str) -> None:
        """What was recorded just now makes the contract read as it does here: look at what was paid before.

        What is broken under these labels, or under any, is noted, for it cannot be refused any more; the rest closed.
        """

    def look_at_settlements_again(self, case: Case) -> None:
        """A payment or a correction makes the contract read as it does here: ask of each settlement what it was asked.

        What was paid before a settlement may be learnt after it.
        """

    def effect_became_known(self, case: Case, effective_from: date) -> None:
        """A publication or an agreed day just told from when the contract has effect: note what was paid before it."""


def _over_time(told: Iterable[tuple[date | None, int, T | None]]) -> Dated[T]:
    values: Dated[T] = Dated()
    for effective_on, position, value in told:
        if value is not None:
            values.set(value, effective_on=effective_on, position=position)
    return values
