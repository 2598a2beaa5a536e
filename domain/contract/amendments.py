"""Amendments: what was agreed from which day, on what ground, and whether the sums explain the maximum.

Each amendment holds from its own day of effect, whatever the order in which the office learnt of it; so one that is
found late lands between those that are known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Self
from uuid import UUID

from domain.contract.commands.amendments import (
    ConcludeAmendment,
    EstablishAmendmentVoidness,
    ProposeAmendment,
    RecordAmendment,
    RecordAmendmentPublication,
)
from domain.contract.duty import publication_duty, timeliness
from domain.contract.events.amendments import (
    AmendmentConcluded,
    AmendmentProposed,
    AmendmentPublishedInRegister,
    AmendmentTerms,
    AmendmentVoidedForNonPublication,
)
from domain.contract.gaps import gaps, missing_numbers
from domain.contract.payloads import Ground
from domain.contract.records import Agreement, Amendment, Gap, period_read
from domain.contract.rules import amendments as rules
from domain.contract.rules import conclusion as conclusion_rules
from domain.contract.rules import drawing, order
from domain.contract.rules import publication as publication_rules
from domain.contract.state import ContractState
from domain.contract.sums import ask_about_terms, in_currency_of
from domain.contract.texts import look_at_period, problems_of
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, total
from domain.kernel.question import Question, question

AMENDED = (drawing.service_month_within_period.label, drawing.account_agreed.label)
"""What may be otherwise of earlier payments once an amendment is known, beside the maximum."""


class Amendments(ContractState):
    """Decides and remembers what was amended."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.proposed: dict[int, AmendmentProposed] = {}
        """Amendments that were put forward and not concluded yet, by number."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(ProposeAmendment)
    def propose_amendment(self, command: ProposeAmendment, case: Case) -> Event:
        self._ask_ladder(command, case, effective_from=command.effective_from or case.day, amended_on=case.day)
        return AmendmentProposed.of(command)

    @decides(ConcludeAmendment)
    @decides(RecordAmendment)
    def conclude_amendment(self, command: ConcludeAmendment | RecordAmendment, case: Case) -> Event:
        """Whether an amendment has to be published follows the value of the contract as amended, not its own."""
        amended_on = command.concluded_on or case.day
        after = self._ask_ladder(command, case, effective_from=case.day, amended_on=amended_on)
        case.close_anomalies(*after.settled_by_maximum())
        after.look_at_payments_again(case, *AMENDED)
        rules.amendment_effect_after_conclusion(
            case, command.concluded_on, effective_from=case.day, concluded_on=command.concluded_on
        )
        duty = publication_duty(case, command.concluded_on, command.maximum or self.maximum.latest)
        return AmendmentConcluded.of(command, publication=duty)

    def _ask_ladder(
        self, terms: AmendmentTerms, case: Case, *, effective_from: date | None, amended_on: date | None
    ) -> Self:
        """What a lawyer asks of an amendment, proposed or concluded; the contract as it would then read."""
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.not_void(case, order.ALWAYS, is_void=self.void)
        order.not_closed(case, order.ALWAYS, closed_on=self.closed_on)
        order.amendment_number_once(case, order.ALWAYS, number=terms.number, is_known=terms.number in self.amendments)
        order.amendment_states_maximum(
            case, order.ALWAYS, changes_price=terms.adds != terms.omits, states_maximum=terms.maximum is not None
        )
        ask_about_terms(case, terms, currency=self.agreed_currency)
        rules.amended_while_it_lasts(case, amended_on, amended_on=amended_on, last_day=self.last_day)
        rules.settled_year_unchanged(case, case.day, effective_from=effective_from, settled=self.settled_years)
        self._ask_ground(terms, case)
        self._ask_body(terms, case)
        after = self._with(self._supposed(terms, effective_from=effective_from))
        self._ask_sums(after, case)
        for one in after.questions_of_lowered_maximum(before=self.maximum):
            one.put(case)
        look_at_period(terms, case)
        return after

    def _supposed(self, terms: AmendmentTerms, *, effective_from: date | None) -> Amendment:
        return Amendment(
            number=terms.number,
            event_id=self.id,
            agreement=Agreement(
                effective_from,
                self.position + 1,
                maximum=terms.maximum,
                period=terms.period or period_read(terms.period_as_written),
                account=terms.account,
            ),
            adds=terms.adds,
            omits=terms.omits,
            ground=terms.ground,
            has_reason=terms.reason is not None,
            body=terms.resolution.body if terms.resolution else None,
            concluded_on=None,
            publication=None,
        )

    def _with(self, amendment: Amendment) -> Self:
        """The contract as it would read with this amendment, or with what is known of it now."""
        others = (one for one in self.amendments.values() if one.number != amendment.number)
        return self.reading(agreements=self.agreements, amendments=(*others, amendment))

    def _ask_ground(self, terms: AmendmentTerms, case: Case) -> None:
        has_reason = terms.reason is not None or case.stamp.reason is not None
        self._asked_of_ground(terms.ground, has_reason=has_reason).put(case)
        if terms.ground == "222(4)":
            for one in self._together(self._added_up((terms.adds, terms.omits)), self._small(), case, on=case.day):
                one.put(case)

    @property
    def _procured_on(self) -> date | None:
        """The law of the procurement procedure decides, or that of the day of conclusion where its start is unknown."""
        return (self.tender.started_on if self.tender else None) or self.concluded_on

    def _asked_of_ground(self, ground: Ground, *, has_reason: bool) -> Question:
        return question(
            rules.amendment_ground, self._procured_on, regime=self.regime, ground=ground, has_reason=has_reason
        )

    def _small(self) -> Sequence[Amendment]:
        """The amendments on the ground of § 222(4), in order of effect."""
        small = (a for a in self.amendments.values() if a.ground == "222(4)" and not a.is_void)
        return sorted(small, key=attrgetter("order"))

    def _together(
        self, change: Money, others: Iterable[Amendment], case: Case, *, on: date | None
    ) -> tuple[Question, Question]:
        """Whether a small change that has effect from a day stays small with the others."""
        before, started_on = self._added_up(one.change for one in others), self._procured_on
        within_tenth = question(
            rules.small_changes_within_tenth,
            started_on,
            changes_before=before,
            change=change,
            together=before + change,
            original=self.original_maximum,
            percent=case.value("small-change-percent", started_on),
        )
        limit = in_currency_of(before, case.value("small-change-limit", on))
        return within_tenth, question(
            rules.small_changes_below_limit, started_on, together=before + change, limit=limit
        )

    def look_at_amendments_again(self, case: Case) -> None:
        standing = (one for one in self.amendments.values() if not one.is_void)
        grounds = [self._asked_of_ground(one.ground, has_reason=one.has_reason) for one in standing]
        self.settle_any(rules.amendment_ground, grounds, case)
        small = self._small()
        asked = self._together(small[-1].change, small[:-1], case, on=small[-1].effective_on) if small else ()
        for rule in (rules.small_changes_within_tenth, rules.small_changes_below_limit):
            self.settle_any(rule, [one for one in asked if one.rule is rule], case)

    def _added_up(self, changes: Iterable[Money]) -> Money:
        """In the currency of the contract; nothing is nothing in every currency."""
        return total((one for one in changes if not one.is_zero), self.agreed_currency or "CZK")

    def _ask_body(self, terms: AmendmentTerms, case: Case) -> None:
        """A resolution that is named must be that of the competent body for the contract as amended."""
        if terms.resolution is None:
            return
        threshold = case.value("assembly-approves-grants-above", case.day)
        conclusion_rules.approved_by_competent_body(
            case,
            case.day,
            body=terms.resolution.body,
            regime=self.regime,
            maximum=terms.maximum or self.maximum.latest,
            assembly_above=in_currency_of(terms.maximum or self.maximum.latest, threshold),
        )

    def _ask_sums(self, after: Self, case: Case) -> None:
        """New gaps speak against an amendment; a gap that it explains is closed, one that it leaves stays open."""
        line = tuple(after.amendments.values())
        known = gaps(self.agreements, self.amendments.values())
        self._settle_gaps(known, gaps(self.agreements, line), missing_numbers(line), case)

    def _settle_gaps(
        self, before: tuple[Gap, ...], after: tuple[Gap, ...], missing: tuple[int, ...], case: Case
    ) -> None:
        is_new = not set(after) <= set(before)
        if is_new:
            rules.amendments_explain_maximum(case, order.ALWAYS, unexplained=after, missing=missing)
        if is_new or not after:
            case.close_anomalies(*self.anomalies_of(rules.amendments_explain_maximum.label))

    @decides(RecordAmendmentPublication)
    def record_amendment_publication(self, command: RecordAmendmentPublication, case: Case) -> Event:
        amendment = self._amendment(command.number, case)
        order.published_once(case, order.ALWAYS, published_on=amendment.published_on)
        order.publication_after_conclusion(
            case, order.ALWAYS, concluded_on=amendment.concluded_on, published_on=case.day
        )
        for one in amendment_questions(amendment, published_on=case.day):
            one.put(case)
        self._note_maximum(replace(amendment, published_on=case.day), case)
        return AmendmentPublishedInRegister.of(command)

    @decides(EstablishAmendmentVoidness)
    def establish_amendment_voidness(self, command: EstablishAmendmentVoidness, case: Case) -> Event:
        amendment = self._amendment(command.number, case)
        order.not_void(case, order.ALWAYS, is_void=amendment.is_void)
        order.void_from_conclusion(case, order.ALWAYS, concluded_on=amendment.concluded_on, effective_on=case.day)
        void_after = amendment.publication.void_after if amendment.publication else None
        publication_rules.void_after_three_months_only(
            case,
            order.ALWAYS,
            concluded_on=amendment.concluded_on,
            last_day_legal=void_after.legal_last_day if void_after else None,
            published_on=amendment.published_on,
            established_on=command.established_on,
        )
        self._note_maximum(replace(amendment, is_void=True), case)
        return AmendmentVoidedForNonPublication.of(command)

    def _note_maximum(self, amendment: Amendment, case: Case) -> None:
        """What became of an amendment cannot be refused for the money that was paid on it."""
        after = self._with(amendment)
        after.look_at_amendments_again(case)
        case.close_anomalies(*after.settled_by_maximum())
        for one in after.questions_of_lowered_maximum(before=self.maximum):
            one.note(case)

    def _amendment(self, number: int, case: Case) -> Amendment:
        order.amendment_on_file(case, order.ALWAYS, number=number, is_known=number in self.amendments)
        return self.amendments[number]

    def review(self, case: Case) -> None:
        """After a correction the sums may be explained, or no longer be."""
        super().review(case)
        known = self.anomalies_of(rules.amendments_explain_maximum.label)
        found = gaps(self.agreements, self.amendments.values())
        if found and not known:
            missing = missing_numbers(tuple(self.amendments.values()))
            rules.amendments_explain_maximum(case, order.ALWAYS, unexplained=found, missing=missing)
        if not found:
            case.close_anomalies(*known)
        self.look_at_amendments_again(case)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(AmendmentProposed)
    def amendment_proposed(self, event: AmendmentProposed, entry: Entry) -> None:
        self.proposed[event.number] = event

    @when(AmendmentConcluded)
    def amendment_concluded(self, event: AmendmentConcluded, entry: Entry) -> None:
        self.proposed.pop(event.number, None)
        self.amendments[event.number] = Amendment(
            number=event.number,
            event_id=entry.event_id,
            agreement=Agreement.of(event, entry),
            adds=event.adds,
            omits=event.omits,
            ground=event.ground,
            has_reason=event.reason is not None or entry.stamp.reason is not None,
            body=event.resolution.body if event.resolution else None,
            concluded_on=event.concluded_on,
            publication=event.publication,
        )
        self.written[entry.event_id] = problems_of(event)
        self.retell()

    @when(AmendmentPublishedInRegister)
    def amendment_published(self, event: AmendmentPublishedInRegister, entry: Entry) -> None:
        known = self.amendments.get(event.number)
        if known is not None:
            known = replace(known, published_on=entry.effective_on, published_by=entry.event_id)
            self.amendments[event.number] = known
            self.retell()

    @when(AmendmentVoidedForNonPublication)
    def amendment_voided(self, event: AmendmentVoidedForNonPublication, entry: Entry) -> None:
        known = self.amendments.get(event.number)
        if known is not None:
            self.amendments[event.number] = replace(known, is_void=True)
            self.retell()


def amendment_questions(amendment: Amendment, *, published_on: date | None) -> tuple[Question, ...]:
    """What the publication of an amendment is asked."""
    return timeliness(
        concluded_on=amendment.concluded_on,
        published_on=published_on,
        duty=amendment.publication,
        is_void=amendment.is_void,
    )
