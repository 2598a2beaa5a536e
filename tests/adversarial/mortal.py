"""Processes that are killed before, between and after their statements: `python -m tests.adversarial.mortal`.

Reads what is to be done as one JSON line, does all of it at the same time in processes of its own, answers with one
line of how each ended, and so on. A process is forked, not started: a hundred deaths take seconds.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from adapters.bootstrap import Parts
from adapters.read_models import SqliteDatabase
from adapters.read_models.postgres import PostgresDatabase
from adapters.settings import Settings
from projections import builds
from projections.database import NOTHING, Parameters, Values
from projections.projector import Projector
from projections.rebuild import rebuild, rollback
from projections.view import View
from projections.views import VIEWS, view_named

ROOT = Path(__file__).parents[2]
KILLED = -signal.SIGKILL
FOR_EVER = 1_000_000_000


@dataclass(frozen=True)
class Task:
    """Something that a process does with the views; before statement number `life` it is killed."""

    what: str
    """`prepare`, `project`, `rebuild` or `rollback`; the last two of the first of the views."""
    life: int = FOR_EVER
    page_size: int = 50
    views: tuple[str, ...] = tuple(view.name for view in VIEWS)


class _Life:
    """Counts statements."""

    left = FOR_EVER

    def take_step(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalSqlite(_Life, SqliteDatabase):
    """Dies before a statement (BEGIN and COMMIT are statements), or in the middle of many rows."""

    def _run(self, statement: str, parameters: Parameters = NOTHING) -> Any:
        self.take_step()
        return super()._run(statement, parameters)

    def _write(self, statement: str, rows: Sequence[Values]) -> None:
        super()._write(statement, rows[: len(rows) // 2])
        self.take_step()
        super()._write(statement, rows[len(rows) // 2 :])


class MortalPostgres(_Life, PostgresDatabase):
    """Dies before a statement or a COMMIT, or in the middle of many rows."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with super().transaction():
            yield
            self.take_step()

    def _run(self, statement: str, parameters: Parameters = NOTHING) -> Any:
        self.take_step()
        return super()._run(statement, parameters)

    def _write(self, statement: str, rows: Sequence[Values]) -> None:
        super()._write(statement, rows[: len(rows) // 2])
        self.take_step()
        super()._write(statement, rows[len(rows) // 2 :])


def mortal(url: str, life: int) -> MortalSqlite | MortalPostgres:
    """A connection to the read models after whose so many statements the process ends."""
    path = url.removeprefix("sqlite:///")
    opened = MortalPostgres(url) if path == url else MortalSqlite(path)
    opened.left = life
    return opened


def do(url: str, task: Task) -> None:
    """Everything that a task is. Nothing comes back but what stands in the database."""
    views: tuple[View, ...] = tuple(map(view_named, task.views))
    with Parts(Settings(database=url)) as parts, mortal(url, task.life) as database:
        match task.what:
            case "prepare":
                builds.prepare(database, views)
            case "project":
                builds.prepare(database, views)
                Projector(database, parts.source, views, page_size=task.page_size).catch_up()
            case "rebuild":
                rebuild(database, parts.source, views[0], page_size=task.page_size)
            case "rollback":
                rollback(database, parts.source, views[0], page_size=task.page_size)
            case _:
                raise AssertionError(task)


# The process that forks ---------------------------------------------------------------------------------------------


def main() -> None:
    for line in sys.stdin:
        url, *tasks = json.loads(line)
        children = [_forked(url, Task(**{**task, "views": tuple(task["views"])})) for task in tasks]
        ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


def _forked(url: str, task: Task) -> int:
    child = os.fork()
    if child == 0:
        try:
            do(url, task)
        except BaseException:  # noqa: BLE001  # this process ends here, whatever it was
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


# Who asks it --------------------------------------------------------------------------------------------------------


class Mortals:
    """Lets processes work on a database, and die."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.adversarial.mortal"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def work(self, url: str, *tasks: Task) -> list[bool]:
        """All at the same time; who of them was killed before its work was done. Nobody may fail otherwise."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([url, *map(asdict, tasks)]) + "\n")
        self._process.stdin.flush()
        ended = json.loads(self._process.stdout.readline())
        assert set(ended) <= {0, KILLED}, (tasks, ended)
        return [one == KILLED for one in ended]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


if __name__ == "__main__":
    main()
