"""From the draft to the conclusion: terms, preconditions, approval, signatures.

An office that prepares a contract goes draft → approve → sign → conclude, and each step may refuse. What is found
concluded is recorded as it is. The state that every subject reads stands in state.py.
"""

import copy
from typing import Self

from domain.contract.awarded import taken_up
from domain.contract.chain import Chain
from domain.contract.commands.conclusion import (
    ApproveContract,
    ConcludeContract,
    DraftContract,
    RecordApproval,
    RecordConclusion,
    RecordSignature,
    SignContract,
    VerifyPreconditions,
)
from domain.contract.duty import publication_duty
from domain.contract.events.conclusion import (
    ContractApproval,
    ContractApproved,
    ContractConcluded,
    ContractConclusion,
    ContractDrafted,
    ContractSignature,
    ContractSigned,
    PreconditionsVerified,
    Terms,
)
from domain.contract.payloads import Vote
from domain.contract.records import Agreement, Approval, ConclusionOnFile, Preconditions, Signature
from domain.contract.rules import conclusion as rules
from domain.contract.rules import order, sums
from domain.contract.services import with_numbers
from domain.contract.sums import ask_about_sums, ask_about_terms
from domain.contract.texts import look_at_period, problems_of
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.question import put_all

_FLAGS = ("registered", "in_network", "sgei_vp", "mandated")


class Conclusion(Chain):
    """Decides and remembers how the contract came about."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(DraftContract)
    def draft(self, command: DraftContract, case: Case) -> Event:
        order.opened_once(case, order.ALWAYS, entries=self.version)
        rules.number_looks_new(case, case.day, number=command.number, resembling=case.resembling)
        return ContractDrafted.of(with_numbers(command, case))

    @decides(VerifyPreconditions)
    def verify_preconditions(self, command: VerifyPreconditions, case: Case) -> Event:
        order.on_file(case, order.ALWAYS, entries=self.version)
        conditions = {name: getattr(command, name) for name in _FLAGS}
        bare = tuple(name for name, one in conditions.items() if one.holds and not one.has_evidence)
        rules.preconditions_evidenced(case, case.day, without_evidence=bare)
        return PreconditionsVerified.of(command)

    @decides(ApproveContract)
    @decides(RecordApproval)
    def approve(self, command: ApproveContract | RecordApproval, case: Case) -> Event:
        order.on_file(case, order.ALWAYS, entries=self.version)
        order.resolution_of_body(case, order.ALWAYS, body=command.body, resolution=command.resolution)
        agreed = self.original_maximum or self.maximum.latest
        ask_about_sums(case, command.maximum, currency=agreed.currency if agreed else None)
        sums.maximum_positive(case, order.ALWAYS, maximum=command.maximum)
        competence = self.question_of_competence(
            case, case.day, body=command.body, regime=self.regime, maximum=command.maximum
        )
        competence.put(case)
        _ask_vote(command.vote, case)
        rules.approved_before_conclusion(case, case.day, approved_on=case.day, concluded_on=self.concluded_on)
        after = copy.copy(self)
        after.approval = Approval.of(command, case.hypothetical(ContractApproved.of(command), self))
        after.look_at_chain_again(
            case, rules.concluded_within_approval, rules.clause_names_resolution, rules.signed_as_approved
        )
        return ContractApproved.of(command)

    @decides(SignContract)
    @decides(RecordSignature)
    def sign(self, command: SignContract | RecordSignature, case: Case) -> Event:
        order.on_file(case, order.ALWAYS, entries=self.version)
        order.signed_once(case, order.ALWAYS, party=command.party, has_signed=command.party in self.signatures)
        approved = self.approval.text if self.approval else None
        rules.signed_as_approved(case, case.day, approved=approved, signed=(command.text,))
        rules.region_signs_qualified(case, case.day, party=command.party, level=command.level)
        if {"region", "provider"} <= {*self.signatures, command.party}:
            case.close_anomalies(*self.anomalies_of(rules.signed_by_both.label))
        after = copy.copy(self)
        after.signatures = {**self.signatures, command.party: Signature(command.level, command.text, case.day)}
        after.look_at_chain_again(case, rules.concluded_by_last_signature)
        return ContractSigned.of(command)

    @decides(ConcludeContract)
    def conclude(self, command: ConcludeContract, case: Case) -> Event:
        return self._conclude(command, Terms(services=self.numbered_services(case)), case)

    @decides(RecordConclusion)
    def record_conclusion(self, command: RecordConclusion, case: Case) -> Event:
        rules.number_looks_new(case, case.day, number=command.number, resembling=case.resembling)
        return self._conclude(command, self._new_terms(command, case), case)

    def _conclude(self, conclusion: ContractConclusion, terms: Terms, case: Case) -> Event:
        order.concluded_once(
            case, order.ALWAYS, concluded_on=self.concluded_on, is_concluded=self.is_conclusion_recorded
        )
        regime = terms.regime or self.regime
        order.identified(case, order.ALWAYS, number=terms.number or self.number, regime=regime)
        order.effect_after_conclusion(
            case, order.ALWAYS, concluded_on=case.day, effective_from=conclusion.effect_agreed_on
        )
        ask_about_terms(case, conclusion, currency=self.agreed_currency)
        if sums.maximum_positive(case, order.ALWAYS, maximum=conclusion.maximum) and conclusion.maximum is not None:
            case.close_anomalies(*self.anomalies_of(sums.maximum_positive.label))
        body = self.approval.body if self.approval else None
        self.question_of_competence(case, case.day, body=body, regime=regime, maximum=conclusion.maximum).put(case)
        put_all(self.questions_of_approval(conclusion, case.day), case)
        put_all(self.questions_of_signatures(conclusion, case.day), case)
        look_at_period(conclusion, case)
        put_all(self.questions_of_price(conclusion, case.day), case)
        value = register_value(conclusion)
        said = terms.fields() | {name: getattr(conclusion, name) for name in ContractConclusion.model_fields}
        self._tell_conclusion(conclusion, terms, case)
        concluded = ContractConcluded(**said, publication=publication_duty(case, case.day, value))
        after = self._concluded_by(concluded, case)
        case.close_anomalies(*after.settled_by_maximum())
        after.look_at_payments_again(case)
        after.look_at_amendments_again(case)
        return concluded

    def _concluded_by(self, event: ContractConcluded, case: Case) -> Self:
        """The contract as it will read; only what payments and amendments are held against differs."""
        told = Agreement.of(event, case.hypothetical(event, self))
        after = self.reading(agreements=(*self.agreements, told), amendments=self.amendments.values())
        after.services = event.services or self.services
        after.regime, after.tender = event.regime or self.regime, event.tender or self.tender
        after.original_maximum = event.maximum or self.original_maximum
        after.is_concluded = after.is_conclusion_recorded = True
        after.concluded_on, after.publication = case.day, event.publication
        after.effect_agreed_on, after.is_effect_conditional = event.effect_agreed_on, event.is_effect_conditional
        return after

    def _tell_conclusion(self, conclusion: ContractConclusion, terms: Terms, case: Case) -> None:
        """The tender learns how much of its award is taken up, the mandates to what the region is bound."""
        provider = self.provider.on(case.day) or self.provider.latest
        self.tell_award(
            taken_up(terms.tender or self.tender, conclusion.maximum or self.original_maximum),
            case,
            on=case.day,
            provider=terms.provider_ico or (provider.ico if provider else None),
        )
        concluded = copy.copy(self)
        concluded.services, concluded.orps = terms.services or self.services, terms.orps or self.orps
        concluded.became_binding(case, before=self)

    def _new_terms(self, command: RecordConclusion, case: Case) -> Terms:
        """What the command says of the terms beyond what is known; it may not contradict number and kind."""
        order.terms_kept(
            case,
            order.ALWAYS,
            known_number=self.number,
            number=command.number,
            known_regime=self.regime,
            regime=command.regime,
        )
        said = {name: getattr(command, name) for name in Terms.model_fields}
        if self.number is not None:
            said["number"] = None  # it is held already, and was said where it was taken
        new = with_numbers(Terms(**said), case)
        return new if new.services else new.model_copy(update={"services": self.numbered_services(case)})

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ContractDrafted)
    def drafted(self, event: ContractDrafted, entry: Entry) -> None:
        self.take_terms(event, entry)

    @when(PreconditionsVerified)
    def preconditions_verified(self, event: PreconditionsVerified, entry: Entry) -> None:
        self.preconditions = Preconditions(**event.fields())

    @when(ContractApproved)
    def contract_approved(self, event: ContractApproval, entry: Entry) -> None:
        self.approval = Approval.of(event, entry)

    @when(ContractSigned)
    def signed(self, event: ContractSignature, entry: Entry) -> None:
        self.signatures[event.party] = Signature(event.level, event.text, entry.effective_on)

    @when(ContractConcluded)
    def concluded(self, event: ContractConcluded, entry: Entry) -> None:
        self.take_terms(event, entry)
        self.is_concluded = self.is_conclusion_recorded = True
        self.concluded_on = entry.effective_on
        self.publication = event.publication
        self.register_value = register_value(event)
        self.effect_agreed_on = event.effect_agreed_on
        self.is_effect_conditional = event.is_effect_conditional
        self.original_maximum = event.maximum or self.original_maximum
        self.conclusion = ConclusionOnFile(event, entry.event_id)
        self.written[entry.event_id] = problems_of(event)
        if event.period_as_written is not None:
            self.period_as_written, self.is_period_own = event.period_as_written, True
        self.agreements = (*self.agreements, Agreement.of(event, entry))
        self.retell()


def register_value(conclusion: ContractConclusion) -> Money | None:
    """The value of the contract for the register of contracts: that without tax, or the maximum."""
    return conclusion.value_without_vat or conclusion.maximum


def _ask_vote(vote: Vote | None, case: Case) -> None:
    Chain.question_of_vote(vote, case.day).put(case)
    votes = vote.votes_for + vote.against + vote.abstained if vote else None
    sums.vote_adds_up(case, order.ALWAYS, votes=votes, members=vote.members if vote else None)
