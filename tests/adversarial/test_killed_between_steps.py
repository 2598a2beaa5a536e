"""kill −9 between every two steps of a page, a rebuild, a swap and a rollback, with a rival projector at work.

Each death begins from the same moment and is a real one. Afterwards readers find a whole view, the next run ends what
was begun, and rebuilt state equals live state.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.stores import initialise
from adapters.synth.region import Region
from application.block import BlockWriter
from projections import builds
from projections.builds import State
from projections.projector import Projector
from projections.rebuild import rebuild
from projections.views import VIEWS, view_named
from tests.adversarial.copies import Copies, copies_of
from tests.adversarial.mortal import Mortals, Task
from tests.adversarial.soaking import is_soaking, some
from tests.adversarial.wholeness import check_dense, check_no_drift, check_views
from tests.postgres_server import Server
from tests.scenarios.office import Office

pytestmark = pytest.mark.slow
PAGE = 40
STRIDE = 23
"""Of a sample every so manieth step, beginning where the last test left off, so that different views are met."""
REBUILT = some(tuple(view.name for view in VIEWS), at_most=2)


@pytest.fixture(scope="module")
def mortals() -> Iterator[Mortals]:
    with closing(Mortals()) as found:
        yield found


@pytest.fixture
def server(request: pytest.FixtureRequest, store_url: str) -> Server | None:
    """The server on which the store lies; None for a file."""
    if store_url.startswith("sqlite"):
        return None
    found: Server = request.getfixturevalue("postgres")
    return found


@pytest.fixture
def halfway(store_url: str, server: Server | None) -> Copies:
    """A region on file, and views that have seen half of it."""
    _prepare(store_url, has_two_versions=False)
    return copies_of(store_url, server)


@pytest.fixture
def rebuilt(store_url: str, server: Server | None) -> Copies:
    """The same after a rebuild: the second versions of the views are live, the first are kept and behind."""
    _prepare(store_url, has_two_versions=True)
    return copies_of(store_url, server)


def _prepare(url: str, *, has_two_versions: bool) -> None:
    initialise(url)
    office = Office(url, "2007-01-01")
    parts = office.parts
    BlockWriter(parts.engine).write([step.item() for step in Region(1, seed=7, mess=0.5).steps()])
    builds.prepare(parts.database, VIEWS)
    pages = Projector(parts.database, parts.source, VIEWS, page_size=PAGE).pages()
    assert next(pages).position == PAGE
    if has_two_versions:
        for name in REBUILT:
            rebuild(parts.database, parts.source, view_named(name))
    office.close()
    if url.startswith("sqlite"):
        assert not Path(url.removeprefix("sqlite:///") + "-wal").exists()


def lives(stride: int = STRIDE) -> Iterator[int]:
    """How many statements a process lives."""
    return count() if is_soaking() else count(start=3, step=stride)


def check_readable(parts: Parts) -> None:
    """Whoever reads now finds every view live, and nothing in it that a rebuild would not bring."""
    statuses = builds.status(parts.database, VIEWS, head=parts.ledger.head())
    assert {status.state for status in statuses} == {State.LIVE}


def test_a_page_ends_at_any_step_beside_a_rival(halfway: Copies, mortals: Mortals) -> None:
    """One of two projectors is killed, then the other as well, then a third takes up what is left."""
    deaths = 0
    for life in lives(2 * STRIDE - 1):
        with halfway() as url:
            first, _ = mortals.work(url, Task("project", life, page_size=PAGE), Task("project", page_size=30))
            with Parts(Settings(database=url)) as parts:
                check_readable(parts)
                check_views(parts)
        deaths += first
        if not first:
            break
    assert deaths >= 3


def test_both_projectors_end_at_any_step(halfway: Copies, mortals: Mortals) -> None:
    """Neither leaves a view in between: rows and checkpoint came together, or not at all."""
    for life in some(range(5, 200), at_most=3):
        with halfway() as url:
            tasks = (Task("project", life, page_size=PAGE), Task("project", life * 2 // 3, page_size=30))
            mortals.work(url, *tasks)
            with Parts(Settings(database=url)) as parts:
                check_readable(parts)
                check_no_drift(parts)
                check_views(parts)


@pytest.mark.parametrize("view", REBUILT)
def test_a_rebuild_and_its_swap_end_at_any_step_beside_a_projector(
    halfway: Copies, mortals: Mortals, view: str
) -> None:
    """Readers see the old version until the swap, the new one afterwards; the next rebuild goes on or begins anew."""
    deaths = 0
    for life in lives():
        with halfway() as url:
            task = Task("rebuild", life, page_size=PAGE, views=(view,))
            killed, _ = mortals.work(url, task, Task("project", page_size=30))
            with Parts(Settings(database=url)) as parts:
                check_readable(parts)
                check_views(parts, (view_named(view),))
                done = rebuild(parts.database, parts.source, view_named(view), page_size=PAGE)
                assert builds.versions(parts.database, view_named(view)) == [done.version - 1, done.version]
                check_views(parts, (view_named(view),))
        deaths += killed
        if not killed:
            break
    assert deaths >= 2


@pytest.mark.parametrize("view", REBUILT)
def test_a_rollback_ends_at_any_step_beside_a_projector(rebuilt: Copies, mortals: Mortals, view: str) -> None:
    """Whichever version is live then has seen what the ledger says, and the projector found its way."""
    deaths = 0
    for life in lives():
        with rebuilt() as url:
            task = Task("rollback", life, page_size=PAGE, views=(view,))
            killed, _ = mortals.work(url, task, Task("project", page_size=30))
            with Parts(Settings(database=url)) as parts:
                check_readable(parts)
                check_dense(parts)
                check_views(parts, (view_named(view),))
        deaths += killed
        if not killed:
            break
    assert deaths >= 1


def test_two_rebuilds_of_one_view_at_the_same_time_end_in_one_whole_view(halfway: Copies, mortals: Mortals) -> None:
    """Two administrators had the same thought; and one of them loses patience."""
    for life in some(range(4, 60), at_most=3):
        with halfway() as url:
            task = Task("rebuild", page_size=PAGE, views=(REBUILT[0],))
            mortals.work(url, task, Task("rebuild", life, page_size=30, views=(REBUILT[0],)))
            with Parts(Settings(database=url)) as parts:
                check_readable(parts)
                check_views(parts, (view_named(REBUILT[0]),))


def test_preparing_ends_at_any_step(store_url: str, server: Server | None, mortals: Mortals) -> None:
    """Before the first page: tables that somebody began to make are made by whoever comes next."""
    _unprepared(store_url)
    copies = copies_of(store_url, server)
    for life in some(range(1, 60), at_most=3):
        with copies() as url:
            mortals.work(url, Task("prepare", life), Task("project", life * 3))
            with Parts(Settings(database=url)) as parts:
                check_views(parts)


def _unprepared(url: str) -> None:
    initialise(url)
    office = Office(url, "2007-01-01")
    BlockWriter(office.parts.engine).write([step.item() for step in Region(1, seed=7).steps()][:60])
    office.close()
