"""Was a service paid too much in a year, by how much, and what follows: worked out from the rows alone.

A test compares every verdict with that of the mandate itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, cast

from domain.kernel.money import Money, Rounding
from domain.mandate.payloads import CarryOverRule, CheckResult, Outcome
from projections.compensation.book import YearBook, net_cost
from projections.compensation.mandates import NO_SERVICE, BookKey, MandatePicture
from projections.network.documents import Document, read

NOTHING = Money(0)


class Checked(NamedTuple):
    """What a check came to, and the figures that it came from, in haléře."""

    outcome: str
    public_money: int
    carried_in: int
    net_cost: int


class Balance(StrEnum):
    """How the public money of a service-year stands to its net cost."""

    OVER = "over"
    NONE = "none"
    """Exactly as much as the service cost."""
    UNDER = "under"
    NOT_KNOWN = "not known"


class Lacking(StrEnum):
    """What a verdict needs and does not have."""

    SERVICE = "an entrusted service"
    DECLARED = "the declared net cost"
    VERIFIED = "the verified net cost"
    SERVICE_OF_PAYMENTS = "the service of some payments"
    OLD_PAYMENTS = "the payments before the takeover"
    RULE = "the rule of carrying over"
    AVERAGE = "the compensation of the averaged years"
    WHETHER_ALLOWED = "whether the mandate allows carrying over"
    LAST_DAY = "the last day of the mandate"


@dataclass(frozen=True)
class Verdict:
    """What a service-year comes to by everything known. None cannot be told; `missing` says why.

    `net_cost` is never below zero. `difference` is public money with what was carried in, less the net cost: above zero
    `overcompensation`, below zero what the net cost would still bear. All or nothing of an overcompensation is carried
    over `to_year` or repaid; `to_claim` is what no request takes care of yet, less than zero where too much is asked.
    """

    outcome: Outcome
    balance: Balance
    missing: tuple[Lacking, ...]
    net_cost: Money | None = None
    difference: Money | None = None
    overcompensation: Money | None = None
    average: Money | None = None
    tolerance: Money | None = None
    to_year: int | None = None
    repaid: Money = NOTHING
    left_to_repay: Money = NOTHING
    to_claim: Money = NOTHING
    repay_by: date | None = None

    def agrees(self, book: YearBook, carried_in: int, checked: Checked) -> bool:
        """Whether a check came to the same from the same figures."""
        cost = None if self.net_cost is None else self.net_cost.minor
        return (self.outcome, book.public_money, carried_in, cost) == checked


def verdict(mandate: MandatePicture, key: BookKey) -> Verdict:
    """The verdict on a service-year."""
    return _Judge(mandate, key).verdict()


class _Judge:
    """What a verdict looks at, one question after the other."""

    def __init__(self, mandate: MandatePicture, key: BookKey) -> None:
        self._mandate = mandate
        self._service, self._year = key
        self._book = mandate.book(*key)
        self._claims = mandate.claimed(*key)
        self._claimed = sum(claim.counted for claim in self._claims)
        self._rule = _rule(mandate, self._book)
        self._averaged = self._public_money_of_averaged_years()

    def verdict(self) -> Verdict:
        missing = (*self._missing_money(), *self._missing_cost())
        verified = self._book.verified_now
        if missing or verified is None:
            return Verdict(Outcome.CANNOT_BE_DECIDED, Balance.NOT_KNOWN, missing)
        ceiling = max(net_cost(verified.record), 0)
        difference = self._book.public_money + self._mandate.carried(self._service, self._year) - ceiling
        if difference <= 0:
            return Verdict(
                outcome=Outcome.NO_OVERCOMPENSATION,
                balance=Balance.UNDER if difference else Balance.NONE,
                missing=(),
                net_cost=Money(ceiling),
                difference=Money(difference),
                overcompensation=Money(0),
                repaid=Money(self._repaid),
            )
        return self._too_much(ceiling, difference)

    def _too_much(self, ceiling: int, excess: int) -> Verdict:
        """All or nothing: the whole is carried over, or the whole is repaid."""
        answer = self._may_be_carried(excess)
        outcome = {True: Outcome.CARRY_OVER, False: Outcome.REPAY, None: Outcome.CANNOT_BE_DECIDED}[answer]
        is_repaid = outcome is Outcome.REPAY
        open_days = [claim.due for claim in self._claims if claim.left and claim.due is not None]
        return Verdict(
            outcome=outcome,
            balance=Balance.OVER,
            missing=tuple(self._missing_to_carry()) if answer is None else (),
            net_cost=Money(ceiling),
            difference=Money(excess),
            overcompensation=Money(excess),
            average=self._average(Fraction(1), Rounding.HALF_UP),
            tolerance=self._average(self._rule.share, Rounding.DOWN) if self._rule else None,
            to_year=self._year + 1 if outcome is Outcome.CARRY_OVER else None,
            repaid=Money(self._repaid),
            left_to_repay=Money(max(excess - self._repaid, 0) if is_repaid else 0),
            to_claim=Money(excess - self._claimed if is_repaid else 0),
            repay_by=min(open_days, default=None) if is_repaid else None,
        )

    @property
    def _repaid(self) -> int:
        return sum(claim.repaid for claim in self._claims)

    def _average(self, share: Fraction, rounding: Rounding) -> Money | None:
        """A share of the average annual compensation, rounded for the reader; the comparison is exact."""
        if not self._averaged:
            return None
        exact = share * sum(self._averaged) / len(self._averaged)
        return Money(rounding.divide(exact.numerator, exact.denominator))

    # Carrying over --------------------------------------------------------------------------------------------------

    def _may_be_carried(self, excess: int) -> bool | None:
        """A tenth of the average at most, where the mandate allows it and goes on; None cannot be decided."""
        is_small = None
        if self._rule is not None and self._averaged:
            is_small = excess <= self._rule.share * sum(self._averaged) / len(self._averaged)
        conditions = (is_small, self._is_allowed, self._goes_on)
        return False if False in conditions else None if None in conditions else True

    @property
    def _is_allowed(self) -> bool | None:
        """What the act says at the end of the year. Once repayment was asked for, nothing is carried over."""
        if self._claimed:
            return False
        said, day = self._mandate.is_carry_over_allowed, self._mandate.last_day_of(self._year)
        is_said = any(since is None or since <= day for since, _ in said)
        return said.on(day) if is_said else next((value for _, value in said), None)

    @property
    def _goes_on(self) -> bool | None:
        ends_on = self._mandate.ends_on
        return None if ends_on is None else date(self._year, 12, 31) < ends_on

    # The average ----------------------------------------------------------------------------------------------------

    def _public_money_of_averaged_years(self) -> tuple[int, ...]:
        """Nothing where that of some year is not known."""
        years = self._averaged_years()
        if not all(map(self._mandate.is_money_known, years)):
            return ()
        return tuple(self._mandate.book(self._service, year).public_money for year in years)

    def _averaged_years(self) -> tuple[int, ...]:
        if self._rule is None:
            return ()
        if self._rule.average == "the checked year":
            return (self._year,)
        if self._mandate.first_day is None:
            return ()
        first = self._mandate.first_day.year
        if self._rule.average == "last three years":
            return tuple(range(max(first, self._year - 2), self._year + 1))
        if self._rule.average == "years up to the checked one":
            return tuple(range(first, self._year + 1))
        return self._all_years(first)

    def _all_years(self, first: int) -> tuple[int, ...]:
        """Every year of the mandate; nothing while the money of some of them is still to come."""
        if self._mandate.ends_on is None:
            return ()
        years = tuple(range(first, self._mandate.ends_on.year + 1))
        return years if all(self._mandate.book(self._service, year).has_money for year in years) else ()

    # What is missing ------------------------------------------------------------------------------------------------

    def _missing_money(self) -> Iterator[Lacking]:
        if self._service not in self._mandate.services:
            yield Lacking.SERVICE
        if self._service != NO_SERVICE and self._mandate.book(NO_SERVICE, self._year).has_money:
            yield Lacking.SERVICE_OF_PAYMENTS
        if not self._mandate.is_money_known(self._year):
            yield Lacking.OLD_PAYMENTS

    def _missing_cost(self) -> Iterator[Lacking]:
        if self._book.declared is None:
            yield Lacking.DECLARED
        elif self._book.verified_now is None:
            yield Lacking.VERIFIED

    def _missing_to_carry(self) -> Iterator[Lacking]:
        if self._rule is None:
            yield Lacking.RULE
        elif not self._averaged:
            yield Lacking.AVERAGE
        if self._is_allowed is None:
            yield Lacking.WHETHER_ALLOWED
        if self._goes_on is None:
            yield Lacking.LAST_DAY


def _rule(mandate: MandatePicture, book: YearBook) -> CarryOverRule | None:
    """That of the last check, or what was configured on the day of issue."""
    said = None if book.standing is None else (book.standing.record.result or {}).get("rule")
    return read(CarryOverRule, said) if isinstance(said, dict) else mandate.rule


def result_of(stored: object) -> CheckResult:
    """The figures of a check as they were known then."""
    return CheckResult.model_validate(stored)


def checked_of(stored: Document) -> Checked:
    """As much of them as is compared; to read all of them for every year would take half of the time of a report."""
    money = (cast("dict[str, int]", stored[name])["minor"] for name in ("public_money", "carried_in", "net_cost"))
    return Checked(str(stored["outcome"]), *money)
