"""A methodology of the region: drafted for a year, approved, amended, superseded."""

from collections.abc import Collection

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import Period
from domain.methodology import commands as asked
from domain.methodology import events, rules
from domain.methodology.payloads import Approval
from domain.methodology.state import law_day
from domain.methodology.values import Values, ask_about_reference_values

STANDING = (
    rules.approved_by_competent_body,
    rules.valid_in_its_year,
    rules.kind_in_force,
    rules.revenues_within_costs,
)
"""The rules that a correction asks anew."""


class Methodology(Values):
    """One year's methodology: contracts, mandates and inspections point to it."""

    kind = "methodology"

    # Opened -------------------------------------------------------------------------------------------------------

    @decides(asked.DraftMethodology)
    def draft(self, command: asked.DraftMethodology, case: Case) -> Event:
        rules.opened_once(case, ALWAYS, version=self.version)
        return events.MethodologyDrafted.of(command)

    @when(events.MethodologyDrafted)
    def drafted(self, event: events.MethodologyDrafted, entry: Entry) -> None:
        self.year = event.year
        self.title = event.title
        self.contents = event.contents

    @decides(asked.TakeOverMethodology)
    def take_over(self, command: asked.TakeOverMethodology, case: Case) -> Event:
        rules.opened_once(case, ALWAYS, version=self.version)
        rules.resolution_of_body(case, ALWAYS, approvals=command.approvals)
        rules.valid_in_its_year(case, law_day(case), year=command.year, validity=command.validity)
        ask_about_reference_values(command.reference_values, case, on=case.day)
        rules.stated_once(case, ALWAYS, stated=[indicator.key for indicator in command.indicators])
        rules.stated_once(case, ALWAYS, stated=[one.programme for one in command.bagatelle_thresholds])
        for anomaly in command.validity_as_written.anomalies() if command.validity_as_written else ():
            case.note(anomaly.code, facts=anomaly.facts, raw=anomaly.raw)
        return events.MethodologyTakenOver.of(command)

    @when(events.MethodologyTakenOver)
    def taken_over(self, event: events.MethodologyTakenOver, entry: Entry) -> None:
        self.is_taken_over = True
        self.year = event.year
        self.title = event.title
        self.contents = event.contents
        self.approvals = event.approvals
        self.validity = event.validity
        self.validity_as_written = event.validity_as_written
        self.inferred = frozenset(inference.field for inference in entry.stamp.inferred)
        self._hold_document(event.document, entry)
        for value in event.reference_values:
            self.hold_reference_value(value, entry)
        for indicator in event.indicators:
            self.hold_indicator(indicator.key, indicator, entry)
        for threshold in event.bagatelle_thresholds:
            self.bagatelle_threshold_set(threshold, entry)
        if event.time_unit_minutes is not None:
            self.time_unit.set(event.time_unit_minutes, effective_on=entry.effective_on, position=entry.position)

    def _hold_document(self, document: str | None, entry: Entry) -> None:
        if document is not None:
            self.document.set(document, effective_on=entry.effective_on, position=entry.position)

    # Approved, amended --------------------------------------------------------------------------------------------

    @decides(asked.ApproveMethodology)
    def approve(self, command: asked.ApproveMethodology, case: Case) -> Event:
        self.ask_about_change(case)
        rules.approved_once(case, ALWAYS, is_approved=self.is_approved or self.is_taken_over)
        self._ask_about_approval(case, approvals=command.approvals, validity=command.validity)
        return events.MethodologyApproved.of(command)

    @when(events.MethodologyApproved)
    def approved(self, event: events.MethodologyApproved, entry: Entry) -> None:
        self.is_approved = True
        self.approvals = event.approvals
        self.validity = event.validity
        self._hold_document(event.document, entry)

    @decides(asked.AmendMethodology)
    def amend(self, command: asked.AmendMethodology, case: Case) -> Event:
        self.ask_about_change(case)
        rules.approved_first(case, ALWAYS, is_approved=self.is_approved or self.is_taken_over)
        rules.amendment_once(case, ALWAYS, amendment=command.amendment, known=tuple(self.amendments))
        self._ask_about_approval(case, approvals=command.approvals, validity=command.validity)
        rules.within_validity(case, law_day(case), day=case.day, validity=command.validity or self.validity)
        return events.MethodologyAmended.of(command)

    @when(events.MethodologyAmended)
    def amended(self, event: events.MethodologyAmended, entry: Entry) -> None:
        self.amendments[event.amendment] = entry.effective_on
        self.approvals = (*self.approvals, *event.approvals)
        self.validity = event.validity or self.validity
        self._hold_document(event.document, entry)

    def _ask_about_approval(self, case: Case, *, approvals: Collection[Approval], validity: Period | None) -> None:
        rules.resolution_of_body(case, ALWAYS, approvals=approvals)
        assert self.year is not None
        on = law_day(case)
        competent = case.value("methodology.competent-bodies", on)
        bodies = [one.body for one in approvals]
        rules.approved_by_competent_body(case, on, bodies=bodies, competent=competent)
        rules.valid_in_its_year(case, on, year=self.year, validity=validity)

    # Superseded ---------------------------------------------------------------------------------------------------

    @decides(asked.SupersedeMethodology)
    def supersede(self, command: asked.SupersedeMethodology, case: Case) -> Event:
        rules.opened_first(case, ALWAYS, version=self.version)
        rules.superseded_once(case, ALWAYS, superseded_on=self.superseded_on)
        rules.approved_first(case, ALWAYS, is_approved=self.is_approved or self.is_taken_over)
        rules.successor_another(case, ALWAYS, methodology=self.id, successor=command.successor)
        successor = case.other(Methodology, command.successor)
        rules.successor_in_force(case, law_day(case), day=case.day, in_force=successor.in_force(case.day))
        return events.MethodologySuperseded.of(command)

    @when(events.MethodologySuperseded)
    def superseded(self, event: events.MethodologySuperseded, entry: Entry) -> None:
        self.superseded_on = entry.effective_on
        self.successor = event.successor

    # After a correction -------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """What the corrected state breaks replaces what was noted before."""
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in STANDING)))
        on = law_day(case)
        rules.resolution_of_body(case, ALWAYS, approvals=self.approvals)
        if self.is_approved:
            competent = case.value("methodology.competent-bodies", on)
            bodies = [one.body for one in self.approvals]
            rules.approved_by_competent_body(case, on, bodies=bodies, competent=competent)
        assert self.year is not None
        rules.valid_in_its_year(case, on, year=self.year, validity=self.validity)
        for held in self.reference_values.values():
            for day, value in held:
                ask_about_reference_values((value,), case, on=day)
