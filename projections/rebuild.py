"""A view built anew beside the one that is read: to replace it, or to compare it with."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice

from projections import builds
from projections.builds import SCRATCH_VERSION, Build, Quarantine
from projections.database import Database, Value, Values
from projections.projector import PAGE, Progress, advance
from projections.source import EntrySource
from projections.table import KEY, Table
from projections.view import View

SHOWN = 100
"""How many drifting rows a verification names; it counts them all."""

AT_ONCE = 1_000
"""Rows that are compared at once."""

OnProgress = Callable[[Progress], object]


class RebuildFailed(Exception):
    """The new version could not read an event; readers keep the version that they had."""

    def __init__(self, quarantine: Quarantine) -> None:
        super().__init__(f"{quarantine.view}: position {quarantine.position} ({quarantine.topic}): {quarantine.reason}")
        self.quarantine = quarantine


class OutOfDate(Exception):
    """The view was built by a program with other tables; it can be rebuilt but not compared."""


def _ignore(_: Progress) -> None:
    """Nobody watches."""


# Replace ---------------------------------------------------------------------------------------------------------


def rebuild(
    database: Database, source: EntrySource, view: View, *, page_size: int = PAGE, on_progress: OnProgress = _ignore
) -> Build:
    """Build the next version aside, catch up, make it live in one transaction, keep the one before.

    An interrupted rebuild goes on where it stopped. Raises RebuildFailed, or BuildGone where somebody else was quicker.
    """
    (new,) = rebuild_all(database, source, [view], page_size=page_size, on_progress=on_progress)
    return new


def rebuild_all(
    database: Database,
    source: EntrySource,
    views: Sequence[View],
    *,
    page_size: int = PAGE,
    on_progress: OnProgress = _ignore,
) -> list[Build]:
    """The same for several views: every entry is read and decoded once for all of them.

    A view that cannot read an entry keeps the version that it had, the others are replaced; then RebuildFailed is
    raised, for the first of those.
    """
    builds.prepare(database, views)
    pairs = []
    for view in views:
        with database.exclusive():
            pairs.append(_old_and_new(database, view))
    scan = _Scan(database, source, page_size, on_progress)
    failed = scan.catch_up(*(new for _, new in pairs))
    for old, new in pairs:
        if new.view.name not in failed:
            _replace(database, scan, old=old, new=new)
    for quarantine in failed.values():
        raise RebuildFailed(quarantine)
    return [new for _, new in pairs]


def _replace(database: Database, scan: "_Scan", *, old: Build, new: Build) -> None:
    with database.exclusive():  # somebody else may be rebuilding the same view
        builds.create_indexes(database, new)
    while not _swapped(database, old=old, new=new):
        scan.catch_up_surely(new)


@dataclass(frozen=True)
class _Scan:
    """Brings versions aside up to the head."""

    database: Database
    source: EntrySource
    page_size: int
    on_progress: OnProgress

    def catch_up(self, *versions: Build) -> Mapping[str, Quarantine]:
        """Which of them cannot read an entry, by the name of the view. Raises BuildGone."""
        failed: dict[str, Quarantine] = {}
        for progress in advance(self.database, self.source, versions, page_size=self.page_size):
            self.on_progress(progress)
            failed = {quarantine.view: quarantine for quarantine in progress.quarantined}
            if len(failed) == len(versions):
                break
        for version in versions:
            builds.checkpoint(self.database, version)  # raises BuildGone where somebody dropped it meanwhile
        return failed

    def catch_up_surely(self, version: Build) -> None:
        """Raises RebuildFailed, or BuildGone."""
        for quarantine in self.catch_up(version).values():
            raise RebuildFailed(quarantine)


def _old_and_new(database: Database, view: View) -> tuple[Build, Build]:
    """The live version, and the one aside: left over from an interrupted rebuild if it still fits, else a new one."""
    live = builds.live_version(database, view)
    assert live is not None
    for version in builds.versions(database, view):
        aside = Build(view, version)
        if version > live and _can_go_on(database, aside):
            return Build(view, live), aside
        if version > live:
            builds.drop(database, aside)
    new = Build(view, live + 1)
    builds.create(database, new)
    return Build(view, live), new


def _can_go_on(database: Database, build: Build) -> bool:
    return builds.shape_of(database, build) == build.view.shape and builds.quarantine_of(database, build) is None


def _swapped(database: Database, *, old: Build, new: Build) -> bool:
    """Readers never go back: the new version goes live once it has seen as much as the old one. Older ones go."""
    with database.exclusive():
        if builds.live_version(database, new.view) == new.version:
            return True
        if builds.checkpoint(database, new) < builds.checkpoint(database, old):
            return False
        if not builds.swap(database, old=old, new=new):
            raise builds.BuildGone(f"{new.view.name}: another version went live in the meantime")
        for version in builds.versions(database, new.view):
            if version not in {old.version, new.version}:
                builds.drop(database, Build(new.view, version))
    return True


# Go back ---------------------------------------------------------------------------------------------------------


class NothingToGoBackTo(Exception):
    """No earlier version of the view is kept that this program could go on with."""


def rollback(
    database: Database, source: EntrySource, view: View, *, page_size: int = PAGE, on_progress: OnProgress = _ignore
) -> Build:
    """Make the version before the live one live again, after it has caught up; the one that was live is dropped.

    Raises NothingToGoBackTo, or RebuildFailed where the earlier version cannot read what came since.
    """
    live, before = _live_and_before(database, view)
    scan = _Scan(database, source, page_size, on_progress)
    scan.catch_up_surely(before)
    while not _gone_back(database, live=live, before=before):
        scan.catch_up_surely(before)
    return before


def _live_and_before(database: Database, view: View) -> tuple[Build, Build]:
    live = builds.live_version(database, view)
    kept = [] if live is None else [Build(view, v) for v in builds.versions(database, view) if v < live]
    usable = [build for build in kept if _can_go_on(database, build)]
    if live is None or not usable:
        raise NothingToGoBackTo(f"{view.name} keeps no earlier version")
    return Build(view, live), usable[-1]


def _gone_back(database: Database, *, live: Build, before: Build) -> bool:
    """Readers never go back in time, only to other tables."""
    with database.exclusive():
        if builds.live_version(database, live.view) == before.version:
            return True
        if builds.checkpoint(database, before) < builds.checkpoint(database, live):
            return False
        if not builds.swap(database, old=live, new=before):
            raise builds.BuildGone(f"{live.view.name}: another version went live in the meantime")
        builds.drop(database, live)
    return True


# Compare ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drift:
    """A row that is not what the ledger says: by table and key, the columns that differ. None: there is no such row."""

    table: str
    key: tuple[int, int, int]
    """order_position, position, ordinal."""
    expected: dict[str, Value] | None
    found: dict[str, Value] | None


@dataclass(frozen=True, slots=True)
class Verification:
    """The live version against one built aside from the first entry on, both up to the same position."""

    view: str
    version: int
    position: int
    rows: int
    drifting: int
    drifts: tuple[Drift, ...]
    """The first of them."""
    quarantine: Quarantine | None = None
    """An entry at which the live version stands still, or that today's program cannot read; compared is what lies
    before it."""

    @property
    def is_clean(self) -> bool:
        return not self.drifting and self.quarantine is None


@dataclass
class _Tally:
    rows: int = 0
    drifting: int = 0
    drifts: list[Drift] = field(default_factory=list)

    def count(self, drift: Drift) -> None:
        self.drifting += 1
        self.drifts += [drift] if len(self.drifts) < SHOWN else []


def verify(
    database: Database, source: EntrySource, view: View, *, page_size: int = PAGE, on_progress: OnProgress = _ignore
) -> Verification:
    """Build aside into scratch tables and compare row by row. Raises OutOfDate; writes nothing that stays."""
    (found,) = verify_all(database, source, [view], page_size=page_size, on_progress=on_progress)
    return found


def verify_all(
    database: Database,
    source: EntrySource,
    views: Sequence[View],
    *,
    page_size: int = PAGE,
    on_progress: OnProgress = _ignore,
) -> list[Verification]:
    """The same for several views: those that have come equally far are built aside in one scan. Raises OutOfDate."""
    lives = [_comparable(database, view) for view in views]
    together: defaultdict[int, list[Build]] = defaultdict(list)
    for live in lives:
        together[builds.checkpoint(database, live)].append(live)
    found = {}
    for position, own in sorted(together.items()):
        with _scratches(database, own) as scratches:
            for progress in advance(database, source, scratches, page_size=page_size, until=position):
                on_progress(progress)
            for live, scratch in zip(own, scratches, strict=True):
                found[live] = _verification(database, live, scratch)
    return [found[live] for live in lives]


def _comparable(database: Database, view: View) -> Build:
    version = builds.live_version(database, view)
    if version is None:
        raise OutOfDate(f"{view.name} has not been built yet")
    live = Build(view, version)
    if builds.shape_of(database, live) != view.shape:
        raise OutOfDate(f"{view.name} {version} was built in another shape")
    return live


@contextmanager
def _scratches(database: Database, lives: Sequence[Build]) -> Iterator[list[Build]]:
    """Empty versions beside the live ones, for as long as they are compared."""
    scratches = [Build(live.view, SCRATCH_VERSION) for live in lives]
    with database.exclusive():
        for scratch in scratches:
            builds.drop(database, scratch)
            builds.create(database, scratch)
    try:
        yield scratches
    finally:
        with database.exclusive():
            for scratch in scratches:
                builds.drop(database, scratch)


def _verification(database: Database, live: Build, scratch: Build) -> Verification:
    position = builds.checkpoint(database, scratch)
    tally = _Tally()
    with database.snapshot():
        for table in live.view.every_table:
            _compare(database, table, tally, expected=scratch, found=live, known=position)
    return Verification(
        live.view.name,
        live.version,
        position,
        tally.rows,
        tally.drifting,
        tuple(tally.drifts),
        builds.quarantine_of(database, scratch) or builds.quarantine_of(database, live),
    )


def _compare(database: Database, table: Table, tally: _Tally, *, expected: Build, found: Build, known: int) -> None:
    """Both sides come in the order of the key: many rows at once as long as they are the same, as nearly all are."""
    ours, theirs = (_rows(database, table.called(build.version), table, known) for build in (expected, found))
    while True:
        some, others = list(islice(ours, AT_ONCE)), list(islice(theirs, AT_ONCE))
        if not some and not others:
            return
        if some != others:
            break
        tally.rows += len(some)
    for left, right in _side_by_side(chain(some, ours), chain(others, theirs)):
        tally.rows += 1
        if left != right:
            tally.count(_drift(table, left, right))


def _side_by_side(ours: Iterator[Values], theirs: Iterator[Values]) -> Iterator[tuple[Values | None, Values | None]]:
    """One pair for each key on either side; None where a side has no such row."""
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        is_missing = other is None or (one is not None and _key(one) < _key(other))
        is_surplus = one is None or (other is not None and _key(other) < _key(one))
        yield None if is_surplus else one, None if is_missing else other
        one = one if is_surplus else next(ours, None)
        other = other if is_missing else next(theirs, None)


def _rows(database: Database, name: str, table: Table, known: int) -> Iterator[Values]:
    """The rows as they read at that position: what was superseded later still stands."""
    superseded = "CASE WHEN superseded_position > :known THEN NULL ELSE superseded_position END"
    columns = ", ".join(superseded if column == "superseded_position" else column for column in table.names)
    return database.stream(
        f"SELECT {columns} FROM {name} WHERE position <= :known ORDER BY {', '.join(KEY)}", {"known": known}
    )


def _key(row: Values) -> tuple[int, int, int]:
    order_position, position, ordinal = (int(value or 0) for value in islice(row, len(KEY)))
    return order_position, position, ordinal


def _drift(table: Table, expected: Values | None, found: Values | None) -> Drift:
    differing = [
        index
        for index in range(len(table.names))
        if expected is None or found is None or expected[index] != found[index]
    ]
    row = expected if expected is not None else found
    assert row is not None
    return Drift(table.name, _key(row), _named(table, expected, differing), _named(table, found, differing))


def _named(table: Table, row: Values | None, indexes: list[int]) -> dict[str, Value] | None:
    return None if row is None else {table.names[index]: row[index] for index in indexes}
