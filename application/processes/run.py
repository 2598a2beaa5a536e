"""Running the timers day by day: what is due goes through the one door, what is refused is told and stops nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from typing import Protocol
from uuid import UUID

from application.block import Failure
from application.engine import Engine, Outcome
from application.errors import Conflict, NotAllowed, NotFound
from application.processes.due import Due
from application.processes.timers import due, next_due
from application.replay import Replay
from domain.kernel.aggregate import Aggregate
from domain.kernel.rule import Refused

DAY = timedelta(days=1)


class Agenda(Protocol):
    """What the runner keeps between runs."""

    def waiting(self, until: date) -> Mapping[UUID, date]:
        """The aggregates for which something may be due by that day, each with the first such day."""
        ...

    def last_day(self) -> date | None:
        """The last day that was run to its end."""
        ...

    def reach(self, day: date) -> None:
        """That day was run to its end. Never moves back."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of something that was due on a day.

    `is_repeat` where it was recorded before and has since been taken back by somebody: it is not recorded again.
    """

    day: date
    due: Due
    outcome: Outcome | None = None
    failure: Failure | None = None
    is_repeat: bool = False


@dataclass
class Tally:
    """What a run did. `until` is the last day that was run to its end; None where not even one was."""

    days: int = 0
    recorded: int = 0
    repeated: int = 0
    refused: int = 0
    until: date | None = None
    is_interrupted: bool = False


@dataclass
class TimerRun:
    """One run. `tell` hears of every answer; `should_stop` is asked before every aggregate."""

    engine: Engine
    agenda: Agenda
    tell: Callable[[Answer], None] = lambda _: None
    should_stop: Callable[[], bool] = lambda: False
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._replay = Replay(self.engine.ledger, self.engine.wire.decode)
        self._tried: set[UUID] = set()

    def run(self, until: date) -> Tally:
        """Every day after the last one that was run, or that day alone where there is none or it was run before."""
        waiting = [(day, str(one)) for one, day in self.agenda.waiting(until).items()]
        heapify(waiting)
        for day in days_to_run(self.agenda.last_day(), until):
            if not self._run_day(day, waiting):
                self.tally.is_interrupted = True
                break
            self.agenda.reach(day)
            self.tally.days += 1
            self.tally.until = day
        return self.tally

    def _run_day(self, day: date, waiting: list[tuple[date, str]]) -> bool:
        """Whether the day was run to its end."""
        while waiting and waiting[0][0] <= day:
            if self.should_stop():
                return False
            _, written = heappop(waiting)
            later = next_due(self._serve(UUID(written), day), after=day)
            if later is not None:
                heappush(waiting, (later, written))
        return True

    def _serve(self, identifier: UUID, day: date) -> Aggregate:
        """Send what is due, also what becomes due by it; the aggregate as it is then."""
        while True:
            state = self._replay.state(identifier)
            untried = [one for one in due(state, day) if one.command_id not in self._tried]
            if not untried:
                return state
            for one in untried:
                self._tried.add(one.command_id)
                self._count(self._send(one, day))

    def _send(self, asked: Due, day: date) -> Answer:
        stamp = asked.stamp()
        if self.engine.ledger.find_command(stamp.owner, stamp.command_id):
            return Answer(day, asked, is_repeat=True)
        try:
            outcome = self.engine.handle(asked.command, stamp)
        except (Refused, NotFound, NotAllowed, Conflict) as failure:
            return Answer(day, asked, failure=failure)
        return Answer(day, asked, outcome, is_repeat=outcome.is_repeat)

    def _count(self, answer: Answer) -> None:
        self.tally.refused += answer.failure is not None
        self.tally.repeated += answer.is_repeat
        self.tally.recorded += answer.failure is None and not answer.is_repeat
        self.tell(answer)


def days_to_run(last_day: date | None, until: date) -> Iterator[date]:
    """The days of a run: what was missed day by day; a day that was run before is looked at once more."""
    day = until if last_day is None or last_day >= until else last_day + DAY
    while day <= until:
        yield day
        day += DAY
