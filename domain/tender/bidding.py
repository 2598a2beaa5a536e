"""Bids: received, withdrawn, opened, excluded."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.tender.commands import bidding as asked
from domain.tender.events import bidding as events
from domain.tender.payloads import Ground, prague_day
from domain.tender.records import Bid, Excluded, Round
from domain.tender.rules import bidding as rules
from domain.tender.rules import order, preparation
from domain.tender.state import TenderState


class Bidding(TenderState):
    """Decides and remembers who bid."""

    # Bids ---------------------------------------------------------------------------------------------------------

    @decides(asked.RecordBid)
    def record_bid(self, command: asked.RecordBid, case: Case) -> Event:
        self.ask_first(case)
        order.recorded_once(case, ALWAYS, what="bid", key=command.bid, is_known=command.bid in self.bids)
        round_ = self.ask_round(case, lot=command.lot, number=command.round)
        self.ask_bid_time(case, Bid(command.bid, command.lot, command.round, command.received_at), round_)
        return events.BidReceived.of(command)

    def ask_bid_time(self, case: Case, bid: Bid, round_: Round) -> None:
        """Bids come between the call and the limit; one that does not is noted and disregarded."""
        law = self.law_day(case)
        received_on = prague_day(bid.received_at)
        rules.bid_after_publication(case, law, received_on=received_on, called_on=round_.called_on)
        rules.bid_in_time(case, law, received_at=bid.received_at, bids_until=round_.bids_until)

    @when(events.BidReceived)
    def bid_received(self, event: events.BidReceived, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is not None:
            bid = Bid(event.bid, event.lot, event.round, event.received_at, event.sender)
            self.bids[event.bid] = round_.bids[event.bid] = bid

    @decides(asked.RecordBidWithdrawal)
    def record_withdrawal(self, command: asked.RecordBidWithdrawal, case: Case) -> Event:
        self.ask_first(case)
        bid = self.ask_bid(case, command.bid)
        is_done = bid.withdrawn_at is not None
        order.step_once(case, ALWAYS, step="withdrawal", of=command.bid, is_done=is_done)
        bids_until = self.round_of(command.bid).bids_until
        rules.bid_withdrawn_in_time(case, self.law_day(case), withdrawn_at=command.withdrawn_at, bids_until=bids_until)
        return events.BidWithdrawn.of(command)

    @when(events.BidWithdrawn)
    def bid_withdrawn(self, event: events.BidWithdrawn, entry: Entry) -> None:
        if event.bid in self.bids:
            self.bids[event.bid].withdrawn_at = event.withdrawn_at

    # Opening ------------------------------------------------------------------------------------------------------

    @decides(asked.OpenBids)
    def open_bids(self, command: asked.OpenBids, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_open_round(case, lot=command.lot, number=command.round)
        order.step_once(case, ALWAYS, step="opening", of=command.lot, is_done=round_.is_opened)
        in_time = [bid.bid for bid in round_.participants]
        order.opening_complete(case, ALWAYS, in_time=in_time, opened=[bid.bid for bid in command.bids])
        self.ask_currency(case, *(bid.price for bid in command.bids))
        rules.opening_after_deadline(
            case, self.law_day(case), opened_at=command.opened_at, bids_until=round_.bids_until
        )
        return events.BidsOpened.of(command)

    @when(events.BidsOpened)
    def bids_opened(self, event: events.BidsOpened, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is None:
            return
        round_.is_opened = True
        for opened in event.bids:
            if opened.bid in round_.bids:
                round_.bids[opened.bid].opened = opened
        self.reach("BIDS_OPENED", round_.status, entry)

    # Exclusion ----------------------------------------------------------------------------------------------------

    @decides(asked.ExcludeParticipant)
    def exclude(self, command: asked.ExcludeParticipant, case: Case) -> Event:
        self.ask_first(case)
        bid = self.ask_bid(case, command.bid)
        round_ = self.ask_standing_bid(case, bid)
        self.ask_ground(case, command.ground, round_)
        is_contracted = round_.is_contracted and round_.awarded is not None and round_.awarded.bid == bid.bid
        rules.excluded_before_contract(case, self.law_day(case), bid=bid.bid, is_contracted=is_contracted)
        return events.ParticipantExcluded.of(command)

    def ask_standing_bid(self, case: Case, bid: Bid) -> Round:
        """The bid came in time, was opened, and is neither withdrawn nor excluded; its round."""
        round_ = self.round_of(bid.bid)
        order.bid_stands(case, ALWAYS, bid=bid.bid, standing=round_.standing(bid))
        return round_

    def ask_ground(self, case: Case, ground: Ground, round_: Round | None) -> None:
        """A decision against somebody stands on the documents or on the Act, and says why."""
        adopts = tuple(rules.section(cites) for cites in round_.adopts) if round_ else ()
        law = self.law_day(case) or ALWAYS
        rules.ground_applies(case, law, cites=ground.cites, regime=self.regime, adopts=adopts)
        has_reason = ground.why is not None or case.stamp.reason is not None
        preparation.decision_has_reason(case, law, has_reason=has_reason)

    @when(events.ParticipantExcluded)
    def participant_excluded(self, event: events.ParticipantExcluded, entry: Entry) -> None:
        if event.bid not in self.bids:
            return
        self.bids[event.bid].exclusion = Excluded(event.ground, entry.effective_on)
        round_ = self.round_of(event.bid)
        if round_.selected is not None and round_.selected.bid == event.bid:
            round_.selected = None
        if round_.awarded is not None and round_.awarded.bid == event.bid:
            round_.awarded = None
