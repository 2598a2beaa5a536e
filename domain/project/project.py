"""A grant project: opened, given another period or budget, closed."""

from datetime import date

from domain.kernel.aggregate import decides, when
from domain.kernel.as_written import READING_PROBLEMS, PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, parse_amount
from domain.kernel.registry import Programme
from domain.project import commands as asked
from domain.project import events
from domain.project.asking import law_day, note_period
from domain.project.payloads import Approval, OldProject
from domain.project.promises import Promises
from domain.project.reporting import Reporting
from domain.project.rules import frame, promises, reporting
from domain.project.state import end_bounds, hold

"""What the kernel notes beside a period as written."""


class Project(Promises, Reporting):
    """One project of a programme and the money, indicators and ceilings that belong to it."""

    kind = "project"

    # Opened -------------------------------------------------------------------------------------------------------

    @decides(asked.ApproveProject)
    def approve(self, command: asked.ApproveProject, case: Case) -> Event:
        frame.opened_once(case, ALWAYS, version=self.version)
        frame.amount_positive(case, ALWAYS, amounts=(command.budget,))
        _ask_about_frame(command, case)
        return events.ProjectApproved.of(command)

    @decides(asked.TakeOverProject)
    def take_over(self, command: asked.TakeOverProject, case: Case) -> Event:
        frame.opened_once(case, ALWAYS, version=self.version)
        frame.identified(
            case,
            ALWAYS,
            number=command.number,
            code=command.code,
            title=command.title,
            description=command.description,
        )
        written = None if command.budget_as_written is None else parse_amount(command.budget_as_written)
        budget = command.budget or written
        frame.amount_positive(case, ALWAYS, amounts=() if budget is None else (budget,))
        frame.budget_exact(case, law_day(case), budget=budget, as_written=command.budget_as_written)
        frame.amount_as_written(case, ALWAYS, amount=command.budget, written=written)
        _ask_about_frame(command, case)
        for period in (command.period, *command.other_periods):
            note_period(case, period)
        return events.ProjectTakenOver.of(command, budget=budget)

    @when(events.ProjectApproved)
    def approved_project(self, event: events.ProjectApproved, entry: Entry) -> None:
        self._picture(event)
        hold(self.period, event.period, entry)
        hold(self.budget, event.budget, entry)
        hold(self.funding, event.funding or None, entry)

    @when(events.ProjectTakenOver)
    def taken_over(self, event: events.ProjectTakenOver, entry: Entry) -> None:
        self._picture(event)
        self.description = event.description
        self.listed_as = event.listed_as
        self.other_periods = event.other_periods
        self.budget_as_written = event.budget_as_written
        self.inferred = frozenset(inference.field for inference in entry.stamp.inferred)
        hold(self.period, event.period, entry)
        hold(self.budget, event.budget, entry)
        hold(self.funding, event.funding or None, entry)

    def _picture(self, event: Approval | OldProject) -> None:
        self.number = event.number
        self.code = event.code
        self.title = event.title
        self.programme = event.programme
        self.call = event.call
        self.owner = event.owner
        self.grant_decision = event.grant_decision
        self.resolution = event.resolution
        self.supported = event.supported
        self.target_groups = event.target_groups
        self.price_rule = event.price_rule
        self.terms = event.terms

    @decides(asked.RecordProjectNumber)
    def record_number(self, command: asked.RecordProjectNumber, case: Case) -> Event:
        self.ask_about_change(case)
        frame.number_missing(case, ALWAYS, number=self.number)
        frame.number_form(case, law_day(case), number=command.number, programme=self.programme)
        frame.number_of_programme(case, law_day(case), number=command.number, programme=self.programme)
        return events.ProjectNumberFound.of(command)

    @when(events.ProjectNumberFound)
    def number_found(self, event: events.ProjectNumberFound, entry: Entry) -> None:
        self.number = event.number

    # Changed ------------------------------------------------------------------------------------------------------

    @decides(asked.ChangeProjectPeriod)
    def change_period(self, command: asked.ChangeProjectPeriod, case: Case) -> Event:
        self.ask_about_change(case)
        return events.ProjectPeriodChanged.of(command)

    @when(events.ProjectPeriodChanged)
    def period_changed(self, event: events.ProjectPeriodChanged, entry: Entry) -> None:
        hold(self.period, event.period, entry)

    @decides(asked.ChangeProjectBudget)
    def change_budget(self, command: asked.ChangeProjectBudget, case: Case) -> Event:
        self.ask_about_change(case)
        self.ask_about_amounts(case, command.budget)
        if command.funding:
            frame.funding_whole(case, law_day(case), funding=command.funding)
        heaviest = max(self.days_from(case.day, before_next=self.budget), key=self.allocated)
        self._ask_about_ceilings(case, budget=command.budget, on=heaviest)
        return events.ProjectBudgetChanged.of(command)

    def _ask_about_ceilings(self, case: Case, *, budget: Money | None, on: date | None) -> None:
        """What a budget must bear: the maxima of the services and the claims."""
        nothing = Money(0, self.currency)
        allocated = self.allocated(on)
        promises.allocated_within_budget(case, law_day(case), others=allocated, maximum=nothing, budget=budget)
        reporting.claimed_within_budget(case, law_day(case), claimed=self.claimed(), asked=nothing, budget=budget)

    @when(events.ProjectBudgetChanged)
    def budget_changed(self, event: events.ProjectBudgetChanged, entry: Entry) -> None:
        hold(self.budget, event.budget, entry)
        hold(self.funding, event.funding or None, entry)

    # Closed -------------------------------------------------------------------------------------------------------

    @decides(asked.CloseProject)
    def close(self, command: asked.CloseProject, case: Case) -> Event:
        frame.opened_first(case, ALWAYS, version=self.version)
        frame.closed_once(case, ALWAYS, closed_on=self.closed_on)
        frame.closed_after_end(case, law_day(case), has_ended=self.has_ended_by(case.day))
        frame.nothing_awaits_decision(case, law_day(case), reports=self.reports_awaiting, claims=self.claims_awaiting)
        return events.ProjectClosed.of(command, retention_until=self._retention_until(case))

    def _retention_until(self, case: Case) -> date | None:
        """The latest end of the configured times for which the records must be kept; None where none is configured."""
        after_end = _years(case, "project.retention-years-after-end", self.programme_read)
        after_payment = _years(case, "project.retention-years-after-last-payment", self.programme_read)
        _, end = end_bounds(self.period_on(case.day))
        last_payment = max((r.on for r in self.receipts.values() if r.on is not None), default=None)
        known = ((end, after_end), (last_payment, after_payment))
        return max((date(day.year + years, 12, 31) for day, years in known if day and years), default=None)

    @when(events.ProjectClosed)
    def closed(self, event: events.ProjectClosed, entry: Entry) -> None:
        self.closed_on = entry.effective_on
        self.retention_until = event.retention_until

    # After a correction -------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """What the corrected state breaks replaces what was noted before."""
        standing = (
            frame.number_form,
            frame.number_of_programme,
            frame.owner_ico,
            frame.funding_whole,
            frame.price_within_compensation,
            promises.allocated_within_budget,
            promises.support_adds_up,
            promises.tenders_add_up,
            reporting.claimed_within_budget,
            reporting.received_within_approved,
        )
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in standing), *READING_PROBLEMS))
        self._review_frame(case)
        self._review_money(case)

    def _review_frame(self, case: Case) -> None:
        on = law_day(case)
        frame.number_form(case, on, number=self.number, programme=self.programme)
        frame.number_of_programme(case, on, number=self.number, programme=self.programme)
        for organisation in (self.owner, *(support.provider for support in self.supports.values())):
            frame.owner_ico(case, on, owner=organisation)
        frame.price_within_compensation(case, on, price_rule=self.price_rule)
        for _, funding in self.funding:
            frame.funding_whole(case, on, funding=funding)
        written = (period for _, period in self.period if isinstance(period, PeriodAsWritten))
        for period in (*written, *self.other_periods, *(support.period for support in self.supports.values())):
            note_period(case, period)

    def _review_money(self, case: Case) -> None:
        on = law_day(case)
        for day in {day for held in (self.budget, *self.allocations.values()) for day, _ in held}:
            self._ask_about_ceilings(case, budget=self.budget.on(day), on=day)
        reporting.received_within_approved(case, on, received=self.received, approved=self.approved)
        for support in self.supports.values():
            promises.support_adds_up(case, on, amount=support.amount, parts=support.parts)
            promises.tenders_add_up(case, on, entered=support.tenders_entered, won=support.tenders_won)


def _ask_about_frame(project: Approval | OldProject, case: Case) -> None:
    on = law_day(case)
    frame.number_form(case, on, number=project.number, programme=project.programme)
    frame.number_of_programme(case, on, number=project.number, programme=project.programme)
    frame.owner_ico(case, on, owner=project.owner)
    frame.funding_whole(case, on, funding=project.funding)
    frame.price_within_compensation(case, on, price_rule=project.price_rule)


def _years(case: Case, name: str, programme: Programme | None) -> int | None:
    """A configured number of years for this programme on the day of the case."""
    configured = case.value(name, case.day)
    return configured.get(programme) if configured else None
