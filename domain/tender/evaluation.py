"""Evaluation and selection: declarations, points, ranking, the selected supplier and its owner."""

from collections.abc import Sequence

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.tender import scoring
from domain.tender.bidding import Bidding
from domain.tender.commands import evaluation as asked
from domain.tender.events import evaluation as events
from domain.tender.payloads import Decision, Score, Standstill
from domain.tender.preparation import Preparation
from domain.tender.records import Evaluated, OwnerCheck, Round, Selected
from domain.tender.rules import bidding as bid_rules
from domain.tender.rules import evaluation as rules
from domain.tender.rules import order


class Evaluation(Preparation, Bidding):
    """Decides and remembers whose bid was the best, and who was selected."""

    # Declarations -------------------------------------------------------------------------------------------------

    @decides(asked.RecordConflictDeclaration)
    def record_declaration(self, command: asked.RecordConflictDeclaration, case: Case) -> Event:
        self.ask_first(case)
        return events.ConflictOfInterestDeclared.of(command)

    @when(events.ConflictOfInterestDeclared)
    def declared(self, event: events.ConflictOfInterestDeclared, entry: Entry) -> None:
        held = self.declarations.setdefault(event.evaluator, Dated())
        held.set(event.has_conflict, effective_on=entry.effective_on, position=entry.position)

    # Evaluation ---------------------------------------------------------------------------------------------------

    @decides(asked.EvaluateBids)
    def evaluate(self, command: asked.EvaluateBids, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_open_round(case, lot=command.lot, number=command.round)
        order.step_first(case, ALWAYS, step="opening", of=command.lot, is_done=round_.is_opened)
        order.step_once(case, ALWAYS, step="evaluation", of=command.lot, is_done=round_.evaluated is not None)
        order.step_first(case, ALWAYS, step="bid that stands", of=command.lot, is_done=bool(round_.remaining))
        self._ask_scores(case, command, round_)
        self._ask_evaluators(case, command.scores)
        return events.BidsEvaluated.of(command)

    @staticmethod
    def _ask_scores(case: Case, command: events.Evaluation, round_: Round) -> None:
        """Every bid that is not excluded has all its points, and the ranking is what follows from them."""
        opened = {bid.bid: bid.opened for bid in round_.remaining if bid.opened is not None}
        order.scores_within_scale(case, ALWAYS, points=[one.points for one in command.scores])
        order.scores_complete(
            case,
            ALWAYS,
            missing=list(scoring.missing_scores(round_.criteria, list(opened), command.scores)),
            surplus=list(scoring.surplus_scores(round_.criteria, list(opened), command.scores)),
        )
        prices = {bid: found.price for bid, found in opened.items()}
        exact = scoring.totals(round_.criteria, prices, command.scores)
        computed = scoring.as_computed(exact, command.ranking)
        order.ranking_agrees(case, ALWAYS, stated=scoring.as_stated(command.ranking), computed=computed)
        order.ties_broken(case, ALWAYS, ties=scoring.tied(exact), ties_broken_by=command.ties_broken_by)

    def _ask_evaluators(self, case: Case, scores: Sequence[Score]) -> None:
        """Whoever gave points had declared, and declared to have no conflict."""
        declared = {one.evaluator: self.has_conflict(one.evaluator, case.day) for one in scores}
        law = self.law_day(case)
        silent = sorted(evaluator for evaluator, conflict in declared.items() if conflict is None)
        rules.evaluators_declared(case, law, without_declaration=silent)
        biased = sorted(evaluator for evaluator, conflict in declared.items() if conflict)
        rules.evaluators_without_conflict(case, law, with_conflict=biased)

    @when(events.BidsEvaluated)
    def bids_evaluated(self, event: events.BidsEvaluated, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is not None:
            round_.evaluated = Evaluated(event.scores, event.ranking, entry.effective_on)
            self.reach("EVALUATED", round_.status, entry)

    # Selection ----------------------------------------------------------------------------------------------------

    @decides(asked.SelectSupplier)
    def select(self, command: asked.SelectSupplier, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_open_round(case, lot=command.lot, number=command.round)
        order.step_once(case, ALWAYS, step="selection", of=command.lot, is_done=round_.selected is not None)
        key = command.bid
        order.on_record(case, ALWAYS, what="bid", key=key, is_known=key in round_.bids)
        self.ask_standing_bid(case, round_.bids[key])
        self._ask_choice(case, key, round_)
        return events.SupplierSelected.of(command, standstill=self._standstill(case, round_))

    def _ask_choice(self, case: Case, bid: str, round_: Round) -> None:
        law = self.law_day(case)
        ranking = round_.evaluated.ranking if round_.evaluated else ()
        rules.selected_bid_evaluated(
            case,
            law,
            bid=bid,
            is_evaluated=any(one.bid == bid for one in ranking),
            is_sole_participant=len(round_.participants) == 1,
            adopts_section_122="§ 122" in {bid_rules.section(cites) for cites in round_.adopts},
        )
        rules.best_bid_selected(case, law, bid=bid, best=round_.best)
        self.ask_bid_price(case, bid, round_)

    def ask_bid_price(self, case: Case, bid: str, round_: Round) -> None:
        """The price of a bid keeps the highest price of its lot and the share of the compensation payment."""
        opened = round_.bids[bid].opened
        assert opened is not None
        rules.price_within_lot_maximum(case, self.law_day(case), price=opened.price, maximum=round_.price_maximum)
        self.ask_price(case, opened.price, round_.compensation)

    def _standstill(self, case: Case, round_: Round) -> Standstill:
        """Whether the contract has to wait, as the law stands on the day of the start."""
        if self.regime == "SMALL_SCALE":
            return "NOT_FOR_SMALL_SCALE"
        waits_alone = case.value("tender.standstill-for-sole-participant", self.law_day(case))
        is_sole = len(round_.participants) == 1
        return "NOT_FOR_SOLE_PARTICIPANT" if is_sole and waits_alone is False else "REQUIRED"

    @when(events.SupplierSelected)
    def supplier_selected(self, event: events.SupplierSelected, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is not None:
            round_.selected = Selected(event.bid, event.standstill, entry.effective_on)
            self.reach("SELECTED", round_.status, entry)

    @decides(asked.SetDecisionAside)
    def set_aside(self, command: asked.SetDecisionAside, case: Case) -> Event:
        self.ask_first(case)
        round_ = self.ask_open_round(case, lot=command.lot, number=command.round)
        awarded_to = round_.awarded.bid if round_.awarded else None
        order.awarded_once(case, ALWAYS, lot=command.lot, round_number=command.round, awarded_to=awarded_to)
        taken = round_.selected if command.what == "SELECTION" else round_.evaluated
        order.step_first(case, ALWAYS, step=command.what, of=command.lot, is_done=taken is not None)
        self.ask_ground(case, command.ground, round_)
        return events.DecisionSetAside.of(command)

    @when(events.DecisionSetAside)
    def decision_set_aside(self, event: events.DecisionSetAside, entry: Entry) -> None:
        round_ = self.round(event.lot, event.round)
        if round_ is not None:
            self.take_back(event.what, round_, entry)

    def take_back(self, what: Decision, round_: Round, entry: Entry, *, bid: str | None = None) -> None:
        """A decision falls, and with it what stands on it, but not once a contract was concluded or the round ended.

        An exclusion falls for the participant with this bid.
        """
        if round_.outcome is not None:
            return
        round_.selected = round_.awarded = None
        if what == "SELECTION":
            self.reach("EVALUATED", round_.status, entry)
            return
        round_.evaluated = None
        self.reach("BIDS_OPENED", round_.status, entry)
        if what == "EXCLUSION" and bid in round_.bids:
            round_.bids[bid].exclusion = None

    # The owner ----------------------------------------------------------------------------------------------------

    @decides(asked.CheckBeneficialOwner)
    def check_owner(self, command: asked.CheckBeneficialOwner, case: Case) -> Event:
        self.ask_first(case)
        self.ask_standing_bid(case, self.ask_bid(case, command.bid))
        return events.BeneficialOwnerChecked.of(command)

    @when(events.BeneficialOwnerChecked)
    def owner_checked(self, event: events.BeneficialOwnerChecked, entry: Entry) -> None:
        if event.bid in self.bids:
            self.bids[event.bid].owner = OwnerCheck(event.outcome, entry.effective_on)
