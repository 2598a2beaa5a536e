"""Which rows each event brings that says who provides what, where, and for how much."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.contract.events import amendments, changes, ending, publication
from domain.contract.events import conclusion as contract
from domain.contract.events.drawing import PaymentMade, PaymentReversed
from domain.contract.events.settlement import RefundReceived
from domain.contract.events.takeover import ContractTakenOver
from domain.contract.payloads import PublicationDuty
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.entry import Entry
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.project import events as project
from domain.service import events as service
from projections.network.documents import document, documents, inferences
from projections.network.entry_events import EntryEvents
from projections.network.mandate_events import MandateEvents
from projections.network.tables import Cash, Life, Place, Project, Service, Share, Step, Terms
from projections.view import Record, rows_of


class NetworkEvents(EntryEvents, MandateEvents):
    """What the network reads: contracts, services and projects here, standings and mandates in files of their own."""

    # Contracts ------------------------------------------------------------------------------------------------------

    @rows_of(contract.ContractDrafted)
    def drafted(self, event: contract.ContractDrafted, entry: Entry) -> Iterator[Record]:
        yield terms(Step.DRAFTED, event, entry)

    @rows_of(contract.ContractConcluded)
    def concluded(self, event: contract.ContractConcluded, entry: Entry) -> Iterator[Record]:
        yield terms(Step.CONCLUDED, event, entry)
        yield life(
            Step.CONCLUDED,
            entry,
            **agreed(event.maximum, event.period, event.period_as_written),
            concluded_on=entry.effective_on,
            effect_agreed_on=event.effect_agreed_on,
            is_conditional=int(event.is_effect_conditional),
            needs_publication=needs_publication(event.publication),
        )

    @rows_of(ContractTakenOver)
    def taken_over(self, event: ContractTakenOver, entry: Entry) -> Iterator[Record]:
        yield terms(
            Step.TAKEN_OVER,
            event,
            entry,
            provider_inferred=event.provider_inferred,
            region=document(event.region),
            inferred=inferences(entry),
        )
        is_maximum = event.amount_kind == "maximum"
        yield life(
            Step.TAKEN_OVER,
            entry,
            **agreed(event.amount if is_maximum else None, None, event.period_as_written),
            awarded=event.amount.minor if event.amount is not None and not is_maximum else None,
            concluded_on=day(event.concluded_on),
            published_on=day(event.published_on),
            effect_agreed_on=day(event.effective_from),
            needs_publication=needs_publication(event.publication),
        )

    @rows_of(changes.ProviderSucceeded, changes.ContractAssigned)
    def provider_replaced(self, event: changes.NewProvider, entry: Entry) -> Iterator[Record]:
        yield Terms(entry.originator_id, Step.REPLACED.value, None, None, event.provider, event.provider_ico)

    @rows_of(publication.ContractPublishedInRegister)
    def published(self, event: publication.ContractPublishedInRegister, entry: Entry) -> Iterator[Record]:
        yield life(Step.PUBLISHED, entry, published_on=entry.effective_on)

    @rows_of(publication.ContractBecameEffective)
    def became_effective(self, event: publication.ContractBecameEffective, entry: Entry) -> Iterator[Record]:
        yield life(Step.BECAME_EFFECTIVE, entry, effect_agreed_on=entry.effective_on)

    @rows_of(publication.ContractVoidedForNonPublication)
    def voided(self, event: publication.ContractVoidedForNonPublication, entry: Entry) -> Iterator[Record]:
        yield life(Step.VOIDED, entry)

    @rows_of(ending.ContractTerminated)
    def terminated(self, event: ending.ContractTerminated, entry: Entry) -> Iterator[Record]:
        yield life(Step.TERMINATED, entry)

    @rows_of(ending.ContractExpired)
    def expired(self, event: ending.ContractExpired, entry: Entry) -> Iterator[Record]:
        yield life(Step.EXPIRED, entry)

    # Amendments -----------------------------------------------------------------------------------------------------

    @rows_of(amendments.AmendmentConcluded)
    def amended(self, event: amendments.AmendmentConcluded, entry: Entry) -> Iterator[Record]:
        yield life(
            Step.AMENDED,
            entry,
            amendment=event.number,
            **agreed(event.maximum, event.period, event.period_as_written),
            needs_publication=needs_publication(event.publication),
        )

    @rows_of(amendments.AmendmentPublishedInRegister)
    def amendment_published(self, event: amendments.AmendmentPublication, entry: Entry) -> Iterator[Record]:
        yield life(Step.AMENDMENT_PUBLISHED, entry, amendment=event.number, published_on=entry.effective_on)

    @rows_of(amendments.AmendmentVoidedForNonPublication)
    def amendment_voided(self, event: amendments.AmendmentVoidness, entry: Entry) -> Iterator[Record]:
        yield life(Step.AMENDMENT_VOIDED, entry, amendment=event.number)

    # Money ----------------------------------------------------------------------------------------------------------

    @rows_of(PaymentMade)
    def paid(self, event: PaymentMade, entry: Entry) -> Iterator[Record]:
        yield Cash(entry.originator_id, "paid", event.amount.minor, event.amount.currency)

    @rows_of(PaymentReversed)
    def reversed(self, event: PaymentReversed, entry: Entry) -> Iterator[Record]:
        yield Cash(entry.originator_id, "reversed", -event.amount.minor, event.amount.currency)

    @rows_of(RefundReceived)
    def refunded(self, event: RefundReceived, entry: Entry) -> Iterator[Record]:
        yield Cash(entry.originator_id, "refunded", -event.amount.minor, event.amount.currency)

    # Services -------------------------------------------------------------------------------------------------------

    @rows_of(service.ServiceRegistered, service.ServiceTakenOver)
    def registered(self, event: service.ServiceRegistered | service.ServiceTakenOver, entry: Entry) -> Iterator[Record]:
        is_old = isinstance(event, service.ServiceTakenOver)
        yield Service(
            service=entry.originator_id,
            step=(Step.TAKEN_OVER if is_old else Step.REGISTERED).value,
            registration_number=event.registration_number,
            provider=event.provider.name if event.provider else None,
            provider_ico=event.provider.ico if event.provider else None,
            section=event.section,
            name=event.name or event.kind_as_written,
            registered_since=entry.effective_on,
            inferred=inferences(entry) if is_old else None,
        )
        for place in event.places:
            yield Place(entry.originator_id, place.place, place.orp, document(place.region))

    @rows_of(service.RegistrationConfirmed)
    def confirmed(self, event: service.RegistrationConfirmed, entry: Entry) -> Iterator[Record]:
        since = event.registered_since
        yield Service(entry.originator_id, Step.CONFIRMED.value, registered_since=since)

    @rows_of(service.ServiceParametersChanged)
    def parameters_changed(self, event: service.ServiceParametersChanged, entry: Entry) -> Iterator[Record]:
        name = event.name or event.kind_as_written
        yield Service(entry.originator_id, Step.CHANGED.value, section=event.section, name=name)

    @rows_of(service.ProviderChanged)
    def provider_changed(self, event: service.ProviderChanged, entry: Entry) -> Iterator[Record]:
        name, ico = event.provider.name, event.provider.ico
        yield Service(entry.originator_id, Step.CHANGED.value, provider=name, provider_ico=ico)

    @rows_of(service.ServiceDeregistered)
    def deregistered(self, event: service.ServiceDeregistered, entry: Entry) -> Iterator[Record]:
        yield Service(entry.originator_id, Step.DEREGISTERED.value)

    @rows_of(service.PlaceAdded)
    def place_added(self, event: service.PlaceAdded, entry: Entry) -> Iterator[Record]:
        yield Place(entry.originator_id, event.place, event.orp, document(event.region))

    @rows_of(service.PlaceRemoved)
    def place_removed(self, event: service.PlaceRemoved, entry: Entry) -> Iterator[Record]:
        yield Place(entry.originator_id, event.place, is_removed=1)

    # Projects -------------------------------------------------------------------------------------------------------

    @rows_of(project.ProjectApproved)
    def approved(self, event: project.ProjectApproved, entry: Entry) -> Iterator[Record]:
        yield Project(entry.originator_id, event.number, event.code, event.programme, period=document(event.period))

    @rows_of(project.ProjectTakenOver)
    def project_taken_over(self, event: project.ProjectTakenOver, entry: Entry) -> Iterator[Record]:
        label = event.code or event.title or event.description
        written = document(event.period)
        yield Project(entry.originator_id, event.number, label, event.programme, period_as_written=written)

    @rows_of(project.ProjectNumberFound)
    def number_found(self, event: project.ProjectNumberFound, entry: Entry) -> Iterator[Record]:
        yield Project(entry.originator_id, number=event.number)

    @rows_of(project.ProjectPeriodChanged)
    def period_changed(self, event: project.ProjectPeriodChanged, entry: Entry) -> Iterator[Record]:
        yield Project(entry.originator_id, period=document(event.period))

    @rows_of(project.MaximumAllocated)
    def maximum_allocated(self, event: project.MaximumAllocated, entry: Entry) -> Iterator[Record]:
        yield Share(entry.originator_id, event.service, event.maximum.minor, event.maximum.currency)


# Rows made of several events -------------------------------------------------------------------------------------


def terms(step: Step, said: contract.Terms, entry: Entry, **more: Any) -> Terms:
    return Terms(
        contract=entry.originator_id,
        step=step.value,
        number=said.number,
        regime=said.regime,
        provider=said.provider,
        provider_ico=said.provider_ico,
        project=said.project,
        programme=said.programme,
        services=documents(said.services),
        orps=list(said.orps) or None,
        **more,
    )


def life(step: Step, entry: Entry, **more: Any) -> Life:
    return Life(entry.originator_id, step.value, **more)


def agreed(maximum: Money | None, period: Period | None, written: PeriodAsWritten | None) -> dict[str, Any]:
    """What a contract or an amendment says about ceiling and period."""
    return {
        "maximum": None if maximum is None else maximum.minor,
        "currency": "CZK" if maximum is None else maximum.currency,
        "period": document(period),
        "period_as_written": document(written),
    }


def needs_publication(duty: PublicationDuty | None) -> int:
    return int(duty is not None and duty.void_after is not None)


def day(written: DateAsWritten | None) -> date | None:
    return None if written is None else written.parsed
