"""What decisions about a network entry ask before anything else, and what they read from other files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.case import Case
from domain.kernel.command import Act, Command
from domain.kernel.correction import ALWAYS
from domain.kernel.forms import Form
from domain.kernel.period import Period
from domain.kernel.registry import ResolutionNumber
from domain.methodology.methodology import Methodology
from domain.network_entry.commands import RecordRegistrationLoss
from domain.network_entry.payloads import OrpShare, Resolved
from domain.network_entry.rules import filing, intention, standing
from domain.network_entry.state import NetworkEntryState
from domain.project.project import Project
from domain.service.payloads import Capacity, Organisation
from domain.service.rules import ACT_IN_FORCE, kind_on
from domain.service.service import Service
from domain.tender.tender import Tender


class AskedEntry(NetworkEntryState):
    """A network entry that answers for the order of things."""

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """What the command names; where it touches the standing, also the service and the project of the file."""
        yield from (named := list(super().relies_on(command)))
        if isinstance(command, Act | RecordRegistrationLoss):
            own = (self.service, self.project)
            yield from (one for one in own if one is not None and one not in named)

    # The file and the resolution ----------------------------------------------------------------------------------

    def ask_about_file(self, case: Case) -> None:
        """It must have been opened, and the day of the change must be known."""
        filing.opened_first(case, ALWAYS, version=self.version)
        filing.day_known(case, ALWAYS, day=case.day)

    def ask_about_change(self, case: Case, resolved: Resolved) -> None:
        """The service must be in the network on the day of a change that the competent body resolved."""
        ask_about_number(case, resolution=resolved.resolution, resolved_on=resolved.resolved_on)
        standing.included_on_day(case, law_day(case), day=case.day, included=self.included_on(case.day))
        ask_about_body(case, resolved.resolution, on=law_day(case))

    # Other files --------------------------------------------------------------------------------------------------

    def service_file(self, case: Case) -> Service | None:
        """The registered service that the file is about; None while it is only planned or as old records write it."""
        return None if self.service is None else case.other(Service, self.service)

    def ask_about_project(self, case: Case, project: UUID, *, first_day: date | None, last_day: date) -> None:
        """The winner of a tender stands in the network within the period of the project, as set on that day."""
        period = case.other(Project, project)
        standing.within_project(
            case,
            law_day(case),
            first_day=first_day,
            last_day=last_day,
            starts_within=period.period_covers(first_day, as_set_on=case.day),
            ends_within=period.period_covers(last_day, as_set_on=case.day),
        )


def law_day(case: Case) -> date:
    """The day on which a provision is asked; on an unknown day as Act 108/2006 began."""
    return case.day or ACT_IN_FORCE


def look_up_service(case: Case, service: UUID | None) -> dict[str, Any]:
    """What the event keeps of the service's own file."""
    if service is None:
        return {}
    found = case.other(Service, service)
    return {"registration_number": found.registration_number, "section": found.section.on(case.day)}


def look_up_project(case: Case, project: UUID | None) -> dict[str, Any]:
    """The number by which people call the project, or its code, or at least its identifier."""
    if project is None:
        return {}
    found = case.other(Project, project)
    return {"project_reference": found.number or found.code or str(project)}


# The resolution -------------------------------------------------------------------------------------------------------


def ask_about_number(case: Case, *, resolution: ResolutionNumber | None, resolved_on: date | None) -> None:
    filing.resolution_of_its_year(case, ALWAYS, resolution=resolution, resolved_on=resolved_on)


def ask_about_body(case: Case, resolution: ResolutionNumber, *, on: date) -> None:
    """The network is the assembly's."""
    competent = case.value("network-entry.competent-bodies", on)
    standing.approved_by_competent_body(case, on, body=resolution.body, competent=competent)


def ask_about_methodology(case: Case, methodology: UUID | None, *, resolved_on: date | None = None) -> None:
    """Where one is named, it must be in force on the day of the resolution or on that of the effect."""
    if methodology is not None:
        found = case.other(Methodology, methodology)
        days = [case.day] if resolved_on is None else [resolved_on, case.day]
        in_force = [found.in_force(day) for day in days]
        intention.methodology_in_force(case, law_day(case), days=days, in_force=in_force)


# How much, for whom ---------------------------------------------------------------------------------------------------


def ask_about_capacities(case: Case, capacities: Sequence[Capacity]) -> None:
    standing.capacity_once(case, ALWAYS, stated=[_name(one) for one in capacities])
    standing.capacity_positive(case, ALWAYS, amounts=[one.amount for one in capacities])


def ask_about_shares(case: Case, shares: Sequence[OrpShare]) -> None:
    standing.orp_once(case, ALWAYS, orps=[one.orp for one in shares])
    standing.shares_sum(case, ALWAYS, shares=[one.share for one in shares])


def registered(case: Case, service: Service | None) -> Answer:
    """Whether the service is registered on the day of the case; of one that is not linked nobody can say."""
    return Answer.CANNOT_BE_DECIDED if service is None else service.registered_on(case.day)


def ask_about_registration(case: Case, service: Service | None) -> None:
    standing.service_registered(case, law_day(case), day=case.day, registered=registered(case, service))


def ask_about_service(case: Case, service: Service | None, capacities: Collection[Capacity]) -> None:
    """It must be registered on that day, in these forms, for as much as that."""
    on = law_day(case)
    ask_about_registration(case, service)
    if service is None:
        return
    forms: set[Form] = {one.form for one in capacities}
    section = service.section.on(case.day)
    kind = None if section is None else kind_on(section, case.day)
    standing.forms_registered(case, on, forms=forms, registered=service.forms.on(case.day))
    standing.unit_of_kind(case, on, units={one.unit for one in capacities}, kind=kind)
    asked = {_name(one): one.amount for one in capacities}
    standing.within_registered_capacity(case, on, asked=asked, registered=_amounts(case, service, capacities))


def _amounts(case: Case, service: Service, capacities: Collection[Capacity]) -> Mapping[str, Decimal]:
    """What the register says in the same form and unit; what it does not say is left out."""
    held = {_name(one): service.capacity(form=one.form, unit=one.unit, on=case.day) for one in capacities}
    return {name: amount for name, amount in held.items() if amount is not None}


def _name(capacity: Capacity) -> str:
    return f"{capacity.form} {capacity.unit}"


# The tender -----------------------------------------------------------------------------------------------------------


def ask_about_tender(case: Case, tender: UUID | None, *, lot: str | None, service: Service) -> None:
    """Where a tender is named, the provider of the service must have won it, or that lot of it."""
    if tender is not None:
        winners = _winners(case.other(Tender, tender), lot)
        provider = service.provider.on(case.day)
        standing.tender_won(case, law_day(case), lot=lot, winners=winners, provider=provider)


def _winners(tender: Tender, lot: str | None) -> list[Organisation]:
    """To whom a lot went in any of its rounds, or whom an old source names; without a lot, anybody who won one."""
    lots = [one for name, one in tender.lots.items() if lot in (None, name)]
    awarded = [round_.awarded.provider for one in lots for round_ in one.rounds.values() if round_.awarded]
    outcomes = [one.stated for one in lots] + ([tender.outcome] if lot is None else [])
    return [*awarded, *(outcome.winner for outcome in outcomes if outcome and outcome.winner)]


# The plan -------------------------------------------------------------------------------------------------------------


def ask_about_plan(case: Case, plan: Period | None, *, first_day: date | None, last_day: date) -> None:
    """The plan must be one that was approved, and the standing must lie within it."""
    approved = case.value("network-entry.plan-period", plan.start) if plan else None
    known = Period.model_validate(approved) if approved else None
    standing.plan_as_approved(case, law_day(case), plan=plan, approved=known)
    standing.within_plan(case, law_day(case), first_day=first_day, last_day=last_day, plan=plan)
