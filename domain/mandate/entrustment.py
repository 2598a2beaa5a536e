"""From the proposal of a mandate to its acceptance: what the act must say, and on what it must stand."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from domain.contract.state import ContractState
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, years_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import Period, end_of_months
from domain.kernel.registry import RegistrationNumber
from domain.mandate.asking import configured_rule
from domain.mandate.book import YearBook
from domain.mandate.commands.entrustment import AddService, IssueMandate, ProposeMandate, RecordAcceptance
from domain.mandate.events.entrustment import (
    MandateAccepted,
    MandateIssue,
    MandateIssued,
    MandateProposed,
    ServiceAdded,
)
from domain.mandate.funding import Funding
from domain.mandate.payloads import Decision, Elements, ServiceTerms, YearCeiling
from domain.mandate.rules import entrustment as rules
from domain.mandate.rules import order
from domain.mandate.rules.decisions import first_day
from domain.mandate.state import as_words, hold
from domain.network_entry.network_entry import NetworkEntry
from domain.project.project import Project
from domain.service.service import Service


class Entrustment(Funding):
    """Decides and remembers who is entrusted with what."""

    # Proposed -----------------------------------------------------------------------------------------------------

    @decides(ProposeMandate)
    def propose(self, command: ProposeMandate, case: Case) -> Event:
        order.opened_once(case, ALWAYS, entries=self.version)
        order.day_known(case, ALWAYS, day=case.day)
        return MandateProposed.of(command, **look_up(command, case))

    @decides(AddService)
    def add_service(self, command: AddService, case: Case) -> Event:
        self.ask_about_file(case)
        order.issued_once(case, ALWAYS, is_issued=self.stands)
        found = look_up(command, case)
        key = str(found["registration"] or command.name_as_written)
        order.service_once(case, ALWAYS, service=key, known=tuple(self.services))
        return ServiceAdded.of(command, **found)

    # Issued -------------------------------------------------------------------------------------------------------

    @decides(IssueMandate)
    def issue(self, command: IssueMandate, case: Case) -> Event:
        self.ask_about_file(case)
        order.issued_once(case, ALWAYS, is_issued=self.stands)
        order.number_kept(case, ALWAYS, known=self.number, number=command.number)
        self.ask_about_ceilings(case, command.compensations)
        in_force = case.value("mandate.sgei-decision", case.day)
        decision = command.decision or in_force
        if command.decision is not None:
            rules.legal_basis_of_its_day(case, case.day, decision=command.decision, in_force=in_force)
        self.ask_about_elements(case, command.elements, command.decision, law=decision, period=command.period)
        self._ask_about_instrument(command, case)
        self._ask_about_body(command, case)
        self._ask_about_undertaking(case)
        if command.period is not None and command.period.end is not None:
            self._ask_about_time(command, command.period, case, law=decision)
        return MandateIssued.of(
            command,
            decision=decision,
            number=None if self.number else command.number,
            check_by=_check_by(command.period, case),
            rule=configured_rule(case, decision, case.day),
        )

    def ask_about_ceilings(self, case: Case, ceilings: Sequence[YearCeiling]) -> None:
        """The compensation payments that an act states; where one is too low for what is taken, the risk is noted."""
        for one in ceilings:
            self.ask_about_figures(case, (one.compensation,))
            self.ask_about_entrusted(case, one.service, one.year)
        keys = [(self.service_key(one.service), one.year) for one in ceilings]
        rules.ceiling_stated_once(case, ALWAYS, stated=as_words(keys))
        for key, one in dict(zip(keys, ceilings, strict=True)).items():
            self.close_risk_under(case, key, one.compensation)

    def ask_about_elements(
        self,
        case: Case,
        elements: Elements,
        decision: Decision | None,
        *,
        law: Decision | None,
        period: Period | None,
    ) -> None:
        """Every element that Article 4 of the Decision asks for must be said."""
        required = case.value("mandate.article-4-elements", case.day) or {}
        territories = [one.orps.on(case.day) for one in self.services.values()]
        said = {
            "content": elements.content,
            "duration": period and period.end,
            "undertaking": self.provider,
            "territory": territories and all(territories),
            "exclusive rights": elements.exclusive_rights,
            "compensation mechanism": elements.mechanism,
            "parameters": elements.parameters,
            "control": elements.control,
            "review": elements.review,
            "recovery": elements.recovery,
            "decision": decision,
        }
        missing = tuple(name for name in required.get(law, ()) if not said[name])
        rules.article_4_complete(case, first_day(law) or case.day, missing=missing)

    def _ask_about_instrument(self, command: MandateIssue, case: Case) -> None:
        rules.instrument_complete(
            case,
            case.day,
            instrument=command.instrument,
            number=command.number or self.number,
            has_contract=command.contract is not None,
            clause=command.clause,
            acts=command.acts,
        )
        if command.contract is not None:
            contract = case.other(ContractState, command.contract)
            rules.contract_entrusts(case, case.day, is_concluded=contract.is_concluded, is_void=contract.void)

    def _ask_about_body(self, command: MandateIssue, case: Case) -> None:
        """A contract was approved in its own file; any other act needs a resolution."""
        if command.instrument == "CONTRACT_CLAUSE" and command.resolution is None:
            return
        body = command.resolution.body if command.resolution else None
        competent = case.value("mandate.competent-bodies", case.day)
        rules.issued_by_competent_body(case, case.day, body=body, competent=competent)

    def _ask_about_undertaking(self, case: Case) -> None:
        for service in self._linked_services(case):
            provider = service.provider.on(case.day) or service.provider.latest
            if self.provider and self.provider.ico and provider and provider.ico:
                rules.undertaking_provides_service(case, case.day, undertaking=self.provider.ico, provider=provider.ico)

    def _linked_services(self, case: Case) -> Iterator[Service]:
        return (case.other(Service, one.service) for one in self.services.values() if one.service)

    # On what it stands, for how long --------------------------------------------------------------------------------

    def _ask_about_time(self, command: MandateIssue, period: Period, case: Case, *, law: Decision | None) -> None:
        assert case.day is not None
        self.ask_about_preconditions(case, max(case.day, period.start))
        rules.not_retroactive(case, case.day, issued_on=case.day, first_day=period.start)
        has_reason = command.investment_reason is not None
        self.ask_about_ten_years(case, law=law, period=period, has_investment_reason=has_reason)
        self.ask_about_plan_or_project(case, period, plan_on=period.start)

    def ask_about_preconditions(self, case: Case, day: date) -> None:
        """Each service must be registered and in the network on the day of issue, or the first day where later."""
        for one in self.services.values():
            registered = case.other(Service, one.service).registered_on(day).decided if one.service else None
            rules.service_registered(case, case.day, service=one.key, day=day, is_registered=registered)
        for one in self.services.values():
            entry = case.other(NetworkEntry, one.network_entry) if one.network_entry else None
            included = entry.included_on(day).decided if entry else None
            rules.service_in_network(case, case.day, service=one.key, day=day, is_included=included)

    def ask_about_ten_years(
        self, case: Case, *, law: Decision | None, period: Period, has_investment_reason: bool
    ) -> None:
        law_day = first_day(law) or case.day
        years = case.value("mandate.longest-years", law_day)
        rules.at_most_ten_years(
            case,
            law_day,
            first_day=period.start,
            last_day=period.end,
            longest_until=end_of_months(period.start, 12 * years) if years else None,
            has_investment_reason=has_investment_reason,
        )

    def ask_about_plan_or_project(self, case: Case, period: Period, *, plan_on: date) -> None:
        """The medium-term plan of a day, or the project as it was set on the day of the case."""
        plan = None if self.project else case.value("network-entry.plan-period", plan_on)
        within = None
        if self.project is not None:
            project = case.other(Project, self.project)
            days = (period.start, period.end)
            within = _all_decided(project.period_covers(day, as_set_on=case.day).decided for day in days)
        rules.within_plan_or_project(
            case,
            case.day,
            ground="project" if self.project else "plan",
            last_day=period.end,
            plan_end=Period.model_validate(plan).end if plan else None,
            is_within_project=within,
        )

    def period(self) -> Period | None:
        """From the first day to the last, prolongations included; None where the first is not known."""
        return Period(start=self.first_day, end=self.last_day) if self.first_day else None

    # Accepted -----------------------------------------------------------------------------------------------------

    @decides(RecordAcceptance)
    def record_acceptance(self, command: RecordAcceptance, case: Case) -> Event:
        self.ask_about_standing(case)
        order.accepted_once(case, ALWAYS, is_accepted=self.is_accepted)
        return MandateAccepted.of(command)

    # Corrected ----------------------------------------------------------------------------------------------------

    def completed(self, event: Event, case: Case) -> Event:
        """What a corrected wording leaves out of the service's own file; what it states stays as it is stated."""
        if not isinstance(event, MandateProposed | ServiceAdded):
            return super().completed(event, case)
        found = look_up(event, case)
        return event.model_copy(update={**found, "section": event.section or found["section"]})

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(MandateProposed)
    def proposed(self, event: MandateProposed, entry: Entry) -> None:
        self.number, self.provider, self.project = event.number, event.provider, event.project
        self.take_service(event, entry)

    @when(ServiceAdded)
    def service_added(self, event: ServiceAdded, entry: Entry) -> None:
        self.take_service(event, entry)

    @when(MandateIssued)
    def issued(self, event: MandateIssued, entry: Entry) -> None:
        self.is_issued, self.issued_on = True, entry.effective_on
        self.number = event.number or self.number
        self.instrument, self.contract, self.clause = event.instrument, event.contract, event.clause
        self.acts, self.resolution = event.acts, event.resolution
        if event.period is not None:
            self.first_day, self.last_day = event.period.start, event.period.end
        self.has_investment_reason = event.investment_reason is not None
        self.carry_over_rule = event.rule
        hold(self.legal_basis, event.decision, entry)
        self.say_words(event.elements, on=entry.effective_on, position=entry.position)
        hold(self.is_carry_over_allowed, event.is_carry_over_allowed, entry)
        self.take_ceilings(event.compensations, entry)
        for one in self.services.values():
            one.check_by = event.check_by

    def take_ceilings(self, ceilings: Sequence[YearCeiling], entry: Entry) -> None:
        """Compensation payments as a paper states them; of two for one service-year the last holds."""
        keys = [(self.service_key(one.service), one.year) for one in ceilings]
        self.ceilings_stated[entry.event_id] = as_words(keys)
        for key, one in zip(keys, ceilings, strict=True):
            hold(self.books.setdefault(key, YearBook()).compensation, one.compensation, entry)

    @when(MandateAccepted)
    def accepted(self, event: MandateAccepted, entry: Entry) -> None:
        self.is_accepted, self.accepted_on = True, entry.effective_on


def look_up(terms: ServiceTerms, case: Case) -> dict[str, Any]:
    """What the event keeps of the service's own file: its number and section."""
    order.capacity_positive(case, ALWAYS, amounts=tuple(one.amount for one in terms.capacities))
    service = case.other(Service, terms.service) if terms.service else None
    if terms.network_entry is not None:
        entry = case.other(NetworkEntry, terms.network_entry)
        order.network_entry_of_service(case, ALWAYS, service=terms.service, entry_service=entry.service)
    section = (service.section.on(case.day) or service.section.latest) if service else None
    return {"registration": number_on_file(terms, case), "section": section or terms.section}


def number_on_file(terms: ServiceTerms, case: Case) -> RegistrationNumber | None:
    """The number of the service's own file, else the one that is stated; they may not differ."""
    registered = case.other(Service, terms.service).registration_number if terms.service else None
    order.service_as_registered(case, ALWAYS, stated=terms.registration, registered=registered)
    registration = registered or terms.registration
    order.service_identified(case, ALWAYS, registration=registration, name_as_written=terms.name_as_written)
    return registration


def _check_by(period: Period | None, case: Case) -> TimeLimit | None:
    """The last day of the first check: some years from the start."""
    years = case.value("mandate.check-years", case.day)
    return years_after(period.start, years, case.calendar) if period and years else None


def _all_decided(answers: Iterable[bool | None]) -> bool | None:
    given = set(answers)
    return False if False in given else None if None in given else True
