"""Time limits that an entry keeps as they were counted: counted anew where the day that they run from is corrected."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from domain.inspection.conduct import Conduct
from domain.inspection.events.authorisation import DocumentsRequested
from domain.inspection.events.conduct import InspectionDeclaredComplex, LastControlActDone
from domain.inspection.events.objections import ObjectionDeadlineExtendedNotified, ObjectionsReceived
from domain.inspection.events.protocol import ProtocolDelivered, ProtocolSent
from domain.inspection.events.remedies import CorrectiveMeasureExtended, CorrectiveMeasureImposed
from domain.inspection.objections import Objections
from domain.inspection.protocol import Protocol
from domain.inspection.remedies import Remedies, limit_of
from domain.inspection.rules import order
from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.event import Event


class Counted(NamedTuple):
    """A limit as it is kept, and as it is counted now."""

    what: str
    said: TimeLimit | None
    counted: TimeLimit | None

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The legal last day of each."""
        said, counted = self.said, self.counted
        return said.legal_last_day if said else None, counted.legal_last_day if counted else None


class Limits(Conduct, Objections, Protocol, Remedies):
    """What of a corrected wording nobody states: it follows from the day and from the law of the inspection."""

    def completed(self, event: Event, case: Case) -> Event:
        said = self._following(event, case)
        return super().completed(event, case) if said is None else event.model_copy(update=said)

    def _following(self, event: Event, case: Case) -> dict[str, Any] | None:
        match event:
            case LastControlActDone():
                return {"protocol_by": self.protocol_limit(case, case.day, is_complex=self.is_complex)}
            case ProtocolSent():
                return {"fiction_on": self.fiction_on(case, event)}
            case ProtocolDelivered():
                return self._of_delivery(event, case)
            case ObjectionsReceived():
                return self._of_objections(event, case)
            case ObjectionDeadlineExtendedNotified() if found := self.objections.get(event.objection):
                return {"decide_by": self.decide_later_by(case, found.received_on)}
            case CorrectiveMeasureImposed():
                return {"due": limit_of(event, case)}
            case CorrectiveMeasureExtended() | DocumentsRequested():
                return {"due": TimeLimit.ending(event.due_on, case.calendar)}
        is_complex = isinstance(event, InspectionDeclaredComplex)
        return {"protocol_by": self.protocol_limit(case, self.last_act_on, is_complex=True)} if is_complex else None

    def _of_delivery(self, event: ProtocolDelivered, case: Case) -> dict[str, Any] | None:
        paper = self.paper(event.addendum)
        if paper is None:
            return None
        until = self.objections_limit(case, paper)
        delivery = event.delivery.model_copy(update={"delivered_on": case.day})
        return {"delivery": delivery, "objections_until": until, "wait_until": self.wait_limit(case, until)}

    def _of_objections(self, event: ObjectionsReceived, case: Case) -> dict[str, Any]:
        paper, received_on = self.paper(event.addendum), event.received_on or case.day
        until = paper.objections_until if paper else None
        return {
            "received_on": received_on,
            "due_on": until.legal_last_day if until else event.due_on,
            "head_by": self.limit(case, "inspection.head-days", received_on),
            "decide_by": self.decide_by(case, received_on),
        }

    # After a correction -------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """A limit that another entry keeps is noted until that entry is corrected too."""
        rule = order.limits_follow_their_days
        otherwise = next((one for one in self._limits(case) if one.days[0] != one.days[1]), None)
        noted = self.anomalies_of(rule.label)
        if otherwise is None:
            case.close_anomalies(*noted)
        elif not noted:
            rule(case, ALWAYS, what=otherwise.what, last_day=otherwise.days[0], last_day_counted=otherwise.days[1])
        super().review(case)

    def _limits(self, case: Case) -> Iterator[Counted]:
        if self.is_last_act_done:
            counted = self.protocol_limit(case, self.last_act_on, is_complex=self.is_complex)
            yield Counted("protocol", self.protocol_by, counted)
        for name, paper in self.papers:
            if paper.is_delivered:
                until = self.objections_limit(case.aside(paper.delivered_on), paper)
                yield Counted(f"objections to the {name}", paper.objections_until, until)
        for one in self.objections.values():
            decide = self.decide_later_by if one.is_extended else self.decide_by
            yield Counted(f"decision on {one.objection}", one.decide_by, decide(case, one.received_on))
