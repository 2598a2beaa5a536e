"""Which rows the events of mandates bring that say which service is entrusted, where, and from when to when."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import JsonValue

from domain.kernel.entry import Entry
from domain.mandate.events import changes, ending, entrustment, takeover
from domain.mandate.payloads import ServiceTerms
from projections.network.documents import document, documents
from projections.network.mandate_view import MandateSaid, MandateStep
from projections.view import Record, rows_of

NAMED = {"service", "registration", "name_as_written", "capacities", "orps"}
"""What of an entrusted service matters here."""


class MandateEvents:
    """The part of the network that reads mandates."""

    @rows_of(entrustment.MandateProposed)
    def mandate_proposed(self, event: entrustment.MandateProposed, entry: Entry) -> Iterator[Record]:
        yield mandate_said(
            MandateStep.PROPOSED,
            entry,
            number=event.number,
            provider=event.provider.name if event.provider else None,
            project=event.project,
            services=entrusted([event]),
        )

    @rows_of(entrustment.ServiceAdded)
    def mandate_service_added(self, event: entrustment.ServiceAdded, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.SERVICE_ADDED, entry, services=entrusted([event]))

    @rows_of(entrustment.MandateIssued)
    def mandate_issued(self, event: entrustment.MandateIssued, entry: Entry) -> Iterator[Record]:
        yield mandate_said(
            MandateStep.ISSUED,
            entry,
            number=event.number,
            instrument=event.instrument,
            contract=event.contract,
            decision=event.decision,
            first_day=event.period.start if event.period else None,
            last_day=event.period.end if event.period else None,
        )

    @rows_of(takeover.MandateTakenOver)
    def mandate_taken_over(self, event: takeover.MandateTakenOver, entry: Entry) -> Iterator[Record]:
        yield mandate_said(
            MandateStep.TAKEN_OVER,
            entry,
            number=event.number,
            provider=event.provider.name if event.provider else None,
            project=event.project,
            instrument=event.instrument,
            contract=event.contract,
            decision=event.decision,
            period_as_written=document(event.period_as_written),
            services=entrusted(event.services),
        )

    @rows_of(changes.MandateAmended)
    def mandate_amended(self, event: changes.MandateAmended, entry: Entry) -> Iterator[Record]:
        if event.services:
            yield mandate_said(MandateStep.AMENDED, entry, services=documents(event.services))

    @rows_of(changes.MandateLegalBasisMigrated)
    def mandate_migrated(self, event: changes.MandateLegalBasisMigrated, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.MIGRATED, entry, decision=event.decision)

    @rows_of(changes.MandateProlonged)
    def mandate_prolonged(self, event: changes.MandateProlonged, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.PROLONGED, entry, last_day=event.last_day)

    @rows_of(changes.MandateSuspended)
    def mandate_suspended(self, event: changes.MandateSuspended, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.SUSPENDED, entry)

    @rows_of(changes.MandateResumed)
    def mandate_resumed(self, event: changes.MandateResumed, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.RESUMED, entry)

    @rows_of(changes.PreconditionLost, changes.PreconditionRestored)
    def mandate_contract_lost(
        self, event: changes.PreconditionLost | changes.PreconditionRestored, entry: Entry
    ) -> Iterator[Record]:
        """That a service lost its registration or left the network is no end of the mandate."""
        if event.precondition == "entrusting contract":
            is_lost = isinstance(event, changes.PreconditionLost)
            yield mandate_said(MandateStep.CONTRACT_LOST if is_lost else MandateStep.CONTRACT_RESTORED, entry)

    @rows_of(ending.MandateRevoked)
    def mandate_revoked(self, event: ending.MandateRevoked, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.REVOKED, entry)

    @rows_of(ending.MandateExpired)
    def mandate_expired(self, event: ending.MandateExpired, entry: Entry) -> Iterator[Record]:
        yield mandate_said(MandateStep.EXPIRED, entry)


# Rows made of several events -------------------------------------------------------------------------------------


def mandate_said(step: MandateStep, entry: Entry, **more: Any) -> MandateSaid:
    return MandateSaid(entry.originator_id, step.value, **more)


def entrusted(services: Iterable[ServiceTerms]) -> list[JsonValue] | None:
    return [one.model_dump(mode="json", include=NAMED, exclude_none=True) for one in services] or None
