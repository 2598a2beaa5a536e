"""What a project promises: key activities, indicators, ceilings of services, and support stated in old records."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import parse_amount
from domain.project import commands as asked
from domain.project import events
from domain.project.asking import AskedProject, law_day, note_period
from domain.project.payloads import Allocation
from domain.project.rules import frame
from domain.project.rules import promises as rules
from domain.project.state import hold
from domain.service.service import Service


class Promises(AskedProject):
    """The part of a project that says what is to be reached, by whom, and with how much at most."""

    # Key activities -----------------------------------------------------------------------------------------------

    @decides(asked.DefineKeyActivity)
    @decides(asked.TakeOverKeyActivity)
    def define_key_activity(self, command: asked.DefineKeyActivity | asked.TakeOverKeyActivity, case: Case) -> Event:
        self.ask_about_change(case)
        rules.key_activity_once(case, ALWAYS, activity=command.activity, known=tuple(self.key_activities))
        return events.KeyActivityDefined.of(command)

    @when(events.KeyActivityDefined)
    def key_activity_defined(self, event: events.KeyActivityDefined, entry: Entry) -> None:
        self.key_activities[event.activity] = event

    # Indicators ---------------------------------------------------------------------------------------------------

    @decides(asked.SetIndicatorTarget)
    @decides(asked.TakeOverIndicatorTarget)
    def set_indicator_target(
        self, command: asked.SetIndicatorTarget | asked.TakeOverIndicatorTarget, case: Case
    ) -> Event:
        self.ask_about_change(case)
        rules.indicator_once(case, ALWAYS, indicator=command.indicator, known=tuple(self.indicator_targets))
        rules.indicator_named(case, ALWAYS, code=command.code, name=command.name)
        rules.target_countable(case, law_day(case), value=command.value)
        rules.section_supported(case, law_day(case), sections=command.sections, supported=self.sections_supported)
        return events.IndicatorTargetSet.of(command)

    @when(events.IndicatorTargetSet)
    def indicator_target_set(self, event: events.IndicatorTargetSet, entry: Entry) -> None:
        hold(self.indicator_targets.setdefault(event.indicator, Dated()), event, entry)

    @decides(asked.ChangeIndicatorTarget)
    def change_indicator_target(self, command: asked.ChangeIndicatorTarget, case: Case) -> Event:
        self.ask_about_change(case)
        rules.indicator_known(case, ALWAYS, indicators=(command.indicator,), known=tuple(self.indicator_targets))
        rules.target_countable(case, law_day(case), value=command.value)
        return events.IndicatorTargetChanged.of(command)

    @when(events.IndicatorTargetChanged)
    def indicator_target_changed(self, event: events.IndicatorTargetChanged, entry: Entry) -> None:
        held = self.indicator_targets.get(event.indicator)  # none where the target was taken back
        if held is not None and held.latest is not None:
            changed = {"value": event.value, "qualifier": event.qualifier}
            hold(held, held.latest.model_copy(update=changed), entry)

    @decides(asked.TakeOverIndicatorAchievement)
    def take_over_indicator_achievement(self, command: asked.TakeOverIndicatorAchievement, case: Case) -> Event:
        self.ask_about_change(case)
        rules.indicator_known(case, ALWAYS, indicators=(command.indicator,), known=tuple(self.indicator_targets))
        rules.achievement_not_negative(case, ALWAYS, values=(command.value,))
        return events.IndicatorAchievementStated.of(command)

    @when(events.IndicatorAchievementStated)
    def indicator_achievement_stated(self, event: events.IndicatorAchievementStated, entry: Entry) -> None:
        self.achievements_stated[event.indicator] = event

    # Ceilings of services -----------------------------------------------------------------------------------------

    @decides(asked.AllocateMaximum)
    @decides(asked.TakeOverAllocation)
    def allocate_maximum(self, command: asked.AllocateMaximum | asked.TakeOverAllocation, case: Case) -> Event:
        self.ask_about_change(case)
        self.ask_about_currency(case, command.maximum)
        rules.allocation_not_negative(case, ALWAYS, maximum=command.maximum)
        written = None if command.as_written is None else parse_amount(command.as_written, command.maximum.currency)
        frame.amount_as_written(case, ALWAYS, amount=command.maximum, written=written)
        service = case.other(Service, command.service)
        rules.allocated_service_registered(case, law_day(case), registered=service.registered_on(case.day))
        section = service.section.on(case.day)
        rules.section_supported(case, law_day(case), sections=(section,), supported=self.sections_supported)
        self._ask_about_budget(command, case)
        return events.MaximumAllocated.of(command)

    def _ask_about_budget(self, command: Allocation, case: Case) -> None:
        """On the day, and on every later day on which something known already changes; one objection is enough."""
        for day in self.days_from(case.day, before_next=self.allocations.get(command.service)):
            others = self.allocated(day, without=command.service)
            budget = self.budget.on(day)
            if not rules.allocated_within_budget(
                case, law_day(case), others=others, maximum=command.maximum, budget=budget
            ):
                break

    @when(events.MaximumAllocated)
    def maximum_allocated(self, event: events.MaximumAllocated, entry: Entry) -> None:
        hold(self.allocations.setdefault(event.service, Dated()), event.maximum, entry)

    # Stated support -----------------------------------------------------------------------------------------------

    @decides(asked.TakeOverSupport)
    def take_over_support(self, command: asked.TakeOverSupport, case: Case) -> Event:
        self.ask_about_change(case)
        rules.support_once(case, ALWAYS, support=command.support, known=tuple(self.supports))
        amounts = [part.amount for part in command.parts]
        self.ask_about_amounts(case, *amounts, *(() if command.amount is None else (command.amount,)))
        rules.support_adds_up(case, law_day(case), amount=command.amount, parts=command.parts)
        rules.tenders_add_up(case, law_day(case), entered=command.tenders_entered, won=command.tenders_won)
        frame.owner_ico(case, law_day(case), owner=command.provider)
        note_period(case, command.period)
        return events.SupportStated.of(command)

    @when(events.SupportStated)
    def support_stated(self, event: events.SupportStated, entry: Entry) -> None:
        self.supports[event.support] = event
