"""An importer, four clerks, two projectors, and an administrator who rebuilds and goes back: all at the same time."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from adapters.bootstrap import Parts, initialise
from adapters.settings import Settings
from adapters.synth.import_file import lines
from adapters.synth.region import Region
from application.block import BlockWriter
from application.importing.importer import Importer, Tally
from application.importing.line import Problem, RawLine
from application.importing.line_references import LineReferences
from projections.views import VIEWS
from tests.adversarial.followers import following
from tests.adversarial.mortal import Mortals, Task
from tests.adversarial.soaking import rounds, some
from tests.adversarial.wholeness import check_dense, check_no_drift, check_views
from tests.adversarial.writing import Desk, correction, group, single, takeover

pytestmark = pytest.mark.slow
CLERKS = 4
ACTS = rounds(20, soaking=500)
"""The most that a clerk does, so that a slow machine comes to an end as well."""
PAUSE_SECONDS = 0.03
REGION = Region(rounds(1, soaking=20), seed=11, mess=0.4)
ADMINISTERED = some(VIEWS, at_most=2)


@pytest.fixture
def mortals() -> Iterator[Mortals]:
    with closing(Mortals()) as found:
        yield found


def bring_in(desk: Desk) -> Tally:
    """A region, in small blocks; nothing of it fails, whoever writes in between."""
    problems: list[Problem] = []
    importer = Importer(
        BlockWriter(desk.parts.engine),
        desk.parts.resolver,
        LineReferences(desk.parts.ledger),
        defaults={"actor": {"role": "clerk"}},
        tell=problems.append,
        block=25,
    )
    told = (line for _, line in lines(REGION))
    importer.take_file((RawLine("region", number, line) for number, line in enumerate(told, 1)), source="region")
    assert problems == []
    return importer.tally


def write(desk: Desk, number: int, is_over: threading.Event) -> int:
    """A clerk's day: acts, old records, corrections, several at once, a little apart."""
    chance = Random(number)
    for done in range(1, 1 + ACTS):
        chance.choice((single, single, takeover, correction, group))(desk)
        if is_over.wait(PAUSE_SECONDS):
            return done
    return ACTS


def test_nobody_disturbs_anybody(store_url: str, tmp_path: Path, mortals: Mortals) -> None:
    """Afterwards every line of the import and every act is there once, and every view says what the ledger says."""
    initialise(Settings(database=store_url))
    desks = [Desk.at(store_url, tmp_path) for _ in range(1 + CLERKS)]
    is_over = threading.Event()
    with following(store_url) as seen, ThreadPoolExecutor(1 + CLERKS) as pool:
        importing: Future[Tally] = pool.submit(bring_in, desks[0])
        writing = [pool.submit(write, desk, number, is_over) for number, desk in enumerate(desks[1:])]
        try:
            administer(store_url, mortals)
            assert importing.result(300).is_complete
        finally:
            is_over.set()
        assert min(one.result(300) for one in writing) > 0
    with Parts(Settings(database=store_url)) as parts:
        assert len(seen.entries) == parts.ledger.head()
        check_dense(parts)
        check_views(parts)
    for desk in desks:
        desk.parts.close()


def administer(url: str, mortals: Mortals) -> None:
    """View after view is rebuilt, compared, and taken back, each in a process of its own, while everybody writes."""
    mortals.work(url, Task("prepare"))
    for view, other in zip(ADMINISTERED, (*ADMINISTERED[1:], ADMINISTERED[0]), strict=True):
        mortals.work(url, Task("rebuild", views=(view.name,), page_size=20), Task("rebuild", views=(other.name,)))
        with Parts(Settings(database=url)) as parts:
            check_no_drift(parts, (view, other))
        mortals.work(url, Task("rollback", views=(view.name,)), Task("project", page_size=15))
        with Parts(Settings(database=url)) as parts:
            check_no_drift(parts, (view,))
