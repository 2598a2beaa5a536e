"""Award, and the contracts on it."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.registry import Ico
from domain.service.payloads import Organisation
from domain.tender.commands import award as asked
from domain.tender.events import award as events
from domain.tender.records import Awarded, Round
from domain.tender.review import Review
from domain.tender.rules import award as rules
from domain.tender.rules import evaluation as choice
from domain.tender.rules import order
from domain.tender.standstill import MayConclude


@dataclass(frozen=True, slots=True)
class AwardState:
    """An award as others look at it: to whom, at which price, how much of it is contracted, and whether it may be."""

    lot: str
    round: int
    bid: str
    provider: Organisation
    price: Money
    awarded_on: date | None
    contracts: Mapping[UUID, Money]
    contracted: Money
    may_conclude: Callable[[date | None], MayConclude] = field(compare=False)

    @property
    def left(self) -> Money:
        """What of the price is not contracted; nothing where more is than was awarded."""
        return self.price - self.contracted if self.contracted < self.price else self.price * 0


class Award(Review):
    """Decides and remembers to whom the lots went, and what was contracted."""

    def award(self, lot: str, number: int | None = None) -> AwardState | None:
        """The award of a lot in that round, or in whichever round it was awarded; None where it was not."""
        rounds = self.lots[lot].rounds.values() if lot in self.lots else ()
        for one in rounds:
            if one.awarded is not None and number in {None, one.number}:
                return self._award_state(one, one.awarded)
        return None

    def _award_state(self, round_: Round, awarded: Awarded) -> AwardState:
        def may_conclude(on: date | None) -> MayConclude:
            return self.may_conclude(lot=round_.lot, number=round_.number, on=on)

        return AwardState(
            lot=round_.lot,
            round=round_.number,
            bid=awarded.bid,
            provider=awarded.provider,
            price=awarded.price,
            awarded_on=awarded.on,
            contracts=dict(awarded.contracts),
            contracted=awarded.contracted,
            may_conclude=may_conclude,
        )

    # Award --------------------------------------------------------------------------------------------------------

    @decides(asked.AwardLot)
    def award_lot(self, command: asked.AwardLot, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_round(case, lot=command.lot, number=command.round)
        awarded_to = round_.awarded.bid if round_.awarded else None
        order.awarded_once(case, ALWAYS, lot=command.lot, round_number=command.round, awarded_to=awarded_to)
        order.round_open(case, ALWAYS, lot=command.lot, round_number=command.round, outcome=round_.outcome)
        selected = round_.selected
        order.award_follows_selection(case, ALWAYS, bid=command.bid, selected=selected.bid if selected else None)
        self.ask_standing_bid(case, self.ask_bid(case, command.bid))
        self._ask_standstill(case, round_)
        self._ask_owner(case, command.bid)
        self.ask_bid_price(case, command.bid, round_)
        opened = self.bids[command.bid].opened
        assert opened is not None
        return events.LotAwarded.of(command, provider=opened.provider, price=opened.price)

    def _ask_standstill(self, case: Case, round_: Round) -> None:
        """The standstill was noted as ended, nothing came up since, and no petition runs."""
        assert round_.selected is not None
        rules.standstill_ended(
            case,
            self.law_day(case),
            on=case.day,
            standstill=round_.selected.standstill,
            is_ended=round_.selected.is_standstill_ended,
            ended_on=round_.selected.standstill_ended_on,
        )
        self._ask_ban(case, round_)

    def _ask_ban(self, case: Case, round_: Round) -> None:
        for one in self.standstill_questions(round_, case.day):
            one.put(case)
        self.pending_question(round_, case.day).put(case)

    def _ask_owner(self, case: Case, bid: str) -> None:
        opened, owner = self.bids[bid].opened, self.bids[bid].owner
        if self.regime == "SMALL_SCALE":
            return
        choice.beneficial_owner_checked(
            case,
            self.law_day(case),
            on=case.day,
            is_legal_person=opened.is_legal_person if opened else None,
            outcome=owner.outcome if owner else None,
            checked_on=owner.on if owner else None,
        )

    @when(events.LotAwarded)
    def lot_awarded(self, event: events.LotAwarded, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is not None:
            round_.awarded = Awarded(event.bid, event.provider, event.price, entry.effective_on)
            self.reach("AWARDED", round_.status, entry)

    # Contracts ----------------------------------------------------------------------------------------------------

    def contracting(
        self, case: Case, *, lot: str, number: int, contract: UUID, amount: Money, provider: Ico | None
    ) -> events.LotContracted:
        """What the conclusion of a contract asks of its award, in that contract's case on the day of conclusion.

        The event belongs into this tender's stream: `case.guard(tender.id, event)`.
        """
        awarded = self._ask_award(case, lot, number)
        key = str(contract)
        order.recorded_once(case, ALWAYS, what="contract", key=key, is_known=contract in awarded.contracts)
        self.ask_currency(case, amount)
        law = self.law_day(case) or ALWAYS
        rules.contracted_after_award(case, law, on=case.day, awarded_on=awarded.on)
        if provider is not None and awarded.provider.ico is not None:
            rules.contract_with_awarded_provider(case, law, provider=provider, awarded_to=awarded.provider.ico)
        rules.contracted_within_award(case, law, contracted=awarded.contracted, asked=amount, awarded=awarded.price)
        self._ask_ban(case, self.lots[lot].rounds[number])
        by, grouped_by = self._result_limits(case)
        return events.LotContracted(
            lot=lot, round=number, contract=contract, amount=amount, result_by=by, grouped_result_by=grouped_by
        )

    def is_awarded(self, lot: str, number: int | None) -> bool | None:
        """Whether a lot was awarded in that round, or in any; None where only old papers speak of it."""
        if self.award(lot, number) is not None:
            return True
        return None if self.is_taken_over and not (lot in self.lots and self.lots[lot].rounds) else False

    def awarded_rounds(self, lot: str) -> tuple[int, ...]:
        """The rounds in which a lot was awarded."""
        rounds = self.lots[lot].rounds.values() if lot in self.lots else ()
        return tuple(one.number for one in rounds if one.awarded is not None)

    def _ask_award(self, case: Case, lot: str, number: int) -> Awarded:
        round_ = self.ask_round(case, lot=lot, number=number)
        order.step_first(case, ALWAYS, step="award", of=lot, is_done=round_.awarded is not None)
        assert round_.awarded is not None
        return round_.awarded

    def _result_limits(self, case: Case) -> tuple[TimeLimit | None, TimeLimit | None]:
        """Until when the result is published: from the contract, and grouped from the end of its quarter."""
        days = case.value("tender.result-notice-days", self.law_day(case))
        if days is None or case.day is None or self.regime == "SMALL_SCALE":
            return None, None
        month = (case.day.month + 2) // 3 * 3
        end_of_quarter = date(case.day.year, month, monthrange(case.day.year, month)[1])
        is_groupable = self.regime == "SIMPLIFIED_129"
        return (
            days_after(case.day, days, case.calendar),
            days_after(end_of_quarter, days, case.calendar) if is_groupable else None,
        )

    @decides(asked.RecordLotContract)
    def record_contract(self, command: asked.RecordLotContract, case: Case) -> Event:
        order.opened_first(case, ALWAYS, version=self.version)
        return self.contracting(
            case,
            lot=command.lot,
            number=command.round,
            contract=command.contract,
            amount=command.amount,
            provider=None,
        )

    @when(events.LotContracted)
    def lot_contracted(self, event: events.LotContracted, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is None or round_.awarded is None:
            return
        round_.awarded.contracts[event.contract] = event.amount
        round_.awarded.told_by[event.contract] = entry.event_id
        self.result_limits[event.lot] = (event.result_by, event.grouped_result_by)
        self.reach("CONTRACTED", round_.status, entry)

    @decides(asked.RecordLotContractRelease)
    def record_release(self, command: asked.RecordLotContractRelease, case: Case) -> Event:
        order.opened_first(case, ALWAYS, version=self.version)
        awarded = self._ask_award(case, command.lot, command.round)
        key = str(command.contract)
        order.on_record(case, ALWAYS, what="contract", key=key, is_known=command.contract in awarded.contracts)
        self.close_about_contract(case, awarded, command.contract)
        return events.LotContractReleased.of(command)

    def releasing(self, case: Case, *, lot: str, number: int, contract: UUID) -> events.LotContractReleased:
        """What becomes of the award when its contract is void or was undone, in that contract's case.

        The event belongs into this tender's stream, as that of `contracting`.
        """
        round_ = self.round(lot, number)
        assert round_ is not None
        assert round_.awarded is not None
        self.close_about_contract(case, round_.awarded, contract)
        return events.LotContractReleased(lot=lot, round=number, contract=contract)

    def close_about_contract(self, case: Case, awarded: Awarded, contract: UUID) -> None:
        """What was noted beside a contract that is gone; beside the others, that all went beyond the award together."""
        rest = awarded.contracted - awarded.contracts[contract]
        above = rules.contracted_within_award.label
        beside_others = {told for other, told in awarded.told_by.items() if other != contract}
        is_within = rest <= awarded.price
        for ref in self.open_anomalies:
            is_settled = ref.code == above and ref.event_id in beside_others and is_within
            if ref.event_id == awarded.told_by.get(contract) or is_settled:
                case.close_anomalies(ref)

    @when(events.LotContractReleased)
    def contract_released(self, event: events.LotContractReleased, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is None or round_.awarded is None:
            return
        round_.awarded.contracts.pop(event.contract, None)
        round_.awarded.told_by.pop(event.contract, None)
        self.reach("AWARDED" if not round_.awarded.contracts else "CONTRACTED", round_.status, entry)
