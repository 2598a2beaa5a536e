"""Amendments: a little more money from some month on, or more time; found late or never where things go wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday_before
from adapters.synth.lives.contract import found
from adapters.synth.lives.contract.mess import Mess
from adapters.synth.lives.contract.terms import Terms, settlements_due
from adapters.synth.numbers import digest, resolution
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step
from domain.contract.commands import ConcludeAmendment, RecordAmendment, RecordAmendmentPublication
from domain.contract.rules.amendments import PROCUREMENT_2016
from domain.contract.rules.publication import DUTY_TO_PUBLISH
from domain.kernel.money import Money
from domain.kernel.period import Month

Months = tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """From its first month on so many crowns a month more, or further months at the end. `maximum` is the new one."""

    number: int
    first: Month
    concluded_on: date
    written_on: date
    crowns_more: int
    further_months: Months
    adds: int
    maximum: int
    is_found: bool = True
    """Whether its paper ever comes to the file."""
    leaves_gap: bool = False
    """Whether the one before is not on file when this one is written down."""

    @property
    def effective_on(self) -> date:
        return self.first.first_day


def draw_amendments(
    terms: Terms, groups: Sequence[Months], chance: Chance, *, can_go_on: bool
) -> tuple[Amendment, ...]:
    """Two where papers get lost; otherwise none in most contracts. They begin with months that are paid together."""
    earliest = later(terms.effective_on, 45)
    starts = [group[0] for group in groups[1:] if group[0].first_day > earliest]
    in_first_year = [start for start in starts if start.year == terms.first.year or not terms.is_grant]
    if _loses_papers(terms) and len(in_first_year) >= 2:
        return _lost_and_found(terms, chance.some(in_first_year, 2), groups, chance)
    if not starts or terms.wanted.is_small or not chance.happens(0.3):
        return ()
    if can_go_on and chance.happens(0.25):
        return (_prolongation(terms, starts[-1], chance),)
    return tuple(_in_time(terms, chance.some(starts, 1 + chance.happens(0.2)), groups, chance))


def _loses_papers(terms: Terms) -> bool:
    return not terms.mess.isdisjoint({Mess.AMENDMENTS_SWAPPED, Mess.AMENDMENT_MISSING})


def _in_time(terms: Terms, starts: Sequence[Month], groups: Sequence[Months], chance: Chance) -> Iterator[Amendment]:
    maximum = terms.maximum
    for number, first in enumerate(starts, 1):
        concluded_on = workday_before(first.first_day - timedelta(days=chance.number(10, 20)))
        months = sum(month >= first for group in groups for month in group)
        crowns = max(1, sum(terms.crowns_a_month) * chance.number(2, 4) // 10_000) * 100
        maximum += months * crowns
        yield Amendment(number, first, concluded_on, concluded_on, crowns, (), months * crowns, maximum)


def _prolongation(terms: Terms, first: Month, chance: Chance) -> Amendment:
    """A few months more at the end, agreed before the last ones are paid."""
    further = tuple(terms.last + number for number in range(1, chance.number(2, 3) + 1))
    concluded_on = workday_before(first.first_day - timedelta(days=chance.number(10, 20)))
    adds = len(further) * sum(terms.crowns_a_month)
    return Amendment(1, first, concluded_on, concluded_on, 0, further, adds, terms.maximum + adds)


def _lost_and_found(
    terms: Terms, starts: Sequence[Month], groups: Sequence[Months], chance: Chance
) -> tuple[Amendment, ...]:
    """The second is on file before the first, which is found weeks later or never."""
    first, second = _in_time(terms, starts, groups, chance)
    is_found = Mess.AMENDMENTS_SWAPPED in terms.mess
    found_on = later(second.written_on, chance.number(20, 60))
    return replace(first, written_on=found_on, is_found=is_found), replace(second, leaves_gap=True)


def amendment_strand(terms: Terms, amendments: Sequence[Amendment], file: File, chance: Chance) -> Iterator[Step]:
    """Each as it came to the file: concluded here in time, or recorded when its paper turned up; then published."""
    for amendment in amendments:
        if amendment.is_found:
            yield _conclusion(terms, amendment, file, chance)
            if amendment.concluded_on >= DUTY_TO_PUBLISH:
                yield _publication(amendment, file, chance)


def _conclusion(terms: Terms, amendment: Amendment, file: File, chance: Chance) -> Step:
    is_late = amendment.leaves_gap or amendment.written_on != amendment.concluded_on
    body = "ZK" if terms.is_grant else "RK"
    return file.write(
        RecordAmendment if is_late else ConcludeAmendment,
        amendment.effective_on,
        {
            "number": amendment.number,
            "adds": Money.czk(amendment.adds),
            "maximum": Money.czk(amendment.maximum),
            "concluded_on": amendment.concluded_on,
            "resolution": resolution(chance, body=body, year=amendment.concluded_on.year),
            "text": digest(file.source, file.name, "amendment", amendment.number),
            **_ground(terms, amendment, file),
            **_period(terms, amendment),
        },
        who=chance.one_of(CLERKS),
        written_on=amendment.written_on,
        because=None if is_late else "the service needs it",
        expects=(found.AMENDMENT_GAP,) if amendment.leaves_gap else (),
    )


def _ground(terms: Terms, amendment: Amendment, file: File) -> dict[str, Any]:
    """Of Act 134/2016 a small change or one reserved in the documents; otherwise the reason is stated."""
    if terms.is_grant or terms.procured_from < PROCUREMENT_2016:
        return {"ground": "other", "reason": file.prose("the usual costs of the service have risen")}
    return {"ground": "100" if amendment.further_months else "222(4)"}


def _period(terms: Terms, amendment: Amendment) -> dict[str, Any]:
    """The new end, and when a grant settles the year that it reaches into."""
    if not amendment.further_months:
        return {}
    last = amendment.further_months[-1]
    due = {"settlement_due": settlements_due(terms.first.year, last.year)} if terms.is_grant else {}
    return {"period": {"start": terms.first.first_day, "end": last.last_day}} | due


def _publication(amendment: Amendment, file: File, chance: Chance) -> Step:
    """In time, and before the day from which it changes anything."""
    published_on = later(amendment.concluded_on, chance.number(1, 4))
    return file.write(
        RecordAmendmentPublication,
        published_on,
        {"number": amendment.number, "register_id": f"synthetic-{chance.number(1_000_000, 9_999_999)}"},
        who=chance.one_of(CLERKS),
        written_on=max(published_on, amendment.written_on),
    )
