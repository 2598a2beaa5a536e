"""Which rows the events of network entries bring: what stands in the network, how much of it, for whom, until when."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import JsonValue

from domain.kernel.entry import Entry
from domain.network_entry import events
from domain.network_entry.payloads import Ground, LookedUp, OldEntry, Standing
from projections.network.documents import document, documents, inferences
from projections.network.entry_view import EntrySaid, EntryStep
from projections.view import Record, rows_of


class EntryEvents:
    """The part of the network that reads network entries."""

    # On file --------------------------------------------------------------------------------------------------------

    @rows_of(events.DevelopmentIntentionSubmitted)
    def intended(self, event: events.DevelopmentIntentionSubmitted, entry: Entry) -> Iterator[Record]:
        yield entry_said(
            EntryStep.INTENDED,
            entry,
            service=event.service,
            provider=event.applicant.name,
            provider_ico=event.applicant.ico,
            **looked_up(event),
        )

    @rows_of(events.RegistrationLinked)
    def linked(self, event: events.RegistrationLinked, entry: Entry) -> Iterator[Record]:
        yield entry_said(EntryStep.LINKED, entry, service=event.service, **looked_up(event))

    # In the network -------------------------------------------------------------------------------------------------

    @rows_of(events.ServiceIncluded)
    def included(self, event: events.ServiceIncluded, entry: Entry) -> Iterator[Record]:
        ground = Ground.PLAN if event.project is None else Ground.PROJECT
        found = {"project": event.project, "tender": event.tender, "lot": event.lot}
        yield entry_said(EntryStep.INCLUDED, entry, ground=ground.value, **found, **standing(event), **looked_up(event))

    @rows_of(events.UrgentInclusionGranted)
    def included_urgently(self, event: events.UrgentInclusionGranted, entry: Entry) -> Iterator[Record]:
        ground = Ground.URGENT.value
        yield entry_said(EntryStep.INCLUDED, entry, ground=ground, **standing(event), **looked_up(event))

    @rows_of(events.NetworkEntryTakenOver)
    def entry_taken_over(self, event: events.NetworkEntryTakenOver, entry: Entry) -> Iterator[Record]:
        yield entry_said(
            EntryStep.TAKEN_OVER,
            entry,
            service=event.service,
            service_as_written=event.service_as_written,
            provider=event.provider.name if event.provider else None,
            provider_ico=event.provider.ico if event.provider else None,
            project=event.project,
            ground=None if event.project is None else Ground.PROJECT.value,
            validity=document(event.validity),
            region=document(event.region),
            resolution=event.resolution_as_written,
            inferred=inferences(entry),
            **picture(event),
            **looked_up(event),
        )

    # Changed --------------------------------------------------------------------------------------------------------

    @rows_of(events.NetworkVersionApproved)
    def approved_anew(self, event: events.NetworkVersionApproved, entry: Entry) -> Iterator[Record]:
        yield entry_said(EntryStep.APPROVED, entry, resolution=event.resolution, methodology=event.methodology)

    @rows_of(events.CapacityChanged)
    def capacity_changed(self, event: events.CapacityChanged, entry: Entry) -> Iterator[Record]:
        found = documents(event.capacities)
        yield entry_said(EntryStep.CAPACITY, entry, capacities=found, resolution=event.resolution)

    @rows_of(events.OrpAllocationChanged)
    def shares_changed(self, event: events.OrpAllocationChanged, entry: Entry) -> Iterator[Record]:
        found = documents(event.orp_shares)
        yield entry_said(EntryStep.SHARES, entry, orp_shares=found, resolution=event.resolution)

    @rows_of(events.LevelChanged)
    def level_changed(self, event: events.LevelChanged, entry: Entry) -> Iterator[Record]:
        yield entry_said(EntryStep.LEVEL, entry, level=event.level, resolution=event.resolution)

    @rows_of(events.FinancingChanged)
    def financing_changed(self, event: events.FinancingChanged, entry: Entry) -> Iterator[Record]:
        yield entry_said(EntryStep.FINANCING, entry, financing=event.financing, resolution=event.resolution)

    @rows_of(events.InclusionProlonged)
    def prolonged(self, event: events.InclusionProlonged, entry: Entry) -> Iterator[Record]:
        yield entry_said(
            EntryStep.PROLONGED,
            entry,
            last_day=event.last_day,
            plan=document(event.plan),
            methodology=event.methodology,
            resolution=event.resolution,
        )

    @rows_of(events.ServiceExcluded)
    def excluded(self, event: events.ServiceExcluded, entry: Entry) -> Iterator[Record]:
        yield entry_said(EntryStep.EXCLUDED, entry, ground=event.ground.value, resolution=event.resolution)


# Rows made of several events -------------------------------------------------------------------------------------


def entry_said(step: EntryStep, entry: Entry, **more: Any) -> EntrySaid:
    return EntrySaid(entry.originator_id, step.value, **more)


def looked_up(event: LookedUp) -> dict[str, Any]:
    return {
        "registration_number": event.registration_number,
        "section": event.section,
        "project_reference": event.project_reference,
    }


def standing(event: Standing) -> dict[str, Any]:
    return {
        "service": event.service,
        "last_day": event.last_day,
        "plan": document(event.plan),
        "resolution": event.resolution,
        **picture(event),
    }


def picture(event: Standing | OldEntry) -> dict[str, Any]:
    """How much of what, for whom, by whose money."""
    return {
        "capacities": documents(event.capacities),
        "orp_shares": documents(event.orp_shares),
        "level": event.level,
        "financing": event.financing,
        "target_groups": texts(event.target_groups),
        "methodology": event.methodology,
    }


def texts(values: Iterable[str]) -> list[JsonValue] | None:
    return list(values) or None
