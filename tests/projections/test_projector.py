"""Pages and checkpoints: nothing skipped, nothing doubled, and what cannot be read stands still and says so."""

import re
import threading
from collections.abc import Sequence

import pytest

from adapters.read_models import open_read_models
from domain.contract.events.drawing import PaymentMade
from domain.kernel.entry import Entry
from domain.kernel.money import czk
from projections import builds
from projections.anomalies import ANOMALIES, anomalies_by_code, anomaly_rows
from projections.builds import State
from projections.database import Database, Values
from projections.projector import HoleInLedger, Projector
from projections.report import ViewUnavailable, as_of_position
from tests.projections.breaking import MARKS, TOO_LARGE, UNREADABLE, Gone, Lenient, Picky, open_breaking
from tests.projections.chronicle import Chronicle

PICKY = Picky()


def paid(movement: str, crowns: int = 100) -> PaymentMade:
    return PaymentMade(movement=movement, amount=czk(crowns))


def recorded(chronicle: Chronicle, count: int, *, start: int = 1) -> None:
    for number in range(start, start + count):
        chronicle.record(paid(f"m{number}"), on="2018-07-16", anomalies=["NO_ORDER"])


def marks(database: Database, version: int = 1) -> list[Values]:
    return database.select(f"SELECT position, movement, number FROM {MARKS.called(version)} ORDER BY position")


def test_every_view_reaches_the_head(database: Database, chronicle: Chronicle) -> None:
    """Pages smaller than the ledger, an end inside a page, two views at once."""
    recorded(chronicle, 7)
    builds.prepare(database, [ANOMALIES, PICKY])
    progress = Projector(database, chronicle, [ANOMALIES, PICKY], page_size=3).catch_up()
    assert (progress.position, progress.head, progress.quarantined) == (7, 7, ())
    assert [(s.view, s.state, s.position, s.lag) for s in builds.status(database, [ANOMALIES, PICKY], head=9)] == [
        ("anomalies", State.LIVE, 7, 2),
        ("picky", State.LIVE, 7, 2),
    ]
    assert len(anomaly_rows(database)) == len(marks(database)) == 7


def test_progress_is_told_page_by_page(database: Database, chronicle: Chronicle) -> None:
    """Whoever leaves after a page has lost nothing: the next run goes on from there."""
    recorded(chronicle, 5)
    builds.prepare(database, [ANOMALIES])
    assert next(Projector(database, chronicle, [ANOMALIES], page_size=2).pages()).position == 2
    assert anomaly_rows(database).as_of_position == 2
    assert [p.position for p in Projector(database, chronicle, [ANOMALIES], page_size=2).pages()] == [4, 5, 5]


def test_an_empty_ledger_is_at_its_head(database: Database, chronicle: Chronicle) -> None:
    """Nothing recorded, nothing to do, nothing wrong."""
    builds.prepare(database, [ANOMALIES])
    assert Projector(database, chronicle, [ANOMALIES]).catch_up().head == 0
    assert len(anomaly_rows(database)) == 0


def test_views_at_different_positions_share_the_pages(database: Database, chronicle: Chronicle) -> None:
    """A view that is new starts at the first entry and doubles nothing in the views that are further on."""
    recorded(chronicle, 5)
    builds.prepare(database, [ANOMALIES])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    recorded(chronicle, 2, start=6)
    builds.prepare(database, [ANOMALIES, PICKY])
    Projector(database, chronicle, [ANOMALIES, PICKY], page_size=3).catch_up()
    assert len(anomaly_rows(database)) == len(marks(database)) == 7


def test_preparing_again_changes_nothing(database: Database, chronicle: Chronicle) -> None:
    """`prepare` is safe to repeat on a store that is in use."""
    recorded(chronicle, 3)
    builds.prepare(database, [ANOMALIES])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    builds.prepare(database, [ANOMALIES])
    assert len(anomaly_rows(database)) == 3


# Two at once -----------------------------------------------------------------------------------------------------


class Interrupted(Chronicle):
    """A ledger whose reader is overtaken by another projector between reading a page and writing it."""

    rival: Projector | None = None

    def read(self, *, after: int, limit: int, until: int) -> Sequence[Entry]:
        page = super().read(after=after, limit=limit, until=until)
        rival, self.rival = self.rival, None
        if rival is not None:
            rival.catch_up()
        return page


@pytest.mark.parametrize("rival_page", [2, 5, 100])
def test_whoever_is_overtaken_doubles_nothing(store_url: str, rival_page: int) -> None:
    """Another projector writes the same page, part of it, or more, while ours is about to."""
    ledger = Interrupted()
    recorded(ledger, 12)
    with open_read_models(store_url) as ours, open_read_models(store_url) as theirs:
        builds.prepare(ours, [ANOMALIES, PICKY])
        ledger.rival = Projector(theirs, Chronicle(ledger.entries), [ANOMALIES, PICKY], page_size=rival_page)
        Projector(ours, ledger, [ANOMALIES, PICKY], page_size=5).catch_up()
        assert [row[0] for row in marks(ours)] == list(range(1, 13))
        assert len(anomaly_rows(ours)) == 12


def test_many_projectors_at_once_write_every_row_once(store_url: str, chronicle: Chronicle) -> None:
    """Four threads with connections of their own race over the same pages."""
    recorded(chronicle, 300)
    with open_read_models(store_url) as database:
        builds.prepare(database, [ANOMALIES, PICKY])
    failures: list[BaseException] = []

    def run(page_size: int) -> None:
        try:
            with open_read_models(store_url) as own:
                Projector(own, chronicle, [ANOMALIES, PICKY], page_size=page_size).catch_up()
        except BaseException as failure:  # noqa: BLE001  # told to the test
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(page_size,)) for page_size in (7, 20, 20, 33)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_read_models(store_url) as database:
        assert [row[0] for row in marks(database)] == list(range(1, 301))
        assert len(anomaly_rows(database)) == 300


def test_several_processes_may_prepare_at_once(store_url: str) -> None:
    """Tables are made under a lock: nobody stumbles over a table that somebody else is making."""
    failures: list[BaseException] = []

    def prepare() -> None:
        try:
            with open_read_models(store_url) as own:
                builds.prepare(own, [ANOMALIES, PICKY])
        except BaseException as failure:  # noqa: BLE001  # told to the test
            failures.append(failure)

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


# Killed ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_between_any_two_steps_nothing_is_lost_or_doubled(store_url: str, chronicle: Chronicle) -> None:
    """The connection goes before the first, the second, the third statement …, and the next run finishes the work."""
    recorded(chronicle, 4)
    chronicle.correct(chronicle.entries[1], paid("m2", 50), on="2018-07-17")
    chronicle.take_back(chronicle.entries[2])
    views = [ANOMALIES, PICKY]
    killed = steps = 0
    while killed == steps:
        with open_read_models(store_url) as database:
            for view in views:
                for version in builds.versions(database, view) if steps else ():
                    builds.drop(database, builds.Build(view, version))
                    database.execute("DELETE FROM projection_live WHERE view = :view", {"view": view.name})
            builds.prepare(database, views)
        try:
            with open_breaking(store_url, steps=steps) as breaking:
                Projector(breaking, chronicle, views, page_size=2).catch_up()
        except Gone:
            killed += 1
        with open_read_models(store_url) as database:
            Projector(database, chronicle, views, page_size=2).catch_up()
            assert [(row[0], row[2]) for row in marks(database)] == [
                (1, 10000),
                (2, 10000),
                (3, 10000),
                (4, 10000),
                (5, 5000),
            ]
            assert anomalies_by_code(database).rows == (("NO_ORDER", 3, 0),)
        steps += 1
    assert killed > 20


# What cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_size", [1, 2, 3, 100])
@pytest.mark.parametrize("movement", [UNREADABLE, TOO_LARGE])
def test_a_failing_event_stops_its_view_and_no_other(
    database: Database, chronicle: Chronicle, movement: str, page_size: int
) -> None:
    """What comes before it is there, it is not skipped, and status and readers say where and why."""
    recorded(chronicle, 3)
    chronicle.record(paid(movement, 7_000_000), on="2018-07-17", anomalies=["NO_ORDER"])
    recorded(chronicle, 2, start=5)
    builds.prepare(database, [ANOMALIES, PICKY])
    for _ in range(2):  # the second run leaves it alone
        Projector(database, chronicle, [ANOMALIES, PICKY], page_size=page_size).catch_up()
        assert [row[0] for row in marks(database)] == [1, 2, 3]
        assert len(anomaly_rows(database)) == 6
        (status,) = builds.status(database, [PICKY], head=6)
        assert (status.state, status.position, status.lag) == (State.QUARANTINED, 3, 3)
        assert status.quarantine is not None
        assert (status.quarantine.position, status.quarantine.topic) == (4, "contract.payment-made")
        with pytest.raises(ViewUnavailable, match=r"picky is QUARANTINED: position 4 \(contract.payment-made\)"):
            as_of_position(database, [ANOMALIES, PICKY])


def test_the_reason_names_the_place_and_not_the_content(database: Database, chronicle: Chronicle) -> None:
    """What an event holds does not get into the reason, which people will copy into letters and logs."""
    chronicle.record(paid(UNREADABLE, 7_000_000))
    builds.prepare(database, [PICKY])
    (quarantine,) = Projector(database, chronicle, [PICKY]).catch_up().quarantined
    assert re.fullmatch(r"ValueError at breaking\.py:[0-9]+", quarantine.reason)


def test_the_failing_first_event_is_named_too(database: Database, chronicle: Chronicle) -> None:
    """Nothing comes before it: the view stands at 0."""
    chronicle.record(paid(TOO_LARGE))
    builds.prepare(database, [PICKY])
    (quarantine,) = Projector(database, chronicle, [PICKY]).catch_up().quarantined
    assert quarantine.position == 1
    assert builds.checkpoint(database, builds.Build(PICKY, 1)) == 0


def test_a_correction_that_cannot_be_read_is_the_failing_entry(database: Database, chronicle: Chronicle) -> None:
    """An entry that reads well is corrected to one that does not: the view stands before the correction."""
    recorded(chronicle, 3)
    chronicle.correct(chronicle.entries[1], paid(UNREADABLE))
    builds.prepare(database, [PICKY])
    (quarantine,) = Projector(database, chronicle, [PICKY]).catch_up().quarantined
    assert quarantine.position == 4
    assert [row[0] for row in marks(database)] == [1, 2, 3]


def test_a_hole_in_the_ledger_stops_everything(database: Database, chronicle: Chronicle) -> None:
    """Positions are dense; a source that leaves one out is not believed."""
    recorded(chronicle, 5)
    del chronicle.entries[2]
    builds.prepare(database, [ANOMALIES])
    with pytest.raises(HoleInLedger):
        Projector(database, chronicle, [ANOMALIES]).catch_up()
    assert anomaly_rows(database).as_of_position == 0


def test_a_view_of_another_shape_is_left_alone_and_not_read(database: Database, chronicle: Chronicle) -> None:
    """A newer program does not write into tables of an older one, and does not read them either."""

    class Reshaped(Lenient):
        shape = 2

    recorded(chronicle, 2)
    builds.prepare(database, [PICKY])
    Projector(database, chronicle, [Reshaped()]).catch_up()
    assert marks(database) == []
    (status,) = builds.status(database, [Reshaped()], head=2)
    assert status.state is State.OUT_OF_DATE
    with pytest.raises(ViewUnavailable, match="OUT_OF_DATE"):
        as_of_position(database, [Reshaped()])


def test_a_view_that_is_not_there_says_so(database: Database) -> None:
    """A reader that comes before anything was built."""
    builds.prepare(database, [ANOMALIES])
    (status,) = builds.status(database, [PICKY], head=0)
    assert status.state is State.NOT_BUILT
    with pytest.raises(ViewUnavailable, match="NOT_BUILT"):
        as_of_position(database, [PICKY])


def test_a_dropped_version_is_left_alone_and_the_others_go_on(database: Database, chronicle: Chronicle) -> None:
    """A projector is at work while somebody goes back to an earlier version: it does not end because of that."""
    recorded(chronicle, 4)
    builds.prepare(database, [ANOMALIES, PICKY])
    pages = Projector(database, chronicle, [ANOMALIES, PICKY], page_size=2).pages()
    next(pages)
    builds.drop(database, builds.Build(PICKY, 1))
    *_, last = pages
    assert (last.position, last.quarantined) == (4, ())
    assert len(anomaly_rows(database)) == 4


def test_a_report_over_several_views_is_capped_at_the_slowest(database: Database, chronicle: Chronicle) -> None:
    """Figures of one report are of one moment, and the report says which."""
    recorded(chronicle, 3)
    builds.prepare(database, [ANOMALIES, PICKY])
    Projector(database, chronicle, [PICKY]).catch_up()
    recorded(chronicle, 1, start=4)
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    assert as_of_position(database, [ANOMALIES, PICKY]) == 3
    assert as_of_position(database, [ANOMALIES, PICKY], known=2) == 2
    assert anomaly_rows(database, known=2).as_of_position == 2
    assert anomaly_rows(database, known=99).as_of_position == 4
