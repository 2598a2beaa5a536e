"""Day → commands: what the law has made happen by a day, read from the state of one aggregate.

Each kind of aggregate has a `Timer`: `due` says what is to be recorded on a day, `turns` the days on which that answer
may become another. To add one, write the two functions and put them into TIMERS (and raise SHAPE in looking.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from application.processes.due import Due, Grounds
from domain.contract.commands import EstablishAmendmentVoidness, EstablishVoidness
from domain.contract.commands import RecordExpiry as RecordContractExpiry
from domain.contract.contract import Contract
from domain.contract.records import Amendment
from domain.contract.rules import ending as contract_ending
from domain.contract.rules import publication
from domain.inspection.commands.closing import EndInspection
from domain.inspection.inspection import Inspection
from domain.inspection.rules import closing as inspection_closing
from domain.kernel.aggregate import Aggregate
from domain.mandate.commands import RecordExpiry as RecordMandateExpiry
from domain.mandate.mandate import Mandate
from domain.mandate.rules import ending as mandate_ending
from domain.tender.commands import EndStandstill
from domain.tender.records import Round
from domain.tender.rules import review
from domain.tender.tender import Tender

DAY = timedelta(days=1)


def due(state: Aggregate, day: date) -> tuple[Due, ...]:
    """What the law has made happen to this aggregate by that day and nobody has recorded, in the order of the law."""
    timer = TIMERS.get(state.kind)
    return tuple(timer.due(state, day)) if timer else ()


def next_due(state: Aggregate, *, after: date = date.min) -> date | None:
    """The first later day on which something is due, as far as is known now; None where no day brings anything."""
    timer = TIMERS.get(state.kind)
    turns = sorted({day for day in timer.turns(state) if day > after}) if timer else ()
    return next((day for day in turns if due(state, day)), None)


# Contract -------------------------------------------------------------------------------------------------------------


def contract_due(contract: Contract, day: date) -> Iterator[Due]:
    """Voidness first: what is void from the start does not run out."""
    if not contract.is_concluded or contract.void:
        return
    if _is_void_by(contract, day):
        yield _voidness(contract, day)
        return
    yield from (
        _amendment_voidness(contract, one, day) for one in contract.amendments.values() if _is_void_by(one, day)
    )
    yield from _contract_expiry(contract, day)


def _is_void_by(published: Contract | Amendment, day: date) -> bool:
    """Whether three months passed without publication; a later publication revives nothing (§ 7(1) Act 340/2015)."""
    last_day = _publish_until(published)
    if last_day is None or published.concluded_on is None or day <= last_day:
        return False
    if isinstance(published, Amendment) and published.is_void:
        return False
    return published.published_on is None or published.published_on > last_day


def _publish_until(published: Contract | Amendment) -> date | None:
    """The legal last day of the three months; None where the Act does not ask for publication."""
    duty = published.publication
    return duty.void_after.legal_last_day if duty and duty.void_after else None


def _voidness(contract: Contract, day: date) -> Due:
    over_on = _publish_until(contract)
    assert over_on is not None
    assert contract.concluded_on is not None
    return Due(
        timer="contract-voidness",
        command=EstablishVoidness(target=contract.id, established_on=day),
        effective_on=contract.concluded_on,
        over_on=over_on,
        grounds=Grounds.of(publication.published_within_three_months, contract.concluded_on),
    )


def _amendment_voidness(contract: Contract, amendment: Amendment, day: date) -> Due:
    over_on = _publish_until(amendment)
    assert over_on is not None
    assert amendment.concluded_on is not None
    return Due(
        timer="amendment-voidness",
        command=EstablishAmendmentVoidness(target=contract.id, number=amendment.number, established_on=day),
        effective_on=amendment.concluded_on,
        over_on=over_on,
        grounds=Grounds.of(publication.published_within_three_months, amendment.concluded_on),
        subject=str(amendment.number),
    )


def _contract_expiry(contract: Contract, day: date) -> Iterator[Due]:
    period = contract.period.latest
    has_ended = any(on is not None for on in (contract.terminated_on, contract.expired_on, contract.closed_on))
    if has_ended or period is None or period.end is None or day <= period.end:
        return
    yield Due(
        timer="contract-expiry",
        command=RecordContractExpiry(target=contract.id),
        effective_on=period.end,
        over_on=period.end,
        grounds=Grounds.of(contract_ending.expires_with_its_period, period.end),
    )


def contract_turns(contract: Contract) -> Iterator[date]:
    """The days on which there may be something to record: after the period, and after each time for publication."""
    period = contract.period.latest
    limits = (_publish_until(contract), *(_publish_until(one) for one in contract.amendments.values()))
    return _days_after((period.end if period else None, *limits))


# Tender ---------------------------------------------------------------------------------------------------------------


def tender_due(tender: Tender, day: date) -> Iterator[Due]:
    """The standstills over by that day. Where there was none to wait for, there is nothing to record."""
    if tender.is_closed:
        return
    for lot, number in tender.standstills_over(day):
        round_ = tender.lots[lot].rounds[number]
        if round_.selected is not None and round_.selected.standstill == "REQUIRED" and round_.awarded is None:
            yield _standstill(tender, round_, day)


def _standstill(tender: Tender, round_: Round, day: date) -> Due:
    since = _over_since(tender, round_, day)
    questions = [(one.rule, one.on) for one in tender.standstill_questions(round_, since)]
    return Due(
        timer="standstill",
        command=EndStandstill(target=tender.id, lot=round_.lot, round=round_.number),
        effective_on=since,
        over_on=since - DAY,
        grounds=Grounds.of(review.objection_period_passed, tender.law_day_on(since), *questions),
        subject=f"{round_.lot}/{round_.number}",
    )


def _over_since(tender: Tender, round_: Round, day: date) -> date:
    """The first day from which nothing has kept the contract waiting until that day."""
    since = day
    for turn in sorted({one for one in _round_turns(tender, round_) if one < day}, reverse=True):
        if (round_.lot, round_.number) not in tender.standstills_over(turn):
            break
        since = turn
    return since


def tender_turns(tender: Tender) -> Iterator[date]:
    """The days on which the standstill of a selection may be over."""
    for lot in tender.lots.values():
        for round_ in lot.rounds.values():
            if round_.selected is not None and not round_.selected.is_standstill_ended:
                yield from _round_turns(tender, round_)


def _round_turns(tender: Tender, round_: Round) -> Iterator[date]:
    """Every day on which something begins or ceases to keep the contract on this round waiting."""
    key = (round_.lot, round_.number)
    begins = [round_.selected.on if round_.selected else None]
    ends = [notified.objections_until for _, notified in round_.notices() if notified]
    for objection in (one for one in tender.objections.values() if key in one.rounds):
        begins.append(objection.counts_on)
        ends += [objection.petition_by, objection.petition_by_if_silent]
    for petition in (one for one in tender.petitions.values() if key in one.rounds):
        begins += [petition.started_on, petition.final_on]
        ends.append(petition.blocked_until)
    for measure in (one for one in tender.measures.values() if key in one.rounds):
        begins += [measure.from_day, measure.ended_on]
    earliest = begins[0] or date.min
    turns = [*(on for on in begins if on is not None), *_days_after(one.legal_last_day for one in ends if one)]
    return (on for on in turns if on >= earliest)


# Mandate --------------------------------------------------------------------------------------------------------------


def mandate_due(mandate: Mandate, day: date) -> Iterator[Due]:
    """The end with the last day of the act, or of its last prolongation, unless it ended before."""
    last_day = mandate.last_day
    has_ended = mandate.revoked_on is not None or mandate.expired_on is not None
    if not mandate.stands or has_ended or last_day is None or day <= last_day:
        return
    yield Due(
        timer="mandate-expiry",
        command=RecordMandateExpiry(target=mandate.id),
        effective_on=last_day,
        over_on=last_day,
        grounds=Grounds.of(mandate_ending.expires_with_its_period, last_day),
    )


def mandate_turns(mandate: Mandate) -> Iterator[date]:
    """The day after its last one."""
    return _days_after((mandate.last_day,))


# Inspection -----------------------------------------------------------------------------------------------------------


def inspection_due(inspection: Inspection, day: date) -> Iterator[Due]:
    """The end by § 18(a), noted once nothing posted in time is expected any more; it took effect before that."""
    last_day, wait_until = inspection.objections_until, inspection.wait_until
    is_closed = inspection.is_ended or inspection.is_cancelled or inspection.is_archived
    if is_closed or not inspection.is_over_in_vain or last_day is None or wait_until is None or day <= wait_until:
        return
    yield Due(
        timer="inspection-end",
        command=EndInspection(target=inspection.id, reason="EXPIRED"),
        effective_on=wait_until + DAY,
        over_on=last_day,
        grounds=Grounds.of(inspection_closing.objection_time_expired, inspection.started_on),
    )


def inspection_turns(inspection: Inspection) -> Iterator[date]:
    """The day from which on nothing that was posted in time is expected any more."""
    return _days_after((inspection.wait_until,))


# All of them ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timer:
    """What the law makes happen to aggregates of one kind."""

    due: Callable[[Any, date], Iterable[Due]]
    turns: Callable[[Any], Iterable[date]]


TIMERS: Mapping[str, Timer] = {
    "contract": Timer(contract_due, contract_turns),
    "tender": Timer(tender_due, tender_turns),
    "mandate": Timer(mandate_due, mandate_turns),
    "inspection": Timer(inspection_due, inspection_turns),
}
"""By the kind of the aggregate."""


def _days_after(days: Iterable[date | None]) -> Iterator[date]:
    return (day + DAY for day in days if day is not None and day < date.max)
