"""Fair timing on a noisy machine: candidates take turns, the median counts, ratios are formed within one run."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

Work = Callable[[], object]
Preparation = Callable[[], Work]
"""What has to be there before the watch starts; gives the work that is measured."""


@dataclass(frozen=True)
class Row:
    """One line of the table: how fast Kronika did a piece of work, and how fast the others did theirs.

    `unit` says what is counted: a rate per second, where more is better, or milliseconds, where less is.
    """

    work: str
    unit: str
    kronika: float
    floor: float | None = None
    stock: float | None = None
    asked: str = ""

    @property
    def is_rate(self) -> bool:
        return self.unit.endswith("/s")

    def ratio_to(self, other: float | None) -> float | None:
        """Kronika over the other: above one is better for a rate, worse for a duration."""
        return None if not other else self.kronika / other


def in_turns(candidates: Mapping[str, Preparation], *, rounds: int = 5) -> dict[str, float]:
    """The median seconds of each candidate; they run one after another, round by round, after one warm-up round."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(rounds + 1):
        for name, prepare in candidates.items():
            seconds = timed(prepare())
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def timed(work: Work) -> float:
    """The seconds that it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def at_once(work: Work) -> Preparation:
    """Work that needs no preparation."""
    return lambda: work


def side_by_side(each: Sequence[Work]) -> Work:
    """All of this work, each in a thread of its own."""

    def run() -> None:
        with ThreadPoolExecutor(len(each)) as pool:
            for future in [pool.submit(one) for one in each]:
                future.result()

    return run
