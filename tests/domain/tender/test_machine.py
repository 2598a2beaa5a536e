"""Random lawful and unlawful commands: replay equals the live state, and a naive reading of the events agrees."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.kernel.calendar import days_after
from domain.kernel.command import Command
from domain.kernel.correction import TakeBackEntry
from domain.kernel.dated import Dated
from domain.kernel.entry import CORRECTIONS, Entry
from domain.kernel.event import Event
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk, total
from domain.tender.commands import (
    CloseTender,
    RecordBidWithdrawal,
    RecordInterimMeasureEnd,
    RecordLotContractRelease,
    RecordReviewDecision,
)
from domain.tender.events import (
    InterimMeasureEnded,
    InterimMeasureIssued,
    LotAwarded,
    LotCancelled,
    LotContracted,
    LotContractReleased,
    LotRelaunched,
    LotUnawarded,
    NoticeDelivered,
    ParticipantExcluded,
    ReviewDecided,
    ReviewPetitionFiled,
    SupplierSelected,
)
from domain.tender.records import Round
from domain.tender.scoring import printed, totals
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    PRAGUE,
    answered,
    award,
    awarded,
    bid,
    clarification,
    contract,
    declaration,
    end_standstill,
    evaluated,
    evaluation,
    exclusion,
    free,
    notice,
    notified,
    objected,
    objection,
    opening,
    owner,
    petition,
    petitioned,
    published,
    rejection,
    select,
)
from tests.domain.tender.test_ending import cancel, relaunch, result, unaward
from tests.domain.tender.test_evaluation import set_aside
from tests.domain.tender.test_review import measure
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, Story

LOTS = st.sampled_from("AB")
WHAT = ("SELECTION", "EVALUATION")
POINTS = st.lists(st.integers(0, 100), min_size=16, max_size=16)
PRICES = st.integers(1, 9).map(lambda n: czk(n * 500_000))


def plain(value: object) -> Any:
    """A state as comparable values, however deep."""
    if isinstance(value, Dated):
        return [(day, plain(one)) for day, one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


class TenderMachine(RuleBasedStateMachine):
    """A tender of two lots, driven by whatever may come, mostly in a sensible order."""

    @initialize(stage=st.sampled_from([published, evaluated, notified, free, awarded, objected, petitioned]))
    def begin(self, stage: Callable[[], Story[Tender]]) -> None:
        self.story = stage()
        self.live = Tender.replay(THIS, self.story.entries)
        self.today = self.story.entries[-1].effective_on or date.min
        self.count = 5

    def do(self, command: Command, **more: Any) -> None:
        """The command is decided today; what it records goes into the live state too."""
        before = len(self.story.entries)
        self.story = self.story.when(command, on=self.today, **more)
        new = self.story.entries[before:]
        if any(isinstance(entry.event, CORRECTIONS) for entry in new):
            self.live = Tender.replay(THIS, self.story.entries)
            return
        for entry in new:
            self.live.evolve(entry)

    def new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def current(self, lot: str) -> Round:
        found = self.live.lots[lot].current
        assert found is not None
        return found

    def moment(self) -> str:
        return f"{self.today} 09:30"

    # What may happen ----------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 1, 5, 11, 17, 30, 61]))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(lot=LOTS, is_known=st.booleans())
    def bid_comes(self, lot: str, is_known: bool) -> None:
        name = f"{lot}{self.count % 3 + 1}{self.new('-')}"
        at = datetime.combine(self.today, clock(9, 30), PRAGUE)
        number = self.current(lot).number if is_known else 7
        self.do(bid(name, round=number, received_at=at))

    @rule(
        lot=LOTS,
        prices=st.lists(PRICES, min_size=8, max_size=8),
        points=POINTS,
        waits=st.booleans(),
        steps=st.integers(1, 5),
    )
    def next_steps_are_taken(
        self, lot: str, prices: Sequence[Money], points: Sequence[int], waits: bool, steps: int
    ) -> None:
        """So that long lives are not left to chance."""
        for _ in range(steps):
            self._next_step(lot, prices, points, waits=waits)

    def _next_step(self, lot: str, prices: Sequence[Money], points: Sequence[int], *, waits: bool) -> None:
        round_ = self.current(lot)
        if round_.failed:
            self.lot_is_called_again(lot=lot, step=1)
        elif not round_.is_opened:
            for _ in range(2):
                self.bid_comes(lot=lot, is_known=True)
            self.today = max(self.today, round_.deadline_day or self.today)
            self.bids_are_opened(lot=lot, prices=prices)
        elif not round_.remaining:
            self.today += timedelta(days=1)
            self.do(unaward(lot, round_.number))
        elif round_.evaluated is None:
            for evaluator in ("e1", "e2"):
                self.evaluator_declares(has_conflict=False, evaluator=evaluator)
            self.bids_are_evaluated(lot=lot, points=points, is_right=True)
        elif round_.selected is None:
            self.supplier_is_selected(lot=lot, is_best=True)
            self.everybody_is_told(lot=lot)
        elif round_.awarded is None:
            self.today += timedelta(days=17 if waits else 3)
            self.standstill_ends(lot=lot)
            self.lot_is_awarded(lot=lot, waived=waits, is_selected=True)
        elif not round_.awarded.contracts:
            self.contract_is_concluded(lot=lot, amount=prices[0])

    @rule(lot=LOTS)
    def bid_is_withdrawn(self, lot: str) -> None:
        for name in list(self.current(lot).bids)[:1]:
            at = datetime.combine(self.today, clock(9, 45), PRAGUE)
            self.do(RecordBidWithdrawal(target=THIS, bid=name, withdrawn_at=at))

    @rule(lot=LOTS, prices=st.lists(PRICES, min_size=8, max_size=8))
    def bids_are_opened(self, lot: str, prices: Sequence[Money]) -> None:
        names = [one.bid for one in self.current(lot).participants]
        found = dict(zip(names, prices, strict=False))
        at = datetime.combine(self.today, clock(12), PRAGUE)
        self.do(opening(found, lot=lot, round=self.current(lot).number, opened_at=at))

    @rule(has_conflict=st.sampled_from([False, False, False, True]), evaluator=st.sampled_from(["e1", "e2"]))
    def evaluator_declares(self, has_conflict: bool, evaluator: str) -> None:
        self.do(declaration(evaluator, has_conflict=has_conflict))

    @rule(lot=LOTS, points=POINTS, is_right=st.booleans())
    def bids_are_evaluated(self, lot: str, points: Sequence[int], is_right: bool) -> None:
        round_ = self.current(lot)
        names = [one.bid for one in round_.remaining if one.opened]
        given = {name: (points[2 * n], points[2 * n + 1]) for n, name in enumerate(names[:8])}
        scores = evaluation(given, ()).scores
        prices = {one.bid: one.opened.price for one in round_.remaining if one.opened}
        if len(given) < len(prices):
            return
        exact = totals(round_.criteria, prices, scores)
        order = sorted(exact, key=lambda name: (-exact[name], name))
        ranking = tuple((name, printed(exact[name]) + (0 if is_right else Decimal("0.01"))) for name in order)
        self.do(evaluation(given, ranking, lot=lot, round=round_.number, ties_broken_by="lot drawn"))

    @rule(lot=LOTS, is_best=st.sampled_from([True, True, False]))
    def supplier_is_selected(self, lot: str, is_best: bool) -> None:
        round_ = self.current(lot)
        name = round_.best if is_best and round_.best else next(iter(round_.bids), f"{lot}1")
        self.do(select(name, lot=lot, round=round_.number))

    @rule(lot=LOTS)
    def everybody_is_told(self, lot: str) -> None:
        for one in list(self.current(lot).participants):
            kind = "EXCLUSION" if one.exclusion else "SELECTION"
            self.do(notice(one.bid, self.moment(), of=kind))

    @rule(lot=LOTS, against=st.sampled_from(["SELECTION", "EXCLUSION", "OTHER", "DOCUMENTS"]))
    def somebody_objects(self, lot: str, against: str) -> None:
        names = list(self.current(lot).bids)
        fields = {"objection": self.new("N"), "against": against, "bid": names[-1] if names else None, "lots": (lot,)}
        self.do(objection(self.moment(), **fields, knew_on=self.today))

    @rule(
        outcome=st.sampled_from(["REJECTED", "REJECTED", "UPHELD"]), what=st.sampled_from(["SELECTION", "EVALUATION"])
    )
    def objections_are_answered(self, outcome: str, what: str) -> None:
        for name, one in self.live.objections.items():
            if one.outcome is None:
                sets_aside = what if outcome == "UPHELD" else None
                self.do(rejection(objection=name, outcome=outcome, sets_aside=sets_aside))
                return

    @rule()
    def answer_is_delivered(self) -> None:
        for name in list(self.live.objections):
            self.do(answered(self.moment()).model_copy(update={"objection": name}))

    @rule(lot=LOTS)
    def petition_is_filed(self, lot: str) -> None:
        name = next(iter(self.live.objections), None)
        self.do(petition(petition=self.new("S"), objection=name, lots=(lot,)))

    @rule(outcome=st.sampled_from(["REJECTED", "STOPPED", "UPHELD"]), is_final=st.booleans())
    def office_decides(self, outcome: str, is_final: bool) -> None:
        for name in list(self.live.petitions)[-1:]:
            fields = {"target": THIS, "petition": name, "outcome": outcome}
            more = {"final_on": self.today} if is_final else {}
            self.do(RecordReviewDecision.model_validate(fields | more))

    @rule(lot=LOTS, ends=st.sampled_from([True, True, False]))
    def measure_comes_and_goes(self, lot: str, ends: bool) -> None:
        if ends:
            for name in list(self.live.measures):
                self.do(RecordInterimMeasureEnd(target=THIS, measure=name))
        else:
            self.do(measure(measure=self.new("P"), lots=(lot,)))

    @rule(lot=LOTS)
    def standstill_ends(self, lot: str) -> None:
        self.do(end_standstill(lot, self.current(lot).number))

    @rule(lot=LOTS, waived=st.booleans(), is_selected=st.sampled_from([True, True, False]))
    def lot_is_awarded(self, lot: str, waived: bool, is_selected: bool) -> None:
        round_ = self.current(lot)
        chosen = round_.selected.bid if round_.selected and is_selected else f"{lot}1"
        self.do(owner(chosen))
        command = award(chosen, round_.number)
        self.do(command, waived=["tender.no-pending-petition"] if waived else [])

    @rule(lot=LOTS, amount=PRICES)
    def contract_is_concluded(self, lot: str, amount: Money) -> None:
        identifier = derived_id("contract", self.new("C"))
        self.do(contract(amount, lot=lot, round=self.current(lot).number, contract=identifier))

    @rule(lot=LOTS)
    def contract_falls_away(self, lot: str) -> None:
        round_ = self.current(lot)
        for one in list(round_.awarded.contracts if round_.awarded else ())[:1]:
            self.do(RecordLotContractRelease(target=THIS, lot=lot, round=round_.number, contract=one))

    @rule(lot=LOTS, how=st.sampled_from(["exclude", "cancel", "unaward", "aside", "explain"]))
    def office_acts(self, lot: str, how: str) -> None:
        round_ = self.current(lot)
        if how == "exclude":
            for name in list(round_.bids)[:1]:
                self.do(exclusion(name))
        elif how == "cancel":
            self.do(cancel(lot, round_.number))
        elif how == "unaward":
            self.do(unaward(lot, round_.number))
        elif how == "aside":
            self.do(set_aside().model_copy(update={"lot": lot, "round": round_.number}))
        else:
            until = datetime.combine(self.today + timedelta(days=9), clock(10), PRAGUE)
            self.do(clarification(clarification=self.new("V"), bids_until=until))

    @rule(lot=LOTS, step=st.sampled_from([1, 1, 0]))
    def lot_is_called_again(self, lot: str, step: int) -> None:
        until = datetime.combine(self.today + timedelta(days=9), clock(10), PRAGUE)
        self.do(relaunch(self.current(lot).number + step, lot=lot, bids_until=until))

    @rule(lot=LOTS)
    def result_is_published(self, lot: str) -> None:
        self.do(result(lots=(lot,)))

    @rule(is_meant=st.sampled_from([False, False, False, True]))
    def tender_is_closed(self, is_meant: bool) -> None:
        if is_meant:
            self.do(CloseTender(target=THIS))

    @rule(which=st.integers(5, 200), is_meant=st.sampled_from([False, False, False, True]))
    def entry_is_taken_back(self, which: int, is_meant: bool) -> None:
        if is_meant and which < len(self.story.entries):
            command = TakeBackEntry(target=THIS, entry=self.story.entries[which].event_id)
            self.do(command, reason="It was another file.")

    # What holds whatever happened ----------------------------------------------------------------------------------

    @invariant()
    def replay_equals_the_live_state(self) -> None:
        assert plain(vars(self.live)) == plain(vars(self.story.state))

    @invariant()
    def no_award_but_to_a_bid_that_stands(self) -> None:
        if self.was_corrected:
            return
        for lot in self.live.lots.values():
            for round_ in lot.rounds.values():
                if round_.awarded is not None:
                    assert round_.standing(round_.bids[round_.awarded.bid]) == "OPENED"

    @invariant()
    def awards_agree_with_a_naive_reading(self) -> None:
        if not self.was_corrected:
            read_naively(self.story.entries)

    @invariant()
    def the_card_can_be_shown_on_any_day(self) -> None:
        for day in (self.today, self.today - timedelta(days=40), None):
            assert self.live.card(day)["title"] == "Social services"

    @property
    def was_corrected(self) -> bool:
        return any(isinstance(entry.event, CORRECTIONS) for entry in self.story.entries)


def read_naively(entries: Sequence[Entry]) -> None:
    """Straight from the events: no award inside a ban, none on top of another, contracts within it or noted."""
    awarded: dict[tuple[str, int], LotAwarded] = {}
    contracts: dict[tuple[str, int], dict[Any, Money]] = defaultdict(dict)
    failed: set[tuple[str, int]] = set()
    for number, entry in enumerate(entries):
        event = entry.event
        if _undoes(event):
            awarded = {key: one for key, one in awarded.items() if contracts[key]}
        elif isinstance(event, LotAwarded):
            assert (event.lot, event.round) not in {*awarded, *failed}
            awarded[event.lot, event.round] = event
            _assert_no_ban(entries[:number], entry, event)
        elif isinstance(event, LotContracted):
            held = contracts[event.lot, event.round]
            held[event.contract] = event.amount
            price = entries_price(entries[:number], event.lot, event.round)
            assert (total(held.values()) > price) == ("ABOVE_AWARD" in {one.code for one in entry.stamp.anomalies})
        elif isinstance(event, LotContractReleased):
            del contracts[event.lot, event.round][event.contract]
        elif isinstance(event, LotCancelled | LotUnawarded):
            assert event.round is not None
            assert not contracts[event.lot, event.round]
            failed.add((event.lot, event.round))
            awarded.pop((event.lot, event.round), None)
        elif isinstance(event, LotRelaunched):
            assert (event.lot, event.round - 1) in failed


def _undoes(event: Event) -> bool:
    """Whether an award without a contract may fall with this."""
    return isinstance(event, ParticipantExcluded) or getattr(event, "sets_aside", None) is not None


def entries_price(entries: Sequence[Entry], lot: str, number: int) -> Money:
    """The price of the last award of a round."""
    awards = [one.event for one in entries if isinstance(one.event, LotAwarded)]
    return [one.price for one in awards if (one.lot, one.round) == (lot, number)][-1]


def _assert_no_ban(before: Sequence[Entry], entry: Entry, given: LotAwarded) -> None:
    """No petition about this round bans, no measure holds, nobody who was told last can still object."""
    on = entry.effective_on
    assert on is not None
    over = {e.event.petition: e.event.final_on for e in before if isinstance(e.event, ReviewDecided)}
    ended = {e.event.measure for e in before if isinstance(e.event, InterimMeasureEnded)}
    waiting: dict[str, date] = {}
    for one in before:
        event = one.event
        if isinstance(event, ReviewPetitionFiled) and _is_about(event, given, before, one):
            assert one.effective_on is not None
            final_on = over.get(event.petition)
            last_day = days_after(one.effective_on, 60, CZECH_HOLIDAYS).legal_last_day
            assert last_day < on or (final_on is not None and final_on <= on)
        elif isinstance(event, InterimMeasureIssued) and _is_about(event, given, before, one):
            assert event.measure in ended
        elif isinstance(event, SupplierSelected) and event.lot == given.lot:
            waiting = {}
        elif isinstance(event, NoticeDelivered) and event.notice == "SELECTION" and event.objections_until:
            waiting[event.bid] = event.objections_until.legal_last_day
    others = {name for name in waiting if name[0] == given.lot and name != given.bid}
    assert all(waiting[name] < on for name in others)


def _is_about(event: Any, given: LotAwarded, before: Sequence[Entry], entry: Entry) -> bool:
    """Whether a submission was about the round that is now awarded: the round that its lot had when it came."""
    again = [e.event.round for e in before if isinstance(e.event, LotRelaunched) and e.position < entry.position
             and e.event.lot == given.lot]  # fmt: skip
    return given.lot in event.lots and max(again, default=1) == given.round


TestTenderMachine = TenderMachine.TestCase
