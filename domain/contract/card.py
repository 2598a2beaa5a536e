"""The card of a contract: what it was on a day, with its money by that day."""

from datetime import date

from domain.contract.contract import Contract
from domain.contract.records import Provider
from domain.kernel.answer import Answer
from domain.kernel.card import Card, Inferred, Undecided, those_there


def contract_card(contract: Contract, on: date) -> Card:
    """The fields of a contract as of the day."""
    return {
        **_identity(contract, on),
        **_life(contract, on),
        **_agreed(contract, on),
        **_money(contract, on),
        **_steps(contract, on),
    }


def _identity(contract: Contract, on: date) -> Card:
    provider = contract.provider.on(on) or contract.provider.latest
    return {
        "number": contract.number,
        "regime": contract.regime,
        "provider": _provider(provider),
        **those_there(provider_ico=provider.ico if provider else None),
        "services": contract.services or None,
        **those_there(
            orps=contract.orps,
            project=contract.project,
            programme=contract.programme,
            tender=contract.tender,
            mandates=tuple(contract.mandates),
        ),
    }


def _provider(provider: Provider | None) -> object:
    if provider is None:
        return None
    return Inferred(provider.name) if provider.is_inferred else provider.name


def _life(contract: Contract, on: date) -> Card:
    in_force = contract.in_force(on)
    return {
        "in_force": in_force if in_force.decided is not None else _why_undecided(contract, on),
        "concluded_on": contract.concluded_on,
        "published_on": contract.published_on,
        "effective_from": contract.effective_from,
    }


def _why_undecided(contract: Contract, on: date) -> Undecided:
    """What is missing to say whether the contract was in force."""
    if contract.effect(on) is Answer.CANNOT_BE_DECIDED:
        return Undecided("no-day-of-effect" if contract.concluded_on else "no-day-of-conclusion")
    written = contract.period_as_written
    if written is None:
        return Undecided("no-period")
    return Undecided("period-not-certain" if contract.is_period_own else "period-of-something-else", written.raw)


def _agreed(contract: Contract, on: date) -> Card:
    written = contract.period_as_written
    standing = [a for a in contract.amendments.values() if not a.is_void and (a.effective_on or date.min) <= on]
    stated = (
        {} if written is None else {"period_as_written": written.raw, "within_period_as_written": _within(contract, on)}
    )
    return {
        "maximum": contract.maximum.on(on),
        **those_there(awarded=contract.awarded, amendments=tuple(sorted(amendment.number for amendment in standing))),
        "period": contract.period.on(on) or contract.period.latest,
        **stated,
        **those_there(account=contract.account_agreed.on(on), targets=contract.targets.on(on)),
    }


def _within(contract: Contract, on: date) -> object:
    written = contract.period_as_written
    assert written is not None
    answer = written.covers(on)
    return answer if answer.decided is not None else Undecided("period-not-certain", written.raw)


def _money(contract: Contract, on: date) -> Card:
    """Sums by the day; where an old contract was brought in and nobody has said what was paid, none is known."""
    if contract.paid_known is None:
        return {"paid": None}
    received = contract.received("refund", on)
    unallocated = contract.payments.unallocated_on(on)
    return {
        "paid": contract.drawn_gross_on(on),
        **({} if received.is_zero else {"refunded": received, "net_paid": contract.drawn_net_on(on)}),
        "ordered_open": contract.ordered_open_on(on),
        "room": contract.room(on),
        **those_there(by_service_year=contract.by_service_year(on), by_cash_year=contract.by_cash_year(on)),
        **({} if unallocated.is_zero else {"unallocated": unallocated}),
    }


def _steps(contract: Contract, on: date) -> Card:
    """What only some contracts come to."""
    return those_there(
        publish_by=contract.publication.publish_by.legal_last_day if contract.publication else None,
        void=contract.void or None,
        terminated_on=contract.terminated_on,
        expired_on=contract.expired_on,
        closed_on=contract.closed_on,
        settled_years=contract.settled_years_on(on),
        open_claims=contract.open_claims_on(on),
    )
