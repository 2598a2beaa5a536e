"""The end of a contract: termination, expiry, closing.

A closed file is opened again by taking the closing back (`entry.take-back`): it stays in history, with the reason.
"""

import copy
from collections.abc import Iterator
from datetime import date

from domain.contract.awarded import Awarded
from domain.contract.commands.ending import CloseContract, RecordExpiry, RecordTermination, TerminateContract
from domain.contract.events.ending import ContractClosed, ContractExpired, ContractTerminated, Termination
from domain.contract.rules import drawing, order
from domain.contract.rules import ending as rules
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import Question, put_all, question
from domain.kernel.rule import Rule

OF_TERMINATION: tuple[Rule[...], ...] = (
    rules.agreement_by_both,
    rules.withdrawal_has_grounds,
    rules.ends_after_delivery,
)


class Ending(Awarded):
    """Decides and remembers how the contract ended and when its file was closed."""

    termination: Termination | None = None

    @decides(TerminateContract)
    @decides(RecordTermination)
    def terminate(self, command: TerminateContract | RecordTermination, case: Case) -> Event:
        self._ask_end(case)
        put_all(questions_of_termination(command, case.day), case)
        if self._is_undone_by(command, case.day):
            self.tell_award(None, case, on=case.day)
        after = copy.copy(self)
        after.terminated_on = case.day
        after.look_at_payments_again(case, drawing.service_month_before_termination.label)
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
        self._question_of_expiry(case.day).put(case)
        return ContractExpired.of(command)

    def _question_of_expiry(self, on: date | None) -> Question:
        period = self.period.latest
        return question(rules.expires_with_its_period, on, expired_on=on, period_end=period.end if period else None)

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
        after = copy.copy(self)
        after.closed_on = case.day
        after.look_at_payments_again(case, drawing.payment_before_closing.label)
        return ContractClosed.of(command)

    def review(self, case: Case) -> None:
        """After a correction of the end, or of the period with which the contract expires."""
        super().review(case)
        asked = list(questions_of_termination(self.termination, self.terminated_on)) if self.termination else []
        asked += [self._question_of_expiry(self.expired_on)] if self.expired_on else []
        for rule in (*OF_TERMINATION, rules.expires_with_its_period):
            self.settle_any(rule, [one for one in asked if one.rule is rule], case)

    @when(ContractTerminated)
    def terminated(self, event: ContractTerminated, entry: Entry) -> None:
        self.termination = event
        self.terminated_on = entry.effective_on
        self.is_undone = self._is_undone_by(event, entry.effective_on)

    @when(ContractExpired)
    def expired(self, event: ContractExpired, entry: Entry) -> None:
        self.expired_on = entry.effective_on

    @when(ContractClosed)
    def closed(self, event: ContractClosed, entry: Entry) -> None:
        self.closed_on = entry.effective_on


def questions_of_termination(end: Termination, last_day: date | None) -> Iterator[Question]:
    yield question(rules.agreement_by_both, last_day, mode=end.mode, by=end.by)
    yield question(rules.withdrawal_has_grounds, last_day, mode=end.mode, has_grounds=end.grounds is not None)
    yield question(rules.ends_after_delivery, last_day, mode=end.mode, ends_on=last_day, delivered_on=end.delivered_on)
