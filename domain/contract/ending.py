"""The end of a contract: termination, expiry, closing.

A closed file is opened again by taking the closing back (`entry.take-back`): it stays in history, with the reason.
"""

from datetime import date

from domain.contract.awarded import Awarded
from domain.contract.commands.ending import CloseContract, RecordExpiry, RecordTermination, TerminateContract
from domain.contract.events.ending import ContractClosed, ContractExpired, ContractTerminated, Termination
from domain.contract.rules import ending as rules
from domain.contract.rules import order
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event


class Ending(Awarded):
    """Decides and remembers how the contract ended and when its file was closed."""

    @decides(TerminateContract)
    @decides(RecordTermination)
    def terminate(self, command: TerminateContract | RecordTermination, case: Case) -> Event:
        self._ask_end(case)
        rules.agreement_by_both(case, case.day, mode=command.mode, by=command.by)
        rules.withdrawal_has_grounds(case, case.day, mode=command.mode, has_grounds=command.grounds is not None)
        rules.ends_after_delivery(
            case, case.day, mode=command.mode, ends_on=case.day, delivered_on=command.delivered_on
        )
        if self._is_undone_by(command, case.day):
            self.tell_award(None, case, on=case.day)
        return ContractTerminated.of(command)

    def _is_undone_by(self, end: Termination, last_day: date | None) -> bool:
        """A withdrawal cancels from the start (§ 2004 Act 89/2012): nothing is left where nothing was performed.

        Where the service began nobody knows, it is not said to be undone.
        """
        period = self.period.latest
        if end.mode != "WITHDRAWAL" or period is None or last_day is None:
            return False
        return last_day < period.start and not self.has_been_paid

    @decides(RecordExpiry)
    def record_expiry(self, command: RecordExpiry, case: Case) -> Event:
        self._ask_end(case)
        period = self.period.latest
        rules.expires_with_its_period(case, case.day, expired_on=case.day, period_end=period.end if period else None)
        return ContractExpired.of(command)

    def _ask_end(self, case: Case) -> None:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.not_void(case, order.ALWAYS, is_void=self.void)
        order.not_closed(case, order.ALWAYS, closed_on=self.closed_on)
        order.ends_once(case, order.ALWAYS, terminated_on=self.terminated_on, expired_on=self.expired_on)
        order.end_after_conclusion(case, order.ALWAYS, concluded_on=self.concluded_on, ends_on=case.day)

    @decides(CloseContract)
    def close(self, command: CloseContract, case: Case) -> Event:
        order.concluded_first(case, order.ALWAYS, is_concluded=self.is_concluded)
        order.not_closed(case, order.ALWAYS, closed_on=self.closed_on)
        rules.closed_after_its_end(case, case.day, closed_on=case.day, last_day=self.last_day, is_void=self.void)
        rules.settled_before_closing(case, case.day, unsettled_years=self.unsettled_years)
        rules.closed_without_open_claims(case, case.day, open_claims=self.open_claims)
        return ContractClosed.of(command)

    @when(ContractTerminated)
    def terminated(self, event: ContractTerminated, entry: Entry) -> None:
        self.terminated_on = entry.effective_on
        self.is_undone = self._is_undone_by(event, entry.effective_on)

    @when(ContractExpired)
    def expired(self, event: ContractExpired, entry: Entry) -> None:
        self.expired_on = entry.effective_on

    @when(ContractClosed)
    def closed(self, event: ContractClosed, entry: Entry) -> None:
        self.closed_on = entry.effective_on
