"""The chain of a contract: who approved it, who signed, when it was concluded, and whether these fit each other.

It is asked link by link as the office records it, and as a whole where a link is learnt late or corrected.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.contract.awarded import Awarded
from domain.contract.events.conclusion import ContractConclusion
from domain.contract.payloads import Vote
from domain.contract.rules import conclusion as rules
from domain.contract.sums import in_currency_of
from domain.kernel.case import Case
from domain.kernel.money import Money
from domain.kernel.question import Question, question
from domain.kernel.registry import Body
from domain.kernel.rule import Rule


class Chain(Awarded):
    """The questions about approval, signatures and conclusion. Nothing here changes the state."""

    def questions_of_approval(self, said: ContractConclusion, on: date | None) -> Iterator[Question]:
        """Whether what is concluded on a day is what was approved before it."""
        approval = self.approval
        approved_on = approval.approved_on if approval else None
        yield question(rules.approved_before_conclusion, on, approved_on=approved_on, concluded_on=on)
        approved = approval.maximum if approval else None
        yield question(rules.concluded_within_approval, on, maximum=said.maximum, approved=approved)
        resolution = approval.resolution if approval else None
        yield question(rules.clause_names_resolution, on, clause=said.clause, resolution=resolution)

    def questions_of_signatures(self, said: ContractConclusion, on: date | None) -> Iterator[Question]:
        """Whether both signed the approved text, the last of them on that day."""
        texts = [signature.text for signature in self.signatures.values()]
        texts += [said.text] if said.text else []
        approved = self.approval.text if self.approval else None
        yield question(rules.signed_as_approved, on, approved=approved, signed=tuple(texts))
        yield question(rules.signed_by_both, on, signed_by=tuple(sorted(self.signatures)))
        last = self._last_signature_on
        yield question(rules.concluded_by_last_signature, on, concluded_on=on, last_signature_on=last)

    def questions_of_price(self, said: ContractConclusion, on: date | None) -> Iterator[Question]:
        basis = said.price_basis
        compensation, percent = (basis.compensation, basis.percent) if basis else (None, None)
        yield question(rules.price_within_share, on, maximum=said.maximum, compensation=compensation, percent=percent)
        instalments = tuple(one.amount for one in said.payment_plan)
        yield question(rules.plan_within_maximum, on, instalments=instalments, maximum=said.maximum)

    def question_of_competence(
        self, case: Case, on: date | None, *, body: Body | None, regime: str | None, maximum: Money | None
    ) -> Question:
        threshold = case.value("assembly-approves-grants-above", on)
        return question(
            rules.approved_by_competent_body,
            on,
            body=body,
            regime=regime,
            maximum=maximum,
            assembly_above=in_currency_of(maximum, threshold),
        )

    @staticmethod
    def question_of_vote(vote: Vote | None, on: date | None) -> Question:
        votes_for, members = (vote.votes_for, vote.members) if vote else (None, None)
        return question(rules.vote_carries, on, votes_for=votes_for, members=members)

    @property
    def _last_signature_on(self) -> date | None:
        days = [signature.signed_on for signature in self.signatures.values()]
        return None if None in days else max((day for day in days if day is not None), default=None)

    # Asked again ----------------------------------------------------------------------------------------------------

    def look_at_chain_again(self, case: Case, *among: Rule[...]) -> None:
        """Note what is newly broken under these rules, or under any, and close what no longer is."""
        if self.conclusion is None:
            return
        said, on = self.conclusion.said, self.concluded_on
        asked = (
            *self.questions_of_approval(said, on),
            *self.questions_of_signatures(said, on),
            *self.questions_of_price(said, on),
        )
        for one in asked:
            if not among or one.rule in among:
                self.settle_any(one.rule, [one], case)

    def review(self, case: Case) -> None:
        """After a correction of any link, or of what an amendment says of its body."""
        super().review(case)
        self.look_at_chain_again(case)
        self.settle_each(rules.approved_by_competent_body, dict(self._questions_of_bodies(case)), case)
        if self.approval is not None:
            vote = self.question_of_vote(self.approval.vote, self.approval.approved_on)
            self.settle_any(rules.vote_carries, [vote], case)

    def _questions_of_bodies(self, case: Case) -> Iterator[tuple[UUID, Question]]:
        """Each paper with the question whether its body may approve so much."""
        approval, regime = self.approval, self.regime
        body = approval.body if approval else None
        if approval is not None:
            yield (
                approval.event_id,
                self.question_of_competence(
                    case, approval.approved_on, body=body, regime=regime, maximum=approval.maximum
                ),
            )
        if self.conclusion is not None:
            maximum = self.conclusion.said.maximum
            yield (
                self.conclusion.event_id,
                self.question_of_competence(case, self.concluded_on, body=body, regime=regime, maximum=maximum),
            )
        for one in self.amendments.values():
            if one.body is not None and not one.is_void:
                on = one.agreement.effective_on
                maximum = one.agreement.maximum or self.maximum.on(on)
                yield (
                    one.event_id,
                    self.question_of_competence(case, on, body=one.body, regime=regime, maximum=maximum),
                )
