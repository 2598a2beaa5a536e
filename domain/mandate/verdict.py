"""Was a service paid too much in a year, by how much, and what follows: with every line of the calculation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal
from uuid import UUID

from domain.kernel.money import Money, Rounding, total
from domain.kernel.question import Question, question
from domain.mandate.book import NOTHING, Entered, YearBook, net_cost
from domain.mandate.events.funding import OtherPublicFundingRecorded, PublicMoneyReturned
from domain.mandate.events.netcost import NetCost
from domain.mandate.payloads import CarryOverRule, CheckResult, Outcome
from domain.mandate.rules.overcompensation import carry_over_within_tenth

Label = Literal[
    "costs",
    "revenues",
    "reasonable profit",
    "net cost",
    "compensation paid",
    "other public money",
    "returned",
    "public money",
    "carried over from the year before",
    "room",
    "overcompensation",
    "average annual compensation",
    "tolerance",
    "carried over to the next year",
    "repaid",
    "left to repay",
]

Missing = Literal[
    "an entrusted service",
    "the declared net cost",
    "the verified net cost",
    "the service of some payments",
    "the payments before the takeover",
    "the rule of carrying over",
    "the compensation of the averaged years",
    "whether the mandate allows carrying over",
    "the last day of the mandate",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calculation: its amount, the events that it stands on, and whose money it is."""

    label: Label
    amount: Money
    events: tuple[UUID, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a verdict looks at. `compensations` is empty where that of some averaged year is not known.

    `averaged_events` are the entries about public money that these stand on. `claimed` is what requests for repayment
    take care of already, `repay_by` their latest day with something left.
    """

    service: str
    year: int
    book: YearBook
    missing: tuple[Missing, ...]
    carried_in: Money
    carried_in_events: tuple[UUID, ...]
    compensations: tuple[Money, ...]
    rule: CarryOverRule | None
    is_allowed: bool | None
    goes_on: bool | None
    law_day: date | None
    averaged_events: tuple[UUID, ...] = ()
    repaid: tuple[Line, ...] = ()
    claimed: Money = NOTHING
    repay_by: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a service-year comes to. Amounts are None where they cannot be told; `missing` says why.

    `ceiling` is the net cost, never below zero. `to_claim` is what no request for repayment takes care of yet.
    """

    service: str
    year: int
    outcome: Outcome
    lines: tuple[Line, ...]
    public_money: Money
    carried_in: Money
    missing: tuple[Missing, ...] = ()
    ceiling: Money | None = None
    overcompensation: Money | None = None
    rule: CarryOverRule | None = None
    average: Money | None = None
    tolerance: Money | None = None
    repaid: Money = NOTHING
    to_claim: Money = NOTHING
    repay_by: date | None = None

    @property
    def room(self) -> Money | None:
        """How much more public money the net cost would bear; negative where there is too much."""
        return None if self.ceiling is None else self.ceiling - self.public_money - self.carried_in

    @property
    def left_to_repay(self) -> Money:
        """What of an overcompensation that is to be repaid has not come back."""
        if self.outcome is not Outcome.REPAY or self.overcompensation is None:
            return NOTHING
        return max(self.overcompensation - self.repaid, NOTHING)

    @property
    def to_year(self) -> int | None:
        """The year whose compensation an overcompensation lowers."""
        return self.year + 1 if self.outcome is Outcome.CARRY_OVER else None

    @property
    def sentence(self) -> str:
        """The verdict in one English sentence."""
        match self.outcome:
            case Outcome.CANNOT_BE_DECIDED:
                return f"cannot be decided: missing {', '.join(self.missing)}"
            case Outcome.NO_OVERCOMPENSATION:
                return f"no overcompensation: {self.room} to the ceiling"
            case Outcome.CARRY_OVER:
                return f"overcompensation {self.overcompensation} — carried over to {self.to_year}"
            case Outcome.REPAY if self.left_to_repay.is_zero:
                return f"overcompensation {self.overcompensation} — repaid"
        when = f" by {self.repay_by}" if self.repay_by else ""
        return f"overcompensation {self.overcompensation} — repay{when}"

    @property
    def result(self) -> CheckResult:
        """The figures as a check keeps them. Only of a verdict that could be given."""
        assert self.ceiling is not None
        assert self.overcompensation is not None
        return CheckResult(
            outcome=self.outcome,
            public_money=self.public_money,
            carried_in=self.carried_in,
            net_cost=self.ceiling,
            overcompensation=self.overcompensation,
            rule=self.rule,
            average=self.average,
            tolerance=self.tolerance,
        )


def judge(about: Inquiry) -> Verdict:
    """The verdict on a service-year, straight from its book."""
    public_money = about.book.public_money()
    lines = [*_cost_lines(about.book), *_money_lines(about)]
    missing = [*about.missing, *_missing_cost(about.book)]
    verified = about.book.verified_now
    if missing or verified is None:
        outcome = Outcome.CANNOT_BE_DECIDED
        return Verdict(about.service, about.year, outcome, tuple(lines), public_money, about.carried_in, tuple(missing))
    ceiling = max(net_cost(verified.event), NOTHING)
    excess = public_money + about.carried_in - ceiling
    if excess.minor <= 0:
        lines.append(Line("room", -excess, _all_events(lines)))
        return Verdict(
            service=about.service,
            year=about.year,
            outcome=Outcome.NO_OVERCOMPENSATION,
            lines=tuple(lines),
            public_money=public_money,
            carried_in=about.carried_in,
            ceiling=ceiling,
            overcompensation=NOTHING,
            rule=about.rule,
            repaid=total(line.amount for line in about.repaid),
        )
    return _too_much(about, lines, ceiling, excess)


def _too_much(about: Inquiry, lines: list[Line], ceiling: Money, excess: Money) -> Verdict:
    """All or nothing: the whole is carried over, or the whole is repaid."""
    asked = _carry_over(about, excess)
    answer = asked.answer()
    outcome = {True: Outcome.CARRY_OVER, False: Outcome.REPAY, None: Outcome.CANNOT_BE_DECIDED}[answer]
    average, tolerance = _average(about), _tolerance(about)
    basis = _all_events(lines)
    lines.append(Line("overcompensation", excess, basis))
    lines += [Line("average annual compensation", average, about.averaged_events)] if average else []
    lines += [Line("tolerance", tolerance, about.averaged_events)] if tolerance else []
    repaid = total(line.amount for line in about.repaid)
    if outcome is Outcome.CARRY_OVER:
        lines.append(Line("carried over to the next year", excess, basis))
    if outcome is Outcome.REPAY:
        left = Line("left to repay", max(excess - repaid, NOTHING), (*basis, *_all_events(about.repaid)))
        lines += [*about.repaid, left]
    return Verdict(
        service=about.service,
        year=about.year,
        outcome=outcome,
        lines=tuple(lines),
        public_money=about.book.public_money(),
        carried_in=about.carried_in,
        missing=tuple(_missing_for_carrying(about)) if answer is None else (),
        ceiling=ceiling,
        overcompensation=excess,
        rule=about.rule,
        average=average,
        tolerance=tolerance,
        repaid=repaid,
        to_claim=excess - about.claimed if outcome is Outcome.REPAY else NOTHING,
        repay_by=about.repay_by if outcome is Outcome.REPAY else None,
    )


# Carrying over -------------------------------------------------------------------------------------------------------


def _carry_over(about: Inquiry, excess: Money) -> Question:
    return question(
        carry_over_within_tenth,
        about.law_day,
        overcompensation=excess,
        compensations=about.compensations,
        share=about.rule.share if about.rule else None,
        is_allowed=about.is_allowed,
        goes_on=about.goes_on,
    )


def _average(about: Inquiry) -> Money | None:
    """Rounded for the reader; the rule compares exactly."""
    years = len(about.compensations)
    return total(about.compensations).share(1, years) if years else None


def _tolerance(about: Inquiry) -> Money | None:
    """The largest overcompensation that may be carried over, in whole haléře."""
    if about.rule is None or not about.compensations:
        return None
    share, years = about.rule.share, len(about.compensations)
    return total(about.compensations).share(share.numerator, share.denominator * years, Rounding.DOWN)


def _missing_for_carrying(about: Inquiry) -> Iterator[Missing]:
    if about.rule is None:
        yield "the rule of carrying over"
    elif not about.compensations:
        yield "the compensation of the averaged years"
    if about.is_allowed is None:
        yield "whether the mandate allows carrying over"
    if about.goes_on is None:
        yield "the last day of the mandate"


# Lines ---------------------------------------------------------------------------------------------------------------


def _missing_cost(book: YearBook) -> Iterator[Missing]:
    if not book.declared:
        yield "the declared net cost"
    elif book.verified_now is None:
        yield "the verified net cost"


def _cost_lines(book: YearBook) -> Iterator[Line]:
    stated: Entered[NetCost] | None = book.verified_now or (book.declared[-1] if book.declared else None)
    if stated is None:
        return
    said, events = stated.event, (stated.event_id,)
    yield Line("costs", said.costs, events)
    yield Line("revenues", -said.revenues, events)
    yield Line("reasonable profit", said.reasonable_profit, events)
    yield Line("net cost", net_cost(said), events)


def _money_lines(about: Inquiry) -> Iterator[Line]:
    book = about.book
    by_source = sorted(book.paid, key=lambda one: one.event.source or "")
    for source, paid in groupby(by_source, key=lambda one: one.event.source):
        payments = list(paid)
        amount = total(one.event.amount for one in payments)
        yield Line("compensation paid", amount, tuple(one.event_id for one in payments), source)
    yield from (_given(one) for one in book.given)
    yield from (_returned(one) for one in book.returned)
    yield Line("public money", book.public_money(), tuple(book.money_events()))
    if not about.carried_in.is_zero:
        yield Line("carried over from the year before", about.carried_in, about.carried_in_events)


def _given(one: Entered[OtherPublicFundingRecorded]) -> Line:
    return Line("other public money", one.event.amount, (one.event_id,), one.event.funder)


def _returned(one: Entered[PublicMoneyReturned]) -> Line:
    return Line("returned", -one.event.amount, (one.event_id,), one.event.ground)


def _all_events(lines: Iterable[Line]) -> tuple[UUID, ...]:
    """What a line that is computed from others stands on."""
    return tuple(dict.fromkeys(event for line in lines for event in line.events))
