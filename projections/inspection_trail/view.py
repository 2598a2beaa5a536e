"""Which row each entry of an inspection brings: as it was recorded, whatever was corrected since."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue

from domain.inspection.events.findings import FindingChanged, FindingRecorded
from domain.inspection.events.planning import InspectionPlanChanged, InspectionPlanned
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.event import Event
from projections.inspection_trail.facts import (
    citations_in,
    commitments_in,
    digests_in,
    facts_of,
    persons_in,
    texts_in,
)
from projections.inspection_trail.settings import settings_of
from projections.table import Table
from projections.view import Record, View


class Told(NamedTuple):
    """One entry. Texts are never held: `texts` names each piece of prose by field and commitment."""

    inspection: UUID
    version: int
    """Which entry of the inspection."""
    topic: str
    target: UUID | None
    """Of a correction: the entry that it corrects or takes back."""
    target_topic: str | None
    facts: dict[str, JsonValue]
    settings: list[JsonValue]
    role: str
    person: str | None
    organisation: str | None
    persons: list[str]
    """The keys of everybody whom the event names."""
    source: str
    received_on: date | None
    citations: list[dict[str, str]]
    documents: list[str]
    texts: list[dict[str, str]]
    anomalies: list[str]


class About(NamedTuple):
    """What an inspection is about: `what` is provider, service, contract, mandate, or number, its own."""

    inspection: UUID
    what: str
    value: str


ENTRIES = Table("inspection_trail_entries", Told, indexes=(("inspection",),))
ABOUT = Table("inspection_trail_about", About, indexes=(("inspection",), ("value",)))

OWN = "inspection."
CORRECTIONS = (EntryCorrected, EntryTakenBack)


class InspectionTrail(View):
    """Entries of inspections, as they were recorded.

    One that takes back does not say of what kind its target is: it is kept whatever it is, and read only in the file
    of an inspection.
    """

    name = "inspection_trail"
    tables = (ENTRIES, ABOUT)

    def asks_for(self, entry: Entry) -> bool:
        event = entry.event
        topic = event.target_topic if isinstance(event, EntryCorrected) else event.topic
        return topic.startswith(OWN) or isinstance(event, EntryTakenBack)

    def rows(self, entry: Entry) -> Iterator[Record]:
        yield _told(entry)
        yield from (About(entry.originator_id, what, value) for what, value in _subjects(entry.event))


INSPECTION_TRAIL = InspectionTrail()


def _told(entry: Entry) -> Told:
    event, stamp = entry.event, entry.stamp
    said = event.replacement() if isinstance(event, EntryCorrected) else event
    facts = {} if isinstance(said, EntryTakenBack) else facts_of(said)
    words = (*commitments_in(said), *commitments_in(stamp.reason, "reason"))
    texts = [*texts_in(facts)]
    cited = dict.fromkeys([*stamp.citations, *citations_in(said)])
    return Told(
        inspection=entry.originator_id,
        version=entry.originator_version,
        topic=event.topic,
        target=event.target if isinstance(event, CORRECTIONS) else None,
        target_topic=event.target_topic if isinstance(event, EntryCorrected) else None,
        facts=facts,
        settings=settings_of(event),
        role=stamp.actor.role,
        person=stamp.actor.person,
        organisation=stamp.actor.organisation,
        persons=[*dict.fromkeys(persons_in(texts))],
        source=stamp.source.kind,
        received_on=stamp.received_on or getattr(said, "received_on", None),
        citations=[{"act": one.act, "provision": one.provision} for one in cited],
        documents=[*dict.fromkeys([*stamp.documents, *digests_in(texts)])],
        texts=[{"field": field, "commitment": commitment} for field, commitment in words],
        anomalies=[one.code for one in stamp.anomalies],
    )


def _subjects(event: Event) -> Iterator[tuple[str, str]]:
    if isinstance(event, InspectionPlanned):
        yield "number", event.number
    if isinstance(event, InspectionPlanned | InspectionPlanChanged) and event.subject is not None:
        yield "provider", event.subject.provider
        yield from (("service", str(one)) for one in event.subject.services)
        yield from (("contract", str(one)) for one in event.subject.contracts)
        yield from (("mandate", str(one)) for one in event.subject.mandates)
    if isinstance(event, FindingRecorded | FindingChanged):
        for one in event.wording.amounts:
            yield from (("contract", str(one.contract)),) if one.contract else ()
            yield from (("mandate", str(one.mandate)),) if one.mandate else ()
