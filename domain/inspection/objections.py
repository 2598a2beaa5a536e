"""Objections to findings: when they came, who settles them until when, and what becomes of the findings."""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.inspection.commands.objections import (
    DecideObjections,
    ExtendObjectionSettlement,
    HandOverObjections,
    RecordObjections,
    RecordObjectionsWaiver,
    RecordSettlementDelivery,
    UpholdObjections,
)
from domain.inspection.events.closing import EndTakenBack
from domain.inspection.events.findings import FindingChanged, FindingMaintained, FindingWithdrawn
from domain.inspection.events.objections import (
    ObjectionDeadlineExtendedNotified,
    ObjectionsDecidedBySuperior,
    ObjectionSettlementDelivered,
    ObjectionsHandedToProceeding,
    ObjectionsReceived,
    ObjectionsUpheldByHead,
    ObjectionsWaived,
    PointDecision,
)
from domain.inspection.outcome import kept
from domain.inspection.outcome_records import ObjectionRecord, Paper
from domain.inspection.rules import closing
from domain.inspection.rules import objections as rules
from domain.inspection.rules import protocol as protocol_rules
from domain.inspection.wording import Wording
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import Question, question
from domain.kernel.stamp import Actor
from domain.office.payloads import RoleName

REOPENING = frozenset({"EXPIRED", "SETTLED"})
"""The reasons of an end that objections in time show to have been noted too early."""

BY_PROVIDER: RoleName = "provider"
"""The role of somebody who acts for a provider; it reaches inspections of that provider alone."""

STANDING = (
    rules.objections_after_delivery,
    rules.objections_not_waived,
    rules.objections_in_time,
    rules.agreed_objections_in_time,
    rules.objections_by_the_entitled,
    rules.objections_reasoned,
    protocol_rules.fiction_on_its_day,
)
"""The rules about objections and deliveries that a correction may mend or break."""


class Objections(Wording):
    """Decides and remembers who objected, and how that was settled."""

    # They come ----------------------------------------------------------------------------------------------------

    @decides(RecordObjections)
    def record_objections(self, command: RecordObjections, case: Case) -> tuple[Event, ...]:
        self.ask_started(case)
        self.ask_new(case, self.objections, what="objections", key=command.objection)
        for point in command.points:
            self.ask_finding(case, point.finding)
        paper = self.ask_paper(case, command.addendum)
        received_on = case.stamp.received_on or case.day
        due_on = paper.objections_until.legal_last_day if paper.objections_until else None
        received = ObjectionsReceived.of(
            command,
            is_entitled=_may_object(command, case.stamp.actor),
            received_on=received_on,
            due_on=due_on,
            head_by=self.limit(case, "inspection.head-days", received_on),
            decide_by=self.decide_by(case, received_on),
        )
        assert isinstance(received, ObjectionsReceived)
        record = self._record(received)
        for asked in self.questions_of(record, paper):
            asked.put(case)
        if record.counts and self.end is not None and self.end.reason in REOPENING:
            case.close_anomalies(*self.anomalies_of(closing.waited_for_the_post.label))
            return received, EndTakenBack(objection=command.objection)
        return (received,)

    def decide_by(self, case: Case, received_on: date | None) -> TimeLimit | None:
        """30 days of delivery to the authority; outside the Act as agreed."""
        if self.uses_control_act:
            return self.limit(case, "inspection.superior-days", received_on)
        days = self.agreed.settlement_days if self.agreed else None
        return None if days is None or received_on is None else days_after(received_on, days, case.calendar)

    def decide_later_by(self, case: Case, received_on: date | None) -> TimeLimit | None:
        """The same in an especially complex case, after notice."""
        return self.limit(case, "inspection.superior-days", received_on, "inspection.superior-extension-days")

    def questions_of(self, one: ObjectionRecord, paper: Paper) -> Iterator[Question]:
        """What is asked of objections, in the order in which an office looks at them."""
        law = self.started_on if self.uses_control_act else None
        is_delivered = paper.is_delivered and _not_before(one.received_on, paper.delivered_on)
        yield question(rules.objections_after_delivery, ALWAYS, is_delivered=is_delivered)
        is_waived = self.is_waived and _not_before(one.received_on, self.waived_on)
        yield question(rules.objections_not_waived, law, waived_on=self.waived_on, is_waived=is_waived)
        if self.uses_control_act:
            yield question(rules.objections_in_time, law, counts_on=one.counts_on, last_day=one.due_on)
        else:
            yield question(rules.agreed_objections_in_time, ALWAYS, counts_on=one.counts_on, last_day=one.due_on)
        yield question(rules.objections_by_the_entitled, law, is_entitled=one.is_entitled)
        unreasoned = tuple(point.finding for point in one.points if point.reasons is None)
        yield question(rules.objections_reasoned, law, findings=one.findings, unreasoned=unreasoned)

    def review(self, case: Case) -> None:
        """After a correction: what was noted beside objections and deliveries is asked anew."""
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in STANDING)))
        for one in self.objections.values():
            paper = self.paper(one.addendum)
            for asked in self.questions_of(one, paper) if paper else ():
                asked.put(case)
        for _, paper in self.papers:
            way = paper.delivery.way if paper.delivery else "LOGIN"
            protocol_rules.fiction_on_its_day(
                case, paper.delivered_on, way=way, on=paper.delivered_on, fiction_on=paper.fiction_on
            )
        super().review(case)

    def _record(self, event: ObjectionsReceived) -> ObjectionRecord:
        """The objections as they count; the limit is that of the paper, also where its delivery was corrected since."""
        paper = self.paper(event.addendum)
        until = paper.objections_until if paper else None
        return ObjectionRecord(
            objection=event.objection,
            points=event.points,
            addendum=event.addendum,
            filing=event.filing,
            sent_on=event.sent_on,
            received_on=event.received_on,
            due_on=until.legal_last_day if until else event.due_on,
            is_entitled=event.is_entitled,
            head_by=event.head_by,
            decide_by=event.decide_by,
        )

    @decides(RecordObjectionsWaiver)
    def record_waiver(self, command: RecordObjectionsWaiver, case: Case) -> tuple[Event, ...]:
        self.ask_started(case)
        self.ask_step_once(case, "waiver", is_done=self.is_waived)
        rules.objections_after_delivery(case, ALWAYS, is_delivered=self.is_delivered)
        closing.no_objections_pending(case, ALWAYS, pending=self.pending_objections)
        waived = ObjectionsWaived.of(command)
        is_over = self.is_delivered and not self.pending_objections
        return waived, *(self.ends("WAIVED", case.day) if is_over else ())

    # The head of the group ----------------------------------------------------------------------------------------

    @decides(UpholdObjections)
    def uphold(self, command: UpholdObjections, case: Case) -> tuple[Event, ...]:
        found = self._ask_unsettled(case, command.objection)
        rules.step_of_the_control_act(
            case, ALWAYS, step="upholding by the head", uses_control_act=self.uses_control_act
        )
        law = self.act_day(case)
        rules.upheld_by_the_head(case, law, by=command.by, head=self.head_on(case.day))
        rules.upheld_within_seven_days(case, law, **kept(case.day, found.head_by))
        for finding in found.findings:
            rules.nothing_upheld_out_of_order(case, law, finding=finding, is_upheld=True, flaws=found.flaws_of(finding))
        fallen = [PointDecision(finding=finding, outcome="UPHELD") for finding in found.findings]
        return ObjectionsUpheldByHead.of(command), *self._effects(fallen, command.objection)

    # The superior -------------------------------------------------------------------------------------------------

    @decides(ExtendObjectionSettlement)
    def extend(self, command: ExtendObjectionSettlement, case: Case) -> Event:
        found = self._ask_unsettled(case, command.objection)
        rules.step_of_the_control_act(case, ALWAYS, step="extension", uses_control_act=self.uses_control_act)
        law = self.act_day(case)
        rules.extended_once(case, law, is_extended=found.is_extended)
        rules.extension_notified_before_expiry(case, law, **kept(case.day, found.decide_by))
        return ObjectionDeadlineExtendedNotified.of(command, decide_by=self.decide_later_by(case, found.received_on))

    @decides(DecideObjections)
    def decide_objections(self, command: DecideObjections, case: Case) -> tuple[Event, ...]:
        found = self._ask_unsettled(case, command.objection)
        decided = [point.finding for point in command.points]
        rules.every_point_decided(case, ALWAYS, objected=list(dict.fromkeys(found.findings)), decided=decided)
        law = self.act_day(case)
        rules.decided_by_a_superior(case, law, by=command.by, was_in_team=self.was_ever_in_team(command.by))
        for point in command.points:
            self._ask_point(case, found, point)
        self._note_whether_settled_in_time(case, found)
        return ObjectionsDecidedBySuperior.of(command), *self._effects(command.points, command.objection)

    def _ask_point(self, case: Case, found: ObjectionRecord, point: PointDecision) -> None:
        rules.point_explained(
            case,
            ALWAYS,
            finding=point.finding,
            outcome=point.outcome,
            has_wording=point.wording is not None,
            ground=point.ground,
        )
        law, flaws = self.act_day(case), found.flaws_of(point.finding)
        is_upheld = point.outcome != "REJECTED"
        rules.nothing_upheld_out_of_order(case, law, finding=point.finding, is_upheld=is_upheld, flaws=flaws)
        rules.rejected_on_a_true_ground(case, law, finding=point.finding, ground=point.ground, flaws=flaws)
        if point.wording is not None:
            self.ask_wording(case, point.finding, point.wording)

    def _note_whether_settled_in_time(self, case: Case, found: ObjectionRecord) -> None:
        """A settlement that comes late is lawful all the same (domain.md § 9.4, I13)."""
        facts = kept(case.day, found.decide_by)
        if self.uses_control_act:
            question(rules.settled_in_time, self.act_day(case), **facts).note(case)
        else:
            question(protocol_rules.agreed_limit_kept, ALWAYS, step="settlement of objections", **facts).note(case)

    def _ask_unsettled(self, case: Case, objection: str) -> ObjectionRecord:
        """The objections are on record, nobody settled them yet, and they were not handed over."""
        self.ask_started(case)
        self.ask_known(case, self.objections, what="objections", key=objection)
        found = self.objections[objection]
        settled_by = found.settled_by or found.handed_to
        rules.settled_once(case, ALWAYS, objection=objection, settled_by=settled_by)
        return found

    def _effects(self, points: Iterable[PointDecision], objection: str) -> tuple[Event, ...]:
        """What becomes of each finding, and of measures that stood on those that fall."""
        points = [point for point in points if self.findings[point.finding].stands]
        effects = tuple(_effect(point, objection) for point in points)
        fallen = [point.finding for point in points if point.outcome == "UPHELD"]
        return *effects, *self.lifted_with(*fallen)

    # The way out --------------------------------------------------------------------------------------------------

    @decides(RecordSettlementDelivery)
    def record_settlement_delivery(self, command: RecordSettlementDelivery, case: Case) -> tuple[Event, ...]:
        self.ask_started(case)
        self.ask_known(case, self.objections, what="objections", key=command.objection)
        found = self.objections[command.objection]
        rules.settled_first(case, ALWAYS, objection=command.objection, settled_by=found.settled_by)
        self.ask_step_once(case, "delivery of the settlement", is_done=found.is_settlement_delivered)
        delivery = command.delivery
        protocol_rules.delivered_on_its_day(
            case, ALWAYS, on=case.day, delivered_on=delivery.delivered_on, sent_on=delivery.sent_on
        )
        delivered = ObjectionSettlementDelivered(
            objection=command.objection, delivery=delivery.model_copy(update={"delivered_on": case.day})
        )
        is_last = found.counts and set(self.pending_objections) <= {command.objection}
        return delivered, *(self.ends("SETTLED", case.day) if is_last else ())

    @decides(HandOverObjections)
    def hand_over(self, command: HandOverObjections, case: Case) -> tuple[Event, ...]:
        found = self._ask_unsettled(case, command.objection)
        rules.step_of_the_control_act(case, ALWAYS, step="hand-over", uses_control_act=self.uses_control_act)
        is_last = found.counts and set(self.pending_objections) <= {command.objection}
        handed = ObjectionsHandedToProceeding.of(command)
        return handed, *(self.ends("HANDED_OVER", case.day) if is_last else ())

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ObjectionsReceived)
    def objections_received(self, event: ObjectionsReceived, entry: Entry) -> None:
        self.objections[event.objection] = self._record(event)
        if self.objections[event.objection].counts:
            self.reach("OBJECTIONS_PENDING", entry)

    @when(ObjectionsWaived)
    def objections_waived(self, event: ObjectionsWaived, entry: Entry) -> None:
        self.is_waived, self.waived_on = True, entry.effective_on

    @when(ObjectionDeadlineExtendedNotified)
    def settlement_extended(self, event: ObjectionDeadlineExtendedNotified, entry: Entry) -> None:
        found = self.objections.get(event.objection)
        if found is not None:
            found.is_extended, found.decide_by = True, event.decide_by

    @when(ObjectionsUpheldByHead)
    def upheld_by_head(self, event: ObjectionsUpheldByHead, entry: Entry) -> None:
        found = self.objections.get(event.objection)
        if found is not None:
            found.settled_by, found.settled_on = "HEAD", entry.effective_on
            self._reach_settled(found, entry)

    @when(ObjectionsDecidedBySuperior)
    def decided_by_superior(self, event: ObjectionsDecidedBySuperior, entry: Entry) -> None:
        found = self.objections.get(event.objection)
        if found is not None:
            found.settled_by, found.settled_on = "SUPERIOR", entry.effective_on
            self._reach_settled(found, entry)

    def _reach_settled(self, found: ObjectionRecord, entry: Entry) -> None:
        """Once nothing that counts is unsettled; the rejection of late objections changes nothing."""
        waiting = [one for one in self.objections.values() if one.is_pending and one.settled_by is None]
        if found.counts and not waiting:
            self.reach("OBJECTIONS_SETTLED", entry)

    @when(ObjectionSettlementDelivered)
    def settlement_delivered(self, event: ObjectionSettlementDelivered, entry: Entry) -> None:
        found = self.objections.get(event.objection)
        if found is not None:
            found.is_settlement_delivered = True

    @when(ObjectionsHandedToProceeding)
    def handed_over(self, event: ObjectionsHandedToProceeding, entry: Entry) -> None:
        found = self.objections.get(event.objection)
        if found is not None:
            found.handed_to = event.authority


def _may_object(command: RecordObjections, actor: Actor) -> bool | None:
    """Whoever objects does not judge that: for who holds it, the role that the office gave for the inspected provider.

    Whether anybody else may whom the provider names, nobody has looked yet (§ 13(1)).
    """
    if actor.role != BY_PROVIDER:
        return command.is_entitled
    return True if command.filer in {None, actor.person} else None


def _not_before(day: date | None, start: date | None) -> bool:
    """Whether the day is the start or later; what is not known is taken to be."""
    return day is None or start is None or start <= day


def _effect(point: PointDecision, objection: str) -> Event:
    if point.outcome == "UPHELD":
        return FindingWithdrawn(finding=point.finding, because="OBJECTION", objection=objection)
    if point.wording is not None:
        return FindingChanged(finding=point.finding, wording=point.wording, because="OBJECTION", objection=objection)
    return FindingMaintained(finding=point.finding, objection=objection)
