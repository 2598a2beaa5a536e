"""The tender as one: its subjects joined, and the rules that stand whatever was corrected."""

from typing import ClassVar

from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.tender.card import Card
from domain.tender.ending import Ending
from domain.tender.records import Round
from domain.tender.rules import award, bidding, preparation, review
from domain.tender.takeover import TakenOver


class Tender(TakenOver, Ending, Card):
    """A public contract from the plan to the award of every lot, in as many rounds as it takes."""

    kind: ClassVar[str] = "tender"

    def review(self, case: Case) -> None:
        """After a correction: what the corrected state breaks replaces what was noted before."""
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in STANDING)))
        preparation.regime_of_its_time(case, self.started_on, regime=self.regime)
        for lot in self.lots.values():
            for round_ in lot.rounds.values():
                self._review_round(case, round_)
        self._review_submissions(case)
        for name, published_on in self.results.items():
            self.ask_result_time(case, name, on=published_on, is_grouped=name in self.grouped_results)

    def _review_round(self, case: Case, round_: Round) -> None:
        for bid in round_.bids.values():
            self.ask_bid_time(case, bid, round_)
        awarded = round_.awarded
        if awarded is not None:
            award.contracted_within_award(
                case,
                ALWAYS,
                contracted=awarded.contracted,
                asked=awarded.price * 0,
                awarded=awarded.price,
            )

    def _review_submissions(self, case: Case) -> None:
        law = self.law_day(case)
        for one in self.objections.values():
            review.objection_in_time(case, law, counts_on=one.counts_on, due_on=one.due_on)
            if one.outcome is not None:
                answer_by = one.answer_by.legal_last_day if one.answer_by else None
                review.objection_answered_in_time(case, law, on=one.answered_on, answer_by=answer_by)


STANDING = (
    preparation.regime_of_its_time,
    bidding.bid_after_publication,
    bidding.bid_in_time,
    review.objection_in_time,
    review.objection_answered_in_time,
    award.contracted_within_award,
    award.result_published_in_time,
)
"""The rules about facts of the world that a correction may mend or break."""
