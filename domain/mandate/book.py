"""The public money of one service in one year: exact, pure, asked for any day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Payload
from domain.kernel.money import Money, total
from domain.mandate.events.funding import (
    Commitment,
    CommitmentReduction,
    CommitmentReleased,
    CompensationCommitted,
    CompensationPaid,
    MoneyReturn,
    OtherPublicFundingRecorded,
    PublicMoneyReturned,
)
from domain.mandate.events.netcost import NetCost, NetCostDeclared, NetCostVerified
from domain.mandate.payloads import CheckResult

E = TypeVar("E", bound=Payload)
E_co = TypeVar("E_co", bound=Payload, covariant=True)
Amounts = CompensationCommitted | CommitmentReleased | CompensationPaid | OtherPublicFundingRecorded

NOTHING = Money(0)
EVER = date.max
"""As a day of a question: everything that is known, whatever its date."""


@dataclass(frozen=True, slots=True)
class Entered(Generic[E_co]):
    """What an entry says, with its day and its place."""

    event: E_co
    on: date | None
    position: int
    event_id: UUID

    def is_by(self, day: date) -> bool:
        return (self.on or date.min) <= day


def entered(event: E, entry: Entry) -> Entered[E]:
    """What the entry says, with its day and its place."""
    return Entered(event, entry.effective_on, entry.position, entry.event_id)


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """A check as it was made."""

    result: CheckResult
    checked_on: date | None
    event_id: UUID
    is_final: bool


@dataclass(slots=True)
class YearBook:
    """Everything about one service-year. `compensation` is the payment that public money may not exceed."""

    compensation: Dated[Money] = field(default_factory=Dated)
    committed: list[Entered[CompensationCommitted]] = field(default_factory=list)
    released: list[Entered[CommitmentReleased]] = field(default_factory=list)
    paid: list[Entered[CompensationPaid]] = field(default_factory=list)
    given: list[Entered[OtherPublicFundingRecorded]] = field(default_factory=list)
    returned: list[Entered[PublicMoneyReturned]] = field(default_factory=list)
    declared: list[Entered[NetCostDeclared]] = field(default_factory=list)
    verified: list[Entered[NetCostVerified]] = field(default_factory=list)
    checks: list[CheckRecord] = field(default_factory=list)

    # Received -----------------------------------------------------------------------------------------------------

    def paid_in_all(self, by: date = EVER) -> Money:
        """Compensation that was paid, without what went back."""
        back = (one.event.amount for one in self.returned if one.event.funding is None and one.is_by(by))
        return _sum(self.paid, by) - total(back)

    def given_in_all(self, by: date = EVER) -> Money:
        """Other public money, without what went back."""
        back = (one.event.amount for one in self.returned if one.event.funding is not None and one.is_by(by))
        return _sum(self.given, by) - total(back)

    def public_money(self, by: date = EVER) -> Money:
        """All public money that the provider received for the service-year and did not give back."""
        return self.paid_in_all(by) + self.given_in_all(by)

    def left_of_funding(self, funding: str) -> Money | None:
        """What of other public money was not returned; None where there is none under this key."""
        given = [one.event.amount for one in self.given if one.event.funding == funding]
        back = (one.event.amount for one in self.returned if one.event.funding == funding)
        return total(given) - total(back) if given else None

    @property
    def amounts(self) -> Iterator[Money]:
        """Every amount that an entry states as moved or promised."""
        yield from (one.event.amount for one in self.committed)
        yield from (one.event.amount for one in self.released)
        yield from (one.event.amount for one in self.paid)
        yield from (one.event.amount for one in self.given)
        yield from (one.event.amount for one in self.returned)

    # Promised -----------------------------------------------------------------------------------------------------

    @property
    def latest_compensation(self) -> Money | None:
        return self.compensation.latest

    def committed_in_all(self, by: date = EVER) -> Money:
        """What is committed and was not given up."""
        return _sum(self.committed, by) - _sum(self.released, by)

    def committed_and_paid(self, key: str) -> tuple[Money, Money]:
        """Of one contract or reference: what is committed, and what was paid and not returned."""
        return self._by_key().get(key, (NOTHING, NOTHING))

    def unpaid(self, key: str) -> Money:
        """What of a commitment is neither paid nor given up; never less than zero."""
        committed, paid = self.committed_and_paid(key)
        return max(committed - paid, NOTHING)

    def taken(self, by: date = EVER) -> Money:
        """What takes up room: of each commitment what it promises or, where that is more, what was paid on it."""
        parts = (_larger(key, *both) for key, both in self._by_key(by).items())
        return total(parts) + self.given_in_all(by)

    def growth(self, key: str, *, committed: Money = NOTHING, paid: Money = NOTHING) -> Money:
        """By how much more would be taken if so much more were committed and paid under a contract or reference.

        Less than zero where a payment goes back.
        """
        now = self.committed_and_paid(key)
        return _larger(key, now[0] + committed, now[1] + paid) - _larger(key, *now)

    def _by_key(self, by: date = EVER) -> dict[str, tuple[Money, Money]]:
        """By contract or reference: what is committed, and what was paid and not returned."""
        committed: dict[str, Money] = defaultdict(Money.zero)
        paid: dict[str, Money] = defaultdict(Money.zero)
        for sums, key, amount in self._signed(committed, paid, by):
            sums[key] = sums[key] + amount
        return {key: (committed[key], paid[key]) for key in {**committed, **paid}}

    def _signed(
        self, committed: dict[str, Money], paid: dict[str, Money], by: date
    ) -> Iterator[tuple[dict[str, Money], str, Money]]:
        yield from ((committed, commitment_key(e.event), e.event.amount) for e in self.committed if e.is_by(by))
        yield from ((committed, commitment_key(e.event), -e.event.amount) for e in self.released if e.is_by(by))
        yield from ((paid, commitment_key(e.event), e.event.amount) for e in self.paid if e.is_by(by))
        back = (e for e in self.returned if e.event.funding is None and e.is_by(by))
        yield from ((paid, commitment_key(e.event), -e.event.amount) for e in back)

    # Cost and checks ----------------------------------------------------------------------------------------------

    @property
    def verified_now(self) -> Entered[NetCostVerified] | None:
        """The verification of the declaration that stands; None where a later declaration waits for one."""
        if not self.verified or not self.declared:
            return None
        verified = self.verified[-1]
        return verified if self.declared[-1].position < verified.position else None

    @property
    def standing(self) -> CheckRecord | None:
        """The check whose verdict stands: the last one."""
        return self.checks[-1] if self.checks else None

    @property
    def has_money(self) -> bool:
        return bool(self.paid or self.given or self.returned)

    def knows_movement(self, movement: str) -> bool:
        """Whether a line of the statement is recorded for this service-year."""
        lines = [*(one.event.movement for one in self.paid), *(one.event.movement for one in self.returned)]
        return movement in lines


def commitment_key(named: Commitment | CommitmentReduction | MoneyReturn) -> str:
    """What ties a payment to its commitment: the contract, or the reference; empty where neither is said."""
    return str(named.contract) if named.contract else named.reference or ""


def net_cost(stated: NetCost) -> Money:
    """Costs − revenues + reasonable profit."""
    return stated.costs - stated.revenues + stated.reasonable_profit


def _larger(key: str, committed: Money, paid: Money) -> Money:
    """A payment that names no commitment is on top of them all."""
    return max(committed, paid) if key else committed + paid


def _sum(all_entered: Iterable[Entered[Amounts]], by: date) -> Money:
    return total(one.event.amount for one in all_entered if one.is_by(by))
