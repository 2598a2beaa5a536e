"""The network as of two moments, row by row."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.kernel.dated import Dated
from domain.kernel.money import Money
from domain.kernel.period import Answer
from projections.by_key import ByKey, Filed
from projections.database import Database, Parameters, Value
from projections.network.contracts import ContractPicture
from projections.network.documents import Document
from projections.network.entries import EntryPicture
from projections.network.entry_view import ENTRIES, EntryBrief, EntrySaid
from projections.network.mandate_view import MANDATES, MandateBrief, MandateSaid
from projections.network.mandates import SAYS_WHICH, Entrustments, MandateFile, mandate_files
from projections.network.row import EVERYTHING, About, Amounts, NetworkFilter, NetworkRow, network_row
from projections.network.services import ProjectPicture, ServicePicture, share_in_force
from projections.network.standings import Standings
from projections.network.view import (
    CASH,
    LIFE,
    NETWORK,
    PLACES,
    PROJECTS,
    SERVICES,
    SHARES,
    TERMS,
    Life,
    Place,
    Project,
    Service,
    Share,
    Step,
    Terms,
)
from projections.report import KNOWN, Report, Told, Window
from projections.table import identifier_of
from projections.undisturbed import undisturbed


def network_rows(
    database: Database,
    *,
    valid: date | None = None,
    known: int | None = None,
    filters: NetworkFilter = EVERYTHING,
    in_brief: bool = False,
) -> Report[NetworkRow]:
    """The network as of (valid, known), by provider, section and contract number. Raises ViewUnavailable.

    What had not begun by then is left out; of what may not have begun, or may have ended, `in_force` says so.
    `in_brief` is for who hardly asks for more of standings and mandates than their numbers, levels and days: the rest
    is then read from the database when it is asked for.
    """
    window = Window.open(database, NETWORK, valid=valid, known=known)
    with undisturbed():
        network = _Network(window, with_ended=Answer.NO in filters.in_force, in_brief=in_brief)
        rows = [row for row in network.rows() if filters.takes(row)]
    rows.sort(key=_order)
    return window.report(rows)


def _order(row: NetworkRow) -> tuple[str, str, str, str]:
    service = str(row.service) if row.service is None else row.service.hex
    return row.provider or "", row.section or "", row.contract_number or "", service


def cash_positions(
    database: Database, contract: UUID, *, valid: date | None = None, known: int | None = None
) -> tuple[int, ...]:
    """The positions of the entries behind `gross` and `net` of a contract. Raises ViewUnavailable."""
    window = Window.open(database, NETWORK, valid=valid, known=known)
    found = window.select(
        _Position,
        f"""
        SELECT order_position
        FROM {window.standing(CASH)} c
        WHERE contract = :contract
        ORDER BY order_position
        """,
        {"contract": str(contract)},
    )
    return tuple(row.order_position for row in found)


class CashRow(NamedTuple):
    """Money of a contract, signed, with the position of its entry; `step` is paid, reversed or refunded."""

    contract: UUID
    step: str
    amount: int
    currency: str
    position: int


def cash_rows(
    database: Database, contracts: Collection[UUID], *, valid: date, known: int | None = None
) -> Report[CashRow]:
    """The entries behind `gross` and `net` of these contracts, in order within each. Raises ViewUnavailable."""
    window = Window.open(database, NETWORK, valid=valid, known=known)
    return window.report([row for some in _portions(list(map(str, contracts))) for row in _cash(window, *some)])


def _cash(window: Window, where: str, parameters: Parameters) -> tuple[CashRow, ...]:
    return window.select(
        CashRow,
        f"""
        SELECT contract, step, amount, currency, order_position
        FROM {window.standing(CASH)} c
        WHERE {where}
        ORDER BY order_position, ordinal
        """,
        parameters,
    )


class _Position(NamedTuple):
    order_position: int


class _Contract(NamedTuple):
    contract: str


class _Paid(NamedTuple):
    contract: UUID
    currency: str
    gross: int
    net: int
    movements: int


class _Network:
    """Everything that was known of contracts, services, projects, standings and mandates, joined on a day."""

    def __init__(self, window: Window, *, with_ended: bool, in_brief: bool) -> None:
        self._window = window
        self._on = window.valid
        self._with_ended = with_ended or window.valid is None
        self._contracts = _contracts(window, None if self._with_ended else _going_on(window))
        self._services = _services(window)
        self._by_number = {s.registration_number: s for s in self._services.values() if s.registration_number}
        self._projects = _projects(window)
        self._paid = _paid(window, None if self._with_ended else list(map(str, self._contracts)))
        self._entries = Standings(_entries(window, in_brief=in_brief), on=window.valid)
        self._mandates = Entrustments(_mandates(window, in_brief=in_brief), on=window.valid)

    def rows(self) -> Iterator[NetworkRow]:
        """Every contract with each of its services and every share of a project, both with the standing of the service.

        Then standings, and services, of which neither a contract nor a share goes on. What has surely ended, or not
        begun, is left out where nobody asks for it: half of the rows of an old region need not be made then.
        """
        services: set[UUID | None] = set()
        entries: set[UUID] = set()
        for row in (*self._of_contracts(), *self._of_shares()):
            if row.in_force is not Answer.NO:
                services.add(row.service)
                entries.update(() if row.entry is None else (row.entry.network_entry,))
            yield row
        for entry in self._entries.going_on():
            if entry.network_entry not in entries:
                services.add(self._service_of(entry))
                yield self._of_entry(entry)
        for service in self._services.values():
            if service.service not in services and service.exists_on(self._on):
                yield from self._of_service(service)

    def _is_asked_for(self, in_force: Answer | None) -> bool:
        return self._with_ended or in_force is not Answer.NO

    def _of_contracts(self) -> Iterator[NetworkRow]:
        for contract in self._contracts.values():
            in_force = None if self._on is None else contract.in_force(self._on)
            if contract.exists_on(self._on) and self._is_asked_for(in_force):
                for reference in contract.services or ({},):
                    yield self._of_contract(contract, reference, in_force)

    def _of_contract(self, contract: ContractPicture, reference: Document, in_force: Answer | None) -> NetworkRow:
        service = self._service(reference)
        own = About() if service is None else About.of_service(service, self._on)
        about = own.or_as_said(reference, contract.behind.get("services"))
        return self._row(
            about,
            self._amounts(contract),
            in_force=in_force,
            contract=contract,
            project=self._projects.get(contract.project) if contract.project else None,
            entry=self._entries.of(about.service, about.registration_number, project=contract.project),
        )

    def _row(
        self,
        about: About,
        amounts: Amounts,
        *,
        in_force: Answer | None,
        contract: ContractPicture | None = None,
        project: ProjectPicture | None = None,
        entry: EntryPicture | None = None,
    ) -> NetworkRow:
        """A row with the mandate of its service."""
        mandate = self._mandates.of(
            about.service,
            about.registration_number,
            contract=contract.contract if contract else None,
            project=project.project if project else contract.project if contract else None,
        )
        return network_row(
            about,
            amounts,
            on=self._on,
            in_force=in_force,
            contract=contract,
            project=project,
            entry=entry,
            mandate=mandate,
        )

    def _service(self, reference: Document) -> ServicePicture | None:
        """The registered service that a contract names by identifier or number, if it is on file."""
        identifier, number = reference.get("service"), reference.get("registration")
        if isinstance(identifier, str):
            return self._services.get(identifier_of(identifier))
        return self._by_number.get(str(number)) if number else None

    def _amounts(self, contract: ContractPicture) -> Amounts:
        maximum = contract.maximum_on(self._on)
        paid = self._paid.get(contract.contract)
        if paid is None or not paid.movements:
            nothing = None if contract.is_taken_over else Money(0)
            return Amounts(maximum, gross=nothing, net=nothing)
        return Amounts(maximum, gross=Money(paid.gross, paid.currency), net=Money(paid.net, paid.currency))

    def _of_shares(self) -> Iterator[NetworkRow]:
        shares: dict[tuple[UUID, UUID], Dated[Told[Share]]] = {}
        for told in self._window.history(SHARES, Share):
            held = shares.setdefault((told.record.project, told.record.service), Dated())
            held.set(told, effective_on=told.effective_on, position=told.position)
        for held in shares.values():
            share = held.latest if self._on is None else held.on(self._on)
            if share is not None:
                yield from self._of_share(share)

    def _of_share(self, told: Told[Share]) -> Iterator[NetworkRow]:
        share = told.record
        project = self._projects.get(share.project) or ProjectPicture(share.project)
        service = self._services.get(share.service) or ServicePicture(share.service)
        in_force = None if self._on is None else share_in_force(told, project, service, self._on)
        if not self._is_asked_for(in_force):
            return
        yield self._row(
            About.of_service(service, self._on),
            Amounts((Money(share.maximum, share.currency), told.position)),
            in_force=in_force,
            project=project,
            entry=self._entries.of(service.service, service.registration_number, project=share.project),
        )

    def _of_entry(self, entry: EntryPicture) -> NetworkRow:
        service = self._services.get(self._service_of(entry) or entry.network_entry)
        about = About.of_entry(entry, self._on) if service is None else About.of_service(service, self._on)
        project = (self._projects.get(entry.project) or ProjectPicture(entry.project)) if entry.project else None
        in_force = None if self._on is None else self._entries.included(entry)
        return self._row(about, Amounts(), in_force=in_force, project=project, entry=entry)

    def _service_of(self, entry: EntryPicture) -> UUID | None:
        """The registered service that a standing is about, if it is on file."""
        if entry.service is not None:
            return entry.service
        found = self._by_number.get(entry.registration_number or "")
        return found.service if found else None

    def _of_service(self, service: ServicePicture) -> Iterator[NetworkRow]:
        in_force = None if self._on is None else service.registered_on(self._on)
        if self._is_asked_for(in_force):
            yield self._row(
                About.of_service(service, self._on),
                Amounts(),
                in_force=in_force,
                entry=self._entries.of(service.service, service.registration_number, project=None),
            )


def _going_on(window: Window) -> Sequence[str]:
    """The contracts that by their conclusion and amendments may go on on the day, and may have begun by it.

    They stand in the order of the ledger; those that were terminated before their last day are among them.
    What the rows of others say need not be put together then: of ten years of contracts only those of one day are.
    """
    going_on = f"""
        SELECT contract
        FROM {window.build.table(TERMS)}
        WHERE {KNOWN}
        AND contract NOT IN (
            SELECT contract
            FROM {window.build.table(LIFE)}
            WHERE {KNOWN} AND ends_on IS NOT NULL
            GROUP BY contract
            HAVING MAX(ends_on) < :valid
            AND SUM(CASE WHEN step = '{Step.AMENDED.value}' THEN 0 ELSE 1 END) > 0
        )
        GROUP BY contract
        HAVING COUNT(*) > SUM(CASE WHEN effective_on > :valid THEN 1 ELSE 0 END)
        ORDER BY MIN(order_position)
        """
    return [row.contract for row in window.select(_Contract, going_on)]


def _contracts(window: Window, named: Sequence[str] | None) -> dict[UUID, ContractPicture]:
    """These contracts, or all."""
    found = ByKey(ContractPicture)
    for where, some in _portions(named):
        for told in window.history(TERMS, Terms, where=where, parameters=some):
            found[told.record.contract].take_terms(told)
        for step in window.history(LIFE, Life, where=where, parameters=some):
            contract = found.get(step.record.contract)
            if contract is not None:
                contract.take_step(step)
    return found


def _services(window: Window) -> dict[UUID, ServicePicture]:
    found = ByKey(ServicePicture)
    for told in window.history(SERVICES, Service):
        found[told.record.service].take(told)
    for place in window.history(PLACES, Place):
        service = found.get(place.record.service)
        if service is not None:
            service.take_place(place)
    return found


def _entries(window: Window, *, in_brief: bool) -> dict[UUID, EntryPicture]:
    said = Filed(lambda: window.history(ENTRIES, EntrySaid), lambda told: told.record.network_entry)
    if not in_brief:
        said.read()
    found: ByKey[UUID, EntryPicture] = ByKey(lambda entry: EntryPicture(entry, said.of))
    for told in window.history(ENTRIES, EntryBrief):
        found[told.record.network_entry].take(told)
    return found


def _mandates(window: Window, *, in_brief: bool) -> Iterable[MandateFile]:
    said = Filed(lambda: window.history(MANDATES, MandateSaid), lambda told: told.record.mandate)
    if not in_brief:
        said.read()
    return mandate_files(window.stored(MANDATES, MandateBrief, where=SAYS_WHICH), said)


def _projects(window: Window) -> dict[UUID, ProjectPicture]:
    found = ByKey(ProjectPicture)
    for told in window.history(PROJECTS, Project):
        found[told.record.project].take(told)
    return found


AT_ONCE = 500
"""Contracts that one statement names."""


def _portions(contracts: Sequence[str] | None) -> Iterator[tuple[str, Parameters]]:
    """Conditions that together take these contracts, or one that takes all."""
    if contracts is None:
        yield "1 = 1", {}
        return
    for start in range(0, len(contracts), AT_ONCE):
        some: dict[str, Value] = {f"c{n}": one for n, one in enumerate(contracts[start : start + AT_ONCE])}
        yield f"contract IN ({', '.join(f':{name}' for name in some)})", some


def _paid(window: Window, contracts: Sequence[str] | None) -> dict[UUID, _Paid]:
    """Gross, net and the number of payments by the day asked for: of these contracts, or of all that have any money."""
    return {row.contract: row for where, some in _portions(contracts) for row in _sums(window, where, some)}


def _sums(window: Window, where: str, parameters: Parameters) -> tuple[_Paid, ...]:
    return window.select(
        _Paid,
        f"""
        SELECT contract,
               MAX(currency),
               SUM(CASE WHEN step = 'refunded' THEN 0 ELSE amount END),
               SUM(amount),
               SUM(CASE WHEN step = 'paid' THEN 1 ELSE 0 END)
        FROM {window.standing(CASH)} c
        WHERE {where}
        GROUP BY contract
        """,
        parameters,
    )
