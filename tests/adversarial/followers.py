"""Everybody who follows a ledger: page by page, woken by notices, and the projector. None may skip or see twice."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from adapters.bootstrap import Parts
from adapters.projecting import follow
from adapters.settings import Settings
from application.ledger import StoredEntry
from projections.views import VIEWS

SECONDS = 0.2
"""How long whoever waits for a notice waits before it asks whether the test is over."""

MOMENT = 0.003
"""How long whoever reads page by page leaves the machine to others."""


@dataclass
class Seen:
    """What one follower was given, in its order."""

    entries: list[StoredEntry] = field(default_factory=list)

    def take(self, page: Sequence[StoredEntry]) -> None:
        start = len(self.entries) + 1
        assert [entry.position for entry in page] == list(range(start, start + len(page)))
        self.entries += page


@contextmanager
def following(url: str) -> Iterator[Seen]:
    """Two projectors and two readers beside what the test does; at the end each has seen everything, once."""
    seen, woken, is_over = Seen(), Seen(), threading.Event()
    with ThreadPoolExecutor(4) as pool:
        jobs: list[Future[None]] = [
            pool.submit(_page_by_page, url, seen, is_over),
            pool.submit(_woken, url, woken, is_over),
            pool.submit(_project, url, is_over),
            pool.submit(_project, url, is_over),
        ]
        try:
            yield seen
        finally:
            is_over.set()
            for job in jobs:
                job.result(300)
    assert woken.entries == seen.entries


def _page_by_page(url: str, seen: Seen, is_over: threading.Event) -> None:
    """Never rests for long."""
    with Parts(Settings(database=url)) as parts:
        while True:
            was_over = is_over.is_set()
            page = parts.ledger.select_entries(after=len(seen.entries), limit=7)
            seen.take(page)
            if was_over and not page:
                return
            is_over.wait(MOMENT)


def _woken(url: str, seen: Seen, is_over: threading.Event) -> None:
    """As the feed does: looks when it is told that there is something, and then there is something."""
    with Parts(Settings(database=url)) as parts:
        while True:
            was_over = is_over.is_set()
            after = len(seen.entries)
            is_there = parts.ledger.await_entries(after, seconds=SECONDS)
            page = parts.ledger.select_entries(after=after, limit=100)
            assert page or not is_there
            seen.take(page)
            if was_over and not page:
                return


def _project(url: str, is_over: threading.Event) -> None:
    with Parts(Settings(database=url)) as parts:
        follow(parts.ledger, parts.database, parts.source, VIEWS, should_stop=is_over.is_set, told=lambda _: None)
