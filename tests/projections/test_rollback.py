"""After a rebuild that went wrong, the version before it is live again, and has seen everything that came since."""

from collections.abc import Callable, Sequence

import pytest

from adapters.read_models import open_read_models
from domain.contract.events.drawing import PaymentMade
from domain.kernel.entry import Entry
from domain.kernel.money import czk
from projections import builds
from projections.anomalies import ANOMALIES, anomaly_rows
from projections.builds import Build, State
from projections.database import Database
from projections.projector import Projector
from projections.rebuild import NothingToGoBackTo, RebuildFailed, rebuild, rollback, verify
from tests.projections.breaking import UNREADABLE, Gone, Lenient, Picky, open_breaking
from tests.projections.chronicle import Chronicle


def paid(movement: str) -> PaymentMade:
    return PaymentMade(movement=movement, amount=czk(100))


@pytest.fixture
def rebuilt(database: Database, chronicle: Chronicle) -> Chronicle:
    """Version 2 is live and ahead of version 1, which was kept."""
    chronicle.record(paid("m1"), anomalies=["NO_ORDER"])
    builds.prepare(database, [ANOMALIES])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    rebuild(database, chronicle, ANOMALIES)
    chronicle.record(paid("m2"), anomalies=["NO_ORDER"])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    return chronicle


def test_the_version_before_catches_up_before_it_is_read(database: Database, rebuilt: Chronicle) -> None:
    before = rollback(database, rebuilt, ANOMALIES)
    assert before == Build(ANOMALIES, 1)
    (status,) = builds.status(database, [ANOMALIES], head=rebuilt.head())
    assert (status.version, status.state, status.lag, status.previous_versions) == (1, State.LIVE, 0, ())
    assert len(anomaly_rows(database)) == 2
    assert verify(database, rebuilt, ANOMALIES).is_clean


def test_going_back_twice_finds_nothing(database: Database, rebuilt: Chronicle) -> None:
    rollback(database, rebuilt, ANOMALIES)
    with pytest.raises(NothingToGoBackTo):
        rollback(database, rebuilt, ANOMALIES)
    assert rebuild(database, rebuilt, ANOMALIES).version == 2


def test_a_view_that_was_never_built_has_nothing_to_go_back_to(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [ANOMALIES])
    with pytest.raises(NothingToGoBackTo):
        rollback(database, chronicle, ANOMALIES)


def test_a_version_that_cannot_read_what_came_since_does_not_go_live(database: Database, chronicle: Chronicle) -> None:
    """Readers keep the version that they have."""
    builds.prepare(database, [Lenient()])
    rebuild(database, chronicle, Lenient())
    chronicle.record(paid(UNREADABLE))
    Projector(database, chronicle, [Lenient()]).catch_up()
    with pytest.raises(RebuildFailed):
        rollback(database, chronicle, Picky())
    assert builds.live_version(database, Lenient()) == 2


class Rolled(Chronicle):
    """A ledger of which somebody reads a page while somebody else goes back to the earlier version."""

    go_back: Callable[[], object] | None = None

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        go_back, self.go_back = self.go_back, None
        if go_back is not None:
            go_back()
        return super().read(after=after, limit=limit, until=until)


def test_a_projector_at_work_meanwhile_finds_its_way(store_url: str, database: Database, rebuilt: Chronicle) -> None:
    """The version that it was writing is gone: it leaves it alone, and next time goes on with the one that is live."""
    ledger = Rolled(rebuilt.entries)
    with open_read_models(store_url) as another:
        ledger.go_back = lambda: rollback(another, rebuilt, ANOMALIES)
        ledger.record(paid("m3"), anomalies=["NO_ORDER"])
        Projector(database, ledger, [ANOMALIES]).catch_up()
        assert builds.live_version(database, ANOMALIES) == 1
        Projector(database, ledger, [ANOMALIES]).catch_up()
    assert len(anomaly_rows(database)) == 3
    assert verify(database, rebuilt, ANOMALIES).is_clean


def test_killed_at_any_step_it_is_either_before_or_after(
    database: Database, store_url: str, rebuilt: Chronicle
) -> None:
    """Whichever version is live then, it agrees with the ledger; the next try ends well."""
    for steps in range(40):
        broken = open_breaking(store_url, steps=steps)
        try:
            rollback(broken, rebuilt, ANOMALIES)
        except Gone:
            assert len(anomaly_rows(database)) == 2
            continue
        broken.close()
        break
    assert builds.live_version(database, ANOMALIES) == 1
    assert verify(database, rebuilt, ANOMALIES).is_clean
