"""How rounds and the tender end: cancellation, no award, another round, the result, closing."""

from datetime import date

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import years_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.tender.award import Award
from domain.tender.commands import award as asked
from domain.tender.events import award as events
from domain.tender.payloads import prague_day
from domain.tender.rules import award as rules
from domain.tender.rules import order, preparation


class Ending(Award):
    """Decides and remembers how rounds, lots and the tender ended."""

    # A round ends without an award --------------------------------------------------------------------------------

    @decides(asked.CancelLot)
    def cancel_lot(self, command: asked.CancelLot, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_round(case, lot=command.lot, number=command.round)
        order.round_open(case, ALWAYS, lot=command.lot, round_number=command.round, outcome=round_.failed)
        rules.cancelled_before_contract(
            case, self.law_day(case) or ALWAYS, lot=command.lot, is_contracted=round_.is_contracted
        )
        self.ask_ground(case, command.ground, round_)
        return events.LotCancelled.of(command)

    @decides(asked.CancelTender)
    def cancel(self, command: asked.CancelTender, case: Case) -> tuple[Event, ...]:
        self.ask_first(case)
        still_open = [lot for lot in self.lots.values() if not lot.has_ended]
        order.step_first(case, ALWAYS, step="lot that is still open", of="tender", is_done=bool(still_open))
        self.ask_ground(case, command.ground, next((lot.current for lot in still_open if lot.current), None))
        return tuple(
            events.LotCancelled(
                lot=lot.terms.lot, round=lot.current.number if lot.current else None, ground=command.ground
            )
            for lot in still_open
        )

    @when(events.LotCancelled)
    def lot_cancelled(self, event: events.LotCancelled, entry: Entry) -> None:
        if event.round is not None:
            self._fail(event.lot, event.round, "CANCELLED", entry)
        elif event.lot in self.lots:
            self.lots[event.lot].is_abandoned = True

    def _fail(self, lot: str, number: int, outcome: str, entry: Entry) -> None:
        round_ = self.round(lot, number)
        if round_ is not None:
            round_.failed = outcome
            round_.awarded = None
            self.reach(outcome, round_.status, entry)

    @decides(asked.LeaveLotUnawarded)
    def leave_unawarded(self, command: asked.LeaveLotUnawarded, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_open_round(case, lot=command.lot, number=command.round)
        rules.unawarded_without_participant(
            case,
            self.law_day(case) or ALWAYS,
            on=case.day,
            last_day=round_.deadline_day,
            participants=[bid.bid for bid in round_.remaining],
        )
        return events.LotUnawarded.of(command)

    @when(events.LotUnawarded)
    def lot_unawarded(self, event: events.LotUnawarded, entry: Entry) -> None:
        self._fail(event.lot, event.round, "UNAWARDED", entry)

    # Another round ------------------------------------------------------------------------------------------------

    @decides(asked.RelaunchLot)
    def relaunch(self, command: asked.RelaunchLot, case: Case) -> Event:
        self.ask_first(case)
        self.ask_lots(case, (command.lot,))
        lot = self.lots[command.lot]
        is_done = lot.continued_in is not None
        order.step_once(case, ALWAYS, step="relaunch", of=command.lot, is_done=is_done)
        number = lot.current.number if lot.current else None
        outcome = lot.current.failed if lot.current else None
        order.relaunched_after_failure(case, ALWAYS, lot=command.lot, previous_round=number, outcome=outcome)
        assert number is not None
        order.round_follows(case, ALWAYS, lot=command.lot, round_number=command.round, previous_round=number)
        if command.new_tender is None:
            self._ask_new_call(case, command)
        return events.LotRelaunched.of(command, previous_round=number)

    def _ask_new_call(self, case: Case, command: events.Relaunch) -> None:
        self.ask_call(case, command)
        self.ask_currency(case, command.price_maximum, command.compensation)
        terms = self.lots[command.lot].terms
        price = command.price_maximum or terms.price_maximum
        self.ask_price(case, price, command.compensation or terms.compensation)
        last_day = prague_day(command.bids_until) if command.bids_until else None
        preparation.deadline_lies_ahead(case, case.day, on=case.day, last_day=last_day)

    @when(events.LotRelaunched)
    def lot_relaunched(self, event: events.LotRelaunched, entry: Entry) -> None:
        lot = self.lots.get(event.lot)
        if lot is None:
            return
        if event.new_tender is not None:
            lot.continued_in = event.new_tender
            return
        opened = self.open_round(lot, event.round, event, entry)
        opened.price_maximum = event.price_maximum or opened.price_maximum
        opened.compensation = event.compensation or opened.compensation

    # The result and the end ---------------------------------------------------------------------------------------

    @decides(asked.RecordResultPublication)
    def record_result(self, command: asked.RecordResultPublication, case: Case) -> Event:
        self.ask_first(case)
        self.ask_lots(case, command.lots)
        for lot in command.lots:
            order.step_once(case, ALWAYS, step="result", of=lot, is_done=lot in self.results)
            self.ask_result_time(case, lot, on=case.day, is_grouped=command.is_grouped)
        return events.TenderResultPublished.of(command)

    def ask_result_time(self, case: Case, lot: str, *, on: date | None, is_grouped: bool) -> None:
        """The result of a lot is published within its limit; where nothing was contracted there is none."""
        by, grouped_by = self.result_limits.get(lot, (None, None))
        limit = (grouped_by if is_grouped else None) or by
        result_by = limit.legal_last_day if limit else None
        rules.result_published_in_time(case, self.law_day(case), lot=lot, on=on, result_by=result_by)

    @when(events.TenderResultPublished)
    def result_published(self, event: events.TenderResultPublished, entry: Entry) -> None:
        for lot in event.lots:
            self.results[lot] = entry.effective_on
        if event.is_grouped:
            self.grouped_results.update(event.lots)

    @decides(asked.CloseTender)
    def close(self, command: asked.CloseTender, case: Case) -> Event:
        self.ask_first(case)
        still_open = [name for name, lot in self.lots.items() if not lot.has_ended]
        rules.lots_ended_before_closing(case, self.law_day(case) or ALWAYS, still_open=still_open)
        return events.TenderClosed.of(command, documents_kept_until=self._kept_until(case))

    def _kept_until(self, case: Case) -> date | None:
        """The last day on which the documentation is kept (§ 216 Act 134/2016)."""
        years = case.value("tender.documents-kept-years", self.law_day(case))
        if years is None or case.day is None:
            return None
        return years_after(case.day, years, case.calendar).raw_end

    @when(events.TenderClosed)
    def closed(self, event: events.TenderClosed, entry: Entry) -> None:
        self.is_closed = True
        self.closed_on = entry.effective_on
        self.documents_kept_until = event.documents_kept_until
        self.reach("CLOSED", self.status, entry)
