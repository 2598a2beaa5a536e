"""Old tenders as their papers show them: what is not stated stays unknown."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.tender.commands.takeover import TakeOverTender
from domain.tender.events.takeover import TenderTakenOver
from domain.tender.records import Lot
from domain.tender.rules import award, order, preparation
from domain.tender.state import TenderState


class TakenOver(TenderState):
    """Decides and remembers what an old paper says of a tender."""

    @decides(TakeOverTender)
    def take_over(self, command: TakeOverTender, case: Case) -> Event:
        order.opened_once(case, ALWAYS, version=self.version)
        order.identified(
            case,
            ALWAYS,
            number=command.number,
            title=command.title,
            service=command.service_as_written,
            group=command.one_of.group if command.one_of else None,
        )
        self._ask_lots_once(case, command)
        lots = [lot.estimated_value for lot in command.lots]
        prices = [price for lot in command.lots for price in (lot.price_maximum, lot.compensation)]
        amounts = [amount for amount in (command.estimated_value, *lots, *prices) if amount is not None]
        order.amount_positive(case, ALWAYS, amounts=amounts)
        order.one_currency(case, ALWAYS, currencies=[amount.currency for amount in amounts])
        for lot in command.lots:
            order.capacity_positive(case, ALWAYS, amounts=[one.amount for one in lot.capacities])
        if lots:
            order.value_of_lots(case, ALWAYS, estimated_value=command.estimated_value, lots=lots)
        self._look_at_start(case, command)
        if command.one_of is not None:
            won = [one.tenders for one in command.one_of.won]
            award.rounds_add_up(case, ALWAYS, tenders=command.one_of.tenders, won=won)
        return TenderTakenOver.of(command)

    @staticmethod
    def _ask_lots_once(case: Case, command: TakeOverTender) -> None:
        seen: set[str] = set()
        for lot in command.lots:
            order.recorded_once(case, ALWAYS, what="lot", key=lot.lot, is_known=lot.lot in seen)
            seen.add(lot.lot)

    @staticmethod
    def _look_at_start(case: Case, command: TakeOverTender) -> None:
        started = command.started_on
        if started is not None and started.problem is not None:
            case.note(started.problem.value, raw=started.raw, facts={"field": "started_on"})
        day = started.parsed if started else None
        preparation.regime_of_its_time(case, day, regime=command.regime)

    @when(TenderTakenOver)
    def taken_over(self, event: TenderTakenOver, entry: Entry) -> None:
        self.is_taken_over = True
        self.number = event.number
        self.title = event.title
        self.project = event.project
        self.section = event.section
        self.service_as_written = event.service_as_written
        self.forms = event.forms
        self.region = event.region
        self.regime = event.regime
        self.estimated_value = event.estimated_value
        self.price_percent = event.price_percent
        self.started_as_written = event.started_on
        self.started_on = event.started_on.parsed if event.started_on else None
        self.lots = {lot.lot: Lot(lot, stated=lot.outcome) for lot in event.lots}
        self.outcome = event.outcome
        self.one_of = event.one_of
        self.inferred = frozenset(inference.field for inference in entry.stamp.inferred)
        self.reach("TAKEN_OVER", self.status, entry)
