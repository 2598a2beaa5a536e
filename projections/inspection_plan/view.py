"""What can be inspected, what is planned and was started, and what the law sets, as events tell it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from domain.contract.events import ending as contract_ending
from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.takeover import ContractTakenOver
from domain.inspection.events import planning
from domain.inspection.events.opening import InspectionStarted
from domain.inspection.payloads import Subject as InspectedSubject
from domain.kernel.calendar import TimeLimit
from domain.kernel.entry import Entry
from domain.mandate.events import ending as mandate_ending
from domain.mandate.events import entrustment, overcompensation
from domain.mandate.events.takeover import MandateTakenOver
from domain.mandate.payloads import ServiceTerms
from domain.service import events as service_events
from domain.service.payloads import Organisation
from projections.table import Table
from projections.view import Record, View, rows_of


class SubjectKind(StrEnum):
    """What can be inspected."""

    PROVIDER = "provider"
    SERVICE = "service"
    CONTRACT = "contract"
    MANDATE = "mandate"


class Subject(NamedTuple):
    """A file that can be inspected, and whose it is; `is_ended` 1 from the day of its end on."""

    kind: str
    file: UUID
    label: str | None = None
    provider: str | None = None
    provider_name: str | None = None
    is_ended: int = 0


class Planned(NamedTuple):
    """A step of an inspection before and at its start: planned, changed, cancelled, started."""

    inspection: UUID
    step: str
    number: str | None = None
    regime: str | None = None
    reason: str | None = None
    provider: str | None = None
    files: list[str] | None = None
    """Services, contracts and mandates, each as kind:identifier."""
    planned_until: date | None = None
    risk: str | None = None


class Entrusted(NamedTuple):
    """A service of a mandate by the number that its checks name: each is checked by itself."""

    mandate: UUID
    service: str


class ByLaw(NamedTuple):
    """The last day of the next check that the law sets for a service of a mandate; None: nothing is due any more."""

    mandate: UUID
    legal_last_day: date | None
    safe_last_day: date | None
    service: str | None
    """None: every service of the mandate."""


SUBJECTS = Table("inspection_plan_subjects", Subject, indexes=(("file",),))
STEPS = Table("inspection_plan_steps", Planned, indexes=(("inspection",),))
ENTRUSTED = Table("inspection_plan_services", Entrusted, indexes=(("mandate",),))
BY_LAW = Table("inspection_plan_by_law", ByLaw, indexes=(("mandate",),))


class InspectionPlan(View):
    """What can be inspected, what is planned, and what the law sets."""

    name = "inspection_plan"
    shape = 2
    tables = (SUBJECTS, STEPS, ENTRUSTED, BY_LAW)

    @rows_of(service_events.ServiceRegistered, service_events.ServiceTakenOver, service_events.ProviderChanged)
    def service(self, event: Any, entry: Entry) -> Iterator[Record]:  # noqa: ANN401  events that name a provider
        yield Subject(
            "service", entry.originator_id, getattr(event, "registration_number", None), *_organisation(event.provider)
        )

    @rows_of(ContractConcluded, ContractTakenOver)
    def contract(self, event: ContractConcluded | ContractTakenOver, entry: Entry) -> Iterator[Record]:
        yield Subject("contract", entry.originator_id, event.number, event.provider_ico, event.provider)

    @rows_of(entrustment.MandateProposed, MandateTakenOver)
    def mandate(self, event: entrustment.MandateProposed | MandateTakenOver, entry: Entry) -> Iterator[Record]:
        yield Subject("mandate", entry.originator_id, event.number, *_organisation(event.provider))
        for service in event.services if isinstance(event, MandateTakenOver) else (event,):
            yield _entrusted(entry, service)

    @rows_of(entrustment.ServiceAdded)
    def service_added(self, event: entrustment.ServiceAdded, entry: Entry) -> Iterator[Record]:
        yield _entrusted(entry, event)

    @rows_of(service_events.ServiceDeregistered)
    def deregistered(self, _: object, entry: Entry) -> Iterator[Record]:
        yield Subject("service", entry.originator_id, is_ended=1)

    @rows_of(contract_ending.ContractTerminated, contract_ending.ContractExpired)
    def contract_ended(self, _: object, entry: Entry) -> Iterator[Record]:
        yield Subject("contract", entry.originator_id, is_ended=1)

    @rows_of(mandate_ending.MandateExpired, mandate_ending.MandateRevoked)
    def mandate_ended(self, event: mandate_ending.End, entry: Entry) -> Iterator[Record]:
        """It is over, and the check at the end is what is left."""
        yield Subject("mandate", entry.originator_id, is_ended=1)
        yield _by_law(entry, event.final_check_by)

    # By law -------------------------------------------------------------------------------------------------------

    @rows_of(entrustment.MandateIssued)
    def issued(self, event: entrustment.MandateIssued, entry: Entry) -> Iterator[Record]:
        if event.number is not None:
            yield Subject("mandate", entry.originator_id, event.number)
        yield _by_law(entry, event.check_by)

    @rows_of(overcompensation.OvercompensationCheckPerformed, overcompensation.FinalOvercompensationCheckPerformed)
    def checked(self, event: overcompensation.CheckEvent, entry: Entry) -> Iterator[Record]:
        yield _by_law(entry, event.check_by, service=event.service)

    # Inspections --------------------------------------------------------------------------------------------------

    @rows_of(planning.InspectionPlanned, planning.InspectionPlanChanged)
    def planned(
        self, event: planning.InspectionPlanned | planning.InspectionPlanChanged, entry: Entry
    ) -> Iterator[Record]:
        opens = event if isinstance(event, planning.InspectionPlanned) else None
        subject = event.subject
        yield Planned(
            entry.originator_id,
            "planned" if opens else "changed",
            opens.number if opens else None,
            opens.regime if opens else None,
            opens.reason if opens else None,
            subject.provider if subject else None,
            None if subject is None else [*_files(subject)],
            event.planned_for.end if event.planned_for else None,
            None if event.risk_score is None else str(event.risk_score),
        )

    @rows_of(planning.InspectionCancelled)
    def cancelled(self, _: object, entry: Entry) -> Iterator[Record]:
        yield Planned(entry.originator_id, "cancelled")

    @rows_of(InspectionStarted)
    def started(self, _: object, entry: Entry) -> Iterator[Record]:
        yield Planned(entry.originator_id, "started")


INSPECTION_PLAN = InspectionPlan()


def _organisation(provider: Organisation | None) -> tuple[str | None, str | None]:
    return (provider.ico, provider.name) if provider else (None, None)


def _entrusted(entry: Entry, service: ServiceTerms) -> Entrusted:
    return Entrusted(entry.originator_id, service.registration or service.name_as_written or "")


def _by_law(entry: Entry, limit: TimeLimit | None, *, service: str | None = None) -> ByLaw:
    legal, safe = (limit.legal_last_day, limit.safe_last_day) if limit else (None, None)
    return ByLaw(entry.originator_id, legal, safe, service)


def _files(subject: InspectedSubject) -> Iterator[str]:
    for kind in (SubjectKind.SERVICE, SubjectKind.CONTRACT, SubjectKind.MANDATE):
        yield from (f"{kind}:{one}" for one in getattr(subject, f"{kind}s"))
