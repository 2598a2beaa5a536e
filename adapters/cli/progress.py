"""How far a long run has come: a bar on a terminal, a line for every tenth without one, JSON where it was asked for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from rich.progress import BarColumn, Progress, TextColumn

from adapters.cli.session import Session
from adapters.telling.frames import encoded
from adapters.telling.words import Words

Manner = Literal["auto", "json", "none"]

SILENT_SECONDS = 1.0
"""What is done sooner needs no progress."""
STEP = Words(
    "{what} {count}  {percent} %  {speed}/s  {left} s left", "{what} {count}  {percent} %  {speed}/s  zbývá {left} s"
)


class Meter:
    """Is told how much is done of `total`, and a `count` that means something to people: lines, entries."""

    def __init__(self, session: Session, what: Words, total: int) -> None:
        self._session, self._what, self._total = session, what, max(total, 1)
        self._started = time.monotonic()

    def moved(self, done: int, count: int) -> None:
        """So much is done. The plain meter keeps it to itself."""

    def close(self) -> None:
        """The work is over or has failed."""

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._started

    def text(self, done: int, count: int) -> str:
        """How far it is, how fast, how long still."""
        elapsed = max(self.elapsed, 0.001)
        left = elapsed * (self._total - done) / done if done else 0
        return self._session.say(
            STEP,
            what=self._what,
            count=count,
            percent=min(100, done * 100 // self._total),
            speed=round(count / elapsed),
            left=round(left),
        )


class Tenths(Meter):
    """A line for every tenth, none in the first second."""

    _tenth = 0

    def moved(self, done: int, count: int) -> None:
        tenth = done * 10 // self._total
        if tenth > self._tenth and self.elapsed >= SILENT_SECONDS:
            self._session.note(self.text(done, count))
        self._tenth = max(tenth, self._tenth)


class JsonLines(Meter):
    """A line of JSON for every report, for programs that show progress themselves."""

    def moved(self, done: int, count: int) -> None:
        report = {"schema": "kronika.progress/1", "done": done, "total": self._total, "count": count}
        self._session.note(encoded(report | {"milliseconds": round(self.elapsed * 1000)}))


class Bar(Meter):
    """A bar that appears after a second and goes when the work is done."""

    def __init__(self, session: Session, what: Words, total: int) -> None:
        super().__init__(session, what, total)
        columns = (BarColumn(bar_width=30), TextColumn("{task.description}", markup=False))
        self._bar = Progress(*columns, console=session.err, transient=True)
        self._task = self._bar.add_task("", total=self._total)
        self._is_shown = False

    def moved(self, done: int, count: int) -> None:
        self._bar.update(self._task, completed=done, description=self.text(done, count))
        if not self._is_shown and self.elapsed >= SILENT_SECONDS:
            self._bar.start()
            self._is_shown = True

    def close(self) -> None:
        if self._is_shown:
            self._bar.stop()


@contextmanager
def meter(session: Session, what: Words, total: int, manner: Manner = "auto") -> Iterator[Meter]:
    """The meter that fits the stream; closed whatever happens."""
    if manner == "json":
        chosen: Meter = JsonLines(session, what, total)
    elif manner == "none" or session.is_quiet:
        chosen = Meter(session, what, total)
    else:
        chosen = Bar(session, what, total) if session.err.is_terminal else Tenths(session, what, total)
    try:
        yield chosen
    finally:
        chosen.close()
