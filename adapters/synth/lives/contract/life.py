"""The life of a contract from its draft to the closing of its file.

What will happen is drawn first, so that the parts agree with each other; then each part is told by a strand of its own,
and the strands are read together in the order in which the office wrote them down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from adapters.synth.chance import Chance
from adapters.synth.lives.contract.amendments import Amendment, amendment_strand, draw_amendments
from adapters.synth.lives.contract.breaches import breach_strand
from adapters.synth.lives.contract.changes import (
    account_strand,
    draw_account_change,
    succession_strand,
    suspension_strand,
)
from adapters.synth.lives.contract.conclusion import conclusion_strand, contract_file, publication_strand
from adapters.synth.lives.contract.corrections import with_corrections
from adapters.synth.lives.contract.ending import End, closing, draw_end, ending_strand
from adapters.synth.lives.contract.irregularities import irregularity_strand, penalty_strand
from adapters.synth.lives.contract.mess import Mess
from adapters.synth.lives.contract.paying import AccountChange, Cashier
from adapters.synth.lives.contract.payments import Payment, draw_payments, paid_together
from adapters.synth.lives.contract.reports import Report, draw_reports, report_strand
from adapters.synth.lives.contract.settlement import settlement_strand
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.lives.contract.void import void_strand
from adapters.synth.step import File, Step, in_order


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will happen to a contract that is not void."""

    terms: Terms
    end: End
    amendments: tuple[Amendment, ...]
    payments: tuple[Payment, ...]
    reports: tuple[Report, ...]
    account_change: AccountChange | None

    @property
    def last_day(self) -> date:
        """The last day of the service, which an amendment may have moved."""
        further = [month for amendment in self.amendments for month in amendment.further_months]
        return further[-1].last_day if further else self.end.day

    @property
    def paid_up_to(self) -> date:
        return max(payment.done_on for payment in self.payments)


def contract_life(terms: Terms, source: str, chance: Chance) -> Iterator[Step]:
    """The whole life, in the order in which it was written down."""
    file = contract_file(source, terms.wanted.contract, is_prepared_here=terms.is_prepared_here)
    begin = conclusion_strand(terms, file, chance.apart("conclusion"))
    if terms.is_void:
        yield from in_order(begin, void_strand(terms, file, chance.apart("void")))
        return
    plan = draw_plan(terms, chance)
    told = list(in_order(begin, *_strands(plan, file, chance)))
    told = list(in_order(with_corrections(terms, told, file, chance.apart("corrections"))))
    yield from told
    yield from closing(told[-1].written_on, file, chance.apart("closing"))


def draw_plan(terms: Terms, chance: Chance) -> Plan:
    """What will happen; each part has its own chance."""
    end = draw_end(terms, chance.apart("end"))
    groups = paid_together(terms, end.last)
    amendments = draw_amendments(terms, groups, chance.apart("amendments"), can_go_on=not end.is_early)
    payments = draw_payments(terms, groups, amendments, chance.apart("payments"))
    return Plan(
        terms=terms,
        end=end,
        amendments=amendments,
        payments=payments,
        reports=draw_reports(terms, end.last, chance.apart("reports")),
        account_change=draw_account_change(terms, payments, chance.apart("account")),
    )


def _strands(plan: Plan, file: File, chance: Chance) -> Iterator[Iterator[Step]]:
    """In the order in which they are told on one day."""
    terms, payments = plan.terms, plan.payments
    was_paid_early = any(payment.mess is Mess.PAID_BEFORE_EFFECT for payment in payments)
    yield publication_strand(terms, file, chance.apart("publication"), was_paid_early=was_paid_early)
    yield amendment_strand(terms, plan.amendments, file, chance.apart("told amendments"))
    yield succession_strand(terms, plan.last_day, file, chance.apart("succession"))
    yield account_strand(plan.account_change, file, chance.apart("told account"))
    yield suspension_strand(payments, file, chance.apart("suspension"))
    yield _payment_strand(plan, file, chance.apart("told payments"))
    yield report_strand(terms, plan.reports, file, chance.apart("told reports"))
    yield breach_strand(terms, plan.paid_up_to, file, chance.apart("breach"))
    yield irregularity_strand(terms, plan.paid_up_to, file, chance.apart("irregularity"))
    yield penalty_strand(terms, plan.paid_up_to, file, chance.apart("penalty"))
    yield ending_strand(plan.end, plan.last_day, file, chance.apart("ending"))
    yield settlement_strand(terms, payments, file, chance.apart("settlement"))


def _payment_strand(plan: Plan, file: File, chance: Chance) -> Iterator[Step]:
    cashier = Cashier(plan.terms, plan.account_change, file, chance)
    for payment in plan.payments:
        if payment.mess is None and payment.instalment is None and chance.happens(0.01):
            yield from cashier.rejected(payment)
        yield from cashier.pay(payment)
