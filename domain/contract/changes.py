"""Changes that the provider asks for or announces, and a new provider in the place of the old."""

from dataclasses import dataclass, replace
from uuid import UUID

from domain.contract.commands.changes import (
    AssignContract,
    DecideChange,
    RecordChangeNotice,
    RecordChangeRequest,
    RecordSuccession,
)
from domain.contract.events.changes import (
    Change,
    ChangeDecided,
    ChangeNotified,
    ChangeRequested,
    ContractAssigned,
    NewProvider,
    ProviderSucceeded,
)
from domain.contract.payloads import ChangeKind
from domain.contract.records import Agreement, Provider
from domain.contract.rules import changes as rules
from domain.contract.rules import drawing, order
from domain.contract.state import ContractState
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event


@dataclass(frozen=True, slots=True)
class ChangeOnFile:
    """A change by its reference, and what was decided about it; `outcome` is None while nothing was."""

    event_id: UUID
    change_kind: ChangeKind
    is_substantial: bool | None
    outcome: str | None = None


class Changes(ContractState):
    """Decides and remembers what is to change and who provides."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.changes: dict[str, ChangeOnFile] = {}

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(RecordChangeRequest)
    def record_change_request(self, command: RecordChangeRequest, case: Case) -> Event:
        self._ask_new(command, case)
        return ChangeRequested.of(command)

    @decides(RecordChangeNotice)
    def record_change_notice(self, command: RecordChangeNotice, case: Case) -> Event:
        self._ask_new(command, case)
        rules.substantial_change_requested(case, case.day, change=command.change, is_substantial=command.is_substantial)
        return ChangeNotified.of(command)

    def _ask_new(self, change: Change, case: Case) -> None:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.change_recorded_once(case, order.ALWAYS, change=change.change, is_known=change.change in self.changes)

    @decides(DecideChange)
    def decide_change(self, command: DecideChange, case: Case) -> Event:
        order.not_void(case, order.ALWAYS, is_void=self.void)
        order.not_closed(case, order.ALWAYS, closed_on=self.closed_on)
        known = self.changes.get(command.change)
        order.change_open(
            case,
            order.ALWAYS,
            change=command.change,
            is_known=known is not None,
            is_decided=known is not None and known.outcome is not None,
        )
        rules.substantial_change_resolved(
            case,
            case.day,
            outcome=command.outcome,
            is_substantial=command.is_substantial,
            resolution=command.resolution,
        )
        noted = self.anomalies_of(rules.substantial_change_requested.label)
        case.close_anomalies(*(ref for ref in noted if known is not None and ref.event_id == known.event_id))
        if command.outcome == "approved" and command.account is not None:
            told = Agreement(case.day, self.position + 1, account=command.account)
            after = self.reading(agreements=(*self.agreements, told), amendments=self.amendments.values())
            after.look_at_payments_again(case, drawing.account_agreed.label)
        return ChangeDecided.of(command)

    @decides(RecordSuccession)
    def record_succession(self, command: RecordSuccession, case: Case) -> Event:
        self._ask_replacement(command, case)
        return ProviderSucceeded.of(command)

    @decides(AssignContract)
    def assign(self, command: AssignContract, case: Case) -> Event:
        self._ask_replacement(command, case)
        rules.assignment_resolved(case, case.day, resolution=command.resolution)
        return ContractAssigned.of(command)

    def _ask_replacement(self, command: NewProvider, case: Case) -> None:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.not_void(case, order.ALWAYS, is_void=self.void)
        order.not_closed(case, order.ALWAYS, closed_on=self.closed_on)
        rules.supplier_replaced_lawfully(case, case.day, regime=self.regime, ground=command.ground)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ChangeRequested)
    @when(ChangeNotified)
    def change_recorded(self, event: Change, entry: Entry) -> None:
        self.changes[event.change] = ChangeOnFile(entry.event_id, event.change_kind, event.is_substantial)

    @when(ChangeDecided)
    def change_decided(self, event: ChangeDecided, entry: Entry) -> None:
        known = self.changes.get(event.change)
        if known is not None:
            self.changes[event.change] = replace(known, is_substantial=event.is_substantial, outcome=event.outcome)
        if event.outcome == "approved" and event.account is not None:
            told = Agreement(entry.effective_on, entry.position, account=event.account)
            self.agreements = (*self.agreements, told)
            self.retell()

    @when(ProviderSucceeded)
    @when(ContractAssigned)
    def provider_replaced(self, event: NewProvider, entry: Entry) -> None:
        provider = Provider(event.provider, event.provider_ico)
        self.provider.set(provider, effective_on=entry.effective_on, position=entry.position)
