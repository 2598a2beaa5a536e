"""What is asked of the sums that a paper of the contract states, before anything is compared with them."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.contract.events.amendments import AmendmentTerms
from domain.contract.events.conclusion import ContractConclusion
from domain.contract.payloads import Instalment, SettlementDue
from domain.contract.rules import drawing, settlement
from domain.contract.rules import sums as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.case import Case
from domain.kernel.money import Money


def ask_about_terms(case: Case, terms: ContractConclusion | AmendmentTerms, *, currency: str | None) -> None:
    """Every sum that a contract or an amendment states, and until when its years are settled."""
    plan = (one.amount for one in terms.payment_plan)
    ask_about_sums(case, terms.maximum, *_further_sums(terms), *plan, currency=currency)
    ask_about_due(case, terms.settlement_due)
    rules.agreed_once(case, ALWAYS, stated=stated(terms.payment_plan, terms.settlement_due))


def stated(plan: Iterable[Instalment], due: Iterable[SettlementDue]) -> tuple[str, ...]:
    """What a paper says of instalments and settlements, each as often as it says it."""
    return (*(f"instalment {one.number}" for one in plan), *(f"settlement {one.year}" for one in due))


def _further_sums(terms: ContractConclusion | AmendmentTerms) -> tuple[Money | None, ...]:
    """Nothing added and nothing omitted is so in every currency."""
    if isinstance(terms, AmendmentTerms):
        return () if terms.adds.is_zero and terms.omits.is_zero else (terms.adds, terms.omits)
    return terms.value_without_vat, terms.price_basis.compensation if terms.price_basis else None


def ask_about_sums(case: Case, *sums: Money | None, currency: str | None) -> None:
    """None is below zero, and all are in one currency: that of the contract, else that of the first of them."""
    stated = [one for one in sums if one is not None]
    settlement.amounts_not_negative(case, ALWAYS, amounts=tuple(stated))
    for one in stated:
        known = currency or stated[0].currency
        drawing.amount_in_one_currency(case, ALWAYS, amount=one, currency=known)


def in_currency_of(sum_: Money | None, configured: Mapping[str, Any] | None) -> Money | None:
    """A configured threshold; None where there is none, or none that the sum can be compared with."""
    if configured is None or (sum_ is not None and sum_.currency != configured["currency"]):
        return None
    return Money(**configured)


def ask_about_due(case: Case, due: Iterable[SettlementDue]) -> None:
    """No year is settled before it begins."""
    for one in due:
        rules.settlement_due_in_order(case, ALWAYS, year=one.year, due_on=one.due_on)
