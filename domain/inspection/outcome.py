"""What the subjects after the control acts know together: findings, protocol, objections, measures, the end."""

from collections.abc import Iterator
from datetime import date
from typing import TypedDict
from uuid import UUID

from domain.inspection.events.closing import EndReason, InspectionEnded
from domain.inspection.events.remedies import MeasureLifted
from domain.inspection.outcome_records import Ended, FindingRecord, MeasureRecord, ObjectionRecord, Paper
from domain.inspection.records import Invited
from domain.inspection.rules import order
from domain.inspection.state import InspectionState
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.event import Event


class Kept(TypedDict):
    """Against the legal last day of a limit; None where it is not known."""

    on: date | None
    last_day: date | None


def kept(on: date | None, limit: TimeLimit | None) -> Kept:
    """The facts that a rule about a time limit looks at."""
    return Kept(on=on, last_day=limit.legal_last_day if limit else None)


class OutcomeState(InspectionState):
    """The findings of an inspection and everything that follows from them.

    `protocol` is the latest version. A limit that nobody sets is None: a check under the contract has those that its
    contract agreed, and no others.
    """

    invited: dict[str, Invited]
    """Kept by Authorisation."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.findings: dict[str, FindingRecord] = {}
        self.versions: dict[int, Paper] = {}
        self.addenda: dict[int, Paper] = {}
        self.is_waived = False
        self.waived_on: date | None = None
        self.objections: dict[str, ObjectionRecord] = {}
        self.measures: dict[str, MeasureRecord] = {}
        self.follow_ups: dict[UUID, date | None] = {}
        self.referrals: dict[str, date | None] = {}
        self.external_results: dict[str, date | None] = {}
        self.end: Ended | None = None
        self.holds: dict[str, date | None] = {}
        self.disposal_sign: str | None = None
        self.kept_until: date | None = None
        self.is_disposed = False
        self.disposed_on: date | None = None

    # Papers -------------------------------------------------------------------------------------------------------

    @property
    def protocol(self) -> Paper | None:
        """The latest version of the protocol."""
        return self.versions[max(self.versions)] if self.versions else None

    @property
    def is_delivered(self) -> bool:
        return self.protocol is not None and self.protocol.is_delivered

    @property
    def papers(self) -> Iterator[tuple[str, Paper]]:
        """The protocol and every addendum, by what people call them."""
        if self.protocol is not None:
            yield "protocol", self.protocol
        yield from ((f"addendum {number}", paper) for number, paper in self.addenda.items())

    def paper(self, addendum: int | None) -> Paper | None:
        """The addendum of that number; without one the protocol."""
        return self.protocol if addendum is None else self.addenda.get(addendum)

    def ask_paper(self, case: Case, addendum: int | None) -> Paper:
        """That paper is on record."""
        found = self.paper(addendum)
        what = "protocol" if addendum is None else "addendum"
        order.on_record(case, ALWAYS, what=what, key=str(addendum or ""), is_known=found is not None)
        assert found is not None
        return found

    @property
    def objections_until(self) -> date | None:
        """The legal last day for objections to the last paper that was delivered; None where some limit is unknown."""
        limits = [paper.objections_until for _, paper in self.papers]
        known = [limit.legal_last_day for limit in limits if limit is not None]
        return max(known) if known and len(known) == len(limits) else None

    @property
    def wait_until(self) -> date | None:
        """Until when objections to the last paper that was delivered may still come by post; None where unknown."""
        days = [paper.wait_until for _, paper in self.papers]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def is_over_in_vain(self) -> bool:
        """Whether the time for objections will end the inspection: everything delivered, and no objections that count.

        Outside the Control Act nothing ends by itself.
        """
        is_out = self.is_delivered and all(paper.is_delivered for _, paper in self.papers)
        is_contested = any(one.counts for one in self.objections.values())
        return self.uses_control_act and is_out and not is_contested and not self.is_waived

    @property
    def pending_objections(self) -> tuple[str, ...]:
        """The objections for which the end waits."""
        return tuple(name for name, one in self.objections.items() if one.is_pending)

    @staticmethod
    def ask_step_once(case: Case, step: str, *, is_done: bool) -> None:
        """The step was not taken yet."""
        order.step_once(case, ALWAYS, step=step, is_done=is_done)

    @staticmethod
    def ask_step_first(case: Case, step: str, *, is_done: bool) -> None:
        """The step before was taken."""
        order.step_first(case, ALWAYS, step=step, is_done=is_done)

    def ask_finding(self, case: Case, finding: str) -> FindingRecord:
        """The finding is on record."""
        self.ask_known(case, self.findings, what="finding", key=finding)
        return self.findings[finding]

    def lifted_with(self, *fallen: str) -> tuple[Event, ...]:
        """The measures that stood on findings that fall now, or fell before, and on no other: they are lifted."""
        gone = {*fallen, *(name for name, one in self.findings.items() if not one.stands)}
        about = [one for one in self.measures.values() if one.is_open and not set(fallen).isdisjoint(one.findings)]
        return tuple(MeasureLifted(measure=one.measure) for one in about if gone.issuperset(one.findings))

    # Limits -------------------------------------------------------------------------------------------------------

    def limit(self, case: Case, name: str, start: date | None, *more: str) -> TimeLimit | None:
        """So many days as the law of the inspection sets, all values added; None where it sets none, or no start."""
        days = [case.value(one, self.act_day(case)) for one in (name, *more)]
        return None if start is None or None in days else days_after(start, sum(days), case.calendar)

    # The end ------------------------------------------------------------------------------------------------------

    def ends(self, reason: EndReason, on: date | None) -> tuple[Event, ...]:
        """The end that the law brings about on that day; none outside the Control Act, or where it stands already."""
        if on is None or self.is_ended or not self.uses_control_act:
            return ()
        return (InspectionEnded(reason=reason, ended_on=on),)
