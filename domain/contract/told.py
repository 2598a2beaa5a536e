"""What a contract has to tell the mandates under which it pays: pure, from its book and what it names.

Money is told by the mandate, service and service-year that it was for, and by the line of the bank statement. What
nobody has allocated yet is not told; the anomaly beside it says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Literal, NamedTuple
from uuid import UUID

from domain.contract.events.drawing import Allocation
from domain.contract.events.entrustment import MandateNaming
from domain.contract.open_orders import ServiceMonth
from domain.contract.payloads import ServiceRef
from domain.contract.payments import EVER, BankMovement, Order
from domain.kernel.money import Money, total
from domain.kernel.period import Month
from domain.kernel.registry import OrpCode, RegistrationNumber
from domain.mandate.events.funding import Commitment, CompensationPaid, PublicMoneyReturned
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Source

SOURCES: Mapping[str, Source] = {"esf": "esf", "state": "state", "region": "region"}


class ServiceYear(NamedTuple):
    """A service-year under one of the mandates."""

    mandate: UUID
    service: str
    year: int

    @property
    def registration(self) -> RegistrationNumber | None:
        return RegistrationNumber(self.service) if self.service else None

    def __str__(self) -> str:
        return f"{self.service} {self.year}".strip()


class Told(NamedTuple):
    """What the mandate should say of a line of the statement, and on which day."""

    line: CompensationPaid | PublicMoneyReturned
    on: date | None

    @property
    def signed(self) -> Money:
        """What it adds to the compensation that was paid."""
        return self.line.amount if isinstance(self.line, CompensationPaid) else -self.line.amount

    def joined(self, other: "Told") -> "Told":
        """Both as one entry."""
        amount = self.line.amount + other.line.amount
        return Told(self.line.model_copy(update={"amount": amount}), self.on)


ReturnGround = Literal["unused", "ineligible", "reversal", "unjust enrichment", "other"]

Lines = dict[tuple[ServiceYear, str], Told]
"""By service-year and the bank's reference of the line."""
Amounts = Mapping[ServiceYear, Money]


@dataclass(frozen=True, slots=True)
class Share:
    """The part of some money that is for one service-year."""

    amount: Money
    months: tuple[Month, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Cover:
    """Under which mandate a contract pays for which service, where, and when."""

    contract: UUID
    services: tuple[ServiceRef, ...]
    orps: tuple[OrpCode, ...]
    namings: tuple[MandateNaming, ...]
    mandates: Mapping[UUID, Mandate]

    # Which mandate ------------------------------------------------------------------------------------------------

    def service_key(self, named: str | None) -> str:
        """As the contract itself reads it: what was named, else its only service."""
        only = self.services[0].registration if len(self.services) == 1 else None
        return named or only or ""

    def service_year(self, service: str, month: Month) -> ServiceYear:
        """Of the mandates that are named for the service, the one whose time reaches the month.

        Where none is, the first: it will say that it does not cover this.
        """
        named = [one.mandate for one in self.namings if self.names(one, service)]
        candidates = named or [one.mandate for one in self.namings]
        if len(candidates) == 1:
            return ServiceYear(candidates[0], service, month.year)
        return ServiceYear(min(candidates, key=lambda one: self._distance(one, month)), service, month.year)

    def names(self, naming: MandateNaming, service: str) -> bool:
        """Whether a mandate is named for this service."""
        return not naming.services or service in {self.service_key(one.service) for one in naming.services}

    def named_services(self, mandate: UUID) -> tuple[str, ...] | None:
        """The services for which a mandate is named; None for all."""
        naming = next(one for one in self.namings if one.mandate == mandate)
        return tuple(self.service_key(one.service) for one in naming.services) or None

    def _distance(self, mandate: UUID, month: Month) -> int:
        outside = self.mandates[mandate].outside(month.year, (month,))
        return 1 if outside is None else 2 * len(outside)

    def places(self, key: ServiceYear) -> tuple[OrpCode, ...]:
        """Where the contract pays for a service: as its mandate was named; else all of the contract, if it has one."""
        said = (s for one in self.namings if one.mandate == key.mandate for s in one.services)
        named = next((s.orps for s in said if self.service_key(s.service) == key.service), ())
        return named or (self.orps if len(self.services) <= 1 else ())

    # Shares -------------------------------------------------------------------------------------------------------

    def shares(self, allocations: Sequence[Allocation]) -> dict[ServiceYear, Share]:
        """Money by service-year, as its allocations say; nothing of what is not in crowns."""
        parts: dict[ServiceYear, list[Allocation]] = {}
        for one in allocations:
            if one.amount.currency == "CZK":
                key = self.service_year(self.service_key(one.service), one.month)
                parts.setdefault(key, []).append(one)
        return {key: _share(part) for key, part in parts.items()}

    def commitment(self, key: ServiceYear, share: Share, *, order: str) -> Commitment:
        """What an order binds the region to for a service-year; its number is the reference."""
        return Commitment(
            year=key.year,
            service=key.registration,
            amount=share.amount,
            source=share.source,
            contract=self.contract,
            reference=order,
            orps=self.places(key),
            months=share.months,
        )

    def paid(self, key: ServiceYear, share: Share, *, line: str) -> CompensationPaid:
        return CompensationPaid(
            year=key.year,
            service=key.registration,
            amount=share.amount,
            source=share.source,
            contract=self.contract,
            orps=self.places(key),
            months=share.months,
            movement=line,
        )

    # Lines --------------------------------------------------------------------------------------------------------

    def of_movement(self, movement: BankMovement) -> Lines:
        """A payment by service-year, and what the bank took back of it as far as it is certain of what.

        Where a part came back of several service-years, nothing is told of that until somebody says which; where the
        parts no longer add up, as after a correction, nothing is told of the payment.
        """
        told = max(movement.said, key=attrgetter("on", "position"), default=None)
        shares = self.shares(told.allocations) if told else {}
        back = _reversed_since(movement, total((s.amount for s in shares.values()), movement.amount.currency))
        if back is None and len(shares) == 1:
            shares = {key: replace(share, amount=movement.amount) for key, share in shares.items()}
            back = len(movement.reversals)
        if back is None:
            return {}
        lines: Lines = {
            (key, movement.movement): Told(self.paid(key, share, line=movement.movement), movement.paid_on)
            for key, share in shares.items()
        }
        if len(shares) > 1 and not movement.left.is_zero:
            return lines
        left = {key: share.amount for key, share in shares.items()}
        for one in movement.reversals[len(movement.reversals) - back :]:
            for key, amount in _taken(left, one.amount).items():
                lines[key, one.line] = Told(self.returned(key, amount, ground="reversal", line=one.line), one.on)
        return lines

    def returned(self, key: ServiceYear, amount: Money, *, ground: ReturnGround, line: str) -> PublicMoneyReturned:
        return PublicMoneyReturned(
            year=key.year,
            service=key.registration,
            amount=amount,
            ground=ground,
            movement=line,
            contract=self.contract,
        )

    def returned_to(self, service: str, year: int, drawn: Amounts) -> ServiceYear:
        """Where money that came back is entered: under the mandate by which most of the service-year was paid."""
        paid = [key for key in drawn if (key.service, key.year) == (service, year)]
        return max(paid, key=lambda key: drawn[key]) if paid else self.service_year(service, Month(year, 1))

    def beside(self, other: "Cover") -> "Cover":
        """The same, with the mandates of another naming at hand."""
        namings = (*self.namings, *(one for one in other.namings if one.mandate not in self.mandates))
        return replace(self, mandates={**other.mandates, **self.mandates}, namings=namings)

    # Orders -------------------------------------------------------------------------------------------------------

    def still_ordered(self, order: Order, movements: Sequence[BankMovement], *, is_ended: bool) -> Amounts:
        """What an order still binds the region to: what is not paid, and what was paid and is not allocated yet."""
        ordered = order.terms.amount
        paid = total((m.left for m in movements), ordered.currency)
        allocated = self._allocated(movements)
        settled = total(allocated.values(), ordered.currency)
        rest = (min(ordered, paid) if is_ended else ordered) - settled
        found: dict[ServiceYear, Money] = {}
        for key, share in self.shares(order.terms.allocations).items():
            open_here = share.amount - allocated.get(key, ordered * 0)
            amount = min(open_here, rest)
            if amount.minor > 0:
                found[key], rest = amount, rest - amount
        return found

    def by_service_year(self, months: Mapping[ServiceMonth, int]) -> Iterator[tuple[ServiceYear, Money]]:
        """What is for some months of services, in haléře, by the service-year of each."""
        for (service, month), minor in months.items():
            yield self.service_year(self.service_key(service), month), Money(minor)

    def _allocated(self, movements: Iterable[BankMovement]) -> Amounts:
        parts = (self.shares(movement.allocations_on(EVER)) for movement in movements)
        return added_up((key, share.amount) for part in parts for key, share in part.items())


def added_up(parts: Iterable[tuple[ServiceYear, Money]]) -> Amounts:
    """The sum for each service-year."""
    sums: dict[ServiceYear, Money] = {}
    for key, amount in parts:
        sums[key] = sums[key] + amount if key in sums else amount
    return sums


def signed_sums(lines: Lines) -> Amounts:
    """What was paid for each service-year and did not come back."""
    return added_up((key, told.signed) for (key, _), told in lines.items())


def _share(parts: Sequence[Allocation]) -> Share:
    """The source is said only where one alone finances all of it."""
    sources = {source for one in parts for source in (one.sources.shares if one.sources else {"": None})}
    only = SOURCES.get(next(iter(sources))) if len(sources) == 1 else None
    months = tuple(sorted({one.month for one in parts}))
    return Share(total((one.amount for one in parts), "CZK"), months, only)


def _reversed_since(movement: BankMovement, said: Money) -> int | None:
    """How many reversals are not in what was last said of a movement; None where it fits no state of it."""
    left = movement.amount
    for number, one in enumerate((*movement.reversals, None)):
        if left == said:
            return len(movement.reversals) - number
        left = left - one.amount if one is not None else left
    return None


def _taken(left: dict[ServiceYear, Money], amount: Money) -> Amounts:
    """So much of what is left, from the first service-year on; lowers what is left."""
    parts: dict[ServiceYear, Money] = {}
    for key, available in left.items():
        part = min(available, amount)
        if part.minor > 0:
            parts[key], amount = part, amount - part
            left[key] = available - part
    return parts
