"""What there is, and what it is called: for lists, for looking up, and for showing an identifier as a name."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.contract.events.changes import ContractAssigned, NewProvider, ProviderSucceeded
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted, Terms
from domain.contract.events.takeover import ContractTakenOver
from domain.inspection.events.planning import InspectionPlanned
from domain.kernel.entry import Entry
from domain.mandate.events.entrustment import MandateIssued, MandateProposed
from domain.mandate.events.takeover import MandateTakenOver
from domain.methodology.events import MethodologyDrafted, MethodologyTakenOver
from domain.network_entry import events as network_entry
from domain.project.events import ProjectApproved, ProjectNumberFound, ProjectTakenOver
from domain.service.events import (
    PlaceAdded,
    PlaceRemoved,
    ProviderChanged,
    ServiceParametersChanged,
    ServiceRegistered,
    ServiceTakenOver,
)
from domain.service.payloads import Organisation
from domain.tender.events import TenderPlanned, TenderTakenOver
from projections.database import Database, Value
from projections.folding import folded
from projections.registry_places import SERVICE_PLACES, left, of_contract, of_service, provided_in
from projections.report import FIRST_FIRST, KNOWN, Report, Window
from projections.table import Table, identifier_of
from projections.view import Record, View, rows_of


class Said(NamedTuple):
    """What an entry calls something: `what` is label (the number by which people know it), name, provider, or ico.

    `folded` is the text as it is looked for: see folding.py.
    """

    kind: str
    subject: UUID
    what: str
    text: str
    folded: str


SAID = Table("registry_said", Said, indexes=(("subject",),))


class Registry(View):
    """Every file with its number, name and places: whoever knows a part of any finds its identifier."""

    name = "registry"
    shape = 6
    tables = (SAID, SERVICE_PLACES)

    @rows_of(ContractDrafted, ContractConcluded)
    def contract(self, event: Terms, entry: Entry) -> Iterator[Record]:
        yield from said("contract", entry, label=event.number, name=event.provider, ico=event.provider_ico)
        yield from of_contract(event.orps, entry)

    @rows_of(ContractTakenOver)
    def old_contract(self, event: ContractTakenOver, entry: Entry) -> Iterator[Record]:
        name = event.provider_inferred or event.provider
        yield from said("contract", entry, label=event.number, name=name, ico=event.provider_ico)
        yield from of_contract(event.orps, entry, event.region)

    @rows_of(ProviderSucceeded, ContractAssigned)
    def provider_replaced(self, event: NewProvider, entry: Entry) -> Iterator[Record]:
        yield from said("contract", entry, name=event.provider, ico=event.provider_ico)

    @rows_of(ServiceRegistered, ServiceTakenOver)
    def service(self, event: ServiceRegistered | ServiceTakenOver, entry: Entry) -> Iterator[Record]:
        name = event.name or event.kind_as_written or event.section
        yield from said("service", entry, label=event.registration_number, name=name, **_of(event.provider))
        yield from of_service(event, entry)

    @rows_of(PlaceAdded)
    def place_added(self, event: PlaceAdded, entry: Entry) -> Iterator[Record]:
        yield from provided_in([event], entry)

    @rows_of(PlaceRemoved)
    def place_removed(self, event: PlaceRemoved, entry: Entry) -> Iterator[Record]:
        yield left(event, entry)

    @rows_of(ServiceParametersChanged)
    def parameters_changed(self, event: ServiceParametersChanged, entry: Entry) -> Iterator[Record]:
        yield from said("service", entry, name=event.name or event.kind_as_written)

    @rows_of(ProviderChanged)
    def service_provider_changed(self, event: ProviderChanged, entry: Entry) -> Iterator[Record]:
        yield from said("service", entry, **_of(event.provider))

    @rows_of(ProjectApproved)
    def project(self, event: ProjectApproved, entry: Entry) -> Iterator[Record]:
        yield from said("project", entry, label=event.number, name=event.title)

    @rows_of(ProjectTakenOver)
    def old_project(self, event: ProjectTakenOver, entry: Entry) -> Iterator[Record]:
        yield from said("project", entry, label=event.number or event.code, name=event.title or event.description)

    @rows_of(ProjectNumberFound)
    def number_found(self, event: ProjectNumberFound, entry: Entry) -> Iterator[Record]:
        yield from said("project", entry, label=event.number)

    @rows_of(TenderPlanned)
    def tender(self, event: TenderPlanned, entry: Entry) -> Iterator[Record]:
        yield from said("tender", entry, label=event.number, name=event.title)

    @rows_of(TenderTakenOver)
    def old_tender(self, event: TenderTakenOver, entry: Entry) -> Iterator[Record]:
        yield from said("tender", entry, label=event.number, name=event.title or event.service_as_written)

    @rows_of(network_entry.DevelopmentIntentionSubmitted)
    def intention(self, event: network_entry.DevelopmentIntentionSubmitted, entry: Entry) -> Iterator[Record]:
        yield from standing(event, entry, name=event.applicant.name, ico=event.applicant.ico)

    @rows_of(network_entry.RegistrationLinked, network_entry.ServiceIncluded, network_entry.UrgentInclusionGranted)
    def included(self, event: network_entry.FileEvent, entry: Entry) -> Iterator[Record]:
        yield from standing(event, entry)

    @rows_of(network_entry.NetworkEntryTakenOver)
    def old_standing(self, event: network_entry.NetworkEntryTakenOver, entry: Entry) -> Iterator[Record]:
        named = _of(event.provider)
        yield from standing(event, entry, name=event.service_as_written or named.get("provider"), **named)

    @rows_of(MandateProposed, MandateTakenOver)
    def mandate(self, event: MandateProposed | MandateTakenOver, entry: Entry) -> Iterator[Record]:
        provider = event.provider
        named = {} if provider is None else {"name": provider.name, "ico": provider.ico}
        yield from said("mandate", entry, label=event.number, **named)

    @rows_of(MandateIssued)
    def mandate_issued(self, event: MandateIssued, entry: Entry) -> Iterator[Record]:
        yield from said("mandate", entry, label=event.number)

    @rows_of(InspectionPlanned)
    def inspection(self, event: InspectionPlanned, entry: Entry) -> Iterator[Record]:
        yield from said("inspection", entry, label=event.number, ico=event.subject.provider)

    @rows_of(MethodologyDrafted, MethodologyTakenOver)
    def methodology(self, event: MethodologyDrafted | MethodologyTakenOver, entry: Entry) -> Iterator[Record]:
        yield from said("methodology", entry, label=str(event.year), name=event.title)


REGISTRY = Registry()

OPENED, LABEL, NAME, PROVIDER, ICO = "opened", "label", "name", "provider", "ico"
AT_ONCE = 500


def said(
    kind: str,
    entry: Entry,
    *,
    label: str | None = None,
    name: str | None = None,
    provider: str | None = None,
    ico: str | None = None,
) -> Iterator[Said]:
    """What is said; the first entry of an aggregate also says that it is there."""
    if entry.originator_version == 1:
        yield Said(kind, entry.originator_id, OPENED, "", "")
    for what, text in ((LABEL, label), (NAME, name), (PROVIDER, provider), (ICO, ico)):
        if text is not None:
            yield Said(kind, entry.originator_id, what, text, folded(text))


def _of(provider: Organisation | None) -> dict[str, str | None]:
    """A provider who is named beside what a file is called."""
    return {} if provider is None else {"provider": provider.name, "ico": provider.ico}


def standing(
    event: network_entry.FileEvent,
    entry: Entry,
    *,
    name: str | None = None,
    provider: str | None = None,
    ico: str | None = None,
) -> Iterator[Said]:
    """A standing in the network: by the number of its service, and of the project where it is for one.

    Where nobody is named, a file goes by the section of its service until somebody is.
    """
    number = event.registration_number
    label = None if number is None else network_entry.entry_key(number, event.project_reference)
    section = event.section if entry.originator_version == 1 else None
    yield from said("network_entry", entry, label=label, name=name or section, provider=provider, ico=ico)


class RegistryRow(NamedTuple):
    """Something that is on file: None where no entry says what it is called."""

    kind: str
    subject: UUID
    label: str | None
    name: str | None
    opened_position: int
    opened_on: date | None
    ico: str | None = None
    """Of the provider."""
    provider: str | None = None
    """Who provides, where the file is not called by it."""


def registry_rows(database: Database, *, known: int | None = None, kind: str | None = None) -> Report[RegistryRow]:
    """What is on file, by kind and label; `search.py` finds it by a text. Raises ViewUnavailable."""
    window = Window.open(database, REGISTRY, valid=None, known=known)
    return window.report(_rows(window, "kind = :kind" if kind else "1 = 1", {"kind": kind}))


def labels(database: Database, subjects: Collection[UUID], *, known: int | None = None) -> dict[UUID, RegistryRow]:
    """What these are called; those that are not on file are left out. Raises ViewUnavailable."""
    window = Window.open(database, REGISTRY, valid=None, known=known)
    found: dict[UUID, RegistryRow] = {}
    wanted = list(dict.fromkeys(subjects))
    for start in range(0, len(wanted), AT_ONCE):
        named: dict[str, Value] = {f"s{n}": str(one) for n, one in enumerate(wanted[start : start + AT_ONCE])}
        rows = _rows(window, f"subject IN ({', '.join(f':{name}' for name in named)})", named)
        found |= {row.subject: row for row in rows}
    return found


def files_of_providers(database: Database, icos: Collection[str]) -> frozenset[UUID]:
    """Every file that ever named one of these providers: which of them are theirs today is another question.

    Raises ViewUnavailable.
    """
    window = Window.open(database, REGISTRY, valid=None, known=None)
    named: dict[str, Value] = {f"i{n}": ico for n, ico in enumerate(icos)}
    found = window.database.select(
        f"""
        SELECT DISTINCT subject
        FROM {window.build.table(SAID)}
        WHERE what = 'ico' AND text IN ({", ".join(f":{name}" for name in named) or "NULL"})
        """,
        named,
    )
    return frozenset(UUID(str(subject)) for (subject,) in found)


def files_called(database: Database, texts: Collection[str], *, known: int) -> frozenset[UUID]:
    """Every file that was ever called one of these, by number or name; what it is called at the end may be another.

    Raises ViewUnavailable.
    """
    window = Window.open(database, REGISTRY, valid=None, known=known)
    named: dict[str, Value] = {f"t{n}": text for n, text in enumerate(texts)}
    among = ", ".join(f":{name}" for name in named) or "NULL"
    found = window.database.select(
        f"""
        SELECT subject
        FROM {window.build.table(SAID)}
        WHERE {KNOWN} AND what IN ('{LABEL}', '{NAME}') AND text IN ({among})
        """,
        {"known": window.known, **named},
    )
    return frozenset(UUID(str(subject)) for (subject,) in found)


class _Called(NamedTuple):
    """What was said, as it is stored."""

    subject: str
    kind: str
    what: str
    text: str
    effective_on: str | None
    order_position: int


def _rows(window: Window, condition: str, parameters: dict[str, Value]) -> list[RegistryRow]:
    """What holds of each, by kind and label. To let the database find it takes three times as long."""
    statement = f"""
        SELECT {", ".join(_Called._fields)}
        FROM {window.build.table(SAID)}
        WHERE {KNOWN} AND {condition}
        ORDER BY {FIRST_FIRST}
        """
    found: defaultdict[str, dict[str, _Called]] = defaultdict(dict)
    for one in window.select(_Called, statement, parameters):
        found[one.subject][one.what] = one
    rows = [_row(said) for said in found.values()]
    rows.sort(key=lambda row: (row.kind, row.label is None, row.label or "", row.opened_position))
    return rows


def _row(said: Mapping[str, _Called]) -> RegistryRow:
    texts = {what: said[what].text if what in said else None for what in (LABEL, NAME, ICO, PROVIDER)}
    label, name, ico, provider = texts.values()
    opened = said.get(OPENED)
    day = None if opened is None or opened.effective_on is None else date.fromisoformat(opened.effective_on)
    one = next(iter(said.values()))
    first = min(one.order_position for one in said.values())
    return RegistryRow(one.kind, identifier_of(one.subject), label, name, first, day, ico, provider)
