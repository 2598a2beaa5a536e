"""The suites that the library ships for recorders and applications: our ledgers are its recorders, made stricter.

None of their tests is left out or changed. What they do and Kronika does not: they count versions from 0 as well as
from 1, so a ledger allows both for the first event of an aggregate, and demands the next number from then on.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.tests import application as applications
from eventsourcing.tests import persistence as recorders

from adapters.stores import environment, initialise, open_ledger
from tests.contract.writes import AnyLedger


class OnALedger:
    """Gives each test of a suite a ledger of its own."""

    opened: AnyLedger

    def create_recorder(self) -> AnyLedger:
        return self.opened


class OnSQLite(OnALedger):
    @pytest.fixture(autouse=True)
    def _ledger(self, tmp_path: Path) -> Iterator[None]:
        yield from _provide(self, f"sqlite:///{tmp_path / 'kronika.db'}")


class InMemory(OnALedger):
    @pytest.fixture(autouse=True)
    def _ledger(self) -> Iterator[None]:
        with closing(open_ledger("sqlite:///:memory:")) as self.opened:
            yield


class OnPostgres(OnALedger):
    @pytest.fixture(autouse=True)
    def _ledger(self, postgres_url: str) -> Iterator[None]:
        yield from _provide(self, postgres_url)


def _provide(test: OnALedger, url: str) -> Iterator[None]:
    """An open ledger, and the settings from which an application of the library makes one, snapshots included."""
    initialise(url)
    settings = environment(url) | {"CREATE_TABLE": "yes"}
    with pytest.MonkeyPatch.context() as patch, closing(open_ledger(url)) as test.opened:
        for name, value in settings.items():
            patch.setitem(os.environ, name, value)
        yield


class TestRecorderOnSQLite(OnSQLite, recorders.ApplicationRecorderTestCase[AnyLedger]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestRecorderInMemory(InMemory, recorders.ApplicationRecorderTestCase[AnyLedger]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestRecorderOnPostgres(OnPostgres, recorders.ApplicationRecorderTestCase[AnyLedger]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestOrderOnSQLite(OnSQLite, recorders.NonInterleavingNotificationIDsBaseCase):
    """Two threads with a thousand events each: one after the other, not mixed."""


class TestOrderInMemory(InMemory, recorders.NonInterleavingNotificationIDsBaseCase):
    """The same."""


class TestOrderOnPostgres(OnPostgres, recorders.NonInterleavingNotificationIDsBaseCase):
    """The same, one round trip each."""


class TestExampleOnSQLite(OnSQLite, applications.ExampleApplicationTestCase):
    expected_factory_topic = "adapters.stores.sqlite:SQLiteLedgerFactory"


class TestExampleOnPostgres(OnPostgres, applications.ExampleApplicationTestCase):
    expected_factory_topic = "adapters.stores.postgres:PostgresLedgerFactory"


@pytest.mark.filterwarnings("default:'log' is deprecated:DeprecationWarning")
class TestApplicationOnSQLite(OnSQLite, applications.ApplicationTestCase):
    """Saving, caching and fast-forwarding, a hundred threads at once among it."""


@pytest.mark.filterwarnings("default:'log' is deprecated:DeprecationWarning")
class TestApplicationOnPostgres(OnPostgres, applications.ApplicationTestCase):
    """The same."""
