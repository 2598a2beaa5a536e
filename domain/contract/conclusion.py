"""From the draft to the conclusion: terms, preconditions, approval, signatures.

An office that prepares a contract goes draft → approve → sign → conclude, and each step may refuse. What is found
concluded is recorded as it is. The state that every subject reads stands in state.py.
"""

import copy
from datetime import date
from typing import Self

from domain.contract.awarded import Awarded, taken_up
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
from domain.contract.records import Agreement, Approval, Preconditions, Signature
from domain.contract.rules import conclusion as rules
from domain.contract.rules import order, sums
from domain.contract.services import with_numbers
from domain.contract.sums import ask_about_sums, ask_about_terms, in_currency_of
from domain.contract.texts import look_at_period, problems_of
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.registry import Body

_FLAGS = ("registered", "in_network", "sgei_vp", "mandated")


class Conclusion(Awarded):
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
        self._ask_competence(case, command.body, self.regime, command.maximum)
        _ask_vote(command.vote, case)
        rules.approved_before_conclusion(case, case.day, approved_on=case.day, concluded_on=self.concluded_on)
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
        self._ask_competence(case, self.approval.body if self.approval else None, regime, conclusion.maximum)
        self._ask_approval(conclusion, case)
        self._ask_signatures(conclusion, case)
        look_at_period(conclusion, case)
        _ask_price(conclusion, case)
        value = register_value(conclusion)
        said = terms.fields() | {name: getattr(conclusion, name) for name in ContractConclusion.model_fields}
        self._tell_conclusion(conclusion, terms, case)
        concluded = ContractConcluded(**said, publication=publication_duty(case, case.day, value))
        after = self._concluded_by(concluded, case)
        case.close_anomalies(*after.settled_by_maximum())
        after.look_at_payments_again(case)
        return concluded

    def _concluded_by(self, event: ContractConcluded, case: Case) -> Self:
        """The contract as it will read; only what payments are held against differs."""
        told = Agreement.of(event, case.hypothetical(event, self))
        after = self.reading(agreements=(*self.agreements, told), amendments=self.amendments.values())
        after.services = event.services or self.services
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
        concluded.became_binding(case)

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

    def _ask_competence(self, case: Case, body: Body | None, regime: str | None, maximum: Money | None) -> None:
        threshold = case.value("assembly-approves-grants-above", case.day)
        rules.approved_by_competent_body(
            case,
            case.day,
            body=body,
            regime=regime,
            maximum=maximum,
            assembly_above=in_currency_of(maximum, threshold),
        )

    def _ask_approval(self, conclusion: ContractConclusion, case: Case) -> None:
        approval = self.approval
        rules.approved_before_conclusion(
            case, case.day, approved_on=approval.approved_on if approval else None, concluded_on=case.day
        )
        rules.concluded_within_approval(
            case, case.day, maximum=conclusion.maximum, approved=approval.maximum if approval else None
        )
        rules.clause_names_resolution(
            case, case.day, clause=conclusion.clause, resolution=approval.resolution if approval else None
        )

    def _ask_signatures(self, conclusion: ContractConclusion, case: Case) -> None:
        texts = [signature.text for signature in self.signatures.values()]
        texts += [conclusion.text] if conclusion.text else []
        rules.signed_as_approved(
            case, case.day, approved=self.approval.text if self.approval else None, signed=tuple(texts)
        )
        rules.signed_by_both(case, case.day, signed_by=tuple(sorted(self.signatures)))
        rules.concluded_by_last_signature(
            case, case.day, concluded_on=case.day, last_signature_on=self._last_signature_on
        )

    @property
    def _last_signature_on(self) -> date | None:
        days = [signature.signed_on for signature in self.signatures.values()]
        return None if None in days else max((day for day in days if day is not None), default=None)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ContractDrafted)
    def drafted(self, event: ContractDrafted, entry: Entry) -> None:
        self.take_terms(event, entry)

    @when(PreconditionsVerified)
    def preconditions_verified(self, event: PreconditionsVerified, entry: Entry) -> None:
        self.preconditions = Preconditions(**event.fields())

    @when(ContractApproved)
    def contract_approved(self, event: ContractApproval, entry: Entry) -> None:
        self.approval = Approval(event.body, event.maximum, event.text, entry.effective_on, event.resolution)

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
        self.written[entry.event_id] = problems_of(event)
        if event.period_as_written is not None:
            self.period_as_written, self.is_period_own = event.period_as_written, True
        self.agreements = (*self.agreements, Agreement.of(event, entry))
        self.retell()


def register_value(conclusion: ContractConclusion) -> Money | None:
    """The value of the contract for the register of contracts: that without tax, or the maximum."""
    return conclusion.value_without_vat or conclusion.maximum


def _ask_vote(vote: Vote | None, case: Case) -> None:
    votes_for, members = (vote.votes_for, vote.members) if vote else (None, None)
    rules.vote_carries(case, case.day, votes_for=votes_for, members=members)
    votes = vote.votes_for + vote.against + vote.abstained if vote else None
    sums.vote_adds_up(case, order.ALWAYS, votes=votes, members=members)


def _ask_price(conclusion: ContractConclusion, case: Case) -> None:
    basis = conclusion.price_basis
    compensation, percent = (basis.compensation, basis.percent) if basis else (None, None)
    rules.price_within_share(case, case.day, maximum=conclusion.maximum, compensation=compensation, percent=percent)
    instalments = tuple(one.amount for one in conclusion.payment_plan)
    rules.plan_within_maximum(case, case.day, instalments=instalments, maximum=conclusion.maximum)
