"""In the network: by the plan, for the duration of a project, urgently, or as old records say."""

from decimal import Decimal
from typing import Any

from domain.kernel.aggregate import decides, when
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import Period
from domain.network_entry import commands as asked
from domain.network_entry import events
from domain.network_entry.asking import (
    ask_about_body,
    ask_about_capacities,
    ask_about_methodology,
    ask_about_number,
    ask_about_plan,
    ask_about_registration,
    ask_about_service,
    ask_about_shares,
    ask_about_tender,
    law_day,
    look_up_project,
    look_up_service,
)
from domain.network_entry.intentions import Intentions
from domain.network_entry.payloads import Ground, OldEntry, Standing
from domain.network_entry.records import CapacityKey, StandingSince
from domain.network_entry.rules import filing
from domain.network_entry.rules import standing as rules
from domain.network_entry.state import hold
from domain.service.service import Service


class Inclusion(Intentions):
    """The part of a file in which a service comes to stand in the network, again where it had left."""

    # By the plan or for a project ---------------------------------------------------------------------------------

    @decides(asked.IncludeService)
    def include_service(self, command: asked.IncludeService, case: Case) -> Event:
        rules.ground_stated(case, ALWAYS, plan=command.plan, project=command.project)
        filing.one_ground(case, ALWAYS, project=command.project, known_project=self.project, is_new=self.version == 0)
        found = self._ask_about_standing_to_be(command, case)
        ask_about_body(case, command.resolution, on=law_day(case))
        service = case.other(Service, command.service)
        ask_about_service(case, service, command.capacities)
        ask_about_methodology(case, command.methodology, resolved_on=command.resolved_on)
        ask_about_tender(case, command.tender, lot=command.lot, service=service)
        if command.project is not None:
            self.ask_about_project(case, command.project, first_day=case.day, last_day=command.last_day)
        else:
            self.ask_about_scored_intention(case, command.intention)
            ask_about_plan(case, command.plan, first_day=case.day, last_day=command.last_day)
        return events.ServiceIncluded.of(command, **found, **look_up_project(case, command.project))

    @when(events.ServiceIncluded)
    def service_included(self, event: events.ServiceIncluded, entry: Entry) -> None:
        self.project = event.project or self.project
        self.end_intention(event.intention, "included", entry)
        ground = Ground.PLAN if event.project is None else Ground.PROJECT
        since = StandingSince(
            since=entry.effective_on, ground=ground, intention=event.intention, tender=event.tender, lot=event.lot
        )
        self._stand(event, since, entry)

    # Urgently -----------------------------------------------------------------------------------------------------

    @decides(asked.GrantUrgentInclusion)
    def grant_urgent_inclusion(self, command: asked.GrantUrgentInclusion, case: Case) -> Event:
        filing.one_ground(case, ALWAYS, project=None, known_project=self.project, is_new=self.version == 0)
        found = self._ask_about_standing_to_be(command, case)
        on = law_day(case)
        competent = case.value("network-entry.competent-bodies-for-urgent-inclusion", on)
        rules.urgent_reason(case, on, reason=case.stamp.reason)
        rules.urgent_by_competent_body(case, on, body=command.resolution.body, competent=competent)
        ask_about_service(case, case.other(Service, command.service), command.capacities)
        ask_about_methodology(case, command.methodology, resolved_on=command.resolved_on)
        if command.plan is not None:
            ask_about_plan(case, command.plan, first_day=case.day, last_day=command.last_day)
        return events.UrgentInclusionGranted.of(command, **found)

    @when(events.UrgentInclusionGranted)
    def urgent_inclusion_granted(self, event: events.UrgentInclusionGranted, entry: Entry) -> None:
        self._stand(event, StandingSince(since=entry.effective_on, ground=Ground.URGENT), entry)

    def _ask_about_standing_to_be(self, command: Standing, case: Case) -> dict[str, Any]:
        """What must be in order whatever the law says; gives what the event keeps of the service."""
        filing.day_known(case, ALWAYS, day=case.day)
        filing.same_service(case, ALWAYS, service=command.service, known=self.service)
        found = look_up_service(case, command.service)
        filing.number_known(case, ALWAYS, registration_number=found["registration_number"])
        ask_about_number(case, resolution=command.resolution, resolved_on=command.resolved_on)
        ask_about_capacities(case, command.capacities)
        ask_about_shares(case, command.orp_shares)
        rules.ends_after_start(case, ALWAYS, first_day=case.day, last_day=command.last_day)
        assert case.day is not None
        answers = sorted(self.answers_within(Period(start=case.day, end=command.last_day)))
        rules.not_included_already(case, ALWAYS, first_day=case.day, last_day=command.last_day, standing=answers)
        return found

    def _stand(
        self, event: events.ServiceIncluded | events.UrgentInclusionGranted, since: StandingSince, entry: Entry
    ) -> None:
        self.know_service(event, event.service)
        hold(self.standing, since, entry)
        hold(self.last_day, event.last_day, entry)
        hold(self.plan, event.plan, entry)
        hold(self.resolution, event.resolution, entry)
        self._picture(event, entry)

    # As old records say -------------------------------------------------------------------------------------------

    @decides(asked.TakeOverNetworkEntry)
    def take_over(self, command: asked.TakeOverNetworkEntry, case: Case) -> Event:
        filing.opened_once(case, ALWAYS, version=self.version)
        as_written = command.registration_number or command.service_as_written or command.section
        filing.identified(case, ALWAYS, service=command.service, planned=None, as_written=as_written)
        found = look_up_service(case, command.service)
        number = found.get("registration_number")
        filing.number_of_service(case, ALWAYS, stated=command.registration_number, registered=number)
        ask_about_capacities(case, command.capacities)
        if command.orp_shares:
            ask_about_shares(case, command.orp_shares)
        if command.service is not None:
            ask_about_registration(case, case.other(Service, command.service))
        note_validity(case, command.validity)
        stated = {"registration_number": command.registration_number, "section": command.section}
        known = {name: value for name, value in {**stated, **found}.items() if value is not None}
        return events.NetworkEntryTakenOver.of(command, **known, **look_up_project(case, command.project))

    @when(events.NetworkEntryTakenOver)
    def taken_over(self, event: events.NetworkEntryTakenOver, entry: Entry) -> None:
        self.know_service(event, event.service)
        self.service_as_written = event.service_as_written
        self.provider = event.provider
        self.project = event.project
        self.region = event.region
        self.inferred = frozenset(inference.field for inference in entry.stamp.inferred)
        ground = None if event.project is None else Ground.PROJECT
        since = StandingSince(
            since=entry.effective_on, ground=ground, validity_as_written=event.validity, is_taken_over=True
        )
        hold(self.standing, since, entry)
        hold(self.last_day, None, entry)
        hold(self.plan, None, entry)
        hold(self.resolution, event.resolution_as_written, entry)
        self._picture(event, entry)

    # The picture --------------------------------------------------------------------------------------------------

    def _picture(self, event: Standing | OldEntry, entry: Entry) -> None:
        """All of a standing: what it does not say does not hold over from an earlier one."""
        stated = {(one.form, one.unit): one.amount for one in event.capacities}
        for key in {*self.capacities, *stated}:
            hold(self.capacity_held(key), stated.get(key), entry)
        hold(self.orp_shares, event.orp_shares or None, entry)
        hold(self.level, event.level, entry)
        hold(self.financing, event.financing, entry)
        hold(self.target_groups, event.target_groups, entry)
        hold(self.methodology, event.methodology, entry)

    def capacity_held(self, key: CapacityKey) -> Dated[Decimal | None]:
        """The capacity under a key; one that is told for the first time is absent where any standing begins."""
        held = self.capacities.get(key)
        if held is None:
            held = self.capacities[key] = Dated()
            for day, standing in self.standing:
                if standing is not None:
                    held.set(None, effective_on=day, position=0)
        return held


def note_validity(case: Case, validity: PeriodAsWritten | None) -> None:
    """What a period as written does not say clearly stands beside the fact."""
    for anomaly in validity.anomalies() if validity else ():
        case.note(anomaly.code, facts=anomaly.facts, raw=anomaly.raw)
