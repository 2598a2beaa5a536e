"""What there is, and what it is called: for lists, for looking up, and for showing an identifier as a name."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.contract.events.changes import ContractAssigned, NewProvider, ProviderSucceeded
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted, Terms
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.entry import Entry
from domain.project.events import ProjectApproved, ProjectNumberFound, ProjectTakenOver
from domain.service.events import ServiceParametersChanged, ServiceRegistered, ServiceTakenOver
from projections.database import Database, Value
from projections.report import Report, Window
from projections.table import Table
from projections.view import Record, View, rows_of


class Said(NamedTuple):
    """What an entry calls something: `what` is label (the number by which people know it) or name."""

    kind: str
    subject: UUID
    what: str
    text: str


SAID = Table("registry_said", Said, indexes=(("subject",),))


class Registry(View):
    """Contracts, services and projects with their numbers and names."""

    name = "registry"
    tables = (SAID,)

    @rows_of(ContractDrafted, ContractConcluded)
    def contract(self, event: Terms, entry: Entry) -> Iterator[Record]:
        yield from said("contract", entry, label=event.number, name=event.provider)

    @rows_of(ContractTakenOver)
    def old_contract(self, event: ContractTakenOver, entry: Entry) -> Iterator[Record]:
        yield from said("contract", entry, label=event.number, name=event.provider_inferred or event.provider)

    @rows_of(ProviderSucceeded, ContractAssigned)
    def provider_replaced(self, event: NewProvider, entry: Entry) -> Iterator[Record]:
        yield from said("contract", entry, name=event.provider)

    @rows_of(ServiceRegistered, ServiceTakenOver)
    def service(self, event: ServiceRegistered | ServiceTakenOver, entry: Entry) -> Iterator[Record]:
        yield from said(
            "service", entry, label=event.registration_number, name=event.name or event.kind_as_written or event.section
        )

    @rows_of(ServiceParametersChanged)
    def parameters_changed(self, event: ServiceParametersChanged, entry: Entry) -> Iterator[Record]:
        yield from said("service", entry, name=event.name or event.kind_as_written)

    @rows_of(ProjectApproved)
    def project(self, event: ProjectApproved, entry: Entry) -> Iterator[Record]:
        yield from said("project", entry, label=event.number, name=event.title)

    @rows_of(ProjectTakenOver)
    def old_project(self, event: ProjectTakenOver, entry: Entry) -> Iterator[Record]:
        yield from said("project", entry, label=event.number or event.code, name=event.title or event.description)

    @rows_of(ProjectNumberFound)
    def number_found(self, event: ProjectNumberFound, entry: Entry) -> Iterator[Record]:
        yield from said("project", entry, label=event.number)


REGISTRY = Registry()

OPENED = "opened"
AT_ONCE = 500


def said(kind: str, entry: Entry, *, label: str | None = None, name: str | None = None) -> Iterator[Said]:
    """What is said; the first entry of an aggregate also says that it is there."""
    if entry.originator_version == 1:
        yield Said(kind, entry.originator_id, OPENED, "")
    for what, text in (("label", label), ("name", name)):
        if text is not None:
            yield Said(kind, entry.originator_id, what, text)


class RegistryRow(NamedTuple):
    """Something that is on file: None where no entry says what it is called."""

    kind: str
    subject: UUID
    label: str | None
    name: str | None
    opened_position: int
    opened_on: date | None


def registry_rows(
    database: Database, *, known: int | None = None, kind: str | None = None, text: str | None = None
) -> Report[RegistryRow]:
    """What is on file, by kind and label; `text` is part of a label or name in any case. Raises ViewUnavailable."""
    window = Window.open(database, REGISTRY, valid=None, known=known)
    rows = _rows(window, "kind = :kind" if kind else "1 = 1", {"kind": kind})
    wanted = (text or "").casefold()
    return window.report([row for row in rows if wanted in f"{row.label or ''}\n{row.name or ''}".casefold()])


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


def _rows(window: Window, condition: str, parameters: dict[str, Value]) -> tuple[RegistryRow, ...]:
    label = "MAX(CASE WHEN what = 'label' THEN text END)"
    return window.select(
        RegistryRow,
        f"""
        SELECT kind,
               subject,
               {label},
               MAX(CASE WHEN what = 'name' THEN text END),
               MIN(order_position),
               MAX(CASE WHEN what = 'opened' THEN effective_on END)
        FROM {window.latest(SAID, "subject", "what", where=condition)} s
        GROUP BY kind, subject
        ORDER BY kind, {label} NULLS LAST, MIN(order_position)
        """,
        parameters,
    )
