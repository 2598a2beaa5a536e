"""When a contract is to be settled: by what was agreed over time, for each year, service by service.

It reads what was agreed as the contract itself does; a test compares the two.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.kernel.dated import Dated
from projections.deadlines.course import Deadline, Ends, Taken, until
from projections.deadlines.kinds import Kind
from projections.deadlines.steps import Mark, Missing

WHOLE = ""
"""A settlement that names no service of several is one of all of them."""


class _Agreed(NamedTuple):
    """A last day that a contract or an amendment agrees on for a year."""

    raw_end: date | None
    position: int
    since: date | None


class SettlementBook:
    """What one contract says about settling its years on a day; what became of amendments counts whenever it did."""

    def __init__(self, file: UUID, known: Sequence[Taken], *, on: date) -> None:
        self._file = file
        self._known = known
        self._steps = steps = until(known, on)
        self._on = on
        named = [taken.step.parts for taken in steps if taken.mark is Mark.NAMED and taken.step.parts]
        self._services = tuple(map(str, named[-1])) if named else ()
        self._ended = next((taken for taken in steps if taken.mark is Mark.ENDED), None)

    # Settle the year ------------------------------------------------------------------------------------------------

    def settlements(self, kind: Kind) -> Iterator[Deadline]:
        """One for each year that is agreed on by that day."""
        for year, agreed in (self._agreed().on(self._on) or {}).items():
            found = Deadline(kind, self._file, year, agreed.since, agreed.position, Ends(agreed.raw_end))
            self._judge(found, year)
            yield found

    def _agreed(self) -> Dated[dict[str, _Agreed]]:
        """All years of one agreement together: a later one replaces them all."""
        by_entry: dict[int, list[Taken]] = {}
        for taken in self._known:
            if taken.mark in {Mark.AGREED, Mark.AGREED_IF_PUBLISHED} and not self._is_void(taken):
                by_entry.setdefault(taken.position, []).append(taken)
        held: Dated[dict[str, _Agreed]] = Dated()
        for position, own in by_entry.items():
            since = self._since(own[0])
            years = {taken.step.subject: _Agreed(taken.step.raw_end, position, since) for taken in own}
            held.set(years, effective_on=since, position=position)
        return held

    def _is_void(self, agreed: Taken) -> bool:
        return any(taken.mark is Mark.VOIDED and taken.step.part == agreed.step.part for taken in self._known)

    def _since(self, agreed: Taken) -> date | None:
        """The agreed day, or that of the publication where it is needed and came later."""
        if agreed.mark is not Mark.AGREED_IF_PUBLISHED:
            return agreed.day
        published = [t.day for t in self._known if t.mark is Mark.PUBLISHED and t.step.part == agreed.step.part]
        known = [day for day in (agreed.day, *published) if day is not None]
        return max(known, default=None)

    def _judge(self, found: Deadline, year: str) -> None:
        """Met once every service is settled; the limit that was computed with a settlement holds for its year."""
        first: dict[str, Taken] = {}
        for taken in self._steps:
            if taken.mark is Mark.DONE and taken.step.subject == year:
                first.setdefault(self._service(taken), taken)
        stored = [taken.step for taken in first.values() if taken.step.legal_last_day is not None]
        if stored:
            found.ends = Ends(stored[-1].raw_end, stored[-1].legal_last_day, stored[-1].safe_last_day)
        if first and (WHOLE in first or set(self._services) <= set(first)):
            last = first.get(WHOLE) or max(first.values(), key=lambda taken: taken.day or date.min)
            found.close(Mark.DONE, last.day, last.position)
        elif (ended := self._not_asked_for(year)) is not None:
            found.close(Mark.ENDED, ended.day, ended.position)

    def _not_asked_for(self, year: str) -> Taken | None:
        """The step after which nobody settles that year: the contract is void, or ended before it."""
        last = (t for t in self._steps if t.mark is Mark.LAST and t.day is not None and t.day.year < int(year))
        return self._ended or next(last, None)

    def _service(self, taken: Taken) -> str:
        """The service that was named; where none was, the only one."""
        part = taken.step.part or WHOLE
        return part or (self._services[0] if len(self._services) == 1 else WHOLE)

    # Complete what was returned -------------------------------------------------------------------------------------

    def completions(self, kind: Kind) -> Iterator[Deadline]:
        """One for each settlement that was returned; nobody sets a day for it."""
        waiting: dict[tuple[str, str], Deadline] = {}
        for taken in self._steps:
            key = taken.step.subject, self._service(taken)
            if taken.mark is Mark.RETURNED and key not in waiting:
                subject = " ".join(filter(None, key))
                waiting[key] = Deadline(kind, self._file, subject, taken.day, taken.position, Ends(), Missing.NOT_SET)
            elif taken.mark is Mark.DONE and key in waiting:
                waiting[key].close(Mark.DONE, taken.day, taken.position)
                yield waiting.pop(key)
        for open_one in waiting.values():
            if self._ended is not None:
                open_one.close(Mark.ENDED, self._ended.day, self._ended.position)
            yield open_one
