"""What is known of a grant project, and what others ask it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.money import Money, total
from domain.kernel.period import Period
from domain.kernel.registry import Programme
from domain.project.payloads import (
    Achievement,
    Funding,
    IndicatorTarget,
    KeyActivity,
    PriceRule,
    Support,
    SupportedKind,
    TargetGroup,
    Term,
)
from domain.project.rules.frame import read_number
from domain.service.payloads import Organisation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SubmittedReport:
    """An implementation report as it was last submitted, and what became of it."""

    period: Period
    submitted_on: date | None
    achievements: tuple[Achievement, ...] = ()
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class SubmittedClaim:
    """A payment claim as it was last submitted, and what became of it."""

    amount: Money
    submitted_on: date | None
    outcome: str | None = None
    approved: Money | None = None

    @property
    def counted(self) -> Money | None:
        """What the claim takes of the budget: the approved amount, or the one asked while nothing is decided."""
        return self.amount if self.outcome is None else self.approved


@dataclass(frozen=True, slots=True)
class Received:
    """One movement of the programme's money on the region's account."""

    amount: Money
    on: date | None
    claim: str | None = None


class ProjectState(Aggregate):
    """A project over time. `inferred` names what its opening entry concluded, not read."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.number: str | None = None
        self.code: str | None = None
        self.title: str | None = None
        self.description: str | None = None
        self.programme: str | None = None
        self.call: str | None = None
        self.owner: Organisation | None = None
        self.grant_decision: str | None = None
        self.resolution: str | None = None
        self.listed_as: str | None = None
        self.inferred: frozenset[str] = frozenset()
        self.supported: tuple[SupportedKind, ...] = ()
        self.target_groups: tuple[TargetGroup, ...] = ()
        self.price_rule: PriceRule | None = None
        self.terms: tuple[Term, ...] = ()
        self.period: Dated[Period | PeriodAsWritten] = Dated()
        self.other_periods: tuple[PeriodAsWritten, ...] = ()
        self.budget: Dated[Money] = Dated()
        self.budget_as_written: str | None = None
        self.funding: Dated[tuple[Funding, ...]] = Dated()
        self.key_activities: dict[str, KeyActivity] = {}
        self.indicator_targets: dict[str, Dated[IndicatorTarget]] = {}
        self.achievements_stated: dict[str, Achievement] = {}
        self.supports: dict[str, Support] = {}
        self.allocations: dict[UUID, Dated[Money]] = {}
        self.reports: dict[str, SubmittedReport] = {}
        self.payment_claims: dict[str, SubmittedClaim] = {}
        self.receipts: dict[str, Received] = {}
        self.closed_on: date | None = None
        self.retention_until: date | None = None

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        yield "project-number", "".join(written.split())
        yield "project-code", written.strip()

    # The period -----------------------------------------------------------------------------------------------------

    def period_on(self, day: date | None) -> Period | PeriodAsWritten | None:
        """The period as it was set on that day; before the first setting, the first one."""
        return self.period.on(day) or next((period for _, period in self.period), None)

    def runs_on(self, day: date | None) -> Answer:
        """Whether the day lies in the project's period, as it was set on that day."""
        return self.period_covers(day, as_set_on=day)

    def period_covers(self, day: date | None, *, as_set_on: date | None) -> Answer:
        """Whether the day lies in the project's period, as it was set on another day."""
        period = self.period_on(as_set_on)
        if day is None or period is None:
            return Answer.CANNOT_BE_DECIDED
        if isinstance(period, PeriodAsWritten):
            return period.covers(day)
        return Answer.YES if period.contains(day) else Answer.NO

    def has_ended_by(self, day: date | None) -> Answer:
        """Whether the last day of the project's period has come."""
        first, last = end_bounds(self.period_on(day))
        if day is None or (first is None and last is None):
            return Answer.CANNOT_BE_DECIDED
        if last is not None and last <= day:
            return Answer.YES
        return Answer.NO if first is not None and day < first else Answer.CANNOT_BE_DECIDED

    # The money ------------------------------------------------------------------------------------------------------

    @property
    def programme_read(self) -> Programme | None:
        """The programme by the project's number, or by its abbreviation; None where neither says it."""
        number = read_number(self.number)
        if number is not None:
            return number.programme
        return next((known for known in Programme if known == self.programme), None)

    @property
    def currency(self) -> str:
        """The one currency in which the project is kept: that of its budget, crowns where none is known."""
        budget = self.budget.latest
        return budget.currency if budget else "CZK"

    def allocated(self, on: date | None, *, without: UUID | None = None) -> Money:
        """The maxima of all services on that day, one of them perhaps left out."""
        return self._sum(held.on(on) for service, held in self.allocations.items() if service != without)

    def days_from(self, on: date | None, *, before_next: Dated[Money] | None) -> list[date | None]:
        """The day, and each later one on which the budget or a maximum changes, up to the next change of one value."""
        if on is None:
            return [None]
        changes = {day for held in (self.budget, *self.allocations.values()) for day, _ in held if day and on < day}
        ends = min((day for day, _ in before_next or () if day and on < day), default=date.max)
        return [on, *sorted(day for day in changes if day < ends)]

    def smallest_budget_from(self, on: date | None) -> Money | None:
        """The budget on that day, or a smaller one set for a later day; None where it is unknown on the day."""
        budget = self.budget.on(on)
        later = (amount for day, amount in self.budget if day is not None and on is not None and on < day)
        return None if budget is None else min((budget, *later))

    def claimed(self, *, without: str | None = None) -> Money:
        """What all claims take of the budget, one of them perhaps left out."""
        return self._sum(claim.counted for key, claim in self.payment_claims.items() if key != without)

    @property
    def approved(self) -> Money:
        """What the managing authority approved of all claims."""
        return self._sum(claim.approved for claim in self.payment_claims.values())

    @property
    def received(self) -> Money:
        """What came to the account for the project."""
        return self._sum(receipt.amount for receipt in self.receipts.values())

    def _sum(self, amounts: Iterable[Money | None]) -> Money:
        return total((amount for amount in amounts if amount is not None), self.currency)

    # The promises ---------------------------------------------------------------------------------------------------

    def target(self, indicator: str, *, on: date | None) -> IndicatorTarget | None:
        """The target of an indicator on that day."""
        held = self.indicator_targets.get(indicator)
        return held.on(on) if held else None

    def achieved(self, indicator: str) -> Decimal | None:
        """What was last reported as reached, or what an old record states; None where nothing was."""
        reported = [
            achievement.value
            for report in sorted(self.reports.values(), key=lambda report: report.period.start)
            if report.outcome not in {"returned", "rejected"}
            for achievement in report.achievements
            if achievement.indicator == indicator
        ]
        stated = self.achievements_stated.get(indicator)
        return reported[-1] if reported else stated.value if stated else None

    @property
    def sections_supported(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kind.section for kind in self.supported))


def end_bounds(period: Period | PeriodAsWritten | None) -> tuple[date | None, date | None]:
    """The first and the last day that the end of a period can mean; None where that is not certain."""
    if isinstance(period, PeriodAsWritten):
        return (period.end.not_before, period.end.not_after) if period.end else (None, None)
    return (period.end, period.end) if period else (None, None)


def hold(held: Dated[T], value: T | None, entry: Entry) -> None:
    """From the entry's effective date on; a value that is absent changes nothing."""
    if value is not None:
        held.set(value, effective_on=entry.effective_on, position=entry.position)
