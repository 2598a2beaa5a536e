"""Entries in pages, decoded once for all views; each view takes a page in one transaction of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.kernel.entry import CORRECTIONS
from domain.kernel.event import Event
from domain.kernel.unreadable import UnreadableEvent
from projections import builds
from projections.builds import Build, BuildGone, Overtaken, Quarantine
from projections.database import Database, RowRefused
from projections.source import EntrySource, Reading, read_all
from projections.spans import CannotBePictured, keep_up
from projections.undisturbed import undisturbed
from projections.view import Changes, View

PAGE = 5_000
"""Entries a page: 500 cost a third of the speed, 50 000 the flat memory."""


class HoleInLedger(Exception):
    """The source skipped a position. Nothing is projected past a hole."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Every view that still goes on has seen the entries up to `position`, of those up to `head`."""

    position: int
    head: int
    quarantined: tuple[Quarantine, ...] = ()


class Projector:
    """Brings the live version of every view up to the head of the ledger, as it is when it is asked to."""

    def __init__(
        self, database: Database, source: EntrySource, views: Sequence[View], *, page_size: int = PAGE
    ) -> None:
        self._database = database
        self._source = source
        self._views = views
        self._page_size = page_size

    def catch_up(self) -> Progress:
        """Run to the head; the last progress names every view that was put in quarantine on the way."""
        *_, last = self.pages()
        return last

    def pages(self) -> Iterator[Progress]:
        """The same page by page, for whoever shows progress. May be left after any page; nothing is lost."""
        live = builds.advancing(self._database, self._views)
        return advance(self._database, self._source, live, page_size=self._page_size)


def advance(
    database: Database,
    source: EntrySource,
    versions: Sequence[Build],
    *,
    page_size: int = PAGE,
    until: int | None = None,
) -> Iterator[Progress]:
    """Take the versions up to the head (or to `until`) page by page. Yields once at least.

    A version that somebody drops meanwhile is left alone; the others go on. Raises HoleInLedger, and whatever source
    and database raise when they fail; what was taken stays taken.
    """
    head = source.head() if until is None else min(until, source.head())  # read before the page: nothing slips between
    run = _Run(database, versions)
    after = run.lowest(head)
    while after < head:
        with undisturbed():
            after = run.take_from(source, after=after, limit=page_size, until=head)
        yield run.progress(after, head)
    yield run.progress(after, head)


def _read(source: EntrySource, *, after: int, limit: int, until: int) -> tuple[list[Reading], int]:
    """One page and its last position. Raises HoleInLedger, UnreadableEvent."""
    page = source.read(after=after, limit=limit, until=until)
    if not page or page[-1].position - after != len(page):
        raise HoleInLedger(f"after position {after}")
    return list(read_all(page, source)), page[-1].position


def _may_ask_for(view: View, topic: str) -> bool:
    """Whether an entry of this topic may bring rows; a correction may, and whatever a view looks at beside the kind."""
    events: tuple[type[Event], ...] = (*CORRECTIONS, *view.handlers)
    looks_at_kind = type(view).asks_for is View.asks_for
    return not looks_at_kind or topic in {event.topic for event in events}


class _Run:
    """Where each version stands during one run, and which of them stand still."""

    def __init__(self, database: Database, versions: Sequence[Build]) -> None:
        self._database = database
        self._positions: dict[Build, int] = {}
        self._quarantined: list[Quarantine] = []
        for build in versions:
            self._look_again(build)

    def lowest(self, head: int) -> int:
        return min((*self._positions.values(), head))

    def progress(self, position: int, head: int) -> Progress:
        return Progress(position, head, tuple(self._quarantined))

    def take_from(self, source: EntrySource, *, after: int, limit: int, until: int) -> int:
        """One page for all versions; the last position in it. Raises HoleInLedger."""
        try:
            readings, last = _read(source, after=after, limit=limit, until=until)
        except UnreadableEvent as failure:
            return self._take_around(source, failure, after=after)
        self._take(readings, until=last)
        return last

    def _take_around(self, source: EntrySource, failure: UnreadableEvent, *, after: int) -> int:
        """What comes before an entry that is damaged; at it whoever might ask for it stops, the others go on."""
        before = failure.position - 1
        if before > after:
            self.take_from(source, after=after, limit=before - after, until=before)
        for build in tuple(self._positions):
            if self._positions[build] == before and _may_ask_for(build.view, failure.topic):
                self._stop(build, [], failure)
        self._take([], until=failure.position)
        return failure.position

    def _take(self, readings: Sequence[Reading], *, until: int) -> None:
        for build in tuple(self._positions):
            while build in self._positions and self._positions[build] < until:
                self._take_page(build, readings, until)

    def _take_page(self, build: Build, readings: Sequence[Reading], until: int) -> None:
        """One page for one version. Where another projector was quicker, the rest of the page is tried again."""
        after = self._positions[build]
        try:
            self._write(build, [r for r in readings if r.position > after], after=after, until=until)
        except Overtaken:
            self._look_again(build)
        except UnreadableEvent as failure:
            self._stop(build, [r for r in readings if after < r.position < failure.position], failure)
        except RowRefused as refusal:
            self._narrow(build, [r for r in readings if after < r.position <= until], refusal, until=until)

    def _look_again(self, build: Build) -> None:
        """Where a version stands now; one that was dropped, as by a rollback, needs no further pages."""
        try:
            self._positions[build] = builds.checkpoint(self._database, build)
        except BuildGone:
            self._positions.pop(build, None)

    def _write(self, build: Build, readings: Sequence[Reading], *, after: int, until: int) -> None:
        changes = build.view.fold([r for r in readings if r.position <= until])
        with self._database.transaction():
            builds.move_checkpoint(self._database, build, expected=after, new=until)
            self._write_changes(build, changes, readings)
        self._positions[build] = until

    def _write_changes(self, build: Build, changes: Changes, readings: Sequence[Reading]) -> None:
        """Raises UnreadableEvent for the entry since which the rows of a key do not go together, and RowRefused."""
        try:
            write_changes(self._database, build, changes)
        except CannotBePictured as failure:
            topic = next((r.entry.event.topic for r in readings if r.position == failure.position and r.entry), "")
            why = failure.__cause__
            assert isinstance(why, Exception)
            raise UnreadableEvent.because(why, position=failure.position, topic=topic) from failure

    def _stop(self, build: Build, readings: Sequence[Reading], failure: UnreadableEvent) -> None:
        """Take what comes before the failing entry, say why it ends there, and leave this version alone from now on."""
        after = self._positions[build]
        changes = build.view.fold(readings)
        try:
            with self._database.transaction():
                builds.move_checkpoint(self._database, build, expected=after, new=failure.position - 1)
                write_changes(self._database, build, changes)
                quarantine = builds.put_in_quarantine(self._database, build, failure)
        except Overtaken:
            self._look_again(build)
            return
        except RowRefused as refusal:
            self._narrow(build, readings, refusal, until=failure.position - 1)
            return
        del self._positions[build]
        self._quarantined.append(quarantine)

    def _narrow(self, build: Build, readings: Sequence[Reading], refusal: RowRefused, *, until: int) -> None:
        """The database refused the rows of a page: halve it until the one entry stands alone that it does not take."""
        after = self._positions[build]
        if until - after > 1:
            self._take_page(build, [r for r in readings if r.position <= until], (after + until) // 2)
            return
        topic = next((r.entry.event.topic for r in readings if r.position == until and r.entry), "")
        self._stop(build, [], UnreadableEvent(position=until, topic=topic, reason=str(refusal)))


def write_changes(database: Database, build: Build, changes: Changes) -> None:
    """The rows of a page. Entries that were stored earlier are superseded first, so that new rows are not touched.

    Raises CannotBePictured, RowRefused.
    """
    for order_position, position in changes.superseded:
        for table in build.view.tables:
            database.execute(
                f"""
                UPDATE {build.table(table)}
                SET superseded_position = :position
                WHERE order_position = :order_position AND superseded_position IS NULL
                """,
                {"position": position, "order_position": order_position},
            )
    for table, rows in changes.rows.items():
        database.insert(build.table(table), table.names, rows)
    keep_up(database, build, changes)
