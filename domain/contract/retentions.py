"""Money that came back late had been retained: since when, how long, and what that costs."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.contract.claims import Breach, Reckoned
from domain.contract.events.breaches import BudgetBreachSuspected
from domain.contract.events.settlement import Refund
from domain.contract.interest import PENALTY_NOT_COMPUTED, interest, unknown_rate_on
from domain.contract.returned import Returned
from domain.contract.rules import breaches as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.calendar import TimeLimit, days_late
from domain.kernel.case import Case
from domain.kernel.event import Event
from domain.kernel.question import Question, question
from domain.kernel.stamp import AnomalyRef

UNKNOWN = Reckoned(None, None, None)


class Retentions(Returned):
    """A late refund is a suspected breach. What the suspicion says follows from the refund and from its claim."""

    def retention(self, refund: Refund, due: TimeLimit, case: Case) -> BudgetBreachSuspected:
        """Money that came back late had been retained; the penalty follows where every day has its rate."""
        assert case.day is not None
        suspected = BudgetBreachSuspected(
            breach=f"retention {refund.movement}",
            amount=refund.amount,
            ground="retention",
            claim=refund.claim,
            movement=refund.movement,
        )
        return self._reckoned(suspected, Reckoned(_day_after(due), days_late(case.day, due), refund.amount), case)

    def _reckoned(self, suspected: BudgetBreachSuspected, now: Reckoned, case: Case) -> BudgetBreachSuspected:
        first_day, days, amount = now
        if first_day is None or days is None or amount is None:
            return suspected
        last_day = first_day + timedelta(days=days - 1)
        unknown_on = unknown_rate_on(case, first_day, last_day)
        if unknown_on is not None:
            facts = {"first_day": first_day, "last_day": last_day, "unknown_on": unknown_on}
            case.note(PENALTY_NOT_COMPUTED, facts=facts)
        computed = interest(case, amount, first_day, last_day) if days and unknown_on is None else None
        said = {"first_day_of_delay": first_day, "days_of_delay": days, "interest": computed}
        return suspected.model_copy(update=said)

    def _retained(self, line: str | None) -> Reckoned:
        """What was retained by a line of the statement as everything reads now; no days where it came in time."""
        refund = self.receipts.get(line or "")
        claim = self.claims.get(refund.claim or "") if refund else None
        if refund is None or refund.received_on is None or claim is None or claim.due is None:
            return UNKNOWN
        return Reckoned(_day_after(claim.due), days_late(refund.received_on, claim.due), refund.amount)

    # After a correction -------------------------------------------------------------------------------------------

    def completed(self, event: Event, case: Case) -> Event:
        """The days and the interest of a corrected suspicion are those of its refund; nobody states them."""
        if not isinstance(event, BudgetBreachSuspected) or self._retained(event.movement) is UNKNOWN:
            return super().completed(event, case)
        return self._reckoned(event, self._retained(event.movement), case)

    def review(self, case: Case) -> None:
        """A suspicion that was raised on other facts is noted until it is corrected, or settled in any way."""
        noted, broken = self._noted_otherwise, next(self._otherwise(), None)
        if broken is None:
            case.close_anomalies(*noted)
        elif not noted:
            broken.put(case)
        super().review(case)

    def retentions_mended(self, *, without: Breach) -> tuple[AnomalyRef, ...]:
        """What is over once this breach is settled."""
        return () if any(self._otherwise(without)) else self._noted_otherwise

    @property
    def _noted_otherwise(self) -> tuple[AnomalyRef, ...]:
        return self.anomalies_of(rules.retention_as_reckoned.label)

    def _otherwise(self, without: Breach | None = None) -> Iterator[Question]:
        """The open suspicions that speak of other days or of another amount than the refund and its claim do."""
        for name, breach in self.breaches.items():
            if breach.reckoned is None or not breach.is_open or breach is without:
                continue
            said, now = breach.reckoned, self._retained(breach.movement)
            asked = question(
                rules.retention_as_reckoned,
                ALWAYS,
                breach=name,
                said_first_day=said.first_day,
                said_days=said.days,
                said_amount=said.amount,
                first_day=now.first_day,
                days=now.days,
                amount=now.amount,
            )
            if asked.is_broken:
                yield asked


def _day_after(due: TimeLimit) -> date:
    return due.legal_last_day + timedelta(days=1)
