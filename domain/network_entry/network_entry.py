"""A service's standing in the basic network, changed, prolonged and ended."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.kernel.aggregate import decides, when
from domain.kernel.answer import Answer
from domain.kernel.as_written import READING_PROBLEMS
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.registry import ResolutionNumber
from domain.network_entry import commands as asked
from domain.network_entry import events
from domain.network_entry.asking import (
    ask_about_body,
    ask_about_methodology,
    ask_about_number,
    ask_about_plan,
    ask_about_registration,
    ask_about_service,
    ask_about_shares,
    law_day,
    registered,
)
from domain.network_entry.inclusion import Inclusion, note_validity
from domain.network_entry.payloads import ExclusionGround, Ground
from domain.network_entry.records import StandingSince
from domain.network_entry.rules import standing as rules
from domain.network_entry.state import DAY, hold

"""What the kernel notes beside a period as written."""


class NetworkEntry(Inclusion):
    """One service in the basic network, by the plan or for one project, from its intention to its exclusion."""

    kind = "network_entry"

    # Approved anew ------------------------------------------------------------------------------------------------

    @decides(asked.ApproveNetworkVersion)
    def approve_network_version(self, command: asked.ApproveNetworkVersion, case: Case) -> Event:
        self.ask_about_file(case)
        self._ask_about_news(case, before=self.resolution.on(case.day), asked_for=command.resolution)
        self.ask_about_change(case, command)
        ask_about_methodology(case, command.methodology, resolved_on=command.resolved_on)
        return events.NetworkVersionApproved.of(command)

    @when(events.NetworkVersionApproved)
    def network_version_approved(self, event: events.NetworkVersionApproved, entry: Entry) -> None:
        hold(self.resolution, event.resolution, entry)
        if event.methodology is not None:
            hold(self.methodology, event.methodology, entry)

    # Changed ------------------------------------------------------------------------------------------------------

    @decides(asked.ChangeCapacity)
    def change_capacity(self, command: asked.ChangeCapacity, case: Case) -> Event:
        self.ask_about_file(case)
        rules.capacity_once(case, ALWAYS, stated=[f"{one.form} {one.unit}" for one in command.capacities])
        rules.capacity_not_negative(case, ALWAYS, amounts=[one.amount for one in command.capacities])
        before = {one: self.capacity(one.form, one.unit).on(case.day) for one in command.capacities}
        self._ask_about_news(case, before=list(before.values()), asked_for=[one.amount for one in before])
        assert case.day is not None
        rules.capacity_remains(case, ALWAYS, totals=list(self._totals_after(command, case.day)))
        self.ask_about_change(case, command)
        if command.intention is not None:
            self.ask_about_scored_intention(case, command.intention)
        ask_about_service(case, self.service_file(case), [one for one in command.capacities if one.amount > 0])
        return events.CapacityChanged.of(command)

    def _totals_after(self, command: asked.ChangeCapacity, day: date) -> Iterator[Decimal]:
        """What will be left in all on that day, and on each later one from which another capacity holds already."""
        changed = {(one.form, one.unit): one.amount for one in command.capacities}
        later = {on for held in self.capacities.values() for on, _ in held if on is not None and on > day}
        for turn in (day, *(on for on in sorted(later) if self.included_on(on) is Answer.YES)):
            held = {key: values.on(turn) for key, values in self.capacities.items()}
            anew = {key for key, values in self.capacities.items() if any(on and day < on <= turn for on, _ in values)}
            known = held | {key: amount for key, amount in changed.items() if key not in anew}
            yield sum((amount for amount in known.values() if amount is not None), Decimal(0))

    @when(events.CapacityChanged)
    def capacity_changed(self, event: events.CapacityChanged, entry: Entry) -> None:
        for one in event.capacities:
            hold(self.capacity_held((one.form, one.unit)), one.amount, entry)
        self.end_intention(event.intention, "included", entry)
        hold(self.resolution, event.resolution, entry)

    @decides(asked.ReallocateOrps)
    def reallocate_orps(self, command: asked.ReallocateOrps, case: Case) -> Event:
        self.ask_about_file(case)
        ask_about_shares(case, command.orp_shares)
        self._ask_about_news(case, before=self.orp_shares.on(case.day), asked_for=command.orp_shares)
        self.ask_about_change(case, command)
        return events.OrpAllocationChanged.of(command)

    @when(events.OrpAllocationChanged)
    def orp_allocation_changed(self, event: events.OrpAllocationChanged, entry: Entry) -> None:
        hold(self.orp_shares, event.orp_shares, entry)
        hold(self.resolution, event.resolution, entry)

    @decides(asked.ChangeLevel)
    def change_level(self, command: asked.ChangeLevel, case: Case) -> Event:
        self.ask_about_file(case)
        self._ask_about_news(case, before=self.level.on(case.day), asked_for=command.level)
        self.ask_about_change(case, command)
        return events.LevelChanged.of(command)

    @when(events.LevelChanged)
    def level_changed(self, event: events.LevelChanged, entry: Entry) -> None:
        hold(self.level, event.level, entry)
        hold(self.resolution, event.resolution, entry)

    @decides(asked.ChangeFinancing)
    def change_financing(self, command: asked.ChangeFinancing, case: Case) -> Event:
        self.ask_about_file(case)
        self._ask_about_news(case, before=self.financing.on(case.day), asked_for=command.financing)
        self.ask_about_change(case, command)
        return events.FinancingChanged.of(command)

    @when(events.FinancingChanged)
    def financing_changed(self, event: events.FinancingChanged, entry: Entry) -> None:
        hold(self.financing, event.financing, entry)
        hold(self.resolution, event.resolution, entry)

    def _ask_about_news(self, case: Case, *, before: object, asked_for: object) -> None:
        rules.says_something_new(case, ALWAYS, before=before, asked=asked_for)

    # Prolonged ----------------------------------------------------------------------------------------------------

    @decides(asked.ProlongInclusion)
    def prolong_inclusion(self, command: asked.ProlongInclusion, case: Case) -> Event:
        self.ask_about_file(case)
        ask_about_number(case, resolution=command.resolution, resolved_on=command.resolved_on)
        before = self.last_day.on(case.day)
        rules.prolongs(case, ALWAYS, last_day=command.last_day, last_day_before=before)
        self._ask_about_following(case)
        ask_about_body(case, command.resolution, on=law_day(case))
        ask_about_registration(case, self.service_file(case))
        ask_about_methodology(case, command.methodology, resolved_on=command.resolved_on)
        first_new_day = before + DAY if before else case.day
        if self.project is not None:
            self.ask_about_project(case, self.project, first_day=first_new_day, last_day=command.last_day)
        else:
            plan = command.plan or self.plan.on(case.day)
            ask_about_plan(case, plan, first_day=first_new_day, last_day=command.last_day)
        return events.InclusionProlonged.of(command)

    def _ask_about_following(self, case: Case) -> None:
        """The service must stand in the network on the day or on the day before, and must not have been excluded."""
        assert case.day is not None
        rules.not_excluded(case, ALWAYS, day=case.day, is_excluded=self.is_excluded_on(case.day))
        rules.follows_inclusion(
            case,
            law_day(case),
            day=case.day,
            day_before=self.included_on(case.day - DAY),
            on_day=self.included_on(case.day),
        )

    @when(events.InclusionProlonged)
    def inclusion_prolonged(self, event: events.InclusionProlonged, entry: Entry) -> None:
        hold(self.last_day, event.last_day, entry)
        hold(self.resolution, event.resolution, entry)
        if event.plan is not None:
            hold(self.plan, event.plan, entry)
        if event.methodology is not None:
            hold(self.methodology, event.methodology, entry)

    # Ended --------------------------------------------------------------------------------------------------------

    @decides(asked.RecordRegistrationLoss)
    def record_registration_loss(self, command: asked.RecordRegistrationLoss, case: Case) -> Event:
        self.ask_about_file(case)
        service = self.service_file(case)
        is_recorded = self.registration_lost_on is not None
        rules.registration_lost(
            case, ALWAYS, day=case.day, registered=registered(case, service), is_recorded=is_recorded
        )
        ask_about_registration(case, service)
        return events.RegistrationLossRecorded()

    @when(events.RegistrationLossRecorded)
    def registration_loss_recorded(self, event: events.RegistrationLossRecorded, entry: Entry) -> None:
        self.registration_lost_on = entry.effective_on

    @decides(asked.ExcludeService)
    def exclude_service(self, command: asked.ExcludeService, case: Case) -> Event:
        self.ask_about_file(case)
        ground = command.ground
        ask_about_number(case, resolution=command.resolution, resolved_on=command.resolved_on)
        rules.ends_with_its_ground(case, ALWAYS, ground=ground, is_for_project=self.is_for_project)
        self._ask_about_following(case)
        rules.exclusion_resolved(
            case, law_day(case), ground=ground, is_lapse=ground.is_lapse, resolution=command.resolution
        )
        if command.resolution is not None:
            ask_about_body(case, command.resolution, on=law_day(case))
        if ground is ExclusionGround.DEREGISTERED:
            shown = registered(case, self.service_file(case))
            rules.deregistered_indeed(case, law_day(case), day=case.day, registered=shown)
        case.close_anomalies(*self.anomalies_of(rules.service_registered.label))
        return events.ServiceExcluded.of(command)

    @when(events.ServiceExcluded)
    def service_excluded(self, event: events.ServiceExcluded, entry: Entry) -> None:
        hold(self.standing, None, entry)
        hold(self.last_day, None, entry)
        hold(self.exclusion_ground, event.ground, entry)
        self.registration_lost_on = None

    # After a correction -------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """What the corrected state breaks replaces what was noted before; other files are not looked at again."""
        standing = (rules.approved_by_competent_body, rules.plan_as_approved, rules.within_plan)
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in standing), *READING_PROBLEMS))
        for _, shares in self.orp_shares:
            if shares:
                ask_about_shares(case, shares)
        amounts = [amount for held in self.capacities.values() for _, amount in held if amount is not None]
        rules.capacity_not_negative(case, ALWAYS, amounts=amounts)
        for day, since in self.standing:
            if since is not None:
                self._review_standing(case, since, day)

    def _review_standing(self, case: Case, since: StandingSince, day: date | None) -> None:
        note_validity(case, since.validity_as_written)
        amounts = [amount for held in self.capacities.values() if (amount := held.on(day)) is not None]
        if amounts:
            rules.capacity_remains(case, ALWAYS, totals=[sum(amounts, Decimal(0))])
        last_day, plan, resolution = self.last_day.on(day), self.plan.on(day), self.resolution.on(day)
        if last_day is not None:
            rules.ends_after_start(case, ALWAYS, first_day=day, last_day=last_day)
            if plan is not None:
                ask_about_plan(case, plan, first_day=day, last_day=last_day)
        if isinstance(resolution, ResolutionNumber) and since.ground is not Ground.URGENT:
            ask_about_body(case, resolution, on=day or law_day(case))
