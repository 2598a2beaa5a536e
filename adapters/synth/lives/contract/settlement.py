"""How a grant is settled: year by year, what was used, what comes back, and whether it comes in time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import falling_on, later, workday
from adapters.synth.lives.contract import found
from adapters.synth.lives.contract.breaches import RATE_KNOWN_UNTIL
from adapters.synth.lives.contract.mess import Mess
from adapters.synth.lives.contract.payments import Payment
from adapters.synth.lives.contract.terms import Terms, settlement_due
from adapters.synth.people import ACCOUNTANTS, CLERKS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    ApproveSettlement,
    DecideCostLine,
    DismissBreach,
    RecordRefund,
    RecordSettlement,
    RequestRefund,
    ReturnSettlement,
)
from domain.kernel.money import Money


@dataclass(frozen=True, slots=True)
class YearOfService:
    """What was paid for one year of one service, and what of it the provider used. Sums are in whole crowns."""

    year: int
    registration: str
    paid: int
    unused: int
    ineligible: int

    @property
    def used(self) -> int:
        return self.paid - self.unused

    @property
    def staff(self) -> int:
        """The first of two cost lines."""
        return self.used * 4 // 5

    @property
    def name(self) -> str:
        return f"{self.year}-{self.registration}"


def years_of_service(payments: Sequence[Payment], chance: Chance) -> Iterator[YearOfService]:
    """Every year of every service that money was paid for."""
    paid: Counter[tuple[int, str]] = Counter()
    for payment in payments:
        for share in payment.shares:
            paid[share.month.year, share.registration] += share.crowns
    for (year, registration), crowns in sorted(paid.items()):
        unused = crowns * chance.number(1, 12) // 100 if chance.happens(0.6) else 0
        ineligible = crowns * chance.number(1, 4) // 100 if chance.happens(0.1) else 0
        yield YearOfService(year, registration, crowns, unused, ineligible)


class Accounts:
    """Settles the years of one grant."""

    def __init__(self, terms: Terms, file: File, chance: Chance) -> None:
        self.terms = terms
        self.file = file
        self.chance = chance
        self.clerk, self.accountant = chance.one_of(CLERKS), chance.one_of(ACCOUNTANTS)
        self.is_late = Mess.SETTLED_LATE in terms.mess
        self.is_refund_late = Mess.REFUND_LATE in terms.mess

    def settle(self, of: YearOfService) -> Iterator[Step]:
        """Submitted, perhaps returned, approved; then what is to come back comes back."""
        day = self._submitted_on(of)
        yield self._submission(of, day, expects=(found.SETTLED_LATE,) if self.is_late else ())
        if not self.is_late and self.chance.happens(0.06):
            day = later(day, 3)
            grounds = self.file.prose("a cost line has no papers")
            yield self.file.write(ReturnSettlement, day, {"grounds": grounds, **self._named(of)}, who=self.clerk)
            day = later(day, 4)
            is_overdue = day > falling_on(settlement_due(of.year)).legal_last_day
            yield self._submission(of, day, expects=(found.SETTLED_LATE,) if is_overdue else ())
        yield from self._decided(of, later(day, self.chance.number(15, 40)))

    def _submitted_on(self, of: YearOfService) -> date:
        if self.is_late:
            return later(falling_on(settlement_due(of.year)).legal_last_day, self.chance.number(2, 20))
        return workday(date(of.year + 1, 1, self.chance.number(15, 31)))

    def _submission(self, of: YearOfService, day: date, *, expects: tuple[str, ...]) -> Step:
        lines = (("staff", of.staff), ("operation", of.used - of.staff))
        return self.file.write(
            RecordSettlement,
            day,
            {
                "used": Money.czk(of.used),
                "unused": Money.czk(of.unused),
                "cost_lines": [{"item": item, "amount": Money.czk(crowns)} for item, crowns in lines],
                **self._named(of),
            },
            who=self.clerk,
            expects=expects,
        )

    def _named(self, of: YearOfService) -> dict[str, Any]:
        """The year, and the service where the contract is for several."""
        return {"year": of.year} | ({"service": of.registration} if len(self.terms.services) > 1 else {})

    def _decided(self, of: YearOfService, day: date) -> Iterator[Step]:
        if of.ineligible:
            line = {"item": "staff", "ineligible": Money.czk(of.ineligible)}
            grounds = self.file.prose("costs of an activity that is not basic")
            yield self.file.write(DecideCostLine, day, {"grounds": grounds, **line, **self._named(of)}, who=self.clerk)
        recognised = Money.czk(of.used - of.ineligible)
        yield self.file.write(ApproveSettlement, day, {"recognised": recognised, **self._named(of)}, who=self.clerk)
        if of.ineligible:
            yield from self._refund(of, of.ineligible, later(day, 2), ground="ineligible", is_late=False)
        if of.unused:
            yield from self._refund(of, of.unused, later(day, 1), ground="unused", is_late=self.is_refund_late)

    # What comes back ----------------------------------------------------------------------------------------------

    def _refund(self, of: YearOfService, crowns: int, day: date, *, ground: str, is_late: bool) -> Iterator[Step]:
        """Asked for within a month; what comes later was retained, and the suspicion of a breach is dropped again."""
        claim, amount = f"{ground} {of.name}", Money.czk(crowns)
        due_on = day + timedelta(days=30)
        due = falling_on(due_on).legal_last_day
        asked = {"claim": claim, "amount": amount, "ground": ground, "due_on": due_on, "year": of.year}
        yield self.file.write(RequestRefund, day, asked, who=self.clerk)
        days = self.chance.number(3, 40) if is_late else 0
        paid_on = later(due, days) if is_late else later(day, self.chance.number(5, 25))
        line = f"synthetic {self.terms.number} {claim}"
        came = {"movement": line, "amount": amount, "claim": claim}
        expects = () if not is_late else self._noted(paid_on)
        yield self.file.write(RecordRefund, paid_on, came, who=self.accountant, expects=expects)
        if is_late:
            grounds = self.file.prose("a few days, and the provider explained them")
            dropped = {"breach": f"retention {line}", "grounds": grounds}
            yield self.file.write(DismissBreach, later(paid_on, 14), dropped, who=self.clerk)

    @staticmethod
    def _noted(paid_on: date) -> tuple[str, ...]:
        """Late; and no penalty where the rate of some day is not known."""
        return (found.PENALTY_NOT_COMPUTED, found.REFUND_LATE) if paid_on >= RATE_KNOWN_UNTIL else (found.REFUND_LATE,)


def settlement_strand(terms: Terms, payments: Sequence[Payment], file: File, chance: Chance) -> Iterator[Step]:
    """Each year of each service by itself; a tender contract is not settled."""
    accounts = Accounts(terms, file, chance)
    for year in years_of_service(payments, chance.apart("years")) if terms.is_grant else ():
        yield from accounts.settle(year)
