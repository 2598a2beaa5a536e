"""A view built anew equals the one that grew; what drifted is named; readers never see a half."""

from collections.abc import Sequence

import pytest

from adapters.read_models import open_read_models
from domain.contract.events.drawing import PaymentMade
from domain.kernel.entry import Entry
from domain.kernel.money import czk
from projections import builds
from projections.anomalies import ANOMALIES, OPENED, anomaly_rows
from projections.builds import Build, State
from projections.database import Database
from projections.projector import Progress, Projector
from projections.rebuild import AT_ONCE, OutOfDate, RebuildFailed, rebuild, rebuild_all, verify, verify_all
from tests.projections.breaking import MARKS, UNREADABLE, Gone, Lenient, Picky, open_breaking
from tests.projections.chronicle import Chronicle

PICKY = Picky()
VIEWS = [ANOMALIES, PICKY]


def paid(movement: str, crowns: int = 100) -> PaymentMade:
    return PaymentMade(movement=movement, amount=czk(crowns))


@pytest.fixture
def busy(chronicle: Chronicle) -> Chronicle:
    """Anomalies opened and closed, corrected and taken back."""
    first = chronicle.record(paid("m1"), on="2018-01-01", anomalies=["ABOVE_MAXIMUM", "NO_ORDER"])
    second = chronicle.record(paid("m2"), anomalies=["NO_ORDER"])
    closing = chronicle.record(paid("m3"), on="2018-02-01", closes=[(first, "ABOVE_MAXIMUM"), (second, "NO_ORDER")])
    chronicle.correct(first, paid("m1", 90), on="2018-01-02")
    taken_back = chronicle.take_back(closing)
    chronicle.take_back(taken_back)
    chronicle.correct(first, paid("m1", 80), on="2018-01-03", anomalies=["AMOUNT_DIFFERS"])
    return chronicle


def rows(database: Database, build: Build) -> list[object]:
    found: list[object] = []
    for table in build.view.tables:
        name, columns = table.called(build.version), ", ".join(table.names)
        found += database.select(f"SELECT {columns} FROM {name} ORDER BY order_position, position, ordinal")
    return found


@pytest.mark.parametrize("page_size", [1, 2, 3, 100])
def test_rebuilt_equals_live(database: Database, busy: Chronicle, page_size: int) -> None:
    """Every row, whatever the pages in which the live version grew."""
    builds.prepare(database, VIEWS)
    Projector(database, busy, VIEWS, page_size=page_size).catch_up()
    for view in VIEWS:
        new = rebuild(database, busy, view, page_size=2)
        assert new.version == 2
        assert rows(database, Build(view, 2)) == rows(database, Build(view, 1)) != []


def test_a_rebuild_swaps_the_live_version_and_keeps_the_one_before(database: Database, busy: Chronicle) -> None:
    """Readers and the projector go on with the new version; only one old version is kept."""
    builds.prepare(database, [ANOMALIES])
    for version in (2, 3, 4):
        rebuild(database, busy, ANOMALIES)
        (status,) = builds.status(database, [ANOMALIES], head=busy.head())
        assert (status.version, status.previous_versions, status.lag) == (version, (version - 1,), 0)
    busy.record(paid("m9"), anomalies=["NO_ORDER"])
    Projector(database, busy, [ANOMALIES]).catch_up()
    assert anomaly_rows(database).as_of_position == busy.head()
    assert builds.checkpoint(database, Build(ANOMALIES, 3)) == busy.head() - 1


def test_a_rebuild_tells_its_progress(database: Database, busy: Chronicle) -> None:
    """Page by page, for whoever waits."""
    told: list[Progress] = []
    rebuild(database, busy, ANOMALIES, page_size=3, on_progress=told.append)
    assert [p.position for p in told] == [3, 6, 7, 7]


def test_a_rebuild_heals_what_stood_still(database: Database, busy: Chronicle) -> None:
    """The program was mended: the rebuilt view reads on where the old one stopped."""
    busy.record(paid(UNREADABLE))
    builds.prepare(database, [PICKY])
    Projector(database, busy, [PICKY]).catch_up()
    assert builds.status(database, [PICKY], head=busy.head())[0].state is State.QUARANTINED
    rebuild(database, busy, Lenient())
    assert builds.status(database, [PICKY], head=busy.head())[0].state is State.LIVE


def test_a_rebuild_that_fails_leaves_readers_what_they_had(database: Database, busy: Chronicle) -> None:
    """A program that cannot read an entry does not replace a version that could; the next try starts anew."""
    busy.record(paid(UNREADABLE))
    builds.prepare(database, [Lenient()])
    Projector(database, busy, [Lenient()]).catch_up()
    for _ in range(2):
        with pytest.raises(RebuildFailed, match=r"contract\.payment-made"):
            rebuild(database, busy, PICKY)
        (status,) = builds.status(database, [PICKY], head=busy.head())
        assert (status.version, status.state, status.lag) == (1, State.LIVE, 0)
    assert rebuild(database, busy, Lenient()).version == 2


def test_several_views_are_rebuilt_in_one_scan(database: Database, busy: Chronicle) -> None:
    """Each page is read once for all of them, and each new version holds what the old one held."""
    builds.prepare(database, VIEWS)
    Projector(database, busy, VIEWS).catch_up()
    told: list[Progress] = []
    made = rebuild_all(database, busy, VIEWS, page_size=3, on_progress=told.append)
    assert [(build.view, build.version) for build in made] == [(view, 2) for view in VIEWS]
    assert [progress.position for progress in told] == [*range(3, busy.head(), 3), busy.head(), busy.head()]
    for view in VIEWS:
        assert rows(database, Build(view, 2)) == rows(database, Build(view, 1)) != []


def test_a_view_that_cannot_be_rebuilt_does_not_hold_up_the_others(database: Database, busy: Chronicle) -> None:
    busy.record(paid(UNREADABLE))
    builds.prepare(database, [ANOMALIES, Lenient()])
    Projector(database, busy, [ANOMALIES, Lenient()]).catch_up()
    with pytest.raises(RebuildFailed, match=r"contract\.payment-made"):
        rebuild_all(database, busy, [PICKY, ANOMALIES])
    found = builds.status(database, [PICKY, ANOMALIES], head=busy.head())
    assert [(one.version, one.state, one.lag) for one in found] == [(1, State.LIVE, 0), (2, State.LIVE, 0)]


def test_a_new_shape_is_built_beside_the_old_one(database: Database, busy: Chronicle) -> None:
    """A new program rebuilds before it reads; the old program goes on with the old version meanwhile."""

    class Reshaped(Lenient):
        shape = 2

    builds.prepare(database, [PICKY])
    Projector(database, busy, [PICKY]).catch_up()
    rebuild(database, busy, Reshaped())
    assert builds.status(database, [Reshaped()], head=busy.head())[0].state is State.LIVE
    assert builds.status(database, [PICKY], head=busy.head())[0].state is State.OUT_OF_DATE


class Growing(Chronicle):
    """While somebody reads a page, the live projector takes further entries."""

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        if self.live is not None and len(self.entries) < 40:
            self.record(paid(f"late {len(self.entries)}"), anomalies=["NO_ORDER"])
            self.live.catch_up()
        return super().read(after=after, limit=limit, until=until)

    live: Projector | None = None


def test_a_rebuild_while_the_ledger_grows_misses_nothing(store_url: str, busy: Chronicle) -> None:
    """The swap waits until the new version has seen as much as the old one."""
    ledger = Growing(busy.entries)
    with open_read_models(store_url) as ours, open_read_models(store_url) as theirs:
        builds.prepare(ours, [ANOMALIES])
        ledger.live = Projector(theirs, Chronicle(ledger.entries), [ANOMALIES])
        rebuild(ours, ledger, ANOMALIES, page_size=3)
        ledger.live.catch_up()
        assert builds.live_version(ours, ANOMALIES) == 2
        assert anomaly_rows(ours).as_of_position == 40
        assert verify(ours, Chronicle(ledger.entries), ANOMALIES).is_clean


@pytest.mark.slow
def test_a_rebuild_killed_between_any_two_steps_is_resumed(store_url: str, busy: Chronicle) -> None:
    """Until the swap readers see the old version; afterwards the new one; never a mixture, never a leftover."""
    with open_read_models(store_url) as database:
        builds.prepare(database, [ANOMALIES])
        Projector(database, busy, [ANOMALIES]).catch_up()
        expected = rows(database, Build(ANOMALIES, 1))
    killed = steps = 0
    while killed == steps:
        try:
            with open_breaking(store_url, steps=steps) as breaking:
                rebuild(breaking, busy, ANOMALIES, page_size=2)
        except Gone:
            killed += 1
        with open_read_models(store_url) as database:
            live = builds.live_version(database, ANOMALIES)
            assert live is not None
            assert rows(database, Build(ANOMALIES, live)) == expected
            new = rebuild(database, busy, ANOMALIES, page_size=2)
            assert rows(database, new) == expected
            assert verify(database, busy, ANOMALIES).is_clean
        steps += 1
    assert killed > 30


# Verify ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def projected(database: Database, busy: Chronicle) -> Database:
    builds.prepare(database, VIEWS)
    Projector(database, busy, VIEWS, page_size=3).catch_up()
    return database


def test_verify_finds_nothing_where_nothing_drifted(projected: Database, busy: Chronicle) -> None:
    """Every row counted, every one alike, the scratch tables gone."""
    found = verify(projected, busy, ANOMALIES, page_size=2)
    assert (found.is_clean, found.rows, found.drifts, found.position) == (True, 12, (), 7)
    assert builds.versions(projected, ANOMALIES) == [1]
    with pytest.raises(Exception, match=r"anomalies_opened_0"):
        projected.select(f"SELECT * FROM {OPENED.called(0)}")


def test_verify_names_a_changed_row(projected: Database, busy: Chronicle) -> None:
    """Table, key, what the ledger says, what stands there: only the columns that differ."""
    projected.execute(f"UPDATE {OPENED.called(1)} SET code = 'HARMLESS' WHERE order_position = 2")
    found = verify(projected, busy, ANOMALIES)
    assert (found.is_clean, found.drifting) == (False, 1)
    (drift,) = found.drifts
    assert (drift.table, drift.key) == ("anomalies_opened", (2, 2, 0))
    assert (drift.expected, drift.found) == ({"code": "NO_ORDER"}, {"code": "HARMLESS"})


def test_verify_names_a_missing_row(projected: Database, busy: Chronicle) -> None:
    """A row that somebody deleted is expected and not found."""
    projected.execute(f"DELETE FROM {MARKS.called(1)} WHERE order_position = 2")
    (drift,) = verify(projected, busy, PICKY).drifts
    assert drift.key == (2, 2, 0)
    assert drift.found is None
    assert drift.expected is not None
    assert drift.expected["movement"] == "m2"


def test_verify_names_a_surplus_row(projected: Database, busy: Chronicle) -> None:
    """A row that no event brought is found and not expected."""
    projected.execute(f"UPDATE {MARKS.called(1)} SET ordinal = 5 WHERE order_position = 2")
    missing, surplus = verify(projected, busy, PICKY).drifts
    assert (missing.key, missing.found) == ((2, 2, 0), None)
    assert (surplus.key, surplus.expected) == ((2, 2, 5), None)


def test_verify_counts_what_it_does_not_show(projected: Database, busy: Chronicle) -> None:
    """A view that drifted everywhere is not printed whole."""
    for number in range(250):
        busy.record(paid(f"n{number}"))
    Projector(projected, busy, [PICKY]).catch_up()
    projected.execute(f"UPDATE {MARKS.called(1)} SET number = number + 1")
    found = verify(projected, busy, PICKY)
    assert found.drifting == found.rows == 256
    assert len(found.drifts) == 100


@pytest.mark.parametrize("position", [AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, AT_ONCE + 10])
def test_verify_finds_one_row_among_many(projected: Database, busy: Chronicle, position: int) -> None:
    """Rows are compared many at once: the one that is missing is found wherever it stands, and no other is named."""
    for number in range(busy.head(), AT_ONCE + 20):
        busy.record(paid(f"n{number}"))
    Projector(projected, busy, [PICKY]).catch_up()
    projected.execute(f"DELETE FROM {MARKS.called(1)} WHERE order_position = {position}")
    found = verify(projected, busy, PICKY)
    assert ([drift.key for drift in found.drifts], found.drifting) == ([(position, position, 0)], 1)
    projected.execute(f"DELETE FROM {MARKS.called(1)} WHERE order_position > {position}")
    assert verify(projected, busy, PICKY).drifting == busy.head() - position + 1


def test_verify_looks_up_to_where_the_view_has_come(projected: Database, busy: Chronicle) -> None:
    """What the view has not seen yet, even a correction of what it has, is no drift."""
    busy.take_back(busy.entries[0])
    assert verify(projected, busy, ANOMALIES).is_clean


class Corrected(Chronicle):
    """While verification reads, the live projector takes a correction of what is being compared."""

    live: Projector | None = None

    def head(self) -> int:
        if self.live is not None:
            self.live.catch_up()
        return super().head()


def test_verify_while_the_ledger_grows_is_no_drift(store_url: str, busy: Chronicle) -> None:
    """Rows superseded meanwhile are compared as they stood."""
    with open_read_models(store_url) as ours, open_read_models(store_url) as theirs:
        builds.prepare(ours, [ANOMALIES])
        Projector(ours, busy, [ANOMALIES]).catch_up()
        ledger = Corrected(busy.entries)
        position = ledger.head()
        ledger.take_back(ledger.entries[0])
        ledger.live = Projector(theirs, Chronicle(ledger.entries), [ANOMALIES])
        found = verify(ours, ledger, ANOMALIES)
        assert (found.is_clean, found.position) == (True, position)
        assert anomaly_rows(ours).as_of_position == position + 1


def test_verify_says_what_today_s_program_cannot_read(database: Database, busy: Chronicle) -> None:
    """The live version came past an entry that this program cannot read: that is not clean either."""
    busy.record(paid(UNREADABLE))
    builds.prepare(database, [Lenient()])
    Projector(database, busy, [Lenient()]).catch_up()
    found = verify(database, busy, PICKY)
    assert found.quarantine is not None
    assert (found.quarantine.position, found.drifting, found.is_clean) == (8, 0, False)


def test_what_was_built_in_another_shape_cannot_be_compared(projected: Database, busy: Chronicle) -> None:
    """It needs a rebuild, not a list of a thousand differences."""

    class Reshaped(Lenient):
        shape = 2

    with pytest.raises(OutOfDate):
        verify(projected, busy, Reshaped())


def test_several_views_are_verified_in_one_scan(projected: Database, busy: Chronicle) -> None:
    """Those that have come equally far together, each against what it holds itself."""
    busy.record(paid("m9"), anomalies=["NO_ORDER"])
    Projector(projected, busy, [PICKY]).catch_up()
    projected.execute("DELETE FROM anomalies_opened_1 WHERE position = 1")
    first, second = verify_all(projected, busy, VIEWS)
    assert (first.view, first.position, first.is_clean) == ("anomalies", busy.head() - 1, False)
    assert (second.view, second.position, second.is_clean) == (PICKY.name, busy.head(), True)
