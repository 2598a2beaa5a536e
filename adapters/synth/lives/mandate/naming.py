"""What a contract says of the mandate under which it pays, and what the mandate finds beside its money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from adapters.synth.days import later
from adapters.synth.lives.contract.conclusion import contract_file
from adapters.synth.lives.mandate.money import Account
from adapters.synth.lives.mandate.plan import Span
from adapters.synth.lives.mandate.telling import Telling
from adapters.synth.people import ACCOUNTANTS
from adapters.synth.step import Step, in_order
from domain.contract.commands import AllocateReturn, NameMandate
from domain.kernel.money import Money

NOTHING: tuple[str, ...] = ()


def named_on(account: Account, calculated_on: date) -> date:
    """Once the contract is in the books and the compensation payment of its first year is calculated."""
    return max(later(account.written_on, 1), later(calculated_on, 1))


def with_mandate(telling: Telling, contracts: Mapping[int, Sequence[Step]]) -> dict[int, tuple[Step, ...]]:
    """The lives of the contracts that are paid under a mandate: each names it, and knows what the mandate says."""
    return {
        span.terms.wanted.contract: tuple(_named(telling, span, contracts[span.terms.wanted.contract]))
        for span in telling.plan.spans
    }


def _named(telling: Telling, span: Span, steps: Sequence[Step]) -> Iterator[Step]:
    beside = telling.beside
    known = [replace(step, expects=(*step.expects, *beside.get(step.line, NOTHING))) for step in steps]
    yield from in_order(known, _said(telling, span))


def _said(telling: Telling, span: Span) -> Iterator[Step]:
    """The name of the mandate with what the contract binds to; and of which year money was, where that is not plain."""
    terms, account = span.terms, telling.accounts[span.terms.wanted.contract]
    file = contract_file(telling.plan.source, terms.wanted.contract, is_prepared_here=terms.is_prepared_here)
    said: dict[str, Any] = {"mandate": telling.file.identifier}
    committed = telling.committed[account.contract]
    if committed:
        said["commitments"] = [{"year": year, "amount": Money(minor)} for year, minor in sorted(committed.items())]
    yield file.write(NameMandate, telling.named_on[account.contract], said, who=telling.clerk)
    for line in account.lines:
        if line.is_unstated:
            parts = [{"year": line.year, "amount": Money(-line.minor)}]
            allocated = {"movement": line.movement, "parts": parts}
            yield file.write(AllocateReturn, line.on, allocated, who=ACCOUNTANTS[0], written_on=line.written_on)
