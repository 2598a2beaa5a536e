"""The register of contracts: publication, the day of effect, voidness (Act 340/2015).

The effect itself is not recorded; it follows from conclusion and publication, see ContractState.effect. Only a day that
the parties agreed on, or a condition that was met, is an event of its own.
"""

import copy
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from domain.contract.amendments import amendment_questions
from domain.contract.awarded import Awarded
from domain.contract.commands.publication import (
    EstablishVoidness,
    RecordEffect,
    RecordPublication,
    RecordPublicationRepair,
)
from domain.contract.duty import publication_duty, timeliness
from domain.contract.events.publication import (
    ContractBecameEffective,
    ContractPublishedInRegister,
    ContractVoidedForNonPublication,
    PublicationCorrected,
)
from domain.contract.payloads import PublicationDuty, Published
from domain.contract.rules import order
from domain.contract.rules import publication as rules
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import days_after, days_late
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import Question
from domain.kernel.stamp import AnomalyRef

VOID = "VOID_FOR_NON_PUBLICATION"
"""The anomaly of a publication that came too late: open until voidness is recorded."""


class Publication(Awarded):
    """Decides and remembers what became of the contract in the register."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(RecordPublication)
    def record_publication(self, command: RecordPublication, case: Case) -> Event:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.published_once(case, order.ALWAYS, published_on=self.published_on)
        order.publication_after_conclusion(case, order.ALWAYS, concluded_on=self.concluded_on, published_on=case.day)
        for one in self._questions(published_on=case.day):
            one.put(case)
        self._ask_metadata(command.shows, case)
        self._tell_effect(case)
        return ContractPublishedInRegister.of(command)

    def _ask_metadata(self, shows: Published | None, case: Case) -> None:
        rules.published_as_concluded(
            case,
            self.concluded_on,
            value=self.original_maximum,
            shown_value=shows.value if shows else None,
            concluded_on=self.concluded_on,
            shown_concluded_on=shows.concluded_on if shows else None,
        )

    def _tell_effect(self, case: Case) -> None:
        """Payments made before the effect can be judged in days once its day is known."""
        if self.effect_agreed_on is not None and case.day is not None and case.day <= self.effect_agreed_on:
            case.close_anomalies(*self.anomalies_of(rules.effect_not_before_publication.label))
        effective_from = self.effective_if(published_on=case.day)
        if effective_from is not None and self.effective_from is None:
            self.effect_became_known(case, effective_from)

    @decides(RecordPublicationRepair)
    def record_repair(self, command: RecordPublicationRepair, case: Case) -> Event:
        order.published_first(case, order.ALWAYS, published_on=self.published_on, on=case.day)
        days = case.value("register-repair-days", self.concluded_on)
        is_counted = days is not None and command.learnt_on is not None
        limit = days_after(command.learnt_on, days, case.calendar) if command.learnt_on and is_counted else None
        rules.publication_repaired_in_time(
            case,
            self.concluded_on,
            repaired_on=case.day,
            learnt_on=command.learnt_on,
            last_day_legal=limit.legal_last_day if limit else None,
            days_late=days_late(case.day, limit) if limit and case.day else None,
        )
        self._ask_metadata(command.shows, case)
        if command.shows is not None:
            case.close_anomalies(*self.anomalies_of(rules.published_as_concluded.label))
        return PublicationCorrected.of(command, repair_by=limit)

    @decides(RecordEffect)
    def record_effect(self, command: RecordEffect, case: Case) -> Event:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.not_void(case, order.ALWAYS, is_void=self.void)
        order.effect_once(case, order.ALWAYS, effect_agreed_on=self.effect_agreed_on)
        order.effect_after_conclusion(case, order.ALWAYS, concluded_on=self.concluded_on, effective_from=case.day)
        rules.effect_not_before_publication(
            case,
            self.concluded_on,
            effective_from=case.day,
            published_on=self.published_on,
            needs_publication=self.needs_publication,
        )
        after = copy.copy(self)
        after.effect_agreed_on = case.day
        if after.effective_from is not None and after.effective_from != self.effective_from:
            self.effect_became_known(case, after.effective_from)
        return ContractBecameEffective.of(command)

    @decides(EstablishVoidness)
    def establish_voidness(self, command: EstablishVoidness, case: Case) -> Event:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.not_void(case, order.ALWAYS, is_void=self.void)
        order.void_from_conclusion(case, order.ALWAYS, concluded_on=self.concluded_on, effective_on=case.day)
        void_after = self.publication.void_after if self.publication else None
        rules.void_after_three_months_only(
            case,
            order.ALWAYS,
            concluded_on=self.concluded_on,
            last_day_legal=void_after.legal_last_day if void_after else None,
            published_on=self.published_on,
            established_on=command.established_on,
        )
        case.close_anomalies(*self.anomalies_of(VOID))
        self.tell_award(None, case, on=case.day)
        after = copy.copy(self)
        after.void = True
        after.look_at_payments_again(case)
        self.became_void(case, command.established_on)
        return ContractVoidedForNonPublication.of(command)

    # Review -------------------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """After a correction: publications that are late now are noted, those that were in time are settled."""
        super().review(case)
        self._review_limits(case)
        publications = list(self._publications())
        for event_id, questions in publications:
            for one in questions:
                if one.is_broken and not self._noted(one.rule.label, event_id):
                    one.put(case)
        late = self.anomalies_of(rules.published_in_time.label, rules.published_within_three_months.label)
        case.close_anomalies(*(ref for ref in late if not _still_holds(ref, publications)))

    def _review_limits(self, case: Case) -> None:
        """The limits were computed with the conclusion; a corrected day of conclusion brings its own."""
        expected = publication_duty(case, self.concluded_on, self.register_value)
        follow, on = rules.limits_follow_conclusion, order.ALWAYS
        stored_end, expected_end = _raw_end(self.publication), _raw_end(expected)
        noted = self.anomalies_of(follow.label)
        if stored_end == expected_end:
            case.close_anomalies(*noted)
        elif not noted:
            follow(case, on, concluded_on=self.concluded_on, publish_by=stored_end, publish_by_counted=expected_end)

    def _publications(self) -> Iterator[tuple[UUID, tuple[Question, ...]]]:
        """What was published, by the event that said so, and what is asked about it."""
        if self.published_by is not None:
            yield self.published_by, self._questions(published_on=self.published_on)
        for amendment in self.amendments.values():
            if amendment.published_by is not None:
                yield amendment.published_by, amendment_questions(amendment, published_on=amendment.published_on)

    def _questions(self, *, published_on: date | None) -> tuple[Question, ...]:
        return timeliness(
            concluded_on=self.concluded_on, published_on=published_on, duty=self.publication, is_void=self.void
        )

    def _noted(self, label: str, event_id: UUID) -> bool:
        """Whether such an anomaly is open beside the publication, or beside a correction."""
        known = {ref.event_id for ref in self.anomalies_of(label)}
        return event_id in known or not known <= {event_id for event_id, _ in self._publications()}

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ContractPublishedInRegister)
    def published(self, event: ContractPublishedInRegister, entry: Entry) -> None:
        self.published_on, self.published_by = entry.effective_on, entry.event_id
        self.register_id = event.register_id

    @when(PublicationCorrected)
    def publication_corrected(self, event: PublicationCorrected, entry: Entry) -> None:
        """The day of publication stays: a repair in time makes the contract published from the start (§ 7(2))."""

    @when(ContractBecameEffective)
    def became_effective(self, event: ContractBecameEffective, entry: Entry) -> None:
        self.effect_agreed_on = entry.effective_on

    @when(ContractVoidedForNonPublication)
    def voided(self, event: ContractVoidedForNonPublication, entry: Entry) -> None:
        self.void = True
        self.void_known_at = event.established_on


def _still_holds(ref: AnomalyRef, publications: Sequence[tuple[UUID, tuple[Question, ...]]]) -> bool:
    """An anomaly beside a publication speaks of that one, one beside a correction of any."""
    own = [questions for event_id, questions in publications if event_id == ref.event_id]
    spoken_of = own or [questions for _, questions in publications]
    return any(one.is_broken and one.rule.label == ref.code for questions in spoken_of for one in questions)


def _raw_end(duty: PublicationDuty | None) -> date | None:
    """The end by counting: it does not depend on which holidays were known."""
    return duty.publish_by.raw_end if duty else None
