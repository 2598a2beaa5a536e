"""Commands of many threads, decided and written by whichever of them comes first."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import count
from threading import Event
from uuid import UUID

import pytest

from application.engine import Engine, Outcome
from application.ledger import Write, Written
from domain.kernel.command import Command
from domain.kernel.rule import Refused
from tests.application.shelf import PutJars, TakeOverShelf
from tests.application.test_engine import engine, stamp
from tests.domain.kernel.toy import FindCoins, OpenJar, PromiseCoins

__all__ = ["engine"]  # the fixture, on both stores

PATIENCE = 60.0
"""Seconds; on a busy machine a thread may wait long for its turn."""


class Clerks:
    """Whatever they send while the first write waits for the disk comes together, in the order in which it is sent."""

    def __init__(self, engine: Engine, pool: ThreadPoolExecutor) -> None:
        self.engine = engine
        self.batches: list[int] = []
        self._pool = pool
        self._disk = Event()
        self._write_all = engine.ledger.write_all

    def write_all(self, writes: Sequence[Write]) -> Sequence[Written]:
        self.batches.append(len(writes))
        assert self._disk.wait(PATIENCE)
        return self._write_all(writes)

    def send(self, first: Command, *others: Command) -> "list[Future[Outcome]]":
        answers = [self._send(first, lambda: self.batches == [1])]
        answers += [self._send(one, partial(self._has_queued, number)) for number, one in enumerate(others, 1)]
        self._disk.set()
        return answers

    def _send(self, command: Command, is_there: Callable[[], bool]) -> "Future[Outcome]":
        answer = self._pool.submit(self.engine.handle, command, stamp())
        deadline = time.monotonic() + PATIENCE
        while not is_there():
            assert time.monotonic() < deadline
            time.sleep(0.001)
        return answer

    def _has_queued(self, count: int) -> bool:
        return len(self.engine._together._queue) == count


@pytest.fixture
def clerks(engine: Engine) -> Iterator[Callable[[], Clerks]]:
    """They begin when what they find is there."""
    with ThreadPoolExecutor(8) as pool, pytest.MonkeyPatch.context() as patch:

        def begin() -> Clerks:
            made = Clerks(engine, pool)
            patch.setattr(engine.ledger, "write_all", made.write_all)
            return made

        yield begin


FILES = count(1)


def a_file() -> UUID:
    """None of them shares its turn with another, as files whose names are drawn may."""
    return UUID(int=next(FILES))


def opened(engine: Engine, label: str = "a", size: int = 10) -> UUID:
    jar = a_file()
    engine.handle(OpenJar(target=jar, label=label, size=size), stamp())
    return jar


def found(jar: UUID) -> FindCoins:
    return FindCoins(target=jar, count=1)


def test_what_is_asked_during_a_write_is_written_in_one_transaction(
    engine: Engine, clerks: Callable[[], Clerks]
) -> None:
    jars = [opened(engine, label=f"j{number}") for number in range(5)]
    at_work = clerks()
    answers = [one.result(PATIENCE) for one in at_work.send(*map(found, jars))]
    assert at_work.batches == [1, 4]
    assert [(one.aggregate_id, one.positions[0]) for one in answers] == list(zip(jars, range(6, 11), strict=True))
    assert len({one.recorded_at for one in answers[1:]}) == 1


def test_a_refusal_is_heard_where_it_was_asked_for_and_nowhere_else(
    engine: Engine, clerks: Callable[[], Clerks]
) -> None:
    jars = [opened(engine, label=f"j{number}", size=100) for number in range(4)]
    at_work = clerks()
    unlucky = PromiseCoins(target=jars[2], count=13)
    first, second, refused, last = at_work.send(found(jars[0]), found(jars[1]), unlucky, found(jars[3]))
    assert [one.result(PATIENCE).positions[0] for one in (first, second, last)] == [5, 6, 7]
    with pytest.raises(Refused) as caught:
        refused.result(PATIENCE)
    assert (caught.value.codes, at_work.batches) == (("jar.not-thirteen",), [1, 2])


def test_who_looked_at_what_another_of_them_changes_decides_again(engine: Engine, clerks: Callable[[], Clerks]) -> None:
    """Nobody is asked to try again: together they contradict one another, one after another they do not."""
    jar, shelf = opened(engine), a_file()
    engine.handle(TakeOverShelf(target=shelf), stamp())
    at_work = clerks()
    puts = PutJars(target=shelf, jars=(jar,))
    answers = at_work.send(OpenJar(target=a_file(), label="b", size=1), found(jar), puts)
    assert [one.result(PATIENCE).positions[0] for one in answers] == [3, 4, 5]
    assert at_work.batches == [1, 2, 1, 1]
    (reliance,) = answers[2].result().entries[0].stamp.reliances
    assert (reliance.aggregate_id, reliance.version) == (jar, 2)


def test_of_two_who_take_one_number_together_the_first_gets_it(engine: Engine, clerks: Callable[[], Clerks]) -> None:
    jar = opened(engine)
    at_work = clerks()
    _, taken, refused = at_work.send(found(jar), *(OpenJar(target=a_file(), label="n", size=1) for _ in range(2)))
    assert taken.result(PATIENCE).positions[0] == 3
    with pytest.raises(Refused) as caught:
        refused.result(PATIENCE)
    assert caught.value.codes == ("claim.held-once",)
    assert engine.ledger.head() == 3
