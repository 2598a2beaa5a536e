"""From the plan to the call for bids: plan, approval, lots, publication, documents, preliminary interest."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.tender.commands import preparation as asked
from domain.tender.events import preparation as events
from domain.tender.payloads import Call, Criterion, Moment, prague_day
from domain.tender.records import Documents, Lot, Round
from domain.tender.rules import order
from domain.tender.rules import preparation as rules
from domain.tender.state import TenderState


class Preparation(TenderState):
    """Decides and remembers what is called for."""

    # The plan -----------------------------------------------------------------------------------------------------

    @decides(asked.PlanTender)
    def plan(self, command: asked.PlanTender, case: Case) -> Event:
        order.opened_once(case, ALWAYS, version=self.version)
        amounts = [amount for amount in (command.estimated_value, command.value_elsewhere) if amount is not None]
        order.amount_positive(case, ALWAYS, amounts=amounts)
        order.one_currency(case, ALWAYS, currencies=[amount.currency for amount in amounts])
        rules.day_known(case, ALWAYS, on=case.day)
        rules.regime_of_its_time(case, case.day, regime=command.regime)
        return events.TenderPlanned.of(command)

    @when(events.TenderPlanned)
    def planned(self, event: events.TenderPlanned, entry: Entry) -> None:
        self.number = event.number
        self.title = event.title
        self.project = event.project
        self.section = event.section
        self.regime = event.regime
        self.estimated_value = event.estimated_value
        self.value_elsewhere = event.value_elsewhere
        self.price_percent = event.price_percent
        self.reach("PLANNED", self.status, entry)

    @decides(asked.ApproveTender)
    def approve(self, command: asked.ApproveTender, case: Case) -> Event:
        self.ask_first(case)
        order.step_once(case, ALWAYS, step="approval", of="tender", is_done=self.is_approved)
        order.resolution_of_body(case, ALWAYS, body=command.body, resolution=command.resolution)
        return events.TenderApproved.of(command)

    @when(events.TenderApproved)
    def approved(self, event: events.TenderApproved, entry: Entry) -> None:
        self.is_approved = True
        self.approved_on = entry.effective_on
        self.resolution = event.resolution
        self.reach("APPROVED", self.status, entry)

    @decides(asked.DefineLot)
    def define_lot(self, command: asked.DefineLot, case: Case) -> Event:
        self.ask_first(case)
        order.recorded_once(case, ALWAYS, what="lot", key=command.lot, is_known=command.lot in self.lots)
        self.ask_currency(case, command.estimated_value, command.price_maximum, command.compensation)
        order.capacity_positive(case, ALWAYS, amounts=[one.amount for one in command.capacities])
        rules.lots_before_publication(case, case.day or ALWAYS, lot=command.lot, is_called="START" in self.notices)
        self.ask_price(case, command.price_maximum, command.compensation)
        return events.TenderLotDefined.of(command)

    @when(events.TenderLotDefined)
    def lot_defined(self, event: events.TenderLotDefined, entry: Entry) -> None:
        self.lots[event.lot] = Lot(event)

    def ask_price(self, case: Case, price: Money | None, compensation: Money | None) -> None:
        """A price keeps the share of the compensation payment that the project sets, where it sets one."""
        rules.price_from_compensation(
            case, case.day or ALWAYS, price=price, percent=self.price_percent, compensation=compensation
        )

    # Publication --------------------------------------------------------------------------------------------------

    @decides(asked.PublishTender)
    def publish(self, command: asked.PublishTender, case: Case) -> Event:
        self.ask_first(case)
        is_done = command.notice_kind in self.notices or "START" in self.notices
        order.step_once(case, ALWAYS, step=command.notice_kind, of="tender", is_done=is_done)
        order.has_lots(case, ALWAYS, lots=[name for name, lot in self.lots.items() if not lot.is_abandoned])
        if command.notice_kind == "START":
            self.ask_call(case, command)
        self._ask_value(case)
        rules.regime_of_its_time(case, self.started_on or case.day, regime=self.regime)
        rules.approved_before_publication(
            case, case.day, on=case.day, is_approved=self.is_approved, approved_on=self.approved_on
        )
        for limit in (command.bids_until, command.interest_until):
            rules.deadline_lies_ahead(case, case.day, on=case.day, last_day=prague_day(limit) if limit else None)
        return events.TenderPublished.of(command)

    def ask_call(self, case: Case, call: Call) -> None:
        """A call for bids says everything that bidders need."""
        names = [criterion.criterion for criterion in call.criteria]
        order.call_complete(case, ALWAYS, bids_until=call.bids_until, criteria=names)
        ask_weights(case, call.criteria)

    def _ask_value(self, case: Case) -> None:
        """The lots add up to the estimated value, and this with its sisters decides the regime."""
        values = [lot.terms.estimated_value for lot in self.lots.values()]
        order.value_of_lots(case, ALWAYS, estimated_value=self.estimated_value, lots=values)
        limit = case.value("tender.small-scale-limit", case.day)
        rules.regime_by_total_value(
            case,
            self.law_day(case),
            regime=self.regime,
            value=self.value_of_need,
            limit=Money(**limit) if limit and limit["currency"] == self.currency else None,
        )

    @property
    def value_of_need(self) -> Money | None:
        """The estimated value of this tender and of the others for the same need (§ 18 Act 134/2016)."""
        if self.estimated_value is None:
            return None
        known = [value for value in (self.estimated_value, self.value_elsewhere) if value is not None]
        return total(known, self.currency)

    @when(events.TenderPublished)
    def published(self, event: events.TenderPublished, entry: Entry) -> None:
        if not self.notices:
            self.started_on = entry.effective_on
        self.notices[event.notice_kind] = entry.effective_on
        self.interest_until = event.interest_until or self.interest_until
        self.reach("PUBLISHED", self.status, entry)
        if event.notice_kind == "START":
            for lot in self.lots.values():
                if not lot.is_abandoned:
                    self.open_round(lot, 1, event, entry)

    def open_round(self, lot: Lot, number: int, call: Call, entry: Entry) -> Round:
        """A round begins with the first version of its documents."""
        opened = Round(
            lot=lot.terms.lot,
            number=number,
            called_on=entry.effective_on,
            bids_until=call.bids_until,
            price_maximum=lot.terms.price_maximum,
            compensation=lot.terms.compensation,
            documents=[Documents(1, call.documents, call.criteria, call.adopts, entry.effective_on)],
        )
        lot.rounds[number] = opened
        self.reach("CALLED", opened.status, entry)
        return opened

    # Documents ----------------------------------------------------------------------------------------------------

    @decides(asked.ChangeDocumentation)
    def change_documentation(self, command: asked.ChangeDocumentation, case: Case) -> Event:
        self.ask_first(case)
        rounds = self._ask_about_change(case, command.lots, command.bids_until)
        ask_weights(case, command.criteria or ())
        version = 1 + max(round_.documents[-1].version for round_ in rounds)
        return events.TenderDocumentationChanged.of(command, lots=_lots(rounds), version=version)

    @decides(asked.IssueClarification)
    def issue_clarification(self, command: asked.IssueClarification, case: Case) -> Event:
        self.ask_first(case)
        key = command.clarification
        order.recorded_once(case, ALWAYS, what="clarification", key=key, is_known=key in self.clarifications)
        rounds = self._ask_about_change(case, command.lots, command.bids_until)
        return events.ClarificationIssued.of(command, lots=_lots(rounds))

    def _ask_about_change(self, case: Case, lots: Sequence[str], bids_until: datetime | None) -> tuple[Round, ...]:
        """The rounds whose documents change: all are open for bids, and the time for these only grows."""
        self.ask_lots(case, lots)
        rounds = self.rounds_taking_bids(lots)
        wanted = set(lots) or {round_.lot for round_ in rounds}
        is_called = bool(rounds) and wanted == {round_.lot for round_ in rounds}
        order.step_first(case, ALWAYS, step="call for bids", of=", ".join(sorted(wanted)), is_done=is_called)
        ends = [round_.bids_until for round_ in rounds if round_.bids_until is not None]
        last_day = prague_day(min(ends)) if ends else None
        rules.documents_changed_in_time(case, case.day, on=case.day, last_day=last_day)
        rules.deadline_not_shortened(case, case.day, earlier=ends, new=bids_until)
        rules.deadline_lies_ahead(case, case.day, on=case.day, last_day=prague_day(bids_until) if bids_until else None)
        return rounds

    @when(events.TenderDocumentationChanged)
    def documentation_changed(self, event: events.TenderDocumentationChanged, entry: Entry) -> None:
        for name, number in self.rounds_of(event.lots):
            changed = self.lots[name].rounds[number]
            criteria = changed.criteria if event.criteria is None else event.criteria
            adopts: tuple[Citation, ...] = changed.adopts if event.adopts is None else event.adopts
            changed.documents.append(Documents(event.version, event.documents, criteria, adopts, entry.effective_on))
            changed.bids_until = event.bids_until or changed.bids_until

    @when(events.ClarificationIssued)
    def clarification_issued(self, event: events.ClarificationIssued, entry: Entry) -> None:
        self.clarifications[event.clarification] = entry.effective_on
        for name, number in self.rounds_of(event.lots):
            explained = self.lots[name].rounds[number]
            explained.bids_until = event.bids_until or explained.bids_until

    # Preliminary interest -----------------------------------------------------------------------------------------

    @decides(asked.RecordPreliminaryInterest)
    def record_interest(self, command: asked.RecordPreliminaryInterest, case: Case) -> Event:
        self.ask_first(case)
        key = command.interest
        order.recorded_once(case, ALWAYS, what="interest", key=key, is_known=key in self.interests)
        self.ask_lots(case, command.lots)
        self._ask_interest(case, command.received_at)
        return events.PreliminaryInterestReceived.of(command)

    def _ask_interest(self, case: Case, received_at: Moment) -> None:
        rules.interest_in_time(case, self.law_day(case), received_at=received_at, until=self.interest_until)

    @when(events.PreliminaryInterestReceived)
    def interest_received(self, event: events.PreliminaryInterestReceived, entry: Entry) -> None:
        self.interests[event.interest] = event.lots


def ask_weights(case: Case, criteria: Iterable[Criterion]) -> None:
    """The weights of criteria add up."""
    order.weights_add_up(case, ALWAYS, weights=[(one.criterion, one.weight) for one in criteria])


def _lots(rounds: Iterable[Round]) -> tuple[str, ...]:
    return tuple(round_.lot for round_ in rounds)
