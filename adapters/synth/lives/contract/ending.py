"""How a contract ends: with its time, or before it by notice or agreement; and when its file is closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday_before
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step
from domain.contract.commands import CloseContract, RecordExpiry, RecordTermination, TerminateContract
from domain.kernel.period import Month


@dataclass(frozen=True, slots=True)
class End:
    """The last month of the service, and whether it came before its time."""

    last: Month
    is_early: bool

    @property
    def day(self) -> date:
        return self.last.last_day


def draw_end(terms: Terms, chance: Chance) -> End:
    """Few contracts end early, and not before they were half over and well in effect."""
    halfway = terms.first + terms.months // 2
    is_early = chance.happens(0.05) and later(terms.effective_on, 60) < halfway.first_day < terms.last.first_day
    return End(halfway, is_early=True) if is_early else End(terms.last, is_early=False)


def ending_strand(end: End, last_day: date, file: File, chance: Chance) -> Iterator[Step]:
    """Expired on the last day, which an amendment may have moved; or terminated."""
    clerk = chance.one_of(CLERKS)
    if not end.is_early:
        yield file.write(RecordExpiry, last_day, who=clerk, written_on=later(last_day, chance.number(1, 15)))
        return
    told_on = workday_before(end.day - timedelta(days=chance.number(20, 50)))
    match chance.number(1, 3):
        case 1:
            agreed = {"mode": "AGREEMENT", "by": "both"}
            yield file.write(TerminateContract, end.day, agreed, who=clerk, written_on=told_on)
        case 2:
            notice = {"mode": "NOTICE", "by": "region", "delivered_on": told_on}
            yield file.write(TerminateContract, end.day, notice, who=clerk, written_on=told_on)
        case _:
            left = {"mode": "WITHDRAWAL", "by": "provider", "delivered_on": told_on}
            grounds = file.prose("the service has no staff any more")
            yield file.write(RecordTermination, end.day, {"grounds": grounds, **left}, who=clerk, written_on=told_on)


def closing(after: date, file: File, chance: Chance) -> Iterator[Step]:
    """Most files are closed some weeks after the last entry."""
    if chance.happens(0.85):
        yield file.write(CloseContract, later(after, chance.number(15, 90)), who=chance.one_of(CLERKS))
