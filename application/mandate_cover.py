"""Whether the payments of a contract lie inside the mandates that entrust its services: asked, never stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.contract.contract import Contract
from domain.contract.payments import EVER, BankMovement
from domain.kernel.answer import Answer
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.mandate.mandate import Mandate


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A part of a bank movement, for one month of a service or, where nobody said what it pays for, without one."""

    movement: str
    amount: Money
    paid_on: date | None
    month: Month | None
    service: str | None
    covered: Answer
    mandates: tuple[UUID, ...]
    """The mandates that cover it."""
    events: tuple[UUID, ...]


def mandates_of(contract: Contract, mandates: Iterable[Mandate]) -> tuple[Mandate, ...]:
    """Those that either names, that commit or pay by the contract, or entrust one of its services by its number."""
    return tuple(one for one in mandates if _is_about(contract, one))


def _is_about(contract: Contract, mandate: Mandate) -> bool:
    numbers = {service.registration for service in contract.services if service.registration}
    return _names(contract, mandate) or not numbers.isdisjoint(mandate.services)


def _names(contract: Contract, mandate: Mandate) -> bool:
    named = (one.event.contract for book in mandate.books.values() for one in (*book.committed, *book.paid))
    return contract.id == mandate.contract or mandate.id in contract.mandates or contract.id in named


def cover(contract: Contract, mandates: Sequence[Mandate]) -> tuple[PaidPart, ...]:
    """Every paid part of the contract with the answer; `mandates` as `mandates_of` gives them.

    A month is covered by a mandate that holds at its start or at its end, a part without a month by one that holds on
    the day of the payment.
    """
    movements = contract.payments.movements.values()
    return tuple(part for movement in movements for part in _parts(contract, mandates, movement))


def _parts(contract: Contract, mandates: Sequence[Mandate], movement: BankMovement) -> Iterator[PaidPart]:
    for said in movement.allocations_on(EVER):
        service = contract.service_key(said.service) or None
        yield _part(contract, mandates, movement, amount=said.amount, month=said.month, service=service)
    if not movement.unallocated.is_zero:
        service = contract.service_key(None) or None
        yield _part(contract, mandates, movement, amount=movement.unallocated, month=None, service=service)


def _part(
    contract: Contract,
    mandates: Sequence[Mandate],
    movement: BankMovement,
    *,
    amount: Money,
    month: Month | None,
    service: str | None,
) -> PaidPart:
    days = (month.first_day, month.last_day) if month else (movement.paid_on,)
    answers = {one.id: _by_mandate(contract, one, service, days) for one in mandates}
    return PaidPart(
        movement=movement.movement,
        amount=amount,
        paid_on=movement.paid_on,
        month=month,
        service=service,
        covered=_any(answers.values()),
        mandates=tuple(identifier for identifier, answer in answers.items() if answer is Answer.YES),
        events=movement.events,
    )


# One mandate ---------------------------------------------------------------------------------------------------------


def _by_mandate(contract: Contract, mandate: Mandate, service: str | None, days: Iterable[date | None]) -> Answer:
    asked: list[tuple[str | None, str | None]] = [
        (one.registration, one.section) for one in contract.services if service in (None, one.registration)
    ]
    named = asked or [(service, None)]
    return _any(_all(_on(contract, mandate, number, section, day) for number, section in named) for day in days)


def _on(contract: Contract, mandate: Mandate, number: str | None, section: str | None, day: date | None) -> Answer:
    """The service in each ORP of the contract; its section is that of the mandate where the contract names none."""
    if number is None and not _names(contract, mandate):
        return Answer.NO
    entrusted = mandate.services.get(number or "")
    known = section or (entrusted.section if entrusted else None)
    orps = contract.orps or (None,)
    return _all(mandate.covers(known, orp, day, service=number) for orp in orps)


def _any(answers: Iterable[Answer]) -> Answer:
    """YES where one is, NO where all are."""
    order = (Answer.YES, Answer.CANNOT_BE_DECIDED, Answer.NO)
    return min(answers, key=order.index, default=Answer.NO)


def _all(answers: Iterable[Answer]) -> Answer:
    """One answer where all agree; a part for which only some services or places are entrusted cannot be decided."""
    given = set(answers)
    return given.pop() if len(given) == 1 else Answer.CANNOT_BE_DECIDED
