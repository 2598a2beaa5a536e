"""What a tender contract may come to: an irregularity of European money, or a penalty that the contract agreed on."""

from collections.abc import Iterator
from datetime import date

from adapters.synth.chance import Chance
from adapters.synth.days import later
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import ACCOUNTANTS, CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    CloseIrregularity,
    ConfirmIrregularity,
    ImposeContractPenalty,
    RecordContractPenaltyPayment,
    RecordIrregularityRecovery,
    RefuteIrregularity,
    ReportIrregularity,
    SuspectIrregularity,
)
from domain.kernel.money import Money

NAME = "irregularity-1"


def irregularity_strand(terms: Terms, paid_up_to: date, file: File, chance: Chance) -> Iterator[Step]:
    """Suspected, reported to the managing authority, confirmed and recovered, or refuted; then closed."""
    if terms.wanted.project is None or not chance.happens(0.08):
        return
    clerk, day = chance.one_of(CLERKS), later(paid_up_to, chance.number(3, 40))
    amount = Money.czk(terms.maximum * chance.number(1, 2) // 100)
    yield file.write(SuspectIrregularity, day, {"irregularity": NAME, "amount": amount}, who=clerk)
    reported = {"irregularity": NAME, "reported_to": "managing authority"}
    yield file.write(ReportIrregularity, later(day, 4), reported, who=clerk)
    decided_on = later(day, chance.number(30, 80))
    if chance.happens(0.4):
        grounds = file.prose("the papers came later")
        yield file.write(RefuteIrregularity, decided_on, {"irregularity": NAME, "grounds": grounds}, who=clerk)
    else:
        yield file.write(ConfirmIrregularity, decided_on, {"irregularity": NAME, "amount": amount}, who=clerk)
        recovered = {"irregularity": NAME, "amount": amount, "way": "deduction"}
        yield file.write(RecordIrregularityRecovery, later(decided_on, 20), recovered, who=clerk)
    yield file.write(
        CloseIrregularity, later(decided_on, 35), {"irregularity": NAME, "report": f"{NAME}-report"}, who=clerk
    )


def penalty_strand(terms: Terms, paid_up_to: date, file: File, chance: Chance) -> Iterator[Step]:
    """A report was missing, and the contract says what that costs; the provider pays in time."""
    if terms.is_grant or not chance.happens(0.04):
        return
    day, claim = later(paid_up_to, chance.number(2, 30)), "penalty-of-contract-1"
    amount = Money.czk(chance.number(1, 20) * 1000)
    imposed = {"claim": claim, "amount": amount, "clause": "Art. 9(2)", "due_on": later(day, 30)}
    yield file.write(ImposeContractPenalty, day, imposed, who=ORDERERS[0])
    paid = {"movement": f"synthetic {terms.number} {claim}", "claim": claim, "amount": amount}
    paid_on = later(day, chance.number(5, 25))
    yield file.write(RecordContractPenaltyPayment, paid_on, paid, who=ACCOUNTANTS[1])
