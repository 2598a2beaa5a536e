"""Money of a grant used for something else: the call to return it, then a remedy, or a levy and what follows it."""

from collections.abc import Iterator
from datetime import date, timedelta

from adapters.synth.chance import Chance
from adapters.synth.days import later
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.numbers import resolution
from adapters.synth.people import ACCOUNTANTS, CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    CallToRemedy,
    ChargePenalty,
    ImposeLevy,
    RecordLevyAppeal,
    RecordLevyAppealDecision,
    RecordLevyPayment,
    RecordRemedy,
    SuspectBreach,
    WaiveLevy,
)
from domain.kernel.money import Money

BREACH, LEVY, PENALTY = "breach-1", "levy-1", "penalty-1"
DAYS_OF_DELAY = 61
SMALLEST_PENALTY = Money.czk(1000)
"""Penalty interest up to this sum is not charged."""
RATE_KNOWN_UNTIL = date(2021, 1, 1)
"""From this day on no rate of penalty interest is configured, so that none can be charged."""


def breach_strand(terms: Terms, paid_up_to: date, file: File, chance: Chance) -> Iterator[Step]:
    """Suspected after the last payment; half of the providers return the money when they are called to."""
    if not terms.is_grant or terms.wanted.is_small or not chance.happens(0.05):
        return
    clerk, amount = chance.one_of(CLERKS), Money.czk(terms.maximum * chance.number(1, 3) // 100)
    day = later(paid_up_to, chance.number(1, 10))
    due_on = later(day, 30)
    suspected = {"breach": BREACH, "amount": amount, "ground": "unauthorised use"}
    yield file.write(SuspectBreach, day, suspected, who=clerk)
    called = {"breach": BREACH, "demand": "return", "due_on": due_on, "amount": amount}
    yield file.write(CallToRemedy, later(day, 2), called, who=clerk)
    if chance.happens(0.5):
        yield file.write(RecordRemedy, later(day, chance.number(5, 20)), {"breach": BREACH}, who=clerk)
    else:
        yield from _levy(terms, amount, later(due_on, chance.number(5, 15)), file, chance)


def _levy(terms: Terms, amount: Money, day: date, file: File, chance: Chance) -> Iterator[Step]:
    imposed = {"claim": LEVY, "breach": BREACH, "amount": amount, "due_on": day + timedelta(days=15)}
    yield file.write(ImposeLevy, day, imposed, who=ORDERERS[0])
    if chance.happens(0.4):
        outcome = chance.one_of(("confirmed", "changed", "cancelled"))
        amount = {"confirmed": amount, "changed": amount.share(1, 2), "cancelled": Money(0)}[outcome]
        yield from _appeal(outcome, amount, later(day, 5), file)
    if amount.is_zero:
        return
    if chance.happens(0.2):
        resolved = resolution(chance, body="ZK", year=day.year)
        waived = {"claim": LEVY, "amount": amount, "resolution": resolved}
        yield file.write(WaiveLevy, later(day, 13), waived, who=ORDERERS[1])
        return
    paid_on = later(day, 13)
    paid = {"movement": f"synthetic {terms.number} levy", "claim": LEVY, "amount": amount}
    yield file.write(RecordLevyPayment, paid_on, paid, who=ACCOUNTANTS[0])
    yield from _penalty(terms, amount, paid_on, file)


def _appeal(outcome: str, amount: Money, day: date, file: File) -> Iterator[Step]:
    """The Ministry of Finance decides within days here, so that the levy can still be paid in time."""
    yield file.write(RecordLevyAppeal, day, {"claim": LEVY}, who=CLERKS[0])
    decided = {"claim": LEVY, "outcome": outcome} | ({"amount": amount} if outcome == "changed" else {})
    yield file.write(RecordLevyAppealDecision, later(day, 3), decided, who=CLERKS[0])


def _penalty(terms: Terms, levy: Money, paid_on: date, file: File) -> Iterator[Step]:
    """A per mille a day, where that comes to more than a trifle and the rate is known."""
    amount = levy.share(DAYS_OF_DELAY, 1000)
    if amount <= SMALLEST_PENALTY or paid_on >= RATE_KNOWN_UNTIL:
        return
    first_day = paid_on - timedelta(days=DAYS_OF_DELAY - 1)
    day = later(paid_on, 5)
    charged = {"claim": PENALTY, "levy": LEVY, "first_day": first_day, "last_day": paid_on, "due_on": later(day, 20)}
    yield file.write(ChargePenalty, day, charged, who=CLERKS[1])
    paid = {"movement": f"synthetic {terms.number} penalty", "claim": PENALTY, "amount": amount}
    yield file.write(RecordLevyPayment, later(day, 7), paid, who=ACCOUNTANTS[0])
