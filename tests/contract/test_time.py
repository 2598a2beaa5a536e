"""The time of recording is the store's and never runs backwards."""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from eventsourcing.persistence import InfrastructureFactory

from adapters.clock import system_clock
from adapters.stores import environment, initialise, open_ledger
from adapters.stores.recorder import LedgerRecorder
from tests.contract.writes import AnyLedger, a_write

NOON = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)


def _same(instant: datetime) -> datetime:
    return instant


def times(ledger: AnyLedger) -> list[datetime]:
    return [entry.recorded_at for entry in ledger.select_entries(after=0, limit=1000)]


def test_a_clock_that_runs_backwards_stops(url: str) -> None:
    """Nobody can claim to have known earlier: the time waits until the clock has caught up."""
    readings = iter([NOON, NOON - timedelta(days=1), NOON + timedelta(microseconds=1), NOON])
    with closing(open_ledger(url, clock=lambda: next(readings))) as ledger:
        written = [ledger.write(a_write()).recorded_at for _ in range(4)]
        later = NOON + timedelta(microseconds=1)
        assert written == times(ledger) == [NOON, NOON, later, later]


def test_no_writer_is_dated_before_another(url: str) -> None:
    """Two writers with clocks an hour apart share one time."""
    with (
        closing(open_ledger(url, clock=lambda: NOON)) as fast,
        closing(open_ledger(url, clock=lambda: NOON - timedelta(hours=1))) as slow,
    ):
        for _ in range(3):
            fast.write(a_write())
            slow.write(a_write())
        assert times(slow) == [NOON] * 6


def test_time_is_kept_in_utc_to_the_microsecond(url: str) -> None:
    """Whatever zone the clock speaks."""
    prague = timezone(timedelta(hours=1))
    with closing(open_ledger(url, clock=lambda: NOON.astimezone(prague))) as ledger:
        assert ledger.write(a_write()).recorded_at == NOON
        (recorded_at,) = times(ledger)
        assert (recorded_at, recorded_at.tzinfo) == (NOON, UTC)


def test_a_clock_without_a_zone_is_refused(url: str) -> None:
    """It would be off by an hour or two, for ever."""
    with closing(open_ledger(url, clock=lambda: NOON.replace(tzinfo=None))) as ledger:
        with pytest.raises(ValueError, match="zone"):
            ledger.write(a_write())
        assert ledger.head() == 0


def test_old_times_can_be_played_back(url: str) -> None:
    """A scratch ledger may live in another year; both stores keep times of long ago and of long after."""
    for year in (2009, 2019, 2199):
        day = datetime(year, 1, 31, 23, 59, 59, 999999, tzinfo=UTC)
        with closing(open_ledger(url, clock=partial(_same, day))) as ledger:
            assert ledger.write(a_write()).recorded_at == day


def test_without_a_clock_the_store_says_the_time(ledger: AnyLedger) -> None:
    """Of this machine or of the server, which in a test are one."""
    recorded_at = ledger.write(a_write()).recorded_at
    assert abs(recorded_at - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_clock_reaches_a_ledger_through_the_library(store_url: str) -> None:
    """An application of the library is given settings only; the system's clock is the store's own business."""
    initialise(store_url)
    for clock, expected in ((lambda: NOON, NOON), (system_clock, None)):
        factory: InfrastructureFactory = InfrastructureFactory.construct(environment(store_url, clock=clock))
        ledger = factory.application_recorder()
        assert isinstance(ledger, LedgerRecorder)
        assert (ledger.clock and ledger.clock()) == expected
        factory.close()
