"""The network as of two moments, row by row."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

import orjson

from domain.kernel.answer import Answer
from domain.kernel.money import Money
from projections.by_key import Filed
from projections.database import Database
from projections.network.cash import paid
from projections.network.documents import Document
from projections.network.entrustments import Entrustments
from projections.network.entry_cells import EntryCells, entry_cells
from projections.network.entry_view import ENTRIES, EntrySaid
from projections.network.mandate_view import MANDATES, MandateSaid
from projections.network.row import EVERYTHING, NOT_ENDED, Amounts, NetworkFilter, NetworkRow, network_row
from projections.network.spans import (
    CONTRACT_SPANS,
    ENTRY_SPANS,
    MANDATE_SPANS,
    PROJECT_SPANS,
    SERVICE_SPANS,
    SHARE_SPANS,
    About,
    ContractSpan,
    EntrySpan,
    ProjectSpan,
    ServiceSpan,
    ShareSpan,
)
from projections.network.standings import Standings
from projections.network.view import NETWORK
from projections.report import Report, Window
from projections.told import Told
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
        rows = sorted((row for row in network.rows() if filters.takes(row)), key=_order)
        return window.report([row for _, same in groupby(rows, key=_order) for row in _by_service([*same])])


def _order(row: NetworkRow) -> tuple[str, str, str]:
    return row.provider or "", row.section or "", row.contract_number or ""


def _by_service(rows: list[NetworkRow]) -> list[NetworkRow]:
    """Most rows stand alone in their place; of these nobody needs to know the identifier."""
    return rows if len(rows) == 1 else sorted(rows, key=lambda row: str(row.service))


ANSWERS: Mapping[str | None, Answer | None] = {None: None, **{answer.value: answer for answer in Answer}}


class _Network:
    """What was known of contracts, services, projects, standings and mandates, joined on a day."""

    def __init__(self, window: Window, *, with_ended: bool, in_brief: bool) -> None:
        self._on = window.valid
        self._with_ended = with_ended or window.valid is None
        self._contracts = window.spans(CONTRACT_SPANS, in_force=tuple(Answer) if self._with_ended else NOT_ENDED)
        self._shares = window.spans(SHARE_SPANS)
        self._projects = {one.project: one for one in window.spans(PROJECT_SPANS)}
        self._services = {one.service: one for one in window.spans(SERVICE_SPANS)}
        self._by_number = {one.registration_number: one for one in self._services.values() if one.registration_number}
        self._paid = paid(window, None if self._with_ended else [one.contract for one in self._contracts])
        entries = Filed(lambda: window.history(ENTRIES, EntrySaid), lambda told: told.record.network_entry)
        mandates = Filed(lambda: window.history(MANDATES, MandateSaid), lambda told: told.record.mandate)
        if not in_brief:
            entries.read()
            mandates.read()
        self._said: Filed[Told[EntrySaid]] = entries
        self._cells: dict[str, EntryCells] = {}
        self._standings = Standings(window.spans(ENTRY_SPANS))
        self._mandates = Entrustments(window.spans(MANDATE_SPANS), on=window.valid, said=mandates.of)
        self._shown: set[str | None] = set()
        """The services and standings that go on in rows made so far."""

    def rows(self) -> Iterator[NetworkRow]:
        """Every contract with each of its services and every share of a project, both with the standing of the service.

        Then standings, and services, of which neither a contract nor a share goes on. What has surely ended, or not
        begun, is left out where nobody asks for it: half of the rows of an old region need not be made then.
        """
        for contract in self._contracts:
            yield from self._of_contract(contract)
        for share in self._shares:
            yield from self._of_share(share)
        for standing in self._standings.going_on():
            if standing.network_entry not in self._shown:
                yield self._of_standing(standing)
        for service in self._services.values():
            if service.service not in self._shown and service.has_begun:
                yield from self._of_service(service)

    def _is_asked_for(self, in_force: Answer | None) -> bool:
        return self._with_ended or in_force is not Answer.NO

    def _row(
        self,
        about: About,
        amounts: Amounts,
        in_force: Answer | None,
        *,
        standing: EntrySpan | None,
        contract: ContractSpan | None = None,
        services_in_contract: int = 0,
        project: str | None = None,
    ) -> NetworkRow:
        """A row with the project, and with the mandate of the service."""
        if in_force is not Answer.NO:
            self._shown.add(about.service)
            self._shown.add(None if standing is None else standing.network_entry)
        mandate = self._mandates.of(
            about.service,
            about.registration_number,
            contract=contract.contract if contract else None,
            project=project,
        )
        return network_row(
            about,
            amounts,
            in_force=in_force,
            contract=contract,
            services_in_contract=services_in_contract,
            project=None if project is None else self._projects.get(project) or ProjectSpan.unknown(project),
            entry=self._entry_cells(standing),
            mandate=mandate,
        )

    def _entry_cells(self, standing: EntrySpan | None) -> EntryCells | None:
        """Of each standing once, however many rows it belongs to."""
        if standing is None:
            return None
        found = self._cells.get(standing.network_entry)
        if found is None:
            found = self._cells[standing.network_entry] = entry_cells(standing, self._on, self._said.of)
        return found

    # Contracts ------------------------------------------------------------------------------------------------------

    def _of_contract(self, contract: ContractSpan) -> Iterator[NetworkRow]:
        amounts, in_force = self._amounts(contract), ANSWERS[contract.in_force]
        references: list[Document] = orjson.loads(contract.services)
        for reference in references or [{}]:
            service = self._service(reference)
            about = (About() if service is None else service.about).or_as_said(reference, contract)
            yield self._row(
                about,
                amounts,
                in_force,
                contract=contract,
                services_in_contract=len(references),
                project=contract.project,
                standing=self._standings.of(about.service, about.registration_number, project=contract.project),
            )

    def _service(self, reference: Document) -> ServiceSpan | None:
        """The registered service that a contract names by identifier or number, if it is on file."""
        identifier, number = reference.get("service"), reference.get("registration")
        if isinstance(identifier, str):
            return self._services.get(identifier)
        return self._by_number.get(str(number)) if number else None

    def _amounts(self, contract: ContractSpan) -> Amounts:
        maximum = None if contract.maximum is None else Money(contract.maximum, contract.currency or "CZK")
        found = self._paid.get(contract.contract)
        if found is None or not found.movements:
            nothing = None if contract.is_taken_over else Money(0)
            return Amounts(maximum, gross=nothing, net=nothing)
        return Amounts(maximum, gross=Money(found.gross, found.currency), net=Money(found.net, found.currency))

    # Shares, standings, services ------------------------------------------------------------------------------------

    def _of_share(self, share: ShareSpan) -> Iterator[NetworkRow]:
        service = self._services.get(share.service)
        in_force = self._share_in_force(share, service)
        if self._is_asked_for(in_force):
            about = About(share.service) if service is None else service.about
            yield self._row(
                about,
                Amounts(Money(share.maximum, share.currency), maximum_at=share.said_at),
                in_force,
                project=share.project,
                standing=self._standings.of(about.service, about.registration_number, project=share.project),
            )

    def _share_in_force(self, share: ShareSpan, service: ServiceSpan | None) -> Answer | None:
        """Whether a service may draw on a project that day: from the day of allocation, while both go on."""
        if self._on is None:
            return None
        project = self._projects.get(share.project)
        answers = {share.in_force, project and project.in_force, service and service.in_force}
        if Answer.NO in answers:
            return Answer.NO
        return Answer.YES if answers == {Answer.YES} else Answer.CANNOT_BE_DECIDED

    def _of_standing(self, standing: EntrySpan) -> NetworkRow:
        service = self._services.get(self._service_of(standing) or "")
        about = standing.about if service is None else service.about
        return self._row(about, Amounts(), ANSWERS[standing.in_force], project=standing.project, standing=standing)

    def _service_of(self, standing: EntrySpan) -> str | None:
        """The registered service that a standing is about, if it is on file."""
        if standing.service is not None:
            return standing.service
        found = self._by_number.get(standing.registration_number or "")
        return found.service if found else None

    def _of_service(self, service: ServiceSpan) -> Iterator[NetworkRow]:
        in_force = ANSWERS[service.in_force]
        if self._is_asked_for(in_force):
            standing = self._standings.of(service.service, service.registration_number, project=None)
            yield self._row(service.about, Amounts(), in_force, standing=standing)
