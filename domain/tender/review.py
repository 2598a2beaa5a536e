"""Objections, their answers, petitions to ÚOHS, interim measures, and the end of the standstill."""

from datetime import date

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.tender.commands import review as asked
from domain.tender.evaluation import Evaluation
from domain.tender.events import review as events
from domain.tender.payloads import Decision
from domain.tender.records import (
    Bid,
    MeasureRecord,
    Notified,
    ObjectionRecord,
    PetitionRecord,
    RoundKey,
    Selected,
)
from domain.tender.rules import order
from domain.tender.rules import review as rules
from domain.tender.standstill import Waiting


class Review(Evaluation, Waiting):
    """Decides and remembers who objected, what became of it, and how long the contract waits."""

    # Notices ------------------------------------------------------------------------------------------------------

    @decides(asked.RecordNoticeDelivery)
    def record_notice(self, command: asked.RecordNoticeDelivery, case: Case) -> Event:
        self.ask_first(case)
        bid = self.ask_bid(case, command.bid)
        decision, known = self._notified(bid, command.notice)
        order.step_first(case, ALWAYS, step=command.notice, of=bid.lot, is_done=decision)
        order.step_once(case, ALWAYS, step=f"notice of {command.notice}", of=bid.bid, is_done=known is not None)
        until = None
        if self.regime != "SMALL_SCALE":
            until = self._limit(case, "tender.objection-days", command.delivery.counts_on)
        return events.NoticeDelivered.of(command, objections_until=until)

    def _notified(self, bid: Bid, notice: str) -> tuple[bool, Notified | None]:
        """Whether there is a decision to tell this participant of, and what is known of its delivery."""
        if notice == "EXCLUSION":
            return bid.exclusion is not None, bid.exclusion.notified if bid.exclusion else None
        selected = self._selected(bid)
        return selected is not None, selected.notified.get(bid.bid) if selected else None

    def _selected(self, bid: Bid) -> Selected | None:
        return self.round_of(bid.bid).selected

    def _limit(self, case: Case, name: str, start: date | None) -> TimeLimit | None:
        """A limit of so many days as the law of the tender sets it; None where its start is unknown."""
        days = case.value(name, self.law_day(case))
        return None if days is None or start is None else days_after(start, days, case.calendar)

    @when(events.NoticeDelivered)
    def notice_delivered(self, event: events.NoticeDelivered, entry: Entry) -> None:
        bid = self.bids.get(event.bid)
        if bid is None:
            return
        notified = Notified(event.delivery, event.objections_until)
        selected = self._selected(bid)
        if event.notice == "EXCLUSION" and bid.exclusion is not None:
            bid.exclusion.notified = notified
        elif event.notice == "SELECTION" and selected is not None:
            selected.notified[bid.bid] = notified

    # Objections ---------------------------------------------------------------------------------------------------

    @decides(asked.RecordObjection)
    def record_objection(self, command: asked.RecordObjection, case: Case) -> Event:
        self.ask_first(case)
        key = command.objection
        order.recorded_once(case, ALWAYS, what="objection", key=key, is_known=key in self.objections)
        self.ask_lots(case, command.lots)
        if command.bid is not None:
            self.ask_bid(case, command.bid)
        counts_on = command.delivery.counts_on
        due_on = self._objection_due(command, case)
        rules.objections_admissible(case, self.law_day(case) or ALWAYS, regime=self.regime)
        rules.objection_in_time(case, self.law_day(case), counts_on=counts_on, due_on=due_on)
        return events.TenderObjectionReceived.of(
            command,
            due_on=due_on,
            answer_by=self._limit(case, "tender.objection-answer-days", counts_on),
            petition_by_if_silent=self._limit(case, "tender.petition-days-if-silent", counts_on),
        )

    def _objection_due(self, objection: events.Objection, case: Case) -> date | None:
        """The last day for these objections; None where it is unknown."""
        if objection.against == "DOCUMENTS":
            rounds = (self.lots[lot].rounds[number] for lot, number in self._rounds_meant(objection))
            return max((day for one in rounds if (day := one.deadline_day) is not None), default=None)
        if objection.against == "OTHER" or objection.bid is None:
            limit = self._limit(case, "tender.objection-days", objection.knew_on)
            return limit.legal_last_day if limit else None
        _, notified = self._notified(self.bids[objection.bid], objection.against)
        until = notified.objections_until if notified else None
        return until.legal_last_day if until else None

    def _rounds_meant(self, objection: events.Objection) -> tuple[RoundKey, ...]:
        """The rounds that objections are about: that of the bid that they name, else the present ones of their lots."""
        if objection.bid is not None and not objection.lots:
            bid = self.bids.get(objection.bid)
            return ((bid.lot, bid.round),) if bid else ()
        return self.rounds_of(objection.lots)

    @when(events.TenderObjectionReceived)
    def objection_received(self, event: events.TenderObjectionReceived, entry: Entry) -> None:
        self.objections[event.objection] = ObjectionRecord(
            objection=event.objection,
            bid=event.bid,
            against=event.against,
            rounds=self._rounds_meant(event),
            counts_on=event.delivery.counts_on,
            due_on=event.due_on,
            answer_by=event.answer_by,
            petition_by_if_silent=event.petition_by_if_silent,
        )

    @decides(asked.RecordObjectionDecision)
    def record_objection_decision(self, command: asked.RecordObjectionDecision, case: Case) -> Event:
        self.ask_first(case)
        objection = self._ask_objection(case, command.objection)
        is_done = objection.outcome is not None
        order.step_once(case, ALWAYS, step="answer", of=command.objection, is_done=is_done)
        order.remedy_follows_success(case, ALWAYS, outcome=command.outcome, sets_aside=command.sets_aside)
        answer_by = objection.answer_by.legal_last_day if objection.answer_by else None
        rules.objection_answered_in_time(case, self.law_day(case), on=case.day, answer_by=answer_by)
        return events.TenderObjectionDecided.of(command)

    def _ask_objection(self, case: Case, key: str) -> ObjectionRecord:
        order.on_record(case, ALWAYS, what="objection", key=key, is_known=key in self.objections)
        return self.objections[key]

    @when(events.TenderObjectionDecided)
    def objection_decided(self, event: events.TenderObjectionDecided, entry: Entry) -> None:
        objection = self.objections.get(event.objection)
        if objection is None:
            return
        objection.outcome = event.outcome
        objection.answered_on = entry.effective_on
        self._set_aside(event.sets_aside, objection.rounds, entry, bid=objection.bid)

    def _set_aside(self, what: Decision | None, rounds: tuple[RoundKey, ...], entry: Entry, *, bid: str | None) -> None:
        if what is not None:
            for lot, number in rounds:
                self.take_back(what, self.lots[lot].rounds[number], entry, bid=bid)

    @decides(asked.RecordAnswerDelivery)
    def record_answer_delivery(self, command: asked.RecordAnswerDelivery, case: Case) -> Event:
        self.ask_first(case)
        objection = self._ask_objection(case, command.objection)
        key = command.objection
        order.step_first(case, ALWAYS, step="answer", of=key, is_done=objection.outcome is not None)
        order.step_once(case, ALWAYS, step="delivery of the answer", of=key, is_done=objection.petition_by is not None)
        petition_by = self._limit(case, "tender.petition-days", command.delivery.counts_on)
        return events.ObjectionAnswerDelivered.of(command, petition_by=petition_by)

    @when(events.ObjectionAnswerDelivered)
    def answer_delivered(self, event: events.ObjectionAnswerDelivered, entry: Entry) -> None:
        if event.objection in self.objections:
            self.objections[event.objection].petition_by = event.petition_by

    # Petitions ----------------------------------------------------------------------------------------------------

    @decides(asked.RecordReviewPetition)
    def record_petition(self, command: asked.RecordReviewPetition, case: Case) -> Event:
        self.ask_first(case)
        key = command.petition
        order.recorded_once(case, ALWAYS, what="petition", key=key, is_known=key in self.petitions)
        self.ask_lots(case, command.lots)
        objection = None if command.objection is None else self._ask_objection(case, command.objection)
        is_late = objection is not None and objection.is_late
        law = self.law_day(case)
        rules.petition_after_objections(case, law or ALWAYS, objection=command.objection, is_late=is_late)
        petition_by = objection.last_petition_day if objection else None
        rules.petition_in_time(case, law, on=case.day, petition_by=petition_by)
        until = self._limit(case, "tender.petition-block-days", case.day)
        return events.ReviewPetitionFiled.of(command, blocked_until=until)

    @when(events.ReviewPetitionFiled)
    def petition_filed(self, event: events.ReviewPetitionFiled, entry: Entry) -> None:
        objection = self.objections.get(event.objection or "")
        self.petitions[event.petition] = PetitionRecord(
            petition=event.petition,
            objection=event.objection,
            rounds=self.rounds_of(event.lots) if event.lots or objection is None else objection.rounds,
            started_on=entry.effective_on,
            blocked_until=event.blocked_until,
        )

    @decides(asked.RecordReviewDecision)
    def record_review_decision(self, command: asked.RecordReviewDecision, case: Case) -> Event:
        self.ask_first(case)
        self._ask_petition(case, command.petition)
        order.remedy_follows_success(case, ALWAYS, outcome=command.outcome, sets_aside=command.sets_aside)
        return events.ReviewDecided.of(command)

    def _ask_petition(self, case: Case, key: str) -> None:
        order.on_record(case, ALWAYS, what="petition", key=key, is_known=key in self.petitions)

    @when(events.ReviewDecided)
    def review_decided(self, event: events.ReviewDecided, entry: Entry) -> None:
        petition = self.petitions.get(event.petition)
        if petition is None:
            return
        petition.outcome = event.outcome
        petition.final_on = event.final_on
        if event.final_on is None:
            return
        objection = self.objections.get(petition.objection or "")
        self._set_aside(event.sets_aside, petition.rounds, entry, bid=objection.bid if objection else None)

    @decides(asked.RecordInterimMeasure)
    def record_measure(self, command: asked.RecordInterimMeasure, case: Case) -> Event:
        self.ask_first(case)
        key = command.measure
        order.recorded_once(case, ALWAYS, what="measure", key=key, is_known=key in self.measures)
        self.ask_lots(case, command.lots)
        if command.petition is not None:
            self._ask_petition(case, command.petition)
        return events.InterimMeasureIssued.of(command)

    @when(events.InterimMeasureIssued)
    def measure_issued(self, event: events.InterimMeasureIssued, entry: Entry) -> None:
        petition = self.petitions.get(event.petition or "")
        rounds = self.rounds_of(event.lots) if event.lots or petition is None else petition.rounds
        self.measures[event.measure] = MeasureRecord(event.measure, rounds, entry.effective_on)

    @decides(asked.RecordInterimMeasureEnd)
    def record_measure_end(self, command: asked.RecordInterimMeasureEnd, case: Case) -> Event:
        self.ask_first(case)
        key = command.measure
        order.on_record(case, ALWAYS, what="measure", key=key, is_known=key in self.measures)
        order.step_once(case, ALWAYS, step="end of the measure", of=key, is_done=self.measures[key].is_ended)
        return events.InterimMeasureEnded.of(command)

    @when(events.InterimMeasureEnded)
    def measure_ended(self, event: events.InterimMeasureEnded, entry: Entry) -> None:
        measure = self.measures.get(event.measure)
        if measure is not None:
            measure.is_ended = True
            measure.ended_on = entry.effective_on

    # The end of the standstill ------------------------------------------------------------------------------------

    @decides(asked.EndStandstill)
    def end_standstill(self, command: asked.EndStandstill, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_open_round(case, lot=command.lot, number=command.round)
        selected = round_.selected
        order.step_first(case, ALWAYS, step="selection", of=command.lot, is_done=selected is not None)
        assert selected is not None
        is_done = selected.is_standstill_ended
        order.step_once(case, ALWAYS, step="end of the standstill", of=command.lot, is_done=is_done)
        for one in self.standstill_questions(round_, case.day):
            one.put(case)
        last_day = self.last_day_of_standstill(round_)
        return events.StandstillEnded(lot=command.lot, round=command.round, bid=selected.bid, last_day=last_day)

    @when(events.StandstillEnded)
    def standstill_ended(self, event: events.StandstillEnded, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is None or round_.selected is None:
            return
        round_.selected.is_standstill_ended = True
        round_.selected.standstill_ended_on = entry.effective_on
        self.reach("STANDSTILL_ENDED", round_.status, entry)
