"""The public money of one service in one year: exact, pure, asked for any day."""

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Generic, TypeVar, cast
from uuid import UUID

from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Payload
from domain.kernel.money import Money, total
from domain.mandate.accounts import Accounts, commitment_key
from domain.mandate.events.funding import (
    CommitmentReleased,
    CompensationCommitted,
    CompensationPaid,
    CompensationPayment,
    MoneyReturn,
    OtherPublicFundingRecorded,
    PublicMoneyReturned,
)
from domain.mandate.events.netcost import NetCost, NetCostDeclared, NetCostVerified
from domain.mandate.payloads import CheckResult

E = TypeVar("E", bound=Payload)
E_co = TypeVar("E_co", bound=Payload, covariant=True)
Amounts = CompensationCommitted | CommitmentReleased | CompensationPaid | OtherPublicFundingRecorded
Line = CompensationPaid | PublicMoneyReturned
"""What a line of the bank statement says of a service-year."""
L = TypeVar("L", CompensationPaid, PublicMoneyReturned)

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
    """Everything about one service-year. `compensation` is the payment that public money may not exceed.

    What every command asks for is not added up anew: `commit`, `release`, `pay`, `give` and `give_back` keep the sums.
    """

    compensation: Dated[Money] = field(default_factory=Dated)
    committed: list[Entered[CompensationCommitted]] = field(default_factory=list)
    released: list[Entered[CommitmentReleased]] = field(default_factory=list)
    paid: list[Entered[CompensationPaid]] = field(default_factory=list)
    given: list[Entered[OtherPublicFundingRecorded]] = field(default_factory=list)
    returned: list[Entered[PublicMoneyReturned]] = field(default_factory=list)
    declared: list[Entered[NetCostDeclared]] = field(default_factory=list)
    verified: list[Entered[NetCostVerified]] = field(default_factory=list)
    checks: list[CheckRecord] = field(default_factory=list)
    accounts: Accounts = field(default_factory=Accounts)
    given_by_funding: dict[str, int] = field(default_factory=dict)
    """Other public money in minor units."""
    returned_by_funding: dict[str, int] = field(default_factory=dict)
    lines_paid: dict[str, Entered[CompensationPaid]] = field(default_factory=dict)
    """By the line of the bank statement; of two that name one line the first."""
    lines_returned: dict[str, Entered[PublicMoneyReturned]] = field(default_factory=dict)

    # Taken in -----------------------------------------------------------------------------------------------------

    def commit(self, one: Entered[CompensationCommitted]) -> None:
        self.committed.append(one)
        self.accounts.commit(one.event, one.event.amount.minor)

    def release(self, one: Entered[CommitmentReleased]) -> None:
        self.released.append(one)
        self.accounts.release(one.event, one.event.amount.minor)

    def pay(self, one: Entered[CompensationPaid]) -> None:
        self.paid.append(one)
        self.accounts.pay(one.event, one.event.amount.minor)
        if one.event.movement is not None:
            self.lines_paid.setdefault(one.event.movement, one)

    def give(self, one: Entered[OtherPublicFundingRecorded]) -> None:
        self.given.append(one)
        _add(self.given_by_funding, one.event.funding, one.event.amount)

    def give_back(self, one: Entered[PublicMoneyReturned]) -> None:
        self.returned.append(one)
        if one.event.funding is None:
            self.accounts.pay(one.event, -one.event.amount.minor)
        else:
            _add(self.returned_by_funding, one.event.funding, one.event.amount)
        if one.event.movement is not None:
            self.lines_returned.setdefault(one.event.movement, one)

    def copy(self) -> "YearBook":
        """The same book, to take further money in by itself; the compensation payment is one and the same."""
        copied = {one.name: copy.copy(getattr(self, one.name)) for one in fields(self)}
        return YearBook(**copied | {"compensation": self.compensation, "accounts": self.accounts.copy()})

    def rewritten(self, lines: Mapping[UUID, Entered[Line] | None]) -> "YearBook":
        """The book as it would read if these entries said something else, or nothing."""
        book = YearBook(
            compensation=self.compensation,
            given=self.given,
            declared=self.declared,
            verified=self.verified,
            checks=self.checks,
            given_by_funding=self.given_by_funding,
        ).copy()
        for commitment in self.committed:
            book.commit(commitment)
        for reduction in self.released:
            book.release(reduction)
        for payment in _rewritten(self.paid, lines):
            book.pay(payment)
        for back in _rewritten(self.returned, lines):
            book.give_back(back)
        return book

    # Received -----------------------------------------------------------------------------------------------------

    def paid_in_all(self, by: date = EVER) -> Money:
        """Compensation that was paid, without what went back."""
        if by == EVER:
            return Money(self.accounts.paid)
        back = (one.event.amount for one in self.returned if one.event.funding is None and one.is_by(by))
        return _sum(self.paid, by) - total(back)

    def given_in_all(self, by: date = EVER) -> Money:
        """Other public money, without what went back."""
        if by == EVER:
            return Money(sum(self.given_by_funding.values()) - sum(self.returned_by_funding.values()))
        back = (one.event.amount for one in self.returned if one.event.funding is not None and one.is_by(by))
        return _sum(self.given, by) - total(back)

    def public_money(self, by: date = EVER) -> Money:
        """All public money that the provider received for the service-year and did not give back."""
        return self.paid_in_all(by) + self.given_in_all(by)

    def kept(self) -> Money:
        """The same as far as it may be counted on: what came back and was never paid or given lowers nothing else."""
        return Money(self.accounts.kept + self._given_and_left())

    def money_events(self) -> Iterator[UUID]:
        """The entries about all public money that was received and given back."""
        yield from (one.event_id for one in (*self.paid, *self.given, *self.returned))

    def left_to_return(self, back: MoneyReturn) -> Money:
        """What may still come back of what such a return names; never less than zero."""
        if back.funding is not None:
            return max(self.left_of_funding(back.funding) or NOTHING, NOTHING)
        key = commitment_key(back)
        paid = self.accounts.committed_and_paid(key)[1] if key else self.accounts.paid
        return Money(max(0, min(paid, self.accounts.paid)))

    def covers_returns_with(self, payment: CompensationPayment) -> bool:
        """Whether with this payment no more came back than was received."""
        accounts = self.accounts.copy()
        accounts.pay(payment, payment.amount.minor)
        given = self.given_by_funding
        return accounts.covers_returns and all(given.get(f, 0) >= back for f, back in self.returned_by_funding.items())

    def returns(self) -> Iterator[tuple[Money, Money]]:
        """What was received and what came back: of each contract, reference and other public money, and in all."""
        received: dict[str, int] = {}
        for payment in self.paid:
            _add(received, commitment_key(payment.event), payment.event.amount)
        back: dict[str, int] = {}
        for one in self.returned:
            if one.event.funding is None:
                _add(back, commitment_key(one.event), one.event.amount)
        named = [(received.get(key, 0), minor) for key, minor in back.items() if key]
        given = [(self.given_by_funding.get(key, 0), minor) for key, minor in self.returned_by_funding.items()]
        for came, went in (*named, *given, (sum(received.values()), sum(back.values()))):
            yield Money(came), Money(went)

    def left_of_funding(self, funding: str) -> Money | None:
        """What of other public money was not returned; None where there is none under this key."""
        given = self.given_by_funding.get(funding)
        return None if given is None else Money(given - self.returned_by_funding.get(funding, 0))

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

    def compensation_with(self, stated: Money, on: date | None) -> Money | None:
        """The latest once another was stated from that day on; one of a later day stays the latest."""
        is_later_known = any(day is not None and (on is None or on < day) for day, _ in self.compensation)
        return self.latest_compensation if is_later_known else stated

    def committed_in_all(self, by: date = EVER) -> Money:
        """What is committed and was not given up."""
        if by == EVER:
            return Money(self.accounts.committed)
        return _sum(self.committed, by) - _sum(self.released, by)

    def committed_and_paid(self, key: str) -> tuple[Money, Money]:
        """Of one contract or reference: what is committed, and what was paid and not returned."""
        committed, paid = self.accounts.committed_and_paid(key)
        return Money(committed), Money(paid)

    def committed_under(self, contract: UUID, references: Collection[str]) -> tuple[Money, str | None]:
        """What of the commitment of a contract is under these references, and which of them was committed last."""
        minor, last = self.accounts.under(contract, references)
        return Money(minor), last

    def unpaid(self, key: str) -> Money:
        """What of a commitment is neither paid nor given up: never less than zero, nor more than is committed."""
        committed, paid = self.committed_and_paid(key)
        return max(committed - max(paid, NOTHING), NOTHING)

    def taken(self) -> Money:
        """What takes up room: of each commitment what it promises or, where that is more, what was paid on it.

        Money that came back lowers what was paid or given of its own; what it is more than that opens no room.
        """
        return Money(self.accounts.taken + self._given_and_left())

    def _given_and_left(self) -> int:
        """Of each other public money what was not returned, in minor units."""
        back = self.returned_by_funding
        return sum(max(0, given - back.get(funding, 0)) for funding, given in self.given_by_funding.items())

    def growth(self, key: str, *, committed: Money = NOTHING, paid: Money = NOTHING) -> Money:
        """By how much more would be taken if so much more were committed and paid under a contract or reference.

        Less than zero where a payment goes back.
        """
        return Money(self.accounts.growth(key, committed=committed.minor, paid=paid.minor))

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

    def line(self, movement: str | None) -> Entered[Line] | None:
        """What is entered of a line of the statement."""
        return None if movement is None else self.lines_paid.get(movement) or self.lines_returned.get(movement)

    def knows_movement(self, movement: str) -> bool:
        """Whether a line of the statement is recorded for this service-year."""
        return self.line(movement) is not None


def net_cost(stated: NetCost) -> Money:
    """Costs − revenues + reasonable profit."""
    return stated.costs - stated.revenues + stated.reasonable_profit


def _add(sums: dict[str, int], key: str, amount: Money) -> None:
    sums[key] = sums.get(key, 0) + amount.minor


def _sum(all_entered: Iterable[Entered[Amounts]], by: date) -> Money:
    return total(one.event.amount for one in all_entered if one.is_by(by))


def _rewritten(told: Iterable[Entered[L]], lines: Mapping[UUID, Entered[Line] | None]) -> Iterator[Entered[L]]:
    for one in told:
        said = lines.get(one.event_id, one)
        if said is not None:
            yield cast(Entered[L], said)
