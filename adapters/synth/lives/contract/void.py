"""A contract that nobody published: void from the start, and what was paid by mistake is claimed back."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import later, within_months
from adapters.synth.lives.contract import found
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import ACCOUNTANTS, CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    ClaimUnjustEnrichment,
    CloseContract,
    EstablishVoidness,
    RecordEnrichmentRepayment,
    RecordMovement,
    RecordPublication,
)
from domain.kernel.money import Money

MONTHS_TO_PUBLISH = 3
CLAIM = "enrichment-1"


def void_strand(terms: Terms, file: File, chance: Chance) -> Iterator[Step]:
    """Some money left, three months passed, a few days later somebody published all the same: it revived nothing."""
    was_paid, was_published = chance.happens(0.6), chance.happens(0.3)
    last_day = within_months(terms.concluded_on, MONTHS_TO_PUBLISH).legal_last_day
    if was_paid:
        yield _paid_by_mistake(terms, file, chance)
    if was_published:
        early = (found.PAID_BEFORE_EFFECT,) if was_paid else ()
        published = {"register_id": f"synthetic-{chance.number(1_000_000, 9_999_999)}"}
        day = later(last_day, chance.number(1, 3))
        yield file.write(
            RecordPublication, day, published, who=CLERKS[0], expects=(*early, found.PUBLISHED_LATE, found.VOID)
        )
    day = later(last_day, chance.number(5, 40))
    yield file.write(
        EstablishVoidness,
        terms.concluded_on,
        {"established_on": day},
        who=ORDERERS[0],
        written_on=day,
        expects=(found.PAID_ON_VOID_CONTRACT,) if was_paid else (),
    )
    if was_paid:
        yield from _claimed_back(terms, later(day, 3), file, chance)
    yield file.write(CloseContract, later(day, 90), who=chance.one_of(CLERKS))


def _paid_by_mistake(terms: Terms, file: File, chance: Chance) -> Step:
    """The first month, which nobody could order."""
    allocation: dict[str, Any] = {"month": terms.first, "amount": _first_month(terms)}
    if len(terms.services) > 1:
        allocation["service"] = terms.services[0].registration
    return file.write(
        RecordMovement,
        later(terms.concluded_on, chance.number(10, 60)),
        {
            "movement": f"synthetic {terms.number} 1",
            "amount": _first_month(terms),
            "allocations": [allocation],
            "counter_account": terms.provider.account,
        },
        who=ACCOUNTANTS[0],
        expects=(found.NO_ORDER, found.PAID_BEFORE_EFFECT),
    )


def _first_month(terms: Terms) -> Money:
    return Money.czk(terms.crowns_a_month[0])


def _claimed_back(terms: Terms, day: date, file: File, chance: Chance) -> Iterator[Step]:
    claimed = {"claim": CLAIM, "amount": _first_month(terms), "due_on": day + timedelta(days=30)}
    yield file.write(ClaimUnjustEnrichment, day, claimed, who=chance.one_of(CLERKS))
    repaid = {"movement": f"synthetic {terms.number} {CLAIM}", "claim": CLAIM, "amount": _first_month(terms)}
    yield file.write(RecordEnrichmentRepayment, later(day, chance.number(5, 25)), repaid, who=ACCOUNTANTS[0])
