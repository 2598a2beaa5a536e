"""A regional office for acceptance tests: people with roles, a desk calendar that can be moved, and a real ledger."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from adapters.bootstrap import Parts
from adapters.clock import end_of
from adapters.settings import Settings
from application.engine import Outcome
from application.replay import Replay
from domain.contract.contract import Contract
from domain.kernel.command import Command
from domain.kernel.prose import Prose
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Anomaly, AnomalyRef, Source, Stamp, Waiver
from tests.ledgers import ensured
from tests.papers import PapersElsewhere


class Office:
    """Sends commands on days that the test chooses; `today` is the day of recording and only moves forward."""

    def __init__(self, url: str, today: str = "2009-01-01") -> None:
        ensured(url)
        self._now = datetime.combine(date.fromisoformat(today), time(9), UTC)
        self.parts: Parts = PapersElsewhere(Settings(database=url), clock=lambda: self._now)
        self.replay = Replay(self.parts.ledger, self.parts.decode)
        self.closings: list[AnomalyRef] = []

    def close(self) -> None:
        self.parts.close()

    def it_is(self, day: str) -> "Office":
        """The day on which everything from now on is recorded."""
        self._now = datetime.combine(date.fromisoformat(day), time(9), UTC)
        return self

    def do(
        self,
        topic: str,
        target: str | UUID | None = None,
        *,
        on: str | None = None,
        acting_as: str = "clerk",
        person: str = "p-clerk",
        command_id: UUID | None = None,
        reason: str | None = None,
        waived: Sequence[str] = (),
        **data: Any,
    ) -> Outcome:
        """One command; `on` is the effective date, today's where it is not given. Raises what the engine raises.

        `waived` names the rules that a second person sets aside with the reason.
        """
        given = {"target": str(target or uuid4()), **data}
        command: Command = self.parts.resolver.command(topic, given)
        self._now += timedelta(seconds=1)
        stamp = Stamp(
            command_id=command_id or uuid4(),
            actor=Actor(role=acting_as, person=person),
            source=Source(kind="cli"),
            effective_on=date.fromisoformat(on) if on else self._now.date(),
            reason=Prose.of(reason) if reason else None,
            waivers=tuple(Waiver(rule=r, reason=Prose.of(reason or "why"), second_person="p-second") for r in waived),
        )
        return self.parts.engine.handle(command, stamp)

    def send(self, command: Command, *, on: str) -> Outcome:
        """A command as another test already told it, with a command id of its own."""
        data = command.model_dump(mode="json", exclude={"target"}, exclude_none=True)
        return self.do(command.topic, command.target, on=on, **data)

    def refused(self, topic: str, target: str, **given: Any) -> Refused:
        """The refusal that this command meets; the ledger's head stays where it was."""
        head = self.parts.ledger.head()
        try:
            self.do(topic, target, **given)
        except Refused as refused:
            assert self.parts.ledger.head() == head
            return refused
        raise AssertionError(f"{topic} was recorded")

    def contract(self, number: str, *, known: str | None = None) -> Contract:
        """The contract as it was known at the end of that day; today if no day is given."""
        until = self.parts.ledger.position_before(end_of(date.fromisoformat(known))) if known else None
        state = self.replay.state(self.parts.resolver.identifier("contract", number), until)
        assert isinstance(state, Contract)
        return state

    def pay(self, number: str, movement: str, crowns: int, months: dict[str, int], *, on: str, **more: Any) -> Outcome:
        """A line of the bank statement with the service months that it pays for, in crowns."""
        allocations = [{"month": month, "amount": kc(amount)} for month, amount in months.items()]
        return self.do(
            "contract.record-movement",
            number,
            on=on,
            movement=movement,
            amount=kc(crowns),
            allocations=allocations,
            **more,
        )


def kc(crowns: int) -> str:
    """An amount in whole crowns as somebody would write it."""
    return f"{crowns}.00 CZK"


def codes(outcome: Outcome) -> list[str]:
    """The anomalies that were recorded beside an outcome."""
    return [anomaly.code for anomaly in outcome.anomalies]


def anomaly(outcome: Outcome, code: str) -> Anomaly:
    """The one anomaly of that code beside an outcome."""
    (found,) = [a for a in outcome.anomalies if a.code == code]
    return found


def closed(outcome: Outcome) -> list[AnomalyRef]:
    """The earlier anomalies that an outcome closes."""
    return [ref for entry in outcome.entries for ref in entry.stamp.closes]
