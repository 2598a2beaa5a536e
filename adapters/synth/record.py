"""A region into the ledger: through the one door, in blocks, and as often as one likes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.synth.region import Region
from adapters.synth.step import Step
from application.block import Answer, BlockWriter, HeldBack
from application.engine import Outcome
from application.importing.answer import problem_of
from application.importing.importer import BLOCK, Tally
from application.importing.line import Place, Problem

AT_HAND = 300
"""Files kept in memory while a region is recorded: several neighbourhoods, and what they all stand on."""


@dataclass
class Recorder:
    """Records the steps of a region; a step that is there already is counted and not recorded again.

    `tell` hears of what was not taken: in a ledger of its own a region has nothing of the kind. `progress` hears after
    every block how many contracts are told. `should_stop` is asked before every step; what waits for its block then is
    dropped, and the same region takes it next time.
    """

    writer: BlockWriter
    tell: Callable[[Problem], None]
    progress: Callable[[Tally, int], None] = lambda _tally, _contracts: None
    should_stop: Callable[[], bool] = lambda: False
    block: int = BLOCK
    tally: Tally = field(default_factory=Tally)

    def record(self, region: Region) -> Tally:
        """Record it all, or go on where an earlier run of the same region stopped."""
        waiting: list[Step] = []
        told = 0
        for told, steps in region.parts(self._is_there):
            for step in steps:
                if self.should_stop():
                    self.tally.is_interrupted = True
                    return self.tally
                waiting.append(step)
                if len(waiting) >= self.block:
                    self._write(waiting, told)
                    waiting.clear()
        self._write(waiting, told)
        return self.tally

    def _is_there(self, step: Step) -> bool:
        stamp = step.stamp()
        return bool(self.writer.engine.ledger.find_commands({(stamp.owner, stamp.command_id)}))

    def _write(self, steps: list[Step], told: int) -> None:
        for step, answer in zip(steps, self.writer.write([step.item() for step in steps]), strict=True):
            self.tally.lines += 1
            if isinstance(answer, Outcome):
                self._count(answer)
            else:
                self._report(step, answer)
        self.progress(self.tally, told)

    def _count(self, outcome: Outcome) -> None:
        if outcome.is_repeat:
            self.tally.already_there += 1
            return
        self.tally.taken += 1
        self.tally.entries += len(outcome.positions)
        self.tally.position = outcome.positions.stop - 1
        self.tally.anomalies += sum(len(entry.noted) for entry in outcome.entries)

    def _report(self, step: Step, answer: Answer) -> None:
        if isinstance(answer, HeldBack):
            self.tally.held_back += 1
        else:
            self.tally.failed += 1
        problem = problem_of(Place(step.source, self.tally.lines, step.line), answer)
        assert problem is not None
        self.tell(problem)
